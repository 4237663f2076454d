"""Every example of the arithmetic interface, as it stands there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relief.quote.document import KINDS, answer_case

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["case"]["kind"] for example in EXAMPLES])
def test_the_example_of_each_kind_is_answered_as_written(example: dict) -> None:
    answer = answer_case(example["case"])
    expected = example["answer"]
    if "error" in expected:
        assert answer["error"]["code"] == expected["error"]["code"]
        assert "result" not in answer
    else:
        assert answer == expected


def test_every_kind_has_its_example() -> None:
    assert {example["case"]["kind"] for example in EXAMPLES} == set(KINDS)
