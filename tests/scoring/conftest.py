"""The small world that is worked out by hand."""

import pytest

from scoring.models import Cycle
from tests.scoring_world import build_cycle
from units.models import User


@pytest.fixture
def marker(make_user) -> User:
    """Return the person who gave the marks."""
    return make_user("home_affairs")


@pytest.fixture
def cycle(marker: User) -> Cycle:
    """Return the hand-worked cycle."""
    return build_cycle(marker)
