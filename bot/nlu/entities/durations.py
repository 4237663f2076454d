"""Lengths of time as ISO 8601 durations, in the unit that was said: "three months" P3M, 两周 P2W, 半个月 P15D, 三期 P3M.

A rate ("50 a week", 每月), an age and a count of English "instalments" are no durations; a span that leads to a day ("in two
weeks") is a date and is taken before.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu.entities.model import Entity, Reading
from bot.nlu.entities.numbers import EN_NUMBER, ZH_NUMERAL, parse_chinese, parse_english

_UNITS = {"d": "D", "w": "W", "m": "M", "y": "Y", "h": "H"}
_EN_UNIT = r"(?P<u>days?|weeks?|wks?|wk|months?|mths?|mth|mnths?|mos?|years?|yrs?|hours?|hrs?)"
_EN_COUNT = rf"(?P<n>\d{{1,3}}(?:\.5)?|{EN_NUMBER}|an?|(?:a )?couple(?: of)?|(?:an)?other)"
_ENGLISH = re.compile(
    rf"(?<![\w./,-])(?:(?P<low>\d{{1,2}}|one|two|three|four|five|six)(?: ?(?:-|–|to|or) ?))?{_EN_COUNT}(?: more| extra| full| whole| straight| good)?[ -]?{_EN_UNIT}(?P<half> and a half)?(?![a-z]|'? (?:old|of age)| (?:ago|back|from now|earlier)|-old|/7)",
    re.ASCII,
)
_HALF_EN = re.compile(
    r"\b(?:half (?:a|of a|of the) (?P<a>month|year|week)|half[- ](?P<b>month|year)|a fortnight|(?P<n>two|2) fortnights|(?P<m>one|a|1|two|2|three|3)[ -](?P<mu>month|year)s? and a half)\b",
    re.ASCII,
)
_RATE_BEFORE = re.compile(
    r"(?:[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|every|each|per|/|\d|times|twice|once|thousand|hundred|yuan|rmb|bucks|dollars|pesos|rupees|rs|usd|cny|k|naira|shillings|quid|pounds|euros|kuai|hours?|days?|shifts|instal?lments?|much|what) ?$",
    re.ASCII,
)
# Before "a week" that is a length of time; anything else ("50 a week", "calls a day") makes it a rate.
_LENGTH_BEFORE = re.compile(
    r"(?:^|[^a-z\d] |[,.;:!?] ?|\b(?:for|me|us|need|needs|within|wait|waiting|just|only|about|like|maybe|take|takes|took|by|than|give|want|ask|asking|request|delay|delayed|extend|extension of|postpone|postponed|least|most|or|over|after|almost|nearly|around|been|is|of|grace|hold|pause|break|holiday|stop|skip|least|and|more|with|buy|payment|late|push it|move it|it|till|until|in|say|get|have|had|off|for about|this|through|spend|lasts?|lasted|another) )$"
)
_REFUSED = re.compile(r"(?:(?<!why )\bnot |instead of |rather than |不要|不是|而不是)$", re.ASCII)
_AGE_BEFORE = re.compile(r"\b(?:i'?m|i am|aged?|he'?s|she'?s|is) $", re.ASCII)

_ZH_COUNT = rf"(?P<n>\d{{1,3}}(?:\.5)?|[{ZH_NUMERAL}俩仨]{{1,4}})"
_ZH_UNIT = r"(?P<u>个?多?月(?![\d一二三四五六七八九十初底末]*[号日底末初])|个?星期(?![一二三四五六日天])|个?礼拜(?![一二三四五六日天])|周(?![一二三四五六日末岁年])|天(?![天底下])|年(?![底末头月纪级龄糕终]|\d+月)|个?(?:小时|钟头))"
_CHINESE = re.compile(
    rf"(?<![第每\d.{ZH_NUMERAL}])(?:(?P<low>[一二两三四五六七八])(?P<sep>到|至|-|~|或|、)?(?![十百])|(?P<lowd>\d{{1,2}})(?P<sepd>到|至|-|~|或|、))?{_ZH_COUNT} ?(?P<half0>个半)?{_ZH_UNIT}(?P<half>半)?",
    re.ASCII,
)
_HALF_ZH = re.compile(
    r"(?<![一二两三四五六七八九十\d上下前后])半个?(?P<u>月|年(?!后|以后|之后)|天|小时|钟头)|(?<!第)(?P<k>[一俩仨二两三]|\d)个半(?P<v>月|星期|礼拜|小时)",
    re.ASCII,
)
_TERMS = re.compile(
    rf"(?<![第上下本这每前后\d{ZH_NUMERAL}])(?P<n>\d{{1,3}}|[{ZH_NUMERAL}]{{1,4}}) ?(?:个)?期(?![间待望])", re.ASCII
)
_RATE_BEFORE_ZH = re.compile(r"(?:每|一个人|平均)$", re.ASCII)
_RATE_AFTER_ZH = re.compile(
    rf"[^,。;!?\d]{{0,8}}?(?:\d|[{ZH_NUMERAL}]{{2,}}|几[百千万]|[一两三几]次|[{ZH_NUMERAL}][毛块角元])", re.ASCII
)
_WAITS = re.compile(
    r"(?:缓|宽限|延|延期|拖|推|推迟|等|给我|晚|再|过|停|暂停|用|逾期|欠|住|休|分|延长|展期|往后)(?:了|我|个|期|后|个)?$",
    re.ASCII,
)
# After 一天 and 一周 that are a length of time: the wish or the clause ends there.
_ALONE = re.compile(
    r" ?(?:$|[,.;!?。、]|行|够|可以|左右|吧|时间|的时间|之?内|以内|就|宽限|能|好|呢|哈|了|多|才能|再|没(?!几|什么|有几)|不|please|pls|ok)",
    re.ASCII,
)
_IDIOMS = re.compile(
    r"有一天没一天|(?:做|干|跑|上|开|忙)[一两三]天[,、]?(?:歇|停|休|没|玩)[一两三几]天|(?:每|一个?)(?:周|星期|礼拜)[^,。;!?\d]{0,5}[一二两三四五六]天|上[一二两三四五六]天班|三天两头|一天到晚|一年到头|有一天|那一天|哪一天|哪天|两年前后|一天天|三年五载|一年半载|过两天|这两天|前两天|一天都|百年|千年|万年|当年|(?:最后|头|前|每|那)一[天周年]|第[一二三四五六七八九十\d]+(?:个)?[天周月年]|\ball day\b|\bone day\b|\bthese days\b|\bday by day\b|\bday (?:in|and)\b|\bthe other day\b|\bevery (?:other )?(?:day|week|month)s?\b|\b[a-z]+ of the year\b|\bdays? a week\b",
    re.ASCII,
)


def _english(match: re.Match[str], text: str) -> list[str]:
    said = match["n"]
    letter = _UNITS[match["u"][0]]
    before = text[: match.start()]
    if said in ("a", "an") and (_RATE_BEFORE.search(before) or not _LENGTH_BEFORE.search(before)):
        return []
    if letter == "H" and re.match(r"s? (?:shifts?|days?|a day|per|each|job|duty)", text[match.end() :]):
        return []
    if re.search(r"(?:every|each|per) $", text[: match.start()]) or re.match(
        r"s? old\b|s? of age", text[match.end() :]
    ):
        return []
    if said in ("other", "another"):
        value = Decimal(1) if said == "another" else None
    elif said in ("a", "an"):
        value = Decimal(1)
    elif "couple" in said:
        value = Decimal(2)
    else:
        value = Decimal(said) if said[0].isdigit() else parse_english(said)
    if value is None or value == 0 or (letter == "Y" and value > 99):
        return []
    values = [value + Decimal("0.5") if match["half"] else value]
    if match["low"]:
        low = Decimal(match["low"]) if match["low"].isdigit() else parse_english(match["low"])
        if low is not None and low < value:
            values = [low, *values]
    return [text_value for v in values if (text_value := _iso(v, letter))]


def _iso(value: Decimal, letter: str) -> str | None:
    """P2W; a half is written in the next smaller unit: 1.5 months P45D, 1.5 years P18M, 1.5 weeks P11D is no length anyone means."""
    if value == value.to_integral_value():
        return f"PT{int(value)}H" if letter == "H" else f"P{int(value)}{letter}"
    smaller = {"M": (30, "D"), "Y": (12, "M"), "H": (60, "TM")}.get(letter)
    if smaller is None:
        return None
    count = int(value * smaller[0])
    return f"PT{count}M" if smaller[1] == "TM" else f"P{count}{smaller[1]}"


def _zh_letter(unit: str) -> str:
    for mark, letter in (("月", "M"), ("星", "W"), ("礼", "W"), ("周", "W"), ("天", "D"), ("年", "Y")):
        if mark in unit:
            return letter
    return "H"


def _chinese(match: re.Match[str], text: str) -> list[str]:
    said, unit = match["n"], match["u"]
    if unit in ("月", "多月") and said not in ("俩", "仨"):
        return []  # 三月 is March
    letter = _zh_letter(unit)
    if len(said) > 2 and said[-1] == "一" and said[-2] != "十":
        return []  # 三百一个月 is 三百 a month
    if said[0].isdigit():
        value: Decimal | None = Decimal(said)
    elif said in ("俩", "仨"):
        value = Decimal(2 if said == "俩" else 3)
    else:
        value = parse_chinese(said)
    if value is None or value == 0 or (letter == "Y" and value > 60):
        return []
    if letter == "H" and re.match(r"以?之?(?:后|内|前)|以内", text[match.end() :], re.ASCII):
        return []  # an hour of the day, not a length
    if value == 1 and not _WAITS.search(text[: match.start()]) and _RATE_AFTER_ZH.match(text[match.end() :]):
        return []  # 一个月三百 is a rate
    if value == 1 and re.match(
        r"[一几]次|一顿|一班|三顿|比一|一趟|两趟|打|几|[多好]几|到晚|三|才|就[挣赚]|[挣赚]", text[match.end() :]
    ):
        return []
    if (
        value == 1
        and letter in "DW"
        and not (_WAITS.search(text[: match.start()]) or _ALONE.match(text[match.end() :]))
    ):
        return []  # 一天接不了几单, 一周跑三趟: how often, not how long
    values = [value + Decimal("0.5") if match["half"] or match["half0"] else value]
    low = match["low"] or match["lowd"]
    if low:
        first = Decimal(low) if low.isdigit() else parse_chinese(low)
        adjacent = match["sep"] or match["sepd"] or (first is not None and value == first + 1 and not low.isdigit())
        if first is not None and first < value and adjacent:
            values = [first, *values]
    elif len(said) == 2 and not said[0].isdigit() and all(c in "一二两三四五六七八九" for c in said):
        first, second = parse_chinese(said[0]), parse_chinese(said[1])
        if first is None or second != first + 1:
            return []
        values = [first, second]
    return [text_value for v in values if (text_value := _iso(v, letter))]


def find_durations(reading: Reading) -> None:
    """Adds the durations of ``reading.text``; claims rates and ages so that they become nothing else."""
    text = reading.text
    for match in _IDIOMS.finditer(text):
        if reading.is_free(*match.span()):
            reading.claim(*match.span())
    for match in _HALF_EN.finditer(text):
        if reading.is_free(*match.span()) and not _RATE_BEFORE.search(text[: match.start()]):
            half = match["a"] or match["b"]
            if half:
                value = {"month": "P15D", "year": "P6M", "week": None}[half]
            elif match["m"]:
                whole = {"one": 1, "a": 1, "two": 2, "three": 3}.get(match["m"]) or int(match["m"])
                value = _iso(Decimal(whole) + Decimal("0.5"), match["mu"][0].upper())
            else:
                value = "P4W" if match["n"] else "P2W"
            if value:
                reading.add("duration", value, *match.span())
    for match in _HALF_ZH.finditer(text):
        if reading.is_free(*match.span()):
            if match["u"]:
                value = {"月": "P15D", "年": "P6M", "天": None}.get(match["u"])
            else:
                count = (
                    Decimal(match["k"])
                    if match["k"].isdigit()
                    else Decimal({"一": 1, "俩": 2, "仨": 3, "二": 2, "两": 2, "三": 3}[match["k"]])
                )
                value = _iso(count + Decimal("0.5"), _zh_letter(match["v"]))
            if value and not text[: match.start()].endswith("每"):
                reading.add("duration", value, *match.span())
    for match in _ENGLISH.finditer(text):
        _add(reading, match, _english(match, text))
    for match in _CHINESE.finditer(text):
        if not _RATE_BEFORE_ZH.search(text[: match.start()]):
            _add(reading, match, _chinese(match, text))
    for match in _TERMS.finditer(text):
        value_of = Decimal(match["n"]) if match["n"].isdigit() else parse_chinese(match["n"])
        if value_of == 1 and not _WAITS.search(text[: match.start()]):
            continue  # 头一期, 一期接一期
        if value_of and value_of <= 360 and reading.is_free(*match.span()):
            reading.add("duration", f"P{int(value_of)}M", *match.span())


def _add(reading: Reading, match: re.Match[str], values: list[str]) -> None:
    if not reading.is_free(*match.span()) or _REFUSED.search(reading.text[: match.start()]):
        return
    if not values:
        return
    for value in values[:1]:
        reading.add("duration", value, *match.span())
    for value in values[1:]:
        reading.found.append(Entity("duration", value, *match.span()))
