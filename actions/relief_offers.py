"""Offers beside each other, the choice, the summary that a yes is bound to, and the booking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from actions import learning_lessons, speech
from actions.account import known
from actions.learning_figures import COMES_FIRST
from actions.questions import OpenQuestion
from actions.relief_case import ReliefCase, count_of, frequency_of, packs, situation_of, with_days
from actions.topic import Ask, Question, Step
from actions.turn import Turn
from relief import agreements, approvals
from relief.accounts import overview
from relief.cases import open_case
from relief.facts import account_facts
from relief.money import Money
from relief.policy.changes import changes
from relief.policy.model import REGULAR, Wishes
from relief.policy.outcome import Decision, Line, Offer
from relief.policy.parameters import Rules
from relief.policy.what_if import longer
from relief.refusals import Refused
from relief.states import enter, holds
from relief.store.records import Case, Freeze
from relief.store.uow import UnitOfWork
from words import handover
from words import relief_offers as words
from words.model import Both, Language, Message

SHORT = 40
"""A choice in words is no longer than this; what is longer is a wish of its own."""

_TOTAL = re.compile(r"\btotal\b|in all|altogether|总共|一共|合计", re.IGNORECASE)
_OWED = re.compile(r"\bow(?:e|ed|ing)\b|\bdue\b|\bbalance\b|\bso far\b|欠|逾期", re.IGNORECASE)
_LONGER = re.compile(
    r"(?<!any )(?<!no )(?<!much )\blonger\b|\bmore (?:months|instal?lments|payments)\b|再长|长一?点|久一?点|更久|更长|多分?几期|多分几个?月|拉长|延长",
    re.IGNORECASE,
)
_MORE = re.compile(r"\bmore\b|\bextra\b|多还|多付|加", re.IGNORECASE)
_LOWEST = re.compile(r"\b(?:lower|lowest|smaller|smallest|least|less)\b|少的|低的|最少|最低|每期少", re.IGNORECASE)
_SOONEST = re.compile(r"\b(?:shorter|shortest|faster|quick\w*|soon\w*)\b|快的|最快|短的|早点还完", re.IGNORECASE)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("instalments", re.compile(r"instal?lment|分期", re.IGNORECASE)),
    ("extension", re.compile(r"\bpause\b|\bholiday\b|\bextension\b|缓|延期", re.IGNORECASE)),
    ("promise", re.compile(r"\bone day\b|\bpromise\b|约定", re.IGNORECASE)),
)


def show(turn: Turn, case: ReliefCase, before: str | None = None) -> Iterable[Step]:
    """Decide on today's account and say what is possible. `before` names what is said first."""
    borrower = known(turn)
    with UnitOfWork(turn.engine) as uow:
        if holds(uow, borrower.id, case.loan, turn.now).offers:
            yield words.plain("held", turn.language)
            yield speech.handoff("held", "normal", None)
            return
        situation = situation_of(uow, borrower, case)
        decided = agreements.decide_for(
            uow, borrower.id, case.loan, case.wishes, packs(), turn.now,
            conversation_id=turn.conversation_id if turn.known else None, situation=situation, changing=case.change,
        )  # fmt: skip
        uow.commit()
    decision, wished = decided.decision, case.wishes.kind
    currency = decided.account.loan.currency
    if before:
        yield words.plain(before, turn.language, discloses=True)
    refused = decision.refusal(wished) if wished else None
    ask_when = _end_unknown(decided, case)
    if not (ask_when and refused and refused.kind == "extension"):
        yield from words.offers(turn.language, decision, refused, currency)
    if ask_when and not decision.offers:
        yield Ask("relief.when", {"case": case.to_json()})
        return
    if decision.offers:
        yield Ask("relief.choose", _shown(case, decided))
        return
    said = words.nothing_fits(turn.language, decision, currency)
    if said is not None:
        yield said
        yield from _to_person(turn, decision, decided.id, None)
    elif refused is None:
        yield words.plain("in_order", turn.language, discloses=True)


def gently(turn: Turn) -> Iterable[Step]:
    """What policy allows, for somebody who has just said no: shown, never pressed. Nothing where something binds the account,
    nothing is late, or a plan broke so lately that the next one has to wait."""
    borrower = known(turn)
    with UnitOfWork(turn.engine) as uow:
        late = overview(uow, borrower.id, turn.now).late
        if len(late) != 1 or holds(uow, borrower.id, late[0].loan.id, turn.now).offers:
            return
        case = ReliefCase(late[0].loan.id, Wishes())
        decided = agreements.decide_for(
            uow, borrower.id, case.loan, case.wishes, packs(), turn.now,
            conversation_id=turn.conversation_id if turn.known else None, situation=situation_of(uow, borrower, case),
        )  # fmt: skip
        uow.commit()
    decision = decided.decision
    if not decision.offers or any(refusal.code == "cool_down" for refusal in decision.refusals):
        return
    yield words.plain("gently", turn.language, discloses=True)
    yield from words.offers(turn.language, decision, None, late[0].currency)
    yield Ask("relief.choose", _shown(case, decided))


def _shown(case: ReliefCase, decided: agreements.Decided) -> dict[str, Any]:
    """What a choice is a choice of."""
    kinds = [offer.kind for offer in decided.decision.offers]
    return {"case": case.to_json(), "decision": decided.id, "kinds": kinds}


def _end_unknown(decided: agreements.Decided, case: ReliefCase) -> bool:
    """Whether help depends on a day that is not known: when money is back, or when the harvest is sold. Somebody who
    spends more than comes in even without an instalment is not asked: a pause alone would not help."""
    if case.work or case.returns:
        return False
    budget = decided.situation.budget
    if budget and any(item.every not in REGULAR and item.next_on is None for item in budget.income):
        return True
    decision = decided.decision
    refused = decision.refusal("extension")
    short = decision.month is not None and decision.month.left_paused < 0
    return refused is not None and not short and any(change.key == "return_date" for change in refused.changes)


class WhenIsMoneyBack(Question):
    kind = "relief.when"
    expects: ClassVar[tuple[str, ...]] = ("date", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.plain("when", language)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return _corrected(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        case = ReliefCase.from_json(question.data["case"])
        known_now = with_days(case, turn, roughly=True)
        return None if known_now == case else show(turn, known_now)


class Choose(Question):
    """By button, number or description; a question about the offers is answered first."""

    kind = "relief.choose"
    expects: ClassVar[tuple[str, ...]] = ("ordinal", "yes_no", "text")

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.choose(language, question.data["kinds"], question.id)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return _corrected(turn, question) or _asked(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        if answer == "no":
            return [words.plain("no_thanks", turn.language)]
        decision = _stored(turn, question.data["decision"])
        asked = about(turn, question, decision)
        if asked is not None:
            return asked
        offer = _chosen(turn, decision.offers, answer)
        if offer is None:
            return None
        return take_up(turn, question, decision, offer)

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


class Confirm(Question):
    """A yes is a yes to exactly the proposal that was shown, by its fingerprint."""

    kind = "relief.confirm"
    expects: ClassVar[tuple[str, ...]] = ("yes_no",)

    def words(self, question: OpenQuestion, language: Language) -> Message:
        return words.confirm(language, Offer.from_json(question.data["offer"]), question.id)

    def hears(self, turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
        return _corrected(turn, question) or _asked(turn, question)

    def take(self, turn: Turn, question: OpenQuestion, answer: str | None) -> Iterable[Step] | None:
        if turn.borrower is None:
            return [speech.verify("/ask_options")]
        if answer is None:
            return None
        if answer == "no":
            return [words.plain("no_thanks", turn.language)]
        return _book(turn, question)

    def once_more(self, question: OpenQuestion) -> str | None:
        return "/ask_options"


def _corrected(turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
    from actions.relief_budget import corrected  # it builds on this module

    return corrected(turn, ReliefCase.from_json(question.data["case"]))


def _asked(turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
    """A question about what is shown, whatever the line was taken for; what is owed today is another question."""
    if turn.borrower is None or turn.pressed or len(turn.text) > SHORT or _OWED.search(turn.text):
        return None
    if turn.intent in COMES_FIRST - {"ask_consequences"} or not question.data["decision"]:
        return None
    return about(turn, question, _stored(turn, question.data["decision"]))


def about(turn: Turn, question: OpenQuestion, decision: Decision) -> Iterable[Step] | None:
    """Computed answers to questions about what was shown; None when it is no such question."""
    again = Ask(question.kind, question.data)
    more = _with_more(turn, question, decision)
    if more is not None:
        return show(turn, more)
    if _TOTAL.search(turn.text):
        return [words.totals(turn.language, decision.offers), again]
    if _LONGER.search(turn.text):
        return [_longer(turn, question, decision), again]
    parts = count_of(turn.text)
    if parts and decision.offer("instalments") and all(len(offer.payments) != parts for offer in decision.offers):
        case = ReliefCase.from_json(question.data["case"])
        return show(turn, replace(case, wishes=Wishes("instalments", n=parts, frequency=frequency_of(turn.text))))
    return None


def _longer(turn: Turn, question: OpenQuestion, decision: Decision) -> Message:
    """Why not longer: what longer ones would be, computed as offers are, and the rule that sets the longest."""
    stretches = [offer for offer in decision.offers if offer.kind in ("instalments", "extension")]
    offer = next(iter(stretches), decision.offers[0])
    with UnitOfWork(turn.engine, readonly=True) as uow:
        inputs = uow.decisions.require(question.data["decision"]).inputs
    return words.longer(turn.language, longer(inputs, offer), offer.currency)


def _with_more(turn: Turn, question: OpenQuestion, decision: Decision) -> ReliefCase | None:
    """ "What if I pay 200 more?": the plan again with that much more each time; None when that was not asked."""
    offer = decision.offer("instalments")
    if offer is None or not _MORE.search(turn.text) or len(turn.values("amount")) != 1:
        return None
    try:
        extra = Money.parse(turn.values("amount")[0], offer.currency).minor
    except Refused:
        return None
    wishes = Wishes("instalments", amount=offer.largest + extra, frequency=offer.frequency)
    return replace(ReliefCase.from_json(question.data["case"]), wishes=wishes)


def take_up(turn: Turn, question: OpenQuestion, decision: Decision, offer: Offer) -> Iterable[Step]:
    """The summary before a yes; or a person, where it takes one."""
    if offer.needs is not None:
        yield from _to_person(turn, decision, question.data["decision"], offer)
        return
    data: dict[str, Any] = {
        "case": question.data["case"],
        "decision": question.data["decision"],
        "offer": offer.to_json(),
        "plan": None,
    }
    yield Ask("relief.confirm", data)


def ready(turn: Turn) -> Iterable[Step]:
    """What a person has agreed to since it was asked for: shown again, for the borrower's own yes."""
    with UnitOfWork(turn.engine, readonly=True) as uow:
        found = approvals.ready(uow, known(turn).id, turn.now)
    for one in found[:1]:
        yield words.agreed_to(turn.language, one.approval.expires_on)
        case = ReliefCase(one.loan.id, Wishes(one.offer.kind))
        data = {
            "case": case.to_json(),
            "decision": one.plan.decision_id,
            "offer": one.offer.to_json(),
            "plan": one.plan.id,
        }
        yield Ask("relief.confirm", data)


def _book(turn: Turn, question: OpenQuestion) -> Iterable[Step]:
    borrower = known(turn)
    data = question.data
    offer = Offer.from_json(data["offer"])
    case = ReliefCase.from_json(data["case"])
    key = f"{turn.conversation_id}:{question.id}"
    with UnitOfWork(turn.engine) as uow:
        stored = uow.decisions.require(data["decision"])
        decided = agreements.stored(stored)
        if offer.kind == "promise":
            if holds(uow, borrower.id, offer.loan, turn.now).offers:
                yield words.plain("held", turn.language)
                return
            made = agreements.promise(
                uow, borrower.id, offer, grace_days=Rules.from_json(stored.inputs["rules"], offer.currency).promise_grace_days,
                key=key, now=turn.now, conversation_id=turn.conversation_id if turn.known else None,
            )  # fmt: skip
            uow.commit()
            yield words.promised(turn.language, made)
            return
        plan_id = data.get("plan") or agreements.propose(uow, decided, offer, key=key, now=turn.now).id
        done = agreements.accept(uow, plan_id, shown=offer.fingerprint, now=turn.now)
        reference = uow.loans.require(offer.loan).reference
        changed: tuple[Line, ...] = ()
        if isinstance(done, agreements.NotBooked) and done.why == "account_changed":
            current = account_facts(uow, borrower.id, offer.loan, turn.now, changing=decided.changing)
            changed = changes(decided.account, current)
        uow.commit()
    if isinstance(done, agreements.Booked):
        yield words.booked(turn.language, offer)
        yield speech.paper("plan", done.plan.id)
        if offer.kind == "settlement":
            yield speech.pay_link(reference, Money(offer.payments[0].amount, offer.currency).to_decimal_string())
        else:
            yield from learning_lessons.offer_unasked(turn, "plan")
    elif done.why == "held":
        yield words.plain("held", turn.language)
    elif changed:
        yield words.stale(turn.language, changed, offer.currency)
        yield from show(turn, case)
    else:
        yield from show(turn, case, "expired")


def _to_person(turn: Turn, decision: Decision, decision_id: str, offer: Offer | None) -> Iterable[Step]:
    """A case with the decision attached; an offer that somebody may agree to waits for exactly their yes. Where nothing fits,
    nothing is asked until the pause ends."""
    if offer is None or offer.needs is None:
        case = _case(turn, decision, decision_id)
    else:
        yield words.needs_person(turn.language, offer.needs)
        case = _ask_for_approval(turn, decision_id, offer)
    yield handover.case_opened(turn.language, _TO_PERSON if offer is None else _WAITS, case.number, case.due_on)


_TO_PERSON: Both = words.TEXTS["to_person"]
_WAITS: Both = words.TEXTS["waits"]


def _ask_for_approval(turn: Turn, decision_id: str, offer: Offer) -> Case:
    """Once, however often it is asked for: while it waits the same one is given back."""
    with UnitOfWork(turn.engine) as uow:
        decided = agreements.stored(uow.decisions.require(decision_id))
        approval = approvals.request(
            uow, decided, offer, key=f"{turn.conversation_id}:{turn.message_id}:approval", now=turn.now,
            conversation_id=turn.conversation_id if turn.known else None,
        )  # fmt: skip
        case = uow.cases.require(approval.case_id)
        uow.commit()
    return case


def _case(turn: Turn, decision: Decision, decision_id: str) -> Case:
    borrower = known(turn)
    with UnitOfWork(turn.engine) as uow:
        case = open_case(
            uow, "hardship", idempotency_key=f"{turn.conversation_id}:{turn.message_id}:hardship", now=turn.now,
            borrower_id=borrower.id, loan_id=decision.loan,
            conversation_id=turn.conversation_id if turn.known else None,
            summary={"decision": decision_id, "role": "collector"},
        )  # fmt: skip
        nothing = decision.nothing_fits
        if nothing and nothing.pause:
            until = nothing.pause.until
            ends = turn.now + (until - decision.today)
            enter(uow, borrower.id, "plan_in_preparation", now=turn.now, source="assistant", until=ends)
            running = any(
                one.why == "pause" and (one.ends_on or until) >= until for one in uow.loans.freezes(decision.loan)
            )
            if nothing.pause.stops_penalty and not running:
                uow.loans.add_freeze(
                    Freeze(f"f_{case.id}"[:64], decision.loan, decision.today, until, "penalty", "pause", turn.now)
                )
        uow.commit()
    return case


def _stored(turn: Turn, decision_id: str) -> Decision:
    with UnitOfWork(turn.engine, readonly=True) as uow:
        return Decision.from_json(uow.decisions.require(decision_id).output)


def _chosen(turn: Turn, offers: tuple[Offer, ...], answer: str | None) -> Offer | None:
    said = (turn.payload or {}).get("ordinal") or turn.first("ordinal") or turn.text.strip()
    if str(said).isdecimal() and 1 <= int(said) <= len(offers):
        return offers[int(said) - 1]
    if answer == "yes":
        return offers[0] if len(offers) == 1 else None
    for kind, pattern in _KINDS:
        found = [offer for offer in offers if offer.kind == kind]
        if found and pattern.search(turn.text):
            return found[0]
    if _LOWEST.search(turn.text):
        return min(offers, key=lambda offer: offer.largest)
    if _SOONEST.search(turn.text):
        return min(offers, key=lambda offer: offer.ends_on)
    return None


def asked_about(turn: Turn, question: OpenQuestion) -> Iterable[Step] | None:
    """A question about the offers, or a choice in words ("the instalments"), that was understood as a wish of its own."""
    decision = _stored(turn, question.data["decision"])
    asked = about(turn, question, decision)
    if asked is not None or turn.entities or turn.pressed or len(turn.text) > SHORT:
        return asked
    offer = _chosen(turn, decision.offers, None)
    return None if offer is None else take_up(turn, question, decision, offer)
