"""The gateway with the messenger, a scripted Rasa behind it and the stand-in for Telegram before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.conftest import (  # noqa: F401 - fixtures
    Gateway,
    lender,
    rasa,
    seeded_sqlite,
    settings,
    stand_in,
    start_whole,
)
from tests.bot.standin import StandIn
from tests.telegram.botapi import TOKEN, BotApi


@pytest.fixture()
def telegram() -> Iterator[BotApi]:
    api = BotApi()
    api.start()
    yield api
    api.stop()


@pytest.fixture()
def start_chat(telegram: BotApi, start_whole: Callable[..., Gateway]) -> Callable[..., Gateway]:  # noqa: F811
    """Start the gateway connected to the stand-in. `environ` adds to its environment."""

    def start(*, environ: dict[str, str] | None = None, connected: bool = True, **options: Any) -> Gateway:
        env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": telegram.url, **(environ or {})}
        gateway = start_whole(environ=env, **options)
        if connected:
            telegram.wait_for(lambda: telegram.count("setMyCommands") >= 3, what="connecting")
        return gateway

    return start


@pytest.fixture()
def chat(start_chat: Callable[..., Gateway]) -> Gateway:
    return start_chat()


__all__ = ["StandIn"]
