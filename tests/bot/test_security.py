"""Tokens, headers, keys, logs: what protects a borrower when nobody is looking."""

from __future__ import annotations

import io
import json
import logging
import threading
from pathlib import Path

import pytest
import structlog

from bot import keys
from bot.keys import KeyFileError
from bot.limits import RateLimits
from bot.logging import configure, fault
from bot.privacy import mask, mask_contact
from bot.security import ConversationTokens, Csrf
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import StandIn

KEY = "k" * 48


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/openapi.json", "/", "/nothing", "/api/v1/conversations"])
def test_every_answer_carries_a_strict_policy(path: str, gateway: Gateway) -> None:
    headers = gateway.http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "cache-control" in headers


def test_lenders_that_are_named_may_show_us_in_a_frame(start) -> None:  # type: ignore[no-untyped-def]
    settings = {"frame_ancestors": ("'self'", "https://www.lender.example"), "public_url": "https://help.example"}
    headers = start(with_settings=settings).http.get("/healthz").headers
    assert "frame-ancestors 'self' https://www.lender.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["strict-transport-security"].startswith("max-age=")


def test_a_token_opens_its_conversation_only_and_cannot_be_changed() -> None:
    tokens = ConversationTokens(KEY)
    token = tokens.issue("c_1", 3)
    claims = tokens.read(token)
    assert claims is not None and claims.conversation_id == "c_1" and claims.version == 3
    assert ConversationTokens("x" * 48).read(token) is None
    for number in range(len(token)):
        changed = token[:number] + ("A" if token[number] != "A" else "B") + token[number + 1 :]
        read = tokens.read(changed)
        # The last character of a base64 text may carry unused bits: then it is the same token.
        assert read is None or (read == claims and number == len(token) - 1)
    assert tokens.read("") is None and tokens.read("a.b.c") is None


def test_ids_of_conversations_cannot_be_guessed(gateway: Gateway) -> None:
    ids = {gateway.open().id for _ in range(20)}
    assert len(ids) == 20 and all(len(one) >= 24 for one in ids)


def test_a_csrf_token_belongs_to_its_session() -> None:
    csrf = Csrf(KEY)
    token = csrf.issue("session-1")
    assert csrf.holds("session-1", token)
    assert not csrf.holds("session-2", token)
    for wrong in (None, "", ".", token + "x", token.partition(".")[0], "é.ü"):
        assert not csrf.holds("session-1", wrong)


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    found: set[str] = set()
    threads = [threading.Thread(target=lambda: found.add(keys.load(tmp_path / "keys"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    (path,) = (tmp_path / "keys").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.load(tmp_path / "keys")
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(KeyFileError, match="too short"):
        keys.load(tmp_path / "keys")


def test_a_limit_counts_again_after_its_window() -> None:
    limits = RateLimits(enabled=True)
    assert [limits.message("c", "a") for _ in range(12)] == [None] * 12
    wait = limits.message("c", "a")
    assert wait is not None and 1 <= wait <= 10
    assert limits.message("other", "a") is None
    assert all(RateLimits(enabled=False).message("c", "a") is None for _ in range(100))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 138 0013 8000 now", "call [number] now"),
        ("打13800138000", "打[number]"),
        ("+44 7700 900123", "[number]"),
        ("card 4111-1111-1111-1111", "card [number]"),
        ("li.wei@example.com", "[email]"),
        ("110101199003071234", "[id]"),
        ("born 1990-03-07", "born [date]"),
        ("1990年3月7日", "[date]"),
        ("EV-100234", "[reference]"),
        ("I owe 2231.67 yuan", "I owe 2231.67 yuan"),
        ("in 12 months", "in 12 months"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_contact_is_shown_so_that_only_its_owner_knows_it() -> None:
    assert mask_contact("13800138000") == "•••• 8000"
    assert mask_contact("li.wei@example.com") == "l•••@example.com"
    assert mask_contact("123") == "••••"


def test_a_turn_is_one_line_in_the_log_without_what_was_said(gateway: Gateway, talk: Talk, rasa: StandIn) -> None:
    stream = io.StringIO()
    configure(stream)
    try:
        talk.say("my secret is purple, call 13800138000")
    finally:
        structlog.reset_defaults()
        logging.getLogger().handlers.clear()
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["event"] == "turn" and entry["conversation"] == talk.id and entry["result"] == "answered"
    assert entry["total_ms"] > 0 and entry["rasa_ms"] > 0 and entry["store_ms"] > 0
    assert "purple" not in line and "138" not in line.replace(entry["timestamp"], "").replace(talk.id, "")


def test_a_fault_is_logged_by_its_place_and_not_by_its_message() -> None:
    try:
        raise ValueError("what somebody typed")
    except ValueError as error:
        assert fault(error)["error"] == "ValueError" and "test_security.py" in fault(error)["at"]
        assert "typed" not in str(fault(error))


def test_metrics_count_and_hold_nothing_personal(gateway: Gateway, talk: Talk) -> None:
    talk.say("hello")
    text = gateway.http.get("/metrics").text
    assert 'evenkeel_turns_total{result="answered"} 1.0' in text and "evenkeel_turn_seconds_bucket" in text
    assert talk.id not in text


def test_a_fault_of_ours_is_a_500_with_a_number_and_nothing_else(
    gateway: Gateway, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(gateway.services.conversations, "receive", broken)
    response = talk.send("hello")
    assert response.status_code == 500 and response.headers["content-type"] == "application/problem+json"
    assert response.json()["error_id"] in response.json()["detail"] and "secret" not in response.text
