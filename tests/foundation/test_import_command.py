"""What stops an import before anything is taken in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook, load_workbook
from psycopg.conninfo import make_conninfo

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile

ROOT = Path(__file__).parents[2]
HEADER = "Mã hồ sơ,Mã đơn vị,Mã thủ tục,Kênh,Tiếp nhận,Hẹn trả,Trả kết quả,Kết quả\n"


def test_rejects_that_cannot_be_written_stop_it(make_user, tmp_path):
    make_user(username="clerk")
    path = tmp_path / "in.csv"
    path.write_text(HEADER + "x,x,x,x,x,,,x\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"Không ghi được .*: không có tệp hoặc thư mục này\."):
        call_command("import_dossiers", path, by="clerk", rejects=tmp_path / "none" / "r.csv")

    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_database_never_migrated_is_answered_with_what_to_do(db, tmp_path):
    """The database `postgres` of the same server has no tables."""
    params = connection.get_connection_params()
    parts = {name: params.get(name) for name in ("host", "port", "user", "password")}

    done = subprocess.run(
        [sys.executable, "manage.py", "import_dossiers", tmp_path / "x.csv", "--by", "clerk"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": make_conninfo(**parts, dbname="postgres")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.endswith("Hãy chạy ./cchc manage migrate trước.\n")
    assert done.stderr.count("\n") == 1


def test_a_workbook_is_taken_in_and_its_rejects_given_back_as_one(make_user, tmp_path, capsys):
    make_user(username="clerk")
    path, rejects = tmp_path / "in.bin", tmp_path / "rejects.xlsx"
    book = Workbook()
    for line in (HEADER.strip().split(","), ["x", "x", "x", "x", "31/02/2024"]):
        book.active.append(line)
    book.save(path)

    call_command("import_dossiers", path, by="clerk", rejects=rejects)

    assert "1 dòng: 0 mới, 0 thay đổi, 0 không đổi, 1 bị trả lại." in capsys.readouterr().out
    header, row = load_workbook(rejects).active.values
    assert header == ("Dòng", "Cột", "Lý do", *HEADER.strip().split(","))
    assert row[0] == 2
    assert row[3:8] == ("x", "x", "x", "x", "31/02/2024")


def test_a_command_gives_any_number_of_rows_back_as_a_workbook(make_user, tmp_path, settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"cells_given_back": 1}
    make_user(username="clerk")
    path, rejects = tmp_path / "in.csv", tmp_path / "rejects.xlsx"
    path.write_text(HEADER + "x,x,x,x,x,,,x\n" * 3, encoding="utf-8")

    call_command("import_dossiers", path, by="clerk", rejects=rejects)

    assert [row[0] for row in load_workbook(rejects).active.values] == ["Dòng", 2, 3, 4]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_rejects_for_which_there_is_no_room_leave_the_batch_standing(make_user, tmp_path, ending):
    make_user(username="clerk")
    path, full = tmp_path / "in.csv", tmp_path / f"full{ending}"
    path.write_text(HEADER + "x,x,x,x,x,,,x\n", encoding="utf-8")
    full.symlink_to("/dev/full")

    with pytest.raises(
        CommandError, match=r"Đã nhập xong.* không ghi được .*: ổ đĩa đã đầy\."
    ) as told:
        call_command("import_dossiers", path, by="clerk", rejects=full)

    assert f"/nhap-du-lieu/dot/{ImportBatch.objects.get().pk}/" in str(told.value)


def test_the_help_says_which_files_are_taken():
    words = ImportCommand().create_parser("manage.py", "import_dossiers").format_help()

    assert "tệp .csv (UTF-8) hoặc .xlsx" in words
