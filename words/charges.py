"""Why it is this much, and why more than before: dated rows that add up. Everything here `discloses`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from relief.books import LateRule
from relief.ledger import ExplainRow, LoanView, OpenLine
from relief.money import Money
from words import charts
from words import format as render
from words.compose import Writer
from words.model import Both, Card, Chart, Language, Message, Row

TEXTS: dict[str, Both] = {
    "no_loans": Both(
        en="There is no open loan on your account, so there are no charges.",
        zh="您名下没有未结清的贷款，没有任何费用。",
    ),
    "on_loan": Both(en="Loan {loan}:", zh="贷款{loan}："),
    "made_of": Both(en="{total} is open today. It is made up of:", zh="今天一共欠{total}，由这些组成："),
    "line": Both(
        en="• the instalment of {due}: {amount}, of which {interest} is interest",
        zh="• {due}的一期：{amount}，其中利息{interest}",
    ),
    "line_penalty": Both(en="• penalty on it for {days}: {penalty}", zh="• 这一期逾期{days}的罚息：{penalty}"),
    "line_penalty_old": Both(
        en="• penalty from the time when it was late: {penalty}", zh="• 这一期之前逾期时的罚息：{penalty}"
    ),
    "line_fee": Both(en="• late fee for it: {fee}", zh="• 这一期的逾期费：{fee}"),
    "rule_penalty": Both(
        en="Penalty is {rate} a day on what is overdue. It is simple: there is no penalty on the penalty.",
        zh="罚息按逾期金额每天{rate}计算，不会利滚利，罚息本身不再产生罚息。",
    ),
    "rule_fee": Both(
        en="The late fee is {fee} for each missed instalment, once. It is not interest and is not added to the loan.",
        zh="逾期费是每漏还一期收{fee}，只收一次。它不是利息，也不会并入本金。",
    ),
    "rule_none": Both(en="Nothing is charged for being late on this loan.", zh="这笔贷款逾期不收罚息和逾期费。"),
    "clean": Both(en="There are no late charges, and nothing is overdue.", zh="没有罚息和逾期费，也没有逾期。"),
    "instalment_parts": Both(
        en="The next instalment of {amount} on {due} is {principal} of the loan itself and {interest} of interest.",
        zh="下一期{due}应还{amount}，其中本金{principal}，利息{interest}。",
    ),
    "since": Both(
        en="On {start} it was {before}; today it is {after}. That is {difference}:",
        zh="{start}是{before}，今天是{after}，{difference}：",
    ),
    "since_same": Both(
        en="On {start} it was {before} as well: nothing has been added since.", zh="{start}也是{before}，之后没有增加。"
    ),
    "minus": Both(en="A figure below zero means that you had paid ahead.", zh="负数表示您提前多还了。"),
    "row": Both(en="• {on}: {what}, {amount}", zh="• {on}：{what}，{amount}"),
    "grouped": Both(en="• {what}: {amount}", zh="• {what}：{amount}"),
    "more": Both(en="{amount} more", zh="增加{amount}"),
    "less": Both(en="{amount} less", zh="减少{amount}"),
    "same": Both(en="no change in the amount", zh="金额不变"),
    "fee_for": Both(en="late fee for the instalment of {due}", zh="{due}那一期的逾期费"),
    "instalment": Both(en="an instalment fell due", zh="一期到了还款日"),
    "penalty": Both(
        en="penalty on the instalment of {due} for {days} ({base} at {rate} a day)",
        zh="{due}那一期{days}的罚息（{base}按每天{rate}计）",
    ),
    "penalty_kind": Both(en="penalty", zh="罚息"),
    "late_fee": Both(en="late fee for a missed instalment", zh="漏还一期的逾期费"),
    "payment": Both(en="your payment", zh="您的还款"),
    "reversal": Both(en="a payment was taken back", zh="一笔还款被退回"),
    "waiver": Both(en="charges taken off", zh="减免费用"),
    "reinstatement": Both(en="charges that had been taken off came back", zh="之前减免的费用恢复"),
    "recalculated": Both(en="charges worked out anew after that", zh="因此重新计算的费用"),
    "moved": Both(en="put into your plan", zh="转入还款方案"),
    "freeze": Both(en="late charges paused", zh="暂停计收罚息和逾期费"),
    "card": Both(en="Loan {loan}: from {start} to {today}", zh="贷款{loan}：{start}至{today}"),
    "card_row": Both(en="{on}: {what}", zh="{on}：{what}"),
    "chart": Both(en="Loan {loan}: how it changed since {start}", zh="贷款{loan}：{start}以来的变化"),
    "chart_says": Both(en="From {before} on {start} to {after} today.", zh="从{start}的{before}到今天的{after}。"),
    "head_what": Both(en="What", zh="项目"),
    "head_amount": Both(en="Amount", zh="金额"),
    "wrong": Both(en="Something is wrong", zh="我觉得有错"),
    "waive": Both(en="Can charges be taken off?", zh="费用能减免吗？"),
    "pay": Both(en="Pay now", zh="现在付款"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}

MANY = 8
"""More reasons than this are summed up by kind in the text; the card still lists each."""


@dataclass(frozen=True)
class Change:
    """What happened to a loan after the day `start`: `after` − `before` is the sum of the rows (minor units)."""

    start: dt.date
    before: int
    after: int
    rows: tuple[ExplainRow, ...]


@dataclass(frozen=True)
class Story:
    """One loan with its late rule, what changed lately, when each instalment (by number) was due, and the parts of the
    next one (principal, interest)."""

    view: LoanView
    rule: LateRule
    change: Change
    due_dates: Mapping[int, dt.date] = field(default_factory=dict)
    next_parts: tuple[int, int] | None = None


def explain(language: Language, stories: Sequence[Story], *, held: bool) -> list[Message]:
    """One message a loan: what it is made of, by which rule, and what changed since."""
    if not stories:
        writer = Writer(language)
        return [writer.message(writer.say(TEXTS["no_loans"]), discloses=True)]
    return [
        _story(language, story, alone=len(stories) == 1, last=at == len(stories), held=held)
        for at, story in enumerate(stories, start=1)
    ]


def simply(language: Language, stories: Sequence[Story]) -> Message:
    """Only the rule and the sums."""
    writer = Writer(language)
    said: list[str] = []
    for story in stories:
        if len(stories) > 1:
            said.append(writer.say(TEXTS["on_loan"], loan=story.view.loan.reference))
        said.append(_rule(writer, story))
        if not story.view.total_due:
            said.append(writer.say(TEXTS["clean"]))
    return writer.message(*(said or [writer.say(TEXTS["no_loans"])]), discloses=True)


def _story(language: Language, story: Story, *, alone: bool, last: bool, held: bool) -> Message:
    writer = Writer(language)
    view = story.view
    said = [] if alone else [writer.say(TEXTS["on_loan"], loan=view.loan.reference)]
    if view.lines:
        said.append(writer.say(TEXTS["made_of"], total=_money(view, view.total_due)))
        for line in view.lines:
            said += _line(writer, view, line)
        said.append(_rule(writer, story))
    else:
        said.append(writer.say(TEXTS["clean"]))
        said += _next_parts(writer, story)
    said += _since(writer, story)
    buttons = []
    if last:
        buttons.append(writer.button(TEXTS["wrong"], "/dispute_debt"))
        if view.charges:
            buttons.append(writer.button(TEXTS["waive"], "/request_waiver"))
        if not held:
            buttons.append(writer.button(TEXTS["pay"], "/make_payment"))
        buttons.append(writer.button(TEXTS["person"], "/request_human"))
    rows = story.change.rows
    return writer.message(
        *said,
        cards=[_card(writer, story)] if rows else [],
        charts=[_chart(writer, story)] if _in_steps(story) else [],
        buttons=buttons,
        discloses=True,
    )


def _line(writer: Writer, view: LoanView, line: OpenLine) -> list[str]:
    said = []
    if line.instalment:
        interest = _money(view, line.interest)
        said.append(writer.say(TEXTS["line"], due=line.due, amount=_money(view, line.instalment), interest=interest))
    if line.penalty:
        key = "line_penalty" if line.days_late else "line_penalty_old"
        values = {"days": dt.timedelta(line.days_late)} if line.days_late else {}
        said.append(writer.say(TEXTS[key], penalty=_money(view, line.penalty), **values))
    if line.late_fee:
        said.append(writer.say(TEXTS["line_fee"], fee=_money(view, line.late_fee)))
    return said


def _rule(writer: Writer, story: Story) -> str:
    if story.rule.daily_rate:
        return writer.say(TEXTS["rule_penalty"], rate=story.rule.daily_rate)
    if story.rule.late_fee:
        return writer.say(TEXTS["rule_fee"], fee=_money(story.view, story.rule.late_fee))
    return writer.say(TEXTS["rule_none"])


def _next_parts(writer: Writer, story: Story) -> list[str]:
    view = story.view
    if story.next_parts is None or view.next_due is None:
        return []
    principal, interest = story.next_parts
    return [
        writer.say(
            TEXTS["instalment_parts"],
            amount=_money(view, principal + interest),
            due=view.next_due,
            principal=_money(view, principal),
            interest=_money(view, interest),
        )
    ]


def _since(writer: Writer, story: Story) -> list[str]:
    change, view = story.change, story.view
    before, after = _money(view, change.before), _money(view, change.after)
    if not change.rows:
        return [writer.say(TEXTS["since_same"], start=change.start, before=before)]
    difference = _signed(writer, view, change.after - change.before)
    said = [writer.say(TEXTS["since"], start=change.start, before=before, after=after, difference=difference)]
    if len(change.rows) <= MANY:
        for row in change.rows:
            what, amount = _what(writer, story, row), _signed(writer, view, row.amount)
            said.append(writer.say(TEXTS["row"], on=row.on, what=what, amount=amount))
    else:
        for kind, total in _by_kind(change.rows).items():
            called = TEXTS["penalty_kind" if kind == "penalty" else kind]
            said.append(writer.say(TEXTS["grouped"], what=called, amount=_signed(writer, view, total)))
    if min(change.before, change.after) < 0:
        said.append(writer.say(TEXTS["minus"]))
    return said


def _what(writer: Writer, story: Story, row: ExplainRow) -> str:
    due = story.due_dates.get(row.k or 0)
    if row.kind == "penalty" and due:
        base = _money(story.view, row.base)
        return writer.say(TEXTS["penalty"], due=due, days=dt.timedelta(row.days), base=base, rate=row.daily_rate)
    if row.kind == "late_fee" and due:
        return writer.say(TEXTS["fee_for"], due=due)
    if row.kind == "penalty":
        return writer.say(TEXTS["penalty_kind"])
    return writer.say(TEXTS[row.kind])


def _signed(writer: Writer, view: LoanView, amount: int) -> str:
    if not amount:
        return writer.say(TEXTS["same"])
    return writer.say(TEXTS["more" if amount > 0 else "less"], amount=_money(view, abs(amount)))


def _by_kind(rows: Sequence[ExplainRow]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.kind] = sums.get(row.kind, 0) + row.amount
    return sums


def _card(writer: Writer, story: Story) -> Card:
    view, change = story.view, story.change
    rows = [
        Row(
            label=writer.say(TEXTS["card_row"], on=row.on, what=_what(writer, story, row)),
            value=_signed(writer, view, row.amount),
        )
        for row in change.rows
    ]
    title = writer.say(TEXTS["card"], loan=view.loan.reference, start=change.start, today=view.today)
    return Card(kind="charges", title=title, rows=tuple(rows))


def _in_steps(story: Story) -> bool:
    """A picture only where there is something to compare."""
    return sum(1 for row in story.change.rows if row.amount) >= 1 and story.change.before != 0


def _chart(writer: Writer, story: Story) -> Chart:
    view, change = story.view, story.change
    steps = [
        (TEXTS["penalty_kind" if kind == "penalty" else kind].in_language(writer.language), amount)
        for kind, amount in _by_kind(change.rows).items()
        if amount
    ]
    before, after = writer.show(_money(view, change.before)), writer.show(_money(view, change.after))
    title = writer.say(TEXTS["chart"], loan=view.loan.reference, start=change.start)
    description = writer.say(TEXTS["chart_says"], before=before, start=change.start, after=after)
    headings = (TEXTS["head_what"].in_language(writer.language), TEXTS["head_amount"].in_language(writer.language))
    return charts.waterfall(
        title,
        description,
        headings,
        (render.short_date(change.start, writer.language), before, change.before),
        [(label, _plus_minus(writer, view, amount), amount) for label, amount in steps],
        (render.short_date(view.today, writer.language), after, change.after),
    )


def _plus_minus(writer: Writer, view: LoanView, amount: int) -> str:
    return ("+" if amount > 0 else "−") + writer.show(_money(view, abs(amount)))


def _money(view: LoanView, minor: int) -> Money:
    return Money(minor, view.currency)
