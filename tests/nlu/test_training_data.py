"""The examples that the assistant learns from: no doublets, no contradictions, both languages, nothing of the held-out set."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data" / "nlu"
HELD_OUT = PROJECT / "tests" / "nlu" / "heldout"
SAME_SKELETON_AT_MOST = 3
_HAN = re.compile(r"[\u3400-\u9fff]")
_VALUE = re.compile(
    r"\d+(?:[.,:]\d+)*|[零〇一二三四五六七八九十百千万两]{2,}|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand|lakh)\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|"
    r"(?:周|星期|礼拜)[一二三四五六日天]"
)


@dataclass(frozen=True)
class Example:
    intent: str
    text: str
    file: str

    @property
    def language(self) -> str:
        return "zh" if _HAN.search(self.text) else "en"

    @property
    def folded(self) -> str:
        """How sentences are compared: case, width, spacing and punctuation do not make a new one."""
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", self.text).casefold())

    @property
    def skeleton(self) -> str:
        return re.sub(r"[^\w#]+", " ", _VALUE.sub("#", unicodedata.normalize("NFKC", self.text).casefold())).strip()


def read() -> Iterator[Example]:
    for path in sorted(DATA.glob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for block in (document or {}).get("nlu", []) if isinstance(document, dict) else []:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    yield Example(block["intent"], line[2:].strip(), path.name)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(read())


def domain_intents() -> set[str]:
    listed = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    return {next(iter(entry)) if isinstance(entry, dict) else entry for entry in listed} - {"nlu_fallback"}


def test_no_sentence_stands_twice_and_none_under_two_intents(examples: list[Example]) -> None:
    places: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        # Emoji and punctuation alone are compared as they are.
        places[example.folded or example.text].append(example)
    twice = [[(e.intent, e.text, e.file) for e in found] for found in places.values() if len(found) > 1]
    assert not twice, f"{len(twice)} sentences stand more than once: {twice[:5]}"


def test_no_skeleton_is_used_more_than_three_times_in_an_intent(examples: list[Example]) -> None:
    # A bare value is all skeleton by nature; only `inform` may have those.
    used = Counter((e.intent, e.skeleton) for e in examples if "#" in e.skeleton and len(e.skeleton) > 1)
    worn = {key: count for key, count in used.items() if count > SAME_SKELETON_AT_MOST and key[0] != "inform"}
    assert not worn, f"the same sentence with other values: {worn}"


def test_no_example_is_a_held_out_sentence(examples: list[Example]) -> None:
    held_out = {
        Example("", entry["text"], path.name).folded: path.name
        for path in HELD_OUT.glob("*.yml")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    # Words like "ok" or 好的 are what everybody says; a sentence of three words or more is a leak.
    leaks = [e for e in examples if e.folded in held_out and len(e.folded) > (6 if e.language == "zh" else 14)]
    assert not leaks, (
        f"{len(leaks)} held-out sentences stand in the training data: {[(e.intent, e.text) for e in leaks[:10]]}"
    )


def test_every_intent_has_examples_in_both_languages_in_balance(examples: list[Example]) -> None:
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        count[example.intent][example.language] += 1
    assert set(count) == domain_intents()
    for intent, languages in count.items():
        low, high = sorted((languages["en"], languages["zh"]))
        assert low >= 10, f"{intent}: {dict(languages)}"
        assert high <= 4.5 * low, f"{intent} is out of balance: {dict(languages)}"


def test_every_example_can_be_read_by_rasa_as_it_stands(examples: list[Example]) -> None:
    odd = [e for e in examples if re.search(r"[\[\]{}]", e.text) or e.text.startswith("/") or not e.text.strip()]
    assert not odd, (
        f"brackets are annotations to Rasa, a leading / is a payload: {[(e.intent, e.text) for e in odd[:5]]}"
    )
