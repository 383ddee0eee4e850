"""Procedures in the admin; dossiers come by file and are looked at on their own pages."""

from django.contrib import admin

from dossiers.models import Procedure
from dossiers.resources import ProcedureResource
from foundation.admin.base import PortalAdmin
from foundation.admin.tables import TableAdmin


@admin.register(Procedure)
class ProcedureAdmin(TableAdmin, PortalAdmin):
    """Procedures with the working time promised for each."""

    resource_classes = (ProcedureResource,)
    list_display = ("code", "name", "field", "working_days")
    list_filter = ("field",)
    search_fields = ("code", "name", "field")
    ordering = ("code",)
