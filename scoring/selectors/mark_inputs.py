"""The fields by which a person types the mark of one leaf, for every kind of marking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foundation.domain.vietnamese import number
from scoring.domain import entry
from scoring.models import Criterion


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice or a checklist, with what it gives in words."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field: a text field (`mode` as for inputmode) or, with options, radios or checkboxes."""

    name: str
    label: str
    value: str
    mode: str
    options: tuple[Option, ...] = ()
    is_many: bool = False


def inputs_of(criterion: Criterion, typed: Mapping[str, Any]) -> list[Input]:
    """Return the fields of a stored leaf, filled with what was typed (see `entry.typed_of`)."""
    return inputs_for((criterion.leaf or {})["scoring"], typed)


def inputs_for(scoring: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Input]:
    """Return the fields of a leaf that is marked so; what was typed may be text or lists of it."""
    match scoring["kind"]:
        case "direct":
            return [_text(entry.POINTS, _("Điểm"), typed, "decimal")]
        case "choice" | "checklist":
            return [_chosen(scoring, typed)]
        case "bands" | "ratio":
            return [
                _text(entry.NUMERATOR, _("Tử số"), typed, "numeric"),
                _text(entry.DENOMINATOR, _("Mẫu số"), typed, "numeric"),
                _text(entry.VALUE, _("hoặc tỷ lệ"), typed, "decimal"),
            ]
        case "deduction":
            return [_text(entry.COUNT, _("Số lỗi"), typed, "numeric")]
        case "count":
            return [_text(entry.COUNT, _("Số việc"), typed, "numeric")]
        case _:
            return [
                _text(f"{entry.ANSWER}{option['code']}", option["code"], typed, "numeric")
                for option in scoring["options"]
            ]


def _text(name: str, label: str, typed: Mapping[str, Any], mode: str) -> Input:
    return Input(name, label, _one(typed.get(name)), mode)


def _chosen(scoring: Mapping[str, Any], typed: Mapping[str, Any]) -> Input:
    is_many = scoring["kind"] == "checklist"
    chosen = typed.get(entry.CHOICES) or ()
    options = tuple(
        Option(option["code"], f"{option['code']} ({number(option['points'])})", code_in)
        for option in scoring["options"]
        for code_in in (option["code"] in chosen,)
    )
    label = _("Các phương án đạt") if is_many else _("Phương án")
    return Input(entry.CHOICES, label, "", "", options, is_many)


def _one(value: str | Sequence[str] | None) -> str:
    """Return the text of a field, however the form gave it."""
    if value is None or isinstance(value, str):
        return value or ""
    return value[0] if value else ""
