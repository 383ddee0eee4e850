"""A second calculation of the late rates, from the written rules and without SQL."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.late_rates import LateDefinition, late_rate
from dossiers.models import Dossier
from dossiers.selectors.late_rates import late_counts

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOT_COUNTED = {"withdrawn", "not_accepted", "cancelled"}
START = datetime(2023, 11, 1, tzinfo=HANOI)


def rate_by_the_rules(definition: str, dossiers, first: date, last: date, cutoff: datetime):
    """Sort one unit's dossiers into late and counted, one by one; None when nothing counts."""
    late = counted = 0
    for dossier in dossiers:
        ended_at = dossier.finished_at
        if ended_at and ended_at > cutoff:
            ended_at = None
        is_there = dossier.received_at <= cutoff and dossier.due_at is not None
        if not is_there or (ended_at and dossier.outcome in NOT_COUNTED):
            continue
        is_late = (ended_at or cutoff) > dossier.due_at
        is_resolved = bool(ended_at) and first <= ended_at.astimezone(HANOI).date() <= last
        is_due = first <= dossier.due_at.astimezone(HANOI).date() <= last
        is_due &= dossier.due_at <= cutoff
        counts = {
            "resolved_or_overdue": is_resolved or (not ended_at and is_late),
            "resolved_only": is_resolved,
            "due_in_period": is_due,
        }[definition]
        counted += counts
        late += counts and is_late
    return (late, counted) if counted else None


def random_dossier(random: Random, make_dossier, units) -> Dossier:
    """Return a dossier around the turns of the years; many instants fall on the same hour."""
    received = START + timedelta(hours=random.randrange(15 * 30 * 24))
    due = received + timedelta(hours=random.randrange(24 * 60))
    finished = random.choice([due, received + timedelta(hours=random.randrange(24 * 90))])
    outcome = random.choice(["open", *["granted"] * 4, *Dossier.Outcome.values[2:]])
    return make_dossier(
        None if random.random() < 0.1 else due,
        None if outcome == "open" else finished,
        outcome,
        received_at=received,
        unit=random.choice(units),
    )


@pytest.mark.parametrize("definition", LateDefinition)
@pytest.mark.parametrize(
    ("first", "last", "cutoff"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI)),
        (date(2023, 12, 1), date(2024, 11, 30), datetime(2024, 12, 1, tzinfo=HANOI)),
        (date(2024, 1, 21), date(2024, 2, 20), datetime(2024, 2, 10, 12, tzinfo=HANOI)),
    ],
)
def test_500_random_dossiers_have_the_same_rates_by_sql_and_by_the_rules(
    make_dossier, make_unit, office, definition, first, last, cutoff
):
    random = Random(f"{definition}{first}")
    units = [office, make_unit("so-y-te"), make_unit("so-du-lich")]
    dossiers = [random_dossier(random, make_dossier, units) for _ in range(500)]
    Dossier.objects.bulk_create(dossiers)

    counts = late_counts(first=first, last=last, cutoff=cutoff)

    for unit in units:
        rate = late_rate(definition, counts[unit.pk])
        own = [dossier for dossier in dossiers if dossier.unit == unit]
        expected = rate_by_the_rules(definition, own, first, last, cutoff)
        assert rate and (rate.numerator, rate.denominator) == expected
