"""Configuration from the environment, read once and handed down as a value."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from relief.dates import zone
from relief.desk import Hours, hours_from_text
from relief.refusals import Refused

MIB = 1024 * 1024
SHORTEST_LENDER_KEY = 32
_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"", "0", "false", "no", "off"})
_ORIGIN = re.compile(r"'self'|https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")

FAULT_STEPS = ("received", "asked", "answered", "sent", "booked", "told")
"""Where `EVENKEEL_FAULT` can make the gateway die: after the message is stored, after Rasa has answered, after the answer
is stored; after a notice went out, after a payment is booked, after the borrower was told of it. A hook for tests, refused
outside demo mode."""


class SettingsError(ValueError):
    """A setting that cannot be used. The text names the key, the value (never a secret) and what to do."""


@dataclass(frozen=True)
class Settings:
    """What differs from one installation to the next. Secrets are not part of the repr."""

    host: str = "127.0.0.1"
    port: int = 8080
    rasa_port: int = 5005
    actions_port: int = 5055
    rasa_token: str | None = field(default=None, repr=False)
    home: Path = Path("var")
    models_folder: Path | None = None
    database_url: str = field(default="sqlite:///var/evenkeel.db", repr=False)
    demo: bool = False
    now: datetime | None = None
    rate_limit: bool = True
    public_url: str = "http://127.0.0.1:8080"
    frame_ancestors: tuple[str, ...] = ("'self'",)
    origins: tuple[str, ...] = ()
    upload_limit: int = 10 * MIB
    rasa_timeout_s: float = 8.0
    database_timeout_s: float = 6.0
    fault: str | None = None
    daily: bool = True
    lender_key: str | None = field(default=None, repr=False)
    telegram: bool = False
    hours: Hours = field(default_factory=lambda: Hours(zone("Asia/Shanghai")))

    @property
    def local_url(self) -> str:
        """The gateway's address on this machine, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def models(self) -> Path:
        """Where trained models lie: `models/` beside the default home, `$EVENKEEL_HOME/models` elsewhere, or EVENKEEL_MODELS."""
        if self.models_folder is not None:
            return self.models_folder
        return Path("models") if self.home == Path("var") else self.home / "models"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def uploads(self) -> Path:
        return self.home / "uploads"

    @property
    def spool(self) -> Path:
        """Messages that came while the database was away."""
        return self.home / "spool"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings of this process. Raises SettingsError naming the key and the value."""
        env = os.environ if environ is None else environ
        port = _port(env, "EVENKEEL_PORT", 8080)
        home = Path(env.get("EVENKEEL_HOME") or "var")
        demo = _switch(env, "EVENKEEL_DEMO", default=False)
        host = env.get("EVENKEEL_HOST") or "127.0.0.1"
        origins = _named_origins(env, "EVENKEEL_ORIGINS")
        frames = _origins(env, "EVENKEEL_FRAME_ANCESTORS")
        return cls(
            host=host,
            port=port,
            rasa_port=_port(env, "EVENKEEL_RASA_PORT", 5005),
            actions_port=_port(env, "EVENKEEL_ACTIONS_PORT", 5055),
            rasa_token=env.get("EVENKEEL_RASA_TOKEN") or None,
            home=home,
            models_folder=Path(env["EVENKEEL_MODELS"]) if env.get("EVENKEEL_MODELS") else None,
            database_url=_database(env, home),
            demo=demo,
            now=_instant(env, "EVENKEEL_NOW"),
            rate_limit=_rate_limit(env, demo),
            public_url=_url(env, "EVENKEEL_PUBLIC_URL", f"http://127.0.0.1:{port}"),
            frame_ancestors=(*frames, *(origin for origin in origins if origin not in frames)),
            origins=origins,
            upload_limit=_whole(env, "EVENKEEL_UPLOAD_LIMIT", 10 * MIB, at_least=1024, at_most=100 * MIB),
            fault=_fault(env, demo),
            daily=_switch(env, "EVENKEEL_DAILY", default=True),
            lender_key=_lender_key(env),
            telegram=bool((env.get("TELEGRAM_TOKEN") or "").strip()),
            hours=_hours(env),
        )


def _whole(env: Mapping[str, str], key: str, default: int, *, at_least: int, at_most: int) -> int:
    raw = (env.get(key) or "").strip()
    if not raw:
        return default
    if not re.fullmatch(r"[0-9]{1,12}", raw) or not at_least <= int(raw) <= at_most:
        raise SettingsError(f"{key}={raw!r} must be a whole number from {at_least} to {at_most}.")
    return int(raw)


def _port(env: Mapping[str, str], key: str, default: int) -> int:
    return _whole(env, key, default, at_least=1, at_most=65535)


def _switch(env: Mapping[str, str], key: str, *, default: bool) -> bool:
    raw = env.get(key)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value in _ON:
        return True
    if value in _OFF:
        return False
    raise SettingsError(f"{key}={raw!r} must be 1 or 0.")


def _rate_limit(env: Mapping[str, str], demo: bool) -> bool:
    raw = env.get("EVENKEEL_RATE_LIMIT", "on").strip().lower()
    if raw not in _ON and raw != "off":
        raise SettingsError(f"EVENKEEL_RATE_LIMIT={raw!r} must be 'on' or 'off'.")
    if raw == "off" and not demo:
        raise SettingsError("EVENKEEL_RATE_LIMIT='off' is for load tests and needs EVENKEEL_DEMO=1. Leave it unset.")
    return raw != "off"


def _fault(env: Mapping[str, str], demo: bool) -> str | None:
    raw = (env.get("EVENKEEL_FAULT") or "").strip()
    if not raw:
        return None
    if not demo:
        raise SettingsError(f"EVENKEEL_FAULT={raw!r} is for tests and needs EVENKEEL_DEMO=1. Leave it unset.")
    if raw not in FAULT_STEPS:
        raise SettingsError(f"EVENKEEL_FAULT={raw!r} must be one of {', '.join(FAULT_STEPS)}.")
    return raw


def _lender_key(env: Mapping[str, str]) -> str | None:
    """What the lender's server proves itself with when it asks for signed links; without it there is no such address."""
    raw = (env.get("EVENKEEL_LENDER_KEY") or "").strip()
    if raw and len(raw) < SHORTEST_LENDER_KEY:
        raise SettingsError(
            f"EVENKEEL_LENDER_KEY has {len(raw)} characters; it must have at least {SHORTEST_LENDER_KEY}."
        )
    return raw or None


def _hours(env: Mapping[str, str]) -> Hours:
    """When people are there: EVENKEEL_OPENING_HOURS ("Mon-Fri 09:00-18:00") in EVENKEEL_OFFICE_ZONE ("Asia/Shanghai")."""
    name = (env.get("EVENKEEL_OFFICE_ZONE") or "Asia/Shanghai").strip()
    text = (env.get("EVENKEEL_OPENING_HOURS") or "Mon-Fri 09:00-18:00").strip()
    try:
        return hours_from_text(text, zone(name))
    except Refused as refused:
        raise SettingsError(f"EVENKEEL_OFFICE_ZONE={name!r}, EVENKEEL_OPENING_HOURS={text!r}: {refused}") from None


def _instant(env: Mapping[str, str], key: str) -> datetime | None:
    raw = (env.get(key) or "").strip()
    if not raw:
        return None
    try:
        value = datetime.fromisoformat(raw.replace("Z", "+00:00"))
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise SettingsError(f"{key}={raw!r} must be a time with its offset, such as 2026-11-23T10:00:00+08:00.")
    return value


def _url(env: Mapping[str, str], key: str, default: str) -> str:
    raw = (env.get(key) or default).strip().rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"{key}={raw!r} must be an http or https address such as https://help.example.com.")
    return raw


def _origins(env: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Who may show our pages in a frame: ourselves, and the lender's pages that are named (spaces or commas between)."""
    named = [word for word in re.split(r"[\s,]+", env.get(key, "")) if word]
    for word in named:
        if not _ORIGIN.fullmatch(word):
            raise SettingsError(f"{key}: {word!r} must be an origin such as https://www.example.com, without a path.")
    return ("'self'", *(word for word in named if word != "'self'"))


def _named_origins(env: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Pages of other origins that may speak with the chat interface and hold our frame; each is named in full."""
    named = [word.rstrip("/") for word in re.split(r"[\s,]+", env.get(key, "")) if word]
    for word in named:
        if "*" in word or not _ORIGIN.fullmatch(word) or word == "'self'":
            raise SettingsError(f"{key}: {word!r} must be an origin in full such as https://www.example.com.")
    return tuple(dict.fromkeys(named))


def _database(env: Mapping[str, str], home: Path) -> str:
    raw = (env.get("DATABASE_URL") or "").strip()
    if not raw:
        return f"sqlite:///{home / 'evenkeel.db'}"
    scheme = raw.split("://", 1)[0]
    if scheme == "postgres":
        return "postgresql://" + raw.split("://", 1)[1]
    if scheme.split("+", 1)[0] not in ("sqlite", "postgresql") or "://" not in raw:
        raise SettingsError(
            f"DATABASE_URL starts with {scheme!r}; use sqlite:///path/to/file.db or postgresql://user:password@host/name."
        )
    return raw
