"""Late counts of some units or handlers only, and of periods that are not over."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_default_timezone

from dossiers.domain.late_rates import LateCounts
from dossiers.models import Dossier
from dossiers.selectors.late_rates import (
    counts_from_dossiers,
    handler_late_counts,
    late_counts,
    tallied_days,
)

MIDDAY = datetime(2024, 6, 15, 12, tzinfo=get_default_timezone())
YEARS = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}


@pytest.fixture
def june(make_dossier, make_unit, make_person):
    """Store two handlers' dossiers around midday of 15 June, and a sister's; return the people."""
    one, other = make_person("CB-1"), make_person("CB-2")
    sister = make_unit("so-y-te")
    day = timedelta(days=1)
    made = [
        make_dossier(MIDDAY - 2 * day, MIDDAY - 3 * day, "granted", handler=one),
        make_dossier(MIDDAY - 2 * day, MIDDAY - day, "granted", handler=one),
        make_dossier(MIDDAY - day, None, "open", handler=other),
        # Finished this afternoon, as a morning's export says: still open and not due at midday.
        make_dossier(MIDDAY + day, MIDDAY + day / 8, "granted", handler=other),
        make_dossier(MIDDAY - day, MIDDAY + day, "granted", handler=other),
        make_dossier(None, None, "open", received_at=MIDDAY - 9 * day, handler=one),
        make_dossier(MIDDAY - day, None, "open", unit=sister),
    ]
    Dossier.objects.bulk_create(made)
    return one, other


# By hand at midday: 2 resolved, 1 of them late; 2 open overdue; due 2 + 2, 1 + 2 late.
OFFICE = LateCounts(resolved=2, resolved_late=1, open_overdue=2, due=4, due_late=3, undetermined=1)


def test_one_unit_is_counted_alone(office, june):
    assert late_counts(**YEARS, cutoff=MIDDAY, units=[office.pk]) == {office.pk: OFFICE}
    assert late_counts(**YEARS, cutoff=MIDDAY, units=[]) == {}
    assert len(late_counts(**YEARS, cutoff=MIDDAY)) == 2


@pytest.mark.parametrize("last", [date(2024, 6, 15), date(2024, 6, 20), date(2024, 12, 31)])
def test_a_period_that_is_not_over_counts_the_same_wherever_it_ends(office, june, last):
    span = {"first": date(2024, 1, 1), "last": last, "cutoff": MIDDAY}

    assert tallied_days(**span) == (date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1))
    assert late_counts(**span, units=[office.pk]) == {office.pk: OFFICE}
    assert counts_from_dossiers("unit_id", **span)[office.pk] == OFFICE


def test_a_period_that_begins_in_the_middle_of_a_month_is_not_tallied(june):
    assert tallied_days(date(2024, 1, 2), date(2024, 6, 30), MIDDAY) is None


@pytest.mark.parametrize("first", [date(2024, 1, 1), date(2024, 1, 2)])
def test_handlers_are_counted_by_unit_or_by_themselves(office, june, first):
    span = {"first": first, "last": date(2024, 12, 31), "cutoff": MIDDAY}
    one, other = june

    of_unit = handler_late_counts(**span, units=[office.pk])
    of_one = handler_late_counts(**span, handlers=[one.pk])

    assert of_unit == handler_late_counts(**span)
    assert of_one == {
        one.pk: LateCounts(resolved=2, resolved_late=1, due=2, due_late=1, undetermined=1)
    }
    assert of_unit[other.pk] == LateCounts(open_overdue=2, due=2, due_late=2)
