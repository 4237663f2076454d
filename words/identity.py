"""What is said while a borrower shows who they are. Nothing here says that there is a debt, or that a record exists."""

from __future__ import annotations

import datetime as dt

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "why": Both(
        en="Anything personal is only for you, so I first need to make sure that it's you.",
        zh="涉及个人的信息只能告诉您本人，所以我先要确认是您。",
    ),
    "ask": Both(
        en="Please send me your account reference (or your phone number) and your date of birth. One message is fine.",
        zh="请把您的账户编号（或手机号）和出生日期发给我，一条消息里一起发就行。",
    ),
    "ask_birth": Both(
        en="Thank you. And your date of birth, please? For example 5 March 1992.",
        zh="谢谢。还请告诉我您的出生日期，例如1992年3月5日。",
    ),
    "ask_identifier": Both(
        en="Thank you. And your account reference or your phone number, please?",
        zh="谢谢。还请告诉我您的账户编号或手机号。",
    ),
    "code_sent": Both(
        en="Thank you. If these details match our records, a code of 6 digits is on its way to the phone or e-mail that we have "
        "for them. It works for 5 minutes. Please type it here.",
        zh="谢谢。如果这些信息与我们的记录一致，一个6位数的验证码会发到预留的手机或邮箱，5分钟内有效。请在这里输入。",
    ),
    "code_never_asked": Both(
        en="We only ever ask for it here. Never give it to anybody on the phone.",
        zh="我们只在这里需要它，请不要在电话里告诉任何人。",
    ),
    "code_again": Both(
        en="If your details match our records, a new code is on its way. Only the newest one works.",
        zh="如果信息与记录一致，新的验证码已经发出。只有最新的一个有效。",
    ),
    "code_wrong": Both(
        en="That code is not right. Please look at the newest message and try once more.",
        zh="这个验证码不对。请看一下最新收到的那条，再试一次。",
    ),
    "code_old": Both(
        en="That code is more than 5 minutes old, so it no longer works. I have sent for a new one.",
        zh="这个验证码已超过5分钟，失效了。我已重新发送一个。",
    ),
    "code_wait": Both(
        en="I'm waiting for the code of 6 digits. If none came, say “new code”; if the details were wrong, just send them again.",
        zh="我在等您的6位验证码。没收到请说“重新发送”；如果刚才的信息有误，直接再发一次就好。",
    ),
    "unreadable": Both(
        en="I couldn't read that as a reference, a phone number or a date. A reference has letters and digits, a date can be "
        "written like 5 March 1992. Could you send it again?",
        zh="这个我没认出是编号、手机号还是日期。编号由字母和数字组成，日期可以写成1992年3月5日。麻烦再发一次？",
    ),
    "one_reference": Both(
        en="There is more than one reference in that message. Please send just one of them, with your date of birth.",
        zh="这条消息里有不止一个编号。请只发其中一个，再加上您的出生日期。",
    ),
    "too_many_codes": Both(
        en="I've sent for several codes in a short time, so the next one has to wait until {until}. A code that already came "
        "still works for its 5 minutes. A person can help you sooner.",
        zh="短时间内已经多次发送验证码，下一个要等到{until}。已经收到的在5分钟内仍然有效。人工客服可以更早帮到您。",
    ),
    "already": Both(
        en="I already know that it's you; that code is used up.", zh="已经确认是您本人了，这个验证码已用过。"
    ),
    "already_here": Both(en="I already know that it's you.", zh="已经确认是您本人了。"),
    "link_birth": Both(
        en="Hello. You came here by a link that we sent. To be sure that it reached the right person, please tell me your date "
        "of birth, for example 5 March 1992.",
        zh="您好，您是从我们发的链接进来的。为了确认是您本人，请告诉我您的出生日期，例如1992年3月5日。",
    ),
    "birth_again": Both(
        en="Please tell me your date of birth, for example 5 March 1992. It shows me that the link reached the right person.",
        zh="请告诉我您的出生日期，例如1992年3月5日，这样我才能确认链接是您本人收到的。",
    ),
    "birth_wrong": Both(
        en="That isn't the date that I have for this link. Please check it and try once more, or a person can help you.",
        zh="这个日期和链接对不上。请核对后再试一次，也可以找人工客服。",
    ),
    "next": Both(en="What can I do for you?", zh="有什么可以帮您？"),
    "locked": Both(
        en="That was not right several times, so I have to stop checking until {until}. This protects you. Nothing has changed on "
        "any account. A person can help you sooner.",
        zh="多次不正确，为了保护您，{until}之前我不能再核对了。账户没有任何变化。人工客服可以更早帮到您。",
    ),
    "verified": Both(en="Thank you, {name}. I know that it's you now.", zh="谢谢，{name}，已经确认是您本人。"),
    "verified_plain": Both(en="Thank you. I know that it's you now.", zh="谢谢，已经确认是您本人。"),
    "which": Both(
        en="Thank you, that code is right. To be quite sure, I need one more thing: your account reference.",
        zh="谢谢，验证码正确。为了完全确认，还需要您的账户编号。",
    ),
    "link_old": Both(
        en="That link no longer works: it can be used once and only for a short time. You can also show who you are here.",
        zh="这个链接已失效：它只能用一次，而且时间很短。您也可以在这里直接验证身份。",
    ),
    "stopped": Both(en="All right, I've stopped checking who you are.", zh="好的，已停止身份验证。"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
    "resend": Both(en="New code", zh="重新发送"),
    "subject": Both(en="Your Evenkeel chat", zh="您的稳渡聊天"),
    "sms_code": Both(
        en="{code} is your code for the Evenkeel chat. It works for 5 minutes. Give it to nobody.",
        zh="{code}是您的稳渡聊天验证码，5分钟内有效，请勿告诉任何人。",
    ),
}

HANDOFF = "/request_human"


def _message(language: Language, *keys: str, person: bool = False, resend: bool = False) -> Message:
    writer = Writer(language)
    buttons = []
    if resend:
        buttons.append(writer.button(TEXTS["resend"], "identity:resend"))
    if person:
        buttons.append(writer.button(TEXTS["person"], HANDOFF))
    return writer.message(*(writer.say(TEXTS[key]) for key in keys), buttons=buttons)


def ask(language: Language) -> Message:
    return _message(language, "why", "ask")


def ask_again(language: Language) -> Message:
    return _message(language, "ask", person=True)


def ask_birth(language: Language) -> Message:
    return _message(language, "ask_birth")


def ask_identifier(language: Language) -> Message:
    return _message(language, "ask_identifier")


def which(language: Language) -> Message:
    return _message(language, "which", person=True)


def code_sent(language: Language) -> Message:
    return _message(language, "code_sent", "code_never_asked", resend=True)


def code_again(language: Language) -> Message:
    return _message(language, "code_again", resend=True, person=True)


def code_wrong(language: Language) -> Message:
    return _message(language, "code_wrong", resend=True, person=True)


def code_old(language: Language) -> Message:
    return _message(language, "code_old", person=True)


def code_wait(language: Language) -> Message:
    return _message(language, "code_wait", resend=True, person=True)


def link_old(language: Language) -> Message:
    return _message(language, "link_old")


def stopped(language: Language) -> Message:
    return _message(language, "stopped")


def unreadable(language: Language) -> Message:
    return _message(language, "unreadable", person=True)


def one_reference(language: Language) -> Message:
    return _message(language, "one_reference", person=True)


def already(language: Language) -> Message:
    return _message(language, "already", "next")


def already_here(language: Language) -> Message:
    """A second link, or a number that was shared, in a chat where it is known already who is there."""
    return _message(language, "already_here", "next")


def link_birth(language: Language) -> Message:
    return _message(language, "link_birth", person=True)


def birth_again(language: Language) -> Message:
    return _message(language, "birth_again", person=True)


def birth_wrong(language: Language) -> Message:
    return _message(language, "birth_wrong", person=True)


def verified(language: Language, name: str, *, ask: bool = False) -> Message:
    """`name` as the borrower is called in this language; without one, the line works too. `ask` when nothing waits."""
    writer = Writer(language)
    said = writer.say(TEXTS["verified"], name=name) if name else writer.say(TEXTS["verified_plain"])
    return writer.message(said, writer.say(TEXTS["next"]) if ask else "", discloses=bool(name))


def locked(language: Language, until: dt.datetime) -> Message:
    """`until` in the borrower's own zone; only the time of day is said."""
    return _until(language, "locked", until)


def too_many_codes(language: Language, until: dt.datetime) -> Message:
    return _until(language, "too_many_codes", until)


def _until(language: Language, key: str, until: dt.datetime) -> Message:
    writer = Writer(language)
    said = writer.say(TEXTS[key], until=f"{until:%H:%M}")
    return writer.message(said, buttons=[writer.button(TEXTS["person"], HANDOFF)])


def sms_code(language: Language, code: str) -> str:
    """The text of the SMS or e-mail that carries a one-time code. Names neither lender's product nor a debt."""
    return TEXTS["sms_code"].in_language(language).format(code=code)


def subject(text: str) -> str:
    """The subject line of a letter with this text, in its language. Says nothing that a stranger may not read."""
    chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    return TEXTS["subject"].in_language("zh" if chinese else "en")
