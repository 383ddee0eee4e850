"""How the papers of a unit begin and end, case by case of Nghị định 30/2020."""

from datetime import date

import pytest

from reports.domain.letter_heads import head_of, place_of, written_day


def test_a_department_stands_below_the_committee_of_its_province():
    head = head_of("department", "Sở Tư pháp", "Tỉnh Khánh Hòa")

    assert head.above == ("ỦY BAN NHÂN DÂN", "TỈNH KHÁNH HÒA")
    assert head.issuer == ("SỞ TƯ PHÁP",)
    assert (head.signs_for, head.signs_as, head.place) == ("", "GIÁM ĐỐC", "Khánh Hòa")


def test_a_committee_writes_for_itself():
    head = head_of("commune", "Xã Vĩnh Thạnh", "Thành phố Nha Trang")

    assert (head.above, head.issuer) == ((), ("ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH"))
    assert (head.signs_for, head.signs_as) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert head.place == "Vĩnh Thạnh"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Văn phòng UBND tỉnh", "CHÁNH VĂN PHÒNG"),
        ("Thanh tra tỉnh", "CHÁNH THANH TRA"),
        ("Ban Dân tộc", "TRƯỞNG BAN"),
        ("Kho bạc Nhà nước", "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_the_head_of_a_department_is_called_by_its_name(name, title):
    assert head_of("department", name).signs_as == title
    assert head_of("department", name).above == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Tỉnh Khánh Hòa", "Khánh Hòa"),
        ("Phường 9", "Phường 9"),
        ("Phường Bắc Nha Trang", "Bắc Nha Trang"),
        ("Xã", "Xã"),
        ("", ""),
    ],
)
def test_a_place_is_named_without_its_level_unless_it_is_a_number(name, place):
    assert place_of(name) == place


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (None, "ngày ...... tháng ...... năm ......"),
    ],
)
def test_days_and_months_take_their_zeros(day, written):
    assert written_day(day) == written
