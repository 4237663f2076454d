"""The messenger as a whole: connect, say what is in the way, fetch updates or have them brought, work them off, send.

Whatever goes wrong here, the web goes on: a wrong token ends the messenger with a clear line in the log, everything else is tried
again later.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import structlog
from starlette.routing import BaseRoute
from telegram import BotCommand, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import keys
from bot.database import DatabaseUnavailable
from bot.documents import Papers
from bot.logging import fault
from bot.ports import Identity
from bot.services import Services
from bot.telegram import client
from bot.telegram.ending import end
from bot.telegram.fallback import close_chat
from bot.telegram.files import files_of
from bot.telegram.handling import Handling
from bot.telegram.inbox import Inbox
from bot.telegram.outbox import FINISH_WITHIN_S, Outbox
from bot.telegram.pace import Pace
from bot.telegram.settings import TelegramSettings
from bot.telegram.typing import Typing
from bot.telegram.webhook import PATH, Webhook
from relief.store.uow import UnitOfWork
from words import telegram as words
from words.model import LANGUAGES

RETRY_S = (1, 2, 5, 15, 30, 60)
CONFLICT_S = 15.0
MAX_CONNECTIONS = 40
BACKLOG = 6
"""From so many waiting messages of one chat on we say that they come too fast."""

TOLD_AGAIN_S = 60.0
REMEMBERED = 1000

State = Literal["starting", "connected", "refused", "unreachable", "conflict"]

log = structlog.get_logger()


class TelegramChannel:
    """Made once; `run` is a worker of the gateway, `routes` are its addresses."""

    def __init__(
        self, services: Services, settings: TelegramSettings, identity: Identity, papers: Papers | None = None
    ) -> None:
        self._services = services
        self._settings = settings
        self._application = client.application(settings)
        self._bot: client.PlainBot = self._application.bot
        pace = Pace(time.monotonic, enabled=services.settings.rate_limit)
        self.outbox = Outbox(services, self._bot, pace, files_of(services, papers), closed=self._closed)
        self.handling = Handling(services, identity, self._bot, self.outbox)
        self.inbox = Inbox(services.database, services.now, self._handle)
        self._typing = Typing(self._show_typing)
        self._failed: dict[int, Exception] = {}
        self._noticed: OrderedDict[int, None] = OrderedDict()
        self._told: dict[str, float] = {}
        self._secret = settings.secret or keys.load(services.settings.keys, "telegram.secret")[:64]
        self.state: State = "starting"
        self.handling.register(self._application)
        self._application.add_error_handler(self._note_failure)

    @property
    def username(self) -> str | None:
        """The bot's name without the @, once it is known."""
        return self._bot.username if self.state in ("connected", "conflict") else None

    def routes(self) -> Sequence[BaseRoute]:
        return Webhook(self._secret, self.take).routes() if self._settings.webhook else []

    async def take(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        """Keep updates. While the database is away, say so in the chat, once an update. Raises DatabaseUnavailable."""
        bodies = list(bodies)
        for body in bodies:
            message = body.get("message")
            if isinstance(message, Mapping) and isinstance(message.get("message_id"), int):
                self.outbox.saw(message["message_id"])
        try:
            await self.inbox.take(bodies)
        except DatabaseUnavailable:
            fresh = []
            for body in bodies:
                number = body.get("update_id")
                if isinstance(number, int) and number not in self._noticed:
                    self._noticed[number] = None
                    fresh.append(body)
            await asyncio.gather(*(self.handling.database_away(body) for body in fresh))
            while len(self._noticed) > REMEMBERED:
                self._noticed.popitem(last=False)
            raise

    async def run(self) -> None:
        """Until cancelled, or until Telegram refuses the token."""
        try:
            if not await self._connect():
                return
            with self._services.hub.watch(self._typing.heard):
                loops = [self.outbox.run(), self.inbox.run(), self._tell_menu()]
                if self._settings.webhook:
                    self.outbox.caught_up.set()  # nobody tells us when the last of them has been brought
                else:
                    loops.append(self._poll())
                await _together(loops)
        except InvalidToken:
            self._refused()
        finally:
            self._typing.close()
            with contextlib.suppress(Exception):
                await self._application.shutdown()

    # -- connecting ----------------------------------------------------------------------------------------------

    async def _connect(self) -> bool:
        """Learn who we are and say how updates are to come; False when the token is refused."""
        for attempt in range(10**9):
            try:
                await self._application.initialize()
                await self._announce()
            except InvalidToken:
                self._refused()
                return False
            except RetryAfter as error:
                await asyncio.sleep(client.seconds(error))
                continue
            except TelegramError as error:
                self.state = "unreachable"
                if attempt in (0, 5) or attempt % 60 == 0:
                    log.error(
                        "telegram_unreachable", server=self._settings.api_base, error=client.kind(error),
                        what="Telegram cannot be reached, so the messenger is silent; the web goes on. It is tried again.",
                        do="Check the network, or set TELEGRAM_API_BASE to your own Bot API server.",
                    )  # fmt: skip
                await asyncio.sleep(RETRY_S[min(attempt, len(RETRY_S) - 1)])
                continue
            self.state = "connected"
            log.info(
                "telegram_connected", bot=self._bot.username, by="webhook" if self._settings.webhook else "polling"
            )
            return True
        return False

    async def _announce(self) -> None:
        if self._settings.webhook:
            await self._bot.set_webhook(
                f"{self._services.settings.public_url}{PATH}",
                secret_token=self._secret,
                allowed_updates=list(client.ALLOWED_UPDATES),
                max_connections=MAX_CONNECTIONS,
            )
        else:
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _tell_menu(self) -> None:
        """The commands and what the bot is, in both languages; English is what other languages see."""
        for attempt in range(len(RETRY_S)):
            try:
                for language in LANGUAGES:
                    menu = [BotCommand(name, what) for name, what in words.menu(language)]
                    for code in (None, "en") if language == "en" else (language,):
                        await self._bot.set_my_commands(menu, language_code=code)
                        await self._bot.set_my_description(words.text("description", language), language_code=code)
                        await self._bot.set_my_short_description(words.text("about", language), language_code=code)
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = client.seconds(error) if isinstance(error, RetryAfter) else RETRY_S[attempt]
                await asyncio.sleep(wait)
        log.warning("telegram_menu_not_set")

    def _refused(self) -> None:
        self.state = "refused"
        log.error(
            "telegram_token_refused",
            what="Telegram does not know this token, so the messenger is off; the web goes on.",
            do="Copy the token again from @BotFather into TELEGRAM_TOKEN and start again.",
        )

    # -- fetching ------------------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        """Long polling. An update is asked for again until it is in our table."""
        offset: int | None = None
        troubles = 0
        while True:
            try:
                behind = not self.outbox.caught_up.is_set()
                found = await self._bot.plain_updates(offset, 0 if behind else client.POLL_S)
                if found:
                    await self.take(found)
                    offset = max(int(update["update_id"]) for update in found) + 1
                if len(found) < client.BATCH:
                    self.outbox.caught_up.set()
                troubles = 0
                self.state = "connected"
            except InvalidToken:
                raise
            except Conflict:
                if self.state != "conflict":
                    log.error(
                        "telegram_conflict",
                        what="Another program fetches this bot's updates with the same token, or a webhook is set.",
                        do="Stop the other one, or give this instance a bot of its own. It is tried again.",
                    )
                self.state = "conflict"
                await asyncio.sleep(CONFLICT_S)
            except RetryAfter as error:
                await asyncio.sleep(client.seconds(error))
            except (TelegramError, DatabaseUnavailable) as error:
                if troubles == 0 and isinstance(error, TelegramError):
                    log.warning("telegram_poll_failed", error=client.kind(error))
                await asyncio.sleep(RETRY_S[min(troubles, 3)])
                troubles += 1
            except Exception as error:  # whatever comes, the next one may be readable
                log.error("telegram_poll_failed", **fault(error))
                await asyncio.sleep(RETRY_S[min(troubles, 3)])
                troubles += 1

    async def _handle(self, body: Mapping[str, Any]) -> None:
        """One update through the application's handlers; what they raise is raised here."""
        await self._slow_down(body)
        try:
            update = Update.de_json(dict(body), self._bot)
        except Exception as error:  # something newer or older than our library knows
            log.warning("telegram_update_unknown", **fault(error))
            await self.handling.unknown(body)
            return
        await self._application.process_update(update)
        failed = self._failed.pop(update.update_id, None)
        if failed is not None:
            raise failed

    async def _note_failure(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and isinstance(context.error, Exception):
            self._failed[update.update_id] = context.error
        raise ApplicationHandlerStop

    async def _slow_down(self, body: Mapping[str, Any]) -> None:
        """Somebody who floods us waits, and loses nothing; who may be in danger does not wait."""
        message = body.get("message") or {}
        chat_id = str((message.get("chat") or {}).get("id", ""))
        text = message.get("text") or ""
        if not chat_id or (text and self._services.conversations.is_crisis(text)):
            return
        while (wait := self._services.limits.message(f"telegram:{chat_id}", f"telegram:{chat_id}")) is not None:
            now = time.monotonic()
            if self._told.get(chat_id, 0.0) < now - TOLD_AGAIN_S and await self.inbox.waiting(chat_id) >= BACKLOG:
                self._told[chat_id] = now
                await self.handling.too_fast(body)
            await asyncio.sleep(min(wait, 2))

    # -- what the outbox asks ------------------------------------------------------------------------------------

    async def _closed(self, chat_id: str) -> None:
        now = self._services.now()
        url = f"{self._services.settings.public_url}/chat"
        await self._services.database.write(lambda uow: close_chat(uow, chat_id, url, now))

    async def _show_typing(self, conversation_id: str) -> None:
        def chat(uow: UnitOfWork) -> str | None:
            found = uow.telegram_chats.get(conversation_id)
            return found.chat_id if found is not None and found.closed_at is None else None

        try:
            chat_id = await self._services.database.read(chat)
            if chat_id is not None:
                await self.outbox.show_typing(chat_id)
        except (TelegramError, DatabaseUnavailable):
            pass  # only a courtesy


async def _together(loops: Sequence[Any]) -> None:
    """Run them until one fails or all are cancelled; then end the others and wait for them."""
    tasks = [asyncio.ensure_future(loop) for loop in loops]
    try:
        await asyncio.gather(*tasks)
    except Exception as error:
        log.error("telegram_stopped", **fault(error))
        raise
    finally:
        await end(tasks, again_after_s=FINISH_WITHIN_S + 1)
