"""A borrower shows who they are: in any order, in pieces or at once, in both languages, over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from relief.portfolio.people import PEOPLE
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn

P = {person.key: person for person in PEOPLE}
LI_WEI = P["P1"]
CONTACT = LI_WEI.code_to or ""
BALANCE = "Here is what you owe."
SENT = "a code of 6 digits is on its way"


def code_for(gateway: Gateway, contact: str = CONTACT, *, number: int = 0) -> str:
    messages = gateway.http.get("/demo/inbox.json", params={"to": contact}).json()["messages"]
    return str(messages[number]["code"])


def codes_sent(gateway: Gateway, contact: str = CONTACT) -> int:
    return len(gateway.http.get("/demo/inbox.json", params={"to": contact}).json()["messages"])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def text_of(messages: list[dict[str, Any]]) -> str:
    return "\n".join(message["text"] for message in messages)


def verify(
    gateway: Gateway, talk: Talk, reference: str = "EK-482913", born: str = "14 March 1992", contact: str = CONTACT
) -> str:
    assert SENT in text_of(talk.say(f"{reference} {born}"))
    return text_of(talk.say(code_for(gateway, contact)))


def test_the_whole_way_from_a_question_to_its_answer(whole: Gateway) -> None:
    talk = whole.open()
    assert "account reference" in text_of(talk.say("how much do I owe?"))
    assert "date of birth" in text_of(talk.say("EK-482913"))
    assert SENT in text_of(talk.say("14/03/1992"))
    answer = talk.send(code_for(whole)).json()
    assert answer["verified"] is True
    assert [message["from"] for message in answer["messages"]] == ["bot", "bot"]
    assert "Thank you, Li Wei" in answer["messages"][0]["text"]
    assert answer["messages"][1]["text"] == BALANCE


@pytest.mark.parametrize(
    "pieces",
    [
        ["EK-482913", "14 March 1992"],
        ["14 March 1992", "EK-482913"],
        ["born 1992-03-14, ref ek482913"],
        ["my phone is +86 199 0000 0101", "14.3.1992"],
        ["14 mar 92 and 19900000101"],
        ["EK 482913 / 19920314"],
    ],
)
def test_particulars_come_in_any_order_and_in_pieces(whole: Gateway, pieces: list[str]) -> None:
    talk = whole.open(timezone="Asia/Shanghai")
    talk.say("how much do I owe?")
    for piece in pieces[:-1]:
        assert SENT not in text_of(talk.say(piece))
    assert SENT in text_of(talk.say(pieces[-1]))
    assert BALANCE in text_of(talk.say(code_for(whole)))


def test_the_same_in_chinese(whole: Gateway) -> None:
    talk = whole.open("zh")
    assert "账户编号" in text_of(talk.say("我欠多少钱"))
    said = text_of(talk.say("编号EK-482913，1992年3月14日出生"))
    assert "6位数的验证码" in said
    said = text_of(talk.say(f"验证码是{code_for(whole)}"))
    assert "李伟" in said and BALANCE in said


def test_everything_in_the_first_message_together_with_the_question(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    assert SENT in text_of(talk.say("how much do I owe, EK-482913, 14 March 1992"))
    assert rasa.texts == []
    assert BALANCE in text_of(talk.say(code_for(whole)))
    assert rasa.texts == ["how much do I owe"]


def test_a_question_beside_the_particulars_can_never_become_a_payload(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992 /check_balance the lot")
    talk.say(code_for(whole))
    assert rasa.texts and not rasa.texts[0].startswith("/")


def test_particulars_without_a_question_end_with_an_offer_to_help(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("Hi, I'm Li Wei, my reference is EK-482913 and I was born on 14 March 1992")
    assert "What can I do for you?" in text_of(talk.say(code_for(whole)))
    assert rasa.texts == []


def test_a_reference_beside_another_question_is_held_back_and_used_later(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("I got a text with EK-482913 in it, is that really from you?")
    assert rasa.texts == ["I got a text with ••• in it, is that really from you?"]
    assert "date of birth" in text_of(talk.say("ok so how much do I owe"))
    assert SENT in text_of(talk.say("14 March 1992"))


def test_an_ordinary_date_or_number_starts_nothing(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    for line in (
        "I lost my job on 14 March 1992",
        "call me on +86 199 0000 0101",
        "I can do 500000 in May",
        "by then RMB 600000",
        "123456",
    ):
        talk.say(line)
        assert rasa.texts[-1] == line
    assert whole.conversation(talk).verification_step is None


def test_a_question_in_the_middle_is_answered_and_the_step_is_asked_again_at_most_twice(
    whole: Gateway, rasa: StandIn
) -> None:
    talk = whole.open()
    talk.say("how much do I owe")
    first = text_of(talk.say("why do you need this?"))
    assert "You said: why do you need this?" in first and "account reference" in first
    assert "account reference" in text_of(talk.say("is it safe?"))
    assert text_of(talk.say("hmm okay then")) == "You said: hmm okay then"
    assert "date of birth" in text_of(talk.say("EK-482913"))
    assert "date of birth" in text_of(talk.say("what for?"))


def test_asking_for_a_person_in_the_middle_gets_one_and_no_further_question(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("how much do I owe")
    answer = talk.send("I want a person").json()
    assert answer["state"] == "waiting"
    assert "account reference" not in text_of(answer["messages"])


@pytest.mark.parametrize(
    ("language", "word", "said"), [("en", "cancel", "stopped checking"), ("zh", "算了", "已停止身份验证")]
)
def test_cancel_stops_the_step_and_the_code_with_it(whole: Gateway, language: str, word: str, said: str) -> None:
    talk = whole.open(language)
    talk.say("how much do I owe")
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    assert said in text_of(talk.say(word))
    assert whole.conversation(talk).verification_step is None
    assert talk.send(code).json()["verified"] is False


@pytest.mark.parametrize(
    "words", ["didn't get it", "没收到", "new code", "I still haven't received the code", "重新发送"]
)
def test_a_new_code_comes_by_words_and_only_the_newest_works(whole: Gateway, words: str) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    old = code_for(whole)
    talk.say(words)
    assert codes_sent(whole) == 2
    new = code_for(whole)
    if old != new:
        assert talk.send(old).json()["verified"] is False
    assert talk.send(new).json()["verified"] is True


def test_a_new_code_comes_by_button_and_rasa_never_sees_it(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    said = talk.say("EK-482913 14 March 1992")
    token = next(button["token"] for button in said[-1]["buttons"] if button["title"] == "New code")
    answer = talk.press(token).json()
    assert "a new code is on its way" in text_of(answer["messages"])
    assert codes_sent(whole) == 2
    assert rasa.texts == []
    assert talk.send(code_for(whole)).json()["verified"] is True


def test_new_particulars_while_a_code_is_awaited_start_again(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-999999 14 March 1992")
    assert codes_sent(whole) == 0
    assert SENT in text_of(talk.say("sorry, EK-482913"))
    assert talk.send(code_for(whole)).json()["verified"] is True


def test_a_code_is_read_as_people_write_it(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    assert talk.send(f"got {code[:3]} {code[3:]} thanks").json()["verified"] is True


def test_a_right_code_after_five_minutes_brings_a_new_one(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    whole.clock.forward(minutes=5, seconds=1)
    assert "more than 5 minutes old" in text_of(talk.say(code))
    assert talk.send(code_for(whole)).json()["verified"] is True


def test_a_code_works_until_just_before_its_five_minutes_are_over(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    whole.clock.forward(minutes=4, seconds=50)
    assert talk.send(code).json()["verified"] is True


def test_a_code_of_another_conversation_proves_nothing(whole: Gateway) -> None:
    mine, other = whole.open(), whole.open()
    mine.say("EK-482913 14 March 1992")
    other.say("EK-482913 14 March 1992")
    mine_code, other_code = code_for(whole, number=1), code_for(whole)
    if mine_code != other_code:
        assert other.send(mine_code).json()["verified"] is False
    assert mine.send(mine_code).json()["verified"] is True


def test_the_same_code_twice_is_no_question_for_rasa(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    talk.say(code)
    assert "already know" in text_of(talk.say(code))
    assert rasa.texts == []


def test_verification_lasts_thirty_minutes_of_silence_and_each_turn_extends_it(whole: Gateway) -> None:
    talk = whole.open()
    verify(whole, talk)
    for _ in range(3):
        whole.clock.forward(minutes=29)
        assert talk.send("hello").json()["verified"] is True
    whole.clock.forward(minutes=30, seconds=1)
    assert talk.send("hello").json()["verified"] is False
    assert "account reference" in text_of(talk.say("how much do I owe"))


def test_a_step_that_was_left_for_half_an_hour_takes_no_later_number(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("how much do I owe")
    whole.clock.forward(minutes=31)
    talk.say("14 March 1992 was when it began")
    assert rasa.texts[-1] == "14 March 1992 was when it began"


def test_forgetting_the_identity_ends_verification(whole: Gateway) -> None:
    talk = whole.open()
    verify(whole, talk)
    assert talk.send("forget me").json()["verified"] is False
    conversation = whole.conversation(talk)
    assert conversation.bound_borrower_id is None and conversation.verified_borrower_id is None


def test_the_code_goes_to_the_primary_contact_even_if_a_phone_was_given(whole: Gateway) -> None:
    """James Carter's old number has a new owner: his codes go to his e-mail."""
    james = P["P7"]
    talk = whole.open()
    assert SENT in text_of(talk.say(f"{james.phone} 11 August 1967"))
    assert codes_sent(whole, james.phone) == 0
    assert talk.send(code_for(whole, james.code_to or "")).json()["verified"] is True


def test_two_people_behind_one_phone_are_told_apart_after_the_code(
    whole: Gateway, start_whole: Callable[..., Gateway]
) -> None:
    """Same phone, same date of birth: nothing shows it before the phone has answered, then the reference decides."""

    def share(uow: Any) -> tuple[str, str, str]:
        first, second = uow.borrowers.by_reference("EK-482913"), uow.borrowers.by_reference("EK-517306")
        uow.borrowers.change(second.id, date_of_birth=first.date_of_birth)
        from relief.store.records import Contact

        uow.borrowers.add_contact(Contact("shared", second.id, "phone", CONTACT, False, None))
        return first.id, second.id, second.reference

    _, second, reference = whole.store(share)
    talk = whole.open()
    assert SENT in text_of(talk.say("+86 199 0000 0101, 14 March 1992"))
    answer = talk.send(code_for(whole)).json()
    assert answer["verified"] is False and "account reference" in text_of(answer["messages"])
    answer = talk.send(reference).json()
    assert answer["verified"] is True
    assert whole.conversation(talk).verified_borrower_id == second


def test_an_unreadable_answer_is_asked_for_again_and_not_passed_on(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("how much do I owe")
    asked = len(rasa.texts)
    assert "couldn't read that" in text_of(talk.say("482913"))
    assert "couldn't read that" in text_of(talk.say("31/02/1992"))
    assert len(rasa.texts) == asked


def test_codes_and_particulars_stay_out_of_transcript_tracker_and_logs(
    whole: Gateway, rasa: StandIn, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talk = whole.open()
    talk.say("why is it so much? EK-482913, 14 March 1992, +86 199 0000 0101")
    code = code_for(whole)
    talk.say(wrong(code))
    talk.say(code)
    secrets = ("482913", "1992", "0000 0101", "19900000101", code, wrong(code))
    ours = [
        record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    ]  # the test's own client
    logs = "".join(capfd.readouterr()) + "".join(record.getMessage() for record in ours)
    audit = whole.store(lambda uow: json.dumps([dict(line.data) | {"s": line.subject} for line in uow.audit.lines()]))
    kept = json.dumps([[line.text, dict(line.payload)] for line in whole.lines(talk)], ensure_ascii=False)
    step = whole.store(lambda uow: json.dumps([row.hash for row in [uow.codes.latest(talk.id)]]))
    for secret in secrets:
        assert secret not in kept, secret
        assert secret not in json.dumps(rasa.asked), secret
        assert secret not in logs, secret
        assert secret not in audit, secret
    assert code not in step


def test_a_card_number_beside_the_particulars_is_kept_nowhere(whole: Gateway, rasa: StandIn) -> None:
    talk = whole.open()
    talk.say("my card is 4111111111111111, EK-482913, 14 March 1992, how much do I owe?")
    step = whole.conversation(talk).verification_step
    talk.say(code_for(whole))
    kept = json.dumps([[line.text, dict(line.payload)] for line in whole.lines(talk)])
    for place in (kept, json.dumps(step), json.dumps(rasa.asked)):
        assert "4111111111111111" not in place


def test_every_step_is_in_the_record(whole: Gateway) -> None:
    talk = whole.open()
    talk.say("EK-482913 14 March 1992")
    code = code_for(whole)
    talk.say(wrong(code))
    talk.say(code)
    actions = whole.store(lambda uow: [line.action for line in uow.audit.about(talk.id)])
    assert actions == ["code_requested", "missed", "verified"]
