"""The admin takes no day that nothing can be reckoned from."""

import pytest

from foundation.models import SwapDay
from scoring.models import Cycle
from tests.scoring_world import build_cycle
from units.models import Unit

pytestmark = pytest.mark.usefixtures("db", "kit_templates")
OUT_OF_SIGHT = "Ngày phải nằm trong các năm từ 1900 đến 2099."


@pytest.fixture
def client(client, make_user):
    """Return a browser in which Sở Nội vụ is signed in to the admin."""
    client.force_login(make_user("home_affairs", username="noi-vu"))
    return client


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001"])
def test_a_unit_does_not_end_out_of_sight(client, day):
    typed = {"code": "so-a", "name": "Sở A", "level": "department", "last_on": day}

    answer = client.post("/quan-tri/units/unit/add/", typed)

    assert OUT_OF_SIGHT in answer.content.decode()
    assert not Unit.through_time.exists()


def test_a_cycle_does_not_end_or_close_its_books_out_of_sight(client, make_user):
    cycle = build_cycle(make_user("home_affairs", username="nguoi-lap"))
    typed = {
        "organiser": cycle.organiser_id,
        "year": 2025,
        "title": "Kỳ 2025",
        "first_on": "01/01/2025",
        "last_on": "31/12/9999",
        "cutoff_at_0": "31/12/9999",
        "cutoff_at_1": "23:59",
        "rule_set": cycle.rule_set_id,
        "groups-TOTAL_FORMS": 0,
        "groups-INITIAL_FORMS": 0,
    }

    answer = client.post("/quan-tri/scoring/cycle/add/", typed)

    assert answer.content.decode().count(OUT_OF_SIGHT) == 2
    assert Cycle.objects.count() == 1


def test_a_swap_day_lies_in_sight(client):
    client.post("/quan-tri/foundation/swapday/add/", {"day": "31/12/9999", "source": "Nhầm"})

    assert not SwapDay.objects.exists()
