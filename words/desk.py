"""What a borrower hears when people take part: how long it is likely to take, who is there, what was agreed, two questions afterwards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from words.compose import Writer
from words.gateway import TEXTS as GATEWAY
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "minutes": Both(
        en="Going by who is waiting now, that is likely to take about {count} minutes.",
        zh="按现在排队的情况，大约需要{count}分钟。",
    ),
    "by": Both(en="Somebody will write by {when} at the latest.", zh="最晚{when}会有人回复您。"),
    "closed": Both(
        en="Our colleagues are back on {when}, by your clock, and will write to you here then. If you'd rather be called, "
        "press the button.",
        zh="同事们{when}（您当地时间）上班，到时会在这里回复您。如果希望我们打电话给您，请点下面的按钮。",
    ),
    "cancel": Both(en="I don't need a person after all", zh="不用转人工了"),
    "call_me": Both(en="Please call me back", zh="请给我回电话"),
    "cancelled": Both(
        en="All right, nobody will come then. I'm still here, and a person is always one word away.",
        zh="好的，那就不转人工了。我还在这里，需要的时候随时说一声就行。",
    ),
    "cancelled_too_late": Both(
        en="A colleague is here with you already. You can tell them.", zh="同事已经在为您服务了，可以直接告诉他们。"
    ),
    "still_looks_in": Both(
        en="A person will still look in on you, because you matter to us. You don't have to write anything.",
        zh="还是会有人来陪您说说话，因为我们在意您。您不用回复什么。",
    ),
    "call_back": Both(
        en="I've noted that you would like a call, under the number {number}. We will call by {due}. Please write here at "
        "which number and at what time of day it suits you.",
        zh="已经记下您希望我们回电话，编号是{number}，同事最晚{due}会打给您。请在这里写下方便的号码和时间段。",
    ),
    "nobody_waits": Both(en="That is settled already.", zh="这件事已经处理好了。"),
    "anger": Both(en="I can tell that this isn't helping you, and I'm sorry.", zh="看得出来我没能帮上忙，对不起。"),
    "person_here": Both(
        en="{name} from our team is here now and will answer you. I'll stay quiet meanwhile.",
        zh="{name}来为您服务了，接下来由同事回复您，我先不插话。",
    ),
    "pressed": Both(
        en="{name} is with you now, so I leave that button to them. They can see what you pressed and will go on from there.",
        zh="现在是{name}在为您服务，这个按钮我先不处理。同事看得到您点了什么，会接着跟您说。",
    ),
    "pressed_nobody_named": Both(
        en="A colleague is with you now, so I leave that button to them. They can see what you pressed and will go on from there.",
        zh="现在是同事在为您服务，这个按钮我先不处理。同事看得到您点了什么，会接着跟您说。",
    ),
    "handed_on": Both(
        en="{name} takes over here and can see everything that was said.",
        zh="接下来由{name}为您服务，之前的对话都能看到。",
    ),
    "waits_again": Both(
        en="My colleague had to step away. Somebody else will go on with you here; you won't have to repeat anything.",
        zh="刚才的同事有事离开了，会有其他同事在这里继续，您不用重复。",
    ),
    "handed_back": Both(en="I'm the automated assistant again.", zh="现在由我这个自动助手继续为您服务。"),
    "noted": Both(en="{name} noted: “{summary}”", zh="{name}记下了：“{summary}”"),
    "stands": Both(en="What you agreed stands:", zh="你们说好的都算数："),
    "promise": Both(en="{amount} by {date}, reference {reference}", zh="{date}前还{amount}，编号{reference}"),
    "what_else": Both(en="What else can I do for you?", zh="还有什么可以帮您？"),
    "closed_kindly": Both(
        en="This conversation is closed for now. If anything else comes up, just write here.",
        zh="这次对话先到这里。之后有任何事，直接在这里发消息就行。",
    ),
    "survey_solved": Both(
        en="May I ask two short questions? You can also leave them. First: did that settle what you came for?",
        zh="可以问您两个小问题吗？不想回答也没关系。第一个：您的问题解决了吗？",
    ),
    "survey_ease": Both(en="And how was it to talk with us?", zh="那和我们沟通的感觉怎么样？"),
    "survey_thanks": Both(en="Thank you, that helps us do better.", zh="谢谢，这能帮助我们做得更好。"),
    "survey_follow_up": Both(
        en="Thank you for telling us. A colleague will look at what went wrong, under the number {number}, and write to you here by {due}.",
        zh="谢谢您告诉我们。我们会查清楚哪里没做好，编号是{number}，最晚{due}在这里回复您。",
    ),
    "solved_yes": Both(en="Yes", zh="解决了"),
    "solved_partly": Both(en="Partly", zh="部分解决"),
    "solved_no": Both(en="No", zh="没有解决"),
    "ease_easy": Both(en="Easy", zh="很顺畅"),
    "ease_middling": Both(en="All right", zh="还可以"),
    "ease_hard": Both(en="Hard", zh="比较费劲"),
    "offer": Both(
        en="Here is what we can offer. Please look at it in your own time; nothing changes until you agree.",
        zh="这是我们可以提供的方案。请慢慢看，您同意之前什么都不会变。",
    ),
    "agree": Both(en="I agree to this", zh="我同意这个方案"),
    "agreed_already": Both(en="You have agreed to this already, and it stands.", zh="您之前已经同意了，方案有效。"),
    "offer_gone": Both(
        en="This offer no longer stands, because your account has changed since. My colleague can work it out again.",
        zh="账户情况有变化，这个方案已经不适用了。同事可以为您重新计算。",
    ),
    "offer_needs_person": Both(
        en="My colleague still has to have this approved. You'll hear here as soon as it is.",
        zh="这个方案还需要审批，一有结果就在这里告诉您。",
    ),
    "confirm_who": Both(
        en="My colleague would like to talk about your account. To protect your details, I first need to know that it's you.",
        zh="同事想和您谈谈账户的事。为了保护您的信息，需要先确认是您本人。",
    ),
}

SOLVED = ("yes", "partly", "no")
EASE = ("easy", "middling", "hard")


def payload(do: str, **values: str) -> str:
    """A button that the gateway itself carries out, whoever holds the conversation."""
    return "/desk" + json.dumps({"do": do, **values}, separators=(",", ":"))


def handed_over(
    language: Language,
    *,
    minutes: int | None = None,
    by: dt.datetime | None = None,
    opens: dt.datetime | None = None,
    may_cancel: bool = True,
    angry: bool = False,
) -> Message:
    """What happens now, and how long it is likely to take. Times carry the borrower's own zone."""
    writer = Writer(language)
    parts = [writer.say(TEXTS["anger"])] if angry else []
    parts.append(writer.say(GATEWAY["handed_over"]))
    if opens is not None:
        parts.append(writer.say(TEXTS["closed"], when=opens))
    elif minutes is not None:
        parts.append(writer.say(TEXTS["minutes"], count=minutes))
    elif by is not None:
        parts.append(writer.say(TEXTS["by"], when=by))
    buttons = [writer.button(TEXTS["call_me"], payload("call_back"))] if opens is not None else []
    if may_cancel:
        buttons.append(writer.button(TEXTS["cancel"], payload("cancel")))
    return writer.message(*parts, buttons=buttons)


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def call_back(language: Language, number: str, due: dt.date) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["call_back"], number=number, due=due))


def follow_up(language: Language, number: str, due: dt.date) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["survey_follow_up"], number=number, due=due))


def named(key: str, language: Language, name: str) -> Message:
    """A line with the name of a colleague in it."""
    writer = Writer(language)
    return writer.message(TEXTS[key].in_language(language).format(name=name))


def pressed_with_person(language: Language, name: str | None) -> Message:
    """A button that the assistant would have answered, pressed while a colleague holds the conversation."""
    return named("pressed", language, name) if name else plain("pressed_nobody_named", language)


def handed_back(language: Language, name: str, summary: str, agreed: Sequence[str], figures: Sequence[str]) -> Message:
    """The assistant is back, with what the colleague noted and what was agreed. The caller has checked the summary."""
    lines = [TEXTS["handed_back"].in_language(language)]
    if summary:
        lines.append(TEXTS["noted"].in_language(language).format(name=name, summary=summary))
    if agreed:
        lines.append(TEXTS["stands"].in_language(language))
        lines += [f"• {line}" for line in agreed]
    lines.append(TEXTS["what_else"].in_language(language))
    return Message(text="\n".join(lines), language=language, figures=tuple(figures), discloses=bool(agreed))


def survey(language: Language, handoff: str, question: str) -> Message:
    """One of the two questions; answers are words."""
    writer = Writer(language)
    answers = SOLVED if question == "solved" else EASE
    buttons = [
        writer.button(
            TEXTS[f"{question}_{answer}"], payload("survey", handoff=handoff, question=question, answer=answer)
        )
        for answer in answers
    ]
    return writer.message(writer.say(TEXTS[f"survey_{question}"]), buttons=buttons)
