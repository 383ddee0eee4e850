"""`rank_cycle --year YEAR --by USER`: rank a cycle as its data stand now."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.management.cycles import add_cycle_arguments, chosen_cycle, named_user
from scoring.services.ranking import rank_cycle
from scoring.services.refusals import CutoffAhead, CycleRefused

REFUSED = 2


class Command(BaseCommand):
    """Rank a cycle here and now, without a worker."""

    help = "Xếp hạng một kỳ đánh giá theo số liệu hiện có."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the cycle, who asks for it, and whether what is incomplete may wait."""
        add_cycle_arguments(parser)
        parser.add_argument("--by", required=True, metavar="TÊN", help="tài khoản đứng tên")
        parser.add_argument(
            "--provisional",
            action="store_true",
            help="tính tạm: đơn vị chưa chấm đủ, chưa đủ số liệu thì chờ, không xếp hạng",
        )

    def handle(self, *args: Any, by: str, provisional: bool, **options: Any) -> None:
        """Print the run; exit 2 with every problem if the data cannot be ranked."""
        cycle, user = chosen_cycle(**options), named_user(by)
        try:
            run = rank_cycle(cycle.pk, by=user, is_provisional=provisional)
        except CutoffAhead as refusal:
            raise CommandError(str(refusal)) from refusal
        except CycleRefused as refusal:
            for problem in refusal.sentences:
                self.stderr.write(problem.message)
            sys.exit(REFUSED)
        kind = " (tạm tính)" if run.is_provisional else ""
        self.stdout.write(f"{run}{kind}\nSHA-256 của gói: {run.bundle_sha256}")
