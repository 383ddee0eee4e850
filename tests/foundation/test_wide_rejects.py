"""Rows sent back that are very wide: however many there are, few are held in memory at a time."""

import pytest

from foundation.domain.tables import Column
from foundation.models import ImportBatch
from foundation.selectors.batches import reject_page
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.reject_lines import rejects_csv
from foundation.services.rejects import rejected_lines
from tests.memory import grown

OWN, LETTERS, ROWS = 90, 30_000, 30
"""Columns of the source's own, characters in each of their cells, rows: 2.7 MB a row, 81 MB."""
ROOM = 60_000_000
"""Bytes in which a few such rows have room, but not the file."""
KIND = IntakeKind(
    code="things",
    columns=(Column("code", "Mã"), Column("count", "Số lượng")),
    typing="select s.* from staging s",
    checks=(
        Check("code", "code", "Mã phải là A và một số.", "t.code !~ '^A[0-9]+$'"),
        Check("count", "count", "Số lượng phải là số.", "t.count !~ '^[0-9]+$'"),
    ),
    merge="select count(*), 0, 0 from good",
)


@pytest.fixture
def stored(stored_file):
    """Store a file whose rows are wrong twice each, and very wide."""
    header = ",".join(["Mã", "Số lượng", *(f"Riêng {place}" for place in range(OWN))])
    row = ",".join(["B", "x", *["y" * LETTERS] * OWN])
    return stored_file("\n".join([header, *[row] * ROWS]))


def drained(pieces) -> int:
    """Return how many pieces there are, each let go before the next."""
    return sum(1 for _ in pieces)


def test_very_wide_rows_are_kept_shown_and_given_back_a_few_at_a_time(stored):
    assert grown(lambda: take_in(KIND, stored, by=None)) < ROOM

    batch = ImportBatch.objects.get()
    assert (batch.rejected_rows, batch.rejects.count()) == (ROWS, 2 * ROWS)
    assert grown(lambda: reject_page(batch, 1)) < ROOM
    assert grown(lambda: drained(rejects_csv(batch))) < ROOM
    assert drained(rejected_lines(batch)) == ROWS


@pytest.mark.parametrize(
    ("own", "shown"),
    # 30 000 characters of a row are shown: 500 of each of up to 60 cells, 120 of more than 250.
    [(1, 500), (98, 300), (298, 120)],
)
def test_a_page_shows_the_beginning_of_every_cell(stored_file, own, shown):
    header = ["Mã", "Số lượng", *(f"Riêng {place}" for place in range(own))]
    row = ["B", "1", *["ế" * 501] * own]
    batch = take_in(KIND, stored_file(f"{','.join(header)}\n{','.join(row)}\n"), by=None)

    [found] = reject_page(batch, 1).rejects

    cut = "ế" * (shown - 1) + "…"
    assert found.cells == list(zip(header, ["B", "1", *[cut] * own], strict=True))
    assert (found.cell, found.reject.line) == ("B", 2)


def test_a_cell_that_is_not_too_long_is_shown_whole(stored_file):
    long = "x" * 500
    batch = take_in(KIND, stored_file(f"Mã,Số lượng,Riêng\nB,1,{long}\nC,,\n"), by=None)

    pages = [found.cells for found in reject_page(batch, 1).rejects]

    assert pages[0][2] == ("Riêng", long)
    assert pages[1] == [("Mã", "C"), ("Số lượng", ""), ("Riêng", "")]


@pytest.fixture
def long_named(stored_file):
    """Take in 60 bad rows under 98 names of 30 000 characters each; `Số lượng` stands last."""
    names = [f"{place}{'ế' * LETTERS}" for place in range(98)]
    header, row = ",".join(["Mã", *names, "Số lượng"]), ",".join(["A1", *["y"] * 98, "x"])
    return take_in(KIND, stored_file("\n".join([header, *[row] * 60])), by=None)


def test_long_names_are_cut_as_cells_are(long_named):
    batch = ImportBatch.objects.defer("header").get()

    assert grown(lambda: reject_page(batch, 1)) < 10_000_000
    [found, *_] = reject_page(batch, 1).rejects

    # 30 000 characters of a row are shown: 300 of each of 100 cells, and of a name no more.
    names = [f"{place}{'ế' * 300}"[:200] + "…" for place in range(98)]
    assert [name for name, _ in found.cells] == ["Mã", *names, "Số lượng"]
    assert (found.cell, found.reject.column) == ("x", "Số lượng")


def test_pages_of_batches_leave_long_names_where_they_are(client, make_user, long_named):
    client.force_login(make_user("home_affairs"))

    def look() -> None:
        # 50 rows of 100 names of 201 characters, 3 bytes each.
        assert len(client.get(f"/nhap-du-lieu/dot/{long_named.pk}/").content) < 5_000_000
        client.get("/nhap-du-lieu/")

    look()
    assert grown(look) < ROOM
