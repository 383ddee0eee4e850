"""What is printed beside a run's facts but no rule reads: kept with the run, as text."""

from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate

from dossiers.selectors.late_rates import late_counts
from scoring.domain.numbers import fixed_text
from scoring.models import Cycle
from scoring.selectors.facts import LATE_RATE, SATISFACTION
from surveys.selectors.satisfaction import satisfaction

SHARE_DECIMALS = 4


def run_supplement(cycle: Cycle) -> dict[str, Any]:
    """Return unit code → the 95 % interval of its satisfaction, and its undetermined dossiers.

    Shares are texts of four decimals, 0 to 1; what does not exist is not there.
    """
    counts = late_counts(first=cycle.first_on, last=cycle.last_on, cutoff=cycle.cutoff_at)
    until = localdate(cycle.cutoff_at)
    surveyed = satisfaction(cycle.campaign, until=until) if cycle.campaign else {}
    units: dict[str, Any] = {}
    for sheet in cycle.assessments.select_related("unit"):
        notes: dict[str, Any] = {}
        if sheet.unit_id in counts and counts[sheet.unit_id].undetermined:
            notes[LATE_RATE] = {"undetermined": counts[sheet.unit_id].undetermined}
        if sheet.unit_id in surveyed:
            interval = surveyed[sheet.unit_id].interval
            notes[SATISFACTION] = {"low": _share(interval.low), "high": _share(interval.high)}
        if notes:
            units[sheet.unit.code] = notes
    return {"units": units}


def _share(share: float) -> str:
    return fixed_text(Fraction(share), SHARE_DECIMALS)
