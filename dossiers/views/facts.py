"""Pages of facts: a unit's, the lists behind each number, all units', an official's."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.domain.late_rates import LateDefinition
from dossiers.forms.facts import SpanForm, UnitsSpanForm, YearForm
from dossiers.selectors.changes_dossier import may_open_dossiers
from dossiers.selectors.facts import facts_of
from dossiers.selectors.facts_groups import Group, group_asked
from dossiers.selectors.facts_parts import FORMULAS
from dossiers.selectors.facts_procedures import HEADERS as PROCEDURE_HEADERS
from dossiers.selectors.facts_procedures import ProcedureList, procedure_list
from dossiers.selectors.facts_readers import may_see_everybody, may_see_facts, may_see_officials
from dossiers.selectors.facts_spans import (
    Span,
    definition_asked,
    other_life,
    span_links,
    span_of,
    units_bearing,
    year_span,
)
from dossiers.selectors.facts_units import HEADERS as UNIT_HEADERS
from dossiers.selectors.facts_units import known_order, sort_columns, unit_rows
from dossiers.selectors.facts_workbook import write_workbook
from dossiers.selectors.late_rows import HEADERS as DOSSIER_HEADERS
from dossiers.selectors.late_rows import dossier_cells, dossier_row
from dossiers.selectors.officials import official_lives, official_page, officials_of
from foundation.models import AccessRecord
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from units.models import Unit, User

READ, EXPORT = AccessRecord.Kind.READ, AccessRecord.Kind.EXPORT
PAGE, UNITS_PAGE = 50, 100


@require_safe
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit's facts of a period; a period that makes no sense is said so."""
    form = SpanForm(request.GET)
    span = _span(form)
    unit, others = _unit(request, code, span or _this_year())
    word = request.GET.get("dinh-nghia", "")
    context = {
        "unit": unit,
        "code": code,
        "form": form.filled(),
        "span": span,
        "kept": {"dinh-nghia": word if definition_asked(word) else ""},
        "others": [other_life(other, span) for other in others] if span else [],
        "sees_everybody": may_see_everybody(_user(request)),
    }
    if span is not None:
        context |= _shown_facts(request, unit, span)
    return render(request, "dossiers/facts.html", context)


@require_safe
def fact_dossiers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the dossiers behind a number of a unit's facts, page by page."""
    unit, span, group = _dossiers(request, code)
    record_reading(request, kind=READ, page=group.title, about=unit.name)
    page = Paginator(group.dossiers, PAGE).get_page(request.GET.get("trang"))
    context = _behind(unit, code, span, group.title, group.query) | {
        "page": page,
        "list": {"title": group.title, "rows": [dossier_row(it) for it in page.object_list]},
    }
    return render(request, "dossiers/facts_dossiers.html", context)


@require_safe
def fact_dossiers_xlsx(request: HttpRequest, code: str) -> FileResponse:
    """Hand out the dossiers behind a number as a workbook, all of them."""
    unit, _span_here, group = _dossiers(request, code)
    record_reading(request, kind=EXPORT, page=group.title, about=unit.name)
    cells = dossier_cells(group.dossiers)
    return workbook_response("ho-so.xlsx", lambda out: write_workbook(out, DOSSIER_HEADERS, cells))


@require_safe
def fact_procedures(request: HttpRequest, code: str) -> HttpResponse:
    """Show the procedures behind a number of a unit's facts, page by page."""
    unit, span, found = _procedures(request, code)
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("trang"))
    opens = may_open_dossiers(_user(request), unit)
    context = _behind(unit, code, span, found.title, found.query)
    context |= {"page": page, "opens_dossiers": opens}
    return render(request, "dossiers/facts_procedures.html", context)


@require_safe
def fact_procedures_xlsx(request: HttpRequest, code: str) -> FileResponse:
    """Hand out the procedures behind a number as a workbook."""
    unit, _span_here, found = _procedures(request, code)
    record_reading(request, kind=EXPORT, page=found.title, about=unit.name)
    return workbook_response(
        "thu-tuc.xlsx", lambda out: write_workbook(out, PROCEDURE_HEADERS, found.cells())
    )


@require_safe
def facts_of_units(request: HttpRequest) -> HttpResponse:
    """Show every unit's late rates side by side; for Sở Nội vụ and leaders."""
    _require_everybody(request)
    form = UnitsSpanForm(request.GET)
    span = _span(form)
    context: dict[str, Any] = {"form": form.filled(), "span": span, "kept": {}}
    if span is not None:
        level, order = form.cleaned_data["cap"], known_order(request.GET.get("sap-xep", ""))
        context |= {
            "page": Paginator(unit_rows(span, level, order), UNITS_PAGE).get_page(
                request.GET.get("trang")
            ),
            "kept": {"sap-xep": order},
            "facts_query": span.query(),
            "columns": sort_columns(span, level, order),
            "presets": span_links(span, cap=level, **{"sap-xep": order}),
            "xlsx_query": span.query(cap=level, **{"sap-xep": order}),
        }
    return render(request, "dossiers/facts_units.html", context)


@require_safe
def facts_of_units_xlsx(request: HttpRequest) -> FileResponse:
    """Hand out every unit's late rates as a workbook."""
    _require_everybody(request)
    form = UnitsSpanForm(request.GET)
    span = _span_or_404(form)
    order = known_order(request.GET.get("sap-xep", ""))
    page = _("Số liệu các đơn vị")
    record_reading(request, kind=EXPORT, page=page, about=span.days)
    rows = unit_rows(span, form.cleaned_data["cap"], order)
    cells = (row.cells() for row in rows)
    return workbook_response("don-vi.xlsx", lambda out: write_workbook(out, UNIT_HEADERS, cells))


@require_safe
def official(request: HttpRequest, code: str) -> HttpResponse:
    """Show one official's late rate in a year, at each unit and of everything they handled."""
    user = _user(request)
    lives = list(official_lives(code))
    open_lives = [life for life in lives if may_see_officials(user, life.unit)]
    if not open_lives:
        if may_see_everybody(user):
            raise Http404(_("Không có cán bộ nào mang mã này."))
        raise PermissionDenied(_("Số liệu của cán bộ chỉ mở cho thủ trưởng đơn vị và Sở Nội vụ."))
    record_reading(
        request, kind=READ, page=_("Số liệu của cán bộ"), about=f"{code} {lives[-1].name}"
    )
    form = YearForm({"nam": localdate().year} | request.GET.dict())
    context: dict[str, Any] = {"form": form, "code": code, "name": lives[-1].name, "kept": {}}
    if form.is_valid():
        span = year_span(form.cleaned_data["nam"])
        definition = _definition(request)
        context |= {
            "span": span,
            "official": official_page(code, span, definition),
            "formula": FORMULAS[definition].words,
            "open_units": {it.unit_id for it in open_lives},
        }
    return render(request, "dossiers/facts_official.html", context)


def _user(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    return cast(User, request.user)


def _this_year() -> Span:
    form = SpanForm({})
    form.is_valid()
    return span_of(form.cleaned_data["tu"], form.cleaned_data["den"])


def _span(form: SpanForm) -> Span | None:
    """Return the period asked for, None where it makes no sense."""
    if not form.is_valid():
        return None
    return span_of(form.cleaned_data["tu"], form.cleaned_data["den"])


def _span_or_404(form: SpanForm) -> Span:
    span = _span(form)
    if span is None:
        raise Http404(_("Không có kỳ số liệu như vậy."))
    return span


def _unit(request: HttpRequest, code: str, span: Span) -> tuple[Unit, list[Unit]]:
    """Return the unit of the code, and others that bore it in the period; 403 for other people."""
    user = _user(request)
    bearing = units_bearing(code, span)
    open_ones = [unit for unit in bearing if may_see_facts(user, unit)]
    if open_ones:
        return open_ones[0], [unit for unit in bearing if unit != open_ones[0]]
    if may_see_everybody(user):
        raise Http404(_("Không có đơn vị nào mang mã này trong kỳ."))
    raise PermissionDenied(_("Số liệu này chỉ mở cho đơn vị đó và người được giao theo dõi."))


def _shown_facts(request: HttpRequest, unit: Unit, span: Span) -> dict[str, Any]:
    user, chosen = _user(request), definition_asked(request.GET.get("dinh-nghia", ""))
    definition = chosen or LateDefinition.RESOLVED_OR_OVERDUE
    sees_officials = may_see_officials(user, unit)
    if sees_officials:
        record_reading(request, kind=READ, page=_("Số liệu của cán bộ"), about=unit.name)
    word = chosen.value if chosen else ""
    return {
        "page": facts_of(unit, span, chosen),
        "presets": span_links(span, **{"dinh-nghia": word}),
        "opens_dossiers": may_open_dossiers(user, unit),
        "sees_officials": sees_officials,
        "officials": officials_of(unit, span, definition) if sees_officials else [],
        "officials_formula": FORMULAS[definition].words,
        "year": span.last.year,
    }


def _dossiers(request: HttpRequest, code: str) -> tuple[Unit, Span, Group]:
    """Return the group of dossiers asked for; 403 for whom it is not open, 404 if there is none."""
    span = _span_or_404(SpanForm(request.GET))
    unit, _others = _unit(request, code, span)
    if not may_open_dossiers(_user(request), unit):
        raise PermissionDenied(_("Danh sách hồ sơ chỉ mở cho đơn vị đó và người thẩm định."))
    if "can-bo" in request.GET and not may_see_officials(_user(request), unit):
        raise PermissionDenied(_("Số liệu của cán bộ chỉ mở cho thủ trưởng đơn vị và Sở Nội vụ."))
    group = group_asked(unit, span, request.GET)
    if group is None:
        raise Http404(_("Không có nhóm hồ sơ như vậy."))
    return unit, span, group


def _procedures(request: HttpRequest, code: str) -> tuple[Unit, Span, ProcedureList]:
    span = _span_or_404(SpanForm(request.GET))
    unit, _others = _unit(request, code, span)
    found = procedure_list(unit, span, request.GET)
    if found is None:
        raise Http404(_("Không có nhóm thủ tục như vậy."))
    return unit, span, found


def _behind(unit: Unit, code: str, span: Span, title: str, query: dict[str, str]) -> dict[str, Any]:
    """Return what every list behind a number shows of itself."""
    return {
        "unit": unit,
        "code": code,
        "span": span,
        "title": title,
        "facts_query": span.query(),
        "xlsx_query": span.query(**query),
    }


def _definition(request: HttpRequest) -> LateDefinition:
    asked = definition_asked(request.GET.get("dinh-nghia", ""))
    return asked or LateDefinition.RESOLVED_OR_OVERDUE


def _require_everybody(request: HttpRequest) -> None:
    if not may_see_everybody(_user(request)):
        raise PermissionDenied(_("Trang này chỉ mở cho Sở Nội vụ và lãnh đạo tỉnh."))
