"""Takes personal data out of text that leaves the conversation: logs, error reports, training files."""

from __future__ import annotations

import datetime as dt
import re

from bot import particulars
from bot.identity.reading import looks_like_an_attempt

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CHINESE_ID = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_LONG_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ \-()./]{0,2}[0-9]){6,22}(?![0-9])")
_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}[日号])(?![0-9])"
)
_REFERENCE = re.compile(r"\b[A-Z]{2,4}-?[0-9]{4,}\b")
_DAY = re.compile(r"((?:19|20)[0-9]{2})[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_SIX_DIGITS = re.compile(r"[0-9](?:[\s\-·.]?[0-9]){5,}")
_CODE_WORD = re.compile(r"\b(?:code|otp|pin|passcode)\b|验证码|驗證碼|校验码|密码|动态码", re.I)


def mask(text: str) -> str:
    """`text` with e-mail addresses, identity, card, phone and account numbers, references and full dates replaced.

    Names are not recognised here: log no free text.
    """
    text = _EMAIL.sub("[email]", text)
    text = _DATE.sub("[date]", text)
    text = _CHINESE_ID.sub("[id]", text)
    text = _REFERENCE.sub("[reference]", text)
    return _LONG_NUMBER.sub("[number]", text)


def without_particulars(text: str, *, today: dt.date, timezone: str | None = None) -> str:
    """A line that is kept although nobody could ask what it is: references, phone numbers, dates of birth, identity numbers, mail
    addresses and what may be a one-time code are covered. Amounts and days to come stay.
    """
    found = particulars.find(text, today=today, timezone=timezone, spaced=False)
    line = particulars.plain(text)
    spans = tuple(span for span in found.spans if not _is_a_late_day(line[slice(*span)], today))
    covered = particulars.mask(text, spans)
    covered = _CHINESE_ID.sub(particulars.MASK, _EMAIL.sub(particulars.MASK, covered))
    if looks_like_an_attempt(text) or _CODE_WORD.search(text):
        covered = _SIX_DIGITS.sub(particulars.MASK, particulars.mask_code(covered))
    return covered


def _is_a_late_day(text: str, today: dt.date) -> bool:
    """A day on which nobody who writes here was born; a telephone number may look like one."""
    match = _DAY.fullmatch(text.strip())
    return match is not None and int(match[1]) > today.year - particulars.YOUNGEST


def mask_contact(value: str) -> str:
    """A phone number or an address that its owner recognises and nobody else: `•••• 1234`, `l•••@example.com`."""
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"•••• {value[-4:]}" if len(value) >= 7 else "••••"
