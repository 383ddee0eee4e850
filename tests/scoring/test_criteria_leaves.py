"""How a leaf is typed: every kind there and back, and figures that are none."""

import pytest

from scoring.domain.entry import leaf_of
from scoring.services.criteria_leaves import (
    LeafRefused,
    TypedLeaf,
    leaf_document,
    typed_decimal,
    typed_leaf,
    typed_share,
)

EVERY_KIND = (
    (TypedLeaf("direct"), {"kind": "direct"}),
    (
        TypedLeaf("choice", options=(("a", "1"), ("b", "0,5"))),
        {
            "kind": "choice",
            "options": [{"code": "a", "points": "1"}, {"code": "b", "points": "0.5"}],
        },
    ),
    (
        TypedLeaf("checklist", options=(("a", "1"), ("b", "0,5"))),
        {
            "kind": "checklist",
            "options": [{"code": "a", "points": "1"}, {"code": "b", "points": "0.5"}],
        },
    ),
    (
        TypedLeaf("bands", options=(("0,9", "1"), ("0,5", "0,5")), is_inverted=True),
        {
            "kind": "bands",
            "steps": [{"at_least": "0.9", "points": "1"}, {"at_least": "0.5", "points": "0.5"}],
            "invert": True,
        },
    ),
    (
        TypedLeaf("ratio", floor="0,5", target="0,95", may_exceed=True),
        {"kind": "ratio", "floor": "0.5", "target": "0.95", "allow_over": True},
    ),
    (
        TypedLeaf("ratio", is_inverted=True, fact="late_rate"),
        {"kind": "ratio", "invert": True, "from_fact": "late_rate"},
    ),
    (TypedLeaf("deduction", each="0,25"), {"kind": "deduction", "per_fault": "0.25"}),
    (TypedLeaf("count", each="0,5"), {"kind": "count", "per_item": "0.5"}),
    (
        TypedLeaf("answers", options=(("A", "1"), ("B", "0,5"))),
        {
            "kind": "answers",
            "options": [{"code": "A", "worth": "1"}, {"code": "B", "worth": "0.5"}],
        },
    ),
)


@pytest.mark.parametrize(("typed", "scoring"), EVERY_KIND)
def test_every_kind_is_typed_and_shown_again_as_typed(typed, scoring):
    document = leaf_document(typed)

    assert document == {"scoring": scoring}
    assert typed_leaf(document) == typed
    assert leaf_of("x", "2", document).max_points == 2


def test_role_and_rounding_stand_beside_the_kind():
    typed = TypedLeaf("direct", role="bonus", decimals="2")

    document = leaf_document(typed)

    assert document == {"scoring": {"kind": "direct"}, "role": "bonus", "decimals": 2}
    assert typed_leaf(document) == typed


def test_a_criterion_without_a_kind_is_no_leaf():
    assert leaf_document(TypedLeaf(options=(("a", "1"),))) is None
    assert typed_leaf(None) == TypedLeaf()


def test_blank_rows_are_nothing_and_unused_fields_are_not_kept():
    typed = TypedLeaf("choice", options=(("a", "1"), ("", " ")), each="abc", target="x", fact="y")

    assert leaf_document(typed) == {
        "scoring": {"kind": "choice", "options": [{"code": "a", "points": "1"}]}
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TypedLeaf("choice", options=(("a", "abc"),)), "options"),
        (TypedLeaf("choice", options=(("a", ""),)), "options"),
        (TypedLeaf("choice", options=(("", "1"),)), "options"),
        (TypedLeaf("choice", options=(("a;b", "1"),)), "options"),
        (TypedLeaf("bands", options=(("chín mươi", "1"),)), "options"),
        (TypedLeaf("bands", options=(("90 %", "-1"),)), "options"),
        (TypedLeaf("deduction", each="1e3"), "each"),
        (TypedLeaf("ratio", target="-5 %"), "target"),
        (TypedLeaf("ratio", floor="NaN"), "floor"),
        (TypedLeaf("direct", decimals="7"), "decimals"),
        (TypedLeaf("direct", decimals="٣"), "decimals"),
    ],
)
def test_figures_that_are_none_are_refused_under_their_field(typed, field):
    with pytest.raises(LeafRefused) as refusal:
        leaf_document(typed)

    assert list(refusal.value.faults) == [field]


def test_numbers_are_typed_as_vietnamese_write_them():
    assert typed_decimal("81,99") == "81.99"
    assert typed_decimal("1.234,5") == "1234.5"
    assert typed_share("90 %") == "0.90" or typed_share("90 %") == "0.9"
    assert typed_share("0,935") == "0.935"
