"""A provider that moves no money: its page lets one succeed, fail or cancel, and then calls back like a real one."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, get_args

from itsdangerous import BadSignature as ForeignToken
from itsdangerous import URLSafeSerializer

from bot import webhook
from bot.payments.provider import BadSignature, Order, Outcome, Result, UnreadableCallback
from relief.money import Money
from relief.refusals import Refused
from words.model import as_language

NAME = "sandbox"
ORDER_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Sandbox:
    """`secret` signs orders and call-backs; a real provider would have given it to us."""

    secret: str = field(repr=False)
    public_url: str
    name: str = NAME
    origins: tuple[str, ...] = ()

    async def checkout(self, order: Order, now: datetime) -> str:
        members = [
            order.request_id,
            order.amount.to_decimal_string(),
            order.amount.currency,
            order.return_url,
            order.language,
            int((now + ORDER_LASTS).timestamp()),
            secrets.token_hex(8),
        ]
        return f"{self.public_url}/sandbox/pay/{self._orders.dumps(members)}"

    def order(self, token: str, now: datetime) -> tuple[Order, str] | None:
        """The order behind a token, and the reference that a payment of it gets; None for a foreign or old token.

        An order is paid once: pressing "pay" twice gives the same reference.
        """
        try:
            request_id, amount, currency, return_url, language, expires, nonce = self._orders.loads(token)
        except (ForeignToken, ValueError, TypeError):
            return None
        if now.timestamp() >= expires:
            return None
        order = Order(request_id, Money.parse(amount, currency), return_url, as_language(language))
        return order, f"sb_{nonce}"

    def callback(self, order: Order, reference: str, outcome: Outcome, now: datetime) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of the call-back."""
        body = json.dumps(
            {
                "event": f"payment.{outcome}",
                "reference": reference,
                "request": order.request_id,
                "amount": order.amount.to_decimal_string(),
                "currency": order.amount.currency,
                "at": now.astimezone(timezone.utc).isoformat(),
            }
        ).encode()
        return body, {"Content-Type": "application/json", **webhook.signed(self.secret, body, now)}

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Result:
        if not webhook.holds(self.secret, headers, body, now):
            raise BadSignature("the call-back was not signed with our secret, or not lately")
        return read_result(body)

    @property
    def _orders(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret, salt="evenkeel.sandbox.order", signer_kwargs={"digest_method": hashlib.sha256}
        )


def read_result(body: bytes) -> Result:
    """A call-back in our own form. Raises UnreadableCallback."""
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableCallback("the body is not JSON") from None
    if not isinstance(content, dict):
        raise UnreadableCallback("the body is no object")

    def text(name: str, longest: int = 64) -> str:
        value = content.get(name)
        if not isinstance(value, str) or not 1 <= len(value) <= longest or not value.isprintable():
            raise UnreadableCallback(f"{name} must be a text of 1 to {longest} characters")
        return value

    outcome = text("event").removeprefix("payment.")
    if outcome not in get_args(Outcome):
        raise UnreadableCallback("event must be payment.succeeded, payment.failed or payment.cancelled")
    try:
        amount = Money.parse(text("amount"), text("currency"))
        at = datetime.fromisoformat(text("at"))
    except (Refused, ValueError) as error:
        if isinstance(error, UnreadableCallback):
            raise
        raise UnreadableCallback("amount, currency or at cannot be read") from None
    if at.tzinfo is None:
        raise UnreadableCallback("at must be a time with its offset")
    return Result(text("reference"), text("request"), outcome, amount, at)  # type: ignore[arg-type]
