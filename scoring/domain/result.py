"""Writing a ranking result: the exact text of the result document."""

from scoring.domain.bands import Banding
from scoring.domain.canonical import Json, document_text
from scoring.domain.numbers import EXACT_DECIMALS, exact_text, fixed_text
from scoring.domain.ranking import GroupResult, RankingResult, UnitResult
from scoring.domain.totals import AreaTotal, LeafTotal, UnitTotal

FORMAT = "cchc-ranking-result/1"


def result_text(result: RankingResult) -> str:
    """Return the result document: the same text for the same bundle, on any machine."""
    return document_text(
        {
            "format": FORMAT,
            "bundle_sha256": result.bundle_sha256,
            "units": map(_unit, result.units),
            "groups": map(_group, result.groups),
        }
    )


def _unit(unit: UnitResult) -> Json:
    outcome = unit.outcome
    return {
        "code": unit.code,
        "group": unit.group,
        "standing": unit.standing,
        "reason": unit.reason,
        "rank": unit.rank,
        "published": fixed_text(outcome.published, unit.decimals) if outcome else None,
        **_total(unit.total),
        **_banding(outcome.banding if outcome else None),
    }


def _total(total: UnitTotal | None) -> dict[str, Json]:
    if total is None:
        keys = "points applicable_max index bonus penalty unmarked areas leaves"
        return dict.fromkeys(keys.split())
    return {
        "points": exact_text(total.points),
        "applicable_max": exact_text(total.applicable_max),
        "index": None if total.index is None else fixed_text(total.index, EXACT_DECIMALS),
        "bonus": exact_text(total.bonus),
        "penalty": exact_text(total.penalty),
        "unmarked": total.unmarked,
        "areas": {code: _area(area) for code, area in total.areas.items()},
        "leaves": {code: _leaf(leaf) for code, leaf in total.leaves.items()},
    }


def _area(area: AreaTotal) -> Json:
    return {
        "points": exact_text(area.points),
        "applicable_max": exact_text(area.applicable_max),
        "index": None if area.index is None else fixed_text(area.index, EXACT_DECIMALS),
    }


def _leaf(leaf: LeafTotal) -> Json:
    points = None if leaf.points is None else exact_text(leaf.points)
    return {"state": leaf.state, "points": points}


def _banding(banding: Banding | None) -> dict[str, Json]:
    if banding is None:
        return dict.fromkeys(["band_by_points", "band", "blocked_by", "waived"])
    return {
        "band_by_points": banding.band_by_points,
        "band": banding.band,
        "blocked_by": list(banding.blocked_by),
        "waived": [{"block": it.block, "reason": it.reason} for it in banding.waived],
    }


def _group(group: GroupResult) -> Json:
    mean = group.mean_published
    return {
        "code": group.code,
        "ranked": group.ranked,
        "mean_published": None if mean is None else fixed_text(mean, group.decimals),
        "bands": dict(group.bands),
    }
