"""`import_people FILE --by USER`: take a file of people in."""

from typing import Any

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from units.services.people_intake import import_people


class Command(ImportCommand):
    """Take people in from a file."""

    help = "Nhập người chịu trách nhiệm từ tệp."

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as people."""
        return import_people(stored, by=by)
