"""Saving claims: what is kept, what is refused, and who meets whom on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.timezone import now

from scoring.domain.entry import EntryRefused
from scoring.models import Claim, Criterion, Mark
from scoring.services.claims import (
    ClaimConflict,
    ClaimRefused,
    TypedLeaf,
    save_claim,
    save_claims,
)
from scoring.services.cycle_locks import hold_sheet
from tests.claim_world import TYPED, build_sheets, leaf, move, reopen
from tests.scoring_world import CRITERIA
from units.models import Unit


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit)


@pytest.fixture
def head(make_user, sheet):
    """Return alpha's head."""
    return make_user("head", sheet.unit)


def save(sheet, by, code="1.1", typed=None, *, version=0, explanation="", at=None) -> Claim:
    """Save a leaf by its code, as TYPED says unless something else is typed."""
    return save_claim(
        assessment=sheet,
        criterion=leaf(sheet, code),
        typed=TYPED[code] if typed is None else typed,
        explanation=explanation,
        version=version,
        by=by,
        at=at,
    )


@pytest.mark.parametrize(
    ("code", "content", "points"),
    [
        ("1.1", {"points": "1.5"}, "1.5"),
        ("1.2", {"choices": ["b"]}, "0.5"),
        ("1.3", {"choices": ["a", "c"]}, "2"),
        ("2.2", {"numerator": 3, "denominator": 4}, "2.25"),  # 3/4 × 3
        ("2.3", {"value": "0.93"}, "2"),
        ("3.1", {"count": 1}, "1.5"),  # 2 − 0.5
        ("3.2", {"count": 2}, "0.5"),
        ("3.3", {"counts": {"A": 10, "B": 10}}, "0.75"),  # (10 + 5) / 20
        ("3.4", {"points": "0.25"}, "0.25"),
    ],
)
def test_each_kind_of_leaf_is_kept_with_what_the_core_makes_of_it(
    sheet, officer, code, content, points
):
    claim = save(sheet, officer, code)

    assert claim.content == content
    assert claim.points == Decimal(points)
    assert (claim.version, claim.claimed_by) == (1, officer)


def test_a_claim_is_no_mark(sheet, officer):
    save(sheet, officer)

    assert not Mark.objects.exists()


def test_the_same_once_more_changes_nothing_whatever_version_it_was_typed_on(sheet, officer, head):
    save(sheet, officer)

    again = save(sheet, head, version=0)

    assert (again.version, again.claimed_by) == (1, officer)


def test_an_empty_field_withdraws_the_claim_and_keeps_its_version_rising(sheet, officer):
    save(sheet, officer)

    claim = save(sheet, officer, typed={"diem": [""]}, version=1)

    assert (claim.content, claim.points, claim.version) == (None, None, 2)


def test_none_of_a_checklist_is_a_claim_of_zero(sheet, officer):
    claim = save(sheet, officer, "1.3", {"lua_chon": [""]})

    assert (claim.content, claim.points) == ({"choices": []}, 0)


def test_whoever_saves_on_an_older_version_overwrites_nothing(sheet, officer, head):
    save(sheet, officer, explanation="Của cán bộ")

    with pytest.raises(ClaimConflict) as conflict:
        save(sheet, head, typed={"diem": ["2"]}, explanation="Của thủ trưởng")

    assert conflict.value.theirs.content == {"points": "1.5"}
    assert conflict.value.theirs.claimed_by == officer
    assert conflict.value.content == {"points": "2"}
    assert conflict.value.explanation == "Của thủ trưởng"
    assert Claim.objects.get().explanation == "Của cán bộ"


def test_a_version_of_the_future_is_a_conflict_too(sheet, officer):
    save(sheet, officer)

    with pytest.raises(ClaimConflict):
        save(sheet, officer, typed={"diem": ["2"]}, version=7)


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("1.1", {"diem": ["2,01"]}),
        ("1.1", {"diem": ["-1"]}),
        ("1.1", {"diem": ["nhiều"]}),
        ("1.2", {"lua_chon": ["a", "b"]}),
        ("1.2", {"lua_chon": ["z"]}),
        ("1.3", {"lua_chon": ["a", "a"]}),
        ("2.2", {"tu_so": ["5"], "mau_so": ["4"], "gia_tri": [""]}),
        ("2.2", {"tu_so": ["0"], "mau_so": ["0"], "gia_tri": [""]}),
        ("3.2", {"so_luong": ["1,5"]}),
    ],
)
def test_what_is_no_mark_of_the_leaf_is_refused_in_words(sheet, officer, code, typed):
    with pytest.raises(EntryRefused) as refusal:
        save(sheet, officer, code, typed)

    assert refusal.value.sentences
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("1.1", {}),
        ("1.1", {"lua_chon": ["a"]}),
        ("1.1", {"diem": ["1"], "so_luong": ["1"]}),
        ("1.2", {"diem": ["1"]}),
        ("2.2", {"gia_tri": ["0,5"]}),
        ("3.3", {"tra_loi_A": ["1"], "tra_loi_B": ["1"], "tra_loi_C": ["1"]}),
        ("1.1", {"diem": ["1"], "standing": ["excluded"]}),
    ],
)
def test_forged_fields_are_refused_and_withdraw_nothing(sheet, officer, code, typed):
    save(sheet, officer, code)

    with pytest.raises(ClaimRefused, match="biểu mẫu không đúng"):
        save(sheet, officer, code, typed, version=1)

    assert Claim.objects.get().version == 1


@pytest.mark.parametrize(("code", "words"), [("2.1", "lấy từ số liệu"), ("2.4", "điều tra")])
def test_what_a_fact_or_a_survey_marks_takes_no_claim(sheet, officer, code, words):
    with pytest.raises(ClaimRefused, match=words):
        save(sheet, officer, code, {"diem": ["1"]})


def test_what_does_not_apply_takes_no_claim(sheet, officer):
    reason = {"state": "not_applicable", "reason": "Không có cấp dưới"}
    Mark.objects.create(
        assessment=sheet, criterion=leaf(sheet, "1.1"), content=reason, marked_by=officer
    )

    with pytest.raises(ClaimRefused, match="Không có cấp dưới"):
        save(sheet, officer)


def test_a_leaf_of_another_set_and_a_heading_are_refused(sheet, officer):
    from scoring.services.criteria import create_criteria_set

    others = create_criteria_set(CRITERIA)

    for criterion in (others.criteria.get(code="1.1"), leaf(sheet, "1")):
        with pytest.raises(ClaimRefused, match="không thuộc bộ tiêu chí"):
            save_claim(
                assessment=sheet,
                criterion=criterion,
                typed={"diem": ["1"]},
                explanation="",
                version=0,
                by=officer,
            )
    assert Criterion.objects.filter(code="1.1").count() == 2
    assert not Claim.objects.exists()


@pytest.mark.parametrize("role", ["home_affairs", "appraiser", "leader", "reader", "sister", None])
def test_nobody_but_the_unit_saves(sheet, make_user, role):
    beta = Unit.through_time.get(code="beta")
    user = make_user("officer" if role == "sister" else role, beta if role == "sister" else None)

    with pytest.raises(ClaimRefused):
        save(sheet, user)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "signed"])
def test_a_sheet_out_of_their_hands_is_locked(sheet, officer, state):
    move(sheet, state, officer)

    with pytest.raises(ClaimRefused, match="Phiếu đ"):
        save(sheet, officer)


def test_nothing_is_saved_once_the_last_day_is_over(sheet, officer):
    late = now() + timedelta(days=6)

    with pytest.raises(ClaimRefused, match="Đã hết hạn tự chấm điểm"):
        save(sheet, officer, at=late)
    assert not Claim.objects.exists()


def test_of_a_reopened_sheet_one_area_alone_takes_claims(sheet, officer):
    reopen(move(sheet, "signed", officer), "2", officer)

    assert save(sheet, officer, "2.2").version == 1
    with pytest.raises(ClaimRefused, match="lĩnh vực 1 đang khóa"):
        save(sheet, officer, "1.1")


def test_several_leaves_are_saved_all_or_none(sheet, officer, head):
    save(sheet, head, "1.2")
    typed = [TypedLeaf(leaf(sheet, code), TYPED[code], "", 0) for code in ("1.1", "2.2")]
    older = TypedLeaf(leaf(sheet, "1.2"), {"lua_chon": ["a"]}, "", 0)

    with pytest.raises(ClaimConflict):
        save_claims(assessment=sheet, typed=[*typed, older], by=officer)
    assert Claim.objects.get().criterion.code == "1.2"


def test_saving_costs_the_same_for_one_leaf_and_for_all(
    sheet, officer, django_assert_max_num_queries
):
    typed = [TypedLeaf(leaf(sheet, code), TYPED[code], "", 0) for code in TYPED]

    with django_assert_max_num_queries(13 + len(typed)):
        save_claims(assessment=sheet, typed=typed, by=officer)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_leaf_at_once_one_is_told(make_user, beside, until_somebody_waits):
    sheet = build_sheets()
    first, second = (make_user("officer", sheet.unit, name) for name in ("mot", "hai"))

    with transaction.atomic():
        hold_sheet(sheet)
        waiting = beside(save, sheet, second, typed={"diem": ["2"]})
        until_somebody_waits()
        save(sheet, first)

    with pytest.raises(ClaimConflict) as conflict:
        waiting.result()
    assert conflict.value.theirs.claimed_by == first
    assert Claim.objects.get().content == {"points": "1.5"}


@pytest.mark.django_db(transaction=True)
def test_two_who_save_two_leaves_at_once_both_keep_their_work(make_user, beside):
    sheet = build_sheets()
    people = [make_user("officer", sheet.unit, name) for name in ("mot", "hai")]

    saved = [beside(save, sheet, by, code) for by, code in zip(people, ("1.1", "1.2"), strict=True)]

    assert [one.result().version for one in saved] == [1, 1]
    assert Claim.objects.count() == 2
