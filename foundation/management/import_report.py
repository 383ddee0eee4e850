"""What became of a file that a command took in, as a record: for people and for programs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from foundation.models import ImportBatch
from foundation.services.intake import Preview
from foundation.services.intakes import counted
from foundation.services.previews import reasons_of

COUNTS = ("rows", "created", "changed", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file, or would become of it, or of several together.

    `batch` is None where nothing was written. `reasons` holds column, code, message and rows, the
    most frequent first. `error` says why a file was refused as a whole.
    """

    file: str
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    batch: int | None = None
    reasons: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None

    def __str__(self) -> str:
        return self.error or counted(*(getattr(self, name) for name in COUNTS))

    def as_data(self) -> dict[str, Any]:
        """Return the report as data; `error` only where there is one."""
        data = asdict(self)
        return data if self.error else {key: data[key] for key in data if key != "error"}


def of_batch(file: str, batch: ImportBatch) -> Report:
    """Return what became of a file that was taken in."""
    return Report(
        file,
        batch.rows,
        batch.created_rows,
        batch.changed_rows,
        batch.unchanged_rows,
        batch.rejected_rows,
        batch.pk,
        _reasons(reasons_of(batch)),
    )


def of_preview(file: str, seen: Preview) -> Report:
    """Return what would become of a file."""
    return Report(
        file,
        seen.rows,
        seen.created,
        seen.changed,
        seen.unchanged,
        seen.rejected,
        reasons=_reasons(seen.reasons),
    )


def together(directory: str, reports: list[Report]) -> dict[str, Any]:
    """Return the sums over all files of a directory, as data, each refused file named."""
    sums: dict[str, Any] = {
        name: sum(getattr(report, name) for report in reports) for name in COUNTS
    }
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for reason in (reason for report in reports for reason in report.reasons):
        kept = found.setdefault((reason["column"], reason["code"]), reason | {"rows": 0})
        kept["rows"] += reason["rows"]
    return {
        "file": directory,
        **sums,
        "batch": None,
        "batches": [report.batch for report in reports if report.batch],
        "reasons": sorted(found.values(), key=lambda reason: -reason["rows"]),
        "refused": [report.file for report in reports if report.error],
    }


def _reasons(found: Iterable[tuple[str, str, str, int]]) -> list[dict[str, Any]]:
    reasons = [
        {"column": column, "code": code, "message": message, "rows": rows}
        for column, code, message, rows in found
    ]
    return sorted(reasons, key=lambda reason: (-reason["rows"], reason["column"], reason["code"]))
