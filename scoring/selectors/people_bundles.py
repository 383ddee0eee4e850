"""The accountability bundle of a ranking: rules on people, classes now and before, the people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, replace
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from dossiers.domain.late_rates import LateCounts
from dossiers.selectors.late_rates import handler_late_counts
from scoring.domain import BundleRefused, Problem, review
from scoring.domain.model import Comparison
from scoring.domain.numbers import parse_decimal
from scoring.models import Cycle
from scoring.selectors.band_lists import band_codes, group_codes
from scoring.selectors.facts import LATE_RATE, late_rates, read_at
from scoring.selectors.past_classes import BandedUnit, past_classes
from scoring.selectors.sheet_codes import sheets_by_code
from units.models import Person

FORMAT = "cchc-accountability-bundle/1"
CLAUSE = "clause"
"""What a stored rule may say beside the keys of the format: where it is written."""


def people_bundle(
    cycle: Cycle, bundle: dict[str, Any], sha256: str, result: dict[str, Any]
) -> dict[str, Any]:
    """Return the document as the exchange format has it, for a ranking bundle and its result.

    Whether the rules fit the classes, the core says.
    """
    rules, banded = cycle.rule_set.accountability_rules, banded_units(result)
    ids = dict(sheets_by_code(cycle).values_list("unit__code", "unit_id"))
    units = [BandedUnit(ids[it["code"]], it["code"], it["group"]) for it in banded]
    past = past_classes(cycle, units)
    return {
        "format": FORMAT,
        "year": cycle.year,
        "ranking_sha256": sha256,
        "bands": band_lists(bundle),
        "bands_by_year": past.lists,
        "rules": bare_rules(rules),
        "units": [unit | {"history": past.histories[unit["code"]]} for unit in banded],
        "people": _people(cycle, [unit.unit for unit in units]),
    }


def review_text(people: str) -> str:
    """Return the result document of an accountability bundle.

    Raises BundleRefused for rules that do not fit the classes of the year; the places then begin
    with `accountability`.
    """
    try:
        return review(people)
    except BundleRefused as refusal:
        raise BundleRefused(tuple(map(_about_people, refusal.problems))) from refusal


def _about_people(problem: Problem) -> Problem:
    place = f"accountability.{problem.place}".rstrip(".")
    return replace(problem, place=place)


def bare_rules(rules: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return stored rules on people with the keys of the format only."""
    return [{key: rule[key] for key in rule if key != CLAUSE} for rule in rules]


def band_lists(bundle: dict[str, Any]) -> dict[str, list[str]]:
    """Return the classes of every block of a ranking bundle, best first."""
    return {group: band_codes(bundle["rule_set"], group) for group in group_codes(bundle)}


def banded_units(result: dict[str, Any]) -> list[dict[str, str]]:
    """Return code, block and class of every unit that a ranking gave a class."""
    return [
        {key: entry[key] for key in ("code", "group", "band")}
        for entry in result["units"]
        if entry["band"] is not None
    ]


def officials_left_out(cycle: Cycle, result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cases of officials at units without a class, whom the format has no room for.

    Each has unit, person, rule and the person's fact; the rules are those on officials that hold.
    """
    rules = [it for it in cycle.rule_set.accountability_rules if it["applies_to"] == "official"]
    if not rules:
        return []
    classed = [unit["code"] for unit in banded_units(result)]
    sheets = sheets_by_code(cycle).exclude(unit__code__in=classed)
    codes = dict(sheets.values_list("unit_id", "unit__code"))
    officials = people_of(cycle).filter(unit__in=codes, role=Person.Role.OFFICIAL)
    people = sorted((codes[unit], code) for unit, code in officials.values_list("unit", "code"))
    late = _late_rates_by_code(cycle, only=[code for _unit, code in people])
    return [
        {"unit": unit, "person": code, "rule": rule["code"], "fact": late[code]}
        for unit, code in people
        for rule in rules
        if code in late and rule["fact"] == LATE_RATE and _holds(rule, late[code])
    ]


def _holds(rule: Mapping[str, Any], rate: Mapping[str, int]) -> bool:
    threshold = parse_decimal(rule["threshold"])
    share = Fraction(rate["numerator"], rate["denominator"])
    return threshold is not None and Comparison(rule["test"]).holds(share, threshold)


def people_of(cycle: Cycle) -> QuerySet[Person]:
    """Return who held a role at a unit of the cycle on its last day."""
    units = cycle.assessments.values("unit_id")
    return Person.objects.filter(unit__in=units, valid__contains=cycle.last_on)


def _people(cycle: Cycle, units: list[int]) -> list[dict[str, Any]]:
    """Return the people of these units, by unit, code and role."""
    late = _late_rates_by_code(cycle)
    people = people_of(cycle).filter(unit__in=units).select_related("unit")
    ordered = sorted(people, key=lambda person: (person.unit.code, person.code, person.role))
    return [_person(person, late) for person in ordered]


def _person(person: Person, late: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a person; a head with the first day in office, an official with a late rate."""
    shown: dict[str, Any] = {"code": person.code, "unit": person.unit.code, "role": person.role}
    if person.role == Person.Role.HEAD and person.valid.lower:
        return shown | {"since": person.valid.lower.isoformat()}
    if person.role == Person.Role.OFFICIAL and person.code in late:
        return shown | {"facts": {LATE_RATE: late[person.code]}}
    return shown


def _late_rates_by_code(
    cycle: Cycle, *, only: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the late rates of officials: of all they handled, also at a unit they left.

    Of `only` these codes, if they are given.
    """
    officials = Person.objects.filter(role=Person.Role.OFFICIAL)
    handlers = None
    if only is not None:
        officials = officials.filter(code__in=only)
        handlers = list(officials.values_list("pk", flat=True))
    counts = handler_late_counts(
        first=cycle.first_on, last=cycle.last_on, cutoff=read_at(cycle), handlers=handlers
    )
    summed: dict[str, LateCounts] = defaultdict(LateCounts)
    for person, code in officials.filter(pk__in=counts).values_list("pk", "code"):
        summed[code] = _sum(summed[code], counts[person])
    return late_rates(cycle, summed)


def _sum(one: LateCounts, other: LateCounts) -> LateCounts:
    return LateCounts(*(a + b for a, b in zip(astuple(one), astuple(other), strict=True)))
