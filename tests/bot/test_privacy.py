"""What is covered in a line that is kept although nobody could ask what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.privacy import without_particulars

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    ["483920", "48 39 20", "my code is 483920", "验证码是483920", "EK482913 12/04/1988", "编号EK-482913，1988年4月12日",
     "mail lin48@example.com", "+86 138 4839 8000", "证件11010519881231483X"],
)  # fmt: skip
def test_what_shows_who_somebody_is_is_covered(text: str) -> None:
    kept = without_particulars(text, today=TODAY)
    assert "•••" in kept and not [part for part in ("48", "1988", "39") if part in kept], kept


@pytest.mark.parametrize(
    "text", ["I can pay 500 on 2026-12-01", "我12月5日能还5000", "since 2024-05-01 it is 20000 in all"]
)
def test_amounts_and_other_days_stay(text: str) -> None:
    assert without_particulars(text, today=TODAY) == text
