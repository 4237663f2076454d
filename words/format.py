"""The only place that renders money, dates, durations and lists for people, in English and Chinese (Babel).

Money keeps its ISO 4217 code in English ("CNY 2,231.67"), since a bare "$" or "¥" names no currency; Chinese says the
unit behind the figure ("2,231.67元"). Months are written in words in English: 10/12 means two different days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_name

from relief.money import Money, minor_units
from words.model import Language

_LOCALE = {"en": "en_GB", "zh": "zh_Hans"}


def money(value: Money, language: Language) -> str:
    """Such as "CNY 2,231.67" in English, "2,231.67元" in Chinese ("200.32美元")."""
    figure = amount(value, language)
    if language == "en":
        return f"{value.currency} {figure}"
    return f"{figure}{unit(value.currency, language)}"


def amount(value: Money, language: Language) -> str:
    """The figure alone, such as "2,231.67": for tables whose heading names the currency."""
    places = minor_units(value.currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(Decimal(value.to_decimal_string()), format=pattern, locale=_LOCALE[language]))


def unit(currency: str, language: Language) -> str:
    """The currency as people say it behind a figure: "元", "美元"; its ISO code in English."""
    if language == "en":
        return currency
    if currency == "CNY":
        return "元"
    return str(get_currency_name(currency, locale="zh_Hans"))


def number(value: int | Decimal, language: Language) -> str:
    """A count with separators."""
    return str(format_decimal(value, locale=_LOCALE[language]))


def percent(value: Decimal | Fraction, language: Language) -> str:
    """A share of one as a percentage with at most two decimals: Fraction(18, 100) is "18%"."""
    scaled = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return str(format_decimal(scaled * 100, format="#,##0.##", locale=_LOCALE[language])) + "%"


def date(value: dt.date, language: Language) -> str:
    """Such as "10 December 2026"; "2026年12月10日"."""
    pattern = "d MMMM y" if language == "en" else "y年M月d日"
    return str(format_date(value, pattern, locale=_LOCALE[language]))


def weekday_date(value: dt.date, language: Language) -> str:
    """Such as "Thursday 10 December 2026"; "2026年12月10日星期四"."""
    pattern = "EEEE d MMMM y" if language == "en" else "y年M月d日EEEE"
    return str(format_date(value, pattern, locale=_LOCALE[language]))


def short_date(value: dt.date, language: Language) -> str:
    """Such as "10 Dec 2026"; "2026年12月10日": for tables."""
    pattern = "d MMM y" if language == "en" else "y年M月d日"
    return str(format_date(value, pattern, locale=_LOCALE[language]))


def day_month(value: dt.date, language: Language) -> str:
    """Such as "10 Dec"; "12月10日": for narrow tables whose year is said beside them."""
    pattern = "d MMM" if language == "en" else "M月d日"
    return str(format_date(value, pattern, locale=_LOCALE[language]))


def clock(value: dt.datetime, language: Language) -> str:
    """Such as "14:05". `value` must carry the borrower's own zone."""
    if value.tzinfo is None:
        raise ValueError(f"a time for people needs a time zone, got {value!r}")
    return str(format_time(value, "HH:mm", tzinfo=value.tzinfo, locale=_LOCALE[language]))


def date_and_time(value: dt.datetime, language: Language) -> str:
    """Such as "10 December 2026, 14:05"; "2026年12月10日14:05". `value` must carry the borrower's own zone."""
    joint = ", " if language == "en" else ""
    return f"{date(value.date(), language)}{joint}{clock(value, language)}"


_UNITS: dict[str, tuple[str, str]] = {
    "Y": ("year", "年"),
    "M": ("month", "个月"),
    "W": ("week", "周"),
    "D": ("day", "天"),
}
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def days(count: int, language: Language) -> str:
    """Such as "1 day", "44 days"; "44天"."""
    return _counted(count, "D", language)


def minutes(count: int, language: Language) -> str:
    """Such as "30 minutes"; "30分钟"."""
    return f"{count}分钟" if language == "zh" else f"{count} minute{'' if count == 1 else 's'}"


def duration(value: str, language: Language) -> str:
    """An ISO 8601 duration of whole years, months, weeks, days: "P3M" is "3 months", "3个月".

    Raises ValueError for anything else.
    """
    match = _DURATION.fullmatch(value)
    if match is None or not any(match.groups()):
        raise ValueError(f"not a duration of years, months, weeks or days: {value!r}; write it like P3M or P2W")
    parts = [
        _counted(int(count), letter, language) for letter, count in zip("YMWD", match.groups(), strict=True) if count
    ]
    return listing(parts, language) if language == "en" else "".join(parts)


def _counted(count: int, letter: str, language: Language) -> str:
    singular, chinese = _UNITS[letter]
    if language == "zh":
        return f"{number(count, language)}{chinese}"
    return f"{number(count, language)} {singular}{'' if count == 1 else 's'}"


def listing(items: Sequence[str], language: Language) -> str:
    """Such as "a, b and c"; "a、b和c"."""
    return str(format_list(list(items), locale=_LOCALE[language]))


def either(items: Sequence[str], language: Language) -> str:
    """Such as "a, b or c"; "a、b或c"."""
    return str(format_list(list(items), style="or", locale=_LOCALE[language]))


_SIGNIFICANT = re.compile(r"\d")


def has_figure(text: str) -> bool:
    """Whether a rendered value carries a digit, and so must come from data."""
    return _SIGNIFICANT.search(text) is not None
