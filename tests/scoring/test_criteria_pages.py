"""The pages of criteria sets: who may do what, what is typed and what comes of it."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.models import CriteriaSet, Mark
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_files import write_template
from scoring.services.criteria_versions import approve_set, clone_set, new_version
from tests.scoring_world import approve_sets
from units.models import Unit

SET, LIST = "/bo-tieu-chi/bo-nho/", "/bo-tieu-chi/"
NOT_APPLICABLE = "/bo-tieu-chi/khong-ap-dung/56/2024/"
ROLES = ("home_affairs", "appraiser", "leader", "reader", "head", "officer", None)
TYPED_LEAF = {
    "ma": "1.2",
    "ten": "Báo cáo",
    "ma_cha": "1",
    "diem_toi_da": "1,5",
    "cach_cham": "choice",
    "ma_muc": ["a", "b", ""],
    "diem_muc": ["1,5", "0,5", ""],
    "tai_lieu": "required",
    "tu_cham": "on",
    "huong_dan": "Xem kế hoạch",
    "luu": "1",
}


@pytest.fixture
def sign_in(client, make_user, cycle):
    """Return a function that signs somebody in; heads and officers are beta's unless told."""

    def enter(role="home_affairs", unit="beta"):
        own = Unit.through_time.get(code=unit) if role in ("head", "officer") else None
        user = make_user(role, own, username="visitor")
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def draft(cycle):
    return CriteriaSet.objects.get()


def words(response):
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("role", ROLES)
def test_only_home_affairs_sees_a_draft(sign_in, draft, role):
    status = sign_in(role).get(SET).status_code

    assert status == (200 if role == "home_affairs" else 404)


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_an_approved_set(sign_in, cycle, role):
    approve_sets(cycle)

    client = sign_in(role)

    expected = 404 if role is None else 200
    assert client.get(SET).status_code == expected
    export = client.get(f"{SET}bo-tieu-chi.xlsx")
    assert (export.status_code, b"".join(export)[:2] == b"PK") == (expected, role is not None)
    assert client.get(f"{SET}thay-doi/").status_code == expected
    assert client.get(LIST).status_code == (403 if role is None else 200)


def test_a_head_reads_no_set_of_a_cycle_of_others(client, cycle, make_user, make_unit):
    approve_sets(cycle)
    client.force_login(make_user("head", make_unit("la", "Sở lạ")))

    assert client.get(SET).status_code == 404
    assert "Bộ tiêu chí tính tay" not in words(client.get(LIST))


def test_a_head_may_read_the_version_before_the_one_that_counts(sign_in, cycle, marker, make_user):
    approve_sets(cycle)
    old = CriteriaSet.objects.get()
    version = new_version(old, reason="Nhầm", by=marker)
    approve_set(version, by=make_user("home_affairs", username="duyet"))
    cycle.groups.update(criteria_set=version)

    client = sign_in("head")

    assert client.get(SET).status_code == 200
    assert "Hai bộ giống hệt nhau" in words(client.get(f"/bo-tieu-chi/{version.code}/thay-doi/"))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "home_affairs"])
@pytest.mark.parametrize(
    ("page", "method"),
    [
        ("moi/", "get"),
        ("nhap/", "get"),
        ("mau.xlsx", "get"),
        ("bo-nho/sua/", "post"),
        ("bo-nho/sap-xep/", "post"),
        ("bo-nho/tieu-chi/moi/", "post"),
        ("bo-nho/tieu-chi/1/", "post"),
        ("bo-nho/tieu-chi/thu/", "post"),
        ("bo-nho/duyet/", "post"),
        ("bo-nho/sao/", "post"),
        ("bo-nho/phien-ban/", "post"),
        ("bo-nho/thay-trong-ky/1/", "post"),
        ("bo-nho/xoa/", "post"),
        ("khong-ap-dung/56/2024/", "post"),
    ],
)
def test_nobody_else_edits_or_approves(sign_in, cycle, role, page, method):
    approve_sets(cycle)

    assert getattr(sign_in(role), method)(LIST + page).status_code == 403


def test_who_is_not_signed_in_is_led_to_sign_in(client, cycle):
    assert client.get(SET).status_code == 302


def test_a_draft_is_begun_and_its_code_is_of_this_set_alone(sign_in, draft):
    client = sign_in()
    typed = {"title": "Bộ 2025", "aggregation": "sum", "max_points": "100"}

    taken = client.post(f"{LIST}moi/", typed | {"code": "BO-NHO"})
    reserved = client.post(f"{LIST}moi/", typed | {"code": "moi"})
    created = client.post(f"{LIST}moi/", typed | {"code": "bo-2025"})

    assert "Đã có bộ tiêu chí mang mã này" in words(taken)
    assert "dành cho cổng" in words(reserved)
    assert created.url == "/bo-tieu-chi/bo-2025/"


def test_a_leaf_is_typed_without_a_word_of_json(sign_in, draft):
    answer = sign_in().post(f"{SET}tieu-chi/moi/", TYPED_LEAF | {"dau": stamp_of(draft)})

    assert answer.url == f"{SET}#tieu-chi-1-2"
    leaf = draft.criteria.get(code="1.2")
    assert leaf.leaf == {
        "scoring": {
            "kind": "choice",
            "options": [{"code": "a", "points": "1.5"}, {"code": "b", "points": "0.5"}],
        }
    }
    assert (leaf.evidence_rule, leaf.guidance) == ("required", "Xem kế hoạch")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"diem_toi_da": "abc"}, "“abc” không phải số"),
        ({"diem_toi_da": "-1"}, "không phải số"),
        ({"diem_toi_da": "9" * 20}, "không phải số"),
        ({"ma": "2.1"}, "mã này có 2 lần"),
        ({"ma": " "}, "Trường này là bắt buộc"),
        ({"ma_cha": "1.1"}, "1.1"),
        ({"diem_muc": ["x", "", ""]}, "“x” không phải số"),
        ({"lam_tron": "9"}, "từ 0 đến 6"),
        ({"cach_cham": "boc-tham"}, "boc-tham"),
    ],
)
def test_garbage_is_shown_again_with_words_and_nothing_stored(sign_in, draft, typed, sentence):
    answer = sign_in().post(f"{SET}tieu-chi/moi/", TYPED_LEAF | {"dau": stamp_of(draft)} | typed)

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert "Xem kế hoạch" in answer.content.decode()
    assert draft.criteria.count() == 4


def test_a_nul_is_refused_before_it_comes_near_the_database(sign_in, draft):
    typed = TYPED_LEAF | {"dau": stamp_of(draft), "ten": "a\0b"}

    assert sign_in().post(f"{SET}tieu-chi/moi/", typed).status_code in (200, 400)
    assert draft.criteria.count() == 4


def test_the_second_editor_sees_what_they_typed_and_may_save_again(sign_in, draft):
    client, read = sign_in(), stamp_of(draft)
    client.post(f"{SET}tieu-chi/moi/", TYPED_LEAF | {"dau": read})

    second = client.post(f"{SET}tieu-chi/moi/", TYPED_LEAF | {"dau": read, "ma": "1.3"})
    stamp = re.search(r'name="dau" value="(\w+)"', second.content.decode())
    again = client.post(
        f"{SET}tieu-chi/moi/", TYPED_LEAF | {"dau": stamp and stamp[1], "ma": "1.3"}
    )

    assert "vừa sửa bộ tiêu chí này" in words(second)
    assert "Báo cáo" in second.content.decode()
    assert again.status_code == 302
    assert draft.criteria.filter(code__in=["1.2", "1.3"]).count() == 2


def test_the_worked_example_is_computed_by_the_core(sign_in, draft):
    """1,5 points for half a share over a target of 80 %: 0,5 / 0,8 × 1,5 = 0,9375."""
    rule = {"cach_cham": "ratio", "dich": "80 %", "diem_toi_da": "1,5"}
    typed = rule | {"tu_so": "5", "mau_so": "10"}

    page = words(sign_in().post(f"{SET}tieu-chi/thu/?phan=diem", typed))

    assert "Được 0,9375 / 1,5 điểm" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"cach_cham": "ratio", "dich": "0", "diem_toi_da": "1"}, ""),
        ({"cach_cham": "choice", "diem_toi_da": "1"}, ""),
        ({"cach_cham": "direct", "diem_toi_da": "abc"}, "“abc” không phải số"),
        ({"cach_cham": "direct", "diem_toi_da": "1", "diem": "2"}, ""),
        ({"cach_cham": "la", "diem_toi_da": "1"}, ""),
    ],
)
def test_the_worked_example_says_what_is_missing(sign_in, draft, typed, sentence):
    answer = sign_in().post(f"{SET}tieu-chi/thu/?phan=diem", typed)

    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    assert sentence in words(answer)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("direct", "lam_tron"),
        ("choice", "ma_muc"),
        ("checklist", "diem_muc"),
        ("bands", "chi_so"),
        ("ratio", "san"),
        ("deduction", "moi"),
        ("count", "moi"),
        ("answers", "ma_muc"),
    ],
)
def test_every_kind_has_its_own_fields(sign_in, draft, kind, field):
    page = sign_in().post(f"{SET}tieu-chi/thu/?phan=cach-cham", {"cach_cham": kind})

    assert f'name="{field}"' in page.content.decode()


def test_a_set_is_approved_by_the_one_who_read_it(sign_in, draft):
    client = sign_in()

    assert "Không còn gì vướng" in words(client.get(SET))
    client.post(f"{SET}duyet/", {"dau": "cũ"})
    draft.refresh_from_db()
    assert draft.state == "draft"

    client.post(f"{SET}duyet/", {"dau": stamp_of(draft)})
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert client.get(f"{SET}sua/").status_code == 404


def test_a_criterion_moves_and_goes(sign_in, draft):
    client, area = sign_in(), draft.criteria.get(code="2")

    client.post(f"{SET}sap-xep/", {"dau": stamp_of(draft), "len": area.pk})
    assert draft.criteria.order_by("position").first() == area

    client.post(f"{SET}sap-xep/", {"dau": stamp_of(draft), "xoa": area.pk})
    assert not draft.criteria.filter(code__startswith="2").exists()
    assert client.post(f"{SET}sap-xep/", {"dau": "", "xoa": "x"}).status_code == 400


def test_a_new_version_is_made_for_a_reason_and_the_block_moved_to_it(sign_in, cycle, make_user):
    approve_sets(cycle)
    client, block = sign_in(), cycle.groups.get()

    assert client.post(f"{SET}phien-ban/", {"ly_do": " "}).status_code == 200
    client.post(f"{SET}phien-ban/", {"ly_do": "Ghi nhầm tên"})
    version = CriteriaSet.objects.get(version=2)
    approve_set(version, by=make_user("home_affairs", username="duyet"))

    assert "Khối còn dùng phiên bản trước" in words(client.get(f"/bo-tieu-chi/{version.code}/"))
    client.post(f"/bo-tieu-chi/{version.code}/thay-trong-ky/{block.pk}/")
    block.refresh_from_db()
    assert block.criteria_set == version


def test_the_difference_is_shown_from_what_to_what(sign_in, draft, marker):
    clone = clone_set(draft, code="bo-2025", by=marker)
    clone.criteria.filter(code="1.1").update(title="Kế hoạch năm", max_points="5")
    clone.criteria.filter(code="2.1").delete()

    page = words(sign_in().get("/bo-tieu-chi/bo-2025/thay-doi/"))

    assert "0 tiêu chí thêm, 1 bỏ, 1 đổi." in page
    assert "Điểm tối đa 6 5" in page
    assert "2.1 Hồ sơ không trễ hạn bỏ" in page


def test_a_draft_that_nothing_uses_is_deleted(sign_in, draft, marker):
    clone = clone_set(draft, code="bo-2025", by=marker)
    client = sign_in()

    client.post(f"{SET}xoa/", {"dau": stamp_of(draft)})
    client.post("/bo-tieu-chi/bo-2025/xoa/", {"dau": stamp_of(clone)})

    assert list(CriteriaSet.objects.all()) == [draft]


def test_a_workbook_is_taken_in_on_the_page(sign_in, draft):
    out = BytesIO()
    write_template(out)
    client = sign_in()

    bad = client.post(f"{LIST}nhap/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 x")})
    good = client.post(f"{LIST}nhap/", {"file": SimpleUploadedFile("x.xlsx", out.getvalue())})

    assert "Chưa nhập" in words(bad)
    assert good.url == "/bo-tieu-chi/bo-mau/"
    assert client.get(good.url).status_code == 200


def test_a_leaf_does_not_apply_to_one_unit_and_then_it_does(sign_in, cycle):
    client, sheet = sign_in(), cycle.assessments.get(unit__code="alpha")
    typed = {"don_vi": sheet.pk, "tieu_chi": "1.1", "ly_do": "Không có chức năng"}

    refused = client.post(NOT_APPLICABLE, typed | {"ly_do": " "})
    automatic = client.post(NOT_APPLICABLE, typed | {"tieu_chi": "2.1"})
    client.post(NOT_APPLICABLE, typed)

    assert refused.status_code == automatic.status_code == 200
    mark = Mark.objects.get(assessment=sheet)
    assert mark.content == {"state": "not_applicable", "reason": "Không có chức năng"}
    assert "Không có chức năng" in words(client.get(NOT_APPLICABLE))
    client.post(NOT_APPLICABLE, {"thu-hoi": mark.pk})
    assert not Mark.objects.filter(assessment=sheet).exists()


def test_the_pages_take_few_queries(sign_in, draft, django_assert_max_num_queries):
    client = sign_in()
    client.get(LIST)

    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(26):
        client.get(SET)
