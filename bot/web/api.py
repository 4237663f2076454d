"""The chat interface: thin handlers over `Conversations`."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from zoneinfo import available_timezones

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import lines
from bot.conversation import MessageKept, Turn
from bot.inbound import MAX_CHARACTERS, MAX_MESSAGE_ID, Inbound, TextTooLong, Upload
from bot.intake import ButtonGone, ForgottenConversation, UnknownConversation, alive
from bot.links import MAX_LINK
from bot.security import TokenClaims, bearer, client_address
from bot.services import Services
from bot.uploads import UnsupportedFile
from bot.web.body import BodyTooLarge, content_type, limited, read_object, text_field
from bot.web.events import event_stream
from bot.web.openapi import document
from bot.web.problems import Problem, invalid
from relief.store.records import Upload as StoredUpload
from relief.store.uow import UnitOfWork
from words import gateway
from words.model import LANGUAGES, Language, as_language

DEFAULT_TIMEZONE = "Asia/Shanghai"
RETRY_AFTER_S = 5
LARGEST_SEQ = 2**31 - 1
KNOWN_LANGUAGES = 10_000
MULTIPART_OVERHEAD = 64 * 1024

_TIMEZONES = frozenset(available_timezones())


@dataclass(frozen=True)
class _Draft:
    """A message as the request carries it."""

    id: str
    text: str | None = None
    button: str | None = None
    content: bytes | None = None
    file_name: str | None = None


class ChatApi:
    """Handlers of the chat interface."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._languages: OrderedDict[str, Language] = OrderedDict()
        self._document = document(services.settings)

    def routes(self) -> list[BaseRoute]:
        base = "/api/v1/conversations"
        return [
            Route("/api/v1/openapi.json", self.openapi, methods=["GET"]),
            Route(base, self.open, methods=["POST"]),
            Route(base + "/{id}", self.forget, methods=["DELETE"]),
            Route(base + "/{id}/messages", self.send, methods=["POST"]),
            Route(base + "/{id}/messages", self.history, methods=["GET"]),
            Route(base + "/{id}/events", self.events, methods=["GET"]),
            Route(base + "/{id}/files/{file}", self.file, methods=["GET"]),
        ]

    async def openapi(self, request: Request) -> Response:
        return JSONResponse(self._document)

    async def open(self, request: Request) -> Response:
        """A new conversation."""
        wait = self._services.limits.conversation(client_address(request))
        if wait is not None:
            raise _slow_down(wait, _preferred_language(request))
        try:
            body = await read_object(request, empty_is_fine=True)
        except BodyTooLarge:
            raise Problem("too-long", "The body is too large.", field="body") from None
        language = text_field(body, "language")
        if language is not None and language not in LANGUAGES:
            raise invalid("language", "language must be 'en' or 'zh'.")
        timezone = text_field(body, "timezone")
        if timezone is not None and timezone not in _TIMEZONES:
            raise invalid("timezone", "timezone must be a name of the IANA time zone database, such as Asia/Shanghai.")
        chosen = as_language(language) if language else _preferred_language(request)
        link = text_field(body, "link", longest=MAX_LINK, plain=True)
        turn = await self._services.conversations.open(chosen, timezone or DEFAULT_TIMEZONE, link=link)
        conversation = turn.conversation
        self._know(conversation.id, chosen)
        token = self._services.tokens.issue(conversation.id, conversation.token_version)
        return JSONResponse({"conversation": conversation.id, "token": token, **self._answer(turn)}, status_code=201)

    async def send(self, request: Request) -> Response:
        """A message of the borrower; the answer is everything that was said to it."""
        claims = await self._claims(request)
        wait = self._services.limits.message(claims.conversation_id, client_address(request))
        if wait is not None:
            raise _slow_down(wait, await self._language(claims))
        draft = await self._draft(request, claims)
        upload = await self._upload(draft, claims)
        inbound = Inbound(
            claims.conversation_id, draft.id, "web", draft.text, draft.button, upload, client_address(request)
        )
        respond_async = "respond-async" in request.headers.get("prefer", "").lower()
        try:
            turn = await self._services.conversations.receive(
                inbound, token_version=claims.version, wait=not respond_async
            )
        except TextTooLong:
            raise await self._too_long(claims) from None
        except UnknownConversation as error:
            raise _unknown(error) from None
        except ButtonGone as error:
            detail = gateway.text("button_gone", error.language)
            raise Problem("button-expired", detail, language=error.language) from None
        except MessageKept as error:
            raise Problem(
                "assistant-unavailable",
                error.notice,
                headers={"Retry-After": str(RETRY_AFTER_S)},
                language=error.language,
                kept=error.kept,
            ) from None
        self._know(claims.conversation_id, as_language(turn.conversation.language))
        if turn.pending and respond_async:
            headers = {"Preference-Applied": "respond-async"}
            return JSONResponse(self._answer(turn), status_code=202, headers=headers)
        return JSONResponse(self._answer(turn))

    async def history(self, request: Request) -> Response:
        """What came after a sequence number, the borrower's own lines included."""
        claims = await self._claims(request)
        self._check_reads(claims)
        after = _seq(request.query_params.get("after"), "after")
        try:
            conversation, said = await self._services.conversations.read(
                claims.conversation_id, after, token_version=claims.version
            )
        except UnknownConversation as error:
            raise _unknown(error) from None
        return JSONResponse(self._answer(Turn(conversation, tuple(said))))

    async def events(self, request: Request) -> Response:
        """The same, live."""
        claims = await self._claims(request)
        self._check_reads(claims)
        after = _seq(request.headers.get("last-event-id") or request.query_params.get("after"), "Last-Event-ID")
        try:
            return await event_stream(self._services, claims, after)
        except UnknownConversation as error:
            raise _unknown(error) from None

    async def forget(self, request: Request) -> Response:
        """Forget the conversation on this device."""
        claims = await self._claims(request)
        try:
            await self._services.conversations.forget(claims.conversation_id, claims.version)
        except UnknownConversation as error:
            raise _unknown(error) from None
        return Response(status_code=204)

    async def file(self, request: Request) -> Response:
        """A file of this conversation, for download only."""
        claims = await self._claims(request)
        self._check_reads(claims)
        file_id = request.path_params["file"]
        try:
            upload = await self._services.database.read(lambda uow: _upload_of(uow, claims, file_id))
        except UnknownConversation as error:
            raise _unknown(error) from None
        if upload is None:
            raise HTTPException(404)
        path = self._services.uploads.path(upload.path)
        if not path.is_file():
            raise HTTPException(404)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        return FileResponse(path, media_type=upload.type, filename=upload.name, headers=headers)

    async def _claims(self, request: Request) -> TokenClaims:
        token = bearer(request)
        claims = self._services.tokens.read(token) if token else None
        if claims is None:
            raise _unauthorized()
        asked_for = request.path_params["id"]
        if claims.conversation_id != asked_for:
            known = await self._services.database.read(lambda uow: uow.conversations.get(asked_for) is not None)
            raise _unauthorized() if known else HTTPException(404)
        return claims

    async def _draft(self, request: Request, claims: TokenClaims) -> _Draft:
        """Read the request's body. Raises Problem."""
        try:
            if content_type(request) == "multipart/form-data":
                return await self._form(request)
            body = await read_object(request)
        except BodyTooLarge:
            if content_type(request) == "multipart/form-data":
                raise await self._file_too_large(claims) from None
            raise await self._too_long(claims) from None
        message_id = text_field(body, "id", required=True, longest=MAX_MESSAGE_ID, plain=True)
        text = text_field(body, "text")
        button = text_field(body, "button", plain=True, longest=MAX_MESSAGE_ID)
        if (text is None) == (button is None):
            raise invalid("text", "Send either text or button.")
        return _Draft(message_id or "", text, button)

    async def _form(self, request: Request) -> _Draft:
        narrowed = limited(request, self._services.settings.upload_limit + MULTIPART_OVERHEAD)
        try:
            async with narrowed.form(max_files=1, max_fields=8, max_part_size=16 * 1024) as form:
                fields = {name: form.get(name) for name in ("id", "text") if name in form}
                file = form.get("file")
                if not isinstance(file, UploadFile):
                    raise invalid("file", "file is missing: the form needs one part called 'file' with a file in it.")
                message_id = text_field(fields, "id", required=True, longest=MAX_MESSAGE_ID, plain=True)
                text = text_field(fields, "text")
                content = await file.read()
                if not content:
                    raise invalid("file", "The file is empty.")
                return _Draft(message_id or "", text, None, content, file.filename)
        except HTTPException:
            raise invalid("body", "The form cannot be read.") from None

    async def _upload(self, draft: _Draft, claims: TokenClaims) -> Upload | None:
        """Check and keep the file of a draft; one that came before under the same id is not kept twice."""
        if draft.content is None:
            return None
        if len(draft.content) > self._services.settings.upload_limit:
            raise await self._file_too_large(claims)
        try:
            key = f"{claims.conversation_id}\n{draft.id}"
            return await self._services.uploads.keep(draft.content, draft.file_name, key=key)
        except UnsupportedFile:
            language = await self._language(claims)
            raise Problem(
                "unsupported-file", gateway.text("file_type", language), language=language, field="file"
            ) from None

    async def _too_long(self, claims: TokenClaims) -> Problem:
        language = await self._language(claims)
        return Problem(
            "too-long", gateway.text("too_long", language), language=language, field="text", limit=MAX_CHARACTERS
        )

    async def _file_too_large(self, claims: TokenClaims) -> Problem:
        language = await self._language(claims)
        limit = self._services.settings.upload_limit
        detail = gateway.text("file_too_large", language, limit=f"{limit / 2**20:.0f}")
        return Problem("file-too-large", detail, language=language, field="file", limit=limit)

    async def _language(self, claims: TokenClaims) -> Language:
        """The conversation's language; only the first question about it costs a look into the database."""
        known = self._languages.get(claims.conversation_id)
        if known is not None:
            return known
        try:
            conversation, _ = await self._services.conversations.read(
                claims.conversation_id, LARGEST_SEQ, token_version=claims.version
            )
        except UnknownConversation as error:
            raise _unknown(error) from None
        self._know(conversation.id, as_language(conversation.language))
        return as_language(conversation.language)

    def _know(self, conversation_id: str, language: Language) -> None:
        self._languages[conversation_id] = language
        self._languages.move_to_end(conversation_id)
        if len(self._languages) > KNOWN_LANGUAGES:
            self._languages.popitem(last=False)

    def _check_reads(self, claims: TokenClaims) -> None:
        wait = self._services.limits.read(claims.conversation_id)
        if wait is not None:
            raise _slow_down(wait, self._languages.get(claims.conversation_id, "en"))

    def _answer(self, turn: Turn) -> dict[str, object]:
        conversation = turn.conversation
        return {
            "messages": lines.views(turn.said, conversation.timezone),
            **lines.state_of(conversation, self._services.now()),
        }


def _upload_of(uow: UnitOfWork, claims: TokenClaims, file_id: str) -> StoredUpload | None:
    """A file of the token's conversation; None for all others. Raises UnknownConversation."""
    conversation = alive(uow, claims.conversation_id, claims.version)
    upload = uow.uploads.get(file_id)
    return upload if upload is not None and upload.conversation_id == conversation.id else None


def _seq(raw: str | None, field: str) -> int:
    if raw is None or raw == "":
        return 0
    if not raw.isascii() or not raw.isdigit() or int(raw[:12]) > LARGEST_SEQ or len(raw) > 12:
        raise invalid(field, f"{field} must be a sequence number: a whole number from 0.")
    return int(raw)


def _preferred_language(request: Request) -> Language:
    """The first of our languages that the caller's `Accept-Language` names; English when none is."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.partition(";")[0].strip().lower()
        if code[:2] in LANGUAGES:
            return as_language(code)
    return "en"


def _slow_down(wait: int, language: Language) -> Problem:
    detail = gateway.text("slow_down", language)
    return Problem("too-many-requests", detail, headers={"Retry-After": str(wait)}, language=language)


def _unauthorized() -> Problem:
    detail = "Send the conversation's own token: Authorization: Bearer …"
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": "Bearer"})


def _unknown(error: UnknownConversation) -> Exception:
    return _unauthorized() if isinstance(error, ForgottenConversation) else HTTPException(404)
