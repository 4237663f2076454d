"""A stand-in for Telegram: the Bot API over real HTTP, and the people who write to the bot.

It refuses what Telegram refuses (texts that are too long, HTML that does not parse, callback data above 64 bytes, buttons without
one, unknown chats, a second poller), numbers messages as Telegram does (one sequence over all private chats of the bot), keeps updates until
they are confirmed, brings them to a webhook when one is set, and fails on demand: 429, 5xx, and answers that get lost after the message
was taken.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.standin import Server

TOKEN = "123456789:" + "TESTtoken-of-the-stand-in_0123456789"
USERNAME = "evenkeel_test_bot"
TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "tg-spoiler", "blockquote"}
TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT = 4096, 1024, 64


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class _Marks(HTMLParser):
    """Telegram's idea of HTML: few tags, all closed in order; everything else is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.visible = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}" at byte offset 0')

    def handle_data(self, data: str) -> None:
        self.visible += data


def visible(text: str, mode: str | None) -> str:
    """The text without its marks. Raises Refused."""
    if mode is None:
        return text
    if mode != "HTML":
        raise Refused(400, "Bad Request: unsupported parse_mode")
    for stray in re.finditer(r"<(?!/?[a-z-]+(?:\s[^<>]*)?>)|&(?!(?:lt|gt|amp|quot|#\d+);)", text):
        raise Refused(400, f"Bad Request: can't parse entities: Unsupported sign at byte offset {stray.start()}")
    marks = _Marks()
    marks.feed(text)
    marks.close()
    if marks.open:
        raise Refused(
            400, f"Bad Request: can't parse entities: Can't find end tag corresponding to \"{marks.open[-1]}\""
        )
    return marks.visible


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Sent:
    """A message of the bot in a chat."""

    message_id: int
    chat_id: int
    kind: str
    text: str
    raw: str
    markup: dict[str, Any] | None
    protected: bool
    previews: bool
    content: bytes = b""
    file_name: str = ""
    at: float = 0.0
    edits: int = 0
    deleted: bool = False
    first_buttons: dict[str, str] = field(default_factory=dict)

    @property
    def buttons(self) -> dict[str, str]:
        rows = (self.markup or {}).get("inline_keyboard", [])
        return {button["text"]: button["callback_data"] for row in rows for button in row}


@dataclass(frozen=True)
class Arrival:
    """A call that writes (one that failed counts as well). `message`: it would put a new message into the chat."""

    at: float
    chat_id: int
    message: bool


@dataclass
class Trouble:
    """What goes wrong from now on. `share` of the calls (of sending ones only) fail in one of the `ways`."""

    share: float = 0.0
    ways: tuple[str, ...] = ("429", "502", "lost")
    seed: int = 7
    next: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class BotApi:
    """The server, and what tests ask of it. Everything that tests call is safe from another thread."""

    def __init__(self, token: str = TOKEN, *, port: int | None = None) -> None:
        self.token = token
        self.server = Server(Starlette(routes=[
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]), port)  # fmt: skip
        self.trouble = Trouble()
        self.sent: dict[int, list[Sent]] = defaultdict(list)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.arrivals: list[Arrival] = []
        self.answered: dict[str, str | None] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[str, str] = {}
        self.webhook: dict[str, Any] = {}
        self.left: list[int] = []
        self.blocked: set[int] = set()
        self.chats: dict[int, dict[str, Any]] = {}
        self.delivered: list[int] = []
        self._files: dict[str, bytes] = {}
        self._updates: list[dict[str, Any]] = []
        self._number = itertools.count(1)
        self._update_number = itertools.count(1000)
        self._lock = threading.RLock()
        self._random = random.Random(self.trouble.seed)
        self._pollers = 0
        self._queries: dict[str, int] = {}
        self._repeating = False
        self._closing = False

    # -- for tests: the server -----------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        self._closing = False
        self.server.start()

    def stop(self) -> None:
        self._closing = True
        time.sleep(0.05)
        self.server.stop(force=True)

    def count(self, method: str) -> int:
        return sum(1 for name, _ in self.calls if name == method)

    # -- for tests: people ---------------------------------------------------------------------------------------

    def writes(self, user: int, text: str, *, language: str = "en", **members: Any) -> dict[str, Any]:
        """Somebody sends a text in their private chat with the bot."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self.sends(user, language=language, text=text, **({"entities": entities} if entities else {}), **members)

    def sends(
        self, user: int, *, language: str = "en", chat: dict[str, Any] | None = None, **content: Any
    ) -> dict[str, Any]:
        """Somebody sends anything else."""
        chat = chat or {"id": user, "type": "private", "first_name": "Somebody"}
        with self._lock:
            self.chats[chat["id"]] = chat
            message = {
                "message_id": next(self._number), "date": int(time.time()), "chat": chat,
                "from": self._user(user, language), **content,
            }  # fmt: skip
        return self.update(message=message)

    def edits(self, user: int, message_id: int, text: str) -> dict[str, Any]:
        chat = {"id": user, "type": "private", "first_name": "Somebody"}
        message = {"message_id": message_id, "date": int(time.time()), "edit_date": int(time.time()) + 1, "chat": chat,
                   "from": self._user(user, "en"), "text": text}  # fmt: skip
        return self.update(edited_message=message)

    def presses(self, user: int, sent: Sent, title: str, *, token: str | None = None) -> str:
        """A button under a message; also one that is gone from there, when its token is given. The query's id."""
        query = f"q{next(self._number)}{user}"
        message = {"message_id": sent.message_id, "date": int(time.time()), "chat": self.chats[sent.chat_id], "text": sent.text,
                   "from": self._me()}  # fmt: skip
        data = token or sent.buttons[title]
        self.update(callback_query={"id": query, "from": self._user(user, "en"), "message": message, "chat_instance": "1",
                                    "data": data})  # fmt: skip
        return query

    def file(self, content: bytes) -> str:
        file_id = f"file{next(self._number)}"
        self._files[file_id] = content
        return file_id

    def blocks(self, user: int, *, again: bool = False) -> None:
        """The person blocks the bot, or (again) lets it back in."""
        (self.blocked.discard if again else self.blocked.add)(user)
        chat = self.chats[user]
        status = {True: ("kicked", "member"), False: ("member", "kicked")}[again]
        member = [
            {"status": one, "user": self._me(), **({"until_date": 0} if one == "kicked" else {})} for one in status
        ]
        self.update(my_chat_member={"chat": chat, "from": self._user(user, "en"), "date": int(time.time()),
                                    "old_chat_member": member[0], "new_chat_member": member[1]})  # fmt: skip

    def update(self, **content: Any) -> dict[str, Any]:
        with self._lock:
            update = {"update_id": next(self._update_number), **content}
            self._updates.append(update)
        if self.webhook.get("url"):
            threading.Thread(target=self._bring, args=(update,), daemon=True).start()
        return update

    def repeats(self, update: dict[str, Any]) -> None:
        """Bring an update once more, as after an answer that Telegram did not hear. Returns when it was fetched."""
        with self._lock:
            before = self.delivered.count(update["update_id"])
            self._updates.insert(0, update)
            self._repeating = True
        self.wait_for(lambda: self.delivered.count(update["update_id"]) > before, what="fetching it again")

    def said(self, user: int) -> list[Sent]:
        with self._lock:
            return list(self.sent[user])

    def wait_for(self, condition: Callable[[], Any], seconds: float = 15.0, what: str = "it") -> Any:
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, f"{what} did not happen in {seconds} s"
            time.sleep(0.02)
        return found

    @property
    def unconfirmed(self) -> int:
        with self._lock:
            return len(self._updates)

    def _bring(self, update: dict[str, Any]) -> None:
        """To the webhook, again and again until it says 200."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        for attempt in range(50):
            try:
                answer = httpx.post(self.webhook["url"], json=update, headers=headers, timeout=5)
                if answer.status_code == 200:
                    with self._lock:
                        if update in self._updates:
                            self._updates.remove(update)
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1 * (attempt + 1))

    def _user(self, user: int, language: str) -> dict[str, Any]:
        return {"id": user, "is_bot": False, "first_name": "Somebody", "language_code": language}

    def _me(self) -> dict[str, Any]:
        return {"id": 123456789, "is_bot": True, "first_name": "Evenkeel", "username": USERNAME,
                "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip

    # -- the interface -------------------------------------------------------------------------------------------

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return _no(Refused(401, "Unauthorized"))
        form: dict[str, Any] = {}
        try:
            async with request.form() as data:
                for name, value in data.items():
                    form[name] = value if isinstance(value, str) else (value.filename, await value.read())
        except ClientDisconnect:  # killed in the middle of a call: it does not count
            return Response(status_code=400)
        self.calls.append((method, form))
        if method.startswith(("send", "edit", "deleteM")):
            new = method.startswith("send") and method != "sendChatAction"
            self.arrivals.append(Arrival(time.monotonic(), int(form.get("chat_id", 0)), new))
        handler = getattr(self, f"_{_snake(method)}", None)
        if handler is None:
            return _no(Refused(404, "Not Found"))
        way = self._goes_wrong(method)
        try:
            if way == "429":
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
            if way == "502":
                return Response("Bad Gateway", 502)
            if method == "getUpdates":
                return _yes(await self._get_updates(form))
            with self._lock:
                result = handler(form)
        except Refused as refused:
            return _no(refused)
        if way == "lost":
            return Response("Bad Gateway", 502)  # taken, but the answer is not what one could read
        return _yes(result)

    def _goes_wrong(self, method: str) -> str | None:
        if not method.startswith(("send", "edit", "deleteM")) or method == "sendChatAction":
            return None
        trouble = self.trouble
        way = None
        if trouble.next:
            way = trouble.next.pop(0)
        elif trouble.share and self._random.random() < trouble.share:
            way = self._random.choice(trouble.ways)
        if way:
            trouble.counted[way] += 1
        return way

    def _get_me(self, form: dict[str, Any]) -> dict[str, Any]:
        return self._me()

    def _set_webhook(self, form: dict[str, Any]) -> bool:
        secret = form.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {**form}
        return True

    def _delete_webhook(self, form: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _get_updates(self, form: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        if self._pollers:
            raise Refused(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        offset = int(form.get("offset", 0))
        end = time.monotonic() + min(float(form.get("timeout", 0)), 2.0)
        self._pollers += 1
        try:
            while True:
                with self._lock:
                    if not self._repeating:
                        self._updates = [update for update in self._updates if update["update_id"] >= offset]
                    self._repeating = False
                    if self._updates:
                        batch = self._updates[: int(form.get("limit", 100))]
                        self.delivered += [update["update_id"] for update in batch]
                        return batch
                if time.monotonic() >= end or self._closing:
                    return []
                await asyncio.sleep(0.02)
        finally:
            self._pollers -= 1

    def _send_message(self, form: dict[str, Any]) -> dict[str, Any]:
        text = visible(form.get("text", ""), form.get("parse_mode"))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if units(text) > TEXT_LIMIT:
            raise Refused(400, "Bad Request: message is too long")
        return self._keep(form, "text", text, form.get("text", ""))

    def _send_photo(self, form: dict[str, Any]) -> dict[str, Any]:
        return self._send_file(form, "photo", (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"), "IMAGE_PROCESS_FAILED")

    def _send_document(self, form: dict[str, Any]) -> dict[str, Any]:
        return self._send_file(form, "document", (b"",), "")

    def _send_file(self, form: dict[str, Any], kind: str, begins: tuple[bytes, ...], why: str) -> dict[str, Any]:
        file = form.get(kind)
        if isinstance(file, str) and file.startswith("attach://"):
            file = form.get(file.removeprefix("attach://"))
        if not isinstance(file, tuple) or not file[1].startswith(begins):
            raise Refused(400, f"Bad Request: {why or 'there is no ' + kind + ' in the request'}")
        caption = visible(form.get("caption", ""), form.get("parse_mode"))
        if units(caption) > CAPTION_LIMIT:
            raise Refused(400, "Bad Request: message caption is too long")
        return self._keep(form, kind, caption, form.get("caption", ""), file)

    def _keep(self, form: dict[str, Any], kind: str, text: str, raw: str, file: Any = ("", b"")) -> dict[str, Any]:
        chat = self._chat(form)
        markup = _markup(form)
        previews = not json.loads(form.get("link_preview_options", "{}")).get("is_disabled", False)
        sent = Sent(next(self._number), chat["id"], kind, text, raw, markup, form.get("protect_content") == "true", previews,
                    file[1], file[0], time.monotonic())  # fmt: skip
        sent.first_buttons = dict(sent.buttons)
        self.sent[chat["id"]].append(sent)
        return self._shown(sent)

    def _chat(self, form: dict[str, Any]) -> dict[str, Any]:
        chat = self.chats.get(int(form.get("chat_id", 0)))
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat["id"] in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _shown(self, sent: Sent) -> dict[str, Any]:
        return {"message_id": sent.message_id, "date": int(time.time()), "chat": self.chats[sent.chat_id],
                "from": self._me(), "text": sent.text}  # fmt: skip

    def _edit_message_reply_markup(self, form: dict[str, Any]) -> dict[str, Any]:
        chat, number = self._chat(form), int(form["message_id"])
        sent = next((one for one in self.sent[chat["id"]] if one.message_id == number), None)
        if sent is None:
            raise Refused(400, "Bad Request: message to edit not found")
        markup = _markup(form)
        inline = sent.markup if "inline_keyboard" in (sent.markup or {}) else None
        if (markup or None) == inline:
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new content and reply markup are exactly the same",
            )
        sent.markup, sent.edits = markup, sent.edits + 1
        return self._shown(sent)

    def _delete_messages(self, form: dict[str, Any]) -> bool:
        chat, numbers = self._chat(form), json.loads(form["message_ids"])
        if not 1 <= len(numbers) <= 100:
            raise Refused(400, "Bad Request: expected 1 to 100 message identifiers")
        for sent in self.sent[chat["id"]]:
            sent.deleted = sent.deleted or sent.message_id in numbers
        return True

    def _answer_callback_query(self, form: dict[str, Any]) -> bool:
        query, text = form["callback_query_id"], form.get("text")
        if text and len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        if query in self.answered:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered[query] = text
        return True

    def _set_my_commands(self, form: dict[str, Any]) -> bool:
        commands = json.loads(form["commands"])
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[form.get("language_code", "")] = commands
        return True

    def _set_my_description(self, form: dict[str, Any]) -> bool:
        if len(form.get("description", "")) > 512:
            raise Refused(400, "Bad Request: description is too long")
        self.descriptions[form.get("language_code", "")] = form.get("description", "")
        return True

    def _set_my_short_description(self, form: dict[str, Any]) -> bool:
        if len(form.get("short_description", "")) > 120:
            raise Refused(400, "Bad Request: short description is too long")
        return True

    def _send_chat_action(self, form: dict[str, Any]) -> bool:
        self._chat(form)
        return True

    def _leave_chat(self, form: dict[str, Any]) -> bool:
        self.left.append(int(form["chat_id"]))
        return True

    def _get_file(self, form: dict[str, Any]) -> dict[str, Any]:
        content = self._files.get(form["file_id"])
        if content is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": form["file_id"], "file_unique_id": form["file_id"], "file_size": len(content),
                "file_path": f"documents/{form['file_id']}"}  # fmt: skip

    async def _download(self, request: Request) -> Response:
        content = self._files.get(request.path_params["path"].rpartition("/")[2])
        return Response(content or b"", 200 if content is not None else 404)


def _markup(form: dict[str, Any]) -> dict[str, Any] | None:
    raw = form.get("reply_markup")
    if not raw:
        return None
    markup: dict[str, Any] = json.loads(raw)
    rows = markup.get("inline_keyboard")
    if rows is not None:
        if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
            raise Refused(400, "Bad Request: reply markup is too long")
        for row in rows:
            for button in row:
                if not button.get("text"):
                    raise Refused(400, "Bad Request: inline keyboard button text is empty")
                data = button.get("callback_data")
                if not data and not button.get("url"):
                    raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
                if data and not 1 <= len(data.encode()) <= DATA_LIMIT:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not rows:
            return None
    return markup


def _snake(method: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()


def _yes(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(refused: Refused) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, status_code=refused.code)


def unescaped(text: str) -> str:
    return html.unescape(text)
