"""Practice in the console: choose a situation, answer it freely over two turns, read what the guard and the rules say, keep a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.accounts import SignedIn
from bot.console.case_texts import TEXTS as CASE_TEXTS
from bot.console.site import Fields, Site
from bot.practice import judging, loading
from bot.practice.model import Situation
from relief.store.ids import new_id
from relief.store.records import PracticeRun
from relief.store.uow import UnitOfWork
from words.model import LANGUAGES, Both, as_language

LONGEST = 1000
TEACHERS = ("supervisor", "trainer")

TEXTS: dict[str, Both] = {
    "practice": Both(en="Practice", zh="练习"),
    "practice_what": Both(
        en="Twelve difficult situations with invented borrowers. Answer as you would write; nothing is sent. Afterwards you read what the "
        "guard and the rules say, with their sources. The signs by which rules are known are simple: where they are wrong, tell a trainer.",
        zh="十二种棘手情境，借款人均为虚构。请像平时一样作答，不会发送任何内容。随后可以看到语气检查和规则的反馈及出处。规则靠简单的特征识别，如有误判请告诉训练师。",
    ),
    "in_language": Both(en="Practise in", zh="练习语言"),
    "begin": Both(en="Begin", zh="开始"),
    "begin_named": Both(en="Begin: {title}", zh="开始：{title}"),
    "situation": Both(en="Situation", zh="情境"),
    "tries": Both(en="Your tries", zh="练习次数"),
    "last_result": Both(en="Last time", zh="最近结果"),
    "result_good": Both(en="well done", zh="做得好"),
    "result_again": Both(en="worth another try", zh="建议再练"),
    "not_ended": Both(en="not finished", zh="未完成"),
    "never": Both(en="not tried yet", zh="还没练过"),
    "borrower_says": Both(en="Borrower", zh="客户"),
    "you": Both(en="You", zh="您"),
    "your_answer": Both(en="Your answer", zh="您的回复"),
    "answer": Both(en="Answer", zh="回复"),
    "kept_rule": Both(en="Kept", zh="做到了"),
    "missed_rule": Both(en="Missing", zh="没做到"),
    "source_since": Both(en="{source}, since {day}", zh="{source}，自{day}起"),
    "not_verified": Both(en="not yet compared with the official text", zh="尚未与官方文本核对"),
    "good_answer": Both(en="Nothing hurt, nothing was missed.", zh="没有伤人的话，该说的都说到了。"),
    "ended_good": Both(en="Well done. The borrower would come back to you.", zh="做得很好，客户愿意再来找您。"),
    "ended_again": Both(
        en="It is done. Read what was missing, and try it once more.", zh="练习结束。看看缺了什么，再试一次。"
    ),
    "once_more": Both(en="Once more", zh="再来一次"),
    "all_situations": Both(en="All situations", zh="全部情境"),
    "no_answer": Both(en="There is no answer yet.", zh="还没有填写回复。"),
    "who_practised": Both(en="Who has practised", zh="练习记录"),
    "person": Both(en="Person", zh="员工"),
    "finished": Both(en="Finished", zh="完成次数"),
    "done_well": Both(en="Done well (of {count})", zh="做好的情境（共{count}个）"),
    "latest": Both(en="Latest", zh="最近一次"),
    "nobody_yet": Both(en="Nobody has finished one yet.", zh="还没有人完成练习。"),
    "when": Both(en="When", zh="时间"),
    "lang_en": Both(en="English", zh="英文"),
    "lang_zh": Both(en="Chinese", zh="中文"),
}


@dataclass(frozen=True)
class Said:
    """One turn as it is shown: what the borrower said, the answer, and what is said about it."""

    says: str
    answer: str
    verdict: judging.Verdict


@dataclass(frozen=True)
class Record:
    """What somebody has practised."""

    name: str
    finished: int
    good: int
    latest: Any


class PracticePages:
    """`/console/practice`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._practice = loading.load()

    def routes(self) -> list[BaseRoute]:
        return [
            self._site.get("/console/practice", self.show),
            self._site.post("/console/practice/{situation}/begin", self.begin),
            self._site.get("/console/practice/runs/{run_id}", self.run),
            self._site.post("/console/practice/runs/{run_id}/answer", self.answer),
        ]

    async def show(self, request: Request, me: SignedIn) -> Response:
        def work(uow: UnitOfWork) -> tuple[list[PracticeRun], list[Record]]:
            mine = uow.practice_runs.of_staff(me.staff.id)
            return mine, self._records(uow) if me.may(*TEACHERS) else []

        mine, records = await self._site.services.database.read(work)
        reader = as_language(me.session.language)
        rows = []
        for one in self._practice.situations:
            runs = [run for run in mine if run.situation == one.id]
            rows.append((one, one.title.in_language(reader), len(runs), runs[0] if runs else None))
        values = {
            "rows": rows,
            "records": records,
            "teaches": me.may(*TEACHERS),
            "count": len(self._practice.situations),
            "chosen": reader,
        }
        return self._site.render(request, me, "practice.html", values, texts=TEXTS, here="practice")

    async def begin(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        situation, now = self._practice.situation(request.path_params["situation"]), self._site.services.now()
        if situation is None:
            return self._site.refusal(request, me, "not_here", 404)
        language = fields.text("spoken", 2)
        run = PracticeRun(
            new_id("r"), me.staff.id, situation.id, language if language in LANGUAGES else me.session.language, [], now, None, None
        )  # fmt: skip
        await self._site.services.database.write(lambda uow: uow.practice_runs.add(run))
        return self._site.back(f"/console/practice/runs/{run.id}")

    async def run(self, request: Request, me: SignedIn) -> Response:
        found = await self._mine(request, me)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        run, situation = found
        spoken, reader = as_language(run.language), as_language(me.session.language)
        said = [
            Said(
                judging.line(situation, run.turns, number).in_language(spoken),
                str(turn["text"]),
                judging.judge(self._practice, situation, number, str(turn["text"]), spoken, reader),
            )
            for number, turn in enumerate(run.turns)
        ]
        turn = len(run.turns)
        values = {
            "run": run,
            "title": situation.title.in_language(reader),
            "who": situation.who.in_language(reader),
            "said": said,
            "turn": turn,
            "next_line": "" if run.ended_at else judging.line(situation, run.turns, turn).in_language(spoken),
            "spoken_lang": "zh-Hans" if spoken == "zh" else "en",
            "longest": LONGEST,
            "reader": reader,
        }
        texts = {**CASE_TEXTS, **TEXTS}
        return self._site.render(request, me, "practice_run.html", values, texts=texts, here="practice")

    async def answer(self, request: Request, me: SignedIn, fields: Fields) -> Response:
        found = await self._mine(request, me)
        if found is None:
            return self._site.refusal(request, me, "not_here", 404)
        run, situation = found
        here, text, turn = f"/console/practice/runs/{run.id}", fields.text("text", LONGEST), fields.whole("turn")
        if not text:
            return self._site.back(here, "no_answer")
        spoken, now = as_language(run.language), self._site.services.now()
        if turn != len(run.turns) or run.ended_at is not None:  # sent twice, or from an older page
            return self._site.back(here)
        verdict = judging.judge(self._practice, situation, turn, text, spoken, spoken)
        given: Mapping[str, Any] = {
            "text": text,
            "classes": [one.name for one in verdict.objections],
            "missed": [rule.id for rule in verdict.missed],
        }

        def work(uow: UnitOfWork) -> None:
            current = uow.practice_runs.require(run.id, lock=True)
            if len(current.turns) != turn:
                return
            turns = [*current.turns, given]
            ends = len(turns) == len(situation.needs)
            uow.practice_runs.change(
                run.id,
                turns=turns,
                ended_at=now if ends else None,
                result=judging.result(turns) if ends else None,
            )

        await self._site.services.database.write(work)
        return self._site.back(here)

    async def _mine(self, request: Request, me: SignedIn) -> tuple[PracticeRun, Situation] | None:
        """Somebody's own run; what others wrote in practice is nobody's business."""
        run = await self._site.services.database.read(lambda uow: uow.practice_runs.get(request.path_params["run_id"]))
        situation = self._practice.situation(run.situation) if run else None
        if run is None or situation is None or run.staff_id != me.staff.id:
            return None
        return run, situation

    def _records(self, uow: UnitOfWork) -> list[Record]:
        """Of everybody who finished something: how often, and which situations went well. No answer of theirs."""
        names = {one.id: one.name for one in uow.staff.all()}
        runs: dict[str, list[PracticeRun]] = {}
        for run in uow.practice_runs.ended():
            runs.setdefault(run.staff_id, []).append(run)
        found = [
            Record(
                names.get(staff, "?"),
                len(mine),
                len({run.situation for run in mine if run.result == "good"}),
                max(run.ended_at for run in mine if run.ended_at),
            )
            for staff, mine in runs.items()
        ]
        return sorted(found, key=lambda one: one.name)
