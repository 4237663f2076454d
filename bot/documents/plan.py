"""The plan on paper: everything that was agreed, as it was agreed, and what follows from it."""

from __future__ import annotations

from datetime import datetime

from bot.documents.paper import Block, Facts, Heading, Paper, Points, Table, Text
from relief import agreements
from relief.dates import local_date, zone
from relief.money import Money
from relief.policy.outcome import Offer
from relief.store.records import Plan
from relief.store.uow import UnitOfWork
from words import decision as said
from words import format as render
from words.compose import Value, Writer
from words.model import Language
from words.relief_papers import PRODUCTS, TEXTS


def plan_copy(uow: UnitOfWork, plan_id: str, language: Language, now: datetime) -> Paper | None:
    """The written copy of an agreement; None for a plan that nobody has agreed to, or one from before offers were kept.

    The name stands as it is on file; of the loan's reference only the end, since a paper lies around and the reference opens
    the chat together with the date of birth."""
    plan = uow.plans.get(plan_id)
    if plan is None or plan.accepted_at is None or "offer" not in plan.terms:
        return None
    return _Copy(uow, plan, language, now).paper()


def copy_for(uow: UnitOfWork, borrower_id: str, subject: str, language: Language, now: datetime) -> Paper | None:
    """`plan_copy` for whoever the link was made for, and nobody else."""
    plan = uow.plans.get(subject)
    return plan_copy(uow, subject, language, now) if plan and plan.borrower_id == borrower_id else None


class _Copy:
    def __init__(self, uow: UnitOfWork, plan: Plan, language: Language, now: datetime) -> None:
        self._plan = plan
        self._offer: Offer = agreements.offer_of(plan)
        self._borrower = uow.borrowers.require(plan.borrower_id)
        self._loan = uow.loans.require(plan.loan_id)
        self._due = uow.plans.instalments(plan.id)
        self._language: Language = language
        self._writer = Writer(language)
        self._zone = zone(self._borrower.timezone)
        self._today = local_date(now, self._borrower.timezone)

    def paper(self) -> Paper:
        number = self._plan.id.rpartition("_")[2][-8:].upper()
        title = "settlement_title" if self._offer.kind == "settlement" else "plan_title"
        blocks = (
            self._facts(number),
            *self._payments(),
            *self._dropped(),
            *self._effects(),
            *self._breaks(),
            Heading(self._say("change")),
            Points((self._say("change_how"), self._say("change_earlier"))),
            Heading(self._say("ask")),
            Points((self._say("ask_chat"), self._say("ask_advice"), self._say("ask_wrong"))),
        )
        return Paper(
            name=self._say("name_plan", number=number),
            title=self._say(title),
            language=self._language,
            blocks=blocks,
            foot=self._say("foot", day=self._today, number=number),
        )

    def _facts(self, number: str) -> Facts:
        reference = self._loan.reference
        loan = self._say("loan_ending", product=PRODUCTS.get(self._loan.book, PRODUCTS["other"]), ending=reference[-4:])
        assert self._plan.accepted_at is not None  # noqa: S101 - looked at before a copy is begun
        rows: list[tuple[str, Value]] = [
            ("for", self._name()),
            ("loan", loan),
            ("kind", said.KINDS[self._offer.kind]),
            ("agreed", self._plan.accepted_at.astimezone(self._zone)),
        ]
        if approved := self._plan.terms.get("approved_at"):
            rows.append(("approved", datetime.fromisoformat(approved).astimezone(self._zone).date()))
        rows.append(("number", number))
        ended = self._plan.ended_at
        if ended is None or self._offer.kind != "move_date":
            day = local_date(ended, self._borrower.timezone) if ended else self._today
            rows.append(("state", self._say(f"state_{self._plan.status}", day=day)))
        return Facts(tuple((self._say(key), self._writer.show(value)) for key, value in rows))

    def _payments(self) -> tuple[Block, ...]:
        kind = "moved" if self._offer.schedule else "close" if self._offer.kind == "settlement" else "beside"
        rows = tuple(
            (str(item.k), render.weekday_date(item.due, self._language), self._money(item.amount)) for item in self._due
        )
        total = ("", self._say("total"), self._money(sum(item.amount for item in self._due)))
        head = (self._say("col_number"), self._say("col_day"), self._say("col_amount"))
        return Heading(self._say("payments")), Text(self._say(f"payments_{kind}")), Table(head, rows, total)

    def _dropped(self) -> tuple[Block, ...]:
        """Waived while the plan is kept, or forgiven when a settlement is paid."""
        settled = self._offer.kind == "settlement"
        parts = self._offer.forgiven if settled else self._offer.waived
        head = Heading(self._say("dropped"))
        if not parts.total:
            return head, Text(self._say("dropped_nothing"))
        names = ("penalty", "fees", "interest", "principal")
        rows = [(f"dropped_{name}", getattr(parts, name)) for name in names if getattr(parts, name)]
        facts = Facts(tuple((self._say(key), self._money(amount)) for key, amount in rows))
        key = "dropped_when_paid" if settled else "dropped_while_kept"
        return head, facts, Text(self._say(key, amount=self._whole(parts.total)))

    def _effects(self) -> tuple[Block, ...]:
        offer = self._offer
        rows: list[tuple[str, Value]] = [
            ("interest", said.EFFECTS[f"interest.{offer.interest}"]),
            ("penalty", said.EFFECTS[f"penalty.{offer.penalty}"]),
            ("credit", said.EFFECTS[f"credit_record.{offer.credit_record}"]),
            ("cost", self._whole(offer.costs.offer)),
            ("contract", self._whole(offer.costs.contract)),
        ]
        facts = Facts(tuple((self._say(key), self._writer.show(value)) for key, value in rows))
        return Heading(self._say("effects")), facts

    def _breaks(self) -> tuple[Block, ...]:
        head = Heading(self._say("breaks"))
        if self._offer.kind == "settlement":
            return head, Text(self._say("breaks_gone", day=self._offer.ends_on))
        restored = sum(self._plan.terms.get("restores", {}).values())
        after = self._say("breaks_restores", amount=self._whole(restored)) if restored else self._say("breaks_nothing")
        when = self._say("breaks_when", grace=int(self._plan.terms.get("grace_days", 0)))
        return head, Points((when, after))

    def _name(self) -> str:
        native = self._borrower.native_name
        return native if native and self._language == "zh" else self._borrower.full_name

    def _say(self, key: str, **values: Value) -> str:
        return self._writer.say(TEXTS[key], **values)

    def _whole(self, amount: int) -> Money:
        return Money(amount, self._plan.currency)

    def _money(self, amount: int) -> str:
        return render.money(self._whole(amount), self._language)
