"""All six lessons and the budget workshop with the running product, in both languages: interrupted, corrected, left and resumed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from relief.learning.model import Lesson
from tests.dialogue.driver import Borrower, Bot
from words.lessons import library
from words.model import Language

pytestmark = pytest.mark.system

Talk = Callable[..., tuple[Borrower, Bot]]

ASKED: dict[str, dict[Language, str]] = {
    "budget": {"en": "teach me how to budget", "zh": "教我怎么做预算"},
    "interest": {"en": "what does apr mean?", "zh": "年化利率是什么意思？"},
    "credit": {"en": "does late payment stay on my credit record?", "zh": "花呗逾期上征信吗"},
    "savings": {"en": "how do i start an emergency fund?", "zh": "应急储备金怎么存"},
    "order": {"en": "which debt should i pay first?", "zh": "几笔债应该先还哪一笔？"},
    "scams": {"en": "a debt agent wants a fee first, is that a scam?", "zh": "代理维权要先收费，是骗人的吗？"},
}
WISHES: dict[Language, dict[str, str]] = {
    "en": {"why": "why?", "example": "an example please", "next": "go on", "later": "later", "yes": "yes"},
    "zh": {"why": "为什么", "example": "举个例子", "next": "下一步", "later": "回头再说", "yes": "好的"},
}
QUESTION: dict[Language, tuple[str, str]] = {
    "en": ("are you a robot?", "utter_bot_challenge"),
    "zh": ("你是机器人吗", "utter_bot_challenge"),
}


@pytest.mark.parametrize("key", list(ASKED))
def test_a_lesson_is_asked_for_gone_through_interrupted_left_and_resumed(talk: Talk, channel: str, key: str) -> None:
    """In English on the web, in Chinese in Telegram: each lesson in both languages, and on both channels."""
    language: Language = "en" if channel == "web" else "zh"
    lesson = next(one for one in library_today() if one.id == key)
    say = WISHES[language]
    borrower, bot = talk(language)
    borrower.says(ASKED[key][language])
    if "learning.before" not in said(bot, language):
        bot.ends_with("learning.invite")  # the answer came first
        assert len(bot.lines) == 2
        borrower.says(say["yes"])
    bot.replies_with("learning.before")
    borrower.says("1")
    bot.replies_with("learning.thanks", "learning.step")
    bot.mentions(lesson.steps[0].say.in_language(language))
    borrower.says(say["why"])
    bot.mentions(lesson.steps[0].why.in_language(language)[:20])
    borrower.says(say["example"])
    bot.ends_with("learning.shall_we")
    asked, answered = QUESTION[language]
    borrower.says(asked)
    bot.replies_with(answered)
    borrower.says(say["next"])
    bot.mentions(lesson.steps[1].say.in_language(language))
    borrower.says(say["later"])
    bot.replies_with("learning.kept")
    borrower.says(say["next"])
    bot.replies_with("learning.back")
    bot.mentions(lesson.steps[1].say.in_language(language))
    for step in lesson.steps[2:]:
        borrower.presses_button_of("learning.go_on")
        bot.mentions(step.say.in_language(language))
    borrower.presses_button_of("learning.go_on")
    for item in (*lesson.quiz, lesson.measure):
        borrower.says(str(item.right + 1))
        bot.replies_with("learning.right")
    bot.replies_with("learning.done")
    bot.does_not_mention("LN-", "逾期金额")


def test_the_language_changes_in_the_middle_of_a_lesson(talk: Talk) -> None:
    borrower, bot = talk("en")
    borrower.says("teach me about scams, i want the lesson")
    if "learning.before" not in said(bot, "en"):
        borrower.says("yes")
    borrower.says("2")
    borrower.presses_button_of("learning.go_on")
    borrower.says("说中文")
    bot.speaks("zh")
    borrower.says("下一步")
    lesson = next(one for one in library_today() if one.id == "scams")
    bot.mentions(lesson.steps[2].say.zh)


def test_a_workshop_in_one_line_corrected_and_kept_by_somebody_who_is_known(talk: Talk) -> None:
    borrower, bot = talk("en", as_="P8")
    borrower.says("help me make a budget")
    if "learning_budget.known" in said(bot, "en"):
        borrower.says("no")
    bot.replies_with("learning_budget.begin")
    borrower.says("wages 3400 on the 10th, rent 1300 on the 1st, food 500, phone 300, insurance 600 a year")
    bot.replies_with("learning_budget.need_cash")
    borrower.says("how does interest work?")
    bot.ends_with("learning_budget.need_cash")
    borrower.says("400")
    bot.replies_with(
        "learning_budget.sum", "learning_budget.days", "learning_budget.changes", "learning_budget.pay_day"
    )
    assert sum(len(line.charts) for line in bot.lines) == 2
    borrower.says("phone is 90")
    bot.replies_with("learning_budget.noted", "learning_budget.sum")
    borrower.presses_button_of("learning_budget.keep")
    bot.replies_with("learning_budget.kept", "learning_budget.consent")
    borrower.says("yes")
    bot.replies_with("learning_budget.consented")
    borrower.presses_button_of("learning_budget.export")
    bot.replies_with("learning_budget.exported", "relief_papers.offered")
    borrower.says("delete it")
    bot.replies_with("learning_budget.sure_delete")
    borrower.says("no")
    borrower.says("later")
    bot.replies_with("learning_budget.bye")


def test_a_workshop_piece_by_piece_in_chinese_by_a_stranger(talk: Talk) -> None:
    borrower, bot = talk("zh")
    borrower.says("帮我做个预算")
    bot.replies_with("learning_budget.begin")
    borrower.says("房租2000，吃饭1500，话费100，信用卡还800")
    bot.replies_with("learning_budget.need_income")
    borrower.says("工资6000，10号发")
    bot.replies_with("learning_budget.need_cash")
    borrower.says("跳过")
    bot.replies_with("learning_budget.sum")
    bot.mentions("1,600.00元")
    borrower.says("房租改成1800")
    bot.mentions("1,800.00元")
    borrower.says("保存")
    bot.asks_who_is_there()


def library_today() -> tuple[Lesson, ...]:
    return library(date(2026, 11, 23)).lessons


def said(bot: Bot, language: Language) -> set[str]:
    """Which of the texts that open something were said."""
    found = set()
    for key in ("learning.before", "learning_budget.known"):
        try:
            bot.replies_with(key)
        except AssertionError:
            continue
        found.add(key)
    return found
