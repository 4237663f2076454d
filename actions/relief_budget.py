"""A short budget: what is on file is shown for a yes; else it is given in one message or in pieces, corrected or skipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions import relief_offers, speech
from actions.account import known
from actions.questions import OpenQuestion
from actions.relief_case import ReliefCase, budget_to_show, days_of, keep_budget
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief.money import Money
from relief.policy import codec
from relief.policy.model import Budget, Every, Income, Spending
from relief.refusals import Refused
from words import relief_offers as words
from words.model import Language, Message

INCOME = re.compile(
    r"\b(earn|income|salary|wages?|paid|make|get|pension|benefits?|takings|sell|sold|sales|harvest)\b|卖|工资|收入|挣|赚|到手|发薪|发工资|养老金|补助",
    re.IGNORECASE,
)
GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("debts", re.compile(r"\b(loans?|debts?|credit cards?|lenders?)\b|别的贷款|其他贷款|网贷|信用卡|欠款|贷款|花呗", re.IGNORECASE)),
    ("home", re.compile(r"\b(rent|mortgage|housing)\b|房租|租金|房贷", re.IGNORECASE)),
    ("utilities", re.compile(r"\b(electric\w*|water|gas|heating|utilities|bills)\b|水电|燃气|电费|水费", re.IGNORECASE)),
    ("food", re.compile(r"\b(food|groceries|meals|eat\w*)\b|吃饭|伙食|买菜|吃的|饭", re.IGNORECASE)),
    ("transport", re.compile(r"\b(transport|bus|petrol|fuel|commut\w*|car)\b|交通|油费|车费|坐车", re.IGNORECASE)),
    ("school", re.compile(r"\b(school|tuition)\b|学费|上学", re.IGNORECASE)),
    ("children", re.compile(r"\b(child\w*|kids?|bab(?:y|ies))\b|孩子|小孩|奶粉", re.IGNORECASE)),
    ("care_health", re.compile(r"\b(medic\w*|doctor|health|care)\b|药|看病|医", re.IGNORECASE)),
    ("communications", re.compile(r"\b(phone|internet|mobile)\b|话费|手机|宽带|网费", re.IGNORECASE)),
    ("personal", re.compile(r"\b(cloth\w*|hair\w*|toiletries|shoes)\b|衣服|理发|洗漱|鞋", re.IGNORECASE)),
    ("leisure", re.compile(r"\b(leisure|cinema|streaming|subscriptions?|smok\w*|beer|club|gym|going out)\b|娱乐|会员|烟|酒|电影|聚会", re.IGNORECASE)),
)  # fmt: skip
EVERY: tuple[tuple[Every, re.Pattern[str]], ...] = (
    ("biweekly", re.compile(r"\b(every (two|2|second|other) weeks?|fortnight\w*)\b|每两周|两周", re.IGNORECASE)),
    ("weekly", re.compile(r"\bweek(ly)?\b|每周|一周|每星期", re.IGNORECASE)),
    ("quarterly", re.compile(r"\b(every (three|3) months|quarter(ly)?)\b|每季度?|三个月一次", re.IGNORECASE)),
    ("yearly", re.compile(r"\b(a|per|each|every|once a) year\b|\byearly\b|每年|一年", re.IGNORECASE)),
)
_CUT = re.compile(r"[,;，；。、]| and (?=\D)|(?<!\d)\.(?!\d)|\n")
OTHER_FIGURE = re.compile(r"\bnot (?P<en>[\d,]+)|不是(?P<zh>[\d,]+)|(?P<was>[\d,]+) (?:is wrong|was wrong)")
_BARE = re.compile(r"[^\d]+(\d{1,3})")
ODD = 100
"""An essential below a hundredth of the income is asked about: a slip of two noughts is common."""


def begin(turn: Turn, case: ReliefCase) -> Iterable[Step]:
    """The budget first where a plan needs one; offers at once where it is known well enough."""
    if case.wishes.kind in ("promise", "move_date", "settlement", "waiver"):
        return relief_offers.show(turn, case)
    budget, ask = budget_to_show(turn)
    if budget is None:
        return [Ask("relief.budget", _data(turn, case, Budget((), ())))]
    if ask:
        return [Ask("relief.known", _data(turn, case, budget))]
    return relief_offers.show(turn, case)


class KnownBudget(Question):
    """What is on record: a yes uses it, figures replace it."""

    kind = "relief.known"
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "amount")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.known(language, codec.from_json(Budget, data["have"]), data["currency"], question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        case = ReliefCase.from_json(question.data["case"])
        if answer == "yes":
            keep_budget(turn, codec.from_json(Budget, question.data["have"]), "confirmed")
            return relief_offers.show(turn, case)
        if answer == "no" and not turn.values("amount"):
            return [Ask("relief.budget", _data(turn, case, Budget((), ())))]
        return _taken(turn, question, Budget((), ()))

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


class AskBudget(Question):
    """In one message or in pieces; what was said is never asked again."""

    kind = "relief.budget"
    expects: ClassVar[tuple[str, ...]] = ("amount", "text", "yes_no")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.budget(language, codec.from_json(Budget, data["have"]), data["currency"], question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        if not turn.values("amount") and (answer == "no" or re.search(r"\bskip\b|跳过", turn.text, re.IGNORECASE)):
            case = ReliefCase.from_json(question.data["case"])
            return relief_offers.show(turn, replace(case, skip=True))
        return _taken(turn, question, codec.from_json(Budget, question.data["have"]))

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


class OddFigure(Question):
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
        have = codec.from_json(Budget, data["have"])
        said = figures(turn, data["currency"])
        amount = (
            data["meant"] if answer == "yes" else data["amount"] if answer == "no" else said[0][0] if said else None
        )
        if amount is None:
            return None
        return _next(turn, ReliefCase.from_json(data["case"]), _with(have, data["amount"], amount), asked=amount)

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


def _taken(turn: Turn, question: OpenQuestion, have: Budget) -> Iterable[Step] | None:
    """Figures added to what is known, or one of them put right."""
    currency = question.data["currency"]
    said = figures(turn, currency)
    if not said:
        return None
    case = ReliefCase.from_json(question.data["case"])
    wrong = OTHER_FIGURE.search(turn.text)
    if wrong and len(said) == 1:
        was = Money.parse((wrong["en"] or wrong["zh"] or wrong["was"]).replace(",", ""), currency).minor
        if was in [item.amount for item in have.income] + [item.amount for item in have.spending]:
            return _next(turn, case, _with(have, was, said[0][0]))
    income, spending = list(have.income), list(have.spending)
    days = days_of(turn)
    for minor, clause in said:
        every: Every = next((name for name, pattern in EVERY if pattern.search(clause)), "monthly")
        group = next((name for name, pattern in GROUPS if pattern.search(clause)), None)
        if group is None and (INCOME.search(clause) or (have.spending and not have.income)):
            income.append(Income(minor, every, days[0] if days and every == "yearly" else None))
        else:
            spending.append(Spending(minor, every, group or "other_essential"))
    return _next(turn, case, Budget(tuple(income), tuple(spending), have.cash))


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


def figures(turn: Turn, currency: str) -> list[tuple[int, str]]:
    """Each amount with the clause in which it was said."""
    found = []
    for entity in turn.entities:
        if entity.name != "amount":
            continue
        try:
            minor = Money.parse(entity.value, currency).minor
        except Refused:
            continue
        before = max((cut.end() for cut in _CUT.finditer(turn.text, 0, entity.start)), default=0)
        after = next(
            (
                cut.start()
                for cut in _CUT.finditer(turn.text, entity.start)
                if cut.start() > entity.start and not turn.text[cut.start() : cut.start() + 2].strip(",").isdigit()
            ),
            len(turn.text),
        )
        if minor > 0:
            found.append((minor, turn.text[before:after]))
    return found + _small_figures(turn, [clause for _, clause in found], currency)


def _small_figures(turn: Turn, taken: list[str], currency: str) -> list[tuple[int, str]]:
    """A bare figure behind the name of an expense ("rent 30"), too small to be read as an amount anywhere else."""
    if turn.pressed:
        return []
    found = []
    for clause in _CUT.split(turn.text):
        match = _BARE.fullmatch(clause.strip())
        if match and clause not in taken and any(pattern.search(clause) for _, pattern in GROUPS):
            found.append((Money.parse(match[1], currency).minor, clause))
    return found


def _data(turn: Turn, case: ReliefCase, have: Budget) -> Mapping[str, Any]:
    return {"case": case.to_json(), "have": codec.to_json(have), "currency": known(turn).currency}
