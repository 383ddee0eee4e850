"""A workbook is read once: the rows sent back come from what was put aside meanwhile."""

import io
import tempfile
from pathlib import Path

import pytest

from foundation.domain.tables import Column, UnreadableTable, opened
from foundation.domain.tables.workbooks import spooled_rows_at
from foundation.models import ImportBatch, Job
from foundation.services import raw_rows as keeping
from foundation.services.files import NoRoom
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.intakes import intake_of, request_intake
from foundation.tasks import take_in as worker_takes_in
from tests.foundation.workbook_world import book
from tests.full_disk import room_for

KIND = IntakeKind(
    code="things",
    columns=(Column("code", "Mã hồ sơ"), Column("unit", "Đơn vị")),
    typing="select s.* from staging s",
    checks=(Check("code", "code", "Mã phải là A và một số.", "t.code !~ '^A[0-9]+$'"),),
    merge="select count(*), 0, 0 from good",
)
SENTENCE = "Máy chủ hết chỗ trên đĩa nên chưa nhận tệp; chưa có gì được ghi."


@pytest.fixture
def temporary(monkeypatch, tmp_path) -> Path:
    """Where files lie that nobody keeps."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_the_rows_sent_back_of_a_workbook_need_no_second_reading(
    stored_file, temporary, monkeypatch
):
    monkeypatch.setattr(keeping, "opened", None)
    data = book(
        ["A1", "Sở A", "x"], [" B2 ", "Sở B", "dòng\nhai"], ["A3", "", ""], [3, "Sở C", 1.5]
    )

    batch = take_in(KIND, stored_file(data), by=None)

    assert (batch.rows, batch.created_rows) == (4, 2)
    assert batch.header == ["Mã hồ sơ", "Đơn vị", "Ghi chú"]
    assert list(batch.rejects.values_list("line", "raw")) == [
        (3, [" B2 ", "Sở B", "dòng\nhai"]),
        (5, ["3", "Sở C", "1,5"]),
    ]
    assert not list(temporary.iterdir())


def test_what_was_put_aside_is_what_was_read():
    # 30 rows of 30 000 letters: the reader hands out some 260 000 letters at a time.
    data, spool = book(*[[f"A{row}", "ế" * 30_000, "x"] for row in range(30)]), io.BytesIO()
    with opened(io.BytesIO(data), spool=spool) as source:
        read = list(source.rows)

    assert len(read) == 31
    assert list(spooled_rows_at(spool, iter(range(1, 32)))) == read
    assert list(spooled_rows_at(spool, iter([3, 31]))) == [read[2], read[30]]


def test_tabs_and_breaks_of_cells_are_told_from_those_between_them():
    rows = [["A1", "x", "y"], ["A\t2", "dòng\nhai", ""], ["[3", '"', "\\"], ["A4", "", ""]]
    spool = io.BytesIO()
    with opened(io.BytesIO(book(*rows)), spool=spool) as source:
        read = list(source.rows)

    assert [cells for _, cells in read[1:]] == rows
    assert list(spooled_rows_at(spool, iter([3, 4]))) == read[2:4]


def test_a_text_file_is_not_put_aside():
    spool = io.BytesIO()
    with opened(io.BytesIO(b"a,b\n1,2\n"), spool=spool) as source:
        assert len(list(source.rows)) == 2

    assert spool.tell() == 0


def test_a_workbook_that_is_refused_leaves_nothing(stored_file, temporary, settings):
    settings.INTAKE_LIMITS = {"row_letters": 1_000}

    with pytest.raises(UnreadableTable, match="dài quá"):
        take_in(KIND, stored_file(book(["A1", "x" * 2_000, ""])), by=None)

    assert not list(temporary.iterdir())


def wide() -> bytes:
    """Return a workbook of some kilobytes whose rows have two million characters."""
    return book(*[["A1", "x" * 20_000, ""]] * 100)


def test_a_full_disk_meanwhile_takes_nothing_in(stored_file, temporary):
    stored = stored_file(wide())

    with room_for(1_000_000), pytest.raises(NoRoom, match=SENTENCE):
        take_in(KIND, stored, by=None)

    assert not ImportBatch.objects.exists()
    assert not list(temporary.iterdir())


@pytest.mark.django_db(transaction=True)
def test_whoever_asked_is_told_of_a_full_disk(stored_file, make_user, temporary):
    job = request_intake(
        intake_of("units"), stored_file(units_of_long_names()), by=make_user("home_affairs")
    )

    with room_for(1_000_000):
        worker_takes_in(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message.startswith(SENTENCE)
    assert not ImportBatch.objects.exists()


def units_of_long_names() -> bytes:
    """Return a workbook of units, two million characters in all."""
    headers = ["Mã đơn vị", "Tên đơn vị", "Cấp", "Mã đơn vị cha", "Từ ngày", "Đến ngày"]
    row = ["so", "x" * 20_000, "Tỉnh", "", "01/01/2024", ""]

    def as_units(sheet) -> None:
        sheet.delete_rows(1)

    return book(headers, *[row] * 100, change=as_units)
