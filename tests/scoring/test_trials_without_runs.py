"""Trying rules on a year that has data and no run: ranked for the trial, or what is missing said.

The world (tests/scoring_world.py): alpha 85.00 good; beta 98.00, 5 % late, so fair for good; gamma
54.00 weak. Its cutoff, the end of 2024, has passed.
"""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from scoring.models import Mark, RankingRun
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import words

TRY = "/ky-danh-gia/56/2024/thu/"
SIX_PERCENT = {"nguong:late_dossiers": "6 %"}


@pytest.fixture
def page_of(client, marker, cycle):
    """Return a function that gives the words of the page for what is typed."""
    client.force_login(marker)

    def get(**typed: str) -> str:
        answer = client.get(TRY, typed)
        assert answer.status_code == 200
        return words(answer)

    return get


def test_a_year_without_a_run_is_ranked_for_the_trial_and_nothing_is_stored(page_of):
    page = page_of(**SIX_PERCENT)

    assert "nên thử trên bản tính ngay từ số liệu hiện có" in page
    assert "So với bản tính ngay: 1 đơn vị khác đi." in page
    assert "Sở beta 1 98,00 Khá → Tốt lên loại" in page
    assert not RankingRun.objects.exists()


def test_people_are_counted_there_too(page_of, people_rules, make_person):
    """beta becomes good, so only gamma's collective is left of two."""
    for code in ("beta", "gamma"):
        make_person(f"tt-{code}", "collective", code)

    assert "2 1 bớt 1" in page_of(**SIX_PERCENT)


def test_what_keeps_a_year_from_being_ranked_is_said_with_a_way_on(client, page_of):
    Mark.objects.filter(assessment__unit__code="gamma").delete()

    page = page_of(**SIX_PERCENT)

    assert "Chưa thử được quy tắc trên kỳ này" in page
    assert "Sở gamma: 1 tiêu chí chưa có điểm (1.1)" in page
    address = f"{TRY}?nguong%3Alate_dossiers=6+%25&amp;lan=tam"
    assert address.partition("?")[2] in client.get(TRY, SIX_PERCENT).content.decode()


def test_a_fact_that_nothing_counts_is_named_once_and_in_words(page_of, cycle):
    """Both 3.1 and a rule read the satisfaction, and the cycle has no survey."""
    block = cycle.rule_set.document["blocks"][0]
    low = {"code": "low", "title": "Hài lòng thấp", "fact": "satisfaction", "test": "<="}
    cycle.rule_set.document["blocks"].append(block | low)
    cycle.rule_set.save()
    leaf = cycle.groups.get().criteria_set.criteria.get(code="2.1")
    leaf.leaf["scoring"]["from_fact"] = "satisfaction"
    leaf.save()

    page = page_of()

    assert page.count("Chỉ số hài lòng") == 1
    assert "Kỳ này không đếm “Chỉ số hài lòng” mà quy tắc hay tiêu chí đọc" in page
    assert "satisfaction" not in page


def test_a_provisional_ranking_lets_the_unit_wait(page_of):
    Mark.objects.filter(assessment__unit__code="gamma").delete()

    page = page_of(**SIX_PERCENT, lan="tam")

    assert "đơn vị còn thiếu điểm thì chờ" in page
    assert "Khá → Tốt lên loại" in page
    assert "1 đơn vị khác đi, 2 đơn vị như cũ" in page


def test_once_there_is_a_run_it_is_what_rules_are_tried_on(page_of, cycle):
    rank_cycle(cycle.pk, by=None)

    assert "So với lần 1: 1 đơn vị khác đi." in page_of(**SIX_PERCENT, lan="tam")


def test_before_the_cutoff_the_ranking_is_provisional(page_of, cycle):
    cycle.cutoff_at = now() + timedelta(days=1)
    cycle.save()

    assert "thử trên bản tạm tính ngay từ số liệu hiện có" in page_of()


def test_what_cannot_be_ranked_even_provisionally_offers_no_trial(page_of, cycle):
    """Tốt from 10 on would begin below Khá."""
    cycle.rule_set.document["bands"][0]["at_least"] = "10"
    cycle.rule_set.save()

    page = page_of(lan="tam")

    assert "kể cả tạm tính" in page
    assert "giảm dần" in page
    assert "Thử trên bản tạm tính" not in page


def test_the_page_of_a_rule_set_leads_to_the_year(client, marker, cycle):
    client.force_login(marker)

    page = client.get(f"/quy-tac/{cycle.rule_set.code}/").content.decode()

    assert f'href="{TRY}?bo-quy-tac=nho-2024"' in page


def test_the_comparison_leads_to_trials_before_the_first_run(client, marker, cycle):
    client.force_login(marker)

    page = client.get("/ky-danh-gia/56/2024/so-sanh/").content.decode()

    assert f'href="{TRY}"' in page
