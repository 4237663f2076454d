"""What the team's pages share: the days and the grouping that are asked for, words of groups, shares and files as they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.console.labels import LABELS
from bot.console.team_texts import TEXTS
from relief.dates import date_from_text, local_date
from relief.refusals import Refused
from relief.team.model import UNKNOWN, Dimension, Span
from words.model import Both, Language

ROLE = "supervisor"
USUAL_DAYS, MOST_DAYS = 28, 366
ALL_TEXTS: dict[str, Both] = {**LABELS, **TEXTS}
MONEY = "received:"
"""Before the currency: the figure of what came in."""
END = "end:"
"""Before the result: the figure of how talks ended."""


@dataclass(frozen=True)
class Asked:
    """What the form asks for. `wrong`: the dates could not be used, the usual ones stand instead."""

    first: date
    last: date
    by: Dimension
    zone: ZoneInfo
    wrong: bool = False

    @property
    def span(self) -> Span:
        return Span(
            datetime.combine(self.first, time(), self.zone),
            datetime.combine(self.last + timedelta(days=1), time(), self.zone),
        )

    @property
    def before(self) -> Asked:
        """As many days, just before."""
        days = self.last - self.first + timedelta(days=1)
        return replace(self, first=self.first - days, last=self.last - days)

    @property
    def query(self) -> dict[str, str]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "by": self.by}

    def list_link(self, figure: str, value: str = "") -> str:
        """Where the list of a figure is, of one group when `value` names it."""
        named = {"value": value} if value else {}
        return "/console/team/list?" + urlencode({**self.query, "figure": figure, **named})


def asked_in(request: Request, now: datetime, where: ZoneInfo) -> Asked:
    query, today = request.query_params, local_date(now, where)
    by = query.get("by", "reason")
    dimension: Dimension = by if by in get_args(Dimension) else "reason"  # type: ignore[assignment]
    usual = Asked(today - timedelta(days=USUAL_DAYS - 1), today, dimension, where)
    if not (query.get("from") or query.get("to")):
        return usual
    try:
        first, last = date_from_text(query.get("from", "")), date_from_text(query.get("to", ""))
    except Refused:
        return replace(usual, wrong=True)
    if not 0 <= (last - first).days < MOST_DAYS or first.year < 2000:
        return replace(usual, wrong=True)
    return replace(usual, first=first, last=last)


@dataclass(frozen=True)
class Words:
    """Labels of groups and results in one language."""

    language: Language
    names: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        said = ALL_TEXTS[key].in_language(self.language)
        return said.format(**values) if values else said

    def group(self, dimension: str, value: str) -> str:
        if value == UNKNOWN:
            return self.text("owner_nobody" if dimension == "owner" else "unknown")
        if dimension == "owner":
            return self.names.get(value, value)
        key = f"{dimension}_{value}"
        return self.text(key) if key in ALL_TEXTS else value

    def ended(self, name: str) -> str:
        for key in (f"outcome_{name}", f"how_{name}"):
            if key in ALL_TEXTS:
                return self.text(key)
        return self.text("unknown")


def percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"


def csv_file(rows: Sequence[Sequence[str]], name: str) -> Response:
    """UTF-8 with its mark, so that spreadsheets read Chinese; a cell that would be a formula there is made text, a number is not."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + out.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def _is_formula(cell: str) -> bool:
    negative = cell.startswith("-") and cell[1:].replace(".", "", 1).isdecimal()
    return cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not negative
