"""A worked example of a rule set: what class a unit with these figures would get, and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from foundation.domain.vietnamese import number
from scoring.domain.bands import banding
from scoring.domain.entry import EntryRefused, typed_decimal, typed_share
from scoring.domain.model import Measured, RankOn
from scoring.domain.numbers import fixed_text, rounded
from scoring.domain.problems import Notes
from scoring.domain.reading.known import Known
from scoring.domain.reading.rules import read_rule_set
from scoring.domain.strict_json import parse
from scoring.models import RuleSet
from scoring.selectors.band_lists import band_labels
from scoring.selectors.facts import LATE_RATE, SATISFACTION
from scoring.selectors.wording import short_percent
from scoring.services.rule_editing import problems_of_rules

POINTS, LATE, SATISFIED = "vd_diem", "vd_tre_han", "vd_hai_long"
USUAL = {POINTS: "86,20", LATE: "5,3 %", SATISFIED: "85 %"}
"""What the example begins with."""


@dataclass(frozen=True, slots=True)
class Example:
    """What becomes of the unit; `sentences` say why nothing can be said instead."""

    figures: str = ""
    band_by_points: str = ""
    band: str = ""
    barred_by: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def example_of(rule_set: RuleSet, typed: Mapping[str, str]) -> Example:
    """Return what the core makes of a unit's figures by the rules that all blocks share."""
    problems = problems_of_rules(rule_set)
    if problems:
        return Example(sentences=tuple(map(str, problems)))
    try:
        reading = typed_decimal(typed.get(POINTS, "").strip())
        shares = {
            fact: typed_share(text)
            for fact, name in ((LATE_RATE, LATE), (SATISFACTION, SATISFIED))
            if (text := typed.get(name, "").strip())
        }
    except EntryRefused as refusal:
        return Example(sentences=refusal.sentences)
    return _worked(rule_set, reading, shares)


def _worked(rule_set: RuleSet, reading: str, shares: Mapping[str, str]) -> Example:
    notes = Notes()
    rules = read_rule_set(
        notes, parse(json.dumps(rule_set.document), notes), "", Known(is_complete=False)
    ).general.rules
    value = Fraction(reading)
    if rules.rank_on is RankOn.PUBLISHED:
        value = rounded(value, rules.decimals, rules.rounding)
        reading = fixed_text(value, rules.decimals)
    facts = {fact: Measured(Fraction(share)) for fact, share in shares.items()}
    outcome = banding(rules, value, facts)
    labels = band_labels(rule_set.document, "")
    titles = {block["code"]: block["title"] for block in rule_set.document.get("blocks", ())}
    return Example(
        figures=_figures(reading, shares),
        band_by_points=labels[outcome.band_by_points],
        band=labels[outcome.band],
        barred_by=tuple(titles[code] for code in outcome.blocked_by),
    )


def _figures(reading: str, shares: Mapping[str, str]) -> str:
    """Return the figures in words: "86,20 điểm, 5,3 % trễ hạn, 85 % hài lòng"."""
    words = {LATE_RATE: "trễ hạn", SATISFACTION: "hài lòng"}
    said = [f"{short_percent(share)} {words[fact]}" for fact, share in shares.items()]
    return ", ".join([f"{number(reading)} điểm", *said])
