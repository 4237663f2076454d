"""The people's decisions as they are written down in `decisions.txt`: whatever changes one shows up in review, line by line.

Write the file anew after a wanted change with `python -m tests.relief.policy.test_written_decisions`, and read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from relief.policy import codec
from relief.policy.engine import decide
from relief.policy.model import Wishes
from relief.policy.outcome import Decision, Offer, Refusal
from relief.policy.resolve import Packs, load
from tests.relief.policy import people
from tests.relief.policy.people import T

FILE = Path(__file__).with_name("decisions.txt")

WISHES = (
    Wishes(),
    Wishes("instalments", n=3),
    Wishes("instalments", amount=300_00, frequency="biweekly"),
    Wishes("instalments", amount=1_00, start=date(2026, 12, 20)),
    Wishes("extension"),
    Wishes("extension", months=6),
    Wishes("promise", amount=150_00, start=date(2026, 12, 1)),
    Wishes("promise", start=date(2027, 6, 1)),
    Wishes("move_date", start=date(2026, 12, 9)),
    Wishes("waiver"),
    Wishes("settlement", lump_sum=4500_00),
    Wishes("settlement", lump_sum=1_00),
)


def _flat(value: Any) -> str:
    """One line, members in order, dates and figures as they are kept."""
    if isinstance(value, dict):
        return " ".join(f"{name}={_flat(item)}" for name, item in value.items() if item not in ({}, [], None))
    if isinstance(value, list):
        return "[" + ", ".join(_flat(item) for item in value) + "]"
    return str(value)


def _of(result: Offer | Refusal) -> str:
    kept = codec.to_json(result)
    schedule = kept.pop("schedule", [])
    payments = kept.pop("payments", [])
    shown = schedule or payments
    ends = [shown[0], shown[-1]] if len(shown) > 2 else shown
    return f"{_flat(kept)} rows={len(shown)} {_flat(ends)}"


def written(key: str, wishes: Wishes, decision: Decision) -> Iterator[str]:
    """A decision in lines; with a wish only what is about its kind."""
    yield f"# {key}: {_flat(codec.to_json(wishes)) or 'no wish'}"
    kinds = {wishes.kind} if wishes.kind else None
    for step in decision.trace:
        if kinds is None or step.kind in kinds:
            yield f"  step {_flat(codec.to_json(step))}"
    for result in (*decision.offers, *decision.refusals):
        if kinds is None or result.kind in kinds:
            yield f"  {type(result).__name__.lower()} {_of(result)}"
    if kinds is None:
        yield f"  month {_flat(codec.to_json(decision.month))}"
        if decision.nothing_fits:
            yield f"  nothing {_flat(codec.to_json(decision.nothing_fits))}"


def everything(packs: Packs) -> str:
    lines: list[str] = []
    for key, person in people.EVERYBODY.items():
        for wishes in WISHES:
            lines += written(key, wishes, decide(*person(), wishes, packs, T))
    return "\n".join(lines) + "\n"


def test_every_decision_is_the_one_that_is_written_down(packs: Packs) -> None:
    now, before = everything(packs).splitlines(), FILE.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, now, strict=False) if old != new]
    assert not changed, f"{len(changed)} lines differ, the first:\n- {changed[0][0]}\n+ {changed[0][1]}"
    assert len(now) == len(before)


if __name__ == "__main__":
    FILE.write_text(everything(load()), encoding="utf-8")
