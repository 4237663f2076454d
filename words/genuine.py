"""Is this a scam? The code of a conversation, and where to check it."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "code": Both(
        en="The code of this conversation is {code}. Go to the lender's website yourself, not through a link that somebody sent you, and "
        "enter it under “Is this chat genuine?” ({url}). If the page knows the code, this is us.",
        zh="这段对话的识别码：{code}。请自己打开贷款机构官网的“核实对话真伪”（{url}）填写，不要点别人发的链接。官网认识这个码，说明对面是我们。",
    ),
}


def code(language: Language, letters: str, url: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["code"], code=letters, url=url))
