"""What a help desk has not heard of is found on both databases; a call that died in the middle goes again under the same id."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.engine import Engine

from relief.cases import close_case, open_case
from relief.store.records import HelpDeskEvent, PracticeRun, Staff
from relief.store.uow import UnitOfWork
from relief.team import figures, reading
from relief.team.model import Span
from tests.relief.store.making import NOW, conversation, message

OWNER = "u_desk"


def event(case_id: str, kind: str = "opened", status: str = "sent") -> HelpDeskEvent:
    return HelpDeskEvent(f"v_{kind}", case_id, kind, {}, NOW, status, 0, None, None, None, f"{kind}:{case_id}")


def test_a_case_is_news_until_an_event_speaks_of_it_and_its_end_only_after_it_was_heard_of(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        case = open_case(uow, "complaint", idempotency_key="a", now=NOW)
        events = uow.help_desk_events
        assert [one.id for one in events.not_announced()] == [case.id]
        assert events.add_once(event(case.id, status="waiting")) and not events.add_once(event(case.id))
        assert events.not_announced() == [] == events.not_closed()
        close_case(uow, case, outcome="answered", by="u_x", now=NOW)
        assert events.not_closed() == [], "the help desk has not heard of it yet"
        events.change("v_opened", status="sent")
        assert [one.id for one in events.not_closed()] == [case.id]
        events.add(event(case.id, "closed", "waiting"))
        assert events.not_closed() == [] and events.counts() == {"sent": 1, "waiting": 1}


def test_only_what_was_written_to_the_help_desk_itself_is_news(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        mine = uow.conversations.add(conversation(state="person", owner=OWNER))
        other = uow.conversations.add(conversation(state="person", owner="u_mei"))
        heard = uow.messages.append(message(mine.id, status="held"))
        uow.messages.append(message(other.id, status="held"))
        uow.messages.append(message(mine.id, status="said", sender="person"))
        assert [line.id for line in uow.help_desk_events.unheard_lines(OWNER)] == [heard.id]
        case = open_case(uow, "complaint", idempotency_key="a", now=NOW, conversation_id=mine.id)
        uow.help_desk_events.add(
            HelpDeskEvent("v", case.id, "line", {}, NOW, "waiting", 0, None, None, None, f"line:{heard.id}")
        )
        assert uow.help_desk_events.unheard_lines(OWNER) == []


def test_a_call_is_claimed_by_one_only_and_is_due_again_when_the_claim_runs_out(engine: Engine) -> None:
    until = NOW + timedelta(seconds=60)
    with UnitOfWork(engine) as uow:
        case = open_case(uow, "complaint", idempotency_key="a", now=NOW)
        waiting = event(case.id, status="waiting")
        uow.help_desk_events.add(waiting)
        assert uow.help_desk_events.claim(waiting, until) and not uow.help_desk_events.claim(waiting, until)
        assert uow.help_desk_events.due(until - timedelta(seconds=1)) == []
        assert [one.id for one in uow.help_desk_events.due(until)] == [waiting.id]


def test_practice_is_kept_with_its_turns(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        uow.staff.add(Staff("u_a", "a", "A", "!", ["collector"], ["en"], True, NOW))
        turn = {"text": "好的", "classes": ["PRESSURE"], "missed": []}
        uow.practice_runs.add(PracticeRun("r", "u_a", "prison", "zh", [turn], NOW, None, None))
        assert uow.practice_runs.of_staff("u_a")[0].turns == [turn] and uow.practice_runs.ended() == []


def test_the_teams_figures_are_read_from_an_empty_house_too(engine: Engine) -> None:
    span = Span(NOW - timedelta(days=1), NOW + timedelta(days=1))
    with UnitOfWork(engine) as uow:
        talk = uow.conversations.add(conversation())
        open_case(uow, "harassment", idempotency_key="a", now=NOW, conversation_id=talk.id)
        items = reading.read(uow, span)
        assert reading.received(uow, span) == []
    assert figures.row(items, span, NOW).counts["complaints"] == 1
    assert items[0].group["language"] == "zh" and items[0].group["reason"] == "alone"
