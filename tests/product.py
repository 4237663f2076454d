"""The real product, for tests: three processes on free ports, a demo portfolio, and a clock that stands where the tests expect it.

`product` is shared by the whole run (starting Rasa costs half a minute of processor time). A test that changes what others
look at calls `product.reset()` first, or opens a conversation of its own, or as a person whom no other test uses.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.launch.processes import Child
from tests.telegram.botapi import TOKEN, BotApi

PROJECT = Path(__file__).resolve().parents[1]
NOW = "2026-11-23T10:00:00+08:00"
"""Day T of the demo portfolio: its figures are exact on this day."""
READY_WITHIN_S = 150.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """The three processes of one instance, each of which a test may kill and start again."""

    home: Path
    port: int = field(default_factory=free_port)
    rasa_port: int = field(default_factory=free_port)
    actions_port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    telegram: BotApi | None = None
    children: dict[str, Child] = field(default_factory=dict)
    started_at: float = field(default_factory=time.time)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(PROJECT),
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "OMP_NUM_THREADS": "1",
            "SANIC_HOST": "127.0.0.1",
            "EVENKEEL_DEMO": "1",
            "EVENKEEL_NOW": NOW,
            "EVENKEEL_NOW_SET_AT": repr(self.started_at),
            "EVENKEEL_RATE_LIMIT": "off",
            "EVENKEEL_HOME": str(self.home),
            "EVENKEEL_MODELS": os.environ.get("EVENKEEL_MODELS", str(PROJECT / "models")),
            "EVENKEEL_PORT": str(self.port),
            "EVENKEEL_RASA_PORT": str(self.rasa_port),
            "EVENKEEL_ACTIONS_PORT": str(self.actions_port),
            "EVENKEEL_RASA_TOKEN": "token-of-the-tests",
            "DATABASE_URL": os.environ.get("EVENKEEL_TEST_DATABASE_URL", f"sqlite:///{self.home / 'evenkeel.db'}"),
            **({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": self.telegram.url} if self.telegram else {}),
            **self.extra,
        }

    def bot(self, *arguments: str) -> None:
        """Run `python -m bot …` to its end; its output is shown when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"python -m bot {' '.join(arguments)} failed:\n{done.stdout}"

    def prepare(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.bot("database", "migrate")
        self.bot("database", "seed")

    def start(self, *names: str) -> None:
        """Start these processes (all three without names) and do not wait."""
        commands = {
            "rasa": ["-m", "bot.nlu.serve"],
            "actions": ["-m", "rasa_sdk", "--actions", "actions", "--port", str(self.actions_port)],
            "gateway": ["-m", "bot", "serve"],
        }
        for name in names or commands:
            child = Child(
                name, [sys.executable, *commands[name]], self.environment, PROJECT, self.home / "logs" / f"{name}.log"
            )
            child.start()
            self.children[name] = child

    def kill(self, name: str) -> None:
        """kill -9, at once."""
        child = self.children[name]
        assert child.process is not None
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait(10)

    def pause(self, name: str) -> None:
        """The process hangs (SIGSTOP) until `resume`."""
        child = self.children[name]
        assert child.process is not None
        os.killpg(child.process.pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        child = self.children[name]
        assert child.process is not None
        os.killpg(child.process.pid, signal.SIGCONT)

    def wait_ready(self, path: str = "/readyz") -> None:
        """Until the gateway says that all three are there."""
        end = time.monotonic() + READY_WITHIN_S
        last: Any = None
        while time.monotonic() < end:
            for child in self.children.values():
                if not child.alive:
                    raise AssertionError(f"{child.name} ended:\n{self.log(child.name)[-3000:]}")
            try:
                last = httpx.get(self.url + path, timeout=10)
                if last.status_code == 200:
                    return
            except httpx.HTTPError as error:
                last = error
            time.sleep(0.2)
        raise AssertionError(f"not ready within {READY_WITHIN_S:.0f} s: {getattr(last, 'text', last)}")

    def log(self, name: str) -> str:
        path = self.home / "logs" / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def reset(self) -> None:
        """The demo portfolio as on its first day; conversations are gone too."""
        self.bot("database", "reset", "--yes")

    def stop(self) -> None:
        for child in reversed(list(self.children.values())):
            child.stop()

    def people(self) -> dict[str, dict[str, Any]]:
        """The demo's people by their short name (P1 … S5)."""
        answer = httpx.get(self.url + "/demo/people.json", timeout=10).json()
        return {person["id"]: person for person in answer["people"]}


def require_model() -> None:
    """Train if need be, so that `pytest` alone works as well as `make test`."""
    subprocess.run([sys.executable, "-m", "bot", "train"], cwd=PROJECT, check=True)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One running instance for the whole test run; the stand-in for Telegram runs beside it."""
    require_model()
    telegram = BotApi()
    telegram.start()
    instance = Product(tmp_path_factory.mktemp("product"), telegram=telegram)
    instance.prepare()
    instance.start()
    try:
        instance.wait_ready()
        yield instance
    finally:
        instance.stop()
        telegram.stop()


@pytest.fixture
def own_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An instance for one test alone, which may kill its processes; prepared and started, ready."""
    require_model()
    instance = Product(tmp_path_factory.mktemp("own-product"))
    instance.prepare()
    instance.start()
    try:
        instance.wait_ready()
        yield instance
    finally:
        instance.stop()
