"""May a person send this? The tone guard, figures that nobody typed by hand, and what rests at the moment. Pure.

Sums are the point at which a tired person harms most: a wrong one is a promise. So a sum may stand in a reply only if the account, this
conversation or the engine says the same one; everything else comes from the card. Days and times may be typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from words.model import Both, Language
from words.tone import advise

FIGURE, UNVERIFIED, MONEY_RESTS = "FIGURE", "UNVERIFIED", "MONEY_RESTS"

ADVICE: dict[str, tuple[Both, Both]] = {
    FIGURE: (
        Both(
            en="This sum is not on the account and was not said in this conversation. A sum typed by hand is a promise that "
            "nothing stands behind.",
            zh="这个金额既不在账户里，对话里也没出现过。手打的金额等于一个没有依据的承诺。",
        ),
        Both(
            en="Insert a sum from the account, or work out an offer on the card and send that.",
            zh="请从账户中插入金额，或者在右侧计算方案后发送。",
        ),
    ),
    UNVERIFIED: (
        Both(
            en="The borrower is not confirmed at this moment, so nothing of the account may be said.",
            zh="目前还没有确认对方是本人，不能透露任何账户信息。",
        ),
        Both(en="Ask them to confirm who they are first.", zh="请先请对方确认身份。"),
    ),
    MONEY_RESTS: (
        Both(
            en="This person is in distress. Money is not mentioned until they are safe.",
            zh="对方正处于危机中，在确认安全之前不提钱的事。",
        ),
        Both(
            en="Ask how they are, and whether somebody is with them.", zh="请先关心对方的状况，问问身边有没有人陪着。"
        ),
    ),
}

_UNITS = (
    r"元|块钱?|人民币|美元|英镑|欧元|卢比|比索|日元|CNY|RMB|USD|GBP|EUR|INR|MXN|JPY|HKD|NGN|KES|ZAR|BRL|AUD|CAD|"
    r"yuan|renminbi|dollars?|bucks|pounds?|quid|euros?|rupees?|pesos?|yen|naira|rand|shillings?|reais|"
    r"%|％|per\s?cent|percent|折"
)
_AMOUNT = re.compile(
    rf"(?:(?:[¥￥$€£₹₦]|\b(?:CNY|RMB|USD|GBP|EUR|INR|MXN|JPY|HKD|NGN|KES|ZAR|BRL|AUD|CAD))\s?(?P<after>\d[\d,]*(?:\.\d+)?))"
    rf"|(?P<before>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>[万千百kK]?)\s?(?:{_UNITS})"
    rf"|(?P<han>[零一二两三四五六七八九十百千万]+)(?:元|块钱?|折)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d.:/-])\d[\d,]*\.\d{2}(?![\d.:/-])|(?<![\d,.:/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d:/-])")
_MONEY = re.compile(
    r"\b(?:pay|pays|paid|paying|payments?|owe|owed|debts?|loans?|instal?lments?|overdue|arrears|balance|money|fees?|interest|amount due)\b"
    r"|还款|还钱|欠款|欠钱|逾期|付款|贷款|账单|利息|罚息|分期|债",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Objection:
    """Why a draft cannot be sent: the class, the words that gave it away, why, and a kinder or right way."""

    name: str
    words: str
    why: str
    instead: str


def check(
    text: str,
    language: Language,
    reader: Language,
    *,
    of_account: Iterable[str] = (),
    of_conversation: Iterable[str] = (),
    verified: bool = False,
    distress: bool = False,
) -> list[Objection]:
    """What is wrong with a draft, nothing when it may be sent. `language` is the draft's, `reader` that of whoever writes.

    `of_account` are rendered or plain sums of the account; `of_conversation` lines that were said in it."""
    found = [
        Objection(mine.name, mine.words, mine.why, theirs.instead)
        for mine, theirs in zip(advise(text, reader), advise(text, language), strict=True)
    ]
    account, said = numbers_in(of_account), numbers_in(of_conversation)
    strange = [written for written, value in amounts(text) if value is None or value not in account | said]
    shown = [written for written, value in amounts(text) if value is not None and value in account - said]
    if strange:
        found.append(_objection(FIGURE, strange[0], reader))
    if shown and not verified:
        found.append(_objection(UNVERIFIED, shown[0], reader))
    if distress and (hit := _MONEY.search(text)):
        found.append(_objection(MONEY_RESTS, hit.group(), reader))
    return found


def amounts(text: str) -> list[tuple[str, str | None]]:
    """The sums in a text as (how it is written, plain number); None where it is written in a way that nothing can be compared with."""
    plain = unicodedata.normalize("NFKC", text)
    found: list[tuple[str, str | None]] = []
    taken: list[tuple[int, int]] = []
    for hit in _AMOUNT.finditer(plain):
        number = hit["after"] or hit["before"]
        found.append((hit.group(), None if number is None or hit["scale"] else _plain(number)))
        taken.append(hit.span())
    for hit in _BARE.finditer(plain):
        if not any(start <= hit.start() < end for start, end in taken):
            found.append((hit.group(), _plain(hit.group())))
    return found


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Every number of the texts, written plainly."""
    return {_plain(hit) for text in texts for hit in _NUMBER.findall(unicodedata.normalize("NFKC", text))}


def _plain(number: str) -> str:
    whole, _, part = number.replace(",", "").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _objection(name: str, words: str, reader: Language) -> Objection:
    why, instead = ADVICE[name]
    return Objection(name, words, why.in_language(reader), instead.in_language(reader))
