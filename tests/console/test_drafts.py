"""What may stand in a reply: sums, and what rests."""

from __future__ import annotations

import pytest

from bot.drafts import ADVICE, FIGURE, MONEY_RESTS, UNVERIFIED, amounts, check
from words import canned

ACCOUNT = ("2200.32", "550.08")


def names(text: str, **options: object) -> list[str]:
    return [one.name for one in check(text, "en", "en", of_account=ACCOUNT, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "You can pay CNY 100.", "Just 100 yuan", "only ¥99.50 then", "100元就可以", "给您免500块", "五百元", "1,234.56 would do", "5万元",
        "打八折", "we can drop 20%", "20 percent off", "USD 5", "2k dollars",
    ],
)  # fmt: skip
def test_a_sum_that_nothing_stands_behind_is_found(text: str) -> None:
    assert FIGURE in names(text, verified=True)


@pytest.mark.parametrize(
    "text",
    [
        "I'll write by 15:30.", "On 24 November 2026.", "2026-11-24 at noon", "The number is H-2026-000123.", "Two people are here.",
        "in 3 days", "第2期", "请在11月24日前告诉我", "call +86 138 0000 0000", "page 2 of 3",
    ],
)  # fmt: skip
def test_days_times_and_numbers_of_cases_may_be_typed(text: str) -> None:
    assert names(text, verified=True) == []


@pytest.mark.parametrize("text", ["It is CNY 2,200.32.", "2200.32元", "550.08 yuan each", "CNY 2200.320"])
def test_a_sum_of_the_account_may_stand_when_the_borrower_is_confirmed_and_only_then(text: str) -> None:
    assert names(text, verified=True) == []
    assert names(text, verified=False) == [UNVERIFIED]


def test_what_the_borrower_named_may_be_said_back() -> None:
    assert names("You said 300 yuan a month.", of_conversation=["I can pay 300 a month"]) == []
    assert names("You said 3,000 yuan a month.", of_conversation=["I can pay 300 a month"]) == [FIGURE]


def test_a_sum_in_words_can_be_compared_with_nothing() -> None:
    assert amounts("三百元") == [("三百元", None)]
    assert names("三百元", verified=True, of_conversation=["300元"]) == [FIGURE]


@pytest.mark.parametrize("text", ["When can you pay?", "your loan", "什么时候还款", "欠款的事"])
def test_money_rests_in_distress(text: str) -> None:
    assert MONEY_RESTS in names(text, distress=True)
    assert MONEY_RESTS not in names(text)


def test_why_is_said_to_whoever_writes_and_the_kinder_way_in_the_language_of_the_line() -> None:
    (found,) = [one for one in check("不还钱就让警察抓你", "zh", "en") if one.name == "THREAT_LEGAL"]
    assert "threatens" in found.why and "抓" in found.instead


def test_every_reason_of_ours_is_in_both_languages() -> None:
    assert all(both.en and both.zh for pair in ADVICE.values() for both in pair)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_ready_reply_may_be_sent_as_it_is_filled(language: str) -> None:
    values = {
        "name": "Li Wei", "me": "Mei", "overdue": "CNY 2,200.32", "next_amount": "CNY 550.08", "next_date": "10 Dec 2026",
        "case": "D-2026-000001", "case_due": "30 Nov 2026", "when": "Friday", "what": "the letter",
    }  # fmt: skip
    for key, both in canned.TEXTS.items():
        filled = canned.fill(both.zh if language == "zh" else both.en, values)
        assert (filled.missing, filled.unknown_sums) == ((), ()), key
        found = check(filled.text, language, "en", of_account=ACCOUNT, verified=True)  # type: ignore[arg-type]
        assert found == [], (key, found)


def test_a_ready_reply_names_what_it_lacks_and_a_sum_is_never_asked_for() -> None:
    filled = canned.fill("{name}, {overdue} by {when}", {"name": "Li"})
    assert (filled.text, filled.missing, filled.unknown_sums) == ("Li, {overdue} by {when}", ("when",), ("overdue",))
