"""The portal's main menu: what is open to the person, and where they are."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.selectors.permissions import OWN_SHEETS

register = template.Library()

EVERYBODY = ""
"""In place of a permission: open to whoever is signed in."""


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu: its page, the permission it asks for, the pages that lie in it.

    A room of rooms leads to the first of them that is open.
    """

    name: str
    title: Any
    permission: str = EVERYBODY
    pages: tuple[str, ...] = ()
    rooms: tuple["Room", ...] = ()


_FACTS = ("facts", "fact_dossiers", "fact_procedures", "official")
_APOLOGIES = ("unit_apologies", "apology", "send_apology", "discard_apology", "printed")
_ONE_DOSSIER = ("dossier", "reopen_dossier", "correct_due_time")
_FIGURES = ("figure_dossiers", "state_figures", "figure_check", "check_figures")
_INTAKES = ("intake", "batch", "preview", "preview_again", "preview_take_in", "create_procedures")
_SOURCES = ("source", "source_new", "source_sample", "source_units", "source_unit_forget")
_SHEETS = (
    *("own_sheet", "sheet_submit", "sheet_send_back", "sheet_sign", "sheet_upload"),
    *("sheet_confirm", "leaf_claim", "leaf_evidence"),
    *("explanations", "explain", "agree_to_the_rest"),
)
_APPRAISALS = ("appraisal_leaf", "accept_claims")
_CYCLES = (
    *("cycle", "cycle_new", "cycle_settings", "cycle_set", "cycle_unit", "timetable"),
    *("unit_extension", "unit_reopening", "reopening_close", "unit_standing", "unit_waiver"),
    *("stages_plan", "stage_open", "stage_move", "stage_close", "area_owners", "copy_area_owners"),
    *("council", "decide", "not_applicable", "compare_runs", "try_rules", "quality"),
    *("rank_now", "publish"),
)
_SETS = (
    *("criteria_set", "criteria_set_new", "criteria_set_import", "criteria_set_changes"),
    *("criteria_set_edit", "criteria_arrange", "criterion_new", "criterion_edit"),
    *("criteria_set_clone", "criteria_set_version", "criteria_set_replace"),
    *("criteria_set_approve", "criteria_set_delete"),
)
_RULES = (
    *("rule_set", "rule_set_new", "rule_set_changes", "rule_set_copy", "rule_set_edit"),
    *("rule_set_version", "rule_set_approve", "rule_set_delete"),
)
_DOCUMENTS = ("document", "document_remove")
_RANKINGS = ("ranking", "unit_sheet", "dossiers_behind", "reviews", "review_reply")
ROOMS = (
    Room("rankings", _("Xếp hạng"), pages=_RANKINGS),
    Room("units", _("Đơn vị"), pages=("unit_life",)),
    Room(
        "own_sheets",
        _("Phiếu chấm điểm"),
        rooms=(
            Room("own_sheets", _("Phiếu của đơn vị"), OWN_SHEETS, _SHEETS),
            Room("documents", _("Tài liệu"), OWN_SHEETS, _DOCUMENTS),
        ),
    ),
    Room("appraisals", _("Thẩm định"), "scoring.add_appraisal", _APPRAISALS),
    Room(
        "cycles",
        _("Kỳ đánh giá"),
        rooms=(
            Room("cycles", _("Các kỳ"), "scoring.view_rankingrun", _CYCLES),
            Room("criteria_sets", _("Bộ tiêu chí"), "scoring.view_rankingrun", _SETS),
            Room("rule_sets", _("Quy tắc"), "scoring.view_rankingrun", _RULES),
            Room("documents", _("Tài liệu"), "scoring.change_cycle", _DOCUMENTS),
            Room("history", _("Nhật ký"), "scoring.view_sealedday", ("history_of_sheet", "access")),
        ),
    ),
    Room(
        "dossiers",
        _("Hồ sơ"),
        rooms=(
            Room("facts_of_units", _("Số liệu"), "dossiers.view_closedtally", _FACTS),
            Room("apologies", _("Thư xin lỗi"), "dossiers.view_apology", _APOLOGIES),
            Room("suspicions", _("Nghi vấn"), "dossiers.view_dossierchange", _ONE_DOSSIER),
            Room("figures", _("Đối chiếu"), "dossiers.view_statedfigure", _FIGURES),
        ),
    ),
    Room(
        "taking_in",
        _("Nhập dữ liệu"),
        rooms=(
            Room("intakes", _("Nộp tệp"), "foundation.add_importbatch", _INTAKES),
            Room("sources", _("Nguồn hồ sơ"), "dossiers.change_source", _SOURCES),
        ),
    ),
    Room("jobs", _("Công việc"), "foundation.view_job", ("job", "job_cancel")),
    Room("method", _("Cách tính")),
    Room("publications", _("Công bố"), pages=("publication", "verification")),
    Room("admin:index", _("Quản trị"), "units.change_unit"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A room as the menu shows it; `current` is aria-current's word, "" for another room."""

    title: Any
    address: str
    current: str


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Entry]:
    """Return the entries of the menu that are open to whoever reads the page."""
    user, here = context["request"].user, _here(context)
    entries = []
    for room in ROOMS:
        inner = _open_to(user, room.rooms) if room.rooms else _open_to(user, (room,))
        if inner:
            current = max((_current(one, here) for one in inner), key=len)
            is_page = current == "page" and not room.rooms
            entries.append(_entry(room.title, inner[0], current if is_page else current and "true"))
    return entries


@register.simple_tag(takes_context=True)
def neighbours(context: template.Context) -> list[Entry]:
    """Return the entries beside the room that one is in; none where it stands alone."""
    user, here = context["request"].user, _here(context)
    for room in ROOMS:
        inner = _open_to(user, room.rooms)
        if len(inner) > 1 and any(_current(one, here) for one in inner):
            return [_entry(one.title, one, _current(one, here)) for one in inner]
    return []


def _open_to(user: Any, rooms: tuple[Room, ...]) -> list[Room]:
    return [
        room for room in rooms if room.permission == EVERYBODY or user.has_perm(room.permission)
    ]


def _entry(title: Any, room: Room, current: str) -> Entry:
    return Entry(title, reverse(room.name), current)


def _here(context: template.Context) -> str:
    """Return the name of the page that is shown, "" for one without."""
    match = context["request"].resolver_match
    return match.view_name if match else ""


def _current(room: Room, here: str) -> str:
    if here == room.name:
        return "page"
    return "true" if here in room.pages else ""
