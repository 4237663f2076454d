"""Replies for people to begin from, in both languages. A `{place}` is filled from the case; sums only ever come from there.

`Need` says what a place stands for: what the case knows fills itself in, what only the colleague knows is asked for, and a sum that
the account does not show makes the reply unusable instead of being typed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from words.model import Both, Language

TEXTS: dict[str, Both] = {
    "hello": Both(
        en="Hello {name}, this is {me}. I've read what you wrote, so you don't have to tell it again. I'd like to look for something "
        "that works for you.",
        zh="{name}，您好，我是{me}。您前面说的我都看过了，不用再重复。我们一起看看怎样安排对您合适。",
    ),
    "take_time": Both(
        en="Please take your time. I'm here, and there is no hurry with an answer.",
        zh="您慢慢来，我在这里，不用急着回答。",
    ),
    "what_happened": Both(
        en="That sounds hard. Would you like to tell me what has changed? Only as much as you want to.",
        zh="听起来很不容易。方便说说发生了什么变化吗？说多少都可以。",
    ),
    "overdue": Both(
        en="What is overdue today is {overdue}. That is the whole sum, and I can show you how it came about.",
        zh="截至今天，逾期金额是{overdue}，这是全部。每一笔怎么来的，我都可以给您看。",
    ),
    "next_payment": Both(
        en="The next payment is {next_amount} on {next_date}.", zh="下一期是{next_date}，金额{next_amount}。"
    ),
    "budget": Both(
        en="To see what fits, I need to know roughly what comes in each month and what you need to live on. Rough figures are enough.",
        zh="想找到合适的安排，我需要大概知道每个月有多少收入、生活要花多少。估算就可以。",
    ),
    "will_ask": Both(
        en="I'll ask about that and write to you here on {when}, whatever the answer is.",
        zh="这件事我去问，{when}会在这里回复您，不管结果如何。",
    ),
    "documents": Both(
        en="You can send {what} here as a photo or a PDF. If you don't have it, tell me, and we'll find another way.",
        zh="您可以在这里发{what}的照片或PDF。如果没有，告诉我，我们想别的办法。",
    ),
    "case_number": Both(
        en="I've kept that under the number {case}. You'll hear from us by {case_due}.",
        zh="已经登记，编号是{case}，最晚{case_due}答复您。",
    ),
    "free_advice": Both(
        en="There is free and independent debt advice that isn't us. Would you like the number?",
        zh="有免费、独立的债务咨询机构，和我们没有关系。需要联系方式吗？",
    ),
    "rights": Both(
        en="You may complain or dispute at any time. It costs nothing and is never held against you.",
        zh="您随时可以投诉或提出异议，不收费，也不会因此对您不利。",
    ),
    "goodbye": Both(
        en="Thank you for talking with me, {name}. The assistant goes on from here, and I'm one word away.",
        zh="谢谢您，{name}。接下来由自动助手继续，需要我的时候说一声就行。",
    ),
}

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "opening": ("hello", "take_time", "what_happened"),
    "account": ("overdue", "next_payment", "budget"),
    "next": ("will_ask", "documents", "case_number"),
    "help": ("free_advice", "rights"),
    "ending": ("goodbye",),
}
SUMS = frozenset({"overdue", "next_amount", "total_due"})
"""Places that only the account fills."""
PLACES = SUMS | {"name", "me", "next_date", "case", "case_due", "when", "what"}


@dataclass(frozen=True)
class Filled:
    """A reply with what is known put in. `missing` places are asked for; `unknown_sums` cannot be had."""

    text: str
    missing: tuple[str, ...]
    unknown_sums: tuple[str, ...]


def places(text: str) -> tuple[str, ...]:
    """The places of a text, each once."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put in what is known; the rest stays as it is and is named."""
    wanted = places(text)
    missing = tuple(name for name in wanted if not values.get(name) and name not in SUMS)
    unknown = tuple(name for name in wanted if not values.get(name) and name in SUMS)
    for name in wanted:
        if values.get(name):
            text = text.replace("{" + name + "}", values[name])
    return Filled(text, missing, unknown)


def reply(key: str, language: Language) -> str:
    return TEXTS[key].in_language(language)
