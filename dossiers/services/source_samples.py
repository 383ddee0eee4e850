"""A sample of a source's files: its columns, words and unit codes, and what is probably what.

A sample is read while somebody waits, so only its first rows count.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO
from itertools import islice
from typing import IO

from django.db import connection
from django.db.models import TextChoices

from dossiers.domain.columns import COLUMNS, OPTIONAL_COLUMNS
from dossiers.models import Dossier, Source
from dossiers.services.source_reading import reading_of
from foundation.domain.tables import Column, Reading, UnreadableTable, is_workbook, opened
from foundation.domain.tables.columns import NEAR
from foundation.domain.tables.encodings import HEAD, encoding_of
from foundation.domain.tables.limits import Limits
from foundation.domain.vietnamese import fold, tidy
from foundation.models import StoredFile
from foundation.services.files import beginning

LARGEST_SAMPLE = 5 << 20
"""Bytes; some 30 000 dossiers as CSV. Of a longer text file so many are looked at."""
WORKBOOK_TOO_LARGE = "Tệp mẫu XLSX lớn quá 5 MB. Hãy lấy vài nghìn dòng đầu của một tệp."
ROWS_READ = 5_000
CELLS_SHOWN = 3
LONGEST_SHOWN = 40
MOST_HEADERS = 200
MOST_WORDS = 60
LIMITS = Limits(
    text_megabytes=5,
    workbook_megabytes=5,
    unpacked_megabytes=200,
    columns=1_000,
    reading_seconds=20,
)
OUR_COLUMNS: tuple[Column, ...] = (*COLUMNS, *OPTIONAL_COLUMNS)
WORD_COLUMNS: Mapping[str, type[TextChoices]] = {
    "channel": Dossier.Channel,
    "outcome": Dossier.Outcome,
}
"""The columns whose words a source may choose, by their names in staging."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a file under headers that stand there once."""

    stored: StoredFile
    headers: list[str]
    rows: list[list[str]]
    left_out: int
    """Columns that cannot be chosen: without a name, with a name that stands twice, or too many."""

    def cells(self, header: str) -> list[str]:
        """Return the distinct cells under a header, as they come; nothing of an unknown header."""
        if header not in self.headers:
            return []
        place = self.headers.index(header)
        return list(dict.fromkeys(row[place] for row in self.rows))

    def shown(self, header: str) -> str:
        """Return a few cells under a header, to know the column by."""
        some = islice(filter(None, self.cells(header)), CELLS_SHOWN)
        return " · ".join(cell if len(cell) <= LONGEST_SHOWN else f"{cell[:39]}…" for cell in some)


def read_sample(stored: StoredFile, source: Source) -> Sample:
    """Return what can be seen in a sample, read in the source's encoding and separator.

    Raises UnreadableTable if it is no table, FileNotFoundError if its bytes are gone.
    """
    reading = reading_of(source)
    with _looked_at(stored, reading) as file, opened(file, reading, LIMITS) as table:
        found = (cells for _, cells in table.rows if any(map(str.strip, cells)))
        header = next(found, None)
        if header is None:
            raise UnreadableTable("Tệp mẫu trống: dòng đầu phải là tên các cột.")
        rows = _up_to_the_cut(found) if stored.size > LARGEST_SAMPLE else found
        return _sample(stored, header, islice(rows, ROWS_READ))


def _looked_at(stored: StoredFile, reading: Reading) -> IO[bytes]:
    """Open a sample; of a large text file only the first lines, whole.

    Raises UnreadableTable if it is a large workbook.
    """
    if stored.size <= LARGEST_SAMPLE:
        opened_whole: IO[bytes] = stored.file.open("rb")
        return opened_whole
    head = beginning(stored, LARGEST_SAMPLE)
    if is_workbook(head):
        raise UnreadableTable(WORKBOOK_TOO_LARGE)
    end = head.rfind(b"\n") + 1
    if (reading.encoding or encoding_of(head[:HEAD])).startswith("utf-16"):
        end += end % 2
    return BytesIO(head[:end])


def _up_to_the_cut(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows but for the last, if the cut has left a cell of several lines open there."""
    with suppress(UnreadableTable):
        yield from rows


def _sample(stored: StoredFile, header: list[str], rows: Iterable[list[str]]) -> Sample:
    names = [_name(cell) for cell in header[: LIMITS.columns]]
    times = Counter(map(fold, names))
    places = [
        place for place, name in enumerate(names) if 0 < len(name) <= 200 and times[fold(name)] == 1
    ][:MOST_HEADERS]
    cut = [[tidy(row[place]) if place < len(row) else "" for place in places] for row in rows]
    return Sample(stored, [names[place] for place in places], cut, len(header) - len(places))


def _name(cell: str) -> str:
    return tidy(cell.removeprefix("\ufeff"))


def guessed_headers(source: Source, sample: Sample | None) -> dict[str, str]:
    """Return for each of our columns the header it seems to have: as saved, as ours, or nearly so.

    Without a sample, as saved or as ours; with one, a column that nothing in it resembles has none.
    """
    if sample is None:
        return {
            column.name: source.headers.get(column.name, column.header) for column in OUR_COLUMNS
        }
    free = {fold(header): header for header in sample.headers}
    guessed: dict[str, str] = {}
    for wanted in (_exactly, _nearly):
        for column in OUR_COLUMNS:
            if column.name not in guessed:
                found = wanted(fold(source.headers.get(column.name, column.header)), free)
                guessed |= {column.name: free.pop(found)} if found else {}
    return guessed


def _exactly(wanted: str, free: Mapping[str, str]) -> str | None:
    return wanted if wanted in free else None


def _nearly(wanted: str, free: Mapping[str, str]) -> str | None:
    return next(iter(get_close_matches(wanted, free, n=1, cutoff=NEAR)), None)


def unknown_words(
    source: Source, sample: Sample | None, headers: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return by column the words that are no label of ours: those saved, then the sample's."""
    found = {}
    for column, choices in WORD_COLUMNS.items():
        saved = list(source.words.get(column, {}))
        seen = sample.cells(headers.get(column, "")) if sample else []
        known = {fold(str(label)) for label in choices.labels} | set(map(fold, saved))
        new = [word for word in seen if fold(word) not in known and len(word) <= 200]
        found[column] = saved + list({fold(word): word for word in reversed(new)}.values())[::-1]
    return {column: words[:MOST_WORDS] for column, words in found.items()}


def unknown_units(source: Source, sample: Sample, headers: Mapping[str, str]) -> list[str]:
    """Return the unit codes of the sample that nobody bears and the source does not translate."""
    seen = [code for code in sample.cells(headers.get("unit_code", "")) if 0 < len(code) <= 40]
    known = {*source.units.values_list("code", flat=True)} if source.pk else set()
    with connection.cursor() as cursor:
        cursor.execute("select code from units_unit where code = any(%s)", [seen])
        known.update(code for (code,) in cursor.fetchall())
    return [code for code in seen if code not in known]
