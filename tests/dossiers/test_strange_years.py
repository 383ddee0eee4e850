"""A year that nobody can mean is refused with a sentence that says so."""

from datetime import UTC, datetime

import pytest

PLAIN = "Năm phải từ 2000 đến 2099: ô ghi năm {}."


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        # 2568 of the Buddhist era is 2568 - 543 = 2025.
        (
            {"received": "05/01/2568 08:00"},
            "Tiếp nhận",
            "Năm phải từ 2000 đến 2099: năm 2568 có vẻ là Phật lịch, dương lịch là 2025.",
        ),
        ({"received": "05/01/0024 08:00"}, "Tiếp nhận", PLAIN.format("0024")),
        ({"due": "1924-01-05"}, "Hẹn trả", PLAIN.format("1924")),
        ({"finished": "11/01/2204"}, "Trả kết quả", PLAIN.format("2204")),
    ],
)
def test_a_strange_year_is_named(take, cells, column, message):
    (reject,) = take(cells).rejects.all()

    assert (reject.column, reject.code, reject.message) == (column, "instant", message)


@pytest.mark.parametrize(
    "cell", ["31/02/2024 08:00", "05/01/24 08:00", "45296", "hôm qua", "05/01/2024 0800"]
)
def test_what_has_no_strange_year_is_told_how_to_write_an_instant(take, cell):
    (reject,) = take({"received": cell}).rejects.all()

    assert reject.message.startswith("Không phải thời điểm có thật")


@pytest.mark.parametrize(
    "cell", ["2024-01-05T08:00:00+0700", "2024-01-05T08:00:00.000Z", "2024-01-05 08:00+07"]
)
def test_a_time_with_a_zone_is_told_to_be_written_as_local_time(take, cell):
    (reject,) = take({"received": cell}).rejects.all()

    assert reject.message.startswith("Giờ có ghi múi (Z, +07:00) thì không đọc")


@pytest.mark.parametrize("cell", ["05/2568", "năm 1924"])
def test_a_year_is_found_where_little_stands_before_it(take, cell):
    (reject,) = take({"received": cell}).rejects.all()

    assert reject.message.startswith("Năm phải từ 2000 đến 2099")


@pytest.mark.parametrize(
    "cell", ["2024-01-05 08:00:00.000", "2024-01-05T08:00:00.123456", "5/1/2024 08:00:00.5"]
)
def test_a_fraction_of_a_second_is_left_aside(take, dossier, cell):
    take({"received": cell})

    assert dossier().received_at == datetime(2024, 1, 5, 1, tzinfo=UTC)
