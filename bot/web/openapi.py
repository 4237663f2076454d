"""The OpenAPI document of the chat interface, served at `/api/v1/openapi.json`."""

from __future__ import annotations

from typing import Any

from bot.inbound import MAX_CHARACTERS, MAX_MESSAGE_ID
from bot.links import MAX_LINK, MAX_REFERENCE
from bot.settings import Settings
from bot.web import problems

Schema = dict[str, Any]

#: A string without control characters, as ids and tokens are.
PLAIN = r"^[^\x00-\x1f\x7f]+$"


def document(settings: Settings) -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Evenkeel chat interface",
            "version": "1",
            "description": "How a widget, a lender's own app or a test talks with the assistant. Errors are RFC 9457 problem "
            "documents; their `type` is stable, their `detail` is worded for the borrower where a borrower can act on it.",
        },
        "servers": [{"url": settings.public_url}],
        "paths": {**_paths(settings), **(_links() if settings.lender_key else {})},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "conversation": {"type": "http", "scheme": "bearer"},
                "lender": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The lender's own key: EVENKEEL_LENDER_KEY.",
                },
            },
        },
    }


def _paths(settings: Settings) -> Schema:
    secured: list[Schema] = [{"conversation": []}]
    with_id = [_path_parameter("id", "The conversation.")]
    after = {
        "name": "after",
        "in": "query",
        "description": "The last sequence number that is known.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    }
    last_event = {
        "name": "Last-Event-ID",
        "in": "header",
        "description": "As `after`; sent by browsers that come back.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    }
    prefer = {
        "name": "Prefer",
        "in": "header",
        "description": "`respond-async`: 202 at once, the answer follows as events.",
        "schema": {"type": "string"},
    }
    conversation = "/api/v1/conversations/{id}"
    return {
        "/api/v1/conversations": {
            "post": {
                "operationId": "openConversation",
                "summary": "Open a conversation",
                "requestBody": {
                    "required": False,
                    "content": {"application/json": {"schema": _ref("NewConversation")}},
                },
                "responses": {
                    "201": _json("The conversation with its greeting.", "Opened"),
                    **_problems(400, 413, 415, 429, 503),
                },
            }
        },
        conversation: {
            "parameters": with_id,
            "delete": {
                "operationId": "forgetConversation",
                "summary": "Forget the conversation on this device",
                "security": secured,
                "responses": {"204": {"description": "The token is dead."}, **_problems(401, 404, 503)},
            },
        },
        f"{conversation}/messages": {
            "parameters": with_id,
            "post": {
                "operationId": "sendMessage",
                "summary": "Say something, press a button, or send a file",
                "security": secured,
                "parameters": [prefer],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": _ref("Inbound")},
                        "multipart/form-data": {"schema": _form(settings)},
                    },
                },
                "responses": {
                    "200": _json("Everything that was said in answer.", "Answer"),
                    "202": _json("Taken; the answer follows as events.", "Answer"),
                    **_problems(400, 401, 404, 409, 413, 415, 429, 503),
                },
            },
            "get": {
                "operationId": "readMessages",
                "summary": "What came after a sequence number",
                "security": secured,
                "parameters": [after],
                "responses": {
                    "200": _json("All lines after it, the borrower's own included.", "Answer"),
                    **_problems(400, 401, 404, 429, 503),
                },
            },
        },
        f"{conversation}/events": {
            "parameters": with_id,
            "get": {
                "operationId": "followEvents",
                "summary": "The same, live",
                "description": "Server-sent events: `message` (a Message; its id is the sequence number), `state` (state, verified, "
                "language), `typing` (`{from, typing}`), `gone` (forgotten; the stream ends).",
                "security": secured,
                "parameters": [after, last_event],
                "responses": {
                    "200": {
                        "description": "An endless stream.",
                        "content": {"text/event-stream": {"schema": {"type": "string"}}},
                    },
                    **_problems(400, 401, 404, 429, 503),
                },
            },
        },
        f"{conversation}/files/{{file}}": {
            "parameters": [*with_id, _path_parameter("file", "A file of this conversation.")],
            "get": {
                "operationId": "readFile",
                "summary": "Download a file",
                "security": secured,
                "responses": {
                    "200": {"description": "The file.", "content": {"application/octet-stream": {}}},
                    **_problems(401, 404, 429, 503),
                },
            },
        },
    }


def _links() -> Schema:
    """For the lender's own server; there only when it has a key."""
    return {
        "/api/v1/links": {
            "post": {
                "operationId": "makeLink",
                "summary": "Make a signed link that brings a borrower into a conversation",
                "security": [{"lender": []}],
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("NewLink")}}},
                "responses": {"201": _json("The link.", "Link"), **_problems(400, 401, 404, 413, 415, 503)},
            }
        }
    }


def _schemas() -> Schema:
    language = {"type": "string", "enum": ["en", "zh"]}
    state = {"type": "string", "enum": ["bot", "waiting", "person", "closed"]}
    standing = {"state": state, "verified": {"type": "boolean"}, "language": language}
    messages = {"type": "array", "items": _ref("Message")}
    message_id = {"type": "string", "minLength": 1, "maxLength": MAX_MESSAGE_ID, "pattern": PLAIN}
    label_and_value = _object({"label": {"type": "string"}, "value": {"type": "string"}})
    due = _object({"due": {"type": "string", "format": "date"}, "amount": _decimal(), "currency": _currency()})
    return {
        "NewConversation": {
            "type": "object",
            "properties": {
                "language": {**language, "description": "Follows what is written; this is where it starts."},
                "timezone": {"type": "string", "examples": ["Asia/Shanghai"], "description": "An IANA name."},
                "link": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": MAX_LINK,
                    "pattern": PLAIN,
                    "description": "A signed link from the lender's page or an SMS. One that is used, old or not ours only "
                    "brings a kind word; the conversation opens all the same.",
                },
            },
        },
        "NewLink": {
            "type": "object",
            "required": ["reference"],
            "properties": {
                "reference": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": MAX_REFERENCE,
                    "pattern": PLAIN,
                    "description": "Of the borrower, or of one of their loans.",
                },
                "kind": {
                    "type": "string",
                    "enum": ["page", "sms"],
                    "description": "`page` (default): for the page where the borrower is signed in; proves them, once, for 10 minutes. "
                    "`sms`: says whom to expect, for 3 days; the date of birth is still asked for.",
                },
            },
        },
        "Link": _object(
            {
                "link": {"type": "string", "description": "The token; member `link` of a new conversation."},
                "url": {"type": "string", "description": "A page that opens the conversation with it."},
                "kind": {"type": "string", "enum": ["page", "sms"]},
                "expires_at": {"type": "string", "format": "date-time"},
            }
        ),
        "Opened": _object(
            {"conversation": {"type": "string"}, "token": {"type": "string"}, "messages": messages, **standing}
        ),
        "Inbound": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {**message_id, "description": "Chosen by the client; the same one again gives the same answer."},
                "text": {"type": "string", "maxLength": MAX_CHARACTERS},
                "button": {**message_id, "description": "The token of a button."},
            },
            "oneOf": [{"required": ["text"]}, {"required": ["button"]}],
        },
        "Answer": _object({"messages": messages, **standing}),
        "Message": _object(
            {
                "seq": {"type": "integer", "minimum": 1},
                "id": {"type": "string"},
                "from": {"type": "string", "enum": ["borrower", "bot", "person", "system"]},
                "at": {"type": "string", "format": "date-time"},
                "language": language,
                "text": {"type": "string", "description": "Carries the whole meaning; the rest adds to it."},
                "buttons": {"type": "array", "items": _ref("Button")},
                "cards": {"type": "array", "items": _ref("Card")},
                "charts": {"type": "array", "items": _ref("Chart")},
                "files": {"type": "array", "items": _ref("File")},
            }
        ),
        "Button": _object({"title": {"type": "string"}, "token": {"type": "string"}}),
        "Card": {
            **_object(
                {
                    "kind": {"type": "string"},
                    "title": {"type": "string"},
                    "rows": {"type": "array", "items": label_and_value},
                }
            ),
            "description": "An offer card has the other members too.",
        },
        "OfferCard": {
            "allOf": [
                _ref("Card"),
                _object(
                    {
                        "offer": {"type": "string"},
                        "schedule": {"type": "array", "items": due},
                        "total": _decimal(),
                        "because": {"type": "array", "items": {"type": "string"}},
                        "valid_until": {"type": "string"},
                        "button": _ref("Button"),
                    }
                ),
            ]
        },
        "Chart": _object(
            {
                "title": {"type": "string"},
                "svg": {"type": "string"},
                "table": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            }
        ),
        "File": _object({"name": {"type": "string"}, "type": {"type": "string"}, "url": {"type": "string"}}),
        "Problem": {
            **_object(
                {
                    "type": {"type": "string", "enum": [f"/problems/{kind}" for kind in problems.KINDS]},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                }
            ),
            "description": "A 400 names its `field`; a 503 says with `kept` whether the message is kept.",
        },
    }


def _form(settings: Settings) -> Schema:
    return {
        "type": "object",
        "required": ["id", "file"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "maxLength": MAX_MESSAGE_ID, "pattern": PLAIN},
            "text": {"type": "string", "maxLength": MAX_CHARACTERS},
            "file": {
                "type": "string",
                "contentMediaType": "application/octet-stream",
                "description": f"JPEG, PNG, WebP, HEIC or PDF, at most {settings.upload_limit} bytes.",
            },
        },
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(description: str, schema: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}


def _path_parameter(name: str, description: str) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "minLength": 1},
    }


def _decimal() -> Schema:
    return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


def _currency() -> Schema:
    return {"type": "string", "pattern": "^[A-Z]{3}$"}


def _problems(*statuses: int) -> Schema:
    found: Schema = {}
    for status in statuses:
        titles = [title for code, title in problems.KINDS.values() if code == status]
        response: Schema = {
            "description": "; ".join(titles) + ".",
            "content": {problems.MEDIA_TYPE: {"schema": _ref("Problem")}},
        }
        if status in (429, 503):
            response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
        found[str(status)] = response
    return found
