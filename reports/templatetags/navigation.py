"""The portal's main menu: what is open to the person, and where they are."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

EVERYBODY = ""
"""In place of a permission: open to whoever is signed in."""


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu: its page, the permission it asks for, the pages that lie in it."""

    name: str
    title: Any
    permission: str = EVERYBODY
    pages: tuple[str, ...] = ()


ROOMS = (
    Room("rankings", _("Xếp hạng"), pages=("ranking", "unit_sheet", "dossiers_behind", "reviews")),
    Room("units", _("Đơn vị"), pages=("unit_life",)),
    Room("cycles", _("Kỳ đánh giá"), "scoring.view_rankingrun"),
    Room("intakes", _("Nhập dữ liệu"), "foundation.add_importbatch", ("intake", "batch")),
    Room("jobs", _("Công việc"), "foundation.view_job", ("job",)),
    Room("method", _("Cách tính")),
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
    request = context["request"]
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        Entry(room.title, reverse(room.name), _current(room, here))
        for room in ROOMS
        if room.permission == EVERYBODY or request.user.has_perm(room.permission)
    ]


def _current(room: Room, here: str) -> str:
    if here == room.name:
        return "page"
    return "true" if here in room.pages else ""
