"""The team's page for supervisors: figures, what stands beside each other, groups; each number opens its list; CSV."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.labels import LABELS
from bot.console.site import Site
from bot.console.team_texts import TEXTS
from relief.dates import date_from_text, local_date
from relief.refusals import Refused
from relief.store.uow import UnitOfWork
from relief.team import figures, reading
from relief.team.figures import FIGURES, SHARES, Balance, Gap, Row
from relief.team.model import DIMENSIONS, UNKNOWN, Dimension, Item, Money, Span
from words import charts
from words.charts import Bar
from words.model import Both, Chart, Language, as_language

ROLE = "supervisor"
USUAL_DAYS, MOST_DAYS = 28, 366
FAIR: tuple[Dimension, ...] = ("language", "bucket", "channel")
LISTED = 500
ALL_TEXTS: dict[str, Both] = {**LABELS, **TEXTS}


@dataclass(frozen=True)
class Asked:
    """What the form asks for. `wrong`: the dates could not be used, the usual ones stand instead."""

    first: date
    last: date
    by: Dimension
    span: Span
    wrong: bool = False

    @property
    def query(self) -> dict[str, str]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "by": self.by}


@dataclass(frozen=True)
class Beside:
    """One line of what belongs together: now, and before."""

    label: str
    now: str
    before: str
    link: str = ""


class TeamPages:
    """`/console/team`, `/console/team.csv`, `/console/team/list`, `/console/team/list.csv`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/team", self.show, ROLE),
            self._site.get("/console/team.csv", self.table, ROLE),
            self._site.get("/console/team/list", self.listing, ROLE),
            self._site.get("/console/team/list.csv", self.listing_csv, ROLE),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        asked, now = self._asked(request), self._site.services.now()

        def work(uow: UnitOfWork) -> tuple[list[Item], list[Item], list[Money], list[Money], dict[str, str]]:
            span = asked.span
            return (
                reading.read(uow, span),
                reading.read(uow, span.before),
                reading.received(uow, span),
                reading.received(uow, span.before),
                {one.id: one.name for one in uow.staff.all()},
            )

        items, earlier, money, money_before, names = await self._site.services.database.read(work)
        say = _Words(as_language(me.session.language), names)

        def count() -> tuple[list[Row], Row, tuple[list[Beside], list[str]]]:
            """A year of a large team takes most of a second: beside the loop that answers borrowers."""
            return (
                figures.by(items, asked.by, asked.span, now),
                figures.row(items, asked.span, now),
                self._beside(items, earlier, money, money_before, asked, now, say, me),
            )

        groups, total, (beside, warnings) = await asyncio.to_thread(count)
        ends = figures.outcomes(items, asked.span)
        values = {
            "asked": asked,
            "first": asked.first.isoformat(),
            "last": asked.last.isoformat(),
            "dimensions": DIMENSIONS,
            "total": total,
            "figure_names": list(FIGURES),
            "share_names": list(SHARES),
            "rows": groups,
            "ends": ends,
            "beside": beside,
            "warnings": warnings,
            "share": _percent,
            "group": say.group,
            "ended": say.ended,
            "link": lambda figure, value="": _list_link(asked, figure, value),
            "csv": "/console/team.csv?" + urlencode(asked.query),
            "charts": _group_charts(groups, asked.by, say),
            "end_charts": _end_chart(ends, say),
        }
        return self._site.render(request, me, "team.html", values, texts=ALL_TEXTS, here="team")

    async def table(self, request: Request, me: SignedIn) -> Response:
        """Every group of every dimension, one row each; numbers as numbers, shares as decimals, times in minutes."""
        asked, now = self._asked(request), self._site.services.now()
        items = await self._site.services.database.read(lambda uow: reading.read(uow, asked.span))

        def count() -> list[list[str]]:
            rows: list[list[str]] = [
                ["dimension", "group", *FIGURES, *SHARES, "usual_reply_minutes", "usual_end_minutes"],
                ["all", "", *_plain(figures.row(items, asked.span, now))],
            ]
            for dimension in DIMENSIONS:
                rows += [[dimension, one.value, *_plain(one)] for one in figures.by(items, dimension, asked.span, now)]
            return rows

        return _csv(await asyncio.to_thread(count), f"team-{asked.first}-{asked.last}.csv")

    async def listing(self, request: Request, me: SignedIn) -> Response:
        found = await self._listed(request)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        asked, figure, value, items, names = found
        say = _Words(as_language(me.session.language), names)
        figure_name = say.ended(figure.removeprefix("end:")) if figure.startswith("end:") else say.text(figure)
        values = {
            "items": items[:LISTED],
            "title": say.text("list_title").format(figure=figure_name, count=len(items)),
            "among": say.text("list_among").format(
                dimension=say.text(f"by_{asked.by}"), value=say.group(asked.by, value)
            )
            if value
            else "",
            "dimensions": DIMENSIONS,
            "group": say.group,
            "ended": say.ended,
            "back_link": "/console/team?" + urlencode(asked.query),
            "csv": "/console/team/list.csv?" + urlencode({**asked.query, "figure": figure, "value": value}),
        }
        return self._site.render(request, me, "team_list.html", values, texts=ALL_TEXTS, here="team")

    async def listing_csv(self, request: Request, me: SignedIn) -> Response:
        found = await self._listed(request)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        asked, figure, _, items, _ = found
        rows = [["kind", "id", "number", "at", "ended_at", "status", "outcome", *DIMENSIONS]]
        rows += [
            [
                item.kind, item.id, item.number or "", item.at.isoformat(timespec="seconds"),
                item.ended_at.isoformat(timespec="seconds") if item.ended_at else "", item.status, item.outcome or item.how or "",
                *(item.group[name] for name in DIMENSIONS),
            ]
            for item in items
        ]  # fmt: skip
        return _csv(rows, f"{figure.replace(':', '-')}-{asked.first}-{asked.last}.csv")

    async def _listed(self, request: Request) -> tuple[Asked, str, str, list[Item], dict[str, str]] | None:
        """What a figure counts; None for a figure that there is not."""
        asked, now = self._asked(request), self._site.services.now()
        figure = request.query_params.get("figure", "")[:60]
        value = request.query_params.get("value", "")[:80]
        if figure not in FIGURES and not figure.startswith("end:"):
            return None

        def work(uow: UnitOfWork) -> tuple[list[Item], dict[str, str]]:
            return reading.read(uow, asked.span), {one.id: one.name for one in uow.staff.all()}

        items, names = await self._site.services.database.read(work)
        if value:
            items = figures.among(items, asked.by, value)
        if figure.startswith("end:"):
            found = figures.ended_so(items, figure.removeprefix("end:"), asked.span)
        else:
            found = figures.listed(items, figure, asked.span, now)
        return asked, figure, value, found, names

    def _asked(self, request: Request) -> Asked:
        query, where = request.query_params, self._site.services.settings.hours.zone
        today = local_date(self._site.services.now(), where)
        by = query.get("by", "reason")
        dimension: Dimension = by if by in get_args(Dimension) else "reason"  # type: ignore[assignment]
        first, last, wrong = today - timedelta(days=USUAL_DAYS - 1), today, False
        if query.get("from") or query.get("to"):
            try:
                chosen = date_from_text(query.get("from", "")), date_from_text(query.get("to", ""))
                wrong = not 0 <= (chosen[1] - chosen[0]).days < MOST_DAYS or chosen[0].year < 2000
                first, last = (first, last) if wrong else chosen
            except Refused:
                wrong = True
        start = datetime.combine(first, time(), where)
        span = Span(start, datetime.combine(last + timedelta(days=1), time(), where))
        return Asked(first, last, dimension, span, wrong)

    def _beside(
        self, items: Sequence[Item], earlier: Sequence[Item], money: Sequence[Money], money_before: Sequence[Money], asked: Asked,
        now: datetime, say: _Words, me: SignedIn,
    ) -> tuple[list[Beside], list[str]]:  # fmt: skip
        show = self._site.show(as_language(me.session.language))
        span, before = asked.span, asked.span.before

        def written(one: Money | None, currency: str) -> str:
            amount, payers = (one.amount, one.payers) if one else (0, 0)
            return say.text("payers").format(money=show.money(amount, currency), count=show.number(payers))

        def balance(items: Sequence[Item], span: Span, amount: int) -> tuple[Balance, Row, Gap | None]:
            row = figures.row(items, span, now)
            gap = figures.widest([figures.gap(items, "reply_share", one, span, now) for one in FAIR])
            return (
                Balance(amount, row.shares["kept_share"], row.counts["complaints"], gap.points if gap else None),
                row,
                gap,
            )

        mine, past = {one.currency: one for one in money}, {one.currency: one for one in money_before}
        currencies = sorted({*mine, *past})
        lines = [
            Beside(
                say.text("received").format(currency=currency),
                written(mine.get(currency), currency),
                written(past.get(currency), currency),
            )
            for currency in currencies
        ]
        current, row_now, gap_now = balance(items, span, 0)
        previous, _, gap_before = balance(earlier, before, 0)
        lines += [
            Beside(
                say.text("kept"),
                _percent(current.kept),
                _percent(previous.kept),
                _list_link(asked, "promises_kept") if row_now.counts["promises_kept"] else "",
            ),
            Beside(
                say.text("complaints_row"),
                show.number(current.complaints),
                show.number(previous.complaints),
                _list_link(asked, "complaints") if current.complaints else "",
            ),
            Beside(say.text("fairness"), say.gap(gap_now), say.gap(gap_before)),
        ]
        found: list[str] = []
        for currency in currencies:
            amounts = [one[currency].amount if currency in one else 0 for one in (mine, past)]
            for key in figures.worse(
                Balance(amounts[0], current.kept, current.complaints, current.gap),
                Balance(amounts[1], previous.kept, previous.complaints, previous.gap),
            ):
                if (text := say.text(f"worse_{key}")) not in found:
                    found.append(text)
        return lines, found


@dataclass(frozen=True)
class _Words:
    """Labels of groups and results in one language."""

    language: Language
    names: Mapping[str, str]

    def text(self, key: str) -> str:
        return ALL_TEXTS[key].in_language(self.language)

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

    def gap(self, gap: Gap | None) -> str:
        if gap is None or gap.points is None:
            return self.text("gap_none").format(count=figures.FEWEST_TO_COMPARE)
        return self.text("gap_said").format(
            points=round(gap.points * 100),
            best=self.group(gap.dimension, gap.best),
            worst=self.group(gap.dimension, gap.worst),
        )


def _group_charts(groups: Sequence[Row], dimension: Dimension, say: _Words) -> list[Chart]:
    """How many, and how many of them in time."""
    name = say.text(f"by_{dimension}")
    counted = [(say.group(dimension, one.value), one.counts["asked"]) for one in groups if one.counts["asked"]]
    shared = [
        (say.group(dimension, one.value), share) for one in groups if (share := one.shares["reply_share"]) is not None
    ]
    found = []
    if counted:
        found.append(
            _bars(
                say.text("chart_asked").format(dimension=name), (name, say.text("number")), say,
                [(label, str(count), count) for label, count in counted],
            )
        )  # fmt: skip
    if shared:
        found.append(
            _bars(
                say.text("chart_share").format(dimension=name), (name, say.text("reply_share")), say,
                [(label, _percent(share), round(share * 1000)) for label, share in shared], full=1000,
            )
        )  # fmt: skip
    return found


def _end_chart(ends: Sequence[tuple[str, int]], say: _Words) -> list[Chart]:
    if not ends:
        return []
    rows = [(say.ended(name), str(count), count) for name, count in ends]
    return [_bars(say.text("chart_results"), (say.text("result"), say.text("number")), say, rows)]


def _bars(
    title: str, headings: tuple[str, str], say: _Words, rows: Sequence[tuple[str, str, int]], full: int = 0
) -> Chart:
    most = max(rows, key=lambda one: one[2])
    text = say.text("chart_text").format(name=most[0], value=most[1])
    return charts.bars(title, text, headings, [Bar(label, written, size) for label, written, size in rows], full=full)


def _list_link(asked: Asked, figure: str, value: str = "") -> str:
    return "/console/team/list?" + urlencode({**asked.query, "figure": figure, **({"value": value} if value else {})})


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"


def _plain(row: Row) -> list[str]:
    shares = [row.shares[name] for name in SHARES]
    return [
        *(str(row.counts[name]) for name in FIGURES),
        *("" if share is None else _decimal(share) for share in shares),
        *("" if span is None else str(int(span.total_seconds()) // 60) for span in (row.usual_reply, row.usual_end)),
    ]


def _decimal(share: Fraction) -> str:
    whole = round(share * 1000)
    return f"{whole // 1000}.{whole % 1000:03d}"


def _csv(rows: Sequence[Sequence[str]], name: str) -> Response:
    """UTF-8 with its mark, so that spreadsheets read Chinese; a cell that would be a formula there is made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in row])
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response("\ufeff" + out.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")
