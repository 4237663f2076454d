"""What is held about a borrower, on paper; the same as JSON goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.documents.paper import Block, Facts, Heading, Paper, Points, Table, Text
from bot.privacy import mask, mask_contact
from relief.dates import local_date, zone
from relief.money import Money
from relief.my_data import collect
from relief.store.uow import UnitOfWork
from words import decision
from words import format as render
from words.compose import Value, Writer
from words.model import Language
from words.my_data import TEXTS

KIND = "data"
LONGEST_TALK = 300
"""Lines of one conversation on paper, the latest; the JSON holds all."""


def data_copy(uow: UnitOfWork, borrower_id: str, subject: str, language: Language, now: datetime) -> Paper | None:
    """Everything about the borrower whom the link was made for; `subject` is their id. None for anybody else's."""
    if subject != borrower_id or uow.borrowers.get(borrower_id) is None:
        return None
    return _Copy(collect(uow, borrower_id, now, mask), language, now).paper()


class _Copy:
    def __init__(self, data: Mapping[str, Any], language: Language, now: datetime) -> None:
        self._data = data
        self._writer = Writer(language)
        self._language: Language = language
        self._zone = zone(data["person"]["timezone"])
        self._today = local_date(now, self._zone)

    def paper(self) -> Paper:
        blocks: list[Block] = [Text(self._say("why")), Text(self._say("rights")), *self._person(), *self._loans()]
        blocks += [*self._agreements(), *self._told(), *self._contact(), *self._cases(), *self._talks()]
        return Paper(
            name=self._say("name"),
            title=self._say("title"),
            language=self._language,
            blocks=tuple(blocks),
            foot=self._say("foot", day=self._today),
            data=self._data,
        )

    def _person(self) -> Sequence[Block]:
        person = self._data["person"]
        shown = {
            **person,
            "date_of_birth": self._date(person["date_of_birth"]),
            "language": self._label("language", person["language"]),
        }
        rows = [
            (self._say(f"person_{name}"), str(shown[name]))
            for name in ("full_name", "native_name", "date_of_birth", "language", "timezone")
            if shown[name]
        ]
        rows.append((self._say("person_reference"), str(person["reference"])[-4:]))
        rows += [(self._say("person_contact"), mask_contact(contact["value"])) for contact in person["contacts"]]
        return Heading(self._say("you")), Facts(tuple(rows))

    def _loans(self) -> Sequence[Block]:
        blocks: list[Block] = [Heading(self._say("loans"))]
        head = (self._say("col_number"), self._say("col_day"), self._say("col_what"), self._say("col_amount"))
        for loan in self._data["loans"]:
            blocks.append(
                Text(
                    self._say(
                        "loan_head",
                        ending=loan["reference"][-4:],
                        principal=self._money(loan["principal"], loan["currency"]),
                        since=date.fromisoformat(loan["disbursed_on"]),
                    )
                )
            )
            rows = tuple(
                (
                    str(at),
                    self._day(payment["paid_at"]),
                    self._say("payment" if payment["kind"] == "payment" else "reversal"),
                    self._writer.show(self._money(payment["amount"], loan["currency"])),
                )
                for at, payment in enumerate(loan["payments"], start=1)
            )
            blocks.append(Table(head, rows) if rows else Text(self._say("nothing")))
        return blocks

    def _agreements(self) -> Sequence[Block]:
        lines = [
            f"{self._day(plan['accepted_at'])}: {self._writer.show(decision.KINDS[plan['kind']])}, "
            + "; ".join(
                f"{self._date(row['due'])} {self._writer.show(self._money(row['amount'], plan['currency']))}"
                for row in plan["payments"]
            )
            for plan in self._data["plans"]
            if plan["accepted_at"]
        ]
        lines += [
            f"{self._day(row['made_at'])}: {self._date(row['promised_for'])} "
            f"{self._writer.show(self._money(row['amount'], row['currency']))}"
            for row in self._data["promises"]
        ]
        return self._section("agreements", lines)

    def _told(self) -> Sequence[Block]:
        told = self._data["told_us"]
        lines = [f"{self._day(row['at'])}: {row['reason']} {row['words']}".strip() for row in told["situations"]]
        lines += [
            f"{self._day(row['at'])}: "
            + "; ".join(
                f"{item.get('label') or item['side']} {item['amount']} {row['currency']}" for item in row["items"]
            )
            for row in told["budgets"]
        ]
        lines += [f"{self._day(row['started_at'])}: {row['lesson']}, {row['status']}" for row in told["lessons"]]
        return self._section("told", lines)

    def _contact(self) -> Sequence[Block]:
        contact = self._data["contact"]
        lines = [
            f"{self._day(row['at'])}: {self._label('by', row['channel'])}, {self._say('granted' if row['granted'] else 'withdrawn')}: {row['wording']}"
            for row in contact["consents"]
        ]
        lines += [f"{self._day(row['at'])}: {self._label('by', row['channel'])}" for row in contact["written_first"]]
        if wish := contact["wishes"]:
            lines.append(
                ", ".join(f"{name}: {value}" for name, value in wish.items() if value and name != "updated_at")
            )
        return self._section("contact", lines)

    def _cases(self) -> Sequence[Block]:
        lines = []
        for case in self._data["cases"]:
            lines.append(
                f"{case['number']}: {self._day(case['opened_at'])}, {self._label('kind', case['kind'])}, "
                f"{self._label('case', 'closed' if case['status'] == 'closed' else 'open')}"
            )
            lines += [f"{self._day(note['at'])}: {note['text']}" for note in case["notes"]]
            lines += [f"{self._day(file['at'])}: {file['name']}" for file in case["files"]]
        states = [f"{self._day(state['since'])}: {self._label('is', state['state'])}" for state in self._data["states"]]
        return *self._section("cases", lines), *(self._section("states", states) if states else ())

    def _talks(self) -> Sequence[Block]:
        blocks: list[Block] = [Heading(self._say("conversations"))]
        for talk in self._data["conversations"]:
            blocks.append(Text(self._say("conversation_head", day=self._instant(talk["created_at"]))))
            lines = [
                f"{self._clock(line['at'])} {self._say('from_' + line['from'])}: {line['text']}"
                for line in talk["lines"][-LONGEST_TALK:]
                if line["text"]
            ]
            lines += [f"{self._clock(file['at'])} {file['name']}" for file in talk["files"]]
            blocks.append(Points(tuple(lines)) if lines else Text(self._say("nothing")))
        return blocks

    def _section(self, key: str, lines: Sequence[str]) -> Sequence[Block]:
        return Heading(self._say(key)), Points(tuple(lines)) if lines else Text(self._say("nothing"))

    def _instant(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self._zone)

    def _day(self, text: str) -> str:
        return render.date(self._instant(text).date(), self._language)

    def _date(self, text: str) -> str:
        return render.date(date.fromisoformat(text), self._language)

    def _clock(self, text: str) -> str:
        return render.date_and_time(self._instant(text), self._language)

    def _money(self, amount: str, currency: str) -> Money:
        return Money.parse(amount, currency)

    def _label(self, group: str, code: str) -> str:
        """A code of ours in words; one that has none stands as it is."""
        both = TEXTS.get(f"{group}_{code}")
        return both.in_language(self._language) if both else code

    def _say(self, key: str, **values: Value) -> str:
        return self._writer.say(TEXTS[key], **values)
