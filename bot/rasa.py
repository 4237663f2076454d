"""The client of Rasa's REST channel and of the few parts of its API that the gateway needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

import httpx

Trouble = Literal["unreachable", "timeout", "error"]


class RasaUnavailable(RuntimeError):
    """Rasa gave no usable answer: it is not there, took too long, or answered with an error."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"Rasa: {trouble}")
        self.trouble: Trouble = trouble


class Rasa:
    """One connection pool to Rasa and to the action server's health page. Close it with `aclose`."""

    def __init__(self, url: str, actions_url: str, *, token: str, timeout_s: float = 8.0) -> None:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=4.0)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout_s, connect=2.0), limits=limits, trust_env=False
        )
        self._url = url
        self._token = f"?{urlencode({'token': token})}"
        self._actions_url = actions_url

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

    async def tell_language(self, conversation_id: str, language: str) -> None:
        """Set Rasa's slot after a change of language. Raises RasaUnavailable."""
        event = {"event": "slot", "name": "language", "value": language}
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
        await self._client.aclose()

    async def _send(self, method: str, path: str, json: Any) -> Any:
        url = f"{self._url}{path}{self._token}"
        try:
            try:
                response = await self._client.request(method, url, json=json)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                # A kept connection that the other side has just closed. Asking again is safe: what writes is
                # bound to the message's id.
                response = await self._client.request(method, url, json=json)
            response.raise_for_status()
            return response.json()
        except httpx.ConnectError:
            raise RasaUnavailable("unreachable") from None
        except httpx.TimeoutException:
            raise RasaUnavailable("timeout") from None
        except (httpx.HTTPError, ValueError):
            raise RasaUnavailable("error") from None

    async def _answers(self, url: str) -> bool:
        try:
            return (await self._client.get(f"{url}{self._token}", timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False
