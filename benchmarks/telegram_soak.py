"""Is anything lost, doubled or put out of order in Telegram when errors come and the gateway is killed?

    python -m benchmarks.telegram_soak            200 chats × 10 messages, 5 % errors, kill -9 twice

The gateway is the real process, at Telegram's real pace, over a database of its own. Before it stands a Bot API that speaks HTTP and
refuses what Telegram refuses; of the sending calls 5 % end in 429, in 502 without, or in 502 after the message was taken, so that its answer
is lost. Behind it stands a scripted Rasa that repeats what was said. Twice, after a third and after two thirds of the answers, the gateway
is killed with SIGKILL and started again.

Every call that writes is counted when it arrives, edits and those that fail too: more than thirty in any second, or more than one
message in any second to a chat, is a failure.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import httpx
from rich.console import Console
from rich.table import Table

from bot.telegram.pace import OVERALL
from tests.bot.standin import StandIn, free_port
from tests.telegram.botapi import TOKEN, BotApi

PROJECT = Path(__file__).resolve().parents[1]
FIRST_CHAT = 9_000_001
PREFIX = "You said: "


class Gateway:
    """The process, which may be killed and started again."""

    def __init__(self, home: Path, api: BotApi, rasa: StandIn) -> None:
        self.home = home
        self.database = home / "soak.db"
        self.port = free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "EVENKEEL_HOME": str(home),
            "EVENKEEL_PORT": str(self.port),
            "EVENKEEL_RASA_PORT": str(rasa.server.port),
            "EVENKEEL_ACTIONS_PORT": str(rasa.server.port),
            "EVENKEEL_RASA_TOKEN": "token-of-the-soak",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": api.url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._run("database", "migrate")

    def start(self) -> float:
        """Start and wait until it answers; the seconds that took."""
        started = time.monotonic()
        log = (self.home / "gateway.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=PROJECT, env=self.environment, stdout=log, stderr=log
        )
        while True:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status_code == 200:
                    return time.monotonic() - started
            except httpx.HTTPError:
                pass
            if self.process.poll() is not None:
                raise RuntimeError((self.home / "gateway.log").read_text()[-3000:])
            time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()

    def _run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "bot", *arguments], cwd=PROJECT, env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip


def answers(api: BotApi) -> int:
    return sum(len(sent) for sent in list(api.sent.values()))


def soak(
    gateway: Gateway,
    api: BotApi,
    *,
    chats: int,
    messages: int,
    kills: int,
    patience_s: float,
    console: Console,
    within_s: float = 20.0,
) -> dict[str, Any]:
    """Everybody begins at a random moment of the first `within_s` and writes on without waiting for answers."""
    chance = random.Random(11)
    plan = sorted(
        (start + number * gap, chat, number)
        for chat in range(FIRST_CHAT, FIRST_CHAT + chats)
        for start, gap in [(chance.uniform(0, within_s), chance.uniform(0.02, 0.2) * within_s)]
        for number in range(messages)
    )
    expected = chats * (messages + 1)
    kill_at = [expected * (turn + 1) // (kills + 1) for turn in range(kills)]
    started = time.monotonic()
    at, down_s = 0, []
    while answers(api) < expected or at < len(plan):
        now = time.monotonic() - started
        while at < len(plan) and plan[at][0] <= now:
            _, chat, number = plan[at]
            api.writes(chat, f"chat {chat} line {number}")
            at += 1
        if kill_at and answers(api) >= kill_at[0]:
            kill_at.pop(0)
            gateway.kill()
            console.print(f"{now:6.1f} s: killed after {answers(api)} of {expected} messages")
            down_s.append(gateway.start())
        if now > patience_s:
            break
        time.sleep(0.02)
    took = time.monotonic() - started
    time.sleep(3)  # what comes twice comes late
    return {
        **judge(api, chats, messages),
        "seconds": took,
        "restart_s": down_s,
        "answers": answers(api),
        "expected": expected,
    }


def judge(api: BotApi, chats: int, messages: int) -> dict[str, Any]:
    """Compare what stands in every chat with what was said there."""
    lost = doubled = disordered = 0
    for chat in range(FIRST_CHAT, FIRST_CHAT + chats):
        sent = api.said(chat)
        texts = [one.text.removeprefix(PREFIX) for one in sent if one.text.startswith(PREFIX)]
        wanted = [f"chat {chat} line {number}" for number in range(messages)]
        counted = Counter(texts)
        lost += sum(1 for text in wanted if not counted[text])
        doubled += sum(count - 1 for count in counted.values())
        greetings = len(sent) - len(texts)
        lost += greetings == 0
        doubled += max(0, greetings - 1)
        order = list(dict.fromkeys(texts))
        disordered += order != [text for text in wanted if counted[text]]
    calls = list(api.arrivals)
    chat_times: dict[int, list[float]] = defaultdict(list)
    for call in calls:
        if call.message:
            chat_times[call.chat_id].append(call.at)
    return {
        "lost": lost, "doubled": doubled, "chats_out_of_order": disordered,
        "most_calls_in_a_second": most_in_a_second([call.at for call in calls]),
        "most_messages_in_a_second_to_a_chat": max(map(most_in_a_second, chat_times.values()), default=0),
    }  # fmt: skip


def most_in_a_second(times: Iterable[float]) -> int:
    """How many of these moments lie within one second, whichever second that is."""
    window: deque[float] = deque()
    most = 0
    for at in sorted(times):
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        most = max(most, len(window))
    return most


def is_good(report: Mapping[str, Any]) -> bool:
    """Nothing lost, doubled or out of order, and never more at Telegram's door than it allows."""
    return (
        not (report["lost"] or report["doubled"] or report["chats_out_of_order"])
        and report["most_calls_in_a_second"] <= OVERALL
        and report["most_messages_in_a_second_to_a_chat"] <= 1
    )


@click.command()
@click.option("--chats", default=200, show_default=True)
@click.option("--messages", default=10, show_default=True)
@click.option("--errors", default=0.05, show_default=True, help="Share of sending calls that fail.")
@click.option("--kills", default=2, show_default=True)
@click.option("--patience", "patience_s", default=600.0, show_default=True, help="Seconds after which it is given up.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("results/telegram_soak.json"))
def main(chats: int, messages: int, errors: float, kills: int, patience_s: float, out: Path) -> None:
    """Soak the messenger."""
    console = Console()
    api, rasa = BotApi(), StandIn()
    api.start()
    rasa.server.start()
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(Path(folder) / "home", api, rasa)
        gateway.prepare()
        gateway.start()
        api.wait_for(lambda: api.count("getUpdates"), 60, "connecting")
        api.trouble.share = errors
        try:
            report = soak(
                gateway, api, chats=chats, messages=messages, kills=kills, patience_s=patience_s, console=console
            )
        finally:
            gateway.stop()
            rasa.server.stop(force=True)
            api.stop()
    report |= {"chats": chats, "messages": messages, "kills": kills, "errors": dict(api.trouble.counted)}
    table = Table(title=f"{chats} chats × {messages} messages, {errors:.0%} errors, killed {kills} times")
    table.add_column("")
    table.add_column("", justify="right")
    for name, value in report.items():
        shown = ", ".join(f"{part:.1f}" for part in value) if isinstance(value, list) else value
        table.add_row(name.replace("_", " "), f"{shown:.1f}" if isinstance(shown, float) else str(shown))
    console.print(table)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1))
    if not is_good(report):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
