"""Reading leaves a trace: that somebody saw personal data, or took something out of the portal."""

from typing import Any

from foundation.models import AccessRecord

LONGEST = 300


def record_access(*, user: Any, kind: AccessRecord.Kind, page: str, about: str) -> None:
    """Write down that a person reads, or takes out, what a page shows of somebody.

    Called before the page is made. It is one row, and if it cannot be written the error stands and
    the page is not shown: reading without a trace is worse than not reading (decision 21).
    """
    AccessRecord.objects.create(
        user=user, kind=kind, page=str(page)[:LONGEST], about=str(about)[:LONGEST]
    )
