"""Rules typed in the admin, where what the core would refuse is refused; criteria read there."""

import json

import pytest

from scoring.models import (
    CriteriaSet,
    Cycle,
    RuleSet,
)
from scoring.services.rule_versions import copy_rule_set
from tests.cchc_portal.admin_world import create_run
from tests.scoring_world import RULES, approve_rules_of, build_cycle
from units.models import User

pytestmark = pytest.mark.usefixtures("kit_templates")


@pytest.fixture
def cycle(client, make_user) -> Cycle:
    """Return the small world's cycle, somebody of Sở Nội vụ being signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return build_cycle(user)


def sentences(response) -> str:
    """Return everything that the page found wrong with rows and fields."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    found = [response.context["adminform"].form.errors.as_text()]
    for formset in formsets:
        found += [*formset.non_form_errors(), *(str(errors) for errors in formset.errors)]
    return " ".join(map(str, found))


def address(row: object, kind: str = "change") -> str:
    """Return the admin's address of a row."""
    return f"/quan-tri/{row._meta.label_lower.replace('.', '/')}/{row.pk}/{kind}/"


def test_rules_that_a_run_stands_on_are_read_only_but_may_be_copied(client, cycle):
    create_run(cycle)
    rule_set = RuleSet.objects.get()

    assert client.post(address(rule_set), {}).status_code == 403
    chosen = {"action": "copy", "_selected_action": [rule_set.pk]}
    client.post("/quan-tri/scoring/ruleset/", chosen)

    copy = RuleSet.objects.get(code="nho-2024-2")
    assert (copy.document["code"], copy.state) == ("nho-2024-2", "draft")
    assert (copy.author.username, copy.based_on) == ("home_affairs", rule_set)


def test_approved_rules_are_read_in_the_admin_and_a_cycle_takes_no_others(client, cycle):
    rule_set = RuleSet.objects.get()
    draft = copy_rule_set(rule_set, code="khac", by=User.objects.get())
    approve_rules_of(cycle)

    page = client.get(address(rule_set)).content.decode()
    refused = client.post(address(cycle), {"rule_set": draft.pk})

    assert f'href="/quy-tac/{rule_set.code}/"' in page and "Đã duyệt" in page
    assert client.post(address(rule_set), {}).status_code == 403
    assert client.post(address(rule_set, "delete"), {"post": "yes"}).status_code == 403
    errors = refused.context["adminform"].form.errors["rule_set"]
    assert errors == ["Bộ quy tắc này chưa được duyệt."]


def rules_form(**changes: object) -> dict[str, object]:
    """Return the form of a rule set."""
    return {
        "code": "nho-2025",
        "title": "Quy tắc",
        "late_definition": "resolved_or_overdue",
        "minimum_sample": "30",
        "document": json.dumps(RULES),
        "accountability_rules": "[]",
    } | changes


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("document", RULES | {"bands": []}, "bands"),
        ("document", RULES | {"decimals": 0.5}, "decimals"),
        ("document", {"code": "x"}, "basis"),
        ("document", 5, ":"),
        ("accountability_rules", [{"code": "x"}], "rules[0]"),
        ("accountability_rules", {"code": "x"}, "danh sách"),
    ],
)
def test_rules_that_the_core_would_refuse_are_refused(client, cycle, field, value, sentence):
    response = client.post(
        "/quan-tri/scoring/ruleset/add/", rules_form(**{field: json.dumps(value)})
    )

    assert sentence in " ".join(response.context["adminform"].form.errors[field])
    assert not RuleSet.objects.filter(code="nho-2025").exists()


def test_rules_that_the_core_accepts_are_stored(client, cycle):
    people = [
        {
            "code": "can-bo",
            "applies_to": "official",
            "fact": "late_rate",
            "test": ">=",
            "threshold": "0.1",
            "measure": "x",
            "clause": "Khoản 2",
        }
    ]

    client.post(
        "/quan-tri/scoring/ruleset/add/", rules_form(accountability_rules=json.dumps(people))
    )

    stored = RuleSet.objects.get(code="nho-2025")
    assert stored.accountability_rules == people
    assert (stored.state, stored.author.username) == ("draft", "home_affairs")


def test_points_in_the_tree_have_no_surplus_zeros(client, cycle):
    criteria_set = CriteriaSet.objects.get()
    criteria_set.criteria.filter(code="1.1").update(max_points="9.5", title="<b>")
    create_run(cycle)

    page = client.get(address(criteria_set)).content.decode()

    assert '<td class="depth-1">1.1 &lt;b&gt;</td><td class="points">9,5</td>' in page


def test_rules_that_a_run_stands_on_are_read_in_vietnamese(client, cycle):
    rule_set = RuleSet.objects.get()
    rule_set.document = rule_set.document | {"title": "Quy tắc <nhỏ>"}
    rule_set.save()
    create_run(cycle)

    page = client.get(address(rule_set)).content.decode()

    assert "Quy tắc &lt;nhỏ&gt;" in page
    assert "Đã giải quyết và đang quá hạn (mặc định)" in page
    assert "\\u1" not in page


def test_rules_that_a_cycle_goes_by_are_not_deleted(client, cycle):
    rule_set = RuleSet.objects.get()
    free = copy_rule_set(rule_set, code="khac", by=User.objects.get())

    assert client.post(address(rule_set, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(address(free, "delete"), {"post": "yes"}).status_code == 302
    assert RuleSet.objects.get() == rule_set
