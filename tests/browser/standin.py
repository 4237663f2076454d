"""A small server that speaks the chat interface with scripted answers, for tests of the widget alone.

It keeps the interface's promises (one answer an id, sequence numbers, resumable events), serves the real pages and files
under a strict content policy, and can be told to fail: `Standin.fail`, `cut`, `stop`, `start`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import uvicorn
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.pages import routes
from tests.browser import script
from tests.product import free_port

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
ZONE = timezone(timedelta(hours=8))
Json = dict[str, Any]


@dataclass
class Conversation:
    id: str
    token: str
    language: str
    state: str = "bot"
    verified: bool = False
    lines: list[Json] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    listeners: list[asyncio.Queue[Json | None]] = field(default_factory=list)
    link: str | None = None

    def add(self, sender: str, text: str, **parts: Any) -> Json:
        line = {
            "seq": len(self.lines) + 1,
            "id": parts.pop("id", None) or "m_" + secrets.token_hex(6),
            "from": sender,
            "at": datetime.now(ZONE).isoformat(timespec="seconds"),
            "language": parts.pop("language", self.language),
            "text": text,
            "buttons": [self.button(title) for title in parts.pop("buttons", [])],
            "cards": [
                {**card, "button": self.button(card["button"])} if card.get("button") else card
                for card in parts.pop("cards", [])
            ],
            "charts": parts.pop("charts", []),
            "files": parts.pop("files", []),
        }
        self.lines.append(line)
        self.tell({"event": "message", "id": str(line["seq"]), "data": json.dumps(line)})
        return line

    def button(self, title: str) -> Json:
        token = "b_" + secrets.token_hex(6)
        self.buttons[token] = title
        return {"title": title, "token": token}

    def tell(self, event: Json | None) -> None:
        for queue in list(self.listeners):
            queue.put_nowait(event)

    def tell_state(self) -> None:
        self.tell({"event": "state", "data": json.dumps(self.header())})

    def header(self) -> Json:
        return {"state": self.state, "verified": self.verified, "language": self.language}


def problem(status: int, detail: str, **headers: str) -> Response:
    body = {"type": f"/problems/{status}", "title": "Problem", "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json", headers=headers)


@dataclass
class Demo:
    demo: bool = True
    telegram: bool = False


class Standin:
    """Runs in a thread of the test. Its conversations outlive `stop`, as a database would."""

    def __init__(self) -> None:
        self.port = free_port()
        self.conversations: dict[str, Conversation] = {}
        self.failures: list[tuple[int, str, dict[str, str]]] = []
        self.posts: list[Json] = []
        self.streams_refused = False
        self.delay_s = 0.0
        self.server: uvicorn.Server | None = None
        self.thread: threading.Thread | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.app = Starlette(
            routes=[
                *routes(Demo()),
                Route("/api/v1/conversations", self.create, methods=["POST"]),
                Route("/api/v1/conversations/{id}", self.forget, methods=["DELETE"]),
                Route("/api/v1/conversations/{id}/messages", self.say, methods=["POST"]),
                Route("/api/v1/conversations/{id}/messages", self.read, methods=["GET"]),
                Route("/api/v1/conversations/{id}/events", self.events, methods=["GET"]),
                Route("/api/v1/conversations/{id}/files/{name}", self.file, methods=["GET"]),
            ],
            middleware=[Middleware(BaseHTTPMiddleware, dispatch=self.secure)],
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def only(self) -> Conversation:
        """The one conversation of this test."""
        (conversation,) = self.conversations.values()
        return conversation

    # ---- what tests do to it

    def start(self) -> None:
        config = uvicorn.Config(
            self.app, port=self.port, log_level="error", ws="none", lifespan="off", timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        end = time.monotonic() + 10
        while not self.server.started:
            assert time.monotonic() < end, "the stand-in did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        assert self.server and self.thread
        self.cut()
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(10)

    def fail(self, status: int, detail: str = "", times: int = 1, **headers: str) -> None:
        """The next posts are answered with this problem; 503 keeps the message, as the interface says."""
        self.failures += [(status, detail, headers)] * times

    def cut(self) -> None:
        """End all event streams."""
        self.run(lambda: [conversation.tell(None) for conversation in self.conversations.values()])

    def push(self, sender: str, text: str, **parts: Any) -> None:
        """A line that nobody asked for, such as one from a person."""
        self.run(lambda: self.only.add(sender, text, **parts))

    def set_state(self, **changes: Any) -> None:
        def change() -> None:
            for name, value in changes.items():
                setattr(self.only, name, value)
            self.only.tell_state()

        self.run(change)

    def typing(self, on: bool) -> None:
        self.run(lambda: self.only.tell({"event": "typing", "data": json.dumps({"from": "bot", "typing": on})}))

    def run(self, action: Any) -> None:
        if self.loop is None or not self.loop.is_running():
            return
        done = threading.Event()

        def call() -> None:
            action()
            done.set()

        self.loop.call_soon_threadsafe(call)
        assert done.wait(5)

    # ---- the interface

    async def secure(self, request: Request, call_next: Any) -> Response:
        self.loop = asyncio.get_running_loop()
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    def find(self, request: Request) -> Conversation | None:
        conversation = self.conversations.get(request.path_params["id"])
        given = request.headers.get("authorization", "")
        return conversation if conversation and given == "Bearer " + conversation.token else None

    async def create(self, request: Request) -> Response:
        wanted = await request.json()
        conversation = Conversation("c_" + secrets.token_hex(6), secrets.token_hex(12), wanted.get("language", "en"))
        conversation.link = wanted.get("link")
        conversation.verified = conversation.link is not None
        self.conversations[conversation.id] = conversation
        first = conversation.add("bot", **script.greeting(conversation.language))
        body = {
            "conversation": conversation.id,
            "token": conversation.token,
            "messages": [first],
            **conversation.header(),
        }
        return JSONResponse(body, 201)

    async def forget(self, request: Request) -> Response:
        conversation = self.find(request)
        if conversation is None:
            return problem(401, "No such conversation.")
        del self.conversations[conversation.id]
        return Response(status_code=204)

    async def read(self, request: Request) -> Response:
        conversation = self.find(request)
        if conversation is None:
            return problem(401, "No such conversation.")
        after = int(request.query_params.get("after", 0))
        return JSONResponse({"messages": conversation.lines[after:], **conversation.header()})

    async def say(self, request: Request) -> Response:
        conversation = self.find(request)
        if conversation is None:
            return problem(401, "No such conversation.")
        files: list[Json] = []
        if request.headers["content-type"].startswith("multipart/"):
            form = await request.form()
            upload: Any = form["file"]
            said = {"id": str(form["id"]), "file": upload.filename, "size": upload.size, "type": upload.content_type}
            if "text" in form:
                said["text"] = str(form["text"])
            url = f"/api/v1/conversations/{conversation.id}/files/{upload.filename}"
            files = [{"name": upload.filename, "type": upload.content_type, "url": url}]
        else:
            said = await request.json()
        self.posts.append(said)
        if said["id"] in conversation.answers:
            return JSONResponse(conversation.answers[said["id"]])
        if self.failures:
            status, detail, headers = self.failures.pop(0)
            if status == 503 and detail:
                conversation.add("borrower", said.get("text", ""), id=said["id"])
                asyncio.get_running_loop().call_later(1.0, self.answer, conversation, said)
            return problem(status, detail, **{name.replace("_", "-"): value for name, value in headers.items()})
        if len(said.get("text", "")) > 2000:
            return problem(413, script.too_long(conversation.language))
        text = said.get("text") or said.get("file") or conversation.buttons.get(said.get("button", ""))
        if text is None:
            return problem(409, script.gone(conversation.language))
        conversation.add("borrower", text, id=said["id"], files=files)
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        return JSONResponse(self.answer(conversation, {**said, "text": text}))

    def answer(self, conversation: Conversation, said: Json) -> Json:
        if said["id"] not in conversation.answers:
            new_language = script.language_of(said["text"])
            if new_language:
                conversation.language = new_language
            lines = [conversation.add(**line) for line in script.answers(said["text"], conversation.language)]
            before = conversation.header()
            script.change_state(said["text"], conversation)
            if conversation.header() != before or new_language:
                conversation.tell_state()
            conversation.answers[said["id"]] = {"messages": lines, **conversation.header()}
        return conversation.answers[said["id"]]

    async def events(self, request: Request) -> Response:
        conversation = self.find(request)
        if conversation is None:
            return problem(401, "No such conversation.")
        if self.streams_refused:
            return problem(502, "")
        after = int(request.headers.get("last-event-id") or 0)
        return EventSourceResponse(self.follow(conversation, after), ping=15)

    async def follow(self, conversation: Conversation, after: int) -> AsyncIterator[Json]:
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        for line in conversation.lines[after:]:
            queue.put_nowait({"event": "message", "id": str(line["seq"]), "data": json.dumps(line)})
        conversation.listeners.append(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            conversation.listeners.remove(queue)

    async def file(self, request: Request) -> Response:
        if self.find(request) is None:
            return problem(401, "No such conversation.")
        return Response(b"%PDF-1.4 a letter", media_type="application/pdf")


@contextlib.contextmanager
def running() -> Iterator[Standin]:
    standin = Standin()
    standin.start()
    try:
        yield standin
    finally:
        standin.stop()


if __name__ == "__main__":
    with running() as server:
        print(server.url)
        assert server.thread
        server.thread.join()
