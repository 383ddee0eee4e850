"""Small tables as files: what their columns are called, and cells that no spreadsheet executes."""

import re
from typing import Any

from django.db.models import Model
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, IntegerWidget, Widget

from foundation.domain.tables import harmless
from foundation.domain.vietnamese import fold
from foundation.models import SwapDay
from foundation.services.calendar import fill_calendar

_YES, _NO = "Có", "Không"
_WHOLE = re.compile(r"-?[0-9]{1,9}(\.0+)?")


class TableResource(ModelResource):
    """A table as a file; every cell that goes out is harmless to a spreadsheet."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def export_field(self, field: Field, instance: Model, **kwargs: Any) -> Any:
        """Return a cell as it goes out."""
        return harmless(str(super().export_field(field, instance, **kwargs)))

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Read a cell that went out made harmless as what it stands for."""
        for header, cell in row.items():
            if isinstance(cell, str) and cell[:1] == "'" and harmless(cell[1:]) == cell:
                row[header] = cell[1:]


class YesNo(Widget):
    """Yes and no as Vietnamese write them."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the word."""
        return _YES if value else _NO

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        """Return what the word says; raises ValueError for any other."""
        word = fold(str(value or ""))
        if word not in {fold(_YES), fold(_NO)}:
            raise ValueError(f"Hãy viết {_YES} hoặc {_NO}.")
        return word == fold(_YES)


class WholeNumber(IntegerWidget):
    """A whole number or nothing, in a column that is named where the cell is neither."""

    def __init__(self, column: str) -> None:
        super().__init__(coerce_to_string=True)
        self.column = column

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        """Return the number; raises ValueError for anything else."""
        written = str(value if value is not None else "").strip()
        if not written:
            return None
        if not _WHOLE.fullmatch(written):
            raise ValueError(f"Cột {self.column}: “{written[:40]}” không phải là số nguyên.")
        return int(written.partition(".")[0])


class SwapDayResource(TableResource):
    """Swap days as a file; the calendar follows what comes in."""

    day = Field("day", "Ngày", DateWidget(format="%d/%m/%Y"))
    is_working = Field("is_working", "Làm việc", YesNo())
    source = Field("source", "Văn bản")

    class Meta(TableResource.Meta):
        model = SwapDay
        fields = ("day", "is_working", "source")
        import_id_fields = ("day",)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Reckon the calendar anew, unless it was only a preview."""
        super().after_import(dataset, result, **kwargs)
        if not kwargs.get("dry_run"):
            fill_calendar()
