"""What a payment provider does for us. Card and bank details are entered on its own pages and never reach ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from relief.money import Money
from words.model import Language

Outcome = Literal["succeeded", "failed", "cancelled"]


class BadSignature(PermissionError):
    """A call-back that the provider did not sign, or not lately."""


class UnreadableCallback(ValueError):
    """A call-back that was signed and cannot be read; the text names the member."""


@dataclass(frozen=True)
class Order:
    """What is to be paid. Nothing in it says who pays or what for."""

    request_id: str
    amount: Money
    return_url: str
    language: Language


@dataclass(frozen=True)
class Result:
    """What a call-back says. `reference` is the provider's own name for the payment: the same one is the same payment."""

    reference: str
    request_id: str
    outcome: Outcome
    amount: Money
    at: datetime


class Provider(Protocol):
    """One provider. `origins` are the addresses of its pages besides our own, for the policy of the payment page."""

    @property
    def name(self) -> str: ...

    @property
    def origins(self) -> tuple[str, ...]: ...

    async def checkout(self, order: Order, now: datetime) -> str:
        """The address of the provider's page for this order, where the browser goes next."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Result:
        """Check and read a call-back. Raises BadSignature, UnreadableCallback."""
        ...
