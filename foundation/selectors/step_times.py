"""How the time of an intake is shared out among its steps, told by the last ones of its kind."""

from foundation.domain.intake_steps import STEPS
from foundation.models import Job

LAST = 5
LEAST_ROWS = 10_000
"""Shorter files tell only what every file costs, however long it is."""


def usual_steps(intake: str) -> dict[str, float]:
    """Return the seconds that each step took in the last intakes of a kind and their previews.

    Empty where no file of that kind was long enough to tell.
    """
    jobs = Job.objects.filter(
        state=Job.State.DONE,
        input__intake=intake,
        result__has_key="steps",
        done__gte=LEAST_ROWS,
    )
    told = list(jobs.order_by("-pk").values_list("result__steps", flat=True)[:LAST])
    seconds = {step: sum(steps.get(step, 0) for steps in told) for step in STEPS}
    return seconds if all(seconds.values()) else {}
