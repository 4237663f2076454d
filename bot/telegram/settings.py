"""The messenger's settings. `TELEGRAM_TOKEN` alone is enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.settings import SettingsError

API = "https://api.telegram.org"
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,80}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True)
class TelegramSettings:
    """`secret` is for the webhook; None lets one be made and kept among the installation's keys."""

    token: str = field(repr=False)
    api_base: str = API
    webhook: bool = False
    secret: str | None = field(default=None, repr=False)

    @property
    def own_server(self) -> bool:
        """A self-hosted Bot API server: plain HTTP and any port are fine for it."""
        return self.api_base != API


def from_environment(env: Mapping[str, str]) -> TelegramSettings | None:
    """None without a token: then there is no messenger. Raises SettingsError, which never quotes the token."""
    token = (env.get("TELEGRAM_TOKEN") or "").strip()
    if not token:
        return None
    if not _TOKEN.fullmatch(token):
        raise SettingsError(
            "TELEGRAM_TOKEN does not look like a bot's token (digits, a colon, letters). Copy it again from @BotFather."
        )
    base = (env.get("TELEGRAM_API_BASE") or API).strip().rstrip("/")
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"TELEGRAM_API_BASE={base!r} must be an address such as http://127.0.0.1:8081.")
    mode = (env.get("TELEGRAM_MODE") or "polling").strip().lower()
    if mode not in ("polling", "webhook"):
        raise SettingsError(f"TELEGRAM_MODE={mode!r} must be 'polling' or 'webhook'.")
    secret = (env.get("TELEGRAM_WEBHOOK_SECRET") or "").strip() or None
    if secret is not None and not _SECRET.fullmatch(secret):
        raise SettingsError("TELEGRAM_WEBHOOK_SECRET must have 16 to 256 characters of A-Z a-z 0-9 _ -.")
    public = (env.get("EVENKEEL_PUBLIC_URL") or "").strip()
    if mode == "webhook" and base == API and not public.startswith("https://"):
        raise SettingsError(
            f"TELEGRAM_MODE='webhook' needs EVENKEEL_PUBLIC_URL={public!r} to begin with https://, where Telegram can reach it. "
            "Set it, or leave TELEGRAM_MODE out: polling needs no public address."
        )
    return TelegramSettings(token, base, mode == "webhook", secret)
