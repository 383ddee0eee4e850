"""Files of units: each check broken once, updates, and rows that stand on each other."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from units.models import Unit
from units.selectors.units import unit_on

PROVINCE = "56|Tỉnh Khánh Hòa|Tỉnh||||"
NHA_TRANG = "568|Thành phố Nha Trang|Huyện|56|01/01/1977|30/06/2025|"
OLD = "22333|Phường Vĩnh Phước|Xã|568|01/01/1977|30/06/2025|Chưa kiểm chứng"
NEW = "22333|Phường Bắc Nha Trang|Xã|56|01/07/2025||"


@pytest.fixture
def known(take):
    """A province, its city, and a commune with a code that is to be reused."""
    return take("units", PROVINCE, NHA_TRANG, OLD)


def test_a_file_of_units_brings_parents_and_children_in_any_order(take):
    batch = take("units", OLD, NEW, NHA_TRANG, PROVINCE)

    assert (batch.created_rows, batch.rejected_rows) == (4, 0)
    old, new = Unit.through_time.filter(code="22333").order_by("valid")
    assert (old.parent.code, old.parent.parent.code, new.parent.code) == ("568", "56", "56")
    assert old.valid == DateRange(date(1977, 1, 1), date(2025, 7, 1))
    assert new.valid == DateRange(date(2025, 7, 1), None)
    assert (old.level, old.source, new.source) == ("commune", "Chưa kiểm chứng", "")


def test_the_same_file_again_changes_nothing(take, known):
    batch = take("units", PROVINCE, NHA_TRANG, OLD)

    assert (batch.unchanged_rows, batch.changed_rows, batch.created_rows) == (3, 0, 0)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("|Xã A|Xã|56|01/07/2025||", "Mã đơn vị", "code_missing"),
        ("22З33|Xã A|Xã|56|01/07/2025||", "Mã đơn vị", "code_format"),  # a Cyrillic З
        ("a" * 41 + "|Xã A|Xã|56|01/07/2025||", "Mã đơn vị", "code_format"),
        ("1||Xã|56|01/07/2025||", "Tên đơn vị", "name_missing"),
        (f"1|{'x' * 201}|Xã|56|01/07/2025||", "Tên đơn vị", "name_too_long"),
        (f"1|Xã A|Xã|56|01/07/2025||{'x' * 301}", "Nguồn", "source_too_long"),
        ("1|Xã A|Thôn|56|01/07/2025||", "Cấp", "unknown_word"),
        ("1|Xã A|Xã|56|31/06/2025||", "Từ ngày", "day"),
        ("1|Xã A|Xã|56|01/07/25||", "Từ ngày", "day"),
        ("1|Xã A|Xã|56|01/07/2025|nay|", "Đến ngày", "day"),
        ("1|Xã A|Xã|56|02/07/2025|01/07/2025|", "Đến ngày", "ends_before_it_starts"),
        ("1|Xã A|Xã|57|01/07/2025||", "Mã đơn vị cha", "unknown_parent"),
        ("1|Xã A|Xã|568|01/07/2025||", "Mã đơn vị cha", "unknown_parent"),
        ("1|Xã A|Xã|568|||", "Mã đơn vị cha", "unknown_parent"),
        ("1|Huyện A|Huyện|568|01/07/2024||", "Mã đơn vị cha", "parent_not_above"),
        ("1|Sở A|Sở, ban, ngành|1|01/07/2024||", "Mã đơn vị cha", "parent_not_above"),
        ("22333|Xã khác|Xã|56|30/06/2025||", "Mã đơn vị", "lives_overlap"),
        ("22333|Xã khác|Xã|||01/01/1977|", "Mã đơn vị", "lives_overlap"),
        ("568|Thành phố Nha Trang|Xã|56|01/01/1977|30/06/2025|", "Cấp", "not_above_its_children"),
        ("1|Xã A|Xã|56|01/07/2025", "Mã đơn vị", "cell_count"),
    ],
)
def test_a_bad_row_is_refused_and_the_good_one_beside_it_stays(
    take, known, refused, row, column, code
):
    batch = take("units", row, "2|Xã B|Xã|56|01/07/2025||")

    assert refused(batch) == [(2, column, code)]
    assert unit_on("2", date(2025, 7, 1)).name == "Xã B"


def test_a_unit_that_stands_twice_names_both_lines(take):
    batch = take("units", PROVINCE, "1|A|Xã|56|01/07/2025||", "1|B|Xã|56|2025-07-01||")

    assert [str(reject) for reject in batch.rejects.all()] == [
        f"dòng {line}, Mã đơn vị: Mã và ngày bắt đầu này có nhiều lần trong tệp:"
        " lần đầu ở dòng 3, lần cuối ở dòng 4."
        for line in (3, 4)
    ]


def test_overlapping_lives_of_a_file_name_each_other(take):
    batch = take("units", "1|A|Tỉnh||||", "1|B|Tỉnh||01/07/2025||")

    assert [(reject.line, reject.message) for reject in batch.rejects.all()] == [
        (2, "Cùng thời gian, mã này còn là của B (01/07/2025 – …, dòng 3)."),
        (3, "Cùng thời gian, mã này còn là của A (… – …, dòng 2)."),
    ]


def test_an_overlap_with_a_known_unit_names_it(take, known):
    batch = take("units", "22333|Xã khác|Xã|56|30/06/2025||")

    assert batch.rejects.get().message == (
        "Cùng thời gian, mã này còn là của Phường Vĩnh Phước"
        " (01/01/1977 – 30/06/2025, đã có trên cổng)."
    )


def test_code_and_first_day_known_are_an_update(take, known):
    batch = take("units", "568|TP. Nha Trang|Huyện|56|01/01/1977|31/12/2030|")

    assert (batch.changed_rows, batch.created_rows) == (1, 0)
    unit = unit_on("568", date(2029, 1, 1))
    assert (unit.name, unit.search_key) == ("TP. Nha Trang", "tp. nha trang")


def test_a_file_without_sources_leaves_those_known(take, known):
    header = "Mã đơn vị|Tên đơn vị|Cấp|Mã đơn vị cha|Từ ngày|Đến ngày"

    batch = take("units", "22333|Phường Vĩnh Phước|Xã|568|01/01/1977|30/06/2025", header=header)

    assert batch.unchanged_rows == 1
    assert unit_on("22333", date(2000, 1, 1)).source == "Chưa kiểm chứng"


def test_names_are_composed_and_their_keys_follow(take):
    take("units", "1|Tỉnh \u00a0 Kha\u0301nh  Ho\u0300a|Tỉnh||||")

    unit = Unit.through_time.get(code="1")
    assert (unit.name, unit.search_key) == ("Tỉnh Khánh Hòa", "tinh khanh hoa")
    before = unit.sort_key
    unit.save()
    assert unit.sort_key == before


def test_a_unit_may_end_in_the_very_file_that_gives_its_code_away(take):
    take("units", PROVINCE, "22333|Phường Vĩnh Phước|Xã|56|01/01/1977||")

    batch = take("units", NEW, "22333|Phường Vĩnh Phước|Xã|56|01/01/1977|30/06/2025|")

    assert (batch.created_rows, batch.changed_rows, batch.rejected_rows) == (1, 1, 0)


def test_lives_that_give_way_to_each_other_are_written_whatever_their_order(take):
    take("units", "1|A|Tỉnh||01/01/2000|31/12/2009|", "1|B|Tỉnh||01/01/2010|31/12/2019|")

    batch = take("units", "1|A|Tỉnh||01/01/2000|31/12/2005|", "1|B|Tỉnh||01/01/2010||")

    assert (batch.changed_rows, batch.rejected_rows) == (2, 0)


def test_whoever_stands_on_a_refused_row_stays_behind_with_it(take, refused):
    batch = take(
        "units",
        "56|Tỉnh Khánh Hòa|Bang||||",
        "568|Thành phố Nha Trang|Huyện|56|||",
        "22333|Phường Vĩnh Phước|Xã|568|||",
    )

    assert refused(batch) == [
        (2, "Cấp", "unknown_word"),
        (3, "Mã đơn vị", "stands_on_a_rejected_row"),
        (4, "Mã đơn vị", "stands_on_a_rejected_row"),
    ]
    assert batch.rejects.last().message == "Dòng này dựa vào dòng 3 đang bị trả lại."


def test_a_code_is_not_given_away_if_the_end_of_its_unit_was_refused(take, refused):
    take("units", PROVINCE, "22333|Phường Vĩnh Phước|Xã|56|01/01/1977||")

    batch = take("units", NEW, "22333||Xã|56|01/01/1977|30/06/2025|")

    assert refused(batch) == [
        (2, "Mã đơn vị", "stands_on_a_rejected_row"),
        (3, "Tên đơn vị", "name_missing"),
    ]


def test_a_life_may_not_contradict_a_known_succession(take, known):
    take("units", NEW)
    take("successions", "22333|22333|01/07/2025|Toàn bộ|")

    batch = take("units", "22333|Phường Vĩnh Phước|Xã|568|01/01/1977|31/05/2025|")

    assert batch.rejects.get().message == (
        "Thời gian này trái với kế thừa đã ghi trên cổng: Phường Vĩnh Phước → Phường Bắc Nha Trang."
    )


def test_both_ends_of_a_known_succession_may_move_together(take, known):
    take("units", PROVINCE, "1|A|Xã|56|01/01/2000|30/06/2025|", "1|B|Xã|56|01/07/2025||")
    take("successions", "1|1|01/07/2025|Toàn bộ|")

    batch = take("units", "1|A|Xã|56|01/01/2000|30/06/2025|", "1|B|Xã|56|01/07/2025|31/12/2030|")

    assert (batch.changed_rows, batch.unchanged_rows) == (1, 1)


def test_a_parent_may_change_and_go(take, known):
    take("units", "22333|Phường Vĩnh Phước|Xã|56|01/01/1977|30/06/2025|")
    assert unit_on("22333", date(2000, 1, 1)).parent.code == "56"

    batch = take("units", "22333|Phường Vĩnh Phước|Xã||01/01/1977|30/06/2025|")

    assert batch.changed_rows == 1
    assert unit_on("22333", date(2000, 1, 1)).parent is None
