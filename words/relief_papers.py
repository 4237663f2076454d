"""Written copies: the plan on paper, the page around it, and the line in the chat that offers it."""

from __future__ import annotations

import datetime as dt

from words.compose import Writer
from words.model import Both, File, Language, Message

PRODUCTS: dict[str, Both] = {
    "CN-CONS": Both(en="Consumer loan", zh="消费贷款"),
    "CN-FLEX": Both(en="Flexible loan", zh="循环贷款"),
    "CN-FARM": Both(en="Farm loan", zh="农户贷款"),
    "IN-JLG": Both(en="Group loan", zh="联保贷款"),
    "IN-BIZ": Both(en="Business loan", zh="经营贷款"),
    "KE-DIGI": Both(en="Phone loan", zh="手机贷款"),
    "KE-BODA": Both(en="Motorcycle loan", zh="摩托车贷款"),
    "US-PL": Both(en="Personal loan", zh="个人贷款"),
    "US-CARD": Both(en="Card balance plan", zh="信用卡分期"),
    "other": Both(en="Loan", zh="贷款"),
}

TEXTS: dict[str, Both] = {
    **{f"product.{code.casefold()}": text for code, text in PRODUCTS.items()},
    # in the chat
    "offered": Both(
        en="Here it is in writing, to keep or to print: {url}\nThe link works until {until} and asks for your date of birth first. You "
        "can have it again at any time.",
        zh="书面版在这里，可以保存或打印：{url}\n链接在{until}前有效，打开时会先请您填写出生日期。以后随时可以再要。",
    ),
    "away": Both(
        en="I can't make the written copy here. A person can send it to you.",
        zh="现在没法生成书面版，可以请人工客服发给您。",
    ),
    "person": Both(en="Talk to a person", zh="找人工客服"),
    "file_plan": Both(en="Your plan (PDF)", zh="您的还款方案（PDF）"),
    # the page
    "page_title": Both(en="A document for you", zh="给您的文件"),
    "page_tools": Both(en="This document", zh="文件操作"),
    "page_pdf": Both(en="Save as PDF", zh="保存为PDF"),
    "page_gone": Both(
        en="It may be too old, or it was copied only in part. In the chat you can ask for the document again.",
        zh="链接可能已过期，或者没有复制完整。可以在聊天里重新索取这份文件。",
    ),
    "page_locked": Both(
        en="That was not right several times, so this page stops asking until {until}. In the chat, a person can help you.",
        zh="多次不正确，{until}之前这个页面不再接受填写。您可以在聊天里找人工客服。",
    ),
    # the plan on paper
    "name_plan": Both(en="Payment plan {number}", zh="还款方案{number}"),
    "plan_title": Both(en="Your payment plan", zh="您的还款方案"),
    "settlement_title": Both(en="Your settlement", zh="您的协商结清方案"),
    "for": Both(en="For", zh="借款人"),
    "loan": Both(en="Loan", zh="贷款"),
    "loan_ending": Both(en="{product}, reference ending in {ending}", zh="{product}，编号末尾{ending}"),
    "kind": Both(en="What was agreed", zh="约定内容"),
    "agreed": Both(en="Agreed on", zh="约定时间"),
    "approved": Both(en="Approved by a person on", zh="人工批准日期"),
    "number": Both(en="Agreement number", zh="方案编号"),
    "state": Both(en="State", zh="状态"),
    "state_accepted": Both(en="running", zh="进行中"),
    "state_kept": Both(en="completed on {day}", zh="{day}已完成"),
    "state_broken": Both(en="ended on {day}, since a payment did not come", zh="因有一期未还，{day}中断"),
    "state_replaced": Both(en="replaced by a newer plan on {day}", zh="{day}由新方案取代"),
    "state_cancelled": Both(en="cancelled on {day}", zh="{day}已取消"),
    "payments": Both(en="Payments", zh="还款安排"),
    "payments_beside": Both(
        en="These payments are for what was overdue. Your usual instalments go on beside them.",
        zh="以下是逾期部分的还款，正常的分期款照常另外还。",
    ),
    "payments_moved": Both(
        en="These are all the instalments of the loan from now on. Before the first of them nothing is due.",
        zh="以下是这笔贷款今后的全部分期。第一期之前不用还款。",
    ),
    "payments_close": Both(en="With this the whole debt is closed.", zh="付清后，全部欠款就此了结。"),
    "col_number": Both(en="No.", zh="期数"),
    "col_day": Both(en="Day", zh="日期"),
    "col_amount": Both(en="Amount", zh="金额"),
    "total": Both(en="In all", zh="合计"),
    "dropped": Both(en="What is dropped", zh="减免内容"),
    "dropped_penalty": Both(en="Penalty", zh="罚息"),
    "dropped_fees": Both(en="Late fees", zh="逾期费"),
    "dropped_interest": Both(en="Interest", zh="利息"),
    "dropped_principal": Both(en="Principal", zh="本金"),
    "dropped_nothing": Both(en="Nothing is dropped under this plan.", zh="本方案没有减免。"),
    "dropped_while_kept": Both(
        en="{amount} is dropped for as long as the plan is kept, and for good once it is completed.",
        zh="按方案还款期间免除{amount}；方案完成后永久免除。",
    ),
    "dropped_when_paid": Both(
        en="{amount} is forgiven for good on the day on which the last payment has arrived.",
        zh="最后一笔到账当天，{amount}永久免除。",
    ),
    "effects": Both(en="Interest, late charges, credit record", zh="利息、罚息和征信"),
    "interest": Both(en="Interest", zh="利息"),
    "penalty": Both(en="Late charges", zh="罚息和费用"),
    "credit": Both(en="Credit record", zh="征信"),
    "cost": Both(en="In all on the loan from the day of the agreement", zh="自约定之日起这笔贷款总共还"),
    "contract": Both(en="The same without the plan, paid as agreed", zh="没有方案、按原约定还"),
    "breaks": Both(en="What ends the plan", zh="什么情况下方案中断"),
    "breaks_when": Both(
        en="The plan ends when a payment, or part of it, has not come {grace} days after its day. We write to you before that.",
        zh="某一期（或其中一部分）到期{grace}天后仍未还，方案就会中断。在那之前我们会提醒您。",
    ),
    "breaks_gone": Both(
        en="The offer ends when the payment has not come by {day}. Then everything is as it was before; nothing is added for having tried.",
        zh="如果到{day}还没有付款，约定就失效，一切和之前一样，不会因此多收费用。",
    ),
    "breaks_restores": Both(
        en="Then exactly what was dropped comes back, {amount}, and nothing more. What you have paid counts in full.",
        zh="中断后只恢复之前减免的{amount}，不会多加。您已经还的全部算数。",
    ),
    "breaks_nothing": Both(
        en="Then what is left is due as before. Nothing is added for having tried, and what you have paid counts in full.",
        zh="中断后剩下的按原约定还。不会因此多收费用，您已经还的全部算数。",
    ),
    "change": Both(en="If it gets difficult", zh="遇到困难怎么办"),
    "change_how": Both(
        en="Tell us before the day of the payment: in the chat, write “I want to change my plan”. Changing it costs nothing and counts "
        "against nobody.",
        zh="请在还款日之前告诉我们：在聊天里说“我想改方案”。更改不收费，也不会对您不利。",
    ),
    "change_earlier": Both(
        en="You may pay earlier or more at any time, without any fee.", zh="您可以随时提前还或多还，不收费。"
    ),
    "ask": Both(en="Questions", zh="有疑问"),
    "ask_chat": Both(
        en="The chat answers day and night. Write “I want a person”, and a person takes over.",
        zh="聊天随时可用。说“我要人工”，就会有同事接手。",
    ),
    "ask_advice": Both(
        en="Free and independent debt advice can look at all your debts with you.",
        zh="您也可以找免费、中立的债务咨询，一起看看全部债务。",
    ),
    "ask_wrong": Both(
        en="If anything here is not what you agreed to, say so and nothing of it is held against you.",
        zh="如果这里写的和您同意的不一样，请告诉我们，不会对您不利。",
    ),
    "foot": Both(en="Made on {day}. Agreement number {number}.", zh="{day}生成，方案编号{number}。"),
}


def offered(language: Language, url: str, until: dt.datetime, files: tuple[File, ...]) -> Message:
    """The line with the link and the files. Says nothing of an account, but is only written to who may see it."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["offered"], url=url, until=until), files=files)


def away(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["away"]), buttons=[writer.button(TEXTS["person"], "/request_human")])
