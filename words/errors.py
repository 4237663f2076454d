"""What is said when something went wrong on our side."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "apology": Both(
        en="I'm sorry, something went wrong on our side and I could not finish that. Please try once more, or talk to a "
        "person. If you do, this number helps them: {error}.",
        zh="抱歉，我们这边出了点问题，刚才那一步没有完成。请再试一次，或者找人工客服，并告诉他们这个编号：{error}。",
    ),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}


def apology(language: Language, error: str) -> Message:
    """`error` is the id under which our log has the cause."""
    writer = Writer(language)
    said = writer.say(TEXTS["apology"], error=error)
    return writer.message(said, buttons=[writer.button(TEXTS["person"], "/request_human")])
