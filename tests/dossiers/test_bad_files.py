"""Dossier files as spreadsheets spoil them: mended in reading, given back, or refused whole."""

import io
import zipfile
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from dossiers.models import Dossier
from dossiers.services.intake import import_dossiers
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch, RejectedRow
from foundation.services.progress import Progress
from foundation.services.rejects import rejects_xlsx

HANOI = timezone(timedelta(hours=7))
HEADER = (
    *("Mã hồ sơ", "Mã đơn vị", "Mã thủ tục", "Kênh"),
    *("Tiếp nhận", "Hẹn trả", "Trả kết quả", "Kết quả"),
)
CODE = "H32.10-240105-0001"
GOOD = {
    "code": CODE,
    "unit": "so-tu-phap",
    "procedure": "1.001",
    "channel": "Trực tuyến",
    "received": datetime(2024, 1, 5, 8, 0),
    "due": date(2024, 1, 12),
    "finished": datetime(2024, 1, 11, 10, 0),
    "outcome": "Đã trả kết quả",
}


def workbook(*changes: dict[str, Any]) -> bytes:
    """Return a workbook of the good row with each of the changes."""
    book, out = Workbook(), io.BytesIO()
    book.active.append(HEADER)
    for change in changes:
        book.active.append(list((GOOD | change).values()))
    book.save(out)
    return out.getvalue()


@pytest.fixture
def take_bytes(office, stored_file):
    """Take a file in, whatever it is."""
    return lambda data, **kwargs: import_dossiers(stored_file(data), by=None, **kwargs)


def test_a_workbook_with_real_dates_is_taken_in(take_bytes):
    take_bytes(workbook({}))

    dossier = Dossier.objects.get()
    assert dossier.received_at == datetime(2024, 1, 5, 8, 0, tzinfo=HANOI)
    # A day without a time is due at the end of office hours, 17:00.
    assert dossier.due_at == datetime(2024, 1, 12, 17, 0, tzinfo=HANOI)
    assert dossier.finished_at == datetime(2024, 1, 11, 10, 0, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"code": "\u041d32.10-240105-0001"}, "Mã hồ sơ", "lookalike"),
        ({"code": "H32.10\u2013240105\u20130001"}, "Mã hồ sơ", "lookalike"),
        ({"code": "H32.10-240105-000\u200b1"}, "Mã hồ sơ", "lookalike"),
        ({"procedure": 1.001}, "Mã thủ tục", "code_as_number"),
        ({"outcome": "§· tr¶ kÕt qu¶"}, "Kết quả", "old_typing"),
        ({"due": "#N/A"}, "Hẹn trả", "excel_error"),
        ({"received": "31/02/2024 08:00"}, "Tiếp nhận", "instant"),
    ],
)
def test_what_a_spreadsheet_spoils_is_given_back_with_the_reason(take_bytes, change, column, code):
    batch = take_bytes(workbook(change, {"code": "H32.10-240105-0002"}))

    assert (2, column, code) in batch.rejects.values_list("line", "column", "code")
    assert (batch.created_rows, batch.rejected_rows) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"received": "5/1/2024 8:00", "due": "12/1/2024"},
        {"received": "05/01/2024 08:00 SA", "finished": "11/01/2024 10:00 AM"},
        {"channel": "Tru\u031b\u0323c tuyê\u0301n"},
        {"channel": "TRỰC\u00a0TUYẾN"},
        {"outcome": "  ĐÃ TRẢ  KẾT QUẢ"},
    ],
)
def test_what_can_mean_one_thing_only_is_understood(take_bytes, change):
    take_bytes(workbook(change))

    dossier = Dossier.objects.get()
    assert dossier.received_at == datetime(2024, 1, 5, 8, 0, tzinfo=HANOI)
    assert (dossier.channel, dossier.outcome) == ("online", "granted")


@pytest.mark.parametrize(
    "data",
    [
        workbook({})[:-100],
        workbook({}).replace(b"PK", b"KP"),
        (",".join(HEADER) + "\nM· hå s¬\n").encode("latin-1", "replace"),
        (",".join(HEADER) + f"\n{CODE}," + "x" * 13_500_000).encode(),
        ("x," * 1_000_000).encode(),
        b"",
    ],
    ids=["cut", "noise", "old_letters", "endless_row", "million_columns", "empty"],
)
def test_a_file_that_is_no_table_leaves_nothing_behind(take_bytes, data):
    with pytest.raises(UnreadableTable):
        take_bytes(data)

    assert not ImportBatch.objects.exists()
    assert not Dossier.objects.exists()


def test_a_workbook_that_breaks_below_good_rows_leaves_nothing_behind(take_bytes):
    book = load_workbook(io.BytesIO(workbook(*[{}] * 3_000)))
    book.active.cell(3_000, 8, "@@")
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(UnreadableTable, match="Dòng 3000 dài quá"):
        take_bytes(_with_text(out.getvalue(), "@@", "x" * 12_000_000))

    assert not ImportBatch.objects.exists()
    assert not RejectedRow.objects.exists()
    assert not Dossier.objects.exists()


def _with_text(data: bytes, old: str, new: str) -> bytes:
    """Return the workbook with a text that Excel itself would not keep."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old.encode(), new.encode()))
    return out.getvalue()


def test_rows_given_back_go_in_again_once_mended(take_bytes):
    first, out, mended = take_bytes(workbook({"channel": "Fax"})), io.BytesIO(), io.BytesIO()
    rejects_xlsx(first, out)
    book = load_workbook(out)
    assert book.active["G2"].value == "Fax"
    book.active["G2"] = "Trực tiếp"
    book.save(mended)

    second = take_bytes(mended.getvalue())

    assert (second.rows, second.created_rows, second.rejected_rows) == (1, 1, 0)


def test_progress_counts_the_rows_of_a_workbook_out_of_all(take_bytes):
    progress = Progress()

    take_bytes(workbook({}, {"code": "x"}, {"code": "y"}), progress=progress)

    assert (progress.said.done, progress.said.total) == (3, 3)


def test_lines_beyond_a_thousand_are_written_as_the_column_of_lines_is(take):
    rows = [{"code": f"H32.10-240105-{n:04}"} for n in range(1, 1501)]

    batch = take(*rows, {"code": "H32.10-240105-1200"})

    messages = {reject.line: reject.message for reject in batch.rejects.all()}
    sentence = "Mã hồ sơ có nhiều lần trong tệp: lần đầu ở dòng 1.201, lần cuối ở dòng 1.502."
    assert messages == {1201: sentence, 1502: sentence}
