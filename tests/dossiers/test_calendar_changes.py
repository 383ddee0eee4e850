"""What a change of the calendar means to due times: those promised stay, and how many is said."""

from datetime import date, datetime, time

import pytest
from django.utils.timezone import get_default_timezone

from dossiers.models import Dossier
from foundation.models import CalendarDay, SwapDay, WorkingShift
from foundation.services.calendar import calendar_changing

pytestmark = pytest.mark.usefixtures("working_calendar")


def at(day: int, hour: int = 17) -> datetime:
    return datetime(2024, 1, day, hour, tzinfo=get_default_timezone())


@pytest.fixture
def open_dossiers(make_dossier) -> None:
    """Store open dossiers of 5 working days received on Friday 05/01: due on Friday 12/01 17:00."""
    given = {"received_at": at(5, 8)}
    Dossier.objects.bulk_create(
        [
            make_dossier(at(12), None, "open", code="computed", **given),
            make_dossier(at(11), None, "open", code="given", **given),
            make_dossier(at(12), at(9), "granted", code="ended", **given),
            make_dossier(None, None, "open", code="undetermined", **given),
        ]
    )


@pytest.mark.usefixtures("open_dossiers")
def test_a_swap_day_leaves_due_times_and_says_how_many():
    before = list(Dossier.objects.order_by("code").values_list("due_at", "deadline_at"))

    with calendar_changing() as said:
        SwapDay.objects.create(day=date(2024, 1, 10), is_working=False, source="Công văn thử")

    assert said == ["1 hồ sơ đang giải quyết có hạn tính theo lịch cũ: hạn đã hẹn giữ nguyên."]
    assert list(Dossier.objects.order_by("code").values_list("due_at", "deadline_at")) == before
    assert not CalendarDay.objects.get(day=date(2024, 1, 10)).is_working


@pytest.mark.usefixtures("open_dossiers")
def test_a_swap_day_that_touches_no_open_dossier_says_nothing():
    with calendar_changing() as said:
        SwapDay.objects.create(day=date(2024, 1, 15), is_working=False, source="Công văn thử")

    assert said == []


@pytest.mark.usefixtures("open_dossiers")
def test_shifts_that_end_the_day_sooner_are_such_a_change():
    with calendar_changing() as said:
        WorkingShift.objects.create(starts=time(7), ends=time(16))

    assert len(said) == 1


@pytest.mark.usefixtures("open_dossiers")
def test_what_goes_wrong_inside_changes_nothing():
    with pytest.raises(RuntimeError), calendar_changing():
        SwapDay.objects.create(day=date(2024, 1, 10), is_working=False, source="Công văn thử")
        raise RuntimeError

    assert CalendarDay.objects.get(day=date(2024, 1, 10)).is_working
    assert not SwapDay.objects.exists()
