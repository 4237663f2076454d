"""The real pipeline, trained on a few sentences: what each component adds to a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.rasa
Parse = Callable[..., dict[str, Any]]


def found(parsed: dict[str, Any], entity: str) -> list[str]:
    return [row["value"] for row in parsed["entities"] if row["entity"] == entity]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much do i owe?", "check_balance"),
        ("我的 balance 是多少？", "check_balance"),
        ("我欠多少錢", "check_balance"),
        ("HELLO", "greet"),
        ("能不能延期", "request_extension"),
    ],
)
def test_both_languages_and_mixed_lines_are_understood(parse: Parse, text: str, intent: str) -> None:
    parsed = parse(text)
    assert parsed["intent"]["name"] == intent
    assert 0.0 < parsed["intent"]["confidence"] <= 1.0


def test_dates_count_from_the_day_in_the_metadata(parse: Parse) -> None:
    assert found(parse("I'll pay next friday", today="2026-11-23", timezone="Asia/Shanghai"), "date") == ["2026-12-04"]
    assert found(parse("I'll pay next friday", today="2026-12-01", timezone="Asia/Shanghai"), "date") == ["2026-12-11"]


def test_without_metadata_the_clock_decides(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    import bot.nlu.entity_extractor as extractor

    monkeypatch.setenv("EVENKEEL_NOW", "2026-11-23T01:00:00+08:00")  # still the 22nd in UTC
    extractor._clock.cache_clear()
    try:
        assert found(parse("tomorrow"), "date") == ["2026-11-24"]
        assert found(parse("tomorrow", timezone="America/New_York"), "date") == ["2026-11-23"]
    finally:
        extractor._clock.cache_clear()


def test_metadata_that_makes_no_sense_is_not_trusted(parse: Parse) -> None:
    assert len(found(parse("tomorrow", today="yesterday", timezone="Mars/Olympus"), "date")) == 1


def test_the_place_of_an_entity_is_true_to_the_text(parse: Parse) -> None:
    text = "ＯＫ 我15号还１２００元"
    row = next(row for row in parse(text, today="2026-11-23")["entities"] if row["entity"] == "amount")
    assert (text[row["start"] : row["end"]], row["value"]) == ("１２００", "1200")


@pytest.mark.parametrize("text", ["how much do i owe, i want to die", "我欠多少钱，不想活了", "yes i will kill myself"])
def test_the_crisis_net_has_the_last_word(parse: Parse, text: str) -> None:
    parsed = parse(text, expecting=["yes_no", "text"])
    assert parsed["intent"] == {"name": "express_distress", "confidence": 1.0}
    assert parsed["crisis"]["kind"] == "suicide"
    assert parsed["intent_ranking"][0]["name"] == "express_distress"


@pytest.mark.parametrize(
    ("text", "expecting", "intent"),
    [
        ("no", ["yes_no"], "deny"),
        ("10号", ["date"], "inform"),
        ("第二个吧", ["ordinal"], "inform"),
        ("那就这个吧", ["ordinal", "yes_no"], "affirm"),
    ],
)
def test_a_short_answer_is_read_in_the_light_of_the_question(
    parse: Parse, text: str, expecting: list[str], intent: str
) -> None:
    assert parse(text, today="2026-11-23", expecting=expecting)["intent"]["name"] == intent


def test_concepts_say_why(parse: Parse) -> None:
    assert parse("so i got laid off in may")["concepts"] == [{"concept": "LOSE_JOB", "text": "laid off"}]
    assert parse("我失業了")["concepts"] == [{"concept": "LOSE_JOB", "text": "失 业"}]


def test_a_strange_message_is_sent_to_be_clarified(parse: Parse) -> None:
    assert parse("zxqv blorp wibble")["intent"]["name"] in ("nlu_fallback", "out_of_scope")


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "?", "！！！", "a" * 2000, "千" * 2000, "1" * 2000, "not " * 500, "1,1" * 600]
)
def test_no_message_breaks_or_stalls_the_pipeline(parse: Parse, text: str) -> None:
    import time

    started = time.perf_counter()
    parsed = parse(text)
    assert "intent" in parsed
    assert time.perf_counter() - started < 1.5


def test_the_ranking_is_short(parse: Parse) -> None:
    assert len(parse("hello")["intent_ranking"]) <= 6


def test_a_changed_lexicon_trains_anew(small_project: Path) -> None:
    from bot.nlu.classifier import LinearIntentClassifier

    lexicon = small_project / "other.yml"
    lexicon.write_text("A:\n  en: [x]\n", encoding="utf-8")
    before = LinearIntentClassifier.fingerprint_addon({"concepts": str(lexicon)})
    lexicon.write_text("A:\n  en: [y]\n", encoding="utf-8")
    assert before != LinearIntentClassifier.fingerprint_addon({"concepts": str(lexicon)})


def test_an_encoder_without_its_package_says_what_to_do(tmp_path: Path) -> None:
    from bot.nlu.encoder import EncoderUnavailableError, SentenceEncoder

    with pytest.raises(EncoderUnavailableError, match=r"onnxruntime|model\.onnx"):
        SentenceEncoder(tmp_path)
