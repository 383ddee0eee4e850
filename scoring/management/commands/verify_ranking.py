"""`verify_ranking RUN`: recompute a stored run from its frozen bundle and compare."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.models import RankingRun
from scoring.services.ranking import verify_run


class Command(BaseCommand):
    """Say whether a stored run is what its bundle gives."""

    help = "Tính lại một lần xếp hạng đã lưu và so với kết quả đã lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the run, by number in its year or by digest."""
        parser.add_argument("run", help="NĂM/LẦN, ví dụ 2024/1, hoặc mã SHA-256 của gói")

    def handle(self, *args: Any, run: str, **options: Any) -> None:
        """Print what was found; exit 1 if anything differs."""
        stored = _run(run)
        found = verify_run(stored)
        self.stdout.write(f"{stored}\nSHA-256 của gói: {stored.bundle_sha256}")
        self.stdout.write(f"Gói: {'đúng' if found.is_digest_right else 'KHÁC mã số đã lưu'}")
        self.stdout.write(f"Kết quả: {'đúng' if found.is_result_right else 'KHÁC khi tính lại'}")
        if not found.is_right:
            sys.exit(1)


def _run(name: str) -> RankingRun:
    """Return the run meant; raises CommandError if there is none or the name is unclear."""
    year, found, number = name.partition("/")
    runs = RankingRun.objects.select_related("cycle")
    if not found:
        runs = runs.filter(bundle_sha256=name.lower())
    elif year.isdigit() and number.isdigit():
        runs = runs.filter(cycle__year=int(year), number=int(number))
    else:
        raise CommandError("Hãy viết NĂM/LẦN, ví dụ 2024/1, hoặc mã SHA-256 của gói.")
    stored = list(runs[:2])
    if len(stored) != 1:
        raise CommandError(f"Có {len(stored) or 'không'} lần xếp hạng ứng với {name}.")
    return stored[0]
