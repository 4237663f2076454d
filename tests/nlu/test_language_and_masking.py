"""Which language a line is in; personal data out of what is kept."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import pytest

from bot.nlu.language import detect
from bot.nlu.masking import luhn, mask, mask_cards


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello", "en"), ("how much do I owe", "en"), ("你好", "zh"), ("我欠多少", "zh"), ("我的 balance 是多少", "mixed"), ("please 帮我看看 how much I owe", "mixed"),
        ("app打不开了怎么办", "zh"), ("yq了怎么办", "zh"), ("i want to pay 还款 now please tell me how", "en"), ("ok", None), ("500", None), ("", None), ("👍", None), ("點解要咁多", "zh"), ("td", None),
    ],
)  # fmt: skip
def test_the_language_of_a_line(text: str, language: str | None) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("call me on 138 0013 8000", "call me on [phone]"),
        ("or +254 712 345 678 after 6", "or [phone] after 6"),
        ("card 4111 1111 1111 1111 please", "card [card] please"),
        ("身份证11010519491231002X的", "身份证[id]的"),
        ("my PAN is ABCDE1234F", "my PAN is [id]"),
        ("mail a.b+c@example.co.in thanks", "mail [email] thanks"),
        ("我叫张三，欠了5000元", "我叫[name]，欠了5000元"),
        ("my name is John Doe, i owe 500", "my name is [name], i owe 500"),
        ("微信号abc12345", "微信号[contact]"),
        ("see https://example.com/x?y=1 now", "see [link] now"),
        ("ref LN-2026-00012", "ref [number]"),
        ("I owe 1,200,000 naira by 2026-12-05 at 10:30", "I owe 1,200,000 naira by 2026-12-05 at 10:30"),
        ("下个月5号还一千二", "下个月5号还一千二"),
    ],
)
def test_personal_data_is_taken_out_and_values_stay(written: str, kept: str) -> None:
    assert mask(written) == kept


def test_only_the_last_four_digits_of_a_card_stay() -> None:
    assert mask_cards("my card ４１１１-1111-1111-1111!") == ("my card ****-****-****-1111!", True)


@pytest.mark.parametrize(
    "text", ["4111 1111 1111 1112", "call 13800138000", "0000 0000 0000 0000", "身份证110105194912310021", "500"]
)
def test_what_is_no_card_is_left(text: str) -> None:
    assert mask_cards(text) == (text, False)


def test_the_check_digit() -> None:
    assert luhn("79927398713") and not luhn("79927398710")
