"""The stored review of responsibility as rows that people read."""

from datetime import date

import pytest

from dossiers.models import Dossier
from scoring.selectors.review_words import effect_text, rule_text
from scoring.selectors.reviews import review_rows
from scoring.selectors.runs import latest_run
from scoring.services.ranking import rank_cycle
from units.models import Person, Succession, Unit


def test_a_run_without_rules_on_people_has_no_rows(cycle):
    assert review_rows(rank_cycle(cycle.pk, by=None)) == []


def test_an_official_is_listed_with_rule_clause_effect_and_counts(cycle, people_rules, make_person):
    """gamma's official handled all of its dossiers: 4 of 10 late."""
    official = make_person("cb-1", "official", "gamma")
    Dossier.objects.filter(unit__code="gamma").update(handler=official)

    (row,) = review_rows(rank_cycle(cycle.pk, by=None))

    assert (row.person_name, row.unit_name) == ("Người cb-1", "Sở gamma")
    assert row.role_label == "Cán bộ, công chức"
    assert row.rule == "Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên"
    assert row.clause == "Kết luận 91, điểm 2"
    assert row.effect == "Không được xếp loại “Hoàn thành tốt nhiệm vụ” trở lên"
    assert row.notes == ("4/10 = 40,00 %",)


def test_a_head_of_a_part_of_the_time_is_listed_with_the_first_day(
    cycle, people_rules, make_person, published_before
):
    make_person("gd-1", "head", "gamma", since=date(2023, 7, 1))
    published_before()

    twice, weak = review_rows(rank_cycle(cycle.pk, by=None))

    assert twice.rule == "Đơn vị xếp loại Khá trở xuống 2 năm liền"
    assert twice.effect == "Xem xét trách nhiệm"
    assert twice.notes == ("Giữ chức từ 01/07/2023, không trọn thời gian được tính.",)
    assert (weak.rule, weak.notes) == ("Đơn vị xếp loại Yếu trở xuống", ())


def test_a_class_that_was_a_predecessors_is_named(
    cycle, people_rules, make_person, published_before
):
    gamma = Unit.through_time.get(code="gamma")
    Unit.through_time.filter(pk=gamma.pk).update(valid="[2024-03-01,)")
    old = Unit.through_time.create(
        code="gamma", name="Sở cũ", level="department", valid="(,2024-03-01)"
    )
    Succession.objects.create(predecessor=old, successor=gamma, extent="whole")
    make_person("gd-1", "head", "gamma")
    published_before()

    rows = review_rows(rank_cycle(cycle.pk, by=None))

    assert rows[0].notes == ("Năm 2023 theo kết quả của Sở cũ.",)


def test_a_person_who_left_the_register_keeps_their_code(cycle, people_rules, make_person):
    person = make_person("tt-1", "collective", "beta")
    run = rank_cycle(cycle.pk, by=None)
    Person.objects.filter(pk=person.pk).delete()

    (row,) = review_rows(run)

    assert row.person_name == "tt-1"
    assert row.rule == "Đơn vị xếp loại dưới Tốt"
    assert row.effect == "Không được xếp loại “Hoàn thành xuất sắc nhiệm vụ”"


def test_the_queries_do_not_grow_with_the_rows(
    cycle, people_rules, make_person, django_assert_num_queries
):
    """Three texts of the run that are not fetched with it, the people, the units' names."""
    for code in ("beta", "gamma"):
        make_person(f"tt-{code}", "collective", code)
    rank_cycle(cycle.pk, by=None)
    run = latest_run(cycle)

    with django_assert_num_queries(5):
        rows = review_rows(run)

    assert len(rows) == 2


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"test": ">", "threshold": "0.075"}, "late_rate trên 7,5 %"),
        ({"test": "<=", "threshold": "0.8"}, "late_rate từ 80 % trở xuống"),
        ({"test": "<", "threshold": "0.8"}, "late_rate dưới 80 %"),
    ],
)
def test_a_test_of_a_fact_is_put_into_words(rule, words):
    assert rule_text({"applies_to": "official", "fact": "late_rate"} | rule, {}, {}) == words


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ("bars_rating:average", "Không được xếp loại “Hoàn thành nhiệm vụ” trở lên"),
        ("bars_rating:xyz", "Không được xếp loại “xyz” trở lên"),
        ("measure:remove", "remove"),
    ],
)
def test_an_effect_that_nobody_knows_stays_as_it_is(effect, words):
    assert effect_text(effect) == words
