"""The late rate (tỷ lệ hồ sơ trễ hạn) in its three definitions, always with both its numbers."""

from dataclasses import dataclass
from enum import StrEnum


class LateDefinition(StrEnum):
    """Which dossiers a late rate divides by which; a year's rule set names one."""

    RESOLVED_OR_OVERDUE = "resolved_or_overdue"
    RESOLVED_ONLY = "resolved_only"
    DUE_IN_PERIOD = "due_in_period"


@dataclass(frozen=True, slots=True)
class LateCounts:
    """A unit's dossiers in a period, as they stood at the cutoff; undetermined ones apart."""

    resolved: int = 0
    resolved_late: int = 0
    open_overdue: int = 0
    due: int = 0
    due_late: int = 0
    undetermined: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of countable things: 0 ≤ numerator ≤ denominator, denominator above 0."""

    numerator: int
    denominator: int


def late_rate(definition: LateDefinition, counts: LateCounts) -> Rate | None:
    """Return late dossiers over all that count, or None when nothing counts.

    `resolved_or_overdue` (the default) counts dossiers left open past their due time as late, so
    leaving one open does not help; `resolved_only` is what Huế and Lâm Đồng publish,
    `due_in_period` what Vĩnh Phúc does.
    """
    numerator, denominator = {
        LateDefinition.RESOLVED_OR_OVERDUE: (
            counts.resolved_late + counts.open_overdue,
            counts.resolved + counts.open_overdue,
        ),
        LateDefinition.RESOLVED_ONLY: (counts.resolved_late, counts.resolved),
        LateDefinition.DUE_IN_PERIOD: (counts.due_late, counts.due),
    }[definition]
    return Rate(numerator, denominator) if denominator else None
