"""Small valid bundles for the tests of the core, and ways to change and to compute them."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from scoring.domain import BundleRefused, rank_text, read_bundle

GOLDEN = Path(__file__).parent / "bundles"
MISSING = object()


def leaf(code: str, max_points: str, **keys: Any) -> dict[str, Any]:
    scoring = keys.pop("scoring", {"kind": "direct"})
    return {"code": code, "title": "t", "max_points": max_points, "scoring": scoring, **keys}


def area(code: str, max_points: str, *criteria: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": "t",
        "max_points": max_points,
        "criteria": list(criteria),
        **keys,
    }


def group(max_points: str, *areas: dict[str, Any], **keys: Any) -> dict[str, Any]:
    code = keys.pop("code", "g")
    criteria_set = {
        "code": f"set-{code}",
        "title": "t",
        "aggregation": "sum",
        "max_points": max_points,
        "areas": list(areas),
        **keys,
    }
    return {"code": code, "title": "t", "criteria_set": criteria_set}


def unit(code: str, points: str | None = None, **keys: Any) -> dict[str, Any]:
    marks = {"1.1": {"points": points}} if points is not None else {}
    return {"code": code, "name": "t", "group": "g", "marks": marks, **keys}


def ratio(numerator: int, denominator: int) -> dict[str, int]:
    return {"numerator": numerator, "denominator": denominator}


def band(code: str, at_least: str) -> dict[str, str]:
    return {"code": code, "label": code, "at_least": at_least}


BANDS = [
    band("excellent", "90"),
    band("good", "80"),
    band("fair", "65"),
    band("average", "50"),
    band("weak", "0"),
]


def block(code: str = "late", **keys: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": "t",
        "fact": "late_rate",
        "test": ">=",
        "threshold": "0.05",
        "bars": "good",
        "when_missing": "refuse",
        **keys,
    }


def bundle(*units: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a bundle of one group with one leaf `1.1` of 100 points, unless told otherwise.

    `groups` replaces the groups and `facts` the declared facts; the rest are keys of the rules.
    """
    groups = keys.pop("groups", [group("100", area("1", "100", leaf("1.1", "100")))])
    facts = keys.pop("facts", ["late_rate", "satisfaction"])
    rule_set = {
        "code": "r",
        "sources": [{"document": "t", "clause": "1"}],
        "basis": "index",
        "rank_on": "unrounded",
        "ties": "competition",
        "decimals": 2,
        "rounding": "half_up",
        "unmarked": "refuse",
        "bands": deepcopy(BANDS),
        **keys,
    }
    return {
        "format": "cchc-ranking-bundle/1",
        "year": 2022,
        "title": "t",
        "cutoff": "2022-12-31T23:59:59+07:00",
        "rule_set": rule_set,
        "facts": [{"code": fact} for fact in facts],
        "groups": groups,
        "units": list(units),
    }


def ranked(document: dict[str, Any]) -> dict[str, Any]:
    """Return the result document of a bundle, read back."""
    result: dict[str, Any] = json.loads(rank_text(json.dumps(document)))
    return result


def units_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the units of a bundle's result by code."""
    return {it["code"]: it for it in ranked(document)["units"]}


def only_unit(document: dict[str, Any]) -> dict[str, Any]:
    (found,) = ranked(document)["units"]
    return found


def problems(document: Any) -> list[tuple[str, str]]:
    """Return code and place of everything that is wrong with a bundle."""
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    try:
        read_bundle(text)
    except BundleRefused as refusal:
        return [(it.code, it.place) for it in refusal.problems]
    return []


def said(document: Any, read: Callable[[str | bytes], Any] = read_bundle) -> list[tuple[str, str]]:
    """Return place and sentence of everything that is wrong with a document, in order."""
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    try:
        read(text)
    except BundleRefused as refusal:
        return [(it.place, it.message) for it in refusal.problems]
    return []


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with one value put at a path (`units/0/name`), or taken away if MISSING."""
    copy: Any = deepcopy(document)
    place, keys = copy, path.split("/")
    for key in keys[:-1]:
        place = place[int(key) if isinstance(place, list) else key]
    last: Any = int(keys[-1]) if isinstance(place, list) else keys[-1]
    if value is MISSING:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return copy
