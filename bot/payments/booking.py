"""Booking what a provider reports: each payment once, whatever is repeated or comes late."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.payments.provider import Result
from relief.accounts import Booked, record_payment
from relief.agreements import settle_up
from relief.refusals import Refused
from relief.store.ids import new_id
from relief.store.records import PaymentRequest
from relief.store.uow import UnitOfWork

ONLINE = "online"
"""The channel under which payments of the page stand in the books."""

Said = Literal["booked", "repeated", "noted", "unknown", "refused"]


def book(uow: UnitOfWork, provider: str, result: Result, now: datetime) -> Said:
    """Enter what a provider reported. The same report again changes nothing, whatever happened in between."""
    request = uow.payment_requests.get(result.request_id, lock=True)
    if request is None or request.provider != provider:
        _record(uow, "payment_unmatched", provider, {"reference": result.reference}, now)
        return "unknown"
    if result.outcome != "succeeded":
        if request.status in ("open", "started", "failed", "cancelled"):
            uow.payment_requests.change(request.id, status=result.outcome)
            _record(uow, f"payment_{result.outcome}", request.loan_id, {"request": request.id}, now)
        return "noted"
    reference = f"{provider}:{result.reference}"[:80]
    try:
        booked = record_payment(
            uow,
            uow.loans.require(request.loan_id),
            amount=result.amount.minor,
            currency=result.amount.currency,
            paid_at=min(result.at, now),
            reference=reference,
            channel=ONLINE,
            now=now,
            actor=provider,
        )
    except Refused as refusal:
        data = {"request": request.id, "reference": result.reference, "why": refusal.code}
        _record(uow, "payment_refused", request.loan_id, data, now)
        return "refused"
    if not booked.new:
        return "repeated"
    _complete(uow, request, booked, now)
    plan = uow.plans.active(request.loan_id)
    if plan is not None:
        settle_up(uow, plan, now)
    return "booked"


def _complete(uow: UnitOfWork, request: PaymentRequest, booked: Booked, now: datetime) -> None:
    """The request is done. A second payment by the same link is money that came twice: it is told on its own."""
    done = {"status": "completed", "provider_reference": booked.payment.reference, "completed_at": now, "told": False}
    if request.status != "completed":
        uow.payment_requests.change(request.id, **done)
        return
    uow.payment_requests.add(
        PaymentRequest(
            id=new_id("r"),
            loan_id=request.loan_id,
            borrower_id=request.borrower_id,
            conversation_id=request.conversation_id,
            amount=None,
            currency=request.currency,
            provider=request.provider,
            provider_reference=booked.payment.reference,
            status="completed",
            told=False,
            created_at=now,
            expires_at=now,
            completed_at=now,
        )
    )


def _record(uow: UnitOfWork, action: str, subject: str, data: dict[str, str], now: datetime) -> None:
    uow.audit.append(actor="payments", action=action, subject=subject, data=data, at=now)
