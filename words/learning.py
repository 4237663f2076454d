"""Short, honest first answers about money; lessons in small steps; questions and what is said to an answer; offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from relief.learning.model import Answer, Item, Lesson, Library, Text
from words import format as render
from words.answers import yes_or_no
from words.compose import Value, Writer
from words.lessons import fill, plain_fact
from words.model import Both, Button, Language, Message

OWN_EXAMPLES = frozenset({"interest", "order", "savings"})
"""Lessons that can be shown with the borrower's own loans."""

TEXTS: dict[str, Both] = {
    "comes_later": Both(
        en="The lesson comes to that. For now any answer will do, also “I don't know”.",
        zh="后面会讲到。现在怎么答都行，说“不知道”也可以。",
    ),
    "own_after": Both(
        en="What it is on your own loan, day by day, I can show after a short check of who you are.",
        zh="您自己那笔每天是多少，核对一下身份就能看。",
    ),
    "own_figures": Both(en="Show my own figures", zh="看我自己的数字"),
    "learn_money": Both(
        en="Good that you want to know more. The parts that help most people are a budget, how interest works, credit records, "
        "a small safety fund, which debt comes first, and how to spot a scam. Which one interests you?",
        zh="想多了解一点是好事。对大多数人最有用的是：做预算、利息怎么算、征信、应急储备金、先还哪一笔，以及怎么识别骗局。您想先看哪个？",
    ),
    "learn_budgeting": Both(
        en="A budget begins with the money that really comes in. Take off rent, food, power and other things you cannot do without; "
        "spread bills that come once a year over the months. What is left shows what you can spare. If nothing is left, "
        "that is no failure: it is the reason to ask for help.",
        zh="做预算从真正到手的钱开始。减去房租、吃饭、水电这些必要支出，一年一次的账单摊到每个月。剩下的就是能动用的钱。"
        "如果没有剩余，这不是失败，而是该求助的信号。",
    ),
    "learn_credit": Both(
        en="A credit record shows what was borrowed and how it was paid back, late payments too. True entries fade with time after "
        "things are put right; wrong ones are corrected free of charge when you object. Nobody can delete true entries for a "
        "fee, whatever they promise. You can ask the credit bureau for your own report.",
        zh="征信记录的是借过什么、怎么还的，也包括逾期。真实的记录在还清之后会随时间消除，错误的可以免费提异议更正。"
        "没有人能花钱删掉真实记录，不管怎么承诺。您可以向征信机构查询自己的报告。",
    ),
    "learn_interest": Both(
        en="Interest is the price of borrowed money: the amount, times the rate, times the time. Penalty interest is extra, and only "
        "for the part that is late. To compare offers, look at the yearly rate with all costs in it.",
        zh="利息是借钱的价格：金额乘以利率，再乘以时间。罚息是额外的，只针对逾期的那部分。比较不同的产品，要看包含所有费用的年化综合成本。",
    ),
    "learn_saving": Both(
        en="Start very small: the first goal is one repair or one doctor's visit, not months of wages. Put it aside on pay-day, before "
        "other spending, where you can reach it but don't see it every day. Rent, power and food come first.",
        zh="从很小的数目开始：第一个目标是一次维修或一次看病的钱，不用一下子存几个月的工资。发工资当天先存，放在随时能取、"
        "又不会天天看到的地方。房租、水电和吃饭要排在前面。",
    ),
    "learn_debt_priority": Both(
        en="First comes what hurts most if it isn't paid: home, power, tax, maintenance. After that, keep up the smallest amounts that "
        "are asked everywhere, and put what is left on the debt with the highest rate. Borrowing to repay usually makes it "
        "dearer. Ask each lender for relief before you choose.",
        zh="先付不付后果最严重的：住房、水电、税、抚养费。其他的都先付最低要求，余下的钱用来还利率最高的那笔。"
        "以贷养贷往往越还越多。选择之前，先向每家机构问问有没有帮扶。",
    ),
    "learn_scams": Both(
        en="Be wary of anybody who wants a fee first, promises success, tells you to stop talking to your lender, or asks for your "
        "documents, card or codes. You can get the same help from us free of charge, and from charities and public advice "
        "lines.",
        zh="先收费、包成功、让您别跟贷款机构联系，或者要您的证件、银行卡、验证码的，都要当心。同样的帮助我们免费提供，公益机构和官方热线也可以免费咨询。",
    ),
    "go_on": Both(en="Go on", zh="下一步"),
    "why": Both(en="Why?", zh="为什么"),
    "example": Both(en="An example", zh="举个例子"),
    "later": Both(en="Later", zh="以后再说"),
    "again": Both(en="From the beginning", zh="从头开始"),
    "mine": Both(en="With my own figures", zh="用我自己的数字"),
    "menu": Both(en="Other lessons", zh="看看别的课"),
    "workshop": Both(en="My own budget", zh="我的预算"),
    "start": Both(en="Start the lesson", zh="开始学"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
    "step": Both(en="{title}, {n} of {all}", zh="{title}（第{n}步，共{all}步）"),
    "before": Both(
        en="{title}: about {minutes}, with a break whenever you like. One question first, just to see what you know already. "
        "There is no wrong answer here.",
        zh="{title}：大约{minutes}，随时可以停。先问一个小问题，只是看看您了解多少，答什么都行。",
    ),
    "thanks": Both(en="Thank you. We'll come back to it at the end.", zh="谢谢，最后我们再看一次。"),
    "quiz": Both(en="A question on that:", zh="来一道小题："),
    "after": Both(en="And the question from the beginning again:", zh="再看一次开头的问题："),
    "dont_know": Both(en="I don't know", zh="不知道"),
    "right": Both(en="Yes, that's it.", zh="对，就是这样。"),
    "wrong": Both(en="Not quite.", zh="不太对。"),
    "try_again": Both(en="Have another look:", zh="再看一眼："),
    "right_is": Both(en="It is: {choice}.", zh="答案是：{choice}。"),
    "source": Both(en="Source: {source}, as of {date}.", zh="来源：{source}，截至{date}。"),
    "source_unchecked": Both(
        en="Source: {source}, as of {date}, not yet verified.", zh="来源：{source}，截至{date}，尚未核实原文。"
    ),
    "shall_we": Both(
        en="Shall we go on with “{title}”, {n} of {all}?", zh="接着学“{title}”吗？现在是第{n}步，共{all}步。"
    ),
    "kept": Both(
        en="All right. I've kept your place in “{title}”. Say “go on” whenever you like, on another day or in another language too.",
        zh="好的，“{title}”学到哪里我记下了。什么时候想继续，说“继续”就行，换一天、换种语言都可以。",
    ),
    "back": Both(en="We go on where we stopped.", zh="我们接着上次的往下。"),
    "free_question": Both(
        en="That goes beyond this lesson, and I don't want to guess. A person can answer it. Shall we go on here meanwhile?",
        zh="这个问题超出了这节课，我不想乱猜，可以请人工客服回答。我们先接着往下？",
    ),
    "done": Both(
        en="That was “{title}”. You had {right} of {all} right at the first try.",
        zh="“{title}”学完了，{all}道题里第一次就答对了{right}道。",
    ),
    "done_new": Both(
        en="And the question from the beginning is clear now, which is what it's for.",
        zh="开头那道题现在也清楚了，这就够了。",
    ),
    "mistakes": Both(en="What many people believe, and how it is:", zh="很多人以为的，和实际的："),
    "mistake": Both(en="“{believed}” {really}", zh="“{believed}”{really}"),
    "invite": Both(
        en="There is a short lesson on {invite}. Would you like it? It takes about {minutes}, and nothing depends on it.",
        zh="有一节小课，讲{invite}，大约{minutes}，学不学都不影响别的。想看看吗？",
    ),
    "invite_plan": Both(
        en="If you like: while you wait for the first payment, there is a short lesson on {invite}. About {minutes}, and nothing depends on it.",
        zh="如果愿意：第一期之前，有一节小课讲{invite}，大约{minutes}，学不学都不影响方案。",
    ),
    "declined": Both(
        en="All right, I won't ask again. You can always say “lessons”.",
        zh="好的，我不会再问。想学的时候说“课程”就行。",
    ),
    "later_then": Both(en="All right. Say “lessons” whenever you like.", zh="好的，想学的时候说“课程”就行。"),
    "menu_lead": Both(en="These are the short lessons. Which one?", zh="有这些小课，想看哪一个？"),
    "menu_line": Both(en="{title} ({minutes})", zh="{title}（{minutes}）"),
    "menu_open": Both(en="{title}: go on at {n} of {all}", zh="{title}：从第{n}步继续，共{all}步"),
    "menu_done": Both(en="{title} (done)", zh="{title}（已学完）"),
    "repeat": Both(
        en="May I send you one question on this in a week, to keep it fresh? Only if you like.",
        zh="一周后我可以发一道小题帮您复习吗？您愿意才发。",
    ),
    "repeat_yes": Both(en="Gladly. You can stop it at any time.", zh="好的，随时可以取消。"),
    "repeat_no": Both(en="All right, no reminder.", zh="好的，不发。"),
    "repeat_lead": Both(
        en="Some days ago you looked at “{title}”. One question to keep it fresh, if you like:",
        zh="前些天您看了“{title}”，想复习的话，来一道小题：",
    ),
    "repeat_start": Both(en="Show me", zh="看看"),
}

PREVIEW: dict[str, Both] = {
    "title": Both(en="Lessons", zh="课程预览"),
    "what": Both(
        en="Each lesson as a borrower sees it in the chat. After a change in lessons/ just load the page again.",
        zh="每节课在聊天里的样子。改动 lessons/ 里的文件后，刷新页面即可。",
    ),
    "wrong": Both(en="To mend first", zh="先要修改"),
    "none": Both(en="There is no such lesson.", zh="没有这节课。"),
    "minutes": Both(en="minutes", zh="分钟"),
    "back": Both(en="All lessons", zh="全部课程"),
    "places": Both(en="Facts of", zh="按地区看"),
    "aims": Both(en="What it is for", zh="学完能做到"),
    "pre": Both(en="Before", zh="开始之前"),
    "step": Both(en="Step", zh="步骤"),
    "quiz": Both(en="Question", zh="小题"),
    "post": Both(en="Afterwards", zh="最后一题"),
    "end": Both(en="The end", zh="结束"),
    "answers": Both(en="Direct answers", zh="直接回答"),
    "other_language": Both(en="中文", zh="English"),
}
"""Words of the preview page for editors."""


def short_answer(topic: str, language: Language, *, buttons: Sequence[Button] = ()) -> Message:
    """`topic` is the intent's name: what is said in a few sentences, before any lesson."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[topic]), buttons=buttons)


def own_after(language: Language) -> Message:
    """The way from how it works in general to one's own figures."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["own_after"]), buttons=[writer.button(TEXTS["own_figures"], "/ask_charges")])


def direct(language: Language, lesson: Lesson, answer: Answer, place: str | None, *, offer: bool = False) -> Message:
    """The answer to a question, with the facts of the place and where they come from. `offer` adds a button to the lesson."""
    writer = Writer(language)
    lines = _facts(writer, lesson, answer.facts, place)
    buttons = [writer.button(TEXTS["start"], f'/{lesson.intent}{{"do": "start"}}')] if offer else []
    return writer.message(fill(writer, lesson, answer.say), *lines, buttons=buttons)


def step(
    language: Language, lesson: Lesson, step_id: str, question_id: str, *, own: bool, short: bool = False
) -> Message:
    """One idea, and the ways on. `own` says that there is an example with one's own figures; `short`, that the idea was said
    just before."""
    writer = Writer(language)
    at = [one.id for one in lesson.steps].index(step_id)
    this = lesson.steps[at]
    count: dict[str, Value] = {"title": _both(lesson.title), "n": at + 1, "all": len(lesson.steps)}
    buttons = [
        Button(TEXTS["go_on"].in_language(language), f'/affirm{{"question": "{question_id}"}}'),
        *(_ask(writer, key, question_id) for key in ("why", "example", *(["mine"] if own else []), "later")),
    ]
    if short:
        return writer.message(writer.say(TEXTS["shall_we"], **count), buttons=buttons)
    return writer.message(writer.say(TEXTS["step"], **count), fill(writer, lesson, this.say), buttons=buttons)


def why(language: Language, lesson: Lesson, step_id: str, place: str | None) -> Message:
    writer = Writer(language)
    this = next(one for one in lesson.steps if one.id == step_id)
    return writer.message(fill(writer, lesson, this.why), *_facts(writer, lesson, this.facts, place))


def example(language: Language, lesson: Lesson, step_id: str, place: str | None) -> Message:
    writer = Writer(language)
    this = next(one for one in lesson.steps if one.id == step_id)
    found = lesson.example_for(this.example, place)
    text = found.text or lesson.examples[this.example].text
    return writer.message(fill(writer, lesson, text, found.values) if text else "")


def quiz(
    language: Language, lesson: Lesson, item: Item, question_id: str, *, moment: str, again: bool = False
) -> Message:
    """A question with its choices, listed and as buttons. `moment` is pre, quiz, post or repeat."""
    writer = Writer(language)
    if again:
        lead = writer.say(TEXTS["try_again"])
    elif moment == "pre":
        lead = writer.say(TEXTS["before"], title=_both(lesson.title), minutes=_minutes(lesson, language))
    elif moment == "repeat":
        lead = writer.say(TEXTS["repeat_lead"], title=_both(lesson.title))
    else:
        lead = writer.say(TEXTS["after" if moment == "post" else "quiz"])
    choices = [fill(writer, lesson, choice.text) for choice in item.choices]
    buttons = [
        Button(choice, f'/inform{{"question": "{question_id}", "ordinal": "{at}"}}')
        for at, choice in enumerate(choices, start=1)
    ]
    if moment == "pre":
        buttons.append(_ask(writer, "dont_know", question_id))
    buttons.append(_ask(writer, "later", question_id))
    lines = [f"{at}. {choice}" for at, choice in enumerate(choices, start=1)]
    return writer.message(lead, fill(writer, lesson, item.ask), *lines, buttons=buttons)


def choice_texts(lesson: Lesson, item: Item, at: int) -> tuple[str, str]:
    """How a choice reads in English and in Chinese: somebody may answer in either."""
    text = item.choices[at].text
    return fill(Writer("en"), lesson, text), fill(Writer("zh"), lesson, text)


def judged(language: Language, lesson: Lesson, item: Item, choice: int, *, last: bool) -> Message:
    """What is said to whoever chose `choice`; with `last`, what is right as well."""
    writer = Writer(language)
    chosen, right = item.choices[choice], item.choices[item.right]
    lines = [writer.say(TEXTS["right" if chosen.right else "wrong"]), fill(writer, lesson, chosen.because)]
    if last and not chosen.right:
        lines.append(writer.say(TEXTS["right_is"], choice=fill(writer, lesson, right.text)))
        lines.append(fill(writer, lesson, right.because))
    return writer.message(*lines)


def finished(language: Language, lesson: Lesson, right: int, asked: int, *, learnt: bool) -> Message:
    """What was done, gently; mistakes that many make; what comes next. `learnt`: the first question was not clear before."""
    writer = Writer(language)
    lines = [writer.say(TEXTS["done"], title=_both(lesson.title), right=right, all=asked)]
    if learnt:
        lines.append(writer.say(TEXTS["done_new"]))
    lines.append(writer.say(TEXTS["mistakes"]))
    lines += [
        "- "
        + writer.say(
            TEXTS["mistake"], believed=fill(writer, lesson, one.believed), really=fill(writer, lesson, one.really)
        )
        for one in lesson.mistakes[:2]
    ]
    lines.append(fill(writer, lesson, lesson.closing))
    buttons = [
        writer.button(TEXTS["workshop"], '/learn_budgeting{"do": "workshop"}'),
        *([writer.button(TEXTS["mine"], f'/{lesson.intent}{{"own": "all"}}')] if lesson.id in OWN_EXAMPLES else []),
        writer.button(TEXTS["menu"], "/learn_money"),
    ]
    return writer.message(*lines, buttons=buttons)


def invite(language: Language, lesson: Lesson, moment: str, question_id: str) -> Message:
    writer = Writer(language)
    key = "invite" if moment == "asked" else "invite_plan"
    text = writer.say(TEXTS[key], invite=_both(lesson.invite), minutes=_minutes(lesson, language))
    return writer.message(text, buttons=yes_or_no(writer, question_id))


def menu(language: Language, library: Library, open_at: Mapping[str, int], done: Collection[str]) -> Message:
    """All lessons; the one that was begun comes first. `open_at` holds how far each begun lesson is."""
    writer = Writer(language)
    buttons = []
    for lesson in menu_order(library, open_at):
        title = _both(lesson.title)
        if lesson.id in open_at:
            text = writer.say(TEXTS["menu_open"], title=title, n=open_at[lesson.id], all=len(lesson.stations))
        elif lesson.id in done:
            text = writer.say(TEXTS["menu_done"], title=title)
        else:
            text = writer.say(TEXTS["menu_line"], title=title, minutes=_minutes(lesson, language))
        buttons.append(Button(text, f'/{lesson.intent}{{"do": "start"}}'))
    buttons.append(writer.button(TEXTS["workshop"], '/learn_budgeting{"do": "workshop"}'))
    return writer.message(writer.say(TEXTS["menu_lead"] if open_at or done else TEXTS["learn_money"]), buttons=buttons)


def menu_order(library: Library, open_at: Collection[str]) -> list[Lesson]:
    """As the menu shows them: what was begun comes first."""
    return sorted(library.lessons, key=lambda one: one.id not in open_at)


def kept(language: Language, lesson: Lesson) -> Message:
    writer = Writer(language)
    buttons = [
        writer.button(TEXTS["go_on"], f'/{lesson.intent}{{"do": "start"}}'),
        writer.button(TEXTS["person"], "/request_human"),
    ]
    return writer.message(writer.say(TEXTS["kept"], title=_both(lesson.title)), buttons=buttons)


def back(language: Language, lesson: Lesson) -> Message:
    writer = Writer(language)
    buttons = [writer.button(TEXTS["again"], f'/{lesson.intent}{{"do": "again"}}')]
    return writer.message(writer.say(TEXTS["back"]), buttons=buttons)


def yes_no(key: str, language: Language, question_id: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=yes_or_no(writer, question_id))


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def free_question(language: Language) -> Message:
    writer = Writer(language)
    return writer.message(
        writer.say(TEXTS["free_question"]), buttons=[writer.button(TEXTS["person"], "/request_human")]
    )


def repeat_waits(language: Language, lesson: Lesson) -> Message:
    """Sent by us, some days later, to whoever agreed: nothing personal in it."""
    writer = Writer(language)
    button = writer.button(TEXTS["repeat_start"], f'/{lesson.intent}{{"do": "repeat"}}')
    return writer.message(writer.say(TEXTS["repeat_lead"], title=_both(lesson.title)), buttons=[button])


def _facts(writer: Writer, lesson: Lesson, keys: tuple[str, ...], place: str | None) -> list[str]:
    """At most two facts of the place, each with its source."""
    lines = []
    for fact in lesson.facts_for(keys, place)[:2]:
        key = "source" if fact.verified else "source_unchecked"
        lines.append(plain_fact(writer, lesson, fact))
        lines.append(writer.say(TEXTS[key], source=fact.source, date=fact.as_of))
    return lines


def _ask(writer: Writer, key: str, question_id: str) -> Button:
    return Button(TEXTS[key].in_language(writer.language), f'/inform{{"question": "{question_id}", "ask": "{key}"}}')


def _minutes(lesson: Lesson, language: Language) -> str:
    return render.minutes(lesson.minutes, language)


def _both(text: Text) -> Both:
    return Both(en=text.en, zh=text.zh)
