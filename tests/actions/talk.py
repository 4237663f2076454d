"""Speaks to the actions as Rasa does: through rasa-sdk's executor, with a tracker, by the project's own rules.

What comes back is read as the gateway reads it, so the seam between the two is under test as well.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.engine import Engine

from bot import directives, tone
from bot.directives import Directive
from bot.gate import Gate
from bot.reviewed import Reviewed, collect
from relief.store.uow import UnitOfWork
from words.model import Language, Message

PROJECT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The product's gate over the project's reviewed texts: whatever an action says has to pass it."""
    return Gate(Reviewed(collect(PROJECT)), tone.guard())


def action_of(intent: str) -> str:
    """The action that the rules lead to."""
    for path in (PROJECT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text())["rules"]:
            if rule["steps"][0]["intent"] == intent:
                return str(rule["steps"][1]["action"])
    raise LookupError(f"no rule for {intent}")


@dataclass(frozen=True)
class Heard:
    """What was said in answer."""

    parts: list[dict[str, Any]]
    language: Language

    @property
    def _reply(self) -> directives.Reply:
        read = [{key: value for key, value in part.items() if value} for part in self.parts]
        return directives.read(read, self.language)

    @property
    def messages(self) -> tuple[Message, ...]:
        return self._reply.messages

    @property
    def directives(self) -> tuple[Directive, ...]:
        return self._reply.directives

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def last(self) -> Message:
        return self.messages[-1]

    def directive(self, name: str) -> Directive | None:
        return next((one for one in self.directives if one.name == name), None)


@dataclass
class Talk:
    """One conversation with the action server's actions."""

    executor: ActionExecutor
    engine: Engine
    conversation_id: str = "c_1"
    language: Language = "en"
    today: date = date(2026, 11, 23)
    events: list[dict[str, Any]] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def says(
        self,
        text: str,
        intent: str,
        *,
        message_id: str | None = None,
        ranking: tuple[str, ...] = (),
        **entities: str | list[str],
    ) -> Heard:
        """The borrower says `text`, understood as `intent` with these values."""
        found = [
            {"entity": name, "value": value, "start": max(0, text.find(value)), "end": len(text)}
            for name, values in entities.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        metadata = {
            "message_id": message_id or f"m{next(self._ids)}",
            "today": self.today.isoformat(),
            "timezone": "Asia/Shanghai",
            "language": self.language,
            "channel": "web",
        }
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": found,
            "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking or (intent,)],
            "metadata": metadata,
        }
        self.events.append({"event": "user", "text": text, "parse_data": message, "metadata": metadata})
        call = {
            "next_action": action_of(intent),
            "tracker": {
                "sender_id": self.conversation_id,
                "slots": {"language": self.language},
                "latest_message": message,
                "events": list(self.events),
                "active_loop": {},
            },
            "domain": {},
        }
        answer = asyncio.run(self.executor.run(call))
        assert answer is not None
        heard = Heard(answer["responses"], self.language)
        for message in heard.messages:
            passed = gate().admit(message, verified=True)
            assert passed.refusal is None, f"the gate refuses {message.text!r}: {passed.refusal} {passed.because}"
        return heard

    def presses(self, payload: str, *, message_id: str | None = None) -> Heard:
        """A button's payload arrives, unpacked as Rasa does it: names that are no entities of the domain are dropped."""
        intent, brace, rest = payload.removeprefix("/").partition("{")
        values = json.loads(brace + rest) if brace else {}
        entities = {name: value for name, value in values.items() if name in _entities()}
        return self.says(payload, intent, message_id=message_id, **entities)

    def question(self) -> dict[str, Any] | None:
        """The open question as it is stored."""
        with UnitOfWork(self.engine, readonly=True) as uow:
            dialogue = uow.dialogue.get(self.conversation_id)
        return dict(dialogue.question) if dialogue and dialogue.question else None


def _entities() -> set[str]:
    return set(yaml.safe_load((PROJECT / "domain.yml").read_text())["entities"])
