"""Short answers in the light of what was asked."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.answers import interpret
from bot.nlu.entities import extract
from tests.nlu.entity_cases import MONDAY


def ask(
    text: str, expecting: list[str], intent: str = "out_of_scope", confidence: float = 0.5
) -> tuple[str | None, list[tuple[str, str]] | None]:
    entities: list[dict[str, Any]] = [
        {"entity": e.entity, "value": e.value, "start": e.start, "end": e.end} for e in extract(text, MONDAY)
    ]
    answer = interpret(text, expecting, intent, confidence, entities)
    if answer is None:
        return None, None
    return answer.intent, None if answer.entities is None else [
        (row["entity"], row["value"]) for row in answer.entities
    ]


@pytest.mark.parametrize(("text", "intent"), [
    ("no", "deny"), ("No, thanks", "deny"), ("not now", "deny"), ("yes", "affirm"), ("ok then, thank you", "affirm"), ("yup", "affirm"), ("不了", "deny"), ("算了吧", "deny"),
    ("好的", "affirm"), ("行啊", "affirm"), ("可以", "affirm"), ("嗯嗯", "affirm"), ("那就这个吧", "affirm"), ("that one", "affirm"), ("係", "affirm"), ("唔要", "deny"),
])  # fmt: skip
def test_yes_and_no(text: str, intent: str) -> None:
    assert ask(text, ["yes_no"], intent="cancel")[0] == intent


@pytest.mark.parametrize(("text", "expecting", "entity"), [
    ("10号", ["date"], ("date", "2026-12-10")),
    ("the 28th mostly", ["date"], ("date", "2026-11-28")),
    ("800", ["amount"], ("amount", "800")),
    ("about 800 i think", ["amount"], ("amount", "800")),
    ("一千二吧", ["amount"], ("amount", "1200")),
    ("8", ["amount"], ("amount", "8")),
    ("没有", ["amount"], ("amount", "0")),
    ("the second", ["ordinal"], ("ordinal", "2")),
    ("2", ["ordinal"], ("ordinal", "2")),
    ("第二个吧", ["ordinal"], ("ordinal", "2")),
    ("two weeks", ["duration"], ("duration", "P2W")),
    ("6", ["duration"], ("duration", "P6M")),
    ("三个月", ["duration"], ("duration", "P3M")),
])  # fmt: skip
def test_a_bare_value_that_was_asked_for_is_given(text: str, expecting: list[str], entity: tuple[str, str]) -> None:
    intent, entities = ask(text, expecting, intent="request_extension")
    assert intent == "inform"
    assert entities is None or entity in entities


@pytest.mark.parametrize("text", ["more", "还有别的吗", "show me others"])
def test_more_of_what_is_on_the_screen(text: str) -> None:
    assert ask(text, ["ordinal"])[0] == "inform"


@pytest.mark.parametrize(("text", "intent"), [
    ("no, stop calling my mother", "complain"), ("10号我就去死", "express_distress"), ("let me talk to a person", "request_human"), ("500? i don't owe that", "dispute_debt"),
])  # fmt: skip
def test_protection_and_distress_are_never_taken_for_an_answer(text: str, intent: str) -> None:
    assert ask(text, ["yes_no", "amount", "date", "ordinal", "text"], intent=intent)[0] is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much do i owe", "check_balance"),
        ("what happens on the 10th if i don't pay", "ask_due_date"),
        ("why is there 500 penalty?", "ask_charges"),
    ],
)
def test_another_question_keeps_its_own_meaning(text: str, intent: str) -> None:
    assert ask(text, ["date", "amount", "yes_no"], intent=intent, confidence=0.9)[0] is None


def test_free_text_that_was_asked_for_is_an_answer_when_it_is_nothing_else() -> None:
    assert ask("they took twice from my account in may", ["text"], intent="out_of_scope")[0] == "inform"
    assert ask("i want to close it with one payment", ["text"], intent="request_settlement", confidence=0.9)[0] is None
