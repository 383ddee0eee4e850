"""Last year's marks beside this year's leaves, and the facts of automatic ones."""

from datetime import date

import pytest
from django.utils.timezone import now

from scoring.models import Assessment, Criterion, Cycle, Stage
from scoring.selectors.claim_facts import leaf_facts
from scoring.selectors.claim_past import past_year
from scoring.services.criteria import create_criteria_set
from scoring.services.ranking import rank_cycle
from tests.scoring_world import CRITERIA, build_year_before
from tests.stage_world import make_known
from units.models import Succession


@pytest.fixture
def sheet(cycle: Cycle) -> Assessment:
    """Return alpha's sheet of 2024."""
    known = Assessment.objects.select_related("cycle", "cycle_group", "unit")
    return known.get(cycle=cycle, unit__code="alpha")


def leaves(sheet: Assessment) -> list[Criterion]:
    """Return the leaves of a sheet with what they were."""
    criteria = sheet.cycle_group.criteria_set.criteria.filter(leaf__isnull=False)
    return list(criteria.select_related("was"))


def past(sheet: Assessment, code: str = "1.1"):
    """Return last year's mark of a leaf, None without one."""
    found = leaves(sheet)
    marks = past_year(sheet, found).marks
    return next((marks.get(leaf.pk) for leaf in found if leaf.code == code), None)


def clone(sheet: Assessment, *, is_comparable: bool = True) -> None:
    """Give this year a set of its own whose leaves point back to last year's."""
    old = sheet.cycle_group.criteria_set
    new = create_criteria_set(CRITERIA | {"code": "bo-moi"})
    for criterion in new.criteria.all():
        criterion.was = old.criteria.get(code=criterion.code)
        criterion.is_comparable = is_comparable
        criterion.save()
    sheet.cycle_group.criteria_set = new
    sheet.cycle_group.save()


def test_last_years_mark_is_that_of_its_run(sheet, year_before):
    year_before()

    found = past(sheet)

    assert (found.points, found.max_points, found.mark) == ("3", "6", "3 điểm")
    assert found.is_comparable
    assert past(sheet, "2.1").points == "4"


def test_without_a_run_it_is_what_was_marked(sheet, cycle, marker):
    build_year_before(cycle, {"alpha": "3"}, marker)

    assert past(sheet).points == "3"


def test_what_an_appraisal_under_way_says_is_not_told(sheet, cycle, marker):
    before = build_year_before(cycle, {"alpha": "3"}, marker)
    days = {"opens_on": date(2024, 1, 1), "closes_on": date(2024, 1, 31)}
    Stage.objects.create(cycle=before, kind="appraisal", **days)

    assert past(sheet).points == "–"


def test_a_run_that_was_neither_announced_nor_published_gives_nothing(sheet, year_before):
    run = year_before()
    days = {"opens_on": date(2024, 1, 1), "closes_on": date(2024, 1, 31)}
    Stage.objects.create(cycle=run.cycle, kind="appraisal", **days)

    assert past(sheet).points == "–"
    Stage.objects.create(cycle=run.cycle, kind="explanation", opened_at=now(), **days)
    assert past(sheet).points == "3"


def test_a_published_run_gives_its_marks_whatever_was_announced(sheet, year_before, marker):
    run = year_before()
    days = {"opens_on": date(2024, 1, 1), "closes_on": date(2024, 1, 31)}
    Stage.objects.create(cycle=run.cycle, kind="appraisal", **days)

    make_known(run, marker)

    assert past(sheet).points == "3"


def test_a_clone_looks_back_by_its_links(sheet, year_before):
    year_before()
    clone(sheet)

    assert past(sheet).points == "3"


def test_what_is_not_comparable_says_so(sheet, year_before):
    year_before()
    clone(sheet, is_comparable=False)

    assert not past(sheet).is_comparable


def test_a_new_leaf_has_nothing_to_look_back_at(sheet, year_before):
    year_before()
    clone(sheet)
    Criterion.objects.filter(code="1.1").update(was=None)

    assert past(sheet) is None
    assert past(sheet, "2.1") is not None


def test_the_unit_before_a_whole_succession_stands_for_the_one_after(
    sheet, cycle, marker, make_unit
):
    old = make_unit("cu", "Sở cũ", last=date(2023, 12, 31))
    Succession.objects.create(predecessor=old, successor=sheet.unit, extent="whole")
    build_year_before(cycle, {"cu": "2"}, marker)

    year = past_year(sheet, leaves(sheet))

    assert year.note == "theo đơn vị trước đây: Sở cũ"
    assert past(sheet).points == "2"


def test_a_unit_made_of_several_does_not_compare(sheet, cycle, marker, make_unit):
    for name in ("a", "b"):
        old = make_unit(name, f"Sở {name}", last=date(2023, 12, 31))
        Succession.objects.create(predecessor=old, successor=sheet.unit, extent="whole")
    build_year_before(cycle, {"a": "2", "b": "3"}, marker)

    year = past_year(sheet, leaves(sheet))

    assert year.note == "không so sánh được: đơn vị hình thành từ Sở a, Sở b"
    assert not year.has_marks


def test_without_a_sheet_last_year_there_is_a_word(sheet):
    assert past_year(sheet, leaves(sheet)).note == "đơn vị không có phiếu"


def test_a_fact_comes_with_numerator_and_denominator_as_counted(sheet, cycle):
    beta = Assessment.objects.select_related("cycle").get(cycle=cycle, unit__code="beta")
    found = {leaf.code: leaf for leaf in leaves(sheet)}

    fact = leaf_facts(beta, found.values())[found["2.1"].pk]

    # 1 of 20 is late: (1 − 0.05) × 4 = 3.8
    assert (fact.figure, fact.counted, fact.points) == ("5,00 %", "1/20", "3,8")
    assert fact.title == "Tỷ lệ hồ sơ trễ hạn"
    assert fact.source == "số liệu đến 31/12/2024"


def test_a_fact_of_a_run_is_the_runs(cycle):
    run = rank_cycle(cycle.pk, by=None)
    beta = Assessment.objects.select_related("cycle").get(cycle=cycle, unit__code="beta")
    found = {leaf.code: leaf for leaf in leaves(beta)}

    fact = leaf_facts(beta, found.values())[found["2.1"].pk]

    assert (fact.figure, fact.counted, fact.points) == ("5,00 %", "1/20", "3,8")
    assert fact.source.startswith(f"lần tính số {run.number}, ")


def test_where_no_leaf_reads_a_fact_nothing_is_counted(sheet, django_assert_num_queries):
    direct = [leaf for leaf in leaves(sheet) if leaf.code == "1.1"]

    with django_assert_num_queries(0):
        assert leaf_facts(sheet, direct) == {}


def test_looking_back_costs_the_same_for_one_leaf_and_for_all(
    sheet, year_before, django_assert_max_num_queries
):
    year_before()
    found = leaves(sheet)

    for some in (found[:1], found):
        with django_assert_max_num_queries(3):
            past_year(sheet, some)
