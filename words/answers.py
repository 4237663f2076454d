"""What is said to bare answers: a yes, a no, a figure, a cancel."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    "nothing_open_yes": Both(
        en="There's nothing waiting for a yes right now, so nothing has been done. What would you like to do?",
        zh="现在没有什么在等您确认，所以什么都没有办理。您想做什么呢？",
    ),
    "nothing_open_no": Both(
        en="All right. Nothing is going on at the moment, so there's nothing to stop.",
        zh="好的。现在没有正在办理的事，不需要停止什么。",
    ),
    "nothing_open_value": Both(
        en="I'm not sure what that is for, since I hadn't asked. What would you like to do?",
        zh="我刚才没有问问题，所以不确定这是指什么。您想办哪件事？",
    ),
    "clear_yes_needed": Both(
        en="I want to be sure before I do anything, so I need a clear yes or no.",
        zh="为了不弄错，办理之前我需要您明确说“是”或“不”。",
    ),
    "not_an_answer": Both(en="I couldn't find the answer in that.", zh="从这句话里我没看出答案。"),
    "other_question": Both(
        en="That button belonged to an earlier question, so I've done nothing. This is what I'm asking now:",
        zh="那个按钮是之前那个问题的，所以我什么都没有办理。现在问的是这个：",
    ),
    "ran_out": Both(
        en="That question was open for too long, so I closed it. Nothing has been done.",
        zh="那个问题放得太久，已经自动关闭，什么都没有办理。",
    ),
    "stopped": Both(
        en="All right, I've stopped that. Nothing has been changed.",
        zh="好的，已经停下来了，什么都没有改动。",
    ),
    "next": Both(en="Is there something else I can do?", zh="还需要我做什么吗？"),
    "once_more": Both(en="Start again", zh="重新开始"),
    "account": Both(en="See my account", zh="看看我的账户"),
    "help": Both(en="What can you do?", zh="你能做什么"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
    "yes": Both(en="Yes", zh="是"),
    "no": Both(en="No", zh="不"),
}


def ways_on(writer: Writer) -> list[Button]:
    """What can be done next, for somebody who does not know whether they are known yet: neutral."""
    return [
        writer.button(TEXTS["account"], "/check_balance"),
        writer.button(TEXTS["help"], "/ask_help"),
        writer.button(TEXTS["person"], "/request_human"),
    ]


def yes_or_no(writer: Writer, question_id: str) -> list[Button]:
    """Buttons that answer this one question and no other."""
    carried = f'{{"question": "{question_id}"}}'
    return [
        Button(TEXTS["yes"].in_language(writer.language), f"/affirm{carried}"),
        Button(TEXTS["no"].in_language(writer.language), f"/deny{carried}"),
    ]


def plain(key: str, language: Language) -> Message:
    """A line that stands before something else."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def with_ways_on(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=ways_on(writer))


def ran_out(language: Language, once_more: str | None) -> Message:
    writer = Writer(language)
    buttons = ways_on(writer)
    if once_more:
        buttons.insert(0, writer.button(TEXTS["once_more"], once_more))
    return writer.message(writer.say(TEXTS["ran_out"]), buttons=buttons)


def stopped(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["stopped"]), writer.say(TEXTS["next"]), buttons=ways_on(writer))
