"""Where rule sets meet cycles: tried on a past year, chosen for a cycle, listed with their use."""

import pytest

from scoring.models import RuleSet
from scoring.services.ranking import rank_cycle
from scoring.services.rule_versions import copy_rule_set, new_rules_version
from tests.reports.test_pages import words
from tests.scoring_world import approve_rules_of

LIST, DRAFT = "/quy-tac/", "/quy-tac/nho-2025/"


@pytest.fixture
def sign_in(client, make_user, cycle):
    """Return a function that signs somebody of Sở Nội vụ in."""

    def enter():
        client.force_login(make_user("home_affairs", username="visitor"))
        return client

    return enter


@pytest.fixture
def draft(cycle, marker):
    """Return a draft copied from the rules of the small world, which are approved."""
    approve_rules_of(cycle)
    return copy_rule_set(cycle.rule_set, code="nho-2025", title="Quy tắc 2025", by=marker)


def test_a_draft_leads_to_trying_it_on_a_past_year(sign_in, cycle, draft):
    run = rank_cycle(cycle.pk, by=None)
    client = sign_in()
    address = f"/ky-danh-gia/56/2024/thu/?lan={run.number}&bo-quy-tac=nho-2025"

    assert address.replace("&", "&amp;") in client.get(DRAFT).content.decode()
    assert "0 đơn vị khác đi" in words(client.get(address))


def test_a_cycle_is_given_approved_rules_only(sign_in, cycle, draft):
    client = sign_in()
    page = client.get("/ky-danh-gia/56/2024/thiet-lap/")
    rules = page.context["form"].fields["quy_tac"]

    assert list(rules.queryset) == [cycle.rule_set]
    version = new_rules_version(cycle.rule_set, reason="x", by=draft.author)
    RuleSet.objects.filter(pk=version.pk).update(state="approved", approved_at="2026-01-01T00:00Z")
    assert list(rules.queryset.all()) == [version, cycle.rule_set]
    assert rules.label_from_instance(version) == "Quy tắc tính tay, phiên bản 2"


def test_the_list_asks_the_database_the_same_however_long_it_is(
    sign_in, draft, marker, django_assert_num_queries
):
    client = sign_in()
    client.get(LIST)
    with django_assert_num_queries(6) as first:
        client.get(LIST)
    for order in range(5):
        copy_rule_set(draft, code=f"them-{order}", by=marker)

    with django_assert_num_queries(len(first)):
        client.get(LIST)
