"""Signatures given before dropped claims counted: they stay, and hide nothing dropped since."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scoring.models import Assessment, Claim
from scoring.selectors.claim_sheets import changed_since_signing
from tests.claim_world import build_sheets, leaf, move, put_claims

BEFORE = [("scoring", "0014_history_is_never_emptied")]


@pytest.fixture
def as_before(transactional_db):
    """Return a function that takes the tables back to before, and bring them forward after it."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield lambda: MigrationExecutor(connection).migrate(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def drop(sheet: Assessment, code: str) -> None:
    """Drop one claim."""
    Claim.objects.get(assessment=sheet, criterion=leaf(sheet, code)).delete()


@pytest.mark.parametrize("dropped_later", [False, True])
def test_a_signature_stays_and_what_is_dropped_after_it_is_a_change(
    as_before, make_user, dropped_later
):
    """Of nine claims in their first version one is dropped, and the other eight are signed."""
    sheet, staff = build_sheets(), make_user(username="staff")
    put_claims(sheet, staff)
    drop(sheet, "1.2")
    move(sheet, "signed", staff)
    Assessment.objects.filter(pk=sheet.pk).update(signed_version=8)
    if dropped_later:
        drop(sheet, "1.3")
    as_before()

    MigrationExecutor(connection).migrate([("scoring", "0015_signatures_count_what_was_dropped")])

    sheet.refresh_from_db()
    assert sheet.signed_version == 10  # eight claims, and twice one for the ninth
    assert list(changed_since_signing(sheet.cycle)) == ([sheet] if dropped_later else [])
