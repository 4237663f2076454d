"""The concept lexicon: what words mean, the same for both languages.

``data/nlu/concepts.yml`` maps a concept to its surface forms (``LOSE_JOB: {en: [lost my job, laid off], zh: [失业, 被裁]}``). A form may
have several words; a trailing ``*`` matches any ending of its last Latin word. Forms are written the way messages are
(:func:`bot.nlu.normalise.normalise`), cut by our own tokenizer and matched by spaCy's PhraseMatcher, and Matcher for the starred ones,
over ``Doc(vocab, words=…)`` on a blank vocabulary: no model, no download. What is matched becomes features beside the words, and
is listed in the message, so that the system can say why it understood what it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.normalise import normalise
from bot.nlu.tokens import words


@dataclass(frozen=True)
class ConceptHit:
    """A concept and the words it was seen in; ``start`` and ``end`` count tokens."""

    concept: str
    text: str
    start: int
    end: int


class ConceptLexicon:
    """Matches concepts in tokens. Empty when it was given no forms."""

    def __init__(self, forms: dict[str, list[str]]) -> None:
        """``forms`` maps each concept to its surface forms in any language."""
        self.forms = forms
        self._phrases: Any = None
        self._prefixes: Any = None
        self._vocab: Any = None
        self._stems: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> ConceptLexicon:
        """Reads the file; an absent file is an empty lexicon. Raises ValueError naming what is malformed."""
        return cls(read_forms(path.read_text(encoding="utf-8"), str(path))) if path.is_file() else cls({})

    def __len__(self) -> int:
        return len(self.forms)

    def _build(self) -> None:
        # spaCy is imported here, not above: it costs half a minute beside TensorFlow, and only Rasa's process needs it.
        import spacy
        from spacy.matcher import Matcher, PhraseMatcher
        from spacy.tokens import Doc

        nlp = spacy.blank("xx")
        self._vocab = nlp.vocab
        self._phrases, self._prefixes = PhraseMatcher(self._vocab), Matcher(self._vocab)
        stems: set[str] = set()
        for concept, forms in self.forms.items():
            for form in forms:
                tokens = words(normalise(form.rstrip("*")))
                if not tokens:
                    continue
                if form.endswith("*"):
                    stems.add(tokens[-1])
                    pattern: list[dict[str, Any]] = [{"ORTH": token} for token in tokens[:-1]]
                    self._prefixes.add(concept, [[*pattern, {"TEXT": {"REGEX": f"^{_escape(tokens[-1])}"}}]])
                else:
                    self._phrases.add(concept, [Doc(self._vocab, words=tokens)])

        self._stems = tuple(stems)

    def find(self, tokens: list[str]) -> list[ConceptHit]:
        """The concepts in the tokens of a normalised message, in order; of two that begin together the longer comes first."""
        if not self.forms or not tokens:
            return []
        if self._vocab is None:
            self._build()
        from spacy.tokens import Doc

        doc = Doc(self._vocab, words=tokens)
        matchers = [self._phrases]
        if any(
            token.startswith(self._stems) for token in tokens
        ):  # the Matcher tries an expression at every token: only when one can match
            matchers.append(self._prefixes)
        found = {(start, -end, self._vocab.strings[key]) for matcher in matchers for key, start, end in matcher(doc)}
        return [
            ConceptHit(concept, " ".join(tokens[start:-end]), start, -end)
            for start, end, concept in sorted(_longest(found))
        ]


def _longest(found: set[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of one concept only its longest hits: "pay" inside "pay later" says nothing more about PAY."""
    kept: list[tuple[int, int, str]] = []
    for start, end, concept in sorted(found, key=lambda hit: (hit[1] + hit[0], hit)):
        if not any(concept == other and first <= start and -end <= -last for first, last, other in kept):
            kept.append((start, end, concept))
    return kept


def _escape(token: str) -> str:
    import re

    return re.escape(token)


def read_forms(text: str, source: str) -> dict[str, list[str]]:
    """The surface forms in a lexicon's YAML. Raises ValueError with the file, the concept and what is expected."""
    import yaml

    data = yaml.safe_load(text) or {}
    if not isinstance(data, dict):
        raise ValueError(
            f"{source}: expected concepts at the top, as 'LOSE_JOB: {{en: [...], zh: [...]}}', found {type(data).__name__}"
        )
    forms: dict[str, list[str]] = {}
    for concept, entry in data.items():
        if not isinstance(entry, dict):
            raise ValueError(f"{source}: concept {concept}: expected 'en' and 'zh' lists, found {entry!r}")
        rows = [form for language in ("en", "zh") for form in entry.get(language) or []]
        if not rows or not all(isinstance(form, str) for form in rows):
            raise ValueError(
                f"{source}: concept {concept}: 'en' and 'zh' must be lists of quoted words, found {rows!r}"
            )
        forms[str(concept)] = rows
    return forms


def concept_features(hits: list[ConceptHit]) -> list[str]:
    """The concepts alone, as pairs in order, and as neighbours in threes."""
    names = [hit.concept for hit in hits]
    alone = [f"k:{name}" for name in names]
    pairs = [
        f"k2:{first}>{second}"
        for index, first in enumerate(names)
        for second in names[index + 1 : index + 4]
        if first != second
    ]
    threes = [f"k3:{a}>{b}>{c}" for a, b, c in zip(names, names[1:], names[2:], strict=False)]
    return [*alone, *pairs, *threes, f"k#:{min(len(names), 4)}"]
