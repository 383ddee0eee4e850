"""What must hold of every bundle, tried on many."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ranking_bundles import area, block, bundle, group, leaf, ratio, unit

from scoring.domain import rank_text

POINTS = st.integers(0, 1000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}")
RATIOS = st.integers(1, 60).flatmap(lambda d: st.integers(0, d).map(lambda n: ratio(n, d)))
BANDS = ["excellent", "good", "fair", "average", "weak"]
GROUP = group(
    "160",
    area("1", "110", leaf("1.1", "100"), leaf("1.2", "10", scoring={"kind": "ratio"})),
    area("2", "50", leaf("2.1", "50", scoring={"kind": "deduction", "per_fault": "1.7"})),
)


@st.composite
def units(draw: st.DrawFn, code: str) -> dict[str, Any]:
    marks = {
        "1.1": {"points": draw(POINTS)},
        "1.2": draw(RATIOS),
        "2.1": {"count": draw(st.integers(0, 40))},
    }
    for left_out in draw(st.sets(st.sampled_from(["1.2", "2.1"]))):
        marks[left_out] = {"state": "not_applicable", "reason": "none"}
    return unit(code, marks=marks, facts={"late_rate": draw(RATIOS)})


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Any]:
    rules = {
        "ties": draw(st.sampled_from(["competition", "dense", "ordinal"])),
        "rank_on": draw(st.sampled_from(["unrounded", "published"])),
        "rounding": draw(st.sampled_from(["half_up", "half_even", "down"])),
        "decimals": draw(st.integers(0, 6)),
        "tie_break": draw(st.sampled_from([["code"], ["area:1"], ["area:2", "area:1"]])),
        "blocks": draw(st.sampled_from([[], [block()], [block(bars="fair"), block("b")]])),
    }
    members = [draw(units(f"u{number}")) for number in range(draw(st.integers(0, 6)))]
    return bundle(*members, groups=[GROUP], **rules)


def shuffled(draw: st.DrawFn, value: Any) -> Any:
    """Return the value with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(draw, value[key]) for key in keys}
    if isinstance(value, list):
        return [shuffled(draw, item) for item in value]
    return value


def without_digest(text: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(text)
    del result["bundle_sha256"]
    return result


@settings(max_examples=25, deadline=None)
@given(bundles(), st.data())
def test_the_order_of_keys_changes_nothing(document: dict[str, Any], data: st.DataObject) -> None:
    other = shuffled(data.draw, document)

    assert rank_text(json.dumps(other)) == rank_text(json.dumps(document))


@settings(max_examples=25, deadline=None)
@given(bundles(), st.data())
def test_the_order_of_units_changes_nothing_but_the_digest(
    document: dict[str, Any], data: st.DataObject
) -> None:
    other = {**document, "units": data.draw(st.permutations(document["units"]))}

    expected = without_digest(rank_text(json.dumps(document)))
    assert without_digest(rank_text(json.dumps(other))) == expected


@settings(max_examples=25, deadline=None)
@given(bundles())
def test_a_stored_result_is_found_again(document: dict[str, Any]) -> None:
    text = json.dumps(document)

    assert rank_text(json.dumps(document, indent=1, sort_keys=True)) == rank_text(text)


@settings(max_examples=25, deadline=None)
@given(bundles())
def test_the_text_is_what_the_standard_encoder_would_write(document: dict[str, Any]) -> None:
    text = rank_text(json.dumps(document))

    again = json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False)
    assert text == again + "\n"


@settings(max_examples=40, deadline=None)
@given(bundles())
def test_areas_add_up_and_the_index_is_their_share(document: dict[str, Any]) -> None:
    for found in without_digest(rank_text(json.dumps(document)))["units"]:
        exact = sum(Fraction(it["points"]) for it in found["areas"].values())
        maximum = sum(Fraction(it["applicable_max"]) for it in found["areas"].values())

        assert abs(exact - Fraction(found["points"])) <= Fraction(2, 10**10)
        assert maximum == Fraction(found["applicable_max"])
        share = 100 * exact / maximum
        assert abs(share - Fraction(found["index"])) <= Fraction(1, 10**8)


@settings(max_examples=40, deadline=None)
@given(bundles())
def test_a_block_never_raises_a_band_and_only_barred_units_fall(document: dict[str, Any]) -> None:
    for found in without_digest(rank_text(json.dumps(document)))["units"]:
        before, after = BANDS.index(found["band_by_points"]), BANDS.index(found["band"])

        assert after >= before
        assert after == before or found["blocked_by"]


@settings(max_examples=40, deadline=None)
@given(bundles())
def test_ranks_follow_readings_and_bands_follow_ranks(document: dict[str, Any]) -> None:
    listed = without_digest(rank_text(json.dumps(document)))["units"]

    indices = [Fraction(found["index"]) for found in listed]
    by_points = [BANDS.index(found["band_by_points"]) for found in listed]
    if document["rule_set"]["rank_on"] == "unrounded":
        assert indices == sorted(indices, reverse=True)
    assert by_points == sorted(by_points)
    assert [found["rank"] for found in listed] == sorted(found["rank"] for found in listed)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["direct", "ratio", "inverted", "deduction", "count"]),
    st.lists(st.integers(0, 100), min_size=2, max_size=2).map(sorted),
    st.sampled_from([None, 0, 1, 2]),
)
def test_a_better_mark_never_lowers_points(
    kind: str, worse_and_better: list[int], decimals: int | None
) -> None:
    worse, better = (points_of(kind, it, decimals) for it in worse_and_better)

    assert Fraction(worse) <= Fraction(better)


def points_of(kind: str, goodness: int, decimals: int | None) -> str:
    """Return the points of a leaf of 7 for a mark as good as a number from 0 to 100 says."""
    scoring, mark = {
        "direct": ({"kind": "direct"}, {"points": f"{goodness * 7 // 100}"}),
        "ratio": ({"kind": "ratio", "floor": "0.2", "target": "0.9"}, ratio(goodness, 100)),
        "inverted": ({"kind": "ratio", "invert": True}, ratio(100 - goodness, 100)),
        "deduction": ({"kind": "deduction", "per_fault": "0.3"}, {"count": 100 - goodness}),
        "count": ({"kind": "count", "per_item": "0.3"}, {"count": goodness}),
    }[kind]
    keys = {} if decimals is None else {"decimals": decimals}
    only = leaf("1.1", "7", scoring=scoring, **keys)
    document = bundle(unit("u", marks={"1.1": mark}), groups=[group("7", area("1", "7", only))])
    found: str = json.loads(rank_text(json.dumps(document)))["units"][0]["points"]
    return found
