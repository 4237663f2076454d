"""Reads a short answer in the light of what was asked: "10号" after "when are you paid?", "no" to "do you want to stop?", 那个吧.

The gateway says in the message's metadata what the open question ``expecting``s: any of ``yes_no``, ``amount``, ``date``, ``duration``,
``ordinal``, ``text``. Without it nothing is changed. A message that asks for protection, or shows distress, keeps its intent whatever
was asked. A line that names a case by its number is about that case, whatever else it resembles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.answers import Answer, interpret
from bot.nlu.case_numbers import intent_of_case


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextInterpreter(IntentClassifier, GraphComponent):
    """Prefers ``affirm``, ``deny`` and ``inform`` for what was asked for."""

    def __init__(self, config: dict[str, Any]) -> None:
        """No options."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextInterpreter:
        """A component."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Changes ``intent``, ``intent_ranking`` and ``entities`` where the open question settles what is meant."""
        for message in messages:
            asked_about = intent_of_case(message.get(TEXT) or "", (message.get(INTENT) or {}).get("name"))
            if asked_about is not None:
                _apply(message, Answer(asked_about, 1.0, None))
                continue
            metadata = message.get("metadata")
            expecting = metadata.get("expecting") if isinstance(metadata, dict) else None
            if not isinstance(expecting, Sequence) or isinstance(expecting, str) or not expecting:
                continue
            intent = message.get(INTENT) or {}
            entities = message.get(ENTITIES) or []
            answer = interpret(
                message.get(TEXT) or "",
                [str(kind) for kind in expecting],
                intent.get("name"),
                float(intent.get("confidence") or 0.0),
                entities,
            )
            if answer is not None:
                _apply(message, answer)
        return messages


def _apply(message: Message, answer: Answer) -> None:
    settled = {"name": answer.intent, "confidence": answer.confidence}
    rest = [row for row in message.get("intent_ranking") or [] if row.get("name") != answer.intent]
    message.set(INTENT, settled, add_to_output=True)
    message.set(
        "intent_ranking",
        [settled, *({**row, "confidence": row["confidence"] * (1 - answer.confidence)} for row in rest)],
        add_to_output=True,
    )
    if answer.entities is not None:
        message.set(ENTITIES, answer.entities, add_to_output=True)
