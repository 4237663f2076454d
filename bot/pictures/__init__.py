"""Pictures for channels that cannot show a drawing of ours: PNG on white, readable on a phone 320 px wide.

Pillow is loaded with the first picture, not with the gateway. What a picture shows always stands beside it in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NothingToDraw(ValueError):
    """The subject is none that can be drawn; the words beside it must do."""


def draw(subject: Mapping[str, Any]) -> bytes:
    """The PNG of `{"chart": …}`, `{"schedules": [card …], "language": …}` or `{"budget": card}`. Raises NothingToDraw."""
    if "chart" in subject:
        from bot.pictures.chart import chart
        from bot.pictures.line import line

        return line(subject["chart"]) if "<path" in subject["chart"]["svg"] else chart(subject["chart"])
    if "schedules" in subject:
        from bot.pictures.schedule import schedules

        return schedules(subject["schedules"], subject["language"])
    if "budget" in subject:
        from bot.pictures.budget import budget

        return budget(subject["budget"])
    raise NothingToDraw(f"there is no picture of {sorted(subject)}")
