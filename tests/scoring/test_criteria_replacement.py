"""A typo found after marks exist: a new version, and the block moved to it with all it carries."""

from decimal import Decimal

import pytest
from django.utils.timezone import now

from scoring.models import (
    Appraisal,
    AreaOwner,
    Claim,
    Explanation,
    Mark,
    Publication,
    Reopening,
)
from scoring.selectors.criteria import stamp_of
from scoring.selectors.criteria_links import forebears, successors
from scoring.services.criteria_applicability import declare_not_applicable
from scoring.services.criteria_drafts import delete_criterion, put_criterion
from scoring.services.criteria_replacement import (
    DoesNotFit,
    NotItsVersion,
    ResultPublished,
    replace_in_cycle,
)
from scoring.services.criteria_rows import CriterionRow, rows_of
from scoring.services.criteria_versions import (
    SetNotApproved,
    approve_set,
    clone_set,
    new_version,
    put_in_force,
)
from scoring.services.ranking import rank_cycle
from tests.scoring_world import approve_sets
from units.models import Unit


@pytest.fixture
def block(cycle):
    approve_sets(cycle)
    return cycle.groups.select_related("criteria_set").get()


@pytest.fixture
def checker(make_user):
    return make_user("home_affairs", username="duyet")


@pytest.fixture
def version(block, marker):
    return new_version(block.criteria_set, reason="Ghi nhầm", by=marker)


def change(criteria_set, code, by, **values):
    """Change one criterion of a draft."""
    row = next(row for row in rows_of(criteria_set) if row.code == code)
    given = {name: getattr(row, name) for name in CriterionRow.__slots__} | values
    put_criterion(criteria_set, CriterionRow(**given), stamp=stamp_of(criteria_set), by=by)


def replace_knowingly(block, version, by):
    """Move a block once what does not fit was listed; return what was dropped."""
    with pytest.raises(DoesNotFit) as refusal:
        replace_in_cycle(block, version, by=by)
    return replace_in_cycle(block, version, by=by, confirmed=refusal.value.stamp)


def leaf(criteria_set, code="1.1"):
    return criteria_set.criteria.get(code=code)


def test_a_title_mended_carries_every_mark_over(cycle, block, version, marker, checker):
    before = rank_cycle(cycle.pk, by=None)
    change(version, "1.1", marker, title="Kế hoạch năm")
    approve_set(version, by=checker)

    dropped = replace_in_cycle(block, version, by=marker)

    assert dropped == []
    marks = Mark.objects.values_list("assessment__unit__code", "content", "criterion__title")
    assert sorted((code, content["points"], title) for code, content, title in marks) == [
        ("alpha", "4.5", "Kế hoạch năm"),
        ("beta", "6", "Kế hoạch năm"),
        ("gamma", "3", "Kế hoạch năm"),
    ]
    after = rank_cycle(cycle.pk, by=None)
    assert [line.published for line in after.lines.order_by("position")] == [
        line.published for line in before.lines.order_by("position")
    ]


def test_what_no_longer_fits_is_listed_and_nothing_is_moved(cycle, block, version, marker, checker):
    """1.1 falls from 6 to 4 points, 2.1 rises to 6: alpha's 4,5 and beta's 6 are too many."""
    for code, most in (("1", "4"), ("1.1", "4"), ("2", "6"), ("2.1", "6")):
        change(version, code, marker, max_points=Decimal(most))
    approve_set(version, by=checker)

    with pytest.raises(DoesNotFit) as refusal:
        replace_in_cycle(block, version, by=marker)

    assert [(it.unit, it.code, it.what) for it in refusal.value.misfits] == [
        ("Sở alpha", "1.1", "điểm"),
        ("Sở beta", "1.1", "điểm"),
    ]
    block.refresh_from_db()
    assert block.criteria_set.version == 1
    assert Mark.objects.count() == 3


def test_what_is_dropped_knowingly_stays_in_the_history(cycle, block, version, marker, checker):
    for code, most in (("1", "4"), ("1.1", "4"), ("2", "6"), ("2.1", "6")):
        change(version, code, marker, max_points=Decimal(most))
    approve_set(version, by=checker)

    dropped = replace_knowingly(block, version, marker)

    assert len(dropped) == 2
    assert Mark.objects.get().content == {"points": "3"}
    events = Mark.pgh_event_model.objects.filter(pgh_label="delete")
    assert sorted(event.content["points"] for event in events) == ["4.5", "6"]


def test_a_claim_that_does_not_fit_keeps_its_explanation(cycle, block, version, marker, checker):
    sheet = cycle.assessments.get(unit__code="gamma")
    Claim.objects.create(
        assessment=sheet,
        criterion=leaf(block.criteria_set),
        content={"points": "5"},
        points=Decimal(5),
        explanation="Có kế hoạch riêng",
        claimed_by=marker,
    )
    for code, most in (("1", "4"), ("1.1", "4"), ("2", "6"), ("2.1", "6")):
        change(version, code, marker, max_points=Decimal(most))
    approve_set(version, by=checker)

    replace_knowingly(block, version, marker)

    claim = Claim.objects.get()
    assert (claim.content, claim.points, claim.version) == (None, None, 2)
    assert claim.explanation == "Có kế hoạch riêng"
    assert claim.criterion == leaf(version)


def test_points_are_computed_again_under_the_new_rule(cycle, block, version, marker, checker):
    sheet = cycle.assessments.get(unit__code="gamma")
    appraisal = Appraisal.objects.create(
        assessment=sheet,
        criterion=leaf(block.criteria_set),
        round="first",
        content={"points": "2.55"},
        points=Decimal("2.55"),
        appraised_by=marker,
        appraiser_unit=Unit.through_time.get(code="alpha"),
        assessed_unit=sheet.unit,
    )
    rounded = {"scoring": {"kind": "direct"}, "decimals": 1}
    change(version, "1.1", marker, leaf=rounded)
    approve_set(version, by=checker)

    replace_in_cycle(block, version, by=marker)

    appraisal.refresh_from_db()
    # 2,55 rounded half up to one decimal is 2,6
    assert (appraisal.points, appraisal.version) == (Decimal("2.6"), 2)


def sign_claim(cycle, block, by, points):
    """Give gamma's sheet a claim of 1.1 and have it signed."""
    sheet = cycle.assessments.get(unit__code="gamma")
    claim = Claim.objects.create(
        assessment=sheet,
        criterion=leaf(block.criteria_set),
        content={"points": points},
        points=Decimal(points),
        claimed_by=by,
    )
    sheet.state, sheet.signature = "signed", "password"
    sheet.submitted_at = sheet.signed_at = now()
    sheet.submitted_by = sheet.signed_by = by
    sheet.save()
    return claim


def test_a_signed_claim_gets_other_points_only_once_confirmed(
    cycle, block, version, marker, checker
):
    claim = sign_claim(cycle, block, marker, "2.55")
    change(version, "1.1", marker, leaf={"scoring": {"kind": "direct"}, "decimals": 1})
    approve_set(version, by=checker)

    with pytest.raises(DoesNotFit) as refusal:
        replace_in_cycle(block, version, by=marker)
    replace_in_cycle(block, version, by=marker, confirmed=refusal.value.stamp)

    # 2,55 rounded half up to one decimal is 2,6
    assert [str(it) for it in refusal.value.misfits] == [
        "Sở gamma, 1.1: điểm tự chấm (2,55 điểm) – phiếu đã ký, điểm tính lại từ 2,55 thành 2,6"
    ]
    claim.refresh_from_db()
    assert (claim.points, claim.content) == (Decimal("2.6"), {"points": "2.55"})


def test_a_signed_claim_that_keeps_its_points_needs_no_confirmation(
    cycle, block, version, marker, checker
):
    claim = sign_claim(cycle, block, marker, "2.5")
    change(version, "1.1", marker, leaf={"scoring": {"kind": "direct"}, "decimals": 1})
    approve_set(version, by=checker)

    assert replace_in_cycle(block, version, by=marker) == []
    claim.refresh_from_db()
    assert (claim.points, claim.version) == (Decimal("2.5"), 1)
    assert claim.criterion == leaf(version)


def test_a_published_cycle_keeps_its_set(cycle, block, version, marker, checker):
    run = rank_cycle(cycle.pk, by=None)
    Publication.objects.create(
        cycle=cycle, run=run, decision_number="12", decided_on="2025-01-31", published_by=marker
    )
    approve_set(version, by=checker)

    with pytest.raises(ResultPublished, match="công bố theo Quyết định số 12"):
        replace_in_cycle(block, version, by=marker)

    block.refresh_from_db()
    assert block.criteria_set.version == 1


def test_everything_else_that_hangs_on_a_leaf_or_area_goes_along(
    cycle, block, version, marker, checker
):
    old, sheet = block.criteria_set, cycle.assessments.get(unit__code="alpha")
    Explanation.objects.create(
        assessment=sheet, criterion=leaf(old), stance="agree", explained_by=marker
    )
    AreaOwner.objects.create(cycle_group=block, area=leaf(old, "1"), owner=sheet.unit)
    Reopening.objects.create(
        assessment=sheet,
        area=leaf(old, "2"),
        until_on="2025-02-01",
        reason="Bổ sung",
        opened_by=marker,
    )
    declare_not_applicable(assessment=sheet, criterion=leaf(old), reason="Không có", by=marker)
    approve_set(version, by=checker)

    replace_in_cycle(block, version, by=marker)

    assert Explanation.objects.get().criterion == leaf(version)
    assert AreaOwner.objects.get().area == leaf(version, "1")
    assert Reopening.objects.get().area == leaf(version, "2")
    assert Mark.objects.get(assessment=sheet).criterion == leaf(version)


def test_a_leaf_that_is_gone_drops_what_hung_on_it(cycle, block, version, marker, checker):
    area = leaf(version, "1")
    change(version, "2", marker, max_points=Decimal(10))
    change(version, "2.1", marker, max_points=Decimal(10))
    delete_criterion(version, area.pk, stamp=stamp_of(version), by=marker)
    AreaOwner.objects.create(
        cycle_group=block,
        area=leaf(block.criteria_set, "1"),
        owner=Unit.through_time.get(code="alpha"),
    )
    approve_set(version, by=checker)

    with pytest.raises(DoesNotFit) as refusal:
        replace_in_cycle(block, version, by=marker)

    said = [str(misfit) for misfit in refusal.value.misfits]
    assert len(said) == 4
    assert said[0] == ("1: phân công thẩm định (Sở alpha) – phiên bản mới không còn tiêu chí này")


def test_a_draft_or_another_set_does_not_replace(cycle, block, version, marker, checker):
    with pytest.raises(SetNotApproved, match="chưa được duyệt"):
        replace_in_cycle(block, version, by=marker)
    other = clone_set(block.criteria_set, code="khac", by=marker)
    approve_set(other, by=checker)

    with pytest.raises(NotItsVersion):
        replace_in_cycle(block, other, by=marker)


def test_the_version_is_in_force_if_the_one_before_was(block, version, marker, checker):
    put_in_force(block.criteria_set, by=marker)
    approve_set(version, by=checker)

    replace_in_cycle(block, version, by=marker)

    version.refresh_from_db()
    assert version.state == "in_force"


def test_links_lead_through_versions_to_the_year_before(block, marker, checker):
    first = clone_set(block.criteria_set, code="bo-2025", by=marker)
    approve_set(first, by=checker)
    second = new_version(first, reason="Sửa", by=marker)
    approve_set(second, by=checker)
    third = new_version(second, reason="Sửa nữa", by=marker)

    assert forebears(third)[leaf(third).pk] == leaf(block.criteria_set)
    assert successors(first, third)[leaf(first).pk] == leaf(third)
    assert successors(block.criteria_set, third) == {}
