"""What takes a notice out of the house: SMTP for e-mail, a signed webhook for SMS, and the demo's inbox, where nothing leaves.

The only places that send. Which ones there are is said by the environment: `SMTP_URL` and `SMTP_FROM`, `SMS_WEBHOOK_URL` and
`SMS_WEBHOOK_SECRET`.
"""

from __future__ import annotations

import asyncio
import json
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from bot import webhook
from bot.settings import SettingsError
from relief.store.records import Notice
from words import identity as words

TIMEOUT_S = 10.0


class NotSent(RuntimeError):
    """It did not go out. `for_good`: trying again would change nothing. The text names no address and no content."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Sender(Protocol):
    """Takes notices of one channel out. `keeps_text`: the text may stay in the table after sending (demo only)."""

    @property
    def keeps_text(self) -> bool: ...

    async def send(self, notice: Notice, now: datetime) -> None:
        """Hand the notice over. Raises NotSent. The notice's id goes along, so that a repetition can be recognised."""
        ...


@dataclass(frozen=True)
class DemoInbox:
    """Nothing leaves: the notice is shown on the demo's inbox page."""

    keeps_text: bool = True

    async def send(self, notice: Notice, now: datetime) -> None:
        return None


@dataclass(frozen=True)
class Smtp:
    """E-mail through a mail server. `starttls`: refuse to go on without encryption."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    tls: bool = False
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout_s: float = TIMEOUT_S
    keeps_text: bool = False

    async def send(self, notice: Notice, now: datetime) -> None:
        try:
            await asyncio.to_thread(self._deliver, self._letter(notice, now))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
            raise NotSent(f"the mail server refused it ({type(error).__name__})", for_good=_is_final(error)) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"the mail server at {self.host}:{self.port}: {type(error).__name__}") from None

    def _letter(self, notice: Notice, now: datetime) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = notice.to
        letter["Subject"] = words.subject(notice.text)
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = f"<{notice.id}@{self.sender.rpartition('@')[2].strip('>')}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(notice.text)
        return letter

    def _deliver(self, letter: EmailMessage) -> None:
        context = self.context or ssl.create_default_context()
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        with server:
            if self.starttls and not self.tls:
                server.starttls(context=context)
            if self.user is not None:
                server.login(self.user, self.password or "")
            server.send_message(letter)


@dataclass(frozen=True)
class SmsWebhook:
    """SMS through the lender's own gateway: a POST whose body and time are signed with a shared secret."""

    url: str
    secret: str = field(repr=False)
    timeout_s: float = TIMEOUT_S
    keeps_text: bool = False

    async def send(self, notice: Notice, now: datetime) -> None:
        body = json.dumps({"id": notice.id, "to": notice.to, "text": notice.text}, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": notice.id,
            **webhook.signed(self.secret, body, now),
        }
        try:
            async with httpx.AsyncClient(timeout=self.timeout_s, trust_env=False) as client:
                answer = await client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotSent(f"the SMS webhook: {type(error).__name__}") from None
        if answer.status_code in (400, 404, 410, 422):
            raise NotSent(f"the SMS webhook answered {answer.status_code}", for_good=True)
        if not answer.is_success:
            raise NotSent(f"the SMS webhook answered {answer.status_code}")


def from_environment(environ: Mapping[str, str], *, demo: bool) -> dict[str, Sender]:
    """The senders by channel (`sms`, `email`). In the demo only the inbox, so that nothing can ever go out of it.

    Raises SettingsError naming the key.
    """
    if demo:
        return {"sms": DemoInbox(), "email": DemoInbox()}
    senders: dict[str, Sender] = {}
    if url := (environ.get("SMTP_URL") or "").strip():
        senders["email"] = smtp_of(url, (environ.get("SMTP_FROM") or "").strip())
    if url := (environ.get("SMS_WEBHOOK_URL") or "").strip():
        secret = environ.get("SMS_WEBHOOK_SECRET") or ""
        if urlsplit(url).scheme not in ("http", "https"):
            raise SettingsError("SMS_WEBHOOK_URL must be an http or https address.")
        if len(secret) < 16:
            raise SettingsError(
                "SMS_WEBHOOK_SECRET must have at least 16 characters; the receiver checks with the same one."
            )
        senders["sms"] = SmsWebhook(url, secret)
    return senders


def smtp_of(url: str, sender: str) -> Smtp:
    """`smtp://user:password@host:587` (STARTTLS; `?starttls=off` for a server on this machine) or `smtps://host:465`.

    Raises SettingsError; its text never holds the password.
    """
    parts = urlsplit(url)
    wish = parse_qs(parts.query).get("starttls", ["on"])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or wish not in ("on", "off"):
        raise SettingsError(
            "SMTP_URL must look like smtp://user:password@host:587, smtps://host:465 or smtp://host:25?starttls=off."
        )
    if "@" not in sender:
        raise SettingsError(f"SMTP_FROM={sender!r} must be the address that letters come from.")
    tls = parts.scheme == "smtps"
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        starttls=wish == "on",
        tls=tls,
    )


def _is_final(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused) -> bool:
    """5xx: the address does not exist. 4xx: later perhaps."""
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [error.smtp_code]
    )
    return all(code >= 500 for code in codes)
