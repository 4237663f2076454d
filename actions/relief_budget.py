"""A short budget: what is on file is shown for a yes; else it is given in one message or in pieces, corrected or skipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions import relief_offers, speech
from actions.account import known
from actions.learning_figures import COMES_FIRST, Told, figures, read, speaks_of_a_month
from actions.month_words import NO_INCOME, OFFERS
from actions.questions import OpenQuestion
from actions.relief_case import ReliefCase, budget_to_show, keep_budget, wishes_of
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief.learning.month import Entry, Household
from relief.money import Money
from relief.policy import codec
from relief.policy.model import REGULAR, Budget, Income, Spending
from words import learning_budget as learning_words
from words import relief_offers as words
from words.model import Language, Message

_SKIPS = re.compile(r"\bskip\b|\bthat'?s (?:all|it)\b|\bnothing else\b|跳过|没有了|就这些|没别的", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:no|not|wait|sorry|actually|forgot|correct\w*|wrong|meant|mistake|typo|instead|went up|goes up|going up|rais\w*|increas\w*|now)\b|"
    r"等等|等一?下|涨|变成|现在是|不对|不是|说错|写错|打错|记错|忘了|漏了|其实|应该是|改成|更正",
    re.IGNORECASE,
)
REST = "other_essential"
ODD = 100
"""An essential below a hundredth of the income is asked about: a slip of two noughts is common."""


def begin(turn: Turn, case: ReliefCase) -> Iterable[Step]:
    """The budget first where a plan needs one; offers at once where it is known well enough."""
    if case.wishes.kind in ("promise", "move_date", "settlement", "waiver"):
        return relief_offers.show(turn, case)
    pending = _pending(turn, case)
    if pending is not None:
        return [words.plain("first_this", turn.language), Ask(pending.kind, {**pending.data, "case": case.to_json()})]
    budget, ask = budget_to_show(turn)
    if budget is None:
        return [Ask("relief.budget", _data(turn, case, Budget((), ())))]
    if ask:
        return [Ask("relief.known", _data(turn, case, budget))]
    return relief_offers.show(turn, case)


def _pending(turn: Turn, case: ReliefCase) -> OpenQuestion | None:
    """The question about the month that is open already: what was told in answer to it is not lost by a wish in between."""
    question = turn.question
    if question is None or not question.is_open(turn.now) or turn.answered:
        return None
    if question.kind not in ("relief.known", "relief.budget", "relief.odd"):
        return None
    return question if ReliefCase.from_json(question.data["case"]).loan == case.loan else None


class _AboutTheMonth(Question):
    """Figures of a month are heard as such whatever the line was taken for; what protects comes first."""

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        if turn.borrower is None or turn.intent in COMES_FIRST:
            return None
        have = codec.from_json(Budget, question.data["have"])
        said = figures(turn, question.data["currency"])
        if (len(said) > 1 or NO_INCOME.search(turn.text)) and speaks_of_a_month(turn, _household(turn, have)):
            return self.take(turn, question, None)
        return _offered(turn, question)

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


def _offered(turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
    """What somebody can pay, said before the month is known: taken along as their own proposal, and the month is asked on."""
    if (
        turn.pressed
        or not OFFERS.search(turn.text)
        or len(turn.values("amount")) != 1
        or turn.intent not in ("inform", "request_installments")
    ):
        return None
    case = ReliefCase.from_json(question.data["case"])
    wishes = wishes_of(turn, "instalments", question.data["currency"])
    case = replace(case, wishes=wishes)
    return [words.plain("first_this", turn.language), Ask(question.kind, {**question.data, "case": case.to_json()})]


class KnownBudget(_AboutTheMonth):
    """What is on record: a yes uses it, figures change it and are shown again; both sides told anew replace it."""

    kind = "relief.known"
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "amount")
    binding = False

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.known(language, codec.from_json(Budget, data["have"]), data["currency"], question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        case = ReliefCase.from_json(question.data["case"])
        have = codec.from_json(Budget, question.data["have"])
        if answer == "yes":
            keep_budget(turn, have, "confirmed")
            return relief_offers.show(turn, case)
        steps = _changed(turn, case, have)
        if steps is None and answer == "no":
            return [Ask("relief.budget", _data(turn, case, Budget((), ())))]
        return steps


class AskBudget(_AboutTheMonth):
    """In one message or in pieces; what was said is never asked again."""

    kind = "relief.budget"
    expects: ClassVar[tuple[str, ...]] = ("amount", "text", "yes_no")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        have = codec.from_json(Budget, data["have"])
        return words.budget(language, have, data["currency"], question.id, rest=bool(data.get("rest")))

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        case = ReliefCase.from_json(question.data["case"])
        have = codec.from_json(Budget, question.data["have"])
        told = read(turn, _household(turn, have), collecting=True)
        if told is not None:
            return [*_counted(turn, told), *_next(turn, case, _budget(told.household))]
        if answer == "no" or _SKIPS.search(turn.text):
            if question.data.get("rest"):
                return _next(turn, case, have)
            return relief_offers.show(turn, replace(case, skip=True))
        if answer == "yes" and question.data.get("rest"):
            return _next(turn, case, have)
        return None


class OddFigure(_AboutTheMonth):
    """A figure that looks like a slip: yes takes the one that was probably meant, no keeps what was said."""

    kind = "relief.odd"
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "amount")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        amount, meant = (Money(data[name], data["currency"]) for name in ("amount", "meant"))
        return words.odd(language, amount, meant, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        data = question.data
        case, have = ReliefCase.from_json(data["case"]), codec.from_json(Budget, data["have"])
        said = figures(turn, data["currency"])
        if len(said) > 1:
            told = read(turn, _household(turn, have), collecting=True)
            return None if told is None else _next(turn, case, _budget(told.household))
        amount = (
            data["meant"] if answer == "yes" else data["amount"] if answer == "no" else said[0][0] if said else None
        )
        if amount is None:
            return None
        return _next(turn, case, _with(have, data["amount"], amount), asked=amount)


def told(turn: Turn, case: ReliefCase, *, least: int = 2) -> Iterable[Step] | None:
    """Figures of a month that come before anybody asked for them; None where the line tells fewer than `least`."""
    if turn.borrower is None or turn.pressed or turn.intent in COMES_FIRST:
        return None
    have = budget_to_show(turn)[0] or Budget((), ())
    household = _household(turn, have)
    if len(figures(turn, household.currency)) < least or not speaks_of_a_month(turn, household):
        return None
    return _changed(turn, case, have)


def _changed(turn: Turn, case: ReliefCase, have: Budget) -> Iterable[Step] | None:
    """What was said against what is on record: both sides anew replace it, one side changes it and is shown for a yes."""
    anew = read(turn, _household(turn, Budget((), ())), collecting=True)
    if anew is None:
        return None
    said = _budget(anew.household)
    if said.income and said.spending:
        said = _budget(_with_its_day(anew.household, have))
        return [*_counted(turn, anew), *_next(turn, case, said)]
    if said.spending and all(item.group == REST for item in have.spending):
        # As in `corrected`: of one sum for everything the parts are not known.
        return [Ask("relief.budget", {**_data(turn, case, replace(said, income=have.income)), "rest": True})]
    changed = read(turn, _household(turn, have), collecting=False) or anew
    changed = replace(changed, household=_with_its_day(changed.household, have))
    return [*_counted(turn, changed), Ask("relief.known", _data(turn, case, _budget(changed.household)))]


def _with_its_day(household: Household, before: Budget) -> Household:
    """What comes once a year comes on the day that is on record, unless another was named."""
    known_days = {item.every: item.next_on for item in before.income if item.next_on and item.every not in REGULAR}
    entries = tuple(
        replace(entry, on=known_days[entry.every])
        if entry.side == "income" and entry.on is None and entry.every in known_days
        else entry
        for entry in household.entries
    )
    return replace(household, entries=entries)


def corrected(turn: Turn, case: ReliefCase) -> Iterable[Step] | None:
    """A figure of the month that is put right while offers are on the table: kept, said, and everything computed anew. None
    where the line does no such thing; a sum that somebody offers to pay is no figure of the month."""
    if turn.borrower is None or turn.pressed or turn.intent in COMES_FIRST:
        return None
    have, _ = budget_to_show(turn)
    if have is None:
        return None
    household = _household(turn, have)
    said = figures(turn, household.currency)
    if not said or not speaks_of_a_month(turn, household) or not (len(said) > 1 or _CORRECTS.search(turn.text)):
        return None
    if all(item.group == REST for item in have.spending):
        return _changed(turn, case, have)
    told = read(turn, household, collecting=False)
    if told is None:
        return None
    now = _budget(told.household)
    if not now.income or not now.spending:
        return None
    parts = [item for item in now.spending if item.group != REST]
    if parts and all(item.group == REST for item in have.spending):
        # One sum for everything says nothing of its parts: what was told begins the list, and the rest is asked for.
        return [Ask("relief.budget", {**_data(turn, case, replace(now, spending=tuple(parts))), "rest": True})]
    keep_budget(turn, now, "chat")
    return [
        *_counted(turn, told),
        words.corrected(turn.language, now, household.currency),
        *relief_offers.show(turn, case),
    ]


def _next(turn: Turn, case: ReliefCase, have: Budget, asked: int | None = None) -> Iterable[Step]:
    """What is still missing or odd; offers when nothing is."""
    data = _data(turn, case, have)
    largest = max((item.amount for item in have.income), default=0)
    for item in have.spending:
        if item.amount * ODD < largest and item.amount != asked:
            return [Ask("relief.odd", {**data, "amount": item.amount, "meant": item.amount * 100})]
    if not have.income or not have.spending:
        return [Ask("relief.budget", data)]
    keep_budget(turn, have, "chat")
    return relief_offers.show(turn, case)


def _with(have: Budget, was: int, now: int) -> Budget:
    return replace(
        have,
        income=tuple(replace(item, amount=now) if item.amount == was else item for item in have.income),
        spending=tuple(replace(item, amount=now) if item.amount == was else item for item in have.spending),
    )


def _counted(turn: Turn, told: Told) -> Iterable[Step]:
    """What was assumed in reading the figures is said."""
    return [learning_words.plain("days_assumed", turn.language)] if told.days_assumed else []


def _household(turn: Turn, budget: Budget) -> Household:
    entries = [Entry("income", "income", item.amount, item.every, item.next_on) for item in budget.income]
    entries += [Entry("essentials", item.group, item.amount, item.every) for item in budget.spending]
    return Household(known(turn).currency, tuple(entries), budget.cash or None)


def _budget(household: Household) -> Budget:
    """For a decision. The day of what comes at least monthly is not needed, and grows old."""
    income = (
        Income(entry.amount, entry.every, None if entry.every in REGULAR else entry.on) for entry in household.income
    )
    spending = (Spending(entry.amount, entry.every, entry.group) for entry in household.spending)
    return Budget(tuple(income), tuple(spending), household.cash or 0)


def _data(turn: Turn, case: ReliefCase, have: Budget) -> Mapping[str, Any]:
    return {"case": case.to_json(), "have": codec.to_json(have), "currency": known(turn).currency}
