"""The little language in which the crisis net is written: concepts, and rules that put concepts in an order.

A line becomes a row of units: words in English, single characters in Chinese, so that both, and a mixture, are read by one machine. A
*concept* is a set of phrases that mean the same (``end``: end, finish, stop, be over …). A *rule* says which concepts follow each other:

========== =====================================================================
``<life>``   a phrase of that concept
``a|<b>``    one of these; ``_`` joins the words of one phrase
``x?``       may be missing
``~``        up to 3 units in between (Chinese 4), ``~~`` up to 8 (Chinese 12); never across the end of a sentence
``...``      up to 25 units in between, also across sentences
``.``        the end of a sentence that ends so, or of the message
``!<no>``    the rule fails where this begins within the next four units of the sentence
``<no>!``    as the first part: the rule fails where this lies within the four units before
========== =====================================================================

Nothing here knows what the concepts mean; that is data. A phrase is looked up by its first unit, so that a line costs microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_UNIT = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]|[.!?;,。…\n]", re.ASCII)
_STOPS = frozenset(".!?;。\n")
_NEAR = {"en": (3, 8), "zh": (4, 12)}
_FAR = 25
_BEFORE = 4
_AFTER = 4
_SHORT = {"n't": "not", "'m": "am", "'ll": "will", "'d": "would", "'ve": "have", "'re": "are", "'s": "is"}
_WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "let's": ("let", "us"), "shan't": ("will", "not")}


@dataclass(frozen=True)
class Unit:
    """A word or a Chinese character, and where it stands in the text."""

    text: str
    start: int
    end: int


def units(text: str, dropped: re.Pattern[str] | None = None) -> list[Unit]:
    """``text`` (normalised) as units. Contractions are written out; what ``dropped`` matches carries no meaning here ("really", 真的)."""
    if dropped is not None:
        text = dropped.sub(lambda match: " " * len(match.group()), text)
    row: list[Unit] = []
    for match in _UNIT.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        parts = _written_out(word) if "'" in word else (word,)
        row.extend(Unit(part, start, end) for part in parts)
    return row


def _written_out(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, full in _SHORT.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)], full)
    return (word.replace("'", ""),)


@dataclass(frozen=True)
class _Step:
    """One part of a rule: the names that may stand here, or a gap, or something that must not stand here."""

    names: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0
    over_stops: bool = False
    forbidden: bool = False


@dataclass(frozen=True)
class Rule:
    """A compiled rule: the group it belongs to and its steps."""

    group: str
    source: str
    steps: tuple[_Step, ...]
    not_before: tuple[str, ...] = ()
    needed: tuple[frozenset[str], ...] = ()
    firsts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A rule that fits: from which unit to which (exclusive)."""

    rule: Rule
    first: int
    last: int


@dataclass
class Grammar:
    """The concepts and rules of one language. Built once, only read afterwards.

    Raises ValueError that names the rule or concept which cannot be read.
    """

    language: str
    concepts: Mapping[str, Iterable[str]]
    rules: Mapping[str, Iterable[str]]
    dropped: re.Pattern[str] | None = None
    _phrases: dict[tuple[str, ...], list[str]] = field(default_factory=dict, init=False)
    _lengths: dict[str, list[int]] = field(default_factory=dict, init=False)
    _by_rarest: dict[str, list[Rule]] = field(default_factory=dict, init=False)
    _known: set[tuple[str, str]] = field(default_factory=set, init=False)
    _weight: dict[str, int] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for name, phrases in self.concepts.items():
            for phrase in phrases:
                self._add(str(phrase), name)
        for group, lines in self.rules.items():
            for line in lines:
                rule = self._compile(group, str(line))
                for name in min(rule.needed, key=self._commonness):
                    self._by_rarest.setdefault(name, []).append(rule)

    def _commonness(self, names: frozenset[str]) -> int:
        """How often one of ``names`` is likely to stand in a line: short phrases are common. Rules wait for their rarest part."""
        return sum(self._weight.get(name, 0) for name in names)

    def _add(self, phrase: str, name: str) -> None:
        if (phrase, name) in self._known:
            return
        self._known.add((phrase, name))
        words = tuple(unit.text for unit in units(phrase.lower(), self.dropped))
        if not words:  # nothing but words that are dropped from every line
            return
        self._phrases.setdefault(words, []).append(name)
        lengths = self._lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            lengths.append(len(words))
        self._weight[name] = self._weight.get(name, 0) + (10 if len(words) == 1 else 1)

    def _compile(self, group: str, line: str) -> Rule:
        steps: list[_Step] = []
        not_before: tuple[str, ...] = ()
        near, wide = _NEAR[self.language]
        for number, part in enumerate(line.split()):
            if part in ("~", "~~", "..."):
                steps.append(_Step(gap={"~": near, "~~": wide, "...": _FAR}[part], over_stops=part == "..."))
            elif number == 0 and part.endswith("!"):
                not_before = self._names(part[:-1], line)
            elif part.startswith("!"):
                if steps and steps[-1].gap:  # "not in what follows" needs no gap of its own
                    steps.pop()
                steps.append(_Step(names=self._names(part[1:], line), forbidden=True))
            else:
                optional = "?" in part and len(part) > 1
                steps.append(_Step(names=self._names(part.replace("?", "") or "?", line), optional=optional))
        if not any(step.names and not step.optional and not step.forbidden for step in steps):
            raise ValueError(f"crisis rules ({self.language}): rule {line!r} says nothing; give it a word or a concept")
        needed = tuple(
            frozenset(step.names) for step in steps if step.names and not step.optional and not step.forbidden
        )
        return Rule(group, line, tuple(steps), not_before, needed, _firsts(steps))

    def _names(self, part: str, line: str) -> tuple[str, ...]:
        names: list[str] = []
        for one in part.split("|"):
            if one.startswith("<") and one.endswith(">"):
                if one[1:-1] not in self.concepts:
                    raise ValueError(f"crisis rules ({self.language}): rule {line!r} names {one}, which is no concept")
                names.append(one[1:-1])
            elif one and not set("<>()[]?!~") & set(one):
                phrase = one.replace("_", " ")
                name = "=" + phrase
                self._add(phrase, name)
                names.append(name)
            else:
                raise ValueError(f"crisis rules ({self.language}): rule {line!r} cannot be read at {one!r}")
        return tuple(names)

    def named(self, row: Sequence[Unit]) -> list[tuple[str, ...]]:
        """The concepts that begin at each place of ``row`` where some do, in their order."""
        spans = self._spans([*(unit.text for unit in row), "."])
        concepts = (tuple(sorted(name for name in here if not name.startswith("="))) for here in spans)
        return [names for names in concepts if names]

    def search(self, row: Sequence[Unit]) -> Iterator[Found]:
        """Every rule that fits somewhere in ``row``."""
        words = [*(unit.text for unit in row), "."]  # the end of a message ends a sentence
        spans = self._spans(words)
        where: dict[str, list[int]] = {}
        for at, here in enumerate(spans):
            for name in here:
                where.setdefault(name, []).append(at)
        present = where.keys()
        tried: set[int] = set()
        for name in present:
            for rule in self._by_rarest.get(name, ()):
                if id(rule) in tried:
                    continue
                tried.add(id(rule))
                if any(present.isdisjoint(names) for names in rule.needed):
                    continue
                for first in sorted({at for start in rule.firsts for at in where.get(start, ())}):
                    if rule.not_before and _stands_before(rule.not_before, spans, first, words):
                        continue
                    last = _fits(rule.steps, 0, first, spans, words)
                    if last is not None:
                        yield Found(rule, first, min(last, len(row)))

    def _spans(self, words: Sequence[str]) -> list[dict[str, list[int]]]:
        spans: list[dict[str, list[int]]] = []
        for at, word in enumerate(words):
            here: dict[str, list[int]] = {}
            for length in self._lengths.get(word, ()):
                if at + length > len(words):
                    continue
                for name in self._phrases.get(tuple(words[at : at + length]), ()):
                    here.setdefault(name, []).append(at + length)
            spans.append(here)
        return spans


def _firsts(steps: Sequence[_Step]) -> frozenset[str]:
    names: set[str] = set()
    for step in steps:
        if step.forbidden:
            continue
        names.update(step.names)
        if step.names and not step.optional:
            break
    return frozenset(names)


def _stands_before(
    names: tuple[str, ...], spans: Sequence[dict[str, list[int]]], first: int, words: Sequence[str]
) -> bool:
    for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1):
        if words[at] in _STOPS:
            return False
        if any(name in spans[at] for name in names):
            return True
    return False


def _begins_soon(names: tuple[str, ...], at: int, spans: Sequence[dict[str, list[int]]], words: Sequence[str]) -> bool:
    for here in range(at, min(at + _AFTER, len(words))):
        if any(name in spans[here] for name in names):
            return True
        if words[here] in _STOPS:
            return False
    return False


def _fits(
    steps: tuple[_Step, ...], number: int, at: int, spans: Sequence[dict[str, list[int]]], words: Sequence[str]
) -> int | None:
    """Where the rule ends if its steps from ``number`` on fit from unit ``at`` on, else None."""
    if number == len(steps):
        return at
    step = steps[number]
    here = spans[at] if at < len(spans) else {}
    if step.forbidden:
        return None if _begins_soon(step.names, at, spans, words) else _fits(steps, number + 1, at, spans, words)
    if step.gap:
        for skipped in range(step.gap + 1):
            last = _fits(steps, number + 1, at + skipped, spans, words)
            if last is not None:
                return last
            if at + skipped >= len(words) or (not step.over_stops and words[at + skipped] in _STOPS):
                return None
        return None
    for name in step.names:
        for end in here.get(name, ()):
            last = _fits(steps, number + 1, end, spans, words)
            if last is not None:
                return last
    return _fits(steps, number + 1, at, spans, words) if step.optional else None
