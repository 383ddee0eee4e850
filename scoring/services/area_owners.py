"""Giving the areas of a cycle to those who appraise them, one by one or as last year."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from scoring.models import AreaAppraiser, AreaOwner, Criterion, Cycle, CycleGroup
from scoring.selectors.area_owners import named_people, possible_owners, seen_of
from scoring.selectors.forebears import lineage_of
from units.models import Unit, User
from units.selectors.lineage import successors_on


class AssignmentRefused(Exception):
    """An area cannot be given so; the text says why."""


class AssignmentChanged(AssignmentRefused):
    """Somebody else gave the area to others since the page was opened."""

    def __init__(self, area: Criterion) -> None:
        super().__init__(f"Lĩnh vực {area.code} vừa được người khác sửa; hãy xem lại rồi ghi.")


@dataclass(frozen=True, slots=True)
class Copied:
    """What was taken over from last year: how many areas, and why others were not."""

    areas: int
    left_out: tuple[str, ...]


@transaction.atomic
def assign_area(
    *,
    block: CycleGroup,
    area: Criterion,
    owner: Unit | None,
    substitute: Unit | None = None,
    people: Collection[User] = (),
    seen: str,
    by: Any,
) -> AreaOwner | None:
    """Give an area of a block to a unit, its substitute and people; without an owner to nobody.

    What was appraised so far stays. Raises AssignmentRefused, AssignmentChanged if the page had
    not `seen` what stands now. The history says who did it.
    """
    held = _hold(block)
    _check(held, area, owner, substitute)
    rows = AreaOwner.objects.filter(cycle_group=held, area=area)
    row = rows.first()
    named = named_people(rows)
    if seen != seen_of(row, named[row.pk] if row else ()):
        raise AssignmentChanged(area)
    if owner is None:
        rows.delete()
        return None
    row, _ = AreaOwner.objects.update_or_create(
        cycle_group=held, area=area, defaults={"owner": owner, "substitute": substitute}
    )
    _name(row, people)
    return row


@transaction.atomic
def copy_areas(cycle: Cycle, *, by: Any) -> Copied:
    """Give every area that nobody has yet to whoever had it last year, by its code.

    A unit that has ended gives way to the one that carries it on whole; where there is none the
    area stays open, and that is said.
    """
    copied, left_out = 0, []
    for block in CycleGroup.objects.select_for_update().filter(cycle=cycle).order_by("pk"):
        for area, before in _last_year(cycle, block):
            owner, substitute = _heir(before.owner, cycle), _heir(before.substitute, cycle)
            if owner is None:
                left_out.append(f"{area.code} {area.title}: {before.owner} không còn.")
                continue
            same = substitute if substitute != owner else None
            row = AreaOwner.objects.create(
                cycle_group=block, area=area, owner=owner, substitute=same
            )
            _name(row, [it.user for it in before.appraisers.select_related("user").order_by("pk")])
            copied += 1
    return Copied(copied, tuple(left_out))


def _hold(block: CycleGroup) -> CycleGroup:
    blocks = CycleGroup.objects.select_for_update(of=("self",)).select_related("cycle")
    return blocks.get(pk=block.pk)


def _check(block: CycleGroup, area: Criterion, owner: Unit | None, substitute: Unit | None) -> None:
    """Raise AssignmentRefused for an area or a unit that has no place here."""
    if area.criteria_set_id != block.criteria_set_id or area.parent_id is not None:
        raise AssignmentRefused("Lĩnh vực này không thuộc bộ tiêu chí của khối.")
    if owner is not None and owner == substitute:
        raise AssignmentRefused("Cơ quan thẩm định thay phải là cơ quan khác.")
    asked = {unit.pk for unit in (owner, substitute) if unit}
    if possible_owners(block.cycle).filter(pk__in=asked).count() < len(asked):
        raise AssignmentRefused("Chỉ giao cho sở, ban, ngành còn tồn tại vào ngày cuối của kỳ.")


def _name(row: AreaOwner, people: Collection[User]) -> None:
    """Have exactly these people named; those who stay keep their place in the order."""
    row.appraisers.exclude(user__in=people).delete()
    known = set(row.appraisers.values_list("user_id", flat=True))
    for user in people:
        if user.pk not in known and user.is_active:
            AreaAppraiser.objects.create(area_owner=row, user=user)


def _last_year(cycle: Cycle, block: CycleGroup) -> list[tuple[Criterion, AreaOwner]]:
    """Return the areas of a block without an owner, each with its row of the year before."""
    organisers = lineage_of([cycle.organiser_id]).all_before(cycle.organiser_id)
    before = {
        row.area.code: row
        for row in AreaOwner.objects.filter(
            cycle_group__cycle__organiser__in=organisers,
            cycle_group__cycle__year=cycle.year - 1,
            cycle_group__group=block.group_id,
        ).select_related("area", "owner", "substitute")
    }
    areas = block.criteria_set.criteria.filter(parent=None).order_by("position")
    free = areas.exclude(owners__cycle_group=block)
    return [(area, before[area.code]) for area in free if area.code in before]


def _heir(unit: Unit | None, cycle: Cycle) -> Unit | None:
    """Return who stands for a unit on the cycle's last day, None for nobody or more than one."""
    heirs = [heir for heir in successors_on(unit, cycle.last_on) if heir.is_whole] if unit else []
    return heirs[0].unit if len(heirs) == 1 else None
