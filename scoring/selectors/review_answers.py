"""What people under review answered, case by case."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from scoring.models import RankingRun, ReviewReply
from scoring.selectors.people_bundles import people_of

Asked = tuple[str, str, str]
"""Unit code, person code and rule, as a run has them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was said, when and by whom it was written down, and to which run."""

    text: str
    at: datetime
    by: str
    run_number: int


def answers_to(run: RankingRun) -> dict[Asked, list[Answer]]:
    """Return the answers to a run's cases, the latest first; nobody's earlier answer is lost.

    Those given to the same case of an earlier run of the cycle are among them. It is the same when
    it is the same person in the register, or the same codes and nobody else bears them today.
    """
    found: dict[Asked, list[Answer]] = defaultdict(list)
    replies = ReviewReply.objects.filter(run__cycle=run.cycle_id, run__number__lte=run.number)
    told = replies.annotate(run_number=F("run__number")).select_related("person", "recorded_by")
    cases = _Cases(run)
    for reply in told.order_by("-pk"):
        answer = Answer(reply.text, reply.recorded_at, str(reply.recorded_by), reply.run_number)
        for case in cases.of(reply):
            found[case].append(answer)
    return found


class _Cases:
    """Which case of a run an answer belongs to."""

    def __init__(self, run: RankingRun) -> None:
        self._run = run.pk
        self._units = dict(run.lines.values_list("unit_id", "given__code"))
        people = people_of(run.cycle).values_list("unit_id", "code", "role")
        self._borne = {(self._units.get(unit), code, role) for unit, code, role in people}

    def of(self, reply: ReviewReply) -> Iterator[Asked]:
        person = reply.person
        now = self._units.get(person.unit_id, ""), person.code
        then = (reply.unit_code, reply.person_code) if reply.person_code else now
        if reply.run_id == self._run:
            yield *then, reply.rule
            return
        yield *now, reply.rule
        if then != now and (*then, person.role) not in self._borne:
            yield *then, reply.rule
