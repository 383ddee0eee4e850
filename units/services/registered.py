"""The kinds of file this app takes in, made known to the upload page and the workers."""

from collections.abc import Callable, Sequence
from typing import Any

from foundation.domain.tables import Column
from foundation.models import ImportBatch
from foundation.services.intakes import Intake, register_intake
from units.services import people_intake, successions_intake, units_intake

_KINDS: tuple[tuple[str, str, Callable[..., ImportBatch], Sequence[Column]], ...] = (
    ("units", "Đơn vị", units_intake.import_units, units_intake.COLUMNS),
    (
        "successions",
        "Kế thừa giữa các đơn vị",
        successions_intake.import_successions,
        successions_intake.COLUMNS,
    ),
    ("people", "Người chịu trách nhiệm", people_intake.import_people, people_intake.COLUMNS),
)


def register_kinds() -> None:
    """Register units, successions and people, in the order in which they are to be taken in."""
    for code, title, take, columns in _KINDS:
        intake = Intake(code, title, take, _always(columns), names_people=code == "people")
        register_intake(intake)


def _always(columns: Sequence[Column]) -> Callable[[Any], Sequence[Column]]:
    """Return the columns of a kind that belongs to nothing."""
    return lambda _context: columns
