"""The steps of an intake, and how long all of it still takes, told by those that are over."""

from collections.abc import Mapping
from dataclasses import dataclass

READING, CHECKING, WRITING = "reading", "checking", "writing"
STEPS = (READING, CHECKING, WRITING)
USUAL_STEPS: Mapping[str, float] = {READING: 2, CHECKING: 4, WRITING: 4}
"""How the time of an intake is shared out where no earlier one of its kind tells; decision 13."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far an intake is.

    `spent` has the seconds of each step that has begun, `read` the part of the rows read (0 to 1),
    None where nobody knows how many there are; `usual` what each step takes of the time of another
    intake, in any unit, above 0. Waiting for other files is no step.
    """

    spent: Mapping[str, float]
    read: float | None
    usual: Mapping[str, float]

    @property
    def elapsed(self) -> float:
        """Seconds worked so far."""
        return sum(self.spent.values())

    @property
    def left(self) -> float | None:
        """Seconds still to come, None where nothing tells.

        What is still to come takes as long, beside what is known, as it usually does; of a step
        that takes longer than that nothing is left.
        """
        expected = self._expected()
        if expected is None:
            return None
        return sum(max(0, expected[step] - self.spent.get(step, 0)) for step in self._open)

    @property
    def done(self) -> float | None:
        """Part of the whole work that is done, 0 to 1, None where nothing tells."""
        expected = self._expected()
        if expected is None:
            return None
        now = self._open[0]
        part = min(1, self.spent[now] / expected[now])
        before = sum(self.usual[step] for step in STEPS if step not in self._open)
        return (before + self.usual[now] * part) / sum(self.usual[step] for step in STEPS)

    @property
    def _open(self) -> tuple[str, ...]:
        """The step that goes on and those after it."""
        return STEPS[max(0, len(self.spent) - 1) :]

    def _expected(self) -> dict[str, float] | None:
        """Return the seconds each step takes in all, None before there is anything to tell by."""
        known = {step: spent for step, spent in self.spent.items() if step not in self._open}
        if not known and self.read:
            known = {READING: self.spent.get(READING, 0) / self.read}
        if not (seconds := sum(known.values())):
            return None
        pace = seconds / sum(self.usual[step] for step in known)
        return {step: known.get(step, self.usual[step] * pace) for step in STEPS}
