"""How big a file may be: each limit keeps one file from taking the machine from everybody else."""

from dataclasses import dataclass

LONGEST_CELL = 32_767
"""Characters of a cell: what Excel itself can hold, so that a row given back fits into one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask for; whoever runs the portal may set each otherwise.

    text_megabytes: a CSV file; 2 GB are some 20 million dossiers, six years of a province.
    workbook_megabytes: a workbook; a full sheet of a million dossiers takes 30 MB.
    unpacked_megabytes: a workbook once unpacked; four times such a sheet.
    parts: files inside a workbook; a usual one has ten.
    columns: a survey of a hundred questions has a hundred and three.
    row_letters: characters of a row, line breaks within cells included.
    error_cells: cells of a sheet without a value to read, such as #N/A.
    reading_megabytes: memory for reading a workbook; a sheet of a million dossiers takes 760 MB.
    reading_seconds: processor time for that; such a sheet takes 16 s.
    cells_given_back: cells of rows sent back that are written as a workbook while somebody waits,
        more go out as CSV; 75 000 dossiers of 17 columns take 11 s of processor time.
    """

    text_megabytes: int = 2_048
    workbook_megabytes: int = 200
    unpacked_megabytes: int = 2_048
    parts: int = 10_000
    columns: int = 1_000
    row_letters: int = 12_000_000
    error_cells: int = 10_000
    reading_megabytes: int = 1_024
    reading_seconds: int = 300
    cells_given_back: int = 1_500_000


USUAL = Limits()
"""The limits where nobody has set others."""


def plain(number: int) -> str:
    """Return a number as sentences write it: 32.767."""
    return f"{number:,}".replace(",", ".")


def too_many_columns(count: int, limits: Limits) -> str:
    """Return the sentence on a table that is too wide."""
    return f"Bảng có {plain(count)} cột, nhiều nhất là {plain(limits.columns)}."
