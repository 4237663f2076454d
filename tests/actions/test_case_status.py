"""Asking how a case stands, in words: what is such a question, and what only resembles one."""

from __future__ import annotations

import pytest

from relief.case_words import kind_asked_about


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what's the status of my case", ""),
        ("any news on my fraud case?", "fraud"),
        ("how is my complaint going", "complaint"),
        ("did you decide on my dispute yet?", "dispute"),
        ("has my data request been looked at", "data"),
        ("我的案子到哪一步了", ""),
        ("我报的那个盗用身份的案子怎么样了", "fraud"),
        ("我的投诉处理得怎么样了", "complaint"),
        ("我提的异议你们查清楚没有", "dispute"),
        ("报案受理了吗", ""),
    ],
)
def test_a_question_for_the_status_of_a_case(text: str, kind: str) -> None:
    assert kind_asked_about(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "just in case, what's the status of my loan",
        "in that case how is my plan",
        "I want to make a complaint, any news?",
        "my complaint is that your agent shouted, what happened is this",
        "is this a fraud? how are you",
        "这是诈骗吗，怎么样核实",
        "我要投诉，怎么样才能投诉",
        "有人冒用我的身份贷款",
    ],
)
def test_what_only_resembles_it(text: str) -> None:
    assert kind_asked_about(text) is None
