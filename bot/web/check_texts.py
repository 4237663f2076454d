"""Words of the page at which a conversation is checked, in both languages."""

from __future__ import annotations

import datetime as dt

from words.compose import Writer
from words.model import Both, Language

TEXTS: dict[str, Both] = {
    "title": Both(en="Is this chat genuine?", zh="核实对话真伪"),
    "why": Both(
        en="Ask for the code in the chat (“is this genuine?”), and enter it here. You need not sign in, and nothing about you is shown.",
        zh="在对话里问一句“这是真的吗”，会得到一个识别码，填在这里。不用登录，也不会显示您的任何信息。",
    ),
    "label": Both(en="Code of the conversation", zh="对话识别码"),
    "hint": Both(en="Eight letters, such as KTRB-WNDF", zh="八个字母，例如KTRB-WNDF"),
    "check": Both(en="Check", zh="核实"),
    "yes": Both(
        en="Yes, this code belongs to a conversation with us. It began on {began}, and the last message came on {last}. If that isn't "
        "the conversation in front of you, somebody may have copied a code: tell us.",
        zh="是的，这个码属于和我们的一段对话，开始于{began}，最近一条消息在{last}。如果和您眼前的对话对不上，可能是有人抄了别人的码，请告诉我们。",
    ),
    "no": Both(
        en="We don't know this code. It may be older than two days, or mistyped. If somebody gave it to you as proof, don't trust them: "
        "press nothing, pay nothing, and show us the message.",
        zh="我们没有这个码。可能已经超过两天，或者输错了。如果是别人给您当作证明的，请不要相信：别点链接、别付款，把消息发给我们看。",
    ),
    "never_title": Both(en="What we never ask for", zh="我们从不会"),
    "never_1": Both(en="A password, a PIN, or a full card number.", zh="索要密码、支付密码或完整卡号。"),
    "never_2": Both(
        en="A one-time code by phone or by message. You enter it yourself in the chat.",
        zh="打电话或发消息向您要验证码。验证码只由您自己填在对话里。",
    ),
    "never_3": Both(
        en="Money to a private account, gift cards, or crypto.", zh="让您往私人账户转钱、买礼品卡或虚拟货币。"
    ),
    "never_4": Both(en="Remote access to your phone or computer.", zh="要求远程控制您的手机或电脑。"),
    "never_5": Both(
        en="Your family, friends or employer to pay, or to be told.", zh="让您的家人、朋友或单位替您付，或向他们透露。"
    ),
    "then_title": Both(en="A suspicious message?", zh="收到可疑消息怎么办？"),
    "then_1": Both(en="Don't press its links, and don't answer it.", zh="别点里面的链接，也别回复。"),
    "then_2": Both(en="Keep a picture of it and show it to us in the chat.", zh="截图留好，发到对话里给我们看。"),
    "then_3": Both(
        en="If you have paid or given a code already, call your bank at once, and then tell us.",
        zh="如果已经付了钱或给了验证码，请马上联系银行，再告诉我们。",
    ),
    "other_language": Both(en="中文", zh="English"),
}
NEVER = ("never_1", "never_2", "never_3", "never_4", "never_5")
THEN = ("then_1", "then_2", "then_3")


def verdict(language: Language, began: dt.datetime | None, last: dt.datetime | None) -> str:
    """What the page says about a code; without instants the code is not known. Both in the zone that is to be shown."""
    writer = Writer(language)
    if began is None or last is None:
        return writer.say(TEXTS["no"])
    return writer.say(TEXTS["yes"], began=began, last=last)
