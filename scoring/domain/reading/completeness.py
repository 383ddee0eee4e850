"""Whether a unit has all that its group's criteria and rules ask for."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.domain.model import (
    Block,
    Counted,
    Fact,
    Leaf,
    Mark,
    Measured,
    NotApplicable,
    Ratio,
    Rules,
    Steps,
    UnmarkedRule,
)
from scoring.domain.problems import Notes, member
from scoring.domain.reading.criteria import CriteriaRead
from scoring.domain.reading.marks import note_inverted

A_RATIO = "một tỷ lệ hoặc giá trị"
A_COUNT = "một số đếm"


@dataclass(frozen=True, slots=True)
class GroupRead:
    """What the units of a group are read against."""

    code: str
    criteria: CriteriaRead
    rules: Rules

    @property
    def cells(self) -> int:
        """How much is looked at for one unit."""
        criteria = len(self.criteria.leaves.parts) + len(self.criteria.areas.parts)
        return criteria + len(self.rules.bands) + len(self.rules.blocks)


def check_computed(
    notes: Notes,
    place: str,
    group: GroupRead,
    marks: Mapping[str, Mark | None],
    facts: Mapping[str, Fact | None],
) -> None:
    """Note what is missing or of the wrong shape in a unit that is to be computed.

    Marks and facts that are None were given but refused; they are taken for there.
    """
    refuses = group.rules.unmarked is UnmarkedRule.REFUSE
    is_applicable = not group.criteria.leaves.is_sound
    for leaf in group.criteria.leaves.sound_parts():
        if leaf.from_fact is None:
            is_marked, mark = leaf.code in marks, marks.get(leaf.code)
        else:
            is_marked, mark = leaf.from_fact in facts, facts.get(leaf.from_fact)
            _check_fact(notes, leaf, mark, member(member(place, "facts"), leaf.from_fact))
        if refuses and not is_marked:
            notes.add("unmarked_leaf", member(member(place, "marks"), leaf.code), code=leaf.code)
        if not is_applicable and leaf.role is None and leaf.max_points:
            is_applicable = not isinstance(mark, NotApplicable)
    if not is_applicable:
        notes.add("nothing_applicable", place)
    for block in group.rules.blocks:
        _check_block(notes, block, group.rules, facts, member(place, "facts"))


def _check_fact(notes: Notes, leaf: Leaf, fact: Mark | None, place: str) -> None:
    """Note a fact that the leaf cannot read as its mark."""
    if fact is None or isinstance(fact, NotApplicable):
        return
    if isinstance(leaf.scoring, Steps | Ratio):
        if isinstance(fact, Measured):
            note_inverted(notes, leaf.scoring, fact, place)
        else:
            notes.add("wrong_fact_shape", place, code=leaf.from_fact, expected=A_RATIO)
    elif not isinstance(fact, Counted):
        notes.add("wrong_fact_shape", place, code=leaf.from_fact, expected=A_COUNT)


def _check_block(
    notes: Notes, block: Block, rules: Rules, facts: Mapping[str, Fact | None], facts_place: str
) -> None:
    """Note a fact that a block needs and nobody gave, or that is a count."""
    place = member(facts_place, block.fact)
    if isinstance(facts.get(block.fact), Counted):
        notes.add("wrong_fact_shape", place, code=block.fact, expected=A_RATIO)
    is_missing = block.is_required and block.fact not in facts
    if is_missing and rules.unmarked is not UnmarkedRule.PENDING:
        notes.add("missing_fact", place, code=block.fact, block=block.code)
