"""Files of very wide rows: however many there are, few are held in memory at a time."""

import pytest

from foundation.domain.tables import Column
from foundation.models import ImportBatch
from foundation.services.files import store_file
from foundation.services.intake import Check, IntakeKind, preview, take_in
from foundation.services.workbook_files import workbook
from tests.memory import grown

WIDTH = 100
HEADERS = [f"Câu {place}" for place in range(WIDTH)]
MILLION = 1_000_000
KIND = IntakeKind(
    code="things",
    columns=tuple(Column(f"c{place}", header) for place, header in enumerate(HEADERS)),
    typing="select s.* from staging s",
    checks=(Check("c0", "code", "Phải là x.", "t.c0 !~ '^x'"),),
    merge="select count(*), 0, 0 from good",
)


@pytest.fixture
def text_file(db, tmp_path):
    """Store a CSV file of so many rows, their cells so many characters each."""

    def store(rows, letters):
        path = tmp_path / "x.csv"
        with path.open("w", encoding="utf-8") as file:
            for cells in (HEADERS, *[["x" * letters] * WIDTH] * rows):
                file.write(",".join(cells) + "\n")
        return store_file(path, by=None)

    return store


@pytest.fixture
def sheet_file(db, tmp_path):
    """Store the same rows as a workbook."""

    def store(rows, letters):
        path = tmp_path / "x.xlsx"
        with path.open("wb") as file, workbook(file, in_memory=True) as book:
            sheet = book.add_worksheet()
            for line, cells in enumerate((HEADERS, *[["x" * letters] * WIDTH] * rows)):
                sheet.write_row(line, 0, cells)
        return store_file(path, by=None)

    return store


# Each row has room a dozen times over on its way: one of 3.2 MB, or 33 of 32 kB, but not all.
@pytest.mark.parametrize(
    ("rows", "letters", "room"), [(25, 32_000, 80 * MILLION), (1_500, 320, 40 * MILLION)]
)
@pytest.mark.parametrize("kind_of_file", ["text_file", "sheet_file"])
def test_very_wide_rows_are_read_a_few_at_a_time(db, request, kind_of_file, rows, letters, room):
    stored = request.getfixturevalue(kind_of_file)(rows, letters)

    assert grown(lambda: take_in(KIND, stored, by=None)) < room

    batch = ImportBatch.objects.get()
    assert (batch.rows, batch.created_rows) == (rows, rows)


def test_a_preview_looks_at_the_beginnings_of_very_long_cells(text_file):
    stored, seen = text_file(25, 32_000), []

    assert grown(lambda: seen.append(preview(KIND, stored))) < 80 * MILLION

    [found] = seen
    assert (found.rows, found.created, len(found.first)) == (25, 25, 20)
    assert found.first[0] == (2, ["x" * 1_000] * WIDTH, [])
