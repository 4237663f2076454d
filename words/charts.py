"""Charts drawn on the server as SVG: no script, no style attribute, colours from the page through `currentColor`.

One row a figure, label above its bar, so that it reads on a phone 320 px wide. The same figures always go with it as a
table, and `<title>` and `<desc>` say in words what the picture shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from words.model import Chart

WIDTH = 320
ROW = 44
BAR_TOP, BAR_HEIGHT = 22, 12
MARGIN = 4

Tone = Literal["total", "more", "less"]
_OPACITY: dict[Tone, str] = {"total": "0.75", "more": "0.5", "less": "0.25"}


@dataclass(frozen=True)
class Bar:
    """One figure: its label, how it is written, its size in minor units, and where the bar begins (waterfalls)."""

    label: str
    written: str
    amount: int
    start: int = 0
    tone: Tone = "more"


def bars(title: str, description: str, headings: tuple[str, str], rows: Sequence[Bar]) -> Chart:
    """Horizontal bars on one scale. `headings` are those of the table."""
    low = min(0, *(min(row.start, row.start + row.amount) for row in rows))
    high = max(0, *(max(row.start, row.start + row.amount) for row in rows))
    span = max(1, high - low)

    def place(value: int) -> int:
        return MARGIN + (value - low) * (WIDTH - 2 * MARGIN) // span

    height = ROW * len(rows)
    name = "chart-" + hashlib.sha256(f"{title}{description}".encode()).hexdigest()[:8]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(description)}</desc>',
        '<g fill="currentColor" font-size="13">',
    ]
    for at, row in enumerate(rows):
        top = at * ROW
        left, right = sorted((place(row.start), place(row.start + row.amount)))
        parts.append(f'<text class="chart-label" x="{MARGIN}" y="{top + 16}">{escape(row.label)}</text>')
        parts.append(
            f'<text class="chart-value" x="{WIDTH - MARGIN}" y="{top + 16}" text-anchor="end">{escape(row.written)}</text>'
        )
        parts.append(
            f'<rect class="chart-{row.tone}" x="{left}" y="{top + BAR_TOP}" width="{max(2, right - left)}" '
            f'height="{BAR_HEIGHT}" rx="2" fill-opacity="{_OPACITY[row.tone]}"/>'
        )
    parts.append("</g></svg>")
    table = (headings, *((row.label, row.written) for row in rows))
    return Chart(title=title, svg="".join(parts), table=table)


def waterfall(
    title: str,
    description: str,
    headings: tuple[str, str],
    first: tuple[str, str, int],
    changes: Sequence[tuple[str, str, int]],
    last: tuple[str, str, int],
) -> Chart:
    """From one balance to another, each change beginning where the one before ended. Each step is (label, written, size).

    Raises ValueError when the changes do not lead from the first figure to the last.
    """
    running = first[2]
    rows = [Bar(*first, tone="total")]
    for label, written, amount in changes:
        rows.append(Bar(label, written, amount, start=running, tone="more" if amount >= 0 else "less"))
        running += amount
    if running != last[2]:
        raise ValueError(f"the changes lead to {running}, not to {last[2]}")
    rows.append(Bar(*last, tone="total"))
    return bars(title, description, headings, rows)
