"""Puts verification, payments, notices and the demo's pages into the gateway, as the settings and the environment say."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import keys
from bot.app import build_app
from bot.approvals import ApprovalTeller
from bot.console.routes import routes as console_routes
from bot.daily import Daily
from bot.documents import Papers
from bot.documents.budget import KIND as BUDGET
from bot.documents.budget import budget_for
from bot.documents.my_data import KIND as DATA
from bot.documents.my_data import data_copy
from bot.documents.plan import copy_for
from bot.erasure import Eraser
from bot.faults import Faults
from bot.help_desk.api import HelpDeskApi
from bot.help_desk.settings import from_environment as help_desk_settings
from bot.help_desk.worker import HelpDeskWorker
from bot.identity import Codes, Hashes, Verification
from bot.lesson_repeats import Repeater
from bot.links import Links
from bot.notices import NoticeWorker
from bot.pay import PaymentLinks, PaymentTokens
from bot.payments.provider import Provider
from bot.payments.sandbox import Sandbox
from bot.payments.telling import Teller
from bot.ports import Listening, NoPayLinks, PayLinks, listening
from bot.senders import from_environment
from bot.services import Services
from bot.settings import Settings, SettingsError
from bot.telegram.permission import keeps_out
from bot.telegram.settings import from_environment as telegram_settings
from bot.web.demo import DemoPages
from bot.web.lessons import LessonPages
from bot.web.links import LinkApi
from bot.web.papers import PaperPages
from bot.web.pay import PayPages
from bot.web.sandbox import SandboxPages
from bot.web.telegram import TelegramPages
from relief.dates import Clock

if TYPE_CHECKING:
    from bot.telegram.channel import TelegramChannel

log = structlog.get_logger()


def full_app(
    settings: Settings,
    *,
    clock: Clock,
    engine: Engine,
    environ: Mapping[str, str] | None = None,
    listens: Listening | None = None,
    **options: Any,
) -> Starlette:
    """The gateway with everything. `options` go to `bot.app.build_app`. Raises SettingsError."""
    env = os.environ if environ is None else environ
    key = keys.load(settings.keys)
    listens = listens or listening()
    senders = from_environment(env, demo=settings.demo)
    if not senders:
        log.warning("no_sender", why="no one-time code can go out: set SMTP_URL and SMTP_FROM, or SMS_WEBHOOK_URL")
    links = Links(key, settings.public_url)
    hashes = Hashes(key)
    verification = Verification(
        hashes,
        Codes(hashes, tuple(senders), limited=settings.rate_limit),
        links,
        listens.mask_cards,
        keeps_out(settings.public_url),
    )
    messenger = telegram_settings(env)
    help_desk = help_desk_settings(env)
    made: list[TelegramChannel] = []

    def channel(services: Services) -> TelegramChannel | None:
        """The messenger of these services, made when it is first asked for; its library is loaded only then."""
        if messenger is not None and not made:
            from bot.telegram.channel import TelegramChannel

            made.append(TelegramChannel(services, messenger, verification, papers))
        return made[0] if made else None

    providers = _providers(settings, env, key)
    tokens = PaymentTokens(key, settings.public_url)
    pay_links: PayLinks = PaymentLinks(tokens, next(iter(providers))) if providers else NoPayLinks()
    papers = Papers(key, settings.public_url, {"plan": copy_for, DATA: data_copy, BUDGET: budget_for})
    faults = Faults(settings.fault)

    def routes(services: Services) -> Sequence[BaseRoute]:
        teller = Teller(services.database, services.conversations, services.now, faults=faults)
        found: list[BaseRoute] = PaperPages(services, papers).routes()
        found += LessonPages(services.now, fresh=settings.demo).routes()
        if providers:
            found += PayPages(services, providers, tokens, teller).routes()
        if settings.lender_key:
            found += LinkApi(services, links, settings.lender_key, channel(services)).routes()
        if telegram := channel(services):
            found += telegram.routes()
        if help_desk is not None and help_desk.token:
            found += HelpDeskApi(services, help_desk).routes()
        if settings.demo:
            from relief.portfolio.demo import people

            found += DemoPages(services, people()).routes()
            if telegram:
                found += TelegramPages(services, telegram, people()).routes()
            sandbox = providers.get("sandbox")
            if isinstance(sandbox, Sandbox):
                callback = f"{settings.local_url}/payments/{sandbox.name}/callback"
                found += SandboxPages(sandbox, callback, services.csrf, services.now).routes()
        return found

    def workers(services: Services) -> Sequence[Coroutine[Any, Any, None]]:
        telegram = channel(services)
        return (
            *((telegram.run(),) if telegram else ()),
            *(
                (HelpDeskWorker(services.database, help_desk, settings.public_url, services.now).run(),)
                if help_desk is not None and help_desk.url
                else ()
            ),
            *((Daily(services.database, settings.hours.zone, services.now).run(),) if settings.daily else ()),
            Eraser(
                services.database, settings, services.now, take_back=telegram.outbox.take_back if telegram else None
            ).run(),
            Repeater(services.database, services.conversations, services.now).run(),
            NoticeWorker(services.database, senders, services.now, faults=faults).run(),
            Teller(services.database, services.conversations, services.now, faults=faults).run(),
            ApprovalTeller(services.database, services.conversations, services.now).run(),
        )

    return build_app(
        settings,
        clock=clock,
        engine=engine,
        identity=verification,
        pay_links=pay_links,
        papers=papers,
        listens=listens,
        extra_routes=(routes, console_routes),
        extra_workers=(workers,),
        **options,
    )


def _providers(settings: Settings, env: Mapping[str, str], key: str) -> dict[str, Provider]:
    """The sandbox in the demo; otherwise what EVENKEEL_PAYMENTS names as `module:function`, called with the environment and
    the gateway's public address."""
    named = (env.get("EVENKEEL_PAYMENTS") or "").strip()
    if settings.demo and not named:
        secret = (
            env.get("EVENKEEL_SANDBOX_SECRET")
            or hmac.new(key.encode(), b"evenkeel.sandbox", hashlib.sha256).hexdigest()
        )
        return {"sandbox": Sandbox(secret, settings.public_url)}
    if not named:
        return {}
    module, _, name = named.partition(":")
    try:
        make: Callable[[Mapping[str, str], str], Provider] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(f"EVENKEEL_PAYMENTS={named!r} must name a function as module:function ({error}).") from None
    provider = make(env, settings.public_url)
    return {provider.name: provider}
