"""What is owed, since when, and what comes next. Every line here shows an account, so every line `discloses`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from relief.accounts import AccountOverview
from relief.ledger import LoanView
from relief.money import Money
from words import charts
from words import format as render
from words.compose import Writer
from words.model import Both, Button, Card, Chart, Language, Message, Row

TEXTS: dict[str, Both] = {
    "no_loans": Both(
        en="There is no open loan on your account, so you owe us nothing.",
        zh="您名下没有未结清的贷款，不欠我们任何款项。",
    ),
    "several": Both(en="You have {count} loans with us.", zh="您在我们这里有{count}笔贷款。"),
    "on_loan": Both(en="Loan {loan}:", zh="贷款{loan}："),
    "late": Both(en="As of today, {total} is due: {parts}.", zh="到今天一共应还{total}，包括{parts}。"),
    "late_no_charges": Both(
        en="As of today, {total} is due, all of it overdue instalments; no late charges were added.",
        zh="到今天一共应还{total}，都是逾期的分期款，没有产生罚息或逾期费。",
    ),
    "with_overdue": Both(en="{amount} in overdue instalments", zh="逾期分期款{amount}"),
    "with_penalty": Both(en="{amount} in penalty interest", zh="罚息{amount}"),
    "with_fees": Both(en="{amount} in late fees", zh="逾期费{amount}"),
    "with_due_today": Both(en="{amount} that falls due today", zh="今天到期的{amount}"),
    "since": Both(
        en="The oldest open instalment was due on {since}; that is {days} ago.",
        zh="最早没还上的一期，还款日是{since}，到今天逾期{days}。",
    ),
    "due_today": Both(en="{amount} is due today.", zh="今天应还{amount}。"),
    "up_to_date": Both(en="You are up to date: nothing is overdue.", zh="您的还款都正常，没有逾期。"),
    "charges_only": Both(
        en="No instalment is overdue. From earlier, {total} of late charges is still open.",
        zh="没有逾期的分期款，只有之前产生的逾期费用{total}还没付。",
    ),
    "next": Both(en="The next instalment is {amount}, due on {date}.", zh="下一期应还{amount}，还款日是{date}。"),
    "left": Both(
        en="{principal} of the loan itself is still to be repaid over time.", zh="贷款本金还剩{principal}，按期慢慢还。"
    ),
    "paused": Both(
        en="Late charges are paused at the moment, so they don't grow.", zh="目前罚息和逾期费已暂停，不会再增加。"
    ),
    "how": Both(
        en="You can pay here through a secure page, all of it or a part.",
        zh="您可以在这里通过安全页面付款，全部或部分都行。",
    ),
    "hard": Both(
        en="If that is more than you can manage just now, tell me, and we'll look for something that fits.",
        zh="如果现在还起来有困难，请告诉我，我们一起想办法。",
    ),
    "held": Both(
        en="You don't have to pay anything while we look into what you told us.",
        zh="您说的情况正在处理，这段时间您不需要付款。",
    ),
    "due_next": Both(
        en="Your next payment, {amount}, is due on {date}; that is in {days}.",
        zh="下一次还款{amount}，还款日是{date}，还有{days}。",
    ),
    "due_next_today": Both(en="Your next payment, {amount}, is due today.", zh="下一次还款{amount}，就是今天。"),
    "not_late": Both(en="Nothing is late.", zh="目前没有逾期。"),
    "late_days": Both(
        en="The account is {days} late: the oldest open instalment was due on {since}.",
        zh="账户已逾期{days}：最早没还上的一期，还款日是{since}。",
    ),
    "to_catch_up": Both(en="{total} would bring it up to date today.", zh="今天还{total}就能全部补上。"),
    "no_next": Both(en="No further instalment is to come.", zh="后面没有要还的分期了。"),
    "simple_late": Both(
        en="In short: {total} is due now. The rest of the loan is not due yet.",
        zh="简单说：现在应还的一共是{total}，其余的还没到期。",
    ),
    "simple_fine": Both(en="In short: you owe nothing late.", zh="简单说：您没有逾期。"),
    "simple_next": Both(en="Next comes {amount} on {date}.", zh="下一次是{date}，还{amount}。"),
    "card_title": Both(en="Loan {loan} on {today}", zh="贷款{loan}（{today}）"),
    "row_total": Both(en="Due as of today", zh="到今天应还"),
    "row_overdue": Both(en="Overdue instalments", zh="逾期分期款"),
    "row_penalty": Both(en="Penalty interest", zh="罚息"),
    "row_fees": Both(en="Late fees", zh="逾期费"),
    "row_due_today": Both(en="Due today", zh="今天应还"),
    "row_since": Both(en="Oldest due date still open", zh="最早未还的还款日"),
    "row_days": Both(en="Days late", zh="逾期天数"),
    "row_next": Both(en="Next instalment", zh="下一期"),
    "row_next_due": Both(en="Due on", zh="还款日"),
    "row_principal": Both(en="Principal left", zh="剩余本金"),
    "chart_title": Both(en="What is open on loan {loan}", zh="贷款{loan}现在欠的是哪些"),
    "chart_part": Both(en="{label}: {amount}", zh="{label}：{amount}"),
    "part_principal": Both(en="Overdue principal", zh="逾期本金"),
    "part_interest": Both(en="Overdue interest", zh="逾期利息"),
    "head_what": Both(en="What", zh="项目"),
    "head_amount": Both(en="Amount", zh="金额"),
    "pay": Both(en="Pay now", zh="现在付款"),
    "why": Both(en="Why is it this much?", zh="为什么是这么多？"),
    "help": Both(en="Paying is hard right now", zh="我现在有困难"),
    "later": Both(en="I need more time", zh="我需要晚点还"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}


def balance(language: Language, account: AccountOverview, *, held: bool) -> list[Message]:
    """What is owed on each loan. `held`: something binds the account, so nobody is pointed to paying."""
    if not account.loans:
        return [_plain("no_loans", language)]
    messages: list[Message] = []
    if len(account.loans) > 1:
        writer = Writer(language)
        messages.append(writer.message(writer.say(TEXTS["several"], count=len(account.loans)), discloses=True))
    for at, view in enumerate(account.loans, start=1):
        last = at == len(account.loans)
        messages.append(
            _loan(language, view, alone=len(account.loans) == 1, account=account if last else None, held=held)
        )
    return messages


def due(language: Language, account: AccountOverview) -> Message:
    """When the next payment is due and how late the account is, loan by loan."""
    if not account.loans:
        return _plain("no_loans", language)
    writer = Writer(language)
    said: list[str] = []
    for view in account.loans:
        if len(account.loans) > 1:
            said.append(writer.say(TEXTS["on_loan"], loan=view.loan.reference))
        said += _lateness(writer, view)
        said.append(_next(writer, view))
    buttons = _ways_on(writer, account.loans, late=bool(account.late))
    return writer.message(*said, buttons=buttons, discloses=True)


def simply(language: Language, account: AccountOverview) -> Message:
    """The same in one or two short sentences a loan."""
    if not account.loans:
        return _plain("no_loans", language)
    writer = Writer(language)
    said: list[str] = []
    for view in account.loans:
        if len(account.loans) > 1:
            said.append(writer.say(TEXTS["on_loan"], loan=view.loan.reference))
        if view.total_due:
            said.append(writer.say(TEXTS["simple_late"], total=_money(view, view.total_due)))
        else:
            said.append(writer.say(TEXTS["simple_fine"]))
        if view.next_due:
            said.append(writer.say(TEXTS["simple_next"], amount=_money(view, view.next_amount), date=view.next_due))
    return writer.message(*said, buttons=_ways_on(writer, account.loans, late=bool(account.late)), discloses=True)


def oldest_open(view: LoanView) -> dt.date | None:
    """The due date of the oldest overdue instalment."""
    return min((line.due for line in view.lines if line.instalment and line.due < view.today), default=None)


def _loan(language: Language, view: LoanView, *, alone: bool, account: AccountOverview | None, held: bool) -> Message:
    writer = Writer(language)
    said = [] if alone else [writer.say(TEXTS["on_loan"], loan=view.loan.reference)]
    said += _owed(writer, view)
    if view.next_due:
        said.append(writer.say(TEXTS["next"], amount=_money(view, view.next_amount), date=view.next_due))
    said.append(writer.say(TEXTS["left"], principal=_money(view, view.principal_left)))
    if view.frozen and view.is_late:
        said.append(writer.say(TEXTS["paused"]))
    buttons: list[Button] = []
    if account is not None:
        due_anywhere = any(one.total_due for one in account.loans)
        if held:
            said.append(writer.say(TEXTS["held"]))
            buttons = [writer.button(TEXTS["person"], "/request_human")]
        else:
            if due_anywhere:
                said += [writer.say(TEXTS["how"]), writer.say(TEXTS["hard"])]
            buttons = _ways_on(writer, account.loans, late=due_anywhere)
    chart = _parts(writer, view)
    return writer.message(
        *said, cards=[_card(writer, view)], charts=[chart] if chart else [], buttons=buttons, discloses=True
    )


def _owed(writer: Writer, view: LoanView) -> list[str]:
    said: list[str] = []
    total = _money(view, view.total_due)
    if view.is_late:
        parts = _made_of(writer, view)
        if len(parts) > 1:
            said.append(writer.say(TEXTS["late"], total=total, parts=render.listing(parts, writer.language)))
        else:
            said.append(writer.say(TEXTS["late_no_charges"], total=total))
        since = oldest_open(view)
        if since:
            said.append(writer.say(TEXTS["since"], since=since, days=dt.timedelta(view.days_late)))
        return said
    if view.charges:
        said.append(writer.say(TEXTS["charges_only"], total=_money(view, view.charges)))
    else:
        said.append(writer.say(TEXTS["up_to_date"]))
    if view.due_today:
        said.append(writer.say(TEXTS["due_today"], amount=_money(view, view.due_today)))
    return said


def _made_of(writer: Writer, view: LoanView) -> list[str]:
    amounts = (
        ("with_overdue", view.overdue),
        ("with_penalty", view.penalty),
        ("with_fees", view.fees),
        ("with_due_today", view.due_today),
    )
    return [writer.say(TEXTS[key], amount=_money(view, amount)) for key, amount in amounts if amount]


def _lateness(writer: Writer, view: LoanView) -> list[str]:
    since = oldest_open(view)
    if not since:
        return [writer.say(TEXTS["not_late"])]
    return [
        writer.say(TEXTS["late_days"], days=dt.timedelta(view.days_late), since=since),
        writer.say(TEXTS["to_catch_up"], total=_money(view, view.total_due)),
    ]


def _next(writer: Writer, view: LoanView) -> str:
    if view.next_due is None:
        return writer.say(TEXTS["no_next"])
    amount = _money(view, view.next_amount)
    if view.next_due == view.today:
        return writer.say(TEXTS["due_next_today"], amount=amount)
    when = render.weekday_date(view.next_due, writer.language)
    return writer.say(TEXTS["due_next"], amount=amount, date=when, days=view.next_due - view.today)


def _card(writer: Writer, view: LoanView) -> Card:
    rows: list[Row] = []
    if view.total_due:
        rows.append(writer.row(TEXTS["row_total"], _money(view, view.total_due)))
    for key, amount in (
        ("row_overdue", view.overdue),
        ("row_penalty", view.penalty),
        ("row_fees", view.fees),
        ("row_due_today", view.due_today),
    ):
        if amount:
            rows.append(writer.row(TEXTS[key], _money(view, amount)))
    since = oldest_open(view)
    if since:
        rows.append(writer.row(TEXTS["row_since"], since))
        rows.append(writer.row(TEXTS["row_days"], dt.timedelta(view.days_late)))
    if view.next_due:
        rows.append(writer.row(TEXTS["row_next"], _money(view, view.next_amount)))
        rows.append(writer.row(TEXTS["row_next_due"], view.next_due))
    rows.append(writer.row(TEXTS["row_principal"], _money(view, view.principal_left)))
    title = writer.say(TEXTS["card_title"], loan=view.loan.reference, today=view.today)
    return Card(kind="balance", title=title, rows=tuple(rows))


def _parts(writer: Writer, view: LoanView) -> Chart | None:
    """What the open sum consists of; no chart where there is only one part."""
    amounts = (
        ("part_principal", view.overdue_principal),
        ("part_interest", view.overdue_interest),
        ("row_penalty", view.penalty),
        ("row_fees", view.fees),
        ("row_due_today", view.due_today),
    )
    parts = [
        charts.Bar(TEXTS[key].in_language(writer.language), writer.show(_money(view, amount)), amount)
        for key, amount in amounts
        if amount
    ]
    if len(parts) < 2:
        return None
    title = writer.say(TEXTS["chart_title"], loan=view.loan.reference)
    described = [writer.say(TEXTS["chart_part"], label=part.label, amount=part.written) for part in parts]
    description = render.listing(described, writer.language)
    headings = (TEXTS["head_what"].in_language(writer.language), TEXTS["head_amount"].in_language(writer.language))
    return charts.bars(title, description, headings, parts)


def _ways_on(writer: Writer, loans: Sequence[LoanView], *, late: bool) -> list[Button]:
    buttons = [writer.button(TEXTS["pay"], "/make_payment")] if loans else []
    if late:
        buttons.append(writer.button(TEXTS["why"], "/ask_charges"))
        buttons.append(writer.button(TEXTS["help"], "/explain_hardship"))
    else:
        buttons.append(writer.button(TEXTS["later"], "/request_extension"))
    buttons.append(writer.button(TEXTS["person"], "/request_human"))
    return buttons


def _money(view: LoanView, minor: int) -> Money:
    return Money(minor, view.currency)


def _plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), discloses=True)
