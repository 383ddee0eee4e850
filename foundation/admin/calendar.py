"""Days the government announced as worked or off, and the hours of a working day."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import PortalAdmin
from foundation.admin.tables import TableAdmin
from foundation.models import SwapDay, WorkingShift
from foundation.resources import SwapDayResource
from foundation.services.calendar import calendar_changing


class CalendarAdmin(PortalAdmin):
    """A table that the working calendar stands on: it follows every change of a row."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Save the row and reckon the calendar anew."""
        with _told(request):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Take the row back and reckon the calendar anew."""
        with _told(request):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Take the rows back and reckon the calendar anew."""
        with _told(request):
            super().delete_queryset(request, queryset)


@contextmanager
def _told(request: HttpRequest) -> Iterator[None]:
    """Tell whoever changed the calendar what came of it."""
    with calendar_changing() as said:
        yield
    messages.info(request, _("Lịch làm việc đã được tính lại."))
    for sentence in said:
        messages.warning(request, sentence)


@admin.register(SwapDay)
class SwapDayAdmin(TableAdmin, CalendarAdmin):
    """Swap days; the working calendar follows every change."""

    resource_classes = (SwapDayResource,)
    list_display = ("day", "is_working", "source")
    list_filter = ("is_working",)
    search_fields = ("source",)
    ordering = ("-day",)

    def get_readonly_fields(self, request: HttpRequest, obj: SwapDay | None = None) -> Any:
        """Return the day once it is there: another day is another row."""
        return ("day",) if obj else ()


class WorkingShiftForm(ModelForm):
    """A shift that overlaps no other."""

    class Meta:
        model = WorkingShift
        fields = ("starts", "ends")

    def clean(self) -> dict[str, Any]:
        """Return what was typed; refuses hours that another shift has already."""
        typed: dict[str, Any] = super().clean() or {}
        starts, ends = typed.get("starts", self.instance.starts), typed.get("ends")
        others = WorkingShift.objects.exclude(pk=self.instance.pk)
        if starts and ends and others.filter(starts__lt=ends, ends__gt=starts).exists():
            raise ValidationError(_("Ca này trùng giờ với một ca khác."))
        return typed


@admin.register(WorkingShift)
class WorkingShiftAdmin(CalendarAdmin):
    """The shifts of every working day; without any it is 08:00 – 12:00 and 13:00 – 17:00."""

    form = WorkingShiftForm
    list_display = ("__str__",)

    def get_readonly_fields(self, request: HttpRequest, obj: WorkingShift | None = None) -> Any:
        """Return the beginning once it is there: another beginning is another shift."""
        return ("starts",) if obj else ()
