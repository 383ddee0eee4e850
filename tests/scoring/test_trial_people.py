"""Whom a trial of rules would concern, counted; the counts are worked out by hand.

In the world alpha (85.00) is good, beta (98.00) fair because 5 % late bars good, gamma (54.00)
weak. Each has a head and a collective. So of the rules a weak unit's head is one (gamma's), and a
collective without a good unit are two (beta's, gamma's). There is no earlier year.
"""

from typing import Any

import pytest

from dossiers.models import Dossier
from scoring.domain import BundleRefused
from scoring.domain.scratch import Changes
from scoring.models import RankingRun, RuleSet
from scoring.selectors.trials import base_of, trial_of
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import words
from tests.scoring_world import RULES
from units.models import Person

TRY = "/ky-danh-gia/56/2024/thu/"
HEAD, COLLECTIVE = "Đơn vị xếp loại Yếu trở xuống", "Đơn vị xếp loại dưới Tốt"


@pytest.fixture
def people(cycle, make_person) -> None:
    """Give every unit a head and a collective."""
    for code in ("alpha", "beta", "gamma"):
        make_person(f"gd-{code}", "head", code)
        make_person(f"tt-{code}", "collective", code)


@pytest.fixture
def run(cycle, people, people_rules) -> RankingRun:
    """Return the complete run under rules on people."""
    return rank_cycle(cycle.pk, by=None)


def rules_with(people: list[dict[str, Any]], **others: Any) -> RuleSet:
    """Store a rule set that differs from the cycle's in what is given."""
    given = {"late_definition": "resolved_or_overdue", "minimum_sample": 30} | others
    return RuleSet.objects.create(
        code="thu", title="Thử", document=RULES, accountability_rules=people, **given
    )


def counted(trial) -> dict[str, tuple[int | None, int | None, int, int]]:
    """Return before, after, joining and leaving by the condition of each rule."""
    return {it.rule.condition: (it.before, it.after, it.joining, it.leaving) for it in trial.people}


@pytest.mark.parametrize(
    ("changes", "collectives"),
    [
        ({"lifted": frozenset({"late_dossiers"})}, (2, 1, 0, 1)),  # beta is good: gamma's is left
        ({"bounds": {("", "good"): "86"}}, (2, 3, 1, 0)),  # alpha is fair: all three
        (  # alpha is fair and beta good: alpha's comes, beta's goes
            {"lifted": frozenset({"late_dossiers"}), "bounds": {("", "good"): "86"}},
            (2, 2, 1, 1),
        ),
    ],
)
def test_collectives_are_counted_by_the_classes_of_the_trial(run, changes, collectives):
    found = counted(trial_of(base_of(run), Changes(**changes)))

    assert found[COLLECTIVE] == collectives
    assert found[HEAD] == (1, 1, 0, 0)


def test_heads_are_counted_by_the_classes_of_the_trial(run):
    """From 50 on gamma's 54 is fair; no head has a weak unit any more."""
    found = counted(trial_of(base_of(run), Changes(bounds={("", "fair"): "50"})))

    assert found[HEAD] == (1, 0, 0, 1)


def test_another_threshold_for_officials_is_tried_by_another_rule_set(
    cycle, people, people_rules, make_person
):
    """cb-1 is late with 1 of 10: 10 %, from 10 % on concerned, from 15 % on not."""
    official = make_person("cb-1", "official", "beta")
    for unit, handled in (("alpha", 9), ("gamma", 1)):
        rows = Dossier.objects.filter(unit__code=unit).order_by("code").values("pk")
        Dossier.objects.filter(pk__in=rows[:handled]).update(handler=official)
    run = rank_cycle(cycle.pk, by=None)
    other = rules_with([people_rules[0] | {"threshold": "0.15"}, *people_rules[1:]])

    (count, *_) = trial_of(base_of(run), Changes(), rule_set=other).people

    assert (count.before, count.after, count.leaving) == (1, 0, 1)
    assert count.rule.condition == "Tỷ lệ hồ sơ trễ hạn từ 15 % trở lên"
    assert count.said_before == "Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên"


def test_the_people_of_a_stored_run_are_those_it_was_made_with(run):
    Person.objects.all().delete()

    found = counted(trial_of(base_of(run), Changes(lifted=frozenset({"late_dossiers"}))))

    assert found[COLLECTIVE] == (2, 1, 0, 1)


def test_people_are_looked_up_anew_where_facts_are_counted_anew(run, people_rules):
    """By this definition, too, 1 of 20 is late at beta: the classes stay, the people are gone."""
    Person.objects.filter(unit__code="gamma").delete()
    other = rules_with(people_rules, late_definition="due_in_period")

    found = counted(trial_of(base_of(run), Changes(), rule_set=other))

    assert found[HEAD] == (1, 0, 0, 1)
    assert found[COLLECTIVE] == (2, 1, 0, 1)


def test_a_rule_that_comes_or_goes_has_a_count_on_one_side(run, people_rules):
    stricter = {**people_rules[3], "code": "collective_weak", "requires_band": "fair"}
    other = rules_with([*people_rules[:3], stricter])

    found = counted(trial_of(base_of(run), Changes(), rule_set=other))

    assert found[COLLECTIVE] == (2, None, 0, 2)
    assert found["Đơn vị xếp loại dưới Khá"] == (None, 1, 1, 0)


def test_rules_on_people_may_be_tried_where_there_were_none(cycle, people):
    run = rank_cycle(cycle.pk, by=None)
    rule = {"code": "tt", "applies_to": "collective", "requires_band": "good", "measure": "review"}

    (count,) = trial_of(base_of(run), Changes(), rule_set=rules_with([rule])).people

    assert (count.before, count.after) == (None, 2)


def test_rules_on_people_that_do_not_fit_the_classes_are_refused(run, people_rules):
    other = rules_with([people_rules[3] | {"requires_band": "khong-co"}])

    with pytest.raises(BundleRefused) as refusal:
        trial_of(base_of(run), Changes(), rule_set=other)

    assert refusal.value.problems[0].place == "accountability.rules[0].requires_band"


def test_the_page_counts_and_names_nobody(client, run, marker):
    client.force_login(marker)

    page = words(client.get(TRY, {"bo:late_dossiers": "on"}))

    assert f"Tập thể: {COLLECTIVE}" in page
    assert "2 1 bớt 1" in page
    assert f"Người đứng đầu: {HEAD}" in page
    assert "1 1 như cũ" in page
    assert "Người gd-" not in page
    assert "Người tt-" not in page


def test_the_page_says_that_a_provisional_run_leaves_people_out(
    client, cycle, people, people_rules, marker
):
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    client.force_login(marker)

    page = words(client.get(TRY, {"bo:late_dossiers": "on"}))

    assert "Bản tạm tính chưa xét quy tắc với cán bộ, người đứng đầu, tập thể" in page


def test_the_page_says_where_no_rule_is_about_people(client, cycle, marker):
    rank_cycle(cycle.pk, by=None)
    client.force_login(marker)

    page = words(client.get(TRY, {"bo:late_dossiers": "on"}))

    assert "Quy tắc trước và sau đều không có hệ quả với người." in page
