"""One way of writing for what has many."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import fold, normalise
from bot.nlu.tokens import pieces, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ｐｌｚ helpppp me!!!", "please help me!"),
        ("i cant pay tmrw", "i can't pay tomorrow"),
        ("don’t   call", "don't call"),
        ("點解要咁多利息", "为什么要这样多利息"),
        ("我yq了", "我逾期了"),
        ("HK", "还款"),
        ("hk$500 pls", "hk$500 please"),
        ("c.a.l.l me", "call me"),
        ("５００元", "500元"),
        ("5k", "5k"),
        ("i am ill", "i am ill"),
    ],
)
def test_many_spellings_become_one(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize("text", ["Ｒｓ 1,500 ﷺ ℡ ㎡ İstanbul ﬁne", "我的 ﹩100 麼?", "", "😀 ok"])
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_no_chinese_word_is_lost_beside_an_english_one() -> None:
    """Rasa's whitespace tokenizer keeps only "balance" of this (trap T1)."""
    assert words("我的 balance 是多少？") == ["我", "的", "balance", "是", "多", "少", "？"]


def test_figures_stay_whole_and_places_are_true() -> None:
    message = "pay 1,200.50 at 10:30 到期"
    found = pieces(message)
    assert [piece.text for piece in found] == ["pay", "1,200.50", "at", "10:30", "到", "期"]
    assert all(message[piece.start : piece.end] == piece.text for piece in found)
