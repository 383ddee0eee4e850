"""What a unit saves while its block is moved to another version of the set waits, and is told."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from scoring.models import Claim, CriteriaSet, Document, Evidence
from scoring.services.claims import ClaimRefused, save_claim
from scoring.services.criteria_replacement import replace_in_cycle
from scoring.services.criteria_versions import approve_set, new_version
from scoring.services.cycle_locks import hold_sheet
from scoring.services.evidence import EvidenceRefused, attach_document, detach_evidence
from scoring.services.ranking import hold_cycle
from tests.claim_world import PAGE, build_sheets, cite, leaf
from tests.scoring.test_criteria_replacement import change

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet():
    """Return alpha's sheet, days of self-scoring."""
    return build_sheets()


@pytest.fixture
def officer(sheet, make_user):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit, username="can-bo")


@pytest.fixture
def version(sheet, make_user):
    """Return an approved version of the set with another title for 1.1."""
    author, checker = make_user(username="soan"), make_user(username="duyet")
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    draft = new_version(sheet.cycle_group.criteria_set, reason="Sửa 1.1", by=author)
    change(draft, "1.1", author, title="Kế hoạch năm")
    return approve_set(draft, by=checker)


def test_a_claim_saved_meanwhile_is_refused_in_a_sentence(
    sheet, officer, version, beside, until_somebody_waits
):
    claim = {
        **{"assessment": sheet, "criterion": leaf(sheet, "1.1"), "typed": {"diem": ["1,5"]}},
        **{"explanation": "", "version": 0, "by": officer},
    }
    with transaction.atomic():
        replace_in_cycle(sheet.cycle_group, version, by=officer)
        saving = beside(save_claim, **claim)
        until_somebody_waits()

    with pytest.raises(ClaimRefused, match="không thuộc bộ tiêu chí"):
        saving.result(timeout=30)
    assert not Claim.objects.exists()


def test_what_was_typed_meanwhile_is_shown_again_without_scripts(client, sheet, officer, version):
    """The form was opened before the block moved, and sent after."""
    old = leaf(sheet, "1.1")
    with transaction.atomic():
        replace_in_cycle(sheet.cycle_group, version, by=officer)
    client.force_login(officer)
    form = {"diem": "1,5", "giai_trinh": "Đã trình", "phien_ban": "0"}

    page = client.post(f"{PAGE}tieu-chi/{old.pk}/", form)

    assert page.status_code == 422
    shown = page.content.decode()
    assert "Bộ tiêu chí vừa có phiên bản mới; chưa lưu." in shown
    assert 'value="1,5"' in shown and "Đã trình" in shown
    assert not Claim.objects.exists()


def test_a_document_cited_meanwhile_is_refused_in_a_sentence(
    sheet, officer, version, beside, until_somebody_waits
):
    cite(sheet, "1.2", officer)
    with transaction.atomic():
        replace_in_cycle(sheet.cycle_group, version, by=officer)
        citing = beside(
            attach_document,
            assessment=sheet,
            criterion=leaf(sheet, "1.1"),
            document=Document.objects.get(),
            by=officer,
        )
        until_somebody_waits()

    with pytest.raises(EvidenceRefused, match="không thuộc phiếu"):
        citing.result(timeout=30)
    assert Evidence.objects.get().criterion.criteria_set_id == version.pk


def test_the_block_waits_for_a_claim_under_way(
    sheet, officer, version, beside, until_somebody_waits
):
    """The officer's points move along: a title changes nothing of what was claimed."""
    with transaction.atomic():
        hold_sheet(sheet)
        moving = beside(replace_in_cycle, sheet.cycle_group, version, by=officer)
        until_somebody_waits()
        save_claim(
            assessment=sheet,
            criterion=leaf(sheet, "1.1"),
            typed={"diem": ["1,5"]},
            explanation="",
            version=0,
            by=officer,
        )

    moving.result(timeout=30)
    assert Claim.objects.get().criterion.criteria_set_id == version.pk


def test_a_citation_taken_off_waits_for_a_publication(sheet, officer, beside, until_somebody_waits):
    evidence = cite(sheet, "1.1", officer)
    with transaction.atomic():
        hold_cycle(sheet.cycle_id)
        taking_off = beside(detach_evidence, evidence=evidence, by=officer)
        until_somebody_waits()
        assert Evidence.objects.exists()

    taking_off.result(timeout=30)
    assert not Evidence.objects.exists()
