"""Corrections to Rasa 3.6.21, installed when our components are imported.

Each is small and says what it cures. On any other version of Rasa nothing is touched and the log says so: an update has to look at
them again. ``INSTALLED`` lists what was done.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

logger = logging.getLogger(__name__)

RASA_VERSION = "3.6.21"
INSTALLED: list[str] = []


@lru_cache(maxsize=1)
def _response_validator() -> Any:
    """The action server's response schema, checked and compiled once. Rasa compiles it at every call: 25 ms of a turn's 32."""
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(self: Any, result: dict[str, Any]) -> bool:
    """In place of ``RemoteAction._validate_action_result``: same checks, same error."""
    from jsonschema.exceptions import best_match

    error = best_match(_response_validator().iter_errors(result))
    if error is not None:
        error.message += (
            ". The action server's answer does not have the form of events and responses that Rasa expects."
        )
        raise error
    return True


def _format_tracker_states(states: list[dict[str, Any]]) -> str:
    """In place of ``Policy.format_tracker_states``: RulePolicy formats all states for a debug line that is seldom written."""
    return (
        _original_format(states)
        if logging.getLogger("rasa.core.policies.rule_policy").isEnabledFor(logging.DEBUG)
        else ""
    )


def _raise_when_loud(self: Any, error: Exception) -> None:
    """In place of ``FailSafeTrackerStore``'s error callbacks: Rasa answers on without memory when its store fails (trap T5).

    A store that calls itself ``loud`` fails the message instead, so that the gateway keeps it and tries again.
    """
    if getattr(self._tracker_store, "loud", False):
        logger.error("Rasa's memory failed, so this message fails: %s", type(error).__name__)
        raise error
    _original_on_error(self, error)


async def _run_action_or_fail(
    self: Any, action: Any, tracker: Any, output_channel: Any, nlg: Any, prediction: Any
) -> bool:
    """In place of ``MessageProcessor._run_action``: an action that fails (the action server is away) fails the message.

    Rasa goes on without the action's events: it predicts the same action ten times, saves that, and from then on takes
    every later message of the conversation for the eleventh: silence for ever. When the message fails, nothing is saved, and
    the gateway sends it again.
    """
    from rasa.core.actions.action import ActionExecutionRejection

    failures: list[Exception] = []
    run = action.run

    async def watched(*arguments: Any, **named: Any) -> Any:
        try:
            return await run(*arguments, **named)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            failures.append(error)
            raise

    action.run = watched
    try:
        goes_on: bool = await _original_run_action(self, action, tracker, output_channel, nlg, prediction)
    finally:
        del action.run
    if failures:
        raise failures[0]
    return goes_on


READ: ContextVar[dict[str, Any] | None] = ContextVar("what_was_read", default=None)
"""What Rasa read in the message that is handled now, for the answer to the gateway; Rasa itself tells nobody."""


async def _parse_and_remember(self: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
    """Around ``MessageProcessor.parse_message``: the same result, and `READ` holds the part of it that people need."""
    parsed: dict[str, Any] = await _original_parse(self, *arguments, **named)
    READ.set(shortened(parsed, self.model_metadata.model_id))
    return parsed


def shortened(parsed: dict[str, Any], model: str) -> dict[str, Any]:
    """Intent, confidence and entities (name and value) of Rasa's parse, and the model's id."""
    intent = parsed.get("intent") or {}
    entities = [{"entity": found.get("entity"), "value": found.get("value")} for found in parsed.get("entities") or []]
    confidence = round(float(intent.get("confidence") or 0.0), 4)
    return {"intent": intent.get("name"), "confidence": confidence, "entities": entities, "model": model}


_original_parse: Any = None
_original_format: Any = None
_original_on_error: Any = None
_original_run_action: Any = None


def install() -> list[str]:
    """Installs the corrections once; on another Rasa version none, with a warning. Returns their names."""
    global _original_format, _original_on_error, _original_run_action, _original_parse
    if INSTALLED:
        return INSTALLED
    import rasa

    if rasa.__version__ != RASA_VERSION:
        logger.warning(
            "Rasa is %s, not %s: the corrections in bot/nlu/startup.py are left out. Turns are slower, and a failing store is not noticed.",
            rasa.__version__,
            RASA_VERSION,
        )
        return INSTALLED
    from rasa.core.actions.action import RemoteAction
    from rasa.core.policies.policy import Policy
    from rasa.core.processor import MessageProcessor
    from rasa.core.tracker_store import FailSafeTrackerStore

    RemoteAction._validate_action_result = _validate_action_result
    _original_format = Policy.format_tracker_states
    Policy.format_tracker_states = staticmethod(_format_tracker_states)
    _original_on_error = FailSafeTrackerStore.on_tracker_store_error
    FailSafeTrackerStore.on_tracker_store_error = _raise_when_loud
    FailSafeTrackerStore.on_tracker_store_retrieve_error = _raise_when_loud
    _original_run_action = MessageProcessor._run_action
    MessageProcessor._run_action = _run_action_or_fail
    _original_parse = MessageProcessor.parse_message
    MessageProcessor.parse_message = _parse_and_remember
    INSTALLED.extend(
        [
            "cached response validator",
            "no debug formatting in RulePolicy",
            "loud tracker store",
            "loud actions",
            "what was read is kept",
        ]
    )
    return INSTALLED


install()
