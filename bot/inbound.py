"""What came in, and how it is cleaned before anything reads it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Channel = Literal["web", "telegram"]

MAX_CHARACTERS = 2000
"""Longer texts are refused before anything parses them: parsing time grows faster than the text."""

MAX_MESSAGE_ID = 200

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f3fb-\U0001f3ff"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\uffff\ufdd0-\ufdef"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
    # A zero-width joiner stays inside an emoji such as a family, and nowhere else.
    f"|(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"
)
_SPACES = re.compile(r"[^\S\n]+")
_LEADING = re.compile(r"[\s/]+")


class TextTooLong(ValueError):
    """A text above `MAX_CHARACTERS`."""


@dataclass(frozen=True)
class Upload:
    """A file that was checked and put away; `path` is relative to the upload directory."""

    id: str
    name: str
    type: str
    size: int
    path: str
    sha256: str


@dataclass(frozen=True)
class Inbound:
    """One message of a borrower: a text, a pressed button's token, or a file (a text may go with it).

    `message_id` is the sender's own; the same one in a conversation twice is one message. `address` is the sender's network
    address, where the channel has one: only counted by, and never stored with the message. `command` is the payload of a menu
    entry that the channel itself defines, such as `/check_balance`; `text` is then how it was called.
    """

    conversation_id: str
    message_id: str
    channel: Channel = "web"
    text: str | None = None
    button: str | None = None
    file: Upload | None = None
    address: str | None = None
    command: str | None = None


def clean(text: str) -> str:
    """The text as everything else sees it; "" when there is nothing to read in it.

    Control, zero-width and direction characters are taken out, and a leading "/" too, so that typed text can never be
    read as a payload. Raises TextTooLong.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(f"{len(text)} characters; at most {MAX_CHARACTERS} are read.")
    text = _LINE_ENDS.sub("\n", _ANSI.sub("", text))
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", text).strip()
    leading = _LEADING.match(text)
    if leading:
        text = text[leading.end() :]
    return text if readable(text) else ""


def readable(text: str) -> bool:
    """Whether there is a letter, a digit, a sign or an emoji in it, and not only marks and spaces."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def is_unicode(text: str) -> bool:
    """False for a text with lone surrogates: JSON can carry them, but no text can be made of them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
