"""Points of claims and appraisals as people read them."""

from decimal import Decimal
from typing import Any

from scoring.selectors import wording
from scoring.selectors.bundles import plain


def points_text(value: Decimal | None) -> str:
    """Return points without needless digits, a dash where there are none."""
    return wording.NONE if value is None else wording.points(plain(value))


def given_text(content: dict[str, Any] | None, value: Decimal | None) -> str:
    """Return what was given for a leaf as points: "4,5", "không áp dụng", a dash for nothing."""
    if content is not None and content.get("state") == "not_applicable":
        return "không áp dụng"
    return points_text(value)
