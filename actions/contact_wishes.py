"""Reads when and how somebody wants to be reached: hours, days of the week, a channel. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_CLAUSE = re.compile(r"[,，;；。.!！]|\bbut\b|但是?", re.I)
ALL_DAYS = (1, 2, 3, 4, 5, 6, 7)
WEEKDAYS, WEEKEND = ALL_DAYS[:5], ALL_DAYS[5:]

_HOUR = r"(?:下午|晚上|傍晚|早上|上午|中午)?\s*(\d{1,2})(?::(\d{2}))?\s*(?:点|时)?\s*(am|pm|a\.m\.|p\.m\.)?"
_AFTER = re.compile(rf"(?:after|from|between)\s+{_HOUR}", re.I)
_AFTER_ZH = re.compile(rf"({_HOUR})(?:以后|之后|后|开始)", re.I)
_BEFORE = re.compile(rf"(?:before|until|till|to|and)\s+{_HOUR}", re.I)
_BEFORE_ZH = re.compile(rf"({_HOUR})(?:以前|之前|前)", re.I)
_BETWEEN_ZH = re.compile(rf"({_HOUR})(?:到|至|[-~—–])({_HOUR})", re.I)
_HAN_HOURS = {name: str(at) for at, name in enumerate("零一二三四五六七八九十")} | {
    "两": "2",
    "十一": "11",
    "十二": "12",
}
_HAN_HOUR = re.compile(r"(十[一二]?|[一二两三四五六七八九])(?=点)")

_NAMES = (
    "mon(?:day)?s?",
    "tue(?:s|sday)?s?",
    "wed(?:nesday)?s?",
    "thu(?:rs|rsday)?s?",
    "fri(?:day)?s?",
    "saturdays?",
    "sundays?",
)
_HAN_DAYS = ("一", "二", "三", "四", "五", "六", "[日天]")
_DAYS = tuple(
    re.compile(rf"\b{english}\b|(?:周|星期|礼拜){han}", re.I) for english, han in zip(_NAMES, _HAN_DAYS, strict=True)
)
_WEEKEND = re.compile(r"\bweek-?ends?\b|周末|双休", re.I)
_WEEKDAYS = re.compile(
    r"\b(?:week-?days?|work(?:ing|days?)? ?days?|mon(?:day)? (?:to|-|through) fri(?:day)?)\b|工作日|平日|平时|周一到周五|上班时间",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no|don'?t|do not|except|avoid|stop)\b|别|不要|不想|不方便|勿|除了|除", re.I)


@dataclass(frozen=True)
class Wish:
    """`opens` and `closes` are local times such as "18:00"; `days` ISO weekdays; None and empty: nothing was said about it."""

    opens: str | None = None
    closes: str | None = None
    days: tuple[int, ...] = ()
    channel: str | None = None

    def __bool__(self) -> bool:
        return bool(self.opens or self.closes or self.days or self.channel)

    def to_json(self) -> dict[str, Any]:
        return {"from": self.opens, "to": self.closes, "days": list(self.days), "channel": self.channel}


def read(text: str, channels: Sequence[str]) -> Wish:
    """The wish in the words; `channels` are those that the words name."""
    text = _HAN_HOUR.sub(lambda match: _HAN_HOURS[match[1]], text)
    opens, closes = _hour(_AFTER, _AFTER_ZH, text), _hour(_BEFORE, _BEFORE_ZH, text)
    if between := _BETWEEN_ZH.search(text):
        opens = opens or _clock(between[1])
        closes = closes or _clock(between[5], after=opens)
    if opens and closes and closes <= opens:
        closes = None
    return Wish(opens, closes, days_in(text), channels[0] if channels else None)


def days_in(text: str) -> tuple[int, ...]:
    """The days on which somebody may be written to: "only at weekends", "not on weekdays", 平日别打; empty when none was named."""
    wanted: set[int] = set()
    refused: set[int] = set()
    for clause in _CLAUSE.split(text):
        named = _named(clause)
        if _NOT.search(clause):
            refused |= named
        else:
            wanted |= named
    chosen = (wanted or set(ALL_DAYS)) - refused
    return tuple(sorted(chosen)) if 0 < len(chosen) < len(ALL_DAYS) else ()


def _named(clause: str) -> set[int]:
    found: set[int] = set()
    if _WEEKDAYS.search(clause):
        found |= set(WEEKDAYS)
        clause = _WEEKDAYS.sub(" ", clause)
    if _WEEKEND.search(clause):
        found |= set(WEEKEND)
    return found | {day for day, pattern in zip(ALL_DAYS, _DAYS, strict=True) if pattern.search(clause)}


def _hour(english: re.Pattern[str], chinese: re.Pattern[str], text: str) -> str | None:
    found = english.search(text) or chinese.search(text)
    return _clock(found.group()) if found else None


def _clock(said: str, after: str | None = None) -> str | None:
    """ "18:00" for "after 6 pm" or 下午6点; `after`: an end that reads as earlier than its beginning is meant in the afternoon."""
    found = re.search(r"(\d{1,2})(?::(\d{2}))?", said)
    if found is None:
        return None
    value, minutes = int(found[1]), found[2] or "00"
    later = re.search(r"p\.?m|下午|晚上|傍晚", said, re.I) is not None
    if value < 12 and (later or (after is not None and f"{value:02d}:{minutes}" <= after)):
        value += 12
    return f"{value:02d}:{minutes}" if value < 24 and int(minutes) < 60 else None
