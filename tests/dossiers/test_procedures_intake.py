"""Files of procedures: a known code is an update, a bad row stays behind."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from dossiers.models import Procedure
from dossiers.services.procedures_intake import import_procedures

HEAD = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc\n"
MORE = HEAD.strip() + ",Số giờ làm việc,Mức độ trực tuyến,Một cửa\n"
GOOD = "1.001234.000.00.00.H32,Đăng ký khai sinh,Hộ tịch,1\n"


@pytest.fixture
def take(stored_file):
    """Take the rows in as a file of procedures."""
    return lambda *rows: import_procedures(stored_file(HEAD + "\n".join(rows)), by=None)


@pytest.fixture
def take_more(stored_file):
    """Take the rows in as a file with the columns that need not be there."""
    return lambda *rows: import_procedures(stored_file(MORE + "\n".join(rows)), by=None)


def procedure(code: str = "1.001") -> Procedure:
    return Procedure.objects.get(code=code)


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


def test_hours_online_level_and_one_stop_come_in_columns_of_their_own(take_more):
    take_more(
        "1.001,Sao y,Chứng thực,,4,Toàn trình,Có", "1.002,Cấp thẻ,Y tế,5,,chua truc tuyen,không"
    )

    assert (procedure().working_days, procedure().working_hours) == (None, 4)
    assert (procedure().online_level, procedure().is_one_stop) == ("full", True)
    assert (procedure("1.002").working_days, procedure("1.002").working_hours) == (5, None)
    assert (procedure("1.002").online_level, procedure("1.002").is_one_stop) == ("none", False)


def test_blank_cells_say_that_nothing_is_known(take_more):
    take_more("1.001,Sao y,Chứng thực,,4,Một phần,Có")

    take_more("1.001,Sao y,Chứng thực,,,,")

    assert (procedure().working_hours, procedure().online_level) == (None, "")
    assert procedure().is_one_stop is None


def test_columns_that_are_not_there_leave_what_is_known(take, take_more):
    take_more("1.001,Sao y,Chứng thực,,4,Một phần,Có")

    batch = take("1.001,Sao y,Chứng thực,")

    assert batch.unchanged_rows == 1
    assert (procedure().working_hours, procedure().online_level) == (4, "partial")


def test_days_take_the_place_of_hours_even_without_their_column(take, take_more):
    take_more("1.001,Sao y,Chứng thực,,4,,")

    take("1.001,Sao y,Chứng thực,2")

    assert (procedure().working_days, procedure().working_hours) == (2, None)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("1.002,Tên,Hộ tịch,1,4,,", "Số giờ làm việc", "days_and_hours"),
        ("1.002,Tên,Hộ tịch,,0,,", "Số giờ làm việc", "working_hours"),
        ("1.002,Tên,Hộ tịch,,8001,,", "Số giờ làm việc", "working_hours"),
        ('1.002,Tên,Hộ tịch,,"1,5",,', "Số giờ làm việc", "working_hours"),
        ("1.002,Tên,Hộ tịch,,4,Mức độ 4,", "Mức độ trực tuyến", "online_level"),
        ("1.002,Tên,Hộ tịch,,4,,x", "Một cửa", "is_one_stop"),
        ("1.002,Tên,Hộ tịch,,4,Một phần", "Mã thủ tục", "cell_count"),
    ],
)
def test_a_bad_cell_of_these_columns_is_refused(take_more, row, column, code):
    batch = take_more("1.001,Sao y,Chứng thực,,4,Một phần,Có", row)

    assert [(r.line, r.column, r.code) for r in batch.rejects.all()] == [(3, column, code)]
    assert batch.created_rows == 1


def test_a_field_that_differs_in_case_or_blanks_is_the_known_one(take):
    take("1.001,Cấp sổ,Đất đai,5")

    batch = take("1.001,Cấp sổ,đất  đai,5", "1.002,Tách thửa,ĐẤT ĐAI,5", "1.003,Khác,Dat dai,5")

    assert (batch.unchanged_rows, batch.created_rows) == (1, 2)
    assert [procedure(f"1.00{n}").field for n in (1, 2, 3)] == ["Đất đai", "Đất đai", "Dat dai"]


def test_a_new_field_is_called_as_on_its_first_line(take):
    take("1.002,Tách thửa,Đất  đai,5", "1.001,Cấp sổ,đất đai,5")

    assert set(Procedure.objects.values_list("field", flat=True)) == {"Đất đai"}


def test_of_two_known_names_the_more_frequent_one_is_taken(take, make_procedure):
    for code, field in (("a", "đất đai"), ("b", "Đất đai"), ("c", "Đất đai")):
        make_procedure(code, field=field)

    take("1.001,Cấp sổ,ĐẤT ĐAI,5")

    assert procedure().field == "Đất đai"


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

    assert "1 dòng: 1 mới" in capsys.readouterr().out


def test_a_promise_in_hours_is_of_one_hour_at_least(make_procedure):
    procedure = make_procedure("1.001")
    procedure.working_hours = 0

    with pytest.raises(ValidationError, match="1"):
        procedure.full_clean()
    with pytest.raises(IntegrityError, match="a_procedure_promises_an_hour_at_least"):
        procedure.save()
