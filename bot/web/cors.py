"""Which pages of other origins may speak with the chat interface: the lender's, by name (EVENKEEL_ORIGINS), and nobody else's.

Only conversations are opened to them. A conversation's key is the token in `Authorization`, never a cookie, so no credentials are
allowed and a page that is not named can do nothing with a borrower's browser.
"""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PATHS = "/api/v1/conversations"
METHODS = ("GET", "POST", "DELETE")
HEADERS = ("Authorization", "Content-Type", "Last-Event-ID", "Accept-Language")
PREFLIGHT_LASTS_S = 600


class NamedOrigins:
    """Adds the headers for the named origins, and answers the question that a browser asks first."""

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=HEADERS,
            expose_headers=("Retry-After",),
            max_age=PREFLIGHT_LASTS_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "") if scope["type"] == "http" else ""
        inside = path == PATHS or path.startswith(f"{PATHS}/")
        await (self._open if inside else self._app)(scope, receive, send)
