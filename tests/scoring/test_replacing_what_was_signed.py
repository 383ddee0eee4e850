"""A block moved to another version of its set: no signature covers what became of the claims.

Alpha's nine claims are each in their first version. The new version has no 1.2 any more, and a
fault of 3.1 costs 0.25 instead of 0.5: the claim of 1.2 is dropped, that of 3.1 earns 2 − 0.25.
"""

from decimal import Decimal

import pytest
from django.utils.timezone import now

from scoring.models import Claim, CriteriaSet
from scoring.selectors.appraisal_pending import open_appraisals
from scoring.selectors.claim_sheets import changed_since_signing, claims_version
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_drafts import delete_criterion
from scoring.services.criteria_versions import approve_set, new_version
from scoring.services.sheet_signing import StepRefused, sign_sheet
from tests.claim_world import PAGE, build_sheets, leaf, put_claims
from tests.scoring.test_criteria_replacement import change, replace_knowingly
from tests.scoring.test_sheet_signing import PASSWORD, words


@pytest.fixture
def sheet(make_user):
    """Return alpha's sheet, filled in to the last leaf, under an approved set."""
    sheet = build_sheets()
    put_claims(sheet, make_user(username="staff"))
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    return sheet


@pytest.fixture
def head(make_user, sheet):
    """Return the head of alpha, who can sign by a password."""
    head = make_user("head", sheet.unit, username="thu-truong")
    head.set_password(PASSWORD)
    head.save()
    return head


@pytest.fixture
def replace(make_user, sheet):
    """Return a function that moves alpha's block, and says what was dropped or computed again."""
    author, checker = make_user(username="soan"), make_user(username="duyet")
    block = sheet.cycle_group
    version = new_version(block.criteria_set, reason="Bỏ 1.2", by=author)
    change(version, "1.1", author, max_points=Decimal(3))
    change(version, "3.1", author, leaf={"scoring": {"kind": "deduction", "per_fault": "0.25"}})
    gone = version.criteria.get(code="1.2")
    delete_criterion(version, gone.pk, stamp=stamp_of(version), by=author)
    approve_set(version, by=checker)

    return lambda: replace_knowingly(block, version, checker)


def test_one_claim_dropped_and_one_computed_again_is_a_change(sheet, head, replace):
    signed = sign_sheet(assessment=sheet, version=claims_version(sheet), by=head)
    assert list(changed_since_signing(sheet.cycle)) == []

    replace()

    assert signed.signed_version == 9
    assert claims_version(sheet) == 11  # one drop, one new version
    assert [it.unit.code for it in changed_since_signing(sheet.cycle)] == ["alpha"]
    problems = [it.message for it in open_appraisals(sheet.cycle)]
    assert (
        "Sở alpha: đổi điểm tự chấm hoặc tài liệu sau khi ký, thủ trưởng chưa ký lại." in problems
    )


def test_a_page_opened_before_the_block_was_moved_signs_nothing(client, sheet, head, replace):
    client.force_login(head)
    seen = client.get(f"{PAGE}ky/").context["form"]["ban"].value()
    replace()

    answer = client.post(f"{PAGE}ky/", {"ban": seen, "mat_khau": PASSWORD})

    assert answer.status_code == 409
    assert "Phiếu vừa thay đổi sau khi bạn mở trang. Hãy xem lại rồi ký." in words(answer)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.signed_version) == ("drafting", None)


def test_what_was_dropped_before_a_signature_is_no_change_after_it(sheet, head, replace):
    replace()

    signed = sign_sheet(assessment=sheet, version=11, by=head)

    assert signed.signed_version == 11
    assert list(changed_since_signing(sheet.cycle)) == []


def test_a_claim_made_again_is_not_the_one_that_was_signed(sheet, head):
    sign_sheet(assessment=sheet, version=9, by=head)
    claim = Claim.objects.get(criterion=leaf(sheet, "1.2"))
    claim.delete()
    claim.pk, claim.content, claim.points = None, {"choices": ["a"]}, 1
    claim.save(force_insert=True)

    assert [it.unit.code for it in changed_since_signing(sheet.cycle)] == ["alpha"]
    with pytest.raises(StepRefused):
        sign_sheet(assessment=sheet, version=9, by=head)
