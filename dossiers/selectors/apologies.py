"""Late dossiers and the apologies they have: states, counts, and the lists behind the counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from dossiers.domain.apologies import ApologyState
from dossiers.models import Apology, Dossier
from dossiers.selectors.late_parts import NOT_COUNTED, LatePart, part_conditions
from dossiers.selectors.late_rates import late_counts
from units.models import Person, Unit, User
from units.selectors.grants import sight_of
from units.selectors.units import lives_of

SOON = timedelta(days=3)
"""How long before its deadline an open dossier is shown as about to be late."""
STATE_LABELS = {
    ApologyState.MISSING: _("Chưa có thư"),
    ApologyState.DRAFTED: _("Đang soạn"),
    ApologyState.SENT_IN_TIME: _("Đã gửi kịp hạn"),
    ApologyState.SENT_LATE: _("Đã gửi muộn"),
}


@dataclass(frozen=True, slots=True)
class ApologyCounts:
    """A unit's late dossiers with a deadline in a period, by what became of their apologies."""

    late: int = 0
    sent_in_time: int = 0
    sent_late: int = 0
    drafted: int = 0

    @property
    def missing(self) -> int:
        """How many have no letter, not even a draft."""
        return self.late - self.sent_in_time - self.sent_late - self.drafted

    def of(self, state: ApologyState) -> int:
        """Return how many stand so."""
        count: int = getattr(self, state.value)
        return count


def with_apologies(dossiers: QuerySet[Dossier], cutoff: datetime) -> QuerySet[Dossier]:
    """Add `first_sent_at`, `is_late` and `apology_state` as they stood at the cutoff."""
    letters = Apology.objects.filter(dossier=OuterRef("pk")).order_by("sent_at")
    sent = letters.filter(sent_at__lte=cutoff)
    in_time = Q(first_sent_at__lte=F("deadline_at")) | Q(is_late=False)
    return (
        dossiers.annotate(is_late=_truth(_late(cutoff)), may_be_late=_truth(_open(cutoff)))
        .annotate(
            first_sent_at=Subquery(sent.values("sent_at")[:1]),
            has_draft=Exists(letters.filter(recorded_at__lte=cutoff)),
        )
        .annotate(
            apology_state=Case(
                When(
                    Q(deadline_at=None) | Q(is_late=False, may_be_late=False),
                    then=Value(ApologyState.NOT_NEEDED.value),
                ),
                When(
                    Q(first_sent_at__isnull=False) & in_time,
                    then=Value(ApologyState.SENT_IN_TIME.value),
                ),
                When(first_sent_at__isnull=False, then=Value(ApologyState.SENT_LATE.value)),
                When(has_draft=True, then=Value(ApologyState.DRAFTED.value)),
                When(is_late=True, then=Value(ApologyState.MISSING.value)),
                default=Value(ApologyState.NOT_NEEDED.value),
                output_field=CharField(),
            )
        )
    )


def late_in_period(*, first: date, last: date, cutoff: datetime) -> QuerySet[Dossier]:
    """Return the late dossiers with a deadline on local days first to last, with their states.

    They are exactly those that `late_counts` calls `due_late`: an apology falls due with the
    deadline, so every late dossier belongs to one period.
    """
    due_late = part_conditions(first=first, last=last, cutoff=cutoff)[LatePart.DUE_LATE]
    return with_apologies(Dossier.objects.filter(due_late), cutoff)


def apology_counts(*, first: date, last: date, cutoff: datetime) -> dict[int, ApologyCounts]:
    """Return each unit's counts (by unit id); units without a late dossier are left out.

    The late ones come from the tallies, so only dossiers that have a letter are read.
    """
    written = Exists(Apology.objects.filter(dossier=OuterRef("pk")))
    dossiers = late_in_period(first=first, last=last, cutoff=cutoff).filter(written)
    found: dict[int, dict[str, int]] = {}
    for unit, state, count in _by_state(dossiers):
        found.setdefault(unit, {})[state] = count
    late = late_counts(first=first, last=last, cutoff=cutoff)
    return {
        unit: _counts(counts.due_late, found.get(unit, {}))
        for unit, counts in late.items()
        if counts.due_late
    }


def apology_counts_of(unit: Unit, *, first: date, last: date, cutoff: datetime) -> ApologyCounts:
    """Return one unit's counts, from its own dossiers."""
    dossiers = late_in_period(first=first, last=last, cutoff=cutoff).filter(unit=unit)
    states = {state: count for _unit, state, count in _by_state(dossiers)}
    return _counts(sum(states.values()), states)


def soon_late(unit: Unit, *, cutoff: datetime) -> QuerySet[Dossier]:
    """Return the unit's open dossiers whose deadline comes soon, with their states."""
    running = Q(unit=unit, outcome=Dossier.Outcome.OPEN, paused_since=None)
    soon = Q(deadline_at__gte=cutoff, deadline_at__lte=cutoff + SOON)
    return with_apologies(Dossier.objects.filter(running & soon), cutoff)


def with_letters(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Return dossiers as a list shows them: by deadline, with procedure, handler and letters."""
    letters = Apology.objects.select_related("signed_by").order_by("pk")
    return (
        dossiers.select_related("procedure", "handler", "unit")
        .prefetch_related(Prefetch("apologies", letters))
        .order_by("deadline_at", "code")
    )


def has_passed(letter: Apology, now: datetime) -> bool:
    """Return whether the letter is a draft that promises a result for an instant gone by."""
    return letter.sent_at is None and letter.new_due_at <= now


def head_on(unit: Unit, day: date) -> Person | None:
    """Return who headed the unit on that day, None if nobody is recorded."""
    heads = Person.objects.filter(unit=unit, role=Person.Role.HEAD)
    return heads.filter(valid__contains=day).first()


def unit_bearing(code: str, day: date) -> Unit | None:
    """Return the unit that bears the code on the day, else the last that bore it before."""
    begun = (unit for unit in lives_of(code) if (unit.valid.lower or day) <= day)
    return max(begun, key=lambda unit: unit.valid.lower or date.min, default=None)


def writes_for(user: User, unit: Unit) -> bool:
    """Return whether the person may write the unit's apologies: its own people and Sở Nội vụ."""
    own = {own.pk for own in sight_of(user).units}
    return unit.pk in own or user.has_perm("dossiers.add_apology")


def _truth(condition: Q) -> Case:
    """Return a condition as a column that is never null."""
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _open(cutoff: datetime) -> Q:
    ended = Q(finished_at__isnull=False, finished_at__lte=cutoff)
    return Q(received_at__lte=cutoff) & ~ended


def _late(cutoff: datetime) -> Q:
    counted = Q(finished_at__lte=cutoff, finished_at__gt=F("deadline_at"))
    ended = Q(received_at__lte=cutoff) & counted & ~Q(outcome__in=NOT_COUNTED)
    return ended | (_open(cutoff) & Q(paused_since=None, deadline_at__lt=cutoff))


def _by_state(dossiers: QuerySet[Any]) -> list[tuple[int, str, int]]:
    """Return how many dossiers of each unit and state there are."""
    counted = dossiers.order_by().values("unit_id", "apology_state").annotate(count=Count("pk"))
    return list(counted.values_list("unit_id", "apology_state", "count"))


def _counts(late: int, states: dict[str, int]) -> ApologyCounts:
    return ApologyCounts(
        late=late,
        sent_in_time=states.get(ApologyState.SENT_IN_TIME.value, 0),
        sent_late=states.get(ApologyState.SENT_LATE.value, 0),
        drafted=states.get(ApologyState.DRAFTED.value, 0),
    )
