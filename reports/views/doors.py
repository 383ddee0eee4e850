"""Whom a page lets in, and to which cycle and run; everybody else gets a sentence."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.selectors.readers import Reader, reader_of
from scoring.models import Cycle, RankingLine, RankingRun
from scoring.selectors.cycles import cycle_named
from scoring.selectors.runs import (
    latest_provisional_run,
    run_of_own_unit,
    sees_every_run,
    visible_run,
)
from units.models import User


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    return cast(User, request.user)


def reader(request: HttpRequest) -> Reader:
    """Return what the person may see; 403 for one who has no grant at all."""
    person = reader_of(user_of(request))
    if person.sight.is_blind:
        raise PermissionDenied("Tài khoản này chưa được phân quyền. Hãy liên hệ Sở Nội vụ.")
    return person


def cycle_or_404(organiser: str, year: int) -> Cycle:
    """Return the organiser's cycle of that year; 404 without one."""
    cycle = None if "\0" in organiser else cycle_named(organiser, year)
    if cycle is None:
        raise Http404(f"Không có kỳ đánh giá năm {year} của cơ quan mang mã này.")
    return cycle


def run_to_show(cycle: Cycle, user: User, number: int | None) -> RankingRun | None:
    """Return the run asked for, else the cycle's result, else the newest provisional one.

    Heads and officers are shown an unpublished run too if their unit is in it: its lines alone, as
    `Reader.reads_whole` says. None where nothing is there that is open to the person.
    """
    if not sees_every_run(user):
        asked = run_of_own_unit(cycle, user, number) if number else None
        return asked or run_of_own_unit(cycle, user)
    asked = visible_run(cycle, user, number) if number else None
    return asked or visible_run(cycle, user) or latest_provisional_run(cycle, user)


def nothing_yet(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Say that no run of the cycle is open to the person so far."""
    return render(request, "reports/nothing_yet.html", {"cycle": cycle})


def open_line(person: Reader, line: RankingLine | None) -> RankingLine:
    """Return the line if its sheet is open; 403 for a sister unit's, 404 if it is not there."""
    if line is not None and person.opens_sheet(line.unit_id):
        return line
    if person.sight.is_whole_province:
        raise Http404("Đơn vị không có trong lần xếp hạng này.")
    raise PermissionDenied("Phiếu chấm điểm này chỉ mở cho đơn vị đó và người thẩm định.")
