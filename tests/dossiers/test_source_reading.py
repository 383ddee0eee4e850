"""How cells of a source are read: dates in its order, times on its clock, its own words."""

import pytest
from django.db import connection

from dossiers.models import Dossier, Source
from dossiers.services.source_reading import instant_sql, reading_of, words_sql


def read(cell: str, date_format: str = "", time_zone: str = "Asia/Ho_Chi_Minh") -> str | None:
    """Return the instant in a cell of such a source, in UTC; a day alone stands at 17:00."""
    instant = instant_sql("due", "17:00", Source(date_format=date_format, time_zone=time_zone))
    with connection.cursor() as cursor:
        cursor.execute("set local datestyle to 'ISO, DMY'")
        cursor.execute(
            f"select to_char({instant} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
            " from (values (%s)) s(due)",
            [cell],
        )
        return cursor.fetchone()[0]


# Việt Nam is 7 hours ahead of UTC: 17:00 there is 10:00 UTC, 08:30 is 01:30.
@pytest.mark.parametrize(
    ("date_format", "cell", "instant"),
    [
        ("dmy", "05/01/2024", "2024-01-05 10:00:00"),
        ("dmy", "5/1/2024", "2024-01-05 10:00:00"),
        ("dmy", "5-1-2024 8:30", "2024-01-05 01:30:00"),
        ("dmy", "05.01.2024 08:30:15", "2024-01-05 01:30:15"),
        ("dmy", "05.01.2024 1:30 CH", "2024-01-05 06:30:00"),
        ("dmy", "2024-01-05T08:30:00", "2024-01-05 01:30:00"),
        ("dmy", "5.1.2024 0:05:09", "2024-01-04 17:05:09"),
        ("dmy", "05.01.2024 8.30", None),
        ("dmy", "5-10-2024", "2024-10-05 10:00:00"),
        ("dmy", "5/1/2024/7", None),
        ("dmy", "31-02-2024", None),
        ("dmy", "01-13-2024", None),
        ("dmy", "2024/01/05", None),
        ("dmy", "20240105", None),
        ("mdy", "01/05/2024", "2024-01-05 10:00:00"),
        ("mdy", "1-5-2024 8:30", "2024-01-05 01:30:00"),
        ("mdy", "12/31/2024 23:59", "2024-12-31 16:59:00"),
        ("mdy", "2024-01-05 08:30", "2024-01-05 01:30:00"),
        ("mdy", "5.10.2024 1:30 PM", "2024-05-10 06:30:00"),
        ("mdy", "1/5/2024/7", None),
        ("mdy", "//2024", None),
        ("mdy", "13/01/2024", None),
        ("mdy", "02/30/2024", None),
        ("ymd", "20240105", "2024-01-05 10:00:00"),
        ("ymd", "20240105 8:30", "2024-01-05 01:30:00"),
        ("ymd", "2024/01/05", "2024-01-05 10:00:00"),
        ("ymd", "2024/1/5 08:30:15", "2024-01-05 01:30:15"),
        ("ymd", "2024.01.05", "2024-01-05 10:00:00"),
        ("ymd", "2024-01-05T08:30", "2024-01-05 01:30:00"),
        ("ymd", "2024-1-5 8:30", "2024-01-05 01:30:00"),
        ("ymd", "05/01/2024", None),
        ("ymd", "20241305", None),
        ("ymd", "202401051", None),
        ("ymd", "20240105083000", None),
        ("ymd", "2024/01/055", None),
        ("ymd", "25680105", None),
        ("ymd", "00240105", None),
        ("dmy", "05/01/0024", None),
        ("dmy", "05/01/24", None),
        ("mdy", "", None),
        ("ymd", "", None),
        ("dmy", "hôm qua", None),
        ("dmy", "05/01/2024 24:30", None),
    ],
)
def test_a_date_is_read_in_the_order_of_its_source(db, date_format, cell, instant):
    assert read(cell, date_format) == instant


# Tokyo is 9 hours ahead of UTC.
@pytest.mark.parametrize(
    ("date_format", "zone", "cell", "instant"),
    [
        ("", "UTC", "05/01/2024 08:30", "2024-01-05 08:30:00"),
        ("", "UTC", "2024-01-05T23:30:00", "2024-01-05 23:30:00"),
        ("mdy", "UTC", "01/05/2024 08:30", "2024-01-05 08:30:00"),
        ("ymd", "Asia/Tokyo", "20240105 08:30", "2024-01-04 23:30:00"),
        ("", "UTC", "05/01/2024", "2024-01-05 10:00:00"),
        ("ymd", "UTC", "20240105", "2024-01-05 10:00:00"),
        ("", "UTC", "31/02/2024 08:30", None),
    ],
)
def test_a_time_is_on_the_clock_of_its_source_and_a_day_is_a_local_day(
    db, date_format, zone, cell, instant
):
    assert read(cell, date_format, zone) == instant


def test_a_source_of_our_own_form_costs_nothing_more():
    plain = "intake_instant(s.due, '17:00')"

    assert instant_sql("due", "17:00", None) == plain
    assert instant_sql("due", "17:00", Source(code="a")) == plain


def test_a_zone_can_say_nothing_to_the_database():
    said = instant_sql("due", "17:00", Source(time_zone="U'; drop table units_unit; --%"))

    assert "'U''; drop table units_unit; --%%'" in said


def meanings(source: Source | None) -> dict[str, str]:
    """Return what the words of a channel mean."""
    table = words_sql("c", Dossier.Channel, "channel", source)
    with connection.cursor() as cursor:
        cursor.execute(f"select label, value from {table} where %s", [True])
        return dict(cursor.fetchall())


def test_the_words_of_a_source_stand_beside_ours(db):
    ours = meanings(None)
    source = Source(words={"channel": {"Nộp QUA mạng": "Trực tuyến", "": "Trực tiếp"}})

    assert meanings(source) == ours | {"nop qua mang": "online", "": "counter"}


def test_a_source_is_believed_where_it_uses_our_word_for_something_else(db):
    source = Source(words={"channel": {"truc tiep": "Trực tuyến"}, "outcome": {"x": "y"}})

    assert meanings(source) == meanings(None) | {"truc tiep": "online"}


def test_a_word_that_means_nothing_of_ours_is_left_out(db):
    assert meanings(Source(words={"channel": {"a": "Không có"}})) == meanings(None)


def test_a_word_can_say_nothing_to_the_database(db):
    source = Source(words={"channel": {"x'); drop table %s --": "Trực tuyến"}})

    assert meanings(source)["x'); drop table %s --"] == "online"


def test_what_is_said_of_a_source_is_how_its_file_is_read():
    source = Source(encoding="cp1258", separator=";", headers={"code": "So HS"})
    reading = reading_of(source)

    assert (reading.encoding, reading.separator) == ("cp1258", ";")
    assert reading.headers == {"code": "So HS"}
