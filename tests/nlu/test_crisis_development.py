"""The crisis net on the lists that it was tuned on and learned from, and what a line may cost."""

from __future__ import annotations

import json
import time
from importlib import resources
from pathlib import Path

import pytest
import yaml

from bot.commands.crisis import LINES
from bot.nlu import crisis
from bot.nlu.crisis_learned import WEIGHTS, pieces
from bot.nlu.crisis_training import LinesError, digest, load

LIST = yaml.load((LINES / "development.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
CAUGHT_AT_LEAST = {"en": 0.98, "zh": 0.98}
FALSE_AT_MOST = {"en": 0.04, "zh": 0.04}
SECONDS_A_LINE = 0.0015  # of this process; measured at about a third of it


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nearly_every_danger_on_the_development_list_is_caught(language: str) -> None:
    lines = LIST[language]["danger"]
    missed = [line for line in lines if crisis.find(line) is None]
    assert len(lines) >= 250
    assert len(missed) <= (1 - CAUGHT_AT_LEAST[language]) * len(lines), missed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hardly_a_harmless_line_on_the_development_list_alarms(language: str) -> None:
    lines = LIST[language]["harmless"]
    alarms = [line for line in lines if crisis.find(line) is not None]
    assert len(lines) >= 250
    assert len(alarms) <= FALSE_AT_MOST[language] * len(lines), alarms


def test_a_line_costs_next_to_nothing() -> None:
    lines = [line for language in ("en", "zh") for kind in ("danger", "harmless") for line in LIST[language][kind][:50]]
    crisis.find("the rules are read with the first line")
    begun = time.process_time()
    for line in lines:
        crisis.find(line)
    assert (time.process_time() - begun) / len(lines) < SECONDS_A_LINE


def test_a_very_long_message_is_read_too_and_does_not_hang() -> None:
    begun = time.perf_counter()
    assert (
        crisis.find("i want to die. " + "please help me with my loan and my payment and my life, " * 2000) is not None
    )
    crisis.find("我 想 没 " * 20000)
    assert time.perf_counter() - begun < 5


def test_the_weights_were_trained_from_these_lines() -> None:
    shipped = json.loads(resources.files("bot.nlu").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    assert shipped["from"] == digest(LINES), "run python -m bot crisis train"


def test_a_line_that_is_danger_and_harmless_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text("en: {open: [I want to die], idiom: ['i want to die!']}", encoding="utf-8")
    (tmp_path / "two.yml").write_text("en: {veiled: [hello], idiom: [hello]}", encoding="utf-8")
    with pytest.raises(LinesError, match="stands as danger and as harmless"):
        load(tmp_path)


def test_a_kind_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text("en: {sad: [hello]}", encoding="utf-8")
    with pytest.raises(LinesError, match=r"there is no kind 'sad'\. Use one of danger, open, veiled"):
        load(tmp_path)


def test_a_cry_in_a_long_letter_is_weighed_by_itself() -> None:
    letter = "I have paid since March and I kept every receipt of it. " * 12
    assert pieces("short. and done") == ["short. and done"]
    parts = pieces(
        letter + "i gave the dog away and wrote down my passwords for my wife, she will need them soon. " + letter
    )
    assert len(parts) > 3 and all(len(part) <= 480 for part in parts) and "".join(parts).count("passwords") == 1
