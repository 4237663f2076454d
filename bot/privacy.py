"""Takes personal data out of text that leaves the conversation: logs, error reports, training files."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CHINESE_ID = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_LONG_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ \-()./]{0,2}[0-9]){6,22}(?![0-9])")
_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}[日号])(?![0-9])"
)
_REFERENCE = re.compile(r"\b[A-Z]{2,4}-?[0-9]{4,}\b")


def mask(text: str) -> str:
    """`text` with e-mail addresses, identity, card, phone and account numbers, references and full dates replaced.

    Names are not recognised here: log no free text.
    """
    text = _EMAIL.sub("[email]", text)
    text = _DATE.sub("[date]", text)
    text = _CHINESE_ID.sub("[id]", text)
    text = _REFERENCE.sub("[reference]", text)
    return _LONG_NUMBER.sub("[number]", text)


def mask_contact(value: str) -> str:
    """A phone number or an address that its owner recognises and nobody else: `•••• 1234`, `l•••@example.com`."""
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"•••• {value[-4:]}" if len(value) >= 7 else "••••"
