"""Whom a review can name nowhere: officials of units without a class, offices nobody holds."""

import pytest

from dossiers.models import Dossier
from scoring.selectors.review_grounds import review_of
from scoring.selectors.review_undecided import left_out
from scoring.services.ranking import rank_cycle
from tests.scoring_world import create_dossiers
from units.models import Unit


@pytest.fixture
def official(cycle, people_rules, make_person):
    """Return gamma's official, who handled all of its dossiers: 4 of 10 late."""
    official = make_person("cb-1", "official", "gamma")
    Dossier.objects.filter(unit__code="gamma").update(handler=official)
    return official


def stand(cycle, code: str, standing: str) -> None:
    """Have a unit take part otherwise, with a reason."""
    sheet = cycle.assessments.get(unit__code=code)
    sheet.standing, sheet.reason = standing, "Đang sắp xếp"
    sheet.save()


def officials(run) -> list[tuple[str, str, str, str]]:
    """Return unit, person, rule and reason of the officials who are left out."""
    return [
        (it.unit_name, it.person_name, it.rule, it.why) for it in left_out(run) if it.person_code
    ]


def test_an_official_of_an_excluded_unit_is_named_with_the_figure(cycle, official):
    stand(cycle, "gamma", "excluded")

    run = rank_cycle(cycle.pk, by=None)

    assert officials(run) == [
        (
            "Sở gamma",
            "Người cb-1",
            "Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên",
            "Đơn vị không có mức xếp loại năm nay (Không tham gia); 4/10 = 40,00 %",
        )
    ]


def test_an_official_whose_figure_meets_no_rule_is_not_named(cycle, official, make_person):
    """Moved in: 4 late of 41 are less than 10 %."""
    stand(cycle, "gamma", "excluded")
    create_dossiers(official.unit, 31, 0, prefix="them", handler=official)

    assert officials(rank_cycle(cycle.pk, by=None)) == []


def test_an_official_of_a_classed_unit_is_in_the_list_alone(cycle, official):
    assert officials(rank_cycle(cycle.pk, by=None)) == []


def test_who_is_left_out_stays_what_it_was_when_ranked(cycle, official):
    stand(cycle, "gamma", "excluded")
    run = rank_cycle(cycle.pk, by=None)
    known = officials(run)

    Dossier.objects.filter(unit__code="gamma").update(handler=None)

    assert officials(run) == known
    assert officials(rank_cycle(cycle.pk, by=None)) == []


def test_a_unit_whose_head_nobody_registered_is_named(cycle, people_rules, make_person):
    """gamma is weak and beta fair: alpha alone is good. beta's collective is registered."""
    make_person("tt-1", "collective", "beta")

    review = review_of(rank_cycle(cycle.pk, by=None))

    vacant = [(it.unit_name, it.rule, it.why) for it in review.undecided if "Danh mục" in it.why]
    assert vacant == [
        (
            "Sở gamma",
            "Đơn vị xếp loại dưới Tốt",
            "Danh mục không có tập thể lãnh đạo vào ngày 31/12/2024",
        ),
        (
            "Sở gamma",
            "Đơn vị xếp loại Yếu trở xuống",
            "Danh mục không có người đứng đầu vào ngày 31/12/2024",
        ),
    ]


def test_a_unit_of_no_rule_lacks_nobody(cycle, people_rules):
    """alpha is good."""
    alpha = Unit.through_time.get(code="alpha")

    run = rank_cycle(cycle.pk, by=None)

    assert alpha.name not in {it.unit_name for it in left_out(run)}
