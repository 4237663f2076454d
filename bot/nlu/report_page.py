"""The NLU report as text for a terminal and as one HTML page."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.nlu.scoring import Outcome, Scores, Share


def _percent(share: Share) -> str:
    low, high = share.interval
    return f"{100 * share.value:5.1f} %  ({100 * low:.1f} to {100 * high:.1f}; {share.hits} of {share.total})"


def sections(
    scores: Scores, crisis_rows: dict[str, Share], changes: dict[str, list[Outcome]], released: str | None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The report as titled tables of two columns."""
    tables: list[tuple[str, list[tuple[str, str]]]] = [
        ("Right intent (95 % interval)", [(name, _percent(share)) for name, share in scores.accuracy.items()]),
        (
            "Macro-F1 (95 % interval)",
            [
                (name, f"{100 * value:5.1f} %  ({100 * low:.1f} to {100 * high:.1f})")
                for name, (value, low, high) in scores.macro_f1.items()
            ],
        ),
        ("By kind", [(name, _percent(share)) for name, share in scores.by_kind.items()]),
        ("By region", [(name, _percent(share)) for name, share in scores.by_region.items()]),
        (
            "By intent",
            [
                (
                    name,
                    f"F1 {100 * row['f1']:5.1f}  precision {100 * row['precision']:5.1f}  "
                    f"recall {100 * row['recall']:5.1f}  of {int(row['cases'])}",
                )
                for name, row in sorted(scores.by_intent.items(), key=lambda item: item[1]["f1"])
            ],
        ),
        (
            "Most confused (meant, understood)",
            [(f"{wanted} → {found}", str(count)) for wanted, found, count in scores.confusions[:40]],
        ),
        (
            "Entities",
            [
                (name, f"precision {_percent(row['precision'])}  recall {_percent(row['recall'])}")
                for name, row in scores.entities.items()
            ],
        ),
        (
            "Out of scope rejected at 95 % acceptance",
            [(name, _percent(share)) for name, share in scores.rejection.items()],
        ),
        ("In scope, but sent away", [(name, _percent(share)) for name, share in scores.fallback.items()]),
        ("Crisis net", [(name, _percent(share)) for name, share in crisis_rows.items()]),
        ("Parsing, milliseconds", [(name, f"{value:.2f}") for name, value in scores.milliseconds.items()]),
    ]
    against = (
        f"Against the released run {released}"
        if released
        else "No released run to compare with (--release NAME keeps one)"
    )
    return [*tables, (against, [(name, str(len(rows))) for name, rows in changes.items()] if released else [])]


def as_text(tables: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """For a terminal."""
    lines = []
    for title, rows in tables:
        lines += ["", title, "-" * len(title), *(f"{name:<52} {value}" for name, value in rows)]
    return "\n".join(lines).strip() + "\n"


def as_html(
    tables: list[tuple[str, list[tuple[str, str]]]], outcomes: Sequence[Outcome], changes: dict[str, list[Outcome]]
) -> str:
    """One page without anything fetched; wrong sentences and changes folded away."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>NLU report</title><style>"
        "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}td{padding:.15rem .8rem .15rem 0;border-bottom:1px solid #ddd;vertical-align:top}"
        "summary{cursor:pointer;font-weight:600;margin-top:1rem}</style><h1>How well held-out sentences are understood</h1>"
    ]
    for title, rows in tables:
        body = "".join(f"<tr><td>{html.escape(name)}<td>{html.escape(value)}" for name, value in rows)
        parts.append(f"<h2>{html.escape(title)}</h2><table>{body}</table>")
    wrong = [outcome for outcome in outcomes if outcome.case.measured_for == "intent" and not outcome.right]
    for heading, listed in (
        ("Misunderstood", wrong),
        ("Better than released", changes["better"]),
        ("Worse than released", changes["worse"]),
    ):
        body = "".join(
            f"<tr><td>{html.escape(o.case.text)}<td>{o.case.language} {html.escape(o.case.kind)}"
            f"<td>{html.escape(o.case.intent)}<td>{html.escape(o.predicted)}<td>{o.confidence:.2f}"
            for o in listed
        )
        parts.append(
            f"<details><summary>{heading}: {len(listed)}</summary>"
            f"<table><tr><td>sentence<td>kind<td>meant<td>understood<td>confidence{body}</table></details>"
        )
    return "".join(parts) + "</html>\n"
