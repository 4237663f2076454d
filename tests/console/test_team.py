"""The team's page: who may see it, figures from real talks, lists behind them, CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlparse
from zoneinfo import ZoneInfo

from bot.console.showing import Show
from relief import accounts
from relief.cases import open_case
from relief.store.records import Handoff
from relief.store.uow import UnitOfWork
from relief.team import reading
from relief.team.figures import MEDIANS, SHARES
from relief.team.model import UNKNOWN, Span
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn
from tests.console.conftest import Hire, Person
from tests.console.test_handoff import asks_for_a_person

LINK = re.compile(r'href="(/console/team/list\?[^"]+)"[^>]*>([^<]+)<')
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)


def supervisor(gateway: Gateway, hire: Hire, **more: Any) -> Person:
    return hire(gateway, "Ada", roles=("supervisor",), **more)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def opens_what_it_says(ada: Person, link: str, written: str) -> None:
    """The list behind a figure comes to the figure, whatever kind of figure it is."""
    title = unescape(ada.page(link).split("<h1>")[1].split("</h1>")[0])
    rows = rows_of(ada.get(link.replace("/list?", "/list.csv?")).text)
    figure = parse_qs(urlparse(link).query)["figure"][0]
    if figure in SHARES:
        good = sum(int(row["counts"]) for row in rows)
        assert written.endswith(f"{round(Fraction(good, len(rows)) * 100)}%"), link
        assert f"({good} of {len(rows)})" in title
    elif figure in MEDIANS:
        took = [int(row["took_seconds"]) for row in rows]
        assert Show("en", ZoneInfo("UTC")).span(timedelta(seconds=median(took))) == written, link
        assert took == sorted(took) and 1 <= sum(int(row["median"]) for row in rows) <= 2
        assert f"the middle one of {len(rows)}" in title
    elif figure.startswith("received:"):
        total = sum(Decimal(row["amount"]) for row in rows)
        assert re.sub(r"[^\d.]", "", written.split(" from ")[0]) == str(total), link
        assert {row["currency"] for row in rows} == {figure.removeprefix("received:")}
    else:
        assert len(rows) == int(written.replace(",", "")) and title.endswith(f": {written}"), link


def test_only_a_supervisor_sees_the_team(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole, "Mei")
    for path in ("/console/team", "/console/team.csv", "/console/team/list?figure=asked", "/console/team/list.csv"):
        assert mei.get(path).status_code == 403
    assert "Team" not in mei.page("/console/queue").split("<main")[0]


def test_what_happened_today_is_counted_and_every_number_opens_as_many_lines(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei, ada = hire(whole, "Mei"), supervisor(whole, hire)
    first, second = whole.open(), whole.open("zh")
    asks_for_a_person(first, rasa)
    second.say("我想找人工")
    mei.post(f"/console/c/{first.id}/take")
    whole.store(
        lambda uow: open_case(uow, "complaint", idempotency_key="t", now=whole.clock.now(), conversation_id=second.id)
    )
    page = ada.page("/console/team?by=language")
    links = [(unescape(link), text) for link, text in LINK.findall(page)]
    assert len(links) >= 6
    for link, text in links:
        opens_what_it_says(ada, link, text)
    asked = next(link for link, _ in links if "figure=asked" in link)
    assert ada.page(asked).count("/console/c/") == 2
    table = {(row["dimension"], row["group"]): row for row in rows_of(ada.get("/console/team.csv").text)}
    assert table["all", ""]["asked"] == "2" and table["all", ""]["complaints"] == "1"
    assert table["language", "zh"]["asked"] == "1" and table["owner", mei.staff.id]["asked"] == "1"
    assert table["all", ""]["waiting"] == "1"


def test_a_list_as_csv_has_a_line_an_item_and_no_name(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    ada = supervisor(whole, hire)
    asks_for_a_person(whole.open(), rasa)
    answer = ada.get("/console/team/list.csv?figure=asked")
    assert (
        answer.headers["content-type"].startswith("text/csv") and "attachment" in answer.headers["content-disposition"]
    )
    (row,) = rows_of(answer.text)
    assert (row["kind"], row["reason"], row["language"], row["channel"]) == ("talk", "asked", "en", "web")
    assert ada.get("/console/team/list?figure=nonsense").status_code == 404


def test_days_are_chosen_with_a_form_and_unusable_ones_are_said(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    ada = supervisor(whole, hire)
    asks_for_a_person(whole.open(), rasa)
    page = ada.page("/console/team?from=2026-11-23&to=2026-11-23")
    assert 'value="2026-11-23"' in page and "figure=asked" in page
    assert "Nothing happened in these days." in ada.page("/console/team?from=2024-01-01&to=2024-01-02")
    for bad in ("from=2026-11-23&to=2026-11-22", "from=2025-01-01&to=2026-11-23", "from=x&to=y", "from=2026-11-23"):
        assert "These days cannot be used" in ada.page(f"/console/team?{bad}")
    assert "只" not in page and "并列对照" in supervisor(whole, hire, language="zh").page("/console/team")


def test_the_money_of_the_demo_stands_beside_promises_complaints_and_fairness(whole: Gateway, hire: Hire) -> None:
    page = supervisor(whole, hire).page("/console/team?from=2026-10-01&to=2026-11-23")
    beside = page.split('id="beside"')[1].split("</section>")[0]
    assert "Money received (CNY)" in beside and "Promises kept" in beside and "Fairness" in beside


def served(uow: UnitOfWork, conversation: str, now: datetime, language: str, in_time: int, late: int) -> None:
    """Talks with people, answered in time or not, all ended after an hour more."""
    for number in range(in_time + late):
        at = now - timedelta(days=2, minutes=number)
        replied = at + timedelta(minutes=1 + number if number < in_time else 50 + number)
        uow.handoffs.add(
            Handoff(
                f"h_{language}{number}", conversation, None, None, "asked", "normal", language, "web", "1-29", at, at + timedelta(minutes=30),
                at + timedelta(hours=9), None, at, replied, replied + timedelta(hours=1), None, "closed", "answered", None, 1,
            )
        )  # fmt: skip


def test_every_figure_of_the_page_also_a_share_a_time_and_money_opens_a_list_that_comes_to_it(
    whole: Gateway, hire: Hire
) -> None:
    ada, now = supervisor(whole, hire), whole.clock.now()
    for language, in_time in (("en", 12), ("zh", 7)):
        talk = whole.open(language).id
        whole.store(
            lambda uow, talk=talk, spoken=language, good=in_time: served(uow, talk, now, spoken, good, 13 - good)
        )
    page = ada.page("/console/team?from=2026-10-01&to=2026-11-23&by=language")
    links = [(unescape(link), text) for link, text in LINK.findall(page)]
    kinds = {parse_qs(urlparse(link).query)["figure"][0].split(":")[0] for link, _ in links}
    assert {
        "received",
        "kept_share",
        "reply_share",
        "settle_share",
        "usual_reply",
        "usual_end",
        "asked",
        "end",
    } <= kinds
    assert "92%" in page and "54%" in page and "points" in page
    for link, text in dict(links).items():
        opens_what_it_says(ada, link, text)
    for cell in CELL.findall(page):
        assert "<a " in cell or cell.strip() in ("0", "–") or "cannot be compared" in cell, cell


def test_agreements_belong_to_the_talk_before_them_and_to_how_late_the_loan_was(whole: Gateway, rasa: StandIn) -> None:
    now = whole.clock.now()
    span = Span(now - timedelta(days=900), now + timedelta(days=1))
    with UnitOfWork(whole.engine, readonly=True) as uow:
        items = reading.read(uow, span)
        plans = [item for item in items if item.kind == "plan"]
        kept = [item for item in items if item.kind == "promise"]
        money = reading.received(uow, span)
    assert plans and {item.group["reason"] for item in plans} == {"alone"}
    assert kept and all(
        item.status in ("open", "kept", "partly_kept", "broken", "replaced", "cancelled") for item in kept
    )
    assert all(item.group["bucket"] in (UNKNOWN, "current", "1-29", "30-59", "60-89", "90+") for item in items)
    assert {one.currency for one in money} >= {"CNY"} and all(one.amount > 0 for one in money)


def test_a_reversal_is_taken_off_what_came_in(whole: Gateway) -> None:
    now = whole.clock.now()
    span = Span(now - timedelta(days=1), now + timedelta(days=1))
    with UnitOfWork(whole.engine) as uow:
        before = {one.currency: one.amount for one in reading.received(uow, span)}
        borrower = next(one for one in uow.borrowers.all() if uow.loans.of_borrower(one.id)[0].currency == "CNY")
        loan = uow.loans.of_borrower(borrower.id)[0]
        booked = accounts.record_payment(
            uow, loan, amount=5000, currency="CNY", paid_at=now, reference="T-1", channel="test", now=now
        )
        after = {one.currency: one.amount for one in reading.received(uow, span)}
        assert after["CNY"] == before.get("CNY", 0) + 5000
        accounts.reverse_payment(uow, booked.payment, reversed_at=now, now=now)
        assert {one.currency: one.amount for one in reading.received(uow, span)}["CNY"] == before.get("CNY", 0)
