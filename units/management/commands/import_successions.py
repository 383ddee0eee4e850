"""`import_successions FILE --by USER`: take a file of successions in."""

from typing import Any

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from units.services.successions_intake import import_successions


class Command(ImportCommand):
    """Take successions in from a file."""

    help = "Nhập kế thừa giữa các đơn vị từ tệp."

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as successions."""
        return import_successions(stored, by=by)
