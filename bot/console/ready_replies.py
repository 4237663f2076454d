"""Ready replies: the product's, the team's and one's own; what the case fills in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.file import File
from bot.console.navigation import DESK
from bot.console.showing import Show
from bot.console.site import Fields, Site
from relief.dates import zone
from relief.store.ids import new_id
from relief.store.records import CannedReply, Staff
from relief.store.uow import UnitOfWork
from words import canned
from words.model import Both, Language, as_language
from words.tone import check

LONGEST = 1000

TEXTS: dict[str, Both] = {
    "canned": Both(en="Ready replies", zh="常用回复"),
    "canned_what": Both(
        en="Each exists in both languages. {name}, {me}, {overdue}, {next_amount}, {next_date}, {case}, {case_due} are filled from "
        "the case; {when} and {what} are asked for. Sums come from the account and are never typed.",
        zh="每条都有中英文两个版本。{name}、{me}、{overdue}、{next_amount}、{next_date}、{case}、{case_due}会从案件中填入；"
        "{when}、{what}会请您填写。金额只取自账户，不能手打。",
    ),
    "category": Both(en="Group", zh="分类"),
    "title": Both(en="Title", zh="标题"),
    "text_en": Both(en="English", zh="英文"),
    "text_zh": Both(en="Chinese", zh="中文"),
    "shared": Both(en="For the whole team", zh="全组共用"),
    "own": Both(en="My own", zh="我自己的"),
    "add": Both(en="Add", zh="添加"),
    "remove": Both(en="Remove", zh="删除"),
    "added": Both(en="The reply is there.", zh="已添加。"),
    "removed": Both(en="The reply is gone.", zh="已删除。"),
    "not_added": Both(
        en="That cannot be kept: each needs a title and both languages, with the same places, and words that may be said.",
        zh="无法保存：需要标题和中英文两个版本，占位符一致，措辞也要合规。",
    ),
    "search_replies": Both(en="Search in replies", zh="查找回复"),
    "find": Both(en="Find", zh="查找"),
    "new_reply": Both(en="A new reply", zh="新增回复"),
    "category_opening": Both(en="Opening", zh="开场"),
    "category_account": Both(en="Account", zh="账户"),
    "category_next": Both(en="What happens next", zh="下一步"),
    "category_help": Both(en="Help and rights", zh="帮助与权利"),
    "category_ending": Both(en="Ending", zh="结束"),
}


@dataclass(frozen=True)
class Choice:
    id: str
    group: str
    title: str


def choices(own: Iterable[CannedReply], language: Language, reader: Language) -> list[Choice]:
    """What can be put into a reply in `language`, named for `reader` by its beginning."""
    out = [
        Choice(key, TEXTS[f"category_{group}"].in_language(reader), _begin(canned.reply(key, reader)))
        for group, keys in canned.CATEGORIES.items()
        for key in keys
    ]
    out += [Choice(one.id, one.category, one.title) for one in own]
    return out


def values_of(found: File, me: Staff, now: datetime) -> dict[str, str]:
    """What the case knows, written as the borrower reads it."""
    language = as_language(found.conversation.language)
    show = Show(language, zone(found.conversation.timezone))
    values = {"me": me.name}
    if found.account is None:
        return values
    borrower = found.account.borrower
    values["name"] = (borrower.native_name if language == "zh" else None) or borrower.full_name
    late = next((one.view for one in found.account.loans if one.view.is_late), None)
    upcoming = next((one.view for one in found.account.loans if one.view.next_due), None)
    if late is not None and found.verified:
        values["overdue"] = show.money(late.overdue + late.charges, late.currency)
    if upcoming is not None and upcoming.next_due is not None and found.verified:
        values["next_amount"] = show.money(upcoming.next_amount, upcoming.currency)
        values["next_date"] = show.day(upcoming.next_due)
    case = next((one for one in found.account.cases if one.status != "closed"), None)
    if case is not None:
        values |= {"case": case.number, "case_due": show.day(case.due_on)}
    return values


class ReplyPages:
    """`/console/canned`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/canned", self.show, *DESK),
            self._site.post("/console/canned", self.add, *DESK),
            self._site.post("/console/canned/remove", self.remove, *DESK),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        return await self._page(request, me)

    async def add(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        title, category = fields.text("title", 120), fields.text("category", 40) or "–"
        en, zh = fields.text("text_en", LONGEST), fields.text("text_zh", LONGEST)
        given = {"title": title, "category": category, "text_en": en, "text_zh": zh}
        try:
            same = set(canned.places(en)) == set(canned.places(zh)) <= canned.PLACES
        except ValueError:
            same = False
        if not (title and en and zh and same) or check(en, "en") or check(zh, "zh"):
            return await self._page(request, me, problem="not_added", given=given, status=422)
        owner = None if fields.text("shared") and me.may("supervisor") else me.staff.id
        made = CannedReply(new_id("q"), owner, category, title, en, zh, True, self._site.services.now())
        await self._site.services.database.write(lambda uow: uow.canned_replies.add(made))
        return self._site.back("/console/canned", "added")

    async def remove(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        reply_id = fields.text("id", 80)

        def work(uow: UnitOfWork) -> None:
            found = uow.canned_replies.get(reply_id)
            if found and (found.owner == me.staff.id or (found.owner is None and me.may("supervisor"))):
                uow.canned_replies.change(found.id, active=False, updated_at=self._site.services.now())

        await self._site.services.database.write(work)
        return self._site.back("/console/canned", "removed")

    async def _page(
        self,
        request: Request,
        me: SignedIn,
        *,
        problem: str = "",
        given: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        own = await self._site.services.database.read(lambda uow: uow.canned_replies.for_staff(me.staff.id))
        wanted = request.query_params.get("q", "").strip().casefold()[:80]
        listed: list[dict[str, str | bool]] = [
            {
                "id": "", "category": TEXTS[f"category_{group}"].in_language(as_language(me.session.language)), "title": "",
                "en": canned.TEXTS[key].en, "zh": canned.TEXTS[key].zh, "mine": False,
            }
            for group, keys in canned.CATEGORIES.items()
            for key in keys
        ]  # fmt: skip
        listed += [
            {
                "id": one.id, "category": one.category, "title": one.title, "en": one.text_en, "zh": one.text_zh,
                "mine": one.owner == me.staff.id or (one.owner is None and me.may("supervisor")),
            }
            for one in own
        ]  # fmt: skip
        found = [one for one in listed if not wanted or wanted in f"{one['title']} {one['en']} {one['zh']}".casefold()]
        values = {
            "replies": found, "problem": problem, "wanted": wanted, "supervisor": me.may("supervisor"),
            "given": given or {"title": "", "category": "", "text_en": "", "text_zh": ""},
        }  # fmt: skip
        return self._site.render(request, me, "canned.html", values, texts=TEXTS, here="canned", status=status)


def _begin(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
