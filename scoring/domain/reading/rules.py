"""Reading the rule set: what is in force for all groups, and what a group has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.model import Basis, Block, Comparison, RankOn, Rules, Ties, UnmarkedRule
from scoring.domain.numbers import Rounding
from scoring.domain.problems import Notes
from scoring.domain.reading.bands import BandsRead, read_bands
from scoring.domain.reading.fields import MAX_DECIMALS, Fields, Keys
from scoring.domain.reading.known import Known

_RULE_SET = Keys(
    "code sources basis rank_on ties decimals rounding unmarked bands",
    "tie_break total_cap blocks by_group",
)
_BY_GROUP = Keys(
    "", "basis rank_on ties tie_break decimals rounding unmarked total_cap bands blocks"
)
_SOURCE = Keys("document clause")
_BLOCK = Keys("code title fact test threshold bars when_missing")
_AREA = "area:"


class _WhenMissing(StrEnum):
    REFUSE = "refuse"
    IGNORE = "ignore"


Placed = tuple[str, str]
"""A code with its place, for what is checked once the group's criteria are known."""


@dataclass(frozen=True, slots=True)
class RulesRead:
    """Rules as read; `bars` and `tie_areas` name what a group must have to use them."""

    rules: Rules
    bands: BandsRead
    bars: tuple[Placed, ...]
    tie_areas: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class RuleSetRead:
    """The general rules and the rules of single groups, with the places of the latter."""

    general: RulesRead
    by_group: Mapping[str, RulesRead]
    group_places: tuple[Placed, ...]

    def for_group(self, code: str) -> RulesRead:
        """Return the rules in force for a group."""
        return self.by_group.get(code, self.general)


_HARMLESS = RulesRead(
    Rules(
        basis=Basis.INDEX,
        rank_on=RankOn.UNROUNDED,
        ties=Ties.COMPETITION,
        tie_break=(),
        decimals=0,
        rounding=Rounding.HALF_UP,
        unmarked=UnmarkedRule.PENDING,
        is_total_capped=False,
        bands=(),
        blocks=(),
    ),
    BandsRead(),
    (),
    (),
)
"""Stands in for rules that could not be read, and calls up no further problem."""

NO_RULE_SET = RuleSetRead(_HARMLESS, {}, ())
"""Stands in for a rule set that was not given at all."""


def read_rule_set(notes: Notes, raw: object, place: str, facts: Known[str]) -> RuleSetRead:
    """Return the rule set with the rules of every group that has its own."""
    fields = Fields(notes, raw, place, _RULE_SET)
    fields.code("code")
    for source, source_place in fields.elements("sources"):
        source_fields = Fields(notes, source, source_place, _SOURCE)
        source_fields.text("document")
        source_fields.text("clause")
    general = _read_rules(notes, fields, _HARMLESS, facts)
    own = fields.members("by_group")
    by_group = {
        code: _read_rules(notes, Fields(notes, raw_own, own_place, _BY_GROUP), general, facts)
        for code, raw_own, own_place in own
    }
    return RuleSetRead(general, by_group, tuple((code, own_place) for code, _, own_place in own))


def _read_rules(notes: Notes, fields: Fields, base: RulesRead, facts: Known[str]) -> RulesRead:
    """Return what the fields say, and what the base says where they are silent."""
    general = base.rules
    bands = read_bands(notes, fields) if fields.has("bands") else base.bands
    blocks, bars = general.blocks, base.bars
    if fields.has("blocks"):
        blocks, bars = _read_blocks(notes, fields, facts)
    tie_break, tie_areas = general.tie_break, base.tie_areas
    if fields.has("tie_break"):
        tie_break, tie_areas = _read_tie_break(notes, fields)
    rules = Rules(
        basis=fields.one_of("basis", Basis, general.basis),
        rank_on=fields.one_of("rank_on", RankOn, general.rank_on),
        ties=fields.one_of("ties", Ties, general.ties),
        tie_break=tie_break,
        decimals=fields.integer("decimals", MAX_DECIMALS, general.decimals),
        rounding=fields.one_of("rounding", Rounding, general.rounding),
        unmarked=fields.one_of("unmarked", UnmarkedRule, general.unmarked),
        is_total_capped=fields.word_or_null("total_cap", "max", general.is_total_capped),
        bands=bands.bands,
        blocks=blocks,
    )
    return RulesRead(rules, bands, bars, tie_areas)


def _read_tie_break(notes: Notes, fields: Fields) -> tuple[tuple[str, ...], tuple[Placed, ...]]:
    """Return the areas that decide before the code does, and all areas named with their places."""
    areas: list[Placed] = []
    deciding: int | None = None
    for word, place in fields.words("tie_break"):
        if word.startswith(_AREA):
            areas.append((word.removeprefix(_AREA), place))
        elif word != "code":
            notes.add("unknown_tie_break", place, value=word)
        elif deciding is None:
            deciding = len(areas)
    return tuple(code for code, _ in areas[:deciding]), tuple(areas)


def _read_blocks(
    notes: Notes, fields: Fields, facts: Known[str]
) -> tuple[tuple[Block, ...], tuple[Placed, ...]]:
    """Return the blocks that are sound, and every band that a block bars with its place."""
    blocks: Known[Block] = Known()
    bars: list[Placed] = []
    for raw, place in fields.elements("blocks"):
        block_fields = Fields(notes, raw, place, _BLOCK)
        block = _read_block(block_fields, facts)
        blocks.add(notes, block.code, place, block if block_fields.is_sound else None)
        if block_fields.has("bars"):
            bars.append((block.bars, block_fields.at("bars")))
    return blocks.sound_parts(), tuple(bars)


def _read_block(fields: Fields, facts: Known[str]) -> Block:
    fields.text("title")
    when_missing = fields.one_of("when_missing", _WhenMissing, _WhenMissing.IGNORE)
    block = Block(
        code=fields.code("code"),
        fact=fields.code("fact"),
        comparison=fields.one_of("test", Comparison, Comparison.AT_LEAST),
        threshold=fields.decimal("threshold"),
        bars=fields.code("bars"),
        is_required=when_missing is _WhenMissing.REFUSE,
    )
    if fields.has("fact") and facts.lacks(block.fact):
        fields.refuse("undeclared_fact", "fact", code=block.fact)
    return block
