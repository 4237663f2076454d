"""Asking for help: hardship, options, more time, instalments, a waiver, a settlement, a promise; and refusing to pay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar

from actions import relief_budget, relief_offers, speech
from actions.account import known, read_account
from actions.month_words import OWN_INCOME
from actions.protection_contact import ActionStopContact, asks_to_be_let_be
from actions.questions import OpenQuestion
from actions.relief_case import ReliefCase, nothing_till, wishes_of, with_days
from actions.topic import Ask, Question, Step, Topic
from actions.turn import Turn
from relief.policy.model import Kind
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Situation
from relief.store.uow import UnitOfWork
from words import protection
from words import relief_offers as offers
from words import relief_topics as words
from words.model import Language, Message

Begin = Callable[[Turn, ReliefCase], Iterable[Step]]
_DUE_DAY = re.compile(
    r"\b(?:due|payment) (?:date|day)\b|\bpay-?day\b|\bmove\b.*\b(?:date|day|week)\b|还款日|改到.*[号日]|换个日子",
    re.IGNORECASE,
)


class ReliefTopic(Topic):
    """Neutral words, then identity, then what is possible."""

    needs_identity = True
    wish: ClassVar[Kind | None] = None
    neutral: ClassVar[str | None] = None

    def before_identity(self, turn: Turn) -> Iterable[Message]:
        return [words.plain(self.neutral, turn.language)] if self.neutral else []

    def answer(self, turn: Turn) -> Iterable[Step]:
        question = turn.question
        if question is not None and question.kind == "relief.choose" and question.is_open(turn.now):
            asked = relief_offers.asked_about(turn, question)
            if asked is not None:
                yield from asked
                return
        yield from self.begin(turn)

    def begin(self, turn: Turn) -> Iterable[Step]:
        """What is done when it is no question about offers that are shown."""
        return case_of(turn, self.wish, relief_budget.begin)


class ActionAskOptions(ReliefTopic):
    intent = "ask_options"
    neutral = "options_before"


class ActionRequestExtension(ReliefTopic):
    """More time for what is open; or another due date, for somebody who asks for just that."""

    intent = "request_extension"

    def begin(self, turn: Turn) -> Iterable[Step]:
        account, _ = read_account(turn)
        moves = _DUE_DAY.search(turn.text) and not account.late
        return case_of(turn, "move_date" if moves else "extension", relief_budget.begin)


class ActionRequestInstallments(ReliefTopic):
    intent = "request_installments"
    wish = "instalments"


class ActionRequestWaiver(ReliefTopic):
    intent = "request_waiver"
    wish = "waiver"


class ActionRequestSettlement(ReliefTopic):
    intent = "request_settlement"
    wish = "settlement"


class ActionPromiseToPay(ReliefTopic):
    intent = "promise_to_pay"
    wish = "promise"


class ActionExplainHardship(ReliefTopic):
    """Heard in kind, once; kept only with consent; then what is possible."""

    intent = "explain_hardship"
    neutral = "heard"

    def answer(self, turn: Turn) -> Iterable[Step]:
        reason = turn.first("hardship_reason")
        yield offers.heard(turn.language, reason)
        yield from case_of(turn, None, _what_is_told if OWN_INCOME.search(turn.text) else _keep_or_begin)


class KeepReason(Question):
    """The reason is used for this talk either way, and kept only after a yes."""

    kind = "relief.keep_reason"
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)
    binding = False

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return offers.yes_no("keep_reason", language, question.id)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        """Figures of the month are heard; the reason is then not kept, since nobody said so."""
        return relief_budget.told(turn, ReliefCase.from_json(question.data["case"]))

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        if answer is None:
            return None
        case = ReliefCase.from_json(question.data["case"])
        if answer == "yes" and case.reason:
            with UnitOfWork(turn.engine) as uow:
                conversation = turn.conversation_id if turn.known else None
                uow.situations.add(
                    Situation(new_id("u"), known(turn).id, conversation, case.reason, None, turn.now, turn.now)
                )
                uow.commit()
        return relief_budget.begin(turn, case)


class WhichLoan(Question):
    kind = "relief.loan"
    expects: ClassVar[tuple[str, ...]] = ("ordinal", "reference")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return offers.which_loan(language, [reference for _, reference in question.data["loans"]], question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        loans = question.data["loans"]
        said = str((turn.payload or {}).get("ordinal") or turn.first("ordinal") or turn.text.strip())
        named = [loan for loan, reference in loans if reference.casefold() in turn.text.casefold()]
        if not named and said.isdecimal() and 1 <= int(said) <= len(loans):
            named = [loans[int(said) - 1][0]]
        if len(named) != 1:
            return None
        return relief_budget.begin(turn, replace(ReliefCase.from_json(question.data["case"]), loan=named[0]))


class ActionRefuseToPay(Topic):
    """Rights first; then it is heard and not argued with, and the way to a reason and to a person stays open. What would be possible is
    shown once, without pressing, and not to somebody who wants to be let be: that counts at once. Nothing is opened against anybody."""

    intent = "refuse_to_pay"
    picks_up = False

    def answer(self, turn: Turn) -> Iterable[Step]:
        let_be = asks_to_be_let_be(turn.text)
        if let_be:
            yield from ActionStopContact().answer(turn)
        place = turn.borrower.jurisdiction if turn.borrower else None
        yield protection.with_advice("refuse_rights", turn.language, place, turn.timezone.key)
        yield words.refusal_heard(turn.language)
        if turn.borrower is not None and self.intent not in turn.before and not let_be:
            yield from relief_offers.gently(turn)


def case_of(turn: Turn, wish: Kind | None, begin: Begin) -> Iterable[Step]:
    """Which loan it is about, asked only when several are late; then `begin`."""
    borrower = known(turn)
    account, _ = read_account(turn)
    if not account.loans:
        yield offers.plain("in_order", turn.language, discloses=True)
        return
    with UnitOfWork(turn.engine, readonly=True) as uow:
        if all(holds(uow, borrower.id, view.loan.id, turn.now).offers for view in account.loans):
            yield offers.plain("held", turn.language)
            yield speech.handoff("held", "normal", None)
            return
    named = [view for view in account.loans if view.loan.reference.casefold() in turn.text.casefold()]
    candidates = named or list(account.late) or list(account.loans)
    currency = candidates[0].currency
    case = ReliefCase(candidates[0].loan.id, wishes_of(turn, wish, currency), turn.first("hardship_reason"))
    if wish not in ("promise", "move_date", "settlement", "instalments"):
        case = with_days(case, turn)
    case = _as_known(turn, nothing_till(case, turn))
    if len(candidates) > 1:
        loans = [[view.loan.id, view.loan.reference] for view in candidates]
        yield Ask("relief.loan", {"case": case.to_json(), "loans": loans})
        return
    yield from begin(turn, case)


def _as_known(turn: Turn, case: ReliefCase) -> ReliefCase:
    """What was said about the same loan a moment ago is not asked again."""
    question = turn.question
    if question is None or not question.is_open(turn.now) or not question.kind.startswith("relief."):
        return case
    before = ReliefCase.from_json(question.data["case"])
    if before.loan != case.loan:
        return case
    return replace(
        case,
        reason=case.reason or before.reason,
        work=case.work or before.work,
        returns=case.returns or before.returns,
        skip=before.skip,
    )


def _keep_or_begin(turn: Turn, case: ReliefCase) -> Iterable[Step]:
    return (
        [Ask("relief.keep_reason", {"case": case.to_json()})]
        if turn.first("hardship_reason")
        else relief_budget.begin(turn, case)
    )


def _what_is_told(turn: Turn, case: ReliefCase) -> Iterable[Step]:
    """Somebody who tells what they earn along with their trouble has begun with the month already."""
    told = relief_budget.told(turn, case, least=1)
    return _keep_or_begin(turn, case) if told is None else told
