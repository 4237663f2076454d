"""What the policy packs say about protection: what a state stops, which state counts first, who helps outside, and by when
a case is answered. Read from `policies/` once, at the first question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any

from relief.policy.packs import Helpline
from relief.policy.resolve import NoParameter, Packs, load

_ANSWERS = {
    "dispute": "answer.dispute",
    "complaint": "answer.complaint",
    "harassment": "answer.complaint",
    "fraud": "answer.fraud",
    "data": "answer.data_request",
    "approval": "answer.approval",
}
_PLACES = {
    "cn": ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "Asia/Harbin", "Asia/Kashgar", "PRC"),
    "in": ("Asia/Kolkata", "Asia/Calcutta"),
    "uk": ("Europe/London", "Europe/Belfast", "GB"),
    "us": (
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "America/Detroit", "America/Boise", "America/Indiana/Indianapolis", "Pacific/Honolulu",
    ),
}  # fmt: skip
SUNDAY = 7
_ALWAYS_OPEN = ("at any time", "24")


@dataclass(frozen=True)
class Help:
    """Who to call: lines that listen, and the emergency numbers. `always` says that a line is open at any hour."""

    lines: tuple[Helpline, ...]
    emergency: tuple[Helpline, ...]
    always: bool


@lru_cache(maxsize=1)
def packs() -> Packs:
    """The packs in force. Raises PackError when a file is wrong."""
    return load()


@lru_cache(maxsize=512)
def stops(state: str, jurisdiction: str | None) -> frozenset[str]:
    """Everything that the state stops at that place: the base pack's hold and those of the place together.

    Raises KeyError for a state that no pack knows."""
    found = packs()
    holds = [*found.base.holds, *(found.holds(code) if (code := _known(jurisdiction)) else ())]
    fitting = [hold for hold in holds if state in hold.states]
    if not fitting:
        raise KeyError(state)
    return frozenset().union(*(hold.stops for hold in fitting))


def days(state: str, jurisdiction: str | None) -> int | None:
    """How long the state lasts; None: until a person lifts it. Where several rules bring it, the place's own counts.

    A crisis has a shortest time, not an end: a person releases it."""
    if state in ("distress", "crisis"):
        return None
    found = packs()
    own = found.pack(code).holds if (code := _known(jurisdiction)) else ()
    for holds in (own, found.base.holds):
        lengths = [hold.days for hold in holds if state in hold.states and "contact" in hold.stops]
        if lengths:
            return None if None in lengths or state == "dispute" else max(filter(None, lengths))
    return None


@lru_cache(maxsize=64)
def lifted_by_borrower(state: str) -> bool:
    """Whether the borrower's own word ends the state; all others a person lifts, with a reason."""
    return any(hold.lifted_by == "borrower" for hold in packs().base.holds if state in hold.states)


@lru_cache(maxsize=1)
def precedence() -> tuple[str, ...]:
    """Which state counts first when several bind (base pack, `hold.precedence`)."""
    dated = packs().base.parameters["hold.precedence"].values[-1]
    return tuple(str(name) for name in dated.value)  # type: ignore[union-attr]


def answer_days(kind: str, jurisdiction: str | None, day: date) -> int | None:
    """In how many calendar days the pack wants a case of this kind answered; None where it says nothing."""
    name = _ANSWERS.get(kind)
    if name is None:
        return None
    code = _known(jurisdiction)
    try:
        value = packs().version(name, (code,) if code else (), "", day).value
    except NoParameter:
        return None
    return int(str(value)) if value is not None else None


@dataclass(frozen=True)
class ContactRules:
    """When and how often we may write or call first; `opens` and `closes` are local, the end is not included. `holidays` are days as
    the packs write them, `12-25` for every year."""

    opens: time
    closes: time
    sundays: bool
    holidays: frozenset[str]
    messages_a_day: int
    all_in_7_days: int
    calls_in_7_days: int
    tries_a_day: int
    days_without_calls_after_talk: int
    channel_confirmed_days: int
    reminder_days: int
    promise_reminder_days: int

    def rests_on(self, day: date) -> bool:
        """Whether nobody is written to on the day, a Sunday or a holiday."""
        if self.sundays:
            return False
        return day.isoweekday() == SUNDAY or bool({f"{day:%m-%d}", day.isoformat()} & self.holidays)


@lru_cache(maxsize=256)
def contact_rules(jurisdictions: tuple[str, ...], day: date) -> ContactRules:
    """The strictest of our own rules and those of every place that has a say; a lender may only stay within the law."""
    codes = dict.fromkeys(code for name in jurisdictions if (code := _known(name)))

    def value(name: str) -> Any:
        return packs().version(f"contact.{name}", (packs().base.id, *codes), "", day).value

    opens, closes = (time.fromisoformat(text) for text in value("window"))
    counts = {
        name: int(value(name))
        for name in (
            "messages_a_day", "all_in_7_days", "calls_in_7_days", "tries_a_day", "days_without_calls_after_talk",
            "channel_confirmed_days", "reminder_days", "promise_reminder_days",
        )
    }  # fmt: skip
    return ContactRules(opens, closes, bool(value("sundays")), frozenset(value("holidays")), **counts)


def freezes_from_death(jurisdiction: str | None, day: date) -> bool:
    """Whether a death stops accrual from its own day on (`hold.deceased_from_death`)."""
    code = _known(jurisdiction)
    return bool(
        packs().version("hold.deceased_from_death", (packs().base.id, *([code] if code else [])), "", day).value
    )


@lru_cache(maxsize=64)
def years_kept(what: str, jurisdiction: str | None, day: date) -> tuple[int, str]:
    """For how many years after the end of an account something is kept (`retention.{what}_years`), and the law or rule behind it, if any."""
    code = _known(jurisdiction)
    version = packs().version(f"retention.{what}_years", (packs().base.id, *([code] if code else [])), "", day)
    return int(str(version.value)), version.source if version.status in ("law", "rule") else ""


def place(jurisdiction: str | None, timezone: str | None) -> str | None:
    """The pack of where somebody is: the borrower's jurisdiction when it is known, else what the time zone tells."""
    if code := _known(jurisdiction):
        return code
    return next((code for code, zones in _PLACES.items() if timezone in zones), None)


def crisis_help(jurisdiction: str | None = None, timezone: str | None = None) -> Help:
    """Who listens where the borrower is. Where the place is not known: the international list."""
    code = place(jurisdiction, timezone) or "base"
    lines = packs().helplines(code, "crisis")
    emergency = packs().helplines(code, "emergency") if code != "base" else ()
    return Help(lines, emergency, any(line.hours_en.startswith(_ALWAYS_OPEN) for line in lines))


def _known(jurisdiction: str | None) -> str | None:
    code = (jurisdiction or "").lower()
    return code if code in packs().jurisdictions else None
