"""Rules of a group of its own: what it says holds, and the general rules where it is silent."""

import json
from dataclasses import replace
from typing import Any

import pytest
from ranking_bundles import band, block, bundle, changed, said
from refusal_table import RULES, full

from scoring.domain import read_bundle
from scoring.domain.model import Basis, RankOn, Rules, Ties, UnmarkedRule
from scoring.domain.numbers import Rounding

UNUSUAL = {
    "basis": "points",
    "rank_on": "published",
    "ties": "dense",
    "tie_break": ["area:1"],
    "decimals": 3,
    "rounding": "down",
    "unmarked": "zero",
    "total_cap": "max",
    "bands": [band("good", "70"), band("weak", "0")],
    "blocks": [block()],
}


def rules_of(**own: Any) -> Rules:
    document = {**UNUSUAL, **({"by_group": {"g": own}} if own else {})}
    return read_bundle(json.dumps(bundle(**document))).groups[0].rules


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("basis", "index", {"basis": Basis.INDEX}),
        ("rank_on", "unrounded", {"rank_on": RankOn.UNROUNDED}),
        ("ties", "ordinal", {"ties": Ties.ORDINAL}),
        ("tie_break", ["code"], {"tie_break": ()}),
        ("decimals", 0, {"decimals": 0}),
        ("rounding", "half_even", {"rounding": Rounding.HALF_EVEN}),
        ("unmarked", "refuse", {"unmarked": UnmarkedRule.REFUSE}),
        ("total_cap", None, {"is_total_capped": False}),
        ("blocks", [], {"blocks": ()}),
    ],
)
def test_a_group_changes_one_rule_and_keeps_the_others(
    key: str, value: Any, read: dict[str, Any]
) -> None:
    assert rules_of(**{key: value}) == replace(rules_of(), **read)


def test_a_group_may_have_bands_of_its_own_and_keeps_the_rest() -> None:
    own = rules_of(bands=[band("good", "60"), band("fair", "20"), band("weak", "0")])

    assert [it.code for it in own.bands] == ["good", "fair", "weak"]
    assert replace(own, bands=()) == replace(rules_of(), bands=())


@pytest.mark.parametrize(
    ("key", "value", "place", "sentence"),
    [
        (
            "tie_break",
            ["name"],
            "tie_break[0]",
            "Không hiểu cách phân định đồng hạng “name”; chỉ nhận “code” hoặc “area:MÃ”.",
        ),
        (
            "bands",
            [band("good", "10"), band("weak", "20"), band("fail", "0")],
            "bands[1]",
            "Các mức xếp loại phải giảm dần, mức tốt nhất đứng đầu.",
        ),
        (
            "blocks",
            [block(fact="speed")],
            "blocks[0].fact",
            "Số liệu “speed” chưa được khai báo trong mục “facts”.",
        ),
        ("ties", "x", "ties", "Không có lựa chọn “x”; chỉ nhận: competition, dense, ordinal."),
    ],
)
def test_what_is_said_of_a_rule_of_one_group(
    key: str, value: Any, place: str, sentence: str
) -> None:
    document = changed(full(), f"{RULES}/by_group/w/{key}", value)

    assert said(document) == [(f"rule_set.by_group.w.{place}", sentence)]
