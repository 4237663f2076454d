"""When money is back, said roughly: "till January", "mid March", 过完年, 3月以后. No day is named, so no entity is found; for the end
of a pause a month is enough, since the pause is shown with its days before anybody says yes."""

from __future__ import annotations

import datetime as dt
import re

from relief.dates import last_day_of_month

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN = re.compile(
    r"\b(?:(?P<after>after) )?(?:(?P<part>early|beginning of|start of|mid(?:dle of)?|late|end of)[ -])?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|march|april|(?<!i )(?<!we )may(?! (?:be|pay|have|need|not)\b)|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_ZH = re.compile(r"(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d)(?:份)?(?P<part>初|中旬?|底|末)?")
_NEW_YEAR = re.compile(
    r"过(?:完|了)(?:年|春节)|年后|(?:春节|过年)(?:以?后|之后|完)|年前|\bafter (?:chinese |lunar )?new year\b",
    re.IGNORECASE,
)
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
HOLIDAY_DAYS = 7
"""Work begins again a week after the first day of the lunar year: the days off of the State Council's calendar."""

NOTHING_TILL = re.compile(
    r"\b(?:nothing|no money|(?:can'?t|cannot|can not|won'?t be able to|not able to) (?:pay|give|do|manage)(?: \w+)?|not \w+)\b"
    r".{0,30}\b(?:until|till?|before)\b|"
    r"(?:没钱|没有钱|没收入|还不了|还不上|拿不出|没法还|不还|一分).{0,12}(?:以?后|过完年|过了年|再|才|[，,].*每)|"
    r"\bnot before\b|(?:年前|月前|之前|以前).{0,6}(?:没钱|没有钱|没收入|还不了|还不上|拿不出|没法还)",
    re.IGNORECASE,
)
"""Nothing for some time and something then: a pause is what is wished for."""


def rough_day(text: str, today: dt.date) -> dt.date | None:
    """The first day of what was named, the next one after today; None when nothing was."""
    if _NEW_YEAR.search(text):
        return _after_new_year(today)
    match = _EN.search(text)
    if match:
        month = _MONTHS.index(match["month"][:3].lower()) + 1
        part = (match["part"] or "").lower()
        day = 31 if match["after"] or part in ("late", "end of") else 15 if part.startswith("mid") else 1
        return _coming(today, month, day, next_day=bool(match["after"]))
    match = _ZH.search(text)
    if match:
        said = match["month"]
        month = int(said) if said.isdecimal() else _DIGITS[said]
        part = match["part"] or ""
        return _coming(today, month, 31 if part in ("底", "末") else 15 if part.startswith("中") else 1)
    return None


def _coming(today: dt.date, month: int, day: int, *, next_day: bool = False) -> dt.date:
    for year in (today.year, today.year + 1):
        found = dt.date(year, month, min(day, last_day_of_month(year, month))) + dt.timedelta(days=next_day)
        if found > today:
            return found
    raise AssertionError("One of the months of two years is still to come.")


def _after_new_year(today: dt.date) -> dt.date | None:
    from lunardate import LunarDate

    for year in (today.year, today.year + 1):
        try:
            first: dt.date = LunarDate(year, 1, 1).to_solar_date()
        except ValueError:
            return None
        back = first + dt.timedelta(days=HOLIDAY_DAYS)
        if back > today:
            return back
    return None
