"""Who may open a file is decided by unit and stage; what goes out does no harm."""

import pytest
from django.test import Client
from django.urls import reverse

from scoring.models import AreaOwner, Assessment, Cycle, Document, Evidence
from scoring.services.documents import Description, describe_document
from tests.scoring import evidence_world as world
from units.models import User


@pytest.fixture
def sheet(cycle: Cycle) -> Assessment:
    """Return the sheet of alpha; gamma appraises its first area."""
    sheet = world.sheet_of(cycle, "alpha")
    AreaOwner.objects.create(
        cycle_group=sheet.cycle_group,
        area=world.leaf_of(cycle, "1"),
        owner=world.sheet_of(cycle, "gamma").unit,
    )
    return sheet


@pytest.fixture
def officer(sheet, make_user) -> User:
    """Return the officer of alpha."""
    return make_user("officer", sheet.unit)


@pytest.fixture
def document(sheet, officer) -> Document:
    """Return a document of alpha, cited for leaf 1.1 of its sheet."""
    document = world.keep(sheet.unit, officer)
    leaf = world.leaf_of(sheet.cycle)
    Evidence.objects.create(
        document=document, assessment=sheet, criterion=leaf, attached_by=officer
    )
    return document


def fetch(client: Client, document: Document, user: User | None) -> int:
    """Return how the file's address answers a person."""
    if user:
        client.force_login(user)
    response = client.get(reverse("document_file", args=[document.pk]))
    response.close()
    return response.status_code


PEOPLE = {
    "own head": ("head", "alpha", 200, 200),
    "own officer": ("officer", "alpha", 200, 200),
    "sister's head": ("head", "beta", 404, 404),
    "sister's officer": ("officer", "beta", 404, 404),
    "home affairs": ("home_affairs", None, 200, 200),
    "appraiser of the cycle": ("appraiser", "gamma", 404, 200),
    "appraiser of nothing": ("appraiser", "beta", 404, 404),
    "appraiser of the unit itself": ("appraiser", "alpha", 404, 404),
    "appraiser without a unit": ("appraiser", None, 404, 404),
    "leader": ("leader", None, 404, 404),
    "reader": ("reader", None, 404, 404),
    "nobody": (None, None, 404, 404),
}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("is_signed", [False, True])
def test_a_file_opens_for_those_who_may_see_it(
    client, document, sheet, officer, make_user, person, is_signed
):
    role, code, before, after = PEOPLE[person]
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    if is_signed:
        world.sign(sheet, officer)

    status = fetch(client, document, make_user(role, unit, "person"))

    assert status == (after if is_signed else before)


def test_whoever_is_not_signed_in_is_asked_to(client, document):
    assert fetch(client, document, None) == 302


def test_an_appraiser_opens_nothing_that_no_signed_sheet_cites(client, sheet, officer, make_user):
    world.sign(sheet, officer)
    uncited = world.keep(sheet.unit, officer, world.PNG)
    appraiser = make_user("appraiser", world.sheet_of(sheet.cycle, "gamma").unit)

    assert fetch(client, uncited, appraiser) == 404


def test_an_appraiser_of_last_year_opens_nothing_of_this_year(
    client, document, sheet, officer, make_user, year_before
):
    before = year_before().cycle
    AreaOwner.objects.update(cycle_group=before.groups.get())
    world.sign(sheet, officer)
    appraiser = make_user("appraiser", world.sheet_of(sheet.cycle, "gamma").unit)

    assert fetch(client, document, appraiser) == 404


def test_nobody_opens_what_is_infected(client, document, officer):
    Document.objects.update(scan=Document.Scan.INFECTED)

    assert fetch(client, document, officer) == 404


def test_bytes_that_are_gone_are_a_page_not_found(client, document, officer):
    document.file.file.delete(save=False)

    assert fetch(client, document, officer) == 404


def test_a_link_has_no_file(client, sheet, officer):
    link = Document.objects.create(
        unit=sheet.unit, title="x", url="https://a.vn/", created_by=officer
    )

    assert fetch(client, link, officer) == 404


@pytest.mark.parametrize("key", ["0", "99999999999999999999999"])
def test_an_unknown_document_is_a_page_not_found(client, officer, key):
    client.force_login(officer)

    assert client.get(f"/tai-lieu/{key}/tep/").status_code == 404


@pytest.mark.parametrize(
    ("content", "disposition"),
    [
        (world.PDF, "inline"),
        (world.PNG, "inline"),
        (world.TIFF, "attachment"),
        (world.ooxml("wordprocessingml.document"), "attachment"),
    ],
)
def test_what_goes_out_is_shut_in_and_of_the_kind_it_is(
    client, sheet, officer, content, disposition
):
    document = world.keep(sheet.unit, officer, content)
    client.force_login(officer)

    response = client.get(reverse("document_file", args=[document.pk]))

    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Type"] == document.media_type
    assert response.headers["Content-Disposition"].startswith(f"{disposition}; filename")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("title", "sent"),
    [
        ("Plan", 'inline; filename="Plan.pdf"'),
        ("Kế hoạch", "inline; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf"),
        ("../../etc/passwd", 'inline; filename="..-..-etc-passwd.pdf"'),
        (r"a\b", 'inline; filename="a-b.pdf"'),
        ('a"b', 'inline; filename="a\\"b.pdf"'),
        ("a\u202efdp", 'inline; filename="a fdp.pdf"'),
        ("a\r\nSet-Cookie: x=1", 'inline; filename="a Set-Cookie: x=1.pdf"'),
        ("x" * 300, f'inline; filename="{"x" * 120}.pdf"'),
    ],
)
def test_the_name_is_the_title_and_never_a_place(client, document, officer, title, sent):
    describe_document(document=document, described=Description(title), by=officer)
    client.force_login(officer)

    response = client.get(reverse("document_file", args=[document.pk]))
    response.close()

    assert response.headers["Content-Disposition"] == sent
