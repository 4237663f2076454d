"""Who works here: passwords (argon2id), roles, signing in with a lock-out, sessions that end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.identity import limits
from relief.store.ids import new_id
from relief.store.records import Staff, StaffSession
from relief.store.uow import UnitOfWork
from words.model import Language

ROLES = ("collector", "supervisor", "trainer", "policy", "admin")
LANGUAGES = ("en", "zh")

IDLE = timedelta(minutes=30)
LASTS = timedelta(hours=10)
SEEN_EVERY = timedelta(seconds=60)
"""How exactly a session's last use is kept: writing it at every request would cost more than it tells."""
SHORTEST_PASSWORD = 12
MISSES_OF_AN_ADDRESS = 30
LONGEST_PASSWORD = 256
DEMO_PREFIX = "demo-"
"""Logins of the demo. They do not open a console that is not the demo's."""


class UnusableAccount(ValueError):
    """An account that cannot be made or changed; the text says which value and what to do."""


@dataclass(frozen=True)
class SignedIn:
    """A session that stands, and whose it is. `token` is set only when it was just made."""

    session: StaffSession
    staff: Staff
    token: str = ""

    def may(self, *roles: str) -> bool:
        return bool(set(roles) & set(self.staff.roles))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """Compared with when there is no such login, so that the time taken tells nothing."""
    return _hasher().hash(secrets.token_urlsafe(24))


def hash_password(password: str) -> str:
    """An argon2id hash. Raises UnusableAccount for a password that is too short or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UnusableAccount(
            f"The password has {len(password)} characters; it must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}."
        )
    return _hasher().hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    try:
        _hasher().verify(password_hash or _nobody(), password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def add_staff(
    uow: UnitOfWork,
    *,
    login: str,
    name: str,
    password: str,
    roles: Sequence[str],
    languages: Sequence[str],
    now: datetime,
    actor: str = "operator",
) -> Staff:
    """A new account. Raises UnusableAccount for unknown roles or languages, a login that is taken, a weak password."""
    login = login.strip().lower()
    if not login or not name.strip():
        raise UnusableAccount("An account needs a login and a name.")
    if not roles or not set(roles) <= set(ROLES):
        raise UnusableAccount(f"Roles {list(roles)!r} must be some of {', '.join(ROLES)}.")
    if not languages or not set(languages) <= set(LANGUAGES):
        raise UnusableAccount(f"Languages {list(languages)!r} must be some of {', '.join(LANGUAGES)}.")
    if uow.staff.by_login(login) is not None:
        raise UnusableAccount(f"The login {login!r} is taken.")
    staff = Staff(
        new_id("u"), login, name.strip(), hash_password(password), list(roles), list(languages), True, now
    )  # fmt: skip
    uow.staff.add(staff)
    uow.audit.append(actor=actor, action="staff.added", subject=staff.id, data={"roles": list(roles)}, at=now)
    return staff


def change_password(uow: UnitOfWork, staff: Staff, password: str, now: datetime, actor: str = "operator") -> None:
    """A new password; every session of the account ends."""
    uow.staff.change(staff.id, password_hash=hash_password(password))
    uow.staff_sessions.end_all_of(staff.id, now)
    uow.audit.append(actor=actor, action="staff.password_changed", subject=staff.id, data={}, at=now)


def switch(uow: UnitOfWork, staff: Staff, active: bool, now: datetime, actor: str = "operator") -> None:
    """Switch an account off (its sessions end at once) or on again. What it did stays in the record."""
    uow.staff.change(staff.id, active=active)
    if not active:
        uow.staff_sessions.end_all_of(staff.id, now)
    uow.audit.append(
        actor=actor, action="staff.switched_on" if active else "staff.switched_off", subject=staff.id, data={}, at=now
    )


def locked_until(uow: UnitOfWork, login: str, now: datetime) -> datetime | None:
    return limits.locked_until(uow, _key(login), (), now)


def sign_in(
    uow: UnitOfWork, staff: Staff | None, login: str, right: bool, language: Language, address: str, now: datetime
) -> SignedIn | datetime | None:
    """A new session when `right` (the password was compared before, outside the transaction); None when it was wrong; the end
    of the lock when there were too many misses."""
    until = locked_until(uow, login, now) or uow.locks.locked_until(_place(address), now)
    if until is not None:
        return until
    if staff is None or not staff.active or not right:
        _, until = limits.miss(uow, _key(login), (), now)
        uow.locks.miss(_place(address), now, limit=MISSES_OF_AN_ADDRESS, lock_for=limits.LOCK)
        uow.audit.append(
            actor=staff.id if staff else "unknown", action="staff.sign_in_missed", subject=staff.id if staff else "login",
            data={}, at=now,
        )  # fmt: skip
        return until
    limits.clear(uow, _key(login), ())
    token = secrets.token_urlsafe(32)
    session = StaffSession(
        session_id(token), staff.id, now, now, now + LASTS, None, language, address[:64], away=False
    )  # fmt: skip
    uow.staff_sessions.add(session)
    uow.audit.append(actor=staff.id, action="staff.signed_in", subject=staff.id, data={}, at=now)
    return SignedIn(session, staff, token)


def who(uow: UnitOfWork, token: str, now: datetime) -> SignedIn | None:
    """Whose session the cookie names, while it stands."""
    session = uow.staff_sessions.get(session_id(token))
    if session is None or not stands(session, now):
        return None
    staff = uow.staff.get(session.staff_id)
    if staff is None or not staff.active:
        return None
    return SignedIn(session, staff)


def stands(session: StaffSession, now: datetime) -> bool:
    return session.ended_at is None and now < session.ends_at and now - session.seen_at < IDLE


def session_id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _place(address: str) -> str:
    """Many logins tried from one place; an office shares one address, so the limit is high."""
    return "staff-address:" + hashlib.sha256(address.encode()).hexdigest()[:40]


def _key(login: str) -> str:
    """Misses are counted by login, known or not, kept as a hash: what somebody typed there may be a password."""
    return "staff:" + hashlib.sha256(login.strip().lower().encode()).hexdigest()[:40]
