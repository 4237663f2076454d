"""Whose turn it is: the four states of a conversation and the moves between them. Only the gateway makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from relief.store.records import Conversation

State = Literal["bot", "waiting", "person", "closed"]
Move = Literal["hand_off", "take", "assign", "hand_back", "release", "close", "write"]
Priority = Literal["crisis", "urgent", "normal"]

PRIORITIES: tuple[Priority, ...] = ("crisis", "urgent", "normal")

#: (state, move) → state. `write` is a borrower's message; `release` puts a conversation back into the queue;
#: `assign` gives it to somebody, whoever has it now.
MOVES: dict[tuple[str, Move], State] = {
    ("bot", "hand_off"): "waiting",
    ("waiting", "hand_off"): "waiting",
    ("person", "hand_off"): "person",
    ("closed", "hand_off"): "waiting",
    ("bot", "take"): "person",
    ("waiting", "take"): "person",
    ("waiting", "assign"): "person",
    ("person", "assign"): "person",
    ("waiting", "hand_back"): "bot",
    ("person", "hand_back"): "bot",
    ("person", "release"): "waiting",
    ("bot", "close"): "closed",
    ("waiting", "close"): "closed",
    ("person", "close"): "closed",
    ("bot", "write"): "bot",
    ("waiting", "write"): "waiting",
    ("person", "write"): "person",
    ("closed", "write"): "bot",
}


class MoveRefused(ValueError):
    """A move that the present state does not allow; the text names both."""


def move(
    conversation: Conversation,
    step: Move,
    at: datetime,
    *,
    owner: str | None = None,
    note: Mapping[str, Any] | None = None,
) -> Conversation:
    """The conversation after the move. `note` is merged into its data (reason, priority, case of a hand-off).

    Raises MoveRefused. A person who takes over must be named.
    """
    after = MOVES.get((conversation.state, step))
    if after is None:
        raise MoveRefused(f"A conversation in state {conversation.state!r} cannot {step.replace('_', ' ')}.")
    if step in ("take", "assign") and not owner:
        raise MoveRefused("Taking over needs the person who does it.")
    waiting_since = conversation.waiting_since
    if after == "waiting":
        waiting_since = waiting_since or at
    elif after != "person":
        waiting_since = None
    data = {**conversation.data, **(note or {})}
    if after in ("bot", "closed"):
        data = {key: value for key, value in data.items() if key not in ("priority", "reason", "case")}
    return replace(
        conversation,
        state=after,
        owner=owner if step in ("take", "assign") else (conversation.owner if after == "person" else None),
        waiting_since=waiting_since,
        data=data,
    )


def higher(first: object, second: object) -> Priority:
    """The more urgent of two priorities; unknown ones count as normal."""
    ranks = [PRIORITIES.index(value) if value in PRIORITIES else 2 for value in (first, second)]
    return PRIORITIES[min(ranks)]
