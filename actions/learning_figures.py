"""What somebody said about their month: amounts with their group, rhythm and day, for a relief decision and for the workshop."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.month_words import (
    A_MONTH,
    ADDS,
    CASH,
    CUT,
    DAILY,
    DAYS_WORKED,
    EARNS,
    EVERY,
    GROUPS,
    INCOME,
    NO_INCOME,
    OFFERS,
    ONCE,
    ONE_FIGURE,
    OTHER_FIGURE,
    OWN_INCOME,
    PAID,
    SEASONAL,
    TAIL,
    VARIES,
    WORKING_DAYS,
)
from actions.turn import Turn
from relief.learning.month import Entry, Household, Side
from relief.money import Money
from relief.policy.model import Every
from relief.refusals import Refused

_PAYS = re.compile(r"\b(?:pay|paying|paid|repay|instal?lments?|loan)\b|还款|还上|还不|分期|贷", re.IGNORECASE)
_NEXT = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff])")
"""Between a figure and the next Chinese word: "房租1200 吃饭1000 话费60"."""
WISHES = frozenset(
    {"make_payment", "promise_to_pay", "report_payment", "request_installments", "request_extension", "request_settlement",
     "request_waiver", "change_plan", "check_balance", "learn_interest"}
)  # fmt: skip
"""One figure in a line of these is a wish about a loan, not a line of a budget."""
COMES_FIRST = frozenset(
    {"express_distress", "request_human", "complain", "dispute_debt", "report_fraud", "wrong_person", "report_deceased",
     "report_insolvency", "stop_contact", "set_contact_preference", "request_privacy", "ask_consequences"}
)  # fmt: skip
"""What is heard as itself even in the middle of a budget."""
PLACES = {"cn": "CNY", "uk": "GBP", "us": "USD", "in": "INR", "ke": "KES"}


@dataclass(frozen=True)
class Told:
    """The household after what was said; `lower` where a range was counted at its lower end, `days_assumed` where pay by the day was
    counted for `WORKING_DAYS`."""

    household: Household
    lower: bool = False
    days_assumed: bool = False


def read(turn: Turn, have: Household, *, collecting: bool) -> Told | None:
    """None when nothing in the line says anything about a month. A group that was named before is replaced, unless more is added.

    `collecting`: figures without a group are taken for what is missing.
    """
    said = [
        one
        for one in figures(turn, have.currency)
        if not OFFERS.search(one[1]) or EARNS.search(one[1]) or _is_expense(one[1])
    ]
    days = _days(turn)
    if not turn.pressed and NO_INCOME.search(turn.text):
        rest = tuple(entry for entry in have.entries if entry.side != "income")
        have = replace(have, entries=(*rest, Entry("income", "income", 0, "monthly")))
        if not said:
            return Told(have)
    if not said:
        return _only_a_day(turn, have, days)
    wrong = OTHER_FIGURE.search(turn.text)
    if wrong and len(said) == 1:
        was = _minor((wrong["en"] or wrong["zh"] or wrong["was"]).replace(",", ""), have.currency)
        if any(entry.amount == was for entry in have.entries):
            entries = tuple(replace(e, amount=said[0][0]) if e.amount == was else e for e in have.entries)
            return Told(replace(have, entries=entries))
    entries = have.entries
    named: set[tuple[Side, str]] = set()
    lower, assumed, cash = False, False, have.cash
    clauses = _by_clause(sorted(said, key=lambda one: turn.text.find(one[1])))
    starts = [turn.text.find(clause) for clause, _ in clauses] + [len(turn.text)]
    for at, (clause, amounts) in enumerate(clauses):
        side, group = _side_and_group(_with_what_it_is_about(turn.text, clause), have, collecting)
        if group == "other_essential" and DAILY.search(clause) and DAYS_WORKED.search(turn.text):
            side, group = "income", "income"  # "200 a day, 6 days a week" is said of work
        if side is None:
            if not CASH.search(clause):
                continue
            cash = amounts[0]
            continue
        if side == "income" and len(amounts) > 1 and VARIES.search(clause):
            amounts, lower = [min(amounts)], True
        if (side, group) not in named and not ADDS.search(clause):
            entries = tuple(entry for entry in entries if (entry.side, entry.group) != (side, group))
        named.add((side, group))
        # A day stands in the clause or behind it, before the next figure: "rent 2000, on the 1st, food 1500".
        on = next((day for place, day in days if starts[at] <= place < starts[at + 1]), None)
        every = _every(_with_its_rhythm(turn.text, clause), side)
        if DAILY.search(clause):
            days_a_week = (_days_worked(turn.text) or WORKING_DAYS) if side == "income" else 7
            assumed = assumed or (side == "income" and _days_worked(turn.text) is None)
            every, amounts = "weekly", [amount * days_a_week for amount in amounts]
        entries += tuple(Entry(side, group, amount, every, on) for amount in amounts)
    if entries == have.entries and cash == have.cash:
        return None
    return Told(replace(have, entries=entries, cash=cash), lower, days_assumed=assumed)


def figures(turn: Turn, currency: str) -> list[tuple[int, str]]:
    """Each amount with the words that it was said with: its clause, or its part of a clause that tells several ("rent 3000 food 200 a day")."""
    placed: list[tuple[int, int, int, int]] = []  # amount, where it stands, where its clause begins and ends
    for entity in turn.entities:
        if entity.name != "amount":
            continue
        minor = _minor(entity.value, currency)
        if not minor:
            continue
        before = max((cut.end() for cut in CUT.finditer(turn.text, 0, entity.start)), default=0)
        after = next(
            (cut.start() for cut in CUT.finditer(turn.text, entity.start) if cut.start() > entity.start), len(turn.text)
        )
        placed.append((minor, entity.start, before, after))
    found = [(minor, _part(turn.text, placed, one)) for one, (minor, *_) in enumerate(placed)]
    return found + _bare_figures(turn, [clause.strip() for _, clause in found], currency)


def _part(text: str, placed: Sequence[tuple[int, int, int, int]], one: int) -> str:
    """The words of one figure among several of a clause: those before it since the last figure's own end, and its rhythm; a range
    stays whole, and so does a clause in which the words follow their figure ("1400 for rent, 300 food")."""
    _, at, begin, end = placed[one]
    others = [start for _, start, clause, _ in placed if clause == begin]
    if len(others) < 2 or VARIES.search(text[begin : max(others)]) or not _names_something(text[begin : min(others)]):
        return text[begin:end]
    earlier = [start for start in others if start < at]
    if earlier:
        begin = _end_of_figure(text, max(earlier))
    return text[begin : min(_end_of_figure(text, at), end)]


def _end_of_figure(text: str, at: int) -> int:
    figure = re.compile(r"[^\d\s]{0,4}? ?\d[\d,.]*\d|\d|[零一二两三四五六七八九十百千万]+").match(text, at)
    stop = figure.end() if figure else at + 1
    tail = TAIL.match(text, stop)
    return tail.end() if tail else stop


def _names_something(words: str) -> bool:
    return bool(INCOME.search(words)) or _is_expense(words)


def _bare_figures(turn: Turn, taken: Sequence[str], currency: str) -> list[tuple[int, str]]:
    """The one figure of a clause that names an income or an expense ("rent 30", "room 1400 a month", "工资6000"), which is read as
    no amount anywhere else."""
    if turn.pressed:
        return []
    found = []
    for clause in (part for cut in CUT.split(turn.text) for part in _NEXT.split(cut)):
        match = ONE_FIGURE.fullmatch(clause.strip(" .!?。！？"))
        named = EARNS.search(clause) or _is_expense(clause)
        if match is None or not named or any(clause.strip() in one or one in clause for one in taken if one):
            continue
        minor = _minor(match["figure"].replace(",", ""), currency)
        if minor:
            found.append((minor, clause))
    return found


def _is_expense(clause: str) -> bool:
    return any(pattern.search(clause) for _, pattern in GROUPS)


def _is_line_of_a_budget(text: str) -> bool:
    """An expense of the household with its figure ("话费改成90"), where nothing speaks of paying the loan."""
    named = next((name for name, pattern in GROUPS if pattern.search(text)), "debts")
    return named != "debts" and not _PAYS.search(text)


def speaks_of_a_month(turn: Turn, have: Household) -> bool:
    """Whether the line tells figures of a household: an amount beside a word for income or an expense, or a pay-day."""
    told = [
        clause
        for _, clause in figures(turn, have.currency)
        if EARNS.search(clause) or OWN_INCOME.search(clause) or CASH.search(clause) or _is_expense(clause)
    ]
    if told:
        said = turn.intent not in WISHES or bool(NO_INCOME.search(turn.text)) or _is_line_of_a_budget(turn.text)
        return said or len(told) > 1
    if NO_INCOME.search(turn.text) and not turn.pressed:
        return True
    return not turn.values("amount") and bool(turn.values("date")) and PAID.search(turn.text) is not None


def _only_a_day(turn: Turn, have: Household, days: Sequence[tuple[int, dt.date]]) -> Told | None:
    """ "Paid on the 15th": the day of the income, or of the group that is named."""
    if not days:
        return None
    on = days[0][1]
    group = next((name for name, pattern in GROUPS if pattern.search(turn.text)), None)
    if group is not None and any(entry.group == group and entry.side == "essentials" for entry in have.entries):
        entries = tuple(
            replace(entry, on=on) if entry.side == "essentials" and entry.group == group else entry
            for entry in have.entries
        )
    elif have.income and (PAID.search(turn.text) or len(turn.text) <= 20):
        entries = tuple(
            replace(entry, on=on) if entry.side == "income" and (entry.on is None or len(have.income) == 1) else entry
            for entry in have.entries
        )
    else:
        return None
    return Told(replace(have, entries=entries))


def _with_what_it_is_about(text: str, clause: str) -> str:
    """The clause with the one before it, where only that one says what the figure is: "收入不固定，每月3000到5000"."""
    if INCOME.search(clause) or CASH.search(clause) or any(pattern.search(clause) for _, pattern in GROUPS):
        return clause
    before = re.split(r"[,;，；。、\n]", text[: max(text.find(clause), 0)].rstrip(" ,;，；。、"))[-1]
    return clause if any(character.isdigit() for character in before) else f"{before} {clause}"


def _side_and_group(clause: str, have: Household, collecting: bool) -> tuple[Side | None, str]:
    group = next((name for name, pattern in GROUPS if pattern.search(clause)), None)
    if group is not None:
        return "essentials", group
    if CASH.search(clause) and not INCOME.search(clause):
        return None, ""
    if INCOME.search(clause) or (collecting and have.spending and not have.income):
        return "income", "income"
    return "essentials", "other_essential"


def _by_clause(said: Sequence[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for amount, clause in said:
        found.setdefault(clause, []).append(amount)
    return list(found.items())


def _every(clause: str, side: Side) -> Every:
    if ONCE.search(clause):
        return "once"
    said = next((name for name, pattern in EVERY if pattern.search(clause)), None)
    return said or ("yearly" if side == "income" and SEASONAL.search(clause) else "monthly")


def _with_its_rhythm(text: str, clause: str) -> str:
    """The clause with the one before it, where only that one says how often: "一年就收一次，能卖两万五"."""
    if any(pattern.search(clause) for _, pattern in EVERY) or ONCE.search(clause) or A_MONTH.search(clause):
        return clause
    before = CUT.split(text[: max(text.find(clause), 0)].rstrip(" ,;，；。、."))[-1]
    return clause if any(character.isdigit() for character in before) else f"{before} {clause}"


def _days_worked(text: str) -> int | None:
    """How many days a week somebody said that they work."""
    match = DAYS_WORKED.search(text)
    if match is None:
        return None
    said = match["en"] or match["zh"]
    return int(said) if said.isdecimal() else " 一二三四五六七".find(said.replace("两", "二"))


def _days(turn: Turn) -> list[tuple[int, dt.date]]:
    """Named days with the place where they stand."""
    found = []
    for entity in turn.entities:
        if entity.name == "date":
            try:
                found.append((entity.start, dt.date.fromisoformat(entity.value)))
            except ValueError:
                continue
    return found


def _minor(text: str, currency: str) -> int | None:
    try:
        return Money.parse(text, currency).minor
    except Refused:
        return None


# --- to and from what is kept ----------------------------------------------------------------------------------------


def to_json(household: Household) -> dict[str, Any]:
    return {"currency": household.currency, "cash": household.cash, "items": items_of(household)}


def from_json(data: Mapping[str, Any]) -> Household:
    return household_of(data["items"], data["currency"], data["cash"])


def items_of(household: Household) -> list[dict[str, Any]]:
    """As a budget is stored; `next_on` is the known day of an entry."""
    return [
        {
            "side": entry.side,
            "label": entry.group,
            "amount": entry.amount,
            "every": entry.every,
            **({"next_on": entry.on.isoformat()} if entry.on else {}),
        }
        for entry in household.entries
    ]


def household_of(items: Sequence[Mapping[str, Any]], currency: str, cash: int | None = None) -> Household:
    entries = tuple(
        Entry(
            item["side"], item.get("label") or ("income" if item["side"] == "income" else "other_essential"),
            item["amount"], item["every"], dt.date.fromisoformat(item["next_on"]) if item.get("next_on") else None,
        )
        for item in items
    )  # fmt: skip
    return Household(currency, entries, cash)
