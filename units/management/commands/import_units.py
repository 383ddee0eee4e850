"""`import_units FILE --by USER`: take a file of units in."""

from typing import Any

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from units.services.units_intake import import_units


class Command(ImportCommand):
    """Take units in from a file."""

    help = "Nhập đơn vị theo thời gian từ tệp."

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as units."""
        return import_units(stored, by=by)
