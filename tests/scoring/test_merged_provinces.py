"""Earlier classes where two provinces, now one, each ranked by rules of their own."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from scoring.models import RankingRun, RuleSet
from scoring.selectors.review_grounds import review_of
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_year_before
from tests.stage_world import make_known
from units.models import Succession, Unit

ENDED = "(,2024-03-01)"
EXCELLENT = {"code": "excellent", "label": "Xuất sắc", "at_least": "95"}


@pytest.fixture
def merged(cycle, people_rules, make_person, marker) -> Callable[..., RankingRun]:
    """Publish 2023 of both provinces with classes given by province, and rank 2024.

    gamma carries on delta of Ninh Thuận whole: in 2023 it earned 0 + 4 of 10, the lowest class.
    """

    def rank(theirs: list[dict[str, str]], *, first: str = "own") -> RankingRun:
        old = Unit.through_time.create(
            code="58", name="Tỉnh Ninh Thuận", level="province", valid=ENDED
        )
        Succession.objects.create(predecessor=old, successor=cycle.organiser, extent="whole")
        gamma = Unit.through_time.get(code="gamma")
        Unit.through_time.filter(pk=gamma.pk).update(valid="[2024-03-01,)")
        delta = Unit.through_time.create(
            code="delta", name="Sở cũ Ninh Thuận", level="department", valid=ENDED
        )
        Succession.objects.create(predecessor=delta, successor=gamma, extent="whole")
        make_person("gd-1", "head", "gamma")
        years = {
            "own": ({"alpha": "3", "beta": "6"}, cycle.organiser),
            "theirs": ({"delta": "0"}, old),
        }
        for whose in sorted(years, key=lambda it: it != first):
            marks, organiser = years[whose]
            before = build_year_before(cycle, marks, marker, organiser=organiser)
            if whose == "theirs":
                before.rule_set = rules_with(cycle.rule_set, theirs)
                before.save()
            make_known(rank_cycle(before.pk, by=None), marker)
        return rank_cycle(cycle.pk, by=None)

    return rank


def rules_with(rules: RuleSet, bands: list[dict[str, str]]) -> RuleSet:
    """Return rules that give other classes."""
    document = deepcopy(rules.document) | {"bands": bands}
    return RuleSet.objects.create(
        code="nt-2023",
        title="Quy tắc Ninh Thuận",
        document=document,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
    )


def bands(cycle) -> list[dict[str, str]]:
    """Return the classes of the cycle's own rules."""
    return deepcopy(cycle.rule_set.document["bands"])


@pytest.mark.parametrize("first", ["own", "theirs"])
def test_a_class_is_called_as_who_gave_it_called_it(cycle, merged, first):
    theirs = bands(cycle)
    theirs[2]["label"] = "Kém"

    review = review_of(merged(theirs, first=first))

    assert review.grounds["gamma", "gd-1", "head_low_twice"].inputs == (
        "Năm 2024: Yếu",
        "Năm 2023: Kém (theo kết quả của Sở cũ Ninh Thuận)",
    )


@pytest.mark.parametrize("first", ["own", "theirs"])
def test_a_forebear_with_other_classes_is_not_said_to_have_none(cycle, merged, first):
    """Of 2023 alpha and beta can be read by the own list, gamma alone by the other."""
    review = review_of(merged([EXCELLENT, *bands(cycle)], first=first))

    why = "Năm 2023: thuộc khối có các mức xếp loại khác, không so được"
    assert review.grounds["gamma", "gd-1", "head_weak"].history == (why,)
    assert ("Sở gamma", why) in [(it.unit_name, it.why) for it in review.undecided]


def test_the_years_list_is_the_one_that_most_units_are_read_by(cycle, merged):
    """alpha was fair in 2023 (3 + 4 of 10) whichever province was ranked first."""
    review = review_of(merged([EXCELLENT, *bands(cycle)], first="theirs"))

    years_open = [it for it in review.undecided if it.why.startswith("Năm")]
    assert [it.unit_name for it in years_open] == ["Sở gamma"]


def test_a_year_published_after_the_run_is_said_to_be_later(
    cycle, people_rules, make_person, year_before, marker
):
    make_person("gd-1", "head", "gamma")
    before = year_before()
    run = rank_cycle(cycle.pk, by=None)
    make_known(before, marker)

    assert review_of(run).grounds["gamma", "gd-1", "head_weak"].history == (
        "Năm 2023: kết quả được công bố hoặc nối với đơn vị sau khi tính lần này",
    )
