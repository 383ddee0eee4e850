"""The evidence of one leaf: shown inside the sheet by htmx, and on a page of its own without."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from scoring.models import Assessment, Cycle, Document, Evidence
from scoring.services.evidence import attach_document, freeze_evidence
from tests.scoring import evidence_world as world
from units.models import User


@pytest.fixture
def sheet(cycle: Cycle) -> Assessment:
    """Return the sheet of alpha, whose self-scoring is open."""
    world.open_stage(cycle)
    return world.sheet_of(cycle, "alpha")


@pytest.fixture
def officer(sheet, make_user, client) -> User:
    """Return the officer of alpha, signed in."""
    officer = make_user("officer", sheet.unit)
    client.force_login(officer)
    return officer


@pytest.fixture
def place(sheet) -> str:
    """Return the address of the evidence of leaf 1.1."""
    return f"/phieu/56/2024/alpha/tai-lieu/{world.leaf_of(sheet.cycle).pk}/"


@pytest.fixture
def cited(sheet, officer) -> Evidence:
    """Return a document as it is cited for leaf 1.1."""
    return attach_document(
        assessment=sheet,
        criterion=world.leaf_of(sheet.cycle),
        document=world.keep(sheet.unit, officer),
        by=officer,
    )


@pytest.fixture
def send(client, place) -> Callable[..., str]:
    """Send something to the leaf as htmx does, and return the fragment that comes back."""

    def post(**given: object) -> str:
        answer = client.post(place, given, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        page: str = answer.content.decode()
        assert "<html" not in page
        return page

    return post


@pytest.mark.parametrize(
    ("role", "code", "drafting", "signed"),
    [
        ("head", "alpha", 200, 200),
        ("officer", "alpha", 200, 200),
        ("officer", "beta", 403, 403),
        ("home_affairs", None, 200, 200),
        ("appraiser", None, 403, 200),
        ("leader", None, 403, 200),
        ("reader", None, 403, 200),
        (None, None, 403, 403),
    ],
)
@pytest.mark.parametrize("is_signed", [False, True])
def test_the_evidence_is_seen_by_those_who_see_the_sheet(
    client, sheet, officer, place, make_user, role, code, drafting, signed, is_signed
):
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    if is_signed:
        world.sign(sheet, officer)
    client.force_login(make_user(role, unit, "person"))

    assert client.get(place).status_code == (signed if is_signed else drafting)


@pytest.mark.parametrize("role", ["home_affairs", "appraiser", "leader", "reader"])
def test_others_see_no_form_and_their_forged_one_is_refused(
    client, sheet, officer, cited, place, make_user, role
):
    world.sign(sheet, officer)
    client.force_login(make_user(role, username="person"))

    page = client.get(place).content.decode()
    answer = client.post(place, {"viec": "go", "dan": cited.pk}).content.decode()

    assert 'name="viec"' not in page
    assert "Bạn chỉ xem phiếu này" in answer
    assert Evidence.objects.exists()


@pytest.mark.parametrize(("role", "has_link"), [("home_affairs", True), ("leader", False)])
def test_the_file_is_linked_for_those_who_may_open_it(
    client, sheet, officer, cited, place, make_user, role, has_link
):
    world.sign(sheet, officer)
    client.force_login(make_user(role, username="person"))

    page = client.get(place).content.decode()

    assert "Kế hoạch" in page
    assert (f"/tai-lieu/{cited.document_id}/tep/" in page) is has_link


def test_a_document_of_the_library_is_cited(sheet, officer, send):
    document = world.keep(sheet.unit, officer)

    page = send(viec="dan", trang="3", **{"tai-lieu": document.pk})

    assert 'value="3"' in page
    assert Evidence.objects.get().pages == "3"


def test_the_library_is_searched_without_accents(client, sheet, officer, place):
    world.keep(sheet.unit, officer, title="Kế hoạch cải cách")
    world.keep(sheet.unit, officer, world.PNG, "Báo cáo")

    page = client.get(place, {"tim": "ke hoach"}).content.decode()

    assert "Kế hoạch cải cách" in page
    assert "Báo cáo" not in page


def test_a_new_file_is_kept_and_cited(officer, send):
    page = send(viec="nop", tep=world.upload(), ten="Kế hoạch mới", trang="5–7")

    assert "Kế hoạch mới" in page
    assert Evidence.objects.get().pages == "5–7"
    assert Document.objects.get().title == "Kế hoạch mới"


def test_a_new_link_is_kept_and_cited(officer, send):
    page = send(viec="nop", duong_dan="https://khanhhoa.gov.vn/12")

    assert 'href="https://khanhhoa.gov.vn/12"' in page
    assert Evidence.objects.get().document.url == "https://khanhhoa.gov.vn/12"


def test_what_the_library_has_already_is_offered(sheet, officer, send):
    document = world.keep(sheet.unit, officer)

    page = send(viec="nop", tep=world.upload(name="tên khác.pdf"))

    assert "Tệp này đã có trong kho, tên là “Kế hoạch”." in page
    assert "Dẫn tài liệu đã có này" in page
    assert f'name="tai-lieu" value="{document.pk}"' in page
    assert not Evidence.objects.exists()


def test_pages_are_changed_and_a_document_taken_off(cited, send):
    page = send(viec="trang", dan=cited.pk, trang="9")
    after = send(viec="go", dan=cited.pk)

    assert 'value="9"' in page
    assert "Chưa có tài liệu." in after
    assert Document.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"viec": "dan"}, "Hãy chọn một tài liệu trong kho."),
        ({"viec": "dan", "tai-lieu": "9" * 5000}, "Hãy chọn một tài liệu trong kho."),
        ({"viec": "dan", "tai-lieu": "-1"}, "Hãy chọn một tài liệu trong kho."),
        ({"viec": "go", "dan": "0"}, "Tài liệu này không còn được dẫn ở đây."),
        ({"viec": "nop"}, "Hãy chọn tệp, hoặc chép đường dẫn."),
        ({"viec": "nop", "duong_dan": "x"}, "Hãy chép cả đường dẫn"),
    ],
)
def test_what_makes_no_sense_is_said_in_the_fragment(officer, send, given, sentence):
    assert sentence in send(**given)


def test_pages_that_are_none_are_refused(cited, send):
    assert "Phần trang dài quá 60 ký tự" in send(viec="trang", dan=cited.pk, trang="x" * 61)


def test_a_document_of_a_sister_is_not_there_to_be_cited(cycle, officer, send, make_user):
    beta = world.sheet_of(cycle, "beta").unit
    hers = world.keep(beta, make_user("officer", beta, "sister"), title="Của beta")

    page = send(viec="dan", **{"tai-lieu": hers.pk})

    assert "Hãy chọn một tài liệu trong kho." in page
    assert "Của beta" not in page


def test_a_citation_of_another_leaf_is_not_taken_off_here(cycle, cited, send, officer):
    beta = world.sheet_of(cycle, "beta")
    Evidence.objects.update(assessment=beta)

    assert "không còn được dẫn ở đây" in send(viec="go", dan=cited.pk)
    assert Evidence.objects.exists()


def test_a_deadline_that_passes_while_the_form_is_open_keeps_what_was_typed(sheet, officer, send):
    sheet.cycle.stages.update(closed_at=timezone.now(), closes_on=timezone.localdate() - world.DAY)

    page = send(viec="nop", duong_dan="https://a.vn/", ten="Đã gõ", trang="3")

    assert "Đã hết hạn tự chấm điểm" in page
    assert all(f": {typed}</li>" in page for typed in ("https://a.vn/", "Đã gõ", "3"))
    assert not Document.objects.exists()


def test_without_htmx_it_is_a_page_that_leads_back_to_itself(client, sheet, officer, place):
    document = world.keep(sheet.unit, officer)

    answer = client.post(place, {"viec": "dan", "tai-lieu": document.pk})
    page = client.get(answer.url).content.decode()

    assert (answer.status_code, answer.url) == (302, place)
    assert "<html" in page
    assert "1.1 Kế hoạch" in page


def test_evidence_for_an_explanation_is_brought_once_the_sheet_is_signed(
    client, sheet, officer, cited, place, send
):
    world.sign(sheet, officer)
    world.open_stage(sheet.cycle, "explanation")

    page = send(viec="nop", cho="giai-trinh", tep=world.upload(world.PNG, "ảnh.png"))
    own = client.get(f"{place}?cho=giai-trinh").content.decode()
    claim = client.get(place).content.decode()

    assert "cho giải trình" in page
    assert own.count('value="go"') == 1  # the claim's stays as it was signed
    assert 'value="go"' not in claim


def test_what_is_frozen_shows_so_and_has_no_buttons(client, sheet, cited, place):
    sheet.cycle.stages.update(closed_at=timezone.now(), closes_on=timezone.localdate() - world.DAY)
    freeze_evidence(sheet.cycle)
    world.open_again(sheet, cited.attached_by)

    page = client.get(place).content.decode()

    assert "đã chốt" in page
    assert 'value="go"' not in page


@pytest.mark.parametrize(
    ("query", "status"), [("?cho=khac", 404), ("?cho=giai-trinh", 200), ("?tim=%25", 200)]
)
def test_a_purpose_that_is_none_is_a_page_not_found(client, officer, place, query, status):
    assert client.get(f"{place}{query}").status_code == status


@pytest.mark.parametrize("act", ["", "xoa"])
def test_an_act_that_is_none_is_a_bad_request(client, officer, place, act):
    assert client.post(place, {"viec": act}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/phieu/56/2024/alpha/tai-lieu/0/",
        "/phieu/56/2024/khong-co/tai-lieu/1/",
        "/phieu/56/1999/alpha/tai-lieu/1/",
    ],
)
def test_a_leaf_that_is_none_is_a_page_not_found(client, officer, address):
    assert client.get(address).status_code == 404


def test_an_area_is_no_leaf(client, sheet, officer):
    area = world.leaf_of(sheet.cycle, "1")

    assert client.get(f"/phieu/56/2024/alpha/tai-lieu/{area.pk}/").status_code == 404


def test_a_leaf_asks_as_much_for_many_documents_as_for_one(
    client, sheet, officer, place, django_assert_max_num_queries
):
    for order in range(20):
        attach_document(
            assessment=sheet,
            criterion=world.leaf_of(sheet.cycle),
            document=world.keep(sheet.unit, officer, world.PDF + b"%d" % order, f"TL {order}"),
            by=officer,
        )

    with django_assert_max_num_queries(30):
        page = client.get(place, headers={"HX-Request": "true"}).content.decode()

    assert page.count('value="go"') == 20
