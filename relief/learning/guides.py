"""Guide figures of spending groups, as shares of income: what lies outside is asked about, never judged. `lessons/guides/spending.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal

from relief.learning.month import Household
from relief.policy.yaml_lines import Table, parse

FILE = Path(__file__).parents[2] / "lessons" / "guides" / "spending.yml"


@dataclass(frozen=True, slots=True)
class Guide:
    """From `low` to `high` of the monthly income is usual; the source says whose practice that is."""

    group: str
    low: Fraction
    high: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """A group that lies outside its guide: the amount a month and the guide's edge a month."""

    group: str
    amount: int
    edge: int
    what: Literal["much", "little"]


@lru_cache(maxsize=4)
def guides(file: Path = FILE) -> tuple[Guide, ...]:
    """Raises PackError with file and line."""
    top = parse(file.read_text(encoding="utf-8"), f"lessons/guides/{file.name}")
    top.only("source", "link", "date", "status", "groups")
    top.require("source", "link", "date", "status", "groups")
    return tuple(_guide(group, row, top.text("source")) for group, row in top.table("groups").tables())


def _guide(group: str, row: Table, source: str) -> Guide:
    row.only("low_percent", "high_percent")
    row.require("low_percent", "high_percent")
    values = []
    for key in ("low_percent", "high_percent"):
        text = row.text(key)
        if not text.isdecimal() or int(text) > 100:
            raise row.keys[key].error(f"{text!r} is no whole percentage.", "Write it like 15.")
        values.append(Fraction(int(text), 100))
    if values[0] >= values[1]:
        raise row.keys["low_percent"].error("the low figure is not below the high one.", "Swap them.")
    return Guide(group, values[0], values[1], source)


def unusual(household: Household, known: tuple[Guide, ...]) -> tuple[Unusual, ...]:
    """Groups outside their guides, the one that is furthest out first; nothing where no income is known."""
    income = household.comes_in
    if income <= 0:
        return ()
    found = []
    spent = dict(household.by_group())
    for guide in known:
        amount = spent.get(guide.group)
        if amount is None:
            continue
        high, low = int(income * guide.high), int(income * guide.low)
        if amount > high:
            found.append(Unusual(guide.group, amount, high, "much"))
        elif amount < low:
            found.append(Unusual(guide.group, amount, low, "little"))
    return tuple(sorted(found, key=lambda one: -abs(one.amount - one.edge)))
