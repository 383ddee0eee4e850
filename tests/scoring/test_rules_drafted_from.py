"""From what rules were drafted: told to those to whom that set is open, and to nobody else."""

import pytest

from scoring.models import RuleSet
from scoring.services.rule_versions import approve_rules, copy_rule_set
from tests.reports.test_pages import words
from tests.scoring_world import approve_rules_of
from units.models import Unit

SET = "/quy-tac/nho-2024/"


@pytest.fixture
def hidden(cycle, make_user):
    """Let the rules of the small world be drafted from a set that no cycle goes by."""
    author = make_user("home_affairs", username="soan")
    hidden = copy_rule_set(cycle.rule_set, code="kin", title="Bộ kín", by=author)
    RuleSet.objects.filter(pk=cycle.rule_set_id).update(based_on=hidden)
    approve_rules_of(cycle)
    return hidden


@pytest.mark.parametrize("role", ["head", "officer", "leader", "appraiser"])
def test_a_set_that_is_not_open_is_neither_named_nor_linked(client, hidden, make_user, role):
    unit = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
    client.force_login(make_user(role, unit))

    page = client.get(SET)

    assert page.status_code == 200
    assert "Bộ kín" not in words(page) and "/quy-tac/kin/" not in page.content.decode()
    assert f"{SET}thay-doi/" not in page.content.decode()
    assert client.get(f"{SET}thay-doi/").status_code == 404


def test_a_set_that_is_open_is_named_with_what_changed(client, hidden, make_user):
    author = hidden.author
    hidden.based_on = None
    hidden.save()
    approve_rules(hidden, by=make_user("home_affairs", username="duyet"))

    for person in (author, make_user("leader")):
        client.force_login(person)
        assert "Soạn từ Bộ kín" in words(client.get(SET))
        assert client.get(f"{SET}thay-doi/").status_code == 200
