"""What a new year is set up from: last year's cycle, the units of the day, the sets at hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from dossiers.domain.late_rates import LateDefinition
from dossiers.selectors.facts_parts import FORMULAS
from scoring.models import CriteriaSet, Cycle, CycleGroup, RuleSet
from scoring.selectors.rule_sets import approved_rules
from scoring.selectors.timetable import Days, later, proposed_days
from surveys.models import Campaign
from units.models import Succession, Unit, UnitGroup
from units.selectors.units import units_by_key, units_on

ORGANISING = (Unit.Level.PROVINCE, Unit.Level.DISTRICT)
"""Levels whose units organise a cycle: the province, or a district for its communes."""
AS_BEFORE = "nhu-nam-truoc"
"""In place of a level: the units that were in the block last year, or who carries them on."""


@dataclass(frozen=True, slots=True)
class BlockProposal:
    """A block of units and what is proposed for it; no set means that it takes no part.

    `units` says for each level, and for AS_BEFORE, who would be in it.
    """

    group: UnitGroup
    criteria_set: CriteriaSet | None = None
    chosen: str = ""
    units: dict[str, list[Unit]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YearProposal:
    """A year as it is proposed for an organiser, from the cycle before where there is one."""

    organiser: Unit
    year: int
    before: Cycle | None
    title: str
    first_on: date
    last_on: date
    cutoff_at: datetime
    rule_set: RuleSet | None
    campaign: Campaign | None
    is_blind: bool
    blocks: tuple[BlockProposal, ...]
    stages: dict[str, Days]


def organisers_on(day: date) -> QuerySet[Unit]:
    """Return the units of a day that may organise a cycle, the province first."""
    return units_on(day).filter(level__in=ORGANISING).order_by("-level", "sort_key")


def cycle_before(organiser: Unit, year: int) -> Cycle | None:
    """Return the organiser's last cycle before a year; an organiser is known by code and level."""
    earlier = Cycle.objects.filter(
        year__lt=year, organiser__code=organiser.code, organiser__level=organiser.level
    )
    return earlier.select_related("rule_set", "organiser").order_by("-year").first()


def proposal_of(organiser: Unit, year: int) -> YearProposal:
    """Return what is proposed for an organiser's year."""
    before = cycle_before(organiser, year)
    years = year - before.year if before else 0
    first_on = later(before.first_on, years) if before else date(year, 1, 1)
    last_on = later(before.last_on, years) if before else date(year, 12, 31)
    return YearProposal(
        organiser=organiser,
        year=year,
        before=before,
        title=_title(before, organiser, year),
        first_on=first_on,
        last_on=last_on,
        cutoff_at=_cutoff(before, last_on, years),
        rule_set=_proposed_rules(before.rule_set) if before else approved_rules().first(),
        campaign=Campaign.objects.filter(first_on__year=year).order_by("-pk").first(),
        is_blind=before.is_blind if before else False,
        blocks=block_proposals(organiser, last_on, before),
        stages=proposed_days(last_on, before),
    )


def block_proposals(organiser: Unit, day: date, before: Cycle | None) -> tuple[BlockProposal, ...]:
    """Return every block there is, those of the cycle before first, each with who is in it."""
    by_level = units_below(organiser, day)
    known = {block.group_id: block for block in _blocks(before)}
    groups = UnitGroup.objects.order_by("title")
    ordered = sorted(groups, key=lambda it: known[it.pk].position if it.pk in known else 9999)
    return tuple(_proposal(group, known.get(group.pk), by_level, day) for group in ordered)


def units_below(organiser: Unit, day: date) -> dict[str, list[Unit]]:
    """Return the units of a day below an organiser, by level, in Vietnamese order of names."""
    units = units_on(day)
    below = units.filter(parent=organiser) | units.filter(parent__parent=organiser)
    by_level: dict[str, list[Unit]] = {}
    for unit in below.distinct():
        by_level.setdefault(unit.level, []).append(unit)
    return by_level


def carried_on(units: Iterable[int], day: date) -> list[Unit]:
    """Return who units (ids) are on a day: themselves, or those they went into, step by step."""
    found: dict[int, Unit] = {}
    waiting = set(units)
    seen = set(waiting)
    while waiting:
        found |= {unit.pk: unit for unit in units_on(day).filter(pk__in=waiting)}
        steps = Succession.objects.filter(predecessor__in=waiting.difference(found))
        waiting = set(steps.values_list("successor_id", flat=True)) - seen
        seen |= waiting
    return sorted(found.values(), key=lambda unit: (unit.sort_key, unit.code))


def sets_at_hand() -> QuerySet[CriteriaSet]:
    """Return the sets that a block may be given: the last version of each, the newest first."""
    return CriteriaSet.objects.filter(replaced_by=None).order_by("-pk")


def set_label(criteria_set: CriteriaSet) -> str:
    """Return a set's title with its version, and that it is a draft where it is one."""
    version = f", phiên bản {criteria_set.version}" if criteria_set.version > 1 else ""
    is_draft = criteria_set.state == CriteriaSet.State.DRAFT
    return f"{criteria_set.title}{version}{' (dự thảo)' if is_draft else ''}"


def rule_words(rule_set: RuleSet) -> str:
    """Return how a rule set counts the late rate, in words."""
    return str(FORMULAS[LateDefinition(rule_set.late_definition)].words)


def reads_satisfaction(rule_set: RuleSet, sets: Iterable[CriteriaSet]) -> bool:
    """Return whether the rules or a leaf of the sets read what the year's survey says."""
    by_rule = any(it.get("fact") == "satisfaction" for it in rule_set.document.get("blocks", []))
    return by_rule or any(
        one.criteria.filter(leaf__scoring__from_fact="satisfaction").exists() for one in sets
    )


def _proposal(
    group: UnitGroup, before: CycleGroup | None, by_level: dict[str, list[Unit]], day: date
) -> BlockProposal:
    """Return what is proposed for one block."""
    if before is None:
        return BlockProposal(group, units=by_level)
    were = list(before.assessments.values_list("unit_id", flat=True))
    same = carried_on(were, day)
    levels = {unit.level for unit in units_by_key(were)}
    whole = levels.pop() if len(levels) == 1 else ""
    is_level = {unit.pk for unit in by_level.get(whole, [])} >= {unit.pk for unit in same}
    return BlockProposal(
        group,
        criteria_set=_proposed_set(before.criteria_set),
        chosen=whole if whole in by_level and is_level else AS_BEFORE,
        units={**by_level, AS_BEFORE: same},
    )


def _proposed_set(before: CriteriaSet) -> CriteriaSet:
    """Return the newest set cloned from last year's, else the last version of last year's."""
    versions = [before]
    while later_one := CriteriaSet.objects.filter(replaces=versions[-1]).first():
        versions.append(later_one)
    clone = sets_at_hand().filter(based_on__in=versions).first()
    return clone or versions[-1]


def _proposed_rules(before: RuleSet) -> RuleSet:
    """Return the last approved version of last year's rules."""
    approved = RuleSet.objects.filter(state=RuleSet.State.APPROVED)
    while later_one := approved.filter(replaces=before).first():
        before = later_one
    return before


def _blocks(cycle: Cycle | None) -> Iterable[CycleGroup]:
    if cycle is None:
        return []
    return cycle.groups.select_related("group", "criteria_set").order_by("position")


def _title(before: Cycle | None, organiser: Unit, year: int) -> str:
    """Return last year's title with the year in it changed, if it has it."""
    if before and str(before.year) in before.title:
        return before.title.replace(str(before.year), str(year))
    return f"Xếp hạng cải cách hành chính năm {year} – {organiser.name}"


def _cutoff(before: Cycle | None, last_on: date, years: int) -> datetime:
    """Return last year's cutoff so many years later, else the last second of the last day."""
    if before is None:
        return make_aware(datetime.combine(last_on, time(23, 59, 59)))
    was = localtime(before.cutoff_at)
    return make_aware(datetime.combine(later(was.date(), years), was.time()))
