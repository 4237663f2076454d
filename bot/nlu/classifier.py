"""The intent classifier as a Rasa component: features of ``features.py``, the model of ``linear.py``, clauses of ``clauses.py``.

On the same features a second model hears why paying is hard (``reason_model.py``); the entity extractor reads what it says.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from bot.nlu import reason_model
from bot.nlu.clauses import clauses, combine, weights, wishes
from bot.nlu.concepts import ConceptHit, ConceptLexicon, read_forms
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.features import message_features
from bot.nlu.linear import LinearModel, hash_features
from bot.nlu.normalise import normalise
from bot.nlu.spelling import Speller

logger = logging.getLogger(__name__)

CONCEPTS = "concepts"
WISHES = "wishes"
REASON = "heard_reason"
_MODEL_FILE = "intents.npz"
_REASONS_FILE = "reasons.npz"
_SPELLING_FILE = "spelling.json"
_LEXICON_FILE = "concepts.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Linear on hashed n-grams and concepts; calibrated; long messages clause by clause."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``concepts``, ``reasons``: files of the trainers, may be absent; ``encoder``: folder of an ONNX sentence encoder or null."""
        return {
            "concepts": "data/nlu/concepts.yml",
            "reasons": "data/nlu/reasons.yml",
            "encoder": None,
            "c": 3.0,
            "folds": 3,
            "minimum_frequency": 2,
            "ranking_length": 5,
            "clause_share": 0.3,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
        lexicon: ConceptLexicon | None = None,
        reasons: LinearModel | None = None,
        speller: Speller | None = None,
    ) -> None:
        """``model`` is None until trained."""
        self._config, self._storage, self._resource = config, model_storage, resource
        self.model, self.lexicon, self.reasons, self.speller = model, lexicon or ConceptLexicon({}), reasons, speller
        self._encoder = SentenceEncoder(Path(config["encoder"])) if config.get("encoder") else None
        self._weights = weights(model.labels) if model else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What Rasa's cache cannot see: the lexicon, and the code that makes features. A change in either trains anew."""
        here = Path(__file__).parent
        code = [
            here / f"{name}.py"
            for name in (
                "classifier",
                "normalise",
                "tokens",
                "features",
                "spelling",
                "sounds",
                "concepts",
                "linear",
                "clauses",
                "intents",
                "reason_model",
            )
        ]
        lists = [Path(config.get(name) or "-") for name in ("concepts", "reasons")]
        files = [*code, *sorted((here / "entities").glob("*.py")), *lists]
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.read_bytes() if file.is_file() else b"-")
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Trains, keeps the model with a copy of the lexicon, and says what cross-validation found."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT) and example.get(INTENT)]
        if not examples:
            logger.warning("No intent examples: the intent classifier stays untrained.")
            return self._resource
        path = Path(self._config["concepts"]) if self._config.get("concepts") else None
        self.lexicon = ConceptLexicon.load(path) if path else ConceptLexicon({})
        texts, intents = (
            [example.get(TEXT) for example in examples],
            [example.get(INTENT) for example in examples],
        )
        rows = [message_features(text, self.lexicon)[0] for text in texts]
        counts = hash_features(rows)
        dense = self._encoder.encode(texts) if self._encoder else None
        self.model = LinearModel.fit(
            counts,
            intents,
            dense,
            self._config["c"],
            self._config["folds"],
            self._config["minimum_frequency"],
        )
        self._weights = weights(self.model.labels)
        self.speller = Speller.learn(normalise(text) for text in texts)
        self.reasons = self._train_reasons(texts, intents, rows)
        logger.info(
            "Intent model: %d examples, %d intents, %.1f MiB, temperature %.3f, cross-validation %s",
            len(examples),
            len(self.model.labels),
            self.model.nbytes() / 2**20,
            self.model.temperature,
            self.model.report,
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / _MODEL_FILE).write_bytes(self.model.dump())
            (folder / _SPELLING_FILE).write_bytes(self.speller.dump())
            if self.reasons:
                (folder / _REASONS_FILE).write_bytes(self.reasons.dump())
            if path and path.is_file():
                (folder / _LEXICON_FILE).write_bytes(path.read_bytes())
        return self._resource

    def _train_reasons(self, texts: list[str], intents: list[str], rows: list[list[str]]) -> LinearModel | None:
        """The model of reasons, from the examples and from the sentences labelled beside them; None without such a list."""
        labelled = reason_model.read_reasons(Path(self._config["reasons"])) if self._config.get("reasons") else {}
        if not labelled:
            return None
        known = reason_model.labels(texts, intents, labelled)
        more = sorted(set(labelled) - set(texts))
        rows = [row for row, reason in zip(rows, known, strict=True) if reason] + [
            message_features(text, self.lexicon)[0] for text in more
        ]
        return reason_model.fit(rows, [reason for reason in known if reason] + [labelled[text] for text in more])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """The trained component; untrained when the model holds none."""
        try:
            with model_storage.read_from(resource) as folder:
                model = LinearModel.load((folder / _MODEL_FILE).read_bytes())
                spelling, told = folder / _SPELLING_FILE, folder / _REASONS_FILE
                speller = Speller.load(spelling.read_bytes()) if spelling.is_file() else None
                reasons = LinearModel.load(told.read_bytes()) if told.is_file() else None
                file = folder / _LEXICON_FILE
                lexicon = (
                    ConceptLexicon(read_forms(file.read_text(encoding="utf-8"), str(file))) if file.is_file() else None
                )
        except ValueError:
            logger.warning("The model has no trained intent classifier.")
            return cls(config, model_storage, resource)
        lexicon = lexicon or ConceptLexicon({})
        lexicon.find(["warm"])  # builds the matchers now, not in the first borrower's turn
        return cls(config, model_storage, resource, model, lexicon, reasons, speller)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets ``intent``, ``intent_ranking``, ``concepts`` (why), and ``wishes`` (what the clauses of a long message ask for)."""
        for message in messages:
            reading = self.read(message.get(TEXT) or "")
            ranking = reading.ranking(self.model.labels if self.model else [], max(2, self._config["ranking_length"]))
            message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(
                CONCEPTS, [{"concept": hit.concept, "text": hit.text} for hit in reading.concepts], add_to_output=True
            )
            message.set(REASON, reading.reason, add_to_output=True)
            message.set(
                WISHES,
                [{"intent": name, "confidence": round(sure, 3), "text": text} for name, sure, text in reading.wishes],
                add_to_output=True,
            )
        return messages

    def read(self, text: str) -> Reading:
        """Chances of every intent (in the order of ``model.labels``), concepts and wishes; empty for a blank text or no model."""
        if self.model is None or self._weights is None or not text.strip():
            return Reading(None, [], [], None)
        features, hits = message_features(text, self.lexicon, speller=self.speller)
        counts = hash_features([features])
        chances, asked = self._probabilities(text, counts), []
        parts = clauses(text) if self._config["clause_share"] > 0 else []
        if parts:
            rows = [message_features(part, self.lexicon, speller=self.speller)[0] for part in parts]
            single = np.vstack(
                [self._probabilities(part, hash_features([row])) for part, row in zip(parts, rows, strict=True)]
            )
            chances = combine(chances, single, self._weights, self._config["clause_share"])
            asked = wishes(self.model.labels, single, parts)
        return Reading(chances, hits, asked, self._reason(counts, self.model.labels[int(chances.argmax())]))

    def _probabilities(self, text: str, counts: sparse.csr_matrix) -> np.ndarray[Any, Any]:
        assert self.model is not None  # noqa: S101 - only called by read()
        dense = self._encoder.encode([text]) if self._encoder else None
        return np.asarray(self.model.probabilities(counts, dense)[0])

    def _reason(self, counts: sparse.csr_matrix, intent: str) -> dict[str, Any] | None:
        if self.reasons is None:
            return None
        reason, sure = reason_model.hear(self.reasons, self.reasons.probabilities(counts)[0], intent)
        return {"reason": reason, "confidence": round(sure, 3)}


@dataclass(frozen=True)
class Reading:
    """What the classifier made of one text."""

    chances: np.ndarray[Any, Any] | None
    concepts: list[ConceptHit]
    wishes: list[tuple[str, float, str]]
    reason: dict[str, Any] | None
    """Why paying is hard, as far as it can be heard: ``reason`` (or "none") and ``confidence``."""

    def ranking(self, labels: list[str], length: int) -> list[dict[str, Any]]:
        """The likeliest intents, first first."""
        if self.chances is None:
            return []
        return [
            {"name": labels[index], "confidence": float(self.chances[index])}
            for index in np.argsort(-self.chances)[:length]
        ]
