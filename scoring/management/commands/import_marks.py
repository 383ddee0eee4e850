"""`import_marks FILE --year YEAR --by USER`: take marks in."""

from argparse import ArgumentParser
from typing import Any

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from scoring.management.cycles import add_cycle_arguments, chosen_cycle
from scoring.services.marks_intake import import_marks


class Command(ImportCommand):
    """Take the marks of a cycle in from a CSV file."""

    help = "Nhập điểm của một kỳ đánh giá từ tệp CSV hoặc XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the cycle."""
        super().add_arguments(parser)
        add_cycle_arguments(parser)

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as marks of the cycle."""
        return import_marks(stored, cycle=chosen_cycle(**options), by=by)
