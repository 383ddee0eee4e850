"""The queue of an appraiser: every leaf of every sheet that is theirs, narrowed and in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from scoring.models import Appraisal, Assessment, Cycle
from scoring.selectors.appraisal_course import Place
from scoring.selectors.appraisal_desk import CycleDesk, Door
from scoring.selectors.appraisal_glances import Glance, glances_of
from scoring.selectors.appraisal_leaves import AppraisedLeaf, leaves_of
from scoring.selectors.appraisal_rights import appraiser_of
from scoring.selectors.appraisal_sheets import reopened_areas
from units.models import User

WAITING, UNAPPRAISED = "cho-ban", "chua-cham"
DIFFERING, OBJECTED, SPREAD = "khac-tu-cham", "phan-doi", "chenh"
BY_LEAF, BY_UNIT = "tieu-chi", "don-vi"
_ANY = (WAITING, UNAPPRAISED, DIFFERING, OBJECTED, SPREAD)
_UNTOUCHED = Glance()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a queue is narrowed by, "" for all, and its order: units within a leaf, or leaves."""

    block: str = ""
    area: str = ""
    unit: str = ""
    only: str = ""
    order: str = BY_LEAF

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """Return what an address asks for; what it cannot mean is taken for nothing."""
        only, order = given.get("chi", ""), given.get("thu-tu", "")
        return cls(
            block=given.get("khoi", ""),
            area=given.get("linh-vuc", ""),
            unit=given.get("don-vi", ""),
            only=only if only in _ANY else "",
            order=order if order in (BY_LEAF, BY_UNIT) else BY_LEAF,
        )

    @property
    def words(self) -> dict[str, str]:
        """What of it an address has to say."""
        said = {"khoi": self.block, "linh-vuc": self.area, "don-vi": self.unit, "chi": self.only}
        order = {} if self.order == BY_LEAF else {"thu-tu": self.order}
        return {name: word for name, word in said.items() if word} | order


@dataclass(frozen=True, slots=True)
class Item:
    """One leaf of one sheet in the queue of a person, and the round that is theirs now, if any."""

    assessment: Assessment
    leaf: AppraisedLeaf
    glance: Glance
    own: int
    round: Appraisal.Round | None

    @property
    def is_open(self) -> bool:
        """Whether the person may do anything with the leaf now."""
        return self.round is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the leaf waits for the person, who may do what is left now."""
        return self.is_open and not self.is_done

    @property
    def is_done(self) -> bool:
        """Whether the person has nothing to do here before the unit objects or claims anew."""
        glance = self.glance
        if glance.round:
            return not (glance.is_open_objection or glance.is_claim_changed)
        if self.own in glance.blind:
            return glance.blind_givers[self.own]
        return len(glance.blind) > 1

    def is_among(self, only: str) -> bool:
        """Return whether the item is one of those asked for, "" for all."""
        answers = {
            WAITING: self.is_waiting,
            UNAPPRAISED: not self.glance.round and not self.is_done,
            DIFFERING: self.glance.is_differing,
            OBJECTED: self.glance.is_objected,
            SPREAD: self.glance.is_spread,
        }
        return answers.get(only, True)

    def place(self, order: str) -> tuple[Any, ...]:
        """Return where the item stands in an order."""
        leaf = (self.leaf.criterion.position,)
        unit = (self.assessment.unit.sort_key, self.assessment.unit.code)
        block = self.assessment.cycle_group.position
        return (block, *unit, *leaf) if order == BY_UNIT else (block, *leaf, *unit)


@dataclass(frozen=True, slots=True)
class Queue:
    """All that is a person's in a cycle, and how many sheets of it are not signed yet."""

    desk: CycleDesk
    items: tuple[Item, ...]
    unsigned: int

    def narrowed(self, asked: Asked) -> list[Item]:
        """Return the items asked for, in the order asked for."""
        found = [item for item in self.items if _is_asked(item, asked)]
        return sorted(found, key=lambda item: item.place(asked.order))


def cycles_of(user: User) -> list[Cycle]:
    """Return the cycles in which some area is appraised by a unit of the person, newest first."""
    units = appraiser_of(user).works_for
    theirs = Q(groups__area_owners__owner__in=units) | Q(groups__area_owners__substitute__in=units)
    cycles = Cycle.objects.filter(theirs, organiser__valid__contains=F("last_on")).distinct()
    return list(cycles.select_related("organiser").order_by("-year", "organiser__sort_key"))


def queue_of(desk: CycleDesk, *, block: int | None = None, area: int | None = None) -> Queue:
    """Return what is a person's in a cycle, or in one block or area of it.

    The queries do not grow with units or leaves.
    """
    blocks = {its_block for its_block, _ in _theirs(desk) if block in (None, its_block)}
    sheets = list(_sheets(desk.cycle, blocks))
    leaves = leaves_of({sheet.cycle_group.criteria_set_id for sheet in sheets})
    mine = [
        (sheet, leaf)
        for sheet in sheets
        for leaf in _own_leaves(desk, sheet, leaves[sheet.cycle_group.criteria_set_id])
        if area in (None, leaf.area.pk)
    ]
    signed = [(it, leaf) for it, leaf in mine if it.state == Assessment.State.SIGNED]
    everybody, handed_in = ({sheet.pk for sheet, _ in those} for those in (mine, signed))
    return Queue(desk, tuple(_items(desk, signed)), len(everybody - handed_in))


def beside(items: Iterable[Item], current: Item, asked: Asked) -> tuple[Item | None, Item | None]:
    """Return the items before and after one in the order asked for; it need not be among them."""
    here = current.place(asked.order)
    before, after = None, None
    for item in items:
        place = item.place(asked.order)
        if place < here:
            before = item
        elif place > here:
            after = item
            break
    return before, after


def _items(desk: CycleDesk, places: list[tuple[Assessment, AppraisedLeaf]]) -> Iterator[Item]:
    """Yield the leaves with what was said of each; what does not apply to a unit is not there."""
    sheets, criteria = {sheet.pk for sheet, _ in places}, {leaf.criterion.pk for _, leaf in places}
    glances, reopened = glances_of(sheets, criteria), reopened_areas(sheets)
    doors: dict[Place, Door] = {}
    for sheet, leaf in places:
        glance = glances.get((sheet.pk, leaf.criterion.pk), _UNTOUCHED)
        if glance.is_excused:
            continue
        area = (sheet.pk, leaf.area.pk)
        if area not in doors:
            doors[area] = desk.door(sheet, leaf.area, is_reopened=area in reopened)
        round = desk.task(doors[area], glance).round
        yield Item(sheet, leaf, glance, desk.appraiser.user_id, round)


def _theirs(desk: CycleDesk) -> Iterator[tuple[int, int]]:
    """Yield the areas that a unit of the person appraises, or stands in for."""
    for place, area in desk.areas.items():
        units = {area.owner.pk, area.substitute.pk if area.substitute else None}
        if units & desk.appraiser.works_for:
            yield place


def _sheets(cycle: Cycle, blocks: set[int]) -> Iterable[Assessment]:
    sheets = Assessment.objects.filter(cycle=cycle, cycle_group__in=blocks)
    taking_part = sheets.exclude(standing=Assessment.Standing.EXCLUDED)
    return taking_part.select_related("unit", "cycle_group__group")


def _own_leaves(
    desk: CycleDesk, sheet: Assessment, leaves: tuple[AppraisedLeaf, ...]
) -> Iterator[AppraisedLeaf]:
    rights: dict[int, bool] = {}
    for leaf in leaves:
        if leaf.area.pk not in rights:
            rights[leaf.area.pk] = desk.right(sheet, leaf.area).is_given
        if rights[leaf.area.pk]:
            yield leaf


def _is_asked(item: Item, asked: Asked) -> bool:
    return (
        asked.block in ("", item.assessment.cycle_group.group.code)
        and asked.area in ("", item.leaf.area.code)
        and asked.unit in ("", item.assessment.unit.code)
        and item.is_among(asked.only)
    )
