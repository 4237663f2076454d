"""The budget workshop: told in one message or piece by piece, shown, changed, kept with a yes, compared, exported, deleted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions import speech
from actions.account import known
from actions.learning_figures import (
    COMES_FIRST,
    PLACES,
    Told,
    from_json,
    household_of,
    items_of,
    read,
    speaks_of_a_month,
    to_json,
)
from actions.learning_wishes import wish_of
from actions.questions import ANSWERED, OpenQuestion
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief.facts import pay_day_facts
from relief.learning.changes import changes, pay_day_plan
from relief.learning.guides import guides, unusual
from relief.learning.month import Household, calendar, next_pay_day
from relief.policy.schedule import first_pay_day
from relief.protection_rules import place
from relief.store.ids import new_id
from relief.store.records import Budget
from relief.store.uow import UnitOfWork
from words import learning_budget as words
from words.model import Language, Message

SOURCE = "workshop"
ASKS_WORKSHOP = re.compile(
    r"\bmy (?:own )?(?:budget|month|spending)\b|\b(?:make|do|plan|work out|set up|need|want) (?:me )?a budget\b|\bbudget (?:for|with) me\b|"
    r"我的预算|帮我.{0,4}预算|(?:我想|我要|给我|我们)做.{0,3}预算|做(?:个|一份|一个)预算|算算我|算算.{0,8}(?:收支|开支|花销|预算)|理一理我的|我的开支|我的收支",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"skip|don'?t know|no idea|not sure|rather not|跳过|不知道|不清楚|不确定|不想说|没有固定", re.IGNORECASE
)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("delete", re.compile(r"\bdelete|\bremove it|\berase|删除|删掉|删了", re.IGNORECASE)),
    ("export", re.compile(r"\bexport|\bdownload|\bas a file|\bsend it|导出|下载|发给我|列出", re.IGNORECASE)),
    ("compare", re.compile(r"\bcompare|\blast (?:month|time)|对比|比较|上个?月|上次", re.IGNORECASE)),
    ("keep", re.compile(r"\bkeep (?:it|this|that)|\bsave (?:it|this)|保存|留着|存下来|记下来", re.IGNORECASE)),
    (
        "change",
        re.compile(
            r"^(?:change|correct|edit)(?: a line| it| something)?$|^(?:改|修改|改一项|改一下|改改)$", re.IGNORECASE
        ),
    ),
    (
        "done",
        re.compile(
            r"^(?:done|that'?s all|no thanks?|nothing|finished|enough)$|^(?:不用了?|好了|没有了|就这样|完了|结束)$",
            re.IGNORECASE,
        ),
    ),
)


def begin(turn: Turn) -> Iterable[Step]:
    """The kept budget first; figures in the line count at once."""
    wanted = (turn.payload or {}).get("then")
    if wanted == "keep" and turn.borrower is not None:
        draft = _draft(turn)
        if draft is not None:
            yield from _keep(turn, draft)
            return
    kept = _kept(turn)
    if kept is not None and not turn.values("amount"):
        yield Ask(
            "workshop.known", _data(turn, household_of(kept.items, kept.currency), day=kept.at.date().isoformat())
        )
        return
    start = Household(currency_of(turn))
    told = read(turn, start, collecting=True)
    yield from _counted(turn, told)
    yield from _next(turn, _data(turn, told.household if told else start, lower=bool(told and told.lower)))


def _counted(turn: Turn, told: Told | None) -> Iterable[Step]:
    """What was assumed in reading the figures is said."""
    return [words.plain("days_assumed", turn.language)] if told and told.days_assumed else []


def _next(turn: Turn, data: Mapping[str, Any]) -> Iterable[Step]:
    """What is still missing, one thing at a time; the result when nothing is."""
    household = from_json(data["have"])
    skipped = data.get("skipped", [])
    if not household.income and not household.spending:
        yield Ask("workshop.figures", data)
    elif not household.income or not household.spending:
        yield Ask("workshop.missing", {**data, "needs": "need_spending" if household.income else "need_income"})
    elif any(entry.on is None for entry in household.income) and "need_day" not in skipped:
        household = _with_pay_day(turn, household)
        if any(entry.on is None for entry in household.income):
            yield Ask("workshop.missing", {**data, "needs": "need_day"})
        else:
            yield from _next(turn, {**data, "have": to_json(household)})
    elif household.cash is None and "need_cash" not in skipped and next_pay_day(household, turn.today):
        yield Ask("workshop.missing", {**data, "needs": "need_cash"})
    else:
        yield from _show(turn, data)


def _show(turn: Turn, data: Mapping[str, Any]) -> Iterable[Step]:
    household = from_json(data["have"])
    month = calendar(household, turn.today)
    odd = unusual(household, guides())
    found = changes(household, month, odd, turn.today)
    plan = pay_day_plan(household, turn.today)
    yield from words.result(turn.language, household, month, odd, found, plan, lower=bool(data.get("lower")))
    yield Ask("workshop.done", {**data, "kept": bool(data.get("kept"))})


KEPT_ONLY = frozenset({"delete", "export", "compare"})
"""What can be done with a kept budget at any point: these words are about it, not about everything that is kept here."""


def _wanted(turn: Turn) -> str:
    """What somebody wants done with the budget, in a few words of their own; empty where it is anything else."""
    text = turn.text.strip(" .!。！？?")
    if turn.values("amount") or len(text) > 40:
        return ""
    return next((name for name, pattern in _WORDS if pattern.search(text)), "")


class _Workshop(Question):
    """Figures, corrections, and leaving are understood at every point, whatever a line with several figures was taken for."""

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        if wish_of(turn.text) == "later":
            return [words.plain("bye" if question.data.get("kept") else "bye_unkept", turn.language)]
        if (question.data.get("kept") or self.kind == KnownWorkshop.kind) and (wanted := _wanted(turn)) in KEPT_ONLY:
            return Done().do(turn, replace(question, data={**question.data, "kept": True}), wanted)
        if turn.intent in COMES_FIRST or not self.figures:
            return None
        if speaks_of_a_month(turn, from_json(question.data["have"])):
            return self.take(turn, question, None)
        return None

    def once_more(self, question: OpenQuestion) -> str | None:
        return '/learn_budgeting{"do": "workshop"}'

    figures: ClassVar[bool] = False


class Figures(_Workshop):
    kind = "workshop.figures"
    figures = True
    expects: ClassVar[tuple[str, ...]] = ("amount", "date", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.begin(language, question.id, kept=bool(question.data.get("known")))

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        told = read(turn, from_json(question.data["have"]), collecting=True)
        if told is None or not any(character.isalpha() for character in turn.text):
            return None  # a bare figure says nothing of what it is
        lower = told.lower or bool(question.data.get("lower"))
        data = {**question.data, "have": to_json(told.household), "lower": lower}
        return [*_counted(turn, told), *_next(turn, data)]


class Missing(_Workshop):
    """One thing that is missing: income, spending, the pay-day, what is there today. The last two may be passed over."""

    kind = "workshop.missing"
    figures = True
    expects: ClassVar[tuple[str, ...]] = ("amount", "date", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.missing(language, question.data["needs"], from_json(question.data["have"]), question.id)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        needs = question.data["needs"]
        if needs in ("need_day", "need_cash") and _SKIP.fullmatch(turn.text.strip(" .!。！")):
            return self._skip(turn, question)
        return super().hears(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        data, needs = question.data, question.data["needs"]
        if needs in ("need_day", "need_cash") and (
            (turn.payload or {}).get("ask") == "skip" or _SKIP.search(turn.text)
        ):
            return self._skip(turn, question)
        have = from_json(data["have"])
        if needs == "need_cash" and len(turn.values("amount")) == 1 and len(turn.text) <= 40:
            bare = read(turn, Household(have.currency), collecting=False)
            if bare is not None:
                amounts = [entry.amount for entry in bare.household.entries] or [bare.household.cash or 0]
                return _next(turn, {**data, "have": to_json(replace(have, cash=amounts[0]))})
        if needs == "need_cash" and turn.values("amount") == ("0",):
            return _next(turn, {**data, "have": to_json(replace(have, cash=0))})
        if needs == "need_day" and not turn.values("date") and not speaks_of_a_month(turn, have):
            return None
        told = read(turn, have, collecting=True)
        if told is None:
            return None
        lower = told.lower or bool(data.get("lower"))
        return [
            *_counted(turn, told),
            *_next(turn, {**data, "have": to_json(told.household), "lower": lower}),
        ]

    def _skip(self, turn: Turn, question: OpenQuestion) -> Iterable[Step]:
        skipped = [*question.data.get("skipped", []), question.data["needs"]]
        return _next(turn, {**question.data, "skipped": skipped})


class KnownWorkshop(_Workshop):
    """What is kept: a yes shows it, a no begins anew, figures change it."""

    kind = "workshop.known"
    figures = True
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "amount", "date")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.known(language, from_json(data["have"]), dt.date.fromisoformat(data["day"]), question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify('/learn_budgeting{"do": "workshop"}')]
        data = {**question.data, "kept": True}
        if answer == "yes":
            return _next(turn, data)
        if answer == "no" and not turn.values("amount"):
            return _next(turn, {**_data(turn, Household(currency_of(turn))), "kept": False})
        told = read(turn, from_json(data["have"]), collecting=False)
        if told is None:
            return None
        return [*_counted(turn, told), *_next(turn, {**data, "have": to_json(told.household), "kept": False})]


class Done(_Workshop):
    """What to do with it; a figure changes a line."""

    kind = "workshop.done"
    figures = True
    expects: ClassVar[tuple[str, ...]] = ("yes_no", "amount", "date", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        data = question.data
        return words.menu(language, question.id, kept=bool(data["kept"]), before=bool(data.get("before")))

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        wanted = _wanted(turn)
        return self.do(turn, question, wanted) if wanted else super().hears(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        asked = str((turn.payload or {}).get("ask") or "")
        if not asked and answer:
            asked = "done" if answer == "no" or question.data["kept"] else "keep"
        if asked:
            return self.do(turn, question, asked)
        told = read(turn, from_json(question.data["have"]), collecting=False)
        if told is None:
            return None
        data = {**question.data, "have": to_json(told.household), "kept": False}
        return [words.plain("noted", turn.language), *_counted(turn, told), *_show(turn, data)]

    def do(self, turn: Turn, question: OpenQuestion, wanted: str) -> Iterable[Step]:
        data, again = question.data, Ask(self.kind, question.data)
        household = from_json(data["have"])
        if wanted == "keep":
            if turn.borrower is None:
                return [speech.verify('/learn_budgeting{"do": "workshop", "then": "keep"}')]
            return _keep(turn, household)
        if wanted == "change":
            return [words.plain("change_how", turn.language), again]
        if wanted == "compare":
            return [_compared(turn, household), again]
        if wanted == "export":
            return [*_exported(turn, household, kept=bool(data["kept"])), again]
        if wanted == "delete":
            return [Ask("workshop.delete", data)] if _kept(turn) else [words.plain("nothing_kept", turn.language)]
        return [words.plain("bye" if data["kept"] else "bye_unkept", turn.language)]


class Consented(_Workshop):
    """May it be used for relief without asking again? It is kept either way."""

    kind = "workshop.consent"
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.yes_no("consent", language, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if answer is None:
            return None
        if turn.borrower is None:
            return [speech.verify('/learn_budgeting{"do": "workshop"}')]
        if answer == "yes":
            with UnitOfWork(turn.engine) as uow:
                latest = uow.budgets.latest(turn.borrower.id)
                if latest is not None and latest.source == SOURCE:
                    uow.budgets.change(latest.id, consent_at=turn.now)
                    uow.audit.append(
                        actor="borrower", action="budget.consented", subject=turn.borrower.id,
                        data={"version": latest.version}, at=turn.now,
                    )  # fmt: skip
                uow.commit()
        done = words.plain("consented" if answer == "yes" else "not_consented", turn.language)
        return [done, Ask("workshop.done", {**question.data, "kept": True})]


class Delete(_Workshop):
    kind = "workshop.delete"
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.yes_no("sure_delete", language, question.id)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if answer is None:
            return None
        if answer == "no":
            return [Ask("workshop.done", question.data)]
        if turn.borrower is None:
            return [speech.verify('/learn_budgeting{"do": "workshop"}')]
        with UnitOfWork(turn.engine) as uow:
            gone = uow.budgets.forget(turn.borrower.id)
            uow.audit.append(
                actor="borrower",
                action="budget.deleted",
                subject=turn.borrower.id,
                data={"versions": gone},
                at=turn.now,
            )
            uow.commit()
        return [words.plain("deleted", turn.language)]


def _keep(turn: Turn, household: Household) -> Iterable[Step]:
    """A new version of the borrower's one budget; the same message keeps it once."""
    borrower = known(turn)
    with UnitOfWork(turn.engine) as uow:
        latest = uow.budgets.latest(borrower.id)
        items = items_of(household)
        if latest is None or list(latest.items) != items or latest.source != SOURCE:
            version = latest.version + 1 if latest else 1
            uow.budgets.add(
                Budget(new_id("g"), borrower.id, version, turn.now, items, household.currency, SOURCE, None)
            )
            latest = uow.budgets.latest(borrower.id)
        uow.commit()
    yield words.plain("kept", turn.language)
    data = {**_data(turn, household), "kept": True}
    if latest is not None and latest.consent_at is None:
        yield Ask("workshop.consent", data)
    else:
        yield Ask("workshop.done", data)


def _compared(turn: Turn, household: Household) -> Message:
    """Against the latest version of an earlier month, else the latest one that differs."""
    before = _before(turn, household)
    if before is None:
        return words.plain("nothing_before", turn.language)
    earlier = household_of(before.items, before.currency)
    return words.compared(turn.language, household, earlier, before.at.astimezone(turn.timezone).date())


def _before(turn: Turn, household: Household) -> Budget | None:
    if turn.borrower is None:
        return None
    with UnitOfWork(turn.engine, readonly=True) as uow:
        versions = uow.budgets.of_borrower(turn.borrower.id)
    items = items_of(household)
    others = [one for one in versions if list(one.items) != items and one.currency == household.currency]
    this_month = turn.today.replace(day=1)
    earlier = [one for one in others if one.at.astimezone(turn.timezone).date() < this_month]
    return next(iter(earlier or others), None)


def _exported(turn: Turn, household: Household, *, kept: bool) -> Iterable[Step]:
    """Line by line; what is kept also as a file with its link."""
    yield words.listed(turn.language, household)
    latest = _kept(turn)
    if kept and latest is not None:
        yield speech.paper("budget", latest.id)


def _kept(turn: Turn) -> Budget | None:
    if turn.borrower is None:
        return None
    with UnitOfWork(turn.engine, readonly=True) as uow:
        return uow.budgets.latest(turn.borrower.id)


def _draft(turn: Turn) -> Household | None:
    """The figures that were on the table when it was asked who is there."""
    if not turn.known:
        return None
    with UnitOfWork(turn.engine, readonly=True) as uow:
        dialogue = uow.dialogue.of(turn.conversation_id, turn.now)
    answered = (dialogue.data.get(ANSWERED) or {}).get("question") or {}
    if answered.get("kind") != Done.kind:
        return None
    return from_json(answered["data"]["have"])


def _with_pay_day(turn: Turn, household: Household) -> Household:
    """Where the pay-day is on record, it is not asked for."""
    rule = pay_day_facts(turn.borrower.pay_day) if turn.borrower else None
    if rule is None or (rule.rule == "biweekly" and rule.known_pay_day is None):
        return household
    on, every = first_pay_day(rule, turn.today), _RHYTHM_OF[rule.rule]
    entries = tuple(
        replace(entry, on=on) if entry.side == "income" and entry.on is None and entry.every == every else entry
        for entry in household.entries
    )
    return replace(household, entries=entries)


_RHYTHM_OF = {"monthly": "monthly", "last_working_day": "monthly", "weekly": "weekly", "biweekly": "biweekly"}


def _data(turn: Turn, household: Household, **more: Any) -> dict[str, Any]:
    return {
        "have": to_json(household),
        "known": turn.borrower is not None,
        "before": _before(turn, household) is not None,
        **more,
    }


def currency_of(turn: Turn) -> str:
    """The borrower's, or the one that was named, or that of the place."""
    if turn.borrower is not None:
        return turn.borrower.currency
    named = turn.first("currency")
    where = place(None, turn.timezone.key)
    return named or PLACES.get(where or "", "CNY" if turn.language == "zh" else "USD")
