"""Rows looked at together: a glance shows of most that nothing in them needs a closer look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foundation.domain.tables.limits import LONGEST_CELL
from foundation.domain.tables.oddities import BLANKS, Oddity, are_ordinary

ROWS_AT_ONCE = 500
"""Rows that are looked at together, at most."""
LETTERS_AT_ONCE = 1 << 20
"""Characters after which no further row is looked at with them."""
Row = tuple[int, bool, Sequence[str | None], list[Oddity]]
"""A line, whether it has a cell for each of the header, its cells, and what is odd in them.

The cells stand in the order of the kind's columns; None where the file has no such cell.
"""
Columns = Sequence[Sequence[str] | None]
"""The cells of some rows, a sequence for each column of the kind; None for one the file lacks."""
_RARE_BLANKS = [blank for blank in BLANKS if blank.isascii() and blank not in " \n"]


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """Some rows of a file: where each ends, its cells, and these joined."""

    lines: Sequence[int]
    rows: Sequence[list[str]]
    texts: Sequence[str]

    def plain(self, places: Sequence[int | None], width: int) -> Columns | None:
        """Return the cells that stand at these places if all of them are plain.

        Plain rows are of that width and not blank, their cells trimmed, composed and nowhere odd.
        None says that nobody knows: each row is to be looked at on its own.
        """
        if set(map(len, self.rows)) != {width} or len(self.texts[0]) > LONGEST_CELL:
            return None
        columns = list(zip(*self.rows, strict=True))
        return _plain([columns[place] if place is not None else None for place in places])


@dataclass(frozen=True, slots=True)
class UnquotedRows:
    """Some rows of a text file without a quote: each is a line, and cells end at the separator."""

    lines: Sequence[int]
    texts: Sequence[str]
    separator: str

    @property
    def rows(self) -> Iterator[list[str]]:
        """The cells of each row; a line without a letter has none."""
        return (text.split(self.separator) if text else [] for text in self.texts)

    def plain(self, places: Sequence[int | None], width: int) -> Columns | None:
        """Return the cells that stand at these places if all of them are plain, as parsed rows do.

        All rows are cut together: that takes a third of the time of parsing each.
        """
        separators = {text.count(self.separator) for text in self.texts}
        if separators != {width - 1} or max(map(len, self.texts)) > LONGEST_CELL:
            return None
        cells = self.separator.join(self.texts).split(self.separator)
        return _plain([cells[place::width] if place is not None else None for place in places])


Lot = ParsedRows | UnquotedRows


@dataclass(frozen=True, slots=True)
class PlainRows:
    """Rows that are plain, column by column."""

    lines: Sequence[int]
    columns: Columns

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Row]:
        filled = [[None] * len(self) if column is None else column for column in self.columns]
        cells = map(list, zip(*filled, strict=True))
        return ((line, True, row, []) for line, row in zip(self.lines, cells, strict=True))


def lots(source: Iterable[tuple[int, list[str]]]) -> Iterator[ParsedRows]:
    """Yield the rows in lots that memory has room for, in their order, none of them empty.

    Each row that is too long for a glance comes alone.
    """
    lot = lines, rows, texts = _nothing()
    letters = 0
    for line, row in source:
        text = "".join(row)
        length = len(text)
        if length > LONGEST_CELL:
            if lines:
                yield ParsedRows(*lot)
            yield ParsedRows([line], [row], [text])
            lot = lines, rows, texts = _nothing()
            letters = 0
            continue
        lines.append(line)
        rows.append(row)
        texts.append(text)
        letters += length
        if len(lines) == ROWS_AT_ONCE or letters > LETTERS_AT_ONCE:
            yield ParsedRows(*lot)
            lot = lines, rows, texts = _nothing()
            letters = 0
    if lines:
        yield ParsedRows(*lot)


def _nothing() -> tuple[list[int], list[list[str]], list[str]]:
    return [], [], []


def _plain(columns: Columns) -> Columns | None:
    """Return the columns if their cells are plain; one in which each row has a cell is asked for.

    So no row is blank.
    """
    there = [column for column in columns if column is not None]
    if all("" in column for column in there) or not all(map(_is_plain, there)):
        return None
    return columns


def _is_plain(column: Sequence[str]) -> bool:
    """Return whether the cells are trimmed, composed and nowhere odd; few words have marks."""
    text = "\n".join(["", *column, ""])
    if text.isascii():
        has_breaks = text.count("\n") > len(column) + 1
        return not has_breaks and _is_trimmed(text) and are_ordinary(text, ())
    marked = {cell for cell in set(column) if not cell.isascii()}
    return list(map(str.strip, column)) == list(column) and are_ordinary(text, marked)


def _is_trimmed(text: str) -> bool:
    """Return whether cells of ASCII, each between line breaks, begin and end without a blank."""
    return not (" \n" in text or "\n " in text or any(blank in text for blank in _RARE_BLANKS))
