"""No unit sees its first appraisal before it is announced: on no page, in no run, over no API."""

import pytest

from scoring.models import RankingRun
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import appraised, build_appraisal, close_stage, open_stage, words
from units.models import Unit

PAGES = (
    "/xep-hang/56/2024/",
    "/xep-hang/56/2024/don-vi/tai-chinh/",
    "/xep-hang/56/2024/don-vi/tai-chinh/?lan=1",
    "/",
    "/phieu/56/2024/tai-chinh/",
    "/phieu/56/2024/tai-chinh/giai-trinh/",
    "/tham-dinh/56/2024/A.1/tai-chinh/",
    "/hoi-dong/56/2024/",
    "/ky-danh-gia/",
)
GIVEN = "1,2345"


@pytest.fixture
def cycle(marker):
    """The year under appraisal; Sở Tài chính got 1,2345 for A.1, in a provisional run too."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "1.2345", marker)
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    return cycle


@pytest.fixture
def unit_person(client, make_user, cycle):
    """Return a function that signs in somebody of Sở Tài chính."""

    def enter(role):
        unit = Unit.through_time.get(code="tai-chinh")
        client.force_login(make_user(role, unit, username="nguoi-don-vi"))
        return client

    return enter


def test_a_run_is_not_shown_to_its_units_while_they_are_appraised(cycle):
    assert not RankingRun.objects.filter(shown_to_units()).exists()


def test_once_announced_it_is_and_stays_so(cycle):
    open_stage(cycle, "explanation")
    assert RankingRun.objects.filter(shown_to_units()).exists()

    close_stage(cycle, "explanation")
    assert RankingRun.objects.filter(shown_to_units()).exists()


def test_a_stage_that_waits_to_be_opened_announces_nothing(cycle):
    stage = open_stage(cycle, "explanation")
    stage.opened_at = None
    stage.save()

    assert not RankingRun.objects.filter(shown_to_units()).exists()


def test_a_cycle_without_appraisal_shows_its_units_their_lines(cycle):
    cycle.stages.all().delete()

    assert RankingRun.objects.filter(shown_to_units()).exists()


@pytest.mark.parametrize("role", ["head", "officer"])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_tells_a_unit_what_it_was_given(unit_person, role, address):
    answer = unit_person(role).get(address)

    assert answer.status_code in (200, 403)
    assert GIVEN not in words(answer) and "1.2345" not in answer.content.decode()


def test_once_announced_the_unit_reads_it(unit_person, cycle):
    open_stage(cycle, "explanation")

    client = unit_person("head")

    assert GIVEN in words(client.get("/phieu/56/2024/tai-chinh/giai-trinh/"))
    assert GIVEN in words(client.get("/xep-hang/56/2024/don-vi/tai-chinh/"))
