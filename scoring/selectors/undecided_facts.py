"""A fact that nobody gave and nobody waived: how it is told, and where it is decided on."""

from django.urls import reverse
from django.utils.http import urlencode

from scoring.domain import Problem
from scoring.models import Cycle

FACT = "chi-so"
"""What the address calls the fact that is to be decided on."""
_CODE = "undecided_fact"


def undecided_fact(unit_code: str, fact: str, message: str) -> Problem:
    """Return the problem that a unit lacks a fact; its place is the unit's code."""
    return Problem(_CODE, unit_code, message, (("fact", fact),))


def waiver_address(problem: Problem, cycle: Cycle) -> str:
    """Return where Sở Nội vụ waives the fact of a problem, "" for any other problem."""
    if problem.code != _CODE:
        return ""
    page = reverse("cycle_unit", args=[cycle.organiser.code, cycle.year, problem.place])
    query = urlencode({FACT: dict(problem.details)["fact"]})
    return f"{page}?{query}#khong-xet-chi_so"
