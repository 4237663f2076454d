"""Past payments, payments that somebody says they made, and paying now. What shows an account `discloses`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from relief.ledger import LoanView
from relief.money import Money
from words.answers import yes_or_no
from words.compose import Writer
from words.model import Both, Button, Card, Language, Message, Row

TEXTS: dict[str, Both] = {
    "none": Both(en="I can't see any payment on your account yet.", zh="您的账户上还没有还款记录。"),
    "latest": Both(
        en="The last payment that reached us was {amount} on {date}.", zh="最近一次到账的还款是{date}的{amount}。"
    ),
    "listed": Both(en="These are the latest ones:", zh="最近的还款记录："),
    "item": Both(en="• {date}: {amount}, {how}", zh="• {date}：{amount}，{how}"),
    "item_back": Both(en="• {date}: {amount} was taken back, {how}", zh="• {date}：{amount}被退回，{how}"),
    "card": Both(en="Payments up to {today}", zh="截至{today}的还款"),
    "row_payment": Both(en="{date}, loan {loan}", zh="{date}，贷款{loan}"),
    "row_back": Both(en="{date}, loan {loan}, taken back", zh="{date}，贷款{loan}，退回"),
    "missing": Both(en="One of mine is missing", zh="我有一笔没显示"),
    "found": Both(
        en="Yes, it has arrived: {amount} on {date}, {how}. Thank you.", zh="收到了：{date}，{amount}，{how}。谢谢您。"
    ),
    "found_pending": Both(
        en="Your payment of {amount} on {date} has arrived, but it is not booked yet. No late charge should come from that. "
        "A person will see to it under the number {number}, by {due}.",
        zh="您{date}的{amount}已经收到，但还没有入账。不该因此产生罚息或逾期费。同事会处理，编号{number}，最晚{due}完成。",
    ),
    "now_fine": Both(en="Nothing is overdue now.", zh="现在没有逾期。"),
    "still_open": Both(en="What is still open is {total}.", zh="现在还差{total}。"),
    "is_it": Both(
        en="The last payment that I can see is {amount} on {date}. Is that the one you mean?",
        zh="我看到的最近一笔是{date}的{amount}。您说的是这一笔吗？",
    ),
    "details": Both(
        en="Thank you for telling me. How much was it, and on which day did you pay? Then I can look for it.",
        zh="谢谢您告诉我。是多少钱、哪天付的？我来查一下。",
    ),
    "not_found": Both(
        en="I can't see that payment yet. Some ways of paying take a few working days. I've asked a person to look for it, under "
        "the number {number}; you'll hear from us here by {due}.",
        zh="我暂时没查到这笔还款，有些付款方式要几个工作日才到账。我已请同事查找，编号是{number}，最晚{due}会在这里回复您。",
    ),
    "receipt": Both(
        en="If you have a receipt, you can send a photo or a PDF of it here. You don't need to pay again.",
        zh="如果有付款凭证，可以把照片或PDF发到这里。您不用再付一次。",
    ),
    "which_loan": Both(en="Which loan is the payment for?", zh="这次要还哪一笔贷款？"),
    "loan_late": Both(en="{at}. loan {loan}: {total} is open today", zh="{at}. 贷款{loan}：今天欠{total}"),
    "loan_fine": Both(en="{at}. loan {loan}: nothing is overdue", zh="{at}. 贷款{loan}：没有逾期"),
    "loan_button": Both(en="Loan {loan}", zh="贷款{loan}"),
    "pay_late": Both(
        en="{total} brings loan {loan} up to date today. On the page you can pay that, only the overdue instalments, or an amount "
        "of your own.",
        zh="今天还{total}，贷款{loan}就全部补上了。在付款页面上可以还这个数、只还逾期的分期款，或者自己填金额。",
    ),
    "pay_next": Both(
        en="Nothing is overdue on loan {loan}. The next instalment is {amount}, due on {date}; you can pay it now if you like.",
        zh="贷款{loan}没有逾期。下一期是{date}的{amount}，您愿意的话可以现在就还。",
    ),
    "pay_fine": Both(en="Nothing is to be paid on loan {loan} right now.", zh="贷款{loan}现在没有要还的。"),
    "pay_amount": Both(en="All right: {amount} for loan {loan}.", zh="好的，为贷款{loan}还{amount}。"),
    "only_there": Both(
        en="Please pay only on that page, and never type a card number into this chat.",
        zh="请只在那个页面付款，不要在聊天里输入银行卡号。",
    ),
    "too_much": Both(
        en="{amount} is more than the {left} that is left on loan {loan}. Shall I take {left} instead?",
        zh="{amount}超过了贷款{loan}剩余的{left}。要改成{left}吗？",
    ),
    "not_an_amount": Both(
        en="I can't take that as an amount to pay. Please write it again as a figure above zero, such as the overdue amount.",
        zh="这个金额我没法用。请重新写一个大于零的数字，比如逾期金额。",
    ),
    "other_currency": Both(
        en="Loan {loan} is in {currency}, so I can't take another currency. Please tell me the amount in {currency}.",
        zh="贷款{loan}的币种是{currency}，不能用别的币种还。请告诉我{currency}的金额。",
    ),
    "no_loans": Both(
        en="There is no open loan on your account, so there is nothing to pay.",
        zh="您名下没有未结清的贷款，不需要付款。",
    ),
    "held": Both(
        en="You don't have to pay anything while we look into what you told us. If you'd like to pay all the same, a person will "
        "help you.",
        zh="您说的情况正在处理，这段时间您不需要付款。如果还是想付，可以找人工客服。",
    ),
    "by_bank_transfer": Both(en="by bank transfer", zh="银行转账"),
    "by_card": Both(en="by card", zh="银行卡"),
    "by_wallet": Both(en="by mobile money", zh="手机支付"),
    "by_page": Both(en="through our payment page", zh="付款页面"),
    "by_debit": Both(en="by direct debit", zh="自动扣款"),
    "by_cash": Both(en="in cash", zh="现金"),
    "by_other": Both(en="received by us", zh="已到账"),
    "account": Both(en="See my account", zh="看看我的账户"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}

_HOW = {
    "transfer": "by_bank_transfer",
    "bank": "by_bank_transfer",
    "bank_transfer": "by_bank_transfer",
    "upi": "by_wallet",
    "mpesa": "by_wallet",
    "wechat": "by_wallet",
    "alipay": "by_wallet",
    "wallet": "by_wallet",
    "card": "by_card",
    "page": "by_page",
    "sandbox": "by_page",
    "link": "by_page",
    "debit": "by_debit",
    "direct_debit": "by_debit",
    "ach": "by_debit",
    "cash": "by_cash",
}


@dataclass(frozen=True)
class Paid:
    """A payment as it is told: on the borrower's local `day`. `back`: it was taken back on that day."""

    day: dt.date
    amount: Money
    channel: str
    loan: str
    back: bool = False


def history(language: Language, today: dt.date, payments: Sequence[Paid]) -> Message:
    """The latest payments, the newest first; taken-back ones are named as such."""
    writer = Writer(language)
    if not payments:
        buttons = [writer.button(TEXTS["missing"], "/report_payment"), _person(writer)]
        return writer.message(writer.say(TEXTS["none"]), buttons=buttons, discloses=True)
    said = []
    latest = next((paid for paid in payments if not paid.back), None)
    if latest:
        said.append(writer.say(TEXTS["latest"], amount=latest.amount, date=latest.day))
    if len(payments) > 1:
        said.append(writer.say(TEXTS["listed"]))
        for paid in payments:
            key = "item_back" if paid.back else "item"
            said.append(writer.say(TEXTS[key], date=paid.day, amount=paid.amount, how=_how(paid.channel)))
    rows = [
        Row(
            label=writer.say(TEXTS["row_back" if paid.back else "row_payment"], date=paid.day, loan=paid.loan),
            value=writer.show(-paid.amount if paid.back else paid.amount),
        )
        for paid in payments
    ]
    card = Card(kind="payments", title=writer.say(TEXTS["card"], today=today), rows=tuple(rows))
    buttons = [writer.button(TEXTS["missing"], "/report_payment"), _account(writer), _person(writer)]
    return writer.message(*said, cards=[card], buttons=buttons, discloses=True)


def found(language: Language, paid: Paid, total_due: Money) -> Message:
    """The payment that the borrower means has arrived; then what is left to do, if anything."""
    writer = Writer(language)
    said = [writer.say(TEXTS["found"], amount=paid.amount, date=paid.day, how=_how(paid.channel))]
    said.append(writer.say(TEXTS["still_open"], total=total_due) if total_due else writer.say(TEXTS["now_fine"]))
    return writer.message(*said, buttons=[_account(writer), _person(writer)], discloses=True)


def found_pending(language: Language, paid: Paid, number: str, due: dt.date) -> Message:
    """It arrived but is not booked yet: a person books it."""
    writer = Writer(language)
    said = writer.say(TEXTS["found_pending"], amount=paid.amount, date=paid.day, number=number, due=due)
    return writer.message(said, buttons=[_person(writer)], discloses=True)


def is_it(language: Language, paid: Paid, question_id: str) -> Message:
    writer = Writer(language)
    said = writer.say(TEXTS["is_it"], amount=paid.amount, date=paid.day)
    return writer.message(said, buttons=[*yes_or_no(writer, question_id), _person(writer)], discloses=True)


def details(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["details"]), buttons=[_person(writer)])


def not_found(language: Language, number: str, due: dt.date) -> Message:
    writer = Writer(language)
    said = writer.say(TEXTS["not_found"], number=number, due=due)
    return writer.message(said, writer.say(TEXTS["receipt"]), buttons=[_person(writer)], discloses=True)


def which_loan(language: Language, loans: Sequence[tuple[str, Money]], question_id: str) -> Message:
    """`loans` are (reference, what is open today)."""
    writer = Writer(language)
    said = [writer.say(TEXTS["which_loan"])]
    buttons: list[Button] = []
    for at, (reference, total) in enumerate(loans, start=1):
        key = "loan_late" if total else "loan_fine"
        said.append(writer.say(TEXTS[key], at=at, loan=reference, **({"total": total} if total else {})))
        carried = f'{{"ordinal": "{at}", "question": "{question_id}"}}'
        buttons.append(writer.button(TEXTS["loan_button"], f"/inform{carried}", loan=reference))
    return writer.message(*said, buttons=[*buttons, _person(writer)], discloses=True)


def before_link(language: Language, view: LoanView, amount: Money | None) -> Message:
    """What the link that follows is for. `amount` None: the choice is made on the page."""
    writer = Writer(language)
    loan = view.loan.reference
    if amount is not None:
        said = writer.say(TEXTS["pay_amount"], amount=amount, loan=loan)
    elif view.total_due:
        said = writer.say(TEXTS["pay_late"], total=Money(view.total_due, view.currency), loan=loan)
    elif view.next_due:
        amount_next = Money(view.next_amount, view.currency)
        said = writer.say(TEXTS["pay_next"], loan=loan, amount=amount_next, date=view.next_due)
    else:
        said = writer.say(TEXTS["pay_fine"], loan=loan)
    return writer.message(said, writer.say(TEXTS["only_there"]), discloses=True)


def too_much(language: Language, loan: str, amount: Money, left: Money, question_id: str) -> Message:
    writer = Writer(language)
    said = writer.say(TEXTS["too_much"], amount=amount, loan=loan, left=left)
    return writer.message(said, buttons=[*yes_or_no(writer, question_id), _person(writer)], discloses=True)


def other_currency(language: Language, loan: str, currency: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["other_currency"], loan=loan, currency=currency), discloses=True)


def not_an_amount(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["not_an_amount"]), buttons=[_person(writer)])


def nothing_to_pay(language: Language, *, held: bool = False) -> Message:
    writer = Writer(language)
    said = writer.say(TEXTS["held" if held else "no_loans"])
    return writer.message(said, buttons=[_person(writer)], discloses=True)


def _how(channel: str) -> Both:
    return TEXTS[_HOW.get(channel.casefold(), "by_other")]


def _account(writer: Writer) -> Button:
    return writer.button(TEXTS["account"], "/check_balance")


def _person(writer: Writer) -> Button:
    return writer.button(TEXTS["person"], "/request_human")
