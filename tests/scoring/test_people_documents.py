"""Consequences for people: the second document of a run, made of data, kept with the run.

In 2024 alpha is good, beta fair, gamma weak; in 2023 alpha was fair, beta good, gamma weak.
"""

import json
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Dossier
from scoring.domain import BundleRefused
from scoring.models import RankingLine, RankingRun, RuleSet
from scoring.services.ranking import rank_cycle, verify_run
from tests.scoring_world import build_year_before, create_dossiers
from tests.stage_world import make_known
from units.models import Person, Succession, Unit


def entries(run: RankingRun) -> list[tuple[str, str, str]]:
    """Return person, rule and effect of every entry."""
    listed = json.loads(run.people_result)["entries"]
    return [(entry["person"], entry["rule"], entry["effect"]) for entry in listed]


def unit_of(run: RankingRun, code: str) -> dict[str, Any]:
    """Return a unit of the accountability bundle."""
    return next(u for u in json.loads(run.people_bundle)["units"] if u["code"] == code)


def renamed(unit: Unit, day: date) -> Unit:
    """Let a unit begin on that day, and another with its code and the name "Sở cũ" be before it."""
    Unit.through_time.filter(pk=unit.pk).update(valid=DateRange(day, None))
    return Unit.through_time.create(
        code=unit.code, name="Sở cũ", level=unit.level, valid=DateRange(None, day)
    )


def test_without_rules_on_people_a_run_has_no_document_about_them(cycle):
    run = rank_cycle(cycle.pk, by=None)

    assert (run.people_bundle, run.people_result) == ("", "")
    assert verify_run(run).is_right


def test_a_provisional_run_says_nothing_about_people(cycle, people_rules, make_person):
    make_person("gd-gamma", "head", "gamma")

    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert (run.people_bundle, run.people_result) == ("", "")


def test_a_head_is_reviewed_after_two_low_years_and_barred_after_a_weak_one(
    cycle, people_rules, make_person, published_before
):
    for code in ("alpha", "beta", "gamma"):
        make_person(f"gd-{code}", "head", code)
    published_before()

    run = rank_cycle(cycle.pk, by=None)

    assert entries(run) == [
        ("gd-gamma", "head_low_twice", "measure:review"),
        ("gd-gamma", "head_weak", "bars_rating:good"),
    ]
    assert unit_of(run, "gamma")["history"] == {"2023": {"band": "weak"}}


def test_a_collective_needs_a_good_unit(cycle, people_rules, make_person):
    for code in ("alpha", "beta"):
        make_person(f"tt-{code}", "collective", code)

    run = rank_cycle(cycle.pk, by=None)

    assert entries(run) == [("tt-beta", "collective_not_good", "bars_rating:excellent")]


def test_an_official_is_judged_by_the_dossiers_they_handled(cycle, people_rules, make_person):
    """cb-1 is late with 1 of 10 (exactly 10 %), cb-2 with 1 of 11."""
    for code, handled in (("cb-1", 10), ("cb-2", 11)):
        official = make_person(code, "official", "beta")
        free = Dossier.objects.filter(unit__code="alpha", handler=None).values("pk")
        Dossier.objects.filter(pk__in=free[: handled - 1]).update(handler=official)
        late = Dossier.objects.filter(unit__code="gamma", handler=None).order_by("code")
        Dossier.objects.filter(pk=late.values_list("pk", flat=True)[0]).update(handler=official)

    run = rank_cycle(cycle.pk, by=None)

    assert entries(run) == [("cb-1", "official_late", "bars_rating:good")]


def test_an_official_who_moved_takes_their_dossiers_along(cycle, people_rules, make_person):
    """2 of 2 late at alpha until June, none of 8 at beta since: 2 of 10 = 20 %."""
    before = make_person("cb-1", "official", "alpha")
    Person.objects.filter(pk=before.pk).update(valid=DateRange(None, date(2024, 7, 1)))
    after = make_person("cb-1", "official", "beta", since=date(2024, 7, 1))
    create_dossiers(before.unit, 2, 2, year=2024, prefix="chuyen", handler=before)
    create_dossiers(after.unit, 8, 0, year=2024, prefix="o-lai", handler=after)

    run = rank_cycle(cycle.pk, by=None)

    (person,) = json.loads(run.people_bundle)["people"]
    assert person["unit"] == "beta"
    assert person["facts"] == {"late_rate": {"numerator": 2, "denominator": 10}}


def test_only_those_in_office_on_the_last_day_are_in_the_document(cycle, people_rules, make_person):
    gone = make_person("gd-cu", "head", "gamma")
    Person.objects.filter(pk=gone.pk).update(valid=DateRange(None, date(2024, 12, 31)))
    make_person("gd-moi", "head", "gamma", since=date(2024, 12, 31))

    run = rank_cycle(cycle.pk, by=None)

    people = json.loads(run.people_bundle)["people"]
    assert people == [{"code": "gd-moi", "role": "head", "unit": "gamma", "since": "2024-12-31"}]
    assert json.loads(run.people_result)["entries"][0]["partial_tenure"] is True


def test_an_excluded_unit_brings_nobody_in(cycle, people_rules, make_person):
    make_person("gd-gamma", "head", "gamma")
    sheet = cycle.assessments.get(unit__code="gamma")
    sheet.standing, sheet.reason = "excluded", "Đang sắp xếp"
    sheet.save()

    run = rank_cycle(cycle.pk, by=None)

    assert json.loads(run.people_bundle)["people"] == []


def test_a_renamed_unit_carries_the_class_of_its_predecessor_with_a_note(
    cycle, people_rules, make_person, published_before
):
    gamma = Unit.through_time.get(code="gamma")
    old = renamed(gamma, date(2024, 3, 1))
    Succession.objects.create(predecessor=old, successor=gamma, extent="whole")
    published_before()

    run = rank_cycle(cycle.pk, by=None)

    history = {"2023": {"band": "weak", "note": "theo kết quả của Sở cũ"}}
    assert unit_of(run, "gamma")["history"] == history


@pytest.mark.parametrize("extent", ["part", "none"])
def test_a_unit_that_is_not_the_whole_of_an_earlier_one_has_no_history(
    cycle, people_rules, published_before, extent
):
    gamma = Unit.through_time.get(code="gamma")
    old = renamed(gamma, date(2024, 3, 1))
    if extent == "part":
        Succession.objects.create(predecessor=old, successor=gamma, extent=extent)
    published_before()

    run = rank_cycle(cycle.pk, by=None)

    assert unit_of(run, "gamma")["history"] == {}


def test_each_year_is_read_by_its_own_list_of_classes(cycle, people_rules, marker):
    before = build_year_before(cycle, {"gamma": "0"}, marker)
    bands = [{"code": "only", "label": "Duy nhất", "at_least": "0"}]
    own = {"departments": {"bands": bands, "blocks": []}}
    before.rule_set = RuleSet.objects.create(
        code="nho-2023",
        document=cycle.rule_set.document | {"by_group": own},
        late_definition="resolved_only",
        minimum_sample=30,
    )
    before.save()
    make_known(rank_cycle(before.pk, by=None), marker)

    run = rank_cycle(cycle.pk, by=None)

    lists = json.loads(run.people_bundle)["bands_by_year"]
    assert lists == {"2023": {"departments": ["only"]}}
    assert unit_of(run, "gamma")["history"] == {"2023": {"band": "only"}}


def test_rules_that_do_not_fit_the_classes_refuse_the_run_with_their_place(cycle, people_rules):
    cycle.rule_set.accountability_rules = [people_rules[3] | {"requires_band": "excellent"}]
    cycle.rule_set.save()

    with pytest.raises(BundleRefused) as refused:
        rank_cycle(cycle.pk, by=None)

    assert refused.value.problems[0].place == "accountability.rules[0].requires_band"
    assert not RankingLine.objects.exists()


def test_a_new_person_makes_a_new_run(cycle, people_rules, make_person):
    first = rank_cycle(cycle.pk, by=None)
    make_person("gd-gamma", "head", "gamma")

    second = rank_cycle(cycle.pk, by=None)

    assert (second.number, second.bundle_sha256) == (2, first.bundle_sha256)
    assert rank_cycle(cycle.pk, by=None) == second


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("people_result", "head_weak", "head_fine"),
        ("people_bundle", '"band": "weak"', '"band": "good"'),
        ("people_bundle", '"ranking_sha256": "', '"ranking_sha256": "0'),
        ("people_bundle", "{", ""),
    ],
)
def test_a_review_that_was_tampered_with_is_found_out(
    cycle, people_rules, make_person, field, old, new
):
    make_person("gd-gamma", "head", "gamma")
    run = rank_cycle(cycle.pk, by=None)
    assert old in getattr(run, field)

    setattr(run, field, getattr(run, field).replace(old, new))

    found = verify_run(run)
    assert not found.is_people_right
    assert found.is_result_right
