"""How a session begins.

Rasa's own `action_session_start` copies every slot event of the past, so a long conversation grows for ever. Ours keeps
the one slot that there is, with its last value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from words.model import as_language


class ActionSessionStart(Action):
    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """The language comes with the first message; without it, the one that the conversation had."""
        metadata = tracker.slots.get("session_started_metadata") or {}
        language = as_language(metadata.get("language") or tracker.slots.get("language"))
        return [SessionStarted(), SlotSet("language", language), ActionExecuted("action_listen")]
