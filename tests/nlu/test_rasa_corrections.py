"""The corrections to Rasa, and the REST channel that admits failure."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

pytestmark = pytest.mark.rasa


def test_an_answer_of_the_action_server_is_still_checked() -> None:
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction

    import bot.nlu.startup as startup

    action = RemoteAction("action_x", None)
    assert (
        action._validate_action_result(
            {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]}
        )
        is True
    )
    for wrong in ({"events": "none"}, {"responses": ["text"]}, {"events": [{"event": "no such event"}]}):
        with pytest.raises(ValidationError, match="does not have the form"):
            action._validate_action_result(wrong)
    assert startup._response_validator() is startup._response_validator()


def test_states_are_formatted_only_for_a_debug_log() -> None:
    from rasa.core.policies.policy import Policy

    log = logging.getLogger("rasa.core.policies.rule_policy")
    level = log.level
    try:
        log.setLevel(logging.INFO)
        assert Policy.format_tracker_states([{"user": {"intent": "greet"}}]) == ""
        log.setLevel(logging.DEBUG)
        assert "greet" in Policy.format_tracker_states([{"user": {"intent": "greet"}}])
    finally:
        log.setLevel(level)


def test_on_another_version_of_rasa_nothing_is_touched(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import rasa

    import bot.nlu.startup as startup

    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    monkeypatch.setattr(startup, "INSTALLED", [])
    assert startup.install() == []
    assert "Rasa is 3.7.0, not 3.6.21" in caplog.text


def test_a_message_that_could_not_be_handled_is_503_and_not_silence() -> None:
    from rasa.core.channels.channel import UserMessage
    from sanic import Sanic

    from bot.nlu import startup
    from bot.nlu.rest_channel import StrictRestInput

    async def handle(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, "first part")
        startup.READ.set({"intent": "greet", "model": "m"})
        if message.text == "fail":
            raise RuntimeError("store is down")

    app = Sanic("strict_rest")
    app.blueprint(StrictRestInput().blueprint(handle), url_prefix="/webhooks/rest")
    gateway = {"message": "hi", "metadata": {"message_id": "m_1"}}
    good, bad, good_again, told = asyncio.run(
        _post(app, [{"message": "hi"}, {"message": "fail"}, {"message": "hi"}, gateway])
    )
    assert good == good_again == (200, [{"recipient_id": "c_1", "text": "first part"}])
    assert bad[0] == 503 and bad[1]["error"] == "RuntimeError"
    assert told[1][-1] == {"custom": {"understood": {"intent": "greet", "model": "m"}}}


async def _post(app: Any, bodies: list[dict[str, Any]]) -> list[tuple[int, Any]]:
    """Sanic can be started once in a process, so one server answers all messages, on one kept connection."""
    import socket

    import httpx

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = await app.create_server(host="127.0.0.1", port=port, return_asyncio_server=True, access_log=False)
    await server.startup()
    try:
        async with httpx.AsyncClient() as client:
            answers = [
                await client.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json={"sender": "c_1", **body})
                for body in bodies
            ]
        return [(answer.status_code, answer.json()) for answer in answers]
    finally:
        server.close()
        await server.wait_closed()
