"""The client of Rasa's REST channel and of the few parts of its API that the gateway needs.

aiohttp, and not httpx as elsewhere: this runs once a message, and it costs a quarter of the processor time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Literal

import aiohttp

Trouble = Literal["unreachable", "timeout", "error"]

CONNECT_S = 2.0
HEALTH_S = 2.0
IDLE_S = 4.0
"""Rasa's server closes idle connections after five seconds; we stop using them before."""

CONNECTIONS = 200


class RasaUnavailable(RuntimeError):
    """Rasa gave no usable answer: it is not there, took too long, or answered with an error."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"Rasa: {trouble}")
        self.trouble: Trouble = trouble


class Rasa:
    """One pool of connections to Rasa and to the action server's health page. Close it with `aclose`."""

    def __init__(self, url: str, actions_url: str, *, token: str, timeout_s: float = 8.0) -> None:
        self._url = url
        self._actions_url = actions_url
        self._token = {"token": token}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, connect=CONNECT_S)
        self._client: aiohttp.ClientSession | None = None

    async def ask(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Say `text` in the conversation; what Rasa utters, part by part. Raises RasaUnavailable."""
        said = await self._send(
            "POST",
            "/webhooks/rest/webhook",
            json={"sender": conversation_id, "message": text, "metadata": dict(metadata)},
        )
        if not isinstance(said, list) or not all(isinstance(part, dict) for part in said):
            raise RasaUnavailable("error")
        return said

    async def understand(self, text: str) -> dict[str, Any] | None:
        """What `text` means, without a turn: intent, confidence, entities; for the people who read along. None when Rasa is away."""
        try:
            parsed = await self._send("POST", "/model/parse", json={"text": text})
        except RasaUnavailable:
            return None
        if not isinstance(parsed, dict) or not isinstance(parsed.get("intent"), dict):
            return None
        entities = [
            {"entity": found.get("entity"), "value": found.get("value")}
            for found in parsed.get("entities") or []
            if isinstance(found, dict)
        ]
        intent = parsed["intent"]
        return {"intent": intent.get("name"), "confidence": intent.get("confidence"), "entities": entities}

    async def tell_language(self, conversation_id: str, language: str) -> None:
        """Set Rasa's slot after a change of language. Raises RasaUnavailable."""
        event = {"event": "slot", "name": "language", "value": language}
        await self._send("POST", f"/conversations/{conversation_id}/tracker/events", json=[event])

    async def append_said(self, conversation_id: str, text: str) -> None:
        """Note in Rasa's memory what a person said in the conversation; no turn follows from it. Raises RasaUnavailable."""
        event = {"event": "bot", "text": text, "metadata": {"from": "person"}}
        await self._send("POST", f"/conversations/{conversation_id}/tracker/events", json=[event])

    async def erase(self, conversation_id: str) -> None:
        """Rasa forgets the conversation. Raises RasaUnavailable."""
        await self._send("PUT", f"/conversations/{conversation_id}/tracker/events", json=[])

    async def is_up(self) -> bool:
        """Whether Rasa has a model loaded and answers."""
        return await self._answers(f"{self._url}/status")

    async def actions_are_up(self) -> bool:
        return await self._answers(f"{self._actions_url}/health")

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _session(self) -> aiohttp.ClientSession:
        """Made on first use: it belongs to the event loop that runs then."""
        if self._client is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_S)
            self._client = aiohttp.ClientSession(connector=connector, timeout=self._timeout)
        return self._client

    async def _send(self, method: str, path: str, json: Any) -> Any:
        try:
            try:
                return await self._once(method, path, json)
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
                if isinstance(error, aiohttp.ClientConnectorError):
                    raise
                # A kept connection that the other side has just closed. Asking again is safe: what writes is
                # bound to the message's id.
                return await self._once(method, path, json)
        except aiohttp.ClientConnectorError:
            raise RasaUnavailable("unreachable") from None
        except asyncio.TimeoutError:
            raise RasaUnavailable("timeout") from None
        except (aiohttp.ClientError, ValueError):
            raise RasaUnavailable("error") from None

    async def _once(self, method: str, path: str, json: Any) -> Any:
        async with self._session().request(method, self._url + path, params=self._token, json=json) as response:
            response.raise_for_status()
            return await response.json()

    async def _answers(self, url: str) -> bool:
        timeout = aiohttp.ClientTimeout(total=HEALTH_S)
        try:
            async with self._session().get(url, params=self._token, timeout=timeout) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False
