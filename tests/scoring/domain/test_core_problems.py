"""Problems: values as a message shows them, places, the order of a list and its text."""

import json
from typing import Any

import pytest
from ranking_bundles import bundle, changed, said, unit

from scoring.domain import BundleRefused, Problem, problems_text
from scoring.domain.problems import Notes, member, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{…}"),
        ({"a": 1}, "{…}"),
        ([], "[…]"),
        ([1, 2], "[…]"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (12, "12"),
        ("", ""),
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("x" * 79, "x" * 79),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        (10**80, "1" + "0" * 78 + "…"),
        ("a\nb", "a\\nb"),
        ("a\tb\x00", "a\\tb\\x00"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("\n" * 81, "\\n" * 79 + "…"),
    ],
)
def test_a_value_is_shown_short_and_printable(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("place", "key", "expected"),
    [
        ("", "units", "units"),
        ("", "1.1", '["1.1"]'),
        ("units[0]", "name", "units[0].name"),
        ("units[0].marks", "1.1", 'units[0].marks["1.1"]'),
        ("a", "_x9", "a._x9"),
        ("a", "9x", 'a["9x"]'),
        ("a", "", 'a[""]'),
        ("a", "x" * 80, "a." + "x" * 80),
        ("a", "x" * 81, 'a["' + "x" * 79 + '…"]'),
        ("a", 'say "so"', 'a["say \\"so\\""]'),
        ("a", "b\\c", 'a["b\\\\c"]'),
        ("a", "x\n", 'a["x\\\\n"]'),
        ("a", "phường", 'a["phường"]'),
    ],
)
def test_the_place_of_a_member_is_written_as_in_the_language_of_paths(
    place: str, key: str, expected: str
) -> None:
    assert member(place, key) == expected


def test_a_list_of_problems_is_written_to_the_byte() -> None:
    problems = [Problem("empty_list", "units", "Trống “x”."), Problem("not_json", "", "Sai.")]

    assert problems_text(problems) == (
        "{\n"
        '  "format": "cchc-ranking-problems/1",\n'
        '  "problems": [\n'
        "    {\n"
        '      "code": "empty_list",\n'
        '      "message": "Trống “x”.",\n'
        '      "place": "units"\n'
        "    },\n"
        "    {\n"
        '      "code": "not_json",\n'
        '      "message": "Sai.",\n'
        '      "place": ""\n'
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_an_empty_list_of_problems_is_a_list() -> None:
    expected = '{\n  "format": "cchc-ranking-problems/1",\n  "problems": []\n}\n'

    assert problems_text([]) == expected


def test_a_code_is_noted_once_a_place_and_the_first_sentence_stands() -> None:
    notes = Notes()
    notes.add("unknown_group", "a", code="x")
    notes.add("unknown_group", "a", code="y")
    notes.add("unknown_unit", "a", code="y")
    notes.add("unknown_group", "b", code="z")

    with pytest.raises(BundleRefused, match=r"^3 problems$") as refusal:
        notes.raise_if_any()

    assert refusal.value.problems == (
        Problem("unknown_group", "a", "Không có khối đơn vị “x”."),
        Problem("unknown_unit", "a", "Không có đơn vị “y”."),
        Problem("unknown_group", "b", "Không có khối đơn vị “z”."),
    )


def test_a_last_problem_stands_behind_those_noted_before() -> None:
    notes = Notes()
    notes.add("empty_list", "a")

    with pytest.raises(BundleRefused, match=r"^2 problems$") as refusal:
        notes.refuse("too_large", "", limit=7)

    assert refusal.value.problems == (
        Problem("empty_list", "a", "Danh sách không được để trống."),
        Problem("too_large", "", "Tệp quá lớn: vượt 7 byte."),
    )


def test_nothing_noted_is_nothing_refused() -> None:
    Notes().raise_if_any()


def test_several_problems_come_in_the_order_of_reading() -> None:
    document = bundle(unit("a", "101"), unit("b", "1", reason=5), unit("c", "1e1"))
    document = {**changed(document, "rule_set/bands/3/at_least", "x"), "zzz": 1, "title": None}
    document = changed(document, "groups/0/criteria_set/areas/0/criteria/0/title", ["t"])

    assert [place for place, _ in said(json.dumps(document))] == [
        "zzz",
        "title",
        "rule_set.bands[3].at_least",
        "groups[0].criteria_set.areas[0].criteria[0].title",
        'units[0].marks["1.1"].points',
        "units[1].reason",
        'units[2].marks["1.1"].points',
    ]
