"""A rough "when": a month is enough for the end of a pause, and a day that is not named is not guessed elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from actions.back_again import NOTHING_TILL, rough_day
from tests.actions.conftest import As
from words.model import Language

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("till January", date(2027, 1, 1)),
        ("mid-March perhaps", date(2027, 3, 15)),
        ("the end of February", date(2027, 2, 28)),
        ("after January", date(2027, 2, 1)),
        ("after November", date(2026, 12, 1)),
        ("in November", date(2027, 11, 1)),
        ("maybe in May", date(2027, 5, 1)),
        ("I may pay then", None),
        ("soon", None),
        ("过完年", date(2027, 2, 13)),
        ("3月以后吧", date(2027, 3, 1)),
        ("十二月底", date(2026, 12, 31)),
        ("一月中旬", date(2027, 1, 15)),
        ("12月5号", None),
        ("过一阵", None),
    ],
)
def test_what_is_named_roughly_is_its_first_day_still_to_come(text: str, expected: date | None) -> None:
    assert rough_day(text, TODAY) == expected


def test_after_the_lunar_holiday_the_next_one_counts() -> None:
    assert rough_day("年后", date(2027, 2, 12)) == date(2027, 2, 13)
    assert rough_day("年后", date(2027, 2, 13)) == date(2028, 2, 2)


@pytest.mark.parametrize(
    "text",
    [
        "nothing till January then 900",
        "I can't pay anything until March, after that 900 a month",
        "年前没钱，过完年每月给八百",
        "三月之前还不了，之后每月还500",
    ],
)
def test_nothing_for_a_time_is_a_wish_for_a_pause(text: str) -> None:
    assert NOTHING_TILL.search(text)


@pytest.mark.parametrize(
    "text", ["I can pay 900 till January", "nothing more to say", "过完年每月给八百", "我每月还800"]
)
def test_paying_until_then_is_none(text: str) -> None:
    assert not NOTHING_TILL.search(text)


@pytest.mark.parametrize(
    ("language", "text", "intent", "first"),
    [
        ("en", "nothing till January then 900", "request_installments", "15 January 2027"),
        ("zh", "年前没钱，过完年每月给八百", "promise_to_pay", "2027年2月15日"),
    ],
)
def test_nothing_now_and_something_then_is_offered_as_a_pause(
    talk_as: As, language: Language, text: str, intent: str, first: str
) -> None:
    talk = talk_as("P2")
    talk.language = language
    talk.says(text, intent, amount="900" if language == "en" else "800")
    assert first in talk.says("yes" if language == "en" else "对", "affirm").text


def test_a_rough_answer_to_when_is_enough(talk_as: As) -> None:
    talk = talk_as("P2")
    talk.says("can I pause?", "request_extension")
    asked = talk.says("yes", "affirm")
    question = talk.question()
    assert question and question["kind"] == "relief.when", asked.text
    assert "15 January 2027" in talk.says("January I think", "inform").text
