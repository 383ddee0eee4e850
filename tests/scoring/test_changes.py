"""Change on last year: against whom, by how much, or why it cannot be said.

2024 by hand: beta 98.00, alpha 85.00, gamma 54.00. 2023: beta 100, alpha 70, gamma 40.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import (
    Assessment,
    CriteriaSet,
    Criterion,
    Cycle,
    Mark,
    RankingRun,
    RuleSet,
)
from scoring.selectors.changes import Change, changes_of
from scoring.selectors.runs import latest_run
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_year_before, create_dossiers, publish
from tests.stage_world import make_known
from units.models import Succession, Unit, User

REFORM = date(2024, 3, 1)


def change_of(run: RankingRun, code: str) -> Change:
    """Return the change of the unit with that code."""
    return changes_of(run)[run.lines.get(unit__code=code).unit_id]


def for_home_affairs(run: RankingRun, code: str) -> Change:
    """Return the change of the unit with that code as Sở Nội vụ sees it."""
    return changes_of(run, with_unpublished=True)[run.lines.get(unit__code=code).unit_id]


def begun_at_the_reform(*predecessors: str, extent: str = "whole") -> None:
    """Let gamma begin at the reform, from units of those codes that ended then."""
    gamma = Unit.through_time.get(code="gamma")
    Unit.through_time.filter(pk=gamma.pk).update(valid=DateRange(REFORM, None))
    for code in predecessors:
        old = Unit.through_time.create(
            code=code, name=f"Sở {code} cũ", level="department", valid=DateRange(None, REFORM)
        )
        Succession.objects.create(predecessor=old, successor=gamma, extent=extent)


def test_a_unit_is_compared_with_itself(cycle, published_before):
    """alpha: 85.00 − 70.00 = 15.00; beta: 98.00 − 100.00 = −2.00."""
    published_before()
    run = rank_cycle(cycle.pk, by=None)

    alpha, beta = change_of(run, "alpha"), change_of(run, "beta")

    assert alpha == Change(2, Decimal("70.00"), "Khá", Decimal("15.00"))
    assert beta == Change(1, Decimal("100.00"), "Tốt", Decimal("-2.00"))
    assert str(beta.difference) == "-2.00"


def test_without_a_result_of_the_year_before_nothing_is_said(cycle, marker):
    before = build_year_before(cycle, {"alpha": "3"}, marker)
    rank_cycle(before.pk, by=None, is_provisional=True)
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "alpha") == Change(note="năm trước chưa có kết quả công bố")
    assert for_home_affairs(run, "alpha") == Change(note="năm trước chưa có kết quả")


def test_what_was_never_published_is_compared_for_home_affairs_alone(cycle, year_before):
    """alpha: 85.00 − 70.00 = 15.00, for those alone who know 70.00."""
    year_before()
    run = rank_cycle(cycle.pk, by=None)

    others, own = change_of(run, "alpha"), for_home_affairs(run, "alpha")

    assert others == Change(note="năm trước chưa có kết quả công bố")
    assert own == Change(2, Decimal("70.00"), "Khá", Decimal("15.00"), is_unpublished=True)


def test_home_affairs_too_is_told_of_what_was_published_where_it_was(cycle, published_before):
    """A newer run of last year, with full marks for everybody, waits to be published."""
    before = published_before()
    Mark.objects.filter(assessment__cycle=before.cycle).update(content={"points": "6"})
    rank_cycle(before.cycle_id, by=None)
    run = rank_cycle(cycle.pk, by=None)

    assert for_home_affairs(run, "alpha") == change_of(run, "alpha")
    assert change_of(run, "alpha").previous_published == Decimal("70.00")


def test_the_last_complete_run_of_the_year_before_counts(cycle, year_before):
    before = year_before()
    Mark.objects.filter(assessment__cycle=before.cycle).update(content={"points": "6"})
    rank_cycle(before.cycle_id, by=None)
    Mark.objects.filter(assessment__cycle=before.cycle).update(content={"points": "0"})
    rank_cycle(before.cycle_id, by=None, is_provisional=True)
    run = rank_cycle(cycle.pk, by=None)

    assert for_home_affairs(run, "gamma").previous_published == Decimal("100.00")


def test_a_renamed_unit_is_compared_with_its_predecessor_by_name(cycle, published_before):
    """gamma: 54.00 − 40.00 = 14.00."""
    begun_at_the_reform("gamma")
    published_before()
    run = rank_cycle(cycle.pk, by=None)

    change = change_of(run, "gamma")

    assert (change.difference, change.predecessor_name) == (Decimal("14.00"), "Sở gamma cũ")


def test_a_unit_renamed_twice_is_followed_all_the_way(cycle, published_before):
    begun_at_the_reform("gamma")
    middle = Unit.through_time.get(code="gamma", valid__contains=date(2023, 12, 31))
    Unit.through_time.filter(pk=middle.pk).update(
        code="giua", valid=DateRange(date(2024, 2, 1), REFORM)
    )
    first = Unit.through_time.create(
        code="gamma", name="Sở đầu", level="department", valid=DateRange(None, date(2024, 2, 1))
    )
    Succession.objects.create(predecessor=first, successor=middle, extent="whole")
    published_before()
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "gamma").predecessor_name == "Sở đầu"


@pytest.mark.parametrize(
    ("predecessors", "extent", "note"),
    [
        (("gamma", "delta"), "whole", "hợp nhất từ Sở delta cũ, Sở gamma cũ, không so sánh"),
        (("gamma",), "part", "tách từ Sở gamma cũ, không so sánh"),
        ((), "whole", "đơn vị mới"),
    ],
)
def test_what_was_not_one_whole_unit_is_not_compared(
    cycle, published_before, predecessors, extent, note
):
    begun_at_the_reform(*predecessors, extent=extent)
    published_before(dict.fromkeys(("alpha", *predecessors), "3"))
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "gamma") == Change(note=note)


def test_a_unit_that_took_no_part_last_year_is_not_a_new_one(cycle, published_before):
    published_before({"alpha": "3"})
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "gamma") == Change(note="năm trước không thuộc kỳ đánh giá")


def test_a_unit_that_was_not_ranked_last_year_has_the_reason(cycle, marker):
    before = build_year_before(cycle, {"alpha": "3", "gamma": "3"}, marker)
    sheets = Assessment.objects.filter(cycle=before, unit__code="gamma")
    sheets.update(standing="excluded", reason="Đang sắp xếp")
    make_known(rank_cycle(before.pk, by=None), marker)
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "gamma") == Change(note="năm trước không tham gia: Đang sắp xếp")


def test_a_set_that_is_only_called_otherwise_is_compared(cycle, published_before):
    published_before()
    CriteriaSet.objects.update(code="bo-khac", title="Bộ khác", source="Văn bản khác")
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "alpha").difference == Decimal("15.00")


def test_another_way_of_counting_late_rates_is_said(cycle, published_before):
    published_before()
    RuleSet.objects.update(late_definition="resolved_only")
    run = rank_cycle(cycle.pk, by=None)

    change = change_of(run, "alpha")

    assert change.difference == Decimal("15.00")
    assert change.note == "cách tính tỷ lệ trễ hạn khác năm trước"


@pytest.mark.parametrize(
    ("ended", "note"),
    [(REFORM, "đã nhận thêm Sở zeta"), (date(2023, 3, 1), ""), (date(2025, 3, 1), "")],
)
def test_what_a_unit_took_over_since_last_year_is_named(cycle, published_before, ended, note):
    zeta = Unit.through_time.create(
        code="zeta", name="Sở zeta", level="department", valid=DateRange(None, ended)
    )
    alpha = Unit.through_time.get(code="alpha")
    Succession.objects.create(predecessor=zeta, successor=alpha, extent="whole")
    published_before()
    run = rank_cycle(cycle.pk, by=None)

    change = change_of(run, "alpha")

    assert (change.difference, change.note) == (Decimal("15.00"), note)


def test_another_criteria_set_is_not_compared(cycle, published_before):
    published_before()
    Criterion.objects.filter(code="1.1").update(title="Kế hoạch khác hẳn")
    run = rank_cycle(cycle.pk, by=None)

    change = change_of(run, "alpha")

    assert (change.previous_published, change.difference) == (Decimal("70.00"), None)
    assert change.note == "bộ tiêu chí khác, không so sánh"


def test_points_and_an_index_are_not_compared(cycle, published_before):
    published_before()
    cycle.rule_set.document = cycle.rule_set.document | {"basis": "points"}
    cycle.rule_set.save()
    run = rank_cycle(cycle.pk, by=None)

    change = change_of(run, "alpha")

    assert change.difference is None
    assert change.note == "cách công bố khác (chỉ số và điểm), không so sánh"


def test_a_unit_that_waits_has_last_year_and_no_difference(cycle, published_before):
    published_before()
    Mark.objects.filter(assessment__cycle=cycle, assessment__unit__code="alpha").delete()
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert change_of(run, "alpha") == Change(2, Decimal("70.00"), "Khá")


def test_the_organiser_may_be_the_successor_of_the_one_of_last_year(cycle, published_before):
    published_before()
    merged = Unit.through_time.create(
        code="56-moi", name="Tỉnh mới", level="province", valid=DateRange(REFORM, None)
    )
    Succession.objects.create(predecessor=cycle.organiser, successor=merged, extent="whole")
    Cycle.objects.filter(pk=cycle.pk).update(organiser=merged)
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "alpha").difference == Decimal("15.00")


def test_two_organisers_that_were_merged_both_count(cycle, published_before, marker, make_unit):
    """Last year the old province ranked alpha, its neighbour ranked gamma: 54.00 − 40.00."""
    published_before({"alpha": "3"})
    organiser = make_unit("58", "Tỉnh bên")
    beside = build_year_before(cycle, {"gamma": "0"}, marker, organiser=organiser)
    make_known(rank_cycle(beside.pk, by=None), marker)
    merged = make_unit("56-moi", "Tỉnh mới", REFORM)
    for old in (cycle.organiser, beside.organiser):
        Succession.objects.create(predecessor=old, successor=merged, extent="whole")
    Cycle.objects.filter(pk=cycle.pk).update(organiser=merged)
    run = rank_cycle(cycle.pk, by=None)

    differences = [change_of(run, code).difference for code in ("alpha", "gamma")]

    assert differences == [Decimal("15.00"), Decimal("14.00")]


def test_a_lineage_that_goes_in_a_circle_comes_to_an_end(cycle, published_before):
    begun_at_the_reform("delta")
    gamma, delta = (Unit.through_time.get(code=code) for code in ("gamma", "delta"))
    Succession.objects.create(predecessor=gamma, successor=delta, extent="whole")
    published_before({"alpha": "3"})
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "gamma").difference is None


def test_another_organisers_result_is_not_last_years(cycle, published_before, make_unit):
    published_before()
    Cycle.objects.filter(pk=cycle.pk).update(organiser=make_unit("district"))
    run = rank_cycle(cycle.pk, by=None)

    assert change_of(run, "alpha") == Change(note="năm trước chưa có kết quả công bố")


def corrected(before: RankingRun, marker: User) -> RankingRun:
    """Publish last year's correction, in which alpha has full marks: 6 + 4 = 10 of 10."""
    marks = Mark.objects.filter(assessment__cycle=before.cycle, assessment__unit__code="alpha")
    marks.update(content={"points": "6"})
    return publish(rank_cycle(before.cycle_id, by=None), marker, reason="Chấm sót").run


def test_what_is_published_stays_compared_with_what_held_then(cycle, published_before, marker):
    """alpha: 85.00 − 70.00, and not 85.00 − 100.00."""
    before, run = published_before(), rank_cycle(cycle.pk, by=None)
    publish(run, marker)
    untouched = change_of(run, "alpha")

    corrected(before, marker)

    assert (untouched.difference, untouched.note) == (Decimal("15.00"), "")
    change = change_of(latest_run(cycle), "alpha")
    note = "năm trước đã được đính chính sau đó"
    assert (change.difference, change.note) == (Decimal("15.00"), note)


def test_a_correction_is_compared_with_what_holds_when_it_is_published(
    cycle, published_before, marker
):
    """alpha with 21 dossiers in time stays at 85.00: 85.00 − 100.00."""
    before, run = published_before(), rank_cycle(cycle.pk, by=None)
    publish(run, marker)
    corrected(before, marker)
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    newer = rank_cycle(cycle.pk, by=None)

    publish(newer, marker, reason="Sót 1 hồ sơ")

    assert change_of(newer, "alpha") == Change(1, Decimal("100.00"), "Tốt", Decimal("-15.00"))


def test_what_was_published_first_stays_without_a_year_before(cycle, year_before, marker):
    before, run = year_before(), rank_cycle(cycle.pk, by=None)
    publish(run, marker)
    publish(before, marker)

    note = "năm trước chưa công bố khi công bố năm này"
    assert change_of(run, "alpha") == Change(note=note)


def test_two_organisers_that_were_merged_both_stay(cycle, published_before, marker, make_unit):
    """What was published of both is kept: 85.00 − 70.00, and 54.00 − 40.00."""
    before = published_before({"alpha": "3"})
    beside = build_year_before(
        cycle, {"gamma": "0"}, marker, organiser=make_unit("58", "Tỉnh bên", level="province")
    )
    neighbours = rank_cycle(beside.pk, by=None)
    merged = make_unit("56-moi", "Tỉnh mới", REFORM, level="province")
    for old in (cycle.organiser, beside.organiser):
        Succession.objects.create(predecessor=old, successor=merged, extent="whole")
    make_known(neighbours, marker)
    Cycle.objects.filter(pk=cycle.pk).update(organiser=merged)
    run = rank_cycle(cycle.pk, by=None)

    publication = publish(run, marker)

    assert publication.compared_with == [before.pk, neighbours.pk]
    differences = [change_of(run, code).difference for code in ("alpha", "gamma")]
    assert differences == [Decimal("15.00"), Decimal("14.00")]


def test_the_queries_of_a_published_run_do_not_grow_either(
    cycle, published_before, marker, django_assert_num_queries
):
    """The lines, their lineage, the run compared with, its lines."""
    published_before()
    run = rank_cycle(cycle.pk, by=None)
    publish(run, marker)
    read = latest_run(cycle)

    with django_assert_num_queries(4):
        changes_of(read)


def test_the_queries_do_not_grow_with_the_units(cycle, published_before, django_assert_num_queries):
    """The lines, their lineage, the run of last year, its lines."""
    published_before()
    run = latest_run(rank_cycle(cycle.pk, by=None).cycle)

    with django_assert_num_queries(4):
        changes_of(run)
