"""`rank_cycle --year YEAR --by USER`: rank a cycle as its data stand now."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scoring.domain import BundleRefused
from scoring.management.cycles import add_cycle_arguments, chosen_cycle, named_user
from scoring.services.ranking import rank_cycle

REFUSED = 2


class Command(BaseCommand):
    """Rank a cycle here and now, without a worker."""

    help = "Xếp hạng một kỳ đánh giá theo số liệu hiện có."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the cycle and who asks for it."""
        add_cycle_arguments(parser)
        parser.add_argument("--by", required=True, metavar="TÊN", help="tài khoản đứng tên")

    def handle(self, *args: Any, by: str, **options: Any) -> None:
        """Print the run; exit 2 with every problem if the data cannot be ranked."""
        try:
            run = rank_cycle(chosen_cycle(**options).pk, by=named_user(by))
        except BundleRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(f"{problem.place}: {problem.message}")
            sys.exit(REFUSED)
        self.stdout.write(f"{run}\nSHA-256 của gói: {run.bundle_sha256}")
