"""Reading a list of bands: one bound each, best first, down to a floor of 0."""

from dataclasses import dataclass
from itertools import pairwise

from scoring.domain.model import Band
from scoring.domain.problems import Notes
from scoring.domain.reading.fields import Fields, Keys

_BAND = Keys("code label", "at_least above")


@dataclass(frozen=True, slots=True)
class BandsRead:
    """The sound bands, and all codes in their order; None stands for a code nobody could read."""

    bands: tuple[Band, ...] = ()
    codes: tuple[str | None, ...] = ()

    def lacks(self, code: str) -> bool:
        """Return whether the code is surely in no band."""
        return bool(self.codes) and None not in self.codes and code not in self.codes

    def is_lowest(self, code: str) -> bool:
        """Return whether the code is surely the lowest band's."""
        return bool(self.codes) and self.codes[-1] == code


def read_bands(notes: Notes, fields: Fields) -> BandsRead:
    """Return the bands of a rule set or of a group's own rules."""
    bands: list[Band | None] = []
    codes: list[str | None] = []
    elements = fields.filled("bands")
    for raw, place in elements:
        band_fields = Fields(notes, raw, place, _BAND)
        code = band_fields.code("code")
        if code and code in codes:
            notes.add("duplicate_code", f"{place}.code", code=code)
            code = ""
        codes.append(code or None)
        bands.append(_read_band(notes, band_fields, code, place))
    places = [place for _, place in elements]
    _check_order(notes, bands, places)
    return BandsRead(tuple(band for band in bands if band is not None), tuple(codes))


def _read_band(notes: Notes, fields: Fields, code: str, place: str) -> Band | None:
    """Return a band if its bound can be read, even if nothing else of it can."""
    fields.text("label")
    given = [key for key in ("at_least", "above") if fields.has(key)]
    bounds = [fields.decimal(key) for key in given]
    if len(given) != 1:
        notes.add("band_bound", place)
        return None
    return Band(code, bounds[0], given[0] == "at_least") if fields.has(given[0]) else None


def _check_order(notes: Notes, bands: list[Band | None], places: list[str]) -> None:
    for (better, band), place in zip(pairwise(bands), places[1:], strict=True):
        if (
            better
            and band
            and (better.bound, not better.is_inclusive)
            <= (
                band.bound,
                not band.is_inclusive,
            )
        ):
            notes.add("bands_out_of_order", place)
    floor = bands[-1] if bands else None
    if floor and (floor.bound or not floor.is_inclusive):
        notes.add("no_floor", places[-1])
