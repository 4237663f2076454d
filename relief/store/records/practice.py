"""Records of practice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class PracticeRun:
    """Somebody goes through one situation. `turns` are `{"text", "classes", "missed"}`, one an answer; `result` is `good` or `again`."""

    id: str
    staff_id: str
    situation: str
    language: str
    turns: Sequence[Mapping[str, Any]]
    started_at: datetime
    ended_at: datetime | None
    result: str | None
