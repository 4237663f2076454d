"""The lists behind the team's figures: what a number counts, what a share divides, what a usual time is the middle of, what money adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.site import Site
from bot.console.team_asking import ALL_TEXTS, END, MONEY, ROLE, Asked, Words, asked_in, csv_file, percent
from relief.money import Money
from relief.store.uow import UnitOfWork
from relief.team import figures, reading
from relief.team.figures import FIGURES, MEDIANS, SHARES
from relief.team.model import DIMENSIONS, Item, Paid
from words.model import as_language

LISTED = 500
"""A page longer than this is of no use to anybody; the file has all of it."""


@dataclass(frozen=True)
class Entry:
    """One line of a list. Of a share `good` says whether it counts for it; of a usual time `took`, and `middle` marks the median."""

    item: Item
    good: bool | None = None
    took: timedelta | None = None
    middle: bool = False


@dataclass(frozen=True)
class Listed:
    """What a figure is made of: entries, or the bookings of one currency."""

    figure: str
    asked: Asked
    value: str
    entries: Sequence[Entry]
    paid: Sequence[Paid]
    names: dict[str, str]

    @property
    def count(self) -> int:
        return len(self.entries) + len(self.paid)

    @property
    def currency(self) -> str:
        return self.figure.removeprefix(MONEY)


class TeamLists:
    """`/console/team/list`, `/console/team/list.csv`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/team/list", self.show, ROLE),
            self._site.get("/console/team/list.csv", self.as_csv, ROLE),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        found = await self._read(request)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        language = as_language(me.session.language)
        say, asked = Words(language, found.names), found.asked
        values = {
            "entries": found.entries[:LISTED],
            "paid": found.paid[:LISTED],
            "is_share": found.figure in SHARES,
            "is_median": found.figure in MEDIANS,
            "title": self._title(found, say),
            "more": say.text("list_more", shown=LISTED, count=found.count) if found.count > LISTED else "",
            "among": say.text(
                "list_among", dimension=say.text(f"by_{asked.by}"), value=say.group(asked.by, found.value)
            )
            if found.value
            else "",
            "days": say.text(
                "list_days", first=self._site.show(language).day(asked.first), last=self._site.show(language).day(asked.last)
            ),
            "explained": self._explained(found, say),
            "dimensions": DIMENSIONS,
            "group": say.group,
            "ended": say.ended,
            "back_link": "/console/team?" + urlencode(asked.query),
            "csv": "/console/team/list.csv?"
            + urlencode({**asked.query, "figure": found.figure, "value": found.value}),
        }  # fmt: skip
        return self._site.render(request, me, "team_list.html", values, texts=ALL_TEXTS, here="team")

    async def as_csv(self, request: Request, me: SignedIn) -> Response:
        found = await self._read(request)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        rows = _paid_rows(found.paid) if found.figure.startswith(MONEY) else _item_rows(found)
        return csv_file(rows, f"{found.figure.replace(':', '-')}-{found.asked.first}-{found.asked.last}.csv")

    async def _read(self, request: Request) -> Listed | None:
        """What a figure is made of; None for a figure that there is not."""
        now = self._site.services.now()
        asked = asked_in(request, now, self._site.services.settings.hours.zone)
        figure, value = request.query_params.get("figure", "")[:60], request.query_params.get("value", "")[:80]
        if not (figure in FIGURES or figure in SHARES or figure in MEDIANS or figure.startswith((END, MONEY))):
            return None

        def work(uow: UnitOfWork) -> tuple[list[Item], list[Paid], dict[str, str]]:
            names = {one.id: one.name for one in uow.staff.all()}
            if figure.startswith(MONEY):
                return [], reading.payments(uow, asked.span, figure.removeprefix(MONEY)), names
            return reading.read(uow, asked.span), [], names

        items, paid, names = await self._site.services.database.read(work)
        if value:
            items = figures.among(items, asked.by, value)
        entries = [] if figure.startswith(MONEY) else _entries(items, figure, asked, now)
        return Listed(figure, asked, value, entries, paid, names)

    def _title(self, found: Listed, say: Words) -> str:
        show = self._site.show(say.language)
        if found.figure.startswith(MONEY):
            label = say.text("received", currency=found.currency)
            total = show.money(sum(one.amount for one in found.paid), found.currency)
            return say.text("list_title", figure=label, count=total)
        label = say.ended(found.figure.removeprefix(END)) if found.figure.startswith(END) else say.text(found.figure)
        if found.figure in SHARES:
            good = sum(bool(one.good) for one in found.entries)
            share = percent(Fraction(good, found.count) if found.count else None)
            return say.text(
                "list_share", figure=label, share=share, good=show.number(good), count=show.number(found.count)
            )
        if found.figure in MEDIANS:
            span = _median(found.entries)
            took = show.span(span) if span is not None else "–"
            return say.text("list_median", figure=label, span=took, count=show.number(found.count))
        return say.text("list_title", figure=label, count=show.number(found.count))

    def _explained(self, found: Listed, say: Words) -> str:
        """How the list makes the figure, where that is not plain counting."""
        show = self._site.show(say.language)
        if found.figure.startswith(MONEY):
            people = len({one.payer for one in found.paid if one.kind != reading.REVERSAL})
            return say.text("list_money_what", count=show.number(found.count), people=show.number(people))
        if found.figure in SHARES:
            return say.text("list_share_what")
        return say.text("list_median_what") if found.figure in MEDIANS else ""


def _entries(items: Sequence[Item], figure: str, asked: Asked, now: datetime) -> list[Entry]:
    if figure.startswith(END):
        return [Entry(item) for item in figures.ended_so(items, figure.removeprefix(END), asked.span)]
    if figure in SHARES:
        return [Entry(item, good=good) for item, good in figures.shared(items, figure, asked.span, now)]
    if figure in MEDIANS:
        pairs = figures.timed(items, figure, asked.span, now)
        middle = figures.middle(len(pairs))
        return [Entry(item, took=took, middle=place in middle) for place, (item, took) in enumerate(pairs)]
    return [Entry(item) for item in figures.listed(items, figure, asked.span, now)]


def _median(entries: Sequence[Entry]) -> timedelta | None:
    return figures.usual([one.took for one in entries if one.took is not None])


def _item_rows(found: Listed) -> list[list[str]]:
    """No name of a borrower leaves here: identifiers, times and groups."""
    extra = ["counts"] if found.figure in SHARES else ["took_seconds", "median"] if found.figure in MEDIANS else []
    rows = [["kind", "id", "number", "at", "ended_at", "status", "outcome", *DIMENSIONS, *extra]]
    for entry in found.entries:
        item = entry.item
        row = [
            item.kind, item.id, item.number or "", item.at.isoformat(timespec="seconds"),
            item.ended_at.isoformat(timespec="seconds") if item.ended_at else "", item.status, item.outcome or item.how or "",
            *(item.group[name] for name in DIMENSIONS),
        ]  # fmt: skip
        if entry.good is not None:
            row.append("1" if entry.good else "0")
        if entry.took is not None:
            row += [str(int(entry.took.total_seconds())), "1" if entry.middle else "0"]
        rows.append(row)
    return rows


def _paid_rows(paid: Sequence[Paid]) -> list[list[str]]:
    rows: list[list[str]] = [["id", "at", "kind", "amount", "currency", "channel", "loan"]]
    for one in paid:
        amount = Money(one.amount, one.currency).to_decimal_string()
        rows.append(
            [one.id, one.at.isoformat(timespec="seconds"), one.kind, amount, one.currency, one.channel, one.loan]
        )
    return rows
