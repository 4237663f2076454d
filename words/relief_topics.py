"""First words on hardship, plans, promises and refusals. No blame, no threat, no promise that is not kept."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "heard": Both(
        en="Thank you for telling me. That sounds hard, and it happens to a great many people.",
        zh="谢谢您告诉我。这确实不容易，很多人都遇到过。",
    ),
    "explain_hardship": Both(
        en="I'm sorry that things are hard right now. Knowing it helps us to look for something you can manage.",
        zh="您现在不容易，我们理解。了解了这些，才好找一个您负担得起的办法。",
    ),
    "options_before": Both(
        en="There are several ways to get help, and asking early is the right thing to do.",
        zh="办法有好几种，早点来问是对的。",
    ),
    "ask_options": Both(
        en="There is more time, payments in smaller parts, a pause, and charges taken off. Which of them fits depends on "
        "your account and on what you can spare, so a person will look at it with care.",
        zh="可以宽限时间、分成小额慢慢还、暂停一段时间，也可能减免费用。哪种合适，要看您的账户和手头的余钱，所以会由同事仔细看过。",
    ),
    "request_extension": Both(
        en="You'd like more time. That is a fair thing to ask, and asking costs you nothing.",
        zh="您想晚一点还。这样的要求很合理，提出来不会产生任何费用。",
    ),
    "request_installments": Both(
        en="You'd like to pay in smaller parts. We want parts that leave you enough to live on.",
        zh="您想分几期慢慢还。我们希望每期的金额不影响您的正常生活。",
    ),
    "request_waiver": Both(
        en="You'd like charges to be taken off. I can't decide that myself, but a person can, and asking does you no harm.",
        zh="您想减免费用。这我没法自己决定，但同事可以，提出来对您没有坏处。",
    ),
    "request_settlement": Both(
        en="You'd like to close it with one payment. A person has to agree to that. Please pay nothing for it until you have the "
        "agreement in writing.",
        zh="您想用一笔钱结清。这需要同事确认。拿到书面确认之前，请先不要为此付款。",
    ),
    "promise_to_pay": Both(
        en="Thank you for saying when you mean to pay. If something comes in between, tell me early and we'll find another day.",
        zh="谢谢您告诉我打算什么时候还。要是有变化，早点跟我说，我们再换个日子。",
    ),
    "ask_plan_status": Both(
        en="I can't show the state of a plan in this chat yet, so a person will tell you where it stands.",
        zh="我现在还不能在这里显示方案的进展，会有同事告诉您。",
    ),
    "change_plan": Both(
        en="It's good that you say so early. A plan that has become too heavy can be looked at again.",
        zh="您早点说出来很好。方案负担太重的话，可以重新商量。",
    ),
    "refuse_to_pay": Both(
        en="I hear you, and I won't press you. If there is a reason behind it, such as a mistake, bad treatment, or simply no "
        "money, tell me and I'll pass it on.",
        zh="我明白了，不会逼您。如果有什么原因，比如弄错了、对待您的方式不好，或者就是没有钱，您可以告诉我，我会转达。",
    ),
    "not_now": Both(en="You don't have to decide anything now.", zh="您现在不用做任何决定。"),
    "wrong": Both(en="Something is wrong", zh="我觉得有错"),
    "treated": Both(en="I was treated badly", zh="对我的态度不好"),
    "no_money": Both(en="I have no money", zh="我没有钱"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def refusal_heard(language: Language) -> Message:
    """Says nothing about whether there is anything to pay."""
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS["refuse_to_pay"]),
        writer.say(TEXTS["not_now"]),
        buttons=[
            writer.button(TEXTS["wrong"], "/dispute_debt"),
            writer.button(TEXTS["treated"], "/complain"),
            writer.button(TEXTS["no_money"], "/explain_hardship"),
            writer.button(TEXTS["person"], "/request_human"),
        ],
    )
