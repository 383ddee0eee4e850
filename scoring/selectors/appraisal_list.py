"""The page of the queue: what is asked for, row by row, and how far each area has come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.timezone import localdate

from scoring.models import Appraisal, Stage
from scoring.selectors.appraisal_glances import Glance
from scoring.selectors.appraisal_leaf import address_of
from scoring.selectors.appraisal_page import glance_text
from scoring.selectors.appraisal_queue import Asked, Item, Queue
from scoring.selectors.reminders import days_said
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One leaf of one sheet as the queue lists it."""

    address: str
    code: str
    title: str
    role: str
    unit: str
    block: str
    claimed: str
    given: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How far the person's part of one area has come; `left` of it waits for them."""

    block: str
    code: str
    title: str
    link: str
    total: int
    left: int
    differing: int
    objected: int
    spread: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue as it is shown: rows of one page, counts by area, what it can be narrowed by.

    `stages` are the two stages of an appraiser, each with its last day and how far that is, None
    and "" where it is not open to most sheets. `first` is the address of the first leaf shown that
    waits for the person, "" where none does.
    """

    asked: Asked
    rows: list[Row]
    pages: Page
    areas: tuple[AreaCount, ...]
    units: tuple[Unit, ...]
    unsigned: int
    stages: tuple[tuple[str, date | None, str], ...]
    first: str
    query: str


def queue_page(queue: Queue, asked: Asked, paged: Callable[[list[Item]], Page]) -> QueuePage:
    """Return a queue narrowed to what is asked for, cut into pages."""
    found = queue.narrowed(asked)
    pages = paged(found)
    units = {item.assessment.unit.pk: item.assessment.unit for item in queue.items}
    waiting = next((item for item in found if item.is_waiting), None)
    return QueuePage(
        asked=asked,
        rows=[_row(queue, item, asked) for item in pages.object_list],
        pages=pages,
        areas=tuple(_counts(queue)),
        units=tuple(sorted(units.values(), key=lambda unit: (unit.sort_key, unit.code))),
        unsigned=queue.unsigned,
        stages=tuple(_stages(queue)),
        first=_row(queue, waiting, asked).address if waiting else "",
        query=urlencode({"ky": str(queue.desk.cycle.pk), **asked.words}),
    )


def _row(queue: Queue, item: Item, asked: Asked) -> Row:
    cycle, criterion, glance = queue.desk.cycle, item.leaf.criterion, item.glance
    own = glance.blind.get(item.own)
    return Row(
        address=address_of(cycle, item.leaf, item.assessment, asked),
        code=criterion.code,
        title=criterion.title,
        role=item.leaf.role,
        unit=item.assessment.unit.name,
        block=item.assessment.cycle_group.group.title,
        claimed=glance_text(glance.claimed),
        given=glance_text(own if glance.given is None else glance.given),
        state=_state(glance, item),
        is_open=item.is_waiting,
    )


def _state(glance: Glance, item: Item) -> str:
    """Return how far a leaf has come, in the words of the list."""
    if glance.is_claim_changed:
        return "đơn vị đổi điểm tự chấm"
    if glance.round == Appraisal.Round.COUNCIL:
        return "hội đồng đã quyết định"
    if glance.is_objected and glance.round:
        return "đơn vị không đồng ý" if glance.is_open_objection else "đã thẩm định lại"
    if glance.round:
        return "khác tự chấm" if glance.is_differing else "như tự chấm"
    if glance.is_spread:
        return "hai người chấm khác nhau"
    return "chờ người thứ hai" if item.is_done else "chưa thẩm định"


def _counts(queue: Queue) -> Iterable[AreaCount]:
    """Yield the person's areas in their order, with the counts of each."""
    areas: dict[tuple[int, int], list[Item]] = {}
    for item in queue.items:
        key = (item.assessment.cycle_group.position, item.leaf.area.position)
        areas.setdefault(key, []).append(item)
    for _, items in sorted(areas.items()):
        yield _count(queue, items)


def _count(queue: Queue, items: list[Item]) -> AreaCount:
    block, area = items[0].assessment.cycle_group.group, items[0].leaf.area
    words: dict[str, Any] = {"ky": queue.desk.cycle.pk, "khoi": block.code, "linh-vuc": area.code}
    return AreaCount(
        block=block.title,
        code=area.code,
        title=area.title,
        link=urlencode(words),
        total=len(items),
        left=sum(item.is_waiting for item in items),
        differing=sum(item.glance.is_differing for item in items),
        objected=sum(item.glance.is_objected for item in items),
        spread=sum(item.glance.is_spread for item in items),
    )


def _stages(queue: Queue) -> Iterable[tuple[str, date | None, str]]:
    """Yield the two stages of an appraiser with the last day of each open to most sheets."""
    for kind in (Stage.Kind.APPRAISAL, Stage.Kind.SECOND_APPRAISAL):
        clock, at = queue.desk.clocks[kind], queue.desk.at
        last_on = clock.last_day(0) if clock.is_open(0, at) else None
        yield str(kind.label), last_on, days_said((last_on - localdate(at)).days) if last_on else ""
