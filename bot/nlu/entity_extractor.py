"""The entity grammar as a Rasa component."""

from __future__ import annotations

import logging
import os
import re
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entities import extract
from bot.nlu.reasons import weigh_reason

if TYPE_CHECKING:
    from relief.dates import Clock

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReliefEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Amounts, dates, durations and the rest, against the day in the message's metadata, else the clock's."""

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
    ) -> ReliefEntityExtractor:
        """A component, warmed: the festival tables load now and not in the first borrower's turn."""
        extract("christmas diwali 春节 15 yuan", date(2026, 11, 23))
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds ``entities``."""
        for message in messages:
            text = message.get(TEXT) or ""
            today, zone = reference_day(message.get("metadata"))
            intent = message.get(INTENT)
            intent = intent if isinstance(intent, dict) else {}
            concepts = [(row["concept"], row["text"]) for row in message.get("concepts") or []]
            heard = message.get("heard_reason") or {}
            entities = weigh_reason(
                text,
                extract(text, today, zone),
                intent.get("name"),
                float(intent.get("confidence") or 0.0),
                concepts,
                (heard.get("reason"), float(heard.get("confidence") or 0.0)),
            )
            found = [
                {
                    "entity": entity.entity,
                    "value": entity.value,
                    "start": entity.start,
                    "end": entity.end,
                    "extractor": "ReliefEntityExtractor",
                }
                for entity in entities
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to learn."""
        return training_data


def reference_day(metadata: Any) -> tuple[date, str | None]:
    """The borrower's own today and time zone: from the metadata, else from the clock."""
    said = metadata if isinstance(metadata, dict) else {}
    zone = said.get("timezone") if isinstance(said.get("timezone"), str) else None
    known: tzinfo | None = _clock_zone()
    if zone:
        try:
            known = ZoneInfo(zone)
        except (ValueError, OSError, KeyError):
            logger.warning("Unknown time zone in a message's metadata; the clock's is used.")
            zone = None
    if isinstance(said.get("today"), str):
        try:
            return date.fromisoformat(said["today"][:10]), zone
        except ValueError:
            logger.warning("A message's metadata has a 'today' that is no ISO date; the clock is used.")
    return _now().astimezone(known).date(), zone


@lru_cache(maxsize=1)
def _clock() -> Clock:
    """One clock a process, since a trial day runs on from the moment the clock was made."""
    from relief.dates import clock_from_environment

    return clock_from_environment(os.environ)


def _now() -> datetime:
    return _clock().now()


def _clock_zone() -> tzinfo | None:
    """The zone of EVENKEEL_NOW where that is set, else None, which stands for the machine's own."""
    offset = re.search(r"(?:Z|[+-]\d\d:?\d\d)$", os.environ.get("EVENKEEL_NOW", "").strip())
    if offset is None:
        return None
    return datetime.strptime(offset.group(), "%z").tzinfo
