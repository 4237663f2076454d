"""How an action's steps reach Rasa: lines to say, and directives by which an action asks the gateway for something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from words.model import Message


@dataclass(frozen=True)
class Directive:
    """Something that only the gateway may do; see docs/design.md, What actions return."""

    name: str
    members: Mapping[str, Any] = field(default_factory=dict)


def say(dispatcher: CollectingDispatcher, messages: Iterable[Message]) -> None:
    """Speak. What is more than text and buttons follows in a part of its own that belongs to the text before it."""
    for message in messages:
        buttons = [button.to_json() for button in message.buttons]
        dispatcher.utter_message(text=message.text, buttons=buttons)
        extras = message.extras()
        if extras:
            dispatcher.utter_message(json_message={"continues": True, **extras})


def direct(dispatcher: CollectingDispatcher, directive: Directive) -> None:
    dispatcher.utter_message(json_message={"directive": directive.name, **directive.members})


def verify(resume: str) -> Directive:
    """Find out who is there, then do `resume` in the same turn."""
    return Directive("verify", {"resume": resume})


def cancel_handoff() -> Directive:
    """Ask the gateway to call off the person who was called, and to say so."""
    return Directive("cancel_handoff")


def cancel_verification() -> Directive:
    """Stop finding out who is there. The gateway says so itself."""
    return Directive("cancel_verification")


def handoff(reason: str, priority: str, case: str | None) -> Directive:
    return Directive("handoff", {"reason": reason, "priority": priority, "case": case})


def pay_link(loan: str, amount: str | None) -> Directive:
    """A payment link for a loan (its reference); `amount` is a decimal string, None leaves the choice to the page."""
    return Directive("pay_link", {"loan": loan, "amount": amount})


def paper(kind: str, subject: str) -> Directive:
    """A written copy (`plan` and the plan's id): a link to it, and the file itself."""
    return Directive("paper", {"kind": kind, "subject": subject})


def language(code: str) -> Directive:
    return Directive("language", {"language": code})
