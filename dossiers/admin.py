"""Procedures and sources in the admin; dossiers come by file and have pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dossiers.models import Procedure, Source, SourceUnit
from dossiers.resources import ProcedureResource
from foundation.admin.base import PortalAdmin
from foundation.admin.tables import TableAdmin


@admin.register(Procedure)
class ProcedureAdmin(TableAdmin, PortalAdmin):
    """Procedures with the working time promised for each."""

    resource_classes = (ProcedureResource,)
    list_display = (
        "code",
        "name",
        "field",
        "working_days",
        "working_hours",
        "online_level",
        "is_one_stop",
    )
    list_filter = ("online_level", "is_one_stop", "field")
    search_fields = ("code", "name", "field")
    ordering = ("code",)


@admin.register(Source)
class SourceAdmin(PortalAdmin):
    """Sources to look up and to delete; how their files are read is said on a page with samples."""

    list_display = ("code", "name", "date_format", "time_zone")
    search_fields = ("code", "name")
    ordering = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: a source is described beside a sample of its files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False, for the same reason."""
        return False


@admin.register(SourceUnit)
class SourceUnitAdmin(PortalAdmin):
    """What sources call units, to search and to mend one by one."""

    list_display = ("code", "unit_code", "source", "valid")
    list_filter = ("source",)
    list_select_related = ("source",)
    search_fields = ("code", "unit_code")
    ordering = ("source", "code")
