from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from relief.money import Money
from words import format as render


@pytest.mark.parametrize(
    ("minor", "currency", "en", "zh"),
    [
        (223167, "CNY", "CNY 2,231.67", "2,231.67元"),
        (20032, "USD", "USD 200.32", "200.32美元"),
        (117769, "INR", "INR 1,177.69", "1,177.69印度卢比"),
        (111841, "KES", "KES 1,118.41", "1,118.41肯尼亚先令"),
        (1420, "JPY", "JPY 1,420", "1,420日元"),
        (1420, "KWD", "KWD 1.420", "1.420科威特第纳尔"),
        (-5, "CNY", "CNY -0.05", "-0.05元"),
        (0, "CNY", "CNY 0.00", "0.00元"),
        (900719925474099301, "CNY", "CNY 9,007,199,254,740,993.01", "9,007,199,254,740,993.01元"),
    ],
)
def test_money_keeps_every_unit_and_names_its_currency(minor: int, currency: str, en: str, zh: str) -> None:
    assert render.money(Money(minor, currency), "en") == en
    assert render.money(Money(minor, currency), "zh") == zh


def test_dates_write_the_month_in_words_in_english() -> None:
    day = dt.date(2026, 12, 10)
    assert render.date(day, "en") == "10 December 2026"
    assert render.date(day, "zh") == "2026年12月10日"
    assert render.weekday_date(day, "en") == "Thursday 10 December 2026"
    assert render.weekday_date(day, "zh") == "2026年12月10日星期四"
    assert render.short_date(dt.date(2026, 2, 3), "en") == "3 Feb 2026"


def test_a_time_of_day_is_the_borrowers_own() -> None:
    instant = dt.datetime(2026, 11, 23, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert render.date_and_time(instant, "en") == "23 November 2026, 10:05"
    assert render.date_and_time(instant, "zh") == "2026年11月23日10:05"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render.clock(dt.datetime(2026, 11, 23, 10, 5), "en")


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [("P1D", "1 day", "1天"), ("P2W", "2 weeks", "2周"), ("P3M", "3 months", "3个月"), ("P1Y", "1 year", "1年"),
     ("P1Y3M", "1 year and 3 months", "1年3个月"), ("P15D", "15 days", "15天")],
)  # fmt: skip
def test_durations_keep_their_unit(value: str, en: str, zh: str) -> None:
    assert render.duration(value, "en") == en
    assert render.duration(value, "zh") == zh


@pytest.mark.parametrize("value", ["P", "3M", "PT5M", "P-1M", "", "P1M junk"])
def test_what_is_no_duration_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        render.duration(value, "en")


def test_rates_show_what_is_exact() -> None:
    assert render.percent(Fraction(5, 10_000), "en") == "0.05%"
    assert render.percent(Fraction(2388, 10_000), "zh") == "23.88%"
    assert render.percent(Decimal("0.18"), "en") == "18%"


def test_lists_read_as_people_say_them() -> None:
    assert render.listing(["a"], "en") == "a"
    assert render.listing(["a", "b", "c"], "en") == "a, b and c"
    assert render.listing(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert render.either(["a", "b"], "en") == "a or b"
    assert render.either(["甲", "乙"], "zh") == "甲或乙"
