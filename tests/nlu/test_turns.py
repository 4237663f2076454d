"""Whole turns through Rasa with the compact memory: the answer is right and a long conversation costs no more."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.rasa


def test_turn_120_costs_what_turn_10_costs_and_the_memory_is_true(small_model: Path, tmp_path: Path) -> None:
    from rasa.core.agent import Agent

    from bot.nlu.tracker_store import CompactTrackerStore

    agent = Agent.load(str(small_model), tracker_store=CompactTrackerStore(None, host=f"sqlite:///{tmp_path}/rasa.db"))

    async def talk() -> list[float]:
        costs = []
        for number in range(120):
            started = time.process_time()
            replies = await agent.handle_text("how much do I owe" if number % 2 else "hello", sender_id="c_1")
            costs.append(time.process_time() - started)
            assert [reply["text"] for reply in replies or []] == ["said"]
        return costs

    costs = asyncio.run(talk())
    assert statistics.median(costs[100:]) < 1.5 * statistics.median(costs[6:26])


def test_a_message_fails_loudly_when_the_memory_is_gone(small_model: Path, tmp_path: Path) -> None:
    from rasa.core.agent import Agent
    from sqlalchemy.exc import OperationalError

    from bot.nlu.tracker_store import CompactTrackerStore

    store = CompactTrackerStore(None, host=f"sqlite:///{tmp_path}/rasa.db")
    agent = Agent.load(str(small_model), tracker_store=store)

    async def lose_it() -> None:
        await agent.handle_text("hello", sender_id="c_1")
        with store.memory.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE rasa_memory")
        await agent.handle_text("hello", sender_id="c_1")

    with pytest.raises(OperationalError):
        asyncio.run(lose_it())
