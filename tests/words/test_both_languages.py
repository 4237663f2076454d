"""Every text exists in English and Chinese, with the same placeholders, and says nothing that a borrower should not hear."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from relief.ledger.explain import RowKind
from words.catalog import all_texts
from words.model import Both

HAN = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]")
NAMES_ITSELF = {"conversation.which_language", "conversation.chinese", "conversation.english", "payment.other_language"}
"""Texts that name a language in that language."""

WORDS = Path(__file__).resolve().parents[2] / "words"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", sorted(all_texts()))
def test_both_languages_have_the_same_placeholders(name: str) -> None:
    both = all_texts()[name]
    assert placeholders(both.en) == placeholders(both.zh)


@pytest.mark.parametrize("name", sorted(set(all_texts()) - NAMES_ITSELF))
def test_english_is_english_and_chinese_is_chinese(name: str) -> None:
    both = all_texts()[name]
    assert not HAN.search(both.en)
    said = re.sub(r"\{[^}]*\}", "", both.zh)
    assert HAN.search(said) or not any(character.isalpha() for character in said)


def test_chinese_uses_full_width_punctuation_in_the_texts_of_actions() -> None:
    mine = {"account", "answers", "charges", "conversation", "errors", "handover", "learning", "paying", "protection"}
    mine |= {"relief_topics", "intents"}
    wrong = [name for name, both in all_texts().items() if name.split(".")[0] in mine and HALF_WIDTH.search(both.zh)]
    assert wrong == []


@pytest.mark.parametrize("module", ["account", "answers", "charges", "conversation", "handover", "paying"])
def test_no_text_stands_there_unused(module: str) -> None:
    source = (WORDS / f"{module}.py").read_text()
    source += "".join(path.read_text() for path in (WORDS.parent / "actions").glob("*.py"))
    keys = {name.partition(".")[2] for name in all_texts() if name.startswith(f"{module}.")}
    looked_up_by_kind = set(get_args(RowKind))
    assert {key for key in keys - looked_up_by_kind if source.count(f'"{key}"') < 2} == set()


THREATS = re.compile(
    r"\b(must|immediately|or else|legal action|final notice|failure to|your fault|should have)\b", re.I
)
THREATS_ZH = re.compile(r"否则|立即还款|必须还|后果自负|法律责任|早该|老赖")


@pytest.mark.parametrize("name", sorted(all_texts()))
def test_no_text_threatens_or_blames(name: str) -> None:
    both: Both = all_texts()[name]
    assert not THREATS.search(both.en)
    assert not THREATS_ZH.search(both.zh)
