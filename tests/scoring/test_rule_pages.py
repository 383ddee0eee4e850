"""The pages of rule sets: who may do what, what is typed and what comes of it."""

from itertools import chain

import pytest

from scoring.forms.rule_rows import PEOPLE
from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_versions import copy_rule_set
from tests.reports.test_pages import words
from tests.scoring_world import RULES, approve_rules_of
from units.models import Unit

LIST, SET = "/quy-tac/", "/quy-tac/nho-2024/"
DRAFT = "/quy-tac/nho-2025/"
ROLES = ("home_affairs", "appraiser", "leader", "reader", "head", "officer", None)
TYPED = {
    "ten": "Quy tắc 2025",
    "tre_han": "resolved_only",
    "so_phieu": "1.000",
    "xep_theo": "index",
    "so_xep": "published",
    "dong_hang": "dense",
    "so_chu_so": "1",
    "lam_tron": "down",
    "chua_cham": "pending",
    "tran": "max",
    "nguon_van_ban": ["Quyết định 7/QĐ-UBND", ""],
    "nguon_dieu_khoan": ["Điều 3", ""],
    "hang_ma": ["good", "", "weak", ""],
    "hang_ten": ["Tốt", "Khá", "Yếu", ""],
    "hang_dau": ["above", "at_least", "at_least", "at_least"],
    "hang_moc": ["81,99", "60", "0", ""],
    "chan_ma": ["late_dossiers", "", ""],
    "chan_ten": ["Trễ từ 5,5 %", "Hài lòng thấp", ""],
    "chan_so_lieu": ["late_rate", "satisfaction", "late_rate"],
    "chan_phep": [">=", "<=", ">="],
    "chan_nguong": ["5,5 %", "0,8", ""],
    "chan_loai": ["good", "fair", ""],
    "chan_thieu": ["refuse", "ignore", "refuse"],
    "nguoi_ma": ["", "", "", ""],
    "nguoi_ai": ["official", "head", "collective", ""],
    "nguoi_phep": [">=", "", "", ""],
    "nguoi_nguong": ["10 %", "", "", ""],
    "nguoi_loai": ["", "weak", "good", ""],
    "nguoi_nam": ["", "2", "", ""],
    "nguoi_he_qua": ["bars_rating:good", "measure:review", "bars_rating:excellent", ""],
    "nguoi_dieu_khoan": ["Điểm 2", "", "", ""],
    "luu": "1",
}


@pytest.fixture
def sign_in(client, make_user, cycle):
    """Return a function that signs somebody in; heads and officers are beta's."""

    def enter(role="home_affairs", username="visitor"):
        own = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
        client.force_login(make_user(role, own, username=username))
        return client

    return enter


@pytest.fixture
def draft(cycle, make_user):
    """Return a draft of another person, copied from the rules of the small world."""
    approve_rules_of(cycle)
    author = make_user("home_affairs", username="soan")
    return copy_rule_set(cycle.rule_set, code="nho-2025", title="Quy tắc 2025", by=author)


def as_it_stands(form):
    """Return what a browser sends of a form that was opened and saved."""
    typed = {name: form[name].value() for name in form.fields} | {"luu": "1"}
    for table in (*form.tables, *form.own_tables):
        for cell in chain(*table.rows):
            typed.setdefault(cell.name, []).append(cell.value)
    return typed


@pytest.mark.parametrize("role", ROLES)
def test_only_home_affairs_sees_a_draft(sign_in, draft, role):
    client = sign_in(role)

    assert client.get(DRAFT).status_code == (200 if role == "home_affairs" else 404)
    assert "Quy tắc 2025" not in words(client.get(LIST)) or role == "home_affairs"


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_approved_rules(sign_in, cycle, role):
    approve_rules_of(cycle)

    client = sign_in(role)

    expected = 404 if role is None else 200
    assert client.get(SET).status_code == expected
    assert client.get(f"{SET}thay-doi/").status_code == expected
    assert client.get(LIST).status_code == (403 if role is None else 200)


def test_a_head_reads_no_rules_of_a_cycle_of_others(client, cycle, make_user, make_unit):
    approve_rules_of(cycle)
    client.force_login(make_user("head", make_unit("la", "Sở lạ")))

    assert client.get(SET).status_code == 404
    assert "Quy tắc tính tay" not in words(client.get(LIST))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "home_affairs"])
@pytest.mark.parametrize("page", ["soan/", "sua/", "vi-du/", "duyet/", "phien-ban/", "xoa/"])
def test_nobody_else_drafts_or_approves(sign_in, draft, role, page):
    assert sign_in(role).post(SET + page).status_code == 403
    assert RuleSet.objects.count() == 2


def test_who_is_not_signed_in_is_led_to_sign_in(client, cycle):
    assert client.get(SET).status_code == 302


def test_the_page_tells_rules_sources_people_and_cycles(sign_in, cycle, people_rules):
    approve_rules_of(cycle)

    page = words(sign_in("leader").get(SET))

    assert "Ví dụ tính tay, 1" in page
    assert "Xếp loại: Tốt từ 80, Khá từ 60, Yếu khi thấp hơn." in page
    assert "Cán bộ, công chức, viên chức: Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên" in page
    assert "(Kết luận 91, điểm 2)" in page
    assert "2024, Tỉnh Khánh Hòa" in page
    assert "Sửa dự thảo" not in page and "Lập phiên bản mới" not in page


def test_a_draft_begins_from_another_and_its_code_is_its_own(sign_in, draft):
    client = sign_in()
    typed = {"ten": "Năm 2026"}

    taken = client.post(f"{SET}soan/", typed | {"ma": "NHO-2025"})
    reserved = client.post(f"{SET}soan/", typed | {"ma": "moi"})
    created = client.post(f"{SET}soan/", typed | {"ma": "nho-2026"})

    assert "Đã có bộ quy tắc mang mã này" in words(taken)
    assert "dành cho cổng" in words(reserved)
    assert created.url == "/quy-tac/nho-2026/sua/"
    assert RuleSet.objects.get(code="nho-2026").document == RULES | {"code": "nho-2026"}


def test_a_draft_begins_from_nothing(sign_in, cycle):
    client = sign_in()

    created = client.post(f"{LIST}moi/", {"ma": "trong", "ten": "Trống"})

    assert created.url == "/quy-tac/trong/sua/"
    assert client.get(created.url).status_code == 200
    assert "Bảng xếp loại: Chưa có mức nào." in words(client.get("/quy-tac/trong/"))


def test_a_draft_sent_as_it_stands_says_what_it_said(sign_in, draft):
    """What the page holds is what is stored: nothing gets lost or is added on the way."""
    client = sign_in()
    typed = TYPED | {"chan_ten": ["Trễ từ 5,5\xa0%", "Hài lòng thấp", ""]}
    client.post(f"{DRAFT}sua/", typed | {"dau": stamp_of(draft)})
    draft.refresh_from_db()
    stored = RuleSet.objects.values().get(pk=draft.pk)
    form = client.get(f"{DRAFT}sua/").context["form"]

    client.post(f"{DRAFT}sua/", as_it_stands(form) | {"dau": stamp_of(draft)})

    assert RuleSet.objects.values().get(pk=draft.pk) == stored


def test_a_threshold_keeps_its_spelling_unless_it_is_another(sign_in, draft):
    """0.80 is shown as 80 %, which would be read as 0.8: no change that anybody made."""
    document = draft.document | {"blocks": [draft.document["blocks"][0] | {"threshold": "0.80"}]}
    RuleSet.objects.filter(pk=draft.pk).update(document=document)
    draft.refresh_from_db()
    client = sign_in()

    for typed, stored in (("80 %", "0.80"), ("81 %", "0.81")):
        block = {"chan_nguong": [typed, "0,8", ""], "dau": stamp_of(draft)}
        client.post(f"{DRAFT}sua/", TYPED | block)
        draft.refresh_from_db()
        assert draft.document["blocks"][0]["threshold"] == stored


def test_everything_wrong_is_said_at_once_by_its_row_and_nothing_is_stored(sign_in, draft):
    wrong = TYPED | {
        "dau": stamp_of(draft),
        "so_chu_so": "9",
        "so_phieu": "2,5",
        "hang_moc": ["tám mươi", "60", "0", ""],
        "hang_dau": ["above", "bằng", "at_least", "at_least"],
        "chan_nguong": ["5", "0,8", ""],
        "chan_loai": ["good", "excellent", ""],
        "nguoi_nam": ["", "0", "", ""],
        "nguoi_he_qua": ["phạt", "measure:review", "bars_rating:excellent", ""],
    }

    page = words(sign_in().post(f"{DRAFT}sua/", wrong))

    for said in (
        "Nhiều nhất là 6.",
        "Hãy nhập số nguyên.",
        "Xếp loại “Tốt”: “tám mươi” không phải số; hãy viết như 81,99.",
        "Xếp loại “Khá”: Hãy chọn.",
        "Quy tắc chặn “Trễ từ 5,5 %”: “5” lớn hơn toàn bộ; nếu là phần trăm, hãy viết 5 %.",
        "Quy tắc chặn “Hài lòng thấp”: Hãy chọn.",
        "Hệ quả với người 1: Hãy chọn.",
        "Hệ quả với người 2: Số năm liền phải từ 1 đến 20.",
    ):
        assert said in page
    draft.refresh_from_db()
    assert draft.document["decimals"] == 2


@pytest.mark.parametrize(
    "garbage",
    [
        {"luu": "1"},
        {"luu": "1", "hang_ten": ["x"] * 200, "hang_moc": ["\x01"] * 3},
        TYPED | {"hang_ma": ["<b>", "a b", "x" * 500, ""], "dau": "x"},
        TYPED | {"chan_ten": ["x" * 5000, "", ""], "so_phieu": "9" * 40},
        TYPED | {"nguoi_ai": ["king", "official"], "nguoi_nam": ["²", "99999999"]},
        TYPED | {"hang_moc": ["-1", "1e5", "NaN", "٣"]},
        {"hien": "1"},
    ],
)
def test_garbage_is_answered_and_not_stored(sign_in, draft, garbage):
    client = sign_in()

    for page in ("sua/", "vi-du/"):
        assert client.post(DRAFT + page, garbage).status_code == 200
    assert RuleSet.objects.get(pk=draft.pk).document == RULES | {"code": "nho-2025"}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(sign_in, draft):
    client = sign_in()
    old = stamp_of(draft)
    client.post(f"{DRAFT}sua/", TYPED | {"dau": old})

    answer = words(client.post(f"{DRAFT}sua/", TYPED | {"dau": old, "ten": "Tên sau"}))

    assert "vừa sửa bộ quy tắc này" in answer
    assert RuleSet.objects.get(pk=draft.pk).title == "Quy tắc 2025"


def test_a_blank_line_may_be_added_without_saving(sign_in, draft):
    typed = {name: value for name, value in TYPED.items() if name != "luu"}

    form = sign_in().post(f"{DRAFT}sua/", typed | {"hien": "1"}).context["form"]

    assert [len(table.rows) for table in form.tables] == [2, 4, 3, 1, 4]
    official = [cell.name for cell in form.tables[4].rows[0] if cell.label]
    assert official == [PEOPLE[place] for place in (1, 2, 3, 6, 7)]
    assert RuleSet.objects.get(pk=draft.pk).document["decimals"] == 2


def test_the_example_follows_what_is_typed(sign_in, draft):
    """86,20 is Tốt above 81,99; 5,4 % is not yet late by 5,5 %, 5,5 % is: Khá."""
    client = sign_in()

    before = words(client.post(f"{DRAFT}vi-du/", TYPED | {"vd_tre_han": "5,4 %"}))
    after = words(client.post(f"{DRAFT}vi-du/", TYPED | {"vd_tre_han": "5,5 %"}))

    assert before == "86,2 điểm, 5,4 % trễ hạn, 85 % hài lòng → Tốt"
    assert after.startswith("86,2 điểm, 5,5 % trễ hạn, 85 % hài lòng → Khá Theo điểm là Tốt")


def test_the_changes_of_a_draft_are_shown_beside_what_was(sign_in, draft):
    client = sign_in()
    assert "Tên Quy tắc tính tay Quy tắc 2025 Số" in words(client.get(f"{DRAFT}thay-doi/"))
    client.post(f"{DRAFT}sua/", TYPED | {"dau": stamp_of(draft)})

    page = words(client.get(f"{DRAFT}thay-doi/"))

    assert "Xếp loại Tốt từ 80 điểm trên 81,99 điểm" in page
    assert "Số phiếu tối thiểu 30 1.000" in page


def test_a_draft_is_approved_on_its_page_by_another_person_only(sign_in, draft, client):
    client.force_login(draft.author)
    page = words(client.get(DRAFT))
    client.post(f"{DRAFT}duyet/", {"dau": stamp_of(draft)})
    assert "không tự duyệt" in page and RuleSet.objects.get(pk=draft.pk).state == "draft"

    answer = sign_in().post(f"{DRAFT}duyet/", {"dau": stamp_of(draft)}, follow=True)

    assert "Đã duyệt. Bộ quy tắc từ nay không sửa được nữa." in words(answer)
    assert "soan" in words(answer) and "visitor" in words(answer)
    assert client.get(f"{DRAFT}sua/").status_code == 404


def test_a_new_version_is_begun_with_a_reason(sign_in, cycle, draft):
    client = sign_in()

    blank = client.post(f"{SET}phien-ban/", {"ly_do": " "})
    begun = client.post(f"{SET}phien-ban/", {"ly_do": "Quyết định mới"})
    again = client.post(f"{SET}phien-ban/", {"ly_do": "Lần nữa"})

    assert blank.status_code == 200
    assert begun.url == "/quy-tac/nho-2024-pb2/sua/"
    assert "đã có phiên bản mới hơn" in words(again)
    assert "phiên bản 1 : Quyết định mới" in words(client.get("/quy-tac/nho-2024-pb2/"))


def test_a_draft_is_deleted_unless_another_stands_on_it(sign_in, draft, marker):
    client = sign_in()
    child = copy_rule_set(draft, code="con", by=marker)

    kept = client.post(f"{DRAFT}xoa/", {"dau": stamp_of(draft)}, follow=True)
    assert "không xóa được" in words(kept)
    client.post("/quy-tac/con/xoa/", {"dau": stamp_of(child)})
    client.post(f"{DRAFT}xoa/", {"dau": stamp_of(draft)})

    assert list(RuleSet.objects.values_list("code", flat=True)) == ["nho-2024"]
