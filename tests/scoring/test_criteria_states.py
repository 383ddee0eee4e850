"""A criteria set from draft to in force: who approves it, what stands against it, what freezes."""

import pytest
from django.db import IntegrityError, transaction

from scoring.models import CriteriaSet
from scoring.selectors.criteria import approved_sets, stamp_of
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_drafts import SetChanged, SetFrozen, edit_set, put_criterion
from scoring.services.criteria_rows import rows_of
from scoring.services.criteria_versions import (
    SetNotApproved,
    SetReplacedAlready,
    approve_set,
    clone_set,
    new_version,
    put_in_force,
)
from tests.scoring_world import CRITERIA


@pytest.fixture
def author(make_user):
    return make_user("home_affairs", username="soan")


@pytest.fixture
def checker(make_user):
    return make_user("home_affairs", username="duyet")


@pytest.fixture
def draft(author):
    return create_criteria_set(CRITERIA, by=author)


def test_another_person_approves_a_set_and_it_is_known_who_and_when(draft, author, checker):
    approve_set(draft, by=checker)

    draft.refresh_from_db()
    assert (draft.state, draft.author, draft.approved_by) == ("approved", author, checker)
    assert draft.approved_at is not None


def test_its_author_does_not_approve_a_set(draft, author):
    with pytest.raises(SetNotApproved, match="không tự duyệt"):
        approve_set(draft, by=author)


def test_nobody_who_ever_changed_a_draft_approves_it(draft, author, checker, make_user):
    third = make_user("home_affairs", username="ba")
    edit_set(draft, {"title": "Tên khác"}, stamp=stamp_of(draft), by=checker)

    for writer in (author, checker):
        with pytest.raises(SetNotApproved, match="không tự duyệt"):
            approve_set(draft, by=writer)
    assert approve_set(draft, by=third).approved_by == third


def test_who_saves_a_draft_unchanged_is_not_its_author(draft, author, checker):
    first = rows_of(draft)[0]

    edit_set(draft, {"title": draft.title}, stamp=stamp_of(draft), by=checker)
    put_criterion(draft, first, stamp=stamp_of(draft), by=checker)

    assert approve_set(draft, by=checker).author == author


@pytest.mark.parametrize(
    ("field", "sentence"), [("source", "Chưa ghi nguồn"), ("clause", "Chưa ghi điều, khoản")]
)
def test_a_set_without_source_or_clause_is_not_approved(draft, checker, field, sentence):
    CriteriaSet.objects.update(**{field: " "})

    with pytest.raises(SetNotApproved, match=sentence):
        approve_set(draft, by=checker)


def test_a_set_that_nobody_wrote_is_not_approved(draft, checker):
    CriteriaSet.objects.update(author=None)

    with pytest.raises(SetNotApproved, match="Chưa rõ ai soạn"):
        approve_set(draft, by=checker)


def test_everything_that_the_core_refuses_is_said_at_once(draft, checker):
    draft.criteria.filter(code="1").update(max_points="7")
    draft.criteria.filter(code="2.1").update(leaf={"scoring": {"kind": "ratio", "target": "0"}})

    with pytest.raises(SetNotApproved) as refusal:
        approve_set(draft, by=checker)

    said = " ".join(refusal.value.sentences)
    assert "1: " in said and "2.1: " in said
    # 7 + 4 = 11 is not the set's 10, 6 is not area 1's 7, and a target of 0: three sentences
    assert len(refusal.value.sentences) == 3


def test_a_fact_that_the_portal_does_not_count_is_named(draft, checker):
    leaf = {"scoring": {"kind": "ratio", "from_fact": "mood"}}
    draft.criteria.filter(code="2.1").update(leaf=leaf)

    with pytest.raises(SetNotApproved, match="cổng không tính chỉ số “mood”"):
        approve_set(draft, by=checker)


def test_a_set_that_changed_since_it_was_read_is_not_approved(draft, author, checker):
    read = stamp_of(draft)
    edit_set(draft, {"title": "Tên khác"}, stamp=read, by=author)

    with pytest.raises(SetChanged):
        approve_set(draft, by=checker, stamp=read)


def test_a_set_is_approved_once(draft, checker):
    approve_set(draft, by=checker)

    with pytest.raises(SetFrozen):
        approve_set(draft, by=checker)


def test_an_approved_set_is_frozen_by_the_database_too(draft, checker):
    approve_set(draft, by=checker)

    for change in (
        lambda: CriteriaSet.objects.update(title="x"),
        lambda: draft.criteria.filter(code="1").update(title="x"),
        lambda: draft.criteria.filter(code="2.1").delete(),
    ):
        with pytest.raises(IntegrityError, match="hãy lập phiên bản mới"), transaction.atomic():
            change()


def test_only_an_approved_set_is_put_in_force_and_twice_is_once(draft, checker):
    with pytest.raises(SetNotApproved, match="chưa được duyệt"):
        put_in_force(draft, by=checker)
    approve_set(draft, by=checker)

    assert put_in_force(draft, by=checker).state == "in_force"
    assert put_in_force(draft).state == "in_force"


def test_a_clone_is_a_draft_linked_criterion_by_criterion(draft, author, checker):
    approve_set(draft, by=author if draft.author != author else checker)

    clone = clone_set(draft, code="bo-2025", title="Bộ 2025", by=author)

    assert (clone.state, clone.based_on, clone.version, clone.author) == (
        "draft",
        draft,
        1,
        author,
    )
    linked = clone.criteria.values_list("code", "was__code", "is_comparable")
    assert list(linked) == [
        ("1", "1", True),
        ("1.1", "1.1", True),
        ("2", "2", True),
        ("2.1", "2.1", True),
    ]


def test_a_new_version_keeps_the_links_to_the_year_before(draft, author, checker):
    approve_set(draft, by=checker)

    version = new_version(draft, reason="Ghi nhầm điểm", by=author)

    assert (version.version, version.replaces, version.change_reason) == (2, draft, "Ghi nhầm điểm")
    assert version.code == "bo-nho-pb2"
    assert set(version.criteria.values_list("was__criteria_set", flat=True)) == {draft.pk}


def test_a_draft_needs_no_version_and_a_set_has_one_newer(draft, author, checker):
    with pytest.raises(SetNotApproved, match="sửa thẳng"):
        new_version(draft, reason="x", by=author)
    approve_set(draft, by=checker)
    new_version(draft, reason="x", by=author)

    with pytest.raises(SetReplacedAlready, match="bo-nho-pb2"):
        new_version(draft, reason="y", by=author)


def test_blocks_may_be_given_approved_sets_of_the_newest_version(draft, author, checker):
    assert list(approved_sets()) == []
    approve_set(draft, by=checker)
    version = new_version(draft, reason="x", by=author)

    assert list(approved_sets()) == [draft]
    approve_set(version, by=checker)
    assert list(approved_sets()) == [version]
