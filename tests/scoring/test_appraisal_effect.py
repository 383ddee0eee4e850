"""What a second appraisal changes is told as a change only where it is one."""

import pytest

from tests.appraisal_world import appraised, build_appraisal, objected, open_stage, words
from units.models import Unit

LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"


@pytest.fixture
def cycle(marker):
    """The year under second appraisal: Sở Tài chính claimed 4 for A.1, got 1 and objected."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "1", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    open_stage(cycle, "second_appraisal")
    return cycle


@pytest.fixture
def page(client, make_user, cycle):
    """Return a function that gives the words of the page of A.1."""
    client.force_login(make_user("appraiser", Unit.through_time.get(code="noi-vu")))
    return lambda: words(client.get(LEAF))


def test_before_a_decision_the_claim_is_what_it_would_come_to(page):
    assert "Nếu nhận điểm tự chấm: Lĩnh vực 1 → 4" in page()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("3", "Quyết định sau giải trình làm thay đổi: Lĩnh vực 1 → 3 Tổng điểm 1 → 3"),
        ("1", "Quyết định sau giải trình không làm đổi điểm."),
    ],
)
def test_a_decision_tells_its_change_or_that_there_is_none(page, cycle, marker, points, said):
    appraised(cycle, "tai-chinh", "A.1", points, marker, round="second")

    found = page()

    assert said in found
    assert "1 → 1" not in found
