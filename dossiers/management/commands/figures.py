"""`figures [--year Y] [--json]`: whether the figures of every unit agree with one another."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.services.figure_checks import Checked, check_figures

SHOWN = 20
YEARS = range(1900, 2100)


class Command(BaseCommand):
    """Check the identities between figures for each unit and period, and the tallies."""

    help = "Kiểm tra số liệu hồ sơ của mọi đơn vị theo năm và tháng; mã thoát 1 nếu không khớp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the year to check instead of this and last, and the form of the answer."""
        parser.add_argument("--year", type=int, help="chỉ năm này (mặc định: năm nay và năm trước)")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="in một đối tượng JSON"
        )

    def handle(self, *args: Any, year: int | None, as_json: bool, **options: Any) -> None:
        """Print each period and what does not hold; exit 1 if anything does not."""
        if year is not None and year not in YEARS:
            raise CommandError(f"Năm {year} không nằm trong {YEARS[0]}–{YEARS[-1]}.")
        checked = check_figures([year] if year else None)
        if as_json:
            self._say_as_data(checked)
        else:
            self._say(checked)
        if checked.problems:
            raise CommandError(f"Số liệu hồ sơ không khớp: {len(checked.problems)} chỗ.")

    def _say_as_data(self, checked: Checked) -> None:
        said = {"periods": checked.periods, "problems": checked.problems}
        self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _say(self, checked: Checked) -> None:
        for period in checked.periods:
            first, last = (date.fromisoformat(period[bound]) for bound in ("first", "last"))
            self.stdout.write(
                f"{first:%d/%m/%Y} – {last:%d/%m/%Y}: {period['units']} đơn vị,"
                f" {period['figures']['total']} hồ sơ"
            )
        for problem in checked.problems[:SHOWN]:
            self.stdout.write(f"  {problem['message']}")
        if not checked.problems:
            self.stdout.write("Mọi đẳng thức đều đúng; bảng cộng khớp với hồ sơ.")
