"""A simulation as CSV, as a table for the terminal, and as a chart (SVG, or HTML that holds it)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TextIO

from relief.money import minor_units, text_from_minor
from relief.simulate import Changed, Summary

COLUMNS = (
    "reference", "product", "currency", "before", "after", "payments_before", "payments_after", "largest_before",
    "largest_after", "total_before", "total_after", "waived_before", "waived_after", "person_before", "person_after",
    "why",
)  # fmt: skip
_WIDTH, _ROW, _LABEL = 720, 26, 330


def write_csv(file: TextIO, changes: Iterable[Changed]) -> Iterator[Changed]:
    """Write one line a change as it comes, and pass it on."""
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for change in changes:
        before, after = change.before, change.after
        money = [
            text_from_minor(amount, minor_units(change.currency))
            for amount in (before.largest, after.largest, before.total, after.total, before.waived, after.waived)
        ]
        kinds = [before.kind, after.kind, before.payments, after.payments]
        names = [change.reference, change.product, change.currency]
        rows.writerow([*names, *kinds, *money, before.needs, after.needs, change.why])
        yield change


def table(summary: Summary) -> str:
    """What changes, most frequent first; then what it means in money, a currency a line."""
    share = f" ({summary.changed * 1000 // summary.looked_at / 10} %)" if summary.looked_at else ""
    lines = [f"{summary.looked_at} loans looked at, {summary.changed} with a different outcome{share}"]
    if summary.undecidable:
        lines.append(f"{summary.undecidable} could not be decided: no pack or no amounts for them")
    if summary.moves:
        lines += ["", f"{'loans':>7}  {'cur':3}  {'before':12} {'after':12} why"]
    for (currency, before, after, why), count in summary.moves.most_common(40):
        lines.append(f"{count:>7}  {currency:3}  {before:12} {after:12} {why}")
    for currency in sorted(summary.waived):
        places = minor_units(currency)
        waived = text_from_minor(summary.waived[currency], places)
        total = text_from_minor(summary.total[currency], places)
        lines.append(f"{currency}: waived {waived} more; to pay {total} more where the kind stays the same")
    return "\n".join(lines)


def svg(summary: Summary) -> str:
    """Bars of how many loans go from which kind to which."""
    moves: Counter[tuple[str, str]] = Counter()
    for (_, before, after, _), count in summary.moves.items():
        moves[before, after] += count
    rows = moves.most_common(20)
    most = max((count for _, count in rows), default=1)
    height = _ROW * (len(rows) + 2)
    title = f"{summary.changed} of {summary.looked_at} loans get a different outcome"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" font-family="sans-serif" '
        f'font-size="14"><title>{escape(title)}</title><text x="8" y="18" font-weight="bold">{escape(title)}</text>'
    ]
    for at, ((before, after), count) in enumerate(rows, start=1):
        y = _ROW * at + 8
        width = max(count * (_WIDTH - _LABEL - 70) // most, 1)
        label = f"{before} → {after}" if before != after else f"{before}, other terms"
        parts.append(f'<text x="8" y="{y + 15}">{escape(label)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y + 2}" width="{width}" height="16" fill="#2f6f8f"/>')
        parts.append(f'<text x="{_LABEL + width + 6}" y="{y + 15}">{count}</text>')
    return "".join([*parts, "</svg>"])


def write_chart(path: Path, summary: Summary) -> None:
    """SVG, or a page around it with the table when the name ends in .html."""
    drawn = svg(summary)
    if path.suffix == ".html":
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulation</title>'
        drawn = f"{head}<body>{drawn}<pre>{escape(table(summary))}</pre></body></html>"
    path.write_text(drawn, "utf-8")
