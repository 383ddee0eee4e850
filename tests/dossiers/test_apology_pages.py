"""Pages of apologies: who may open them, what they show, and what can be done on them."""

import re
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from dossiers.models import Apology, Dossier
from foundation.models import AccessRecord
from tests.apology_world import DUE, build_late_june, late_dossier, write_letter
from units.models import Person, Unit

PAGE = "/don-vi/so-tu-phap/thu-xin-loi/"
JUNE = f"{PAGE}?tu=01/06/2024&den=30/06/2024"
LETTER = f"{PAGE}soan/"
PROVINCE = "/thu-xin-loi/?tu=01/06/2024&den=30/06/2024"
SOON = localdate() + timedelta(days=10)
GIVEN = {"ly_do": "Chờ ý kiến sở chuyên ngành", "hen_tra": f"{SOON:%d/%m/%Y}"}


@pytest.fixture
def own(client, db, make_user) -> Unit:
    """Build the world, sign the unit's officer in, and return the unit."""
    unit = build_late_june()
    client.force_login(make_user("officer", unit))
    return unit


def words(response) -> str:
    """Return what a page says, every run of blanks one."""
    assert response.status_code == 200
    main = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("address", [JUNE, LETTER])
def test_each_page_meets_its_people(client, own, make_user, address):
    sister = Unit.through_time.get(code="so-y-te")
    people = {
        "head": make_user("head", own),
        "home_affairs": make_user("home_affairs"),
        "sister": make_user("officer", sister, username="sister"),
        "appraiser": make_user("appraiser"),
        "leader": make_user("leader"),
        "stranger": make_user(None, username="stranger"),
    }
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(address).status_code

    assert statuses == {
        "head": 200,
        "home_affairs": 200,
        "sister": 403,
        "appraiser": 403,
        "leader": 403,
        "stranger": 403,
    }


def test_the_page_of_all_units_is_for_home_affairs(client, own, make_user):
    assert client.get(PROVINCE).status_code == 403
    for role, status in {"appraiser": 403, "home_affairs": 200}.items():
        client.force_login(make_user(role))
        assert client.get(PROVINCE).status_code == status


@pytest.mark.parametrize(
    ("address", "field"),
    [(PAGE, "ho_so"), (LETTER, ""), (f"{LETTER}gui/", ""), (f"{LETTER}bo/", "")],
)
def test_a_sister_unit_writes_nothing(client, own, make_user, address, field):
    client.force_login(make_user("head", Unit.through_time.get(code="so-y-te")))
    before = list(Apology.objects.order_by("pk").values())

    response = client.post(address, GIVEN | {"so": "1", "gui_luc": "10/06/2024 17:00"})

    assert response.status_code == 403
    assert list(Apology.objects.order_by("pk").values()) == before


def test_reading_the_handlers_of_a_unit_leaves_a_trace(client, own, make_user):
    client.get(JUNE)
    client.force_login(make_user("appraiser"))
    client.get(JUNE)

    traces = AccessRecord.objects.values_list("user__grants__role", "kind", "page", "about")
    assert list(traces) == [("officer", "read", "Hồ sơ trễ hạn và thư xin lỗi", own.name)]


def test_reading_one_letter_leaves_a_trace_and_a_refusal_none(client, own, make_user):
    client.get(LETTER)
    client.force_login(make_user("appraiser"))
    client.get(LETTER)

    traces = AccessRecord.objects.values_list("user__grants__role", "kind", "page", "about")
    assert list(traces) == [("officer", "read", "Thư xin lỗi", "soan")]


def test_the_page_counts_every_state_and_lists_what_is_missing(client, own):
    page = words(client.get(JUNE))

    assert "Hồ sơ trễ hạn 5 Đã gửi kịp hạn 1 Đã gửi muộn 1 Đang soạn 1 Chưa có thư 2" in page
    assert "tre-0" in page
    assert "tre-1" in page
    assert "y-te-0" not in page
    assert "05/PXL-STP" not in page


@pytest.mark.parametrize(
    ("word", "code"), [("dang-soan", "soan"), ("gui-kip", "kip"), ("gui-muon", "muon")]
)
def test_behind_each_number_stands_its_list(client, own, word, code):
    shown = client.get(f"{JUNE}&nhom={word}").context["shown"]

    assert [dossier.code for dossier in shown.page] == [code]
    assert shown.current.count == 1


def test_what_is_about_to_be_late_is_listed_too(client, own):
    late_dossier("sap", own, deadline_at=timezone.now() + timedelta(days=2))

    shown = client.get(f"{PAGE}?nhom=sap-den-han").context["shown"]

    assert [dossier.code for dossier in shown.page] == ["sap"]


def test_another_period_has_other_dossiers(client, own):
    assert "Hồ sơ trễ hạn 0" in words(client.get(f"{PAGE}?tu=01/07/2024&den=31/07/2024"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tu=31/06/2024", "Không có ngày như vậy"),
        ("tu=01/07/2024&den=30/06/2024", "Kỳ phải từ ngày trước đến ngày sau"),
        ("tu=01/01/0001&den=31/12/9999", "từ 2000 đến 2099"),
        ("tu=x&den=%3Cb%3E", "Không có ngày như vậy"),
    ],
)
def test_a_period_that_makes_no_sense_is_said_so(client, own, query, sentence):
    assert sentence in words(client.get(f"{PAGE}?{query}"))


@pytest.mark.parametrize("query", ["nhom=x", "trang=-1", "trang=x", "ngay=99/99/9999", "tu=&den="])
def test_what_makes_no_sense_is_let_go(client, own, query):
    assert client.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/don-vi/khong-co/thu-xin-loi/",
        f"{PAGE}khong-co/",
        "/don-vi/so-y-te/thu-xin-loi/soan/",
    ],
)
def test_what_is_not_there_is_not_found(client, own, make_user, address):
    client.force_login(make_user("home_affairs"))

    assert client.get(address).status_code == 404


def test_many_dossiers_get_drafts_with_one_reason(client, own):
    response = client.post(JUNE, GIVEN | {"ho_so": ["tre-0", "tre-1", "soan"]}, follow=True)

    page = words(response)
    assert "Đã soạn 2 thư." in page
    assert "Hồ sơ đã có một thư xin lỗi đang soạn. (soan)" in page
    drafts = Apology.objects.filter(sent_at=None, reason="Chờ ý kiến sở chuyên ngành")
    assert sorted(it.dossier.code for it in drafts) == ["tre-0", "tre-1"]
    at = {f"{localtime(it.new_due_at):%d/%m/%Y %H:%M}" for it in drafts}
    assert at == {f"{SOON:%d/%m/%Y} 17:00"}  # a bare day ends as offices close
    assert "Đang soạn 3 Chưa có thư 0" in page


def test_the_whole_list_can_be_drafted(client, own):
    client.post(f"{JUNE}&nhom=chua-co", GIVEN | {"tat_ca": "1"})

    assert Apology.objects.filter(sent_at=None).count() == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ly_do": "  \u200b "}, "Thư xin lỗi phải nêu lý do."),
        ({"ly_do": ""}, "Thư xin lỗi phải nêu lý do."),
        ({"ly_do": "x" * 501}, "Lý do dài quá 500 ký tự."),
        ({"hen_tra": ""}, "Hãy ghi ngày hẹn trả lại."),
        ({"hen_tra": "31/06/2024"}, "Không có lúc như vậy"),
        ({"hen_tra": "01/01/0001"}, "phải sau hạn giải quyết của hồ sơ. (tre-0)"),
        ({"hen_tra": "31/12/9999 23:59"}, "xa hơn một năm"),
        (
            {"hen_tra": "20/06/2024"},
            "Ngày hẹn trả lại đã qua; hãy hẹn một lúc sau bây giờ. (tre-0)",
        ),
        ({"hen_tra": "12/31/2024 10:00"}, "Không có lúc như vậy"),
        ({"hen_tra": "10/06/2024"}, "phải sau hạn giải quyết của hồ sơ. (tre-0)"),
        ({"ho_so": []}, "Hãy chọn ít nhất một hồ sơ."),
        ({"ho_so": ["x"]}, "Không có hồ sơ mang mã này ở đơn vị. (x)"),
    ],
)
def test_what_was_typed_wrong_is_said_and_kept(client, own, given, sentence):
    response = client.post(JUNE, GIVEN | {"ho_so": ["tre-0"]} | given)

    assert sentence in words(response)
    assert Apology.objects.filter(sent_at=None).count() == 1
    if "ho_so" not in given:
        assert re.search(r'value="tre-0"[^>]*checked', response.content.decode())


def test_without_a_head_the_page_says_so(client, own):
    Person.objects.update(valid=DateRange(None, date(2024, 7, 1)))

    page = words(client.get(JUNE))
    refused = words(client.post(JUNE, GIVEN | {"ho_so": ["tre-0"]}))

    assert "Chưa ghi ai là người đứng đầu đơn vị vào hôm nay" in page
    assert "Chưa ghi ai là người đứng đầu Sở Tư pháp vào ngày" in refused


def test_a_draft_is_changed_and_says_who_signs(client, own):
    page = client.get(LETTER)
    was = page.context["was"]

    given = GIVEN | {"luc_mo": was, "hen_tra": f"{SOON:%d/%m/%Y} 08:30"}
    said = client.post(LETTER, given, follow=True)

    assert "Nguyễn Thị Ánh" in words(page)
    assert "Đã lưu bản soạn." in words(said)
    draft = Apology.objects.get(sent_at=None)
    assert draft.reason == "Chờ ý kiến sở chuyên ngành"
    assert f"{localtime(draft.new_due_at):%d/%m/%Y %H:%M}" == f"{SOON:%d/%m/%Y} 08:30"


def test_a_draft_whose_appointment_has_passed_says_so_and_is_not_to_be_printed(client, own):
    draft = Apology.objects.get(sent_at=None)
    printed = f"/thu-xin-loi/{draft.pk}.pdf"
    before = client.get(LETTER).content.decode()
    Apology.objects.filter(pk=draft.pk).update(new_due_at=DUE + timedelta(days=10))

    page = client.get(LETTER)

    assert printed in before
    assert printed not in page.content.decode()
    assert "Ngày hẹn trả lại 20/06/2024 17:00 đã qua" in words(page)


def test_who_saves_second_keeps_what_was_typed(client, own):
    was = client.get(LETTER).context["was"]
    client.post(LETTER, GIVEN | {"luc_mo": was, "ly_do": "Của người thứ nhất"})

    response = client.post(LETTER, GIVEN | {"luc_mo": was, "ly_do": "Của người thứ hai"})

    assert "Có người vừa sửa bản soạn này" in words(response)
    assert "Của người thứ hai</textarea>" in response.content.decode()
    assert Apology.objects.get(sent_at=None).reason == "Của người thứ nhất"


def test_of_two_who_begin_a_draft_the_second_is_told(client, own):
    first = client.post(f"{PAGE}tre-0/", GIVEN | {"luc_mo": ""})

    second = client.post(f"{PAGE}tre-0/", GIVEN | {"luc_mo": "", "ly_do": "Khác"})

    assert first.status_code == 302
    assert "Hồ sơ đã có một thư xin lỗi đang soạn." in words(second)
    assert Apology.objects.get(dossier__code="tre-0").reason == GIVEN["ly_do"]


def test_a_letter_is_sent_once_and_then_only_shown(client, own):
    sent = {"so": "07/PXL-STP", "gui_luc": "10/06/2024 16:59"}

    page = words(client.post(f"{LETTER}gui/", sent, follow=True))
    again = words(client.post(f"{LETTER}gui/", sent))

    assert "Đã ghi thư đã gửi." in page
    assert "Thư số 07/PXL-STP Gửi lúc 10/06/2024 16:59, Nguyễn Thị Ánh ký" in page
    assert "Thư xin lỗi Đã gửi kịp hạn" in page
    assert "Soạn thư mới" in page
    assert "Bản soạn này không còn nữa" in again


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"so": ""}, "Hãy ghi số thư."),
        ({"so": "x" * 61}, "60"),
        ({"gui_luc": ""}, "Hãy ghi ngày giờ gửi."),
        ({"gui_luc": "10/06/2024"}, "Không có lúc như vậy"),
        ({"gui_luc": "10/06/2090 08:00"}, "ở tương lai"),
        ({"gui_luc": "21/06/2024 08:00"}, "Ngày hẹn trả lại phải sau lúc gửi thư."),
        ({"gui_luc": "01/06/2024 08:00"}, "trước khi tiếp nhận"),
        ({"gui_luc": "01/01/0001 08:00"}, "trước khi tiếp nhận"),
    ],
)
def test_a_sending_that_cannot_be_is_refused(client, own, given, sentence):
    Apology.objects.filter(sent_at=None).update(new_due_at=DUE + timedelta(days=10))
    typed = {"so": "1", "gui_luc": "10/06/2024 08:00"} | given

    assert sentence in words(client.post(f"{LETTER}gui/", typed))
    assert Apology.objects.filter(sent_at=None).count() == 1


def test_a_draft_can_be_dropped(client, own):
    said = words(client.post(f"{LETTER}bo/", follow=True))
    again = words(client.post(f"{LETTER}bo/", follow=True))

    assert "Đã bỏ bản soạn." in said
    assert "Bản soạn này không còn nữa" in again
    assert not Apology.objects.filter(sent_at=None).exists()


def test_all_units_stand_side_by_side(client, own, make_user):
    client.force_login(make_user("home_affairs"))

    page = words(client.get(PROVINCE))

    assert "Hồ sơ trễ hạn 6 Đã gửi kịp hạn 1 Đã gửi muộn 1 Đang soạn 1 Chưa có thư 3" in page
    assert "Sở Tư pháp 5 1 1 1 2 20,00 %" in page
    assert "Sở Y tế 1 0 0 0 1 0,00 %" in page


def test_a_unit_that_is_dissolved_says_what_becomes_of_its_missing_letters(client, own, make_user):
    units = Unit.through_time.filter(code__in=["so-tu-phap", "so-y-te"])
    client.force_login(make_user("home_affairs"))
    advice = "đơn vị đã giải thể: chuyển hồ sơ cho đơn vị kế thừa trước"

    counts = []
    for end in (localdate() + timedelta(days=1), localdate()):
        units.update(valid=DateRange(None, end))
        counts.append(words(client.get(PROVINCE)).count(advice))

    assert counts == [0, 2]


def test_a_unit_that_is_gone_is_still_shown_with_its_day(client, own, make_user):
    gone = Unit.through_time.get(code="so-y-te")
    Unit.through_time.filter(pk=gone.pk).update(valid=DateRange(None, date(2024, 7, 1)))
    Unit.through_time.create(
        code="so-y-te", name="Sở Y tế mới", level="department", valid=DateRange(date(2025, 1, 1))
    )
    client.force_login(make_user("home_affairs"))

    page = client.get(PROVINCE).content.decode()
    address = re.search(r'href="(/don-vi/so-y-te/thu-xin-loi/[^"]*)"', page)[1]

    shown = client.get(address.replace("&amp;", "&")).context["shown"]
    assert shown.unit == gone
    assert [dossier.code for dossier in shown.page] == ["y-te-0"]


@pytest.mark.parametrize(
    ("address", "most"), [(JUNE, 14), (LETTER, 9), (f"{JUNE}&nhom=gui-kip", 14)]
)
def test_dossiers_add_no_queries(client, own, address, most, django_assert_max_num_queries):
    head = Person.objects.get()
    for order in range(30):
        late_dossier(f"nua-{order}", own)
        write_letter(f"nua-{order}", head, number=str(order), sent_at=DUE)

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_units_add_no_queries(client, own, make_user, make_unit, django_assert_max_num_queries):
    for order in range(30):
        late_dossier(f"nua-{order}", make_unit(f"u{order}"))
    client.force_login(make_user("home_affairs"))

    with django_assert_max_num_queries(10):
        assert client.get(PROVINCE).status_code == 200
    assert Dossier.objects.count() == 36
