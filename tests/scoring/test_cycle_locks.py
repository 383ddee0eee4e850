"""Who waits for whom while something of a cycle is written: each case by two connections."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from scoring.models import Appraisal, Assessment, Claim, Mark, Stage
from scoring.selectors.claim_sheets import claims_version
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import appraise_leaf
from scoring.services.claims import ClaimRefused, save_claim
from scoring.services.criteria_applicability import CannotDecide, declare_not_applicable
from scoring.services.cycle_locks import hold_sheet
from scoring.services.marks_intake import import_marks
from scoring.services.ranking import hold_cycle
from scoring.services.sheet_signing import StepRefused, sign_sheet
from tests.appraisal_world import build_appraisal, leaf_of, published, sheet_of
from tests.claim_world import build_sheets, leaf, put_claims
from units.models import Unit, UnitGroup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet() -> Assessment:
    """Return alpha's sheet, days of self-scoring."""
    return build_sheets()


@pytest.fixture
def officer(sheet, make_user):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit, username="can-bo")


@pytest.fixture
def head(sheet, make_user):
    """Return alpha's head, whose sheet is filled in to the last leaf."""
    head = make_user("head", sheet.unit, username="thu-truong")
    put_claims(sheet, head)
    return head


def save(sheet, by, version=0) -> Claim:
    """Claim two points for 1.1 of a sheet."""
    return save_claim(
        assessment=sheet,
        criterion=leaf(sheet, "1.1"),
        typed={"diem": ["2"]},
        explanation="Đã báo cáo",
        version=version,
        by=by,
    )


def test_a_leaf_saved_while_the_sheet_is_signed_is_refused(
    sheet, officer, head, beside, until_somebody_waits
):
    with transaction.atomic():
        sign_sheet(assessment=sheet, version=claims_version(sheet), by=head)
        saving = beside(save, sheet, officer, version=1)
        until_somebody_waits()

    with pytest.raises(ClaimRefused, match="Phiếu đã ký"):
        saving.result(timeout=30)
    assert Claim.objects.get(criterion__code="1.1").points == 1.5


def test_a_sheet_signed_while_a_leaf_is_saved_is_shown_again_first(
    sheet, officer, head, beside, until_somebody_waits
):
    seen = claims_version(sheet)
    with transaction.atomic():
        save(sheet, officer, version=1)
        signing = beside(sign_sheet, assessment=sheet, version=seen, by=head)
        until_somebody_waits()

    with pytest.raises(StepRefused, match="Phiếu vừa thay đổi"):
        signing.result(timeout=30)
    sheet.refresh_from_db()
    assert sheet.state == "drafting"


def test_officers_of_two_units_do_not_wait_for_each_other(sheet, officer, make_user, beside):
    beta = Assessment.objects.get(unit__code="beta")
    other = make_user("officer", beta.unit, username="can-bo-beta")
    with transaction.atomic():
        save(sheet, officer)
        beside(save, beta, other).result(timeout=30)

    assert Claim.objects.count() == 2


def test_a_publication_sees_the_leaf_that_is_being_saved(
    sheet, officer, beside, until_somebody_waits
):
    with transaction.atomic():
        save(sheet, officer)
        publishing = beside(claims_seen_by_a_publication, sheet.cycle_id)
        until_somebody_waits()

    assert publishing.result(timeout=30) == 1


def test_a_leaf_saved_while_the_year_is_closed_and_published_is_refused(
    sheet, officer, beside, until_somebody_waits
):
    with transaction.atomic():
        hold_cycle(sheet.cycle_id)
        Stage.objects.update(closed_at=now(), closes_on=now())
        saving = beside(save, sheet, officer)
        until_somebody_waits()

    with pytest.raises(ClaimRefused, match="Đã hết hạn tự chấm điểm"):
        saving.result(timeout=30)
    assert not Claim.objects.exists()


def test_what_is_decided_of_a_leaf_while_the_year_is_published_is_refused(
    marker, beside, until_somebody_waits
):
    cycle = build_appraisal(marker)
    sheet, one = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A.1")
    with transaction.atomic():
        published(cycle, marker)
        excusing = beside(
            declare_not_applicable, assessment=sheet, criterion=one, reason="Bão", by=marker
        )
        until_somebody_waits()

    with pytest.raises(CannotDecide, match="đã công bố"):
        excusing.result(timeout=30)
    assert Mark.objects.get(assessment=sheet, criterion=one).content == {"points": "0"}


def test_an_appraisal_and_a_file_of_marks_do_not_lock_each_other_out(
    marker, make_user, stored_file, beside, until_somebody_waits
):
    """The file writes the mark first; at its end the database looks the mark's sheet up."""
    cycle = build_appraisal(marker)
    sheet = sheet_of(cycle, "tai-chinh")
    appraiser = make_user("appraiser", Unit.through_time.get(code="noi-vu"), username="mot")
    file = stored_file("Mã đơn vị,Mã tiêu chí,Điểm\ntai-chinh,A.1,3\n")
    with transaction.atomic():
        import_marks(file, cycle=cycle, by=marker)
        appraising = beside(
            appraise_leaf,
            assessment=sheet,
            criterion=leaf_of(cycle, "A.1"),
            given=Given(None, seen_claim=1, is_as_claimed=True),
            by=appraiser,
        )
        until_somebody_waits()

    assert appraising.result(timeout=30).points == 4
    assert Appraisal.objects.get().points == 4
    assert Mark.objects.get().content == {"points": "4"}


def test_a_leaf_saved_while_its_sheet_moves_to_another_block_goes_by_the_new_one(
    sheet, officer, beside, until_somebody_waits
):
    group = UnitGroup.objects.create(code="khac", title="Khác")
    old_set = sheet.cycle_group.criteria_set
    other = sheet.cycle.groups.create(group=group, position=2, criteria_set=old_set)
    with transaction.atomic():
        moved = hold_sheet(sheet)
        moved.cycle_group = other
        moved.save(update_fields=["cycle_group"])
        saving = beside(save, sheet, officer)
        until_somebody_waits()

    assert saving.result(timeout=30).assessment.cycle_group == other


def claims_seen_by_a_publication(cycle_id: int) -> int:
    """Return how many claims somebody who holds the cycle, as publishing does, finds."""
    with transaction.atomic():
        hold_cycle(cycle_id)
        return Claim.objects.count()
