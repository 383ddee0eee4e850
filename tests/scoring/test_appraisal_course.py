"""The course of a leaf: every stage side by side, whatever came after it."""

import pytest

from scoring.models import Mark
from scoring.selectors.appraisal_course import course_of, courses_at
from scoring.selectors.appraisal_effect import Totals
from scoring.selectors.appraisal_leaves import leaves_of
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import appraised, build_appraisal, leaf_of, objected, sheet_of
from tests.scoring_world import build_cycle, create_dossiers
from tests.stage_world import make_known
from units.models import Unit


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


@pytest.fixture
def leaf(cycle):
    """A.1 as the appraiser has it."""
    criteria_set = cycle.groups.get().criteria_set_id
    return leaves_of([criteria_set])[criteria_set][0]


def test_every_stage_stays(cycle, marker, django_assert_num_queries):
    appraised(cycle, "tai-chinh", "A.1", "2", marker, round="blind")
    for round, points in (("first", "2"), ("second", "3"), ("council", "3.5")):
        appraised(cycle, "tai-chinh", "A.1", points, marker, round=round)
    objected(cycle, "tai-chinh", "A.1", marker)

    sheet, leaf = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A.1").pk

    with django_assert_num_queries(4):
        course = course_of(sheet)[leaf]

    stages = (course.claim, *course.blind, course.first, course.second, course.council)
    assert [stage.points for stage in stages] == [4, 2, 2, 3, 3.5]
    assert course.explanation.text == "đủ cả"
    assert course.final.content == {"points": "3.5"}
    assert course.latest == course.council


def test_what_nobody_said_anything_of_is_not_there(cycle):
    courses = course_of(sheet_of(cycle, "tai-chinh"))

    assert {leaf_of(cycle, code).pk for code in ("A.1", "A.2")} == set(courses)


def test_single_places_are_found_among_many(cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    appraised(cycle, "tu-phap", "A.1", "3", marker)
    place = (sheet_of(cycle, "tu-phap").pk, leaf_of(cycle, "A.1").pk)
    empty = (sheet_of(cycle, "tu-phap").pk, leaf_of(cycle, "B.1").pk)

    courses = courses_at({place, empty})

    assert courses[place].first.points == 3
    assert courses[empty].first is None and not courses[empty].is_claimed


@pytest.mark.parametrize(
    ("points", "is_differing"), [(4, False), (3, True), (0, True), (None, True)]
)
def test_points_differ_from_the_claim_or_not(cycle, points, is_differing):
    course = course_of(sheet_of(cycle, "tai-chinh"))[leaf_of(cycle, "A.1").pk]

    assert course.differs(points) is is_differing


def test_a_decision_that_a_leaf_does_not_apply_excuses_it(cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    Mark.objects.update(content={"state": "not_applicable", "reason": "không có"})

    assert course_of(sheet_of(cycle, "tai-chinh"))[leaf_of(cycle, "A.1").pk].is_excused


def test_the_effect_is_what_the_core_adds_up(cycle, marker, leaf):
    create_dossiers(Unit.through_time.get(code="tai-chinh"), 10, 1)
    appraised(cycle, "tai-chinh", "A.1", "1", marker)
    appraised(cycle, "tai-chinh", "B.1", "2", marker)

    effect = Totals(sheet_of(cycle, "tai-chinh")).effect(leaf, {"points": "1"}, {"points": "3.5"})

    # area A: 1 → 3.5; total: 1 + 2 + (1 − 1/10) × 1 = 3.9 → 6.4
    assert (effect.area_before, effect.area_after) == ("1", "3,5")
    assert (effect.total_before, effect.total_after) == ("3,9", "6,4")
    assert not effect.is_none


def test_the_effect_tells_nothing_of_a_correction_nobody_published(marker):
    """gamma was published with 4 of 10 late; with ten more late ones it would have 14 of 20."""
    ranked = build_cycle(marker)
    make_known(rank_cycle(ranked.pk, by=None), marker)
    create_dossiers(Unit.through_time.get(code="gamma"), 10, 10, prefix="them")
    rank_cycle(ranked.pk, by=None)
    criteria_set = ranked.groups.get().criteria_set_id
    direct = leaves_of([criteria_set])[criteria_set][0]

    effect = Totals(sheet_of(ranked, "gamma")).effect(direct, {"points": "3"}, {"points": "4"})

    assert (effect.total_before, effect.total_after) == ("5,4", "6,4")


def test_a_capped_total_does_not_move(cycle, marker, leaf):
    leaf.criterion.leaf = {**leaf.criterion.leaf, "role": "bonus"}
    leaf.criterion.save()
    leaf.criterion.criteria_set.bonus_cap = 1
    leaf.criterion.criteria_set.save()
    appraised(cycle, "tai-chinh", "A.1", "1", marker)

    effect = Totals(sheet_of(cycle, "tai-chinh")).effect(leaf, {"points": "1"}, {"points": "4"})

    assert effect.is_none and effect.total_after == "1"
