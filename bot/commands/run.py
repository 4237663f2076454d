"""`python -m bot run`: everything on one machine, watched until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from bot.launch.ports import Port, busy, explain
from bot.launch.processes import Child

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
READY_WITHIN_S = 180.0


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the lock of this home directory; a second start is told that one is running."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "run.lock"
    with path.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.seek(0)
            running = stream.read().strip() or "another process"
            raise click.ClickException(
                f"Evenkeel is already running from {home} ({running}). Stop it with Ctrl-C there, "
                "or start a second one with its own EVENKEEL_HOME and ports."
            ) from None
        stream.truncate(0)
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


def children(settings: Settings, environment: dict[str, str]) -> list[Child]:
    """The three processes, each with its own log."""
    logs = settings.home / "logs"

    def child(name: str, *module: str, **extra: str) -> Child:
        return Child(name, [sys.executable, "-m", *module], {**environment, **extra}, PROJECT, logs / f"{name}.log")

    return [
        child("rasa", "bot.nlu.serve", RASA_TELEMETRY_ENABLED="false", OMP_NUM_THREADS="1", TF_CPP_MIN_LOG_LEVEL="3"),
        child(
            "actions", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port), SANIC_HOST="127.0.0.1"
        ),
        child("gateway", "bot", "serve"),
    ]


def child_environment(settings: Settings) -> dict[str, str]:
    """What the children see: ours, plus what must be the same for all three."""
    token = os.environ.get("EVENKEEL_RASA_TOKEN") or secrets.token_urlsafe(32)
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "EVENKEEL_RASA_TOKEN": token,
        "EVENKEEL_HOME": str(settings.home.resolve()),
        "EVENKEEL_MODELS": str(settings.models.resolve()),
        "DATABASE_URL": settings.database_url,
    }
    if os.environ.get("EVENKEEL_NOW"):
        environment.setdefault("EVENKEEL_NOW_SET_AT", repr(time.time()))
    return environment


def prepare(settings: Settings, console: Console) -> None:
    """Database and model: whatever is missing or old is made."""
    from bot.commands.database import DEMO_ZONE
    from bot.commands.train import train_model
    from bot.console.demo_staff import seed_staff
    from relief.dates import clock_from_environment, local_date
    from relief.portfolio.demo import seed
    from relief.store.engine import make_engine
    from relief.store.migrate import migrate

    engine = make_engine(settings.database_url)
    try:
        with console.status("Preparing the database …"):
            migrate(engine)
            if settings.demo:
                now = clock_from_environment(os.environ).now()
                written = seed(engine, local_date(now, DEMO_ZONE))
                seed_staff(engine, now)
                if written.new:
                    console.print(
                        f"  demo portfolio: {written.rows['borrowers']} borrowers, {written.rows['loans']} loans"
                    )
    finally:
        engine.dispose()
    with console.status("Training the assistant if its data has changed (up to three minutes) …"):
        if train_model(settings.models, log=settings.home / "logs" / "train.log"):
            console.print("  the model was trained")


def wait_until_answered(settings: Settings, processes: list[Child], console: Console) -> float:
    """Send a real message until a real answer comes. Returns the seconds it took.

    Raises `click.ClickException` when no answer comes within `READY_WITHIN_S`.
    """
    import httpx

    started = time.monotonic()
    with (
        console.status("Waiting for the first answer …"),
        httpx.Client(base_url=settings.local_url, timeout=10) as client,
    ):
        while time.monotonic() - started < READY_WITHIN_S:
            for process in processes:
                if said := process.tend():
                    console.print(f"  {said}")
            try:
                if client.get("/readyz").status_code == 200:
                    opened = client.post("/api/v1/conversations", json={"language": "en"}).json()
                    answer = client.post(
                        f"/api/v1/conversations/{opened['conversation']}/messages",
                        headers={"Authorization": f"Bearer {opened['token']}"},
                        json={"id": "ready", "text": "hello"},
                    )
                    if answer.status_code == 200 and answer.json()["messages"]:
                        return time.monotonic() - started
            except (httpx.HTTPError, ValueError, KeyError):
                pass
            time.sleep(0.2)
    logs = ", ".join(str(process.log) for process in processes)
    raise click.ClickException(f"No answer within {READY_WITHIN_S:.0f} s. What went wrong is in {logs}.")


def announce(settings: Settings, seconds: float, console: Console) -> None:
    """What to open, and as whom to try it."""
    from rich.table import Table

    console.print(f"\n[bold]Ready[/bold] after {seconds:.0f} s. Open [bold]{settings.local_url}/[/bold]")
    if settings.demo:
        from bot.console.demo_staff import LOGINS
        from relief.portfolio.demo import people

        table = Table(title="The demo's people (all invented)", show_lines=False)
        for heading in ("who", "language", "account reference", "date of birth", "story"):
            table.add_column(heading, overflow="fold")
        for person in people():
            table.add_row(
                person.name, person.language, person.reference or "–", str(person.date_of_birth or "–"), person.story
            )
        console.print(table)
        logins = Table(title=f"The demo's staff: {settings.local_url}/console", show_lines=False)
        for heading in ("login", "password", "who", "roles"):
            logins.add_column(heading, overflow="fold")
        for one in LOGINS:
            logins.add_row(one.login, one.password, one.name, ", ".join(one.roles))
        console.print(logins)
        console.print(
            f"One-time codes that would go out by SMS or e-mail: [bold]{settings.local_url}/demo/inbox[/bold]"
        )
    console.print("Ctrl-C stops everything.")


@click.command()
@click.option("--demo/--no-demo", default=None, help="With the demo portfolio and pages (EVENKEEL_DEMO).")
def run(demo: bool | None) -> None:
    """Start and watch everything: Rasa, the action server and the gateway."""
    from rich.console import Console

    if demo is not None:
        os.environ["EVENKEEL_DEMO"] = "1" if demo else ""
    from bot.settings import Settings

    console = Console(stderr=True)
    settings = Settings.from_environment()
    taken = busy(
        [
            Port(settings.port, "the gateway", "EVENKEEL_PORT"),
            Port(settings.rasa_port, "Rasa", "EVENKEEL_RASA_PORT"),
            Port(settings.actions_port, "the action server", "EVENKEEL_ACTIONS_PORT"),
        ]
    )
    with only_one(settings.home):
        if taken:
            raise click.ClickException("\n".join(explain(port) for port in taken))
        environment = child_environment(settings)
        prepare(settings, console)
        processes = children(settings, environment)
        stopping = False

        def stop(signum: int, frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, stop)
        try:
            for process in processes:
                process.start()
            announce(settings, wait_until_answered(settings, processes, console), console)
            while True:
                for process in processes:
                    if said := process.tend():
                        console.print(said)
                time.sleep(0.5)
        except KeyboardInterrupt:
            console.print("\nStopping …")
        finally:
            for process in reversed(processes):
                process.stop()
