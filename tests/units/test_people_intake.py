"""Files of people: each check broken once, updates, and terms that give way to each other."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from units.models import Person

HEAD = "H1|Lê Thị Thủ Trưởng|Người đứng đầu|so-cu|01/01/2020|28/02/2025"


@pytest.fixture(autouse=True)
def offices(take):
    """One department that ended on 28/02/2025 and one that began the day after."""
    return take(
        "units",
        "so-cu|Sở cũ|Sở, ban, ngành||01/01/2010|28/02/2025|",
        "so-moi|Sở mới|Sở, ban, ngành||01/03/2025||",
    )


def test_people_answer_for_a_unit_for_a_time(take):
    batch = take(
        "people",
        HEAD,
        "O1|Phạm  Văn Cán Bộ|cán bộ, công chức|so-cu|01/01/2020|",
        "T1|Tập thể lãnh đạo Sở mới|Tập thể lãnh đạo|so-moi|01/03/2025|",
    )

    assert (batch.created_rows, batch.rejected_rows) == (3, 0)
    head, official, collective = Person.objects.order_by("code")
    assert head.valid == DateRange(date(2020, 1, 1), date(2025, 3, 1))
    assert (official.name, official.role, official.unit.code) == (
        "Phạm Văn Cán Bộ",
        "official",
        "so-cu",
    )
    assert collective.valid == DateRange(date(2025, 3, 1), None)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("|A|Người đứng đầu|so-moi|01/03/2025|", "Mã", "code_missing"),
        ("Н2|A|Người đứng đầu|so-moi|01/03/2025|", "Mã", "code_format"),  # a Cyrillic Н
        ("H2||Người đứng đầu|so-moi|01/03/2025|", "Tên", "name_missing"),
        (f"H2|{'x' * 201}|Người đứng đầu|so-moi|01/03/2025|", "Tên", "name_too_long"),
        ("H2|A|Giám đốc|so-moi|01/03/2025|", "Vai trò", "unknown_word"),
        ("H2|A|Người đứng đầu|so-moi||", "Từ ngày", "day"),
        ("H2|A|Người đứng đầu|so-moi|29/02/2025|", "Từ ngày", "day"),
        ("H2|A|Người đứng đầu|so-moi|01/03/2025|hết|", "Mã", "cell_count"),
        ("H2|A|Người đứng đầu|so-moi|01/03/2025|hết", "Đến ngày", "day"),
        ("H2|A|Người đứng đầu|so-moi|02/03/2025|01/03/2025", "Đến ngày", "ends_before_it_starts"),
        ("H2|A|Người đứng đầu|so-moi|28/02/2025|", "Mã đơn vị", "unknown_unit"),
        ("H2|A|Người đứng đầu||01/03/2025|", "Mã đơn vị", "code_missing"),
        ("H2|A|Người đứng đầu|sо-moi|01/03/2025|", "Mã đơn vị", "lookalike"),  # a Cyrillic о
        ("H2|A|Cán bộ, công chức|so-cu|01/01/2020|01/03/2025", "Đến ngày", "longer_than_the_unit"),
        ("H1|A|Người đứng đầu|so-moi|01/03/2025|", "Mã", "terms_overlap"),
        ("H2|A|Người đứng đầu|so-cu|28/02/2025|", "Vai trò", "two_heads"),
    ],
)
def test_a_bad_row_is_refused_and_the_good_one_beside_it_stays(take, refused, row, column, code):
    take("people", HEAD.replace("28/02/2025", "")) if code == "terms_overlap" else take(
        "people", HEAD
    )

    batch = take("people", row, "O1|B|Cán bộ, công chức|so-cu|01/01/2020|")

    assert (2, column, code) in refused(batch)
    assert {line for line, *_ in refused(batch)} == {2}
    assert batch.created_rows == 1


def test_a_person_who_stands_twice_names_both_lines(take):
    batch = take("people", HEAD, HEAD)

    assert {reject.message for reject in batch.rejects.all()} == {
        "Mã, vai trò và ngày bắt đầu này có nhiều lần trong tệp:"
        " lần đầu ở dòng 2, lần cuối ở dòng 3."
    }


def test_two_heads_of_a_file_name_each_other(take):
    batch = take("people", HEAD, HEAD.replace("H1|Lê Thị Thủ Trưởng", "H2|Người khác"))

    assert [reject.message for reject in batch.rejects.all()] == [
        "Cùng thời gian, đơn vị có người đứng đầu khác:"
        f" {name}, 01/01/2020 – 28/02/2025, dòng {line}."
        for name, line in (("Người khác", 3), ("Lê Thị Thủ Trưởng", 2))
    ]


def test_a_head_may_go_in_the_very_file_that_names_the_next(take):
    take("people", "H1|A|Người đứng đầu|so-moi|01/03/2025|")

    batch = take(
        "people",
        "H2|B|Người đứng đầu|so-moi|01/06/2025|",
        "H1|A|Người đứng đầu|so-moi|01/03/2025|31/05/2025",
    )

    assert (batch.created_rows, batch.changed_rows, batch.rejected_rows) == (1, 1, 0)


def test_the_next_head_waits_if_the_end_of_the_one_before_was_refused(take, refused):
    take("people", "H1|A|Người đứng đầu|so-moi|01/03/2025|")

    batch = take(
        "people",
        "H2|B|Người đứng đầu|so-moi|01/06/2025|",
        "H1||Người đứng đầu|so-moi|01/03/2025|31/05/2025",
    )

    assert refused(batch) == [
        (2, "Mã", "stands_on_a_rejected_row"),
        (3, "Tên", "name_missing"),
    ]


def test_a_head_is_not_moved_to_another_unit_by_a_file(take, refused):
    take("units", "so-nua|Sở nữa|Sở, ban, ngành||||")
    take("people", HEAD)

    batch = take("people", HEAD.replace("so-cu", "so-nua"))

    assert refused(batch) == [(2, "Mã đơn vị", "head_elsewhere")]


def test_the_same_file_again_changes_nothing(take):
    take("people", HEAD)

    batch = take("people", HEAD)

    assert (batch.unchanged_rows, batch.changed_rows) == (1, 0)


def test_a_row_with_a_cell_too_many_gets_only_that_reason(take, refused):
    batch = take("people", "|||không|hết|hết|")

    assert refused(batch) == [(2, "Mã", "cell_count")]
