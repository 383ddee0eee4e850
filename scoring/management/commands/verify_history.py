"""`verify_history`: compute the sealed days anew, and name the first that differs."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from scoring.selectors.history_checks import CheckedDay, checked_days

_NOTED = re.compile(r"(\d{4}-\d{2}-\d{2})=([0-9a-fA-F]{64})")


def noted_day(word: str) -> tuple[date, str]:
    """Return day and digest of a word like "2026-01-05=<64 hex digits>"."""
    found = _NOTED.fullmatch(word)
    try:
        return date.fromisoformat(found[1] if found else ""), found[2].lower() if found else ""
    except ValueError as error:
        raise ArgumentTypeError("hãy viết NĂM-THÁNG-NGÀY=mã SHA-256") from error


class Command(BaseCommand):
    """Say whether the history is what was sealed."""

    help = "Tính lại mọi ngày đã niêm phong của nhật ký; nói ngày đầu tiên không còn đúng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add digests that were noted elsewhere."""
        parser.add_argument(
            "--noted",
            action="append",
            type=noted_day,
            default=[],
            metavar="NGÀY=MÃ",
            help="mã niêm phong đã ghi ở nơi khác, ví dụ 2026-01-05=9f86…; viết được nhiều lần",
        )

    def handle(self, *args: Any, noted: list[tuple[date, str]], **options: Any) -> None:
        """Print what was found; exit 1 at the first day that differs."""
        days = rows = 0
        for checked in checked_days(dict(noted)):
            if checked.faults:
                self._tell(checked)
                sys.exit(1)
            days, rows = days + 1, rows + checked.rows
        self.stdout.write(f"Nhật ký đúng như đã niêm phong: {days} ngày, {rows} dòng.")

    def _tell(self, checked: CheckedDay) -> None:
        self.stdout.write(f"Ngày {checked.day:%d/%m/%Y} KHÁC lúc niêm phong:")
        for fault in checked.faults:
            self.stdout.write(f"- {fault}")
