"""What a run keeps beside its texts so that pages need not read them: the frame and the lines."""

import json
from decimal import Decimal
from typing import Any

from django.db import connection

from scoring.models import RankingLine, RankingRun
from scoring.selectors.sheet_codes import sheets_by_code

_FRAME = ("title", "year", "cutoff", "rule_set", "facts", "groups")

_FIGURES = ("position", "standing", "rank", "published", "band", "band_by_points")
_DOCUMENTS = ("given", "entry", "supplement")
_COLUMNS = ", ".join(("run_id", "unit_id", "group_id", *_FIGURES, *_DOCUMENTS))
_COPY = f"copy {RankingLine._meta.db_table} ({_COLUMNS}) from stdin"

Line = dict[str, Any]
"""The fields of a RankingLine but its run, unit and block; the latter two are codes in `given`."""


def read_supplement(text: str) -> dict[str, Any]:
    """Return a stored supplement; raises ValueError for what is none."""
    supplement = json.loads(text)
    if not isinstance(supplement, dict) or not isinstance(supplement.get("units", {}), dict):
        raise ValueError("no supplement")
    return supplement


def frame_and_lines(
    bundle: dict[str, Any], result: dict[str, Any], supplement: dict[str, Any]
) -> tuple[dict[str, Any], list[Line]]:
    """Return the frame of a run and its lines in the result's order.

    Nothing but the three documents decides, so that whoever verifies a run derives the same.
    """
    frame = {key: bundle.get(key, []) for key in _FRAME} | {"figures": result["groups"]}
    given = {unit["code"]: unit for unit in bundle["units"]}
    notes = supplement.get("units", {})
    lines = [
        _line(position, given[entry["code"]], entry, notes.get(entry["code"], {}))
        for position, entry in enumerate(result["units"], start=1)
    ]
    return frame, lines


def _line(
    position: int, given: dict[str, Any], entry: dict[str, Any], supplement: dict[str, Any]
) -> Line:
    published = entry["published"]
    return {
        "position": position,
        "standing": entry["standing"],
        "rank": entry["rank"],
        "published": None if published is None else Decimal(published),
        "band": entry["band"] or "",
        "band_by_points": entry["band_by_points"] or "",
        "given": given,
        "entry": entry,
        "supplement": supplement,
    }


def store_lines(run: RankingRun, lines: list[Line]) -> None:
    """Store the lines of a run that was just written.

    By COPY: their documents are large, and quoting them into an INSERT takes longer than ranking.
    """
    units = dict(sheets_by_code(run.cycle).values_list("unit__code", "unit_id"))
    groups = dict(run.cycle.groups.values_list("group__code", "group_id"))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line in lines:
            given = line["given"]
            documents = (_json(line[key]) for key in _DOCUMENTS)
            figures = (line[key] for key in _FIGURES)
            copy.write_row(
                [run.pk, units[given["code"]], groups[given["group"]], *figures, *documents]
            )


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def has_exactly(run: RankingRun, lines: list[Line]) -> bool:
    """Return whether the run's stored lines are these, each of the unit and block it names."""
    named = [
        line | {"unit__code": line["given"]["code"], "group__code": line["given"]["group"]}
        for line in lines
    ]
    columns = named[0].keys() if named else ["pk"]
    return list(run.lines.order_by("position").values(*columns)) == named
