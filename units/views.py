"""Pages of units through time: those of a day, and everything that ever bore a code."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from units.forms import DayForm, UnitsForm
from units.models import User
from units.selectors.grants import sight_of
from units.selectors.lives import lives_with_lineage
from units.selectors.tree import tree_of
from units.selectors.units import found_by_words, units_on

PAGE, LARGEST_TREE = 100, 1000


def units(request: HttpRequest) -> HttpResponse:
    """Show the units of a day: all of them as a tree, or a list of those asked for."""
    require_grant(request)
    form = UnitsForm({"ngay": f"{localdate():%d/%m/%Y}"} | request.GET.dict())
    found = _found(form, request.GET.get("trang", "1")) if form.is_valid() else {}
    return render(request, "units/units.html", {"form": form, "found": found})


def unit_life(request: HttpRequest, code: str) -> HttpResponse:
    """Show the lives of a code, with what each came from and went into; 404 if it has none."""
    return render(request, "units/unit_life.html", life_context(request, code))


def life_context(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return what the page of a code needs; a page of an app above may add to it.

    Raises PermissionDenied for a person without any grant, Http404 if nothing ever bore the code.
    """
    require_grant(request)
    form = DayForm(request.GET)
    day = form.cleaned_data["ngay"] if form.is_valid() else localdate()
    lives = lives_with_lineage(code, day)
    if not lives:
        raise Http404(f"Chưa từng có đơn vị nào mang mã {code}.")
    return {"code": code, "form": form, "day": day, "lives": lives}


def require_grant(request: HttpRequest) -> None:
    """Raise PermissionDenied for a signed-in person who has no grant at all."""
    if sight_of(cast(User, request.user)).is_blind:
        raise PermissionDenied("Tài khoản này chưa được phân quyền. Hãy liên hệ Sở Nội vụ.")


def _found(form: UnitsForm, page: str) -> dict[str, Any]:
    """Return the units asked for: a tree of all of them, or pages of a list."""
    asked = form.cleaned_data
    units = units_on(asked["ngay"])
    if asked["tim"]:
        units = found_by_words(units, asked["tim"])
    if asked["cap"]:
        units = units.filter(level=asked["cap"])
    count = units.count()
    found = {"day": asked["ngay"], "count": count}
    if not form.is_narrowed and count <= LARGEST_TREE:
        return found | {"tiers": tree_of(units)}
    listed = units.select_related("parent").order_by("sort_key", "code")
    return found | {"page": Paginator(listed, PAGE).get_page(page)}
