"""The gateway is killed (-9) between any two steps: what was taken in is answered once after the next start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.bot.conftest import Talk, eventually
from tests.bot.standin import StandIn, custom, free_port, say

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.system


@dataclass
class Process:
    """`python -m bot serve`, started and killed as a test likes."""

    home: Path
    rasa_port: int
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, fault: str | None = None) -> None:
        environment = {
            **os.environ,
            "EVENKEEL_HOME": str(self.home),
            "EVENKEEL_PORT": str(self.port),
            "EVENKEEL_RASA_PORT": str(self.rasa_port),
            "EVENKEEL_ACTIONS_PORT": str(self.rasa_port),
            "EVENKEEL_RASA_TOKEN": "token-of-rasa",
            "EVENKEEL_DEMO": "1",
            "EVENKEEL_RATE_LIMIT": "off",
            "EVENKEEL_FAULT": fault or "",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        }
        environment.pop("DATABASE_URL", None)
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], cwd=PROJECT, env=environment, stdout=log, stderr=log
            )
        eventually(self._answers, 60)

    def _answers(self) -> bool:
        assert self.process is not None and self.process.poll() is None, (self.home / "log").read_text()[-2000:]
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until_dead(self) -> int:
        assert self.process is not None
        return self.process.wait(20)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def open(self) -> Talk:
        http = httpx.Client(base_url=self.url, timeout=20)
        opened = http.post("/api/v1/conversations", json={"language": "en"}).json()
        return Talk(http, opened["conversation"], opened["token"], opened)


@pytest.fixture()
def process(tmp_path: Path, migrated_sqlite: Path, rasa: StandIn) -> Iterator[Process]:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated_sqlite, home / "evenkeel.db")
    running = Process(home, rasa.server.port)
    yield running
    running.kill()


@pytest.mark.parametrize(
    ("step", "asked"),
    [("received", 1), ("asked", 2), ("answered", 1)],
    ids=["after the message is stored", "after Rasa has answered", "after the answer is stored"],
)
def test_killed_at_any_step_the_message_is_answered_once_after_the_next_start(
    step: str, asked: int, process: Process, rasa: StandIn
) -> None:
    process.start(fault=step)
    talk = process.open()
    with pytest.raises(httpx.HTTPError):
        talk.send("hello", "1")
    assert process.wait_until_dead() == -signal.SIGKILL

    process.start()
    eventually(lambda: talk.said() == ["borrower: hello", "bot: You said: hello"], 20)
    answer = talk.send("hello", "1")
    assert answer.status_code == 200
    assert [line["text"] for line in answer.json()["messages"]] == ["You said: hello"]
    time.sleep(1.5)
    assert talk.said() == ["borrower: hello", "bot: You said: hello"]
    assert rasa.texts == ["hello"] * asked
    assert len({body["metadata"]["message_id"] for body in rasa.asked}) == 1, "actions see one message, however often"


def test_a_pressed_button_survives_the_kill_with_its_payload(process: Process, rasa: StandIn) -> None:
    rasa.answers(say("Shall I?", ("Yes", "/affirm"), ("No", "/deny")))
    process.start(fault=None)
    talk = process.open()
    yes = talk.say("promise")[0]["buttons"][0]["token"]
    rasa.answers(say("Noted."), custom(continues=True, figures=[]))
    rasa.delay_s = 3
    with pytest.raises(httpx.HTTPError):
        talk.post({"id": "p", "button": yes}, timeout=0.5)
    process.kill()
    rasa.delay_s = 0
    process.start()
    eventually(lambda: talk.said()[-1] == "bot: Noted.", 20)
    assert talk.press(yes, "again").status_code == 409
    assert rasa.texts[-1] == "/affirm" and talk.said().count("bot: Noted.") == 1


def test_killed_and_started_the_conversation_goes_on_where_it_was(process: Process, rasa: StandIn) -> None:
    process.start()
    talk = process.open()
    talk.say("one")
    process.kill()
    process.start()
    assert talk.say("two")[0]["text"] == "You said: two"
    assert [line["seq"] for line in talk.history()] == [1, 2, 3, 4, 5]


def test_a_polite_stop_lets_go_of_listeners_and_ends_well(process: Process, rasa: StandIn) -> None:
    process.start()
    talk = process.open()
    with httpx.stream("GET", f"{process.url}{talk.path}/events", headers=talk.headers, timeout=20) as response:
        assert response.status_code == 200
        started = time.monotonic()
        assert process.process is not None
        process.process.terminate()
        assert process.wait_until_dead() in (0, -signal.SIGTERM)
        assert time.monotonic() - started < 8
