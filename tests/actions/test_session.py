from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor


def start(executor: ActionExecutor, slots: dict[str, Any]) -> list[dict[str, Any]]:
    past = [{"event": "slot", "name": "language", "value": "en"}] * 50
    call = {
        "next_action": "action_session_start",
        "tracker": {"sender_id": "c", "slots": slots, "latest_message": None, "events": past, "active_loop": {}},
    }
    answer = asyncio.run(executor.run(call))
    assert answer is not None and answer["responses"] == []
    return list(answer["events"])


def test_a_session_begins_with_one_slot_and_not_with_the_past(executor: ActionExecutor) -> None:
    events = start(executor, {"language": "en", "session_started_metadata": {"language": "zh"}})
    assert [event["event"] for event in events] == ["session_started", "slot", "action"]
    assert events[1]["name"] == "language" and events[1]["value"] == "zh"
    assert events[2]["name"] == "action_listen"


@pytest.mark.parametrize(
    ("slots", "language"),
    [({"language": "zh"}, "zh"), ({}, "en"), ({"language": None, "session_started_metadata": None}, "en")],
)
def test_without_metadata_the_language_stays(executor: ActionExecutor, slots: dict[str, Any], language: str) -> None:
    assert start(executor, slots)[1]["value"] == language
