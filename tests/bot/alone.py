"""The gateway as a process of its own, so that a test can kill it at a named step and start it again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.bot.conftest import NOW
from tests.bot.standin import free_port

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Alone:
    """One gateway process over a database file and a stand-in for Rasa. Its clock starts at `NOW` and runs on."""

    home: Path
    database_url: str
    rasa_port: int
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    began: float = field(default_factory=time.time)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, fault: str = "") -> None:
        """Start it and wait until it answers. `fault` is the step at which it dies as by kill -9."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.alone"],
            cwd=PROJECT,
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT),
                "EVENKEEL_DEMO": "1",
                "EVENKEEL_RATE_LIMIT": "off",
                "EVENKEEL_HOME": str(self.home),
                "EVENKEEL_PORT": str(self.port),
                "EVENKEEL_RASA_PORT": str(self.rasa_port),
                "EVENKEEL_ACTIONS_PORT": str(self.rasa_port),
                "EVENKEEL_RASA_TOKEN": "token-of-rasa",
                "EVENKEEL_NOW": NOW.isoformat(),
                "EVENKEEL_NOW_SET_AT": repr(self.began),
                "EVENKEEL_FAULT": fault,
                "DATABASE_URL": self.database_url,
            },
        )
        end = time.monotonic() + 30
        while True:
            assert self.process.poll() is None, "the gateway ended"
            assert time.monotonic() < end, "the gateway did not start"
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)

    def died(self) -> bool:
        """Wait for its death; whether it was killed."""
        assert self.process is not None
        return self.process.wait(20) == -9

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


def main() -> None:
    import uvicorn

    from bot.assembly import full_app
    from bot.settings import Settings
    from relief.dates import clock_from_environment
    from relief.store.engine import make_engine
    from tests.bot.conftest import LISTENS

    settings = Settings.from_environment()
    engine = make_engine(settings.database_url)
    app = full_app(settings, clock=clock_from_environment(os.environ), engine=engine, environ={}, listens=LISTENS)
    uvicorn.run(app, host="127.0.0.1", port=settings.port, ws="none", log_level="warning")


if __name__ == "__main__":
    main()
