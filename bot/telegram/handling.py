"""What each kind of update means: a line, a pressed button, a file, a command, a contact, or something that cannot be read."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import phonenumbers
import structlog
from telegram import Bot, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation import MessageKept
from bot.inbound import Inbound, TextTooLong
from bot.intake import ButtonGone
from bot.ports import Identity, IdentityOutcome
from bot.services import Services
from bot.telegram import chats, client, linking
from bot.telegram.client import TelegramApplication
from bot.telegram.outbox import Outbox
from bot.uploads import UnsupportedFile
from relief.store.records import Conversation
from relief.store.uow import UnitOfWork
from words import gateway
from words import telegram as words
from words.model import Language, as_language
from words.model import Message as Said

COMMANDS = {name: payload for name, payload in words.MENU if payload}
FETCH_LIMIT = 20 * 1024 * 1024
"""What a bot can download; a self-hosted server allows more."""

log = structlog.get_logger()
Context = ContextTypes.DEFAULT_TYPE


class Handling:
    """Handlers for the application. Each can meet the same update again after a crash: all that they do is done once."""

    def __init__(self, services: Services, identity: Identity, bot: Bot, outbox: Outbox) -> None:
        self._services = services
        self._identity = identity
        self._bot = bot
        self._outbox = outbox

    def register(self, application: TelegramApplication) -> None:
        """In this order: the first that fits takes the update."""
        kinds = filters.UpdateType
        add = application.add_handler
        add(ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER))
        add(CallbackQueryHandler(self.pressed))
        add(MessageHandler(~filters.ChatType.PRIVATE, self.not_private))
        add(MessageHandler(kinds.EDITED_MESSAGE, self.edited))
        add(MessageHandler(filters.CONTACT, self.contact))
        add(MessageHandler(filters.Sticker.ALL | filters.ANIMATION, self.unreadable("sticker")))
        add(MessageHandler(filters.PHOTO | filters.Document.ALL, self.file))
        add(MessageHandler(filters.FORWARDED, self.forwarded))
        add(MessageHandler(filters.COMMAND, self.command))
        add(MessageHandler(filters.TEXT, self.text))
        add(MessageHandler(filters.VOICE | filters.AUDIO, self.unreadable("voice")))
        add(MessageHandler(filters.VIDEO | filters.VIDEO_NOTE, self.unreadable("video")))
        add(MessageHandler(filters.LOCATION | filters.VENUE, self.unreadable("location")))
        add(MessageHandler(filters.POLL | filters.GAME | filters.Dice.ALL, self.unreadable("poll")))
        add(MessageHandler(~filters.StatusUpdate.ALL, self.unreadable("other")))
        add(TypeHandler(Update, self.ignored))

    # -- words ---------------------------------------------------------------------------------------------------

    async def text(self, update: Update, context: Context) -> None:
        message = _message(update)
        await self._receive(message, text=message.text)

    async def command(self, update: Update, context: Context) -> None:
        """A command of the menu stands for its payload; an unknown one is read as words."""
        message = _message(update)
        name, _, rest = (message.text or "").lstrip("/").partition(" ")
        name = name.partition("@")[0].lower()
        if name == "start":
            await self._start(message, rest.strip())
        elif name == "unlink":
            await self._unlink(message)
        elif name in COMMANDS:
            await self._receive(message, text=f"/{name}", command=COMMANDS[name])
        else:
            await self._receive(message, text=message.text)

    async def _start(self, message: Message, token: str) -> None:
        opened = await self._open(message)
        conversation = opened.conversation
        if token:

            def step(uow: UnitOfWork, here: Conversation, now: Any) -> IdentityOutcome:
                return linking.follow(uow, here, token, self._identity, now)

            await self._services.conversations.identify(conversation.id, step, key=_key(message))
        elif not opened.fresh:
            await self._say(conversation, gateway.greeting(as_language(conversation.language)), _key(message))

    async def _unlink(self, message: Message) -> None:
        opened = await self._open(message)

        def step(uow: UnitOfWork, here: Conversation, now: Any) -> IdentityOutcome:
            return linking.unlink(uow, here, self._identity, now)

        await self._services.conversations.identify(opened.conversation.id, step, key=_key(message))

    async def forwarded(self, update: Update, context: Context) -> None:
        """Somebody else's words: never taken as the borrower's own, except where life may be in danger."""
        message = _message(update)
        if message.text and self._services.conversations.is_crisis(message.text):
            await self._receive(message, text=message.text)
            return
        await self._answer(message, "forwarded")

    # -- buttons -------------------------------------------------------------------------------------------------

    async def pressed(self, update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        toast: str | None = None
        chat = query.message.chat if query.message else None
        if chat is not None and chat.type == ChatType.PRIVATE and query.data:
            opened = await self._open_chat(str(chat.id), query.from_user.language_code)
            conversation = opened.conversation
            language = as_language(conversation.language)
            token = query.data
            inbound = Inbound(conversation.id, f"tgc{query.id}", chats.CHANNEL, button=token)
            try:
                await self._services.conversations.receive(inbound, wait=False)
                button = await self._services.database.read(lambda uow: uow.buttons.get(token))
                toast = words.text("chosen", language, title=button.title) if button else None
            except ButtonGone:
                toast = gateway.text("button_gone", language)
            except MessageKept as kept:
                toast = kept.notice
            self._outbox.wake(conversation.id)
            await self._outbox.retire_keyboards(str(chat.id))
        try:
            await self._bot.answer_callback_query(query.id, text=toast[:200] if toast else None)
        except (BadRequest, RetryAfter) as error:
            if isinstance(error, RetryAfter):
                self._outbox.pause(error)
            log.info("telegram_press_not_answered", error=client.kind(error))  # too late; the press itself counted

    # -- files, contacts -----------------------------------------------------------------------------------------

    async def file(self, update: Update, context: Context) -> None:
        """A photo or a document is kept, as on the web: its content decides what it is."""
        message = _message(update)
        opened = await self._open(message)
        conversation = opened.conversation
        language = as_language(conversation.language)
        wanted = message.document or max(message.photo, key=lambda size: size.width * size.height)
        limit = min(self._services.settings.upload_limit, FETCH_LIMIT)

        async def refuse(said: Said) -> None:
            await self._hear_caption(message)
            await self._say(conversation, said, f"{_key(message)}/refused")

        if (wanted.file_size or 0) > limit:
            await refuse(_too_large(language, limit))
            return
        try:
            handle = await self._bot.get_file(wanted.file_id)
            content = bytes(await handle.download_as_bytearray())
        except (BadRequest, Forbidden):
            await refuse(words.message("download_failed", language))
            return
        if len(content) > limit:
            await refuse(_too_large(language, limit))
            return
        name = message.document.file_name if message.document else None
        message_id = _key(message)
        try:
            upload = await self._services.uploads.keep(content, name, key=f"{conversation.id}\n{message_id}")
        except UnsupportedFile:
            await refuse(gateway.message("file_type", language))
            return
        await self._receive(message, text=self._own_caption(message), file=upload)

    async def contact(self, update: Update, context: Context) -> None:
        """A shared contact counts only when Telegram says that it is the sender's own."""
        message = _message(update)
        contact, sender = message.contact, message.from_user
        if contact is None or sender is None:
            return
        opened = await self._open(message)
        conversation = opened.conversation
        language = as_language(conversation.language)
        if conversation.verified_as(self._services.now()):
            await self._say(conversation, words.message("contact_not_asked", language), _key(message))
            return
        number = e164(contact.phone_number)
        if contact.user_id != sender.id or number is None:
            await self._say(conversation, words.message("contact_other", language), _key(message))
            return

        def step(uow: UnitOfWork, here: Conversation, now: Any) -> IdentityOutcome:
            people = uow.borrowers.identified([], [number])
            return self._identity.expect(uow, here, people, number, now)

        await self._services.conversations.identify(conversation.id, step, key=_key(message))
        self._outbox.wake(conversation.id)

    # -- everything else -----------------------------------------------------------------------------------------

    def unreadable(self, key: str) -> Any:
        async def answer(update: Update, context: Context) -> None:
            message = _message(update)
            await self._hear_caption(message)
            await self._answer(message, key)

        return answer

    async def edited(self, update: Update, context: Context) -> None:
        message = update.edited_message
        if message is None or (message.text is None and message.caption is None):
            return  # a location that moves, a poll that is counted
        if self._services.conversations.is_crisis(message.text or message.caption or ""):
            await self._receive(message, key=f"{_key(message)}/edited", text=message.text or message.caption)
            return
        opened = await self._open(message)
        at = message.edit_date.timestamp() if message.edit_date else 0
        said = words.unreadable("edited", as_language(opened.conversation.language))
        await self._say(opened.conversation, said, f"{_key(message)}/edited/{at:.0f}")

    async def membership(self, update: Update, context: Context) -> None:
        """Blocked, unblocked, or put into a group."""
        change = update.my_chat_member
        if change is None:
            return
        chat_id = str(change.chat.id)
        gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
        if change.chat.type == ChatType.PRIVATE:
            now = self._services.now()
            await self._services.database.write(lambda uow: uow.telegram_chats.close(chat_id, now if gone else None))
            if gone:
                await self._services.database.write(lambda uow: uow.telegram_chats.give_up_due(chat_id))
        elif not gone:
            await self._leave(change.chat.id, change.from_user.language_code)

    async def not_private(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is not None and not message.left_chat_member:
            code = message.from_user.language_code if message.from_user else None
            await self._leave(message.chat.id, code)

    async def ignored(self, update: Update, context: Context) -> None:
        """Notes of the service itself (a pinned message, a changed picture) need no answer."""

    async def unknown(self, body: Mapping[str, Any]) -> None:
        """Something that the library cannot read at all."""
        message = body.get("message")
        chat = message.get("chat") if isinstance(message, Mapping) else None
        if not isinstance(message, Mapping) or not isinstance(chat, Mapping) or chat.get("type") != ChatType.PRIVATE:
            return
        opened = await self._open_chat(str(chat.get("id")), (message.get("from") or {}).get("language_code"))
        said = words.unreadable("other", as_language(opened.conversation.language))
        await self._say(opened.conversation, said, f"tg{message.get('message_id')}/other")

    async def database_away(self, body: Mapping[str, Any]) -> None:
        """Nothing can be kept: say so at once, and in danger say what protects. Telegram keeps the update meanwhile."""
        update = Update.de_json(dict(body), self._bot)
        message = update.message
        if message is None or message.chat.type != ChatType.PRIVATE:
            return
        language: Language = _language(message.from_user.language_code if message.from_user else None)
        notice = self._services.conversations.away_notice(message.text or message.caption or "", language)
        try:
            await self._outbox.say_at_once(str(message.chat.id), notice)
        except TelegramError as error:
            log.warning("telegram_notice_not_sent", error=client.kind(error))

    def _own_caption(self, message: Message) -> str | None:
        """Words below a file; those of a forwarded one are somebody else's, and count only where life may be in danger."""
        caption = message.caption or ""
        own = message.forward_origin is None or self._services.conversations.is_crisis(caption)
        return caption if caption and own else None

    async def _hear_caption(self, message: Message) -> None:
        """Words below something that cannot be taken are heard all the same."""
        if caption := self._own_caption(message):
            await self._receive(message, text=caption)

    # -- shared --------------------------------------------------------------------------------------------------

    async def too_fast(self, body: Mapping[str, Any]) -> None:
        update = Update.de_json(dict(body), self._bot)
        if update.message is not None:
            await self._answer(update.message, "too_fast")

    async def _receive(self, message: Message, *, key: str | None = None, **what: Any) -> None:
        opened = await self._open(message)
        conversation = opened.conversation
        try:
            await self._services.conversations.receive(
                Inbound(conversation.id, key or _key(message), chats.CHANNEL, **what), wait=False
            )
        except TextTooLong:
            said = gateway.message("too_long", as_language(conversation.language))
            await self._say(conversation, said, _key(message))
        except MessageKept as kept:
            await self._outbox.say_at_once(str(message.chat.id), kept.notice)
        self._outbox.wake(conversation.id)
        await self._outbox.retire_keyboards(str(message.chat.id))

    async def _answer(self, message: Message, key: str) -> None:
        opened = await self._open(message)
        language = as_language(opened.conversation.language)
        await self._say(opened.conversation, words.unreadable(key, language), f"{_key(message)}/{key}")

    async def _say(self, conversation: Conversation, said: Said, key: str) -> None:
        await self._services.conversations.say(conversation.id, (said,), key=key, sender="system")
        self._outbox.wake(conversation.id)

    async def _open(self, message: Message) -> chats.Opened:
        code = message.from_user.language_code if message.from_user else None
        return await self._open_chat(str(message.chat.id), code)

    async def _open_chat(self, chat_id: str, language_code: str | None) -> chats.Opened:
        opened = await chats.conversation_of(self._services, chat_id, _language(language_code))
        self._outbox.wake(opened.conversation.id)
        return opened

    async def _leave(self, chat_id: int, language_code: str | None) -> None:
        """One neutral line, where we may write at all, and out."""
        try:
            with contextlib.suppress(BadRequest, Forbidden):
                await self._outbox.say_at_once(str(chat_id), words.text("group", _language(language_code)))
            await self._bot.leave_chat(chat_id)
        except (BadRequest, Forbidden) as error:
            log.info("telegram_group_not_left", error=client.kind(error))


def e164(number: str) -> str | None:
    """Such as +8613900000001; Telegram leaves the plus out."""
    try:
        parsed = phonenumbers.parse("+" + number.lstrip("+").replace(" ", ""))
    except phonenumbers.NumberParseException:
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _message(update: Update) -> Message:
    message = update.message
    if message is None:
        raise TypeError("the handlers are registered for messages only")
    return message


def _key(message: Message) -> str:
    return f"tg{message.message_id}"


def _language(code: str | None) -> Language:
    return as_language(code)


def _too_large(language: Language, limit: int) -> Said:
    return gateway.message("file_too_large", language, limit=f"{limit / 2**20:.0f}")
