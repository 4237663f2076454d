"""What the lender may know of learning: counts by lesson, and no shares of groups so small that they point at somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5
"""Answers below which right ones are not told: three of three says what each of the three answered."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One lesson. Right answers are first answers; None where there are too few to tell."""

    lesson: str
    begun: int
    finished: int
    before: tuple[int | None, int]
    after: tuple[int | None, int]
    quiz: tuple[int | None, int]
    repeat: tuple[int | None, int]
    offered: int
    taken: int
    declined: int

    def __str__(self) -> str:
        parts = [f"{self.lesson}: {self.begun} began, {self.finished} finished"]
        for name in ("before", "after", "quiz", "repeat"):
            right, asked = getattr(self, name)
            if asked:
                told = f"{right} of {asked} right" if right is not None else f"{asked} answers, too few to tell"
                parts.append(f"{name}: {told}")
        if self.offered:
            parts.append(f"offered {self.offered}, taken {self.taken}, declined {self.declined}")
        return "; ".join(parts)


def count(
    progress: Sequence[tuple[str, int, int]],
    answers: Sequence[tuple[str, str, int, int]],
    offers: Sequence[tuple[str, int, int, int]],
) -> tuple[Counted, ...]:
    """From the counts of the store to a row a lesson."""
    begun = {lesson: (all_, done) for lesson, all_, done in progress}
    given = {(lesson, moment): (asked, right) for lesson, moment, asked, right in answers}
    offered = {lesson: (all_, yes, no) for lesson, all_, yes, no in offers}

    def right_of(lesson: str, moment: str) -> tuple[int | None, int]:
        asked, right = given.get((lesson, moment), (0, 0))
        return (right if asked >= FEWEST else None, asked)

    return tuple(
        Counted(
            lesson, *begun.get(lesson, (0, 0)), right_of(lesson, "pre"), right_of(lesson, "post"), right_of(lesson, "quiz"),
            right_of(lesson, "repeat"), *offered.get(lesson, (0, 0, 0)),
        )
        for lesson in sorted({*begun, *offered})
    )  # fmt: skip
