"""`review_list`: list whom the rules on officials, heads and collectives concern, from one file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scoring.domain import BundleRefused, review
from scoring.management.bundles import REFUSED, computed, hand_out, remove


class Command(BaseCommand):
    """A thin shell around the pure core; an entry is for a person to decide on."""

    help = "Lập danh sách cá nhân, tập thể cần xem xét (cchc-accountability-bundle/1)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the document and where the list goes."""
        parser.add_argument("people", type=Path, metavar="PEOPLE.json")
        parser.add_argument("--out", type=Path, help="tệp kết quả (mặc định: in ra)")

    def handle(self, *args: Any, people: Path, out: Path | None, **options: Any) -> None:
        """Write the list; exit 2 if the document was refused, its problems on stderr."""
        text = computed(people, review, self.stderr)
        if isinstance(text, BundleRefused):
            remove(out)
            sys.exit(REFUSED)
        hand_out(text, out, self.stdout)
