"""What is said when something is not there, not open, or not understood."""

import pytest
from django.test import Client

from tests.reports.test_pages import RANKING, words


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_that_went_stale_is_explained(people, signed_in):
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(people["own"])

    response = client.post("/dang-nhap/", {"username": "x"})

    assert response.status_code == 403
    assert "Phiên làm việc đã hết hạn" in words(response)


def test_what_is_not_there_is_said(client, people):
    client.force_login(people["own"])

    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Địa chỉ có thể đã gõ sai" in words(response)


def test_what_is_not_open_says_why(client, people):
    client.force_login(people["sister"])

    response = client.get(f"{RANKING}don-vi/beta/")

    assert response.status_code == 403
    assert "chỉ mở cho đơn vị đó và người thẩm định" in words(response)


def test_what_is_not_understood_has_a_page_of_ours(client, run, make_user):
    client.force_login(make_user("home_affairs"))

    response = client.post("/ky-danh-gia/56/2024/tinh/", {"loai": "khac"})

    assert response.status_code == 400
    assert "Yêu cầu không hợp lệ" in words(response)


def test_a_fault_of_ours_has_a_page_of_ours(client, people, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("reports.views.rankings.ranking_page", fail)
    client.force_login(people["own"])
    client.raise_request_exception = False

    response = client.get(RANKING)

    assert response.status_code == 500
    assert "Cổng đang gặp sự cố" in words(response)
