"""Reads request bodies within limits, and JSON without trusting a byte of it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any, NoReturn

from starlette.requests import ClientDisconnect, Request

from bot.inbound import is_unicode
from bot.web.problems import Problem, invalid

JSON_LIMIT = 64 * 1024
"""Enough for 2,000 characters in the longest way JSON can write them."""

DISCARD_LIMIT = 32 * 1024 * 1024
"""A body that is refused is read away up to here, so that its sender gets the answer and not a broken connection."""


class BodyTooLarge(Exception):
    """The body is above its limit; what followed has been read away."""


class LimitedRequest(Request):
    """A request whose body may not be longer than `limit` bytes. Raises BodyTooLarge while it is read."""

    limit = JSON_LIMIT

    async def stream(self) -> AsyncGenerator[bytes, None]:
        read = 0
        chunks = super().stream()
        async for chunk in chunks:
            read += len(chunk)
            if read > self.limit:
                async for more in chunks:
                    read += len(more)
                    if read > DISCARD_LIMIT:
                        break
                raise BodyTooLarge
            yield chunk


def limited(request: Request, limit: int) -> LimitedRequest:
    narrowed = LimitedRequest(request.scope, request.receive)
    narrowed.limit = limit
    return narrowed


def content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_object(request: Request, *, empty_is_fine: bool = False) -> dict[str, Any]:
    """The body as a JSON object. Raises Problem (400, 415), BodyTooLarge, ClientDisconnect."""
    raw = await limited(request, JSON_LIMIT).body()
    if not raw:
        if empty_is_fine:
            return {}
        raise Problem("malformed-json", "The body is empty; send a JSON object.", field="body")
    kind = content_type(request)
    if kind != "application/json":
        raise Problem(
            "unsupported-media-type", f"Send application/json; the body came as {kind or 'nothing in particular'!r}."
        )
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem("malformed-json", "The body is not JSON in UTF-8.", field="body") from None
    if not isinstance(value, dict):
        raise invalid("body", "The body must be a JSON object.")
    return value


def text_field(
    body: dict[str, Any], name: str, *, longest: int | None = None, required: bool = False, plain: bool = False
) -> str | None:
    """A string member, or None when it is not there. Raises Problem naming the field.

    `plain` refuses control characters; it is for what clients choose, such as ids.
    """
    if name not in body:
        if required:
            raise invalid(name, f"{name} is missing.")
        return None
    value = body[name]
    if not isinstance(value, str):
        raise invalid(name, f"{name} must be a string.")
    if not is_unicode(value):
        raise invalid(name, f"{name} is not Unicode text: it holds half of a surrogate pair.")
    if plain and (not value or any(ord(character) < 0x20 or ord(character) == 0x7F for character in value)):
        raise invalid(name, f"{name} must have at least one character and no control characters.")
    if longest is not None and len(value) > longest:
        raise invalid(name, f"{name} may have at most {longest} characters.")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


__all__ = ["BodyTooLarge", "ClientDisconnect", "content_type", "limited", "read_object", "text_field"]
