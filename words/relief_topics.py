"""First words on hardship, plans, promises and refusals. No blame, no threat, no promise that is not kept."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "heard": Both(
        en="Thank you for telling me. That sounds hard, and it happens to a great many people.",
        zh="谢谢您告诉我。这确实不容易，很多人都遇到过。",
    ),
    "options_before": Both(
        en="There are several ways to get help, and asking early is the right thing to do.",
        zh="办法有好几种，早点来问是对的。",
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
