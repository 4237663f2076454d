"""Messages in order, buttons once, codes and locks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from relief.store.records import Dialogue, Message
from relief.store.uow import UnitOfWork
from tests.relief.store.making import NOW, button, code, conversation, message

MINUTE = timedelta(minutes=1)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture()
def talk(engine: Engine) -> str:
    """The id of a conversation that is in the database."""
    with UnitOfWork(engine) as uow:
        one = uow.conversations.add(conversation())
        uow.commit()
    return one.id


def test_messages_are_numbered_from_one_without_gaps(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        for text in ("one", "two", "three"):
            uow.messages.append(message(talk, text))
        assert [(item.seq, item.text) for item in uow.messages.after(talk)] == [(1, "one"), (2, "two"), (3, "three")]
        assert [item.text for item in uow.messages.after(talk, 2)] == ["three"]
        assert [item.text for item in uow.messages.last(talk, 2)] == ["two", "three"]


def test_messages_that_come_at_once_get_different_numbers(engine: Engine, talk: str) -> None:
    def write(number: int) -> Message:
        with UnitOfWork(engine) as uow:
            stored = uow.messages.append(message(talk, str(number)))
            uow.commit()
        return stored

    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(write, range(24)))
    assert sorted(item.seq for item in stored) == list(range(1, 25))


def test_the_same_message_of_a_sender_is_stored_once(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        uow.messages.append(message(talk, sender_message_id="x1"))
        uow.commit()
    with UnitOfWork(engine) as uow:
        with pytest.raises(IntegrityError):
            uow.messages.append(message(talk, sender_message_id="x1"))
    with UnitOfWork(engine, readonly=True) as uow:
        found = uow.messages.from_sender(talk, "x1")
        assert found is not None and found.seq == 1
        assert uow.messages.from_sender(talk, "x2") is None


def test_a_message_that_is_kept_for_an_answer_waits_for_its_next_attempt(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        uow.messages.append(message(talk, "now"))
        uow.messages.append(message(talk, "later", next_attempt_at=NOW + MINUTE))
        uow.messages.append(message(talk, "done", status="answered"))
        assert [item.text for item in uow.messages.unanswered(NOW)] == ["now"]
        assert [item.text for item in uow.messages.unanswered(NOW + MINUTE)] == ["now", "later"]


def test_a_button_is_used_once_and_with_it_its_group(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        yes, no = button(talk, "t_yes"), button(talk, "t_no")
        other = button(talk, "t_other", group="h")
        uow.buttons.add_all([yes, no, other])
        assert uow.buttons.use(yes, NOW)
        assert not uow.buttons.use(yes, NOW)
        assert not uow.buttons.use(no, NOW)
        assert uow.buttons.use(other, NOW)


def test_only_the_newest_code_counts_and_only_until_it_expires(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        uow.codes.add(code(talk, expires_at=NOW + 5 * MINUTE))
        uow.codes.withdraw(talk, NOW)
        newest = uow.codes.add(code(talk, created_at=NOW + MINUTE, expires_at=NOW + 6 * MINUTE))
        found = uow.codes.open_for(talk, NOW + 2 * MINUTE)
        assert found is not None and found.id == newest.id
        uow.codes.missed(newest.id)
        found = uow.codes.open_for(talk, NOW + 5 * MINUTE)
        assert found is not None and found.misses == 1
        assert uow.codes.open_for(talk, NOW + 6 * MINUTE) is None


def test_five_misses_lock_for_half_an_hour(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        for at in range(4):
            uow.locks.miss("reference:x", NOW + at * MINUTE, limit=5, lock_for=HALF_HOUR)
        assert uow.locks.locked_until("reference:x", NOW + 4 * MINUTE) is None
        fifth = NOW + 5 * MINUTE
        uow.locks.miss("reference:x", fifth, limit=5, lock_for=HALF_HOUR)
        assert uow.locks.locked_until("reference:x", fifth + HALF_HOUR - MINUTE) == fifth + HALF_HOUR
        assert uow.locks.locked_until("reference:x", fifth + HALF_HOUR) is None
        assert uow.locks.locked_until("reference:y", fifth) is None


def test_misses_long_ago_are_forgotten(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        for _ in range(4):
            uow.locks.miss("k", NOW, limit=5, lock_for=HALF_HOUR)
        late = uow.locks.miss("k", NOW + HALF_HOUR + MINUTE, limit=5, lock_for=HALF_HOUR)
        assert (late.failures, late.locked_until) == (1, None)


def test_misses_at_the_same_time_all_count(engine: Engine) -> None:
    def miss(_: int) -> None:
        with UnitOfWork(engine) as uow:
            uow.locks.miss("k", NOW, limit=5, lock_for=HALF_HOUR)
            uow.commit()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(miss, range(5)))
    with UnitOfWork(engine, readonly=True) as uow:
        assert uow.locks.locked_until("k", NOW) == NOW + HALF_HOUR


def test_a_token_is_used_once(engine: Engine) -> None:
    with UnitOfWork(engine) as uow:
        assert uow.used_tokens.use("jti", "link", NOW)
        assert not uow.used_tokens.use("jti", "link", NOW)


def test_the_open_question_is_kept_and_replaced(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        assert uow.dialogue.of(talk, NOW).question is None
        uow.dialogue.put(Dialogue(talk, {"kind": "budget.income"}, 0, {}, NOW))
        uow.dialogue.put(Dialogue(talk, {"kind": "plan.confirm"}, 1, {"x": "愿意"}, NOW))
        assert uow.dialogue.of(talk, NOW) == Dialogue(talk, {"kind": "plan.confirm"}, 1, {"x": "愿意"}, NOW)
        uow.dialogue.clear(talk)
        assert uow.dialogue.get(talk) is None


def test_a_telegram_chat_is_linked_to_one_conversation_at_a_time(engine: Engine, talk: str) -> None:
    with UnitOfWork(engine) as uow:
        second = uow.conversations.add(conversation())
        uow.conversations.link("telegram", "77", talk, NOW)
        uow.conversations.link("telegram", "77", second.id, NOW)
        found = uow.conversations.linked("telegram", "77")
        assert found is not None and found.id == second.id
        uow.conversations.unlink("telegram", "77")
        assert uow.conversations.linked("telegram", "77") is None
