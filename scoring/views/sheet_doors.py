"""Whom the page of a sheet lets in, and what it shows to everybody it lets in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from scoring.forms.sheets import CommentForm
from scoring.models import Assessment
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.claim_rows import Attempt, area_rows
from scoring.selectors.claim_sheets import (
    SheetState,
    claims_version,
    deadline_of,
    sheet_named,
    sheet_state,
)
from scoring.selectors.explanations import may_read
from scoring.selectors.sheet_rights import SheetRights, rights_of
from scoring.selectors.stages import is_announced
from scoring.selectors.wording import anchor
from scoring.views.doors import cycle_or_404, user_of

AREA = "linh-vuc"


@dataclass(frozen=True, slots=True)
class Open:
    """A sheet that is open to whoever asks, and what they may do with it."""

    sheet: Assessment
    rights: SheetRights

    @property
    def names(self) -> tuple[str, int, str]:
        """The arguments of the sheet's addresses."""
        cycle = self.sheet.cycle
        return cycle.organiser.code, cycle.year, self.sheet.unit.code


def open_sheet(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> Open:
    """Return a sheet and the person's rights; 404 if it is not there, 403 if it is not open."""
    sheet = sheet_named(cycle_or_404(organiser_code, year), unit_code)
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    rights = rights_of(user_of(request), sheet)
    if not rights.may_see:
        raise PermissionDenied(rights.why_not)
    return Open(sheet, rights)


def sheet_page(
    request: HttpRequest,
    opened: Open,
    *,
    area: str = "",
    attempts: Mapping[int, Attempt] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show one area of a sheet with what was typed into it just now, if it was not saved."""
    sheet, rights = opened.sheet, opened.rights
    leaves = sheet_leaves(sheet)
    state = sheet_state(leaves, rights, area or request.GET.get(AREA, ""))
    rows, past = area_rows(sheet, _shown(leaves, state), rights, attempts or {})
    context = {
        "sheet": sheet,
        "rights": rights,
        "state": state,
        "rows": rows,
        "past": past,
        "deadline": deadline_of(sheet),
        "steps": sheet.steps.select_related("by"),
        "version": claims_version(sheet),
        "is_announced": is_announced(sheet.cycle) and may_read(user_of(request), sheet),
        "is_swapped": False,
        "comment": CommentForm(),
        "refusal": "",
        "lacks": (),
    }
    return render(request, "scoring/sheet.html", context | more, status=status)


def to_sheet(opened: Open, leaf: SheetLeaf | None = None) -> HttpResponse:
    """Lead back to a sheet, to the very leaf if one is given."""
    address = reverse("own_sheet", args=opened.names)
    if leaf is not None:
        query = urlencode({AREA: leaf.area.code})
        address = f"{address}?{query}#{anchor(leaf.criterion.code)}"
    return redirect(address)


def _shown(leaves: Sequence[SheetLeaf], state: SheetState) -> list[SheetLeaf]:
    current = state.current
    return [leaf for leaf in leaves if current and leaf.area.code == current.code]
