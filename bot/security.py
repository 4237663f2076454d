"""Tokens, headers and CSRF: what keeps one borrower's conversation from everybody else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class TokenClaims:
    """What a conversation token says: which conversation, and which issue of its token (forgetting ends an issue)."""

    conversation_id: str
    version: int


class ConversationTokens:
    """Signs the only key to a conversation. The conversation's id in it is unguessable as well."""

    def __init__(self, key: str) -> None:
        self._serializer = URLSafeSerializer(
            key, salt="evenkeel.conversation", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def issue(self, conversation_id: str, version: int) -> str:
        return self._serializer.dumps([conversation_id, version])

    def read(self, token: str) -> TokenClaims | None:
        """None for a token that we did not sign."""
        try:
            conversation_id, version = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return None
        if not isinstance(conversation_id, str) or not isinstance(version, int):
            return None
        return TokenClaims(conversation_id, version)


def new_id(prefix: str, entropy_bytes: int = 16) -> str:
    """An unguessable id such as `c_…`."""
    return f"{prefix}_{secrets.token_urlsafe(entropy_bytes)}"


class Csrf:
    """A token for forms on pages that use a cookie, bound to that cookie's session."""

    FIELD = "csrf_token"
    HEADER = "X-CSRF-Token"

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(b"evenkeel.csrf" + key.encode()).digest()

    def issue(self, session_id: str) -> str:
        nonce = secrets.token_urlsafe(12)
        return f"{nonce}.{self._mac(session_id, nonce)}"

    def holds(self, session_id: str, token: str | None) -> bool:
        nonce, dot, mac = (token or "").partition(".")
        return bool(dot) and hmac.compare_digest(mac.encode(), self._mac(session_id, nonce).encode())

    def _mac(self, session_id: str, nonce: str) -> str:
        return hmac.new(self._key, f"{session_id}\n{nonce}".encode(), hashlib.sha256).hexdigest()


def bearer(request: Request) -> str | None:
    """The token of `Authorization: Bearer …`, or None."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def client_address(request: Request) -> str:
    """Who is asking. Behind a proxy on this machine uvicorn has already put the real address here."""
    return request.client.host if request.client else "unknown"


class SecurityHeaders:
    """Adds a strict policy to every answer. A page that needs another one sets its own header, which then stands."""

    def __init__(self, app: ASGIApp, *, frame_ancestors: tuple[str, ...], https: bool) -> None:
        self._app = app
        ancestors = " ".join(frame_ancestors)
        headers = {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                "connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
                f"frame-ancestors {ancestors}"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "cross-origin" if len(frame_ancestors) > 1 else "same-origin",
        }
        if len(frame_ancestors) == 1:
            headers["X-Frame-Options"] = "SAMEORIGIN"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in self._headers if name not in present),
                ]
                if b"cache-control" not in present:
                    MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, with_headers)
