"""Hostile text is refused with a problem, in bounded time, and never with a traceback."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ranking_bundles import GOLDEN, area, bundle, changed, group, leaf, problems, unit, units_of

from scoring.domain import BundleRefused, problems_text, rank_text, read_bundle, review, strict_json
from scoring.domain import problems as problems_module
from scoring.domain.reading import accountability as people_module
from scoring.domain.reading import bundle as bundle_module
from scoring.domain.reading import criteria as criteria_module

VALID = bundle(unit("u", "75"))
TEXT = json.dumps(VALID)


def test_the_text_of_these_tests_is_valid() -> None:
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 1,}', "not_json"),
        (b'{"a": 01}', "not_json"),
        (b'{"a": "\x00"}', "not_json"),
        (b'{"a": 1} {"b": 2}', "not_json"),
        (b"\xff\xfe{}", "not_utf8"),
        (TEXT.encode("utf-16"), "not_utf8"),
        (b'"\xed\xa0\x80"', "not_utf8"),
        ('"\ud800"', "not_utf8"),
        (TEXT.encode("utf-8-sig"), "byte_order_mark"),
        (b"[" * 1_000_000, "nested_too_deeply"),
        (b'{"a":' * 1_000_000, "nested_too_deeply"),
    ],
)
def test_what_is_no_json_is_refused_as_a_whole(text: Any, code: str) -> None:
    assert problems(text) == [(code, "")]


@pytest.mark.parametrize("text", [b"[]", b"null", b"1", b'"bundle"', b"true"])
def test_a_document_must_be_an_object(text: bytes) -> None:
    assert problems(text) == [("wrong_type", "")]


@pytest.mark.parametrize(
    ("literal", "code"),
    [
        ("1.0", "float_number"),
        ("0.1", "float_number"),
        ("1e3", "float_number"),
        ("-1.5", "float_number"),
        ("NaN", "float_number"),
        ("Infinity", "float_number"),
        ("-Infinity", "float_number"),
        ("-0", "malformed_number"),
        ("1" * 16, "malformed_number"),
        ("9" * 100_000, "malformed_number"),
    ],
)
@pytest.mark.parametrize("key", ["year", "title", "rule_set", "groups", "units", "facts", "extra"])
def test_a_number_that_may_not_stand_is_refused_where_it_stands(
    literal: str, code: str, key: str
) -> None:
    text = json.dumps({**VALID, key: "HERE"}).replace('"HERE"', literal)

    extra = [("unknown_key", "extra")] if key == "extra" else []
    assert problems(text) == [(code, key), *extra]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("rule_set/decimals", "rule_set.decimals"),
        ("rule_set/bands/0/at_least", "rule_set.bands[0].at_least"),
        ("units/0/marks/1.1/points", 'units[0].marks["1.1"].points'),
        ("units/0/facts", "units[0].facts"),
        ("rule_set/total_cap", "rule_set.total_cap"),
    ],
)
def test_a_float_is_refused_at_any_depth(path: str, place: str) -> None:
    text = json.dumps(changed(VALID, path, 0.1))

    assert problems(text) == [("float_number", place)]


def test_a_key_given_twice_is_refused_once_per_object() -> None:
    text = TEXT.replace('"name": "t"', '"name": "a", "name": "b", "name": "t"')
    twice = text.replace('"year": 2022', '"year": 2022, "year": 2022')

    assert problems(twice) == [("duplicate_key", "year"), ("duplicate_key", "units[0].name")]


def test_escaped_keys_are_the_same_key() -> None:
    text = TEXT.replace('"year": 2022', '"year": 2022, "\\u0079ear": 2022')

    assert problems(text) == [("duplicate_key", "year")]


@pytest.mark.parametrize(
    ("escape", "code"),
    [("\\u0000", "nul_character"), ("\\ud800", "lone_surrogate"), ("\\uDFFF", "lone_surrogate")],
)
def test_nul_and_half_a_surrogate_pair_are_refused(escape: str, code: str) -> None:
    in_text = TEXT.replace('"title": "t"', f'"title": "a{escape}b"', 1)
    in_key = TEXT.replace('"marks": {', f'"facts": {{"f{escape}": {{"count": 1}}}}, "marks": {{')

    assert len({code for code, _ in problems(in_text)}) == 1
    assert (code, "title") in problems(in_text) or (code, "rule_set.title") in problems(in_text)
    assert [found for found, _ in problems(in_key)] == [code]


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert problems(TEXT.replace('"name": "t"', '"name": "\\ud83d\\ude00"')) == []


def test_a_refusal_can_be_written_whatever_it_quotes() -> None:
    text = TEXT.replace('"year"', '"\\ud800\\n\\u202e\\u001b[31m\\"\\\\": 1, "year"')

    with pytest.raises(BundleRefused) as refusal:
        read_bundle(text)

    written = problems_text(refusal.value.problems)
    written.encode()
    assert json.loads(written)["problems"][-1]["code"] == "unknown_key"
    assert all(problem.message.isprintable() for problem in refusal.value.problems)
    assert all(problem.place.isprintable() for problem in refusal.value.problems)


def test_a_long_key_and_a_long_value_are_cut_in_what_is_said() -> None:
    document = {**VALID, "k" * 100_000: 1, "year": "9" * 100_000}

    with pytest.raises(BundleRefused) as refusal:
        read_bundle(json.dumps(document))

    assert all(len(problem.place) < 100 for problem in refusal.value.problems)
    assert all(len(problem.message) < 200 for problem in refusal.value.problems)


@pytest.mark.parametrize("path", ["year", "title", "rule_set/basis", "units/0/marks/1.1/points"])
def test_a_deeply_nested_value_in_the_wrong_place_is_not_written_out(path: str) -> None:
    deep: Any = 1
    for _ in range(400):
        deep = [deep]

    assert len(problems(changed(VALID, path, deep))) == 1


@pytest.mark.parametrize("value", [None, True, [], {}])
def test_any_json_may_stand_where_it_should_not(value: Any) -> None:
    assert problems({**VALID, "format": value}) == [("unknown_format", "format")]


def nested(levels: int) -> dict[str, Any]:
    criterion = leaf("deep", "1")
    for level in range(levels - 1):
        criterion = area(f"c{level}", "1", criterion)
    return bundle(groups=[group("1", area("1", "1", criterion))])


def test_criteria_may_be_nested_so_deep_and_no_deeper() -> None:
    place = "groups[0].criteria_set.areas[0]" + ".criteria[0]" * 200

    assert problems(nested(200)) == []
    assert problems(nested(201)) == [("criteria_too_deep", place)]


def test_a_set_has_so_many_criteria_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(criteria_module, "MAX_CRITERIA", 2)
    leaves = [leaf(f"l{number}", "1") for number in range(3)]

    assert problems(bundle(groups=[group("2", area("1", "2", *leaves[:2]))])) == []
    assert problems(bundle(groups=[group("3", area("1", "3", *leaves))])) == [
        ("too_many_criteria", "groups[0].criteria_set")
    ]


def test_a_bundle_asks_for_so_much_work_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_module, "MAX_CELLS", 14)  # a leaf, an area, five bands, twice

    assert problems(bundle(unit("a", "1"), unit("b", "1"))) == []
    assert problems(bundle(unit("a", "1"), unit("b", "1"), unit("c", group="x"))) == [
        ("unknown_group", "units[2].group"),
        ("too_much_to_compute", "units"),
    ]


def test_people_ask_for_so_much_work_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_module, "MAX_CELLS", 10)

    with pytest.raises(BundleRefused) as refusal:
        people_module.read_accountability((GOLDEN / "people_example.json").read_bytes())

    assert [problem.code for problem in refusal.value.problems] == ["too_much_to_compute"]


def test_text_and_values_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", len(TEXT) - 1)
    assert problems(TEXT) == [("too_large", "")]

    monkeypatch.setattr(strict_json, "MAX_BYTES", len(TEXT))
    monkeypatch.setattr(strict_json, "MAX_VALUES", 10)
    assert problems(TEXT) == [("too_many_values", "")]


def test_the_list_of_problems_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_module, "MAX_PROBLEMS", 2)
    document = {**VALID, "a": 1, "b": 2, "c": 3}

    assert problems(document) == [
        ("unknown_key", "a"),
        ("unknown_key", "b"),
        ("too_many_problems", ""),
    ]


def test_many_different_denominators_stay_exact_and_quick() -> None:
    count = 400
    leaves = [leaf(f"l{n}", "1", scoring={"kind": "ratio"}) for n in range(count)]
    marks = {
        f"l{n}": {"numerator": 1, "denominator": 999_999_000_000 + 2 * n + 1} for n in range(count)
    }
    document = bundle(
        unit("u", marks=marks), groups=[group(str(count), area("1", str(count), *leaves))]
    )

    assert units_of(document)["u"]["points"] == "0.0000000004"  # 400 / 10^12 and a little more


JUNK = [None, True, -1, 0, 10**13, 0.5, "", "x", "1", [], {}, [1], {"a": 1}, {"count": 3}]
GOLDEN_DOCUMENTS = {
    path.stem: json.loads(path.read_bytes())
    for path in sorted(GOLDEN.glob("*.json"))
    if ".result" not in path.name
}


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Return every container in a tree with each of its keys or positions."""
    found, waiting = [], [value]
    while waiting:
        container = waiting.pop()
        items = container.items() if isinstance(container, dict) else enumerate(container)
        for key, item in items:
            found.append((container, key))
            if isinstance(item, dict | list):
                waiting.append(item)
    return found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(GOLDEN_DOCUMENTS)), st.data())
def test_a_damaged_document_is_computed_or_refused_but_nothing_else(
    name: str, data: st.DataObject
) -> None:
    document = json.loads(json.dumps(GOLDEN_DOCUMENTS[name]))
    container, key = data.draw(st.sampled_from(places_in(document)))
    container[key] = data.draw(st.sampled_from(JUNK))

    compute = review if name.startswith("people") else rank_text
    try:
        assert json.loads(compute(json.dumps(document)))
    except BundleRefused as refusal:
        assert json.loads(problems_text(refusal.problems))["problems"]
