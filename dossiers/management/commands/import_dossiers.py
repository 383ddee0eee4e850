"""`import_dossiers FILE --by USER`: take a dossier file in."""

from typing import Any

from dossiers.services.intake import import_dossiers
from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile


class Command(ImportCommand):
    """Take dossiers in from a CSV file."""

    help = "Nhập hồ sơ thủ tục hành chính từ tệp CSV hoặc XLSX."

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as dossiers."""
        return import_dossiers(stored, by=by)
