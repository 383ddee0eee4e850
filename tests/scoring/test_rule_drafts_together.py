"""Two people at one draft of rules: nobody overwrites another unseen, nothing typed is lost."""

import pytest
from django.db import transaction
from django.test import Client

from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_editing import edit_rules
from scoring.services.rule_versions import approve_rules, begin_rules, copy_rule_set
from tests.reports.test_pages import words
from tests.scoring.test_rule_pages import TYPED, as_it_stands
from tests.scoring_world import RULES, approve_rules_of

EDIT = "/quy-tac/nho-2025/sua/"


@pytest.fixture
def clerk(make_user):
    return make_user("home_affairs", username="can-bo")


@pytest.fixture
def colleague(make_user):
    return make_user("home_affairs", username="dong-nghiep")


@pytest.fixture
def draft(cycle, colleague):
    """Return a draft of the colleague, copied from the rules of the small world."""
    approve_rules_of(cycle)
    copied = copy_rule_set(cycle.rule_set, code="nho-2025", title="Quy tắc 2025", by=colleague)
    return RuleSet.objects.get(pk=copied.pk)


@pytest.fixture
def desk(client, clerk):
    """Return the browser of the clerk."""
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("asked", [{"hien": "1"}, {"luu": "1", "so_chu_so": "99"}])
def test_a_form_shown_again_still_knows_what_it_was_read_from(desk, draft, colleague, asked):
    """The colleague saves 31 slips while the clerk adds a line or mends a figure."""
    typed = {name: value for name, value in TYPED.items() if name != "luu"}
    read = desk.get(EDIT).context["stamp"]
    edit_rules(draft, {"minimum_sample": 31}, stamp=read, by=colleague)

    again = desk.post(EDIT, typed | asked | {"dau": read}).context["stamp"]
    desk.post(EDIT, TYPED | {"dau": again})

    assert RuleSet.objects.get(pk=draft.pk).minimum_sample == 31


def test_what_a_colleague_changed_is_shown_before_it_can_be_replaced(desk, draft, colleague):
    read = desk.get(EDIT).context["stamp"]
    edit_rules(draft, {"minimum_sample": 31}, stamp=read, by=colleague)

    refused = desk.post(EDIT, TYPED | {"dau": read})
    desk.post(EDIT, TYPED | {"dau": refused.context["stamp"]})

    assert "dong-nghiep vừa sửa bộ quy tắc này" in words(refused)
    assert "Số phiếu tối thiểu 30 31" in words(refused)
    assert "Sửa các ô ghi sai" not in words(refused)
    assert RuleSet.objects.get(pk=draft.pk).minimum_sample == 1000


def test_a_stamp_that_the_draft_never_had_saves_nothing_however_often(desk, draft):
    first = desk.post(EDIT, TYPED | {"dau": "x"})
    desk.post(EDIT, TYPED | {"dau": first.context["stamp"]})

    assert RuleSet.objects.get(pk=draft.pk).document == RULES | {"code": "nho-2025"}


def test_a_stamp_is_of_the_rules_that_were_read(draft, colleague):
    read = RuleSet.objects.get(pk=draft.pk)
    edit_rules(draft, {"minimum_sample": 31}, stamp=stamp_of(draft), by=colleague)

    assert stamp_of(read) != stamp_of(RuleSet.objects.get(pk=draft.pk))


def test_what_was_typed_stays_when_the_draft_was_approved_meanwhile(desk, draft, make_user):
    read = desk.get(EDIT).context["stamp"]
    approve_rules(draft, by=make_user("home_affairs", username="duyet"))

    for asked in ({"luu": "1"}, {"hien": "1"}):
        answer = desk.post(EDIT, TYPED | asked | {"dau": read, "ten": "Tên tôi nhập"})
        assert "Bộ quy tắc đã duyệt, không sửa được" in words(answer)
        assert answer.context["form"]["ten"].value() == "Tên tôi nhập"
    assert desk.post("/quy-tac/nho-2025/vi-du/", TYPED).status_code == 200
    assert desk.get(EDIT).status_code == 404


def test_a_draft_saved_as_it_stands_keeps_its_author(desk, draft, colleague):
    """The small world's rules say nothing of a cap of the total; the form does not add it."""
    form = desk.get(EDIT).context["form"]

    desk.post(EDIT, as_it_stands(form) | {"dau": stamp_of(draft)})

    stored = RuleSet.objects.get(pk=draft.pk)
    assert (stored.document, stored.author) == (RULES | {"code": "nho-2025"}, colleague)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["moi/", "nho-2024/soan/"])
def test_of_two_who_take_one_code_the_second_is_told(
    cycle, clerk, colleague, beside, until_somebody_waits, address
):
    desk = Client()
    desk.force_login(clerk)

    with transaction.atomic():
        begin_rules(code="trung", title="Một", by=colleague)
        second = beside(desk.post, f"/quy-tac/{address}", {"ma": "trung", "ten": "Hai"})
        until_somebody_waits()

    assert "Đã có bộ quy tắc mang mã này." in words(second.result(timeout=30))
    assert RuleSet.objects.get(code="trung").title == "Một"
