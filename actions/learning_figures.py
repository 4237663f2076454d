"""What somebody said about their month: amounts with their group, rhythm and day. Reuses the reading of the relief budget."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.relief_budget import EVERY, GROUPS, INCOME, OTHER_FIGURE, figures
from actions.turn import Turn
from relief.learning.month import Entry, Household, Side
from relief.money import Money
from relief.policy.model import Every
from relief.refusals import Refused

CASH = re.compile(
    r"\b(?:in (?:my|the) (?:account|bank|purse|wallet)|i have|there is|there are|right now|today i have|balance|cash)\b|"
    r"手头|卡里|账户里|手里|余额|现在有|现金|身上",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:more|also|another|plus|as well)\b|另外|还有|再加|加上|也", re.IGNORECASE)
_VARIES = re.compile(
    r"\b(?:between|irregular\w*|varies|vary|changes|up and down|sometimes|to)\b|[-–~]|不固定|不稳定|不一定|有时|看情况|到|至",
    re.IGNORECASE,
)
_ONCE = re.compile(r"\b(?:once|one-off|one time)\b|一次性|就一次", re.IGNORECASE)
_PAID = re.compile(
    r"\b(?:paid|pay-?day|wages?|salary|income|comes? in)\b|发工资|发薪|工资|到账|收入|发钱", re.IGNORECASE
)
_EARNS = re.compile(
    r"\b(?:earn|income|salary|wages?|pension|benefits?|takings)\b|工资|收入|挣|赚|到手|发薪|养老金|补助", re.IGNORECASE
)
_BARE = re.compile(r"[^\d]+?(\d{2,7})(?:元|块钱?|yuan)?", re.IGNORECASE)
WISHES = frozenset(
    {"make_payment", "promise_to_pay", "report_payment", "request_installments", "request_extension", "request_settlement",
     "request_waiver", "change_plan", "check_balance", "learn_interest"}
)  # fmt: skip
"""One figure in a line of these is a wish about a loan, not a line of a budget."""
PLACES = {"cn": "CNY", "uk": "GBP", "us": "USD", "in": "INR", "ke": "KES"}


@dataclass(frozen=True)
class Told:
    """The household after what was said; `lower` where a range was counted at its lower end."""

    household: Household
    lower: bool = False
    changed: bool = True


def read(turn: Turn, have: Household, *, collecting: bool) -> Told | None:
    """None when nothing in the line says anything about a month. A group that was named before is replaced, unless more is added.

    `collecting`: figures without a group are taken for what is missing.
    """
    said = _said(turn, have.currency)
    days = _days(turn)
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
    lower, cash = False, have.cash
    clauses = _by_clause(sorted(said, key=lambda one: turn.text.find(one[1])))
    starts = [turn.text.find(clause) for clause, _ in clauses] + [len(turn.text)]
    for at, (clause, amounts) in enumerate(clauses):
        side, group = _side_and_group(_with_what_it_is_about(turn.text, clause), have, collecting)
        if side is None:
            if not CASH.search(clause):
                continue
            cash = amounts[0]
            continue
        if side == "income" and len(amounts) > 1 and _VARIES.search(clause):
            amounts, lower = [min(amounts)], True
        if (side, group) not in named and not _ADDS.search(clause):
            entries = tuple(entry for entry in entries if (entry.side, entry.group) != (side, group))
        named.add((side, group))
        # A day stands in the clause or behind it, before the next figure: "rent 2000, on the 1st, food 1500".
        on = next((day for place, day in days if starts[at] <= place < starts[at + 1]), None)
        every = _every(clause)
        entries += tuple(Entry(side, group, amount, every, on) for amount in amounts)
    if entries == have.entries and cash == have.cash:
        return None
    return Told(replace(have, entries=entries, cash=cash), lower)


def _said(turn: Turn, currency: str) -> list[tuple[int, str]]:
    """The amounts with their clauses; a bare figure right behind a word for income or an expense counts as well ("工资6000",
    which beside "10号" is read as no amount anywhere else)."""
    found = figures(turn, currency)
    if turn.pressed:
        return found
    taken = {clause.strip() for _, clause in found}
    for clause in re.split(r"[,;，；。、\n]| and (?=\D)", turn.text):
        match = _BARE.fullmatch(clause.strip())
        if match and clause.strip() not in taken and (_EARNS.search(clause) or _is_expense(clause)):
            minor = _minor(match[1], currency)
            if minor:
                found.append((minor, clause))
    return found


def _is_expense(clause: str) -> bool:
    return any(pattern.search(clause) for _, pattern in GROUPS)


def speaks_of_a_month(turn: Turn, have: Household) -> bool:
    """Whether the line tells figures of a household: an amount beside a word for income or an expense, or a pay-day."""
    told = [
        clause
        for _, clause in _said(turn, have.currency)
        if _EARNS.search(clause) or CASH.search(clause) or _is_expense(clause)
    ]
    if told:
        return len(told) > 1 or turn.intent not in WISHES
    return not turn.values("amount") and bool(turn.values("date")) and _PAID.search(turn.text) is not None


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
    elif have.income and (_PAID.search(turn.text) or len(turn.text) <= 20):
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


def _every(clause: str) -> Every:
    if _ONCE.search(clause):
        return "once"
    return next((name for name, pattern in EVERY if pattern.search(clause)), "monthly")


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
