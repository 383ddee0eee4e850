"""Which unit of an earlier year stands for a unit of today: itself, or whom it carries on whole."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from units.models import Succession

_ORIGINS = """
with recursive origin as (
    select s.successor_id, s.predecessor_id, s.extent
    from units_succession s where s.successor_id = any(%s)
    union
    select s.successor_id, s.predecessor_id, s.extent
    from units_succession s join origin o on s.successor_id = o.predecessor_id
)
select o.successor_id, o.predecessor_id, p.name, o.extent, upper(p.valid)
from origin o join units_unit p on p.id = o.predecessor_id
order by p.sort_key, p.id
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """One unit that another came from, whole or in part; `ended` is the first day without it."""

    unit: int
    name: str
    is_whole: bool
    ended: date | None


@dataclass(frozen=True, slots=True)
class Forebear:
    """Which unit of earlier days stands for another; `name` is "" where it is the unit itself."""

    unit: int
    name: str = ""


class NoForebear(Exception):
    """Nobody of earlier days stands for the unit: it came from `origins`, or from nowhere."""

    def __init__(self, origins: tuple[Origin, ...]) -> None:
        super().__init__(", ".join(origin.name for origin in origins))
        self.origins = origins


class Lineage:
    """Where some units came from, through every reorganisation, by unit id."""

    def __init__(self, origins: dict[int, tuple[Origin, ...]]) -> None:
        self._origins = origins

    def has_origins(self, unit: int) -> bool:
        """Return whether anything is known to have gone into the unit."""
        return unit in self._origins

    def all_before(self, unit: int) -> set[int]:
        """Return every unit that the unit goes back to, itself among them."""
        found, waiting = {unit}, [unit]
        while waiting:
            before = {origin.unit for origin in self._origins.get(waiting.pop(), ())} - found
            found |= before
            waiting.extend(before)
        return found

    def absorbed(self, unit: int, *, after: date, until: date) -> tuple[Origin, ...]:
        """Return what ended between two days and went into the unit."""
        origins = self._origins.get(unit, ())
        return tuple(it for it in origins if it.ended and after < it.ended <= until)

    def forebear(self, unit: int, known: Container[int]) -> Forebear:
        """Return the nearest of the known units that the unit is, or carries on whole and alone.

        Raises NoForebear where several units, or a part of one, went into it on the way back, and
        where the way ends before a known unit.
        """
        met, current = {unit}, Forebear(unit)
        while current.unit not in known:
            origins = self._origins.get(current.unit, ())
            if len(origins) != 1 or not origins[0].is_whole or origins[0].unit in met:
                raise NoForebear(origins)
            met.add(origins[0].unit)
            current = Forebear(origins[0].unit, origins[0].name)
        return current


def lineage_of(units: Iterable[int]) -> Lineage:
    """Return where the units came from, by one query."""
    origins: dict[int, tuple[Origin, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, [list(units)])
        for successor, predecessor, name, extent, ended in cursor.fetchall():
            origin = Origin(predecessor, name, extent == Succession.Extent.WHOLE, ended)
            origins[successor] = (*origins.get(successor, ()), origin)
    return Lineage(origins)
