"""Verification, line by line: what a borrower's line means while somebody wants to know who is there.

Every function runs in the caller's transaction, so a line, what it did and what was answered are kept together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import particulars
from bot.identity import limits, lookup, reading
from bot.identity.codes import Codes
from bot.identity.hashing import Hashes
from bot.identity.step import Step, open_step, with_step
from bot.links import PAGE, Link, Links
from bot.particulars import Particulars
from bot.ports import IdentityOutcome
from relief import third_person
from relief.dates import local_date, zone
from relief.store.records import Borrower, Conversation
from relief.store.uow import UnitOfWork
from words import identity as words
from words.model import Language, Message, as_language

KeepsOut = Callable[[UnitOfWork, Conversation, Borrower, datetime], Message | None]

VERIFIED_FOR = timedelta(minutes=30)
RESEND = "identity:resend"
NUDGES = 2
"""How often in a row an open step is asked again after something else."""
JUST_USED = timedelta(minutes=10)


@dataclass(frozen=True)
class _Turn:
    """One line being looked at."""

    uow: UnitOfWork
    conversation: Conversation
    now: datetime
    address: str | None = None

    @property
    def language(self) -> Language:
        return as_language(self.conversation.language)

    def outcome(
        self,
        *messages: Message,
        step: Step | None,
        stored: str | None = None,
        resume: str | None = None,
        conversation: Conversation | None = None,
    ) -> IdentityOutcome:
        return IdentityOutcome(with_step(conversation or self.conversation, step), messages, stored, resume)


class Verification:
    """The whole of `bot.ports.Identity`."""

    def __init__(
        self,
        hashes: Hashes,
        codes: Codes,
        links: Links,
        mask_cards: Callable[[str], str] = lambda text: text,
        keeps_out: KeepsOut = lambda uow, conversation, borrower, now: None,
    ) -> None:
        """Lines come unmasked, since an account number may look like a card's; `mask_cards` is for what is kept of them.
        `keeps_out` says what to tell somebody who is who they say but may not be served on this channel; None lets them in.
        """
        self._keeps_out = keeps_out
        self._hashes = hashes
        self._codes = codes
        self._links = links
        self._mask_cards = mask_cards

    def take(
        self, uow: UnitOfWork, conversation: Conversation, text: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        """Use a line as an answer to the open step, or as particulars that nobody asked for; None when it is neither."""
        turn = _Turn(uow, conversation, now, address and self._hashes.address(address))
        if not any(character.isalnum() for character in text):
            return None
        if conversation.verified_as(now):
            return self._verified(turn, text)
        step = open_step(conversation, now)
        found = self._find(turn, text)
        if third_person.speaks_as_another(
            text
        ):  # whoever says that they are somebody else proves nothing by what they know
            masked = self._mask_cards(particulars.mask(text, found.spans)).lstrip("/ ")
            return turn.outcome(step=step, stored=masked, resume=masked) if found else None
        if step is None or step.stage == "held":
            return self._unasked(turn, text, step, found)
        text = particulars.plain(text)
        digits = particulars.code(text) if step.stage == "code" else None
        if digits and not _is_new_particulars(text, found):
            return self._code(turn, text, step, digits)
        if found:
            return self._particulars(turn, text, step, found)
        if step.stage == "code" and reading.wants_new_code(text):
            return self._resend(turn, step, text)
        if reading.looks_like_an_attempt(text):
            stored = "".join("•" if character.isdigit() else character for character in text)
            again = words.code_wait(turn.language) if step.stage == "code" else words.unreadable(turn.language)
            return turn.outcome(again, step=step.touched(now), stored=stored)
        return None

    def pressed(
        self, uow: UnitOfWork, conversation: Conversation, payload: str, now: datetime, address: str | None = None
    ) -> IdentityOutcome | None:
        """A button of ours; None for every other payload."""
        if payload != RESEND:
            return None
        turn = _Turn(uow, conversation, now, address and self._hashes.address(address))
        if conversation.verified_as(now):
            return turn.outcome(words.already(turn.language), step=None)
        step = open_step(conversation, now)
        if step is None or step.stage != "code":
            return turn.outcome(words.ask(turn.language), step=step or Step("particulars", now.isoformat()))
        return self._resend(turn, step, None)

    def start(self, uow: UnitOfWork, conversation: Conversation, resume: str | None, now: datetime) -> IdentityOutcome:
        """Open a step, or go on with the open one, for the sake of `resume`."""
        turn = _Turn(uow, conversation, now)
        step = open_step(conversation, now) or Step("particulars", now.isoformat())
        if until := limits.locked_until(uow, conversation.id, step.who, now):
            return turn.outcome(self._locked(turn, until), step=None)
        if step.stage == "held":
            step = replace(step, stage="particulars")
        step = step.touched(now, resume=resume or step.resume, nudges=0)
        return turn.outcome(self._question(turn, step, first=not step.who and not step.births), step=step)

    def ask_again(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """After an answer to something else: the open step once more, but not more than twice in a row."""
        turn = _Turn(uow, conversation, now)
        step = open_step(conversation, now)
        if step is None or step.stage == "held" or step.nudges >= NUDGES or conversation.state != "bot":
            return turn.outcome(step=step)
        return turn.outcome(self._question(turn, step), step=step.touched(now, nudges=step.nudges + 1))

    def cancel(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """The borrower wants to stop. Says so when there was something to stop."""
        turn = _Turn(uow, conversation, now)
        stage = (conversation.verification_step or {}).get("stage")
        if stage is None or stage == "held":
            return turn.outcome(step=None)
        uow.codes.withdraw(conversation.id, now)
        self._record(turn, "verification_stopped", step=str(stage))
        return turn.outcome(words.stopped(turn.language), step=None)

    def forget(self, uow: UnitOfWork, conversation: Conversation, reason: str | None, now: datetime) -> Conversation:
        """End verification and unlink the channel: whoever writes here next is a stranger."""
        uow.codes.withdraw(conversation.id, now)
        for link in uow.conversations.links(conversation.id):
            uow.conversations.unlink(link.channel, link.external_id)
        self._record(_Turn(uow, conversation, now), "identity_forgotten", reason=reason or "asked")
        return replace(
            conversation, verified_borrower_id=None, verified_until=None, bound_borrower_id=None, verification_step=None
        )

    def follow_link(self, uow: UnitOfWork, conversation: Conversation, token: str, now: datetime) -> IdentityOutcome:
        """A signed link opened the conversation: from the lender's page it verifies, from an SMS it says who to expect."""
        turn = _Turn(uow, conversation, now)
        link = self._links.read(token, now)
        borrower = uow.borrowers.get(link.borrower_id) if link else None
        if link is None or borrower is None or self._is_used(uow, link, now):
            self._record(turn, "link_refused")
            return turn.outcome(words.link_old(turn.language), step=None)
        if link.kind == PAGE:
            self._record(turn, "link_followed", kind=link.kind, borrower=borrower.id)
            return self._done(turn, borrower, Step("particulars", now.isoformat()), None, how="link")
        step = Step("birth", now.isoformat(), who=(f"link:{link.jti}",), candidates=(borrower.id,), link=link.jti)
        self._record(turn, "link_followed", kind=link.kind, borrower=borrower.id)
        return turn.outcome(words.link_birth(turn.language), step=step)

    def expect(
        self, uow: UnitOfWork, conversation: Conversation, people: Sequence[Borrower], who: str, now: datetime
    ) -> IdentityOutcome:
        """A channel says whom to expect: by a deep link, or by a phone number that the messenger vouches for. `who` names
        that for the counting of misses. Date of birth and a code are still asked for, whether or not there is anybody.
        """
        turn = _Turn(uow, conversation, now)
        if conversation.verified_as(now) in {borrower.id for borrower in people}:
            return turn.outcome(words.already_here(turn.language), step=None)
        conversation = replace(conversation, verified_borrower_id=None, verified_until=None)
        turn = replace(turn, conversation=conversation)
        named = self._hashes.phone(who) if who.startswith("+") else who
        if until := limits.locked_until(uow, conversation.id, (named,), now):
            return turn.outcome(self._locked(turn, until), step=None)
        open_now = open_step(conversation, now)
        step = Step(
            "particulars",
            now.isoformat(),
            resume=open_now.resume if open_now else None,
            question=open_now.question if open_now else None,
            who=(named,),
            candidates=tuple(borrower.id for borrower in people),
        )
        self._record(turn, "expected", how="phone" if who.startswith("+") else "link")
        return turn.outcome(words.ask_birth(turn.language), step=step)

    def refuse_link(self, uow: UnitOfWork, conversation: Conversation, now: datetime) -> IdentityOutcome:
        """A link that was used, is too old, or was never ours."""
        turn = _Turn(uow, conversation, now)
        self._record(turn, "link_refused")
        return turn.outcome(words.link_old(turn.language), step=None)

    # -- reading a line ------------------------------------------------------------------------------------------

    def _beside(self, text: str, found: Particulars) -> str | None:
        question = reading.beside(text, found.spans)
        return None if question is None else self._mask_cards(question)

    def _find(self, turn: _Turn, text: str, *, spaced: bool = True) -> Particulars:
        if not any(character.isdigit() for character in text):
            return Particulars()
        today = local_date(turn.now, turn.conversation.timezone)
        return particulars.find(text, today=today, timezone=turn.conversation.timezone, spaced=spaced)

    def _verified(self, turn: _Turn, text: str) -> IdentityOutcome | None:
        """A code that comes twice (a double tap, an impatient second message) goes no further."""
        digits = particulars.code(text)
        if digits is None or len(particulars.plain(text).strip()) > 12:
            return None
        code = turn.uow.codes.latest(turn.conversation.id)
        if code is None or code.used_at is None or turn.now - code.used_at > JUST_USED:
            return None
        if not self._hashes.equal(code.hash, self._hashes.code(code.id, digits)):
            return None
        return turn.outcome(words.already(turn.language), step=None, stored=particulars.MASK)

    def _unasked(self, turn: _Turn, text: str, step: Step | None, found: Particulars) -> IdentityOutcome | None:
        """Nobody asked yet. A reference is always taken out of the line; verification begins once there is enough for it,
        or once there is nothing else in the line."""
        complete = found.identifies and bool(found.births)
        if step is not None and found and not complete:
            complete = bool(step.who) and bool(found.births)
        if not complete:
            found = self._find(turn, text, spaced=False)
        if not complete and not found.references:
            return None
        question = self._beside(text, found)
        if complete or question is None:
            opened = step or Step("particulars", turn.now.isoformat())
            return self._particulars(turn, text, replace(opened, stage="particulars", question=question), found)
        if len(found.references) > 1:
            return None
        held = self._with(turn, Step("held", turn.now.isoformat()), found)
        masked = self._mask_cards(particulars.mask(text, found.spans)).lstrip("/ ")
        return turn.outcome(step=held, stored=masked, resume=masked)

    def _particulars(self, turn: _Turn, text: str, step: Step, found: Particulars) -> IdentityOutcome:
        stored = self._mask_cards(particulars.mask(text, found.spans))
        if step.stage == "code":
            stored = particulars.mask_code(stored)
        if step.stage == "birth" and not found.identifies:
            return self._birth(turn, step, found, stored)
        if step.stage == "which":
            return self._which(turn, step, found, stored)
        if len(found.references) > 1:
            return turn.outcome(words.one_reference(turn.language), step=step.touched(turn.now), stored=stored)
        if not step.resume and not step.question:
            step = replace(step, question=self._beside(text, found))
        step = self._with(turn, step, found)
        if until := limits.locked_until(turn.uow, turn.conversation.id, step.who, turn.now):
            return turn.outcome(self._locked(turn, until), step=None, stored=stored)
        if step.who and step.births:
            return self._send_code(turn, step, stored, words.code_sent(turn.language))
        return turn.outcome(self._question(turn, step), step=step, stored=stored)

    def _with(self, turn: _Turn, step: Step, found: Particulars) -> Step:
        """The step with what was found; newer particulars take the place of older ones."""
        changes: dict[str, object] = {"matches": (), "nudges": 0}
        if step.stage in ("code", "birth"):
            changes |= {"stage": "particulars", "link": None}
        if step.stage == "birth":
            changes |= {"who": (), "candidates": ()}
        if found.identifies:
            if found.references:
                who = tuple(self._hashes.reference(reference) for reference in found.references)
            else:
                who = tuple(dict.fromkeys(self._hashes.phone(phone) for phone in found.phones))
            people = lookup.candidates(turn.uow, found)
            changes |= {"who": who, "candidates": tuple(borrower.id for borrower in people)}
        if found.births:
            changes["births"] = tuple(self._hashes.birth(date) for date in found.births)
        return step.touched(turn.now, **changes)

    # -- codes ---------------------------------------------------------------------------------------------------

    def _send_code(self, turn: _Turn, step: Step, stored: str | None, said: Message) -> IdentityOutcome:
        """Look for people whom all of it fits, and do the same whether or not there are any."""
        if until := self._codes.refused_until(turn.uow, turn.conversation.id, step.who, turn.address, turn.now):
            self._record(turn, "code_refused")
            wait = words.too_many_codes(turn.language, self._local(turn, until))
            return turn.outcome(wait, step=step.touched(turn.now), stored=stored)
        matches = [borrower for borrower in turn.uow.borrowers.among(step.candidates) if self._fits(step, borrower)]
        self._codes.send(turn.uow, turn.conversation.id, matches, step.who, turn.conversation.language, turn.now)
        step = step.touched(turn.now, stage="code", matches=tuple(borrower.id for borrower in matches), nudges=0)
        return turn.outcome(said, step=step, stored=stored)

    def _fits(self, step: Step, borrower: Borrower) -> bool:
        own = self._hashes.birth(borrower.date_of_birth)
        return any([self._hashes.equal(own, given) for given in step.births])

    def _resend(self, turn: _Turn, step: Step, text: str | None) -> IdentityOutcome:
        if until := limits.locked_until(turn.uow, turn.conversation.id, step.who, turn.now):
            return turn.outcome(self._locked(turn, until), step=None, stored=text)
        return self._send_code(turn, step, text, words.code_again(turn.language))

    def _code(self, turn: _Turn, text: str, step: Step, digits: str) -> IdentityOutcome:
        stored = self._mask_cards(particulars.mask_code(text))
        if until := limits.locked_until(turn.uow, turn.conversation.id, step.who, turn.now):
            return turn.outcome(self._locked(turn, until), step=None, stored=stored)
        verdict, code = self._codes.check(turn.uow, turn.conversation.id, digits, turn.now)
        if verdict in ("wrong", "used") or not step.matches:
            return self._missed(turn, step, stored, words.code_wrong(turn.language))
        if verdict == "old":
            return self._send_code(turn, step, stored, words.code_old(turn.language))
        if code is not None:
            turn.uow.codes.change(code.id, used_at=turn.now)
            limits.codes_were_used(turn.uow, turn.conversation.id, step.who, code.sent_to)
        people = turn.uow.borrowers.among(step.matches)
        if len(people) != 1:
            return turn.outcome(words.which(turn.language), step=step.touched(turn.now, stage="which"), stored=stored)
        if code is not None:
            self._confirm_contact(turn, people[0], code.sent_to)
        return self._done(turn, people[0], step, stored, how="code")

    def _which(self, turn: _Turn, step: Step, found: Particulars, stored: str) -> IdentityOutcome:
        """The phone answered, and several people are behind it: their reference says which one it is."""
        known = {borrower.id for borrower in lookup.candidates(turn.uow, found)} & set(step.matches)
        people = turn.uow.borrowers.among(known)
        if found.references and len(people) == 1:
            return self._done(turn, people[0], step, stored, how="code")
        if not found.references:
            return turn.outcome(words.which(turn.language), step=step.touched(turn.now), stored=stored)
        return self._missed(turn, step, stored, words.which(turn.language))

    def _birth(self, turn: _Turn, step: Step, found: Particulars, stored: str) -> IdentityOutcome:
        """The answer to a link from an SMS."""
        if until := limits.locked_until(turn.uow, turn.conversation.id, step.who, turn.now):
            return turn.outcome(self._locked(turn, until), step=None, stored=stored)
        given = replace(step, births=tuple(self._hashes.birth(date) for date in found.births))
        people = [borrower for borrower in turn.uow.borrowers.among(step.candidates) if self._fits(given, borrower)]
        if len(people) != 1:
            return self._missed(turn, step, stored, words.birth_wrong(turn.language))
        if step.link is None or not turn.uow.used_tokens.use(step.link, "link", turn.now):
            return turn.outcome(words.link_old(turn.language), step=None, stored=stored)
        return self._done(turn, people[0], step, stored, how="link")

    # -- how it ends ---------------------------------------------------------------------------------------------

    def _missed(self, turn: _Turn, step: Step, stored: str | None, said: Message) -> IdentityOutcome:
        failures, until = limits.miss(turn.uow, turn.conversation.id, step.who, turn.now)
        conversation = replace(turn.conversation, failures=failures)
        self._record(turn, "locked" if until else "missed", stage=step.stage, failures=failures)
        if until:
            turn.uow.codes.withdraw(turn.conversation.id, turn.now)
            return turn.outcome(self._locked(turn, until), step=None, stored=stored, conversation=conversation)
        return turn.outcome(said, step=step.touched(turn.now, nudges=0), stored=stored, conversation=conversation)

    def _done(self, turn: _Turn, borrower: Borrower, step: Step, stored: str | None, *, how: str) -> IdentityOutcome:
        limits.clear(turn.uow, turn.conversation.id, step.who)
        if kept_out := self._keeps_out(turn.uow, turn.conversation, borrower, turn.now):
            self._record(turn, "kept_out", borrower=borrower.id, channel=turn.conversation.channel)
            return turn.outcome(kept_out, step=None, stored=stored)
        self._record(turn, "verified", borrower=borrower.id, how=how)
        conversation = replace(
            turn.conversation,
            verified_borrower_id=borrower.id,
            bound_borrower_id=borrower.id,
            verified_until=turn.now + VERIFIED_FOR,
            failures=0,
            # A web page says where its reader is; a messenger does not, so the borrower's own place counts.
            timezone=turn.conversation.timezone if turn.conversation.channel == "web" else borrower.timezone,
        )
        resume = step.resume or step.question
        said = words.verified(turn.language, _called(borrower, turn.language), ask=resume is None)
        return turn.outcome(said, step=None, stored=stored, resume=resume, conversation=conversation)

    def _confirm_contact(self, turn: _Turn, borrower: Borrower, sent_to: str) -> None:
        for contact in turn.uow.borrowers.contacts(borrower.id):
            if self._hashes.equal(self._hashes.contact(contact.value), sent_to):
                turn.uow.borrowers.confirm_contact(contact.id, turn.now)

    def _is_used(self, uow: UnitOfWork, link: Link, now: datetime) -> bool:
        """A link from the page counts once, when it is opened; one from an SMS once, when it has proven somebody."""
        if link.kind == PAGE:
            return not uow.used_tokens.use(link.jti, "link", now)
        return uow.used_tokens.get(link.jti) is not None

    # -- what is said --------------------------------------------------------------------------------------------

    def _question(self, turn: _Turn, step: Step, *, first: bool = False) -> Message:
        language = turn.language
        if step.stage == "code":
            return words.code_wait(language)
        if step.stage == "which":
            return words.which(language)
        if step.stage == "birth":
            return words.birth_again(language)
        if step.who and not step.births:
            return words.ask_birth(language)
        if step.births and not step.who:
            return words.ask_identifier(language)
        return words.ask(language) if first else words.ask_again(language)

    def _locked(self, turn: _Turn, until: datetime) -> Message:
        return words.locked(turn.language, self._local(turn, until))

    def _local(self, turn: _Turn, until: datetime) -> datetime:
        """Rounded up to the minute: what is said is never too early."""
        whole = (
            until
            if until.second == until.microsecond == 0
            else until.replace(second=0, microsecond=0) + timedelta(minutes=1)
        )
        return whole.astimezone(zone(turn.conversation.timezone))

    def _record(self, turn: _Turn, action: str, **data: str | int) -> None:
        turn.uow.audit.append(actor="identity", action=action, subject=turn.conversation.id, data=data, at=turn.now)


def _is_new_particulars(text: str, found: Particulars) -> bool:
    """Whether a line with six digits in it, while a code is awaited, gives new particulars instead of the code.

    "got 482913" reads like a reference and is a code: only a reference whose letters and digits are joined counts.
    """
    if found.births or found.phones:
        return True
    plain = particulars.plain(text)
    return any(" " not in plain[start:end] for start, end in found.spans)


def _called(borrower: Borrower, language: Language) -> str:
    """The name by which the borrower is called in this language."""
    if language == "zh":
        return borrower.native_name or borrower.full_name
    return borrower.full_name
