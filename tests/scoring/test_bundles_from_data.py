"""The bundle that a cycle's data make."""

from datetime import date
from decimal import Decimal

import pytest

from dossiers.models import Dossier
from scoring.models import Assessment, FactWaiver
from scoring.selectors.bundles import plain, ranking_bundle
from scoring.services.waivers import FactIsThere, waive_fact
from surveys.models import Answer
from tests.scoring_world import CRITERIA, RULES


def unit(bundle: dict, code: str) -> dict:
    """Return a unit of the bundle."""
    return next(u for u in bundle["units"] if u["code"] == code)


@pytest.mark.parametrize(
    ("number", "text"),
    [("9.5000000000", "9.5"), ("100", "100"), ("0E-10", "0"), ("0.0000000001", "0.0000000001")],
)
def test_points_are_spelt_as_the_format_asks(number, text):
    assert plain(Decimal(number)) == text


def test_rules_and_criteria_go_in_as_they_were_written(cycle):
    bundle = ranking_bundle(cycle)

    areas = bundle["groups"][0]["criteria_set"]["areas"]
    assert bundle["rule_set"] == RULES
    assert areas == CRITERIA["areas"]
    assert bundle["cutoff"] == "2024-12-31T23:59:59+07:00"


def test_late_rates_go_in_as_numerator_and_denominator(cycle):
    bundle = ranking_bundle(cycle)

    assert unit(bundle, "beta")["facts"] == {"late_rate": {"numerator": 1, "denominator": 20}}


def test_the_definition_in_force_is_the_one_that_is_counted_and_named(cycle):
    Dossier.objects.filter(unit__code="beta", code="beta-0").update(
        outcome="open", finished_at=None
    )
    cycle.rule_set.late_definition = "resolved_only"

    bundle = ranking_bundle(cycle)

    assert unit(bundle, "beta")["facts"]["late_rate"] == {"numerator": 0, "denominator": 19}
    assert bundle["facts"][0]["definition"] == "giải quyết trễ / đã giải quyết"


def test_satisfaction_below_the_minimum_sample_is_not_given(cycle, make_campaign):
    cycle.campaign = make_campaign("C1")
    file = Dossier.objects.first().source_file
    beta = Assessment.objects.get(unit__code="beta").unit
    for order in range(30):
        for about, needed in ((beta, 30), (beta.assessments.get().cycle.organiser, 29)):
            if order < needed:
                Answer.objects.create(
                    campaign=cycle.campaign,
                    code=f"{about.code}-{order}",
                    unit=about,
                    answered_on=date(2024, 9, 2),
                    levels={"C1": 5 if order < 24 else 2},
                    source_file=file,
                )
    alpha = Assessment.objects.get(unit__code="alpha")
    Answer.objects.filter(code__startswith="56-").update(unit=alpha.unit)

    bundle = ranking_bundle(cycle)

    given = {"numerator": 24, "denominator": 30, "sample": 30}
    assert unit(bundle, "beta")["facts"]["satisfaction"] == given
    assert "satisfaction" not in unit(bundle, "alpha")["facts"]


def test_a_waiver_stands_in_for_a_missing_fact_with_its_reason(cycle, marker):
    Dossier.objects.filter(unit__code="alpha").delete()
    sheet = Assessment.objects.get(unit__code="alpha")

    waive_fact(assessment=sheet, fact="late_rate", reason="Không có hồ sơ", by=marker)

    fact = unit(ranking_bundle(cycle), "alpha")["facts"]["late_rate"]
    assert fact == {"state": "not_applicable", "reason": "Không có hồ sơ"}


def test_nobody_waives_a_figure_that_is_there(cycle, marker):
    sheet = Assessment.objects.get(unit__code="beta")

    with pytest.raises(FactIsThere):
        waive_fact(assessment=sheet, fact="late_rate", reason="Không thích", by=marker)

    assert not FactWaiver.objects.exists()


def test_data_that_arrive_later_win_over_a_waiver(cycle, marker):
    sheet = Assessment.objects.get(unit__code="beta")
    FactWaiver.objects.create(
        assessment=sheet, fact="late_rate", reason="Chưa có", decided_by=marker
    )

    bundle = ranking_bundle(cycle)

    assert unit(bundle, "beta")["facts"]["late_rate"] == {"numerator": 1, "denominator": 20}
