"""Nobody can guess, find out who is a customer, or flood somebody with codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.identity import limits
from tests.bot.conftest import Gateway, Talk
from tests.bot.test_identity import CONTACT, SENT, P, code_for, codes_sent, text_of, wrong

REAL = "EK-482913 14 March 1992"
NO_REFERENCE = "EK-482914 14 March 1992"
WRONG_BIRTH = "EK-482913 15 March 1992"


@contextmanager
def statements(gateway: Gateway) -> Iterator[list[str]]:
    """What reaches the database on the writers' connections."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(" ".join(statement.split()[:3]))

    event.listen(gateway.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(gateway.engine, "before_cursor_execute", note)


def without_ids(answer: dict[str, Any]) -> Any:
    for message in answer["messages"]:
        del message["id"], message["at"]
        for button in message["buttons"]:
            del button["token"]
    return answer


def quiet(gateway: Gateway) -> None:
    """Until the workers have sent what waits, so that only the turn's own statements are counted."""
    deadline = time.monotonic() + 5
    while gateway.store(lambda uow: uow.notices.due(gateway.clock.now())):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def turn(gateway: Gateway, talk: Talk, line: str) -> tuple[Any, list[str]]:
    with statements(gateway) as seen:
        answer = talk.send(line)
    writes = [statement for statement in seen if not statement.startswith("SELECT notices")]
    return without_ids(answer.json()), writes


@pytest.mark.parametrize("stranger", [NO_REFERENCE, WRONG_BIRTH])
def test_the_answer_is_the_same_to_the_byte_whether_or_not_somebody_is_there(whole: Gateway, stranger: str) -> None:
    answers = []
    for first in (REAL, stranger):
        talk = whole.open()
        said = [
            without_ids(talk.send(line).json()) for line in ("how much do I owe", first, "000000", "没收到", "000001")
        ]
        answers.append(said)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("stranger", [NO_REFERENCE, WRONG_BIRTH])
@pytest.mark.parametrize("split", [False, True])
def test_the_database_does_the_same_work_whether_or_not_somebody_is_there(
    start_whole: Any, stranger: str, split: bool
) -> None:
    gateway = start_whole(with_settings={"rate_limit": True})
    work = []
    for particulars in (REAL, stranger):
        talk = gateway.open()
        lines = particulars.split(" ", 1) if split else [particulars]
        for line in lines[:-1]:
            talk.say(line)
        answer, seen = turn(gateway, talk, lines[-1])
        assert SENT in text_of(answer["messages"])
        quiet(gateway)
        _, after_wrong_code = turn(gateway, talk, "000000")
        work.append((seen, after_wrong_code))
    assert _ours(work[0][0]) == _ours(work[1][0])
    assert _ours(work[0][1]) == _ours(work[1][1])


def _ours(seen: list[str]) -> list[str]:
    """Without what the once-a-second loops do in between."""
    loops = ("SELECT messages", "SELECT payment_requests", "SELECT notices", "UPDATE notices", "BEGIN", "PRAGMA")
    return [statement for statement in seen if not statement.startswith(loops)]


def test_five_wrong_codes_lock_for_thirty_minutes_and_offer_a_person(whole: Gateway) -> None:
    talk = whole.open()
    talk.say(REAL)
    code = code_for(whole)
    for _ in range(4):
        assert "not right" in text_of(talk.say(wrong(code)))
    said = talk.say(wrong(code))
    assert "stop checking until 10:" in text_of(said)
    assert [button["title"] for button in said[-1]["buttons"]] == ["Talk to a person"]
    assert talk.send(code).json()["verified"] is False
    assert "stop checking" in text_of(talk.say("how much do I owe"))
    assert "stop checking" in text_of(talk.say(REAL))


def test_the_lock_is_over_after_thirty_minutes_and_not_before(whole: Gateway) -> None:
    talk = whole.open()
    talk.say(REAL)
    for _ in range(5):
        talk.say(wrong(code_for(whole)))
    whole.clock.forward(minutes=29, seconds=50)
    assert "stop checking" in text_of(talk.say(REAL))
    whole.clock.forward(seconds=11)
    assert SENT in text_of(talk.say(REAL))
    assert talk.send(code_for(whole)).json()["verified"] is True


def test_the_lock_follows_the_identifier_into_another_conversation(whole: Gateway) -> None:
    talk = whole.open()
    talk.say(REAL)
    for _ in range(5):
        talk.say(wrong(code_for(whole)))
    other = whole.open()
    assert "stop checking" in text_of(other.say("ek482913, 1992-03-14"))
    assert SENT in text_of(whole.open().say("EK-517306 21 June 1997"))


def test_the_lock_of_a_made_up_reference_looks_the_same(whole: Gateway) -> None:
    talk = whole.open()
    talk.say(NO_REFERENCE)
    said = [text_of(talk.say(f"{number:06d}")) for number in range(5)]
    assert all("not right" in line for line in said[:4]) and "stop checking" in said[4]


def test_four_misses_and_a_right_code_are_forgotten(whole: Gateway) -> None:
    talk = whole.open()
    for _ in range(2):
        talk.say(REAL)
        for _ in range(4):
            talk.say(wrong(code_for(whole)))
        assert talk.send(code_for(whole)).json()["verified"] is True
        whole.clock.forward(minutes=31)


@pytest.fixture()
def limited(start_whole: Callable[..., Gateway]) -> Gateway:
    """With limits on how often, as in production."""
    return start_whole(with_settings={"rate_limit": True})


def test_an_identifier_gets_no_more_than_five_codes_in_half_an_hour(limited: Gateway) -> None:
    for _ in range(limits.CODES_FOR_IDENTIFIER):
        assert SENT in text_of(limited.open().say(REAL))
    said = text_of(limited.open().say(REAL))
    assert "has to wait until" in said
    assert codes_sent(limited) == limits.CODES_FOR_IDENTIFIER
    limited.clock.forward(minutes=30, seconds=5)
    assert SENT in text_of(limited.open().say(REAL))


def test_a_made_up_reference_runs_into_the_same_limit(limited: Gateway) -> None:
    said = [text_of(limited.open().say(NO_REFERENCE)) for _ in range(limits.CODES_FOR_IDENTIFIER + 1)]
    assert "has to wait until" in said[-1] and all(SENT in line for line in said[:-1])


def test_a_contact_is_not_flooded_by_several_identifiers(limited: Gateway) -> None:
    """By reference and by phone: the seventh code is not sent, and nothing shows it."""
    phone = "+86 199 0000 0101 14 March 1992"
    said = [text_of(limited.open().say(REAL)) for _ in range(4)] + [
        text_of(limited.open().say(phone)) for _ in range(4)
    ]
    assert all(SENT in line for line in said)
    assert codes_sent(limited) == limits.CODES_FOR_CONTACT


def test_a_conversation_gets_no_more_than_eight_codes(limited: Gateway) -> None:
    talk = limited.open()
    people = [P[key] for key in ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9")]
    said = [text_of(talk.say(f"{person.reference} {person.date_of_birth}")) for person in people]
    assert all(SENT in line for line in said[:8])
    assert "has to wait until" in said[8]


def test_an_address_gets_no_more_codes_than_an_office_needs(limited: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CODES_FOR_ADDRESS", 3)
    people = [P[key] for key in ("P1", "P2", "P3", "P4")]
    said = [text_of(limited.open().say(f"{person.reference} {person.date_of_birth}")) for person in people]
    assert all(SENT in line for line in said[:3])
    assert "has to wait until" in said[3]


def test_whoever_proves_who_they_are_time_and_again_runs_into_no_limit(limited: Gateway) -> None:
    for _ in range(2 * limits.CODES_FOR_CONVERSATION):
        talk = limited.open()
        assert SENT in text_of(talk.say(REAL))
        assert talk.send(code_for(limited)).json()["verified"] is True


def test_load_tests_have_no_limit_on_codes_but_keep_the_lock(whole: Gateway) -> None:
    for _ in range(limits.CODES_FOR_CONTACT + 2):
        assert SENT in text_of(whole.open().say(REAL))
    assert codes_sent(whole) == limits.CODES_FOR_CONTACT + 2
    talk = whole.open()
    talk.say(REAL)
    said = [text_of(talk.say(wrong(code_for(whole)))) for _ in range(5)]
    assert "stop checking" in said[4]


def test_codes_in_the_database_are_keyed_hashes(whole: Gateway) -> None:
    talk = whole.open()
    talk.say(REAL)
    code = code_for(whole)
    row = whole.store(lambda uow: uow.codes.latest(talk.id))
    assert code not in row.hash and len(row.hash) == 64
    assert CONTACT not in row.sent_to
    assert row.expires_at - row.created_at == timedelta(minutes=5)
