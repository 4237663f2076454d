"""Payments: "I have paid", and "I want to pay". Money moves only on the payment page; here it is looked for and linked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import ClassVar

from actions import speech
from actions.account import known, read_account, tell
from actions.handover import open_for
from actions.protection_cases import settle_claimed, settled
from actions.questions import OpenQuestion
from actions.topic import Ask, Question, Step, Topic
from actions.turn import Turn
from relief.accounts import AccountOverview, find_payment, overview, payment_history
from relief.ledger import LoanView
from relief.money import Money
from relief.refusals import Refused
from relief.store.records import Payment
from relief.store.uow import UnitOfWork
from words import paying as words
from words.model import Language, Message
from words.paying import Paid

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-/:]{6,38}[A-Za-z0-9]")
RECENT = dt.timedelta(days=10)


class ActionReportPayment(Topic):
    """Looks for the payment. Found: says so. Not found: a person looks, under a number. Nothing named: asks."""

    intent = "report_payment"
    needs_identity = True

    def resume(self, turn: Turn) -> str:
        """The words are not kept over a verification, but what may be a reference in them is."""
        named = [word for word in _REFERENCE.findall(turn.text) if not turn.pressed and any(map(str.isdigit, word))]
        return turn.resume({"named": " ".join(named)[:200]} if named else None)

    def answer(self, turn: Turn) -> Iterable[Step]:
        amounts, days = turn.values("amount"), _past_days(turn)
        found = settle_claimed(turn)
        if found is not None:
            yield found
            return
        if amounts or days:
            yield from look_for(turn, amounts, days)
            return
        borrower = known(turn)
        with UnitOfWork(turn.engine, readonly=True) as uow:
            recent = payment_history(uow, borrower.id, since=turn.now - RECENT)
            latest = next((payment for payment in recent if payment.kind == "payment"), None)
            paid = tell(uow, borrower, latest) if latest else None
        if latest is None or paid is None:
            yield Ask("payment.details")
            return
        shown = {
            "payment": latest.id,
            "day": paid.day.isoformat(),
            "amount": paid.amount.minor,
            "currency": paid.amount.currency,
            "channel": paid.channel,
            "loan": paid.loan,
        }
        yield Ask("payment.is_it", shown)


class IsItThisPayment(Question):
    """Bound to the one payment that was shown."""

    kind = "payment.is_it"
    expects = ("yes_no", "amount", "date")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        paid = Paid(
            day=dt.date.fromisoformat(data["day"]),
            amount=Money(data["amount"], data["currency"]),
            channel=data["channel"],
            loan=data["loan"],
        )
        return words.is_it(language, paid, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/report_payment")]
        amounts, days = turn.values("amount"), _past_days(turn)
        if answer == "yes":
            with UnitOfWork(turn.engine, readonly=True) as uow:
                payment = uow.payments.get(question.data["payment"])
            if payment is not None and payment.status != "booked":
                return [settled(turn, payment)]
            return _told(turn, payment) if payment else None
        found = settle_claimed(turn)
        if found is not None:
            return [found]
        if amounts or days:
            return look_for(turn, amounts, days)
        return [Ask("payment.details")] if answer == "no" else None

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/report_payment"


class PaymentDetails(Question):
    """How much, and when. Whatever is said is enough for a person to look."""

    kind = "payment.details"
    expects = ("amount", "date", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.details(language)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/report_payment")]
        found = settle_claimed(turn)
        if found is not None:
            return [found]
        return look_for(turn, turn.values("amount"), _past_days(turn))

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/report_payment"


def look_for(turn: Turn, amounts: tuple[str, ...], days: tuple[dt.date, ...]) -> Iterable[Step]:
    """The payment that fits what was said, or a case for a person who looks further."""
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        minor = _minor(amounts, borrower.currency)
        fitting = find_payment(uow, borrower.id, amount=minor, day=days[0] if days else None)
        fitting = [one for one in fitting if uow.payments.reversal_of(one.id) is None]
    if (amounts and minor is None) or not fitting or (not days and fitting[0].paid_at < turn.now - RECENT):
        case = open_for(turn, "payment")
        yield words.not_found(turn.language, case.number, case.due_on)
        return
    yield from _told(turn, fitting[0])


def _told(turn: Turn, payment: Payment) -> Iterable[Step]:
    borrower = known(turn)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        paid = tell(uow, borrower, payment)
        account = overview(uow, borrower.id, turn.now)
    if payment.status != "booked":
        case = open_for(turn, "payment", loan_id=payment.loan_id)
        yield words.found_pending(turn.language, paid, case.number, case.due_on)
        return
    view = account.loan(paid.loan)
    yield words.found(turn.language, paid, Money(view.total_due if view else 0, paid.amount.currency))


class ActionMakePayment(Topic):
    """A link to the payment page. With several loans: which one. More than is left: asks before it links less."""

    intent = "make_payment"
    needs_identity = True

    def answer(self, turn: Turn) -> Iterable[Step]:
        account, held = read_account(turn)
        if held or not account.loans:
            yield words.nothing_to_pay(turn.language, held=held)
            return
        if _is_negative(turn):
            yield words.not_an_amount(turn.language)
            return
        amounts = turn.values("amount")
        amount = amounts[0] if len(set(amounts)) == 1 else None
        currency = turn.first("currency") if amount else None
        if len(account.loans) > 1:
            shown = [[view.loan.reference, view.total_due, view.currency] for view in account.loans]
            named = _named(turn.text, [view.loan.reference for view in account.loans])
            if named is None:
                yield Ask("pay.loan", {"loans": shown, "amount": amount, "currency": currency})
                return
            yield from link(turn, account, named, amount, currency)
            return
        yield from link(turn, account, account.loans[0].loan.reference, amount, currency)


class WhichLoan(Question):
    kind = "pay.loan"
    expects: ClassVar[tuple[str, ...]] = ("ordinal", "reference")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        loans = [(reference, Money(minor, currency)) for reference, minor, currency in question.data["loans"]]
        return words.which_loan(language, loans, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/make_payment")]
        references = [reference for reference, _, _ in question.data["loans"]]
        reference = _named(turn.text, references) or _nth(turn, references)
        if reference is None:
            return None
        account, held = read_account(turn)
        if held:
            return [words.nothing_to_pay(turn.language, held=True)]
        return link(turn, account, reference, question.data["amount"], question.data["currency"])

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/make_payment"


class LessInstead(Question):
    """A yes is a yes to exactly the sum that was shown for exactly this loan."""

    kind = "pay.less"
    expects = ("yes_no", "amount")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        amount, left = (Money(data[name], data["currency"]) for name in ("amount", "left"))
        return words.too_much(language, data["loan"], amount, left, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/make_payment")]
        data = question.data
        account, held = read_account(turn)
        if held:
            return [words.nothing_to_pay(turn.language, held=True)]
        if answer == "yes":
            return link(turn, account, data["loan"], Money(data["left"], data["currency"]).to_decimal_string(), None)
        if answer == "no":
            return link(turn, account, data["loan"], None, None)
        amounts = turn.values("amount")
        if len(set(amounts)) == 1 and not _is_negative(turn):
            return link(turn, account, data["loan"], amounts[0], turn.first("currency"))
        return None

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/make_payment"


def link(
    turn: Turn, account: AccountOverview, reference: str, amount: str | None, currency: str | None
) -> Iterable[Step]:
    """Words and the link; or a question where the sum does not fit the loan."""
    view = account.loan(reference)
    if view is None:
        yield words.nothing_to_pay(turn.language)
        return
    if currency is not None and currency != view.currency:
        yield words.other_currency(turn.language, reference, view.currency)
        return
    money = _to_pay(amount, view)
    if amount is not None and money is None:
        yield words.not_an_amount(turn.language)
        return
    left = max(view.payoff, view.total_due)
    if money is not None and money.minor > left > 0:
        shown = {"loan": reference, "amount": money.minor, "left": left, "currency": view.currency}
        yield Ask("pay.less", shown)
        return
    yield words.before_link(turn.language, view, money)
    yield speech.pay_link(reference, money.to_decimal_string() if money else None)


def _to_pay(amount: str | None, view: LoanView) -> Money | None:
    try:
        money = Money.parse(amount, view.currency) if amount is not None else None
    except Refused:
        return None
    return money if money is not None and money.minor > 0 else None


def _minor(amounts: tuple[str, ...], currency: str) -> int | None:
    try:
        return Money.parse(amounts[0], currency).minor if amounts else None
    except Refused:
        return None


def _past_days(turn: Turn) -> tuple[dt.date, ...]:
    """The days that were named and are not to come."""
    days = []
    for value in turn.values("date"):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            continue
        if day <= turn.today:
            days.append(day)
    return tuple(days)


def _named(text: str, references: list[str]) -> str | None:
    """The one loan whose reference stands in the text."""
    found = [reference for reference in references if reference.casefold() in text.casefold()]
    return found[0] if len(found) == 1 else None


def _nth(turn: Turn, references: list[str]) -> str | None:
    """The loan that an ordinal names; a bare "2" counts as one here, since that is what was asked for."""
    said = turn.first("ordinal") or (turn.text.strip() if not turn.pressed else "")
    if not said.isdecimal() or not 1 <= int(said) <= len(references):
        return None
    return references[int(said) - 1]


def _is_negative(turn: Turn) -> bool:
    """Whether a minus sign stands before an amount that somebody typed."""
    if turn.pressed:
        return False
    for entity in turn.entities:
        before = turn.text[: entity.start].rstrip(" $¥￥€£₹")
        if entity.name == "amount" and before.endswith(("-", "−", "－")) and not before[-2:-1].isdigit():
            return True
    return False
