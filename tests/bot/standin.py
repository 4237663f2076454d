"""A stand-in for Rasa and the action server: the same addresses, answers that a test chooses, and ways to fail."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Script = Callable[[dict[str, Any]], list[dict[str, Any]]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """An ASGI application on a real port, in a thread of this process."""

    def __init__(self, app: Any, port: int | None = None) -> None:
        self.app = app
        self.port = port or free_port()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, ws="none", log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.005)

    def stop(self, *, force: bool = False) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._server.force_exit = force
        self._thread.join(10)
        self._server = None


def say(text: str, *buttons: tuple[str, str]) -> dict[str, Any]:
    part: dict[str, Any] = {"recipient_id": "x", "text": text}
    if buttons:
        part["buttons"] = [{"title": title, "payload": payload} for title, payload in buttons]
    return part


def custom(**members: Any) -> dict[str, Any]:
    return {"recipient_id": "x", "custom": members}


def echo(asked: dict[str, Any]) -> list[dict[str, Any]]:
    return [say(f"You said: {asked['message']}"), custom(continues=True, figures=[asked["message"]])]


@dataclass
class StandIn:
    """What a test sets and reads. `asked` are the bodies that came to the webhook."""

    script: Script = echo
    delay_s: float = 0.0
    actions_up: bool = True
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, Any]] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        self.server = Server(
            Starlette(
                routes=[
                    Route("/webhooks/rest/webhook", self._webhook, methods=["POST"]),
                    Route("/model/parse", self._parse, methods=["POST"]),
                    Route("/conversations/{id}/tracker/events", self._events, methods=["POST", "PUT"]),
                    Route("/status", self._status),
                    Route("/health", self._health),
                ]
            )
        )

    @property
    def texts(self) -> list[str]:
        return [body["message"] for body in self.asked]

    def forget(self) -> None:
        """As new: for the next test."""
        self.script, self.delay_s, self.actions_up, self.status = echo, 0.0, True, 200
        self.asked, self.told, self.tokens = [], [], set()

    def answers(self, *parts: dict[str, Any]) -> None:
        """Give these parts to every message from now on."""
        self.script = lambda asked: list(parts)

    @contextmanager
    def away(self) -> Iterator[None]:
        """As if the process had been killed: connections are refused."""
        self.server.stop(force=True)
        try:
            yield
        finally:
            self.server.start()

    async def _webhook(self, request: Request) -> Response:
        self.tokens.add(request.query_params.get("token"))
        body = await request.json()
        self.asked.append(body)
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if not self.actions_up:
            return JSONResponse([])  # what Rasa itself does when an action cannot be reached
        return JSONResponse(self.script(body), status_code=self.status)

    async def _parse(self, request: Request) -> Response:
        text = (await request.json())["text"]
        entity = {"entity": "amount", "value": "300", "start": 0, "end": 3, "extractor": "stand-in"}
        return JSONResponse({"text": text, "intent": {"name": "greet", "confidence": 0.9}, "entities": [entity]})

    async def _events(self, request: Request) -> Response:
        self.told.append((request.path_params["id"], await request.json()))
        return JSONResponse({})

    async def _status(self, request: Request) -> Response:
        return JSONResponse({"model_id": "stand-in"})

    async def _health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"}, status_code=200 if self.actions_up else 503)
