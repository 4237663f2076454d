"""Identifiers that cannot be guessed, with a prefix that says what they name."""

import secrets


def new_id(prefix: str) -> str:
    """`c_…`, `m_…`: 128 random bits after the prefix."""
    return f"{prefix}_{secrets.token_urlsafe(16)}"
