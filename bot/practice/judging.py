"""What is said about an answer: the guard's objections, and the rules of the situation that it misses. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import drafts
from bot.practice.model import Practice, Rule, Situation
from words.model import Both, Language


@dataclass(frozen=True)
class Verdict:
    """`objections`: what may not be said at all. `missed` and `kept`: rules of this moment."""

    objections: tuple[drafts.Objection, ...]
    missed: tuple[Rule, ...]
    kept: tuple[Rule, ...]

    @property
    def good(self) -> bool:
        return not self.objections and not self.missed


def judge(
    practice: Practice, situation: Situation, turn: int, answer: str, language: Language, reader: Language
) -> Verdict:
    """`turn` counts from 0. The guard is the one that stands before every reply in the console."""
    objections = drafts.check(
        answer, language, reader, verified=situation.verified, distress=situation.distress
    )  # fmt: skip
    rules = [practice.rules[name] for name in situation.needs[turn]]
    return Verdict(
        tuple(objections),
        tuple(rule for rule in rules if not rule.holds(answer)),
        tuple(rule for rule in rules if rule.holds(answer)),
    )


def line(situation: Situation, turns: Sequence[Mapping[str, Any]], turn: int) -> Both:
    """What the borrower says before answer `turn`."""
    if turn == 0:
        return situation.says
    last = turns[turn - 1]
    return situation.badly if last["classes"] or last["missed"] else situation.well


def result(turns: Sequence[Mapping[str, Any]]) -> str:
    """`good` when no answer hurt or missed what matters, else `again`."""
    return "good" if all(not one["classes"] and not one["missed"] for one in turns) else "again"
