"""The dossiers behind a late rate: the same number as on the sheet, for those who may see them."""

from datetime import timedelta

import pytest

from dossiers.models import Dossier
from tests.reports.test_pages import SHEET, words
from tests.scoring_world import create_dossiers
from units.models import Unit

LIST = f"{SHEET}ho-so/"


def test_each_list_meets_its_people(client, people, make_user):
    people |= {role: make_user(role) for role in ("home_affairs", "leader", "reader")}
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(LIST).status_code

    assert statuses == {
        "own": 200,
        "sister": 403,
        "appraiser": 200,
        "stranger": 403,
        "home_affairs": 200,
        "leader": 200,
        "reader": 403,
    }


def test_the_list_is_the_number_on_the_sheet(client, people):
    client.force_login(people["own"])

    page = words(client.get(LIST))

    assert "Trên phiếu 1/20 = 5,00 %" in page
    assert "Theo hồ sơ hiện có 1/20 = 5,00 %" in page
    assert "khớp với con số trên phiếu" in page
    assert "Giải quyết trễ hạn 1 Quá hạn chưa giải quyết 0 Giải quyết đúng hạn 19" in page
    assert "beta-0" in page
    assert "15/03/2024 18:00" in page  # due at 17:00, finished an hour late
    assert "trễ 1 giờ" in page


def test_another_group_is_asked_by_the_address(client, people):
    client.force_login(people["own"])

    page = words(client.get(f"{LIST}?nhom=dung-han"))

    assert "beta-1" in page
    assert "sớm 1 giờ" in page


@pytest.mark.parametrize("query", ["?nhom=x", "?trang=-3", "?trang=x", "?lan=x%26y"])
def test_what_makes_no_sense_is_let_go(client, people, query):
    client.force_login(people["own"])

    assert "beta-0" in words(client.get(LIST + query))


def test_data_that_changed_since_are_said_plainly(client, people):
    late = Dossier.objects.get(code="beta-1")
    Dossier.objects.filter(pk=late.pk).update(finished_at=late.finished_at + timedelta(days=3))
    client.force_login(people["own"])

    page = words(client.get(LIST))

    assert "Trên phiếu 1/20 = 5,00 %" in page
    assert "Theo hồ sơ hiện có 2/20 = 10,00 %" in page
    assert "đã thay đổi từ sau lần xếp hạng này" in page


def test_a_long_list_comes_in_pages(client, people):
    beta = Unit.through_time.get(code="beta")
    Dossier.objects.filter(unit=beta).delete()
    create_dossiers(beta, 120, 60)
    client.force_login(people["own"])

    page = words(client.get(f"{LIST}?nhom=giai-quyet-tre&trang=2"))

    assert "Trang 2 / 2" in page
    assert page.count("trễ 1 giờ") == 10  # 60 late ones, 50 a page


def test_the_sheet_leads_to_the_list(client, people):
    client.force_login(people["own"])

    assert f'href="{LIST}"' in client.get(SHEET).content.decode()
