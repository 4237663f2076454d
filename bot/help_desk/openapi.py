"""The OpenAPI document of the help desk's interface, with the calls that we make ourselves as webhooks."""

from __future__ import annotations

from typing import Any

from bot.help_desk.settings import LONGEST_NAME, SHARES, HelpDesk
from bot.people import LONGEST_NOTE, LONGEST_REPLY, OUTCOMES
from bot.web import problems
from relief.cases import KINDS
from relief.desk import PRIORITIES

Schema = dict[str, Any]

_SHARED: dict[str, Schema] = {
    "due": {"due_on": {"type": "string", "format": "date"}},
    "link": {"link": {"type": ["string", "null"]}},
    "name": {"name": {"type": ["string", "null"]}},
    "reference": {"reference": {"type": ["string", "null"]}},
}


def document(public_url: str, desk: HelpDesk) -> Schema:
    secured: list[Schema] = [{"help_desk": []}]
    number = {
        "name": "number", "in": "path", "required": True, "description": "The case, such as C-2026-000001.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 24},
    }  # fmt: skip
    one = "/api/v1/desk/cases/{number}"

    def write(operation: str, summary: str, schema: str, answer: str, *statuses: int, made: bool = True) -> Schema:
        responses = {"200": _json("Done; `repeated` says that it had been done before.", answer)}
        if made:
            responses["201"] = _json("Done.", answer)
        return {
            "parameters": [number],
            "post": {
                "operationId": operation,
                "summary": summary,
                "security": secured,
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(schema)}}},
                "responses": {**responses, **_problems(400, 401, 404, 413, 415, 503, *statuses)},
            },
        }

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Evenkeel for help desks",
            "version": "1",
            "description": "How a help desk that is there already works on cases. What is written to a borrower passes the tone guard. "
            f"Shared beyond the least: {', '.join(name for name in SHARES if name in desk.share) or 'nothing'}.",
        },
        "servers": [{"url": public_url}],
        "paths": {
            "/api/v1/desk/cases": {
                "get": {
                    "operationId": "listCases",
                    "summary": "Open cases, the earliest due first",
                    "security": secured,
                    "responses": {"200": _json("The cases.", "Cases"), **_problems(401, 503)},
                }
            },
            one: {
                "parameters": [number],
                "get": {
                    "operationId": "readCase",
                    "summary": "One case, and whose turn it is",
                    "security": secured,
                    "responses": {"200": _json("The case.", "CaseRead"), **_problems(401, 404, 503)},
                },
            },
            f"{one}/replies": write(
                "replyToBorrower", "Answer the borrower; the first answer takes over from the assistant", "Reply", "Said", 409, 422,
            ),
            f"{one}/notes": write("noteOnCase", "A note that the borrower never sees", "Note", "Noted", 409),
            f"{one}/return": write(
                "returnToAssistant", "Let the assistant go on, with a line for the borrower", "Return", "Returned", 409, 422,
                made=False,
            ),
            f"{one}/close": write("closeCase", "Close the case with what came of it", "Close", "Closed", 409, made=False),
        },
        "webhooks": {
            "case": {
                "post": {
                    "operationId": "caseChanged",
                    "summary": "Our call to EVENKEEL_DESK_URL, signed (X-Evenkeel-Timestamp, X-Evenkeel-Signature)",
                    "description": "Sent again under the same `id` until it is answered with 2xx.",
                    "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Event")}}},
                    "responses": {"200": {"description": "Taken. Any 2xx does."}},
                }
            }
        },
        "components": {
            "schemas": _schemas(desk),
            "securitySchemes": {
                "help_desk": {"type": "http", "scheme": "bearer", "description": "EVENKEEL_DESK_TOKEN."}
            },
        },
    }  # fmt: skip


def _schemas(desk: HelpDesk) -> Schema:
    case: Schema = {
        "number": {"type": "string"},
        "kind": {"type": "string", "enum": sorted(KINDS)},
        "priority": {"type": "string", "enum": list(PRIORITIES)},
        "status": {"type": "string", "enum": ["open", "closed"]},
        "language": {"type": "string", "enum": ["en", "zh"]},
        "summary": {"type": "string", "description": "What it is about, without figures."},
    }
    for name in SHARES:
        if name in desk.share:
            case.update(_SHARED.get(name, {}))
    line = _object({"from": _string(), "at": {"type": "string", "format": "date-time"}, "text": _string()})
    state = _object(
        {
            "state": {"type": "string", "enum": ["bot", "waiting", "person", "closed"]},
            "ours": {"type": "boolean"},
            "channel": _string(),
        }
    )
    read = {
        **case,
        "conversation": {"anyOf": [state, {"type": "null"}]},
        "lines": {"type": "array", "items": line},
    }
    event = _object(
        {
            "version": {"type": "integer"},
            "id": _string(),
            "event": {"type": "string", "enum": ["case.opened", "case.line", "case.closed"]},
            "at": {"type": "string", "format": "date-time"},
            "case": _ref("Case"),
        }
    )
    event["properties"]["line"] = _object({"text": {"type": ["string", "null"]}})
    agent = {"type": "string", "maxLength": LONGEST_NAME, "description": "Whose name the borrower reads."}
    key = {
        "type": "string", "minLength": 1, "maxLength": 120, "pattern": r"^[^\x00-\x1f\x7f]+$",
        "description": "Yours; the same id again does nothing twice.",
    }  # fmt: skip
    text = {"type": "string", "minLength": 1, "pattern": r"\S"}
    done = {"repeated": {"type": "boolean"}}
    return {
        "Case": _object(case),
        "Cases": _object({"cases": {"type": "array", "items": _ref("Case")}}),
        "CaseRead": _object(read),
        "Event": event,
        "Reply": _given({"id": key, "text": {**text, "maxLength": LONGEST_REPLY}}, agent=agent),
        "Note": _given({"id": key, "text": {**text, "maxLength": LONGEST_NOTE}}, agent=agent),
        "Return": _given({"summary": {**text, "maxLength": 300}}, agent=agent),
        "Close": _given({"outcome": {"type": "string", "enum": list(OUTCOMES)}}, agent=agent),
        "Said": _object({"id": _string(), "said": {"type": "boolean"}, **done}),
        "Noted": _object({"id": _string(), "noted": {"type": "boolean"}, **done}),
        "Returned": _object({"returned": {"type": "boolean"}, **done}),
        "Closed": _object({"closed": {"type": "boolean"}, **done}),
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": _string(),
                "title": _string(),
                "status": {"type": "integer"},
                "detail": _string(),
                "reason": _string(),
                "objections": {
                    "type": "array",
                    "items": _object({"class": _string(), "words": _string(), "why": _string(), "instead": _string()}),
                },
            },
        },
    }


def _given(required: Schema, **optional: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _string() -> Schema:
    return {"type": "string"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(description: str, schema: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}


def _problems(*statuses: int) -> Schema:
    return {
        str(status): {
            "description": "; ".join(title for code, title in problems.KINDS.values() if code == status) + ".",
            "content": {problems.MEDIA_TYPE: {"schema": _ref("Problem")}},
        }
        for status in statuses
    }
