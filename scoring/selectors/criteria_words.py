"""Criteria in words: kinds of marking, facts, roles, and the rule of a leaf as a sentence."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.domain.vietnamese import number
from scoring.domain import BundleRefused
from scoring.domain.entry import leaf_of
from scoring.selectors import channel_facts
from scoring.selectors.bundles import plain
from scoring.selectors.facts import LATE_RATE, SATISFACTION
from scoring.selectors.leaf_rules import marking_text

KINDS = {
    "direct": _("Chấm trực tiếp"),
    "choice": _("Chọn một phương án"),
    "checklist": _("Cộng các phương án đạt"),
    "bands": _("Theo bậc"),
    "ratio": _("Theo tỷ lệ"),
    "deduction": _("Trừ mỗi lỗi"),
    "count": _("Cộng mỗi việc"),
    "answers": _("Theo câu trả lời khảo sát"),
}
FACTS = {
    LATE_RATE: _("Tỷ lệ hồ sơ trễ hạn"),
    SATISFACTION: _("Chỉ số hài lòng"),
    **channel_facts.TITLES,
}
"""The facts that the portal counts; each is a ratio."""
KINDS_OF_RATIOS = ("bands", "ratio")
"""The kinds that can read those facts."""
ROLES = {"": _("Điểm thường"), "bonus": _("Điểm thưởng"), "penalty": _("Điểm trừ")}
AGGREGATIONS = {"sum": _("Cộng điểm"), "weighted": _("Theo trọng số lĩnh vực")}


def rule_words(leaf: Mapping[str, Any] | None, max_points: Decimal) -> str:
    """Return the rule of a leaf as a sentence, "" for a criterion that is none.

    A leaf of a draft that the core would not read yet is said to be unfinished.
    """
    if not leaf:
        return ""
    try:
        leaf_of("x", plain(max_points), leaf)
    except (BundleRefused, KeyError):
        return str(_("chưa đủ cách chấm"))
    words = marking_text({"max_points": plain(max_points), **leaf})
    fact = leaf["scoring"].get("from_fact")
    return f"{words} ({FACTS.get(fact, fact)})" if fact else words


def figure(value: Decimal | None) -> str:
    """Return points or a weight as people read them, "" for none."""
    return "" if value is None else number(plain(value))
