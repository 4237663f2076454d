"""The arrows between the rooms, and what may not be paid for at import (docs/design.md, Rooms and arrows)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = ("relief", "words", "actions", "bot")
MAY_IMPORT = {
    "relief": {"relief"},
    "words": {"words", "relief"},
    "actions": {"actions", "words", "relief"},
    "bot": {"bot", "words", "relief"},
}
RASA = {"rasa", "rasa_sdk", "spacy", "tensorflow", "sklearn"}
MAY_IMPORT_RASA = {"relief": set(), "words": set(), "actions": {"rasa_sdk"}, "bot": set(), "bot/nlu": RASA}
PLAIN = ("crisis", "crisis_learned", "crisis_training", "language", "masking", "memory", "tone_training")
"""Modules of `bot/nlu` that the gateway uses too."""


def modules(room: str) -> list[Path]:
    return sorted((PROJECT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            if node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_rasa_stays_where_it_belongs(room: str) -> None:
    wrong = []
    for path in modules(room):
        place = "bot/nlu" if path.is_relative_to(PROJECT / "bot" / "nlu") else room
        for name in imported(path):
            top = name.split(".")[0]
            if top in RASA and top not in MAY_IMPORT_RASA[place]:
                wrong.append(f"{path.relative_to(PROJECT)} imports {name}")
    assert wrong == []


def test_the_gateway_uses_only_the_plain_modules_of_bot_nlu() -> None:
    wrong = []
    for path in modules("bot"):
        if path.is_relative_to(PROJECT / "bot" / "nlu"):
            continue
        for name in imported(path):
            parts = name.split(".")
            if parts[:2] == ["bot", "nlu"] and len(parts) > 2 and parts[2] not in PLAIN:
                wrong.append(f"{path.relative_to(PROJECT)} imports {name}")
    assert wrong == []


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_action_server_and_the_gateway_loads_no_model_and_opens_no_engine() -> None:
    code = """
import importlib, pkgutil, sys
import sqlalchemy
def refuse(*a, **k): raise AssertionError("an engine was made at import")
sqlalchemy.create_engine = refuse
import actions, words, bot
for package in (actions, words):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(sorted(set(sys.modules) & {"rasa", "spacy", "tensorflow", "sklearn"}))
"""
    assert run(code).strip() == "[]"


@pytest.mark.parametrize("name", ["utils", "util", "helpers", "helper", "common", "misc"])
def test_no_room_has_a_drawer_for_everything(name: str) -> None:
    assert [path for room in ROOMS for path in modules(room) if path.stem == name] == []
