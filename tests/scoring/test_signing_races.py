"""A sheet is not signed, submitted, sent back or locked while its cycle is ranked or published."""

from datetime import timedelta

import pytest
from django.db import transaction

from scoring.models import Assessment, Reopening
from scoring.selectors.claim_sheets import claims_version
from scoring.services.extensions import close_expired, close_reopening
from scoring.services.ranking import hold_cycle
from scoring.services.sheet_signing import send_back, sign_sheet, submit_sheet
from tests.claim_world import build_sheets, move, put_claims, reopen
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
AFTER = {
    "submit": ("submitted", 0),
    "send back": ("drafting", 0),
    "sign": ("signed", 0),
    "sign again": ("signed", 0),
    "lock": ("signed", 0),
    "lock in time": ("signed", 0),
}
"""What each act leaves: the state of the sheet, and how many areas of it are open again."""


@pytest.fixture
def head(make_user) -> User:
    """Return the head of alpha, whose sheet is filled in to the last leaf."""
    sheet = build_sheets()
    head = make_user("head", sheet.unit)
    put_claims(sheet, head)
    return head


@pytest.fixture
def act(head):
    """Return a function that brings alpha's sheet where an act begins, and returns the act."""

    def prepared(name: str):
        sheet = Assessment.objects.get(unit__code="alpha")
        state = {"submit": "drafting", "send back": "submitted", "sign": "submitted"}
        move(sheet, state.get(name, "signed"), head)
        area = reopen(sheet, "1", head) if sheet.state == "signed" else None
        later = {"assessment": sheet, "by": head}
        return {
            "submit": lambda: submit_sheet(**later),
            "send back": lambda: send_back(**later, comment="Sửa 1.1"),
            "sign": lambda: sign_sheet(**later, version=claims_version(sheet)),
            "sign again": lambda: sign_sheet(**later, version=claims_version(sheet)),
            "lock": lambda: close_reopening(reopening=area, by=head),
            "lock in time": lambda: close_expired(assessment=sheet, at=area.opened_at + 5 * DAY),
        }[name]

    return prepared


def outcome() -> tuple[str, int]:
    """Return the state of alpha's sheet and how many areas of it are open again."""
    still_open = Reopening.objects.filter(closed_at=None)
    return Assessment.objects.get(unit__code="alpha").state, still_open.count()


@pytest.mark.parametrize("name", AFTER)
def test_it_waits_until_a_publication_is_done(act, beside, until_somebody_waits, name):
    step = act(name)
    before = outcome()
    with transaction.atomic():
        hold_cycle(Assessment.objects.get(unit__code="alpha").cycle_id)
        waiting = beside(step)
        until_somebody_waits()
        assert outcome() == before

    waiting.result(timeout=30)
    assert outcome() == AFTER[name]


@pytest.mark.parametrize("name", AFTER)
def test_a_publication_waits_until_it_is_done(act, beside, until_somebody_waits, name):
    step = act(name)
    cycle_id = Assessment.objects.get(unit__code="alpha").cycle_id
    with transaction.atomic():
        step()
        publishing = beside(seen_by_a_publication, cycle_id)
        until_somebody_waits()
        assert not publishing.done()

    assert publishing.result(timeout=30) == AFTER[name]


def seen_by_a_publication(cycle_id: int) -> tuple[str, int]:
    """Return what somebody who holds the cycle, as publishing does, finds."""
    with transaction.atomic():
        hold_cycle(cycle_id)
        return outcome()


def test_heads_of_two_units_do_not_wait_for_each_other(act, make_user, beside):
    """While beta's head is at it, alpha's sheet is signed."""
    step = act("sign")
    beta = Assessment.objects.get(unit__code="beta")
    put_claims(beta, make_user("head", beta.unit, username="thu-truong-beta"))
    with transaction.atomic():
        submit_sheet(assessment=beta, by=User.objects.get(username="thu-truong-beta"))
        beside(step).result(timeout=30)

    assert outcome() == ("signed", 0)
