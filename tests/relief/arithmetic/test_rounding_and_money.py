from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.arithmetic.rounding import divide, part_of
from relief.money import Money, minor_from_text, minor_units, text_from_minor
from relief.refusals import Refused
from tests.relief.arithmetic.strategies import quick, roundings


@pytest.mark.parametrize(
    ("numerator", "half_up", "half_even", "down", "up"),
    [(5, 3, 2, 2, 3), (7, 4, 4, 3, 4), (4, 2, 2, 2, 2), (-5, -3, -2, -2, -3), (-7, -4, -4, -3, -4), (1, 1, 0, 0, 1)],
)
def test_halves_are_rounded_as_each_mode_says(numerator: int, half_up: int, half_even: int, down: int, up: int) -> None:
    assert divide(numerator, 2, "HALF_UP") == half_up
    assert divide(numerator, 2, "HALF_EVEN") == half_even
    assert divide(numerator, 2, "DOWN") == down
    assert divide(numerator, 2, "UP") == up


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6), roundings)
@quick
def test_rounding_agrees_with_the_decimal_module(numerator: int, denominator: int, rounding: str) -> None:
    expected = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), rounding=f"ROUND_{rounding}")
    assert divide(numerator, denominator, rounding) == expected


def test_a_tie_is_decided_on_the_exact_interest() -> None:
    """P06: 60.60 × 0.10 / 12 is exactly 0.505."""
    rate = Fraction("0.10") / 12
    assert part_of(6060, rate, "HALF_UP") == 51
    assert part_of(6060, rate, "HALF_EVEN") == 50


@pytest.mark.parametrize("text", ["0.1", "0.2", "9007199254740993.01", "-12.30", "0.00"])
def test_amounts_come_back_as_they_went_in(text: str) -> None:
    """P11: no float on the way, however large the amount."""
    decimals = len(text.split(".")[1])
    assert text_from_minor(minor_from_text(text, decimals), decimals) == text


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    """P11."""
    assert Money.parse("0.10", "CNY") + Money.parse("0.20", "CNY") == Money.parse("0.30", "CNY")


@pytest.mark.parametrize("text", ["1.005", "1.000", "1e-3"])
def test_more_decimals_than_the_currency_has_are_refused(text: str) -> None:
    """P11, P95."""
    with pytest.raises(Refused) as refused:
        Money.parse(text, "USD")
    assert refused.value.code == "too_many_decimals"


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "NaN", "sNaN", "Infinity", "-inf", "1,000.00", "1_000", "0x10", "1.2.3", "--1", "1e999999", "."],
)
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    """P95."""
    with pytest.raises(Refused) as refused:
        Money.parse(text, "CNY")
    assert refused.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("currency", "decimals", "text"),
    [("CNY", 2, "14.20"), ("JPY", 0, "14"), ("KWD", 3, "14.200"), ("VND", 0, "14"), ("BHD", 3, "14.200")],
)
def test_each_currency_has_its_own_smallest_unit(currency: str, decimals: int, text: str) -> None:
    """P12."""
    assert minor_units(currency) == decimals
    assert Money.parse(text, currency).to_decimal_string() == text


def test_two_currencies_are_neither_added_nor_compared() -> None:
    """P12."""
    yuan, dollar = Money(100, "CNY"), Money(100, "USD")
    for mix in (lambda: yuan + dollar, lambda: yuan - dollar, lambda: yuan < dollar, lambda: yuan >= dollar):
        with pytest.raises(Refused) as refused:
            mix()
        assert refused.value.code == "currency_mismatch"
    assert yuan != dollar


def test_money_takes_no_float() -> None:
    """P11."""
    with pytest.raises(TypeError):
        Money(1.5, "CNY")
    with pytest.raises(TypeError):
        Money(100, "CNY") * 0.5


def test_zero_never_carries_a_minus_sign() -> None:
    assert text_from_minor(minor_from_text("-0.00", 2), 2) == "0.00"


def test_small_negative_amounts_keep_their_leading_zero() -> None:
    assert text_from_minor(-5, 2) == "-0.05"
    assert text_from_minor(-5, 3) == "-0.005"
