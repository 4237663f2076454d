"""Turns a message into counted, hashed features: words, characters, concepts, and which entities it holds."""

from __future__ import annotations

import itertools
import re
from datetime import date

from bot.nlu.concepts import ConceptHit, ConceptLexicon, concept_features
from bot.nlu.entities import extract
from bot.nlu.normalise import normalise
from bot.nlu.spelling import Speller
from bot.nlu.tokens import words

_DIGIT = re.compile(r"\d+(?:[.,:/]\d+)*")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_LATIN_WORD = re.compile("[^\\W\\d_\u4e00-\u9fff][^\\W_\u4e00-\u9fff'’-]*(?:['’-][^\\W_\u4e00-\u9fff]+)*|#")
# Which entities a message holds does not depend on the day it was written.
_ANY_DAY = date(2026, 11, 23)


def message_features(
    text: str, lexicon: ConceptLexicon | None = None, entities: bool = True, speller: Speller | None = None
) -> tuple[list[str], list[ConceptHit]]:
    """The feature strings of ``text`` (each prefixed by its kind, so that hashing keeps kinds apart) and its concepts.

    With a ``speller``, what a mistyped word was meant to be is read beside it.
    """
    plain = normalise(text)
    features, hits = _read(plain, lexicon)
    meant = speller.correct(plain) if speller else plain
    if meant != plain:
        corrected, hits = _read(meant, lexicon)
        seen = set(features)
        features.extend(feature for feature in corrected if feature not in seen)
    if entities:
        features.extend(entity_features(text))
    return features, hits


def _read(plain: str, lexicon: ConceptLexicon | None) -> tuple[list[str], list[ConceptHit]]:
    features = surface_features(plain)
    hits = lexicon.find(words(plain)) if lexicon else []
    if hits:
        features.extend(concept_features(hits))
    return features, hits


def surface_features(plain: str) -> list[str]:
    """Words in ones, twos and threes, letters in twos to fives inside a word, Chinese characters in ones to fours."""
    masked = _DIGIT.sub("#", plain)
    tokens = words(masked)
    features = [f"w:{token}" for token in tokens]
    edged = ["^", *tokens, "$"]
    features.extend([f"w2:{a} {b}" for a, b in itertools.pairwise(edged)])
    features.extend([f"w3:{a} {b} {c}" for a, b, c in zip(edged, edged[1:], edged[2:], strict=False)])
    features.extend([f"ws:{a} {b}" for a, b in zip(tokens, tokens[2:], strict=False)])
    if len(tokens) <= 3:
        features.append(f"n:{len(tokens)}")
    for word in _LATIN_WORD.findall(masked):
        if word == "#":
            continue
        padded = f" {word} "
        for size in (2, 3, 4, 5):
            features.extend([f"c:{padded[start : start + size]}" for start in range(len(padded) - size + 1)])
    for run in _HAN_RUN.findall(masked):
        for size in (2, 3, 4):
            features.extend([f"h:{run[start : start + size]}" for start in range(len(run) - size + 1)])
    return features


def entity_features(text: str) -> list[str]:
    """Kinds of entities in order, and the values of the closed ones: they mean the same in both languages."""
    found = extract(text, _ANY_DAY)
    kinds = [entity.entity for entity in found if entity.entity != "currency"]
    features = [f"e:{kind}" for kind in dict.fromkeys(kinds)]
    features.extend(f"e2:{a}>{b}" for a, b in itertools.pairwise(kinds))
    features.extend(
        f"e={entity.value}" for entity in found if entity.entity in ("hardship_reason", "channel", "language")
    )
    if found and sum(entity.end - entity.start for entity in found) >= 0.7 * max(len(text.strip()), 1):
        features.append("e:only")
    return features
