"""How the console writes times, money and counts in the language of whoever reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from relief.money import Money
from words import format as render
from words.model import Both, Language

_SPAN: dict[str, Both] = {
    "now": Both(en="just now", zh="刚刚"),
    "minutes": Both(en="{count} min", zh="{count}分钟"),
    "hours": Both(en="{count} h {minutes} min", zh="{count}小时{minutes}分"),
    "days": Both(en="{count} d {hours} h", zh="{count}天{hours}小时"),
}


@dataclass(frozen=True)
class Show:
    """Renders values for one reader. Times are those of the office; a borrower's own are named so."""

    language: Language
    zone: ZoneInfo

    def when(self, at: dt.datetime) -> str:
        """Such as "23 Nov 2026, 14:05"."""
        local = at.astimezone(self.zone)
        return f"{render.short_date(local.date(), self.language)} {local:%H:%M}"

    def clock(self, at: dt.datetime, zone: ZoneInfo | None = None) -> str:
        return f"{at.astimezone(zone or self.zone):%H:%M}"

    def day(self, day: dt.date) -> str:
        return render.short_date(day, self.language)

    def money(self, minor: int, currency: str) -> str:
        return render.money(Money(minor, currency), self.language)

    def days(self, count: int) -> str:
        return render.days(count, self.language)

    def number(self, count: int) -> str:
        return render.number(count, self.language)

    def span(self, between: dt.timedelta) -> str:
        """Such as "12 min" or "1 h 5 min"; a span below a minute is "just now"."""
        minutes = int(abs(between).total_seconds()) // 60
        if minutes < 1:
            return self._say("now")
        if minutes < 60:
            return self._say("minutes", count=minutes)
        if minutes < 24 * 60:
            return self._say("hours", count=minutes // 60, minutes=minutes % 60)
        return self._say("days", count=minutes // 1440, hours=minutes % 1440 // 60)

    def _say(self, key: str, **values: int) -> str:
        return _SPAN[key].in_language(self.language).format(**values)


def clock_words(t: Mapping[str, str], show: Show, standing: str, due: dt.datetime, now: dt.datetime) -> str:
    """How a promise stands, in words; a running one says how long is left."""
    if standing in ("met", "missed"):
        return t[standing]
    return t["late" if standing == "over" else "left"].format(span=show.span(due - now))
