"""The case: the conversation, everything that is known on one card, and what the person who has it can do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute

from bot.console import file as files
from bot.console.accounts import SignedIn
from bot.console.case_texts import TEXTS
from bot.console.file import File
from bot.console.labels import LABELS
from bot.console.live import Changes
from bot.console.navigation import DESK
from bot.console.queue import TEXTS as QUEUE_TEXTS
from bot.console.ready_replies import choices, values_of
from bot.console.site import CLIENT_ID, Fields, Site
from bot.people import OUTCOMES, Draft, DraftRefused, NotDone, People
from relief import desk
from relief.agreements import decide_for
from relief.dates import date_from_text
from relief.money import Money
from relief.policy.model import Wishes
from relief.policy.resolve import load
from relief.refusals import Refused
from relief.store.uow import UnitOfWork
from words import canned, intents
from words.decision import KINDS
from words.decision import REASONS as HARDSHIPS
from words.decision import STATES as STATE_NAMES
from words.model import Language, as_language

READ_AGAIN_AFTER = timedelta(minutes=15)
"""Our own script reads a page that is open again and again; that is one look, noted again after this long."""
KINDS_TO_WISH = ("promise", "move_date", "instalments", "extension", "waiver", "settlement")
FREQUENCIES = ("weekly", "biweekly", "monthly")


@dataclass
class Shown:
    """What a page shows beside the file: a draft that was not sent, and why."""

    draft: str = ""
    key: str = ""
    objections: tuple[Any, ...] = ()
    problem: str = ""
    problem_values: Mapping[str, str] | None = None
    missing: tuple[str, ...] = ()
    template: str = ""
    summary: str = ""


class CasePages:
    """`/console/c/…`."""

    def __init__(self, site: Site, people: People, changes: Changes) -> None:
        self._site = site
        self._people = people
        self._changes = changes
        self._looked: dict[tuple[str, str], datetime] = {}

    def routes(self) -> list[BaseRoute]:
        c, post = "/console/c/{conversation_id}", self._site.post
        return [
            self._site.get(c, self.show, *DESK),
            post(f"{c}/take", self.take, *DESK),
            post(f"{c}/assign", self.assign, *DESK),
            post(f"{c}/release", self.release, *DESK),
            post(f"{c}/reply", self.reply, *DESK),
            post(f"{c}/insert", self.insert, *DESK),
            post(f"{c}/check", self.check, *DESK),
            post(f"{c}/note", self.note, *DESK),
            post(f"{c}/confirm", self.confirm, *DESK),
            post(f"{c}/unlink", self.unlink, *DESK),
            post(f"{c}/offers", self.offers, *DESK),
            post(f"{c}/send-offer", self.send_offer, *DESK),
            post(f"{c}/ask-approval", self.ask_approval, *DESK),
            post(f"{c}/back", self.hand_back, *DESK),
            post(f"{c}/close", self.close, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        return await self._page(request, me, Shown())

    # -- hands ---------------------------------------------------------------------------------------------------

    async def take(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.take(me.staff, self._id(request))

        return await self._done(request, me, do, "taken_now")

    async def assign(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.assign(
                me.staff, self._id(request), fields.text("to", 80), may_assign_others=me.may("supervisor")
            )

        return await self._done(request, me, do, "handed_on_now")

    async def release(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.release(me.staff, self._id(request), may_assign_others=me.may("supervisor"))

        return await self._done(request, me, do, "released_now", to="/console/queue")

    # -- words ---------------------------------------------------------------------------------------------------

    async def reply(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        draft = Draft(fields.text("text", 6000), fields.text("key", 80), fields.whole("version") or 0)

        async def do() -> None:
            await self._people.reply(me.staff, self._reader(me), self._id(request), draft)

        shown = Shown(draft=draft.text, key=draft.key)
        return await self._done(request, me, do, "", shown=shown)

    async def insert(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """A ready reply or a sum of the account goes to the end of the draft; our script puts it where the cursor stands."""
        draft = fields.text("text", 6000)
        piece, template, problem = "", "", ""
        missing: tuple[str, ...] = ()
        sum_ = fields.text("sum", 80)
        found = await self._file(request, me, note=False)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        if sum_ and found.account and sum_ in self._sums(found, me).values():
            piece = sum_
        chosen = fields.text("canned", 80)
        if chosen:
            given = {name: fields.text(f"place_{name}", 200) for name in canned.PLACES - canned.SUMS}
            body = await self._canned_text(me, chosen, found)
            known = {**values_of(found, me.staff, self._site.services.now()), **{k: v for k, v in given.items() if v}}
            filled = canned.fill(body, known)
            if filled.unknown_sums:
                problem = "canned_no_sum"
            elif filled.missing:
                missing, template = filled.missing, chosen
            else:
                piece = filled.text
        if CLIENT_ID.lower() in request.headers:
            said = TEXTS[problem].in_language(self._reader(me)) if problem else ""
            asks = [{"name": n, "label": TEXTS[f"place_{n}"].in_language(self._reader(me))} for n in missing]
            return JSONResponse({"text": piece, "missing": asks, "problem": said})
        text = f"{draft}\n{piece}".strip() if piece else draft
        shown = Shown(draft=text, key=fields.text("key", 80), missing=missing, template=template, problem=problem)
        return await self._page(request, me, shown)

    async def check(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """The live guard."""
        try:
            found = await self._people.check(me.staff, self._reader(me), self._id(request), fields.text("text", 6000))
        except NotDone:
            return PlainTextResponse("", 404)
        return JSONResponse({"objections": [self._objection(one, me) for one in found]})

    async def note(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        colleagues = await self._site.services.database.read(lambda uow: uow.staff.all())

        async def do() -> None:
            await self._people.note(me.staff, self._id(request), fields.text("note", 6000), colleagues)
            self._changes.tell(self._id(request))

        return await self._done(request, me, do, "note_kept")

    async def confirm(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.confirm_who(me.staff, self._id(request), fields.whole("version") or 0)

        return await self._done(request, me, do, "confirm_asked")

    async def unlink(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """The messenger chat no longer belongs to the borrower: a wrong number, a phone that was passed on."""

        async def do() -> None:
            await self._people.unlink(me.staff, self._id(request), fields.whole("version") or 0)
            self._changes.tell(self._id(request))

        return await self._done(request, me, do, "unlinked_now")

    # -- offers --------------------------------------------------------------------------------------------------

    async def offers(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        """Let the engine decide on today's account. What is typed here is a wish that it weighs, never an offer."""
        now = self._site.services.now()

        def work(uow: UnitOfWork) -> None:
            conversation = uow.conversations.get(self._id(request))
            if conversation is None:
                raise NotDone("unknown")
            if conversation.state != "person" or conversation.owner != me.staff.id:
                owner = uow.staff.get(conversation.owner) if conversation.owner else None
                raise NotDone("not_yours", name=owner.name if owner else "–")
            borrower_id = conversation.verified_as(now)
            if borrower_id is None:
                raise NotDone("unverified")
            loan = next(
                (one for one in uow.loans.of_borrower(borrower_id) if one.reference == fields.text("loan", 80)), None
            )
            if loan is None:
                raise NotDone("no_such_loan")
            try:
                wishes = _wishes(fields, loan.currency)
                decide_for(uow, borrower_id, loan.id, wishes, load(), now, conversation_id=conversation.id)
            except (Refused, LookupError):
                raise NotDone("wish_unreadable") from None
            uow.audit.append(
                actor=me.staff.id, action="offers.computed", subject=conversation.id, data={"loan": loan.id}, at=now
            )

        async def do() -> None:
            await self._site.services.database.write(work)

        return await self._done(request, me, do, "offers_computed", anchor="#offers")

    async def send_offer(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.send_offer(
                me.staff, self._id(request), fields.text("decision", 80), fields.text("hash", 80),
                fields.whole("version") or 0,
            )  # fmt: skip

        return await self._done(request, me, do, "offer_sent")

    async def ask_approval(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.ask_approval(
                me.staff, self._id(request), fields.text("decision", 80), fields.text("hash", 80),
                fields.whole("version") or 0,
            )  # fmt: skip

        return await self._done(request, me, do, "approval_asked")

    # -- ending --------------------------------------------------------------------------------------------------

    async def hand_back(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        summary = fields.text("summary", 1000)

        async def do() -> None:
            await self._people.hand_back(
                me.staff, self._reader(me), self._id(request), summary, fields.whole("version") or 0
            )

        return await self._done(request, me, do, "given_back", shown=Shown(summary=summary), to="/console/queue")

    async def close(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        async def do() -> None:
            await self._people.close(
                me.staff, self._id(request), fields.text("outcome", 40), fields.whole("version") or 0,
                may_assign_others=me.may("supervisor"),
            )  # fmt: skip

        return await self._done(request, me, do, "closed_now", to="/console/queue")

    # -- inside --------------------------------------------------------------------------------------------------

    async def _done(
        self,
        request: Request,
        me: SignedIn,
        do: Any,
        note: str,
        *,
        shown: Shown | None = None,
        to: str = "",
        anchor: str = "",
    ) -> Response:
        """Do it; back to the page, or the page again with what was in the way and nothing lost."""
        scripted = CLIENT_ID.lower() in request.headers
        shown = shown or Shown()
        try:
            await do()
        except DraftRefused as refused:
            if scripted:
                return JSONResponse({"objections": [self._objection(one, me) for one in refused.objections]}, 422)
            return await self._page(request, me, replace(shown, objections=refused.objections), 422)
        except NotDone as refused:
            status = 404 if refused.key == "unknown" else 409
            if scripted:
                said = TEXTS[f"no_{refused.key}"].in_language(self._reader(me)).format(**self._worded(refused, me))
                return JSONResponse({"problem": said}, status)
            return await self._page(
                request, me, replace(shown, problem=f"no_{refused.key}", problem_values=self._worded(refused, me)), status
            )  # fmt: skip
        if scripted:
            return Response(status_code=204)
        return (
            self._site.back((to or f"/console/c/{self._id(request)}"), note)
            if not anchor
            else self._site.back(f"/console/c/{self._id(request)}?note={note}{anchor}")
        )

    def _worded(self, refused: NotDone, me: SignedIn) -> dict[str, str]:
        values = dict(refused.values)
        if "reason" in values:
            values["reason"] = TEXTS[f"may_{values['reason']}"].in_language(self._reader(me))
        return values

    async def _page(self, request: Request, me: SignedIn, shown: Shown, status: int = 200) -> Response:
        found = await self._file(request, me)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        now, reader = self._site.services.now(), self._reader(me)
        own = await self._site.services.database.read(lambda uow: uow.canned_replies.for_staff(me.staff.id))
        conversation = found.conversation
        mine = conversation.state == "person" and conversation.owner == me.staff.id
        values = {
            "file": found,
            "c": conversation,
            "row": found.handoff,
            **_clocks(found, now),
            "account": found.account,
            "mine": mine,
            "supervisor": me.may("supervisor"),
            "now": now,
            "shown": shown,
            "key": shown.key or secrets.token_urlsafe(12),
            "version": found.handoff.version if found.handoff else 0,
            "events": _events(found),
            "reads": set(me.staff.languages),
            "canned": choices(own, as_language(conversation.language), reader),
            "sums": self._sums(found, me),
            "outcomes": OUTCOMES,
            "kinds": KINDS_TO_WISH,
            "frequencies": FREQUENCIES,
            "onlookers": [one for one in found.onlookers if one.staff_id != me.staff.id],
            "entity_words": lambda name, value: _entity_words(name, value, reader),
            "kind_names": {key: both.in_language(reader) for key, both in KINDS.items()},
            "state_names": {key: both.in_language(reader) for key, both in STATE_NAMES.items()},
            "hardship_names": {key: both.in_language(reader) for key, both in HARDSHIPS.items()},
            "intent_names": {key: both.in_language(reader) for key, both in intents.TEXTS.items()},
        }
        return self._site.render(
            request, me, "case.html", values, texts={**LABELS, **QUEUE_TEXTS, **TEXTS}, here="queue", status=status
        )  # fmt: skip

    async def _file(self, request: Request, me: SignedIn, *, note: bool = True) -> File | None:
        """The file; that somebody looked is noted in the same transaction."""
        now, reader, conversation_id = self._site.services.now(), self._reader(me), self._id(request)
        found = await self._site.services.database.read(
            lambda uow: files.read(uow, conversation_id, reader, now)
        )  # fmt: skip
        if found is None:
            return None
        known = (me.session.id, conversation_id)
        scripted = CLIENT_ID.lower() in request.headers
        last = self._looked.get(known)
        if note and not (scripted and last is not None and now - last < READ_AGAIN_AFTER):
            borrower_id = found.account.borrower.id if found.account else None
            await self._site.services.database.write(
                lambda uow: files.note_reading(uow, me.staff.id, conversation_id, borrower_id, "case", now)
            )
            self._looked[known] = now
            if len(self._looked) > 5000:
                self._looked = {key: at for key, at in self._looked.items() if now - at < READ_AGAIN_AFTER}
        return found

    async def _canned_text(self, me: SignedIn, chosen: str, found: File) -> str:
        language = as_language(found.conversation.language)
        if chosen in canned.TEXTS:
            return canned.reply(chosen, language)
        own = await self._site.services.database.read(lambda uow: uow.canned_replies.for_staff(me.staff.id))
        mine = next((one for one in own if one.id == chosen), None)
        return "" if mine is None else (mine.text_zh if language == "zh" else mine.text_en)

    def _sums(self, found: File, me: SignedIn) -> dict[str, str]:
        """label → the sum as it is written to this borrower."""
        if found.account is None or not found.verified:
            return {}
        show = self._site.show(as_language(found.conversation.language))
        reader = self._reader(me)
        out: dict[str, str] = {}
        for loan in found.account.loans:
            view = loan.view
            for name, minor in (
                ("overdue", view.overdue + view.charges), ("due_today", view.due_today), ("next", view.next_amount),
                ("charges", view.charges), ("payoff", view.payoff),
            ):  # fmt: skip
                if minor > 0:
                    label = f"{TEXTS[f'sum_{name}'].in_language(reader)} · {view.loan.reference}"
                    out[label] = show.money(minor, view.currency)
        return out

    def _objection(self, one: Any, me: SignedIn) -> dict[str, str]:
        label = TEXTS.get(f"class_{one.name}")
        name = label.in_language(self._reader(me)) if label else one.name
        return {"name": name, "words": one.words, "why": one.why, "instead": one.instead}

    def _id(self, request: Request) -> str:
        return str(request.path_params["conversation_id"])

    def _reader(self, me: SignedIn) -> Any:
        return as_language(me.session.language)


def _events(found: File) -> list[tuple[str, Any]]:
    """Lines and private notes in one order of time."""
    both = [("line", one.at, one) for one in found.lines] + [("note", one.at, one) for one in found.notes]
    both.sort(key=lambda event: event[1])
    return [(kind, one) for kind, _, one in both]


def _entity_words(name: str, value: object, reader: Language) -> str:
    """Such as "amount: 300" or "reason: the lost job"; what has no words stays as it is."""
    label = LABELS.get(f"entity_{name}")
    known = HARDSHIPS.get(str(value)) if name == "hardship_reason" else None
    shown = known.in_language(reader) if known else value
    return f"{label.in_language(reader) if label else name}: {shown}"


def _clocks(found: File, now: datetime) -> dict[str, str]:
    row = found.handoff
    if row is None:
        return {"reply_clock": "", "resolve_clock": ""}
    return {
        "reply_clock": desk.clock(row.asked_at, row.reply_due, row.first_reply_at, now),
        "resolve_clock": desk.clock(row.asked_at, row.resolve_due, None, now),
    }


def _wishes(fields: Fields, currency: str) -> Wishes:
    """What the borrower wishes for, as far as they said. Raises Refused."""
    kind: Any = fields.text("kind", 20) or None
    frequency: Any = fields.text("frequency", 20) or None
    start = fields.text("start", 20)
    amount = fields.text("amount", 40)
    if kind is not None and kind not in KINDS_TO_WISH:
        raise Refused("unknown_kind", "There is no such kind of help.")
    minor = Money.parse(amount, currency).minor if amount else None
    day: date | None = date_from_text(start) if start else None
    lump = minor if kind == "settlement" else None
    return Wishes(
        kind, None if lump else minor, frequency if frequency in FREQUENCIES else None, day, fields.whole("n"),
        fields.whole("months"), lump,
    )  # fmt: skip
