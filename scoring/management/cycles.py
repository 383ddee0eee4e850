"""How a command names a cycle (its year, and its organiser where several rank) and a person."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import CommandError

from scoring.models import Cycle


def add_cycle_arguments(parser: ArgumentParser) -> None:
    """Add the year and the organiser's code."""
    parser.add_argument("--year", type=int, required=True, help="năm của kỳ đánh giá")
    parser.add_argument("--organiser", metavar="MÃ", help="mã đơn vị tổ chức, nếu năm đó có nhiều")


def chosen_cycle(*, year: int, organiser: str | None, **options: Any) -> Cycle:
    """Return the one cycle meant; raises CommandError if there is none or more than one."""
    cycles = Cycle.objects.filter(year=year).select_related("organiser", "rule_set", "campaign")
    if organiser:
        cycles = cycles.filter(organiser__code=organiser)
    found = list(cycles.order_by("organiser__sort_key"))
    if not found:
        named = f" của {organiser}" if organiser else ""
        raise CommandError(f"Không có kỳ đánh giá năm {year}{named}.")
    if len(found) > 1:
        codes = ", ".join(cycle.organiser.code for cycle in found)
        raise CommandError(f"Năm {year} có nhiều kỳ. Hãy thêm --organiser, một trong: {codes}.")
    return found[0]


def named_user(name: str) -> AbstractBaseUser:
    """Return the account of that name; raises CommandError if there is none."""
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"Không có tài khoản {name}.")
    return user
