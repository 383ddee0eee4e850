"""The small world that is worked out by hand, the year before it, and its people."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Cycle, RankingRun
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle, build_year_before
from tests.stage_world import make_known
from units.models import Person, Unit, User

MARKS_BEFORE = {"alpha": "3", "beta": "6", "gamma": "0"}
"""With 4 points for punctual dossiers: alpha 7 of 10, fair; beta 10, good; gamma 4, weak."""


@pytest.fixture
def marker(make_user) -> User:
    """Return the person who gave the marks."""
    return make_user("home_affairs")


@pytest.fixture
def cycle(marker: User) -> Cycle:
    """Return the hand-worked cycle."""
    return build_cycle(marker)


@pytest.fixture
def year_before(cycle: Cycle, marker: User) -> Callable[..., RankingRun]:
    """Rank the year before with other marks for 1.1, if any are given, and return the run."""

    def rank(marks: dict[str, str] = MARKS_BEFORE) -> RankingRun:
        return rank_cycle(build_year_before(cycle, marks, marker).pk, by=None)

    return rank


@pytest.fixture
def published_before(year_before, marker: User) -> Callable[..., RankingRun]:
    """Rank the year before as `year_before` does, store that it was published, return the run."""

    def publish(marks: dict[str, str] = MARKS_BEFORE) -> RankingRun:
        run: RankingRun = year_before(marks)
        make_known(run, marker)
        return run

    return publish


@pytest.fixture
def make_person(db) -> Callable[..., Person]:
    """Store a person who answers for a unit since a day, always if there is none."""

    def make(code: str, role: str, unit_code: str, since: date | None = None) -> Person:
        unit = Unit.through_time.get(code=unit_code, valid__contains=date(2024, 12, 31))
        valid = DateRange(since, None)
        return Person.objects.create(
            code=code, name=f"Người {code}", role=role, unit=unit, valid=valid
        )

    return make


@pytest.fixture
def people_rules(cycle: Cycle) -> list[dict[str, Any]]:
    """Give the cycle's rule set rules on people, and return them."""
    rules = [
        {
            "code": "official_late",
            "applies_to": "official",
            "fact": "late_rate",
            "test": ">=",
            "threshold": "0.10",
            "bars_rating": "good",
            "clause": "Kết luận 91, điểm 2",
        },
        {
            "code": "head_low_twice",
            "applies_to": "head",
            "band_at_most": "fair",
            "years": 2,
            "measure": "review",
        },
        {
            "code": "head_weak",
            "applies_to": "head",
            "band_at_most": "weak",
            "years": 1,
            "bars_rating": "good",
        },
        {
            "code": "collective_not_good",
            "applies_to": "collective",
            "requires_band": "good",
            "bars_rating": "excellent",
        },
    ]
    cycle.rule_set.accountability_rules = rules
    cycle.rule_set.save()
    return rules
