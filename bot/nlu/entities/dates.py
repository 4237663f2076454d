"""Dates that are named in a message, against the borrower's own today.

Conventions: a bare or "this" weekday is the first one after today, "next"/下 that day of the next Monday-to-Sunday week, "the 15th"
the next one strictly after today, "in two weeks" today + 14. "Next month", "when I'm paid", 年后 and seasons name no day.
Spans that count back ("two weeks ago", 昨天) are dates as well: borrowers say when they paid.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from bot.nlu.entities import calendar, festivals
from bot.nlu.entities.model import Reading
from bot.nlu.entities.numbers import ZH_NUMERAL, parse_chinese, parse_english

_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH = r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|ensday|nesdy)?|thu(?:r(?:s(?:day)?)?)?|thrusday|fri(?:day)?|satur?day|sat|sun(?:day)?)"
_ORDINAL_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "thirty first": 31} | {f"twenty {word}": 20 + n for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"), 1)}  # fmt: skip
_ORDINAL_WORD = "|".join(sorted((word.replace(" ", "[ -]") for word in _ORDINAL_WORDS), key=len, reverse=True))
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL_WORD})"
_ZH_N = rf"(?:\d{{1,3}}|[{ZH_NUMERAL}]{{1,4}})"
_ZH_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "末": 5,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}
_EN_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|(?:a )?couple(?: of)?)"
_UNIT = r"(?:days?|weeks?|wks?|fortnights?|months?|mths?|mnths?)"
_NUMERIC_GUARD = r"(?<![\d/.\-])"

Handler = Callable[["re.Match[str]", Reading], date | None]


def _en_number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if text in ("a", "an"):
        return 1
    if "couple" in text:
        return 2
    value = parse_english(text)
    return None if value is None else int(value)


def _zh_number(text: str) -> int | None:
    value = Decimal(text) if text.isdigit() else parse_chinese(text)
    return None if value is None else int(value)


def _day_number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else _ORDINAL_WORDS[text.replace("-", " ")]


def _month_number(text: str) -> int:
    return _MONTHS[text[:3]]


def _move(day: date, count: int | None, unit: str) -> date | None:
    """``day`` moved by days, weeks, fortnights or months; nobody plans past ten years, so more is no date."""
    if count is None or abs(count) > 3_660:
        return None
    unit = unit.removeprefix("个")
    if unit.startswith(("m", "月")):
        return calendar.add_months(day, count)
    if unit.startswith("f"):
        return day + timedelta(days=14 * count)
    return day + timedelta(days=count * (7 if unit.startswith(("w", "周", "星", "礼")) else 1))


def _relative_word(offset: int) -> Handler:
    return lambda match, reading: reading.today + timedelta(days=offset)


def _iso(match: re.Match[str], reading: Reading) -> date | None:
    return calendar.valid(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], reading: Reading) -> date | None:
    first, second = int(match["a"]), int(match["b"])
    chinese = re.search("[\u4e00-\u9fff]", reading.text) is not None
    month, day = (first, second) if chinese or calendar.month_first(reading.timezone) else (second, first)
    if month > 12 >= day:
        month, day = day, month
    year = match["y"]
    if year:
        return calendar.valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return calendar.day_and_month_after(reading.today, month, day)


def _day_month(match: re.Match[str], reading: Reading) -> date | None:
    day, month = _day_number(match["d"]), _month_number(match["m"])
    if match["y"]:
        return calendar.valid(int(match["y"]), month, day)
    return calendar.day_and_month_after(reading.today, month, day)


def _zh_month_day(match: re.Match[str], reading: Reading) -> date | None:
    month, day = _zh_number(match["m"]), _zh_number(match["d"])
    if month is None or day is None:
        return None
    said = match["y"]
    if not said:
        return calendar.day_and_month_after(reading.today, month, day)
    shifts = {"今年": 0, "本年": 0, "明年": 1, "去年": -1, "后年": 2, "前年": -2}
    if said in shifts:
        return calendar.valid(reading.today.year + shifts[said], month, day)
    number = said.removesuffix("年")
    year = int(number) if number.isdigit() else int(parse_chinese(number) or 0)
    return calendar.valid(year + 2000 if year < 100 else year, month, day)


def _zh_day_in_month(match: re.Match[str], reading: Reading) -> date | None:
    day = _zh_number(match["d"])
    prefix = match["p"]
    if day is None:
        return None
    shift = prefix.count("下") - prefix.count("上")
    month = calendar.add_months(reading.today.replace(day=1), shift)
    return calendar.valid(month.year, month.month, day)


def _zh_bare_day(match: re.Match[str], reading: Reading) -> date | None:
    day = _zh_number(match["d"])
    return calendar.day_of_month_after(reading.today, day) if day and day <= 31 else None


def _en_day_in_month(match: re.Match[str], reading: Reading) -> date | None:
    if match["d"].isalpha() and not re.search(r"\bthe |\bof ", match.group()):
        return None  # "the hospital bills come first this month"
    shift = {"next": 1, "following": 1, "last": -1, "this": 0, "the": 0}[match["p"]]
    month = calendar.add_months(reading.today.replace(day=1), shift)
    return calendar.valid(month.year, month.month, _day_number(match["d"]))


def _en_bare_day(match: re.Match[str], reading: Reading) -> date | None:
    day = _day_number(match["d"])
    return calendar.day_of_month_after(reading.today, day) if 1 <= day <= 31 else None


def _en_weekday(match: re.Match[str], reading: Reading) -> date | None:
    if match["w"] in ("sat", "sun", "wed") and not (match["p"] or match["s"]) and not _company(match, reading.text):
        return None  # "I sat down", "the sun", "we wed"
    weekday = _WEEKDAYS[match["w"][:2]] if match["w"][:3] != "thr" else 3
    prefix = (match["p"] or "").strip()
    suffix = (match["s"] or "").strip()
    if prefix in ("next", "nxt") or suffix in ("next week", "of next week"):
        return calendar.weekday_of_week(reading.today, weekday, 1)
    if prefix in ("last", "past"):
        return calendar.weekday_before(reading.today, weekday)
    if suffix == "after next":
        return calendar.weekday_of_week(reading.today, weekday, 2)
    day = calendar.weekday_after(reading.today, weekday)
    return day + timedelta(days=7) if suffix == "week" else day


def _company(match: re.Match[str], text: str) -> bool:
    """Whether a short name of a day stands where a day would: after a preposition, or by itself."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return re.search(
        r"(?:\bby|\bon|before|until|till?|after|or|and|maybe|due|[,.;:]|^)$", before
    ) is not None and not re.match(r"(?:in|on|down|at|is|was)\b", after)


def _zh_weekday(match: re.Match[str], reading: Reading) -> date | None:
    weekday = _ZH_WEEKDAYS[match["w"]]
    prefix = match["p"] or ""
    shift = prefix.count("下") - prefix.count("上")
    if shift:
        return calendar.weekday_of_week(reading.today, weekday, shift)
    return calendar.weekday_after(reading.today, weekday)


def _en_weekend(match: re.Match[str], reading: Reading) -> date | None:
    if match["p"] == "next":
        return calendar.weekday_of_week(reading.today, 5, 1)
    return (
        calendar.weekday_before(reading.today, 5) if match["p"] == "last" else calendar.weekday_after(reading.today, 5)
    )


def _en_month_end(match: re.Match[str], reading: Reading) -> date | None:
    return calendar.month_end(reading.today, 1 if match["n"] else -1 if match["l"] else 0)


def _zh_month_end(match: re.Match[str], reading: Reading) -> date | None:
    prefix = match["p"] or ""
    return calendar.month_end(reading.today, prefix.count("下") - prefix.count("上"))


def _named_month_end(match: re.Match[str], reading: Reading) -> date | None:
    said = match["m"]
    month = _month_number(said) if said[0] in "jfmasond" else _zh_number(said)
    if month is None or not 1 <= month <= 12:
        return None
    end = calendar.month_end(date(reading.today.year, month, 1))
    return end if end > reading.today else calendar.month_end(date(reading.today.year + 1, month, 1))


def _year_end(match: re.Match[str], reading: Reading) -> date | None:
    said = match.group()
    shift = 1 if "明年" in said or "next" in said else -1 if "去年" in said or "last" in said else 0
    return date(reading.today.year + shift, 12, 31)


def _en_ahead(match: re.Match[str], reading: Reading) -> date | None:
    return _move(reading.today, _en_number(match["n"]), match["u"])


def _en_ago(match: re.Match[str], reading: Reading) -> date | None:
    count = _en_number(match["n"])
    return None if count is None else _move(reading.today, -count, match["u"])


def _en_half(match: re.Match[str], reading: Reading) -> date | None:
    return reading.today + timedelta(days=15)


def _zh_ahead(match: re.Match[str], reading: Reading) -> date | None:
    return _move(reading.today, _zh_number(match["n"]), match["u"])


def _zh_ago(match: re.Match[str], reading: Reading) -> date | None:
    count = _zh_number(match["n"])
    return None if count is None else _move(reading.today, -count, match["u"])


def _week_on_weekday(match: re.Match[str], reading: Reading) -> date | None:
    """ "A week on Friday": seven days after the first Friday to come."""
    weekday = _WEEKDAYS[match["w"][:2]] if match["w"][:3] != "thr" else 3
    return calendar.weekday_after(reading.today, weekday) + timedelta(days=7)


def _day_after_weekday(match: re.Match[str], reading: Reading) -> date | None:
    return calendar.weekday_after(reading.today, _WEEKDAYS[match["w"][:2]]) + timedelta(days=1)


_ZH_UNIT_SPAN = (
    r"(?P<u>天|日(?!期)|周(?![一二三四五六日末年])|个?星期(?![一二三四五六日天])|个?礼拜(?![一二三四五六日天])|个月)"
)
_NOT_RECURRENT = r"(?<!every )(?<!each )(?<!to )(?<!through )"
_COUNTED = (
    r"(?! ?(?:year|yr|month|mth|week|wk|day|hour|min|time|kid|child|people|loan|card|payment|instal|percent|%|k\b))"
)

# Each expression claims its place whether or not it names a day, in this order.
_RULES: list[tuple[re.Pattern[str], Handler]] = [
    (re.compile(pattern, re.ASCII), handler)
    for pattern, handler in [
        # numeric
        (rf"{_NUMERIC_GUARD}(?P<y>(?:19|20)\d\d)(?:-|/|\.|年 ?)(?P<m>\d{{1,2}})(?:-|/|\.|月 ?)(?P<d>\d{{1,2}})(?:[日号]|(?![\d/\-]))", _iso),
        (rf"{_NUMERIC_GUARD}(?P<a>\d{{1,2}})(?P<sep>[/.\-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:20)?\d\d)(?![\d/\-])", _numeric),
        (rf"{_NUMERIC_GUARD}(?!24/7|50/50|\d+/\d+ (?:of|off)\b|1/[234]\b|[23]/[34]\b(?! ?[\u4e00-\u9fff]?[前日还付]))(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?P<y>)(?![\d/\-])", _numeric),
        (rf"(?:(?P<y>(?:(?:19|20)?\d\d|[二零〇一三四五六七八九]{{2,4}})年|[今明去前后本]年)的?)?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}) ?月(?:份的?)? ?(?P<d>\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})(?: ?[日号](?!楼|线|店|公馆|院)|(?![\d个周天月年期万千百元块笔{ZH_NUMERAL}]))", _zh_month_day),
        (rf"\b(?:the )?(?P<d>{_DAY})(?: of)?[ -](?P<m>{_MONTH})(?:,?[ -](?P<y>(?:19|20)\d\d))?(?![a-z\d])", _day_month),
        (rf"(?<!\bi )(?<!we )(?<!you )(?<!they )(?<!he )(?<!it )\b(?P<m>{_MONTH})[ -](?:the )?(?P<d>{_DAY})(?!\d|[:,.]\d| ?(?:k|k?%|yuan|rmb|dollars|pesos|rs|am|pm|days|weeks|months|times)\b)(?:,? (?P<y>(?:19|20)\d\d))?(?![a-z\d])", _day_month),
        (rf"{_NUMERIC_GUARD}(?P<a>1[0-2]|[1-9])\.(?P<b>[12]\d|3[01]|0?[1-9])(?P<y>)(?=之?前|以前|号|日|还|发工资)[号日]?", _numeric),
        # ends of months and years
        (r"\b(?:by |at )?(?:the )?(?:end of (?:the |this |d )?(?P<n>next |following )?(?P<l>last )?month|(?:this )?month[ -]?end|eom)\b(?! of)", _en_month_end),
        (rf"\b(?:the )?(?:last day of|end of|end) (?P<m>{_MONTH})(?![a-z])", _named_month_end),
        (r"\b(?:the )?last day of (?:the |this )?(?P<n>next )?(?P<l>last )?month\b", _en_month_end),
        (r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?的?(?:底|末|最后一天)", _named_month_end),
        (r"(?P<p>(?:下+|上+)个?|这个?|本|今个?)?月(?:底|末|尾)", _zh_month_end),
        (r"(?P<p>(?:下+|上+)个?|这个?|本)月(?:的)?最后一天", _zh_month_end),
        (r"(?P<p>(?:下+|上+)个?|这个?|本)月的?(?P<d>十[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十一?|[12]\d|3[01])(?=$|[,.。!?;]|吧|前|之前|左右|还|给|发|能|再|可以)", _zh_day_in_month),
        (r"(?:今年|本年|明年|去年)?年(?:底|末|尾)(?!总|奖)|(?:今|明|去)年(?:底|末|尾)|\b(?:the )?end of (?:the |this |next |last )?year\b|\byear[ -]end\b", _year_end),
        # day of a month that is named by its place
        (rf"\b(?:the )?(?P<d>{_DAY})(?: of)? (?:the )?(?P<p>next|following|this|last) month\b", _en_day_in_month),
        (rf"\b(?P<p>next|following|this|last) month,?(?: on)?(?: the)? (?P<d>{_DAY})\b(?! ?(?:k|%|yuan|rmb|dollars|rs|days|weeks))", _en_day_in_month),
        (rf"(?P<p>(?:下+|上+)个?|这个?|本|当)月的?(?P<d>\d{{1,2}}|[{ZH_NUMERAL}]{{1,3}}) ?[号日]", _zh_day_in_month),
        # spans ahead and back
        (rf"\bin (?:about |like |another )?(?P<n>{_EN_N}) (?:more )?(?P<u>{_UNIT})(?:'s?)?(?:'? time)?\b(?! (?:or|to) )", _en_ahead),
        (rf"\bafter (?:about |like |another )?(?P<n>{_EN_N}) (?:more )?(?P<u>{_UNIT})\b(?= ?(?:$|[,.!?]|please|pls|i'?ll|i (?:will|can|shall)|only|ok|maybe|sir|mam|madam|then|we (?:will|can)))", _en_ahead),
        (rf"\b(?:a|one) week (?:on|from) (?P<w>{_WEEKDAY})\b", _week_on_weekday),
        (rf"\b(?P<n>{_EN_N}) (?P<u>{_UNIT})(?:'s?)?(?: from (?:now|today)|(?<=') time| later| hence)\b", _en_ahead),
        (rf"\b(?P<n>{_EN_N}) (?P<u>{_UNIT}) (?:ago|back|earlier)\b", _en_ago),
        (r"\b(?:in )?(?P<n>half) a month(?:'s time| from now)\b|\bin half a month\b|半个?月(?:以后|之后|后|过后)|(?:过|再过)半个?月", _en_half),
        (r"(?:再?过|等)?半年(?:以后|之后|后)|(?:过|再过)半年|\bin half a year\b|\bhalf a year from now\b", lambda match, reading: calendar.add_months(reading.today, 6)),
        (rf"(?:再?过|等)?(?P<n>{_ZH_N}) ?{_ZH_UNIT_SPAN}(?:以后|之后|过后|后(?!悔|果|来|面|台))", _zh_ahead),
        (rf"(?:再?过)(?!两天|几)(?P<n>{_ZH_N}) ?{_ZH_UNIT_SPAN}(?!没|都|不|了|前|间)", _zh_ahead),
        (rf"(?P<n>{_ZH_N}) ?{_ZH_UNIT_SPAN}(?:以前|之前|前(?!后|期|途))", _zh_ago),
        # relative days
        (r"\b(?:the )?day after (?:tomorrow|tmrw?|tmw|tomm?orr?ow)\b|大?后天(?<!大后天)|后日|\bovermorrow\b", _relative_word(2)),
        (r"明(?=[、和]?后[天日两])", _relative_word(1)),
        (r"大后[天日]", _relative_word(3)),
        (r"大前[天日]", _relative_word(-3)),
        (r"\b(?:the )?day before yesterday\b|前天|前日", _relative_word(-2)),
        (r"\b(?:tomm?orr?ow|tomoro+w?|tmrw|tmr|tmw|tom(?= (?:morning|night|evening))|2moro|2mrw)\b|明[天日儿晚早](?!有)|听[日晚]|明儿", _relative_word(1)),
        (r"\byesterday\b|\bystd\b|\byest\b|\blast night\b|昨[天日儿晚]|琴日|寻日", _relative_word(-1)),
        (r"\b(?:today|tonight|tonite|2nite|2day|tdy|this (?:morning|afternoon|evening))\b|今[天日晚早](?!后)|今儿", _relative_word(0)),
        # weekdays
        (rf"\bnext week,?(?: on)? (?P<p>)(?P<w>{_WEEKDAY})(?P<s>)\b", lambda m, r: calendar.weekday_of_week(r.today, _WEEKDAYS[m["w"][:2]], 1)),
        (rf"{_NOT_RECURRENT}\b(?:(?P<p>next|nxt|this|coming|the coming|last|past|on)[ ,]+)?(?P<w>{_WEEKDAY})\b(?!'?s\b)(?![ -]*(?:to|through|thru|till|-)[ -]*{_WEEKDAY})(?P<s> (?:of )?next week\b| week\b(?!end)| after next\b)?", _en_weekday),
        (r"\b(?:(?P<p>this|next|last|the) )?weekend\b(?!s)", _en_weekend),
        (r"(?<![每逢到至~一二三四五六日])(?P<p>(?:下+|上+)个?|这个?|本)?(?:周|星期|礼拜|拜)(?P<w>[一二三四五六日天1-7末])(?!个|[到至~\-]|[天周月年])", _zh_weekday),
        # a bare day of the month
        (r"(?<![\d.\-/每第])(?P<d>\d{1,2}) ?[号日](?!楼|线|店|院|公馆|机|床|[\d]|客服|方案|选项|常|子|用|后.{0,2}再)", _zh_bare_day),
        (r"(?<![每第一二三四五六七八九十百零])(?P<d>[一二三四五六七八九十廿]{1,3})号(?!楼|线|店|院|公馆|客服|方案|选项)", _zh_bare_day),
        (r"(?<!every )(?<!each )(?<!of )\b(?:on |by |before |until |till |til |after |from |around )?(?:the )?(?P<d>(?:[5-9]|[12]\d|3[01])(?:st|nd|rd|th))\b(?! (?:one|option|plan|choice|offer|time|instal|payment|floor|month|year|day|grade|birthday|loan|street|st\b|avenue))", _en_bare_day),
        (rf"\b(?:on|by|before|until|till|til|b4|due|paid|payday|salary|after|from|since|pay|around) (?:on )?(?:the )?(?P<d>[1-4](?:st|nd|rd|th)|{_ORDINAL_WORD})\b(?! (?:one|option|plan|choice|offer|time|instal|payment|floor|month|year|day of|grade|birthday|loan|name|of all|glance|place|thing|thought|hand|week|half|chance|job|wife|husband|child|kid|son|daughter))", _en_bare_day),
        (r"(?:(?<=st or )|(?<=nd or )|(?<=rd or )|(?<=th or )|(?<=st and )|(?<=th and )|(?<=th to )|(?<=st to ))(?:the )?(?P<d>[1-4](?:st|nd|rd|th))\b", _en_bare_day),
        (rf"\b(?:the )(?P<d>1st|(?:{'|'.join(w.replace(' ', '[ -]') for w in _ORDINAL_WORDS if _ORDINAL_WORDS[w] > 5)}))\b(?! (?:one|option|plan|choice|offer|time|instal|payment|floor|month|year|grade|birthday|loan|name|place))", _en_bare_day),
        (rf"\b(?:by|before|until|till|til|due on|on) (?:the )(?P<d>[1-9]|[12]\d|3[01])\b{_COUNTED}(?![,.:]?\d)", _en_bare_day),
    ]
]  # fmt: skip


# Without one of these no expression above can match: most messages are done here.
_MAY_NAME_A_DAY = re.compile(
    r"\d|[日天号月周末尾年今明昨后儿]|星期|礼拜|拜|听晚|mon|tue|wed|thu|thr|fri|sat|sun|day|week|wk|month|mth|mnth|eom|year|fortnight|tomo|tomm|tmr|tmw|\btom\b|2mo|2mr"
    r"|night|nite|morning|noon|evening|yest|ystd|tdy|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|elfth|teenth|tieth|morrow",
    re.ASCII,
)


def find_dates(reading: Reading) -> None:
    """Adds the dates of ``reading.text``."""
    _find_festivals(reading)
    if not _MAY_NAME_A_DAY.search(reading.text):
        return
    for pattern, handler in _RULES:
        for match in pattern.finditer(reading.text):
            if not reading.is_free(*match.span()):
                continue
            day = handler(match, reading)
            if day is not None:
                start, end = _trim(reading.text, *match.span())
                reading.add("date", day.isoformat(), start, end)
                reading.claim(*match.span())


def _find_festivals(reading: Reading) -> None:
    for match in festivals.pattern().finditer(reading.text):
        group = match.lastgroup
        if group and reading.is_free(*match.span()):
            day = festivals.next_day(group, reading.today, reading.timezone)
            if day is not None:
                reading.add("date", day.isoformat(), *match.span())


_LEAD = re.compile(r"(?:on|by|before|until|till|til|at|after|from|around|due|pay|paid|salary|b4)\s+(?:on )?", re.ASCII)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leaves the preposition outside: the entity of "by the 15th" is "the 15th"."""
    lead = _LEAD.match(text, start, end)
    return (lead.end(), end) if lead and lead.end() < end else (start, end)
