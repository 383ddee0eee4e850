"""One wrong thing is told once: nothing false is said of what hangs on it."""

import json
from typing import Any

import pytest
from ranking_bundles import area, bundle, changed, group, leaf, said, unit
from refusal_table import AREAS, MARK, SET, WEIGHTED, full, place_of

from scoring.domain import strict_json
from scoring.domain.model import Aggregation
from scoring.domain.problems import Notes
from scoring.domain.reading import bundle as bundle_module
from scoring.domain.reading.criteria import read_criteria_set
from scoring.domain.reading.known import Known


def places(document: Any) -> list[str]:
    return [place for place, _ in said(document)]


def test_weights_are_not_judged_where_nobody_knows_how_areas_come_together() -> None:
    document = changed(full(), f"{WEIGHTED}/aggregation", "mean")

    assert places(document) == [place_of(f"{WEIGHTED}/aggregation")]


def test_weights_under_a_sum_are_told_one_by_one_and_not_added_up() -> None:
    areas = [area(code, "1", leaf(f"l{code}", "1"), weight="0.2") for code in ("1", "2")]

    assert places(bundle(groups=[group("2", *areas)])) == [
        "groups[0].criteria_set.areas[0].weight",
        "groups[0].criteria_set.areas[1].weight",
    ]


def test_a_weighted_set_without_areas_is_empty_and_nothing_else() -> None:
    assert places(bundle(groups=[group("0", aggregation="weighted")])) == [
        "groups[0].criteria_set.areas"
    ]


def test_weights_are_not_added_up_where_one_could_not_be_read() -> None:
    document = changed(full(), f"{WEIGHTED}/areas/0/weight", "half")

    assert places(document) == [place_of(f"{WEIGHTED}/areas/0/weight")]


def test_a_role_nobody_could_read_leaves_its_maximum_out_of_doubt_and_its_area_alone() -> None:
    document = changed(full(), f"{AREAS}/1/criteria/0/role", "malus")

    assert places(document) == [place_of(f"{AREAS}/1/criteria/0/role")]


def test_a_leaf_whose_role_nobody_could_read_is_taken_for_an_ordinary_one() -> None:
    groups = [group("1", area("1", "1", leaf("1.1", "1", role="malus")))]

    assert places(bundle(unit("u", "1"), groups=groups)) == [
        "groups[0].criteria_set.areas[0].criteria[0].role"
    ]


@pytest.mark.parametrize("standing", ["scored", "excluded"])
def test_a_reason_of_the_wrong_type_is_not_missing_as_well(standing: str) -> None:
    odd = unit("x", standing=standing, reason=5)

    assert places({**full(), "units": [{**odd, "group": "w"}]})[:1] == ["units[0].reason"]
    assert said({**full(), "units": [{**odd, "group": "w"}]})[0][1].startswith("Sai kiểu")
    assert not any("lý do" in sentence for _, sentence in said({**full(), "units": [odd]}))


def test_a_set_that_was_refused_keeps_what_could_be_read_of_it() -> None:
    raw = group("2", area("1", "1", leaf("a", "1")), "x", aggregation="mean")["criteria_set"]

    read = read_criteria_set(Notes(), raw, "p", Known())

    assert read.criteria_set.aggregation is Aggregation.SUM
    assert [it.code for it in read.areas.sound_parts()] == ["1"]
    assert (read.leaves.is_complete, read.areas.is_complete) == (False, False)


def test_a_set_without_areas_lacks_none_for_sure() -> None:
    raw = group("0")["criteria_set"]

    assert read_criteria_set(Notes(), raw, "p", Known()).areas.is_complete is False


@pytest.mark.parametrize(
    ("digits", "sentence"),
    [
        (13, "“1111111111111” không hợp lệ: phải là số nguyên từ 0 đến 1000000000000."),
        (15, "“111111111111111” không hợp lệ: phải là số nguyên từ 0 đến 1000000000000."),
        (16, "Số 1111111111111111 không hợp lệ: chỉ nhận số nguyên từ 0 đến 10¹²."),
    ],
)
def test_a_number_too_long_to_be_read_and_one_too_large_are_told_apart(
    digits: int, sentence: str
) -> None:
    text = json.dumps(changed(full(), "year", int("1" * digits)))

    assert said(text) == [("year", sentence)]


def test_a_code_that_comes_three_times_is_told_twice_and_asks_for_no_mark() -> None:
    leaves = [leaf("a", "1"), leaf("a", "1"), leaf("a", "1"), leaf("b", "1")]
    document = bundle(unit("u", marks={}), groups=[group("4", area("1", "4", *leaves))])

    assert places(document) == [
        "groups[0].criteria_set.areas[0].criteria[1].code",
        "groups[0].criteria_set.areas[0].criteria[2].code",
        "units[0].marks.b",
    ]


def test_a_mark_of_a_unit_of_an_unknown_group_is_not_judged() -> None:
    document = changed(full(), "units/0/group", "x")

    assert places(changed(document, f"{MARK}/nobody", {"points": "x"})) == ["units[0].group"]


def test_a_set_whose_maximum_could_not_be_read_is_not_added_up() -> None:
    assert places(changed(full(), f"{SET}/max_points", 12)) == [place_of(f"{SET}/max_points")]


def test_a_text_may_hold_as_many_values_as_the_limit_whatever_its_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = json.dumps({**full(), "title": "X" * 50})
    values = text.count("[") + text.count("{") + text.count(",")

    monkeypatch.setattr(strict_json, "MAX_VALUES", values)
    assert said(text) == []

    monkeypatch.setattr(strict_json, "MAX_VALUES", values - 1)
    assert said(text) == [("", f"Tệp có quá nhiều giá trị: vượt {values - 1}.")]


def test_a_unit_of_an_unknown_group_is_one_thing_to_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = bundle(unit("a", "1"), unit("b", group="x"))

    monkeypatch.setattr(bundle_module, "MAX_CELLS", 8)  # a leaf, an area, five bands; and one
    assert places(document) == ["units[1].group"]
