"""Is a port of ours free, and if not, what should the operator do?"""

from __future__ import annotations

import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Port:
    """A port that one of the processes needs, and the variable that moves it."""

    number: int
    purpose: str
    variable: str


def busy(ports: list[Port]) -> list[Port]:
    """Those of `ports` that something on this machine already listens on (or that this user may not open)."""
    taken = []
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port.number))
            except OSError:
                taken.append(port)
    return taken


def explain(port: Port) -> str:
    """What the operator reads when `port` is busy."""
    return (
        f"Port {port.number} is busy; {port.purpose} needs it. Stop what listens there, "
        f"or choose another one: {port.variable}={port.number + 10000 if port.number < 50000 else 18080} make run"
    )
