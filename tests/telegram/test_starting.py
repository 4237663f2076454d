"""Starting, and what may be in the way: each time a clear word, and the web goes on."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.settings import Settings, SettingsError
from bot.telegram.settings import from_environment
from tests.bot.conftest import Gateway
from tests.telegram.botapi import TOKEN, BotApi
from tests.telegram.conftest import Start
from tests.telegram.phone import Phone


def test_without_a_token_there_is_no_messenger() -> None:
    assert from_environment({}) is None
    assert not Settings.from_environment({}).telegram


def test_a_token_alone_is_enough() -> None:
    found = from_environment({"TELEGRAM_TOKEN": TOKEN})
    assert found is not None and not found.webhook and found.api_base == "https://api.telegram.org"
    assert TOKEN not in repr(found)


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"TELEGRAM_TOKEN": "hello"}, "@BotFather"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": "localhost"}, "TELEGRAM_API_BASE='localhost'"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "push"}, "TELEGRAM_MODE='push'"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, "polling needs no public address"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "short"}, "16 to 256"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "a" * 20 + "!"}, "A-Z a-z 0-9 _ -"),
    ],
)
def test_a_setting_that_cannot_be_used_says_what_to_do(environ: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment(environ)
    assert says in str(refused.value)
    assert TOKEN not in str(refused.value)


def logged(start_chat: Start, event: str, **options: Any) -> tuple[Gateway, list[dict[str, Any]]]:
    structlog.reset_defaults()
    with capture_logs() as lines:
        gateway = start_chat(connected=False, **options)
        for _ in range(100):
            if any(line["event"] == event for line in lines):
                break
            gateway.http.get("/healthz")
            __import__("time").sleep(0.03)
    return gateway, [dict(line) for line in lines if line["event"] == event]


def test_a_wrong_token_is_said_and_the_web_goes_on(start_chat: Start) -> None:
    wrong = "987654321:" + "a" * 35
    gateway, lines = logged(start_chat, "telegram_token_refused", environ={"TELEGRAM_TOKEN": wrong})
    assert len(lines) == 1 and "@BotFather" in lines[0]["do"]
    assert wrong not in str(lines)
    assert gateway.open().say("hello")[-1]["text"] == "You said: hello"
    assert "t.me" not in gateway.http.get("/demo/telegram?as=P6").text


def test_without_a_network_the_web_goes_on_and_the_messenger_comes_when_it_is_back(
    start_chat: Start, own_telegram: BotApi
) -> None:
    own_telegram.stop()
    gateway, lines = logged(start_chat, "telegram_unreachable")
    assert lines and "TELEGRAM_API_BASE" in lines[0]["do"]
    assert gateway.open().say("hello")[-1]["text"] == "You said: hello"
    own_telegram.start()
    phone = Phone(own_telegram, gateway.engine)
    assert [one.text for one in phone.writes("hello")][-1] == "You said: hello"


def test_a_second_poller_is_said_and_the_web_goes_on(start_chat: Start, own_telegram: BotApi) -> None:
    own_telegram._pollers = 1
    gateway, lines = logged(start_chat, "telegram_conflict")
    assert lines and "same token" in lines[0]["what"]
    assert gateway.open().say("hello")[-1]["text"] == "You said: hello"
