"""Late rates worked out by hand: what counts, what does not, and every edge of due and period."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.late_rates import LateCounts, LateDefinition, Rate, late_rate
from dossiers.models import Dossier
from dossiers.selectors.late_rates import late_counts

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
SECOND = timedelta(seconds=1)


def at(day: int, month: int, hour: int = 17, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, tzinfo=HANOI)


DUE = at(10, 6)
CUTOFF = datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI)
UNCOUNTED = ["not_accepted", "withdrawn", "cancelled"]


@pytest.fixture
def count(make_dossier, office):
    """Store dossiers (due, finished, outcome) and count them as known at the cutoff."""

    def count(*dossiers, cutoff=CUTOFF, **others) -> LateCounts:
        Dossier.objects.bulk_create(make_dossier(*dossier, **others) for dossier in dossiers)
        found = late_counts(first=FIRST, last=LAST, cutoff=cutoff)
        return found.get(office.pk, LateCounts())

    return count


def test_ten_dossiers_by_hand_in_all_three_definitions(count):
    counts = count(
        (at(5, 1, year=2025), at(30, 12), "granted"),  # early; falls due next year
        (DUE, DUE, "granted"),  # exactly at due: on time
        (DUE, DUE + SECOND, "granted"),  # late
        (DUE, at(12, 6), "refused"),  # late; a refusal counts
        (at(20, 12), None, "open"),  # open past due
        (at(15, 1, year=2025), None, "open"),  # open, not due yet
        (DUE, at(30, 6), "withdrawn"),
        (DUE, at(30, 6), "not_accepted"),
        (DUE, at(30, 6), "cancelled"),
        (None, at(12, 6), "granted"),  # undetermined
    )

    assert counts == LateCounts(
        resolved=4, resolved_late=2, open_overdue=1, due=4, due_late=3, undetermined=1
    )
    # (2 late + 1 open past due) of (4 resolved + 1 open past due); 2 of 4; 3 of the 4 due in 2024.
    assert late_rate(LateDefinition.RESOLVED_OR_OVERDUE, counts) == Rate(3, 5)
    assert late_rate(LateDefinition.RESOLVED_ONLY, counts) == Rate(2, 4)
    assert late_rate(LateDefinition.DUE_IN_PERIOD, counts) == Rate(3, 4)


@pytest.mark.parametrize(
    ("finished", "late"), [(DUE - SECOND, 0), (DUE, 0), (DUE + SECOND, 1), (at(11, 6), 1)]
)
def test_a_dossier_is_late_from_the_first_second_after_it_is_due(count, finished, late):
    assert count((DUE, finished, "granted")) == LateCounts(1, late, 0, 1, late, 0)


@pytest.mark.parametrize(
    ("due", "finished"),
    [
        (at(31, 1), at(2, 2)),
        (at(29, 2), at(1, 3)),
        (at(31, 12, year=2023), at(2, 1)),
        (at(31, 10), at(1, 11)),
    ],
)
def test_a_dossier_finished_early_in_the_next_month_is_late(count, due, finished):
    counts = count((due, finished, "granted"))

    # The 2nd is after the 31st although 2 is less than 31.
    assert (counts.resolved, counts.resolved_late) == (1, 1)


@pytest.mark.parametrize(
    ("due", "overdue"), [(CUTOFF - SECOND, 1), (CUTOFF, 0), (CUTOFF + SECOND, 0)]
)
def test_an_open_dossier_is_overdue_only_when_due_before_the_cutoff(count, due, overdue):
    assert count((due, None, "open")).open_overdue == overdue


def test_what_was_finished_after_the_cutoff_was_still_open_then(count):
    counts = count((DUE, at(5, 1, year=2025), "granted"))

    assert counts == LateCounts(open_overdue=1, due=1, due_late=1)


@pytest.mark.parametrize("outcome", UNCOUNTED)
def test_withdrawn_not_accepted_and_cancelled_dossiers_do_not_count(count, outcome):
    assert count((DUE, at(11, 6), outcome)) == LateCounts()


@pytest.mark.parametrize("outcome", UNCOUNTED)
def test_what_was_withdrawn_after_the_cutoff_was_still_open_then(count, outcome):
    assert count((DUE, CUTOFF + SECOND, outcome)).open_overdue == 1


@pytest.mark.parametrize("outcome", UNCOUNTED)
def test_what_was_withdrawn_at_the_cutoff_itself_no_longer_counts(count, outcome):
    assert count((DUE, CUTOFF, outcome)) == LateCounts()


def test_what_was_received_after_the_cutoff_was_not_there(count):
    assert count((None, None, "open"), received_at=CUTOFF + SECOND) == LateCounts()
    assert count((None, None, "open"), received_at=CUTOFF).undetermined == 1


@pytest.mark.parametrize(
    ("finished", "resolved"),
    [
        (datetime(2023, 12, 31, 16, 59, 59, tzinfo=UTC), 0),  # 31/12/2023 23:59:59 in Việt Nam
        (datetime(2023, 12, 31, 17, 0, 0, tzinfo=UTC), 1),  # 01/01/2024 00:00:00
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), 1),  # 31/12/2024 23:59:59
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), 0),  # 01/01/2025 00:00:00
    ],
)
def test_a_year_ends_at_midnight_in_viet_nam(count, finished, resolved):
    counts = count((at(1, 1, year=2026), finished, "granted"), cutoff=at(1, 2, year=2025))

    assert counts.resolved == resolved


@pytest.mark.parametrize(
    ("due", "is_due"),
    [
        (datetime(2023, 12, 31, 16, 59, 59, tzinfo=UTC), 0),
        (datetime(2023, 12, 31, 17, 0, 0, tzinfo=UTC), 1),
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), 1),
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), 0),
    ],
)
def test_what_falls_due_in_a_year_is_told_by_the_clock_of_viet_nam(count, due, is_due):
    assert count((due, due, "granted"), cutoff=at(1, 2, year=2025)).due == is_due


@pytest.mark.parametrize(
    ("due", "fell_due"), [(at(30, 6), 1), (at(30, 6) + SECOND, 0), (at(30, 9), 0)]
)
def test_in_the_middle_of_a_year_only_what_has_fallen_due_by_then_is_due(count, due, fell_due):
    counts = count((due, at(20, 6), "granted"), cutoff=at(30, 6), received_at=at(1, 6))

    assert (counts.resolved, counts.due, counts.due_late) == (1, fell_due, 0)


def test_what_was_left_open_in_earlier_years_still_counts_as_overdue(count):
    assert count((at(1, 6, year=2022), None, "open")) == LateCounts(open_overdue=1)


def test_what_was_resolved_in_earlier_years_counts_no_more(count):
    counts = count((at(1, 6, year=2022), at(1, 7, year=2022), "granted"))

    assert counts == LateCounts()
    assert late_rate(LateDefinition.RESOLVED_OR_OVERDUE, counts) is None


def test_undetermined_dossiers_are_listed_and_outside_every_rate(count):
    counts = count((None, DUE, "granted"), (None, DUE, "refused"))

    assert counts == LateCounts(undetermined=2)
    assert [late_rate(definition, counts) for definition in LateDefinition] == [None] * 3


def test_an_open_dossier_without_a_due_time_is_undetermined(count):
    assert count((None, None, "open"), received_at=DUE) == LateCounts(undetermined=1)


def test_a_second_appointment_does_not_make_a_late_dossier_punctual(count):
    counts = count((DUE, at(12, 6), "granted"), rescheduled_due_at=at(20, 6))

    assert (counts.resolved, counts.resolved_late) == (1, 1)


def test_a_unit_without_dossiers_is_absent_and_every_unit_has_its_own(
    make_dossier, make_unit, office
):
    sister, idle = make_unit("so-y-te"), make_unit("so-du-lich")
    make_dossier(DUE, DUE, "granted").save()
    make_dossier(DUE, at(11, 6), "granted", unit=sister).save()

    counts = late_counts(first=FIRST, last=LAST, cutoff=CUTOFF)

    assert idle.pk not in counts
    assert (counts[office.pk].resolved_late, counts[sister.pk].resolved_late) == (0, 1)


@pytest.mark.parametrize("definition", LateDefinition)
def test_nothing_counted_is_no_rate_rather_than_zero(definition):
    assert late_rate(definition, LateCounts()) is None


def test_leaving_late_dossiers_open_does_not_help_by_the_default_definition():
    closed, left_open = LateCounts(10, 2, 0), LateCounts(8, 0, 2)

    default = LateDefinition.RESOLVED_OR_OVERDUE

    assert late_rate(default, closed) == late_rate(default, left_open) == Rate(2, 10)
    assert late_rate(LateDefinition.RESOLVED_ONLY, left_open) == Rate(0, 8)
