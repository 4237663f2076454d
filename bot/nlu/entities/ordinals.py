"""Which of the things shown is meant: "the second one", 第二个, "option b" and plain "B" give "2"."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re

from bot.nlu.entities.model import Reading
from bot.nlu.entities.numbers import parse_chinese

_WORDS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "6th": 6,
}
_WORD = "|".join(_WORDS)
_CARDINALS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_THING = r"(?:one|option|plan|choice|offer|proposal|alternative|suggestion|scheme|arrangement|deal|link|answer|loan|account|card|lesson|item|line|wan|selection|package|version|method|button|row)"
_NUMBERED = (
    r"(?:option|plan|choice|offer|number|numb[ae]r?|nmbr|numbr|no\.?|num|proposal|alternative|scheme|item|opt|#)"
)
_ENGLISH: list[re.Pattern[str]] = [
    re.compile(rf"\b(?:the |your |that )?(?P<w>{_WORD}) (?:\w+ )??{_THING}\b(?! (?:month|week|year)s?\b)", re.ASCII),
    re.compile(rf"(?:\b{_NUMBERED}|#) ?(?P<n>[1-9]\b(?![.,:/%\d])|one\b|two\b|three\b|four\b|five\b|(?P<l>[a-f])\b(?!'))(?! (?:of|time|day|week|month|year|more|k\b))", re.ASCII),
    re.compile(r"\b(?P<l>[b-f]) (?:option|plan|choice|offer)\b", re.ASCII),
    re.compile(r"\b(?:the )?(?P<x>former|latter)\b(?: one| option| plan)?", re.ASCII),
    re.compile(rf"\bthe (?P<w>{_WORD})\b(?=\s*(?:[.,!?;]|$|please|pls|plz|looks|is|sounds|seems|works|suits|would|will|and|then|i\b|for me|not the|better))(?! (?:of|time))", re.ASCII),
    re.compile(rf"^(?:(?:i'?ll |i |let'?s |can i |ok |yes )*(?:take|want|choose|pick|go (?:for|with)|like|prefer)(?: the)? )?(?P<w>{_WORD})(?: (?:please|pls|plz))?[.! ]*$", re.ASCII),
    re.compile(r"^(?:(?:ok|yes|i'?ll take|i choose|i pick|let'?s go with|go with|choose|pick|take)[ ,]+)?\(?(?P<l>[a-f])(?: (?:please|pls|plz))?[.!) ]*$", re.ASCII),
    re.compile(rf"^(?:the )?(?P<w>{_WORD})(?= (?:is|looks|sounds|works|seems|suits|would|will)\b(?! late| due| overdue))", re.ASCII),
    re.compile(r"^(?:(?:i |i'?ll |ok |let'?s )*(?:pick|choose|take|select|go (?:for|with)))(?: the)? (?P<n>[1-9]|one|two|three|four)(?: (?:please|pls|plz|then))?[.! ]*$", re.ASCII),
    re.compile(r"^\(?(?P<n>[1-9])\)(?: (?:please|pls|plz))?[. ]*$", re.ASCII),
    re.compile(r"\bthe (?P<x>top|upper|first mentioned)(?: one| option| plan| offer)\b", re.ASCII),
]  # fmt: skip
_ZH_N = r"(?P<n>\d|[一二两三四五六七八九十])"
_ZH_LETTER = r"(?P<l>[a-f])"
_CHINESE: list[re.Pattern[str]] = [
    re.compile(rf"第{_ZH_N}(?:个(?![月星礼])|种|项|条(?!命)|款|套|份|号|档|选项|方案|笔|张|类|样|行)(?:方案|选项|办法|计划|的)?", re.ASCII),
    re.compile(rf"(?:方案|选项|选择|计划|选)(?:是)?(?:第)?(?:{_ZH_N}(?![\d万千百十期个月天元块年%])|{_ZH_LETTER}(?![a-z]))(?:号|个)?", re.ASCII),
    re.compile(rf"(?<![\da-z])(?:{_ZH_N}号|{_ZH_LETTER}) ?(?:方案|选项|计划|款|套餐)", re.ASCII),
    re.compile(r"(?P<x>前者|后者|头一[个种项款])", re.ASCII),
    re.compile(rf"第{_ZH_N}(?=\s*(?:[,.!?;。,吧啊呢]|$))", re.ASCII),
    re.compile(r"^(?:我)?(?:就|要|选|用)?[要选用]?(?P<l>[a-f])(?:吧|啊|呗|呀|款)?[.!。]*$", re.ASCII),
]  # fmt: skip
_NOT_MEANT = re.compile(
    r"\b(?:first (?:of all|time|thing|name|place|step|place|aid|born|child|year|day|month|week|class|job|wife|husband|instal?l?ment|half|payment)|at first|first,|(?:the )?(?:second|third) (?:child|time|job|hand|kid|half|thought|wave|week|month|year|day|wife|husband|chance|baby|son|daughter|phone|floor|party|instal?l?ment|payment|quarter|notice|reminder|letter|call|line)|(?:one|a|wait a|just a|per|every|split|each) seconds?|(?:one|two) third|no (?:2|two) ways)\b"
    r"|第(?:[一二三四五六七八九十\d]+)(?:个?(?:孩子|娃|小孩|宝宝|老公|老婆|电话|工作|公司)|次|时间|天|周|年|个?月|个?星期|个?礼拜|期|胎|季度|页|名|人民|医院|中学|小学)|(?<![一二两三四五六七八九十百千\d])万一|第三方|第一时间",
    re.ASCII,
)

# "Not the first, the second": what is refused is no choice.
_REFUSED = re.compile(
    r"(?:\bnot |\bnot the |\binstead of (?:the )?|\brather than (?:the )?|不要|不是|不选|别选|不想要)$", re.ASCII
)


def find_ordinals(reading: Reading) -> None:
    """Adds the ordinals of ``reading.text``."""
    for match in _NOT_MEANT.finditer(reading.text):
        if reading.is_free(*match.span()):
            reading.claim(*match.span())
    for pattern in (*_ENGLISH, *_CHINESE):
        for match in pattern.finditer(reading.text):
            value = _value(match.groupdict())
            if value is None or not reading.is_free(*match.span()):
                continue
            if _REFUSED.search(reading.text[max(0, match.start() - 20) : match.start()]):
                reading.claim(*match.span())
            else:
                reading.add("ordinal", str(value), *_span(match))
                reading.claim(*match.span())


def _span(match: re.Match[str]) -> tuple[int, int]:
    """The words of the choice without the sentence around it ("I'll take b" → "b")."""
    groups = match.groupdict()
    if match.re in (_ENGLISH[5], _ENGLISH[6], _CHINESE[5]):
        name = next(name for name in ("w", "l", "n") if groups.get(name))
        return match.span(name)
    return match.span()


def _value(groups: dict[str, str | None]) -> int | None:
    if word := groups.get("w"):
        return _WORDS[word]
    if letter := groups.get("l"):
        return ord(letter) - ord("a") + 1
    if number := groups.get("n"):
        if number.isdigit():
            return int(number) or None
        value = _CARDINALS.get(number) or parse_chinese(number)
        return None if value is None else int(value)
    if relative := groups.get("x"):
        return 2 if relative in ("latter", "后者") else 1
    return None
