"""Rules, criteria, cycles and sheets typed in the admin: what the core would refuse is refused."""

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


def rows_form(criteria_set: CriteriaSet, **changes: object) -> dict[str, object]:
    """Return the form of a set with its stored rows, some cells changed or added."""
    rows = list(criteria_set.criteria.select_related("parent").order_by("position"))
    data: dict[str, object] = {
        "code": criteria_set.code,
        "title": criteria_set.title,
        "aggregation": criteria_set.aggregation,
        "max_points": "10",
        "criteria-TOTAL_FORMS": len(rows),
        "criteria-INITIAL_FORMS": len(rows),
    }
    for place, row in enumerate(rows):
        data |= {
            f"criteria-{place}-id": row.pk,
            f"criteria-{place}-criteria_set": criteria_set.pk,
            f"criteria-{place}-code": row.code,
            f"criteria-{place}-title": row.title,
            f"criteria-{place}-parent_code": row.parent.code if row.parent else "",
            f"criteria-{place}-max_points": f"{row.max_points.normalize():f}",
            f"criteria-{place}-leaf": json.dumps(row.leaf) if row.leaf else "",
        }
    return data | changes


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


def test_points_are_typed_with_a_comma_and_marks_stay_with_their_criterion(client, cycle):
    criteria_set = CriteriaSet.objects.get()
    changes = {"criteria-1-title": "Kế hoạch năm"} | {
        f"criteria-{place}-max_points": points
        for place, points in enumerate(["6,5", "6,5", "3,5", "3.5"])
    }

    client.post(address(criteria_set), rows_form(criteria_set, **changes))

    leaf = criteria_set.criteria.get(code="1.1")
    assert (leaf.title, str(leaf.max_points.normalize())) == ("Kế hoạch năm", "6.5")
    assert leaf.marks.count() == 3


def test_a_code_may_change_and_rows_may_come_with_a_new_parent(client, cycle):
    criteria_set = CriteriaSet.objects.get()
    added = {
        "criteria-TOTAL_FORMS": 6,
        "criteria-4-code": "3",
        "criteria-4-title": "Thưởng",
        "criteria-4-max_points": "0",
        "criteria-5-code": "3.1",
        "criteria-5-title": "Sáng kiến",
        "criteria-5-parent_code": "3",
        "criteria-5-max_points": "1",
        "criteria-5-leaf": '{"scoring": {"kind": "direct"}, "role": "bonus"}',
    }
    renamed = {"criteria-1-code": "1.2"}

    client.post(address(criteria_set), rows_form(criteria_set, **added, **renamed))

    codes = list(criteria_set.criteria.order_by("position").values_list("code", "parent__code"))
    assert codes == [
        ("1", None),
        ("1.2", "1"),
        ("2", None),
        ("2.1", "2"),
        ("3", None),
        ("3.1", "3"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria-1-max_points": "5"}, "1: "),
        ({"max_points": "11"}, "11"),
        ({"criteria-1-code": "2.1"}, "2.1: mã này có 2 lần."),
        ({"criteria-1-parent_code": "9"}, "1.1: không có mã cha 9."),
        ({"criteria-1-parent_code": "1.1"}, "Mã cha đi vòng"),
        ({"criteria-1-leaf": '{"scoring": {"kind": "khác"}}'}, "1.1: "),
        ({"criteria-1-leaf": '{"scoring": {"kind": "direct"}, "decimals": 0.5}'}, "1.1: "),
        ({"criteria-1-leaf": ""}, "1.1: "),
        ({"criteria-1-leaf": "{"}, "JSON"),
        ({"criteria-1-weight": "0,5"}, "1.1: "),
    ],
)
def test_a_set_that_the_core_would_refuse_is_refused_with_its_sentence(
    client, cycle, changes, sentence
):
    criteria_set = CriteriaSet.objects.get()
    before = list(criteria_set.criteria.values())

    response = client.post(address(criteria_set), rows_form(criteria_set, **changes))

    assert sentence in sentences(response)
    assert list(criteria_set.criteria.values()) == before


def test_a_criterion_that_was_marked_is_not_deleted(client, cycle):
    criteria_set = CriteriaSet.objects.get()
    gone = {
        "criteria-0-DELETE": "on",
        "criteria-1-DELETE": "on",
        "max_points": "4",
    }

    response = client.post(address(criteria_set), rows_form(criteria_set, **gone))

    assert "Không xóa được tiêu chí 1 Chỉ đạo" in sentences(response)
    assert criteria_set.criteria.count() == 4


def test_sets_and_rules_that_a_run_stands_on_are_read_only_but_may_be_copied(client, cycle):
    create_run(cycle)
    criteria_set, rule_set = CriteriaSet.objects.get(), RuleSet.objects.get()

    assert "1.1 Kế hoạch" in client.get(address(criteria_set)).content.decode()
    for row in (criteria_set, rule_set):
        assert client.post(address(row), {}).status_code == 403
        model = row._meta.label_lower.replace(".", "/")
        client.post(f"/quan-tri/{model}/", {"action": "copy", "_selected_action": [row.pk]})

    copy = CriteriaSet.objects.get(code="bo-nho-2")
    assert list(copy.criteria.values_list("code", "parent__code", "leaf")) == list(
        criteria_set.criteria.values_list("code", "parent__code", "leaf")
    )
    rules = RuleSet.objects.get(code="nho-2024-2")
    assert (rules.document["code"], rules.state) == ("nho-2024-2", "draft")
    assert (rules.author.username, rules.based_on) == ("home_affairs", rule_set)


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


@pytest.mark.parametrize("blank", ["code", "title", "aggregation", "max_points"])
def test_a_new_set_with_a_blank_field_is_asked_for_it(client, cycle, blank):
    form = new_set(**{blank: ""})

    response = client.post("/quan-tri/scoring/criteriaset/add/", form)

    assert response.status_code == 200
    assert blank in response.context["adminform"].form.errors
    assert CriteriaSet.objects.count() == 1


def test_a_new_set_is_typed_with_its_rows(client, cycle):
    client.post("/quan-tri/scoring/criteriaset/add/", new_set())

    criteria = CriteriaSet.objects.get(code="moi").criteria.order_by("position")
    assert list(criteria.values_list("code", "parent__code")) == [("1", None), ("1.1", "1")]


def new_set(**changes: object) -> dict[str, object]:
    """Return the form of a new set with one area and one leaf."""
    return {
        "code": "moi",
        "title": "Bộ mới",
        "source": "Quyết định 1",
        "aggregation": "sum",
        "max_points": "9,5",
        "criteria-TOTAL_FORMS": 2,
        "criteria-INITIAL_FORMS": 0,
        "criteria-0-code": "1",
        "criteria-0-title": "Chỉ đạo",
        "criteria-0-max_points": "9,5",
        "criteria-1-code": "1.1",
        "criteria-1-title": "Kế hoạch",
        "criteria-1-parent_code": "1",
        "criteria-1-max_points": "9,5",
        "criteria-1-leaf": '{"scoring": {"kind": "direct"}}',
    } | changes


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
