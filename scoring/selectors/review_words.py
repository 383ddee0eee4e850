"""Rules on people and their effects in the words that people read."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from foundation.domain.vietnamese import number
from scoring.domain.numbers import exact_text, fixed_text, parse_decimal

_COMPARISONS = {">=": "từ {} trở lên", ">": "trên {}", "<=": "từ {} trở xuống", "<": "dưới {}"}
_RATINGS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "average": "Hoàn thành nhiệm vụ",
}
_MEASURES = {"review": "Xem xét trách nhiệm"}


def rule_text(rule: dict[str, Any], labels: Mapping[str, str], facts: Mapping[str, str]) -> str:
    """Return what a rule says; `labels` are the block's classes and `facts` the facts' titles."""
    if rule["applies_to"] == "official":
        test = _COMPARISONS[rule["test"]].format(_percent(rule["threshold"]))
        return f"{facts.get(rule['fact'], rule['fact'])} {test}"
    if rule["applies_to"] == "collective":
        needed = labels.get(rule["requires_band"], rule["requires_band"])
        return _("Đơn vị xếp loại dưới %(band)s") % {"band": needed}
    band = labels.get(rule["band_at_most"], rule["band_at_most"])
    if rule["years"] == 1:
        return _("Đơn vị xếp loại %(band)s trở xuống") % {"band": band}
    words = {"band": band, "years": rule["years"]}
    return _("Đơn vị xếp loại %(band)s trở xuống %(years)s năm liền") % words


def effect_text(effect: str) -> str:
    """Return an effect such as "bars_rating:good" in words; a code nobody knows stays as it is."""
    kind, _colon, code = effect.partition(":")
    if kind == "measure":
        return _MEASURES.get(code, code)
    rating = _RATINGS.get(code, code)
    if code == "excellent":
        return _("Không được xếp loại “%(rating)s”") % {"rating": rating}
    return _("Không được xếp loại “%(rating)s” trở lên") % {"rating": rating}


def rate_text(fact: dict[str, Any]) -> str:
    """Return a person's own fact with what stands behind it: "3/30 = 10,00 %"."""
    rate = Fraction(fact["numerator"], fact["denominator"])
    counted = f"{number(str(fact['numerator']))}/{number(str(fact['denominator']))}"
    return f"{counted} = {number(fixed_text(rate * 100, 2))} %"


def _percent(decimal: str) -> str:
    """Return a threshold as a percentage with no more digits than it has: "10 %"."""
    share = parse_decimal(decimal)
    return decimal if share is None else f"{number(exact_text(share * 100))} %"
