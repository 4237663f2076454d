"""The open step of a verification, as it is kept with the conversation: hashes and ids, never particulars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from relief.store.records import Conversation

Stage = Literal["held", "particulars", "code", "which", "birth"]
"""`held`: a reference came with a question before anybody asked for it. `which`: the code was right, but the phone that it
went to belongs to several people with this date of birth. `birth`: a link from an SMS has said who, the date is missing."""

LASTS = timedelta(minutes=30)
"""A step that nobody has touched for this long is dropped: a number typed tomorrow is no answer to it."""


@dataclass(frozen=True)
class Step:
    """`who` and `births` are keyed hashes; `candidates` are the borrowers whom `who` fits, `matches` those whom all fits.

    `resume` is the payload, `question` the borrower's own words, that Rasa gets once it is done. `nudges` counts how often
    in a row the step was asked again after something else.
    """

    stage: Stage
    at: str
    resume: str | None = None
    question: str | None = None
    who: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    link: str | None = None
    nudges: int = 0

    @property
    def identifies(self) -> bool:
        return bool(self.who)

    def touched(self, now: datetime, **changes: Any) -> Step:
        return replace(self, at=now.isoformat(), **changes)


def open_step(conversation: Conversation, now: datetime) -> Step | None:
    """The step that is open now, or None."""
    kept = conversation.verification_step
    if not isinstance(kept, Mapping) or kept.get("stage") not in get_args(Stage):
        return None
    lists = {name: tuple(kept.get(name) or ()) for name in ("who", "candidates", "births", "matches")}
    step = Step(
        stage=kept["stage"],
        at=str(kept["at"]),
        resume=kept.get("resume"),
        question=kept.get("question"),
        link=kept.get("link"),
        nudges=int(kept.get("nudges") or 0),
        **lists,
    )
    return step if now - datetime.fromisoformat(step.at) < LASTS else None


def with_step(conversation: Conversation, step: Step | None) -> Conversation:
    return replace(conversation, verification_step=None if step is None else asdict(step))
