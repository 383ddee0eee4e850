"""Entries of the history as a clerk reads them: who, when, what, from what to what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.models import Dossier, DossierCorrection
from scoring.models import Assessment, CriteriaSet, Criterion, Cycle, CycleGroup, RuleSet, Stage
from scoring.models import Document as LibraryDocument
from scoring.selectors.history_asked import author_of, kind_label
from scoring.selectors.history_names import Names, actor_in, name_of
from scoring.selectors.history_rows import Told
from scoring.selectors.history_words import Change, changes_between
from units.models import Grant, Person, Succession, Unit, User

ACTS = {"insert": _("thêm"), "update": _("sửa"), "delete": _("xóa")}
_PAGES = {
    LibraryDocument: ("document", "pk"),
    RuleSet: ("rule_set", "code"),
    CriteriaSet: ("criteria_set", "code"),
    Unit: ("unit_life", "code"),
    User: ("admin:units_user_change", "pk"),
}
"""The page of a thing by itself, and what of the thing as it is today the address takes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `what` is the kind of thing, `subject` which one, `about` a part of it.

    `via` says through what it came where that is not a page; `leaf` is the criterion of a leaf's
    entry, and `actor` the person's key, None where nobody is known.
    """

    at: datetime
    who: str
    actor: int | None
    via: str
    act: str
    what: str
    subject: str
    about: str
    link: str
    leaf: int | None
    changes: tuple[Change, ...]
    told: Told


def entries_of(found: Iterable[Told], *, people: Collection[int] | None = None) -> list[Entry]:
    """Return rows of the history as entries, their names read together.

    Where `people` are given, nobody else with an account is named.
    """
    told = list(found)
    rows = [row for it in told for row in (it.row, it.before) if row is not None]
    names = Names(rows, people=people, subjects=_PAGES)
    return [_entry(it, names) for it in told]


def _entry(told: Told, names: Names) -> Entry:
    model, row, label = told.table.subject, told.row, getattr(told.row, "pgh_label", "")
    actor = actor_in(row)
    if actor is None and label != "delete":
        author = author_of(model)
        actor = getattr(row, f"{author}_id") if author else None
    before, after = (row, None) if label == "delete" else (told.before, row)
    return Entry(
        at=told.at,
        who=names.name(User, actor) if actor else _("không rõ người"),
        actor=actor,
        via=_via(told),
        act=ACTS.get(label, _("ghi")),
        what=kind_label(told.table),
        subject=_subject(told, names),
        about=_about(row, names),
        link=_link(told, names),
        leaf=getattr(row, "criterion_id", None),
        changes=tuple(changes_between(model, before, after, names)),
        told=told,
    )


def _via(told: Told) -> str:
    """Return through what a change came: a job, or no page at all."""
    if not told.table.is_events:
        return ""
    context = told.row.pgh_context
    if context is None:
        return _("lệnh trên máy chủ")
    job = context.metadata.get("job")
    return _("công việc số %(job)s") % {"job": job} if job else ""


def _sheet(told: Told) -> int | None:
    """Return the key of the sheet that a row belongs to, None for other rows."""
    if told.table.subject is Assessment:
        return int(told.row.pgh_obj_id)
    key: int | None = getattr(told.row, "assessment_id", None)
    return key


def _subject(told: Told, names: Names) -> str:
    """Return which thing a row tells of."""
    row, sheet = told.row, _sheet(told)
    if told.table.subject is Assessment:
        known = names.name(Unit, row.unit_id)
        year = names.thing(Cycle, row.cycle_id)
        words = {"unit": known, "year": year.year if year else "?"}
        return _("Phiếu của %(unit)s năm %(year)s") % words
    if sheet is not None:
        return names.name(Assessment, sheet)
    if registered := _registered(told, names):
        return registered
    for field in ("stage", "area_owner", "cycle", "run", "criteria_set", "user", "area", "dossier"):
        key = getattr(row, f"{field}_id", None)
        if key is not None:
            return names.name(type_of(row, field), key)
    title = getattr(row, "title", "")
    return str(title or name_of(row))


def _registered(told: Told, names: Names) -> str:
    """Return what an account, or a row of the register, calls itself; "" for other rows."""
    row, subject = told.row, told.table.subject
    if subject is User:
        return str(row.full_name or row.username)
    if subject in (Unit, Person):
        return f"{row.code} {row.name}"
    if subject is Succession:
        old, new = (names.name(Unit, key) for key in (row.predecessor_id, row.successor_id))
        return f"{old} → {new}"
    return ""


def _about(row: Any, names: Names) -> str:
    """Return which part of its subject a row tells of, "" for all of it."""
    criterion = getattr(row, "criterion_id", None)
    if criterion is not None:
        return names.name(Criterion, criterion)
    if hasattr(row, "criteria_set_id") and hasattr(row, "code"):
        return f"{row.code} {row.title}"
    if hasattr(row, "kind") and hasattr(row, "opens_on"):
        return str(row.get_kind_display())
    return ""


def _link(told: Told, names: Names) -> str:
    """Return the address of what a row tells of, "" where there is no page or it is gone."""
    row, sheet = told.row, _sheet(told)
    if sheet is not None:
        anchor = f"#tieu-chi-{row.criterion_id}" if hasattr(row, "criterion_id") else ""
        return reverse("history_of_sheet", args=[sheet]) + anchor
    if getattr(row, "pgh_label", "") == "delete":
        return ""
    if own := _own_page(told, names):
        return reverse(own[0], args=[own[1]])
    cycle = _cycle(told, names)
    return reverse("cycle", args=[cycle.organiser.code, cycle.year]) if cycle else ""


def _own_page(told: Told, names: Names) -> tuple[str, Any] | None:
    """Return name and argument of the page of a thing outside of any cycle."""
    row, subject = told.row, told.table.subject
    if subject in _PAGES:
        page, field = _PAGES[subject]
        today = names.thing(subject, row.pgh_obj_id)
        return (page, getattr(today, field)) if today else None
    if subject is Criterion and (its := names.thing(CriteriaSet, row.criteria_set_id)):
        return "criteria_set", its.code
    if subject is DossierCorrection and (its := names.thing(Dossier, row.dossier_id)):
        return "dossier", its.code
    if subject in (Grant, Person) and (unit := names.thing(Unit, row.unit_id)):
        return "unit_life", unit.code
    if subject is Succession and (unit := names.thing(Unit, row.successor_id)):
        return "unit_life", unit.code
    return None


def _cycle(told: Told, names: Names) -> Cycle | None:
    """Return the cycle that a row belongs to, None where it belongs to none or that is gone."""
    row = told.row
    if (stage := names.thing(Stage, getattr(row, "stage_id", None))) is not None:
        return cast(Cycle, stage.cycle)
    if (block := names.thing(CycleGroup, getattr(row, "cycle_group_id", None))) is not None:
        return cast(Cycle, block.cycle)
    found: Cycle | None = names.thing(Cycle, getattr(row, "cycle_id", None))
    return found


def type_of(row: Any, field: str) -> Any:
    """Return the model that a field of a row points at."""
    return row._meta.get_field(field).related_model
