"""Ranks: each group apart, highest first, ties by rule, rounding by rule."""

from typing import Any

import pytest
from ranking_bundles import area, bundle, group, leaf, ranked, unit, units_of

NOT_APPLICABLE = {"state": "not_applicable", "reason": "none"}


def ranks_of(document: dict[str, Any]) -> dict[str, int]:
    return {code: it["rank"] for code, it in units_of(document).items()}


def of_two_areas(code: str, first: str, second: str | None) -> dict[str, Any]:
    """Return a unit of the group below; None: area 2 is not applicable."""
    mark = NOT_APPLICABLE if second is None else {"points": second}
    return unit(code, marks={"1.1": {"points": first}, "2.1": mark})


TWO_AREAS = [group("20", area("1", "10", leaf("1.1", "10")), area("2", "10", leaf("2.1", "10")))]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("competition", {"d": 1, "b": 2, "c": 2, "a": 4}),
        ("dense", {"d": 1, "b": 2, "c": 2, "a": 3}),
        ("ordinal", {"d": 1, "b": 2, "c": 3, "a": 4}),
    ],
)
def test_ties_are_ranked_by_rule(ties: str, expected: dict[str, int]) -> None:
    units = [unit("a", "50"), unit("b", "60"), unit("c", "60"), unit("d", "70")]

    assert ranks_of(bundle(*units, ties=ties)) == expected


def test_figures_that_print_alike_are_tied_only_when_ranked_as_published() -> None:
    units = [unit("a", "60.001"), unit("b", "60.002")]

    assert ranks_of(bundle(*units)) == {"a": 2, "b": 1}
    assert ranks_of(bundle(*units, rank_on="published")) == {"a": 1, "b": 1}


def test_the_higher_area_index_breaks_a_tie() -> None:
    units = [of_two_areas("a", "4", "6"), of_two_areas("b", "5", "5"), of_two_areas("c", "6", "4")]

    by_first = bundle(*units, groups=TWO_AREAS, ties="ordinal", tie_break=["area:1"])
    by_second = bundle(*units, groups=TWO_AREAS, ties="ordinal", tie_break=["area:2", "code"])

    assert ranks_of(by_first) == {"c": 1, "b": 2, "a": 3}
    assert ranks_of(by_second) == {"a": 1, "b": 2, "c": 3}


def test_an_area_with_nothing_applicable_comes_last_in_a_tie() -> None:
    units = [of_two_areas("a", "0", None), of_two_areas("b", "0", "0")]

    document = bundle(*units, groups=TWO_AREAS, ties="ordinal", tie_break=["area:2"])

    assert ranks_of(document) == {"b": 1, "a": 2}


def test_the_next_area_and_then_the_code_break_what_is_left() -> None:
    units = [of_two_areas("b", "5", "5"), of_two_areas("a", "5", "5"), of_two_areas("c", "5", "5")]

    document = bundle(*units, groups=TWO_AREAS, ties="ordinal", tie_break=["area:1", "area:2"])

    assert ranks_of(document) == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize("tie_break", [["code", "area:1"], ["code", "area:1", "code"], []])
def test_nothing_after_the_code_can_break_a_tie(tie_break: list[str]) -> None:
    units = [of_two_areas("a", "4", "6"), of_two_areas("b", "6", "4")]

    document = bundle(*units, groups=TWO_AREAS, ties="ordinal", tie_break=tie_break)

    assert ranks_of(document) == {"a": 1, "b": 2}


def test_codes_sort_by_code_point() -> None:
    units = [unit(code, "50") for code in ("đ", "z", "é", "Z", "10", "9")]

    document = bundle(*units, ties="ordinal")

    assert list(ranks_of(document)) == ["10", "9", "Z", "z", "é", "đ"]


def test_units_are_listed_by_group_rank_and_code_with_the_unranked_last() -> None:
    leaves = area("1", "100", leaf("1.1", "100"))
    groups = [group("100", leaves, code="z"), group("100", leaves, code="g")]
    units = [
        unit("d", "60"),
        unit("c", "60"),
        unit("b", "99", standing="scored", reason="new"),
        unit("a", standing="excluded", reason="merged"),
        unit("e", "70"),
        unit("f", "10", group="z"),
    ]

    listed = [it["code"] for it in ranked(bundle(*units, groups=groups))["units"]]

    assert listed == ["f", "e", "c", "d", "a", "b"]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("half_up", ["60.13", "60.14", "60.12", "60.13"]),
        ("half_even", ["60.12", "60.14", "60.12", "60.13"]),
        ("down", ["60.12", "60.13", "60.12", "60.12"]),
    ],
)
def test_figures_are_rounded_by_rule(rounding: str, expected: list[str]) -> None:
    points = ["60.125", "60.135", "60.1249", "60.1251"]
    units = [unit(str(number), given) for number, given in enumerate(points)]

    found = units_of(bundle(*units, rounding=rounding))

    assert [found[str(number)]["published"] for number in range(4)] == expected


@pytest.mark.parametrize(("decimals", "expected"), [(0, "60"), (1, "60.1"), (6, "60.125000")])
def test_published_figures_have_all_their_decimals(decimals: int, expected: str) -> None:
    found = units_of(bundle(unit("a", "60.125"), decimals=decimals))

    assert found["a"]["published"] == expected


def test_a_bundle_without_units_has_groups_and_no_units() -> None:
    result = ranked(bundle())

    assert result["units"] == []
    assert result["groups"][0]["ranked"] == 0


def test_a_bundle_without_groups_has_neither() -> None:
    result = ranked(bundle(groups=[]))

    assert (result["units"], result["groups"]) == ([], [])
