"""What Rasa's answer holds: lines to say, and directives that ask the gateway to do something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from words.model import Language, Message, as_language

DIRECTIVES = frozenset(
    {
        "verify",
        "cancel_verification",
        "handoff",
        "cancel_handoff",
        "language",
        "pay_link",
        "paper",
        "forget_identity",
        "erase_tracker",
        "prove",
    }
)


class UnreadableAnswer(ValueError):
    """A part of an answer that is neither a line nor a directive; the text names it."""


@dataclass(frozen=True)
class Directive:
    """Something that only the gateway may do, asked for by an action."""

    name: str
    members: Mapping[str, Any] = field(default_factory=dict)

    def text(self, member: str) -> str | None:
        """A member that is a non-empty string, or None."""
        value = self.members.get(member)
        return value if isinstance(value, str) and value else None


@dataclass(frozen=True)
class Reply:
    """One answer of Rasa. `steps` keeps the order in which lines and directives came; `understood` is what was read
    in the message (intent, confidence, entities, model), where Rasa told."""

    steps: tuple[Message | Directive, ...]
    understood: Mapping[str, Any] | None = None

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(step for step in self.steps if isinstance(step, Message))

    @property
    def directives(self) -> tuple[Directive, ...]:
        return tuple(step for step in self.steps if isinstance(step, Directive))


def read(parts: Iterable[Mapping[str, Any]], language: Language) -> Reply:
    """Join the parts of an answer: a `continues` part belongs to the text before it.

    A `language` directive changes the language of the lines after it. Raises UnreadableAnswer.
    """
    steps: list[Message | Directive] = []
    understood: Mapping[str, Any] | None = None
    draft: dict[str, Any] | None = None

    def finish() -> None:
        nonlocal draft
        if draft is not None:
            try:
                steps.append(Message.from_json(draft))
            except (KeyError, TypeError, AttributeError) as error:
                raise UnreadableAnswer(f"a line that cannot be read: {error!r}") from error
        draft = None

    for part in parts:
        custom = part.get("custom")
        if isinstance(custom, Mapping):
            if custom.get("continues"):
                if draft is None:
                    raise UnreadableAnswer("a part that continues nothing")
                draft.update({key: value for key, value in custom.items() if key != "continues"})
                continue
            finish()
            if isinstance(custom.get("understood"), Mapping):
                understood = custom["understood"]
                continue
            name = custom.get("directive")
            if name not in DIRECTIVES:
                raise UnreadableAnswer(f"an unknown directive {name!r}")
            members = {key: value for key, value in custom.items() if key != "directive"}
            if name == "language":
                language = as_language(members.get("language"), language)
            steps.append(Directive(str(name), members))
        elif isinstance(part.get("text"), str):
            finish()
            draft = {"text": part["text"], "language": language, "buttons": part.get("buttons") or []}
        else:
            finish()
    finish()
    return Reply(tuple(steps), understood)
