"""A new version that turns a leaf into a penalty, or no longer has units claim it: all is said.

Alpha claims 0.25 of 3.4, a bonus of 2, and half a point by choice b of 1.2; both were appraised as
claimed. Nine claims, each in its first version: what is signed is version 9.
"""

import pytest
from django.utils.timezone import now

from scoring.models import Appraisal, Claim, CriteriaSet, Mark
from scoring.selectors.appraisal_changes import changed_after_appraisal
from scoring.selectors.claim_sheets import changed_since_signing, claims_version
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import approve_set, new_version
from tests.claim_world import build_sheets, leaf, move, put_claims
from tests.scoring.test_criteria_replacement import change
from units.models import Unit

PENALTY = {"scoring": {"kind": "direct"}, "role": "penalty"}
TURNED = "đổi thành điểm trừ"


@pytest.fixture
def staff(make_user):
    return make_user(username="staff")


@pytest.fixture
def sheet(staff):
    """Return alpha's sheet, signed, of which 1.2 and 3.4 were appraised as claimed."""
    sheet = build_sheets()
    put_claims(sheet, staff)
    appraise(sheet, "1.2", {"choices": ["b"]}, 1, staff)
    appraise(sheet, "3.4", {"points": "0.25"}, 1, staff)
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    sheet.signed_version = 9
    return move(sheet, "signed", staff)


def appraise(sheet, code, content, edition, by):
    """Appraise a leaf of alpha's as answering an edition of its claim."""
    given = {"assessment": sheet, "criterion": leaf(sheet, code), "content": content}
    Mark.objects.create(**given, marked_by=by)
    Appraisal.objects.create(
        **given,
        round="first",
        claim_edition=edition,
        appraised_by=by,
        appraiser_unit=Unit.through_time.get(code="beta"),
        assessed_unit=sheet.unit,
    )


@pytest.fixture
def replaced(make_user, staff, sheet):
    """Return a function that changes a leaf in a new version and moves the block; what was said."""

    def replace(code, **values) -> list[str]:
        block = sheet.cycle_group
        version = new_version(block.criteria_set, reason="Ghi nhầm", by=staff)
        change(version, code, staff, **values)
        approve_set(version, by=make_user(username="duyet"))
        with pytest.raises(DoesNotFit) as refusal:
            replace_in_cycle(block, version, by=staff)
        dropped = replace_in_cycle(block, version, by=staff, confirmed=refusal.value.stamp)
        block.refresh_from_db()
        return [str(misfit) for misfit in dropped]

    return replace


def to_look_at_again(sheet) -> list[str]:
    return [it.criterion.code for it in changed_after_appraisal(sheet.cycle)]


def test_what_was_signed_as_a_bonus_does_not_become_a_penalty_in_silence(sheet, replaced):
    said = replaced("3.4", leaf=PENALTY)

    assert said == [
        f"Sở alpha, 3.4: điểm (0,25 điểm) – {TURNED}; điểm giữ nguyên, hãy xem lại",
        f"Sở alpha, 3.4: điểm tự chấm (0,25 điểm) – {TURNED}; phải ký lại",
        "Sở alpha, 3.4: điểm thẩm định (Thẩm định lần đầu: 0,25 điểm)"
        f" – {TURNED}; phải thẩm định lại",
    ]
    claim = Claim.objects.get(criterion=leaf(sheet, "3.4"))
    assert (claim.content, claim.version, claims_version(sheet)) == ({"points": "0.25"}, 2, 10)
    assert [it.unit.code for it in changed_since_signing(sheet.cycle)] == ["alpha"]
    assert to_look_at_again(sheet) == ["3.4"]


def test_a_claim_of_a_draft_goes_over_in_another_version_for_whoever_has_its_page(
    sheet, staff, replaced
):
    sheet.signed_version = None
    move(sheet, "drafting", staff)

    said = replaced("3.4", leaf=PENALTY)

    assert [it.partition(" (")[0] for it in said] == [
        "Sở alpha, 3.4: điểm",
        "Sở alpha, 3.4: điểm thẩm định",
    ]
    assert Claim.objects.get(criterion=leaf(sheet, "3.4")).version == 2


@pytest.mark.parametrize("edition", [None, 1])
def test_an_appraisal_of_a_claim_is_to_be_looked_at_again(sheet, replaced, edition):
    """Of an older appraisal nobody noted which claim it answers."""
    Appraisal.objects.update(claim_edition=edition)

    replaced("3.4", leaf=PENALTY)

    assert to_look_at_again(sheet) == ["3.4"]
    assert Appraisal.objects.get(criterion=leaf(sheet, "3.4")).claim_edition == 1


@pytest.mark.parametrize("edition", [None, 0])
def test_an_appraisal_without_a_claim_is_to_be_looked_at_again(sheet, replaced, edition):
    Claim.objects.filter(criterion=leaf(sheet, "3.4")).delete()
    Appraisal.objects.update(claim_edition=edition)

    replaced("3.4", leaf=PENALTY)

    assert to_look_at_again(sheet) == (["1.2", "3.4"] if edition == 0 else ["3.4"])


def test_a_claim_of_a_leaf_that_units_no_longer_claim_is_dropped_and_said(sheet, replaced):
    said = replaced("1.2", is_self_scored=False)

    turned = "phiên bản mới không để đơn vị tự chấm"
    assert said == [
        f"Sở alpha, 1.2: điểm (b) – {turned}; điểm giữ nguyên, hãy xem lại",
        f"Sở alpha, 1.2: điểm tự chấm (b) – {turned}",
        f"Sở alpha, 1.2: điểm thẩm định (Thẩm định lần đầu: b) – {turned}; phải thẩm định lại",
    ]
    assert not Claim.objects.filter(criterion__code="1.2").exists()
    # the claim counted one in what was signed, and two now that it is gone
    assert claims_version(sheet) == 10
    assert to_look_at_again(sheet) == ["1.2"]


def test_what_was_appraised_before_units_were_to_claim_it_is_looked_at_again(
    sheet, staff, replaced
):
    appraise(sheet, "2.4", {"points": "1"}, 0, staff)

    said = replaced("2.4", is_self_scored=True)

    turned = "phiên bản mới để đơn vị tự chấm"
    assert said == [
        f"Sở alpha, 2.4: điểm (1 điểm) – {turned}; điểm giữ nguyên, hãy xem lại",
        f"Sở alpha, 2.4: điểm thẩm định (Thẩm định lần đầu: 1 điểm) – {turned}; phải thẩm định lại",
    ]
    assert to_look_at_again(sheet) == ["2.4"]
