"""``python -m bot.nlu.report``: how well the newest model understands the held-out sentences.

Prints and writes ``results/nlu-report.txt`` and ``.html``; the figures and every outcome go to
``results/nlu-report.json``. With ``--release NAME`` the run is
kept as the one that later runs are compared with (``docs/nlu-released.json``: no sentences, only their fingerprints). The
held-out sentences are for measuring only.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.nlu import crisis
from bot.nlu.intents import DISTRESS
from bot.nlu.report_page import as_html, as_text, sections
from bot.nlu.scoring import Case, Outcome, Scores, Share, score

HELDOUT = Path("tests/nlu/heldout")
RESULTS = Path("results")
RELEASED = Path("docs/nlu-released.json")
# The days the held-out dates were written for.
REFERENCE = {
    "en": {"today": "2026-11-23", "timezone": "Asia/Kolkata"},
    "zh": {"today": "2026-11-23", "timezone": "Asia/Shanghai"},
}


def load_cases(folder: Path) -> list[Case]:
    """The held-out sentences of both languages. Raises ValueError when there are none."""
    import yaml

    cases: list[Case] = []
    for language in ("en", "zh"):
        for name, measured in ((f"{language}.yml", "intent"), (f"entities_{language}.yml", "entities")):
            file = folder / name
            for row in yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else []:
                entities = (
                    tuple((entity["entity"], str(entity["value"])) for entity in row["entities"] or [])
                    if "entities" in row
                    else None
                )
                cases.append(
                    Case(
                        str(row["text"]),
                        row.get("intent", ""),
                        language,
                        row.get("kind", "plain"),
                        row.get("region") or "",
                        entities,
                        measured,
                    )
                )
    if not cases:
        raise ValueError(f"No held-out sentences in {folder}. Expected en.yml and zh.yml there.")
    return cases


def load_crisis(folder: Path) -> list[tuple[str, str, bool, str]]:
    """(language, text, is a crisis, kind) of the crisis lines."""
    import yaml

    rows = []
    for language in ("en", "zh"):
        file = folder / f"crisis_{language}.yml"
        for row in yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else []:
            rows.append((language, str(row["text"]), bool(row["crisis"]), row.get("kind", "")))
    return rows


async def understand(model: str, cases: Sequence[Case]) -> list[Outcome]:
    """Parses every case with the model at ``model`` (a file or a folder)."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.utils.log_utils import configure_structlog

    configure_structlog()
    agent = Agent.load(model)
    if not agent.is_ready() or agent.processor is None:
        raise ValueError(f"No model could be loaded from {model}. Run 'make train' first.")
    for language, reference in REFERENCE.items():  # the first message pays for imports
        await agent.processor.parse_message(UserMessage(f"warm up 热身 {language}", metadata=reference))
    outcomes = []
    for case in cases:
        started = time.perf_counter()
        parsed = await agent.processor.parse_message(UserMessage(case.text, metadata=REFERENCE[case.language]))
        milliseconds = (time.perf_counter() - started) * 1000
        outcomes.append(_outcome(case, parsed, milliseconds))
    return outcomes


def _outcome(case: Case, parsed: dict[str, Any], milliseconds: float) -> Outcome:
    intent = parsed.get("intent") or {}
    in_scope = [
        row["confidence"]
        for row in parsed.get("intent_ranking") or []
        if row["name"] not in ("nlu_fallback", "out_of_scope")
    ]
    entities = tuple((row["entity"], str(row["value"])) for row in parsed.get("entities") or [])
    return Outcome(
        case,
        intent.get("name") or "",
        float(intent.get("confidence") or 0.0),
        max(in_scope, default=0.0),
        entities,
        milliseconds,
    )


CRISIS = "crisis"
"""What the crisis lines are measured for."""


def crisis_cases(rows: Sequence[tuple[str, str, bool, str]]) -> list[Case]:
    """The crisis lines as cases for the whole pipeline, in which the net and the classifier each may hear distress."""
    return [Case(text, "", language, kind, "", None, CRISIS) for language, text, _, kind in rows]


def both_nets(rows: Sequence[tuple[str, str, bool, str]], outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Recall and false alarms of net or intent, as the pipeline hears the lines; `outcomes` in the order of `rows`."""
    figures: dict[str, Share] = {}
    for language in ("en", "zh"):
        for name, wanted in (("recall", True), ("false alarms", False)):
            heard = [
                outcome.predicted == DISTRESS
                for (lang, _, danger, _), outcome in zip(rows, outcomes, strict=True)
                if lang == language and danger is wanted
            ]
            figures[f"{language} {name}, net or intent"] = Share(sum(heard), len(heard))
    return figures


def crisis_figures(rows: Sequence[tuple[str, str, bool, str]]) -> dict[str, Share]:
    """Recall and false alarms of the phrase net, by language and kind."""
    figures: dict[str, Share] = {}
    for language in ("en", "zh"):
        own = [(crisis.find(text) is not None, wanted, kind) for lang, text, wanted, kind in rows if lang == language]
        caught = [hit for hit, wanted, _ in own if wanted]
        alarms = [hit for hit, wanted, _ in own if not wanted]
        figures[f"{language} recall"] = Share(sum(caught), len(caught))
        figures[f"{language} false alarms"] = Share(sum(alarms), len(alarms))
        for kind in sorted({kind for _, _, kind in own}):
            of_kind = [hit for hit, _, own_kind in own if own_kind == kind]
            figures[f"{language} caught among {kind}"] = Share(sum(of_kind), len(of_kind))
    return figures


def as_json(scores: Scores, crisis_rows: dict[str, Share], outcomes: Sequence[Outcome], model: str) -> dict[str, Any]:
    """What is saved."""

    def shares(table: dict[str, Share]) -> dict[str, Any]:
        return {name: share.as_json() for name, share in table.items()}

    return {
        "model": model,
        "accuracy": shares(scores.accuracy),
        "macro_f1": {name: [round(value, 4) for value in triple] for name, triple in scores.macro_f1.items()},
        "by_kind": shares(scores.by_kind),
        "by_region": shares(scores.by_region),
        "by_intent": {
            intent: {name: round(value, 4) for name, value in row.items()} for intent, row in scores.by_intent.items()
        },
        "confusions": [list(row) for row in scores.confusions],
        "entities": {
            name: {figure: share.as_json() for figure, share in row.items()} for name, row in scores.entities.items()
        },
        "rejection_at_95": shares(scores.rejection),
        "in_scope_sent_away": shares(scores.fallback),
        "crisis": shares(crisis_rows),
        "milliseconds": {name: round(value, 2) for name, value in scores.milliseconds.items()},
        "outcomes": {_key(o.case): o.predicted for o in outcomes if o.case.measured_for == "intent"},
    }


def _key(case: Case) -> str:
    return hashlib.sha256(f"{case.language}\n{case.text}".encode()).hexdigest()[:16]


def compare(outcomes: Sequence[Outcome], released: dict[str, Any] | None) -> dict[str, list[Outcome]]:
    """Sentences that are better, worse or unchanged against the released run; all empty without one."""
    groups: dict[str, list[Outcome]] = {"better": [], "worse": [], "unchanged": []}
    before = (released or {}).get("outcomes", {})
    for outcome in outcomes:
        past = before.get(_key(outcome.case))
        if past is not None and outcome.case.measured_for == "intent":
            was_right = past == outcome.case.intent
            groups["unchanged" if was_right == outcome.right else "better" if outcome.right else "worse"].append(
                outcome
            )
    return groups


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, writes. Returns 0; 2 when there is no model or no held-out set."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.nlu.report", description="How well held-out sentences are understood."
    )
    parser.add_argument("--model", default="models", help="model file or folder (default: models)")
    parser.add_argument("--heldout", type=Path, default=HELDOUT, help="folder of the held-out sentences")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the report")
    parser.add_argument("--released", type=Path, default=RELEASED, help="the kept run (docs/nlu-released.json)")
    parser.add_argument("--release", metavar="NAME", help="keep this run as the one to compare with")
    options = parser.parse_args(arguments)
    try:
        cases = load_cases(options.heldout)
        crisis_lines = load_crisis(options.heldout)
        heard = asyncio.run(understand(options.model, [*cases, *crisis_cases(crisis_lines)]))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    outcomes, distress = heard[: len(cases)], heard[len(cases) :]
    scores = score(outcomes)
    crisis_rows = {**crisis_figures(crisis_lines), **both_nets(crisis_lines, distress)}
    kept = options.released
    released = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else None
    changes = compare(outcomes, released)
    tables = sections(scores, crisis_rows, changes, released["name"] if released else None)
    saved = as_json(scores, crisis_rows, outcomes, options.model)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "nlu-report.txt").write_text(as_text(tables), encoding="utf-8")
    (options.results / "nlu-report.html").write_text(as_html(tables, outcomes, changes), encoding="utf-8")
    (options.results / "nlu-report.json").write_text(json.dumps(saved, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.release:
        kept.write_text(json.dumps({"name": options.release, **saved}, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(as_text(tables))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
