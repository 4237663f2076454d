"""A case named by its number is what the line is about, and every letter is one of the office's."""

from __future__ import annotations

import pytest

from bot.nlu.case_numbers import INTENT_OF_LETTER, intent_of_case
from relief.cases import KINDS


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("D-2026-000005进展怎么样", "out_of_scope", "dispute_debt"),
        ("any news on f-2026-000012?", "check_balance", "report_fraud"),
        ("C-2026-000001", "inform", "complain"),
        ("D-2026-000005 and now I can't go on", "express_distress", None),
        ("a person for D-2026-000005 please", "request_human", None),
        ("my reference is EK-482913", "inform", None),
        ("AD-2026-000005", "inform", None),
        ("D-2026-0000051", "inform", None),
        ("H-2026-000005", "inform", None),
        ("how much", "check_balance", None),
        ("what's the status of my case", "out_of_scope", "dispute_debt"),
        ("我报的那个诈骗案怎么样了", "out_of_scope", "report_fraud"),
        ("in that case how is my plan", "ask_plan_status", None),
    ],
)
def test_the_letter_says_what_the_line_is_about(text: str, intent: str, expected: str | None) -> None:
    assert intent_of_case(text, intent) == expected


def test_every_letter_is_one_that_cases_begin_with() -> None:
    assert set(INTENT_OF_LETTER) <= {kind.letter for kind in KINDS.values()}
