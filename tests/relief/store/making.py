"""Records for the tests of the store, with everything that a test does not care about filled in."""

from __future__ import annotations

from datetime import date, datetime, timezone
from itertools import count
from typing import Any

from relief.ledger import agreed_instalments
from relief.store.records import Borrower, Button, Code, Conversation, Loan, Message
from relief.store.uow import UnitOfWork

NOW = datetime(2026, 11, 23, 2, tzinfo=timezone.utc)
_numbers = count(1)


def conversation(**changes: Any) -> Conversation:
    values: dict[str, Any] = {
        "id": f"c_{next(_numbers)}", "token_version": 1, "state": "bot", "owner": None, "version": 1, "channel": "web",
        "language": "zh", "timezone": "Asia/Shanghai", "verified_borrower_id": None, "verified_until": None,
        "bound_borrower_id": None, "verification_step": None, "failures": 0, "last_seq": 0, "crisis_at": None,
        "waiting_since": None, "created_at": NOW, "last_inbound_at": None, "forgotten_at": None, "data": {},
    }  # fmt: skip
    return Conversation(**{**values, **changes})


def message(conversation_id: str, text: str = "hello", **changes: Any) -> Message:
    values: dict[str, Any] = {
        "id": f"m_{next(_numbers)}", "conversation_id": conversation_id, "seq": 0, "sender": "borrower",
        "sender_message_id": None, "reply_to_seq": None, "at": NOW, "language": "en", "text": text, "payload": {},
        "status": "received", "understood": None, "model_id": None, "attempts": 0, "next_attempt_at": None,
    }  # fmt: skip
    return Message(**{**values, **changes})


def button(conversation_id: str, token: str, **changes: Any) -> Button:
    values: dict[str, Any] = {
        "token": token, "conversation_id": conversation_id, "message_seq": 1, "title": "Yes", "payload": "/affirm",
        "group": "g", "expires_at": NOW, "used_at": None,
    }  # fmt: skip
    return Button(**{**values, **changes})


def code(conversation_id: str, **changes: Any) -> Code:
    values: dict[str, Any] = {
        "id": f"o_{next(_numbers)}", "conversation_id": conversation_id, "borrower_id": None, "hash": "x",
        "sent_to": "+15125550100", "created_at": NOW, "expires_at": NOW, "misses": 0, "used_at": None,
    }  # fmt: skip
    return Code(**{**values, **changes})


def borrower(**changes: Any) -> Borrower:
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"b_{number}", "reference": f"EK-{number:06d}", "full_name": "Li Wei", "native_name": "李伟",
        "date_of_birth": date(1992, 3, 14), "language": "zh", "timezone": "Asia/Shanghai", "jurisdiction": "cn",
        "currency": "CNY", "pay_day": None, "minimum_surplus": 0, "income": [], "essentials": None, "created_at": NOW,
    }  # fmt: skip
    return Borrower(**{**values, **changes})


def loan(owner: Borrower, **changes: Any) -> Loan:
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"l_{number}", "reference": f"CN-CONS-{number:06d}", "borrower_id": owner.id, "book": "CN-CONS",
        "currency": "CNY", "principal": 12_000_00, "annual_rate": "0.18", "n": 12, "frequency": "monthly",
        "first_due": date(2026, 6, 10), "disbursed_on": date(2026, 5, 10), "status": "active", "rounding": "HALF_UP",
        "terms": {}, "created_at": NOW,
    }  # fmt: skip
    return Loan(**{**values, **changes})


def lend(uow: UnitOfWork, owner: Borrower | None = None, **changes: Any) -> Loan:
    """A borrower with a loan and its instalments, in the database."""
    if owner is None:
        owner = uow.borrowers.add(borrower())
    one = uow.loans.add(loan(owner, **changes))
    uow.loans.add_instalments(agreed_instalments(one))
    return one
