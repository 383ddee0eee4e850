"""Satisfaction of a unit: satisfied answers over valid answers, pooled over respondents."""

from datetime import date

import pytest

from surveys.selectors.satisfaction import satisfaction

UNIT, DAY, DECEMBER = "so-tu-phap", "05/10/2024", date(2024, 12, 31)


@pytest.fixture
def rate(take):
    """Take forms in (a list of levels each) and return the satisfaction of the unit."""

    def rate(campaign, *forms):
        take(campaign, *[[f"P{n}", UNIT, DAY, *levels] for n, levels in enumerate(forms)])
        return next(iter(satisfaction(campaign, until=DECEMBER).values()), None)

    return rate


@pytest.mark.parametrize(("level", "satisfied"), [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1)])
def test_the_levels_four_and_five_are_satisfied(rate, make_campaign, level, satisfied):
    result = rate(make_campaign("q1"), [level])

    assert (result.satisfied, result.valid, result.respondents) == (satisfied, 1, 1)


def test_two_very_good_one_good_none_bad_is_three_of_three(rate, make_campaign):
    result = rate(make_campaign("q1"), [5], [5], [4])

    # Nothing is left over for "bad": 3 of 3, not 2/3 and 1/3 rounded and the rest.
    assert (result.satisfied, result.valid) == (3, 3)
    assert result.interval.high == 1


def test_blanks_are_not_valid_answers(rate, make_campaign):
    result = rate(make_campaign("q1", "q2"), [5, ""], ["", 2], [4, 3])

    # Satisfied: 5 and 4. Valid: 5, 2, 4, 3.
    assert (result.satisfied, result.valid, result.respondents) == (2, 4, 3)


def test_an_abandoned_form_is_no_respondent(rate, make_campaign):
    result = rate(make_campaign("q1", "q2"), [5, 5], ["", ""])

    assert (result.valid, result.respondents) == (2, 1)


def test_a_unit_with_only_abandoned_forms_has_no_satisfaction(rate, make_campaign):
    assert rate(make_campaign("q1"), [""], [""]) is None


def test_a_question_that_does_not_count_is_left_out(rate, make_campaign):
    result = rate(make_campaign("q1", "q2", left_out="q2"), [5, 1], ["", 1], [2, 5])

    # Only q1: 5 and 2 are valid, 5 is satisfied; the second form answered nothing that counts.
    assert (result.satisfied, result.valid, result.respondents) == (1, 2, 2)


def test_answers_are_pooled_and_not_averaged_by_respondent(rate, make_campaign):
    result = rate(make_campaign("q1", "q2", "q3", "q4"), [5, 5, 5, 5], [1, "", "", ""])

    # Pooled 4 of 5 = 0.8; the mean of the respondents' means would be (1 + 0) / 2 = 0.5.
    assert result.satisfied / result.valid == 0.8


def test_each_unit_has_its_own(take, make_campaign, make_unit):
    other = make_unit("so-y-te")
    campaign = make_campaign("q1")

    take(campaign, ["P1", UNIT, DAY, 5], ["P2", "so-y-te", DAY, 1], ["P3", "so-y-te", DAY, 4])

    assert satisfaction(campaign, until=DECEMBER)[other.pk].valid == 2
    assert len(satisfaction(campaign, until=DECEMBER)) == 2


def test_campaigns_are_never_pooled(take, make_campaign):
    first, second = make_campaign("q1"), make_campaign("q1", code="lan-hai")
    take(first, ["P1", UNIT, DAY, 5])
    take(second, ["P2", UNIT, DAY, 1])

    (result,) = satisfaction(first, until=DECEMBER).values()

    assert (result.satisfied, result.valid) == (1, 1)


def test_respondents_who_answer_alike_throughout_count_once_each(rate, make_campaign):
    forms = [[5, 5, 5, 5, 5]] * 80 + [[1, 1, 1, 1, 1]] * 20

    result = rate(make_campaign("q1", "q2", "q3", "q4", "q5"), *forms)

    # 400 of 500 answers, yet only 100 opinions: Wilson's interval of 0.8 on 100.
    assert (result.satisfied, result.valid, result.respondents) == (400, 500, 100)
    assert round(result.interval.low, 4) == 0.7112
    assert round(result.interval.high, 4) == 0.8666
