"""The header of a file: where the columns of its kind stand, and what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.domain.tables.columns import Column, columns_found, named
from foundation.domain.tables.given_back import GIVEN_BACK, is_given_back, place_of_mark
from foundation.domain.tables.harmless import restored
from foundation.domain.tables.limits import USUAL, Limits
from foundation.domain.tables.oddities import cut_short
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one file.

    `columns` are those of the kind under the names this file gives them, `places` where each
    stands, None for one that is not there. `own` are the places of what the source wrote: all of
    them, but in a file given back those the portal added; `mark` is where that one has its marks.
    """

    names: list[str]
    columns: list[Column]
    places: list[int | None]
    own: list[int]
    mark: int | None
    is_given_back: bool

    @property
    def own_names(self) -> list[str]:
        """What the source calls its columns, in its order."""
        return [cut_short(self.names[place]) for place in self.own]

    def own_cells(self, cells: Sequence[str]) -> list[str]:
        """Return the cells of a row that stand under `own_names`, as the source wrote them.

        A short row has fewer. A cell longer than any that Excel holds comes cut short.
        """
        found = [cut_short(cells[place]) for place in self.own if place < len(cells)]
        return list(map(restored, found)) if self.is_given_back else found

    @property
    def ours_alone(self) -> list[str] | None:
        """The columns of the kind (their names in staging) in the file's order, if it has no other.

        None if it has, or was given back.
        """
        stand = zip(self.columns, self.places, strict=True)
        by_place = {place: column.name for column, place in stand}
        if self.is_given_back or any(place not in by_place for place in self.own):
            return None
        return [by_place[place] for place in self.own]


def header_of(
    names: list[str],
    columns: Sequence[Column],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
) -> Header:
    """Return what the first row of a file says; raises UnreadableTable if it lacks a column."""
    names = [names[0].removeprefix("\ufeff"), *names[1:]]
    is_back, mark = is_given_back(names), place_of_mark(names)
    if is_back:
        names = list(map(restored, names))
    first = len(GIVEN_BACK) if is_back else 0
    own = [place for place in range(first, len(names)) if place != mark]
    headers = [names[place] for place in own]
    called = _called(headers, columns, reading, is_back)
    found = columns_found(headers, called, limits)
    places = [None if place is None else own[place] for place in found]
    return Header(names, called, places, own, mark, is_back)


def _called(
    headers: Sequence[str], columns: Sequence[Column], reading: Reading, is_back: bool
) -> list[Column]:
    """Return the columns under the names that the file gives them.

    A file given back bears the names of its source, or our own if that is how it was written.
    """
    theirs = named(columns, reading.headers)
    is_ours = is_back and _holds(headers, columns) and not _holds(headers, theirs)
    return list(columns) if is_ours else theirs


def _holds(headers: Sequence[str], columns: Sequence[Column]) -> bool:
    folded = set(map(fold, headers))
    return all(fold(column.header) in folded for column in columns if column.is_required)
