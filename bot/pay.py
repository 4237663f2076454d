"""Paying: links to the payment page, and the choice of an amount there."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer

from relief.accounts import overview
from relief.dates import zone
from relief.ledger import LoanView
from relief.money import Money, minor_units
from relief.refusals import Refused
from relief.states import holds
from relief.store.ids import new_id
from relief.store.records import Conversation, PaymentRequest
from relief.store.uow import UnitOfWork
from words import payment as words
from words.model import Message, as_language

LINK_LASTS = timedelta(hours=2)

Trouble = Literal["missing", "unreadable", "decimals", "zero", "too_much"]


class PaymentTokens:
    """Signs the address of a payment page. Whether it still counts is kept with the request in the database."""

    def __init__(self, key: str, public_url: str) -> None:
        self._serializer = URLSafeSerializer(key, salt="evenkeel.pay", signer_kwargs={"digest_method": hashlib.sha256})
        self._public_url = public_url.rstrip("/")

    def address(self, request_id: str) -> str:
        return f"{self._public_url}/pay/{self._serializer.dumps(request_id)}"

    def read(self, token: str) -> str | None:
        try:
            request_id = self._serializer.loads(token)
        except (BadSignature, ValueError, TypeError):
            return None
        return request_id if isinstance(request_id, str) else None


@dataclass(frozen=True)
class PaymentLinks:
    """`bot.ports.PayLinks`: says a link to the page, for one loan of the borrower who is there."""

    tokens: PaymentTokens
    provider: str

    def offer(
        self, uow: UnitOfWork, conversation: Conversation, loan: str | None, amount: str | None, now: datetime
    ) -> Message:
        language = as_language(conversation.language)
        borrower_id = conversation.verified_as(now)
        accounts = overview(uow, borrower_id, now) if borrower_id else None
        view = None
        if accounts is not None:
            view = accounts.loan(loan) if loan else (accounts.loans[0] if len(accounts.loans) == 1 else None)
        if view is None or borrower_id is None:
            return words.refused(language, "no_loan")
        if holds(uow, borrower_id, view.loan.id, now).payment_prompts:
            return words.refused(language, "paused")
        request = PaymentRequest(
            id=new_id("r"),
            loan_id=view.loan.id,
            borrower_id=borrower_id,
            conversation_id=conversation.id,
            amount=_asked_for(amount, view),
            currency=view.currency,
            provider=self.provider,
            provider_reference=None,
            status="open",
            told=False,
            created_at=now,
            expires_at=now + LINK_LASTS,
            completed_at=None,
        )
        uow.payment_requests.add(request)
        uow.audit.append(
            actor="gateway",
            action="payment_link_made",
            subject=request.loan_id,
            data={"request": request.id, "conversation": conversation.id},
            at=now,
        )
        until = request.expires_at.astimezone(zone(conversation.timezone))
        return words.link(language, self.tokens.address(request.id), until)


@dataclass(frozen=True)
class Choices:
    """The amounts that the page offers: what is due (or the next instalment when nothing is), everything, another one."""

    due: Money | None
    next: Money | None
    next_due: str | None
    full: Money
    wished: Money | None


def choices(view: LoanView, request: PaymentRequest) -> Choices:
    """What may be chosen for a loan as it stands now."""
    currency = view.currency
    due = Money(view.total_due, currency) if view.total_due > 0 else None
    upcoming = Money(view.next_amount, currency) if due is None and view.next_due and view.next_amount > 0 else None
    wished = Money(request.amount, currency) if request.amount and request.status == "open" else None
    return Choices(
        due,
        upcoming,
        view.next_due.isoformat() if upcoming and view.next_due else None,
        Money(max(view.payoff, 0), currency),
        wished,
    )


_CURRENCY_WORDS = re.compile(r"(?:[A-Z]{3}|[¥$₹£€]|元|块钱?|RS\.?|KSH\.?|RMB|人民币|美元)", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def own_amount(text: str, full: Money) -> Money | Trouble:
    """What a borrower typed as their own amount, or why it cannot be taken. Nothing is guessed: "1,50" may be two things."""
    plain = _CURRENCY_WORDS.sub("", unicodedata.normalize("NFKC", text)).strip().replace(" ", "")
    if not plain:
        return "missing" if not text.strip() else "unreadable"
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)) or len(plain) > 20:
        return "unreadable"
    try:
        amount = Money.parse(plain.replace(",", ""), full.currency)
    except Refused as refusal:
        return "decimals" if refusal.code == "too_many_decimals" else "unreadable"
    if not amount:
        return "zero"
    return "too_much" if amount > full else amount


def example_amount(currency: str) -> str:
    return "500" if not minor_units(currency) else "500.00"


def _asked_for(amount: str | None, view: LoanView) -> int | None:
    """An amount named in the chat, if the page can take it."""
    if amount is None:
        return None
    try:
        money = Money.parse(amount, view.currency)
    except Refused:
        return None
    return money.minor if 0 < money.minor <= view.payoff else None
