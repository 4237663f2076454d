"""Signed links: from the lender's page one proves the borrower once, in an SMS it says whom to expect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from bot import keys
from bot.__main__ import main
from bot.links import PAGE, SMS, Kind, Links
from bot.settings import Settings, SettingsError
from tests.bot.conftest import Gateway
from tests.bot.test_identity import text_of

LENDER_KEY = "a-key-that-the-lenders-server-holds-0001"
NO_LONGER = "no longer works"


def links_of(gateway: Gateway) -> Links:
    return Links(keys.load(gateway.settings.keys), gateway.settings.public_url)


def link_for(gateway: Gateway, kind: Kind, reference: str = "EK-482913", *, before: timedelta = timedelta(0)) -> str:
    made = gateway.store(
        lambda uow: links_of(gateway).make_for(uow, reference, kind, gateway.clock.now() - before, actor="test")
    )
    return str(made[0])


def test_a_link_from_the_page_verifies_at_once_and_only_once(whole: Gateway) -> None:
    link = link_for(whole, PAGE)
    first = whole.open(link=link)
    assert first.opened["verified"] is True
    assert "Thank you, Li Wei" in text_of(first.opened["messages"])
    assert "Here is what you owe." in text_of(first.say("how much do I owe"))
    second = whole.open(link=link)
    assert second.opened["verified"] is False
    assert NO_LONGER in text_of(second.opened["messages"])


def test_a_link_from_the_page_works_up_to_ten_minutes(whole: Gateway) -> None:
    young = link_for(whole, PAGE, before=timedelta(minutes=9, seconds=55))
    old = link_for(whole, PAGE, before=timedelta(minutes=10))
    assert whole.open(link=old).opened["verified"] is False
    assert whole.open(link=young).opened["verified"] is True


@pytest.mark.parametrize("born", ["14 March 1992", "1992年3月14日"])
def test_a_link_from_an_sms_still_asks_for_the_date_of_birth(whole: Gateway, born: str) -> None:
    talk = whole.open(link=link_for(whole, SMS))
    assert talk.opened["verified"] is False
    assert "date of birth" in text_of(talk.opened["messages"])
    assert "Li Wei" not in text_of(talk.opened["messages"])
    assert "date of birth" in text_of(talk.say("who are you?"))
    assert talk.send(born).json()["verified"] is True


def test_a_link_from_an_sms_may_be_opened_again_until_it_has_proven_somebody(whole: Gateway) -> None:
    link = link_for(whole, SMS)
    whole.open(link=link)
    again = whole.open(link=link)
    assert again.send("14 March 1992").json()["verified"] is True
    assert NO_LONGER in text_of(whole.open(link=link).opened["messages"])


def test_one_that_was_open_in_two_places_proves_somebody_in_one(whole: Gateway) -> None:
    link = link_for(whole, SMS)
    one, other = whole.open(link=link), whole.open(link=link)
    assert one.send("14 March 1992").json()["verified"] is True
    assert other.send("14 March 1992").json()["verified"] is False


def test_a_link_from_an_sms_works_up_to_three_days(whole: Gateway) -> None:
    assert NO_LONGER in text_of(whole.open(link=link_for(whole, SMS, before=timedelta(days=3))).opened["messages"])
    young = whole.open(link=link_for(whole, SMS, before=timedelta(days=3) - timedelta(seconds=10)))
    assert "date of birth" in text_of(young.opened["messages"])


def test_five_wrong_dates_lock_the_link_wherever_it_is_opened(whole: Gateway) -> None:
    link = link_for(whole, SMS)
    talk = whole.open(link=link)
    said = [text_of(talk.say(f"{day} March 1992")) for day in range(1, 6)]
    assert all("isn't the date" in line for line in said[:4])
    assert "stop checking" in said[4]
    assert "stop checking" in text_of(whole.open(link=link).say("14 March 1992"))


def test_somebody_else_with_the_link_can_still_show_who_they_are(whole: Gateway) -> None:
    talk = whole.open(link=link_for(whole, SMS))
    assert "a code of 6 digits" in text_of(talk.say("I'm someone else: EK-517306, 21 June 1997"))


@pytest.mark.parametrize("change", [lambda t: t + "x", lambda t: t[:-3] + "abc", lambda t: "nonsense", lambda t: "."])
def test_a_foreign_link_says_so_kindly_and_nothing_else(whole: Gateway, change: Callable[[str], str]) -> None:
    talk = whole.open(link=change(link_for(whole, PAGE)))
    assert talk.opened["verified"] is False
    assert NO_LONGER in text_of(talk.opened["messages"])
    assert "EK-" not in text_of(talk.opened["messages"])


@pytest.mark.parametrize("link", [7, None, "", "a" * 501, "\x00"])
def test_a_link_that_is_no_link_is_a_clear_error(whole: Gateway, link: Any) -> None:
    answer = whole.http.post("/api/v1/conversations", json={"language": "en", "link": link})
    assert answer.status_code == 400
    assert answer.json()["field"] == "link"


def test_the_lenders_server_gets_links_with_its_key(start_whole: Callable[..., Gateway]) -> None:
    gateway = start_whole(with_settings={"lender_key": LENDER_KEY})

    def ask(body: Any, key: str | None = LENDER_KEY) -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return gateway.http.post("/api/v1/links", json=body, headers=headers)

    made = ask({"reference": "ek 482913", "kind": "page"})
    assert made.status_code == 201
    assert made.json()["url"] == f"{gateway.settings.public_url}/?link={made.json()['link']}"
    assert gateway.open(link=made.json()["link"]).opened["verified"] is True
    assert ask({"reference": "EK-482913", "kind": "sms"}).json()["kind"] == "sms"
    assert ask({"reference": "EK-482913"}, None).status_code == 401
    assert ask({"reference": "EK-482913"}, LENDER_KEY + "x").status_code == 401
    assert ask({"reference": "EK-000000"}).status_code == 404
    assert ask({"reference": "EK-482913", "kind": "letter"}).json()["field"] == "kind"
    assert ask({}).json()["field"] == "reference"
    assert ask({"reference": 5}).status_code == 400


def test_without_a_key_there_is_no_such_address(whole: Gateway) -> None:
    assert whole.http.post("/api/v1/links", json={"reference": "EK-482913"}).status_code == 404


def test_the_command_prints_a_link_that_works(whole: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENKEEL_HOME", str(whole.settings.home))
    monkeypatch.setenv("DATABASE_URL", str(whole.engine.url))
    monkeypatch.setenv("EVENKEEL_PUBLIC_URL", whole.settings.public_url)
    monkeypatch.setenv("EVENKEEL_NOW", whole.clock.now().isoformat())
    done = CliRunner().invoke(main, ["link", "EK-482913"])
    assert done.exit_code == 0, done.output
    link = done.stdout.splitlines()[0].partition("?link=")[2]
    assert whole.open(link=link).opened["verified"] is True
    nobody = CliRunner().invoke(main, ["link", "EK-000000"])
    assert nobody.exit_code == 1 and "EK-000000" in nobody.output


def test_the_interface_document_describes_links_where_there_are_any(start_whole: Callable[..., Gateway]) -> None:
    with_key = start_whole(with_settings={"lender_key": LENDER_KEY}).http.get("/api/v1/openapi.json").json()
    without = start_whole().http.get("/api/v1/openapi.json").json()
    assert "/api/v1/links" in with_key["paths"] and "/api/v1/links" not in without["paths"]
    assert "link" in without["components"]["schemas"]["NewConversation"]["properties"]


@pytest.mark.parametrize("key", ["short", "x" * 31])
def test_a_short_key_of_the_lender_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(SettingsError, match="EVENKEEL_LENDER_KEY") as refused:
        Settings.from_environment({"EVENKEEL_LENDER_KEY": key})
    assert key not in str(refused.value)
