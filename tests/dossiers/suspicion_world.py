"""What later files did to dossiers, written down by hand: one dossier, then its changes."""

import json
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dossiers.models import Dossier, DossierChange
from dossiers.selectors.suspicions import Finding, finding_chunks
from dossiers.selectors.suspicions_asked import Asked
from foundation.models import StoredFile

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2024, 6, 12, 17, tzinfo=HANOI)
YEAR = {"tu": "01/01/2024", "den": "31/12/2024"}


def at(day: int, hour: int = 10, minute: int = 0, month: int = 6) -> datetime:
    """Return an instant of 2024; June unless another month is given."""
    return datetime(2024, month, day, hour, minute, tzinfo=HANOI)


def written(value: object) -> str | None:
    """Return a value as a history keeps it: instants in ISO 8601, pauses as JSON, keys as text."""
    if isinstance(value, list):
        return json.dumps([[written(part) for part in pause] for pause in value])
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)


def changed(
    dossier: Dossier, when: datetime, file: StoredFile | None = None, **fields: tuple
) -> None:
    """Write down what one file changed: each field with what it was and became."""
    DossierChange.objects.bulk_create(
        DossierChange(
            dossier=dossier,
            field=field,
            was=written(was),
            became=written(became),
            file=file or dossier.source_file,
            changed_at=when,
        )
        for field, (was, became) in fields.items()
    )


def found(**asked: str) -> list[Finding]:
    """Return what the year 2024 holds of what is asked for."""
    return listed(Asked.of(YEAR | asked))


def listed(asked: Asked) -> list[Finding]:
    """Return everything that is asked for."""
    return [finding for chunk in finding_chunks(asked) for finding in chunk]


def kinds(found_: Iterable[Finding]) -> list[str]:
    """Return the kinds of the findings, in the order of the alphabet."""
    return sorted(finding.kind.name for finding in found_)
