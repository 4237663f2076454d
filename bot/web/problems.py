"""Errors as RFC 9457 problem documents, with stable types and never a trace."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"

#: short name → (status, title). The type of a problem is `/problems/` and its short name; it never changes its meaning.
KINDS: dict[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not JSON"),
    "invalid-field": (400, "A field is missing or cannot be used"),
    "unauthorized": (401, "No token, or not one for this conversation"),
    "not-allowed": (403, "The policy does not allow it"),
    "not-found": (404, "There is no such thing here"),
    "method-not-allowed": (405, "This address does not take that method"),
    "button-expired": (409, "The button no longer stands"),
    "conflict": (409, "It stands differently by now"),
    "draft-refused": (422, "This may not be sent to a borrower"),
    "too-long": (413, "The text is too long"),
    "file-too-large": (413, "The file is too large"),
    "unsupported-media-type": (415, "The body has a type that is not taken here"),
    "unsupported-file": (415, "The file has a type that is not taken here"),
    "too-many-requests": (429, "Too many requests"),
    "internal-error": (500, "Something went wrong on our side"),
    "assistant-unavailable": (503, "The assistant cannot answer now"),
    "unavailable": (503, "The service is not available now"),
}


class Problem(Exception):
    """A request that cannot be served. `detail` says what to do; the widget shows it where a borrower can act on it."""

    def __init__(
        self, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, language: str = "en", **members: Any
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status, self.title = KINDS[kind]
        self.detail = detail
        self.headers = dict(headers or {})
        self.language = language
        self.members = members

    def response(self) -> JSONResponse:
        body = {
            "type": f"/problems/{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        headers = {"Content-Language": self.language, **self.headers}
        return JSONResponse(body, status_code=self.status, headers=headers, media_type=MEDIA_TYPE)


def of_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem for a status that the framework itself answers with."""
    kind = {404: "not-found", 405: "method-not-allowed", 401: "unauthorized"}.get(status)
    if kind is None:
        kind = "invalid-field" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal-error"
    return Problem(kind, KINDS[kind][1] + ".", headers=headers)


def invalid(field: str, detail: str) -> Problem:
    """A 400 that names the field."""
    return Problem("invalid-field", detail, field=field)
