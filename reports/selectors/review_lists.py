"""The list for review of responsibility, unit by unit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from scoring.models import RankingRun
from scoring.selectors.review_answers import Answer, answers_to
from scoring.selectors.review_grounds import Grounds, review_of
from scoring.selectors.review_undecided import Undecided
from scoring.selectors.reviews import ReviewRow, review_rows


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """One rule that holds for one person: who and which, on what grounds, and their answers."""

    row: ReviewRow
    grounds: Grounds
    answers: tuple[Answer, ...]

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells the case from all others: the codes of unit, person and rule."""
        return self.row.unit_code, self.row.person_code, self.row.rule_code

    @property
    def history(self) -> tuple[str, ...]:
        """The years before that the rule itself did not read."""
        return tuple(year for year in self.grounds.history if year not in self.grounds.inputs)


@dataclass(frozen=True, slots=True)
class UnitReview:
    """One unit with everybody in it whom a rule concerns."""

    code: str
    name: str
    cases: tuple[ReviewCase, ...]


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The whole list of a run, and what could not be decided."""

    units: tuple[UnitReview, ...]
    cases: int
    run_number: int
    undecided: tuple[Undecided, ...]


def review_list(run: RankingRun) -> ReviewList:
    """Return the list of a run, its units in their order."""
    rows, review, answers = review_rows(run), review_of(run), answers_to(run)
    cases = [
        ReviewCase(
            row,
            review.grounds[row.unit_code, row.person_code, row.rule_code],
            tuple(answers.get((row.unit_code, row.person_code, row.rule_code), ())),
        )
        for row in rows
    ]
    return ReviewList(tuple(_by_unit(cases)), len(cases), run.number, review.undecided)


def review_cases(run: RankingRun) -> int:
    """Return how many cases the list of a run has, without reading who they are."""
    return len(json.loads(run.people_result)["entries"]) if run.people_result else 0


def _by_unit(cases: Iterable[ReviewCase]) -> Iterable[UnitReview]:
    by_unit = groupby(cases, key=lambda case: (case.row.unit_code, case.row.unit_name))
    for (code, name), own in by_unit:
        yield UnitReview(code, name, tuple(own))
