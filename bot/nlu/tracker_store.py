"""Rasa's memory in one row a conversation: slots, active loop, and the events of the last few turns.

Rasa's own stores keep every event and replay them all: a turn at 200 costs five times a turn at 5 (traps T6, T7, T8), and sends the
whole conversation to the action server (T24). Transcripts are the gateway's, so only what the next turn needs is kept here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

import bot.nlu.startup  # noqa: F401
from bot.nlu.memory import Memory, memory_url

KEEP_TURNS = 3
# Of what was parsed only this is read again; rankings, tokens and concepts are three quarters of an event.
_PARSED = ("intent", "entities", "text", "message_id", "metadata")


class CompactTrackerStore(TrackerStore):
    """One row a conversation. ``loud``: errors fail the message (see ``startup.py``)."""

    loud = True

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        keep_turns: int = KEEP_TURNS,
        **kwargs: Any,
    ) -> None:
        """``host`` is ``url`` in endpoints.yml: a database URL; without it see :func:`bot.nlu.memory.memory_url`.

        Raises ValueError when an event broker is configured, since pruned events could not be streamed once each.
        """
        if event_broker is not None:
            raise ValueError(
                "CompactTrackerStore does not stream events: remove 'event_broker' from endpoints.yml. "
                "The gateway's messages table is the record."
            )
        self.memory = Memory(host or memory_url(os.environ))
        self.keep_turns = keep_turns
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the row. Raises the database's errors."""
        events = self._pruned(tracker)
        self.memory.save(
            tracker.sender_id, json.dumps([_slim(event) for event in events], ensure_ascii=False, separators=(",", ":"))
        )

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it was saved, or None for a new one. Raises the database's errors."""
        state = self.memory.load(sender_id)
        return (
            None if state is None else DialogueStateTracker.from_dict(sender_id, json.loads(state), self.domain.slots)
        )

    async def keys(self) -> Iterable[str]:
        """All conversation ids."""
        return self.memory.conversations()

    async def delete(self, sender_id: str) -> bool:
        """Forgets the conversation; False when there was nothing."""
        return self.memory.erase(sender_id)

    def _pruned(self, tracker: DialogueStateTracker) -> list[Event]:
        """The events of the last turns after what stood at their beginning: session start, slots that are set, active loop."""
        events = list(tracker.events)
        boundary = _boundary(events, self.keep_turns)
        if boundary == 0:
            return events
        before = DialogueStateTracker.from_events(tracker.sender_id, events[:boundary], self.domain.slots)
        when = events[boundary - 1].timestamp
        head: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME, timestamp=when), SessionStarted(timestamp=when)]
        head += [
            SlotSet(slot.name, slot.value, timestamp=when)
            for slot in before.slots.values()
            if slot.value != slot.initial_value
        ]
        if before.active_loop_name:
            head.append(ActiveLoop(before.active_loop_name, timestamp=when))
        return [*head, ActionExecuted(ACTION_LISTEN_NAME, timestamp=when), *events[boundary:]]


def _boundary(events: list[Event], turns: int) -> int:
    """Where the last ``turns`` turns begin: behind the action_listen before the first of them; 0 when there are no more than those."""
    seen = 0
    for index in range(len(events) - 1, 0, -1):
        if isinstance(events[index], UserUttered):
            seen += 1
            if seen == turns:
                return next((back for back in range(index, 5, -1) if _listens(events[back - 1])), 0)
    return 0


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _slim(event: Event) -> dict[str, Any]:
    row = event.as_dict()
    if isinstance(event, UserUttered) and isinstance(row.get("parse_data"), dict):
        row["parse_data"] = {name: row["parse_data"][name] for name in _PARSED if name in row["parse_data"]}
    return row
