"""Late rates of officials: on the unit's page and on their own, for those who answer for them."""

from datetime import date, datetime

import pytest
from django.utils.timezone import get_default_timezone

from dossiers.models import Dossier
from tests.dossiers.test_facts_pages import FACTS, YEAR, statuses, words
from tests.dossiers.test_facts_pages import people as people  # noqa: PLC0414 - a fixture

PAGE = "/can-bo/CB-1/?nam=2024"


def at(day: int, month: int) -> datetime:
    return datetime(2024, month, day, 17, tzinfo=get_default_timezone())


@pytest.fixture
def handled(office, make_unit, make_person, make_dossier):
    """Store what two officials handled in 2024.

    CB-1 at the office: 2 on time, 1 late. From July at Sở Tài chính: 1 late. CB-2: 1 on time.
    """
    treasury = make_unit("so-tai-chinh", "Sở Tài chính")
    here = make_person("CB-1", last=date(2024, 6, 30))
    there = make_person("CB-1", unit=treasury, first=date(2024, 7, 1))
    other = make_person("CB-2")
    Dossier.objects.bulk_create(
        [
            make_dossier(at(10, 3), at(8, 3), "granted", code="a", handler=here),
            make_dossier(at(10, 3), at(9, 3), "granted", code="b", handler=here),
            make_dossier(at(10, 3), at(12, 3), "granted", code="c", handler=here),
            make_dossier(at(10, 9), at(12, 9), "granted", code="d", handler=there, unit=treasury),
            make_dossier(at(10, 3), at(9, 3), "granted", code="e", handler=other),
            make_dossier(at(10, 3), at(12, 3), "granted", code="nobodys"),
        ]
    )


@pytest.mark.usefixtures("handled")
def test_an_official_meets_those_who_answer_for_them(client, people):
    assert statuses(client, people, PAGE) == {
        "head": 200,
        "officer": 403,
        "sister": 403,
        "appraiser": 403,
        "leader": 200,
        "home_affairs": 200,
        "reader": 403,
        "stranger": 403,
    }


@pytest.mark.usefixtures("handled")
def test_the_list_of_an_officials_dossiers_is_as_closed_as_their_rate(client, people):
    address = f"/don-vi/so-tu-phap/so-lieu/ho-so/{YEAR}&can-bo=CB-1"

    found = statuses(client, people, address)

    assert [who for who, status in found.items() if status == 200] == [
        "head",
        "leader",
        "home_affairs",
    ]


@pytest.mark.usefixtures("handled")
def test_a_units_officials_stand_on_its_page_the_highest_rate_first(client, people):
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    # At this unit: 1 of 3, and 0 of 1; what CB-1 did elsewhere is not this unit's.
    assert "CB-1 CB-1 1 / 3 33,33 % 0 CB-2 CB-2 0 / 1 0,00 %" in page


@pytest.mark.usefixtures("handled")
@pytest.mark.parametrize("who", ["officer", "appraiser", "reader"])
def test_officials_are_not_named_to_others(client, people, who):
    client.force_login(people[who])

    assert "Theo cán bộ thụ lý" not in words(client.get(FACTS))


@pytest.mark.usefixtures("handled")
def test_an_official_is_shown_at_each_unit_and_as_a_whole(client, people):
    client.force_login(people["home_affairs"])

    page = words(client.get(PAGE))

    assert "Sở Tư pháp 1 / 3 33,33 %" in page
    assert "Sở Tài chính 1 / 1 100,00 %" in page
    assert "Tất cả 2 / 4 50,00 %" in page


@pytest.mark.usefixtures("handled")
def test_a_head_opens_the_dossiers_of_their_own_unit_only(client, people):
    client.force_login(people["head"])

    page = client.get(PAGE).content.decode()

    assert "/don-vi/so-tu-phap/so-lieu/ho-so/" in page
    assert "/don-vi/so-tai-chinh/so-lieu/ho-so/" not in page


@pytest.mark.usefixtures("handled")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?nam=24", "Năm: Năm phải từ 2000 đến 2099."),
        ("?nam=hai nghìn", "Năm: Năm phải viết bằng bốn chữ số"),
        ("?nam=2098", "Năm: Năm này chưa bắt đầu."),
        ("?nam=99999999999999999999", "Năm: Năm phải từ 2000 đến 2099."),
    ],
)
def test_a_year_that_makes_no_sense_is_said_so(client, people, query, sentence):
    client.force_login(people["home_affairs"])

    assert sentence in words(client.get(f"/can-bo/CB-1/{query}"))


@pytest.mark.usefixtures("handled")
def test_a_year_without_dossiers_is_said_so(client, people):
    client.force_login(people["home_affairs"])

    assert "không có hồ sơ được tính" in words(client.get("/can-bo/CB-2/?nam=2020"))


def test_an_official_that_there_is_not_is_closed_or_not_found(client, people):
    found = statuses(client, people, "/can-bo/khong-co/")

    assert found == dict.fromkeys(people, 403) | {"home_affairs": 404, "leader": 404}


@pytest.mark.usefixtures("handled")
def test_the_page_of_an_official_costs_a_fixed_number_of_queries(
    client, people, django_assert_max_num_queries
):
    client.force_login(people["head"])

    with django_assert_max_num_queries(14):
        client.get(PAGE)
