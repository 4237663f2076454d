"""Ending tasks for good."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any


async def end(tasks: Iterable[asyncio.Task[Any]], *, patience_s: float = 0.0, again_after_s: float = 1.0) -> None:
    """Give tasks a moment, then cancel them until they have ended.

    Once is not enough: in Python 3.10 `asyncio.wait_for` loses a cancellation that meets its result at the same moment.
    """
    pending = set(tasks)
    if pending and patience_s:
        _, pending = await asyncio.wait(pending, timeout=patience_s)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=again_after_s)
