"""A rule set from draft to approved: who approves it, what stands against it, what freezes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from scoring.models import RuleSet
from scoring.selectors.rule_sets import approved_rules, stamp_of
from scoring.services.cycle_changes import SETTINGS, ChangeRefused, change_cycle
from scoring.services.cycles import RulesStillDraft, open_cycle
from scoring.services.rule_editing import RulesChanged, RulesFrozen, delete_rules, edit_rules
from scoring.services.rule_versions import (
    RulesCodeTaken,
    RulesNotApproved,
    RulesReplacedAlready,
    approve_rules,
    begin_rules,
    copy_rule_set,
    new_rules_version,
)
from tests.scoring_world import RULES, approve_rules_of

PEOPLE = [
    {"code": "a", "applies_to": "head", "band_at_most": "weak", "years": 1, "measure": "review"}
]


@pytest.fixture
def author(make_user):
    return make_user("home_affairs", username="soan")


@pytest.fixture
def checker(make_user):
    return make_user("home_affairs", username="duyet")


@pytest.fixture
def draft(author):
    return RuleSet.objects.create(
        code="nho-2024",
        title="Quy tắc tính tay",
        document=RULES,
        accountability_rules=PEOPLE,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
        author=author,
    )


def edited(draft, by, **changes):
    """Store a draft with other parts in its document, and return it as it is then."""
    given = {"document": draft.document | changes}
    edit_rules(draft, given, stamp=stamp_of(draft), by=by)
    draft.refresh_from_db()
    return draft


def test_another_person_approves_rules_and_it_is_known_who_and_when(draft, author, checker):
    approve_rules(draft, by=checker)

    draft.refresh_from_db()
    assert (draft.state, draft.author, draft.approved_by) == ("approved", author, checker)
    assert draft.approved_at is not None


def test_nobody_who_ever_changed_a_draft_approves_it(draft, author, checker, make_user):
    third = make_user("home_affairs", username="ba")
    edited(draft, checker, decimals=3)

    for writer in (author, checker):
        with pytest.raises(RulesNotApproved, match="không tự duyệt"):
            approve_rules(draft, by=writer)
    assert approve_rules(draft, by=third).approved_by == third


def test_who_saves_a_draft_unchanged_is_not_its_author(draft, author, checker):
    edited(draft, checker)

    assert draft.author == author
    assert approve_rules(draft, by=checker).approved_by == checker


def test_who_saves_a_draft_that_nobody_wrote_is_its_author(draft, checker):
    RuleSet.objects.update(author=None)

    assert edited(draft, checker).author == checker


@pytest.mark.parametrize(
    "sources", [[], [{"document": "QĐ 1", "clause": " "}], [{"document": "", "clause": "1"}]]
)
def test_rules_without_document_and_clause_are_not_approved(draft, author, checker, sources):
    edited(draft, author, sources=sources)

    with pytest.raises(RulesNotApproved, match="Chưa ghi đủ nguồn"):
        approve_rules(draft, by=checker)


def test_rules_that_nobody_wrote_are_not_approved(draft, checker):
    RuleSet.objects.update(author=None)

    with pytest.raises(RulesNotApproved, match="Chưa rõ ai soạn"):
        approve_rules(draft, by=checker)


def test_everything_wrong_with_a_draft_is_said_at_once_with_its_part(draft, author, checker):
    good, fair, weak = RULES["bands"]
    bands = [good | {"at_least": "50"}, fair, weak | {"at_least": "10"}]
    edited(draft, author, bands=bands)

    with pytest.raises(RulesNotApproved) as refusal:
        approve_rules(draft, by=author)

    assert refusal.value.sentences == (
        "Người đã soạn hay sửa bộ này (soan) không tự duyệt;"
        " hãy nhờ người khác của Sở Nội vụ: duyet.",
        "Xếp loại Khá: Mức tốt hơn đứng trước, mốc phải giảm dần.",
        "Xếp loại Yếu: Mức cuối cùng phải từ 0 điểm.",
    )


def test_rules_that_bar_nothing_read_nothing_or_hit_nobody_are_told(draft, author, checker):
    block = RULES["blocks"][0]
    blocks = [
        block | {"code": "a", "title": "A", "bars": "excellent"},
        block | {"code": "b", "title": "B", "bars": "weak"},
        block | {"code": "c", "title": "C", "fact": "mood"},
    ]
    RuleSet.objects.update(
        document=RULES | {"blocks": blocks},
        accountability_rules=[PEOPLE[0] | {"band_at_most": "bad"}],
    )
    draft.refresh_from_db()

    with pytest.raises(RulesNotApproved) as refusal:
        approve_rules(draft, by=checker)

    assert refusal.value.sentences == (
        "Quy tắc chặn “A”: Loại bị chặn không có trong bảng xếp loại.",
        "Quy tắc chặn “B”: Chặn mức thấp nhất “Yếu” thì không còn loại nào để xếp.",
        "Hệ quả với người 1, mức xếp loại: Mức này không có trong bảng xếp loại.",
        "Quy tắc chặn “C”: Cổng không tính chỉ số “mood”.",
    )


def test_rules_begun_from_nothing_say_nothing_of_their_own(author, checker):
    begun = begin_rules(code="moi-2026", title="Mới", by=author)

    with pytest.raises(RulesNotApproved) as refusal:
        approve_rules(begun, by=checker)

    assert refusal.value.sentences == (
        "Chưa ghi đủ nguồn: văn bản và điều khoản.",
        "Bảng xếp loại: Chưa có mức nào.",
    )


def test_rules_that_changed_since_they_were_read_are_not_approved(draft, author, checker):
    read = stamp_of(draft)
    edited(draft, author, decimals=3)

    with pytest.raises(RulesChanged, match="soan vừa sửa"):
        approve_rules(draft, by=checker, stamp=read)


def test_approved_rules_are_frozen_by_the_services_and_by_the_database(draft, author, checker):
    approve_rules(draft, by=checker)

    for change in (
        lambda: approve_rules(draft, by=checker),
        lambda: edited(draft, author, decimals=3),
        lambda: delete_rules(draft, stamp=stamp_of(draft), by=author),
    ):
        with pytest.raises(RulesFrozen, match="phiên bản mới"):
            change()
    for write in (
        lambda: RuleSet.objects.update(minimum_sample=1),
        lambda: RuleSet.objects.update(state="draft", approved_at=None, approved_by=None),
        lambda: RuleSet.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="hãy lập phiên bản mới"), transaction.atomic():
            write()


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("an_approved_rule_set_says_when", {"state": "approved"}),
        ("a_new_version_of_rules_has_a_reason", {"replaces": 0, "change_reason": " "}),
        ("nobody_approves_rules_of_their_own", {"approved_by": 0}),
    ],
)
def test_the_database_refuses_what_no_service_would_write(draft, author, constraint, change):
    if "approved_by" in change:
        change = {"approved_by": author, "state": "approved", "approved_at": "2026-01-01T00:00Z"}
    if "replaces" in change:
        change |= {"replaces": draft}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RuleSet.objects.update(**change)


def test_a_draft_copies_all_that_another_says_under_its_own_code(draft, checker):
    copy = copy_rule_set(draft, code="nho-2025", title="Năm 2025", by=checker)

    with pytest.raises(RulesCodeTaken, match="mang mã này"):
        copy_rule_set(draft, code="nho-2025", by=checker)
    assert copy.document == RULES | {"code": "nho-2025"}
    assert (copy.accountability_rules, copy.minimum_sample) == (PEOPLE, 30)
    assert (copy.state, copy.version, copy.based_on, copy.author) == ("draft", 1, draft, checker)


def test_a_new_version_has_its_reason_and_there_is_one(draft, author, checker):
    with pytest.raises(RulesNotApproved, match="sửa thẳng"):
        new_rules_version(draft, reason="x", by=author)
    approve_rules(draft, by=checker)
    with pytest.raises(ValidationError, match="lý do"):
        new_rules_version(draft, reason=" ", by=author)

    version = new_rules_version(draft, reason="Ngưỡng mới", by=author)

    assert (version.version, version.replaces, version.code) == (2, draft, "nho-2024-pb2")
    with pytest.raises(RulesReplacedAlready, match="nho-2024-pb2"):
        new_rules_version(draft, reason="y", by=author)


def test_a_cycle_may_be_given_the_newest_approved_version(draft, author, checker):
    assert list(approved_rules()) == []
    approve_rules(draft, by=checker)
    version = new_rules_version(draft, reason="x", by=author)

    assert list(approved_rules()) == [draft]
    approve_rules(version, by=checker)
    assert list(approved_rules()) == [version]


def test_a_cycle_neither_opens_with_nor_changes_to_rules_that_nobody_approved(
    cycle, marker, make_unit
):
    approve_rules_of(cycle)
    other = copy_rule_set(cycle.rule_set, code="khac", by=marker)
    asked = {name: getattr(cycle, name) for name in SETTINGS} | {"rule_set": other}
    hue = make_unit("hue", level="province")

    with pytest.raises(RulesStillDraft, match="chưa được duyệt"):
        open_cycle(organiser=hue, year=2025, groups=[], by=marker, **asked)
    with pytest.raises(ChangeRefused, match="chưa được duyệt"):
        change_cycle(cycle, asked | {"last_on": date(2024, 12, 31)}, by=marker)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_is_told(draft, checker, make_user, beside):
    others = [checker, make_user("home_affairs", username="ba")]

    both = [beside(approve_rules, draft, by=one) for one in others]

    errors = sorted(type(one.exception(timeout=30)).__name__ for one in both)
    assert errors == ["NoneType", "RulesFrozen"]


@pytest.mark.django_db(transaction=True)
def test_rules_edited_while_they_are_approved_are_approved_as_read(
    draft, author, checker, beside, until_somebody_waits
):
    read = stamp_of(draft)
    with transaction.atomic():
        RuleSet.objects.select_for_update().get()
        approving = beside(approve_rules, draft, by=checker, stamp=read)
        until_somebody_waits()
        edit_rules(draft, {"title": "Khác"}, stamp=read, by=author)

    assert isinstance(approving.exception(timeout=30), RulesChanged)
    assert RuleSet.objects.get().state == "draft"
