"""Signs of an appraisal where points are taken away, or where a leaf no longer counts."""

from decimal import Decimal

import pytest

from scoring.domain.scratch import leaves_of
from scoring.models import Assessment, Criterion, Mark
from scoring.selectors.contrasts import contrasts_of, leaves_to_compare
from scoring.selectors.quality import quality_of
from scoring.selectors.quality_words import quality_tables
from scoring.services.ranking import rank_cycle
from tests.scoring.test_quality import appraise, cycle, sheets, staff

__all__ = ["appraise", "cycle", "sheets", "staff"]

PENALTY = {"scoring": {"kind": "direct"}, "role": "penalty"}


@pytest.fixture
def penalty(cycle):
    """1.1 takes its points away."""
    Criterion.objects.filter(code="1.1").update(leaf=PENALTY)


@pytest.mark.usefixtures("penalty")
@pytest.mark.parametrize(
    ("claimed", "given", "over"),
    [("1", "3", Decimal(2)), ("3", "1", Decimal(-2)), ("3", "3", Decimal(0))],
)
def test_who_declares_too_small_a_penalty_claims_too_much(
    cycle, sheets, appraise, claimed, given, over
):
    """−1 claimed and −3 given are 2 points over: −1 − (−3)."""
    appraise(sheets[0], given, claimed=claimed)

    (unit,) = quality_of(cycle).over_claims

    assert (unit.claimed, unit.final) == (-Decimal(claimed), -Decimal(given))
    assert (unit.over, unit.share) == (over, None)


@pytest.mark.usefixtures("penalty")
def test_points_taken_away_are_shown_with_a_minus(cycle, sheets, appraise):
    appraise(sheets[0], "3", claimed="1")

    table = next(it for it in quality_tables(quality_of(cycle)) if it.anchor == "tu-cham-cao")

    assert table.rows == (("Sở số 0", "1", "−1", "−3", "+2", "–"),)


def test_a_leaf_that_does_not_apply_any_more_is_not_claimed_too_high(
    cycle, sheets, appraise, staff
):
    appraise(sheets[0], "1", claimed="4")
    Mark.objects.create(
        assessment=sheets[0],
        criterion=Criterion.objects.get(code="1.1"),
        content={"state": "not_applicable"},
        marked_by=staff,
    )

    assert quality_of(cycle).over_claims == ()


def test_a_unit_that_takes_no_part_gives_no_sign(cycle, sheets, appraise):
    appraise(sheets[0], "5", by="An", round_="blind")
    appraise(sheets[0], "3", by="Bình", round_="blind")
    appraise(sheets[0], "1", claimed="4")
    Assessment.objects.filter(pk=sheets[0].pk).update(standing="excluded", reason="sắp xếp")

    quality = quality_of(cycle)

    assert (quality.spreads, quality.over_claims) == ((), ())


def test_a_penalty_is_compared_with_no_figure(cycle, staff):
    run = rank_cycle(cycle.pk, by=staff)
    (block,) = run.frame["groups"]
    (leaf,) = (it for it in leaves_of(block["criteria_set"]) if it["code"] == "1.1")
    leaf["role"] = "penalty"

    assert "1.1" not in dict(leaves_to_compare(run))
    assert contrasts_of(run, "1.1", "late_rate") == []
