"""Help, misunderstandings, repeating, languages: the talk about the talk. All of it neutral unless it says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from words import intents
from words.compose import Writer
from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    "help": Both(
        en="You can write in your own words. I can look at your account with you, explain payments and charges, help you "
        "pay, note that something is wrong, teach a little about money, and bring in a person at any time.",
        zh="您怎么说都行。我可以陪您看账户、解释付款和费用、帮您付款、记下有问题的地方、讲一点理财知识，也随时可以转人工。",
    ),
    "help_where": Both(en="Where shall we begin?", zh="我们从哪里开始？"),
    "help_known": Both(
        en="You can write in your own words. I can show what you owe and why, help you pay, look for help when paying is "
        "hard, note that something is wrong, teach a little about money, and bring in a person at any time.",
        zh="您怎么说都行。我可以告诉您欠多少、为什么是这个数，帮您付款，还款有困难时找办法，记下有问题的地方，"
        "讲一点理财知识，也随时可以转人工。",
    ),
    "did_you_mean": Both(
        en="I'm not sure I understood. Did you mean one of these?", zh="我不太确定您的意思。您是想说下面哪一个？"
    ),
    "did_you_mean_else": Both(
        en="If not, just say it in other words, or talk to a person.",
        zh="都不是的话，换个说法再告诉我，或者找人工客服。",
    ),
    "understood_nothing": Both(
        en="I'm sorry, I didn't understand that. Please say it in other words.",
        zh="抱歉，我没听懂。请换个说法再说一次。",
    ),
    "person_instead": Both(
        en="I'm sorry, I still don't understand, and I don't want to waste your time. I'm bringing in a person.",
        zh="抱歉，我还是没听懂，不想再耽误您的时间，我这就帮您转人工。",
    ),
    "not_understood_here": Both(en="I didn't understand that.", zh="这句我没听懂。"),
    "repeat": Both(en="Let me say it again more simply.", zh="我换个简单的说法。"),
    "nothing_to_repeat": Both(
        en="I'm sorry that I wasn't clear. Tell me which part puzzles you, in a word or two, or pick one of these.",
        zh="抱歉我没说清楚。请告诉我哪里不明白，说一两个字就行，或者从下面选一个。",
    ),
    "which_language": Both(
        en="I speak English and Chinese (中文). Which one would you like? If neither suits you, a person will look for a way to "
        "help you in your language.",
        zh="我会说中文和英文（English）。您想用哪一种？如果都不方便，人工客服会想办法用您的语言帮助您。",
    ),
    "now_in": Both(en="We'll go on in English.", zh="好的，我们用中文继续。"),
    "english": Both(en="English", zh="English"),
    "chinese": Both(en="中文", zh="中文"),
}

FIRST_CHOICES = ("check_balance", "make_payment", "ask_options", "learn_money", "request_human")
NEUTRAL_CHOICES = ("check_balance", "ask_legitimacy", "learn_money", "request_human")


def help_message(language: Language, *, known: bool) -> Message:
    """What we can do. To somebody who is not known nothing in it says that there is a debt."""
    writer = Writer(language)
    said = writer.say(TEXTS["help_known" if known else "help"])
    choices = FIRST_CHOICES if known else NEUTRAL_CHOICES
    return writer.message(said, writer.say(TEXTS["help_where"]), buttons=choose(writer, choices), discloses=known)


def choose(writer: Writer, names: Sequence[str]) -> list[Button]:
    """A button for each intent, called as a borrower would call it."""
    return [writer.button(intents.TEXTS[name], f"/{name}") for name in names]


def did_you_mean(language: Language, names: Sequence[str]) -> Message:
    """The likeliest intents as buttons; without any, please say it in other words."""
    writer = Writer(language)
    if not names:
        buttons = choose(writer, ("ask_help", "request_human"))
        return writer.message(writer.say(TEXTS["understood_nothing"]), buttons=buttons)
    buttons = choose(writer, names)
    if "request_human" not in names:
        buttons += choose(writer, ("request_human",))
    return writer.message(writer.say(TEXTS["did_you_mean"]), writer.say(TEXTS["did_you_mean_else"]), buttons=buttons)


def person_instead(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["person_instead"]))


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def nothing_to_repeat(language: Language, *, known: bool) -> Message:
    writer = Writer(language)
    choices = FIRST_CHOICES if known else NEUTRAL_CHOICES
    return writer.message(writer.say(TEXTS["nothing_to_repeat"]), buttons=choose(writer, choices), discloses=known)


def which_language(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS["which_language"]),
        buttons=[
            Button(TEXTS["english"].en, '/change_language{"language": "en"}'),
            Button(TEXTS["chinese"].zh, '/change_language{"language": "zh"}'),
            *choose(writer, ("request_human",)),
        ],
    )
