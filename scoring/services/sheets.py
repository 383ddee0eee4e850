"""Giving the units of a level their sheets in a block of a cycle."""

from typing import Any

from django.db import transaction

from scoring.models import Assessment, Cycle, CycleGroup
from units.selectors.units import units_on


@transaction.atomic
def add_sheets(block: CycleGroup, *, level: str, by: Any) -> int:
    """Give every unit of a level below the organiser a sheet in the block; return how many are new.

    The map is that of the cycle's last day; a unit that has a sheet in the cycle keeps it.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=block.cycle_id)
    units = units_on(cycle.last_on).filter(level=level)
    inside = units.filter(parent=cycle.organiser_id) | units.filter(
        parent__parent=cycle.organiser_id
    )
    missing = inside.exclude(pk__in=cycle.assessments.values("unit_id"))
    sheets = [Assessment(cycle=cycle, cycle_group=block, unit=unit) for unit in missing]
    return len(Assessment.objects.bulk_create(sheets))
