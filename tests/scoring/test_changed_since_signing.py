"""Claims that changed after a sheet was signed: nobody has put their name to them yet."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from scoring.models import Assessment, Claim, Evidence, Reopening, Stage
from scoring.selectors.appraisal_pending import open_appraisals
from scoring.selectors.claim_sheets import changed_since_signing, claims_version
from scoring.services.claims import save_claim
from scoring.services.evidence import attach_document, detach_evidence, freeze_evidence
from scoring.services.sheet_signing import StepRefused, sign_sheet
from tests.claim_world import PAGE, build_sheets, leaf, move, put_claims, reopen
from tests.scoring.test_sheet_signing import OWN, act, words
from units.models import Unit


@pytest.fixture
def staff(make_user):
    """Return somebody who prepared the sheet."""
    return make_user(username="staff")


@pytest.fixture
def sheet(staff):
    """Return alpha's sheet, filled in to the last leaf."""
    sheet = build_sheets()
    put_claims(sheet, staff)
    return sheet


@pytest.fixture
def person(make_user, sheet):
    """Return a function that makes somebody with a role."""

    def make(role="head", username="visitor"):
        unit = Unit.through_time.get(code=OWN[role]) if role in OWN else None
        return make_user(role, unit, username=username)

    return make


def change(sheet: Assessment, by) -> None:
    """Claim three faults for 3.1 where there was one: version 1 becomes 2."""
    typed = {"so_luong": ["3"]}
    save_claim(
        assessment=sheet,
        criterion=leaf(sheet, "3.1"),
        typed=typed,
        explanation="",
        version=1,
        by=by,
    )


def expire() -> None:
    """Let the time of every area that was opened again be over."""
    Reopening.objects.update(until_on=localdate() - timedelta(days=1))


def changed_sentences(sheet: Assessment) -> list[str]:
    """Return what is said of claims that changed after a signature."""
    problems = open_appraisals(sheet.cycle)
    return [it.message for it in problems if it.code == "changed_since_signing"]


def test_a_signature_keeps_the_version_of_what_was_signed(sheet, person):
    signed = act("sign", sheet, person())

    assert signed.signed_version == 9  # nine claims, each in its first version
    assert list(changed_since_signing(sheet.cycle)) == []
    event = signed.events.order_by("-pgh_id").first()
    assert event.signed_version == 9


def test_what_changed_in_an_area_that_nobody_signed_again_holds_publication_back(
    sheet, staff, person
):
    head = person()
    reopen(act("sign", sheet, head), "3", staff)
    change(sheet, head)
    expire()

    assert changed_sentences(sheet) == [
        "Sở alpha: đổi điểm tự chấm hoặc tài liệu sau khi ký, thủ trưởng chưa ký lại."
    ]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.signed_version, claims_version(sheet)) == ("signed", 9, 10)


def test_signing_again_settles_it(sheet, staff, person):
    head = person()
    reopen(act("sign", sheet, head), "3", staff)
    change(sheet, head)

    act("sign", sheet, head)

    assert changed_sentences(sheet) == []


def test_an_area_opened_again_in_which_nothing_changed_holds_nothing_back(sheet, staff, person):
    reopen(act("sign", sheet, person()), "3", staff)
    expire()

    assert changed_sentences(sheet) == []


def test_claims_that_are_gone_after_the_signature_are_a_change_too(sheet, person):
    act("sign", sheet, person())
    Claim.objects.all().delete()

    assert [it.unit.code for it in changed_since_signing(sheet.cycle)] == ["alpha"]


def test_a_sheet_signed_before_versions_were_kept_is_not_listed(sheet, staff):
    move(sheet, "signed", staff)

    assert list(changed_since_signing(sheet.cycle)) == []


def test_a_unit_that_takes_no_part_is_not_listed(sheet, person):
    act("sign", sheet, person())
    Claim.objects.all().delete()
    Assessment.objects.filter(pk=sheet.pk).update(standing="excluded", reason="sắp xếp")

    assert list(changed_since_signing(sheet.cycle)) == []


@pytest.mark.parametrize("role", ["head", "officer", "home_affairs", "appraiser"])
def test_the_sheet_says_that_it_changed_after_the_signature(client, sheet, staff, person, role):
    head = person(username="thu-truong")
    reopen(act("sign", sheet, head), "3", staff)
    client.force_login(person(role))
    before = words(client.get(PAGE))
    change(sheet, head)
    open_again = words(client.get(PAGE))
    expire()
    over = words(client.get(PAGE))

    assert "đã đổi sau khi ký" not in before
    assert "Điểm tự chấm hoặc tài liệu đã đổi sau khi ký lúc" in open_again
    assert "Đã hết hạn mở lại" not in open_again
    assert "Đã hết hạn mở lại: hãy đề nghị mở lại lĩnh vực để ký." in over


def test_evidence_that_is_swapped_after_the_signature_is_a_change_too(sheet, staff, person):
    head = person()
    reopen(act("sign", sheet, head), "2", staff)

    detach_evidence(evidence=Evidence.objects.get(), by=head)

    assert [it.unit.code for it in changed_since_signing(sheet.cycle)] == ["alpha"]
    assert claims_version(sheet) == 10  # nine claims, and one document less for 2.2


def test_a_signature_does_not_cover_evidence_swapped_while_the_page_was_open(sheet, person):
    head, seen = person(), claims_version(sheet)
    document = Evidence.objects.get().document
    attach_document(assessment=sheet, criterion=leaf(sheet, "1.1"), document=document, by=head)

    with pytest.raises(StepRefused, match="Phiếu vừa thay đổi sau khi bạn mở trang"):
        sign_sheet(assessment=sheet, version=seen, by=head)
    assert sign_sheet(assessment=sheet, version=seen + 1, by=head).signed_version == 10


def test_freezing_what_was_signed_is_no_change(sheet, person):
    act("sign", sheet, person())
    Stage.objects.update(closes_on=localdate() - timedelta(days=1), closed_at=now())

    assert freeze_evidence(sheet.cycle) == 1
    assert list(changed_since_signing(sheet.cycle)) == []


def test_a_document_for_a_leaf_does_not_hinder_who_types_its_points(sheet, person):
    head = person("officer")
    document = Evidence.objects.get().document

    attach_document(assessment=sheet, criterion=leaf(sheet, "3.1"), document=document, by=head)
    change(sheet, head)

    assert Claim.objects.get(criterion__code="3.1").content == {"count": 3}
