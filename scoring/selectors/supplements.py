"""What is printed beside a run's facts but no rule reads: kept with the run, as text."""

from fractions import Fraction
from typing import Any

from scoring.domain.numbers import fixed_text
from scoring.models import Cycle
from scoring.selectors.facts import LATE_RATE, SATISFACTION, Counts
from scoring.selectors.people_bundles import CLAUSE
from scoring.selectors.sheet_codes import sheets_by_code

SHARE_DECIMALS = 4


def run_supplement(cycle: Cycle, counts: Counts) -> dict[str, Any]:
    """Return by unit code the 95 % interval of its satisfaction and its undetermined dossiers.

    Shares are texts of four decimals, 0 to 1; what does not exist is not there. Beside the units
    stands where the rules on people are written, by rule code.
    """
    units: dict[str, Any] = {}
    for unit, code in sheets_by_code(cycle).values_list("unit_id", "unit__code"):
        notes: dict[str, Any] = {}
        if unit in counts.late and counts.late[unit].undetermined:
            notes[LATE_RATE] = {"undetermined": counts.late[unit].undetermined}
        if unit in counts.surveyed:
            interval = counts.surveyed[unit].interval
            notes[SATISFACTION] = {"low": _share(interval.low), "high": _share(interval.high)}
        if notes:
            units[code] = notes
    return {"units": units, "clauses": _clauses(cycle)}


def _clauses(cycle: Cycle) -> dict[str, str]:
    rules = cycle.rule_set.accountability_rules
    return {rule["code"]: rule[CLAUSE] for rule in rules if CLAUSE in rule}


def _share(share: float) -> str:
    return fixed_text(Fraction(share), SHARE_DECIMALS)
