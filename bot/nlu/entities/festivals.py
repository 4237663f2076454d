"""The first day of a festival that is called by name, the next one after a day.

Tables: lunar-calendar festivals from ``lunardate`` (1900-2099); Hindu and Islamic ones from ``holidays`` (India's table 2001-2035,
beyond it Singapore's up to 2100; Islamic days are computed and may differ by one day from the sighting of the moon); Easter from
dateutil's computus; the rest are fixed days. So all of them serve after 2026; where a table ends, no date is given.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache


def _lunar(month: int, day: int) -> Callable[[int, str | None], date | None]:
    def of(year: int, timezone: str | None) -> date | None:
        from lunardate import LunarDate

        try:
            solar: date = LunarDate(year, month, day).to_solar_date()
        except ValueError:
            return None
        return solar

    return of


def _eve_of_spring(year: int, timezone: str | None) -> date | None:
    first = _lunar(1, 1)(year, timezone)
    return None if first is None else first - timedelta(days=1)


def _fixed(month: int, day: int) -> Callable[[int, str | None], date | None]:
    return lambda year, timezone: date(year, month, day)


@lru_cache(maxsize=64)
def _public_days(country: str, year: int) -> dict[str, date]:
    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        categories = ("public", "optional") if country == "IN" else ("public",)
        days = holidays.country_holidays(country, years=year, observed=False, language="en_US", categories=categories)
        return {
            name.removesuffix(" (estimated)").strip(): day
            for day in sorted(days, reverse=True)
            for name in days[day].split(";")
        }


def _public(*names: tuple[str, str]) -> Callable[[int, str | None], date | None]:
    """A day out of a country's table; where India's clock is the borrower's, India's table goes first."""

    def of(year: int, timezone: str | None) -> date | None:
        ordered = (
            sorted(names, key=lambda pair: pair[0] != "IN")
            if timezone in ("Asia/Kolkata", "Asia/Calcutta", None)
            else names
        )
        for country, name in ordered:
            day = _public_days(country, year).get(name)
            if day is not None:
                return day
        return None

    return of


def _easter(offset: int) -> Callable[[int, str | None], date | None]:
    def of(year: int, timezone: str | None) -> date | None:
        from dateutil.easter import easter

        return easter(year) + timedelta(days=offset)

    return of


def _thanksgiving(year: int, timezone: str | None) -> date | None:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _national_day(year: int, timezone: str | None) -> date | None:
    return date(year, 8, 9) if timezone == "Asia/Singapore" else date(year, 10, 1)


# (Latin names, Chinese names, its day). A name that is part of another stands after it.
_FESTIVALS: list[tuple[str, str, Callable[[int, str | None], date | None]]] = [
    (r"chinese new year'?s? eve|cny eve", "除夕|大年三十|年三十|大年夜", _eve_of_spring),
    (r"chinese new year|lunar new year|spring festival|cny(?= (?:holiday|festival))", "春节|大年初一|正月初一|农历新年|农历年", _lunar(1, 1)),
    (r"lantern festival", "元宵节?|正月十五", _lunar(1, 15)),
    (r"qing ?ming(?: festival)?|tomb[- ]sweeping day", "清明节?", _fixed(4, 5)),
    (r"dragon boat (?:festival|day)", "端午节?", _lunar(5, 5)),
    (r"qixi(?: festival)?", "七夕节?", _lunar(7, 7)),
    (r"mid[- ]autumn(?: festival| day)?|moon ?cake festival", "中秋节?", _lunar(8, 15)),
    (r"double ninth(?: festival)?", "重阳节?", _lunar(9, 9)),
    (r"national day", "国庆节?|十一(?=长假|假期|黄金周|放假|之?前|之?后)", _national_day),
    (r"labou?r day|may day", "劳动节|(?<![百千万十两])五一节?(?!周|天|个|次|[十百千万元块]|[一-龥]?[百千万])", _fixed(5, 1)),
    (r"singles'? day", "双十一|双11", _fixed(11, 11)),
    (r"christmas eve|xmas eve", "平安夜", _fixed(12, 24)),
    (r"christmas(?: day)?|x-?mas", "圣诞节?", _fixed(12, 25)),
    (r"boxing day", "节礼日", _fixed(12, 26)),
    (r"new year'?s? eve", "跨年夜", _fixed(12, 31)),
    (r"new year'?s? day|new year'?s|the new year|(?<!happy )(?<!chinese )(?<!lunar )(?<!financial )new year", "元旦节?", _fixed(1, 1)),
    (r"valentine'?s?(?: day)?", "情人节", _fixed(2, 14)),
    (r"halloween", "万圣节", _fixed(10, 31)),
    (r"thanksgiving", "感恩节", _thanksgiving),
    (r"good friday", "耶稣受难日", _easter(-2)),
    (r"easter(?: sunday)?", "复活节", _easter(0)),
    (r"diwali|deepavali|dee?pawali|dipawali|divali", "排灯节|屠妖节", _public(("SG", "Deepavali"), ("IN", "Diwali"))),
    (r"eid[ -](?:al|ul)[- ]a[dz]ha|bakri?'?d|bakra eid|hari raya haji", "宰牲节|古尔邦节", _public(("SG", "Eid al-Adha"), ("IN", "Eid al-Adha"))),
    (r"eid(?:[ -](?:al|ul)[- ]fitr)?|hari raya(?: puasa| aidilfitri)?|lebaran", "开斋节", _public(("SG", "Eid al-Fitr"), ("IN", "Eid al-Fitr"))),
    (r"dussehra|dasara|vijayadashami", "十胜节", _public(("IN", "Dussehra"))),
    (r"holi", "洒红节|胡里节", _public(("IN", "Holi"))),
    (r"pongal|makar sankranti", "丰收节", _public(("IN", "Makar Sankranti"))),
    (r"raksha bandhan|rakhi", "兄妹节", _public(("IN", "Raksha Bandhan"))),
    (r"ganesh chaturthi|vinayaka chaturthi", "象头神节", _public(("IN", "Ganesh Chaturthi"))),
    (r"vesak(?: day)?", "卫塞节", _public(("SG", "Vesak Day"))),
    (r"all saints'? day|undas", "万灵节", _fixed(11, 1)),
]  # fmt: skip


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """One expression for all names; group ``f<n>`` says which."""
    parts = [rf"(?P<f{index}>\b(?:{latin})\b|{han})" for index, (latin, han, _) in enumerate(_FESTIVALS)]
    return re.compile("|".join(parts), re.ASCII)


@lru_cache(maxsize=512)
def next_day(group: str, after: date, timezone: str | None) -> date | None:
    """The first day, strictly after ``after``, of the festival whose group matched; None where its table ends."""
    of = _FESTIVALS[int(group[1:])][2]
    for year in (after.year - 1, after.year, after.year + 1, after.year + 2):
        day = of(year, timezone)
        if day is not None and day > after:
            return day
    return None
