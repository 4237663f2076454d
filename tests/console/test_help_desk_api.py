"""The help desk's interface is what its OpenAPI document says, and withstands what a machine makes up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from relief.cases import open_case
from tests.bot.conftest import Gateway

TOKEN = "a token of at least thirty-two characters"
OPERATIONS = ["listCases", "readCase", "replyToBorrower", "noteOnCase", "returnToAssistant", "closeCase"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_what_a_machine_makes_up_is_answered_as_the_document_says(
    mode: GenerationMode, start_whole: Callable[..., Gateway]
) -> None:
    gateway = start_whole(environ={"EVENKEEL_DESK_TOKEN": TOKEN})
    talk = gateway.open()
    case = gateway.store(
        lambda uow: open_case(uow, "complaint", idempotency_key="t", now=gateway.clock.now(), conversation_id=talk.id)
    )
    document = gateway.http.get("/api/v1/desk/openapi.json").json()
    document.pop("webhooks")
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=gateway.server.url)
    operations: dict[str, Any] = {
        result.ok().definition.raw["operationId"]: result.ok() for result in schema.get_all_operations()
    }
    assert set(operations) == set(OPERATIONS)
    for name in OPERATIONS:
        if mode is GenerationMode.NEGATIVE and name in ("listCases", "readCase"):
            continue

        @settings(
            max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
        )
        @given(data=operations[name].as_strategy(generation_mode=mode))
        def run(data: Any) -> None:
            if "number" in (data.path_parameters or {}):
                data.path_parameters = {"number": case.number}
            data.call_and_validate(
                headers={"Authorization": f"Bearer {TOKEN}"},
                excluded_checks=[positive_data_acceptance, negative_data_rejection],
            )

        run()
