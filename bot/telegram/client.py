"""The client of the Bot API: python-telegram-bot on the gateway's own loop, and what its errors mean for us."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.telegram.settings import TelegramSettings

CONNECTIONS = 64
POLL_S = 25
BATCH = 100
ANSWER_WITHIN_S = 60
"""Long, since whoever gives up on a slow answer cannot know whether the message will still be taken."""

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]


class PlainBot(Bot):
    """The library's bot, and the updates as Telegram writes them."""

    __slots__ = ()

    async def plain_updates(self, offset: int | None, wait_s: int = POLL_S) -> list[dict[str, Any]]:
        """The next updates, BATCH at most; one that the library cannot read must not keep back the others.

        Raises TelegramError.
        """
        wanted = {
            "timeout": wait_s,
            "limit": BATCH,
            "allowed_updates": list(ALLOWED_UPDATES),
            **({"offset": offset} if offset else {}),
        }
        found = await self._post("getUpdates", wanted, read_timeout=POLL_S + 10)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []


def application(settings: TelegramSettings) -> TelegramApplication:
    """The application without an updater: fetching updates, their order and their memory are ours."""
    # The surroundings' proxy is for the way out of the house, not for a server on this machine.
    options = {"trust_env": not _is_loopback(settings.api_base)}
    bot = PlainBot(
        settings.token,
        base_url=f"{settings.api_base}/bot",
        base_file_url=f"{settings.api_base}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            read_timeout=ANSWER_WITHIN_S,
            write_timeout=ANSWER_WITHIN_S,
            connect_timeout=5,
            pool_timeout=30,
            httpx_kwargs=options,
        ),
        get_updates_request=HTTPXRequest(
            connection_pool_size=2, read_timeout=POLL_S + 10, connect_timeout=5, httpx_kwargs=options
        ),
    )
    return Application.builder().bot(bot).updater(None).build()


def was_not_sent(error: TelegramError) -> bool:
    """Whether it is certain that Telegram did not take the message. After a broken or late answer it is not."""
    if isinstance(error, RetryAfter | BadRequest | Forbidden | InvalidToken):
        return True
    if isinstance(error, TimedOut):
        return "Pool timeout" in str(error)
    if isinstance(error, NetworkError):
        return "ConnectError" in str(error) or "ConnectTimeout" in str(error)
    return False


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if hasattr(wait, "total_seconds") else float(wait)


def kind(error: TelegramError) -> str:
    """For logs: an error's message may hold the token."""
    return type(error).__name__


def _is_loopback(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
