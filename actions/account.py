"""The account: what is owed, when, why, and what was paid. Nothing is shown before the borrower is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from actions.topic import Step, Topic
from actions.turn import Turn
from relief.accounts import AccountOverview, histories, overview, payment_history
from relief.books import late_rule
from relief.dates import local_date
from relief.ledger import History, LoanView, balance, explain
from relief.money import Money
from relief.states import holds
from relief.store.records import Borrower, Payment
from relief.store.uow import UnitOfWork
from words import account as words
from words import charges, paying
from words.charges import Change, Story
from words.paying import Paid

A_WEEK = dt.timedelta(days=7)
AT_MOST_BACK = dt.timedelta(days=731)
LISTED = 8


class ActionCheckBalance(Topic):
    intent = "check_balance"
    needs_identity = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        account, held = read_account(turn)
        yield from words.balance(turn.language, account, held=held)


class ActionAskDueDate(Topic):
    intent = "ask_due_date"
    needs_identity = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        account, _ = read_account(turn)
        yield words.due(turn.language, account)


class ActionAskCharges(Topic):
    """What it is made of, and what changed since a week ago, or since the day that was named."""

    intent = "ask_charges"
    needs_identity = True

    def to_anybody(self, turn: Turn) -> Iterable[Step] | None:
        from actions.learning import how_charges_work  # the lessons build on this module

        return how_charges_work(turn)

    def answer(self, turn: Turn) -> Iterable[Step]:
        stories, held = read_stories(turn)
        yield from charges.explain(turn.language, stories, held=held)


class ActionAskPaymentHistory(Topic):
    intent = "ask_payment_history"
    needs_identity = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        borrower = known(turn)
        with UnitOfWork(turn.engine, readonly=True) as uow:
            payments = payment_history(uow, borrower.id)[:LISTED]
            told = [tell(uow, borrower, payment) for payment in payments]
            today = local_date(turn.now, borrower.timezone)
        yield paying.history(turn.language, today, told)


def known(turn: Turn) -> Borrower:
    """The verified borrower; a topic that asks for identity always has one."""
    if turn.borrower is None:
        raise LookupError("an account was asked for in a turn without a verified borrower")
    return turn.borrower


def read_account(turn: Turn) -> tuple[AccountOverview, bool]:
    """All loans of the borrower today, and whether something binds the account so that nobody is asked to pay."""
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        account = overview(uow, borrower.id, turn.now)
        held = holds(uow, borrower.id, None, turn.now).payment_prompts
    return account, held


def read_stories(turn: Turn) -> tuple[list[Story], bool]:
    """Every loan with its rule and what changed since the day that was named, a week ago without one."""
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        account = overview(uow, borrower.id, turn.now)
        start = _since(turn, account.today)
        known_histories = {history.loan.id: history for history in histories(uow, borrower)}
        held = holds(uow, borrower.id, None, turn.now).payment_prompts
    return [_story(view, known_histories[view.loan.id], start, account.today) for view in account.loans], held


def tell(uow: UnitOfWork, borrower: Borrower, payment: Payment) -> Paid:
    """A payment on the borrower's local day, with the reference of its loan."""
    return Paid(
        day=local_date(payment.paid_at, borrower.timezone),
        amount=Money(payment.amount, payment.currency),
        channel=payment.channel,
        loan=uow.loans.require(payment.loan_id).reference,
        back=payment.kind == "reversal",
    )


def _story(view: LoanView, history: History, start: dt.date, today: dt.date) -> Story:
    change = Change(
        start=start,
        before=balance(history, start),
        after=balance(history, today),
        rows=explain(history, start, today),
    )
    following = next((item for item in history.instalments if item.due == view.next_due), None)
    whole = following is not None and view.next_amount == following.principal + following.interest
    parts = (following.principal, following.interest) if following and whole else None
    due_dates = {item.k: item.due for item in history.instalments}
    due_dates |= {item.k: item.due for change in history.restructures for item in change.rows}
    return Story(view, late_rule(view.loan), change, due_dates, parts)


def _since(turn: Turn, today: dt.date) -> dt.date:
    named = turn.first("date")
    try:
        day = dt.date.fromisoformat(named) if named else None
    except ValueError:
        day = None
    return day if day and today - AT_MOST_BACK <= day < today else today - A_WEEK
