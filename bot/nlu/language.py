"""Which language a message is written in. Plain Python, no Rasa."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from typing import Literal

from bot.nlu.normalise import PINYIN_INITIALS, fold

Language = Literal["en", "zh", "mixed"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Letters joined to figures (EK-482913, 10k, 14th) are references and values, no language.
_WORD = re.compile(r"(?<![a-z0-9])[a-z]+(?:'[a-z]+)*(?![a-z]|[-‐–]?\d)")
# Latin words that a Chinese line holds without being mixed, and that alone name no language.
_NEUTRAL = frozenset({"ok", "okay", "app", "id", "sms", "pdf", "vip", "atm", "qq", "wifi", "apr", "emi", "pos", "upi", "kyc", "otp", "pin", "k", "w", "rmb", "usd", "cny", "tg", "telegram", "bye", "hello", "hi", "email", "td", "t", "a", "b", "c", "d", "e", "f", "no", "yes", "emm", "emmm", "hhh", "lol", "haha", "hmm", "um", "uh", "stop", *PINYIN_INITIALS})  # fmt: skip
_ENGLISH_ALONE = frozenset({"hello", "hi", "bye", "yes", "no", "stop", "okay", "a", "hmm", "um", "uh", "lol", "email"})


def detect(text: str) -> Language | None:
    """``en``, ``zh`` or ``mixed`` (keep the conversation's language); None when the text shows none, such as a figure or "ok"."""
    folded = fold(text)
    characters = len(_HAN.findall(folded))
    found = _WORD.findall(folded)
    if characters == 0:
        telling = [word for word in found if word not in _NEUTRAL or word in _ENGLISH_ALONE]
        return "en" if telling else None
    english = [word for word in found if word not in _NEUTRAL]
    if not english:
        return "zh"
    # A Chinese line may name a product in English; an English one may quote a Chinese word. An English word weighs about two characters.
    if len(english) == 1 and characters >= 6:
        return "zh"
    if characters <= 2 and len(english) >= 5:
        return "en"
    return "mixed"
