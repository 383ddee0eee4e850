"""Working days: the week, the holidays, and what the government swaps."""

from datetime import date, timedelta

import pytest

from foundation.domain.working_days import calendar, is_working_day
from foundation.models import CalendarDay, SwapDay
from foundation.services.calendar import fill_calendar

SATURDAY, MONDAY = date(2024, 3, 2), date(2024, 3, 4)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [(date(2024, 3, 1), True), (SATURDAY, False), (date(2024, 3, 3), False), (MONDAY, True)],
)
def test_work_is_done_from_monday_to_friday(day, is_working):
    assert is_working_day(day, {}, {}) is is_working


def test_no_work_is_done_on_a_holiday():
    assert not is_working_day(MONDAY, {MONDAY: "Ngày nghỉ"}, {})


def test_a_swap_day_overrides_the_week_and_the_holidays_both_ways():
    holidays, swaps = {MONDAY: "Ngày nghỉ"}, {SATURDAY: True, MONDAY: True}

    assert is_working_day(SATURDAY, holidays, swaps)
    assert is_working_day(MONDAY, holidays, swaps)
    assert not is_working_day(MONDAY, {}, {MONDAY: False})


def test_a_position_counts_the_working_days_up_to_and_including_the_day():
    days = list(calendar(date(2024, 2, 29), date(2024, 3, 5), {}, {}))

    # Thursday 1, Friday 2, the weekend stays at 2, Monday 3, Tuesday 4.
    assert [day.position for day in days] == [1, 2, 2, 2, 3, 4]


@pytest.fixture
def working_days_of_2024(working_calendar) -> dict[date, bool]:
    return dict(CalendarDay.objects.filter(day__year=2024).values_list("day", "is_working"))


def test_2024_had_the_holidays_that_the_government_announced(working_days_of_2024):
    tet = [date(2024, 2, 8) + timedelta(days=n) for n in range(7)]
    others = [(1, 1), (4, 18), (4, 29), (4, 30), (5, 1), (9, 2), (9, 3)]
    holidays = [day for day in tet if day.weekday() < 5] + [date(2024, *day) for day in others]

    off = [day for day, works in working_days_of_2024.items() if not works and day.weekday() < 5]

    # Five working days of Tết (8, 9, 12, 13, 14 February) and seven single ones.
    assert sorted(off) == sorted(holidays)
    assert len(off) == 5 + 7


# Days off from Monday to Friday, and Saturdays worked, as the government announced them.
ANNOUNCED = {
    2023: ("2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9", ""),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: (
        "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
        "10/1 22/8",
    ),
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_years_around_are_as_the_government_announced(working_calendar, year):
    days = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "is_working"))

    off = [
        f"{day:%-d/%-m}" for day, works in sorted(days.items()) if not works and day.weekday() < 5
    ]
    worked = [
        f"{day:%-d/%-m}" for day, works in sorted(days.items()) if works and day.weekday() > 4
    ]

    assert (" ".join(off), " ".join(worked)) == ANNOUNCED[year]


def test_the_saturday_worked_for_a_swapped_monday_is_a_working_day(working_days_of_2024):
    assert not working_days_of_2024[date(2024, 4, 29)]
    assert working_days_of_2024[date(2024, 5, 4)]


def test_a_swap_day_of_ours_overrides_what_the_package_knows(db):
    SwapDay.objects.create(day=date(2024, 5, 4), is_working=False, source="Công văn thử")
    SwapDay.objects.create(day=date(2024, 2, 14), is_working=True, source="Công văn thử")

    fill_calendar()

    assert not CalendarDay.objects.get(day=date(2024, 5, 4)).is_working
    assert CalendarDay.objects.get(day=date(2024, 2, 14)).is_working


def test_a_swapped_day_moves_the_position_of_every_later_day(working_calendar):
    before = CalendarDay.objects.get(day=date(2024, 12, 31)).position
    SwapDay.objects.create(day=SATURDAY, is_working=True, source="Công văn thử")

    fill_calendar()

    assert CalendarDay.objects.get(day=date(2024, 12, 31)).position == before + 1


def test_filling_the_calendar_twice_doubles_nothing(working_calendar):
    before = list(CalendarDay.objects.order_by("day").values_list())

    count = fill_calendar()

    # 21 years from 2015 to 2035, five of them leap years: 21 * 365 + 5.
    assert count == len(before) == 7670
    assert list(CalendarDay.objects.order_by("day").values_list()) == before
