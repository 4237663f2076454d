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
LINE_HEIGHT = 150
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


def bars(title: str, description: str, headings: tuple[str, str], rows: Sequence[Bar], *, full: int = 0) -> Chart:
    """Horizontal bars on one scale. `headings` are those of the table; `full` is what the whole width stands for at least."""
    low = min(0, *(min(row.start, row.start + row.amount) for row in rows))
    high = max(0, full, *(max(row.start, row.start + row.amount) for row in rows))
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


@dataclass(frozen=True)
class Point:
    """One day of a line: how it is written in the table, its size in minor units, whether it is below nothing."""

    label: str
    written: str
    amount: int


def line(
    title: str,
    description: str,
    headings: tuple[str, ...],
    points: Sequence[Point],
    marks: Sequence[tuple[int, str, str]],
    table: Sequence[tuple[str, ...]],
) -> Chart:
    """A line over days; days below nothing have a band behind them. `marks` name points in words: (place, label, value).

    `table` are the rows below `headings`. Raises ValueError for fewer than two points.
    """
    if len(points) < 2:
        raise ValueError(f"a line needs two points, there are {len(points)}")
    low, high = min(0, *(point.amount for point in points)), max(0, *(point.amount for point in points))
    span = max(1, high - low)
    top, bottom = MARGIN + 8, LINE_HEIGHT - MARGIN - 8

    def across(at: int) -> int:
        return MARGIN + at * (WIDTH - 2 * MARGIN) // (len(points) - 1)

    def down(amount: int) -> int:
        return bottom - (amount - low) * (bottom - top) // span

    height = LINE_HEIGHT + ROW * len(marks) // 2
    name = "chart-" + hashlib.sha256(f"{title}{description}".encode()).hexdigest()[:8]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(description)}</desc>',
        '<g fill="currentColor" font-size="13">',
    ]
    for first, last in _below(points):
        left = across(first) if not first else (across(first - 1) + across(first)) // 2
        right = across(last) if last + 1 == len(points) else (across(last) + across(last + 1)) // 2
        parts.append(
            f'<rect class="chart-dry" x="{left}" y="{MARGIN}" width="{max(2, right - left)}" '
            f'height="{LINE_HEIGHT - 2 * MARGIN}" fill-opacity="0.18"/>'
        )
    parts.append(
        f'<line class="chart-zero" x1="{MARGIN}" y1="{down(0)}" x2="{WIDTH - MARGIN}" y2="{down(0)}" '
        'stroke="currentColor" stroke-width="1" stroke-dasharray="3 3"/>'
    )
    # Steps, since money comes and goes on a day and not in between.
    path = [f"M{across(0)} {down(points[0].amount)}"]
    path += [f"H{across(at)}V{down(point.amount)}" for at, point in enumerate(points) if at]
    parts.append(f'<path class="chart-line" d="{"".join(path)}" fill="none" stroke="currentColor" stroke-width="2"/>')
    for row, (at, label, value) in enumerate(marks):
        y = LINE_HEIGHT + 16 + row * ROW // 2
        parts.append(f'<circle class="chart-mark" cx="{across(at)}" cy="{down(points[at].amount)}" r="4"/>')
        parts.append(f'<text class="chart-label" x="{MARGIN}" y="{y}">{escape(label)}</text>')
        parts.append(f'<text class="chart-value" x="{WIDTH - MARGIN}" y="{y}" text-anchor="end">{escape(value)}</text>')
    parts.append("</g></svg>")
    return Chart(title=title, svg="".join(parts), table=(headings, *table))


def _below(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Runs of points below nothing: first and last place of each."""
    runs: list[tuple[int, int]] = []
    for at, point in enumerate(points):
        if point.amount >= 0:
            continue
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs
