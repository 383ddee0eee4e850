"""Swap days and shifts in the admin."""

from datetime import time

import pytest

from foundation.models import WorkingShift

pytestmark = pytest.mark.usefixtures("kit_templates")
SHIFTS = "/quan-tri/foundation/workingshift/"


@pytest.fixture(autouse=True)
def home_affairs(client, make_user):
    """Sign somebody of Sở Nội vụ in."""
    client.force_login(make_user("home_affairs"))


def test_a_shift_is_added_and_the_calendar_is_reckoned(client):
    page = client.post(f"{SHIFTS}add/", {"starts": "07:00", "ends": "11:30"}, follow=True)

    assert WorkingShift.objects.get().ends == time(11, 30)
    assert "Lịch làm việc đã được tính lại." in page.content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("11:00", "15:00", "Ca này trùng giờ với một ca khác."),
        ("15:00", "13:00", "Ca làm việc phải kết thúc sau khi bắt đầu."),
    ],
)
def test_a_shift_that_cannot_be_is_refused(client, starts, ends, sentence):
    WorkingShift.objects.create(starts=time(8), ends=time(12))

    page = client.post(f"{SHIFTS}add/", {"starts": starts, "ends": ends})

    assert sentence in page.content.decode()
    assert WorkingShift.objects.count() == 1


def test_the_end_of_a_shift_is_changed_and_its_beginning_is_not(client):
    WorkingShift.objects.create(starts=time(8), ends=time(12))

    client.post(f"{SHIFTS}08%3A00%3A00/change/", {"starts": "09:00", "ends": "11:45"})

    assert [(s.starts, s.ends) for s in WorkingShift.objects.all()] == [(time(8), time(11, 45))]
