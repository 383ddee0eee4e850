"""How a command names a cycle: its year, and its organiser where several rank in that year."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from scoring.models import Cycle


def add_cycle_arguments(parser: ArgumentParser) -> None:
    """Add the year and the organiser's code."""
    parser.add_argument("--year", type=int, required=True, help="năm của kỳ đánh giá")
    parser.add_argument("--organiser", metavar="MÃ", help="mã đơn vị tổ chức, nếu năm đó có nhiều")


def chosen_cycle(*, year: int, organiser: str | None, **options: Any) -> Cycle:
    """Return the one cycle meant; raises CommandError if there is none or more than one."""
    cycles = Cycle.objects.filter(year=year).select_related("rule_set", "campaign")
    if organiser:
        cycles = cycles.filter(organiser__code=organiser)
    found = list(cycles[:2])
    if not found:
        raise CommandError(f"Không có kỳ đánh giá năm {year}.")
    if len(found) > 1:
        raise CommandError(f"Năm {year} có nhiều kỳ đánh giá. Hãy thêm --organiser MÃ.")
    return found[0]
