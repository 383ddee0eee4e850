"""How big a file may be: each limit keeps one file from taking the machine from everybody else."""

LARGEST_TEXT = 2 << 30
"""Bytes of a CSV file: some 20 million dossiers, more than a province has in six years."""
LARGEST_WORKBOOK = 200 << 20
"""Bytes of a workbook: a full sheet of a million dossiers takes 30 MB."""
LARGEST_CONTENT = 2 << 30
"""Bytes of a workbook once unpacked: four times what a full sheet of a million dossiers takes."""
MOST_PARTS = 10_000
"""Files inside a workbook; a usual one has ten."""
MOST_COLUMNS = 1_000
"""Columns of a table; a survey of a hundred questions has a hundred and three."""
LONGEST_CELL = 32_767
"""Characters of a cell: what Excel itself can hold."""
LONGEST_ROW = 4_000_000
"""Characters of a row of a CSV file, line breaks within cells included."""
MOST_ERRORS = 10_000
"""Cells of a sheet that hold an error such as #N/A."""
READING_MEMORY = 1 << 30
"""Bytes of memory for reading a workbook: a sheet of a million dossiers takes 760 MB."""
READING_SECONDS = 300
"""Processor time for reading a workbook: a sheet of a million dossiers takes 16 s."""


def too_long(line: int) -> str:
    """Return the sentence on a cell that is too long."""
    return f"Dòng {line} có ô dài quá {plain(LONGEST_CELL)} ký tự."


def plain(number: int) -> str:
    """Return a number as sentences write it: 32.767."""
    return f"{number:,}".replace(",", ".")
