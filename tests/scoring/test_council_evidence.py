"""Evidence before the council: shown beside what it is about, opened by whoever decides on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.models import Document, Evidence
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    claim_sheet,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    sheet_of,
    words,
)
from tests.scoring import evidence_world as world
from units.models import Grant, Unit, User

PAGE = "/hoi-dong/56/2024/"


@pytest.fixture
def cycle(marker, make_user):
    """The year before the council: Sở Nội vụ and Sở Tài chính object to their 3 for A.1.

    A clerk of Sở Nội vụ belongs to it, and A.2 of nobody is appraised yet.
    """
    cycle = build_appraisal(marker)
    for kind in ("explanation", "council"):
        open_stage(cycle, kind)
    for unit in ("noi-vu", "tai-chinh"):
        appraised(cycle, unit, "A.1", "3", marker)
        objected(cycle, unit, "A.1", marker)
    make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="van-thu")
    return cycle


@pytest.fixture
def cite(cycle):
    """Return a function that keeps a file with a title for a unit and cites it for a leaf."""

    def keep(unit: str, leaf: str, title: str, purpose: str = "claim") -> Document:
        sheet = sheet_of(cycle, unit)
        officer = officer_of(sheet.unit)
        document = world.keep(sheet.unit, officer, world.PDF + title.encode(), title)
        Evidence.objects.create(
            document=document,
            assessment=sheet,
            criterion=leaf_of(cycle, leaf),
            purpose=purpose,
            attached_by=officer,
        )
        return document

    return keep


@pytest.fixture
def sign_in(client, make_user):
    """Return a function that signs somebody in with grants, written "role" or "role unit"."""

    def enter(*grants: str):
        person = make_user(username="ai-do")
        for grant in grants:
            role, _, code = grant.partition(" ")
            unit = Unit.through_time.get(code=code) if code else None
            Grant.objects.create(user=person, role=role, unit=unit)
        client.force_login(person)
        return client

    return enter


def officer_of(unit: Unit) -> User:
    """Return the officer of a unit."""
    officer, is_new = User.objects.get_or_create(username=f"can-bo-{unit.code}")
    if is_new:
        Grant.objects.create(user=officer, role="officer", unit=unit)
    return officer


def fetch(client, document: Document) -> int:
    """Return how the file's address answers."""
    response = client.get(f"/tai-lieu/{document.pk}/tep/")
    response.getvalue()
    return response.status_code


def test_what_claim_and_objection_cite_stands_beside_them(cite, sign_in):
    cite("tai-chinh", "A.1", "Kế hoạch năm")
    cite("tai-chinh", "A.1", "Biên bản mới", "explanation")
    cite("tai-chinh", "A.2", "Của tiêu chí khác")

    page = words(sign_in("home_affairs").get(PAGE))

    assert "Tài liệu kiểm chứng Kế hoạch năm tự chấm Biên bản mới giải trình" in page
    assert "Không có tài liệu nào được dẫn." in page  # Sở Nội vụ's leaf
    assert "Của tiêu chí khác" not in page


def test_each_file_is_linked_for_those_who_may_open_it(cite, sign_in):
    own, other = cite("noi-vu", "A.1", "Của Nội vụ"), cite("tai-chinh", "A.1", "Của Tài chính")
    client = sign_in("leader")

    page = client.get(PAGE).content.decode()

    assert "Của Nội vụ" in page and "Của Tài chính" in page
    assert f"/tai-lieu/{own.pk}/tep/" in page
    assert f"/tai-lieu/{other.pk}/tep/" not in page


@pytest.mark.parametrize(
    ("grants", "own", "other"),
    [
        (["leader"], 200, 404),
        (["leader", "appraiser noi-vu"], 404, 200),
        (["home_affairs"], 200, 200),
        (["home_affairs tu-phap"], 200, 200),
        (["reader"], 404, 404),
        (["officer tu-phap"], 404, 404),
        ([], 404, 404),
    ],
)
def test_who_opens_what_is_before_the_council(cite, sign_in, grants, own, other):
    """A leader records on Sở Nội vụ's own sheet, unless they are tied to it, and on no other."""
    client = sign_in(*grants)

    assert fetch(client, cite("noi-vu", "A.1", "Của Nội vụ", "explanation")) == own
    assert fetch(client, cite("tai-chinh", "A.1", "Của Tài chính", "explanation")) == other


def test_a_leader_opens_only_what_is_cited_on_leaves_before_the_council(cycle, cite, sign_in):
    document = cite("noi-vu", "A.2", "Kiểm tra")
    uncited = world.keep(document.unit, document.created_by, world.PNG)
    by_fact = cite("noi-vu", "B.2", "Hồ sơ trễ", "explanation")
    client = sign_in("leader")
    before = fetch(client, document)

    close_stage(cycle, "appraisal")

    assert (before, fetch(client, document)) == (404, 200)
    assert fetch(client, uncited) == fetch(client, by_fact) == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "submitted", "signed_at": None, "signed_by": None, "signature": ""},
        {"standing": "excluded", "reason": "giải thể"},
    ],
)
def test_a_leader_opens_nothing_of_a_sheet_unsigned_or_without_part(cycle, cite, sign_in, changed):
    document, sheet = cite("noi-vu", "A.1", "Kế hoạch"), sheet_of(cycle, "noi-vu")
    for field, value in changed.items():
        setattr(sheet, field, value)
    sheet.save()

    assert fetch(sign_in("leader"), document) == 404


def test_nobody_opens_what_is_infected(cite, sign_in):
    document = cite("noi-vu", "A.1", "Kế hoạch")
    Document.objects.update(scan="infected")
    client = sign_in("leader")

    assert fetch(client, document) == 404
    assert f"/tai-lieu/{document.pk}/tep/" not in client.get(PAGE).content.decode()


def test_the_page_of_the_leaf_links_what_the_council_decides_on(cycle, cite, sign_in):
    documents = {leaf: cite("noi-vu", leaf, f"Tệp {leaf}") for leaf in ("A.1", "A.2")}
    client = sign_in("leader")

    for leaf, is_linked in (("A.1", True), ("A.2", False)):
        place = f"/phieu/56/2024/noi-vu/tai-lieu/{leaf_of(cycle, leaf).pk}/"
        page = client.get(place).content.decode()
        assert f"Tệp {leaf}" in page
        assert (f"/tai-lieu/{documents[leaf].pk}/tep/" in page) is is_linked


def test_the_queries_do_not_grow_with_what_is_cited(cycle, cite, sign_in, marker, make_unit):
    cite("noi-vu", "A.1", "Một")
    client = sign_in("leader")
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    block = cycle.groups.get()
    for number in range(8):
        unit = make_unit(f"them-{number}")
        claim_sheet(cycle.assessments.create(cycle_group=block, unit=unit), marker)
        appraised(cycle, unit.code, "A.1", "3", marker)
        objected(cycle, unit.code, "A.1", marker)
        cite(unit.code, "A.1", f"Tự chấm {number}")
        cite(unit.code, "A.1", f"Giải trình {number}", "explanation")

    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE).content.decode()

    assert page.count('<ul class="cited">') == 1 + 8
    assert len(many) == len(few)
    assert sum('FROM "scoring_evidence"' in query["sql"] for query in many) == 1
