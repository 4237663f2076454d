"""What property tests draw from, and how often."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from relief.arithmetic.components import Components
from relief.arithmetic.day_count import DayCount
from relief.arithmetic.penalty import DatedAmount
from relief.arithmetic.rounding import Rounding
from relief.arithmetic.split import RemainderOn

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

amounts = st.integers(1, 10**9)
counts = st.integers(1, 72)
rates = st.integers(0, 60_000).map(lambda step: Fraction(step, 100_000))
percents = st.integers(0, 10_000).map(lambda step: Fraction(step, 100))
roundings = st.sampled_from(get_args(Rounding))
remainders = st.sampled_from(get_args(RemainderOn))
day_counts = st.sampled_from(get_args(DayCount))
periods = st.sampled_from((12, 26, 52))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
parts = st.integers(0, 10**6)
components = st.builds(Components, parts, parts, parts, parts)


def dated_amounts(first: date, last: date, most: int = 4) -> st.SearchStrategy[list[DatedAmount]]:
    return st.lists(st.builds(DatedAmount, st.dates(first, last), st.integers(0, 10**6)), max_size=most)
