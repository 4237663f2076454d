"""Paying: the link in the chat, the payment page, the sandbox, and what is said when money has arrived."""

from __future__ import annotations

import datetime as dt

from relief.money import Money
from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "link": Both(
        en="Here is your link to the payment page: {url}\nIt works until {until}. The page asks for your date of birth first, then you "
        "choose the amount. Please don't pass it on.",
        zh="这是您的付款链接：{url}\n{until}前有效。页面会先请您填写出生日期，然后选择金额。请不要转给别人。",
    ),
    "link_safe": Both(
        en="Your card or bank details are only entered on the payment provider's own page, never here.",
        zh="银行卡信息只在支付机构自己的页面上填写，不会出现在这里。",
    ),
    "no_loan": Both(
        en="I couldn't find that loan among yours, so I haven't made a payment link. Nothing has been paid.",
        zh="我在您名下没有找到这笔贷款，所以没有生成付款链接，也没有付任何款。",
    ),
    "paused": Both(
        en="Payments are paused for this account while a person looks at it, so there is no payment link now. You don't have to pay "
        "anything here today.",
        zh="这个账户正由同事处理，付款已暂停，所以现在没有付款链接。今天您不需要在这里付任何款。",
    ),
    "arrived": Both(
        en="Your payment of {amount} has arrived and is booked. Thank you.",
        zh="您付的{amount}已经到账入账，谢谢。",
    ),
    "differs": Both(
        en="You had chosen {chosen}; {amount} is what the payment provider reports, so that is what's booked.",
        zh="您当时选的是{chosen}，支付机构报来的是{amount}，所以按{amount}入账。",
    ),
    "still_due": Both(en="Still due now: {due}.", zh="目前还应付：{due}。"),
    "up_to_date": Both(
        en="Nothing is overdue now. The next instalment is {amount} on {date}.",
        zh="现在没有逾期了。下一期是{date}，{amount}。",
    ),
    "all_paid": Both(en="Nothing is due now.", zh="现在没有需要付的了。"),
    "arrived_plain": Both(
        en="Your payment has arrived. Thank you. There is nothing else you need to do now.",
        zh="您的付款已经到账，谢谢。现在您不需要再做什么。",
    ),
    "arrived_stranger": Both(
        en="Something that was started here has gone through. I'll show it once I know that it's you.",
        zh="之前在这里办的一件事已经完成。确认是您本人之后，我就给您看。",
    ),
    "button_person": Both(en="Talk to a person", zh="找人工客服"),
    "button_balance": Both(en="See where I stand", zh="看看现在的情况"),
    "button_history": Both(en="Show it", zh="给我看"),
    # The page
    "title": Both(en="Payment", zh="付款"),
    "other_language": Both(en="中文", zh="English"),
    "birth_title": Both(en="First, is it you?", zh="先确认一下是您本人"),
    "birth_why": Both(
        en="This link may have come into other hands, so the page shows nothing before that.",
        zh="链接可能被别人看到，所以确认之前页面不会显示任何信息。",
    ),
    "birth_label": Both(en="Your date of birth", zh="您的出生日期"),
    "birth_hint": Both(en="For example 5 March 1992", zh="例如1992年3月5日"),
    "go_on": Both(en="Go on", zh="继续"),
    "birth_unreadable": Both(
        en="I couldn't read that as a date. Please write it like 5 March 1992 or 1992-03-05.",
        zh="这个日期没认出来。请写成1992年3月5日或1992-03-05。",
    ),
    "birth_wrong": Both(
        en="That date doesn't fit this link. Please check it and try once more.",
        zh="这个日期和链接对不上，请核对后再试一次。",
    ),
    "birth_locked": Both(
        en="That was not right several times, so this page stops asking until {until}. Nothing has been paid. In the chat, a "
        "person can help you.",
        zh="多次不正确，{until}之前这个页面不再接受填写。没有付任何款。您可以在聊天里找人工客服。",
    ),
    "choose": Both(en="How much would you like to pay?", zh="您想付多少？"),
    "choose_why": Both(
        en="Any amount helps. Please keep what you need for food, rent and medicine.",
        zh="付多少都有帮助。请先留够吃饭、房租和看病的钱。",
    ),
    "overdue": Both(en="What is due now", zh="目前应付"),
    "next": Both(en="The next instalment, on {date}", zh="下一期({date})"),
    "full": Both(en="Everything that is left", zh="全部结清"),
    "own": Both(en="Another amount", zh="其他金额"),
    "own_label": Both(en="Amount in {unit}", zh="金额({unit})"),
    "own_hint": Both(en="For example {example}", zh="例如{example}"),
    "pay_on": Both(en="Go to the payment provider", zh="前往支付机构"),
    "after": Both(
        en="You enter card or bank details there, not here. When the money has arrived, I'll say so in the chat.",
        zh="银行卡信息在那边填写，不在这里。钱到账后，我会在聊天里告诉您。",
    ),
    "own_missing": Both(en="Please write how much you'd like to pay.", zh="请填写您想付的金额。"),
    "own_unreadable": Both(
        en="I couldn't read that amount. Please write digits only, such as {example}.",
        zh="这个金额没认出来。请只写数字，例如{example}。",
    ),
    "own_decimals": Both(
        en="That has more digits behind the point than {unit} has. Please write it like {example}.",
        zh="{unit}的小数点后面没有这么多位。请写成{example}这样。",
    ),
    "own_zero": Both(en="Please write an amount above zero.", zh="金额要大于零。"),
    "own_too_much": Both(
        en="That is more than everything that is left, which is {full}. Nothing has been paid.",
        zh="这比剩下的全部金额还多，全部是{full}。还没有付任何款。",
    ),
    "choice_missing": Both(en="Please choose one of the amounts.", zh="请选择一个金额。"),
    "session_over": Both(
        en="This page was open for a long time, so please start again here. Nothing has been paid.",
        zh="页面打开时间太久了，请从这里重新开始。还没有付任何款。",
    ),
    "gone_title": Both(en="This link no longer works", zh="这个链接已失效"),
    "gone": Both(
        en="Payment links only work for a short time. Nothing has been paid with it just now. Ask for a new one in the chat.",
        zh="付款链接只在短时间内有效。刚才没有通过它付任何款。请在聊天里要一个新的。",
    ),
    "done_title": Both(en="Your payment has arrived", zh="付款已到账"),
    "done": Both(
        en="It is booked, and the chat says so too. You can close this page.",
        zh="已经入账，聊天里也有说明。可以关闭这个页面了。",
    ),
    "waiting_title": Both(en="Waiting for the payment provider", zh="等待支付机构确认"),
    "waiting": Both(
        en="Once it confirms the payment, I'll say so in the chat. If you stopped on its page, nothing was taken.",
        zh="支付机构确认后，我会在聊天里告诉您。如果您在那边中途停下了，就没有扣款。",
    ),
    "look_again": Both(en="Look again", zh="再看一下"),
    "again": Both(en="Pay in another way or another amount", zh="换一种方式或金额"),
    "failed": Both(
        en="The payment did not go through, and nothing was taken. You can try again or leave it for now.",
        zh="付款没有成功，没有扣款。您可以再试一次，也可以先不付。",
    ),
    "cancelled": Both(
        en="You stopped the payment, and nothing was taken. You can choose again or leave it for now.",
        zh="您取消了付款，没有扣款。您可以重新选择，也可以先不付。",
    ),
    "paused_title": Both(en="No payment is needed here", zh="现在不需要在这里付款"),
    # The sandbox
    "sandbox_title": Both(en="Sandbox payment provider", zh="沙盒支付机构"),
    "sandbox_what": Both(
        en="This page stands for a payment provider. No money moves. Choose what should happen.",
        zh="这个页面代表支付机构，不会有真实扣款。请选择结果。",
    ),
    "sandbox_amount": Both(en="To pay", zh="应付"),
    "sandbox_succeed": Both(en="Pay", zh="付款"),
    "sandbox_fail": Both(en="Let it fail", zh="模拟失败"),
    "sandbox_cancel": Both(en="Cancel", zh="取消"),
    "sandbox_late": Both(
        en="The lender could not be told just now. Please press again: it counts once.",
        zh="刚才没能通知到贷款机构。请再按一次，只会算一次。",
    ),
}


def text(key: str, language: Language, **values: str) -> str:
    return TEXTS[key].in_language(language).format(**values)


def link(language: Language, url: str, until: dt.datetime) -> Message:
    """`until` in the borrower's own zone."""
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS["link"], url=url, until=f"{until:%H:%M}"), writer.say(TEXTS["link_safe"]), discloses=True
    )


def refused(language: Language, key: str) -> Message:
    """No link: `no_loan` or `paused`; a person is offered."""
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS[key]), buttons=[writer.button(TEXTS["button_person"], "/request_human")], discloses=True
    )


def arrived(
    language: Language,
    amount: Money,
    *,
    chosen: Money | None,
    due: Money | None,
    next_amount: Money | None,
    next_due: dt.date | None,
) -> Message:
    """For a borrower who is known: what was booked, and what that leaves. `chosen` when another amount was shown before."""
    writer = Writer(language)
    lines = [writer.say(TEXTS["arrived"], amount=amount)]
    if chosen is not None and chosen != amount:
        lines.append(writer.say(TEXTS["differs"], chosen=chosen, amount=amount))
    if due:
        lines.append(writer.say(TEXTS["still_due"], due=due))
    elif next_amount and next_due:
        lines.append(writer.say(TEXTS["up_to_date"], amount=next_amount, date=next_due))
    else:
        lines.append(writer.say(TEXTS["all_paid"]))
    return writer.message(*lines, buttons=[writer.button(TEXTS["button_balance"], "/check_balance")], discloses=True)


def arrived_plain(language: Language) -> Message:
    """Where nothing may be said about amounts: the account is protected."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["arrived_plain"]), discloses=True)


def arrived_stranger(language: Language) -> Message:
    """For a conversation that is not verified any more: nothing is shown, and how to see it."""
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS["arrived_stranger"]),
        buttons=[writer.button(TEXTS["button_history"], "/ask_payment_history")],
    )
