"""A second calculation of deadlines and late rates, from the written rules and without SQL."""

from datetime import date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.late_rates import LateDefinition, late_rate
from dossiers.models import Dossier, Pause
from dossiers.selectors.late_rates import (
    counts_from_dossiers,
    handler_late_counts,
    late_counts,
)
from dossiers.services.intake import import_dossiers
from dossiers.services.tallies import ensure_periods

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOT_COUNTED = {"withdrawn", "not_accepted", "cancelled"}
START = datetime(2023, 11, 1, tzinfo=HANOI)
END_OF_2024 = datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI)
ASKED = [
    (date(2024, 1, 1), date(2024, 12, 31), END_OF_2024),
    (date(2023, 12, 1), date(2024, 11, 30), datetime(2024, 12, 1, tzinfo=HANOI)),
    (date(2024, 1, 21), date(2024, 2, 20), datetime(2024, 2, 10, 12, tzinfo=HANOI)),
    (date(2024, 1, 1), date(2024, 12, 31), datetime(2024, 6, 30, 23, 59, 59, tzinfo=HANOI)),
    (date(2024, 1, 1), date(2024, 12, 31), datetime(2024, 5, 17, 10, tzinfo=HANOI)),
    (date(2024, 3, 1), date(2024, 3, 31), datetime(2026, 1, 1, 7, tzinfo=HANOI)),
]


def rate_by_the_rules(definition: str, dossiers, first: date, last: date, cutoff: datetime):
    """Sort dossiers into late and counted, one by one; None when nothing counts."""
    late = counted = 0
    for dossier in dossiers:
        ended_at, deadline = dossier.finished_at, deadline_by_the_rules(dossier, cutoff)
        if ended_at and ended_at > cutoff:
            ended_at = None
        is_there = dossier.received_at <= cutoff and deadline is not None
        if not is_there or (ended_at and dossier.outcome in NOT_COUNTED):
            continue
        is_late = (ended_at or cutoff) > deadline
        is_resolved = bool(ended_at) and first <= ended_at.astimezone(HANOI).date() <= last
        is_due = first <= deadline.astimezone(HANOI).date() <= last and deadline <= cutoff
        counts = {
            "resolved_or_overdue": is_resolved or (not ended_at and is_late),
            "resolved_only": is_resolved,
            "due_in_period": is_due,
        }[definition]
        counted += counts
        late += counts and is_late
    return (late, counted) if counted else None


def deadline_by_the_rules(dossier, cutoff: datetime) -> datetime | None:
    """Run the clock pause by pause as it was seen at the cutoff, when later ones were unknown."""
    deadline = dossier.due_at
    for start, end in dossier.breaks:
        if deadline is None or start >= deadline or start > cutoff:
            break
        until = min(end, cutoff) if end else cutoff
        if until == cutoff:
            # It waits: whatever time is left when it stopped is still left.
            deadline = cutoff + (deadline - start)
        else:
            deadline += until - start
    return deadline


def random_dossier(random: Random, make_dossier, units, people) -> Dossier:
    """Return a dossier around the turns of the years; many instants fall on the same hour."""
    received = START + timedelta(hours=random.randrange(15 * 30 * 24))
    due = received + timedelta(hours=random.randrange(24 * 60))
    outcome = random.choice(["open", *["granted"] * 4, *Dossier.Outcome.values[2:]])
    finished = random.choice([due, received + timedelta(hours=random.randrange(24 * 90))])
    if random.random() < 0.1:
        # The last second before midnight is where periods part.
        due = datetime.combine(due.date(), datetime.max.time(), tzinfo=HANOI).replace(microsecond=0)
    dossier = make_dossier(
        None if random.random() < 0.1 else due,
        None if outcome == "open" else finished,
        outcome,
        received_at=received,
        unit=random.choice(units),
        handler=random.choice(people),
    )
    dossier.breaks = random_breaks(random, dossier)
    keep_the_clock(dossier)
    return dossier


def random_breaks(random: Random, dossier) -> list[tuple[datetime, datetime | None]]:
    """Return up to three intervals that do not overlap; the last of an open dossier may go on."""
    last = dossier.finished_at or dossier.received_at + timedelta(days=80)
    hours = int((last - dossier.received_at).total_seconds() // 3600)
    if random.random() < 0.5 or hours < 6:
        return []
    bounds = sorted(random.sample(range(hours), random.choice([2, 4, 6])))
    instants = [dossier.received_at + timedelta(hours=bound) for bound in bounds]
    breaks = list(zip(instants[::2], instants[1::2], strict=True))
    if dossier.outcome == "open" and random.random() < 0.4:
        breaks[-1] = (breaks[-1][0], None)
    return breaks


def keep_the_clock(dossier) -> None:
    """Set deadline and waiting: a pause counts if it starts before due + all lengths before it."""
    before = timedelta()
    for start, end in dossier.breaks:
        if dossier.due_at and start < dossier.due_at + before:
            if end:
                dossier.deadline_at += end - start
            else:
                dossier.paused_since = start
        before += (end - start) if end else timedelta()


@pytest.fixture
def world(make_dossier, make_unit, office, make_person):
    """Store 600 random dossiers of three units and five handlers."""
    random = Random(11)
    units = [office, make_unit("so-y-te"), make_unit("so-du-lich")]
    people = [None, *(make_person(f"cb-{n}") for n in range(5))]
    dossiers = [random_dossier(random, make_dossier, units, people) for _ in range(600)]
    Dossier.objects.bulk_create(dossiers)
    return SimpleNamespace(dossiers=dossiers, units=units, people=people[1:])


@pytest.mark.parametrize(("first", "last", "cutoff"), ASKED)
@pytest.mark.parametrize("is_cut", [False, True], ids=["months", "days asked for"])
def test_random_dossiers_have_the_same_rates_by_both_roads_and_by_the_rules(
    world, first, last, cutoff, is_cut
):
    if is_cut:
        ensure_periods([first, last + timedelta(days=1), date(2024, 7, 15)])
    bounds = {"first": first, "last": last, "cutoff": cutoff}

    by_unit, by_handler = late_counts(**bounds), handler_late_counts(**bounds)

    assert by_unit == counts_from_dossiers("unit_id", **bounds)
    assert by_handler == counts_from_dossiers("handler_id", **bounds)
    assert_rates(by_unit, "unit_id", world.units, world, bounds)
    assert_rates(by_handler, "handler_id", world.people, world, bounds)


def assert_rates(counts, key, owners, world, bounds) -> None:
    for owner in owners:
        own = [dossier for dossier in world.dossiers if getattr(dossier, key) == owner.pk]
        for definition in LateDefinition:
            rate = late_rate(definition, counts[owner.pk]) if owner.pk in counts else None
            expected = rate_by_the_rules(definition, own, **bounds)
            assert (rate and (rate.numerator, rate.denominator)) == expected


def test_the_period_of_a_year_is_answered_without_reading_all_dossiers(
    world, django_assert_num_queries
):
    with django_assert_num_queries(2) as queries:
        late_counts(first=date(2024, 1, 1), last=date(2024, 12, 31), cutoff=END_OF_2024)

    assert "dossiers_closedtally" in queries[-1]["sql"]


def test_random_files_have_the_deadlines_of_the_rules(world, stored_file, dossier_csv):
    rows = [row_of(number, dossier) for number, dossier in enumerate(world.dossiers)]
    Dossier.objects.all().delete()

    batch = import_dossiers(stored_file(dossier_csv(*rows)), by=None)

    assert (batch.rejected_rows, batch.created_rows) == (0, 600)
    kept = Dossier.objects.in_bulk([row["code"] for row in rows], field_name="code")
    for row, dossier in zip(rows, world.dossiers, strict=True):
        stored = kept[row["code"]]
        assert stored.deadline_at == dossier.deadline_at
        assert stored.paused_since == dossier.paused_since
    assert Pause.objects.count() == sum(len(dossier.breaks) for dossier in world.dossiers)


def row_of(number: int, dossier) -> dict[str, str]:
    """Return the row that a dossier would come in as."""

    def written(instant: datetime | None) -> str:
        return f"{instant.astimezone(HANOI):%d/%m/%Y %H:%M:%S}" if instant else ""

    breaks = [f"{written(a)} - {written(b)}: Chờ cơ quan khác" for a, b in dossier.breaks]
    return {
        "code": f"H32.10-{dossier.received_at:%y%m%d}-{number:04}",
        "unit_code": dossier.unit.code,
        "procedure_code": "1.002",
        "received": written(dossier.received_at),
        "due": written(dossier.due_at),
        "finished": written(dossier.finished_at),
        "outcome": Dossier.Outcome(dossier.outcome).label,
        "pauses": "; ".join(breaks),
    }
