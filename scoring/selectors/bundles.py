"""The ranking bundle of a cycle: everything its ranking depends on, as one document."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F
from django.db.models.functions import JSONObject
from django.utils.timezone import localtime

from scoring.models import Assessment, CriteriaSet, Criterion, Cycle, CycleGroup, Mark
from scoring.selectors.facts import Counts, declared_facts, unit_facts
from scoring.selectors.sheet_codes import sheets_by_code

FORMAT = "cchc-ranking-bundle/1"


def ranking_bundle(cycle: Cycle, counts: Counts, *, is_provisional: bool = False) -> dict[str, Any]:
    """Return the bundle as the exchange format has it; whether it can be ranked, the core says."""
    return {
        "format": FORMAT,
        "year": cycle.year,
        "title": cycle.title,
        "cutoff": localtime(cycle.cutoff_at).isoformat(),
        "rule_set": rule_set_document(cycle.rule_set.document, is_provisional=is_provisional),
        "facts": declared_facts(cycle, counts.as_of),
        "groups": [_group(group) for group in cycle.groups.select_related("group", "criteria_set")],
        "units": _units(cycle, counts),
    }


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros, as the format spells points."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rule_set_document(document: dict[str, Any], *, is_provisional: bool) -> dict[str, Any]:
    """Return the rules as a run has them.

    A provisional run waits for what is missing, a complete one never does.
    """
    rules = _about_unmarked(document, is_provisional=is_provisional)
    if "by_group" in rules:
        own = rules["by_group"].items()
        by_group = {code: _about_unmarked(it, is_provisional=is_provisional) for code, it in own}
        rules = rules | {"by_group": by_group}
    return rules


def _about_unmarked(rules: dict[str, Any], *, is_provisional: bool) -> dict[str, Any]:
    if is_provisional and "unmarked" in rules:
        return rules | {"unmarked": "pending"}
    if rules.get("unmarked") == "pending":
        return rules | {"unmarked": "refuse"}
    return rules


def _group(group: CycleGroup) -> dict[str, Any]:
    return {
        "code": group.group.code,
        "title": group.group.title,
        "criteria_set": _criteria_set(group.criteria_set),
    }


def _criteria_set(criteria_set: CriteriaSet) -> dict[str, Any]:
    children: dict[int | None, list[Criterion]] = defaultdict(list)
    for criterion in criteria_set.criteria.all():
        children[criterion.parent_id].append(criterion)
    return {
        "code": criteria_set.code,
        "title": criteria_set.title,
        "aggregation": criteria_set.aggregation,
        "max_points": plain(criteria_set.max_points),
        "bonus_cap": _optional(criteria_set.bonus_cap),
        "penalty_cap": _optional(criteria_set.penalty_cap),
        "areas": [_criterion(area, children) for area in children[None]],
    }


def _criterion(criterion: Criterion, children: dict[int | None, list[Criterion]]) -> dict[str, Any]:
    """Return a criterion with all below it; a leaf brings its own keys of scoring."""
    node: dict[str, Any] = {
        "code": criterion.code,
        "title": criterion.title,
        "max_points": plain(criterion.max_points),
    }
    if criterion.weight is not None:
        node["weight"] = plain(criterion.weight)
    if criterion.leaf is not None:
        return {**node, **criterion.leaf}
    return node | {"criteria": [_criterion(c, children) for c in children[criterion.pk]]}


def _optional(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _units(cycle: Cycle, counts: Counts) -> list[dict[str, Any]]:
    """Return every unit of the cycle with its marks and facts; an excluded one has none."""
    facts, marks = unit_facts(cycle, counts), _marks(cycle)
    sheets = sheets_by_code(cycle).order_by("cycle_group__position", "unit__sort_key", "unit__code")
    rows = sheets.values(
        "pk",
        "unit_id",
        "standing",
        "reason",
        code=F("unit__code"),
        name=F("unit__name"),
        group=F("cycle_group__group__code"),
    )
    return [_unit(row, marks.get(row["pk"], {}), facts.get(row["unit_id"], {})) for row in rows]


def _unit(sheet: Mapping[str, Any], marks: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    unit = {key: sheet[key] for key in ("code", "name", "group", "standing", "reason")}
    if sheet["standing"] == Assessment.Standing.EXCLUDED:
        return unit
    return unit | {"marks": marks, "facts": facts}


def _marks(cycle: Cycle) -> dict[int, dict[str, Any]]:
    """Return the marks of each sheet by leaf code; one document a sheet is fetched fastest."""
    mark = JSONObject(code=F("criterion__code"), content=F("content"))
    given = Mark.objects.filter(assessment__cycle=cycle).values("assessment")
    sheets = given.annotate(marks=JSONBAgg(mark)).values_list("assessment", "marks")
    return {sheet: {mark["code"]: mark["content"] for mark in marks} for sheet, marks in sheets}
