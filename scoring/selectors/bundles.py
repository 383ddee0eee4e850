"""The ranking bundle of a cycle: everything its ranking depends on, as one document."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from scoring.models import Assessment, CriteriaSet, Criterion, Cycle, CycleGroup
from scoring.selectors.facts import declared_facts, unit_facts

FORMAT = "cchc-ranking-bundle/1"


def ranking_bundle(cycle: Cycle) -> dict[str, Any]:
    """Return the bundle as the exchange format has it; whether it can be ranked, the core says."""
    return {
        "format": FORMAT,
        "year": cycle.year,
        "title": cycle.title,
        "cutoff": localtime(cycle.cutoff_at).isoformat(),
        "rule_set": cycle.rule_set.document,
        "facts": declared_facts(cycle),
        "groups": [_group(group) for group in cycle.groups.select_related("group", "criteria_set")],
        "units": _units(cycle),
    }


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros, as the format spells points."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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


def _units(cycle: Cycle) -> list[dict[str, Any]]:
    """Return every unit of the cycle with its marks and facts; an excluded one has none."""
    facts = unit_facts(cycle)
    sheets = (
        cycle.assessments.select_related("unit", "cycle_group__group")
        .prefetch_related("marks__criterion")
        .order_by("cycle_group__position", "unit__sort_key", "unit__code")
    )
    return [_unit(sheet, facts.get(sheet.unit_id, {})) for sheet in sheets]


def _unit(sheet: Assessment, facts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    unit: dict[str, Any] = {
        "code": sheet.unit.code,
        "name": sheet.unit.name,
        "group": sheet.cycle_group.group.code,
        "standing": sheet.standing,
        "reason": sheet.reason,
    }
    if sheet.standing == Assessment.Standing.EXCLUDED:
        return unit
    marks = {mark.criterion.code: mark.content for mark in sheet.marks.all()}
    return unit | {"marks": marks, "facts": facts}
