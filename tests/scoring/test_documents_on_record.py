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
SIGNED = "/phieu/56/2024/tai-chinh/ban-ky/"
WAYS = [
    ("library", "officer", "tai-chinh"),
    ("library", "home_affairs", None),
    ("sheet", "head", "tai-chinh"),
    ("sheet", "appraiser", "noi-vu"),
    ("appraiser", "appraiser", "noi-vu"),
    ("council", "home_affairs", None),
]
PDF_SHA = "14fb1bb0a3f7"
"""How `sha256sum` begins for the PDF of the world of evidence."""


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
    about = f"Sở Tài chính, tài liệu {document.pk}, SHA-256 {PDF_SHA}: Quyết định kỷ luật"
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


@pytest.fixture
def signed(cycle, stored_file) -> Assessment:
    """Return the sheet of Sở Tài chính, signed with a PDF."""
    sheet = sheet_of(cycle, "tai-chinh")
    sheet.signature, sheet.signed_file = "file", stored_file(world.PDF, "phieu.pdf")
    sheet.save()
    return sheet


def test_the_signed_sheet_is_handed_out_on_record(client, signed, enter):
    enter("reader", None)

    client.get(SIGNED).getvalue()

    about = f"Sở Tài chính, SHA-256 {PDF_SHA}: Kỳ thẩm định 2024"
    assert records() == [("nguoi-mo", "export", "Phiếu đã ký", about)]


def test_what_is_gone_from_the_store_is_not_found_and_no_record(client, document, signed, enter):
    signed.signed_file.file.delete(save=False)
    enter("head", "tai-chinh")

    for address in (f"/tai-lieu/{document.pk}/tep/", SIGNED):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Tệp không còn trong kho của cổng." in answer.content.decode()
    assert records() == []


def test_asking_for_the_headers_alone_is_no_reading(client, document, signed, enter):
    enter("head", "tai-chinh")

    for address in (f"/tai-lieu/{document.pk}/tep/", SIGNED):
        answer = client.head(address)
        assert (answer.status_code, answer.getvalue()) == (200, b"")
    assert records() == []
