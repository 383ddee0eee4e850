"""A cycle's form in the admin is stored while others work on the cycle."""

from datetime import date

import pytest
from django.db import transaction

from foundation.services.intake_locks import hold_intakes
from scoring.models import Cycle, CycleGroup
from scoring.services.criteria_versions import clone_set
from tests.cchc_portal.test_admin_cycles import cycle_form, plan
from tests.cchc_portal.test_admin_scoring import address
from tests.reports.test_pages import words
from tests.scoring_world import build_cycle
from units.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kit_templates"),
]


@pytest.fixture
def cycle(client, make_user) -> Cycle:
    """Return the small world's cycle, somebody of Sở Nội vụ being signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return build_cycle(user)


@pytest.fixture
def stored(client, cycle, beside, until_somebody_waits):
    """Return a function that stores a form, and another change while the form waits.

    The form waits for dossiers that are taken in, because the cycle begins on another day.
    """

    def store(change, **typed):
        form = cycle_form(cycle, first_on="15/12/2023", **typed)
        with transaction.atomic():
            hold_intakes("dossiers")
            storing = beside(client.post, address(cycle), form, follow=True)
            until_somebody_waits()
            change()
        return words(storing.result(timeout=30))

    return store


def test_what_others_change_of_a_cycle_meanwhile_outlives_the_form(cycle, stored):
    stored(lambda: Cycle.objects.update(title="Tên người khác vừa ghi"))

    cycle.refresh_from_db()
    assert (cycle.title, cycle.first_on) == ("Tên người khác vừa ghi", date(2023, 12, 15))


def test_the_set_that_others_give_a_block_meanwhile_outlives_the_form(cycle, stored):
    old = cycle.groups.get().criteria_set
    other = clone_set(old, code="khac", by=User.objects.get())

    stored(lambda: CycleGroup.objects.update(criteria_set=other), **{"groups-0-position": 3})

    block = cycle.groups.get()
    assert (block.position, block.criteria_set) == (3, other)


def test_a_cycle_that_comes_under_way_meanwhile_stays_as_it_is(cycle, stored):
    page = stored(lambda: plan(cycle), **{"groups-0-position": 3})

    assert "Kỳ này đã chạy: đổi ngày, quy tắc" in page
    cycle.refresh_from_db()
    assert (cycle.first_on, cycle.groups.get().position) == (date(2024, 1, 1), 1)
