"""A ranked small world, and people to look at it."""

import pytest

from scoring.models import RankingRun
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle
from units.models import Unit


@pytest.fixture
def run(make_user) -> RankingRun:
    """Return the run of the hand-worked cycle."""
    cycle = build_cycle(make_user("home_affairs", username="marker"))
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def people(make_user, run):
    """Return the unit's own head, a sister unit's officer, an appraiser, a stranger."""
    beta, gamma = Unit.objects.get(code="beta"), Unit.objects.get(code="gamma")
    return {
        "own": make_user("head", beta),
        "sister": make_user("officer", gamma),
        "appraiser": make_user("appraiser"),
        "stranger": make_user(None, username="stranger"),
    }
