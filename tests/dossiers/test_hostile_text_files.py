"""Hostile CSV files through the real intake: each taken as it was meant, or refused in words."""

import hashlib
import os
import threading

import pytest

from dossiers.models import Dossier
from dossiers.services.intake import import_dossiers
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch
from foundation.services.files import store_file
from tests.dossiers.hostile_world import FIRST, HEADER, REST, SECOND, table


@pytest.fixture
def take(office, stored_file):
    """Take a file in, whatever it is."""
    return lambda data: import_dossiers(stored_file(data), by=None)


def codes() -> list[str]:
    return list(Dossier.objects.order_by("code").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-16-le"), (";", "utf-16-be")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_encoding_and_end_of_line_comes_to_the_same(take, separator, encoding, end):
    batch = take(table(FIRST, SECOND, separator=separator, end=end).encode(encoding))

    assert (batch.created_rows, batch.rejected_rows) == (2, 0)
    assert codes() == [FIRST, SECOND]


def test_zero_bytes_spoil_their_row_only(take):
    spoilt = table(FIRST, SECOND).replace("0001,so-tu-phap", "0001\0,so-tu\0-phap")

    batch = take(spoilt)

    assert codes() == [SECOND]
    assert {(2, "Mã hồ sơ", "lookalike"), (2, "Mã đơn vị", "lookalike")} <= set(
        batch.rejects.values_list("line", "column", "code")
    )


def test_a_file_of_zero_bytes_is_refused(take):
    with pytest.raises(UnreadableTable, match="Thiếu cột"):
        take(bytes(5_000_000))


@pytest.mark.parametrize("size", [40_000, 10_000_000])
def test_a_cell_that_is_too_long_loses_its_row_only(take, size):
    batch = take(table(FIRST, SECOND).replace("Trực tuyến", "x" * size, 1))

    assert codes() == [SECOND]
    shown = f"{size:,}".replace(",", ".")
    reject = batch.rejects.get(code="cell_too_long")
    assert (reject.line, reject.column) == (2, "Kênh")
    assert reject.message == f"Ô dài {shown} ký tự, nhiều nhất là 32.767."
    assert reject.raw[batch.header.index("Kênh")] == f"{'x' * 200}… (dài {shown} ký tự)"


def test_a_long_cell_of_a_column_that_is_not_ours_costs_nothing(take):
    lines = table(FIRST, SECOND).splitlines()
    notes = ["Ghi chú", "x" * 10_000_000, "y"]

    batch = take("".join(f"{line},{note}\n" for line, note in zip(lines, notes, strict=True)))

    assert (batch.created_rows, batch.rejected_rows) == (2, 0)


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        (table(FIRST, SECOND).replace(SECOND, f'"{SECOND}'), 3),
        (table(FIRST, SECOND).replace(FIRST, f'"{FIRST}'), 2),
        (table(FIRST, SECOND).replace(FIRST, f'"{FIRST}"x'), 2),
        (table(FIRST) + f'"{SECOND}' + "\n" * 12_000_000, 3),
        (table(FIRST) + "x" * 13_500_000, 3),
    ],
    ids=["last_row", "first_row", "after_a_quote", "endless_row", "endless_line"],
)
def test_what_cannot_be_told_apart_is_refused_whole_with_its_line(take, spoilt, line):
    with pytest.raises(UnreadableTable, match=f"^Dòng {line}[: ].*chưa dòng nào được ghi"):
        take(spoilt)

    assert not ImportBatch.objects.exists()
    assert not Dossier.objects.exists()


def test_a_quote_closed_by_chance_far_below_says_how_many_rows_got_into_its_cell(take):
    swallowed = table(*(f"H32.10-240105-{n:04}" for n in range(3, 1_003))).partition("\n")[2]
    first = ",".join((FIRST, *REST))

    batch = take(f'{table()}"{first}\n{swallowed}",,,,,,,\n{table(SECOND).partition(chr(10))[2]}')

    # The first row and a thousand more lie in one cell: a thousand line breaks.
    assert codes() == [SECOND]
    assert "1.000 lần xuống dòng" in batch.rejects.get(code="cell_too_long").message


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(100_000, "Bảng có 100.008 cột"), (1_000, "Bảng có 1.008 cột, nhiều nhất là 1.000.")],
)
def test_a_hundred_thousand_columns_are_refused(take, count, sentence):
    with pytest.raises(UnreadableTable, match=sentence):
        take(table(FIRST).replace("Kết quả\n", "Kết quả" + ",x" * count + "\n"))


def test_a_row_of_a_hundred_thousand_cells_is_given_back(take):
    batch = take(table(FIRST, SECOND).replace("quả\nH", "quả\nH", 1) + ",".join("x" * 100_000))

    assert codes() == [FIRST, SECOND]
    assert {reject.code for reject in batch.rejects.all()} == {"cell_count", "surplus_cells"}


def test_a_million_empty_lines_are_passed_over(take):
    last = table(SECOND).partition("\n")[2]

    batch = take(table(FIRST) + "\n" * 500_000 + ",,,,,,,\n" * 500_000 + last)

    assert codes() == [FIRST, SECOND]
    assert batch.rows == 2


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("\u041d32.10-240105-0001", "lookalike"),  # a Cyrillic Н
        ("Н32.10-240105-0001".replace("Н", "\uff28"), "lookalike"),  # a full-width H
        ("H32.1O-240105-0001", "code_format"),  # a capital o for a nought
        ("H32.10\u2011240105-0001", "lookalike"),
        ("H32.10-240105-0001\u200b", "lookalike"),
        ("h32.10-240105-0001", "code_format"),
        ("=H32.10-240105-0001", "code_format"),
    ],
)
def test_a_code_that_only_looks_right_is_given_back(take, code, problem):
    batch = take(table(code, SECOND))

    assert codes() == [SECOND]
    assert (2, "Mã hồ sơ", problem) in batch.rejects.values_list("line", "column", "code")


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000", "  \r"])
def test_blanks_around_a_code_are_no_part_of_it(take, blank):
    lines = table(FIRST, separator=";").replace(FIRST, f'"{blank}{FIRST}{blank}"')

    take(lines.replace("so-tu-phap", f'"so-tu-phap{blank}"'))

    assert codes() == [FIRST]


@pytest.mark.parametrize(
    ("cell", "column", "problem"),
    [
        ("05/01/2568 08:00", "Tiếp nhận", "instant"),  # the Buddhist year
        ("05/01/0024 08:00", "Tiếp nhận", "instant"),
        ("05/01/24 08:00", "Tiếp nhận", "instant"),
        ("05/01/1924 08:00", "Tiếp nhận", "instant"),
        ("05/01/2099 08:00", "Tiếp nhận", "in_the_future"),
        ("31/02/2024 08:00", "Tiếp nhận", "instant"),
        ("05/01/2024 24:00", "Tiếp nhận", "instant"),
        ("05/01/2024 23:60", "Tiếp nhận", "instant"),
        ("0000-00-00 00:00:00", "Tiếp nhận", "instant"),
        ("45296", "Tiếp nhận", "instant"),
        ("infinity", "Tiếp nhận", "instant"),
        ("now", "Tiếp nhận", "instant"),
    ],
)
def test_an_instant_that_cannot_be_is_given_back(take, cell, column, problem):
    batch = take(table(FIRST, SECOND).replace("05/01/2024 08:00", cell, 1))

    assert codes() == [SECOND]
    assert (2, column, problem) in batch.rejects.values_list("line", "column", "code")


@pytest.mark.parametrize(
    ("due", "problem"),
    [("12/01/2567", "instant"), ("12/01/0024", "instant"), ("12/01/2023", "due_before_received")],
)
def test_a_due_time_that_cannot_be_is_given_back(take, due, problem):
    batch = take(table(FIRST, SECOND).replace("12/01/2024 17:00", due, 1))

    assert codes() == [SECOND]
    assert (2, "Hẹn trả", problem) in batch.rejects.values_list("line", "column", "code")


def test_a_finish_in_the_future_is_given_back(take):
    batch = take(table(FIRST, SECOND).replace("11/01/2024 10:00", "11/01/2099 10:00", 1))

    assert codes() == [SECOND]
    assert (2, "Trả kết quả", "in_the_future") in batch.rejects.values_list(
        "line", "column", "code"
    )


def test_a_file_that_grows_after_it_was_stored_is_taken_in_as_it_was(office, tmp_path):
    path = tmp_path / "ho-so.csv"
    path.write_text(table(FIRST))
    stored = store_file(path, by=None)
    with path.open("a") as file:
        file.write(table(SECOND).partition("\n")[2])

    batch = import_dossiers(stored, by=None)

    assert (batch.rows, codes()) == (1, [FIRST])


def test_a_file_that_shrinks_after_it_was_stored_is_taken_in_whole(office, tmp_path):
    path = tmp_path / "ho-so.csv"
    path.write_text(table(FIRST, SECOND))
    stored = store_file(path, by=None)
    os.truncate(path, 10)

    import_dossiers(stored, by=None)

    assert codes() == [FIRST, SECOND]


def test_a_file_that_is_written_while_it_is_stored_is_what_its_digest_says(office, tmp_path):
    path = tmp_path / "ho-so.csv"
    path.write_text(",".join(HEADER) + "\n")

    def write() -> None:
        with path.open("a") as file:
            for _ in range(200):  # 20 MB
                file.write("x" * 100_000 + "\n")

    writer = threading.Thread(target=write)
    writer.start()
    stored = store_file(path, by=None)
    writer.join()

    with stored.file.open("rb") as kept:
        content = kept.read()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (stored.size, stored.sha256)
