"""Child processes that are started, watched, started again with a back-off, and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
STEADY_AFTER_S = 60.0
"""A child that ran this long before it died starts again at the shortest wait."""


@dataclass
class Child:
    """One process of ours. Its output goes to a log file; `environment` is all that it sees."""

    name: str
    command: list[str]
    environment: dict[str, str]
    directory: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    started_at: float = 0.0
    wait_s: float = FIRST_WAIT_S
    not_before: float = 0.0
    _stream: IO[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._stream = self.log.open("ab")
        # A process group of its own: Ctrl-C reaches the launcher only, which then stops the children in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            self.command,
            env=self.environment,
            cwd=self.directory,
            stdout=self._stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self) -> str | None:
        """Start the child again if it has died and its back-off is over; says what happened, if anything."""
        if self.alive or self.process is None:
            return None
        now = time.monotonic()
        if self.not_before == 0.0:
            if now - self.started_at > STEADY_AFTER_S:
                self.wait_s = FIRST_WAIT_S
            self.not_before = now + self.wait_s
            said = f"{self.name} ended (exit {self.process.returncode}); starting it again in {self.wait_s:.1f} s. Log: {self.log}"
            self.wait_s = min(self.wait_s * 2, LONGEST_WAIT_S)
            return said
        if now < self.not_before:
            return None
        self.not_before = 0.0
        self.restarts += 1
        if self._stream is not None:
            self._stream.close()
        self.start()
        return f"{self.name} started again."

    def stop(self, patience_s: float = 8.0) -> None:
        """Ask politely, wait, then insist. Safe to call twice."""
        if self.process is None:
            return
        for sign, patience in ((signal.SIGTERM, patience_s), (signal.SIGKILL, 5.0)):
            if not self.alive:
                break
            try:
                os.killpg(self.process.pid, sign)
            except ProcessLookupError:
                break
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        if self._stream is not None:
            self._stream.close()
            self._stream = None
