"""The list for review of responsibility: who sees it and what it says."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import RANKING, words
from units.models import Person, Unit

REVIEWS = f"{RANKING}trach-nhiem/"
HEAD_RULE = {
    "code": "head_weak_once",
    "applies_to": "head",
    "band_at_most": "weak",
    "years": 1,
    "measure": "review",
}


@pytest.fixture
def reviewed(run):
    """Return a run by which the head of gamma, which is weak, is to be reviewed."""
    rules = run.cycle.rule_set
    rules.accountability_rules = [HEAD_RULE]
    rules.save()
    for code in ("alpha", "gamma"):
        Person.objects.create(
            code=f"gd-{code}",
            name=f"Giám đốc {code}",
            role="head",
            unit=Unit.through_time.get(code=code),
            valid=DateRange(date(2020, 1, 1), None),
        )
    return rank_cycle(run.cycle_id, by=None)


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
    assert "Giám đốc gamma gd-gamma Người đứng đầu Đơn vị xếp loại Yếu trở xuống" in page
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
