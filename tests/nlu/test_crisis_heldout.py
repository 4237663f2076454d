"""How much the crisis net catches, and how often it calls a person for nothing: on lists that it was not tuned on.

The floors are what was measured (`-s` prints the counts); they may only rise.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.commands.crisis import LINES
from bot.nlu import crisis
from bot.nlu.crisis_training import everyday, load

HERE = Path(__file__).parent
CAUGHT_AT_LEAST = {"en": 0.92, "zh": 0.94}
FALSE_AT_MOST = {"en": 0.12, "zh": 0.21}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_messages_that_it_has_never_seen(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    for entry in yaml.safe_load((HERE / "heldout" / f"crisis_{language}.yml").read_text(encoding="utf-8")):
        counts[(entry["kind"], crisis.find(entry["text"]) is not None)] += 1
    caught, missed = (sum(counts[(kind, hit)] for kind in ("open", "veiled")) for hit in (True, False))
    false, quiet = (sum(counts[(kind, hit)] for kind in ("idiom", "nearmiss")) for hit in (True, False))
    with capsys.disabled():
        print(f"\ncrisis net, {language}: caught {caught} of {caught + missed} ({dict(counts)}), false alarms {false}")
    assert caught / (caught + missed) >= CAUGHT_AT_LEAST[language]
    assert false / (false + quiet) <= FALSE_AT_MOST[language]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_that_is_learned_from_is_held_out(language: str) -> None:
    lines = yaml.safe_load((HERE / "heldout" / f"crisis_{language}.yml").read_text(encoding="utf-8"))
    held_out = {crisis.plainly(entry["text"]) for entry in lines}
    learned = [*load(LINES), *everyday(LINES.parent / "nlu")]
    both = sum(crisis.plainly(line.text) in held_out for line in learned)
    assert both == 0
