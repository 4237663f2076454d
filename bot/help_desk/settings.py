"""How a help desk is connected: read from the environment, refused when it cannot be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.settings import SettingsError

SHORTEST_SECRET = 16
SHORTEST_TOKEN = 32
LONGEST_NAME = 40

SHARES = ("due", "link", "name", "reference", "lines")
"""What may go out beyond number, kind, priority, language and a summary without figures: the day of the answer, the address of the
case in our console, the borrower's name, the loan's reference, and what the borrower writes (particulars covered)."""


@dataclass(frozen=True)
class HelpDesk:
    """`url` with `secret`: cases go out. `token`: the help desk may call us. Either alone is possible."""

    url: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    share: frozenset[str] = frozenset()
    name: str = "Help desk"


def from_environment(environ: Mapping[str, str]) -> HelpDesk | None:
    """None when none is connected. Raises SettingsError naming the key, never a secret."""
    url = (environ.get("EVENKEEL_DESK_URL") or "").strip()
    token = (environ.get("EVENKEEL_DESK_TOKEN") or "").strip()
    if not url and not token:
        return None
    secret = (environ.get("EVENKEEL_DESK_SECRET") or "").strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise SettingsError("EVENKEEL_DESK_URL must be an http or https address that takes a POST.")
    if url and len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"EVENKEEL_DESK_SECRET must have at least {SHORTEST_SECRET} characters; the help desk checks our calls with it."
        )
    if token and len(token) < SHORTEST_TOKEN:
        raise SettingsError(
            f"EVENKEEL_DESK_TOKEN has {len(token)} characters; it must have at least {SHORTEST_TOKEN}, since whoever "
            "has it can write to borrowers."
        )
    share = frozenset(word for word in re.split(r"[\s,]+", environ.get("EVENKEEL_DESK_SHARE") or "") if word)
    if strange := share - set(SHARES):
        raise SettingsError(
            f"EVENKEEL_DESK_SHARE names {', '.join(sorted(strange))}; it may name {', '.join(SHARES)}, with commas between."
        )
    name = (environ.get("EVENKEEL_DESK_NAME") or HelpDesk.name).strip()
    if not is_name(name):
        raise SettingsError(f"EVENKEEL_DESK_NAME={name!r} must be a name of at most {LONGEST_NAME} letters.")
    return HelpDesk(url, secret, token, share, name)


def is_name(name: str) -> bool:
    """Something that can stand where the borrower reads who is writing: letters, spaces, `.`, `-`, `·`, `'`."""
    return 0 < len(name) <= LONGEST_NAME and all(one.isalpha() or one in " .-·'’" for one in name)
