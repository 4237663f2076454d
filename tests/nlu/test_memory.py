"""Rasa's memory: one row, a few turns, loud when it fails; and the corrections that come with it."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.memory import Memory, memory_url


def test_the_default_is_a_file_of_its_own_and_postgresql_only_when_it_is_one() -> None:
    assert memory_url({"EVENKEEL_HOME": "/srv/keel"}) == "sqlite:////srv/keel/rasa.db"
    assert memory_url({}) == "sqlite:///var/rasa.db"
    assert memory_url({"DATABASE_URL": "sqlite:///other.db", "EVENKEEL_HOME": "/h"}) == "sqlite:////h/rasa.db"
    assert memory_url({"DATABASE_URL": "postgres://u@h/d"}) == "postgresql://u@h/d"


def test_a_row_is_saved_replaced_and_erased(tmp_path: Path) -> None:
    memory = Memory(f"sqlite:///{tmp_path}/deep/rasa.db")
    memory.save("c_1", "one")
    memory.save("c_1", "two")
    assert memory.load("c_1") == "two" and memory.conversations() == ["c_1"]
    assert memory.erase("c_1") is True and memory.erase("c_1") is False and memory.load("c_1") is None


@pytest.mark.postgres
def test_the_same_on_postgresql(postgres_server: str) -> None:
    memory = Memory(f"{postgres_server}/postgres")
    memory.save("c_1", "one")
    memory.save("c_1", "zwei 二")
    assert memory.load("c_1") == "zwei 二"
    assert memory.erase("c_1") is True


def store(tmp_path: Path) -> Any:
    from rasa.shared.core.domain import Domain

    from bot.nlu.tracker_store import CompactTrackerStore

    domain = Domain.from_yaml(
        "intents: [greet]\nslots:\n"
        "  language: {type: categorical, values: [en, zh], influence_conversation: false, mappings: [{type: custom}]}\n"
        "  seen: {type: text, influence_conversation: false, mappings: [{type: custom}]}\n"
    )
    return CompactTrackerStore(domain, host=f"sqlite:///{tmp_path}/rasa.db")


def turn(number: int) -> list[Any]:
    from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, UserUttered

    parsed = {
        "intent": {"name": "greet", "confidence": 0.9},
        "entities": [],
        "text": f"hi {number}",
        "intent_ranking": [{"name": "greet", "confidence": 0.9}] * 5,
        "text_tokens": [[0, 2]],
        "concepts": [],
    }
    return [
        UserUttered(f"hi {number}", {"name": "greet"}, parse_data=parsed),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("utter_greet"),
        BotUttered(f"hello {number}"),
        ActionExecuted("action_listen"),
    ]


@pytest.mark.rasa
def test_only_the_last_turns_are_kept_and_slots_and_loop_survive(tmp_path: Path) -> None:
    from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered

    memory = store(tmp_path)
    tracker = asyncio.run(memory.get_or_create_tracker("c_1"))
    tracker.update(SlotSet("language", "zh"))
    tracker.update(ActiveLoop("some_form"))
    for number in range(20):
        for event in turn(number):
            tracker.update(event)
        asyncio.run(memory.save(tracker))
        tracker = asyncio.run(memory.retrieve("c_1"))
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["hi 17", "hi 18", "hi 19"]
    assert tracker.get_slot("language") == "zh" and tracker.active_loop_name == "some_form"
    assert tracker.latest_message.text == "hi 19" and tracker.latest_action_name == "action_listen"


@pytest.mark.rasa
def test_a_slot_set_in_a_dropped_turn_keeps_its_last_value_only(tmp_path: Path) -> None:
    from rasa.shared.core.events import SlotSet

    memory = store(tmp_path)
    tracker = asyncio.run(memory.get_or_create_tracker("c_1"))
    for number in range(12):
        for event in [*turn(number)[:2], SlotSet("seen", str(number)), *turn(number)[2:]]:
            tracker.update(event)
        asyncio.run(memory.save(tracker))
        tracker = asyncio.run(memory.retrieve("c_1"))
    assert tracker.get_slot("seen") == "11"
    assert sum(isinstance(event, SlotSet) for event in tracker.events) == 4  # one before, one in each of three turns


@pytest.mark.rasa
def test_turn_300_costs_what_turn_10_costs(tmp_path: Path) -> None:
    memory = store(tmp_path)
    tracker = asyncio.run(memory.get_or_create_tracker("c_1"))
    sizes, times = [], []
    for number in range(300):
        started = time.process_time()
        for event in turn(number):
            tracker.update(event)
        asyncio.run(memory.save(tracker))
        tracker = asyncio.run(memory.retrieve("c_1"))
        times.append(time.process_time() - started)
        sizes.append(len(memory.memory.load("c_1")))
    assert sizes[299] < sizes[9] * 1.1
    assert sorted(times[280:])[10] < 3 * sorted(times[5:25])[10]


@pytest.mark.rasa
def test_what_nobody_reads_again_is_not_kept(tmp_path: Path) -> None:
    memory = store(tmp_path)
    tracker = asyncio.run(memory.get_or_create_tracker("c_1"))
    for event in turn(0):
        tracker.update(event)
    asyncio.run(memory.save(tracker))
    said = next(row for row in json.loads(memory.memory.load("c_1")) if row["event"] == "user")
    assert not {"intent_ranking", "text_tokens", "concepts"} & set(said["parse_data"])


@pytest.mark.rasa
def test_a_failing_store_fails_the_message(tmp_path: Path) -> None:
    """Rasa's wrapper would answer on with an empty memory (trap T5)."""
    from rasa.core.tracker_store import FailSafeTrackerStore
    from sqlalchemy.exc import OperationalError

    memory = store(tmp_path)
    wrapped = FailSafeTrackerStore(memory)
    tracker = asyncio.run(wrapped.get_or_create_tracker("c_1"))
    with memory.memory.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE rasa_memory")
    with pytest.raises(OperationalError):
        asyncio.run(wrapped.retrieve("c_1"))
    with pytest.raises(OperationalError):
        asyncio.run(wrapped.save(tracker))


@pytest.mark.rasa
def test_another_store_keeps_rasas_own_behaviour() -> None:
    from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
    from rasa.shared.core.domain import Domain

    class Broken(InMemoryTrackerStore):
        async def retrieve(self, sender_id: str) -> None:
            raise RuntimeError("down")

    assert asyncio.run(FailSafeTrackerStore(Broken(Domain.empty())).retrieve("c_1")) is None


@pytest.mark.rasa
def test_an_event_broker_is_refused(tmp_path: Path) -> None:
    from bot.nlu.tracker_store import CompactTrackerStore

    with pytest.raises(ValueError, match="does not stream events"):
        CompactTrackerStore(None, event_broker=object(), host=f"sqlite:///{tmp_path}/rasa.db")  # type: ignore[arg-type]
