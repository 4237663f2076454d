from __future__ import annotations

import datetime as dt
import json

import pytest

from relief.money import Money
from words.compose import Writer
from words.model import Both, Button, Card, Chart, Due, File, Message, Row, as_language

PHRASE = Both(en="{amount} on {day}, {days} late, {who}", zh="{day}的{amount}，逾期{days}，{who}")


def test_every_value_with_a_digit_becomes_a_figure() -> None:
    writer = Writer("en")
    said = writer.say(
        PHRASE, amount=Money(223167, "CNY"), day=dt.date(2026, 11, 23), days=dt.timedelta(44), who="Li Wei"
    )
    assert said == "CNY 2,231.67 on 23 November 2026, 44 days late, Li Wei"
    assert set(writer.message(said).figures) == {"2231.67", "CNY 2,231.67", "23 November 2026", "44 days"}


def test_a_missing_value_is_an_error_and_no_gap() -> None:
    with pytest.raises(KeyError):
        Writer("zh").say(PHRASE, amount=Money(1, "CNY"))


def test_a_brace_in_a_value_is_only_a_brace() -> None:
    assert Writer("en").say(Both(en="Hello {name}", zh="{name}"), name="{amount}") == "Hello {amount}"


def test_a_message_survives_its_json_form() -> None:
    message = Message(
        text="text",
        language="zh",
        buttons=(Button("是", '/affirm{"question": "q"}'),),
        cards=(
            Card(
                kind="offer",
                title="t",
                rows=(Row("a", "b"),),
                offer="o1",
                schedule=(Due("2026-12-25", "550.08", "CNY"),),
                total="2200.32",
                currency="CNY",
                because=("c",),
                valid_until="2026-11-30",
                button=Button("x", "/y"),
            ),
            Card(kind="balance", title="u"),
        ),
        charts=(Chart("c", "<svg/>", (("h", "v"), ("a", "1"))),),
        files=(File("plan.pdf", "application/pdf", "/f"),),
        figures=("1",),
        discloses=True,
    )
    assert Message.from_json(json.loads(json.dumps(message.to_json()))) == message


def test_a_plain_message_has_no_second_part() -> None:
    assert Message("hello", "en").extras() == {}


@pytest.mark.parametrize(
    ("value", "language"), [("zh-CN", "zh"), ("ZH", "zh"), ("en-GB", "en"), (None, "en"), ("fr", "en"), ("", "en")]
)
def test_other_forms_of_a_language_code_are_understood(value: object, language: str) -> None:
    assert as_language(value) == language
