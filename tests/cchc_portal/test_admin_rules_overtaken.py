"""Rules typed in the admin while others change or approve them; codes that are addresses."""

import json

import pytest

from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_editing import edit_rules
from scoring.services.rule_versions import approve_rules, copy_rule_set
from tests.cchc_portal.test_admin_scoring import rules_form
from tests.reports.test_pages import words
from tests.scoring_world import build_cycle

pytestmark = pytest.mark.usefixtures("kit_templates")


@pytest.fixture
def colleague(make_user):
    return make_user("home_affairs", username="dong-nghiep")


@pytest.fixture
def draft(client, make_user, colleague):
    """Return a draft of the colleague, somebody else of Sở Nội vụ being signed in."""
    clerk = make_user("home_affairs", username="can-bo")
    client.force_login(clerk)
    copied = copy_rule_set(build_cycle(clerk).rule_set, code="nhap", by=colleague)
    return RuleSet.objects.get(pk=copied.pk)


def sent(client, draft, stamp, **changes):
    """Send the form of a draft as it stands but for some fields, and return the answer."""
    own = {
        "title": draft.title,
        "document": json.dumps(draft.document),
        "accountability_rules": json.dumps(draft.accountability_rules),
        "dau": stamp,
    }
    form = rules_form(**(own | changes))
    return client.post(f"/quan-tri/scoring/ruleset/{draft.pk}/change/", form, follow=True)


def test_rules_are_changed_under_the_code_that_they_have(client, draft):
    read = stamp_of(draft)
    page = client.get(f"/quan-tri/scoring/ruleset/{draft.pk}/change/").content.decode()

    sent(client, draft, read, title="Tên mới", code="khac")

    draft.refresh_from_db()
    assert f'value="{read}"' in page
    assert (draft.code, draft.title, draft.author.username) == ("nhap", "Tên mới", "can-bo")


def test_rules_sent_as_they_stand_keep_their_author(client, draft, colleague):
    sent(client, draft, stamp_of(draft))

    draft.refresh_from_db()
    assert draft.author == colleague


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(client, draft, colleague):
    read = stamp_of(draft)
    edit_rules(draft, {"minimum_sample": 31}, stamp=read, by=colleague)

    answer = sent(client, draft, read, title="Tên mới")

    assert "đã được sửa hay duyệt sau khi bạn mở trang" in words(answer)
    draft.refresh_from_db()
    assert (draft.title, draft.minimum_sample) == ("Quy tắc tính tay", 31)


def test_who_typed_in_a_draft_that_was_approved_meanwhile_is_told(client, draft, make_user):
    read = stamp_of(draft)
    approve_rules(draft, by=make_user("home_affairs", username="duyet"))

    answer = sent(client, draft, read, title="Tên mới")

    assert "đã được sửa hay duyệt sau khi bạn mở trang" in words(answer)
    assert RuleSet.objects.get(pk=draft.pk).title == "Quy tắc tính tay"


def test_a_code_that_is_an_address_of_the_portal_is_refused(client, draft):
    answer = client.post("/quan-tri/scoring/ruleset/add/", rules_form(code="moi"))

    assert "Mã này dành cho cổng" in words(answer)
    assert not RuleSet.objects.filter(code="moi").exists()
