"""What another mark for one leaf does to its area and to the whole sheet, by the core."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.db.models import Q

from scoring.domain.model import (
    Aggregation,
    Area,
    CriteriaSet,
    Fact,
    Group,
    Mark,
    Rules,
    Standing,
    Unit,
)
from scoring.domain.numbers import exact_text
from scoring.domain.problems import Notes
from scoring.domain.reading.facts import read_fact
from scoring.domain.reading.marks import read_mark
from scoring.domain.reading.rules import NO_RULE_SET
from scoring.domain.totals import UnitTotal, unit_total
from scoring.models import Assessment, Criterion, RankingLine
from scoring.selectors.appraisal_leaves import AppraisedLeaf
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.band_lists import rules_of
from scoring.selectors.facts import counts_of, unit_facts
from scoring.selectors.leaves import leaf_in_core
from scoring.selectors.wording import points


@dataclass(frozen=True, slots=True)
class Effect:
    """The points of a leaf's area and of its sheet with one mark and with another, as read."""

    area_before: str
    area_after: str
    total_before: str
    total_after: str

    @property
    def is_none(self) -> bool:
        """Whether nothing moves."""
        return (self.area_before, self.total_before) == (self.area_after, self.total_after)


class Totals:
    """A sheet as the core adds it up: its set, its marks and its facts, read once."""

    def __init__(self, assessment: Assessment) -> None:
        criteria_set = assessment.cycle_group.criteria_set
        areas = _areas_of(list(criteria_set.criteria.order_by("position")))
        own_set = CriteriaSet(
            Aggregation(criteria_set.aggregation),
            _fraction(criteria_set.bonus_cap),
            _fraction(criteria_set.penalty_cap),
            tuple(areas),
        )
        self._group = Group("", own_set, _rules_of(assessment))
        self._known = {leaf.code: leaf for area in own_set.areas for leaf in area.leaves}
        self._marks = dict(assessment.marks.values_list("criterion__code", "content"))
        has_facts = any(leaf.from_fact for leaf in self._known.values())
        self._facts = _facts_of(assessment) if has_facts else {}

    def effect(
        self, leaf: AppraisedLeaf, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> Effect:
        """Return what the sheet comes to with one mark for the leaf, and with another."""
        area = leaf.area.code
        was, then = (self._total(leaf.criterion.code, content) for content in (before, after))
        return Effect(
            _text(was.areas[area].points),
            _text(then.areas[area].points),
            _text(was.points),
            _text(then.points),
        )

    def _total(self, code: str, content: Mapping[str, Any] | None) -> UnitTotal:
        marks = {**self._marks, code: content}
        read = {key: self._mark(key, given) for key, given in marks.items() if given}
        sound = {key: mark for key, mark in read.items() if mark is not None}
        unit = Unit("", "", Standing.SCORED, "", sound, self._facts)
        return unit_total(self._group, unit)

    def _mark(self, code: str, content: Mapping[str, Any]) -> Mark | None:
        return read_mark(Notes(), dict(content), "", self._known[code])


def _areas_of(criteria: list[Criterion]) -> list[Area]:
    """Return the areas of a set with their leaves, automatic ones too."""
    area_of: dict[int, int] = {}
    leaves: dict[int, list[Any]] = {}
    for criterion in criteria:
        area = area_of.get(criterion.parent_id or 0, criterion.pk)
        area_of[criterion.pk] = area
        leaves.setdefault(area, [])
        if criterion.leaf is not None:
            leaves[area].append(leaf_in_core(criterion))
    known = {criterion.pk: criterion for criterion in criteria}
    return [
        Area(known[pk].code, _fraction(known[pk].weight) or Fraction(0), tuple(below))
        for pk, below in leaves.items()
    ]


def _rules_of(assessment: Assessment) -> Rules:
    """Return what adding up asks of the rules: unmarked leaves wait, a total may be capped."""
    block, cycle = assessment.cycle_group, assessment.cycle
    in_force = rules_of(cycle.rule_set.document, block.group.code)
    return replace(NO_RULE_SET.general.rules, is_total_capped=in_force.get("total_cap") == "max")


def _facts_of(assessment: Assessment) -> dict[str, Fact]:
    """Return the unit's facts as the newest run has them, else as counted now.

    Of the runs those count that the unit may know of, as on its sheet: appraisers see no others.
    """
    lines = RankingLine.objects.filter(run__cycle=assessment.cycle_id, unit=assessment.unit_id)
    told = lines.filter(Q(run__publication__isnull=False) | shown_to_units("run__"))
    given = told.order_by("-run__number").values_list("given__facts", flat=True).first()
    if given is None:
        cycle = assessment.cycle
        given = unit_facts(cycle, counts_of(cycle)).get(assessment.unit_id, {})
    read = {code: read_fact(Notes(), raw, "") for code, raw in given.items()}
    return {code: fact for code, fact in read.items() if fact is not None}


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _text(value: Fraction) -> str:
    return points(exact_text(value))
