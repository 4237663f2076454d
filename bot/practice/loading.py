"""Reads the content once and refuses what cannot be right, naming the file, the entry and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.practice.model import Practice, Rule, Situation
from words.model import Both

HERE = Path(__file__).parent
ANSWERS = 2


class ContentError(ValueError):
    """Content of practice that cannot be used."""


@cache
def load(folder: Path = HERE) -> Practice:
    """The whole content. Raises ContentError."""
    rules = {rule.id: rule for rule in (_rule(one) for one in _read(folder / "rules.yml"))}
    situations = tuple(_situation(one, rules) for one in _read(folder / "situations.yml"))
    names = [one.id for one in situations]
    if len(set(names)) != len(names):
        raise ContentError(f"situations.yml: an id stands there twice; there are {', '.join(sorted(names))}.")
    return Practice(situations, rules)


def _read(path: Path) -> list[dict[str, Any]]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, list) or not all(isinstance(one, dict) and one.get("id") for one in found):
        raise ContentError(f"{path.name}: it must be a list of entries, each with an id.")
    return found


def _rule(one: Mapping[str, Any]) -> Rule:
    where = f"rules.yml, {one['id']}"
    for name in ("need", "source", "link", "date", "verified", "signs"):
        if name not in one:
            raise ContentError(f"{where}: {name} is missing; every rule says where it comes from and how it is known.")
    if not isinstance(one["date"], date):
        raise ContentError(f"{where}: date {one['date']!r} must be a day such as 2021-11-30.")
    try:
        signs = tuple(re.compile(str(sign)) for sign in one["signs"])
    except re.error as error:
        raise ContentError(f"{where}: a sign is no regular expression ({error}).") from None
    return Rule(
        one["id"], bool(one["need"]), _both(one, where), one["source"], one["link"], one["date"], bool(one["verified"]), signs
    )  # fmt: skip


def _situation(one: Mapping[str, Any], rules: Mapping[str, Rule]) -> Situation:
    where = f"situations.yml, {one['id']}"
    texts = {}
    for name in ("title", "who", "says", "well", "badly"):
        if not isinstance(one.get(name), dict):
            raise ContentError(f"{where}: {name} is missing.")
        texts[name] = _both(one[name], f"{where}, {name}")
    needs = one.get("needs") or []
    if len(needs) != ANSWERS:
        raise ContentError(f"{where}: needs must name rules for {ANSWERS} answers, it has {len(needs)}.")
    if unknown := {rule for turn in needs for rule in turn} - set(rules):
        raise ContentError(f"{where}: there is no rule {', '.join(sorted(unknown))} in rules.yml.")
    return Situation(
        one["id"], verified=bool(one.get("verified")), distress=bool(one.get("distress")), needs=tuple(tuple(turn) for turn in needs),
        **texts,
    )  # fmt: skip


def _both(one: Mapping[str, Any], where: str) -> Both:
    for language in ("en", "zh"):
        if not isinstance(one.get(language), str) or not one[language].strip():
            raise ContentError(f"{where}: the text in {language!r} is missing.")
    return Both(en=one["en"], zh=one["zh"])
