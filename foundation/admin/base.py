"""What every admin of the portal has in common."""

import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.forms import DecimalField, Field, JSONField
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.forms import within_years

LONG_LINE = 80
"""Characters from which a document is shown line by line."""


class PlainDecimal(DecimalField):
    """A decimal without the zeros that its column adds: 6, not 6,0000000000."""

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is shown for typing."""
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", ",")


class ReadableJson(JSONField):
    """A document as people read it: nothing for none, long ones line by line."""

    def prepare_value(self, value: Any) -> Any:
        """Return the text to be typed over; what was typed and is no JSON stays as it is."""
        if value is None or isinstance(value, InvalidJSONInput):
            return value or ""
        line = json.dumps(value, ensure_ascii=False)
        is_long = len(line) > LONG_LINE
        return json.dumps(value, ensure_ascii=False, indent=2) if is_long else line


class TypedAsWritten:
    """Decimals are typed and shown as Vietnamese write them, 81,99; documents so as to be read.

    Days and instants lie in the years that the portal reckons with.
    """

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Return the form field of a column."""
        if isinstance(db_field, models.DecimalField):
            own = {"form_class": PlainDecimal, "widget": UnfoldAdminTextInputWidget}
            kwargs |= {"localize": True, **own}
        if isinstance(db_field, models.JSONField):
            kwargs |= {"form_class": ReadableJson}
        field: Field | None = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        if field is not None and isinstance(db_field, models.DateField):
            field.validators.append(within_years)
        return field


class PortalAdmin(TypedAsWritten, ModelAdmin):
    """A table of the portal; a list page counts what it shows and never the whole table."""

    list_per_page = 50
    show_full_result_count = False
    compressed_fields = True
    warn_unsaved_form = True
    list_fullwidth = True


class PortalInline(TypedAsWritten, TabularInline):
    """Rows that belong to another, edited on its page."""

    extra = 0
    tab = True


class ReadOnlyAdmin(PortalAdmin):
    """A table that is only looked at: rows come about by work of the portal, never by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return that nobody adds a row."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return that nobody changes a row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return that nobody deletes a row."""
        return False
