"""The crisis net in the pipeline: a message that it catches is ``express_distress`` with confidence 1, whatever the classifier thought."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import crisis
from bot.nlu.intents import DISTRESS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CrisisNet(IntentClassifier, GraphComponent):
    """Has the last word on the intent; stands behind every other classifier but Rasa's fallback."""

    def __init__(self, config: dict[str, Any]) -> None:
        """No options: a safeguard that can be configured away is none."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CrisisNet:
        """A component."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrules the intent of caught messages and lists what was caught as ``crisis``."""
        for message in messages:
            hit = crisis.find(message.get(TEXT) or "")
            if hit is None:
                continue
            caught = {"name": DISTRESS, "confidence": 1.0}
            rest = [row for row in message.get("intent_ranking") or [] if row.get("name") != DISTRESS]
            message.set(INTENT, caught, add_to_output=True)
            message.set("intent_ranking", [caught, *({**row, "confidence": 0.0} for row in rest)], add_to_output=True)
            message.set("crisis", {"kind": hit.kind, "words": hit.words}, add_to_output=True)
        return messages
