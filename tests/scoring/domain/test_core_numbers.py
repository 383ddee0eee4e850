"""Numbers: how decimals are read, rounded and written."""

from fractions import Fraction

import pytest

from scoring.domain.numbers import (
    Rounding,
    exact_sum,
    exact_text,
    fixed_text,
    parse_decimal,
    rounded,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Fraction(0)),
        ("0.10", Fraction(1, 10)),
        ("999999999999.9999999999", Fraction(10**22 - 1, 10**10)),
        ("12", Fraction(12)),
    ],
)
def test_a_decimal_is_read_exactly(text: str, value: Fraction) -> None:
    assert parse_decimal(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "1\n", "+1", "-1", "-0", "01", "00", ".5", "5.", "1e3", "1,5", "1/2", "½"],
)
def test_another_spelling_is_no_decimal(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    "text",
    ["1000000000000", "0.12345678901", "NaN", "Infinity", "0x1", "1_000", "１", "١"],
)
def test_anything_else_is_no_decimal(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(100), "100"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(1, 2**12), "0.000244140625"),  # finite, so in full though over ten decimals
        (Fraction(1, 5**11), "0.00000002048"),
        (Fraction(1, 3), "0.3333333333"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(1, 3 * 10**10), "0.0000000000"),
        (Fraction(29999999999, 3 * 10**10), "1.0000000000"),
    ],
)
def test_points_are_written_in_full_or_with_ten_decimals(value: Fraction, text: str) -> None:
    assert exact_text(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(1, 8), 3, "0.125"),
        (Fraction(1, 8), 0, "0"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(12), 10, "12.0000000000"),
    ],
)
def test_fixed_figures_are_rounded_half_up(value: Fraction, decimals: int, text: str) -> None:
    assert fixed_text(value, decimals) == text


@pytest.mark.parametrize(
    ("rounding", "halves"),
    [
        (Rounding.HALF_UP, [1, 2, 3, 4]),
        (Rounding.HALF_EVEN, [0, 2, 2, 4]),
        (Rounding.DOWN, [0, 1, 2, 3]),
    ],
)
def test_halves_are_rounded_by_rule(rounding: Rounding, halves: list[int]) -> None:
    found = [rounded(Fraction(2 * whole + 1, 2), 0, rounding) for whole in range(4)]

    assert found == halves


def test_a_sum_is_exact() -> None:
    values = [Fraction(1, 3), Fraction(1, 6), Fraction(1, 2), Fraction(1, 3)]

    assert exact_sum(values) == Fraction(4, 3)  # (2 + 1 + 3 + 2) / 6
    assert exact_sum([]) == 0
