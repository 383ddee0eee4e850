"""Reading the band lists of the second document: this year's and those of earlier years."""

import re
from dataclasses import dataclass, field

from scoring.domain.problems import Notes
from scoring.domain.reading.fields import MAX_INTEGER, Fields, read_members, read_words
from scoring.domain.reading.known import Known

Positions = dict[str, int]
"""The position of each band in a list, 0 for the best."""

_YEAR = re.compile(r"0|[1-9][0-9]{0,12}")


@dataclass(frozen=True, slots=True)
class BandListsRead:
    """The lists by group, this year's and, where a year had its own, by year; None: refused.

    A `year` of None could not be read.
    """

    year: int | None
    bands: Known[Positions]
    bands_by_year: dict[int, dict[str, Positions | None]] = field(default_factory=dict)

    def positions(self, year: int, group: str) -> Positions | None:
        """Return the list by which a group's band of a year is read."""
        own = self.bands_by_year.get(year, {})
        return own[group] if group in own else self.bands.get(group)


def read_band_lists(notes: Notes, fields: Fields) -> BandListsRead:
    """Return all band lists of a document."""
    year = fields.integer("year")
    bands: Known[Positions] = Known()
    for group, raw, place in fields.members("bands"):
        bands.parts[group] = _read_list(notes, raw, place)
    bands.is_complete = fields.has("bands")
    lists = BandListsRead(year if fields.has("year") else None, bands)
    for name, raw, place in fields.members("bands_by_year"):
        earlier = read_earlier_year(notes, name, place, lists.year)
        own: dict[str, Positions | None] = {}
        for group, raw_list, list_place in read_members(notes, raw, place) or ():
            if bands.lacks(group):
                notes.add("unknown_group", list_place, code=group)
            own[group] = _read_list(notes, raw_list, list_place)
        if earlier is not None:
            lists.bands_by_year[earlier] = own
    return lists


def read_earlier_year(notes: Notes, name: str, place: str, this_year: int | None) -> int | None:
    """Return the year that a key names, which must lie before this one, or None."""
    if _YEAR.fullmatch(name) is None or int(name) > MAX_INTEGER:
        notes.add("malformed_year", place, year=name)
        return None
    if this_year is not None and int(name) >= this_year:
        notes.add("year_not_before", place, year=name, this_year=this_year)
    return int(name)


def _read_list(notes: Notes, raw: object, place: str) -> Positions | None:
    """Return a list of bands, best first; it has at least one, and each once."""
    words = read_words(notes, raw, place)
    if not words:
        if words is not None:
            notes.add("empty_list", place)
        return None
    positions: Positions = {}
    for code, code_place in words:
        if not code:
            notes.add("empty_code", code_place)
        elif code in positions:
            notes.add("duplicate_code", code_place, code=code)
        else:
            positions[code] = len(positions)
    return positions if len(positions) == len(words) else None
