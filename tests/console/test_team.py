"""The team's page: who may see it, figures from real talks, lists behind them, CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

from relief import accounts
from relief.cases import open_case
from relief.store.uow import UnitOfWork
from relief.team import reading
from relief.team.model import UNKNOWN, Span
from tests.bot.conftest import Gateway
from tests.bot.standin import StandIn
from tests.console.conftest import Hire, Person
from tests.console.test_handoff import asks_for_a_person

HREF = re.compile(r'href="(/console/team/list\?[^"]+)"[^>]*>([\d,]+)<')


def supervisor(gateway: Gateway, hire: Hire, **more: Any) -> Person:
    return hire(gateway, "Ada", roles=("supervisor",), **more)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


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
    links = [(unescape(link), int(number)) for link, number in HREF.findall(page)]
    assert len(links) >= 6
    for link, number in links:
        assert f": {number}</h1>" in ada.page(link), link
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
