"""No unit sees its first appraisal before it is announced: on no page, in no run, over no API."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.timezone import localdate

from scoring.models import RankingRun
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.runs import latest_provisional_run, visible_runs
from scoring.services.ranking import rank_cycle
from tests.api_clients import caller
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    open_stage,
    sheet_of,
    words,
)
from units.models import ApiClient, Unit

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


def is_shown(cycle, number=1):
    """Return whether a run may be shown to the units in it."""
    return cycle.runs.filter(shown_to_units(), number=number).exists()


def test_a_run_after_the_second_appraisal_waits_until_that_stage_is_over(cycle, marker):
    open_stage(cycle, "explanation")
    open_stage(cycle, "second_appraisal")
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    assert not is_shown(cycle, 2)

    close_stage(cycle, "second_appraisal")

    assert is_shown(cycle, 2)


def test_as_long_as_one_unit_has_more_time_for_the_second_appraisal_it_waits(cycle, marker):
    open_stage(cycle, "explanation")
    stage = open_stage(cycle, "second_appraisal")
    close_stage(cycle, "second_appraisal")
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    more = stage.extensions.create(
        assessment=sheet_of(cycle, "tu-phap"),
        until_on=localdate(),
        reason="Bão",
        granted_by=marker,
    )
    assert not is_shown(cycle, 2)

    more.delete()

    assert is_shown(cycle, 2)


def test_a_run_after_the_council_waits_for_publication(cycle, marker):
    open_stage(cycle, "explanation")
    open_stage(cycle, "council")
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="council")
    rank_cycle(cycle.pk, by=None, is_provisional=True)

    close_stage(cycle, "council")

    assert not is_shown(cycle, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", ["second", "council"])
def test_a_run_of_before_stays_shown(cycle, marker, round):
    open_stage(cycle, "explanation")

    appraised(cycle, "tai-chinh", "A.1", "3", marker, round=round)
    rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert (is_shown(cycle, 1), is_shown(cycle, 2)) == (True, False)


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


RUN = "/xep-hang/56/2024/"
WHOLE_RUN = (
    RUN,
    f"{RUN}?lan=1",
    f"{RUN}don-vi/tai-chinh/?lan=1",
    "/ky-danh-gia/56/2024/so-sanh/?tu=1&den=2",
    "/",
)


@pytest.fixture
def enter(client, make_user, cycle):
    """Return a function that signs in somebody of Sở Tài chính, who appraises, leads or reads."""

    def enter(role):
        unit = Unit.through_time.get(code="tai-chinh") if role == "appraiser" else None
        client.force_login(make_user(role, unit, username="nguoi-tinh"))
        return client

    return enter


@pytest.mark.parametrize("role", ["appraiser", "reader"])
@pytest.mark.parametrize("address", WHOLE_RUN)
def test_before_announcement_no_page_tells_appraisers_and_readers_of_a_run(enter, role, address):
    answer = enter(role).get(address)

    assert answer.status_code in (200, 403, 404)
    page = words(answer)
    assert GIVEN not in page and "1,23" not in page and "lần xếp hạng số 1" not in page


@pytest.mark.parametrize("role", ["appraiser", "reader"])
def test_once_announced_appraisers_and_readers_read_runs_whole(enter, cycle, role):
    open_stage(cycle, "explanation")

    assert GIVEN in words(enter(role).get(f"{RUN}don-vi/tai-chinh/?lan=1"))


@pytest.mark.parametrize("role", ["leader", "home_affairs"])
def test_leaders_and_home_affairs_read_runs_at_any_time(enter, role):
    assert GIVEN in words(enter(role).get(f"{RUN}don-vi/tai-chinh/?lan=1"))


@pytest.mark.parametrize(
    ("role", "known"), [("appraiser", 0), ("reader", 0), ("leader", 1), ("superuser", 1)]
)
def test_which_runs_are_open_whole_before_announcement(cycle, make_user, role, known):
    user = make_user(None if role == "superuser" else role, username="ai-do")
    user.is_superuser = role == "superuser"

    assert visible_runs(cycle, user).count() == known
    assert (latest_provisional_run(cycle, user) is not None) == bool(known)


def test_before_announcement_an_appraiser_prints_no_annex(enter):
    assert enter("appraiser").get(f"{RUN}phu-luc/1.pdf").status_code == 404


def test_a_comparison_offers_an_appraiser_no_run_before_announcement(enter, cycle, marker):
    appraised(cycle, "tai-chinh", "B.1", "2", marker)
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    client = enter("appraiser")

    assert client.get("/ky-danh-gia/56/2024/so-sanh/?tu=1&den=2").status_code == 404
    open_stage(cycle, "explanation")
    assert client.get("/ky-danh-gia/56/2024/so-sanh/?tu=1&den=2").status_code == 200


@pytest.mark.parametrize(("role", "known"), [("appraiser", 0), ("leader", 1)])
def test_the_api_opens_to_a_client_what_its_account_reads(cycle, make_user, role, known):
    account = make_user(role, username="may")
    trusted = caller("rankings:read", "rankings:provisional")
    ApiClient.objects.update(user=account)

    found = [trusted.get(f"/api/v1/cycles/56/2024/runs/{path}") for path in ("", "1/results/")]

    assert len(found[0].json()["results"]) == known
    assert found[1].status_code == (200 if known else 404)


FRAGMENTS = (
    "/phieu/56/2024/tai-chinh/tieu-chi/{leaf}/",
    "/phieu/56/2024/tai-chinh/tai-lieu/{leaf}/",
    "/phieu/56/2024/tai-chinh/tai-lieu/{leaf}/?cho=giai-trinh",
    "/phieu/56/2024/tai-chinh/?linh-vuc=B",
)


@pytest.mark.parametrize("role", ["head", "officer"])
@pytest.mark.parametrize("address", FRAGMENTS)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_no_fragment_tells_a_unit_what_it_was_given(unit_person, cycle, role, address, headers):
    place = address.format(leaf=leaf_of(cycle, "A.1").pk)

    answer = unit_person(role).get(place, headers=headers)

    page = words(answer)
    assert GIVEN not in page and "1.2345" not in page and "lần tính số" not in page


def test_what_a_unit_posts_before_announcement_tells_it_nothing(unit_person, cycle):
    place = f"/phieu/56/2024/tai-chinh/giai-trinh/{leaf_of(cycle, 'A.1').pk}/"
    typed = {"y_kien": "object", "giai_trinh": "vì", "da_xem": ""}

    answer = unit_person("head").post(place, typed, headers={"HX-Request": "true"})

    assert "chưa được thông báo" in words(answer) and GIVEN not in words(answer)


def test_the_workbook_of_a_sheet_tells_a_unit_nothing_of_it(unit_person):
    answer = unit_person("officer").get("/phieu/56/2024/tai-chinh/phieu.xlsx")

    with ZipFile(BytesIO(b"".join(answer.streaming_content or [answer.content]))) as workbook:
        texts = " ".join(
            workbook.read(name).decode(errors="ignore") for name in workbook.namelist()
        )
    assert "A.1" in texts
    assert GIVEN not in texts and "1.2345" not in texts and "lần tính số" not in texts


def test_before_announcement_a_sheet_shows_facts_as_counted_not_those_of_a_run(unit_person, cycle):
    client, page = unit_person("head"), "/phieu/56/2024/tai-chinh/?linh-vuc=B"
    assert "số liệu đến" in words(client.get(page))

    open_stage(cycle, "explanation")

    assert "lần tính số 1" in words(client.get(page))


def test_an_appraiser_reads_no_marks_of_their_own_unit_beside_others(client, cycle, make_user):
    unit = Unit.through_time.get(code="tu-phap")
    appraised(cycle, "noi-vu", "A.1", "2.5", make_user(username="khac"))
    client.force_login(make_user("appraiser", unit, username="nguoi-cham"))
    place = "/tham-dinh/56/2024/A.1/noi-vu/"
    appraised(cycle, "tu-phap", "A.1", "1.75", make_user(username="nguoi-khac"))

    page = words(client.get(place))

    assert "Sở Tài chính 4 1,2345" in page  # a sister
    assert "1,75" not in page and "Sở Tư pháp 4" not in page
