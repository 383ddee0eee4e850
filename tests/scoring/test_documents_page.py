"""The page of a library, and of one document."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scoring.models import Assessment, Cycle, Document, Evidence
from tests.scoring import evidence_world as world
from units.models import User

PAGE = "/tai-lieu/"


@pytest.fixture
def sheet(cycle: Cycle) -> Assessment:
    """Return the sheet of alpha."""
    return world.sheet_of(cycle, "alpha")


@pytest.fixture
def officer(sheet, make_user, client) -> User:
    """Return the officer of alpha, signed in."""
    officer = make_user("officer", sheet.unit)
    client.force_login(officer)
    return officer


def add(client: Client, **given: object) -> str:
    """Hand something in and return the page that comes of it."""
    return client.post(PAGE, given, follow=True).content.decode()


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("head", "alpha", 200),
        ("officer", "alpha", 200),
        ("officer", "beta", 404),
        ("home_affairs", None, 200),
        ("appraiser", None, 403),
        ("leader", None, 403),
        ("reader", None, 403),
        (None, None, 403),
    ],
)
def test_a_library_opens_for_its_unit_and_for_home_affairs(
    client, sheet, make_user, role, code, status
):
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    client.force_login(make_user(role, unit, "person"))

    assert client.get(f"{PAGE}?don-vi={sheet.unit_id}").status_code == status


@pytest.mark.parametrize(
    ("role", "code"),
    [("officer", "beta"), ("home_affairs", None), ("appraiser", None), ("leader", None)],
)
def test_nobody_else_hands_anything_in(client, sheet, make_user, role, code):
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    client.force_login(make_user(role, unit, "person"))

    answer = client.post(f"{PAGE}?don-vi={sheet.unit_id}", {"tep": world.upload()})

    assert answer.status_code in (403, 404)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("officer", "alpha", 302),
        ("officer", "beta", 404),
        ("home_affairs", None, 403),
        ("appraiser", None, 404),
        ("reader", None, 404),
    ],
)
@pytest.mark.parametrize("name", ["document", "document_remove"])
def test_a_document_is_changed_by_its_unit_alone(
    client, sheet, officer, make_user, role, code, status, name
):
    document = world.keep(sheet.unit, officer)
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    client.force_login(make_user(role, unit, "person"))

    answer = client.post(reverse(name, args=[document.pk]), {"ten": "Tên khác"})

    assert answer.status_code == status


def test_a_file_is_added_and_listed(client, officer):
    page = add(client, tep=world.upload(), ten="Kế hoạch CCHC", so="12/KH", ngay="05/01/2024")

    assert "Đã thêm “Kế hoạch CCHC”." in page
    assert "12/KH, 05/01/2024" in page
    assert "chưa dẫn ở đâu" in page


def test_a_nul_beside_a_file_is_a_bad_request(client, officer):
    answer = client.post("/tai-lieu/", {"tep": world.upload(), "ten": "Kế\0hoạch"})

    assert answer.status_code == 400
    assert not Document.objects.exists()


def test_a_link_is_added(client, officer):
    page = add(client, duong_dan="https://khanhhoa.gov.vn/12", ten="Trang tin")

    assert "Đã thêm “Trang tin”." in page


def test_several_files_are_dropped_at_once(client, officer):
    page = add(client, tep=[world.upload(name="a.pdf"), world.upload(world.PNG, "b.png")])

    assert "Đã thêm “a”, “b”." in page


def test_the_same_evidence_under_two_names_leads_to_the_one_that_is_there(client, sheet, officer):
    document = world.keep(sheet.unit, officer, title="Kế hoạch")

    answer = client.post(PAGE, {"tep": world.upload(name="tên khác.pdf")}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("document", args=[document.pk])
    assert "Tệp này đã có trong kho, tên là “Kế hoạch”." in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Hãy chọn tệp, hoặc chép đường dẫn."),
        ({"duong_dan": "khanhhoa.gov.vn"}, "Hãy chép cả đường dẫn"),
        ({"duong_dan": "http://127.0.0.1/"}, "Đây là địa chỉ nội bộ"),
        ({"duong_dan": "https://a.vn/", "ngay": "31/02/2024"}, "Ngày ban hành"),
        ({"duong_dan": "https://a.vn/", "so": "x" * 101}, "Số, ký hiệu"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, officer, given, sentence):
    page = add(client, ten="Tên đã gõ", **given)

    assert sentence in page
    assert 'value="Tên đã gõ"' in page
    assert not Document.objects.exists()


def test_a_file_and_a_link_at_once_are_refused(client, officer):
    page = add(client, tep=world.upload(), duong_dan="https://a.vn/")

    assert "Mỗi lần chỉ thêm tệp, hoặc đường dẫn." in page


def test_a_program_with_the_name_of_a_text_is_refused(client, officer):
    page = add(client, tep=world.upload(world.PROGRAM, "kế hoạch.pdf"))

    assert "kế hoạch.pdf: Cổng chỉ nhận PDF" in page


def test_a_huge_scan_is_refused_before_it_is_kept(client, officer, settings, monkeypatch):
    settings.EVIDENCE_MEGABYTES = 1
    taken: list[int] = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk",
        lambda self, piece, start: taken.append(len(piece)),
    )

    page = add(client, tep=SimpleUploadedFile("quét.pdf", world.PDF + bytes(8 << 20)))

    assert "Tệp lớn quá 1 MB là giới hạn của cổng." in page
    assert sum(taken) <= 1 << 20
    assert not Document.objects.exists()


def test_a_huge_scan_keeps_no_other_file_out(client, officer, settings):
    settings.EVIDENCE_MEGABYTES = 1
    huge = SimpleUploadedFile("quét.pdf", world.PDF + bytes(2 << 20))

    page = add(client, tep=[huge, world.upload(world.PNG, "ảnh.png")])

    assert "Đã thêm “ảnh”." in page
    assert "Tệp lớn quá 1 MB" in page


def test_a_forged_form_is_refused(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    assert client.post(PAGE, {"tep": world.upload()}).status_code == 403
    assert not Document.objects.exists()


def test_an_honest_form_passes_the_same_check(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    found = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found

    client.post(PAGE, {"csrfmiddlewaretoken": found[1], "tep": world.upload()})

    assert Document.objects.count() == 1


def test_a_document_shows_where_it_is_cited_and_is_not_removed(client, sheet, officer):
    document = world.keep(sheet.unit, officer)
    leaf = world.leaf_of(sheet.cycle)
    Evidence.objects.create(
        document=document, assessment=sheet, criterion=leaf, pages="7", attached_by=officer
    )

    page = client.get(reverse("document", args=[document.pk])).content.decode()
    refused = client.post(reverse("document_remove", args=[document.pk]), follow=True)

    assert f"/phieu/56/2024/alpha/tai-lieu/{leaf.pk}/" in page
    assert "1.1 Kế hoạch" in page
    assert "Xóa tài liệu" not in page
    assert "đang được dẫn ở 1 chỗ nên không xóa được" in refused.content.decode()
    assert Document.objects.exists()


def test_a_document_is_renamed_and_removed(client, sheet, officer):
    document = world.keep(sheet.unit, officer)
    address = reverse("document", args=[document.pk])

    page = client.post(address, {"ten": "Tên mới", "so": "1/BC"}, follow=True).content.decode()
    gone = client.post(reverse("document_remove", args=[document.pk]), follow=True)

    assert "Tên mới" in page
    assert "Đã xóa “Tên mới”." in gone.content.decode()
    assert not Document.objects.exists()


def test_a_name_that_is_markup_is_text(client, officer):
    page = add(client, tep=world.upload(), ten="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_library_asks_as_much_for_many_documents_as_for_one(
    client, sheet, officer, django_assert_max_num_queries
):
    leaf = world.leaf_of(sheet.cycle)
    for order in range(60):
        document = world.keep(sheet.unit, officer, world.PDF + b"%d" % order, f"Tài liệu {order}")
        Evidence.objects.create(
            document=document, assessment=sheet, criterion=leaf, attached_by=officer
        )

    with django_assert_max_num_queries(12):
        page = client.get(PAGE).content.decode()

    assert page.count('class="citation"') == 50
    assert "Trang 1 / 2" in page


@pytest.mark.parametrize("query", ["?don-vi=x", "?don-vi=0", "?don-vi=-1"])
def test_a_library_that_is_none_is_a_page_not_found(client, officer, query):
    assert client.get(f"{PAGE}{query}").status_code == 404


def test_home_affairs_chooses_a_unit(client, sheet, make_user):
    world.keep(sheet.unit, make_user("officer", sheet.unit))
    client.force_login(make_user("home_affairs", username="staff"))

    choice = client.get(PAGE).content.decode()
    library = client.get(f"{PAGE}?don-vi={sheet.unit_id}").content.decode()

    assert "Sở alpha (alpha)" in choice
    assert "Kế hoạch" in library
    assert "Thêm tài liệu" not in library
