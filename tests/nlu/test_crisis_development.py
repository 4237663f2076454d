"""The crisis net on the list that it was tuned on, and what a line may cost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from bot.nlu import crisis

LIST = yaml.load(
    (Path(__file__).parent / "crisis_development.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
CAUGHT_AT_LEAST = {"en": 0.94, "zh": 0.94}
FALSE_AT_MOST = {"en": 0.05, "zh": 0.05}
SECONDS_A_LINE = (
    0.0015  # of this process; measured at about a third of it, and at most 0.001 for long lines full of signs
)


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
