"""Who records the council's decisions: on no sheet of a unit of theirs, on Sở Nội vụ's a leader."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Appraisal
from scoring.selectors.council_rights import recorder_of
from scoring.services.appraisal_refusals import NotTheirs
from scoring.services.appraisal_writing import Given
from scoring.services.council import decide_leaf
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    posted_to_council,
    seen_by_council,
    sheet_of,
    words,
)
from units.models import Grant, Succession, Unit, User

PAGE = "/hoi-dong/56/2024/"
TYPED = {"diem": "4", "ly_do": "biên bản số 7", "da_xem": "0", "vong": "council"}
FULL = Given({"points": "4"}, "hội đồng xem hồ sơ")


@pytest.fixture
def cycle(marker, make_user):
    """The year before the council: Sở Nội vụ and Sở Tài chính object to their 3 for A.1.

    A clerk of Sở Nội vụ belongs to it.
    """
    cycle = build_appraisal(marker)
    for kind in ("explanation", "council"):
        open_stage(cycle, kind)
    for unit in ("noi-vu", "tai-chinh"):
        appraised(cycle, unit, "A.1", "3", marker)
        objected(cycle, unit, "A.1", marker)
    make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="van-thu")
    return cycle


def somebody(grants, username="ai-do"):
    """Store a person with grants, written "role" or "role unit"."""
    user = User.objects.create_user(username=username)
    for grant in grants:
        role, _, code = grant.partition(" ")
        unit = Unit.through_time.get(code=code) if code else None
        Grant.objects.create(user=user, role=role, unit=unit)
    return user


def decide(cycle, by, unit):
    """Record 4 points for A.1 of a unit."""
    sheet, criterion = sheet_of(cycle, unit), leaf_of(cycle, "A.1")
    given = replace(FULL, **seen_by_council(cycle, unit, "A.1"))
    return decide_leaf(assessment=sheet, criterion=criterion, given=given, by=by)


ALLOWED = [
    (["home_affairs noi-vu"], "tai-chinh", "noi-vu"),
    (["home_affairs"], "tai-chinh", "56"),
    (["home_affairs tu-phap"], "noi-vu", "tu-phap"),
    (["home_affairs", "home_affairs noi-vu"], "tai-chinh", "noi-vu"),
    (["home_affairs", "appraiser noi-vu"], "tai-chinh", "56"),
    (["leader"], "noi-vu", "56"),
    (["leader", "head tu-phap"], "noi-vu", "56"),
    (["leader", "home_affairs"], "tai-chinh", "56"),
    (["leader", "home_affairs"], "noi-vu", "56"),
]
OWN_UNIT = [
    (["home_affairs noi-vu"], "noi-vu"),
    (["home_affairs", "home_affairs noi-vu"], "noi-vu"),
    (["home_affairs", "appraiser noi-vu"], "noi-vu"),
    (["home_affairs", "officer noi-vu"], "noi-vu"),
    (["home_affairs tai-chinh"], "tai-chinh"),
    (["home_affairs noi-vu", "head tai-chinh"], "tai-chinh"),
    (["home_affairs", "appraiser tai-chinh"], "tai-chinh"),
    (["leader", "head noi-vu"], "noi-vu"),
]
OTHERS = [
    (grants, unit)
    for grants in (["appraiser tu-phap"], ["head tu-phap"], ["officer tu-phap"], ["reader"], [])
    for unit in ("noi-vu", "tai-chinh")
]


@pytest.mark.parametrize(("grants", "unit", "acting"), ALLOWED)
def test_who_records_and_for_which_unit(cycle, grants, unit, acting):
    decided = decide(cycle, somebody(grants), unit)

    assert (decided.appraiser_unit.code, decided.assessed_unit.code) == (acting, unit)


@pytest.mark.parametrize(("grants", "unit"), OWN_UNIT)
def test_nobody_records_on_a_sheet_of_a_unit_of_their_own_grants(cycle, grants, unit):
    with pytest.raises(NotTheirs, match="nên không ghi quyết định về phiếu này; người ghi là"):
        decide(cycle, somebody(grants), unit)
    assert not Appraisal.objects.filter(round="council").exists()


def test_a_grant_without_unit_records_on_no_sheet_of_so_noi_vu(cycle):
    by = somebody(["home_affairs"])

    with pytest.raises(NotTheirs, match="Vai trò Sở Nội vụ của bạn không gắn đơn vị nào nên"):
        decide(cycle, by, "noi-vu")
    assert decide(cycle, by, "tai-chinh").appraiser_unit.code == "56"


def test_without_a_clerk_of_so_noi_vu_a_grant_without_unit_records_on_its_sheet(cycle):
    Grant.objects.filter(user__username="van-thu").delete()

    assert decide(cycle, somebody(["home_affairs"]), "noi-vu").appraiser_unit.code == "56"


@pytest.mark.parametrize(("grants", "unit"), [*OTHERS, (["leader"], "tai-chinh")])
def test_everybody_else_is_told_that_so_noi_vu_records(cycle, grants, unit):
    with pytest.raises(NotTheirs, match="Chỉ Sở Nội vụ ghi quyết định"):
        decide(cycle, somebody(grants), unit)


def test_where_no_clerk_belongs_to_so_noi_vu_its_sheet_is_as_any_other(cycle):
    Grant.objects.filter(user__username="van-thu").delete()

    with pytest.raises(NotTheirs, match="Chỉ Sở Nội vụ ghi quyết định"):
        decide(cycle, somebody(["leader"]), "noi-vu")


def test_a_unit_carried_on_whole_counts_as_the_unit_itself(cycle):
    over = date(2024, 6, 30)
    before = Unit.through_time.create(
        code="cu", name="Sở Cũ", level="department", valid=DateRange(None, over)
    )
    successor = Unit.through_time.get(code="tai-chinh")
    Succession.objects.create(predecessor=before, successor=successor, extent="whole")

    by = somebody(["home_affairs cu"])

    assert recorder_of(by).unit_for(sheet_of(cycle, "tai-chinh")) is None
    assert recorder_of(by).unit_for(sheet_of(cycle, "noi-vu")).code == "cu"


@pytest.mark.parametrize(
    ("grants", "unit", "said"),
    [
        (
            ["home_affairs"],
            "noi-vu",
            "Vai trò Sở Nội vụ của bạn không gắn đơn vị nào nên không ghi quyết định về phiếu này;"
            " người ghi là lãnh đạo tỉnh, hoặc người có vai trò Sở Nội vụ của đơn vị khác.",
        ),
        (
            ["home_affairs noi-vu"],
            "noi-vu",
            "Bạn thuộc Sở Nội vụ nên không ghi quyết định về phiếu này; người ghi là lãnh đạo tỉnh,"
            " hoặc người có vai trò Sở Nội vụ của đơn vị khác.",
        ),
        (
            ["home_affairs", "head tai-chinh"],
            "tai-chinh",
            "Bạn thuộc Sở Tài chính nên không ghi quyết định về phiếu này; người ghi là"
            " người có vai trò Sở Nội vụ mà không thuộc Sở Tài chính.",
        ),
    ],
)
def test_who_may_not_is_told_who_does(cycle, grants, unit, said):
    assert recorder_of(somebody(grants)).why_not(sheet_of(cycle, unit)) == said


@pytest.mark.parametrize(
    ("grants", "forms", "told"),
    [
        (["home_affairs noi-vu"], ["tai-chinh"], "Bạn thuộc Sở Nội vụ nên không ghi"),
        (["leader"], ["noi-vu"], "Chỉ Sở Nội vụ ghi quyết định của hội đồng về phiếu này."),
        (["home_affairs"], ["tai-chinh"], "Vai trò Sở Nội vụ của bạn không gắn đơn vị nào"),
        (["home_affairs tu-phap"], ["noi-vu", "tai-chinh"], ""),
    ],
)
def test_the_page_has_a_form_or_says_who_records(client, cycle, grants, forms, told):
    client.force_login(somebody(grants))

    answer = client.get(PAGE)

    page, leaf = answer.content.decode(), leaf_of(cycle, "A.1").pk
    places = {unit: f'action="{PAGE}{unit}/{leaf}/"' for unit in ("noi-vu", "tai-chinh")}
    assert [unit for unit, place in places.items() if place in page] == forms
    assert told in words(answer)
    assert words(answer).count("ghi quyết định") == bool(told)


@pytest.mark.parametrize(
    ("grants", "unit", "status"),
    [
        (["leader"], "noi-vu", 302),
        (["leader"], "tai-chinh", 403),
        (["home_affairs noi-vu"], "noi-vu", 403),
        (["home_affairs noi-vu"], "tai-chinh", 302),
        (["home_affairs"], "noi-vu", 403),
        (["head tai-chinh"], "tai-chinh", 403),
    ],
)
def test_a_forged_form_is_refused_as_the_page_says(client, cycle, grants, unit, status):
    client.force_login(somebody(grants))

    typed = TYPED | posted_to_council(cycle, unit, "A.1")
    answer = client.post(f"{PAGE}{unit}/{leaf_of(cycle, 'A.1').pk}/", typed)

    assert answer.status_code == status
    assert Appraisal.objects.filter(round="council").exists() == (status == 302)


def test_a_sheet_whose_time_is_over_says_so_while_another_has_more(client, cycle, marker):
    stage = cycle.stages.get(kind="council")
    stage.closes_on, stage.closed_at = stage.opens_on, stage.opened_at
    stage.save()
    until_on = cycle.stages.get(kind="explanation").closes_on
    stage.extensions.create(
        assessment=sheet_of(cycle, "noi-vu"), until_on=until_on, reason="họp lại", granted_by=marker
    )
    client.force_login(somebody(["home_affairs tu-phap"]))

    page = client.get(PAGE)

    assert page.content.decode().count('class="council-form"') == 1
    assert "Giai đoạn “Hội đồng quyết định” đã đóng." in words(page)
