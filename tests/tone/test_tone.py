"""The tone guard: our own texts pass, the forbidden is caught, the allowed near-misses are let pass; and what it is worth on
lines that it has never seen (`-s` prints the counts)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.commands.tone import DRAFTS
from bot.nlu.tone_training import ALLOWED, DraftsError, digest, load
from bot.reviewed import fixed_replies
from bot.tone import guard
from relief.policy import resolve
from words.catalog import all_texts
from words.model import Language
from words.protection import crisis
from words.tone import CLASSES, advise, check
from words.tone_advice import ADVICE
from words.tone_learned import WEIGHTS
from words.tone_text import plain

ROOT = Path(__file__).resolve().parents[2]
NEAR_MISSES: list[tuple[Language, str]] = [
    ("en", "We cannot have anyone arrested over this debt."),
    ("en", "I am an automated assistant, not a lawyer."),
    ("en", "The amount on our ledger is ¥3,218.40 as of 3 May."),
    ("en", "Your plan stays in place if you complain."),
    ("en", "Please do not take a new loan to pay this."),
    ("en", "We will not contact your family or employer."),
    ("en", "Missed payments may stay on a credit report for a set number of years."),
    ("en", "I'm sorry you are ill. Payments can wait while we talk about help."),
    ("zh", "不还消费贷款本身不会导致被拘留。"),
    ("zh", "我是自动助手，不是律师。"),
    ("zh", "投诉不会影响您的还款方案。"),
    ("zh", "请不要借新还旧。"),
    ("zh", "我们不会联系您的家人或单位。"),
    ("zh", "逾期记录会在信用报告中保留一定年限。"),
    ("zh", "很抱歉听到您生病，还款可以先放一放。"),
]
CAUGHT_AT_LEAST = 0.81
PRECISION_AT_LEAST = 0.92


@pytest.mark.parametrize("name", sorted(name for name in all_texts() if not name.startswith("tone")))
def test_our_own_texts_pass(name: str) -> None:
    both = all_texts()[name]
    assert check(both.en, "en") == [] and check(both.zh, "zh") == []


def test_the_fixed_replies_pass() -> None:
    for text in fixed_replies(ROOT / "domain.yml"):
        assert check(text, "en") == [], text


@pytest.mark.parametrize("place", ["cn", "us", "uk", "in", None])
def test_the_protective_words_always_pass(place: str | None) -> None:
    for language in ("en", "zh"):
        for message in crisis(language, jurisdiction=place):  # type: ignore[arg-type]
            assert check(message.text, message.language) == []


@pytest.mark.parametrize(("language", "text"), NEAR_MISSES)
def test_an_allowed_near_miss_passes(language: Language, text: str) -> None:
    assert check(text, language) == []


def test_an_objection_says_why_and_a_kinder_way_in_the_language_of_the_line() -> None:
    (english,) = advise("Our guys will be waiting outside your flat.", "en")
    assert english.name == "THREAT_FORCE" and english.why and english.instead.isascii()
    assert "FALSE_IDENTITY" in check("我是经侦大队的，请配合还款。", "zh")


def test_every_class_has_advice() -> None:
    assert set(ADVICE) == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_the_kinder_way_can_be_sent_as_it_stands(name: str) -> None:
    _, instead = ADVICE[name]
    assert advise(instead.en, "en") == [] and instead.en.isascii() and instead.en.endswith((".", "?"))
    assert advise(instead.zh, "zh") == [] and instead.zh.endswith(("。", "？"))


def test_the_gate_uses_it() -> None:
    assert guard() is check


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_lines_that_it_has_never_seen(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    for entry in yaml.safe_load((Path(__file__).parent / f"heldout_{language}.yml").read_text(encoding="utf-8")):
        found = [objection.name for objection in advise(entry["text"], language)]
        forbidden = entry["class"] not in (None, "none")
        counts[f"{'forbidden' if forbidden else 'allowed'}, {'blocked' if found else 'passed'}"] += 1
        counts["allowed, blocked by a sign"] += not forbidden and bool(check(entry["text"], language))
        counts["right class"] += forbidden and entry["class"] in found
    blocked, missed = counts["forbidden, blocked"], counts["forbidden, passed"]
    with capsys.disabled():
        print(f"\ntone guard, {language}: {dict(counts)}")
    assert blocked / (blocked + missed) >= CAUGHT_AT_LEAST
    assert blocked / (blocked + counts["allowed, blocked"]) >= PRECISION_AT_LEAST


def test_the_weights_are_those_of_the_drafts() -> None:
    stored = json.loads((ROOT / "words" / WEIGHTS).read_text(encoding="utf-8"))
    assert stored["from"] == digest(DRAFTS), "the drafts have changed: run `python -m bot tone train`"


def test_every_class_has_drafts_in_both_languages_and_so_has_what_is_allowed() -> None:
    drafts = load(DRAFTS, CLASSES)
    for name in (*CLASSES, ALLOWED):
        for language in ("en", "zh"):
            assert sum(draft.name == name and draft.language == language for draft in drafts) >= 12, (name, language)


def test_no_draft_is_a_line_that_the_guard_is_measured_with() -> None:
    unseen = {
        plain(entry["text"])
        for language in ("en", "zh")
        for entry in yaml.safe_load((Path(__file__).parent / f"heldout_{language}.yml").read_text(encoding="utf-8"))
    }
    assert not {plain(draft.text) for draft in load(DRAFTS, CLASSES)} & unseen


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NO_CLASS:\n  en: [x]\n", "there is no class 'NO_CLASS'"),
        ("INSULT:\n  en: [1]\n", "is not a line of text"),
        ("INSULT:\n  en: [Same.]\nallowed:\n  en: [same.]\n", "stands under INSULT and allowed"),
    ],
)
def test_drafts_that_cannot_be_used_are_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "drafts.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DraftsError, match=message):
        load(tmp_path / "drafts.yml", CLASSES)


@pytest.mark.parametrize("place", ["cn", "uk", "us", "in", "ke", "base"])
def test_what_may_follow_passes_in_the_words_of_every_place(place: str) -> None:
    for one in resolve.load().consequences(place):
        assert not guard()(one.en, "en") and not guard()(one.zh, "zh"), one
