"""Opening a year's cycle with its blocks and sheets, and deciding how a unit takes part."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from dossiers.services.tallies import ensure_periods
from foundation.services.intake_locks import hold_intakes
from scoring.models import Assessment, CriteriaSet, Cycle, CycleGroup, RuleSet
from scoring.selectors.appraisal_rights import why_not_decide
from surveys.models import Campaign
from units.models import Unit, UnitGroup
from units.selectors.units import units_on

DAY = timedelta(days=1)
NOT_THERE = "Đơn vị không tồn tại vào ngày cuối kỳ; chỉ ghi được tư cách Không tham gia, kèm lý do."


class CycleNotOpened(Exception):
    """A cycle that cannot be opened as asked."""


class UnitsNotThere(CycleNotOpened):
    """Units that did not exist on the last day of the cycle, by whose map it ranks."""

    def __init__(self, units: Sequence[Unit], day: date) -> None:
        names = ", ".join(f"{unit.name} ({unit.code})" for unit in units)
        super().__init__(f"Không tồn tại vào ngày {day:%d/%m/%Y}: {names}.")
        self.units, self.day = units, day


class UnitsTwice(CycleNotOpened):
    """Units that were given to a cycle more than once."""

    def __init__(self, units: Sequence[Unit]) -> None:
        names = ", ".join(f"{unit.name} ({unit.code})" for unit in units)
        super().__init__(f"Có trong kỳ đánh giá nhiều hơn một lần: {names}.")
        self.units = units


class CycleOpenAlready(CycleNotOpened):
    """The organiser has a cycle of that year."""

    def __init__(self, organiser: Unit, year: int) -> None:
        super().__init__(f"{organiser.name} đã có kỳ đánh giá năm {year}.")
        self.organiser, self.year = organiser, year


class RulesStillDraft(CycleNotOpened):
    """A cycle is to go by rules that nobody has approved."""

    def __init__(self, rule_set: RuleSet) -> None:
        super().__init__(f"Bộ quy tắc “{rule_set.title}” chưa được duyệt.")
        self.rule_set = rule_set


Block = tuple[UnitGroup, CriteriaSet, Sequence[Unit]]
"""A block of units as it takes part in a cycle, with the set that it is judged by."""


@transaction.atomic
def open_cycle(
    *,
    organiser: Unit,
    year: int,
    title: str,
    first_on: date,
    last_on: date,
    cutoff_at: datetime,
    rule_set: RuleSet,
    campaign: Campaign | None,
    groups: Sequence[Block],
    by: Any,
    is_blind: bool = False,
) -> Cycle:
    """Open a year's cycle and return it; each unit gets a sheet, the blocks stand as given.

    The map is that of the cycle's last day. The days on which dossiers are to be counted apart are
    seen to as well. Raises CycleNotOpened, with a sentence, for what does not fit together.
    """
    _check(organiser, year, last_on, groups)
    if rule_set.state == RuleSet.State.DRAFT:
        raise RulesStillDraft(rule_set)
    ensure_periods([first_on, last_on + DAY, localdate(cutoff_at) + DAY])
    cycle = Cycle.objects.create(
        organiser=organiser,
        year=year,
        title=title,
        first_on=first_on,
        last_on=last_on,
        cutoff_at=cutoff_at,
        rule_set=rule_set,
        campaign=campaign,
        is_blind=is_blind,
    )
    for position, block in enumerate(groups, start=1):
        _add_block(cycle, position, block)
    record_change(cycle, ADDITION, "Mở kỳ đánh giá.", by)
    return cycle


def _add_block(cycle: Cycle, position: int, block: Block) -> None:
    """Store a block at its place in a cycle, and a sheet for each of its units."""
    group, criteria_set, units = block
    stored = CycleGroup.objects.create(
        cycle=cycle, group=group, criteria_set=criteria_set, position=position
    )
    Assessment.objects.bulk_create(
        Assessment(cycle=cycle, cycle_group=stored, unit=unit) for unit in units
    )


def _check(organiser: Unit, year: int, last_on: date, groups: Iterable[Block]) -> None:
    """Raise CycleNotOpened if the cycle exists, or its units do not fit."""
    if Cycle.objects.filter(organiser=organiser, year=year).exists():
        raise CycleOpenAlready(organiser, year)
    units = [unit for _, _, block_units in groups for unit in block_units]
    missing = [unit for unit in (organiser, *units) if last_on not in unit.valid]
    if missing:
        raise UnitsNotThere(missing, last_on)
    again = [unit for unit, times in Counter(units).items() if times > 1]
    if again:
        raise UnitsTwice(again)


@transaction.atomic
def set_standing(
    *, assessment: Assessment, standing: Assessment.Standing, reason: str, by: Any
) -> Assessment:
    """Decide how a unit takes part in a cycle and return its sheet; waits for a running ranking.

    Raises ValidationError, with a sentence, where anything but "ranked" lacks its reason, where a
    unit is to take part that was not there on the cycle's last day, and on a unit of one's own.
    """
    hold_intakes("units")
    if why_not := why_not_decide(by, assessment.unit):
        raise ValidationError(why_not)
    cycle = Cycle.objects.select_for_update().get(pk=assessment.cycle_id)
    is_there = units_on(cycle.last_on).filter(pk=assessment.unit_id).exists()
    if standing != Assessment.Standing.EXCLUDED and not is_there:
        raise ValidationError(NOT_THERE)
    assessment.standing, assessment.reason = standing, reason.strip()
    assessment.full_clean()
    assessment.save(update_fields=["standing", "reason"])
    label = Assessment.Standing(standing).label
    record_change(assessment, CHANGE, f"{label}. {assessment.reason}".strip(), by)
    return assessment


def record_change(changed: Model, flag: int, message: str, by: Any) -> None:
    """Write down who decided what; it is read in the history of the web admin."""
    LogEntry.objects.log_actions(by.pk, [changed], flag, message, single_object=True)
