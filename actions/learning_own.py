"""Lessons with the borrower's own loans: asked for, after verification, computed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions import learning_debts as debts
from actions import speech
from actions.account import known
from actions.learning_debts import loans_here
from actions.learning_figures import household_of
from actions.topic import Ask, Step
from actions.turn import Turn
from relief.facts import budget_on_file
from relief.learning import own
from relief.learning.model import Lesson
from relief.money import Money, minor_units
from relief.policy.room import a_month, a_month_in
from relief.refusals import Refused
from relief.store.uow import UnitOfWork
from words import learning_own as words
from words.model import Message

ASKS_WHAT_IF = re.compile(
    r"\b(?:what|how much)\b.*\b(?:more|extra)\b.*\b(?:save|bring|help)|\b(?:pay|paid|paying) \S+ (?:more|extra)\b|"
    r"\bmiss(?:ed)? (?:a|one) week\b|多还.{0,8}(?:省|少)|多还\d+|晚一周|迟一周",
    re.IGNORECASE,
)
"""A little more, a week missed: answered with the loans, whichever lesson it was taken for."""
ASKS_OWN = re.compile(
    r"\bmy (?:own )?(?:loans?|debts?|interest|penalty)\b.*\b(?:day|daily|cost|save|first|order)\b|"
    r"\b(?:which|what) of my (?:loans|debts)\b|\bmy own (?:figures|numbers|case|loans?)\b|"
    r"\b(?:compare|order|work out) (?:all )?my (?:own )?(?:loans|debts)\b|"
    r"我的(?:贷款|利息|罚息).{0,6}(?:每天|一天|算)|我自己的(?:数字|情况|贷款)|我的(?:几笔|债|欠款).{0,8}先还|帮我(?:算|排|比).{0,10}(?:先还|顺序|几笔|哪笔)",
    re.IGNORECASE,
)
EXTRA = 100
"""What "a little more" is, in whole units of the currency, when no amount is named."""


def own_or_verify(turn: Turn, lesson: Lesson, again: Ask | None) -> Iterable[Step]:
    """The borrower's own figures; whoever is not known yet is asked who they are first, and nothing is shown before."""
    if turn.borrower is None and lesson.id == "order" and "own" not in (turn.payload or {}):
        yield from debts.begin(turn, again)
        return
    if turn.borrower is None:
        amount = turn.first("amount")
        more = f', "amount": "{amount}"' if amount else ""
        yield speech.verify(f'/{lesson.intent}{{"own": "all"{more}}}')
        return
    yield from _shown(turn, lesson)
    if lesson.id == "order":
        yield from debts.begin(turn, again)
    elif again is not None:
        yield again


def _shown(turn: Turn, lesson: Lesson) -> Iterable[Message]:
    loans = loans_here(turn)
    if lesson.id == "savings":
        yield _fund(turn)
        return
    if not loans:
        yield words.plain("no_debts", turn.language)
        return
    if lesson.id == "order":
        currency = loans[0].currency
        same = own.debts_of([loan for loan in loans if loan.currency == currency])
        yield words.orders(turn.language, currency, own.both_orders(same, _extra(turn, currency)), len(same))
        return
    for loan in loans[:2]:
        yield words.day_by_day(
            turn.language, loan.reference, loan.currency, own.day_by_day(loan), own.next_days(loan, turn.today)
        )
        said = words.what_if(
            turn.language, loan.currency, own.more(loan, _extra(turn, loan.currency)), own.missed_week(loan)
        )
        if said is not None:
            yield said


def _extra(turn: Turn, currency: str) -> int:
    """The amount that was named, else a hundred."""
    said = turn.first("amount") or str((turn.payload or {}).get("amount") or "")
    try:
        named = Money.parse(said, currency).minor if said else 0
    except Refused:
        named = 0
    return named if named > 0 else EXTRA * 10 ** minor_units(currency)


def _fund(turn: Turn) -> Message:
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        latest = uow.budgets.latest(borrower.id)
    if latest is not None:
        household = household_of(latest.items, latest.currency)
        return words.fund(turn.language, latest.currency, own.fund(household.goes_out, household.left), budget=True)
    on_file = budget_on_file(borrower)
    if on_file is None:
        return words.fund(turn.language, borrower.currency, None, budget=False)
    spends = sum(a_month(item) for item in on_file.spending)
    left = sum(a_month_in(item) for item in on_file.income) - spends
    return words.fund(turn.language, borrower.currency, own.fund(spends, left), budget=True)
