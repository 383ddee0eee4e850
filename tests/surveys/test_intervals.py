"""The 95 % interval and the effective sample size, by hand."""

from fractions import Fraction

import pytest

from surveys.domain.intervals import Interval, effective_size, wilson


@pytest.mark.parametrize(
    ("share", "size", "low", "high"),
    [
        # z² = 3.8415: middle (0.8 + 3.8415/200) / 1.038415 = 0.7889, reach 0.0777.
        (0.8, 100, 0.7112, 0.8666),
        # Middle stays 0.5: reach 1.96 / 1.038415 × √(0.0025 + 3.8415/40000) = 0.0962.
        (0.5, 100, 0.4038, 0.5962),
        # Nobody of ten: high = 3.8415 / 13.8415.
        (0.0, 10, 0.0, 0.2775),
        # All of ten: low = 10 / 13.8415.
        (1.0, 10, 0.7225, 1.0),
        # One respondent, satisfied: low = 1 / 4.8415.
        (1.0, 1, 0.2065, 1.0),
        # 81 of 263, a textbook example.
        (81 / 263, 263, 0.2553, 0.3662),
    ],
)
def test_wilsons_interval_by_hand(share, size, low, high):
    interval = wilson(share, size)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("size", [1.0, 2.5, 30.0, 1e6])
def test_an_interval_holds_the_share_and_stays_between_0_and_1(share, size):
    interval = wilson(share, size)

    assert 0 <= interval.low <= share + 1e-12
    assert share - 1e-12 <= interval.high <= 1


def test_a_larger_sample_has_a_narrower_interval():
    reaches = [wilson(0.8, size).high - wilson(0.8, size).low for size in (10, 100, 1000)]

    assert reaches == sorted(reaches, reverse=True)


@pytest.mark.parametrize("questions", [1, 2, 5, 40])
@pytest.mark.parametrize(("happy", "unhappy"), [(8, 2), (1, 1), (29, 1), (240, 60)])
def test_respondents_who_agree_with_themselves_are_worth_one_answer_each(questions, happy, unhappy):
    forms = [(questions, questions)] * happy + [(0, questions)] * unhappy

    assert effective_size(forms) == pytest.approx(happy + unhappy)


def test_one_answer_each_is_worth_as_many_as_there_are():
    assert effective_size([(1, 1)] * 80 + [(0, 1)] * 20) == pytest.approx(100)


def test_the_effective_size_of_three_respondents_by_hand():
    forms = [(2, 2), (1, 2), (0, 1)]

    # Share 3/5; residuals 2 − 6/5 = 4/5, 1 − 6/5 = −1/5, 0 − 3/5 = −3/5; squares 26/25.
    # Variance (26/25) / 5² = 26/625; of independent answers 3/5 × 2/5 = 6/25.
    assert Fraction(6, 25) / Fraction(26, 625) == Fraction(75, 13)
    # 75/13 = 5.77 is more than the five answers there are, so it is five.
    assert effective_size(forms) == 5


def test_the_effective_size_lies_between_respondents_and_answers_when_they_half_agree():
    forms = [(4, 4), (3, 4), (1, 4), (0, 4)]

    # Share 1/2; residuals 2, 1, −1, −2; squares 10; (1/4) / (10 / 16²) = 6.4 of 16 answers.
    assert effective_size(forms) == pytest.approx(6.4)


@pytest.mark.parametrize("form", [(1, 2), (15, 22), (13, 23), (7, 25), (1, 49)])
@pytest.mark.parametrize("respondents", [2, 3, 30])
def test_a_sample_without_any_spread_is_worth_its_respondents(form, respondents):
    assert effective_size([form] * respondents) == respondents


@pytest.mark.parametrize(
    ("forms", "size"),
    [
        ([(3, 5)], 1),
        ([(5, 5)], 1),
        ([(0, 5)] * 7, 7),
        ([(5, 5)] * 7, 7),
        ([(3, 5), (0, 0)], 1),
        ([], 0),
    ],
)
def test_one_respondent_or_none_who_differs_is_worth_their_number(forms, size):
    assert effective_size(forms) == size


def test_bounds_are_a_low_and_a_high():
    assert Interval(0.1, 0.2).low < Interval(0.1, 0.2).high
