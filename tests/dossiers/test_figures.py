"""The figures of a period at its bounds: what counts in which, worked out by hand."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.models import Dossier, Pause
from dossiers.selectors.figures import Span, unit_figures

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LATER = datetime(2024, 6, 1, tzinfo=HANOI)
FIRST, LAST = date(2024, 2, 1), date(2024, 2, 29)
A_SECOND = timedelta(seconds=1)


def at(day: int, month: int = 2, hour: int = 0) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=HANOI)


@pytest.fixture
def figures_of(office, make_dossier):
    """Store one dossier and return the names of the figures that it counts in, of February."""

    def count(received, finished, outcome, due=None, pause=None, now=LATER) -> str:
        dossier = make_dossier(due, finished, outcome, received_at=received)
        dossier.save()
        if pause:
            Pause.objects.create(
                dossier=dossier, started_at=pause[0], ended_at=pause[1], reason="tax"
            )
        own = unit_figures(Span.of(FIRST, LAST, now)).get(office.pk, {})
        Dossier.objects.all().delete()
        return " ".join(name for name, counted in own.items() if counted)

    return count


NEW, OLD = "total accepted received", "total accepted carried_over"


@pytest.mark.parametrize(
    ("received", "finished", "outcome", "expected"),
    [
        (at(1), None, "open", f"{NEW} open"),
        (at(1) - A_SECOND, None, "open", f"{OLD} open"),
        (at(1, 3) - A_SECOND, None, "open", f"{NEW} open"),
        (at(1, 3), None, "open", ""),
        (at(5), at(1, 3) - A_SECOND, "granted", f"{NEW} released undetermined"),
        (at(5), at(1, 3), "granted", f"{NEW} open"),
        (at(5, 1), at(1), "refused", f"{OLD} released undetermined"),
        (at(5, 1), at(1) - A_SECOND, "granted", ""),
        (at(5), at(6), "not_accepted", "total refused"),
        (at(5, 1), at(6), "not_accepted", "total refused"),
        (at(5), at(1, 3), "not_accepted", f"{NEW} open"),
        (at(5, 1), at(6, 1), "not_accepted", ""),
        (at(5), at(6), "withdrawn", f"{NEW} dropped"),
        (at(5, 1), at(6), "cancelled", f"{OLD} dropped"),
        (at(5, 1), at(6, 1), "withdrawn", ""),
        (at(5), at(6, 3), "cancelled", f"{NEW} open"),
    ],
)
def test_a_dossier_counts_by_when_it_came_and_when_it_ended(
    figures_of, received, finished, outcome, expected
):
    assert figures_of(received, finished, outcome) == expected


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        (at(9, hour=23), "early"),
        (at(10), "on_time"),
        (at(10, hour=17), "on_time"),
        (at(10, hour=17) + A_SECOND, "late"),
        (at(11, hour=8), "late"),
    ],
)
def test_early_is_an_earlier_day_and_on_time_the_same_day_up_to_the_deadline(
    figures_of, finished, expected
):
    names = figures_of(at(2), finished, "granted", due=at(10, hour=17))

    assert names == f"{NEW} released {expected}"


@pytest.mark.parametrize(
    ("pause", "finished", "expected"),
    [
        ((at(20), None), None, "waiting"),
        ((at(20), at(1, 3)), None, "waiting"),
        ((at(20), at(1, 3) - A_SECOND), None, "open"),
        ((at(1, 3) - A_SECOND, at(5, 3)), None, "waiting"),
        ((at(1, 3), at(5, 3)), None, "open"),
        ((at(20), at(1, 3)), at(20, 4), "waiting"),
        ((at(1, 3), at(5, 3)), at(20, 4), "open"),
    ],
)
def test_a_dossier_waits_if_a_pause_covers_the_end_of_the_last_day(
    figures_of, pause, finished, expected
):
    names = figures_of(at(5), finished, "granted" if finished else "open", pause=pause)

    assert names == f"{NEW} {expected}"


def test_a_pause_that_began_after_the_deadline_is_a_pause_all_the_same(figures_of):
    names = figures_of(at(5), None, "open", due=at(10), pause=(at(20), None))

    assert names == f"{NEW} waiting"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(10, hour=9), f"{NEW} open"),
        (at(10, hour=9) + A_SECOND, f"{NEW} released undetermined"),
        (at(5), ""),
        (at(5) + A_SECOND, f"{NEW} open"),
        (at(1), ""),
    ],
)
def test_a_period_that_is_not_over_is_seen_as_it_stands_now(figures_of, now, expected):
    assert figures_of(at(5), at(10, hour=9), "granted", now=now) == expected


def test_of_a_period_that_has_not_begun_there_are_no_figures(office, make_dossier):
    make_dossier(None, None, "open", received_at=at(1, 1)).save()

    assert unit_figures(Span.of(FIRST, LAST, at(1))) == {}
    assert unit_figures(Span.of(FIRST, LAST, at(1) + A_SECOND))[office.pk]["carried_over"] == 1


def test_all_units_are_counted_by_one_query(
    office, make_unit, make_dossier, django_assert_num_queries
):
    other = make_unit("so-y-te")
    make_dossier(None, None, "open", received_at=at(3)).save()
    make_dossier(None, None, "open", received_at=at(3), unit=other).save()

    with django_assert_num_queries(1):
        found = unit_figures(Span.of(FIRST, LAST, LATER))

    assert {unit: own["open"] for unit, own in found.items()} == {office.pk: 1, other.pk: 1}
