"""A borrower's own budget on paper: line by line, what a month leaves, and the same for programs."""

from __future__ import annotations

from datetime import date, datetime

from bot.documents.paper import Facts, Heading, Paper, Table
from relief.dates import local_date
from relief.learning.month import Entry, Household
from relief.money import Money
from relief.store.uow import UnitOfWork
from words import format as render
from words.compose import Writer
from words.decision import EVERY
from words.learning_budget import GROUPS, TEXTS
from words.model import Language

KIND = "budget"


def budget_for(uow: UnitOfWork, borrower_id: str, subject: str, language: Language, now: datetime) -> Paper | None:
    """None for a budget that is not this borrower's, or that was deleted."""
    kept = uow.budgets.get(subject)
    if kept is None or kept.borrower_id != borrower_id:
        return None
    borrower = uow.borrowers.require(borrower_id)
    writer = Writer(language)
    entries = tuple(
        Entry(
            item["side"],
            item.get("label") or "other_essential",
            item["amount"],
            item["every"],
            date.fromisoformat(item["next_on"]) if item.get("next_on") else None,
        )
        for item in kept.items
    )
    household = Household(kept.currency, entries)
    made_on = local_date(kept.at, borrower.timezone)
    rows = tuple(
        (
            writer.say(
                TEXTS["income"] if entry.side == "income" else GROUPS.get(entry.group, GROUPS["other_essential"])
            ),
            writer.say(EVERY[entry.every]),
            render.short_date(entry.on, language) if entry.on else "",
            writer.show(Money(entry.amount, kept.currency)),
        )
        for entry in entries
    )
    sums = tuple(
        (writer.say(TEXTS[key]), writer.show(Money(amount, kept.currency)))
        for key, amount in (("came", household.comes_in), ("went", household.goes_out), ("left", household.left))
    )
    head = tuple(writer.say(TEXTS[key]) for key in ("what", "how_often", "day", "amount"))
    title = writer.say(TEXTS["card"])
    return Paper(
        f"budget-{made_on.isoformat()}",
        title,
        language,
        (Table(head, rows), Heading(writer.say(TEXTS["a_month"])), Facts(sums)),
        writer.say(TEXTS["foot"], day=made_on),
        data={
            "made_on": made_on.isoformat(),
            "currency": kept.currency,
            "items": [
                {**item, "amount": Money(item["amount"], kept.currency).to_decimal_string()} for item in kept.items
            ],
        },
    )
