"""A reason is given where relief is meant, and found by its concept where the grammar has no phrase."""

from __future__ import annotations

from bot.nlu.entities import Entity
from bot.nlu.reasons import weigh_reason

FLOOD = Entity("hardship_reason", "disaster", 0, 5)
AMOUNT = Entity("amount", "300", 6, 9)


def test_a_reason_told_in_passing_is_left_out() -> None:
    assert weigh_reason("flood 300", [FLOOD, AMOUNT], "check_balance", 0.9, []) == [AMOUNT]


def test_a_reason_for_relief_stays_and_so_does_one_in_an_answer_or_when_in_doubt() -> None:
    for intent, confidence in (
        ("request_extension", 0.9),
        ("explain_hardship", 0.9),
        ("inform", 0.9),
        (None, 0.0),
        ("check_balance", 0.39),
    ):
        assert weigh_reason("flood 300", [FLOOD, AMOUNT], intent, confidence, []) == [FLOOD, AMOUNT]
    assert weigh_reason("flood 300", [FLOOD, AMOUNT], "check_balance", 0.4, []) == [AMOUNT]


def test_a_concept_gives_the_reason_that_no_phrase_gave_the_event_before_what_followed() -> None:
    found = weigh_reason(
        "孩子又挨饿 档口冇晒",
        [],
        "explain_hardship",
        0.6,
        [("LESS_INCOME", "挨 饿"), ("BUSINESS_TROUBLE", "档 口 冇 晒")],
    )
    assert found == [Entity("hardship_reason", "business_failure", 6, 10)]
    assert weigh_reason("x", [], "learn_saving", 0.6, [("LESS_INCOME", "x")]) == []
    assert weigh_reason("ＬＡＩＤ off!!", [], "request_waiver", 0.6, [("LOSE_JOB", "laid off")]) == [
        Entity("hardship_reason", "job_loss", 0, 8)
    ]
