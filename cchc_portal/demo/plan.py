"""What the demo shows of each unit and year: how many dossiers, how late, how well judged.

The units are real, every figure is invented. The figures stand in `data/plan_years.csv`, a line a
unit and year, for the small version; the full one has FULL times as many dossiers, so that every
late rate is the same in both. Some stand exactly on a boundary: 5 % late, 80 % satisfied.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SEED = 20241231
SMALL, FULL = 1, 5
QUESTIONS = ("C1", "C2", "C3", "C4", "C5")


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit as the plan needs it; `place` numbers it and its people.

    It is there from `first_on`; date.min says before the first year. Its first official handles all
    its late dossiers if `is_one_hand`.
    """

    place: int
    code: str
    name: str
    first_on: date
    organiser: str
    block: str
    dossier_prefix: str
    officials: int
    is_one_hand: bool
    has_investment: bool

    @property
    def handlers(self) -> tuple[str, ...]:
        """The codes of its officials."""
        return tuple(f"CB-{self.place:03}-{number}" for number in range(1, self.officials + 1))


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's invented year: `counted` dossiers enter its late rate, `late` of them late.

    `uncounted` ones do not: withdrawn, refused at reception, undetermined, open in time.
    Of the late ones, `carried_in` were open and overdue at the end of the year before, and
    `carried_out` are at the end of this one, to end early in the next. `satisfied` of all answers
    on `respondents` forms are at level 4 or 5; `quality` (percent) steers its marks.
    """

    unit: PlannedUnit
    year: int
    counted: int
    late: int
    uncounted: int
    carried_in: int
    carried_out: int
    respondents: int
    satisfied: int
    quality: int
    is_last: bool


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the demo's data folder."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> Any:
    """Return a JSON document of the demo's data folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def planned_units() -> tuple[PlannedUnit, ...]:
    """Return every unit of the plan, numbered in the order of its table."""
    return tuple(
        PlannedUnit(
            place=place,
            code=row["code"],
            name=row["name"],
            first_on=date.fromisoformat(row["first_on"]) if row["first_on"] else date.min,
            organiser=row["organiser"],
            block=row["block"],
            dossier_prefix=row["dossier_prefix"],
            officials=int(row["officials"]),
            is_one_hand=row["one_hand"] == "1",
            has_investment=row["has_investment"] == "1",
        )
        for place, row in enumerate(table("plan_units.csv"), 1)
    )


def unit_years(scale: int) -> tuple[UnitYear, ...]:
    """Return the plan with so many times the dossiers of the small version, earlier years first."""
    rows = {(_unit(row), int(row["year"])): row for row in table("plan_years.csv")}
    return tuple(
        UnitYear(
            unit=unit,
            year=year,
            counted=int(row["counted"]) * scale,
            late=int(row["late"]) * scale,
            uncounted=int(row["uncounted"]) * scale,
            carried_in=_carried(rows.get((unit, year - 1)), row) * scale,
            carried_out=_carried(row, rows.get((unit, year + 1))) * scale,
            respondents=int(row["respondents"]),
            satisfied=int(row["satisfied"]),
            quality=int(row["quality"]),
            is_last=(unit, year + 1) not in rows,
        )
        for (unit, year), row in sorted(rows.items(), key=lambda item: item[0][1])
    )


def of_cycle(organiser: str, year: int, scale: int = SMALL) -> Iterator[UnitYear]:
    """Yield the plan of one organiser's year."""
    for planned in unit_years(scale):
        if (planned.unit.organiser, planned.year) == (organiser, year):
            yield planned


def _unit(row: dict[str, str]) -> PlannedUnit:
    """Return the unit that bore the row's code in its year: codes are borne again after mergers."""
    lives = (unit for unit in planned_units() if unit.code == row["code"])
    begun = (unit for unit in lives if unit.first_on.year <= int(row["year"]))
    return max(begun, key=lambda unit: unit.first_on)


def _carried(year: dict[str, str] | None, following: dict[str, str] | None) -> int:
    """Return how many dossiers are overdue at the end of a year and end, late, in the next."""
    if year is None or following is None:
        return 0
    return min(int(year["late"]), int(following["late"])) // 3
