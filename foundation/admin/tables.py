"""Taking a small table in and out as a file, with a preview before anything is written."""

from typing import Any

from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from unfold.contrib.import_export.forms import ExportForm, ImportForm


class TableFile(CSV):
    """CSV as spreadsheets of this country read and write it: UTF-8 with its mark."""

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> Any:
        """Return the rows of a file, whether or not it begins with a byte order mark."""
        text = in_stream.decode("utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        return super().create_dataset(text.removeprefix("\ufeff"), **kwargs)

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        """Return the text of a file, its first character the byte order mark."""
        return f"\ufeff{super().export_data(dataset, **kwargs)}"


class TableAdmin(ImportExportModelAdmin):
    """Rows go in and out as CSV; going in shows first what would change."""

    import_form_class = ImportForm
    export_form_class = ExportForm
    formats = (TableFile,)
    show_change_form_export = False
