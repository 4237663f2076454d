"""What a help desk may do with a case over HTTP: read it, answer the borrower, note, give back, close. Described by its own OpenAPI
document; everything that writes is done once, however often the call is repeated."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import lines
from bot.console.case_texts import TEXTS as CASE_TEXTS
from bot.help_desk import agent, body, openapi
from bot.help_desk.settings import LONGEST_NAME, HelpDesk, is_name
from bot.people import LONGEST_NOTE, LONGEST_REPLY, OUTCOMES, Draft, DraftRefused, NotDone, People
from bot.security import bearer
from bot.services import Services
from bot.web.body import BodyTooLarge, read_object, text_field
from bot.web.pages import wanted_language
from bot.web.problems import Problem, invalid
from relief.cases import close_case
from relief.store.records import Case, CaseNote, Conversation, Staff
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork
from words.model import Language

LONGEST_ID = 120
LISTED = 200

Handler = Callable[[Request], Awaitable[Response]]


class HelpDeskApi:
    """Handlers of `/api/v1/desk/…`."""

    def __init__(self, services: Services, desk: HelpDesk) -> None:
        self._services = services
        self._desk = desk
        self._people = People(
            services.database, services.conversations, services.rasa, services.desk, services.now
        )  # fmt: skip

    def routes(self) -> list[BaseRoute]:
        one = "/api/v1/desk/cases/{number}"
        return [
            Route("/api/v1/desk/openapi.json", self.document, methods=["GET"]),
            Route("/api/v1/desk/cases", self._guarded(self.listing), methods=["GET"]),
            Route(one, self._guarded(self.read), methods=["GET"]),
            Route(f"{one}/replies", self._guarded(self.reply), methods=["POST"]),
            Route(f"{one}/notes", self._guarded(self.note), methods=["POST"]),
            Route(f"{one}/return", self._guarded(self.hand_back), methods=["POST"]),
            Route(f"{one}/close", self._guarded(self.close), methods=["POST"]),
        ]

    async def document(self, request: Request) -> Response:
        return JSONResponse(openapi.document(self._services.settings.public_url, self._desk))

    async def listing(self, request: Request) -> Response:
        """Open cases, the earliest due first."""

        def work(uow: UnitOfWork) -> list[dict[str, Any]]:
            return [self._shown(uow, case) for case in uow.cases.open_cases(LISTED)]

        return JSONResponse({"cases": await self._services.database.read(work)})

    async def read(self, request: Request) -> Response:
        """One case with whose turn it is. Reading is noted in the record."""
        now = self._services.now()

        def work(uow: UnitOfWork) -> dict[str, Any]:
            case = _case(uow, request)
            conversation = uow.conversations.get(case.conversation_id) if case.conversation_id else None
            uow.audit.append(actor=agent.STAFF_ID, action="case.read", subject=case.id, data={}, at=now)
            return {
                **self._shown(uow, case),
                "conversation": self._state(conversation),
                "lines": body.last_lines(uow, self._desk, case, now.date()),
            }

        return JSONResponse(await self._services.database.write(work))

    async def reply(self, request: Request) -> Response:
        """Say something to the borrower. The first reply takes the conversation over: the assistant is silent from then on."""
        given = await self._object(request)
        key, text = _id(given), _text(given, "text", LONGEST_REPLY)
        staff, case = await self._who(request, given)
        conversation_id = _conversation_id(case)
        said = lines.keyed_id(conversation_id, f"reply:{self._key(key)}")
        earlier = await self._services.database.read(lambda uow: uow.messages.get(said))
        if earlier is None:
            version = await self._take(staff, case, conversation_id)
            reader = wanted_language(request)
            await self._done(
                self._people.reply(staff, reader, conversation_id, Draft(text, self._key(key), version)), request
            )
        elif earlier.text != text.strip():
            raise _used(key)
        return JSONResponse({"id": key, "said": True, "repeated": earlier is not None}, 200 if earlier else 201)

    async def note(self, request: Request) -> Response:
        """A note on the case, which the borrower never sees."""
        given = await self._object(request)
        key, text = _id(given), _text(given, "text", LONGEST_NOTE).strip()
        staff, case = await self._who(request, given)
        now, note_id = self._services.now(), lines.keyed_id(case.id, f"note:{self._key(key)}")

        def work(uow: UnitOfWork) -> bool:
            earlier = next((one for one in uow.cases.notes(case.id) if one.id == note_id), None)
            if earlier is not None:
                if earlier.text != text:
                    raise _used(key)
                return True
            uow.cases.add_note(CaseNote(note_id, case.id, staff.id, now, text))
            uow.audit.append(actor=staff.id, action="case.noted", subject=case.id, data={"agent": staff.name}, at=now)
            return False

        repeated = await self._services.database.write(work)
        return JSONResponse({"id": key, "noted": True, "repeated": repeated}, 200 if repeated else 201)

    async def hand_back(self, request: Request) -> Response:
        """The assistant goes on; the borrower reads the summary. What is given back already stays so."""
        given = await self._object(request)
        summary = _text(given, "summary", 300)
        staff, case = await self._who(request, given)
        conversation_id = _conversation_id(case)
        version = await self._version(conversation_id)
        if version is not None:
            await self._done(
                self._people.hand_back(staff, wanted_language(request), conversation_id, summary, version), request
            )
        return JSONResponse({"returned": True, "repeated": version is None})

    async def close(self, request: Request) -> Response:
        """The case is answered; a conversation that the help desk holds ends with it. Closing it again in the same way changes nothing."""
        given = await self._object(request)
        outcome = text_field(given, "outcome", required=True, longest=40) or ""
        if outcome not in OUTCOMES:
            raise invalid("outcome", f"outcome must be one of {', '.join(OUTCOMES)}.")
        staff, case = await self._who(request, given)
        now = self._services.now()
        if case.status == "closed":
            if case.outcome != outcome:
                raise Problem("conflict", f"The case is closed already, as {case.outcome!r}.", outcome=case.outcome)
            return JSONResponse({"closed": True, "repeated": True})
        version = await self._version(case.conversation_id) if case.conversation_id else None
        if version is not None and case.conversation_id:
            ending = self._people.close(staff, case.conversation_id, outcome, version, may_assign_others=False)
            await self._done(ending, request)

        def work(uow: UnitOfWork) -> None:
            close_case(uow, uow.cases.require(case.id), outcome=outcome, by=staff.id, now=now)

        try:
            await self._services.database.write(work)
        except StaleRecord:
            raise Problem("conflict", "Somebody has just closed the case. Read it again.") from None
        return JSONResponse({"closed": True, "repeated": False})

    # -- inside --------------------------------------------------------------------------------------------------

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            if not hmac.compare_digest((bearer(request) or "").encode(), self._desk.token.encode()):
                raise Problem(
                    "unauthorized", "Send the help desk's token: Authorization: Bearer …",
                    headers={"WWW-Authenticate": "Bearer"},
                )  # fmt: skip
            return await handler(request)

        return guarded

    @staticmethod
    def _key(key: str) -> str:
        return f"help_desk:{key}"

    async def _object(self, request: Request) -> dict[str, Any]:
        try:
            return await read_object(request)
        except BodyTooLarge:
            raise Problem("too-long", "The body is too large.", field="body") from None

    async def _who(self, request: Request, given: dict[str, Any]) -> tuple[Staff, Case]:
        """Who speaks, under the name that the help desk gives, and about which case."""
        name = (text_field(given, "agent", longest=LONGEST_NAME) or "").strip()
        if name and not is_name(name):
            raise invalid("agent", "agent must be a name: letters and spaces.")
        now = self._services.now()

        def work(uow: UnitOfWork) -> tuple[Staff, Case]:
            case = _case(uow, request)
            return agent.account(uow, self._desk.name, now), case

        staff, case = await self._services.database.write(work)
        return (replace(staff, name=name) if name else staff), case

    async def _take(self, staff: Staff, case: Case, conversation_id: str) -> int:
        """Hold the conversation; the version of the hand-off that a reply is bound to."""
        version = await self._version(conversation_id)
        if version is not None:
            return version
        row = await self._done(self._people.take(staff, conversation_id), None)

        def note(uow: UnitOfWork) -> None:
            if row.case_id is None:
                uow.handoffs.change(row.id, case_id=case.id)
            current = uow.cases.require(case.id)
            if current.assigned_to is None and current.status != "closed":
                uow.cases.change(case.id, assigned_to=staff.id)

        await self._services.database.write(note)
        return int(row.version)

    async def _version(self, conversation_id: str) -> int | None:
        """The version of the hand-off while the help desk holds the conversation, else None."""

        def work(uow: UnitOfWork) -> int | None:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None or conversation.state != "person" or conversation.owner != agent.STAFF_ID:
                return None
            row = uow.handoffs.open_of(conversation_id)
            return row.version if row else None

        return await self._services.database.read(work)

    async def _done(self, doing: Awaitable[Any], request: Request | None) -> Any:
        """What people do here, with its refusals as problem documents."""
        language: Language = wanted_language(request) if request else "en"
        try:
            return await doing
        except DraftRefused as refused:
            objections = [
                {"class": one.name, "words": one.words, "why": one.why, "instead": one.instead}
                for one in refused.objections
            ]
            raise Problem(
                "draft-refused", refused.objections[0].why, language=language, objections=objections
            ) from None  # fmt: skip
        except NotDone as refused:
            if refused.key == "unknown":
                raise HTTPException(404) from None
            text = CASE_TEXTS[f"no_{refused.key}"].in_language(language)
            values = dict(refused.values)
            if refused.key == "not_now":
                values["reason"] = CASE_TEXTS[f"may_{values['reason']}"].in_language(language)
            raise Problem("conflict", text.format(**values), language=language, reason=refused.key) from None

    def _shown(self, uow: UnitOfWork, case: Case) -> dict[str, Any]:
        return body.of_case(uow, self._desk, self._services.settings.public_url, case)

    @staticmethod
    def _state(conversation: Conversation | None) -> dict[str, Any] | None:
        if conversation is None:
            return None
        return {
            "state": conversation.state,
            "ours": conversation.owner == agent.STAFF_ID,
            "channel": conversation.channel,
        }


def _case(uow: UnitOfWork, request: Request) -> Case:
    case = uow.cases.by_number(request.path_params["number"][:24])
    if case is None:
        raise Problem("not-found", "There is no case with this number.", field="number")
    return case


def _conversation_id(case: Case) -> str:
    if case.conversation_id is None:
        raise Problem("conflict", "This case has no conversation to answer in. Note and close are possible.")
    return case.conversation_id


def _id(given: dict[str, Any]) -> str:
    return text_field(given, "id", required=True, longest=LONGEST_ID, plain=True) or ""


def _text(given: dict[str, Any], name: str, longest: int) -> str:
    text = text_field(given, name, required=True, longest=longest) or ""
    if not text.strip():
        raise invalid(name, f"{name} must not be empty.")
    return text


def _used(key: str) -> Problem:
    return Problem("conflict", f"The id {key!r} was used for another text. Nothing was changed.", field="id")
