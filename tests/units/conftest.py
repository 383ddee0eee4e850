"""Handing files of units, successions and people in."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from foundation.models import ImportBatch
from foundation.services.intakes import intake_of


@pytest.fixture
def take(stored_file) -> Callable[..., ImportBatch]:
    """Take rows of a registered kind in, its required columns first; return the batch."""

    def hand_in(kind: str, *rows: str, header: str | None = None) -> ImportBatch:
        intake = intake_of(kind)
        columns = [column.header for column in intake.columns(None)]
        text = io.StringIO()
        writer = csv.writer(text, delimiter="|")
        writer.writerow(header.split("|") if header else columns)
        lines = "".join(f"{row}\n" for row in rows)
        return intake.take(stored_file(text.getvalue() + lines), by=None)

    return hand_in


@pytest.fixture
def refused() -> Callable[[ImportBatch], list[tuple[int, str, str]]]:
    """Return what a batch refused: line, column, code."""

    def reasons(batch: Any) -> list[tuple[int, str, str]]:
        return list(batch.rejects.values_list("line", "column", "code"))

    return reasons
