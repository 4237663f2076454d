"""The loop of every task that looks for something to do until the gateway stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.database import DatabaseUnavailable
from bot.logging import fault

log = structlog.get_logger()


async def watch(look: Callable[[], Awaitable[object]], every_s: float, *, failure: str) -> None:
    """Look until cancelled. A look that fails is logged as `failure` and made again; a database that is away is only waited for."""
    while True:
        try:
            await look()
        except DatabaseUnavailable:
            pass
        except Exception as error:  # the worker must outlive whatever it meets
            log.error(failure, **fault(error))
        await asyncio.sleep(every_s)
