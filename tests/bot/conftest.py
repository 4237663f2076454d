"""The gateway on a real port, over a real database, with a stand-in for Rasa."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.app import build_app
from bot.assembly import full_app
from bot.limits import Allowances, RateLimits
from bot.ports import listening
from bot.services import Services
from bot.settings import Settings
from relief.portfolio.demo import seed
from relief.store.engine import make_engine
from relief.store.records import Conversation, Message
from relief.store.uow import UnitOfWork
from tests.bot.standin import Server, StandIn, custom, echo, free_port, say

LISTENS = listening()
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)


@dataclass
class MovableClock:
    """The real clock, starting at `NOW`, that a test can put forward."""

    offset: timedelta = field(default_factory=lambda: NOW - datetime.now(timezone.utc))

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.offset

    def forward(self, **by: float) -> None:
        self.offset += timedelta(**by)


@dataclass
class Talk:
    """One conversation as a client has it."""

    http: httpx.Client
    id: str
    token: str
    opened: dict[str, Any]
    count: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    def post(self, body: Any, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        return self.http.post(f"{self.path}/messages", json=body, headers=headers, **options)

    def raw(self, content: bytes, kind: str = "application/json") -> httpx.Response:
        headers = {**self.headers, "Content-Type": kind}
        return self.http.post(f"{self.path}/messages", content=content, headers=headers)

    def send(self, text: str, message_id: str | None = None) -> httpx.Response:
        self.count += 1
        return self.post({"id": message_id or f"m{self.count}", "text": text})

    def press(self, token: str, message_id: str | None = None) -> httpx.Response:
        self.count += 1
        return self.post({"id": message_id or f"b{self.count}", "button": token})

    def say(self, text: str) -> list[dict[str, Any]]:
        """Send a text that must be answered; the answer."""
        response = self.send(text)
        assert response.status_code == 200, response.text
        return list(response.json()["messages"])

    def upload(
        self, content: bytes, name: str = "photo.jpg", text: str | None = None, message_id: str = "f1"
    ) -> httpx.Response:
        data = {"id": message_id, **({"text": text} if text is not None else {})}
        return self.http.post(f"{self.path}/messages", data=data, files={"file": (name, content)}, headers=self.headers)

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        response = self.http.get(f"{self.path}/messages", params={"after": after}, headers=self.headers)
        assert response.status_code == 200, response.text
        return list(response.json()["messages"])

    def said(self) -> list[str]:
        """Every line so far as `from: text`, without the greeting."""
        return [f"{line['from']}: {line['text']}" for line in self.history(1)]


@dataclass
class Gateway:
    """The running gateway, and what a test may look at or turn."""

    server: Server
    settings: Settings
    services: Services
    engine: Engine
    clock: MovableClock
    http: httpx.Client

    def open(self, language: str = "en", **members: Any) -> Talk:
        response = self.http.post("/api/v1/conversations", json={"language": language, **members})
        assert response.status_code == 201, response.text
        opened = response.json()
        return Talk(self.http, opened["conversation"], opened["token"], opened)

    def conversation(self, talk: Talk) -> Conversation:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return uow.conversations.require(talk.id)

    def change(self, talk: Talk, **values: Any) -> None:
        """Set members of the conversation, as another part of the product would."""
        with UnitOfWork(self.engine) as uow:
            uow.conversations.save(replace(uow.conversations.require(talk.id, lock=True), **values))
            uow.commit()

    def lines(self, talk: Talk) -> list[Message]:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return uow.messages.after(talk.id)

    def store(self, work: Callable[[UnitOfWork], Any]) -> Any:
        with UnitOfWork(self.engine) as uow:
            result = work(uow)
            uow.commit()
            return result


@pytest.fixture(scope="session")
def stand_in() -> Iterator[StandIn]:
    stand_in = StandIn()
    stand_in.server.start()
    yield stand_in
    stand_in.server.stop(force=True)


@pytest.fixture()
def rasa(stand_in: StandIn) -> StandIn:
    stand_in.forget()
    return stand_in


@pytest.fixture()
def settings(tmp_path: Path, rasa: StandIn) -> Settings:
    return Settings(
        rasa_port=rasa.server.port,
        actions_port=rasa.server.port,
        rasa_token="token-of-rasa",
        home=tmp_path / "home",
        demo=True,
        rate_limit=False,
        rasa_timeout_s=1.0,
        upload_limit=200_000,
    )


@pytest.fixture()
def start(sqlite_engine: Engine, settings: Settings) -> Iterator[Callable[..., Gateway]]:
    """Start a gateway; options go to `build_app`, `with_settings` changes settings."""
    running: list[Gateway] = []

    def start_one(
        *, with_settings: dict[str, Any] | None = None, engine: Engine | None = None, **options: Any
    ) -> Gateway:
        used = replace(settings, **(with_settings or {}))
        clock = MovableClock()
        chosen = engine or sqlite_engine
        app = build_app(used, clock=clock, engine=chosen, **{"look_every_s": 0.05, **options})
        server = Server(app)
        server.start()
        gateway = Gateway(
            server, used, app.state.services, chosen, clock, httpx.Client(base_url=server.url, timeout=20)
        )
        running.append(gateway)
        return gateway

    yield start_one
    for gateway in running:
        gateway.http.close()
        gateway.server.stop()


@pytest.fixture()
def gateway(start: Callable[..., Gateway]) -> Gateway:
    return start()


@pytest.fixture()
def limited_gateway(start: Callable[..., Gateway]) -> Gateway:
    """One that allows three messages and two conversations a minute."""
    allowances = Allowances(messages_in_10_s=3, conversations_a_minute_of_address=2, reads_a_minute=5)
    return start(limits=RateLimits(enabled=True, allowances=allowances))


@pytest.fixture()
def talk(gateway: Gateway) -> Talk:
    return gateway.open()


class Listener:
    """An open event stream, read in a thread."""

    def __init__(self, talk: Talk, last_event_id: int | None = None) -> None:
        self.events: list[tuple[str, str | None, dict[str, Any]]] = []
        self.ended = threading.Event()
        self._talk = talk
        self._last = last_event_id
        self._started = threading.Event()
        self._response: httpx.Response | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._started.wait(5)

    def _read(self) -> None:
        headers = dict(self._talk.headers)
        if self._last is not None:
            headers["Last-Event-ID"] = str(self._last)
        base = str(self._talk.http.base_url)
        try:
            with httpx.stream("GET", f"{base}{self._talk.path}/events", headers=headers, timeout=20) as response:
                self._response = response
                assert response.status_code == 200
                fields: dict[str, str] = {}
                for line in response.iter_lines():
                    self._started.set()
                    if line:
                        name, _, value = line.partition(": ")
                        fields[name] = value
                    elif "data" in fields:
                        self.events.append((fields["event"], fields.get("id"), json.loads(fields["data"])))
                        fields = {}
        except httpx.HTTPError:
            pass
        finally:
            self._started.set()
            self.ended.set()

    def messages(self) -> list[dict[str, Any]]:
        return [data for kind, _, data in self.events if kind == "message"]

    def wait_for(self, condition: Callable[[Listener], bool], seconds: float = 8) -> None:
        eventually(lambda: condition(self), seconds)


def eventually(condition: Callable[[], bool], seconds: float = 8) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def seeded_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portfolio, to copy from."""
    path = tmp_path_factory.mktemp("seeded") / "evenkeel.db"
    shutil.copy(migrated_sqlite, path)
    engine = make_engine(f"sqlite:///{path}")
    seed(engine, NOW.date(), 60)
    engine.dispose()
    return path


@pytest.fixture()
def lender(seeded_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database with the demo portfolio in it."""
    path = tmp_path / "lender.db"
    shutil.copy(seeded_sqlite, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture()
def start_whole(lender: Engine, settings: Settings, rasa: StandIn) -> Iterator[Callable[..., Gateway]]:
    """Start the gateway with verification, payments and the demo's pages. `environ` is what its senders and keys are read from."""
    running: list[Gateway] = []
    rasa.script = account_flows

    def start_one(
        *,
        with_settings: dict[str, Any] | None = None,
        environ: dict[str, str] | None = None,
        engine: Engine | None = None,
        **options: Any,
    ) -> Gateway:
        port = free_port()
        used = replace(settings, port=port, public_url=f"http://127.0.0.1:{port}", **(with_settings or {}))
        clock = MovableClock()
        app = full_app(
            used,
            clock=clock,
            engine=engine or lender,
            environ=environ or {},
            **{"look_every_s": 0.05, **options},
        )
        server = Server(app, port)
        server.start()
        gateway = Gateway(
            server, used, app.state.services, engine or lender, clock, httpx.Client(base_url=server.url, timeout=20)
        )
        running.append(gateway)
        return gateway

    yield start_one
    for gateway in running:
        gateway.http.close()
        gateway.server.stop()


@pytest.fixture()
def whole(start_whole: Callable[..., Gateway]) -> Gateway:
    return start_whole()


def account_flows(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the real assistant does with a few lines: show the balance, make a payment link, stop, explain."""
    message, known = asked["message"], asked["metadata"]["verified"]
    if message.startswith("/check_balance") or "owe" in message or "欠" in message:
        if not known:
            return [custom(directive="verify", resume="/check_balance")]
        return [say("Here is what you owe."), custom(continues=True, discloses=True)]
    if message.startswith("/make_payment") or "pay" in message:
        if not known:
            return [custom(directive="verify", resume="/make_payment")]
        return [custom(directive="pay_link", loan=None, amount=None)]
    if message in ("cancel", "算了"):
        return [custom(directive="cancel_verification"), say("Nothing was changed.")]
    if message == "forget me":
        return [custom(directive="forget_identity", reason="asked"), say("Done.")]
    if "person" in message:
        return [custom(directive="handoff", reason="asked", priority="normal")]
    return echo(asked)
