"""`bench_dossiers TASK ROWS`: one measurement of `bench`, in the empty database it is run in."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import override_settings

from bench.dossier_tasks import TASKS, prepare
from bench.scratch import is_scratch


class Command(BaseCommand):
    """Build a province, measure work and limit, and print both as one JSON object."""

    help = "Phần việc của lệnh bench, chạy trong cơ sở dữ liệu riêng của nó."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what to measure, and how many rows."""
        parser.add_argument("task", choices=TASKS)
        parser.add_argument("rows", type=int)

    def handle(self, *args: Any, task: str, rows: int, **options: Any) -> None:
        """Measure; refuses any database but one made for it, because it empties tables."""
        if not is_scratch(connection):
            raise CommandError("Lệnh này chỉ chạy trong cơ sở dữ liệu do lệnh bench tạo ra.")
        call_command("migrate", verbosity=0)
        with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=Path(folder) / "files"):
            prepare(Path(folder))
            work, limit, details = TASKS[task](Path(folder), rows)
        self.stdout.write(json.dumps({"work": asdict(work), "limit": asdict(limit), **details}))
