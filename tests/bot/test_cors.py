"""The chat interface on the lender's own page: pages that are named may speak with it, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.settings import Settings, SettingsError
from tests.bot.conftest import Gateway

LENDER, STRANGER = "https://www.lender.example", "https://evil.example"
Start = Callable[..., Gateway]


@pytest.fixture()
def named(start: Start) -> Gateway:
    return start(with_settings={"origins": (LENDER,)})


def preflight(
    gateway: Gateway, origin: str, method: str = "POST", path: str = "/api/v1/conversations"
) -> dict[str, str]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = gateway.http.options(path, headers=asked)
    return {**answer.headers, "status": str(answer.status_code)}


def test_a_named_page_may_open_a_conversation_and_speak(named: Gateway) -> None:
    before = preflight(named, LENDER)
    assert (before["status"], before["access-control-allow-origin"]) == ("200", LENDER)
    assert "authorization" in before["access-control-allow-headers"].lower() and int(before["access-control-max-age"])
    assert "access-control-allow-credentials" not in before
    talk = named.open()
    for method, path in (("POST", f"{talk.path}/messages"), ("GET", f"{talk.path}/events"), ("DELETE", talk.path)):
        assert preflight(named, LENDER, method, path)["access-control-allow-origin"] == LENDER
    said = talk.http.post(
        f"{talk.path}/messages", headers={**talk.headers, "Origin": LENDER}, json={"id": "1", "text": "hello"}
    )
    assert said.status_code == 200 and said.headers["access-control-allow-origin"] == LENDER
    assert "Origin" in said.headers["vary"]


def test_a_refusal_can_be_read_by_a_named_page_too(named: Gateway) -> None:
    refused = named.http.get("/api/v1/conversations/c_x/messages", headers={"Origin": LENDER})
    assert refused.status_code == 401 and refused.headers["access-control-allow-origin"] == LENDER


@pytest.mark.parametrize(
    "origin", [STRANGER, "null", "http://www.lender.example", "https://www.lender.example.evil.example"]
)
def test_any_other_page_gets_nothing(named: Gateway, origin: str) -> None:
    before = preflight(named, origin)
    assert before["status"] == "400" and "access-control-allow-origin" not in before
    opened = named.http.post("/api/v1/conversations", headers={"Origin": origin}, json={})
    assert "access-control-allow-origin" not in opened.headers


def test_nothing_but_conversations_is_opened(named: Gateway) -> None:
    for path in ("/", "/chat", "/readyz", "/api/v1/conversationsx", "/demo/inbox.json"):
        assert "access-control-allow-origin" not in named.http.get(path, headers={"Origin": LENDER}).headers


def test_without_the_setting_no_page_is_named(gateway: Gateway) -> None:
    assert "access-control-allow-origin" not in preflight(gateway, LENDER)


def test_a_named_page_may_hold_our_frame_as_well() -> None:
    settings = Settings.from_environment({"EVENKEEL_ORIGINS": f"{LENDER}/, http://localhost:3000 {LENDER}"})
    assert settings.origins == (LENDER, "http://localhost:3000")
    assert settings.frame_ancestors == ("'self'", LENDER, "http://localhost:3000")


@pytest.mark.parametrize(
    "value", ["*", "https://*.lender.example", "lender.example", "https://a.example/path", "'self'"]
)
def test_an_origin_is_named_in_full(value: str) -> None:
    with pytest.raises(SettingsError, match="EVENKEEL_ORIGINS"):
        Settings.from_environment({"EVENKEEL_ORIGINS": value})
