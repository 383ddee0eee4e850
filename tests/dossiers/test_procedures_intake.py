"""Files of procedures: a known code is an update, a bad row stays behind."""

import pytest
from django.core.management import call_command

from dossiers.models import Procedure
from dossiers.services.procedures_intake import import_procedures

HEAD = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc\n"
GOOD = "1.001234.000.00.00.H32,Đăng ký khai sinh,Hộ tịch,1\n"


@pytest.fixture
def take(stored_file):
    """Take the rows in as a file of procedures."""
    return lambda *rows: import_procedures(stored_file(HEAD + "\n".join(rows)), by=None)


def test_procedures_are_made_and_may_have_no_working_days_yet(take):
    batch = take(GOOD, "1.002,Chứng thực,Hộ tịch,")

    assert batch.created_rows == 2
    assert list(Procedure.objects.order_by("code").values_list("name", "working_days")) == [
        ("Đăng ký khai sinh", 1),
        ("Chứng thực", None),
    ]


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_known_code_is_an_update_and_the_same_again_is_none(take, place):
    take(GOOD)
    cells = GOOD.strip().split(",")
    cells[place] = "7" if place == 3 else "Khác"

    batches = [take(",".join(cells)), take(",".join(cells))]

    assert [batch.changed_rows for batch in batches] == [1, 0]
    assert [batch.unchanged_rows for batch in batches] == [0, 1]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",Tên,Hộ tịch,1", "Mã thủ tục", "missing"),
        ("1.002,,Hộ tịch,1", "Tên thủ tục", "missing"),
        ("1.002,Tên,,1", "Lĩnh vực", "missing"),
        ("1 002,Tên,Hộ tịch,1", "Mã thủ tục", "code_format"),
        (f"{'1' * 41},Tên,Hộ tịch,1", "Mã thủ tục", "too_long"),
        (f"1.002,{'x' * 501},Hộ tịch,1", "Tên thủ tục", "too_long"),
        (f"1.002,Tên,{'x' * 201},1", "Lĩnh vực", "too_long"),
        ("1.002,Tên,Hộ tịch,-1", "Số ngày làm việc", "working_days"),
        ("1.002,Tên,Hộ tịch,1001", "Số ngày làm việc", "working_days"),
        ("1.002,Tên,Hộ tịch,2 ngày", "Số ngày làm việc", "working_days"),
        ("1.002,Tên,Hộ tịch,99999999999999999999", "Số ngày làm việc", "working_days"),
        ("1.002,Tên,Hộ tịch", "Mã thủ tục", "cell_count"),
    ],
)
def test_a_bad_row_is_refused_with_line_column_and_code(take, row, column, code):
    batch = take(GOOD.strip(), row)

    assert [(r.line, r.column, r.code) for r in batch.rejects.all()] == [(3, column, code)]
    assert batch.created_rows == 1


def test_a_code_that_stands_twice_refuses_both_rows(take):
    batch = take(GOOD.strip(), GOOD)

    assert [(r.line, r.code) for r in batch.rejects.all()] == [(2, "code_twice"), (3, "code_twice")]


def test_a_letter_that_only_looks_like_h_is_named(take):
    batch = take(GOOD.replace("H32", "Н32"))

    assert "Kirin" in batch.rejects.get(code="lookalike").message


def test_the_command_takes_a_file_in(make_user, tmp_path, capsys):
    make_user(username="clerk")
    path = tmp_path / "thu-tuc.csv"
    path.write_text(HEAD + GOOD)

    call_command("import_procedures", path, by="clerk")

    assert capsys.readouterr().out.startswith("1 dòng: 1 mới")
