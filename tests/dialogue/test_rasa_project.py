"""The root is an ordinary Rasa project: its own commands find nothing wrong with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.product import require_model

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text())
KNOWN = PROJECT / "tests" / "nlu" / "validator_warnings.txt"
FOREIGN = ("DeprecationWarning", "PyparsingDeprecationWarning", "FutureWarning", "MovedIn20Warning", "site-packages")


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True
    )


def warnings_in(output: str) -> set[str]:
    """Rasa's own warnings, without colours and places."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    found = set()
    for line in plain.splitlines():
        match = re.search(r"(?:UserWarning: |WARNING\s+rasa\S*\s+- )(.*)", line)
        if match and not any(word in line for word in FOREIGN):
            found.add(match[1].strip())
    return found


@pytest.mark.rasa
def test_the_validator_warns_of_nothing_that_is_not_on_the_list() -> None:
    done = rasa("data", "validate")
    assert done.returncode == 0, done.stderr[-3000:]
    known = {line for line in KNOWN.read_text().splitlines() if line and not line.startswith("#")}
    assert warnings_in(done.stdout + done.stderr) == known


@pytest.mark.rasa
def test_the_stories_are_followed(tmp_path: Path) -> None:
    require_model()
    done = rasa("test", "core", "--stories", "tests/stories", "--out", str(tmp_path), "--fail-on-prediction-errors")
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_warning_would_be_seen() -> None:
    said = "\x1b[94m/a/validator.py:1: UserWarning: The intent 'x' is not used in any story or rule.\x1b[0m"
    assert warnings_in(said) == {"The intent 'x' is not used in any story or rule."}


@pytest.mark.parametrize("name", sorted(DOMAIN["responses"]))
def test_every_fixed_reply_stands_there_for_each_language_and_for_none(name: str) -> None:
    """With no variant that fits, Rasa says nothing; with two that fit, it takes one by chance."""
    conditions = [
        tuple((item["name"], item["value"]) for item in variant.get("condition", ()))
        for variant in DOMAIN["responses"][name]
    ]
    assert sorted(conditions) == [(), (("language", "en"),), (("language", "zh"),)]


@pytest.mark.rasa
@pytest.mark.parametrize("name", sorted(DOMAIN["responses"]))
@pytest.mark.parametrize("language", ["en", "zh", None])
async def test_every_fixed_reply_is_rendered_in_every_language(name: str, language: str | None) -> None:
    from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
    from rasa.shared.core.domain import Domain

    domain = Domain.load(str(PROJECT / "domain.yml"))
    spoken = TemplatedNaturalLanguageGenerator(domain.responses).generate_from_slots(
        name, {"language": language, "session_started_metadata": None}, "rest"
    )
    assert spoken is not None and spoken["text"]
    assert bool(re.search(r"[\u4e00-\u9fff]", spoken["text"])) is (language == "zh")
    for button in spoken.get("buttons", ()):
        assert re.fullmatch(r'/[a-z_]+(\{"language": "(en|zh)"\})?', button["payload"])


def test_only_the_language_is_kept_in_a_slot() -> None:
    assert list(DOMAIN["slots"]) == ["language"]
    assert DOMAIN["slots"]["language"]["mappings"] == [{"type": "custom"}]
    assert all(list(intent.values()) == [{"use_entities": []}] for intent in DOMAIN["intents"])
