"""Whether a dossier needs an apology (thư xin lỗi) as of a cutoff, and whether it has one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ApologyState(StrEnum):
    """What became of the apology that a dossier needs."""

    NOT_NEEDED = "not_needed"
    SENT_IN_TIME = "sent_in_time"
    SENT_LATE = "sent_late"
    DRAFTED = "drafted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Course:
    """What decides whether a dossier is late; `ended_at` and `deadline_at` may be unknown.

    `counts` is false for one withdrawn, cancelled or refused at reception.
    """

    received_at: datetime
    deadline_at: datetime | None
    ended_at: datetime | None = None
    counts: bool = True
    is_paused: bool = False

    def is_open(self, cutoff: datetime) -> bool:
        """Return whether the dossier had come and not yet ended."""
        ended = self.ended_at is not None and self.ended_at <= cutoff
        return self.received_at <= cutoff and not ended

    def is_late(self, cutoff: datetime) -> bool:
        """Return whether it ended after its deadline, or was open past it with its clock running.

        Exactly at the deadline is in time.
        """
        if self.deadline_at is None or self.received_at > cutoff:
            return False
        if self.is_open(cutoff):
            return not self.is_paused and cutoff > self.deadline_at
        return self.counts and self.ended_at is not None and self.ended_at > self.deadline_at


@dataclass(frozen=True, slots=True)
class Letter:
    """When a letter was recorded and, unless it is a draft, when it was sent."""

    recorded_at: datetime
    sent_at: datetime | None = None


def apology_state(course: Course, letters: Iterable[Letter], cutoff: datetime) -> ApologyState:
    """Return how things stood at the cutoff; the first letter sent decides.

    A late dossier needs a letter no later than its deadline; exactly at the deadline is in time. An
    open one that is not late yet needs none until somebody has begun one: then it is known that it
    will be late. While its clock stands still the deadline moves on, so no letter is late.
    """
    is_late = course.is_late(cutoff)
    may_be = course.deadline_at is not None and course.is_open(cutoff)
    if course.deadline_at is None or not (is_late or may_be):
        return ApologyState.NOT_NEEDED
    known = list(letters)
    sent = min((it.sent_at for it in known if it.sent_at and it.sent_at <= cutoff), default=None)
    if sent is not None:
        in_time = sent <= course.deadline_at or not is_late
        return ApologyState.SENT_IN_TIME if in_time else ApologyState.SENT_LATE
    if any(letter.recorded_at <= cutoff for letter in known):
        return ApologyState.DRAFTED
    return ApologyState.MISSING if is_late else ApologyState.NOT_NEEDED
