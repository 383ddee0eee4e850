"""A mark as people type it: Vietnamese numbers in, the bundle's mark out, and back."""

from fractions import Fraction

import pytest

from scoring.domain.entry import EntryRefused, leaf_of, points_of, typed_mark, typed_of

OPTIONS = [{"code": "a", "points": "2"}, {"code": "b", "points": "0.5"}]
WORTH = [{"code": "A", "worth": "1"}, {"code": "B", "worth": "0.5"}]
KINDS = {
    "direct": {"kind": "direct"},
    "choice": {"kind": "choice", "options": OPTIONS},
    "checklist": {"kind": "checklist", "options": OPTIONS},
    "ratio": {"kind": "ratio"},
    "deduction": {"kind": "deduction", "per_fault": "0.25"},
    "count": {"kind": "count", "per_item": "0.5"},
    "answers": {"kind": "answers", "options": WORTH},
}


def leaf(kind: str, maximum: str = "4"):
    return leaf_of("1.1", maximum, {"scoring": KINDS[kind]})


@pytest.mark.parametrize(
    ("kind", "typed", "content", "points"),
    [
        ("direct", {"diem": [" 3,75 "]}, {"points": "3.75"}, Fraction(15, 4)),
        ("direct", {"diem": ["0.5"]}, {"points": "0.5"}, Fraction(1, 2)),
        ("direct", {"diem": ["00,5"]}, {"points": "0.5"}, Fraction(1, 2)),
        ("direct", {"diem": ["0.875"]}, {"points": "0.875"}, Fraction(7, 8)),
        ("choice", {"lua_chon": ["a"]}, {"choices": ["a"]}, Fraction(2)),
        ("checklist", {"lua_chon": ["a", "b"]}, {"choices": ["a", "b"]}, Fraction(5, 2)),
        ("ratio", {"gia_tri": ["93 %"]}, {"value": "0.93"}, Fraction(93, 25)),
        ("ratio", {"gia_tri": ["5%"]}, {"value": "0.05"}, Fraction(1, 5)),
        ("ratio", {"gia_tri": ["0.125%"]}, {"value": "0.00125"}, Fraction(1, 200)),
        ("ratio", {"gia_tri": ["100 %"]}, {"value": "1"}, Fraction(4)),
        ("ratio", {"gia_tri": ["99,5 %"]}, {"value": "0.995"}, Fraction(398, 100)),
        (
            "ratio",
            {"tu_so": ["1.200"], "mau_so": ["2.400"]},
            {"numerator": 1200, "denominator": 2400},
            Fraction(2),
        ),
        ("deduction", {"so_luong": ["3"]}, {"count": 3}, Fraction(13, 4)),
        ("count", {"so_luong": ["2"]}, {"count": 2}, Fraction(1)),
        ("answers", {"tra_loi_A": ["10"], "tra_loi_B": ["10"]}, {"counts": {"A": 10, "B": 10}}, 3),
    ],
)
def test_what_is_typed_is_the_mark_that_the_core_reads(kind, typed, content, points):
    assert typed_mark(leaf(kind), typed) == content
    assert points_of(leaf(kind), content) == points


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_typed_is_no_mark_and_not_zero(kind):
    assert typed_mark(leaf(kind), {"diem": [""], "so_luong": [" "], "gia_tri": [""]}) is None


@pytest.mark.parametrize(
    ("kind", "typed", "word"),
    [
        ("direct", {"diem": ["4,01"]}, "4,01"),
        ("direct", {"diem": ["ba"]}, "“ba”"),
        ("direct", {"diem": ["-1"]}, "“-1”"),
        ("direct", {"diem": ["NaN"]}, "“NaN”"),
        ("direct", {"diem": ["٣"]}, "“٣”"),
        ("choice", {"lua_chon": ["a", "b"]}, "đúng một"),
        ("choice", {"lua_chon": ["z"]}, "“z”"),
        ("direct", {"diem": ["0,33333333333"]}, "nhiều nhất 10"),
        ("ratio", {"gia_tri": ["50"]}, "hãy viết 50 %"),
        ("ratio", {"gia_tri": ["101 %"]}, "lớn hơn toàn bộ"),
        ("ratio", {"tu_so": ["5"], "mau_so": ["4"]}, "lớn hơn"),
        ("ratio", {"tu_so": ["5"], "mau_so": [""]}, "cả tử số và mẫu số"),
        ("ratio", {"tu_so": ["0"], "mau_so": ["0"]}, "Mẫu số bằng 0"),
        ("ratio", {"gia_tri": ["0,5"], "tu_so": ["1"], "mau_so": ["2"]}, "không nhập cả hai"),
        ("deduction", {"so_luong": ["1,5"]}, "“1,5”"),
        ("answers", {"tra_loi_A": ["0"]}, "Không có câu trả lời"),
    ],
)
def test_what_is_no_mark_is_refused_with_a_sentence(kind, typed, word):
    with pytest.raises(EntryRefused) as refusal:
        typed_mark(leaf(kind), typed)

    assert word in " ".join(refusal.value.sentences)


@pytest.mark.parametrize(
    ("content", "typed"),
    [
        ({"points": "0.75"}, {"diem": "0,75"}),
        ({"numerator": 93, "denominator": 100}, {"tu_so": "93", "mau_so": "100"}),
        ({"counts": {"A": 10}}, {"tra_loi_A": "10"}),
        ({"choices": ["a", "c"]}, {"lua_chon": ["a", "c"]}),
        ({"state": "not_applicable", "reason": "Không có vốn"}, {}),
        (None, {}),
    ],
)
def test_a_mark_fills_the_fields_it_was_typed_in(content, typed):
    assert typed_of(content) == typed
