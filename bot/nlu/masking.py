"""Takes personal data out of text before anything is kept for training, and card numbers out of everything. Plain Python, no Rasa.

Telephone numbers by ``phonenumbers``, cards by the Luhn check, identity numbers by their shape, e-mail addresses, links, and any other
long number. Amounts, dates and times stay: they are what is to be learnt.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.normalise import fold

# Where borrowers' numbers without a country code may come from.
REGIONS = ("CN", "IN", "KE", "NG", "PH", "SG", "MY", "GB", "US", "HK", "TW")
_CARD = re.compile(r"(?<![\d.])\d(?:[ \-]?\d){12,18}(?![\d])")
_IDENTITY = [
    re.compile(r"(?<![\da-z])\d{17}[\dx](?![\da-z])"),  # China, resident identity card
    re.compile(r"(?<![\d])[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?!\d)"),  # India, Aadhaar
    re.compile(r"(?<![a-z\d])[a-z]{5}\d{4}[a-z](?![a-z\d])"),  # India, PAN
    re.compile(r"(?<![a-z\d])[stfgm]\d{7}[a-z](?![a-z\d])"),  # Singapore, NRIC and FIN
    re.compile(r"(?<![a-z\d])\d{3}-\d{2}-\d{4}(?!\d)"),  # United States, SSN
    re.compile(r"(?<![a-z\d])[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![a-z\d])"),  # United Kingdom, NINO
    re.compile(r"(?<![a-z\d])[a-z]{1,2}\d{6}\(?[\da]\)?(?![a-z\d])"),  # Hong Kong, identity card; passports
    re.compile(r"(?<![a-z\d])[a-z]\d{8}(?![a-z\d])"),  # passports; Taiwan with nine digits below
    re.compile(r"(?<![a-z\d])[a-z][12]\d{8}(?![a-z\d])"),
]  # fmt: skip
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+")
_HANDLE = re.compile(r"(?<![\w@])@[a-z\d_]{4,}", re.ASCII)
_CONTACT_ID = re.compile(
    r"((?:微信号?|qq号?|wechat(?: id)?|whatsapp|vx|v信|薇信|加v)\s*(?:是|:|is|no\.?)?\s*)([a-z\d_\-]{5,})", re.ASCII
)
_LONG = re.compile(r"(?<![\d.,])\d{7,}(?!\d)|(?<![a-z\d])[a-z]{1,4}-?\d{2,}-?\d{3,}(?:-\d+)*(?![a-z\d])")
_NAMED = re.compile(
    r"((?:\bmy (?:full )?name(?: is|'s)|\bthis is|\bi am mr|\bi am ms|\bi am mrs)[ :]+)((?:mr\.?|ms\.?|mrs\.?)? ?[a-z]+(?: [a-z]+){0,2})(?=[,.!?;]|$| and | but )"
    r"|((?:我叫|我的名字是|我名字叫|本人姓名|姓名是?|名字是?)[::]? ?)([\u4e00-\u9fff]{2,4}?)(?=[,.。,!?;、 ]|$|的|是|身份|电话|手机)"
)


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    label: str


def mask(text: str) -> str:
    """``text`` with personal data replaced by ``[card]``, ``[phone]``, ``[id]``, ``[email]``, ``[link]``, ``[contact]``, ``[name]`` and ``[number]``."""
    folded = fold(text)
    spans: list[_Span] = []
    _add(spans, _EMAIL.finditer(folded), "email")
    _add(spans, _LINK.finditer(folded), "link")
    _add_places(spans, _cards(folded), "card")
    for pattern in _IDENTITY:
        _add(spans, pattern.finditer(folded), "id")
    _add_places(spans, _phones(folded), "phone")
    for match in _CONTACT_ID.finditer(folded):
        _add_places(spans, [match.span(2)], "contact")
    _add(spans, _HANDLE.finditer(folded), "contact")
    for match in _NAMED.finditer(folded):
        _add_places(spans, [match.span(2) if match.group(2) else match.span(4)], "name")
    _add(spans, _LONG.finditer(folded), "number")
    masked = text
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        masked = f"{masked[: span.start]}[{span.label}]{masked[span.end :]}"
    return masked


def mask_cards(text: str) -> tuple[str, bool]:
    """``text`` with all but the last four digits of every card number replaced by ``*``, and whether there was one."""
    found = list(_cards(fold(text)))
    masked = text
    for start, end in reversed(found):
        digits = sum(character.isdigit() for character in masked[start:end])
        kept, seen = [], 0
        for character in masked[start:end]:
            seen += character.isdigit()
            kept.append("*" if character.isdigit() and seen <= digits - 4 else character)
        masked = masked[:start] + "".join(kept) + masked[end:]
    return masked, bool(found)


def luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1: doubled every second digit from the right, sum divisible by ten."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cards(folded: str) -> Iterable[tuple[int, int]]:
    for match in _CARD.finditer(folded):
        digits = re.sub(r"\D", "", match.group())
        identity = (
            len(digits) == 18
            and digits[6:8] in ("19", "20")
            and digits[0] in "12345678"
            and 1 <= int(digits[10:12]) <= 12
        )
        if 13 <= len(digits) <= 19 and luhn(digits) and len(set(digits)) > 1 and not identity:
            yield match.span()


def _phones(folded: str) -> Iterable[tuple[int, int]]:
    if sum(character.isdigit() for character in folded) < 7:
        return
    import phonenumbers

    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(folded, region, leniency=phonenumbers.Leniency.VALID):
            yield match.start, match.end


def _add(spans: list[_Span], matches: Iterable[re.Match[str]], label: str) -> None:
    _add_places(spans, [match.span() for match in matches], label)


def _add_places(spans: list[_Span], places: Iterable[tuple[int, int]], label: str) -> None:
    for start, end in places:
        if all(end <= span.start or span.end <= start for span in spans):
            spans.append(_Span(start, end, label))
