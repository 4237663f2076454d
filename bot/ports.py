"""What the gateway asks of its neighbours, and plain stand-ins for those that are not installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from relief.store.records import Borrower, Conversation
from relief.store.uow import UnitOfWork
from words import gateway
from words import relief_papers as papers_words
from words.model import LANGUAGES, Language, Message, as_language


@dataclass(frozen=True)
class IdentityOutcome:
    """What verification made of a line. `conversation` is to be saved by the caller.

    `stored_text` is what is kept of the borrower's line (masked); `resume` is the payload that goes to Rasa instead of it.
    """

    conversation: Conversation
    messages: tuple[Message, ...] = ()
    stored_text: str | None = None
    resume: str | None = None


class Identity(Protocol):
    """Verification of the borrower. All calls run inside the caller's transaction."""

    def take(
        self, uow: UnitOfWork, conversation: Conversation, text: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        """Use a line as an answer to the open step, or as particulars given unasked; None when it is something else, which
        then goes on to Rasa. `address` is where it came from, to limit how many codes are sent."""
        ...

    def pressed(
        self, uow: UnitOfWork, conversation: Conversation, payload: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        """Use a button of verification's own; None for every other payload."""
        ...

    def start(self, uow: UnitOfWork, conversation: Conversation, resume: str | None, now: datetime) -> IdentityOutcome:
        """Open a step and ask for particulars."""
        ...

    def ask_again(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """After an answer to something else: the open step once more, or nothing."""
        ...

    def cancel(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """The borrower wants to stop: close the step, and say so if there was one."""
        ...

    def follow_link(self, uow: UnitOfWork, conversation: Conversation, token: str, now: datetime) -> IdentityOutcome:
        """A conversation was opened with a signed link."""
        ...

    def forget(self, uow: UnitOfWork, conversation: Conversation, reason: str | None, now: datetime) -> Conversation:
        """End verification and unlink the channel."""
        ...

    def expect(
        self, uow: UnitOfWork, conversation: Conversation, people: Sequence[Borrower], who: str, now: datetime
    ) -> IdentityOutcome:
        """A channel says whom to expect; `who` names how, for counting misses."""
        ...

    def refuse_link(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """A link that no longer works."""
        ...


class PayLinks(Protocol):
    """Makes links to the payment page. Called only while the conversation is verified."""

    def offer(
        self, uow: UnitOfWork, conversation: Conversation, loan: str | None, amount: str | None, now: datetime
    ) -> Message: ...


class Papers(Protocol):
    """Offers written copies behind a link. Called only while the conversation is verified."""

    def offer(self, uow: UnitOfWork, conversation: Conversation, kind: str, subject: str, now: datetime) -> Message: ...


class Proof(Protocol):
    """Says how somebody can check that a conversation is the lender's."""

    def said(self, conversation: Conversation) -> Message: ...


@dataclass(frozen=True)
class Listening:
    """What reads every line before Rasa does. Plain functions, no model."""

    is_crisis: Callable[[str], bool]
    language: Callable[[str], Language | None]
    mask_cards: Callable[[str], str]


def listening() -> Listening:
    """The crisis net, the language of a line, and the masking of card numbers, as `bot.nlu` has them."""
    from bot.nlu.crisis import find
    from bot.nlu.language import detect
    from bot.nlu.masking import mask_cards

    def is_crisis(text: str) -> bool:
        return find(text) is not None

    def language_of(text: str) -> Language | None:
        found = detect(text)
        return as_language(found) if found in LANGUAGES else None

    return Listening(is_crisis, language_of, lambda text: mask_cards(text)[0])


class NoIdentity:
    """Nobody can be verified: says so and offers a person."""

    def take(
        self, uow: UnitOfWork, conversation: Conversation, text: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        return None

    def pressed(
        self, uow: UnitOfWork, conversation: Conversation, payload: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        return None

    def start(self, uow: UnitOfWork, conversation: Conversation, resume: str | None, now: datetime) -> IdentityOutcome:
        said = gateway.person_offered("verification_away", as_language(conversation.language))
        return IdentityOutcome(conversation, (said,))

    def ask_again(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        return IdentityOutcome(conversation)

    def cancel(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        return IdentityOutcome(conversation)

    def follow_link(self, uow: UnitOfWork, conversation: Conversation, token: str, now: datetime) -> IdentityOutcome:
        return self.start(uow, conversation, None, now)

    def forget(self, uow: UnitOfWork, conversation: Conversation, reason: str | None, now: datetime) -> Conversation:
        from dataclasses import replace

        return replace(
            conversation, verified_borrower_id=None, verified_until=None, bound_borrower_id=None, verification_step=None
        )

    def expect(
        self, uow: UnitOfWork, conversation: Conversation, people: Sequence[Borrower], who: str, now: datetime
    ) -> IdentityOutcome:
        return self.start(uow, conversation, None, now)

    def refuse_link(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        return self.start(uow, conversation, None, now)


class NoPayLinks:
    """No payment page: says so and offers a person."""

    def offer(
        self, uow: UnitOfWork, conversation: Conversation, loan: str | None, amount: str | None, now: datetime
    ) -> Message:
        return gateway.person_offered("payment_link_away", as_language(conversation.language))


class NoPapers:
    """No written copies: says so and offers a person."""

    def offer(self, uow: UnitOfWork, conversation: Conversation, kind: str, subject: str, now: datetime) -> Message:
        return papers_words.away(as_language(conversation.language))
