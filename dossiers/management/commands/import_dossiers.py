"""`import_dossiers FILE --source S [--dry-run] [--json]`: take dossier files in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from dossiers.models import Source
from dossiers.services.intake import import_dossiers, preview_dossiers
from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Preview


class Command(ImportCommand):
    """Take dossiers in from files of one source, or of the portal's own form."""

    help = "Nhập hồ sơ thủ tục hành chính từ tệp CSV hoặc XLSX, hoặc mọi tệp của một thư mục."
    needs_name = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the source the files come from."""
        super().add_arguments(parser)
        parser.add_argument(
            "--source", metavar="MÃ", help="mã nguồn của tệp; không có thì theo mẫu của cổng"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Take the files in; exit 1 if the source is not there or a file is no such table."""
        options["source"] = _source(options.get("source"))
        super().handle(*args, file=file, **options)

    def take(
        self, stored: StoredFile, *, by: Any, source: Source | None = None, **options: Any
    ) -> ImportBatch:
        """Take the stored file in as dossiers."""
        return import_dossiers(stored, by=by, source=source)

    def look(
        self, stored: StoredFile, *, by: Any, source: Source | None = None, **options: Any
    ) -> Preview:
        """Say what taking the stored file in would do."""
        return preview_dossiers(stored, source=source)


def _source(code: str | None) -> Source | None:
    """Return the source of that code; raises CommandError, with those there are, if there is none.

    Without a code there is none to look for.
    """
    if code is None:
        return None
    found = Source.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Source.objects.values_list("code", flat=True)) or "chưa có nguồn nào"
        raise CommandError(f"Không có nguồn {code}. Các nguồn đã khai: {known}.")
    return found
