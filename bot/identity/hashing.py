"""Keyed hashes: comparing and counting particulars without keeping them.

A date of birth or a six-digit code has so few values that a plain hash of it is the thing itself to whoever reads the
database; with a key that lies elsewhere (`$EVENKEEL_HOME/keys`) it is not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac


class Hashes:
    """HMAC-SHA256 under a key of its own, derived from the installation's; each purpose is a world of its own."""

    def __init__(self, key: str) -> None:
        self._key = hmac.new(key.encode(), b"evenkeel.particulars", hashlib.sha256).digest()

    def birth(self, date: dt.date) -> str:
        return self._of("birth", date.isoformat())

    def reference(self, normal: str) -> str:
        return self._of("reference", normal)

    def phone(self, number: str) -> str:
        """By the last nine digits, so that the same number written with and without its country counts as one."""
        return self._of("phone", "".join(character for character in number if character.isdigit())[-9:])

    def contact(self, value: str) -> str:
        return self._of("contact", value)

    def address(self, value: str) -> str:
        return self._of("address", value)

    def code(self, code_id: str, digits: str) -> str:
        """Bound to its row: a hash copied to another row proves nothing."""
        return self._of("code", f"{code_id}\n{digits}")

    @staticmethod
    def equal(one: str, other: str) -> bool:
        """In constant time."""
        return hmac.compare_digest(one.encode(), other.encode())

    def _of(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"{purpose}\n{value}".encode(), hashlib.sha256).hexdigest()
