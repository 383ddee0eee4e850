"""`import_procedures FILE --by USER`: take a file of procedures in."""

from typing import Any

from dossiers.services.procedures_intake import import_procedures
from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile


class Command(ImportCommand):
    """Take administrative procedures in from a file."""

    help = "Nhập thủ tục hành chính từ tệp."

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as procedures."""
        return import_procedures(stored, by=by)
