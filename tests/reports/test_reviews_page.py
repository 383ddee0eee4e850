"""The list for review of responsibility: who sees it and what it says."""

import io

import openpyxl
import pytest
from django.db import OperationalError

from foundation.models import AccessRecord
from scoring.models import ReviewReply
from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import RANKING, words
from tests.scoring_world import publish
from units.models import Person

REVIEWS = f"{RANKING}trach-nhiem/"


def test_only_home_affairs_and_leaders_may_read_it(client, people, make_user, reviewed):
    people |= {role: make_user(role) for role in ("home_affairs", "leader", "reader")}
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(REVIEWS).status_code

    assert statuses == {
        "own": 403,
        "sister": 403,
        "appraiser": 403,
        "stranger": 403,
        "home_affairs": 200,
        "leader": 200,
        "reader": 403,
    }


def test_it_names_unit_person_rule_and_effect(client, make_user, reviewed):
    client.force_login(make_user("leader"))

    page = words(client.get(REVIEWS))

    assert "1 trường hợp ở 1 đơn vị." in page
    assert "Sở gamma" in page
    assert "Giám đốc gamma gd-gamma Người đứng đầu" in page
    assert "Đơn vị xếp loại Yếu trở xuống" in page
    assert "Xem xét trách nhiệm" in page
    assert "Giám đốc alpha" not in page


def test_rules_that_say_nothing_of_people_give_an_empty_list(client, make_user, run):
    client.force_login(make_user("leader"))

    assert "Không ai thuộc diện phải xem xét" in words(client.get(REVIEWS))


def test_only_those_who_may_read_it_are_led_there(client, people, make_user):
    pages = {}
    for user in (people["own"], make_user("leader")):
        client.force_login(user)
        pages[user.username] = client.get(RANKING).content.decode()

    assert REVIEWS in pages["leader"]
    assert REVIEWS not in pages["head"]


def case(**other: str) -> dict[str, str]:
    """Return the form of an answer of gamma's head."""
    given = {"unit": "gamma", "person": "gd-gamma", "rule": "head_weak_once", "text": "Đã sửa."}
    return given | other


def test_it_shows_class_tenure_and_what_is_left_open(client, make_user, reviewed):
    client.force_login(make_user("leader"))

    page = words(client.get(REVIEWS))

    assert "Giữ chức từ 01/01/2020, trọn thời gian được tính" in page
    assert "Năm 2024: Yếu" in page
    assert "Ghi ý kiến" not in page


def test_home_affairs_records_an_answer_that_all_readers_see(client, make_user, reviewed):
    clerk, leader = make_user("home_affairs"), make_user("leader")
    client.force_login(clerk)
    answer = client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case())

    client.force_login(leader)
    page = words(client.get(answer.url))

    assert answer.url == f"{REVIEWS}?lan={reviewed.number}#don-vi-gamma"
    assert "Đã sửa. home_affairs," in page


def test_an_answer_that_is_refused_is_shown_again_with_its_reason(client, make_user, reviewed):
    client.force_login(make_user("home_affairs"))

    page = client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case(text=" "))

    assert page.status_code == 422
    assert "Hãy ghi ý kiến của người được xem xét." in words(page)
    assert not ReviewReply.objects.exists()


def test_an_answer_that_is_too_long_is_shown_again_and_not_kept(client, make_user, reviewed):
    client.force_login(make_user("home_affairs"))
    text = "Đã khắc phục. " * 400

    page = client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case(text=text))

    assert page.status_code == 422
    # 400 times 14 characters, less the blank at the end
    assert "Ý kiến có 5599 ký tự, nhiều nhất 5000." in words(page)
    assert text.strip() in page.content.decode()
    assert not ReviewReply.objects.exists()


def test_nobody_else_records_an_answer(client, people, make_user, reviewed):
    people |= {role: make_user(role) for role in ("leader", "reader")}
    statuses = set()
    for user in people.values():
        client.force_login(user)
        statuses.add(client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case()).status_code)

    assert statuses == {403}
    assert not ReviewReply.objects.exists()


@pytest.mark.parametrize("left", [None, "leader"])
def test_an_answer_is_shown_again_to_whoever_may_not_record_it_any_more(
    client, make_user, reviewed, left
):
    clerk = make_user("home_affairs")
    client.force_login(clerk)
    clerk.grants.all().delete()
    if left:
        clerk.grants.create(role=left)

    page = client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case(text="Đã sửa\r\n<xong>"))

    assert page.status_code == 403
    assert "Bạn đã nhập, chưa ghi: Ý kiến Đã sửa &lt;xong&gt;" in words(page)
    assert not ReviewReply.objects.exists()


def test_the_list_goes_out_as_a_workbook_to_those_alone_who_may_read_it(
    client, people, make_user, reviewed
):
    client.force_login(make_user("home_affairs"))
    client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case(text="=1+1"))
    content = b"".join(client.get(f"{REVIEWS}danh-sach.xlsx"))

    (row,) = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)
    assert [cell.value for cell in row[:5]] == [
        *("gamma", "Sở gamma", "gd-gamma", "Giám đốc gamma", "Người đứng đầu"),
    ]
    assert (row[7].value, row[11].value[-6:], row[11].data_type) == ("Năm 2024: Yếu", ": =1+1", "s")
    for user in people.values():
        client.force_login(user)
        assert client.get(f"{REVIEWS}danh-sach.xlsx").status_code == 403


def test_what_could_not_be_decided_stands_on_the_page_and_in_the_workbook(
    client, make_user, reviewed
):
    """Without a head in the register gamma, which is weak, has nobody in the list."""
    Person.objects.filter(code="gd-gamma").delete()
    rank_cycle(reviewed.cycle_id, by=None)
    client.force_login(make_user("leader"))

    page = words(client.get(REVIEWS))
    content = b"".join(client.get(f"{REVIEWS}danh-sach.xlsx"))

    why = "Danh mục không có người đứng đầu vào ngày 31/12/2024"
    assert "Không ai thuộc diện" not in page
    assert "Không xét được" in page
    assert f"Sở gamma – Người đứng đầu – Đơn vị xếp loại Yếu trở xuống. {why}." in page
    assert "Tải danh sách (XLSX)" in page
    (row,) = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)
    assert [row[place].value for place in (0, 1, 4, 5, 7, 10)] == [
        *("gamma", "Sở gamma", "Người đứng đầu", "Đơn vị xếp loại Yếu trở xuống", why),
        "Không xét được",
    ]


def test_an_answer_to_an_earlier_run_is_shown_with_its_number(client, make_user, reviewed):
    client.force_login(make_user("home_affairs"))
    client.post(f"{REVIEWS}{reviewed.number}/y-kien/", case())
    Person.objects.filter(code="gd-alpha").delete()
    newer = rank_cycle(reviewed.cycle_id, by=None)

    page = words(client.get(REVIEWS))
    content = b"".join(client.get(f"{REVIEWS}danh-sach.xlsx"))

    assert newer.number != reviewed.number
    assert "Đã sửa. home_affairs," in page
    assert f"theo lần {reviewed.number}" in page
    (row,) = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)
    assert f", theo lần {reviewed.number}: Đã sửa." in row[11].value


def test_reading_and_taking_out_leave_a_trace(client, make_user, reviewed):
    leader = make_user("leader")
    client.force_login(leader)
    client.get(REVIEWS)
    b"".join(client.get(f"{REVIEWS}danh-sach.xlsx"))

    traces = AccessRecord.objects.order_by("pk").values_list("user", "kind", "about")
    about = f"Kỳ tính tay 2024, lần {reviewed.number}"
    assert list(traces) == [(leader.pk, "read", about), (leader.pk, "export", about)]


def test_without_a_trace_nothing_is_read(client, make_user, reviewed, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OperationalError("no room")

    monkeypatch.setattr("reports.views.reviews.record_reading", fail)
    client.force_login(make_user("leader"))
    client.raise_request_exception = False

    answer = client.get(REVIEWS)

    assert answer.status_code == 500
    assert "Giám đốc" not in answer.content.decode()


def test_people_are_on_no_public_page(client, make_user, reviewed):
    publish(reviewed, make_user("home_affairs"))
    client.logout()
    addresses = [
        *("/cong-bo/", "/cong-bo/56/2024/", f"/xac-minh/{reviewed.number}/"),
        f"/xac-minh/{reviewed.pk}/",
        *(f"/xac-minh/{reviewed.pk}/{name}.json" for name in ("bundle", "result", "people")),
    ]

    for address in addresses:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert "gd-gamma" not in content.decode(), address


def test_the_page_has_a_budget_of_queries(
    client, make_user, reviewed, django_assert_max_num_queries
):
    client.force_login(make_user("home_affairs"))

    with django_assert_max_num_queries(30):
        client.get(REVIEWS)
