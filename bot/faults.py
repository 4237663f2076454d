"""A hook for tests: die at a named step, as by `kill -9`. Set by EVENKEEL_FAULT, in demo mode only."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass


@dataclass(frozen=True)
class Faults:
    """Where to die, if anywhere."""

    step: str | None = None

    def at(self, step: str) -> None:
        if step == self.step:
            os.kill(os.getpid(), signal.SIGKILL)
