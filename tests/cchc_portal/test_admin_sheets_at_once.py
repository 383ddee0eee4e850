"""A sheet's form in the admin is stored while its unit works on it: it writes what it changed."""

import pytest
from django.db import transaction

from scoring.models import Assessment, SheetStep
from scoring.selectors.claim_sheets import claims_version
from scoring.services.sheet_signing import sign_sheet
from tests.cchc_portal.test_admin_scoring import address
from tests.claim_world import build_sheets, put_claims
from tests.reports.test_pages import words
from units.models import UnitGroup

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kit_templates"),
]


@pytest.fixture
def sheet(client, make_user) -> Assessment:
    """Return alpha's sheet, on which nothing hangs; somebody of Sở Nội vụ is signed in."""
    sheet = build_sheets()
    client.force_login(make_user("home_affairs", username="noi-vu"))
    return sheet


@pytest.fixture
def sign(sheet, make_user):
    """Return a function by which alpha's head signs the sheet, filled in to the last leaf."""
    head = make_user("head", sheet.unit, username="thu-truong")

    def signed() -> None:
        put_claims(sheet, head)
        sign_sheet(assessment=sheet, version=claims_version(sheet), by=head)

    return signed


def test_a_signature_outlives_a_standing_that_is_decided_meanwhile(
    client, sheet, sign, beside, until_somebody_waits
):
    decided = {"standing": "scored", "reason": "Mới thành lập", "cycle_group": sheet.cycle_group_id}

    with transaction.atomic():
        sign()
        storing = beside(client.post, address(sheet), decided)
        until_somebody_waits()
    assert storing.result(timeout=30).status_code == 302

    sheet.refresh_from_db()
    assert (sheet.standing, sheet.reason) == ("scored", "Mới thành lập")
    assert (sheet.state, sheet.signed_by.username) == ("signed", "thu-truong")
    assert sheet.signed_version == 9
    assert SheetStep.objects.filter(assessment=sheet, to_state="signed").count() == 1


def test_a_sheet_that_is_signed_meanwhile_stays_in_its_block(
    client, sheet, sign, beside, until_somebody_waits
):
    old = sheet.cycle_group
    group = UnitGroup.objects.create(code="khac", title="Khác")
    other = sheet.cycle.groups.create(group=group, position=2, criteria_set=old.criteria_set)

    with transaction.atomic():
        sign()
        form = {"standing": "ranked", "reason": "", "cycle_group": other.pk}
        storing = beside(client.post, address(sheet), form, follow=True)
        until_somebody_waits()
    page = words(storing.result(timeout=30))

    assert "Phiếu vừa có người làm; không chuyển sang khối khác được nữa." in page
    sheet.refresh_from_db()
    assert (sheet.cycle_group, sheet.state) == (old, "signed")
    assert sheet.signed_by.username == "thu-truong"
