"""The pages of a ranking: what they say, and to whom."""

import re

import pytest
from django.contrib.auth.hashers import make_password

from units.models import User

RANKING, SHEET, ANNEX = (
    "/xep-hang/56/2024/",
    "/xep-hang/56/2024/don-vi/beta/",
    "/xep-hang/56/2024/phu-luc/1.pdf",
)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("address", ["/", RANKING, SHEET, ANNEX])
def test_whoever_is_not_signed_in_is_asked_to(client, run, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"/dang-nhap/?next={address}"


@pytest.mark.parametrize(
    ("address", "own", "sister", "appraiser", "stranger"),
    [
        (RANKING, 200, 200, 200, 403),
        (SHEET, 200, 403, 200, 403),
        (ANNEX, 404, 404, 200, 403),
        ("/xep-hang/56/2023/", 404, 404, 404, 403),
        ("/xep-hang/56/2024/don-vi/omega/", 403, 403, 404, 403),
    ],
)
def test_each_page_meets_four_people(client, people, address, own, sister, appraiser, stranger):
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(address).status_code

    assert statuses == {
        "own": own,
        "sister": sister,
        "appraiser": appraiser,
        "stranger": stranger,
    }


def test_the_ranking_shows_rank_index_class_and_what_blocked(client, people):
    client.force_login(people["appraiser"])

    page = words(client.get(RANKING))

    assert page.index("Sở beta") < page.index("Sở alpha") < page.index("Sở gamma")
    assert "98,00" in page
    assert "đáng lẽ Tốt" in page  # beta earned good, 1 of 20 late bars it
    assert "5,00 %" in page
    assert "1/20" in page


def test_the_ranking_links_only_the_sheets_that_are_open(client, people):
    client.force_login(people["sister"])

    page = client.get(RANKING).content.decode()

    assert "/don-vi/gamma/" in page
    assert "/don-vi/beta/" not in page


def test_a_sheet_shows_every_leaf_with_mark_rule_and_points(client, people):
    client.force_login(people["own"])

    page = words(client.get(SHEET))

    assert "1.1" in page
    assert "6 điểm" in page
    assert "(1 − tỷ lệ) × 4" in page
    assert "3,8" in page  # (1 − 1/20) × 4
    assert "tự động" in page


@pytest.mark.django_db
def test_a_wrong_password_is_answered_with_a_sentence(client):
    User.objects.create(username="canbo", password=make_password("đúng"))

    response = client.post("/dang-nhap/", {"username": "canbo", "password": "sai"})

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in words(response)


@pytest.mark.parametrize("address", [RANKING, SHEET])
def test_pages_carry_a_strict_policy_and_nothing_inline(client, people, address):
    client.force_login(people["appraiser"])

    response = client.get(address)

    policy = response["Content-Security-Policy"]
    page = response.content.decode()
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)


def test_names_cannot_smuggle_markup_into_a_page(client, people, run):
    cycle = run.cycle
    unit = cycle.assessments.get(unit__code="beta").unit
    unit.name = "<script>alert(1)</script>"
    unit.save()
    from scoring.services.ranking import rank_cycle

    rank_cycle(cycle.pk, by=None)
    client.force_login(people["appraiser"])

    assert "<script>alert" not in client.get(RANKING).content.decode()
