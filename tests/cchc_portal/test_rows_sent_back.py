"""Whatever kind of file it is: a row sent back is kept as it stood, and comes in again so."""

import csv
import io
from typing import Any

import pytest

from dossiers.models import Source
from foundation.models import ImportBatch
from foundation.services import raw_rows
from foundation.services.intakes import Intake, intake_of, intakes
from foundation.services.reject_lines import rejects_csv
from foundation.services.rejects import rejects_xlsx
from tests.scoring_world import build_cycle

KINDS = [
    *("units", "successions", "people", "procedures", "dossiers", "source_units"),
    *("apologies", "figures", "answers", "marks"),
]


@pytest.fixture
def clerk(make_user) -> Any:
    return make_user("home_affairs")


@pytest.fixture
def contexts(clerk, make_campaign) -> dict[str, Any]:
    """Store one of each thing that a file may belong to."""
    return {
        "source": Source.objects.create(code="s", name="Một cửa"),
        "campaign": make_campaign("q1"),
        "cycle": build_cycle(clerk),
    }


def test_every_kind_of_file_is_looked_at():
    assert sorted(kind.code for kind in intakes()) == sorted(KINDS)


@pytest.mark.parametrize(
    ("own", "cell", "read_again"),
    [(["Ghi chú riêng"], " {}: =x\u00a0", True), ([], "{}: x", False)],
    ids=["read again", "as it was read"],
)
@pytest.mark.parametrize("code", KINDS)
def test_a_row_of_any_kind_is_kept_as_it_stood_and_comes_in_again(
    contexts, clerk, stored_file, code, own, cell, read_again, monkeypatch
):
    intake = intake_of(code)
    context = contexts[intake.context] if intake.context else None
    header = [*own, *(column.header for column in intake.columns(context))]
    row = [cell.format(place) for place in range(len(header))]

    with monkeypatch.context() as patch:
        if not read_again:
            patch.setattr(raw_rows, "opened", None)
        first = taken(intake, context, clerk, stored_file(written([header, row])))
    as_text = taken(intake, context, clerk, stored_file("".join(rejects_csv(first))))
    workbook = io.BytesIO()
    rejects_xlsx(as_text, workbook)
    as_workbook = taken(intake, context, clerk, stored_file(workbook.getvalue()))

    for batch in (first, as_text, as_workbook):
        assert (batch.rows, batch.rejected_rows, batch.header) == (1, 1, header)
        assert {tuple(reject.raw) for reject in batch.rejects.all()} == {tuple(row)}


def written(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def taken(intake: Intake, context: Any, by: Any, stored: Any) -> ImportBatch:
    given = {intake.context: context} if intake.context else {}
    return intake.take(stored, by=by, **given)
