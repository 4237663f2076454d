"""Cases go to a help desk that is there already, signed, once, with patience, and come back through its own interface."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import webhook
from bot.commands.desk import desk as desk_command
from bot.help_desk.settings import SHARES, HelpDesk, from_environment
from bot.help_desk.worker import WAITS_S, HelpDeskWorker, collect
from bot.settings import SettingsError
from relief.cases import KINDS, close_case, open_case
from relief.store.records import Case, HelpDeskEvent
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, Talk, eventually
from tests.bot.standin import Server, StandIn, echo
from tests.console.conftest import Hire
from words.help_desk import TEXTS, summary

SECRET = "a secret of sixteen or more"
TOKEN = "a token of at least thirty-two characters"


@dataclass
class Elsewhere:
    """A help desk: keeps what it is told, and answers as a test wants."""

    status: int = 200
    calls: list[tuple[Headers, bytes]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.calls.append((request.headers, await request.body()))
        return JSONResponse({}, status_code=self.status)

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(raw) for _, raw in self.calls]

    def events(self) -> list[str]:
        return [body["event"] for body in self.bodies()]


@pytest.fixture()
def elsewhere() -> Iterator[Elsewhere]:
    desk = Elsewhere()
    server = Server(Starlette(routes=[Route("/hook", desk.take, methods=["POST"])]))
    server.start()
    desk.url = f"{server.url}/hook"  # type: ignore[attr-defined]
    yield desk
    server.stop()


Connect = Callable[..., Gateway]


@pytest.fixture()
def connect(start_whole: Callable[..., Gateway], elsewhere: Elsewhere) -> Connect:
    """A gateway that is connected to it; `share` is what may go out."""

    def one(share: str = "", **environ: str) -> Gateway:
        env = {
            "EVENKEEL_DESK_URL": elsewhere.url,  # type: ignore[attr-defined]
            "EVENKEEL_DESK_SECRET": SECRET,
            "EVENKEEL_DESK_TOKEN": TOKEN,
            "EVENKEEL_DESK_SHARE": share,
            **environ,
        }
        return start_whole(environ=env)

    return one


@pytest.fixture(autouse=True)
def no_other_case(lender: Engine) -> None:
    """The demo's own cases would go out as well; here they are answered already."""
    with UnitOfWork(lender) as uow:
        for case in uow.cases.open_cases(10_000):
            uow.cases.change(case.id, status="closed")
        uow.commit()


def opened(gateway: Gateway, kind: str = "complaint", talk: Talk | None = None, key: str = "a", **more: Any) -> Case:
    def work(uow: UnitOfWork) -> Case:
        conversation = talk.id if talk else None
        return open_case(
            uow, kind, idempotency_key=f"test:{key}", now=gateway.clock.now(), conversation_id=conversation, **more
        )

    return gateway.store(work)


def events(gateway: Gateway, case: Case) -> list[HelpDeskEvent]:
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        return uow.help_desk_events.of_case(case.id)


def call(gateway: Gateway, case: Case | str, what: str = "", **body: Any) -> httpx.Response:
    number = case if isinstance(case, str) else case.number
    path = f"/api/v1/desk/cases/{number}" + (f"/{what}" if what else "")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return gateway.http.post(path, json=body, headers=headers) if what else gateway.http.get(path, headers=headers)


def worker(gateway: Gateway, elsewhere: Elsewhere, **desk: Any) -> HelpDeskWorker:
    """The same worker, moved by hand."""
    settings = HelpDesk(elsewhere.url, SECRET, **desk)  # type: ignore[attr-defined]
    return HelpDeskWorker(gateway.services.database, settings, gateway.settings.public_url, gateway.clock.now)


def look(gateway: Gateway, elsewhere: Elsewhere, **desk: Any) -> int:
    import asyncio

    return asyncio.run(worker(gateway, elsewhere, **desk).look())


# -- out ---------------------------------------------------------------------------------------------------------


def test_a_case_goes_out_once_signed_and_with_nothing_of_the_account(connect: Connect, elsewhere: Elsewhere) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk, summary={"text": "I owe 2,231.67 and my phone is 13800138000"})
    eventually(lambda: len(elsewhere.calls) == 1)
    headers, raw = elsewhere.calls[0]
    assert webhook.holds(SECRET, headers, raw, gateway.clock.now())
    body = json.loads(raw)
    assert headers["idempotency-key"] == body["id"] and body["event"] == "case.opened"
    assert body["case"] == {
        "number": case.number, "kind": "complaint", "priority": "urgent", "status": "open", "language": "en",
        "summary": summary("complaint", "en"),
    }  # fmt: skip
    gateway.clock.forward(hours=10)
    assert look(gateway, elsewhere) == 0 and len(elsewhere.calls) == 1


def test_whoever_opened_and_closed_it_the_help_desk_hears_both(connect: Connect, elsewhere: Elsewhere) -> None:
    gateway = connect()
    case = opened(gateway)
    eventually(lambda: elsewhere.events() == ["case.opened"])
    gateway.store(lambda uow: close_case(uow, case, outcome="answered", by="u_x", now=gateway.clock.now()))
    eventually(lambda: elsewhere.events() == ["case.opened", "case.closed"])
    assert elsewhere.bodies()[1]["case"]["status"] == "closed"


def test_a_summary_never_holds_a_figure() -> None:
    assert set(KINDS) < set(TEXTS)
    for kind in KINDS:
        assert not any(one.isdigit() for one in summary(kind, "en") + summary(kind, "zh"))


def test_more_goes_out_only_where_the_setting_says_so(start_whole: Any, elsewhere: Elsewhere) -> None:
    gateway = start_whole()
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        borrower = uow.borrowers.all()[0]
        loan = uow.loans.of_borrower(borrower.id)[0]
    opened(gateway, "dispute", key="a", borrower_id=borrower.id, loan_id=loan.id)
    look(gateway, elsewhere)
    assert set(elsewhere.bodies()[0]["case"]) == {"number", "kind", "priority", "status", "language", "summary"}
    opened(gateway, "dispute", key="b", borrower_id=borrower.id, loan_id=loan.id)
    look(gateway, elsewhere, share=frozenset(SHARES))
    told = elsewhere.bodies()[1]["case"]
    assert told["name"] == (borrower.native_name or borrower.full_name) and told["reference"] == loan.reference
    assert told["due_on"] and told["link"] is None


def test_what_does_not_get_through_is_tried_again_with_growing_waits_and_then_given_up(
    start_whole: Any, elsewhere: Elsewhere
) -> None:
    gateway = start_whole()
    case = opened(gateway)
    elsewhere.status = 503
    for number, wait in enumerate(WAITS_S, start=1):
        look(gateway, elsewhere)
        (event,) = events(gateway, case)
        assert (event.status, event.attempts) == ("waiting", number)
        assert event.next_attempt_at is not None
        left = event.next_attempt_at - gateway.clock.now()
        assert timedelta(seconds=wait - 5) < left <= timedelta(seconds=wait)
        look(gateway, elsewhere)
        assert len(elsewhere.calls) == number, "it did not wait"
        gateway.clock.forward(seconds=wait + 1)
    look(gateway, elsewhere)
    (event,) = events(gateway, case)
    assert (event.status, event.trouble) == ("dead", "answered 503")
    assert len({headers["idempotency-key"] for headers, _ in elsewhere.calls}) == 1


def test_a_refused_call_waits_for_nobody_and_a_supervisor_sends_it_again(
    start_whole: Any, elsewhere: Elsewhere, hire: Hire
) -> None:
    gateway = start_whole()
    case = opened(gateway)
    elsewhere.status = 410
    look(gateway, elsewhere)
    (event,) = events(gateway, case)
    assert event.status == "dead"
    assert hire(gateway, "Mei").get("/console/help-desk").status_code == 403
    boss = hire(gateway, "Ada", roles=("supervisor",))
    page = boss.page("/console/help-desk")
    assert case.number in page and "answered 410" in page
    elsewhere.status = 200
    assert boss.post("/console/help-desk/again", {"event": event.id}).status_code == 303
    assert look(gateway, elsewhere) == 1
    assert case.number not in boss.page("/console/help-desk")
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        assert [line.actor for line in uow.audit.about(event.id)] == [boss.staff.id]


def test_the_dead_are_listed_and_sent_again_on_the_command_line(
    start_whole: Any, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = start_whole()
    monkeypatch.setenv("DATABASE_URL", str(gateway.engine.url))
    case = opened(gateway)
    elsewhere.status = 404
    look(gateway, elsewhere)
    run = CliRunner()
    assert case.number in run.invoke(desk_command, ["dead"]).output
    assert run.invoke(desk_command, ["again", "--all"]).output == "1 will be sent again.\n"
    assert run.invoke(desk_command, ["again", "v_none"]).exit_code == 1
    assert run.invoke(desk_command, ["again"]).exit_code == 2
    elsewhere.status = 200
    assert look(gateway, elsewhere) == 1


def test_looking_twice_notes_nothing_twice(start_whole: Any) -> None:
    gateway = start_whole()
    opened(gateway)
    now = gateway.clock.now()
    assert gateway.store(lambda uow: collect(uow, now)) == 1
    assert gateway.store(lambda uow: collect(uow, now)) == 0


# -- and back ----------------------------------------------------------------------------------------------------


def test_nobody_without_the_token_reads_or_writes(connect: Connect) -> None:
    gateway = connect()
    case = opened(gateway)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert gateway.http.get("/api/v1/desk/cases", headers=headers).status_code == 401
        answer = gateway.http.post(f"/api/v1/desk/cases/{case.number}/close", json={}, headers=headers)
        assert answer.status_code == 401 and answer.json()["type"] == "/problems/unauthorized"


def test_without_a_token_in_the_settings_there_is_no_such_address(whole: Gateway) -> None:
    assert whole.http.get("/api/v1/desk/cases", headers={"Authorization": "Bearer x"}).status_code == 404


def test_a_reply_takes_over_reaches_the_borrower_once_and_silences_the_assistant(
    connect: Connect, rasa: StandIn, elsewhere: Elsewhere
) -> None:
    gateway = connect("lines")
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    text = "I have read your complaint, and I am sorry for the calls."
    first = call(gateway, case, "replies", id="r1", text=text, agent="Lin Yue")
    assert (first.status_code, first.json()) == (201, {"id": "r1", "said": True, "repeated": False})
    again = call(gateway, case, "replies", id="r1", text=text, agent="Lin Yue")
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    said = talk.history(1)
    assert [line["text"] for line in said if line["from"] == "person"] == [text]
    assert any("Lin Yue" in line["text"] for line in said if line["from"] == "system")
    rasa.script = echo
    answer = talk.send("my number is 13800138000, thank you")
    assert answer.json()["state"] == "person" and not [m for m in answer.json()["messages"] if m["from"] == "bot"]
    eventually(lambda: "case.line" in elsewhere.events())
    heard = next(body for body in elsewhere.bodies() if body["event"] == "case.line")
    assert heard["case"]["number"] == case.number
    assert "13800138000" not in heard["line"]["text"] and "thank you" in heard["line"]["text"]


def test_what_borrowers_write_stays_here_unless_lines_are_shared(connect: Connect, elsewhere: Elsewhere) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    call(gateway, case, "replies", id="r1", text="How can I help you?")
    talk.send("my wife is ill")
    eventually(lambda: "case.line" in elsewhere.events())
    assert elsewhere.bodies()[-1]["line"] == {"text": None}
    assert "wife" not in json.dumps(elsewhere.bodies()) and call(gateway, case).json()["lines"] == []


def test_the_same_id_with_another_text_is_refused(connect: Connect) -> None:
    gateway = connect()
    case = opened(gateway, talk=gateway.open())
    call(gateway, case, "replies", id="r1", text="How can I help you?")
    answer = call(gateway, case, "replies", id="r1", text="Something else entirely.")
    assert answer.status_code == 409 and answer.json()["field"] == "id"
    call(gateway, case, "notes", id="n1", text="called back")
    assert call(gateway, case, "notes", id="n1", text="did not call").status_code == 409


def test_the_tone_guard_stands_before_the_help_desk_too(connect: Connect) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    answer = call(gateway, case, "replies", id="r1", text="Pay today or the police will come to your house.")
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "/problems/draft-refused" and problem["objections"][0]["instead"]
    assert not [line for line in talk.history(1) if line["from"] == "person"]
    figure = call(gateway, case, "replies", id="r2", text="Please pay CNY 4,000 by Friday.")
    assert figure.status_code == 422 and "FIGURE" in [one["class"] for one in figure.json()["objections"]]
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        assert len(uow.refused_drafts.latest()) == 2


def test_a_conversation_that_a_colleague_holds_is_not_taken_away(connect: Connect, hire: Hire) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    mei = hire(gateway, "Mei")
    assert mei.post(f"/console/c/{talk.id}/take").status_code in (200, 303)
    answer = call(gateway, case, "replies", id="r1", text="How can I help you?")
    assert answer.status_code == 409 and answer.json()["reason"] == "taken" and "Mei" in answer.json()["detail"]


def test_a_note_stays_on_the_case_and_out_of_the_chat(connect: Connect) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    before = talk.history()
    assert call(gateway, case, "notes", id="n1", text="Waits for the bank.", agent="Lin").status_code == 201
    assert call(gateway, case, "notes", id="n1", text="Waits for the bank.").json()["repeated"] is True
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        assert [note.text for note in uow.cases.notes(case.id)] == ["Waits for the bank."]
    assert talk.history() == before


def test_the_assistant_goes_on_when_the_help_desk_gives_back(connect: Connect, rasa: StandIn) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    call(gateway, case, "replies", id="r1", text="How can I help you?")
    assert call(gateway, case, "return", summary="All is answered.").json()["repeated"] is False
    assert call(gateway, case, "return", summary="All is answered.").json()["repeated"] is True
    assert gateway.conversation(talk).state == "bot"
    rasa.script = echo
    assert [line for line in talk.say("hello") if line["from"] == "bot"]


def test_closing_ends_case_and_conversation_and_once_is_enough(connect: Connect, elsewhere: Elsewhere) -> None:
    gateway = connect()
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    eventually(lambda: elsewhere.events() == ["case.opened"])
    call(gateway, case, "replies", id="r1", text="How can I help you?")
    assert call(gateway, case, "close", outcome="nonsense").status_code == 400
    assert call(gateway, case, "close", outcome="complaint").json() == {"closed": True, "repeated": False}
    assert call(gateway, case, "close", outcome="complaint").json() == {"closed": True, "repeated": True}
    assert call(gateway, case, "close", outcome="answered").status_code == 409
    assert gateway.conversation(talk).state == "closed"
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        found = uow.cases.require(case.id)
        (row,) = uow.handoffs.of_conversation(talk.id)
    assert (found.status, found.outcome, row.outcome, row.case_id) == ("closed", "complaint", "complaint", case.id)
    assert row.first_reply_at is not None and row.ended_at is not None
    eventually(lambda: elsewhere.events() == ["case.opened", "case.closed"])


def test_a_case_without_a_conversation_can_be_noted_and_closed_but_not_answered(connect: Connect) -> None:
    gateway = connect()
    case = opened(gateway, "payment")
    assert call(gateway, case, "replies", id="r1", text="Hello?").status_code == 409
    assert call(gateway, case, "close", outcome="payment").status_code == 200


def test_every_read_of_a_case_is_in_the_record(connect: Connect) -> None:
    gateway = connect()
    case = opened(gateway)
    assert call(gateway, case).status_code == 200
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        assert "case.read" in [line.action for line in uow.audit.about(case.id)]


def test_the_document_names_the_routes_and_what_they_answer(connect: Connect, elsewhere: Elsewhere) -> None:
    gateway = connect("due,lines")
    talk = gateway.open()
    case = opened(gateway, talk=talk)
    eventually(lambda: elsewhere.events() == ["case.opened"])
    document = gateway.http.get("/api/v1/desk/openapi.json").json()
    documented = {(path, method.upper()) for path, item in document["paths"].items() for method in item if method != "parameters"}  # fmt: skip
    routes = {
        (route.path, method)
        for route in gateway.server.app.routes
        if getattr(route, "path", "").startswith("/api/v1/desk/cases")
        for method in route.methods
        if method != "HEAD"
    }
    assert documented == routes

    def fits(answer: Any, name: str) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(answer)

    listed = gateway.http.get("/api/v1/desk/cases", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    fits(listed, "Cases")
    fits(call(gateway, case).json(), "CaseRead")
    fits(call(gateway, case, "replies", id="r", text="How can I help you?").json(), "Said")
    fits(call(gateway, case, "replies", id="q", text="The police will come.").json(), "Problem")
    fits(call(gateway, case, "notes", id="n", text="x").json(), "Noted")
    fits(call(gateway, case, "return", summary="All is answered.").json(), "Returned")
    fits(call(gateway, case, "close", outcome="answered").json(), "Closed")
    eventually(lambda: "case.closed" in elsewhere.events())
    for body in elsewhere.bodies():
        fits(body, "Event")


def test_what_cannot_be_used_is_refused_by_name(connect: Connect) -> None:
    gateway = connect()
    case = opened(gateway, talk=gateway.open())
    unusable: list[tuple[str, dict[str, Any], str]] = [
        ("replies", {"text": "x"}, "id"),
        ("replies", {"id": "", "text": "x"}, "id"),
        ("replies", {"id": "a", "text": " "}, "text"),
        ("replies", {"id": "a", "text": "x" * 2001}, "text"),
        ("replies", {"id": "a", "text": "x", "agent": "https://evil.example"}, "agent"),
        ("notes", {"id": "a"}, "text"),
        ("return", {}, "summary"),
        ("close", {}, "outcome"),
    ]
    for what, body, name in unusable:
        answer = call(gateway, case, what, **body)
        assert (answer.status_code, answer.json().get("field")) == (400, name), body
    assert call(gateway, "X-2026-999999").status_code == 404


# -- settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environ",
    [
        {"EVENKEEL_DESK_URL": "ftp://desk.example", "EVENKEEL_DESK_SECRET": SECRET},
        {"EVENKEEL_DESK_URL": "https://desk.example", "EVENKEEL_DESK_SECRET": "x" * 15},
        {"EVENKEEL_DESK_TOKEN": "x" * 31},
        {"EVENKEEL_DESK_TOKEN": "x" * 32, "EVENKEEL_DESK_SHARE": "balance"},
        {"EVENKEEL_DESK_TOKEN": "x" * 32, "EVENKEEL_DESK_NAME": "<b>"},
    ],
)
def test_a_connection_that_cannot_be_right_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="EVENKEEL_DESK_"):
        from_environment(environ)


def test_nothing_is_connected_by_itself() -> None:
    assert from_environment({}) is None
    found = from_environment({"EVENKEEL_DESK_TOKEN": "x" * 32})
    assert found is not None and found.share == frozenset() and "xxx" not in repr(found)
