"""Debts in a borrower's own words: "another loan 5000 at 36%", "花呗还欠三千，一天万五", "owe my cousin 2000 no interest".

A rate is taken only where its period is clear; what is not said stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from actions.turn import Turn
from relief.money import Money
from relief.refusals import Refused

_NO_INTEREST = re.compile(
    r"\b(?:no|without|zero|free of) interest\b|\binterest[- ]free\b|(?:没有?|无|免|不要|不收|不算|零)利?息|没利息",
    re.IGNORECASE,
)
_PERIOD = r"(?:(?P<day>日息|日利率|日利|每天|一天|每日)|(?P<month>月息|月利率|月利|每月|一个月)|(?P<year>年化|年利率|年息|利率|apr))?"
_PERCENT = re.compile(
    _PERIOD
    + r"\D{0,3}?(?P<share>\d+(?:\.\d+)?)\s*(?:%|％|percent|per cent)\s*(?:interest\s*)?"
    + r"(?:(?P<day2>a day|per day|daily|/\s?day|each day|每天)|(?P<month2>a month|per month|monthly|/\s?month|pm\b|每月))?",
    re.IGNORECASE,
)
_TEN_THOUSANDTHS = re.compile(
    r"(?:日息|日利率|日利|每天|一天|每日)\D{0,3}?(?:万分之|万)(?P<share>[一二三四五六七八九]|\d+(?:\.\d+)?)"
)
_FEN = re.compile(
    r"(?:月息|月利)(?P<share>[一二两三四五]|\d(?:\.\d)?)分|(?P<share2>[一二两三四五]|\d(?:\.\d)?)分(?:利|息)"
)
_YEARLY = re.compile(
    r"(?:年化|年利率|年息|利率|\bapr\b)\D{0,4}(?P<share>\d+(?:\.\d+)?)|(?P<before>\d+(?:\.\d+)?)\s*apr\b", re.I
)
_BARE = re.compile(r"\D{0,12}(?P<share>\d{1,2}(?:\.\d+)?)\D{0,12}")
_DIGITS = {character: at for at, character in enumerate("零一二三四五六七八九")} | {"两": 2}
DAYS, MONTHS = 365, 12
HIGHEST = Fraction(20)
"""Above twenty times the debt a year it is a slip, and no rate."""

_IS_RATE = re.compile(r"[\d.,]+\s?(?:[%％]|percent|per cent|apr\b)", re.IGNORECASE)
_BEFORE_A_RATE = re.compile(r"(?<![\d.,])\d{3,7}(?=(?:元|块钱?)?(?:年化|年利|年息|日息|月息|利率))")
"""An amount right before the word for a rate: "6000年化18%" reads as a year anywhere else."""
_PAID_AFTER = re.compile(
    r"\s*(?:元|块钱?|yuan|dollars?|pounds?)?\s*(?:a|per|each|every|/)\s?month|\s*(?:元|块)?(?:一个月|每月)",
    re.IGNORECASE,
)
_PAID_BEFORE = re.compile(
    r"(?:minimum|min\.?|instal?lments?|最低还?款?额?|月供|月还|每(?:个)?月(?:一共|总共|大概)?(?:能|可以)?还?|一个月(?:一共)?(?:能|可以)?还?)\D{0,5}$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;，；。、\n]|\. |\band\b|\bplus\b|还有|另外|和(?=\D)")

_FAMILY = (
    r"\b(?:cousins?|brothers?|sisters?|mother|mum|mom|father|dad|uncle|aunt|parents|family|son|daughter)\b|"
    r"亲戚|家里|爸|妈|哥|姐|弟|妹|舅|叔|姨|姑"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("later", re.compile(r"\bpay later\b|\bstore cards?\b|\bcatalogue\b|花呗|白条|先用后付|分期购", re.IGNORECASE)),
    ("family", re.compile(_FAMILY, re.IGNORECASE)),
    ("friend", re.compile(r"\b(?:friends?|colleagues?|mate|boss|neighbou?r)\b|朋友|同事|老板|邻居|同学", re.IGNORECASE)),
    ("mortgage", re.compile(r"\bmortgage\b|房贷", re.IGNORECASE)),
    ("car", re.compile(r"\bcar\b|车贷", re.IGNORECASE)),
    ("student", re.compile(r"\bstudent\b|助学|学贷", re.IGNORECASE)),
    ("card", re.compile(r"\b(?:credit )?cards?\b|信用卡|卡债", re.IGNORECASE)),
    ("online", re.compile(r"\b(?:online|payday|app) loans?\b|网贷|借呗|微粒贷|小额贷|现金贷", re.IGNORECASE)),
    ("bank", re.compile(r"\bbank\b|银行", re.IGNORECASE)),
)  # fmt: skip
_OWING = re.compile(
    r"\bowe|\bloans?\b|\bdebts?\b|\bborrowed\b|欠|借|贷|还有一笔|另一笔|\binterest\b|利息|%|％", re.IGNORECASE
)


@dataclass(frozen=True)
class Heard:
    """One debt as told: `kind` names it, `rate` is a year's share of one, None where it was not said."""

    kind: str
    balance: int
    rate: Fraction | None
    minimum: int


def debts_told(turn: Turn, currency: str) -> list[Heard]:
    """The debts of a line, in the order in which they were told. A sum alone is none."""
    amounts = _amounts(turn, currency)
    owed = [(start, minor) for start, minor in amounts if not _is_payment(turn.text, start)]
    if not owed or not (_OWING.search(turn.text) or any(pattern.search(turn.text) for _, pattern in _KINDS)):
        return []
    cuts = [
        0,
        *(_cut_before(turn.text, owed[at - 1][0], start) for at, (start, _) in enumerate(owed) if at),
        len(turn.text),
    ]
    out = []
    for at, (_, minor) in enumerate(owed):
        part = turn.text[cuts[at] : cuts[at + 1]]
        paid = [
            amount for start, amount in amounts
            if cuts[at] <= start < cuts[at + 1] and _is_payment(turn.text, start)
        ]  # fmt: skip
        out.append(Heard(_kind(part), minor, rate_told(part), paid[0] if paid else 0))
    return out


def a_month_told(turn: Turn, currency: str, *, asked: bool) -> int | None:
    """A sum a month for all debts; `asked` takes a bare amount."""
    amounts = _amounts(turn, currency)
    if len(amounts) != 1:
        return None
    return amounts[0][1] if asked or _is_payment(turn.text, amounts[0][0]) else None


def rate_told(text: str, *, asked: bool = False) -> Fraction | None:
    """A year's share of one. A rate a day counts 365 times, a rate a month twelve times. `asked` takes a bare figure as percent a
    year."""
    if _NO_INTEREST.search(text):
        return Fraction(0)
    if found := _TEN_THOUSANDTHS.search(text):
        return _sane(_number(found["share"]) / 10_000 * DAYS)
    if found := _PERCENT.search(text):
        share = Fraction(found["share"]) / 100
        times = DAYS if found["day"] or found["day2"] else MONTHS if found["month"] or found["month2"] else 1
        return _sane(share * times)
    if found := _FEN.search(text):
        return _sane(_number(found["share"] or found["share2"]) / 100 * MONTHS)
    if found := _YEARLY.search(text):
        return _sane(Fraction(found["share"] or found["before"]) / 100)
    if asked and (found := _BARE.fullmatch(text.strip())):
        return _sane(Fraction(found["share"]) / 100)
    return None


def _sane(rate: Fraction) -> Fraction | None:
    return rate if rate <= HIGHEST else None


def _number(text: str) -> Fraction:
    return Fraction(_DIGITS[text]) if text in _DIGITS else Fraction(text)


def _amounts(turn: Turn, currency: str) -> Sequence[tuple[int, int]]:
    """(place, minor units) of each amount that is no part of a rate."""
    said = {entity.start: entity.value for entity in turn.entities if entity.name == "amount"}
    said |= {found.start(): found[0] for found in _BEFORE_A_RATE.finditer(turn.text)}
    out = []
    for start, value in sorted(said.items()):
        if _IS_RATE.match(turn.text, start):
            continue
        try:
            minor = Money.parse(value, currency).minor
        except Refused:
            continue
        if minor > 0:
            out.append((start, minor))
    return out


def _is_payment(text: str, start: int) -> bool:
    figure = re.match(r"[\d.,]+[万千百k]?|[一二两三四五六七八九十百千万]+", text[start:])
    after = text[start + (figure.end() if figure else 0) :]
    return bool(_PAID_AFTER.match(after) or _PAID_BEFORE.search(text[:start]))


def _cut_before(text: str, first: int, second: int) -> int:
    """Where the part of the second amount begins: behind the last mark or joining word between the two."""
    marks = [found.end() for found in _SEPARATOR.finditer(text, first, second)]
    return marks[-1] if marks else second


def _kind(text: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "other")
