"""What goes out: every line once, in order, at Telegram's pace, through errors and `kill -9`.

The table of messages is the queue (status `due`). Before a message is sent it is noted as `sending`, afterwards as `sent` with its
number. The Bot API knows no idempotency key, so when the answer is lost (the gateway died, the connection broke) nobody tells
us whether it arrived. Then we look: the messages of a bot's private chats are numbered in one sequence, and trying to set the
same buttons on a message says whether it exists in this chat and is ours. Only if it is found nowhere near is it sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot import lines, pictures
from bot.database import DatabaseUnavailable
from bot.hub import Event
from bot.logging import fault
from bot.services import Services
from bot.telegram import client
from bot.telegram.ending import end
from bot.telegram.files import Files
from bot.telegram.pace import Pace
from bot.telegram.render import Buttons, Part, parts, rows
from relief.store.records import Conversation, TelegramPart
from relief.store.records import Message as Line
from relief.store.uow import UnitOfWork
from words import gateway
from words import telegram as words
from words.model import as_language

LOOK_EVERY_S = 1.0
AT_ONCE = 16
"""Chats that are written to at the same time; the pace does the rest."""

ATTEMPTS = 3
LONGEST_WAIT_S = 60.0
LOOKED_FOR_AMONG = 200
"""How many message numbers that we know nothing of are tried when it is unknown whether a message arrived."""

CAUGHT_UP_WITHIN_S = 30.0
LATE_S = 5.0
"""After an answer that did not come in time: what is late may still arrive before it is looked for."""

BEYOND = AT_ONCE + 8
"""How far above the highest known number a lost message may be: others were on their way too."""

FINISH_WITHIN_S = 5.0
DELETED_AT_ONCE = 100
"""So many messages a call may delete."""

log = structlog.get_logger()


class Gone(RuntimeError):
    """The chat can no longer be written to: the borrower has blocked the bot, or the account is deleted."""


class NotNow(RuntimeError):
    """It did not work this time; later."""


@dataclass(frozen=True)
class _Context:
    """What is read in one go before a line is sent."""

    line: Line
    conversation: Conversation
    sent: dict[int, TelegramPart]
    last: bool
    asks_contact: bool
    contact_stands: bool


class Outbox:
    """One task that looks, and one a chat that has something to be sent."""

    def __init__(
        self, services: Services, bot: Bot, pace: Pace, files: Files, *, closed: Callable[[str], Awaitable[None]]
    ) -> None:
        """`closed` is told of a chat that can no longer be written to."""
        self._services = services
        self._database = services.database
        self._bot = bot
        self._pace = pace
        self._files = files
        self._closed = closed
        self._wake = asyncio.Event()
        self._working: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._later: dict[str, tuple[float, float]] = {}
        self._known: set[str] = set()
        self._highest = 0
        self._looked = False
        self._jobs: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.caught_up = asyncio.Event()
        """Set once we know what had come in before this process began: then the numbers left over are few."""

    def wake(self, conversation_id: str) -> None:
        """Something may wait in this conversation."""
        self._known.add(conversation_id)
        self._wake.set()

    def saw(self, message_id: int) -> None:
        """A message with this number exists."""
        self._highest = max(self._highest, message_id)

    async def run(self) -> None:
        """Look until cancelled; what is being sent then is given a moment to end."""
        with self._services.hub.watch(self._heard):
            try:
                while True:
                    try:
                        await self._look()
                    except DatabaseUnavailable:
                        pass
                    except Exception as error:  # the worker must outlive whatever it meets
                        log.error("telegram_outbox_failed", **fault(error))
                    try:
                        await asyncio.wait_for(self._wake.wait(), LOOK_EVERY_S)
                    except asyncio.TimeoutError:
                        pass
                    self._wake.clear()
            finally:
                await self._finish()

    def pause(self, error: RetryAfter) -> None:
        """Telegram asks the whole bot to wait; calls that took a turn have said so already."""
        self._pace.pause(client.seconds(error))

    async def say_at_once(self, chat_id: str, text: str) -> None:
        """A notice that is kept nowhere and does not queue behind the lines, at the same pace. Raises TelegramError."""
        async with self._pace.turn(chat_id):
            await self._bot.send_message(chat_id, text, link_preview_options=LinkPreviewOptions(is_disabled=True))

    async def show_typing(self, chat_id: str) -> None:
        """Only a courtesy: not while many messages wait. Raises TelegramError."""
        if not self._pace.is_busy:
            async with self._pace.turn():
                await self._bot.send_chat_action(chat_id, ChatAction.TYPING)

    async def take_back(self, chat_id: str, numbers: Sequence[int]) -> bool:
        """Delete what we wrote there, as far as Telegram still lets us. False when it does not answer now."""
        for at in range(0, len(numbers), DELETED_AT_ONCE):
            try:
                async with self._pace.turn():
                    await self._bot.delete_messages(chat_id, numbers[at : at + DELETED_AT_ONCE])
            except (BadRequest, Forbidden, InvalidToken):
                pass  # too old, or the chat is no longer ours: nothing that we could do
            except TelegramError:
                return False
        return True

    async def retire_keyboards(self, chat_id: str) -> None:
        """Take away the buttons that no longer stand; those that do stay. Best effort: a press on an old one is harmless."""
        task = asyncio.create_task(self._retire(chat_id))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    def _heard(self, event: Event) -> None:
        if event.kind == "message" and event.conversation_id in self._known:
            self._wake.set()

    async def _look(self) -> None:
        if not self._looked:
            self.saw(await self._database.read(lambda uow: uow.telegram_updates.highest_message_id()))
            self._looked = True
        now = time.monotonic()
        for chat_id in await self._database.read(lambda uow: uow.telegram_chats.with_due_lines()):
            if chat_id in self._working or self._later.get(chat_id, (0.0, 0.0))[0] > now:
                continue
            task = asyncio.create_task(self._work(chat_id))
            self._working[chat_id] = task
            task.add_done_callback(partial(self._done, chat_id))

    def _done(self, chat_id: str, task: asyncio.Task[None]) -> None:
        self._working.pop(chat_id, None)

    async def _finish(self) -> None:
        self._stopping = True
        await end([*self._working.values(), *self._jobs], patience_s=FINISH_WITHIN_S)

    async def _work(self, chat_id: str) -> None:
        """Send everything that waits for one chat."""
        try:
            while not self._stopping:
                await self._pace.reach(chat_id)
                async with self._room:
                    context = await self._database.read(lambda uow: self._next(uow, chat_id))
                    if context is None:
                        break
                    await self._say(chat_id, context)
            self._later.pop(chat_id, None)
        except Gone:
            await self._close(chat_id)
        except (NotNow, DatabaseUnavailable):
            waited = self._later.get(chat_id, (0.0, 1.0))[1] * 2
            self._later[chat_id] = (time.monotonic() + min(waited, LONGEST_WAIT_S), min(waited, LONGEST_WAIT_S))
        except Exception as error:  # one line must not keep a chat silent for ever
            log.error("telegram_line_failed", **fault(error))
            self._later[chat_id] = (time.monotonic() + LONGEST_WAIT_S, LONGEST_WAIT_S)

    def _next(self, uow: UnitOfWork, chat_id: str) -> _Context | None:
        due = uow.telegram_chats.due_lines(chat_id, limit=2)
        if not due:
            return None
        line = due[0]
        conversation = uow.conversations.require(line.conversation_id)
        chat = uow.telegram_chats.require(line.conversation_id)
        step = conversation.verification_step or {}
        return _Context(
            line,
            conversation,
            uow.telegram_parts.of_line(line.id),
            last=len(due) == 1,
            asks_contact=step.get("stage") == "particulars" and not step.get("who"),
            contact_stands=chat.contact_asked,
        )

    async def _say(self, chat_id: str, context: _Context) -> None:
        line, conversation = context.line, context.conversation
        text, payload = line.text, dict(line.payload)
        if payload.get("discloses") and conversation.verified_as(self._services.now()) is None:
            # Between saying and sending the borrower may have gone, or the chat been disconnected.
            text, payload = gateway.text("confirm_identity_first", as_language(line.language)), {}
        todo = parts(text, payload, line.language) if lines.is_shown(line) else []
        for number, part in enumerate(todo):
            before = context.sent.get(number)
            if before is not None and before.status != "sending":
                continue
            final = number == len(todo) - 1
            markup = self._markup(part, context) if final else None
            record = before or TelegramPart(
                line.id, number, chat_id, "sending", 0, None, bool(part.buttons), self._services.now()
            )
            sent = await self._deliver(record, part, markup, conversation, noted=before is not None)
            self.saw(sent.message_id or 0)
            await self._database.write(partial(_note, sent, final, markup))
        if not todo:
            await self._database.write(lambda uow: uow.messages.change(line.id, status="said"))

    def _markup(self, part: Part, context: _Context) -> Any:
        if part.buttons:
            return keyboard(part.buttons)
        language = as_language(context.line.language)
        if context.last and context.asks_contact and not context.contact_stands:
            share = KeyboardButton(words.text("share_phone", language), request_contact=True)
            hint = words.text("share_hint", language)
            return ReplyKeyboardMarkup(
                [[share]], resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=hint
            )
        if context.contact_stands and not context.asks_contact:
            return ReplyKeyboardRemove()
        return None

    # -- one message ---------------------------------------------------------------------------------------------

    async def _deliver(
        self, record: TelegramPart, part: Part, markup: Any, conversation: Conversation, *, noted: bool
    ) -> TelegramPart:
        """Send one part, once as far as that can be known. `noted`: an earlier try may have arrived. Raises Gone, NotNow."""
        html, maybe_there = True, noted
        for attempt in range(ATTEMPTS):
            if maybe_there and (found := await self._find(record, markup)):
                log.info("telegram_part_was_there", conversation=conversation.id)
                return replace(record, status="sent", message_id=found)
            maybe_there = False
            try:
                async with self._pace.turn(record.chat_id):
                    if not noted:
                        record = replace(record, after_message_id=self._highest)
                        await self._database.write(partial(_put, record))
                        noted = True
                    message = await self._send(record.chat_id, part, markup, conversation, html=html)
                return replace(record, status="sent", message_id=message.message_id)
            except RetryAfter as error:
                log.warning("telegram_says_wait", seconds=client.seconds(error))
                if attempt == ATTEMPTS - 1:
                    raise NotNow from None
            except (Forbidden, InvalidToken) as error:
                if isinstance(error, InvalidToken):
                    raise NotNow from None
                raise Gone from None
            except BadRequest as error:
                if _is_gone(error):
                    raise Gone from None
                if not html:
                    log.error("telegram_refused_a_line", conversation=conversation.id, kind=part.kind)
                    return replace(record, status="refused", keyboard=False)
                html = False  # most likely it could not read our HTML: plain words always go
            except TelegramError as error:
                log.warning("telegram_not_sent", error=client.kind(error), attempt=attempt + 1)
                maybe_there = not client.was_not_sent(error)
                late = isinstance(error, TimedOut) and maybe_there
                await asyncio.sleep(LATE_S if late else 2**attempt * 0.5)
        raise NotNow

    async def _send(self, chat_id: str, part: Part, markup: Any, conversation: Conversation, *, html: bool) -> Message:
        text, mode = (part.text, ParseMode.HTML) if html else (part.plain, None)
        common: dict[str, Any] = {"parse_mode": mode, "reply_markup": markup, "protect_content": part.protect}
        if html and part.kind == "photo":
            try:
                picture = await asyncio.to_thread(pictures.draw, part.subject)
                return await self._bot.send_photo(chat_id, picture, caption=text, filename="evenkeel.png", **common)
            except pictures.NothingToDraw:
                pass
        if html and part.kind == "document":
            file = await self._files(conversation, part.subject)
            if file is not None:
                name, content = file
                return await self._bot.send_document(chat_id, content, filename=name, caption=text, **common)
        return await self._bot.send_message(
            chat_id, text, link_preview_options=LinkPreviewOptions(is_disabled=True), **common
        )

    async def _find(self, record: TelegramPart, markup: Any) -> int | None:
        """The number of a message that may have arrived, or None when it is not there."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.caught_up.wait(), CAUGHT_UP_WITHIN_S)
        first, top = record.after_message_id + 1, max(self._highest, record.after_message_id) + BEYOND
        known = await self._database.read(lambda uow: uow.telegram_parts.known_between(first, top))
        unknown = [number for number in range(first, top + 1) if number not in known]
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        for number in unknown[:LOOKED_FOR_AMONG]:
            if await self._is_there(record.chat_id, number, inline):
                return number
        return None

    async def _is_there(self, chat_id: str, number: int, markup: InlineKeyboardMarkup | None) -> bool:
        """Whether this message exists in this chat and is ours: only then can its buttons be set. Raises Gone, NotNow."""
        for attempt in range(ATTEMPTS):
            try:
                async with self._pace.turn():
                    await self._bot.edit_message_reply_markup(chat_id, number, reply_markup=markup)
                return True
            except RetryAfter:
                continue  # the next turn waits
            except BadRequest as error:
                return "not modified" in str(error).lower()
            except Forbidden:
                raise Gone from None
            except TelegramError:  # looked for once more, from here and not from the beginning
                await asyncio.sleep(2**attempt * 0.2)
        raise NotNow

    # -- afterwards ----------------------------------------------------------------------------------------------

    async def _close(self, chat_id: str) -> None:
        log.info("telegram_chat_closed", why="the bot is blocked, or the account is gone")
        try:
            await self._closed(chat_id)
        except DatabaseUnavailable:
            self._later[chat_id] = (time.monotonic() + LONGEST_WAIT_S, LONGEST_WAIT_S)

    async def _retire(self, chat_id: str) -> None:
        try:
            standing = await self._database.read(lambda uow: _standing(uow, chat_id, self._services.now()))
            for part, all_buttons, usable in standing:
                if len(usable) == len(all_buttons):
                    continue
                with contextlib.suppress(BadRequest):  # it is gone already
                    async with self._pace.turn():
                        await self._bot.edit_message_reply_markup(
                            chat_id, part.message_id, reply_markup=keyboard(usable) if usable else None
                        )
                if not usable:
                    await self._database.write(partial(_keyboard_gone, part))
        except (TelegramError, DatabaseUnavailable):
            pass  # a press on what still stands is harmless


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup:
    """Each button carries its random token only; what it stands for stays here."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(title, callback_data=token) for title, token in row] for row in rows(buttons)]
    )


def _put(part: TelegramPart, uow: UnitOfWork) -> None:
    uow.telegram_parts.put(part)


def _note(part: TelegramPart, final: bool, markup: Any, uow: UnitOfWork) -> None:
    """The part is out; with the last one the line is said."""
    uow.telegram_parts.put(part)
    if not final:
        return
    uow.messages.change(part.line_id, status="said")
    line = uow.messages.get(part.line_id)
    if line is not None and isinstance(markup, ReplyKeyboardMarkup | ReplyKeyboardRemove):
        uow.telegram_chats.change(line.conversation_id, contact_asked=isinstance(markup, ReplyKeyboardMarkup))


def _keyboard_gone(part: TelegramPart, uow: UnitOfWork) -> None:
    uow.telegram_parts.keyboard_gone(part.line_id, part.part)


def _standing(uow: UnitOfWork, chat_id: str, now: datetime) -> list[tuple[TelegramPart, Buttons, Buttons]]:
    """Messages with buttons under them: all of their buttons, and those that may still be pressed."""
    out = []
    for part in uow.telegram_parts.keyboards(chat_id):
        line = uow.messages.get(part.line_id)
        if line is None:
            continue
        buttons = uow.buttons.of_message(line.conversation_id, line.seq)
        linked = uow.conversations.linked("telegram", chat_id)
        here = linked is not None and linked.id == line.conversation_id
        every = tuple((button.title, button.token) for button in buttons)
        stands = {button.token for button in buttons if here and button.used_at is None and now < button.expires_at}
        out.append((part, every, tuple((title, token) for title, token in every if token in stands)))
    return out


def _is_gone(error: BadRequest) -> bool:
    said = str(error).lower()
    return any(word in said for word in ("chat not found", "user is deactivated", "peer_id_invalid"))
