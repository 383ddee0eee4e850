"""Two people at one draft of criteria: nobody overwrites another unseen, nothing typed is lost."""

import pytest
from django.test import Client

from scoring.models import CriteriaSet
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_versions import approve_set
from tests.reports.test_pages import words
from tests.scoring_world import CRITERIA

SET = "/bo-tieu-chi/bo-nho/"
FACTS, NEW = f"{SET}sua/", f"{SET}tieu-chi/moi/"
OF_THE_SET = {
    "title": "Bộ tiêu chí tính tay",
    "source": "Ví dụ tính tay",
    "clause": "Mục 1",
    "aggregation": "sum",
    "max_points": "10",
}
LEAF = {
    "ma": "1.1",
    "ten": "Kế hoạch",
    "ma_cha": "1",
    "diem_toi_da": "6",
    "cach_cham": "direct",
    "vai_tro": "",
    "tai_lieu": "none",
    "tu_cham": "on",
    "luu": "1",
}


@pytest.fixture
def draft(make_user):
    return create_criteria_set(CRITERIA, by=make_user("home_affairs", username="soan"))


@pytest.fixture
def desks(make_user, draft):
    """Return the browsers of a clerk and of a colleague."""
    people = [make_user("home_affairs", username=name) for name in ("can-bo", "dong-nghiep")]
    browsers = [Client(), Client()]
    for browser, person in zip(browsers, people, strict=True):
        browser.force_login(person)
    return browsers


@pytest.fixture
def leaf(draft):
    """Return the address of criterion 1.1."""
    return f"{SET}tieu-chi/{draft.criteria.get(code='1.1').pk}/"


def opened(desk, address):
    """Return the stamp of a form as it is opened."""
    return desk.get(address).context["stamp"]


def sent(desk, address, stamp, typed):
    return desk.post(address, typed | {"dau": stamp})


def test_a_refused_form_of_the_set_still_knows_what_it_was_opened_with(desks, draft):
    """The colleague writes a source while the clerk mends a figure."""
    clerk, colleague = desks
    wrong = sent(clerk, FACTS, opened(clerk, FACTS), OF_THE_SET | {"max_points": "mười"})
    sent(colleague, FACTS, opened(colleague, FACTS), OF_THE_SET | {"source": "Quyết định 7"})

    answer = sent(clerk, FACTS, wrong.context["stamp"], OF_THE_SET | {"clause": "Điều 3"})

    draft.refresh_from_db()
    assert (draft.source, draft.clause) == ("Quyết định 7", "Mục 1")
    assert "dong-nghiep vừa sửa bộ tiêu chí này" in words(answer)
    assert "Văn bản nguồn Quyết định 7 Ví dụ tính tay" in words(answer)
    assert "Điều, khoản Mục 1 Điều 3" in words(answer)


def test_what_was_shown_beside_the_stored_may_replace_it(desks, draft):
    clerk, colleague = desks
    read = opened(clerk, FACTS)
    sent(colleague, FACTS, opened(colleague, FACTS), OF_THE_SET | {"max_points": "11,5"})

    refused = sent(clerk, FACTS, read, OF_THE_SET)
    sent(clerk, FACTS, refused.context["stamp"], OF_THE_SET)

    draft.refresh_from_db()
    assert "Điểm tối đa của bộ 11,5 10" in words(refused)
    assert "lưu lần nữa thì chúng thay cho những gì đang lưu." in words(refused)
    assert (draft.max_points, draft.author.username) == (10, "can-bo")


@pytest.mark.parametrize(
    "asked", [{"diem_toi_da": "sáu"}, {"hien": "1", "luu": None}], ids=["refused", "shown"]
)
def test_a_form_of_a_criterion_shown_again_still_knows_what_it_was_opened_with(
    desks, draft, leaf, asked
):
    """The colleague makes it 5 points while the clerk has the form shown again."""
    clerk, colleague = desks
    asked = {name: value for name, value in (LEAF | asked).items() if value is not None}
    again = sent(clerk, leaf, opened(clerk, leaf), asked).context["stamp"]
    sent(colleague, leaf, opened(colleague, leaf), LEAF | {"diem_toi_da": "5"})

    answer = sent(clerk, leaf, again, LEAF | {"ten": "Kế hoạch năm"})

    stored = draft.criteria.get(code="1.1")
    assert (stored.title, stored.max_points) == ("Kế hoạch", 5)
    assert "dong-nghiep vừa sửa bộ tiêu chí này" in words(answer)
    assert "Tên Kế hoạch Kế hoạch năm" in words(answer)
    assert "Điểm tối đa 5 6" in words(answer)


def test_every_part_of_a_criterion_is_shown_as_it_stands_and_as_it_is_typed(desks, leaf):
    clerk, colleague = desks
    read = opened(clerk, leaf)
    choice = {"cach_cham": "choice", "ma_muc": ["a", "b"], "diem_muc": ["6", "2,5"]}
    unmarked = {name: value for name, value in LEAF.items() if name != "tu_cham"}
    sent(colleague, leaf, opened(colleague, leaf), unmarked | choice | {"tai_lieu": "required"})

    page = words(sent(clerk, leaf, read, LEAF | {"cach_cham": "count", "moi": "0,5"}))

    for line in (
        "Cách chấm Chọn một phương án Cộng mỗi việc",
        "Điểm mỗi lỗi hoặc mỗi việc – 0,5",
        "Tài liệu kiểm chứng Bắt buộc có tài liệu Không cần",
        "Đơn vị tự chấm Không Có",
        "Phương án hoặc bậc a: 6; b: 2,5 –",
    ):
        assert line in page


def test_a_change_elsewhere_in_the_set_is_told_and_stays(desks, draft, leaf):
    clerk, colleague = desks
    read = opened(clerk, leaf)
    sent(colleague, NEW, opened(colleague, NEW), LEAF | {"ma": "1.2"})

    refused = sent(clerk, leaf, read, LEAF)
    sent(clerk, leaf, refused.context["stamp"], LEAF | {"ten": "Kế hoạch năm"})

    assert "vừa sửa bộ tiêu chí này" in words(refused)
    assert "Đang lưu và bạn nhập" not in words(refused)
    titles = dict(draft.criteria.values_list("code", "title"))
    assert (titles["1.1"], titles["1.2"]) == ("Kế hoạch năm", "Kế hoạch")


def test_what_was_typed_of_a_criterion_that_a_colleague_deleted_is_not_lost(desks, draft, leaf):
    clerk, colleague = desks
    read, key = opened(clerk, leaf), draft.criteria.get(code="1.1").pk
    sent(colleague, f"{SET}sap-xep/", opened(colleague, SET), {"xoa": key})

    refused = sent(clerk, leaf, read, LEAF | {"ten": "Kế hoạch năm"})
    again = sent(clerk, leaf, refused.context["stamp"], LEAF | {"ten": "Kế hoạch năm"})

    assert "Tiêu chí đã bị xóa 1.1 Kế hoạch năm" in words(refused)
    assert "1.1: tiêu chí này đã bị xóa." in words(again)
    assert again.context["form"]["ten"].value() == "Kế hoạch năm"
    assert not draft.criteria.filter(code="1.1").exists()
    assert clerk.get(leaf).status_code == 404


def test_what_was_typed_stays_when_the_set_was_approved_meanwhile(desks, draft, leaf, make_user):
    clerk, _ = desks
    read = opened(clerk, leaf)
    approve_set(draft, by=make_user("home_affairs", username="duyet"))

    for address, typed, name in ((leaf, LEAF, "ten"), (FACTS, OF_THE_SET, "title")):
        answer = sent(clerk, address, read, typed | {name: "Tên tôi nhập"})
        assert "Bộ tiêu chí đã duyệt, không sửa được" in words(answer)
        assert answer.context["form"][name].value() == "Tên tôi nhập"
        assert clerk.get(address).status_code == 404
    key = draft.criteria.get(code="1.1").pk
    moved = clerk.post(f"{SET}sap-xep/", {"dau": read, "xoa": key}, follow=True)
    assert "Bộ tiêu chí đã duyệt, không sửa được" in words(moved)


def test_a_draft_saved_as_it_stands_keeps_its_author(desks, draft, leaf):
    clerk, _ = desks

    sent(clerk, FACTS, opened(clerk, FACTS), OF_THE_SET)
    sent(clerk, leaf, opened(clerk, leaf), LEAF)

    assert CriteriaSet.objects.get().author.username == "soan"
