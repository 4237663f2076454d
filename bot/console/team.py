"""The team's page for supervisors: figures, what stands beside each other, groups; each number opens its list; CSV."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.site import Site
from bot.console.team_asking import ALL_TEXTS, END, MONEY, ROLE, Asked, Words, asked_in, csv_file, percent
from bot.console.team_lists import TeamLists
from relief.store.uow import UnitOfWork
from relief.team import figures, reading
from relief.team.figures import FIGURES, MEDIANS, SHARES, Balance, Gap, Row
from relief.team.model import DIMENSIONS, Dimension, Item, Money
from words import charts
from words.charts import Bar
from words.model import Chart, as_language

FAIR: tuple[Dimension, ...] = ("language", "bucket", "channel")
FAIR_SHARE = "reply_share"
IN_GROUPS = (
    "asked", "open", "reply_share", "usual_reply", "settle_share", "usual_end", "plans", "promises_kept", "promises_broken", "complaints",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A piece of a line; with a link where it is a figure that has a list."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Beside:
    """One line of what belongs together: now, and before."""

    label: str
    now: Sequence[Part]
    before: Sequence[Part]


@dataclass(frozen=True)
class Stretch:
    """The days that are asked for, or as many before, with what happened in them."""

    asked: Asked
    items: Sequence[Item]
    money: Sequence[Money]


class TeamPages:
    """`/console/team`, `/console/team.csv`, and the lists."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/team", self.show, ROLE),
            self._site.get("/console/team.csv", self.table, ROLE),
            *TeamLists(self._site).routes(),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        asked, now = self._asked(request), self._site.services.now()

        def work(uow: UnitOfWork) -> tuple[Stretch, Stretch, dict[str, str]]:
            both = [
                Stretch(one, reading.read(uow, one.span), reading.received(uow, one.span))
                for one in (asked, asked.before)
            ]
            return both[0], both[1], {one.id: one.name for one in uow.staff.all()}

        current, earlier, names = await self._site.services.database.read(work)
        say = Words(as_language(me.session.language), names)

        def count() -> tuple[list[Row], Row, tuple[list[Beside], list[str]]]:
            """A year of a large team takes most of a second: beside the loop that answers borrowers."""
            return (
                figures.by(current.items, asked.by, asked.span, now),
                figures.row(current.items, asked.span, now),
                self._beside(current, earlier, now, say),
            )

        groups, total, (beside, warnings) = await asyncio.to_thread(count)
        ends = figures.outcomes(current.items, asked.span)
        show = self._site.show(say.language)

        def figure(row: Row, name: str) -> str:
            """A number of a row as it is written; empty where there is nothing to open."""
            if name in SHARES:
                share = row.shares[name]
                return "" if share is None else percent(share)
            if name in MEDIANS:
                span = row.usual[name]
                return "" if span is None else show.span(span)
            return show.number(row.counts[name]) if row.counts[name] else ""

        values = {
            "asked": asked,
            "first": asked.first.isoformat(),
            "last": asked.last.isoformat(),
            "dimensions": DIMENSIONS,
            "total": total,
            "figure_names": [*FIGURES, *SHARES, *MEDIANS],
            "counted": FIGURES,
            "in_groups": IN_GROUPS,
            "rows": groups,
            "ends": ends,
            "beside": beside,
            "warnings": warnings,
            "figure": figure,
            "group": say.group,
            "ended": say.ended,
            "link": asked.list_link,
            "end": END,
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
                ["dimension", "group", *FIGURES, *SHARES, *(f"{name}_minutes" for name in MEDIANS)],
                ["all", "", *_plain(figures.row(items, asked.span, now))],
            ]
            for dimension in DIMENSIONS:
                rows += [[dimension, one.value, *_plain(one)] for one in figures.by(items, dimension, asked.span, now)]
            return rows

        return csv_file(await asyncio.to_thread(count), f"team-{asked.first}-{asked.last}.csv")

    def _asked(self, request: Request) -> Asked:
        return asked_in(request, self._site.services.now(), self._site.services.settings.hours.zone)

    def _beside(self, current: Stretch, earlier: Stretch, now: datetime, say: Words) -> tuple[list[Beside], list[str]]:
        """What belongs together, now and before, and what got worse while more money came in."""
        show = self._site.show(say.language)
        both = (current, earlier)
        rows = [figures.row(one.items, one.asked.span, now) for one in both]
        gaps = [
            figures.widest([figures.gap(one.items, FAIR_SHARE, name, one.asked.span, now) for name in FAIR])
            for one in both
        ]
        currencies = sorted({money.currency for one in both for money in one.money})

        def received(one: Stretch, currency: str) -> Sequence[Part]:
            found = _of(one, currency)
            said = say.text("payers", money=show.money(found.amount, currency), count=show.number(found.payers))
            return [Part(said, one.asked.list_link(MONEY + currency) if found.payers or found.amount else "")]

        def share(one: Stretch, row: Row) -> Sequence[Part]:
            kept = row.shares["kept_share"]
            return [Part(percent(kept), "" if kept is None else one.asked.list_link("kept_share"))]

        def complaints(one: Stretch, row: Row) -> Sequence[Part]:
            count = row.counts["complaints"]
            return [Part(show.number(count), one.asked.list_link("complaints") if count else "")]

        pairs = [
            *(
                (say.text("received", currency=currency), [received(one, currency) for one in both])
                for currency in currencies
            ),
            (say.text("kept"), [share(one, row) for one, row in zip(both, rows, strict=True)]),
            (say.text("complaints_row"), [complaints(one, row) for one, row in zip(both, rows, strict=True)]),
            (say.text("fairness"), [_gap_parts(one.asked, gap, say) for one, gap in zip(both, gaps, strict=True)]),
        ]
        lines = [Beside(label, parts[0], parts[1]) for label, parts in pairs]
        found: list[str] = []
        for currency in currencies:
            balances = [
                Balance(_of(one, currency).amount, row.shares["kept_share"], row.counts["complaints"], gap.points if gap else None)
                for one, row, gap in zip(both, rows, gaps, strict=True)
            ]  # fmt: skip
            for key in figures.worse(balances[0], balances[1]):
                if (text := say.text(f"worse_{key}")) not in found:
                    found.append(text)
        return lines, found


def _of(one: Stretch, currency: str) -> Money:
    return next((money for money in one.money if money.currency == currency), Money(currency, 0, 0))


def _gap_parts(asked: Asked, gap: Gap | None, say: Words) -> Sequence[Part]:
    """How far apart the groups are: the share of each opens the list of its group."""
    if gap is None or gap.points is None or gap.shares is None:
        return [Part(say.text("gap_none", count=figures.FEWEST_TO_COMPARE))]
    grouped = replace(asked, by=gap.dimension)

    def one(value: str, share: Fraction) -> Part:
        return Part(f"{say.group(gap.dimension, value)} {percent(share)}", grouped.list_link(gap.share, value))

    return [
        Part(say.text("gap_said", points=round(gap.points * 100))),
        one(gap.best, gap.shares[0]),
        Part(say.text("gap_joint")),
        one(gap.worst, gap.shares[1]),
    ]


def _group_charts(groups: Sequence[Row], dimension: Dimension, say: Words) -> list[Chart]:
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
                [(label, percent(share), round(share * 1000)) for label, share in shared], full=1000,
            )
        )  # fmt: skip
    return found


def _end_chart(ends: Sequence[tuple[str, int]], say: Words) -> list[Chart]:
    if not ends:
        return []
    rows = [(say.ended(name), str(count), count) for name, count in ends]
    return [_bars(say.text("chart_results"), (say.text("result"), say.text("number")), say, rows)]


def _bars(
    title: str, headings: tuple[str, str], say: Words, rows: Sequence[tuple[str, str, int]], full: int = 0
) -> Chart:
    most = max(rows, key=lambda one: one[2])
    text = say.text("chart_text").format(name=most[0], value=most[1])
    return charts.bars(title, text, headings, [Bar(label, written, size) for label, written, size in rows], full=full)


def _plain(row: Row) -> list[str]:
    shares = [row.shares[name] for name in SHARES]
    return [
        *(str(row.counts[name]) for name in FIGURES),
        *("" if share is None else _decimal(share) for share in shares),
        *("" if span is None else str(int(span.total_seconds()) // 60) for span in row.usual.values()),
    ]


def _decimal(share: Fraction) -> str:
    whole = round(share * 1000)
    return f"{whole // 1000}.{whole % 1000:03d}"
