"""The first page: what each role finds on its desk."""

from datetime import date

import pytest

from foundation.services.jobs import request_job
from tests.reports.test_pages import words


@pytest.fixture
def home(client, people, make_user):
    """Return a function that reads the first page as somebody."""

    def read(who: str) -> str:
        client.force_login(people.get(who) or make_user(who))
        response = client.get("/")
        assert response.status_code == 200
        return words(response)

    return read


def test_a_head_finds_the_own_unit(home):
    page = home("own")

    assert "Sở beta" in page
    assert "Hạng 1" in page and "98,00" in page
    assert "đáng lẽ Tốt" in page
    assert "Cần thêm 1 hồ sơ đúng hạn" in page
    assert "Mở phiếu chấm điểm" in page


def test_a_head_finds_no_sister_and_no_work_of_others(home):
    page = home("own")

    assert "Sở gamma" not in page
    assert "Việc trong năm" not in page


def test_a_unit_that_was_never_ranked_is_told_so(home, people, make_unit, make_user):
    people["new"] = make_user("officer", make_unit("new", "Sở mới"), username="new")

    assert "Sở mới chưa có trong kết quả xếp hạng nào." in home("new")


def test_two_units_of_one_name_are_told_apart_by_their_first_day(
    home, people, make_unit, make_user
):
    young = make_unit("new", "Sở mới", first=date(2025, 3, 1))
    people["new"] = make_user("officer", young, username="new")

    assert "Sở mới (từ 01/03/2025) chưa có trong kết quả xếp hạng nào." in home("new")


def test_home_affairs_finds_cycles_and_work_under_way(home):
    request_job("foundation.take_in", input={}, by=None, title="Nhập hồ sơ tháng 5")

    page = home("home_affairs")

    assert "Kỳ tính tay 2024" in page
    assert "Sở, ban, ngành: 3/3 phiếu đã chấm đủ" in page
    assert "Đã xếp hạng: lần 1" in page
    assert "Nhập hồ sơ tháng 5" in page


def test_a_leader_finds_the_classes_and_who_violates_a_rule(home):
    page = home("leader")

    assert "Tốt 1 Khá 1 Yếu 1" in page
    assert "2 đơn vị vi phạm quy tắc chặn" in page
    assert "Xem xét trách nhiệm: 0 trường hợp" in page


@pytest.mark.parametrize("who", ["appraiser", "reader"])
def test_others_find_the_rankings(home, who):
    page = home(who)

    assert "2024 Kỳ tính tay 2024 Tỉnh Khánh Hòa lần 1" in page
    assert "Sở beta" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["home_affairs", "leader", "reader"])
def test_without_any_cycle_the_page_says_so(client, make_user, who):
    client.force_login(make_user(who))

    response = client.get("/")

    assert response.status_code == 200
    assert "Chưa có kỳ đánh giá nào." in words(response)


def test_whoever_has_no_grant_is_told_whom_to_ask(client, people):
    client.force_login(people["stranger"])

    response = client.get("/")

    assert response.status_code == 403
    assert "Hãy liên hệ Sở Nội vụ." in words(response)
