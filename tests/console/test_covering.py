"""What leaves on a data request: others are covered, also where nobody said who they are; rather a word too many."""

from __future__ import annotations

import pytest

from bot.console.covering import MARK, Cover
from tests.console.test_finding import LI, OWN

COVER = Cover(LI, OWN, others=("Grace Wanjiru", "刘德明"), colleagues=("Mei Fang",))


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("my wife anna lost her job", "anna"),
        ("MY BROTHER JAMES TOOK THE MONEY", "JAMES"),
        ("My landlord, Peter Njoroge, wants the rent", "Njoroge"),
        ("my boss's name is Otieno", "Otieno"),
        ("yesterday Fatima came to the house", "Fatima"),
        ("Fatima Hassan gave me 500", "Fatima"),
        ("ask Mr okoro at the shop", "okoro"),
        ("Dr. Chen says I must rest", "Chen"),
        ("I borrowed from a friend called joe", "joe"),
        ("Grace wanjiru lives next door", "wanjiru"),
        ("Mei Fang told me to wait", "Fang"),
        ("call Juma's sister", "Juma"),
        ("write to him: h.otieno@example.com", "otieno"),
        ("his ID is 110101199003078515", "110101199003078515"),
        ("reach her on +44 7911 123456", "7911"),
        ("her reference is EK-555001", "555001"),
        ("我老公王建国失业了", "建国"),
        ("我妈妈叫桂英，住院了", "桂英"),
        ("钱借给张三了", "张三"),
        ("我和陈晓明一起借的", "陈晓明"),
        ("担保人是刘芳", "刘芳"),
        ("王经理说可以延期", "王经理"),
        ("小李没还我钱", "小李"),
        ("阿强欠我两千", "阿强"),
        ("欧阳娜娜的电话是13911112222", "娜娜"),
        ("找刘德明要", "刘德明"),
        ("他微信号是 abc_12345", "abc_12345"),
        ("赵律师，您好", "赵律师"),
    ],
)  # fmt: skip
def test_somebody_else_is_covered(said: str, secret: str) -> None:
    covered = COVER.text(said)
    assert secret.lower() not in covered.lower() and MARK.search(covered), covered


@pytest.mark.parametrize(
    "said",
    [
        "I can pay 300 on 24 November",
        "My name is Li Wei and my wife is ill",
        "My number is 138 0013 8000, write to li.wei@example.org",
        "Hello, can I pay on Friday?",
        "我是李伟，手机13800138000",
        "我马上付款，时间安排好了，金额没问题",
        "平时常常加班，明天可以还1,200元",
        "和我老婆商量一下，后天答复",
        "公司拖欠工资，房租和车贷都还不上",
        "经理说下个月发工资",
    ],
)
def test_what_is_the_borrower_s_own_and_plain_words_stay_readable(said: str) -> None:
    assert COVER.text(said) == said


def test_the_assistant_keeps_its_capitals_but_not_in_what_it_quotes() -> None:
    said = "Mei Fang noted: “Talked with Anna about rent.” Your Plan starts on Friday."
    assert COVER.text(said, free=False) == (
        "[colleague] noted: “[name] with [name] about rent.” Your Plan starts on Friday."
    )


def test_what_a_person_adds_is_covered_wherever_it_stands() -> None:
    cover = Cover(LI, OWN, also=("the red house", "村口"))
    assert cover.text("I live in The Red House") == "I live in [covered]"
    assert cover.text("我住在村口那边") == "我住在[covered]那边"
