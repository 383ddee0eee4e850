"""Values of the history as people read them, and what changed from one row to the next."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import ForeignKey, JSONField, Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.domain.vietnamese import number
from scoring.selectors.history_asked import AUTHORS
from scoring.selectors.history_names import Names
from scoring.selectors.leaf_rules import rule_text
from scoring.selectors.rule_changes import document_changes, people_changes
from scoring.selectors.rule_sentences import bands
from scoring.selectors.rule_words import DEFINITIONS
from scoring.selectors.stage_steps import Change as Step
from scoring.selectors.wording import mark_text

LONGEST = 300
MOST_PARTS = 12
"""More changes inside one document are not listed: its page shows them."""
_VERSIONS = {"version", "evidence_version", "claim_edition"}
_UNTOLD = {"id", "assessment", "criterion", "assessed_unit", "search_key", *_VERSIONS, *AUTHORS}
"""Fields that say which row it is, or who wrote it when: told beside the changes."""

_DOCUMENTS = {"document", "accountability_rules"}
"""Fields that hold a whole document: told part by part."""
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What comes of reading a stored document that is none of its kind."""
_LABELS = {
    "area": gettext_lazy("lĩnh vực"),
    "area_owner": gettext_lazy("lĩnh vực"),
    "closed_at": gettext_lazy("đóng lúc"),
    "closed_by": gettext_lazy("người đóng"),
    "document": gettext_lazy("tài liệu"),
    "from_state": gettext_lazy("từ trạng thái"),
    "person": gettext_lazy("người được xem xét"),
    "run": gettext_lazy("lần xếp hạng"),
    "stage": gettext_lazy("giai đoạn"),
    "to_state": gettext_lazy("đến trạng thái"),
}
"""What fields are called that have no name for people of their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed: what it is called, what it was and what it became; "" for nothing."""

    label: str
    was: str
    became: str


def changes_between(model: type[Model], before: Any, after: Any, names: Names) -> list[Change]:
    """Return what differs between two rows of a model; None stands for no row."""
    found: list[Change] = []
    told = {field.name for row in (before, after) if row for field in row._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if (
            field.name not in told
            or field.name in _UNTOLD
            or getattr(field, "auto_now", False)
            or _is_stamp(field)
        ):
            continue
        was, became = _value(field, before), _value(field, after)
        if was == became:
            continue
        if field.name in _DOCUMENTS and isinstance(was, dict | list) and became is not None:
            rules = _rules(field.name, before, after)
            found += rules or _parts(str(field.verbose_name), was, became)
        else:
            found.append(
                Change(_label(field), _text(field, was, names), _text(field, became, names))
            )
    return [change for change in found if change.was != change.became]


def _is_stamp(field: Any) -> bool:
    return bool(getattr(field, "auto_now_add", False)) or field.primary_key


def _label(field: Any) -> str:
    has_its_own = field._verbose_name is not None
    return str(field.verbose_name if has_its_own else _LABELS.get(field.name, field.verbose_name))


def _value(field: Any, row: Any) -> Any:
    return None if row is None else getattr(row, field.attname)


def _text(field: Any, value: Any, names: Names) -> str:
    """Return a value in words, "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.name(field.related_model, value)
    if field.name == "change":
        return str(dict(Step.choices).get(value, value))
    is_late = field.name == "late_definition"
    if choices := DEFINITIONS if is_late else dict(field.flatchoices):
        return str(choices.get(value, value))
    if isinstance(field, JSONField):
        return _document_text(field.name, value)
    return plain_text(value)[:LONGEST]


def plain_text(value: Any) -> str:
    """Return a number, day, instant or truth as Vietnamese write it."""
    match value:
        case bool():
            return _("có") if value else _("không")
        case Decimal():
            return number(f"{value.normalize():f}")
        case datetime():
            return f"{localtime(value):%H:%M:%S %d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case Range():
            return _span_text(value)
    return str(value)


def _span_text(days: Range) -> str:
    """Return the days from the first to the last, "" for all days."""
    first = _("từ %(day)s") % {"day": f"{days.lower:%d/%m/%Y}"} if days.lower else ""
    last = days.upper and days.upper - timedelta(days=1)
    until = _("đến hết %(day)s") % {"day": f"{last:%d/%m/%Y}"} if last else ""
    return f"{first} {until}".strip() or _("không giới hạn")


def _document_text(name: str, value: Any) -> str:
    """Return a stored document in words; one that nobody can read stays as it is stored."""
    try:
        if name == "content":
            return mark_text(value) or _raw(value)
        if name == "leaf":
            return rule_text({"max_points": _("điểm tối đa")} | value)
        if name == "document":
            return bands(value)
        if name == "accountability_rules":
            return _("%(count)s quy tắc") % {"count": len(value)}
    except _UNREADABLE:
        return _raw(value)
    return _raw(value)


def _raw(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _rules(name: str, before: Any, after: Any) -> list[Change]:
    """Return what differs between two rule sets in words; nothing where words do not say it."""
    try:
        if name == "document":
            found = document_changes(before.document, after.document)
        else:
            found = people_changes(before, after)
    except _UNREADABLE:
        return []
    told = [Change(it.label, it.before, it.after) for it in found[:MOST_PARTS]]
    return [*told, *_rest(_("quy tắc"), len(found) - len(told))]


def _parts(label: str, was: Any, became: Any) -> list[Change]:
    """Return which parts of a document differ, each by its place."""
    old, new = dict(_leaves(was, "")), dict(_leaves(became, ""))
    places = [place for place in {**old, **new} if old.get(place) != new.get(place)]
    told = [
        Change(f"{label}: {place}", old.get(place, ""), new.get(place, ""))
        for place in places[:MOST_PARTS]
    ]
    return [*told, *_rest(label, len(places) - len(told))]


def _rest(label: str, rest: int) -> list[Change]:
    return [Change(label, "", _("và %(rest)s chỗ khác") % {"rest": rest})] if rest else []


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every single value inside a document with its place: "bands[0].at_least"."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for order, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{place}[{order}]")
    else:
        yield place, plain_text(value) if value is not None else ""
