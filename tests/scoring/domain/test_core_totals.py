"""What leaves come to: areas, bonus and penalty, absences, weights."""

import json
from dataclasses import replace
from typing import Any

import pytest
from ranking_bundles import area, bundle, group, leaf, only_unit, ranked, ratio, unit, units_of

from scoring.domain import rank, read_bundle
from scoring.domain.model import NotApplicable
from scoring.domain.ranking import NothingApplicable

NOT_APPLICABLE = {"state": "not_applicable", "reason": "none"}
UNMARKED = {"state": "unmarked"}


def with_roles(**keys: Any) -> list[dict[str, Any]]:
    """Return a group of 10 points with a bonus leaf of 3 and a penalty leaf of 4."""
    bonus, penalty = leaf("1.b", "3", role="bonus"), leaf("1.p", "4", role="penalty")
    return [group("10", area("1", "10", leaf("1.1", "10"), bonus, penalty), **keys)]


def marked(points: str, bonus: str, penalty: str) -> dict[str, Any]:
    marks = {"1.1": {"points": points}, "1.b": {"points": bonus}, "1.p": {"points": penalty}}
    return unit("u", marks=marks)


def weighted(*units: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a weighted bundle: area 1 of 10 points weighs 0.4, area 2 of 5 points 0.6."""
    first = area("1", "10", leaf("1.1", "10"), weight="0.4")
    second = area("2", "5", leaf("2.1", "5"), weight="0.6")
    return bundle(*units, groups=[group("15", first, second, aggregation="weighted")], **keys)


def test_bonus_is_added_and_penalty_taken_away_after_the_sum() -> None:
    found = only_unit(bundle(marked("8", "1.5", "0.25"), groups=with_roles()))

    assert found["points"] == "9.25"  # 8 + 1.5 - 0.25
    assert (found["bonus"], found["penalty"]) == ("1.5", "0.25")
    assert found["areas"]["1"] == {
        "points": "8",
        "applicable_max": "10",
        "index": "80.0000000000",
    }
    assert found["applicable_max"] == "10"


def test_caps_hold_bonus_and_penalty() -> None:
    document = bundle(marked("8", "3", "4"), groups=with_roles(bonus_cap="1.25", penalty_cap="0.5"))

    found = only_unit(document)

    assert (found["bonus"], found["penalty"]) == ("1.25", "0.5")
    assert found["points"] == "8.75"  # 8 + 1.25 - 0.5
    assert found["leaves"]["1.b"]["points"] == "3"


def test_a_total_is_never_below_zero() -> None:
    found = only_unit(bundle(marked("1", "0", "4"), groups=with_roles()))

    assert (found["points"], found["index"]) == ("0", "0.0000000000")


def test_bonus_may_lift_a_total_above_the_maximum() -> None:
    found = only_unit(bundle(marked("10", "2", "0"), groups=with_roles()))

    assert (found["points"], found["published"]) == ("12", "120.00")


def test_a_total_cap_holds_it_at_the_applicable_maximum() -> None:
    found = only_unit(bundle(marked("10", "2", "0"), groups=with_roles(), total_cap="max"))

    assert (found["points"], found["published"], found["bonus"]) == ("10", "100.00", "2")


def test_not_applicable_leaves_points_and_maximum() -> None:
    leaves = [leaf("1.1", "10"), leaf("1.2", "5")]
    document = bundle(
        unit("u", marks={"1.1": {"points": "9"}, "1.2": NOT_APPLICABLE}),
        groups=[group("15", area("1", "15", *leaves))],
    )

    found = only_unit(document)

    assert (found["points"], found["applicable_max"], found["published"]) == ("9", "10", "90.00")
    assert found["unmarked"] == 0


def test_an_area_with_nothing_applicable_has_no_index() -> None:
    areas = [area("1", "10", leaf("1.1", "10")), area("2", "5", leaf("2.1", "5"))]
    document = bundle(
        unit("u", marks={"1.1": {"points": "9"}, "2.1": NOT_APPLICABLE}),
        groups=[group("15", *areas)],
    )

    assert only_unit(document)["areas"]["2"] == {
        "points": "0",
        "applicable_max": "0",
        "index": None,
    }


@pytest.mark.parametrize("mark", [{}, {"1.2": UNMARKED}])
def test_an_unmarked_leaf_that_counts_zero_stays_unmarked(mark: dict[str, Any]) -> None:
    document = bundle(
        unit("u", marks={"1.1": {"points": "9"}, **mark}),
        groups=[group("15", area("1", "15", leaf("1.1", "10"), leaf("1.2", "5")))],
        unmarked="zero",
    )

    found = only_unit(document)

    assert found["leaves"]["1.2"] == {"state": "unmarked", "points": "0"}
    assert (found["points"], found["applicable_max"], found["unmarked"]) == ("9", "15", 1)
    assert (found["published"], found["rank"]) == ("60.00", 1)  # 9/15


def test_unmarked_bonus_and_penalty_leaves_count_zero_too() -> None:
    document = bundle(unit("u", "8"), groups=with_roles(), unmarked="zero")

    found = only_unit(document)

    assert (found["points"], found["unmarked"]) == ("8", 2)
    assert found["leaves"]["1.b"] == {"state": "unmarked", "points": "0"}


def test_zero_is_a_mark_like_any_other() -> None:
    found = only_unit(bundle(unit("u", "0")))

    assert found["leaves"]["1.1"] == {"state": "marked", "points": "0"}
    assert (found["unmarked"], found["band"], found["rank"]) == (0, "weak", 1)


def test_a_pending_unit_is_computed_from_what_is_marked_and_takes_no_rank() -> None:
    groups = [group("15", area("1", "15", leaf("1.1", "10"), leaf("1.2", "5")))]
    done = unit("done", marks={"1.1": {"points": "5"}, "1.2": {"points": "5"}})
    document = bundle(unit("half", "9"), done, groups=groups, unmarked="pending")

    found = units_of(document)

    assert found["half"]["points"] == "9"
    assert found["half"]["applicable_max"] == "10"
    assert found["half"]["index"] == "90.0000000000"
    assert found["half"]["standing"] == "pending"
    assert found["half"]["unmarked"] == 1
    for key in ("published", "band_by_points", "band", "blocked_by", "waived", "rank"):
        assert found["half"][key] is None
    assert (found["done"]["rank"], found["done"]["standing"]) == (1, "ranked")


def test_group_figures_leave_pending_units_out() -> None:
    document = bundle(unit("a", "90"), unit("b"), unmarked="pending")

    assert ranked(document)["groups"] == [
        {"code": "g", "ranked": 1, "mean_published": "90.00", "bands": {"excellent": 1}}
    ]


def test_a_unit_to_be_scored_becomes_pending_and_keeps_its_reason() -> None:
    document = bundle(unit("u", standing="scored", reason="new"), unmarked="pending")

    found = only_unit(document)

    assert (found["standing"], found["reason"], found["rank"]) == ("pending", "new", None)


def test_a_pending_unit_without_any_mark_has_no_index() -> None:
    found = only_unit(bundle(unit("u"), unmarked="pending"))

    assert (found["points"], found["applicable_max"], found["index"]) == ("0", "0", None)


def test_an_unmarked_bonus_leaf_makes_a_unit_pending() -> None:
    found = only_unit(bundle(unit("u", "8"), groups=with_roles(), unmarked="pending"))

    assert (found["standing"], found["unmarked"], found["index"]) == (
        "pending",
        2,
        "80.0000000000",
    )


def test_a_weighted_index_is_the_weighted_mean_of_area_shares() -> None:
    marks = {"1.1": {"points": "8"}, "2.1": {"points": "3"}}

    found = only_unit(weighted(unit("u", marks=marks)))

    assert found["index"] == "68.0000000000"  # 0.4 x 8/10 + 0.6 x 3/5 = 0.32 + 0.36
    assert (found["points"], found["applicable_max"]) == ("11", "15")


def test_the_weight_of_an_area_with_nothing_applicable_is_spread() -> None:
    marks = {"1.1": {"points": "8"}, "2.1": NOT_APPLICABLE}

    found = only_unit(weighted(unit("u", marks=marks)))

    assert found["index"] == "80.0000000000"  # 0.4 x 8/10 / 0.4


def test_a_pending_weighted_unit_is_weighted_by_what_is_marked() -> None:
    found = units_of(weighted(unit("half", "8"), unit("none"), unmarked="pending"))

    assert found["half"]["index"] == "80.0000000000"
    assert found["none"]["index"] is None


def test_criteria_may_lie_at_any_depth() -> None:
    criterion = leaf("deep", "100")
    for level in range(100):
        criterion = area(f"c{level}", "100", criterion)
    document = bundle(
        unit("u", marks={"deep": {"points": "75"}}),
        groups=[group("100", area("1", "100", criterion))],
    )

    assert only_unit(document)["points"] == "75"


def test_nothing_is_rounded_on_the_way() -> None:
    leaves = [leaf(code, "1", scoring={"kind": "ratio"}) for code in ("a", "b", "c")]
    marks = {code: ratio(1, 3) for code in ("a", "b", "c")}
    document = bundle(unit("u", marks=marks), groups=[group("3", area("1", "3", *leaves))])

    assert only_unit(document)["points"] == "1"  # three thirds, not 0.9999999999


def test_an_excluded_unit_is_only_listed() -> None:
    document = bundle(unit("a", "50"), unit("x", standing="excluded", reason="merged"))

    found = units_of(document)["x"]

    assert (found["standing"], found["reason"], found["group"]) == ("excluded", "merged", "g")
    assert {key for key, value in found.items() if value is not None} == {
        "code",
        "group",
        "standing",
        "reason",
    }


def test_a_group_without_ranked_units_has_no_mean() -> None:
    document = bundle(unit("a", "50", standing="scored", reason="new"))

    assert ranked(document)["groups"] == [
        {"code": "g", "ranked": 0, "mean_published": None, "bands": {}}
    ]


def test_the_mean_is_of_published_figures_and_rounded_the_same_way() -> None:
    units = [unit("a", "50.005"), unit("b", "50.015"), unit("c", "50")]

    half_up = ranked(bundle(*units))["groups"][0]["mean_published"]
    down = ranked(bundle(*units, rounding="down"))["groups"][0]["mean_published"]

    assert half_up == "50.01"  # (50.01 + 50.02 + 50.00) / 3 = 50.01
    assert down == "50.00"  # (50.00 + 50.01 + 50.00) / 3 = 50.0033...


def test_a_complete_unit_with_nothing_applicable_is_no_silent_zero() -> None:
    read = read_bundle(json.dumps(bundle(unit("u", "50"))))
    emptied = replace(read.units[0], marks={"1.1": NotApplicable("none")})

    with pytest.raises(NothingApplicable, match="u"):
        rank(replace(read, units=(emptied,)))
