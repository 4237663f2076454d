"""Is it alive, is it ready, and what has it counted."""

from __future__ import annotations

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.database import DatabaseUnavailable
from bot.services import Services


def routes(services: Services) -> list[BaseRoute]:
    async def healthz(request: Request) -> Response:
        """The process runs and its loop turns."""
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        """A borrower would be answered now: the database takes and gives, Rasa has a model, the action server is there."""
        database, rasa, actions = await asyncio.gather(
            _database_works(services), services.rasa.is_up(), services.rasa.actions_are_up()
        )
        checks = {"database": database, "rasa": rasa, "actions": actions}
        ready = all(checks.values())
        body = {"ready": ready, **{name: "ok" if works else "down" for name, works in checks.items()}}
        return JSONResponse(body, status_code=200 if ready else 503, headers={} if ready else {"Retry-After": "2"})

    async def metrics(request: Request) -> Response:
        services.metrics.listeners.set(services.hub.listeners)
        return Response(generate_latest(services.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _database_works(services: Services) -> bool:
    try:
        await services.database.write(lambda uow: uow.cases.next_number("probe"))
    except DatabaseUnavailable:
        return False
    return True
