"""Synthetic survey answers: each unit exactly as satisfied as planned."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from cchc_portal.demo.plan import QUESTIONS, SEED, UnitYear, of_cycle
from cchc_portal.demo.tables import write_csv

HEADERS = ("Mã phiếu", "Mã đơn vị", "Ngày trả lời", *QUESTIONS)
WITH_MISTAKES = ("56", 2024)
SURVEY_DAYS = 90
"""From the first of September."""


def write_answers(path: Path, organiser: str, year: int) -> None:
    """Write the answers of one campaign; behind those of one year three that clerks got wrong."""
    random = Random(f"{SEED} {organiser} {year}")
    forms = [form for planned in of_cycle(organiser, year) for form in _forms(planned, random)]
    good = [[f"P{number:05}", *form] for number, form in enumerate(forms, 1)]
    wrong = _mistakes(forms[0][0], year) if (organiser, year) == WITH_MISTAKES else []
    write_csv(path, HEADERS, good + wrong)


def _mistakes(known: str | int, year: int) -> list[list[str | int]]:
    return [
        ["P90001", known, f"31/09/{year}", 5, 5, 5, 5, 5],
        ["P90002", known, f"05/10/{year}", 5, 6, 5, 5, 5],
        ["P90003", "xa-khong-co", f"05/10/{year}", 4, 4, 4, 4, 4],
    ]


def _forms(planned: UnitYear, random: Random) -> Iterator[list[str | int]]:
    """Yield the forms about one unit, its planned levels dealt out among them."""
    size = len(QUESTIONS)
    unsatisfied = planned.respondents * size - planned.satisfied
    levels = random.choices((4, 5), k=planned.satisfied)
    levels += random.choices((1, 2, 3, 3), k=unsatisfied)
    random.shuffle(levels)
    for first in range(0, len(levels), size):
        day = date(planned.year, 9, 1) + timedelta(days=random.randrange(SURVEY_DAYS))
        yield [planned.unit.code, f"{day:%d/%m/%Y}", *levels[first : first + size]]
