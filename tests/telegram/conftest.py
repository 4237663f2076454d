"""The gateway with the messenger, a scripted Rasa behind it and the stand-in for Telegram before it.

`chat` is shared by the tests of a module, which are different people; a test that changes the gateway starts its own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.assembly import full_app
from bot.settings import Settings
from relief.store.engine import make_engine
from tests.bot.conftest import Gateway, MovableClock, account_flows, seeded_sqlite, stand_in  # noqa: F401 - fixtures
from tests.bot.standin import Server, StandIn, free_port
from tests.telegram.botapi import TOKEN, BotApi
from tests.telegram.phone import Phone

Start = Callable[..., Gateway]


@pytest.fixture(scope="module")
def module_telegram() -> Iterator[BotApi]:
    api = BotApi()
    api.start()
    yield api
    api.stop()


@pytest.fixture(scope="module")
def module_chat(
    module_telegram: BotApi,
    stand_in: StandIn,  # noqa: F811
    seeded_sqlite: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Gateway]:
    stand_in.forget()
    stand_in.script = account_flows
    with _started(module_telegram, stand_in, seeded_sqlite, tmp_path_factory.mktemp("chat")) as gateway:
        yield gateway


@pytest.fixture()
def rasa(stand_in: StandIn) -> StandIn:  # noqa: F811
    stand_in.forget()
    stand_in.script = account_flows
    return stand_in


@pytest.fixture()
def telegram(module_telegram: BotApi) -> BotApi:
    return module_telegram


@pytest.fixture()
def chat(module_chat: Gateway, rasa: StandIn) -> Gateway:
    """The module's gateway, connected by polling."""
    return module_chat


@pytest.fixture()
def phone(telegram: BotApi, chat: Gateway) -> Phone:
    """Somebody whom the bot has not met."""
    return Phone(telegram, chat.engine)


@pytest.fixture()
def own_telegram() -> Iterator[BotApi]:
    api = BotApi()
    api.start()
    yield api
    api.stop()


@pytest.fixture()
def start_chat(
    own_telegram: BotApi,
    rasa: StandIn,
    seeded_sqlite: Path,  # noqa: F811
    tmp_path: Path,
) -> Iterator[Start]:
    """Start a gateway of one's own. `environ` adds to its environment, `with_settings` changes its settings."""
    running: list[Any] = []

    def start(**options: Any) -> Gateway:
        started = _started(own_telegram, rasa, seeded_sqlite, tmp_path, **options)
        running.append(started)
        return started.__enter__()

    yield start
    for one in running:
        one.__exit__(None, None, None)


class _started:
    """A running gateway; `connected` False does not wait for it to reach Telegram."""

    def __init__(
        self, api: BotApi, rasa: StandIn, seeded: Path, home: Path, *, environ: dict[str, str] | None = None,
        with_settings: dict[str, Any] | None = None, connected: bool = True,
    ) -> None:  # fmt: skip
        self._api, self._connected = api, connected
        path = home / "evenkeel.db"
        if not path.exists():
            shutil.copy(seeded, path)
        port = free_port()
        settings = Settings(
            port=port, public_url=f"http://127.0.0.1:{port}", rasa_port=rasa.server.port, actions_port=rasa.server.port,
            rasa_token="token-of-rasa", home=home / "home", database_url=f"sqlite:///{path}", demo=True, rate_limit=False,
            rasa_timeout_s=1.0, upload_limit=200_000, telegram=True,
        )  # fmt: skip
        settings = replace(settings, **(with_settings or {}))
        engine, clock = make_engine(settings.database_url), MovableClock()
        environ = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.url, **(environ or {})}
        app = full_app(settings, clock=clock, engine=engine, environ=environ, look_every_s=0.05)
        server = Server(app, port)
        http = httpx.Client(base_url=server.url, timeout=20)
        self._gateway = Gateway(server, settings, app.state.services, engine, clock, http)
        self._before = api.count("setMyShortDescription")

    def __enter__(self) -> Gateway:
        self._gateway.server.start()
        if self._connected:
            api = self._api
            api.wait_for(lambda: api.count("setMyShortDescription") >= self._before + 3, what="connecting")
        return self._gateway

    def __exit__(self, *details: Any) -> None:
        self._gateway.http.close()
        self._gateway.server.stop()
        self._gateway.engine.dispose()


def code_for(gateway: Gateway, contact: str) -> str:
    """The newest one-time code in the demo's inbox."""

    def newest() -> str | None:
        messages = gateway.http.get("/demo/inbox.json", params={"to": contact}).json()["messages"]
        return next((message["code"] for message in messages if "code" in message), None)

    for _ in range(100):
        if found := newest():
            return found
        time.sleep(0.05)
    raise AssertionError(f"no code for {contact}")
