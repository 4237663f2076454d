"""The composition root: the one place where the gateway's parts are made and put together."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot import keys
from bot.conversation import Conversations
from bot.database import Database, DatabaseUnavailable
from bot.delivery import Delivery
from bot.faults import Faults
from bot.gate import Gate
from bot.genuine import Genuine
from bot.handoff import Desk
from bot.hub import Hub
from bot.intake import Intake
from bot.limits import RateLimits
from bot.logging import fault
from bot.metrics import Metrics
from bot.outbox import LOOK_EVERY_S, Keeper
from bot.ports import Identity, Listening, NoIdentity, NoPapers, NoPayLinks, Papers, PayLinks, listening
from bot.rasa import Rasa
from bot.reviewed import Reviewed, collect
from bot.security import ConversationTokens, Csrf, SecurityHeaders
from bot.services import Services
from bot.settings import Settings
from bot.spool import Spool
from bot.tone import guard
from bot.turns import Turns
from bot.uploads import Uploads
from bot.web import health
from bot.web.api import RETRY_AFTER_S, ChatApi
from bot.web.check import CheckPages
from bot.web.cors import NamedOrigins
from bot.web.problems import Problem, of_status
from relief.dates import Clock
from words import gateway

PROJECT = Path(__file__).resolve().parents[1]

PATIENCE_AFTER_RASA_S = 0.5
"""How much longer than Rasa's own limit a borrower waits before the notice."""

MoreRoutes = Callable[[Services], Sequence[BaseRoute]]
MoreWorkers = Callable[[Services], Sequence[Coroutine[Any, Any, None]]]
"""Loops that run as long as the gateway does."""

log = structlog.get_logger()


def build_app(
    settings: Settings,
    *,
    clock: Clock,
    engine: Engine,
    rasa: Rasa | None = None,
    identity: Identity | None = None,
    pay_links: PayLinks | None = None,
    papers: Papers | None = None,
    listens: Listening | None = None,
    gate: Gate | None = None,
    limits: RateLimits | None = None,
    extra_routes: Sequence[MoreRoutes] = (),
    extra_workers: Sequence[MoreWorkers] = (),
    look_every_s: float = LOOK_EVERY_S,
) -> Starlette:
    """The gateway as an ASGI application. Its parts are in `app.state.services`. The caller owns `engine`."""
    services = build_services(
        settings,
        clock=clock,
        engine=engine,
        rasa=rasa,
        identity=identity or NoIdentity(),
        pay_links=pay_links or NoPayLinks(),
        papers=papers or NoPapers(),
        listens=listens or listening(),
        gate=gate or Gate(Reviewed(collect(PROJECT)), guard()),
        limits=limits,
        look_every_s=look_every_s,
    )

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        loops = [services.keeper.run(), *(loop for more in extra_workers for loop in more(services))]
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            services.hub.close()
            await services.turns.stop()
            await services.rasa.aclose()
            services.database.close()

    genuine = Genuine(services.server_key, settings.public_url)
    routes: list[BaseRoute] = [
        *ChatApi(services).routes(),
        *health.routes(services),
        *CheckPages(services, genuine).routes(),
    ]
    for more in extra_routes:
        routes.extend(more(services))
    pages = _module("bot.web.pages")
    if pages is not None:
        routes.extend(pages.routes(settings))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors, https=settings.https),
            Middleware(NamedOrigins, origins=settings.origins),
        ],
        exception_handlers={
            Problem: _problem,
            HTTPException: _http_error,
            DatabaseUnavailable: _database_away,
            Exception: _broken,
        },
    )
    app.state.services = services
    return app


def build_services(
    settings: Settings,
    *,
    clock: Clock,
    engine: Engine,
    rasa: Rasa | None,
    identity: Identity,
    pay_links: PayLinks,
    papers: Papers,
    listens: Listening,
    gate: Gate,
    limits: RateLimits | None = None,
    look_every_s: float = LOOK_EVERY_S,
) -> Services:
    """The parts without the web. The server's key is made on first use."""
    server_key = keys.load(settings.keys)
    token = settings.rasa_token or keys.load(settings.keys, "rasa.token")
    rasa = rasa or Rasa(settings.rasa_url, settings.actions_url, token=token, timeout_s=settings.rasa_timeout_s)
    database = Database(engine, wait_s=settings.database_timeout_s)
    hub, metrics, faults, spool = Hub(), Metrics(), Faults(settings.fault), Spool(settings.spool)
    desk = Desk(settings.hours)
    genuine = Genuine(server_key, settings.public_url)
    turns = Turns(
        database, rasa, Delivery(gate, identity, pay_links, papers, desk, genuine), hub, clock.now, metrics, faults
    )
    conversations = Conversations(
        database=database,
        intake=Intake(gate, identity, listens, desk),
        turns=turns,
        gate=gate,
        hub=hub,
        spool=spool,
        metrics=metrics,
        now=clock.now,
        patience_s=settings.rasa_timeout_s + PATIENCE_AFTER_RASA_S,
        faults=faults,
    )
    keeper = Keeper(
        conversations=conversations,
        turns=turns,
        database=database,
        rasa=rasa,
        spool=spool,
        metrics=metrics,
        now=clock.now,
        look_every_s=look_every_s,
    )
    return Services(
        settings=settings,
        now=clock.now,
        server_key=server_key,
        database=database,
        rasa=rasa,
        hub=hub,
        gate=gate,
        conversations=conversations,
        turns=turns,
        keeper=keeper,
        tokens=ConversationTokens(server_key),
        csrf=Csrf(server_key),
        limits=limits or RateLimits(enabled=settings.rate_limit),
        uploads=Uploads(settings.uploads),
        metrics=metrics,
        desk=desk,
    )


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    return error.response()


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return of_status(error.status_code, error.headers).response()


async def _database_away(request: Request, error: Exception) -> Response:
    detail = gateway.text("not_kept", "en") if request.method == "POST" else "Please try again in a few seconds."
    return Problem("unavailable", detail, headers={"Retry-After": str(RETRY_AFTER_S)}).response()


async def _broken(request: Request, error: Exception) -> Response:
    error_id = secrets.token_hex(4)
    log.error("request_broken", method=request.method, error_id=error_id, **fault(error))
    detail = f"This is our fault, and it has been noted. Its number is {error_id}."
    return Problem("internal-error", detail, error_id=error_id).response()
