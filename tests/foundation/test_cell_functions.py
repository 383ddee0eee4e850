"""What SQL makes of the cells of a file: instants, local days, words."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
HANOI = timezone(timedelta(hours=7))
LONG_AGO = datetime(2024, 1, 5, tzinfo=HANOI)


def ask(statement: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute("set local datestyle to 'ISO, DMY'")
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def instant(cell: str | None, time_of_day: str = "17:00") -> object:
    return ask("select intake_instant(%s, %s)", cell, time_of_day)


@pytest.mark.parametrize(
    ("cell", "hour", "minute", "second"),
    [
        ("05/01/2024 12:30", 12, 30, 0),
        ("05/01/2024 00:30", 0, 30, 0),
        ("05/01/2024 23:59:59", 23, 59, 59),
        ("2024-01-05 13:30", 13, 30, 0),
        ("2024-01-05T13:30", 13, 30, 0),
        ("2024-01-05T13:30:07", 13, 30, 7),
        ("05/01/2024T13:30", 13, 30, 0),
        ("  05/01/2024 13:30 \t", 13, 30, 0),
        ("05/01/2024", 17, 0, 0),
        ("2024-01-05", 17, 0, 0),
        ("05/01/2024  ", 17, 0, 0),
        (" 2024-01-05", 17, 0, 0),
        ("5/1/2024", 17, 0, 0),
        ("5/01/2024 8:30", 8, 30, 0),
        ("05/1/2024 8:30:05", 8, 30, 5),
        ("05/01/2024 1:30", 1, 30, 0),
    ],
)
def test_an_instant_is_read_day_first_on_a_24_hour_clock(cell, hour, minute, second):
    assert instant(cell) == LONG_AGO.replace(hour=hour, minute=minute, second=second)


@pytest.mark.parametrize(
    ("cell", "hour", "minute"),
    [
        ("05/01/2024 01:30 PM", 13, 30),
        ("5/1/2024 1:30 CH", 13, 30),
        ("5/1/2024 1:30CH", 13, 30),
        ("05/01/2024 01:30 AM", 1, 30),
        ("5/1/2024 1:30 sa", 1, 30),
        ("2024-01-05T11:59 PM", 23, 59),
        ("05/01/2024 12:30 AM", 0, 30),
        ("05/01/2024 12:30 SA", 0, 30),
        ("05/01/2024 12:30 PM", 12, 30),
        ("05/01/2024 12:30 CH", 12, 30),
    ],
)
def test_a_12_hour_clock_is_read_when_the_half_of_the_day_is_said(cell, hour, minute):
    assert instant(cell) == LONG_AGO.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "   ",
        "31/02/2024",
        "30/02/2024 10:00",
        "29/02/2023",
        "31/04/2024",
        "13/13/2024",
        "00/01/2024",
        "05/01/2024 24:00",
        "05/01/2024 12:60",
        "05/01/2024 12:30:60",
        "05/01/2024 13h30",
        "05/01/2024 13:30 PM",
        "05/01/2024 13:30 CH",
        "05/01/2024 0:30 SA",
        "31/02/2024 1:30 CH",
        "05/01/2024 PM",
        "05/01/2024 1:30 CHIỀU",
        "005/1/2024",
        "0/1/2024",
        "1/13/2024",
        "2024-01-05T13:30Z",
        "2024-01-05T13:30+07:00",
        "05/01/0024",
        "05/01/2568",
        "05/01/24",
        "20240105",
        "01/2024",
        "now",
        "today",
        "infinity",
        "epoch",
        "45296",
        "=NOW()",
        "05/01/2024 10:00\n06/01/2024",
    ],
)
def test_what_is_no_instant_is_null(cell):
    assert instant(cell) is None


def test_the_twenty_ninth_of_february_is_there_in_a_leap_year():
    assert instant("29/02/2024", "00:00") == datetime(2024, 2, 29, tzinfo=HANOI)


def test_the_session_time_zone_does_not_move_an_instant():
    with connection.cursor() as cursor:
        cursor.execute("set local time zone 'America/New_York'")

    # 12:30 in Việt Nam is 05:30 in UTC.
    assert ask("select intake_instant('05/01/2024 12:30', '') = '2024-01-05T05:30Z'")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2025, 1, 1, 0, 0, 0, tzinfo=HANOI), date(2025, 1, 1)),
    ],
)
def test_the_local_day_begins_at_midnight_in_viet_nam(moment, day):
    assert ask("select local_day(%s)", moment) == day


@pytest.mark.parametrize(
    "cell",
    [
        "Đã trả kết quả",
        "ĐÃ TRẢ KẾT QUẢ",
        "  da   tra\tket qua ",
        unicodedata.normalize("NFD", "Đã trả kết quả"),
        "Đã\u00a0trả\u2003kết quả",
    ],
)
def test_words_are_compared_without_case_accents_and_surplus_blanks(cell):
    assert ask("select intake_word(%s)", cell) == "da tra ket qua"


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("Thuỷ", "Thủy"), ("khoẻ", "khỏe")])
def test_where_the_tone_mark_stands_makes_no_difference(old, new):
    from foundation.domain.vietnamese import fold

    assert ask("select intake_word(%s) = intake_word(%s)", old, new)
    assert fold(old) == fold(new)


def test_every_vietnamese_letter_folds_in_sql_as_it_does_in_python():
    from foundation.domain.vietnamese import fold

    alphabet = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"

    assert ask("select intake_word(%s)", alphabet.upper()) == fold(alphabet.upper())
