"""`tallies [--rebuild]`: say whether the tallies are right, or build them anew first."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.selectors.tallies import tally_differences
from dossiers.services.tallies import rebuild_tallies

SHOWN = 20


class Command(BaseCommand):
    """Compare the tallies with the dossiers."""

    help = "So bảng cộng hồ sơ với từng hồ sơ; mã thoát 1 nếu khác nhau."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the wish to count everything anew."""
        parser.add_argument("--rebuild", action="store_true", help="cộng lại toàn bộ trước đã")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        """Print what differs; exit 1 if anything does."""
        if rebuild:
            rebuild_tallies()
            self.stdout.write("Đã cộng lại từ toàn bộ hồ sơ.")
        differences = tally_differences()
        for found in differences[:SHOWN]:
            self.stdout.write(f"  {found}")
        if differences:
            raise CommandError(
                f"{len(differences)} dòng cộng sai. Chạy lại với --rebuild để cộng lại."
            )
        self.stdout.write("Bảng cộng khớp với hồ sơ.")
