"""Cells that look like formulas, or are far too long, go out with the rejects and come back."""

import csv
import io

import pytest

from foundation.domain.tables import Column
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.reject_lines import rejects_csv
from foundation.services.rejects import rejected_lines, rejects_xlsx

KIND = IntakeKind(
    code="things",
    columns=(Column("code", "Mã"), Column("name", "Tên")),
    typing="select s.* from staging s",
    checks=(Check("code", "code", "Mã phải là A.", "t.code <> 'A'"),),
    merge="select count(*), 0, 0 from good",
)
CELLS = ["'=1+1", "''=1", "=1+1", "'", "'x", "'-12", "-12", "+84", "@a", "'@a"]


@pytest.fixture
def take(stored_file):
    """Take a file in; a row is good if its code is A."""
    return lambda content: take_in(KIND, stored_file(content), by=None)


def as_csv(batch) -> bytes:
    return "".join(rejects_csv(batch)).encode()


def as_workbook(batch) -> bytes:
    out = io.BytesIO()
    rejects_xlsx(batch, out)
    return out.getvalue()


@pytest.mark.parametrize("written", [as_csv, as_workbook])
def test_a_cell_given_back_comes_back_letter_by_letter(take, written):
    text = io.StringIO()
    csv.writer(text).writerows([["Mã", "Tên"], *(["B", cell] for cell in CELLS)])
    first = take(text.getvalue())

    second = take(written(first))

    assert [line.cells[1] for line in rejected_lines(first)] == CELLS
    assert [line.cells[1] for line in rejected_lines(second)] == CELLS


@pytest.mark.parametrize("written", [as_csv, as_workbook])
def test_a_cell_cut_short_is_not_taken_for_the_whole_of_it(take, written):
    first = take(f"Mã,Tên\nA,{'x' * 40_000}\n")

    second = take(written(first))

    assert (second.rows, second.created_rows) == (1, 0)
    assert second.rejects.get().message == first.rejects.get().message
    assert "40.000" in second.rejects.get().message
