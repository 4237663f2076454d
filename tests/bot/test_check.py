"""Is this chat genuine: the code that the chat says, and the lender's page that knows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.web import check_texts as words
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn, custom, say

CODE = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b")
KEY = "k" * 40


def code_of(talk: Talk, rasa: StandIn) -> str:
    rasa.answers(say("It's right to check."), custom(directive="prove"))
    found = CODE.search(talk.say("is this genuine?")[-1]["text"])
    assert found
    return found[0]


@pytest.mark.parametrize(("language", "title"), [("en", "Is this chat genuine?"), ("zh", "核实对话真伪")])
def test_the_lenders_page_knows_the_code_of_a_conversation(
    gateway: Gateway, rasa: StandIn, language: str, title: str
) -> None:
    talk = gateway.open(language)
    code = code_of(talk, rasa)
    page = gateway.http.get("/check", params={"lang": language, "code": code.lower().replace("-", " ")})
    assert page.status_code == 200 and title in page.text
    known = words.TEXTS["yes"].in_language("zh" if language == "zh" else "en").split("{began}")[0]
    assert known in page.text
    for key in words.NEVER:
        assert words.TEXTS[key].in_language("zh" if language == "zh" else "en").split("'")[0] in page.text


@pytest.mark.parametrize("code", ["BCDF-GHJK", "KTRB", "<script>", "a" * 500])
def test_a_made_up_code_is_not_known(gateway: Gateway, talk: Talk, rasa: StandIn, code: str) -> None:
    code_of(talk, rasa)
    page = gateway.http.get("/check", params={"code": code})
    assert page.status_code == 200 and "We don&#39;t know this code" in page.text and "<script>" not in page.text


def test_a_code_runs_out_two_days_after_the_last_message(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    code = code_of(talk, rasa)
    gateway.clock.forward(hours=47)
    assert "Yes, this code" in gateway.http.get("/check", params={"code": code}).text
    gateway.clock.forward(hours=2)
    assert "Yes, this code" not in gateway.http.get("/check", params={"code": code}).text


def test_two_conversations_have_two_codes_and_the_same_one_always_has_its_own(gateway: Gateway, rasa: StandIn) -> None:
    first, second = gateway.open(), gateway.open()
    assert code_of(first, rasa) == code_of(first, rasa) != code_of(second, rasa)


def test_the_lenders_server_learns_that_it_is_ours_and_not_whose(start: Callable[..., Gateway], rasa: StandIn) -> None:
    gateway = start(with_settings={"lender_key": KEY})
    code = code_of(gateway.open(), rasa)
    address = f"/api/v1/conversation-codes/{code}"
    assert gateway.http.get(address).status_code == 401
    answer = gateway.http.get(address, headers={"Authorization": f"Bearer {KEY}"})
    assert set(answer.json()) == {"genuine", "began", "last", "channel"}
    other = gateway.http.get("/api/v1/conversation-codes/BCDF-GHJK", headers={"Authorization": f"Bearer {KEY}"})
    assert other.status_code == 404
