"""Units through time, their successions, their people and their blocks."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import TextFilter

from foundation.admin.base import PortalAdmin
from foundation.admin.tables import TableAdmin
from foundation.services.intake_locks import hold_intakes, own_intakes
from units.admin.lives import PersonForm, SuccessionForm, UnitForm, last_day, shown_day
from units.admin.reading import PeopleAdmin
from units.forms import DAY_FORMATS
from units.models import Person, Succession, Unit, UnitGroup
from units.resources import UnitGroupResource
from units.selectors.units import found_by_words


class OnDay(TextFilter):
    """Those that existed on a day typed in."""

    title = _("ngày tồn tại")
    parameter_name = "ngay"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of the day; all of them, with a sentence, if it is no day."""
        typed = (self.value() or "").strip()
        for form in DAY_FORMATS if typed else ():
            try:
                return queryset.filter(valid__contains=datetime.strptime(typed, form).date())  # noqa: DTZ007
            except ValueError:
                continue
        if typed:
            messages.warning(request, _("Không có ngày như vậy; hãy viết như 01/07/2025."))
        return queryset


class Lived:
    """Columns and fields of what exists for a while."""

    @admin.display(description=_("từ ngày"), ordering="valid")
    def first_on(self, row: Unit | Person) -> str:
        """Return the first day."""
        return shown_day(row.valid.lower)

    @admin.display(description=_("đến hết ngày"))
    def last_on(self, row: Unit | Person) -> str:
        """Return the last day."""
        return shown_day(last_day(row.valid))


class Alone(PortalAdmin):
    """A table that files change too: what is stored by hand meets none of them half-way."""

    owned: str
    held: tuple[str, ...] = ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or store it while no file of the kind and of those it asks is at work."""
        with transaction.atomic():
            if request.method == "POST":
                own_intakes(self.owned)
                hold_intakes(*self.held)
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return response


@admin.register(Unit)
class UnitAdmin(Lived, Alone):
    """Units through time; many at once come by file."""

    owned = "units"
    form = UnitForm
    fields = (("code", "name"), ("level", "parent"), ("first_on", "last_on"), "source")
    list_display = ("name", "level", "code", "parent", "first_on", "last_on")
    list_filter = ("level", OnDay)
    list_filter_submit = True
    list_select_related = ("parent",)
    search_fields = ("search_key", "code")
    search_help_text = _("Tên không cần dấu, hoặc mã")
    autocomplete_fields = ("parent",)
    ordering = ("sort_key", "code")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """Find by words without accents, or by code."""
        return (found_by_words(queryset, search_term) if search_term else queryset), False

    @staticmethod
    def choice_text(unit: Unit) -> str:
        """Return the words of a unit in a search field: a code alone names several."""
        first, last = unit.valid.lower, last_day(unit.valid)
        bounds = [f"từ {shown_day(first)}"] * bool(first) + [f"đến {shown_day(last)}"] * bool(last)
        return " · ".join([unit.name, unit.code, *([" ".join(bounds)] if bounds else [])])


@admin.register(Succession)
class SuccessionAdmin(Alone):
    """What became of units."""

    owned, held = "successions", ("units",)
    form = SuccessionForm
    list_display = ("predecessor", "successor", "extent", "source")
    list_filter = ("extent",)
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")
    search_fields = (
        "predecessor__search_key",
        "predecessor__code",
        "successor__search_key",
        "successor__code",
    )
    ordering = ("predecessor__sort_key", "successor__sort_key")


@admin.register(Person)
class PersonAdmin(Lived, PeopleAdmin, Alone):
    """Who answers for a unit, as what, from when to when."""

    reading, named_by = _("Người của các đơn vị"), "code"
    owned, held = "people", ("units",)
    form = PersonForm
    fields = (("code", "name"), ("role", "unit"), ("first_on", "last_on"))
    list_display = ("name", "code", "role", "unit", "first_on", "last_on")
    list_filter = ("role", OnDay)
    list_filter_submit = True
    list_select_related = ("unit",)
    search_fields = ("name", "code", "unit__search_key")
    autocomplete_fields = ("unit",)
    ordering = ("unit__sort_key", "code")


@admin.register(UnitGroup)
class UnitGroupAdmin(TableAdmin, PortalAdmin):
    """Blocks of units that are ranked together."""

    resource_classes = (UnitGroupResource,)
    list_display = ("code", "title")
    search_fields = ("code", "title")
    ordering = ("code",)
