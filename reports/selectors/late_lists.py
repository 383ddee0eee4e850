"""The list of late dossiers with their apologies, as paper and workbook show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from dossiers.domain.apologies import ApologyState
from dossiers.models import Dossier
from dossiers.selectors.apologies import STATE_LABELS, late_in_period, with_letters
from foundation.domain.vietnamese import number

TENTH = timedelta(minutes=144)
"""A tenth of a day."""


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late dossier; `ended_at` is None while it was open, `new_due_at` the last one promised.

    `tenths` is how late it is in tenths of a day, cut off, up to its end or the cutoff.
    """

    unit: str
    code: str
    procedure: str
    received_at: datetime
    deadline_at: datetime
    ended_at: datetime | None
    tenths: int
    state: ApologyState
    number: str
    sent_at: datetime | None
    new_due_at: datetime | None
    letters: int

    @property
    def late_days(self) -> str:
        """How many days late, as written: "2,1"."""
        return number(f"{self.tenths // 10}.{self.tenths % 10}")

    @property
    def state_label(self) -> str:
        """What became of the apology, in words."""
        return str(STATE_LABELS[self.state])


def late_rows(*, unit: int | None, first: date, last: date, cutoff: datetime) -> Iterator[LateRow]:
    """Yield late dossiers with a deadline on those days: one unit's, or all units' by name."""
    whose = Q() if unit is None else Q(unit_id=unit)
    late = late_in_period(first=first, last=last, cutoff=cutoff).filter(whose)
    for dossier in _in_order(with_letters(late)).iterator(chunk_size=2000):
        yield _row(dossier, cutoff)


def _in_order(dossiers: QuerySet[Dossier]) -> QuerySet[Any]:
    return dossiers.order_by("unit__sort_key", "unit_id", "deadline_at", "code")


def _row(dossier: Any, cutoff: datetime) -> LateRow:
    has_ended = dossier.finished_at is not None and dossier.finished_at <= cutoff
    sent = [it for it in dossier.apologies.all() if it.sent_at and it.sent_at <= cutoff]
    first = min(sent, key=lambda it: it.sent_at, default=None)
    newest = max(sent, key=lambda it: it.sent_at, default=None)
    end = dossier.finished_at if has_ended else cutoff
    return LateRow(
        unit=dossier.unit.name,
        code=dossier.code,
        procedure=dossier.procedure.name,
        received_at=dossier.received_at,
        deadline_at=dossier.deadline_at,
        ended_at=dossier.finished_at if has_ended else None,
        tenths=(end - dossier.deadline_at) // TENTH,
        state=ApologyState(dossier.apology_state),
        number=first.number if first else "",
        sent_at=first.sent_at if first else None,
        new_due_at=newest.new_due_at if newest else None,
        letters=len(sent),
    )
