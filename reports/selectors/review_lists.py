"""The list for review of responsibility, unit by unit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from scoring.models import RankingRun
from scoring.selectors.reviews import ReviewRow, review_rows


@dataclass(frozen=True, slots=True)
class UnitReview:
    """One unit with everybody in it whom a rule concerns."""

    code: str
    name: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The whole list of a run; a case is one rule that holds for one person."""

    units: tuple[UnitReview, ...]
    cases: int


def review_list(run: RankingRun) -> ReviewList:
    """Return the list of a run, its units in their order."""
    rows = review_rows(run)
    return ReviewList(tuple(_by_unit(rows)), len(rows))


def review_cases(run: RankingRun) -> int:
    """Return how many cases the list of a run has, without reading who they are."""
    return len(json.loads(run.people_result)["entries"]) if run.people_result else 0


def _by_unit(rows: Iterable[ReviewRow]) -> Iterable[UnitReview]:
    for (code, name), own in groupby(rows, key=lambda row: (row.unit_code, row.unit_name)):
        yield UnitReview(code, name, tuple(own))
