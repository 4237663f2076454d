"""The open question of a conversation: what was asked, what would answer it, and what exactly it was asked about.

It lives in the database, not in a slot: a slot can be set by what somebody types and would outlive its question. An
answer counts only for the `data` that was shown, and only until `expires_at`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from relief.store.records import Dialogue
from relief.store.uow import UnitOfWork

ANSWERED = "answered"


@dataclass(frozen=True)
class OpenQuestion:
    """`kind` names who takes the answer (`pay.loan`); `expects` what would be one (`yes_no`, `ordinal`, `amount` …);
    `reminded` counts how often it was asked again after an answer to something else."""

    id: str
    kind: str
    expects: tuple[str, ...]
    data: Mapping[str, Any]
    asked_at: dt.datetime
    expires_at: dt.datetime
    reminded: int = 0

    def is_open(self, now: dt.datetime) -> bool:
        return now < self.expires_at

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "expects": list(self.expects),
            "data": dict(self.data),
            "asked_at": self.asked_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "reminded": self.reminded,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OpenQuestion:
        return cls(
            id=value["id"],
            kind=value["kind"],
            expects=tuple(value["expects"]),
            data=value["data"],
            asked_at=dt.datetime.fromisoformat(value["asked_at"]),
            expires_at=dt.datetime.fromisoformat(value["expires_at"]),
            reminded=value["reminded"],
        )


def question_id(message_id: str, kind: str, data: Mapping[str, Any]) -> str:
    """The same message asking the same about the same gives the same id, so a message that came twice asks once."""
    content = json.dumps([message_id, kind, data], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def read(dialogue: Dialogue, message_id: str) -> tuple[OpenQuestion | None, bool]:
    """The question that this message may answer, and whether this very message has answered it before.

    Rasa may get a message twice when the gateway died before it had stored the answer. The second time must find the
    question that the first time closed.
    """
    answered = dialogue.data.get(ANSWERED)
    if answered and answered["message"] == message_id:
        return OpenQuestion.from_json(answered["question"]), True
    if dialogue.question is None:
        return None, False
    return OpenQuestion.from_json(dialogue.question), False


def put(uow: UnitOfWork, conversation_id: str, question: OpenQuestion, now: dt.datetime) -> None:
    """Ask: this question takes the place of any other."""
    dialogue = uow.dialogue.of(conversation_id, now)
    uow.dialogue.put(replace(dialogue, question=question.to_json(), updated_at=now))


def close(uow: UnitOfWork, conversation_id: str, question: OpenQuestion, message_id: str, now: dt.datetime) -> None:
    """The question is over, answered or dropped by this message."""
    dialogue = uow.dialogue.of(conversation_id, now)
    still = dialogue.question
    if still is not None and still["id"] != question.id:
        return
    data = {**dialogue.data, ANSWERED: {"message": message_id, "question": question.to_json()}}
    uow.dialogue.put(replace(dialogue, question=None, data=data, updated_at=now))
