"""Who may approve a draft: somebody who never wrote in it, and it is said who that is."""

import pytest

from scoring.models import RuleSet
from scoring.selectors.criteria import stamp_of as stamp_of_set
from scoring.selectors.rule_sets import stamp_of as stamp_of_rules
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_drafts import edit_set
from scoring.services.criteria_versions import SetNotApproved, approve_set
from scoring.services.rule_editing import edit_rules
from scoring.services.rule_versions import RulesNotApproved, approve_rules, copy_rule_set
from tests.scoring_world import CRITERIA


@pytest.fixture
def writers(make_user):
    return [make_user("home_affairs", username=name) for name in ("mot", "hai")]


@pytest.fixture
def criteria(writers):
    """Return a draft that one began and another changed."""
    draft = create_criteria_set(CRITERIA, by=writers[0])
    edit_set(draft, {"title": "Tên khác"}, stamp=stamp_of_set(draft), by=writers[1])
    return draft


@pytest.fixture
def rules(writers, cycle):
    """Return a draft that one began and another changed."""
    RuleSet.objects.update(author=None)
    copied = copy_rule_set(cycle.rule_set, code="nho-2025", by=writers[0])
    draft = RuleSet.objects.get(pk=copied.pk)
    edit_rules(draft, {"minimum_sample": 31}, stamp=stamp_of_rules(draft), by=writers[1])
    return draft


def refusal_of_set(draft, by):
    with pytest.raises(SetNotApproved) as refusal:
        approve_set(draft, by=by)
    return refusal.value.sentences


def test_both_who_wrote_are_told_who_else_may_approve(criteria, writers, make_user):
    third = make_user("home_affairs", username="ba")
    make_user("appraiser", username="tham-dinh")
    gone = make_user("home_affairs", username="nghi-viec")
    gone.is_active = False
    gone.save()

    for writer in writers:
        assert refusal_of_set(criteria, writer) == (
            "Người đã soạn hay sửa bộ này (hai, mot) không tự duyệt;"
            " hãy nhờ người khác của Sở Nội vụ: ba.",
        )
    assert approve_set(criteria, by=third).approved_by == third


def test_where_everybody_wrote_the_way_out_is_said(criteria, writers, make_user):
    said = (
        "Người đã soạn hay sửa bộ này (hai, mot) không tự duyệt, mà Sở Nội vụ không còn ai khác;"
        " hãy cấp vai trò Sở Nội vụ ở trang Quản trị cho một người chưa sửa bộ này."
    )

    assert refusal_of_set(criteria, writers[0]) == (said,)
    new = make_user("home_affairs", username="moi-den")
    assert approve_set(criteria, by=new).approved_by == new


def test_the_same_is_said_of_rules(rules, writers, marker):
    """The marker of the small world is of Sở Nội vụ too."""
    with pytest.raises(RulesNotApproved) as refusal:
        approve_rules(rules, by=writers[0])

    assert refusal.value.sentences == (
        "Người đã soạn hay sửa bộ này (hai, mot) không tự duyệt;"
        f" hãy nhờ người khác của Sở Nội vụ: {marker}.",
    )
    assert approve_rules(rules, by=marker).approved_by == marker


def test_many_who_may_approve_are_not_all_named(criteria, writers, make_user):
    for order in range(11):
        make_user("home_affairs", username=f"nguoi-{order:02}")

    (said,) = refusal_of_set(criteria, writers[0])

    assert said.endswith("nguoi-08, nguoi-09 và người khác.")
