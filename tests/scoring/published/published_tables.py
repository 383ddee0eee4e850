"""A published table beside what the core makes of the bundle that was written from it."""

import csv
import json
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from scoring.domain import rank_text

HERE = Path(__file__).parent
Tree = dict[str, Any]


def table(name: str, block: str | None = None) -> list[dict[str, str]]:
    """Return the rows as published, of one block (khoi) if it is named."""
    text = (HERE / "tables" / f"{name}.csv").read_text("utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if block in (None, row["khoi"])]


def bundle(name: str) -> Tree:
    found: Tree = json.loads((HERE / "bundles" / f"{name}.json").read_bytes())
    return found


def by_name(document: Tree) -> dict[str, Tree]:
    """Return the core's row of each unit by the unit's name, with the band's label added."""
    names = {unit["code"]: unit["name"] for unit in document["units"]}
    labels = {band["code"]: band["label"] for band in document["rule_set"]["bands"]}
    rows = json.loads(rank_text(json.dumps(document)))["units"]
    return {names[row["code"]]: {**row, "label": labels[row["band"]]} for row in rows}


def computed(name: str) -> dict[str, Tree]:
    return by_name(bundle(name))


def figures(name: str, column: str, block: str | None = None) -> dict[str, Any]:
    """Return one column of the core's rows for the units of a published table."""
    rows = computed(name)
    return {row["don_vi"]: rows[row["don_vi"]][column] for row in table(name, block)}


def group_of(name: str, code: str) -> Tree:
    groups = json.loads(rank_text(json.dumps(bundle(name))))["groups"]
    return next(group for group in groups if group["code"] == code)


def with_bands(document: Tree, **bounds: str) -> Tree:
    """Return a copy whose bands of these codes begin elsewhere (`tot="83.07"`)."""
    copy = deepcopy(document)
    for band in copy["rule_set"]["bands"]:
        if band["code"] in bounds:
            band["at_least"] = bounds[band["code"]]
    return copy


def as_printed(index: str, printed: str) -> str:
    """Return an index with as many digits as the source printed."""
    return str(Decimal(index).quantize(Decimal(printed), ROUND_HALF_UP))
