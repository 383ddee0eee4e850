"""Bands, and the blocks that bar them."""

from typing import Any

import pytest
from ranking_bundles import area, band, block, bundle, group, leaf, only_unit, ratio, unit, units_of

NOT_APPLICABLE = {"state": "not_applicable", "reason": "no dossiers"}
LOW_SATISFACTION = block("low", fact="satisfaction", test="<=", threshold="0.80")


def blocked(points: str, facts: dict[str, Any], *blocks: dict[str, Any], **keys: Any) -> Any:
    return only_unit(bundle(unit("u", points, facts=facts), blocks=list(blocks), **keys))


@pytest.mark.parametrize(
    ("points", "expected"),
    [("90", "excellent"), ("89.9999", "good"), ("80", "good"), ("50", "average"), ("0", "weak")],
)
def test_the_bound_of_an_inclusive_band_is_in_it(points: str, expected: str) -> None:
    assert only_unit(bundle(unit("u", points)))["band"] == expected


@pytest.mark.parametrize(("points", "expected"), [("80", "fair"), ("80.0001", "good")])
def test_the_bound_of_an_exclusive_band_is_not(points: str, expected: str) -> None:
    good = {"code": "good", "label": "good", "above": "80"}
    bands = [good, band("fair", "65"), band("weak", "0")]

    assert only_unit(bundle(unit("u", points), bands=bands))["band"] == expected


@pytest.mark.parametrize(("points", "expected"), [("80.01", "a"), ("80", "b"), ("79.99", "c")])
def test_an_above_band_may_precede_an_at_least_of_the_same_bound(
    points: str, expected: str
) -> None:
    bands = [{"code": "a", "label": "a", "above": "80"}, band("b", "80"), band("c", "0")]

    assert only_unit(bundle(unit("u", points), bands=bands))["band"] == expected


def test_a_reading_that_rounds_up_to_a_bound_has_not_reached_it() -> None:
    exact = only_unit(bundle(unit("u", "89.996")))
    published = only_unit(bundle(unit("u", "89.996"), rank_on="published"))

    assert (exact["published"], exact["band"]) == ("90.00", "good")
    assert (published["published"], published["band"]) == ("90.00", "excellent")


def test_bands_may_read_points() -> None:
    leaves = area("1", "200", leaf("1.1", "200"))
    document = bundle(unit("u", "95"), basis="points", groups=[group("200", leaves)])

    found = only_unit(document)

    assert (found["published"], found["band"], found["index"]) == (
        "95.00",
        "excellent",
        "47.5000000000",
    )


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (ratio(4, 80), ["late"]),  # exactly 5 %
        (ratio(499, 10000), []),  # 4.99 %
        (ratio(12, 240), ["late"]),
        ({"value": "0.05"}, ["late"]),
        ({"value": "0.0499999999"}, []),
    ],
)
def test_five_per_cent_late_bars_good_and_less_does_not(
    late: dict[str, Any], expected: list[str]
) -> None:
    found = blocked("92", {"late_rate": late}, block())

    assert found["blocked_by"] == expected
    assert found["band"] == ("fair" if expected else "excellent")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(ratio(400, 500), "fair"), (ratio(401, 500), "good"), ({"value": "0.8000"}, "fair")],
)
def test_eighty_per_cent_satisfied_bars_good_and_more_does_not(
    rate: dict[str, Any], expected: str
) -> None:
    assert blocked("85", {"satisfaction": rate}, LOW_SATISFACTION)["band"] == expected


@pytest.mark.parametrize(
    ("test", "held"),
    [
        (">=", [False, True, True]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        ("<", [True, False, False]),
    ],
)
def test_each_test_is_exact_at_its_threshold(test: str, held: list[bool]) -> None:
    rule = block(test=test, threshold="0.5")

    found = [
        blocked("92", {"late_rate": {"value": value}}, rule)["blocked_by"] == ["late"]
        for value in ("0.4999999999", "0.5", "0.5000000001")
    ]

    assert found == held


def test_a_block_changes_neither_points_nor_index_nor_rank() -> None:
    facts = {"late_rate": ratio(1, 2)}
    free = {"late_rate": ratio(0, 2)}
    document = bundle(unit("a", "92", facts=facts), unit("b", "91", facts=free), blocks=[block()])

    found = units_of(document)

    assert (found["a"]["rank"], found["b"]["rank"]) == (1, 2)
    assert (found["a"]["points"], found["a"]["published"]) == ("92", "92.00")
    assert (found["a"]["band_by_points"], found["a"]["band"]) == ("excellent", "fair")


def test_a_block_that_changes_nothing_is_listed_all_the_same() -> None:
    found = blocked("60", {"late_rate": ratio(1, 2)}, block())

    assert (found["band"], found["blocked_by"]) == ("average", ["late"])


def test_the_hardest_block_decides_and_all_are_listed_in_rule_order() -> None:
    harder = block("z", bars="fair", threshold="0.1")
    softer = block("a", bars="excellent")

    found = blocked("92", {"late_rate": ratio(1, 2)}, harder, softer)

    assert (found["band"], found["blocked_by"]) == ("average", ["z", "a"])


def test_a_block_on_what_is_not_applicable_is_waived_with_its_reason() -> None:
    found = blocked("92", {"late_rate": NOT_APPLICABLE}, block())

    assert (found["band"], found["blocked_by"]) == ("excellent", [])
    assert found["waived"] == [{"block": "late", "reason": "no dossiers"}]


def test_a_missing_fact_that_may_be_ignored_is_not_listed() -> None:
    found = blocked("92", {}, block(when_missing="ignore"))

    assert (found["band"], found["blocked_by"], found["waived"]) == ("excellent", [], [])


def test_a_missing_fact_makes_a_unit_of_a_provisional_run_pending() -> None:
    found = blocked("92", {}, block(), unmarked="pending")

    assert (found["standing"], found["unmarked"], found["published"]) == ("pending", 0, None)
    assert found["index"] == "92.0000000000"


def test_a_missing_fact_that_may_be_ignored_leaves_a_provisional_unit_ranked() -> None:
    found = blocked("92", {}, block(when_missing="ignore"), unmarked="pending")

    assert (found["standing"], found["rank"]) == ("ranked", 1)


def test_a_scored_unit_is_banded_and_blocked_but_not_ranked() -> None:
    late = {"late_rate": ratio(1, 2)}
    scored = unit("u", "92", standing="scored", reason="new", facts=late)

    found = only_unit(bundle(scored, blocks=[block()]))

    assert (found["band"], found["rank"], found["published"]) == ("fair", None, "92.00")


def test_a_group_may_have_bands_and_blocks_of_its_own() -> None:
    leaves = area("1", "100", leaf("1.1", "100"))
    groups = [group("100", leaves), group("100", leaves, code="h")]
    own = {"bands": [band("pass", "50"), band("fail", "0")], "blocks": [], "decimals": 0}
    late = {"late_rate": ratio(1, 2)}
    document = bundle(
        unit("a", "92.5", facts=late),
        unit("b", "92.5", group="h", facts=late),
        groups=groups,
        blocks=[block()],
        by_group={"h": own},
    )

    found = units_of(document)

    assert (found["a"]["band"], found["a"]["published"]) == ("fair", "92.50")
    assert (found["b"]["band"], found["b"]["published"]) == ("pass", "93")


def test_a_group_may_lift_the_general_cap_and_change_every_single_rule() -> None:
    leaves = area("1", "10", leaf("1.1", "10"), leaf("1.b", "5", role="bonus"))
    own = {
        "basis": "points",
        "rank_on": "published",
        "ties": "dense",
        "tie_break": ["area:1"],
        "decimals": 1,
        "rounding": "down",
        "unmarked": "zero",
        "total_cap": None,
        "bands": [band("any", "0")],
        "blocks": [],
    }
    full = unit("u", marks={"1.1": {"points": "10"}, "1.b": {"points": "0.19"}})
    document = bundle(full, groups=[group("10", leaves)], total_cap="max", by_group={"g": own})

    found = only_unit(document)

    assert (found["published"], found["points"], found["band"]) == ("10.1", "10.19", "any")
