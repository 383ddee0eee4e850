"""Vietnamese text is found, sorted and written as people in Việt Nam expect."""

import unicodedata
from random import Random

import pytest

from foundation.domain.vietnamese import fold, number, sort_key, tidy

SORTED = {
    "d_before_đ": ["Da", "Dy", "Đa"],
    "letters_of_their_own": ["a", "ă", "â", "b", "e", "ê", "o", "ô", "ơ", "u", "ư", "v"],
    "tones": ["ma", "mà", "mả", "mã", "má", "mạ"],
    "tones_decide_last": ["má", "mạ", "mai", "mài"],
    "a_marked_letter_outweighs_a_tone": ["lạ", "lan", "lăn", "lân", "lẩn"],
    "blanks_before_letters": ["Cam", "Cam Lâm", "Cam Ranh", "Camera"],
    "figures_before_letters": ["Phường 1", "Phường 2", "Phường Lộc Thọ"],
    "case_does_not_count": ["sở A", "Sở B", "sở C"],
    "departments": ["Sở Công Thương", "Sở Dân vận", "Sở Du lịch", "Sở Địa chính", "Sở Y tế"],
}


@pytest.mark.parametrize(
    "written",
    [
        "Khanh Hoa",
        "Khánh Hoà",
        "Khánh Hòa",
        "KHÁNH HÒA",
        "  khánh \t hòa\n",
        "Khánh\u00a0Hòa",
        unicodedata.normalize("NFD", "Khánh Hòa"),
    ],
)
def test_every_way_of_writing_khanh_hoa_folds_alike(written):
    assert fold(written) == "khanh hoa"


def test_folding_takes_every_vietnamese_mark_away():
    assert fold("Đặng Thị Ỷ, phường Vĩnh Hải, ĐẮK LẮK") == "dang thi y, phuong vinh hai, dak lak"


def test_tidy_text_is_composed_and_has_single_blanks():
    decomposed = unicodedata.normalize("NFD", " Sở   Nội vụ ")

    assert tidy(decomposed) == "Sở Nội vụ"


@pytest.mark.parametrize("names", SORTED.values(), ids=SORTED)
def test_names_sort_as_in_a_vietnamese_dictionary(names):
    shuffled = Random(1).sample(names, len(names))

    assert sorted(shuffled, key=sort_key) == names


def test_numbers_in_names_sort_by_their_value():
    names = ["Phường 2", "Phường 9", "Phường 10", "Phường 11"]

    assert sorted({*names}, key=sort_key) == names


def test_keys_of_composed_and_decomposed_text_are_the_same():
    assert sort_key(unicodedata.normalize("NFD", "Sở Tài chính")) == sort_key("Sở Tài chính")


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("0", "0"),
        ("7", "7"),
        ("999", "999"),
        ("1000", "1.000"),
        ("1234.50", "1.234,50"),
        ("1234567.8", "1.234.567,8"),
        ("-0.5", "-0,5"),
        ("-12345", "-12.345"),
        ("100.00", "100,00"),
    ],
)
def test_numbers_have_points_between_thousands_and_a_comma_before_decimals(plain, written):
    assert number(plain) == written
