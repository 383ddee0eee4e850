"""Batches account for every row, and what takes files in says so on the command line."""

import csv

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from foundation.models import CalendarDay, ImportBatch, SwapDay

HEADER = "Mã hồ sơ,Mã đơn vị,Mã thủ tục,Kênh,Tiếp nhận,Hẹn trả,Trả kết quả,Kết quả\n"
BAD = "=1+1,-so,@x,Trực tiếp,31/02/2024,,,Đang giải quyết\n"


def test_every_row_of_a_batch_is_accounted_for(stored_file):
    counts = {"created_rows": 1, "changed_rows": 1, "unchanged_rows": 1, "rejected_rows": 1}

    with pytest.raises(IntegrityError, match="every_row_of_a_batch_is_accounted_for"):
        ImportBatch.objects.create(kind="x", stored_file=stored_file("x"), rows=5, **counts)


@pytest.mark.parametrize("model", [CalendarDay, SwapDay])
def test_a_day_stands_once(db, model):
    values = {"day": "2024-02-08", "is_working": False}
    values |= {"position": 1} if model is CalendarDay else {"source": "x"}
    model.objects.create(**values)

    with pytest.raises(IntegrityError, match="pkey"):
        model.objects.create(**values)


@pytest.fixture
def take(make_user, tmp_path):
    """Run the command that takes dossiers in, over a file with that text."""
    make_user(username="clerk")
    path = tmp_path / "in.csv"

    def run(text: str, by: str = "clerk") -> list[list[str]]:
        path.write_text(text, encoding="utf-8")
        rejects = tmp_path / "rejects.csv"
        call_command("import_dossiers", path, by=by, rejects=rejects)
        with rejects.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    return run


def test_the_command_says_what_became_of_the_rows(take, capsys):
    take(HEADER + BAD)

    printed = capsys.readouterr().out
    assert "1 dòng: 0 mới, 0 thay đổi, 0 không đổi, 1 bị trả lại." in printed
    assert "dòng 2, Tiếp nhận: Không phải thời điểm có thật" in printed


def test_rejected_rows_are_written_out_in_the_files_order_with_every_cell_disarmed(take):
    header, *rows = take(HEADER + BAD)

    assert header == ["Dòng", "Cột", "Lý do", *HEADER.strip().split(",")]
    [row] = rows
    cells = ["'=1+1", "'-so", "'@x", "Trực tiếp", "31/02/2024", "", "", "Đang giải quyết"]
    assert row[3:] == cells


def test_a_file_without_bad_rows_leaves_an_empty_list_of_rejects(take, make_unit, make_procedure):
    make_unit("so-tu-phap")
    make_procedure("1.001")

    written = take(
        HEADER + "H32.10-240105-0001,so-tu-phap,1.001,Trực tiếp,05/01/2024,,,Đang giải quyết\n"
    )

    assert written == [["Dòng", "Cột", "Lý do"]]


@pytest.mark.parametrize(
    ("text", "by", "sentence"),
    [
        ("x\n", "clerk", "Thiếu cột: Mã hồ sơ"),
        (HEADER, "clerk", "Tệp chỉ có tên cột, không có dòng dữ liệu nào."),
        (HEADER + BAD, "nobody", "Không có tài khoản nobody."),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_sentence(take, text, by, sentence):
    with pytest.raises(CommandError, match=sentence):
        take(text, by=by)

    assert not ImportBatch.objects.exists()


def test_a_file_that_is_not_there_is_refused_with_a_sentence(make_user, tmp_path):
    make_user(username="clerk")

    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("import_dossiers", tmp_path / "none.csv", by="clerk")
