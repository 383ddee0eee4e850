"""Days the government announced as worked or off."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import PortalAdmin
from foundation.admin.tables import TableAdmin
from foundation.models import SwapDay
from foundation.resources import SwapDayResource
from foundation.services.calendar import fill_calendar


@admin.register(SwapDay)
class SwapDayAdmin(TableAdmin, PortalAdmin):
    """Swap days; the working calendar follows every change."""

    resource_classes = (SwapDayResource,)
    list_display = ("day", "is_working", "source")
    list_filter = ("is_working",)
    search_fields = ("source",)
    ordering = ("-day",)

    def get_readonly_fields(self, request: HttpRequest, obj: SwapDay | None = None) -> Any:
        """Return the day once it is there: another day is another row."""
        return ("day",) if obj else ()

    def save_model(self, request: HttpRequest, obj: SwapDay, form: ModelForm, change: bool) -> None:
        """Save the day and reckon the calendar anew."""
        super().save_model(request, obj, form, change)
        self._reckon(request)

    def delete_model(self, request: HttpRequest, obj: SwapDay) -> None:
        """Take the day back and reckon the calendar anew."""
        super().delete_model(request, obj)
        self._reckon(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SwapDay]) -> None:
        """Take the days back and reckon the calendar anew."""
        super().delete_queryset(request, queryset)
        self._reckon(request)

    def _reckon(self, request: HttpRequest) -> None:
        fill_calendar()
        messages.info(request, _("Lịch làm việc đã được tính lại."))
