"""What is said when something goes to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from words.compose import Writer
from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    "case": Both(
        en="I've passed it to a person, under the number {number}. You'll hear from us by {due}, here in this chat.",
        zh="我已经交给同事跟进，编号是{number}。最晚{due}，会在这里回复您。",
    ),
    "person": Both(en="Talk to a person now", zh="现在就找人工客服"),
}


def case_opened(language: Language, lead: Both, number: str, due: dt.date, *, after: Sequence[Both] = ()) -> Message:
    """`lead` fits the topic; then the number to quote, the day by which a person answers, and the way to one now."""
    writer = Writer(language)
    paragraphs = [writer.say(lead), writer.say(TEXTS["case"], number=number, due=due)]
    paragraphs += [writer.say(phrase) for phrase in after]
    return writer.message(*paragraphs, buttons=[person(writer)])


def person(writer: Writer) -> Button:
    return writer.button(TEXTS["person"], "/request_human")
