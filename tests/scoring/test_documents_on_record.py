"""Whoever opens evidence is on record, by whichever page they came to it."""

import pytest

from foundation.models import AccessRecord
from scoring.models import Assessment, Document, Evidence
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    sheet_of,
)
from tests.scoring import evidence_world as world
from units.models import Unit

PAGES = {
    "library": "/tai-lieu/{document}/",
    "sheet": "/phieu/56/2024/tai-chinh/tai-lieu/{leaf}/",
    "appraiser": "/tham-dinh/56/2024/A.1/tai-chinh/",
    "council": "/hoi-dong/56/2024/",
}
WAYS = [
    ("library", "officer", "tai-chinh"),
    ("library", "home_affairs", None),
    ("sheet", "head", "tai-chinh"),
    ("sheet", "appraiser", "noi-vu"),
    ("appraiser", "appraiser", "noi-vu"),
    ("council", "home_affairs", None),
]


@pytest.fixture
def cycle(marker):
    """The year before the council, of A.1 of Sở Tài chính."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    for kind in ("explanation", "council"):
        open_stage(cycle, kind)
    objected(cycle, "tai-chinh", "A.1", marker)
    return cycle


@pytest.fixture
def document(cycle, make_user) -> Document:
    """A decision about somebody, cited for A.1 by Sở Tài chính."""
    return cite(cycle, make_user, world.PDF)


def cite(cycle, make_user, content: bytes) -> Document:
    """Keep a file of Sở Tài chính and cite it for A.1."""
    sheet = sheet_of(cycle, "tai-chinh")
    officer = make_user("officer", sheet.unit, username="nguoi-nop")
    document = world.keep(sheet.unit, officer, content, "Quyết định kỷ luật")
    Evidence.objects.create(
        document=document,
        assessment=sheet,
        criterion=leaf_of(cycle, "A.1"),
        attached_by=officer,
    )
    return document


@pytest.fixture
def enter(client, make_user):
    """Return a function that signs somebody of a unit in and returns who it is."""

    def enter(role, code):
        unit = Unit.through_time.get(code=code) if code else None
        person = make_user(role, unit, username="nguoi-mo")
        client.force_login(person)
        return person

    return enter


def records() -> list[tuple]:
    """Return who did what with which page, about what."""
    return list(AccessRecord.objects.values_list("user__username", "kind", "page", "about"))


@pytest.mark.parametrize(("name", "role", "code"), WAYS)
def test_a_file_is_opened_from_each_page_on_record(
    client, cycle, document, enter, name, role, code
):
    enter(role, code)
    page = PAGES[name].format(document=document.pk, leaf=leaf_of(cycle, "A.1").pk)
    address = f"/tai-lieu/{document.pk}/tep/"
    assert address in client.get(page).content.decode()

    answer = client.get(address)

    assert answer.getvalue() == world.PDF
    about = "Sở Tài chính: Quyết định kỷ luật"
    assert records() == [("nguoi-mo", "read", "Tài liệu kiểm chứng", about)]


def test_a_file_that_no_browser_shows_is_taken_out(client, cycle, make_user, enter):
    document = cite(cycle, make_user, world.TIFF)
    enter("head", "tai-chinh")

    client.get(f"/tai-lieu/{document.pk}/tep/").getvalue()

    assert [kind for _, kind, _, _ in records()] == ["export"]


@pytest.mark.parametrize(
    ("role", "code"), [("head", "tu-phap"), ("leader", None), ("reader", None), (None, None)]
)
def test_who_is_refused_leaves_no_record(client, document, enter, role, code):
    enter(role, code)

    assert client.get(f"/tai-lieu/{document.pk}/tep/").status_code == 404
    assert records() == []


def test_the_signed_sheet_is_handed_out_on_record(client, cycle, stored_file, enter):
    signed = {"signature": "file", "signed_file": stored_file(world.PDF, "phieu.pdf")}
    Assessment.objects.filter(pk=sheet_of(cycle, "tai-chinh").pk).update(**signed)
    enter("reader", None)

    client.get("/phieu/56/2024/tai-chinh/ban-ky/").getvalue()

    about = "Sở Tài chính – Kỳ thẩm định 2024"
    assert records() == [("nguoi-mo", "export", "Phiếu đã ký", about)]
