"""The bundle that a cycle's data make."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from dossiers.models import Dossier
from scoring.models import Assessment, FactWaiver
from scoring.selectors.bundles import plain, ranking_bundle
from scoring.selectors.facts import counts_of
from scoring.selectors.supplements import run_supplement
from scoring.services.waivers import FactNotWaivable, waive_fact
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
    bundle = ranking_bundle(cycle, counts_of(cycle))

    areas = bundle["groups"][0]["criteria_set"]["areas"]
    assert bundle["rule_set"] == RULES
    assert areas == CRITERIA["areas"]
    assert bundle["cutoff"] == "2024-12-31T23:59:59+07:00"


def test_late_rates_go_in_as_numerator_and_denominator(cycle):
    bundle = ranking_bundle(cycle, counts_of(cycle))

    assert unit(bundle, "beta")["facts"] == {"late_rate": {"numerator": 1, "denominator": 20}}


def test_the_definition_in_force_is_the_one_that_is_counted_and_named(cycle):
    Dossier.objects.filter(unit__code="beta", code="beta-0").update(
        outcome="open", finished_at=None
    )
    cycle.rule_set.late_definition = "resolved_only"

    bundle = ranking_bundle(cycle, counts_of(cycle))

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

    bundle = ranking_bundle(cycle, counts_of(cycle))

    given = {"numerator": 24, "denominator": 30, "sample": 30}
    assert unit(bundle, "beta")["facts"]["satisfaction"] == given
    assert "satisfaction" not in unit(bundle, "alpha")["facts"]


def test_a_waiver_stands_in_for_a_missing_fact_with_its_reason(cycle, marker):
    Dossier.objects.filter(unit__code="alpha").delete()
    sheet = Assessment.objects.get(unit__code="alpha")

    waive_fact(assessment=sheet, fact="late_rate", reason="Không có hồ sơ", by=marker)

    fact = unit(ranking_bundle(cycle, counts_of(cycle)), "alpha")["facts"]["late_rate"]
    assert fact == {"state": "not_applicable", "reason": "Không có hồ sơ"}


def test_nobody_waives_a_figure_that_is_there(cycle, marker):
    sheet = Assessment.objects.get(unit__code="beta")

    with pytest.raises(FactNotWaivable):
        waive_fact(assessment=sheet, fact="late_rate", reason="Không thích", by=marker)

    assert not FactWaiver.objects.exists()


def test_data_that_arrive_later_win_over_a_waiver(cycle, marker):
    sheet = Assessment.objects.get(unit__code="beta")
    FactWaiver.objects.create(
        assessment=sheet, fact="late_rate", reason="Chưa có", decided_by=marker
    )

    bundle = ranking_bundle(cycle, counts_of(cycle))

    assert unit(bundle, "beta")["facts"]["late_rate"] == {"numerator": 1, "denominator": 20}


def test_a_later_decision_counts_and_the_earlier_one_stays(cycle, marker):
    Dossier.objects.filter(unit__code="alpha").delete()
    sheet = Assessment.objects.get(unit__code="alpha")
    for reason in ("Không có hồ sơ", "Không có hồ sơ", "Đã chuyển thẩm quyền"):
        waive_fact(assessment=sheet, fact="late_rate", reason=reason, by=marker)

    fact = unit(ranking_bundle(cycle, counts_of(cycle)), "alpha")["facts"]["late_rate"]

    assert fact["reason"] == "Đã chuyển thẩm quyền"
    assert list(FactWaiver.objects.values_list("reason", flat=True).order_by("pk")) == [
        "Không có hồ sơ",
        "Đã chuyển thẩm quyền",
    ]


def test_a_fact_nobody_declared_cannot_be_waived(cycle, marker):
    sheet = Assessment.objects.get(unit__code="alpha")

    with pytest.raises(FactNotWaivable):
        waive_fact(assessment=sheet, fact="no_such_fact", reason="Thử", by=marker)


def test_a_waiver_without_a_reason_is_refused(cycle, marker):
    Dossier.objects.filter(unit__code="alpha").delete()
    sheet = Assessment.objects.get(unit__code="alpha")

    with pytest.raises(IntegrityError, match="a_waiver_has_a_reason"):
        waive_fact(assessment=sheet, fact="late_rate", reason=" \t", by=marker)


def test_a_rule_set_names_one_of_the_late_definitions(cycle):
    cycle.rule_set.late_definition = "foo"

    with pytest.raises(IntegrityError, match="a_rule_set_names_a_late_definition"):
        cycle.rule_set.save()


def test_answers_after_the_cutoff_do_not_count(cycle, make_campaign):
    cycle.campaign = make_campaign("C1")
    cycle.rule_set.minimum_sample = 1
    beta = Assessment.objects.get(unit__code="beta").unit
    file = Dossier.objects.first().source_file
    for code, day in (("in", date(2024, 12, 31)), ("out", date(2025, 1, 1))):
        Answer.objects.create(
            campaign=cycle.campaign,
            code=code,
            unit=beta,
            answered_on=day,
            levels={"C1": 5},
            source_file=file,
        )

    given = unit(ranking_bundle(cycle, counts_of(cycle)), "beta")["facts"]["satisfaction"]

    assert given == {"numerator": 1, "denominator": 1, "sample": 1}


def test_the_interval_and_undetermined_dossiers_are_kept_beside_the_facts(cycle, make_campaign):
    """24 of 30 respondents satisfied, one question: 0.8 on 30 independent answers."""
    cycle.campaign = make_campaign("C1")
    beta = Assessment.objects.get(unit__code="beta").unit
    Dossier.objects.filter(code__in=["beta-0", "beta-1"]).update(due_at=None, deadline_at=None)
    file = Dossier.objects.first().source_file
    for order in range(30):
        Answer.objects.create(
            campaign=cycle.campaign,
            code=str(order),
            unit=beta,
            answered_on=date(2024, 9, 2),
            levels={"C1": 5 if order < 24 else 2},
            source_file=file,
        )

    notes = run_supplement(cycle, counts_of(cycle))["units"]

    # Wilson, z² = 3.8415: (0.8 + 3.8415/60 ± 1.96 √(0.16/30 + 3.8415/3600)) / (1 + 3.8415/30)
    assert notes == {
        "beta": {
            "late_rate": {"undetermined": 2},
            "satisfaction": {"low": "0.6269", "high": "0.9049"},
        }
    }
