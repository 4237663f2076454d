"""Reads a mistyped word as the word that was meant, judged by the words of the training sentences.

English: a word that no training sentence has, one slip (a letter too many, missing, wrong, or two exchanged) from one that several
have. Chinese: two neighbouring characters that no training sentence has together, which sound like a pair that many have and share
a character with it. What was written is never replaced: its correction is read beside it, so that a wrong guess costs little.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bot.nlu.sounds import sound

_WORD = re.compile(r"(?<![a-z'])[a-z]+(?![a-z'])")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 5
"""Shorter words have too many neighbours: "pain" is not "paid"."""
LEAST_WORD = 3
LEAST_PAIR = 8
"""How many times a word, a pair of characters must be in the training sentences to be what was meant."""


@dataclass
class Speller:
    """What is known of spelling: how often each English word and each pair of Chinese characters was seen."""

    words: dict[str, int] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)
    _by_sound: dict[tuple[str, str], str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for pair in sorted(self.pairs, key=lambda pair: (self.pairs[pair], pair)):
            first, second = sound(pair[0]), sound(pair[1])
            if first and second and self.pairs[pair] >= LEAST_PAIR:
                self._by_sound[first, second] = pair  # the most frequent comes last and stays

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Speller:
        """From normalised training sentences."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            words.update(_WORD.findall(text))
            for run in _HAN_RUN.findall(text):
                pairs.update(first + second for first, second in pairwise(run))
        return cls(dict(words), dict(pairs))

    def correct(self, plain: str) -> str:
        """The normalised message as it was probably meant; itself where nothing is to be corrected."""
        characters = list(_WORD.sub(lambda match: self._word(match.group()), plain))
        for place in range(len(characters) - 1):
            first, second = characters[place], characters[place + 1]
            sounds = sound(first), sound(second)
            if sounds[0] is None or sounds[1] is None or first + second in self.pairs:
                continue
            meant = self._by_sound.get((sounds[0], sounds[1]))
            if meant and (meant[0] == first) != (meant[1] == second):
                characters[place], characters[place + 1] = meant
        return "".join(characters)

    def _word(self, word: str) -> str:
        if len(word) < SHORTEST or len(word) > 24 or word in self.words:
            return word
        near = [other for other in _one_slip(word) if self.words.get(other, 0) >= LEAST_WORD]
        return max(near, key=lambda other: (self.words[other], other)) if near else word

    def dump(self) -> bytes:
        """As JSON."""
        return json.dumps({"words": self.words, "pairs": self.pairs}, ensure_ascii=False).encode()

    @classmethod
    def load(cls, data: bytes) -> Speller:
        """The reverse of :meth:`dump`."""
        read = json.loads(data)
        return cls(read["words"], read["pairs"])


def _one_slip(word: str) -> set[str]:
    """Every spelling one slip away that begins with the same letter; the first letter is seldom mistyped."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    missing = {head + tail[1:] for head, tail in cuts if tail}
    exchanged = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    more = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return (missing | exchanged | wrong | more) - {word}
