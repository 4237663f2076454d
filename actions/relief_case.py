"""What is known while help is being found: which loan, what the borrower wishes, when money is back. It travels with the
open question, so leaving it leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from actions.account import known
from actions.back_again import NOTHING_TILL, rough_day
from actions.month_words import DAILY
from actions.turn import Turn
from relief.facts import budget_facts, budget_on_file, situation_facts
from relief.money import Money
from relief.policy import codec, resolve
from relief.policy.model import REGULAR, Budget, Frequency, Kind, Situation, Wishes
from relief.refusals import Refused
from relief.store.ids import new_id
from relief.store.records import Borrower
from relief.store.records import Budget as StoredBudget
from relief.store.uow import UnitOfWork

FRESH = dt.timedelta(days=30)
"""A budget that was given or confirmed so lately is not shown for a yes again."""

WORKSHOP = "workshop"
"""A budget made to learn from: used for relief only with consent, and shown for a yes without it."""

_WORK = re.compile(r"\b(job|work|start(?:s|ing)?|hired|shift)\b|上班|入职|工作|开工", re.IGNORECASE)
_WEEKLY = re.compile(r"\b(?:a|per|every|each) week\b|\bweekly\b|每周|每星期|一周|一星期", re.IGNORECASE)
_BIWEEKLY = re.compile(
    r"\b(?:every (?:two|2|second|other) (?:weeks?|\w+day)|fortnight(?:ly)?|biweekly)\b|每两周|两周一次|隔周",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"\b(?:a|per|every|each) month\b|\bmonthly\b|每月|每个月|一个月", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six) (?:instal?lments?|parts|payments)\b|([一二两三四五六七八九十]|\d{1,2})期",
    re.IGNORECASE,
)
_NUMBERS = (
    {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    | {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
    | {"两": 2}
)


@dataclass(frozen=True)
class ReliefCase:
    """`work` and `returns` are the days on which a job begins and on which money comes in; `change` says that what is left of the
    running plan is to be agreed anew."""

    loan: str
    wishes: Wishes
    reason: str | None = None
    work: str | None = None
    returns: str | None = None
    skip: bool = False
    change: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "loan": self.loan,
            "wishes": codec.to_json(self.wishes),
            "reason": self.reason,
            "work": self.work,
            "returns": self.returns,
            "skip": self.skip,
            "change": self.change,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReliefCase:
        return cls(
            data["loan"],
            codec.from_json(Wishes, data["wishes"]),
            data["reason"],
            data["work"],
            data["returns"],
            data["skip"],
            data["change"],
        )


@cache
def packs() -> resolve.Packs:
    """The policy packs, read once when first asked for."""
    return resolve.load()


def wishes_of(turn: Turn, kind: Kind | None, currency: str) -> Wishes:
    """The borrower's own proposal, as far as this message makes one."""
    amounts = [minor for value in turn.values("amount") if (minor := _minor(value, currency))]
    amount = amounts[0] if len(set(amounts)) == 1 else None
    start = next(iter(days_of(turn)), None)
    if kind == "settlement":
        return Wishes(kind, lump_sum=amount, start=start)
    if kind in ("promise", "move_date"):
        return Wishes(kind, amount=amount if kind == "promise" else None, start=start)
    if kind == "extension":
        return Wishes(kind, months=_months(turn.first("duration")))
    if kind == "instalments" and amount and DAILY.search(turn.text):
        return Wishes(kind, amount=amount * 7, frequency="weekly", start=start, n=count_of(turn.text))
    if kind == "instalments":
        return Wishes(kind, amount=amount, frequency=frequency_of(turn.text), start=start, n=count_of(turn.text))
    return Wishes(kind)


def days_of(turn: Turn) -> list[dt.date]:
    """The days to come that were named."""
    found = []
    for value in turn.values("date"):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            continue
        if day >= turn.today:
            found.append(day)
    return found


def with_days(case: ReliefCase, turn: Turn, *, roughly: bool = False) -> ReliefCase:
    """A day that was named as the one on which a job begins, or money comes in; `roughly` takes a month for its first day."""
    days = days_of(turn)
    if not days and roughly:
        days = [day for day in (rough_day(turn.text, turn.today),) if day is not None]
    if not days:
        return case
    if _WORK.search(turn.text):
        return replace(case, work=days[0].isoformat())
    return replace(case, returns=days[0].isoformat())


def nothing_till(case: ReliefCase, turn: Turn) -> ReliefCase:
    """ "Nothing till January, then 900": a pause that ends when there is something again; the case as it is otherwise, and where a sum
    and its first day are proposed exactly, which is a plan of the borrower's own."""
    if turn.pressed or not NOTHING_TILL.search(turn.text) or (case.wishes.amount and case.wishes.start):
        return case
    told = with_days(case, turn, roughly=True)
    return case if told == case else replace(told, wishes=Wishes("extension"))


def frequency_of(text: str) -> Frequency | None:
    if _BIWEEKLY.search(text):
        return "biweekly"
    if _WEEKLY.search(text):
        return "weekly"
    return "monthly" if _MONTHLY.search(text) else None


def situation_of(uow: UnitOfWork, borrower: Borrower, case: ReliefCase) -> Situation:
    """What is on record with what was said just now."""
    on_record = situation_facts(uow, borrower)
    budget = on_record.budget
    if budget and case.returns:  # what comes once a year comes on the day that was named
        day = dt.date.fromisoformat(case.returns)
        dated = (
            item if item.every in REGULAR or item.next_on else replace(item, next_on=day) for item in budget.income
        )
        budget = replace(budget, income=tuple(dated))
    return Situation(
        case.reason or on_record.reason,
        None if case.skip else budget,
        dt.date.fromisoformat(case.returns) if case.returns else None,
        dt.date.fromisoformat(case.work) if case.work else None,
    )


def budget_to_show(turn: Turn) -> tuple[Budget | None, bool]:
    """The budget that is known, and whether it must be shown for a yes before it is used."""
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        latest = uow.budgets.latest(borrower.id)
    if latest is not None:
        unasked = latest.source == WORKSHOP and latest.consent_at is None
        return budget_facts(latest.items), unasked or turn.now - latest.at > FRESH
    return budget_on_file(borrower), True


def keep_budget(turn: Turn, budget: Budget, source: str) -> None:
    """A new version of the borrower's budget."""
    borrower = known(turn)
    items: list[dict[str, Any]] = [
        {
            "side": "income",
            "label": "income",
            "amount": item.amount,
            "every": item.every,
            **({"next_on": item.next_on.isoformat()} if item.next_on else {}),
        }
        for item in budget.income
    ]
    items += [
        {"side": "essentials", "label": item.group, "amount": item.amount, "every": item.every}
        for item in budget.spending
    ]
    with UnitOfWork(turn.engine) as uow:
        latest = uow.budgets.latest(borrower.id)
        version = latest.version + 1 if latest else 1
        uow.budgets.add(
            StoredBudget(new_id("g"), borrower.id, version, turn.now, items, borrower.currency, source, turn.now)
        )
        uow.commit()


def _minor(value: str, currency: str) -> int | None:
    try:
        minor = Money.parse(value, currency).minor
    except Refused:
        return None
    return minor if minor > 0 else None


def _months(duration: str | None) -> int | None:
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", duration or "")
    if not match or not any(match.groups()):
        return None
    return int(match[1] or 0) * 12 + int(match[2] or 0) or None


def count_of(text: str) -> int | None:
    match = _COUNT.search(text)
    if not match:
        return None
    said = (match[1] or match[2]).lower()
    return int(said) if said.isdecimal() else _NUMBERS.get(said)
