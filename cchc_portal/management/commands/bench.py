"""`bench NAME`: measure the portal's work beside the limit it cannot beat."""

import json
from argparse import ArgumentParser
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand

from bench import core, intake, intake_peer, intake_xlsx, tally
from bench.report import vietnamese

BENCHES: dict[str, ModuleType] = {
    "core": core,
    "intake": intake,
    "intake_xlsx": intake_xlsx,
    "intake_peer": intake_peer,
    "tally": tally,
}
"""Each has a TITLE, `add_arguments(parser)`, and `run(**options)`, which returns a Report."""


class Command(BaseCommand):
    """Run one benchmark and print both times and their ratio."""

    help = "Đo thời gian của một phần việc, đặt cạnh giới hạn đo cùng lúc."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add each benchmark with its own options."""
        names = parser.add_subparsers(dest="bench", required=True, metavar="TÊN")
        for name, bench in BENCHES.items():
            own = names.add_parser(name, help=bench.TITLE, description=bench.TITLE)
            bench.add_arguments(own)
            own.add_argument(
                "--json",
                action="store_true",
                dest="as_json",
                help="dòng cuối là một đối tượng JSON",
            )

    def handle(self, *args: Any, bench: str, as_json: bool, **options: Any) -> None:
        """Measure, print the sentences, and at last the figures as one JSON object if asked."""
        report = BENCHES[bench].run(**options)
        for line in report.lines:
            self.stdout.write(line)
        self.stdout.write(
            f"Công việc {vietnamese(report.work_s, 3)} giây,"
            f" giới hạn {vietnamese(report.limit_s, 3)} giây: {vietnamese(report.ratio)} lần."
        )
        if as_json:
            self.stdout.write(json.dumps(report.figures))
