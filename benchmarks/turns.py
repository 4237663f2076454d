"""How fast is a turn, how many people can write at once, and does a conversation get slower as it grows?

    python -m benchmarks.turns                  starts its own instance, measures, stops it
    python -m benchmarks.turns --url URL        measures a running demo instance (no processor time then)

Every conversation plays the same 12 turns over the public address: small talk, verification with a real one-time code,
balance, charges, history, a change of language, goodbye. Reported: time a turn as the client sees it (p50, p95), turns a
second, errors, processor time a turn over all three processes, memory, start to first answer, and turn 300 against turn 10.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import httpx
import psutil
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

SCRIPT: tuple[str, ...] = (
    "hi there",
    "what can you do",
    "how much do i owe",
    "{reference}, born {date_of_birth}",
    "{code}",
    "why is there a penalty",
    "when is the next payment due",
    "what have i paid so far",
    "are you a robot",
    "我的余额是多少",
    "thanks",
    "bye",
)
LONG_TURNS = 300
LONG_LINES = ("how much do i owe", "when is it due", "thanks", "are you a robot", "what can you do")


@dataclass
class Result:
    """What one run of N conversations gave. Times in milliseconds."""

    conversations: int
    turns: int
    p50_ms: float
    p95_ms: float
    turns_per_s: float
    errors: int
    cpu_ms_per_turn: float | None


class Conversation:
    """One borrower with an own conversation."""

    def __init__(self, client: httpx.AsyncClient, person: dict[str, Any]) -> None:
        self.client = client
        self.person = person
        self.times: list[float] = []
        self.errors = 0
        self.count = 0

    async def open(self) -> None:
        answer = await self.client.post("/api/v1/conversations", json={"language": "en"})
        answer.raise_for_status()
        opened = answer.json()
        self.path = f"/api/v1/conversations/{opened['conversation']}/messages"
        self.headers = {"Authorization": f"Bearer {opened['token']}"}

    async def say(self, text: str) -> None:
        self.count += 1
        started = time.perf_counter()
        try:
            answer = await self.client.post(
                self.path, headers=self.headers, json={"id": f"m{self.count}", "text": text}, timeout=60
            )
            ok = answer.status_code == 200 and bool(answer.json()["messages"])
        except (httpx.HTTPError, ValueError, KeyError):
            ok = False
        self.times.append((time.perf_counter() - started) * 1000)
        self.errors += not ok

    async def code(self) -> str:
        """The newest one-time code that went to this person."""
        for _ in range(50):
            inbox = await self.client.get("/demo/inbox.json", params={"to": self.person["contact"]})
            for message in inbox.json()["messages"]:
                if found := re.search(r"(?<!\d)\d{6}(?!\d)", message["text"]):
                    return found[0]
            await asyncio.sleep(0.1)
        return "000000"

    async def play(self) -> None:
        await self.open()
        for line in SCRIPT:
            if "{code}" in line:
                line = await self.code()
            else:
                line = line.format(**self.person)
            await self.say(line)


def processor_s(pids: Sequence[int]) -> float:
    """User and system time of these processes and their children so far."""
    total = 0.0
    for pid in pids:
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    return total


def resident_mib(pids: Sequence[int]) -> float:
    total = 0
    for pid in pids:
        parent = psutil.Process(pid)
        total += sum(process.memory_info().rss for process in [parent, *parent.children(recursive=True)])
    return total / 2**20


def quantile(values: Sequence[float], q: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


async def everybody(url: str, number: int, people: list[dict[str, Any]]) -> tuple[list[float], int, float]:
    """N conversations at once, each with its own borrower where there are enough. Times, errors, seconds."""
    limits = httpx.Limits(max_connections=number + 4)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        talks = [Conversation(client, people[index % len(people)]) for index in range(number)]
        started = time.perf_counter()
        await asyncio.gather(*(talk.play() for talk in talks))
        seconds = time.perf_counter() - started
    return [ms for talk in talks for ms in talk.times], sum(talk.errors for talk in talks), seconds


async def one_long(url: str, person: dict[str, Any], progress: Progress) -> list[float]:
    """The time of each of 300 turns of one conversation."""
    task = progress.add_task("one conversation of 300 turns", total=LONG_TURNS)
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        talk = Conversation(client, person)
        await talk.open()
        for line in SCRIPT[2:5]:
            await talk.say(await talk.code() if "{code}" in line else line.format(**person))
        for turn in range(LONG_TURNS - 3):
            await talk.say(LONG_LINES[turn % len(LONG_LINES)])
            progress.advance(task)
    return talk.times


def measure(url: str, pids: Sequence[int], sizes: Sequence[int], console: Console) -> dict[str, Any]:
    people = [
        person
        for person in httpx.get(f"{url}/demo/people.json", timeout=10).json()["people"]
        if person.get("reference") and person["id"].startswith("P")
    ]
    asyncio.run(everybody(url, 1, people))  # caches and connections are warm afterwards
    results = []
    for size in sizes:
        before = processor_s(pids)
        times, errors, seconds = asyncio.run(everybody(url, size, people))
        cpu = (processor_s(pids) - before) * 1000 / len(times) if pids else None
        results.append(
            Result(size, len(times), quantile(times, 0.5), quantile(times, 0.95), len(times) / seconds, errors, cpu)
        )
    with Progress(console=console) as progress:
        long = asyncio.run(one_long(url, people[0], progress))
    early, late = statistics.median(long[5:25]), statistics.median(long[-20:])
    return {
        "runs": [asdict(result) for result in results],
        "turn_10_ms": early,
        "turn_300_ms": late,
        "turn_300_over_turn_10": late / early,
        "resident_mib": resident_mib(pids) if pids else None,
    }


def show(report: dict[str, Any], console: Console) -> None:
    table = Table(title="12-turn conversations over the public address")
    for heading in ("at once", "turns", "p50 ms", "p95 ms", "turns/s", "errors", "CPU ms/turn"):
        table.add_column(heading, justify="right")
    for run in report["runs"]:
        cpu = run["cpu_ms_per_turn"]
        table.add_row(
            str(run["conversations"]),
            str(run["turns"]),
            f"{run['p50_ms']:.0f}",
            f"{run['p95_ms']:.0f}",
            f"{run['turns_per_s']:.1f}",
            str(run["errors"]),
            "–" if cpu is None else f"{cpu:.1f}",
        )
    console.print(table)
    console.print(
        f"turn 300 / turn 10: {report['turn_300_over_turn_10']:.2f} "
        f"({report['turn_300_ms']:.0f} ms / {report['turn_10_ms']:.0f} ms)"
    )
    if report["resident_mib"]:
        console.print(f"resident memory of all processes: {report['resident_mib']:.0f} MiB")
    if report.get("ready_s"):
        console.print(f"start to first answer (model there, files warm): {report['ready_s']:.1f} s")


@click.command()
@click.option("--url", help="A running demo instance; without it one is started.")
@click.option("--at-once", "sizes", multiple=True, type=int, default=(1, 8, 32), help="Conversations at the same time.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("results/turns.json"))
def main(url: str | None, sizes: tuple[int, ...], out: Path) -> None:
    """Measure turns."""
    console = Console()
    if url:
        report = measure(url, (), sizes, console)
    else:
        from tests.product import Product

        with tempfile.TemporaryDirectory() as folder:
            instance = Product(Path(folder) / "home")
            instance.prepare()
            started = time.monotonic()
            instance.start()
            try:
                instance.wait_ready()
                ready = time.monotonic() - started
                pids = [child.process.pid for child in instance.children.values() if child.process]
                report = measure(instance.url, pids, sizes, console)
                report["ready_s"] = ready
            finally:
                instance.stop()
    show(report, console)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1))
    console.print(f"written to {out}")


if __name__ == "__main__":
    main()
