"""Messages that came while the database was away: kept as files until it is back.

A file holds what a borrower wrote, perhaps a one-time code, so only the gateway can read it, and it is deleted as soon as
the message is in the database.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bot.inbound import Inbound, Upload


class Spool:
    """A directory of waiting messages, in the order in which they came."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._count = 0

    def keep(self, inbound: Inbound, token_version: int | None) -> None:
        """Write one message down for good. Raises OSError when it cannot be."""
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._count += 1
        name = f"{time.time_ns():020d}-{self._count:06d}.json"
        draft = self._directory / f".{name}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"inbound": asdict(inbound), "token_version": token_version}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(self._directory / name)

    def waiting(self) -> Iterator[tuple[Path, Inbound, int | None]]:
        """Each kept message with its file, oldest first. `done` takes the file away."""
        if not self._directory.is_dir():
            return
        for path in sorted(self._directory.glob("[0-9]*.json")):
            kept = json.loads(path.read_text(encoding="utf-8"))
            file = kept["inbound"].pop("file")
            yield path, Inbound(**kept["inbound"], file=Upload(**file) if file else None), kept["token_version"]

    def done(self, path: Path) -> None:
        path.unlink(missing_ok=True)
