"""The desk at work over HTTP, without script: take, answer, hand back, close; who may and who may not."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.console import queue as queue_page
from bot.console import searching
from bot.handoff import Desk
from relief.dates import zone
from relief.desk import Hours
from relief.store.records import Conversation, Handoff, Message
from relief.store.repositories.base import StaleRecord
from relief.store.uow import UnitOfWork
from tests.bot.conftest import NOW, Gateway, Talk, eventually
from tests.bot.standin import StandIn, custom, say
from tests.bot.test_pay import verified
from tests.console.conftest import Hire, Person
from words import desk as words

HOURS = Hours(zone("Asia/Shanghai"))


def row(gateway: Gateway, talk: Talk) -> Handoff:
    with UnitOfWork(gateway.engine, readonly=True) as uow:
        return uow.handoffs.of_conversation(talk.id)[0]


def waiting(gateway: Gateway, rasa: StandIn, language: str = "en", priority: str = "normal") -> Talk:
    """A borrower who waits for a person."""
    talk = gateway.open(language)
    script = rasa.script
    rasa.answers(custom(directive="handoff", reason="asked", priority=priority))
    assert talk.send("a person please").json()["state"] == "waiting"
    rasa.script = script
    return talk


def taken(gateway: Gateway, talk: Talk, person: Person) -> Talk:
    assert person.post(f"/console/c/{talk.id}/take").status_code == 303
    return talk


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def reply(person: Person, talk: Talk, text: str, **changes: Any) -> httpx.Response:
    version = hidden(person.page(f"/console/c/{talk.id}"), "version")
    fields = {"text": text, "key": "k", "version": version, **changes}
    return person.post(f"/console/c/{talk.id}/reply", fields)


def act(person: Person, talk: Talk, what: str, **fields: str) -> httpx.Response:
    page = person.page(f"/console/c/{talk.id}")
    return person.post(f"/console/c/{talk.id}/{what}", {"version": hidden(page, "version"), **fields})


def test_the_queue_shows_crisis_then_urgent_then_the_longest_waiting(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talks = [waiting(whole, rasa, priority=priority) for priority in ("normal", "urgent", "normal")]
    crisis = whole.open()
    crisis.say("I want to end my life")
    page = mei.page("/console/queue")
    order = re.findall(r'scope="row"[^>]*><a href="/console/c/([^"]+)"', page)
    assert order == [crisis.id, talks[1].id, talks[0].id, talks[2].id]


def test_take_next_gives_the_most_urgent_and_two_people_never_the_same(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    first, urgent = waiting(whole, rasa), waiting(whole, rasa, priority="urgent")
    assert mei.post("/console/next").headers["location"] == f"/console/c/{urgent.id}"
    assert tom.post("/console/next").headers["location"] == f"/console/c/{first.id}"
    assert "took_nothing" in tom.post("/console/next").headers["location"]


def test_of_two_who_take_the_same_case_at_once_one_wins_and_the_other_hears_who(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    people = [hire(whole, name) for name in ("Mei", "Tom", "Ana", "Bo")]
    talk = waiting(whole, rasa)
    for person in people:
        person.page("/console/queue")
    answers: dict[str, httpx.Response] = {}
    for person in people:
        person.post("/console/away", {"away": "0"})
    threads = [
        threading.Thread(
            target=lambda p=person: answers.__setitem__(p.staff.name, p.post(f"/console/c/{talk.id}/take"))
        )
        for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name, answer in answers.items() if answer.status_code == 303]
    assert len(winners) == 1
    for name, answer in answers.items():
        if name not in winners:
            assert answer.status_code == 409 and f"{winners[0]} has this conversation already" in answer.text


def test_nobody_takes_a_fifth_except_in_a_crisis(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    for _ in range(5):
        waiting(whole, rasa)
    assert [mei.post("/console/next").status_code for _ in range(4)] == [303] * 4
    full = mei.post("/console/next")
    assert full.status_code == 409 and "You hold 4 conversations" in full.text
    crisis = whole.open()
    crisis.say("I want to end my life")
    assert mei.post("/console/next").headers["location"] == f"/console/c/{crisis.id}"


def test_who_writes_again_starts_the_clock_of_the_next_reply_and_a_thank_you_does_not(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa, priority="urgent"), mei)
    reply(mei, talk, "Hello")

    def clock() -> str:
        def read(uow: UnitOfWork) -> str:
            return queue_page.read(uow, "x", whole.clock.now(), HOURS).rows[0].reply_clock

        return str(whole.store(read))

    def understood_as(intent: str) -> None:
        """What reading along says of the borrower's last line, once it has read it."""

        def last(uow: UnitOfWork) -> Message:
            return uow.messages.last(talk.id, 1, sender="borrower")[0]

        eventually(lambda: whole.store(last).understood is not None)
        whole.store(lambda uow: uow.messages.change(last(uow).id, understood={"intent": intent}))

    assert clock() == "met"
    talk.send("thank you")
    understood_as("thank")
    assert clock() == "met"
    talk.send("and what about next month?")
    assert clock() == "running"
    whole.clock.forward(minutes=20)
    assert mei.get("/console/queue").status_code == 200
    whole.clock.forward(minutes=11)
    assert clock() == "over"
    reply(mei, talk, "Next month stays as it is.", key="again")
    assert clock() == "met"


def test_rasa_s_memory_hears_of_a_person_by_appended_events_only(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    reply(mei, talk, "Good morning.")
    eventually(lambda: any(events[0]["event"] == "bot" for _, events in rasa.told))
    told = [(who, events) for who, events in rasa.told if events[0]["event"] != "slot"]
    assert told == [(talk.id, [{"event": "bot", "text": "Good morning.", "metadata": {"from": "person"}}])]


def test_a_borrower_s_file_is_opened_from_the_case_and_that_is_noted(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = whole.open()
    talk.upload(b"%PDF-1.4 a letter", "letter.pdf")
    link = re.search(rf'href="(/console/c/{talk.id}/files/[^"]+)">letter.pdf', mei.page(f"/console/c/{talk.id}"))
    assert link
    answer = mei.get(link[1])
    assert answer.content == b"%PDF-1.4 a letter" and answer.headers["content-disposition"].startswith("attachment")
    assert mei.get(link[1].replace(talk.id, whole.open().id)).status_code == 404
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert any(str(line.data.get("what")).startswith("file ") for line in uow.audit.about(talk.id))


def test_the_borrower_hears_who_is_there_and_the_assistant_is_silent(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    talk = taken(whole, waiting(whole, rasa), hire(whole, "Mei"))
    assert talk.history()[-1]["text"] == words.TEXTS["person_here"].en.format(name="Mei")
    assert talk.send("hello?").json()["messages"] == []
    assert rasa.asked[-1]["message"] == "a person please"


def test_a_reply_is_said_once_however_often_it_is_sent(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    for _ in range(2):
        assert reply(mei, talk, "Good morning, how can I help?", key="same").status_code == 303
    assert [line["text"] for line in talk.history() if line["from"] == "person"] == ["Good morning, how can I help?"]
    assert row(whole, talk).first_reply_at is not None


def test_only_the_owner_writes_and_an_old_page_is_told_so(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei, tom, sara = hire(whole, "Mei"), hire(whole, "Tom"), hire(whole, "Sara", roles=("supervisor",))
    talk = taken(whole, waiting(whole, rasa), mei)
    old = hidden(mei.page(f"/console/c/{talk.id}"), "version")
    foreign = reply(tom, talk, "Me too", key="t")
    assert foreign.status_code == 409 and "Mei has it" in foreign.text
    assert sara.post(f"/console/c/{talk.id}/assign", {"to": tom.staff.id}).status_code == 303
    assert act(tom, talk, "assign", to=mei.staff.id).status_code == 303
    late = mei.post(f"/console/c/{talk.id}/reply", {"text": "Hello", "key": "k", "version": old})
    assert late.status_code == 409 and "changed hands" in late.text and "Hello" in late.text
    assert [line for line in talk.history() if line["from"] == "person"] == []


def test_nothing_is_handed_to_somebody_who_is_away(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    talk = taken(whole, waiting(whole, rasa), mei)
    tom.post("/console/away", {"away": "1"})
    answer = act(mei, talk, "assign", to=tom.staff.id)
    assert answer.status_code == 409 and "Tom is not there" in answer.text


def test_forbidden_words_are_not_sent_and_a_supervisor_sees_that_they_were_tried(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei, sara = hire(whole, "Mei"), hire(whole, "Sara", roles=("supervisor",))
    talk = taken(whole, waiting(whole, rasa), mei)
    answer = reply(mei, talk, "Pay today or we will have you arrested.", key="k")
    assert answer.status_code == 422
    assert "Threat with the law" in answer.text and "Pay today or we will have you arrested." in answer.text
    assert not any("arrested" in line["text"] for line in talk.history())
    assert "we will have you arrested" in sara.page("/console/tried")
    assert mei.get("/console/tried").status_code == 403


def test_the_live_guard_names_the_class_says_why_and_proposes_other_words(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    found = mei.post(f"/console/c/{talk.id}/check", {"text": "Your family will have to pay for you."}).json()[
        "objections"
    ]
    assert found[0]["name"] == "Family made liable" and found[0]["why"] and found[0]["instead"]
    assert mei.post(f"/console/c/{talk.id}/check", {"text": "How are you today?"}).json() == {"objections": []}


def test_a_sum_typed_by_hand_is_not_sent_unless_the_account_says_the_same(
    whole: Gateway, hire: Hire, rasa: StandIn
) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    page = mei.page(f"/console/c/{talk.id}")
    sums = re.findall(r'<option value="(CNY [^"]+)">', page)
    assert sums
    wrong = reply(mei, talk, "You can settle it for CNY 123.45.", key="a")
    assert wrong.status_code == 422 and "Sum typed by hand" in wrong.text
    assert reply(mei, talk, f"What is overdue is {sums[0]}.", key="b").status_code == 303
    assert reply(mei, talk, "I'll write again at 15:30 on 24 November.", key="c").status_code == 303


def test_nothing_of_an_account_is_said_to_somebody_who_is_not_confirmed(
    whole: Gateway, hire: Hire, rasa: StandIn
) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    sums = re.findall(r'<option value="(CNY [^"]+)">', mei.page(f"/console/c/{talk.id}"))
    whole.clock.forward(minutes=29)
    assert mei.get("/console/queue").status_code == 200
    whole.clock.forward(minutes=2)
    answer = reply(mei, talk, f"What is overdue is {sums[0]}.", key="b")
    assert answer.status_code == 422 and "Borrower not confirmed" in answer.text


def test_in_a_crisis_money_cannot_be_mentioned(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = whole.open()
    talk.say("I want to end my life")
    taken(whole, talk, mei)
    assert "do not mention money" in mei.page(f"/console/c/{talk.id}")
    answer = reply(mei, talk, "When can you pay?", key="k")
    assert answer.status_code == 422 and "Money in a crisis" in answer.text
    assert reply(mei, talk, "I'm here. Is somebody with you?", key="l").status_code == 303


def test_private_notes_never_reach_the_borrower(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    talk = taken(whole, waiting(whole, rasa), mei)
    assert tom.post(f"/console/c/{talk.id}/note", {"note": "@Mei knows this family"}).status_code == 303
    assert "knows this family" in mei.page(f"/console/c/{talk.id}")
    assert not any("knows this family" in line["text"] for line in talk.history())
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert uow.private_notes.of_conversation(talk.id)[0].mentions == [mei.staff.id]


def test_given_back_the_assistant_greets_with_what_was_noted_and_answers_again(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    reply(mei, talk, "Hello", key="k")
    assert act(mei, talk, "back").status_code == 409
    assert act(mei, talk, "back", summary="You send the letter from your doctor next week.").status_code == 303
    said = [line for line in talk.history() if line["from"] == "bot"]
    assert "Mei noted: “You send the letter from your doctor next week.”" in said[-2]["text"]
    assert said[-1]["text"] == words.TEXTS["survey_solved"].en
    rasa.answers(say("Here I am."))
    answer = talk.send("are you there").json()
    assert answer["state"] == "bot" and answer["messages"][0]["text"] == "Here I am."
    ended = row(whole, talk)
    assert (ended.how, ended.ended_by) == ("returned", mei.staff.id)


def test_a_summary_with_forbidden_words_gives_nothing_back(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    assert act(mei, talk, "back", summary="Pays tomorrow or gets arrested by the police").status_code == 422
    assert whole.conversation(talk).state == "person"


def test_closing_needs_an_outcome_stops_the_clocks_and_asks_two_questions_once(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    reply(mei, talk, "Hello", key="k")
    assert act(mei, talk, "close").status_code == 409
    assert act(mei, talk, "close", outcome="answered").status_code == 303
    asked = talk.history()[-1]
    no = next(button for button in asked["buttons"] if button["title"] == "No")
    second = talk.press(no["token"]).json()["messages"][0]
    hard = next(button for button in second["buttons"] if button["title"] == "Hard")
    last = talk.press(hard["token"]).json()["messages"][0]
    assert "under the number R-2026" in last["text"]
    rasa.answers(say("Bye."))
    talk.say("thanks, goodbye")
    ended = row(whole, talk)
    assert (ended.how, ended.outcome) == ("closed", "answered") and ended.ended_at is not None
    with UnitOfWork(whole.engine, readonly=True) as uow:
        survey = uow.surveys.of_handoff(ended.id)
        assert uow.handoffs.open_of(talk.id) is None
    assert survey and (survey.solved, survey.ease) == ("no", "hard")


def test_after_a_crisis_nobody_is_asked_how_it_was(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = whole.open()
    talk.say("I want to end my life")
    taken(whole, talk, mei)
    reply(mei, talk, "I'm here.", key="k")
    assert act(mei, talk, "close", outcome="answered").status_code == 303
    assert words.TEXTS["survey_solved"].en not in [line["text"] for line in talk.history()]


def test_put_back_it_keeps_its_place_and_the_borrower_hears(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    before = row(whole, talk).asked_at
    assert act(mei, talk, "release").status_code == 303
    after = row(whole, talk)
    assert (after.asked_at, after.owner) == (before, None) and whole.conversation(talk).state == "waiting"
    assert talk.history()[-1]["text"] == words.TEXTS["waits_again"].en


def test_every_look_into_a_file_is_in_the_record(whole: Gateway, rasa: StandIn, hire: Hire) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    borrower = whole.conversation(talk).bound_borrower_id
    assert borrower
    for _ in range(2):
        mei.page(f"/console/c/{talk.id}")
    with UnitOfWork(whole.engine, readonly=True) as uow:
        read = [line for line in uow.audit.about(borrower) if line.action == "file.read"]
    assert len(read) == 2 and all(line.actor == mei.staff.id for line in read)


def test_a_collector_who_reads_one_language_sees_what_was_understood_beside_the_other(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    tom, mei = hire(whole, "Tom", languages=("en",)), hire(whole, "Mei")
    rasa.answers(
        say("好的"),
        custom(directive="handoff", reason="asked", priority="normal"),
        custom(
            understood={
                "intent": "request_installments",
                "confidence": 0.9,
                "entities": [{"entity": "amount", "value": "300"}],
            }
        ),
    )
    talk = whole.open("zh")
    talk.send("我想每个月还三百")
    page = tom.page(f"/console/c/{talk.id}")
    assert "Understood: Pay in parts · amount: 300" in page
    assert "Understood:" not in mei.page(f"/console/c/{talk.id}")


def test_ready_replies_are_filled_from_the_case_and_ask_for_what_is_missing(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    base = {"text": "", "key": "k", "version": "1"}
    page = mei.post(f"/console/c/{talk.id}/insert", {**base, "canned": "overdue"}).text
    assert re.search(r"What is overdue today is CNY [\d,.]+\.", page)
    page = mei.post(f"/console/c/{talk.id}/insert", {**base, "text": "Hello.", "canned": "will_ask"}).text
    assert 'name="place_when"' in page and "Hello." in page
    page = mei.post(f"/console/c/{talk.id}/insert", {**base, "canned": "will_ask", "place_when": "Friday"}).text
    assert "write to you here on Friday" in page
    stranger = taken(whole, waiting(whole, rasa), mei)
    page = mei.post(f"/console/c/{stranger.id}/insert", {**base, "canned": "overdue"}).text
    assert "shows no such sum" in page


def test_an_offer_is_computed_sent_and_agreed_without_a_figure_from_anybody_s_hand(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, verified(whole), mei)
    page = mei.page(f"/console/c/{talk.id}")
    loan = re.search(r'<select id="loan" name="loan"><option>([^<]+)</option>', page)
    assert loan
    act(mei, talk, "offers", loan=loan[1], kind="promise")
    page = mei.page(f"/console/c/{talk.id}")
    offer = re.search(r'name="decision" value="([^"]+)"><input type="hidden" name="hash" value="([^"]+)"', page)
    assert offer, "no offer"
    assert act(mei, talk, "send-offer", decision=offer[1], hash="0" * 64).status_code == 409
    assert act(mei, talk, "send-offer", decision=offer[1], hash=offer[2]).status_code == 303
    line = next(line for line in reversed(talk.history()) if line["from"] == "person")
    assert line["cards"] and line["cards"][0]["button"]["title"] == words.TEXTS["agree"].en
    answer = talk.press(line["cards"][0]["button"]["token"]).json()
    assert answer["messages"] and answer["messages"][0]["from"] == "system"
    with UnitOfWork(whole.engine, readonly=True) as uow:
        borrower = whole.conversation(talk).bound_borrower_id
        assert borrower
        agreed = [
            one
            for one in uow.plans.of_borrower(borrower)
            if one.accepted_at and one.accepted_at > row(whole, talk).asked_at
        ]
        promised = [one for one in uow.promises.open_of(borrower) if one.made_at > row(whole, talk).asked_at]
    assert agreed or promised
    assert act(mei, talk, "back", summary="Agreed.").status_code == 303
    greeting = [one for one in talk.history() if one["from"] == "bot"][-1]["text"]
    assert words.TEXTS["stands"].en in greeting or words.TEXTS["survey_solved"].en in greeting


def test_a_borrower_confirms_who_they_are_while_a_person_holds_the_conversation(
    whole: Gateway, rasa: StandIn, hire: Hire
) -> None:
    mei = hire(whole)
    talk = taken(whole, waiting(whole, rasa), mei)
    assert act(mei, talk, "confirm").status_code == 303
    said = talk.history()
    assert said[-2]["text"] == words.TEXTS["confirm_who"].en
    answer = talk.send("EK-482913, born 14 March 1992").json()
    assert answer["messages"], "the step took what was given"
    stored = [line.text for line in whole.lines(talk)]
    assert not any("1992" in text for text in stored)


def test_there_is_no_page_for_a_conversation_that_does_not_exist(whole: Gateway, hire: Hire) -> None:
    assert hire(whole).get("/console/c/c_nothing").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_verified_borrower_is_whole_in_both_languages(
    whole: Gateway, rasa: StandIn, hire: Hire, language: str
) -> None:
    mei = hire(whole, language=language)
    talk = taken(whole, verified(whole), mei)
    page = mei.page(f"/console/c/{talk.id}")
    assert "automated assistant" in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)


def test_queue_search_and_the_whole_way_of_a_case_are_the_same_on_postgresql(engine: Engine) -> None:
    """The statements that are not plain selects by key, on both systems."""
    now = NOW
    with UnitOfWork(engine) as uow:
        seed_one(uow, now)
        uow.commit()
    with UnitOfWork(engine) as uow:
        queue = queue_page.read(uow, "u1", now, HOURS)
        assert [(row.priority, row.last, row.unread) for row in queue.rows] == [("urgent", "I need a person", 1)]
        assert (queue.waiting, queue.mine, queue.held) == (1, 0, 0)
        assert queue_page.read(uow, "u1", now, HOURS, "missed").rows == []
        assert len(queue_page.read(uow, "u1", now + timedelta(hours=2), HOURS, "missed").rows) == 1
        assert [one.said for one in searching.search(uow, searching.Wanted("NEED a"))] == ["I need a person"]
        assert searching.search(uow, searching.Wanted("need%")) == []
        assert [line.actor for line in uow.audit.latest(10, actor="gateway")] == ["gateway"]
        assert uow.audit.count() == 1
        saved = uow.handoffs.save(replace(uow.handoffs.all_open()[0], owner="u1", owned_at=now))
        assert saved.version == 2
        with pytest.raises(StaleRecord):
            uow.handoffs.save(replace(saved, version=1))


def seed_one(uow: UnitOfWork, now: datetime) -> None:
    conversation = uow.conversations.add(
        Conversation(
            "c1", 1, "bot", None, 1, "web", "en", "UTC", None, None, None, None, 0, 0, None, None, now, now, None, {}
        )
    )
    line = Message(
        "m1", "c1", 0, "borrower", "x", None, now, "en", "I need a person", {}, "answered", None, None, 0, None
    )
    uow.messages.append(line)
    conversation, _ = Desk(HOURS).call(uow, conversation, "asked", "urgent", now)
    uow.conversations.save(conversation)
    uow.audit.append(actor="gateway", action="handed_off", subject="c1", data={}, at=now)
