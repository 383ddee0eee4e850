"""Reading a group: its criteria, and whether the rules in force for it fit them."""

from scoring.domain.model import Aggregation, Basis
from scoring.domain.problems import Notes
from scoring.domain.reading.completeness import GroupRead
from scoring.domain.reading.criteria import NO_CRITERIA, CriteriaRead, read_criteria_set
from scoring.domain.reading.fields import Fields, Keys
from scoring.domain.reading.known import Known
from scoring.domain.reading.rules import RuleSetRead, RulesRead

_GROUP = Keys("code title criteria_set")


def read_group(
    notes: Notes, raw: object, place: str, rule_set: RuleSetRead, facts: Known[str]
) -> GroupRead:
    """Return a group with its criteria and the rules in force for it."""
    fields = Fields(notes, raw, place, _GROUP)
    fields.text("title")
    code = fields.code("code")
    criteria = NO_CRITERIA
    if fields.has("criteria_set"):
        set_place = fields.at("criteria_set")
        criteria = read_criteria_set(notes, fields.raw("criteria_set"), set_place, facts)
        _check_weighted(notes, set_place, criteria, rule_set.for_group(code))
    rules = rule_set.for_group(code)
    _check_areas(notes, code, criteria, rules)
    _check_bars(notes, code, rules)
    return GroupRead(code, criteria, rules.rules)


def _check_areas(notes: Notes, code: str, criteria: CriteriaRead, rules: RulesRead) -> None:
    for area, place in rules.tie_areas:
        if criteria.areas.lacks(area):
            notes.add("unknown_area", place, code=area, group=code)


def _check_bars(notes: Notes, code: str, rules: RulesRead) -> None:
    for band, place in rules.bars:
        if rules.bands.lacks(band):
            notes.add("unknown_band", place, code=band, group=code)
        elif rules.bands.is_lowest(band):
            notes.add("bars_lowest_band", place, code=band, group=code)


def _check_weighted(notes: Notes, place: str, criteria: CriteriaRead, rules: RulesRead) -> None:
    if criteria.criteria_set.aggregation is not Aggregation.WEIGHTED:
        return
    if rules.rules.basis is not Basis.INDEX:
        notes.add("weighted_with_points", place)
    if rules.rules.is_total_capped:
        notes.add("weighted_with_cap", place)
