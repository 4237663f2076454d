"""Which debt first, with debts that are told: loans here only after verification, what was typed is used for this sum and not kept.

Loans here are read anew for every answer, so that none is counted in once a verification has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from actions.account import known
from actions.learning_debts_told import Heard, a_month_told, debts_told, rate_told
from actions.learning_figures import PLACES
from actions.learning_wishes import wish_of
from actions.questions import OpenQuestion
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief.accounts import histories
from relief.dates import local_date
from relief.facts import loan_facts
from relief.learning.comparison import Owing, compare, in_order
from relief.learning.own import debts_of
from relief.ledger.replay import replay
from relief.policy.model import LoanFacts, Spending
from relief.policy.room import a_month
from relief.protection_rules import place
from relief.store.uow import UnitOfWork
from words import learning_debts as words
from words.model import Language, Message

MOST = 12
"""More debts than this are no list that a chat can hold."""
FIRST = frozenset(
    {"express_distress", "request_human", "report_fraud", "wrong_person", "report_deceased", "report_insolvency",
     "stop_contact", "set_contact_preference", "request_privacy"}
)  # fmt: skip
"""What is heard as itself even while debts are being told."""
UNLESS_TOLD = frozenset({"complain", "dispute_debt", "make_payment", "promise_to_pay"})
"""What is heard as itself unless the line tells a debt with its cost: "also owe my brother 1500, no interest"."""
_ALL = re.compile(
    r"(?:no|nope|none|no more|that'?s (?:all|it)|all|done|nothing else|no others?|finished|没有?了?|就这些|就这样|没别的了?|不用了?|好了|算吧)",
    re.IGNORECASE,
)
_SKIP = re.compile(r"skip|don'?t know|dunno|no idea|not sure|不知道|不清楚|不确定|跳过|忘了|没注意", re.IGNORECASE)


def begin(turn: Turn, back: Ask | None) -> Iterable[Step]:
    """From what the line tells; `back` is the lesson's step that is gone on with afterwards."""
    before = turn.question.data if turn.question is not None and turn.question.kind.startswith("order.") else {}
    currency = _currency(turn)
    told = before.get("told", []) if before.get("currency") == currency else []
    step = dict(back.data) if back else before.get("back")
    data = {"told": told, "currency": currency, "back": step, "aside": _aside(turn)}
    yield from _next(turn, _with_told(turn, data))


def loans_here(turn: Turn) -> list[LoanFacts]:
    """The borrower's active loans today, the one that is late first."""
    borrower = known(turn)
    today = local_date(turn.now, borrower.timezone)
    with UnitOfWork(turn.engine, readonly=True) as uow:
        found = [loan_facts(history, replay(history, today)) for history in histories(uow, borrower)]
    return sorted(found, key=lambda loan: -loan.arrears)


def tells_debts(turn: Turn) -> bool:
    """Whether the line names a debt with what is owed and at what cost."""
    return not turn.pressed and any(one.rate is not None for one in debts_told(turn, _currency(turn)))


def _next(turn: Turn, data: Mapping[str, Any]) -> Iterable[Step]:
    """A rate that is missing, another debt, the sum a month, the result: one question at a time."""
    waiting = next((at for at, one in enumerate(data["told"]) if one["rate"] is None and not one.get("asked")), None)
    if waiting is not None:
        yield Ask("order.rate", {**data, "at": waiting})
    elif not data.get("all"):
        yield Ask("order.debts", data)
    elif not data["told"] and not _ours(turn, data):
        yield words.plain("no_figures", turn.language)
        yield from _back(data)
    elif data.get("a_month") is None and not data.get("skipped"):
        yield Ask("order.month", {**data, "ours": sum(one.minimum for one in _ours(turn, data))})
    else:
        yield _shown(turn, data)
        yield Ask("order.debts", {**data, "shown": True, "all": True})


def _shown(turn: Turn, data: Mapping[str, Any]) -> Message:
    ours = _ours(turn, data)
    debts, currency = [*ours, *_told(data, turn.language)], data["currency"]
    rates = any(one.annual_rate is not None for one in debts)
    if data.get("a_month") is None or not rates:
        return words.order_only(turn.language, currency, *in_order(debts), rates=rates, ours=bool(ours))
    found = compare(debts, data["a_month"])
    if found is None:
        return words.too_little(turn.language, currency, data["a_month"], ours=bool(ours))
    return words.result(turn.language, currency, found, ours=bool(ours))


def _back(data: Mapping[str, Any]) -> Iterable[Step]:
    if data["back"]:
        yield Ask("learn.step", data["back"])


class _Telling(Question):
    """What is told is heard whatever a line was taken for; "later" leaves."""

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        if turn.intent in FIRST or (turn.intent in UNLESS_TOLD and not tells_debts(turn)):
            return None
        if wish_of(turn.text) == "later":
            return [words.plain("bye", turn.language), *_back(question.data)]
        return self.told(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        return self.told(turn, question)

    def told(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        raise NotImplementedError

    def once_more(self, question: OpenQuestion) -> str | None:
        return '/learn_debt_priority{"do": "debts"}'


class Debts(_Telling):
    """The debts, in any number; "that's all" goes on."""

    kind = "order.debts"
    expects: ClassVar[tuple[str, ...]] = ("amount", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.ask_debts(
            language, data["currency"], question.id, _told(data, language), known=data["aside"] is not None,
            ours=data["aside"] is not None, shown=bool(data.get("shown")), aside=data["aside"] or 0,
        )  # fmt: skip

    def told(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        data = question.data
        if (turn.payload or {}).get("ask") == "all" or _ALL.fullmatch(turn.text.strip(" .!。！")):
            if data.get("shown"):
                return [words.plain("bye", turn.language), *_back(data)]
            return _next(turn, {**data, "all": True})
        more = _with_told(turn, data)
        return None if more is data else _next(turn, more)


class Rate(_Telling):
    """The rate of one debt; whoever does not know it may say so, and it stays unknown."""

    kind = "order.rate"
    expects: ClassVar[tuple[str, ...]] = ("amount", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.ask_rate(language, data["currency"], question.id, _told(data, language)[data["at"]])

    def told(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        data = question.data
        skips = (turn.payload or {}).get("ask") == "skip" or _SKIP.search(turn.text) is not None
        rate = None if skips else rate_told(turn.text, asked=True)
        if not skips and rate is None:
            return None
        told = [dict(one) for one in data["told"]]
        told[data["at"]] |= {"rate": None if rate is None else str(rate), "asked": True}
        return _next(turn, {**data, "told": told})


class Month(_Telling):
    """What all of them get together a month; without it there is an order, but no time."""

    kind = "order.month"
    expects: ClassVar[tuple[str, ...]] = ("amount", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.ask_month(language, data["currency"], question.id, data["ours"])

    def told(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        data = question.data
        if (turn.payload or {}).get("ask") == "skip" or _SKIP.search(turn.text):
            return _next(turn, {**data, "skipped": True})
        amount = a_month_told(turn, data["currency"], asked=True)
        return None if amount is None else _next(turn, {**data, "a_month": amount})


def _with_told(turn: Turn, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data with what the line adds; the same object when it adds nothing."""
    if turn.pressed:
        return data
    heard = debts_told(turn, data["currency"])
    if heard and len(data["told"]) + len(heard) <= MOST:
        return {**data, "told": [*data["told"], *(_json(one) for one in heard)]}
    amount = a_month_told(turn, data["currency"], asked=False) if not heard else None
    return data if amount is None else {**data, "a_month": amount, "all": bool(data["told"])}


def _json(one: Heard) -> dict[str, Any]:
    rate = None if one.rate is None else str(one.rate)
    return {"kind": one.kind, "balance": one.balance, "rate": rate, "minimum": one.minimum}


def _told(data: Mapping[str, Any], language: Language) -> list[Owing]:
    """What was told; several of one kind are numbered."""
    kinds = [one["kind"] for one in data["told"]]
    out = []
    for at, one in enumerate(data["told"]):
        name = words.name_of(one["kind"], language)
        if kinds.count(one["kind"]) > 1:
            name = f"{name} {kinds[: at + 1].count(one['kind'])}"
        rate = None if one["rate"] is None else Fraction(one["rate"])
        out.append(Owing(name, one["balance"], rate, min(one["minimum"], one["balance"])))
    return out


def _ours(turn: Turn, data: Mapping[str, Any]) -> Sequence[Owing]:
    """The loans here in the same currency; none while nobody is verified."""
    if turn.borrower is None:
        return ()
    loans = [loan for loan in loans_here(turn) if loan.currency == data["currency"]]
    return [Owing(debt.name, debt.balance, debt.annual_rate, debt.minimum) for debt in debts_of(loans)]


def _aside(turn: Turn) -> int | None:
    """What a kept budget has for other debts each month; None while nobody is verified."""
    if turn.borrower is None:
        return None
    with UnitOfWork(turn.engine, readonly=True) as uow:
        latest = uow.budgets.latest(turn.borrower.id)
    items = latest.items if latest is not None and latest.currency == _currency(turn) else []
    return sum(
        a_month(Spending(item["amount"], item["every"], "debts"))
        for item in items
        if item["side"] == "essentials" and item.get("label") == "debts" and item["every"] != "once"
    )


def _currency(turn: Turn) -> str:
    if turn.borrower is not None:
        return turn.borrower.currency
    where = place(None, turn.timezone.key)
    return turn.first("currency") or PLACES.get(where or "", "CNY" if turn.language == "zh" else "USD")
