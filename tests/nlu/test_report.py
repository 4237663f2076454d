"""The report's figures, on outcomes that can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.report import as_json, both_nets, compare, crisis_cases, load_cases
from bot.nlu.report_page import as_html, as_text, sections
from bot.nlu.scoring import Case, Outcome, Share, rejection_at_95, same_value, score


def outcome(
    intent: str,
    predicted: str,
    language: str = "en",
    sure: float = 0.9,
    entities: tuple[tuple[str, str], ...] | None = None,
    found: tuple[tuple[str, str], ...] = (),
) -> Outcome:
    return Outcome(
        Case(f"{intent} {predicted} {sure}", intent, language, "short", "in", entities),
        predicted,
        sure,
        sure,
        found,
        2.0,
    )


OUTCOMES = [
    outcome(
        "greet", "greet", entities=(("amount", "5"), ("duration", "P2W")), found=(("duration", "P14D"), ("amount", "6"))
    ),
    outcome("greet", "thank"),
    outcome("thank", "thank", "zh"),
    outcome("out_of_scope", "out_of_scope", "zh", 0.1),
]


def test_accuracy_comes_by_language_kind_and_region_with_its_interval() -> None:
    scores = score(OUTCOMES)
    assert scores.accuracy["en"] == Share(1, 2) and scores.accuracy["zh"] == Share(2, 2)
    assert scores.by_kind["en short"] == Share(1, 2) and scores.by_region["zh in"] == Share(2, 2)
    assert scores.confusions == [("greet", "thank", 1)]
    low, high = Share(90, 100).interval
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)  # Wilson, as tabulated


def test_macro_f1_is_the_mean_over_intents() -> None:
    value, low, high = score(OUTCOMES).macro_f1["all"]
    assert round(value, 4) == round((2 / 3 + 2 / 3 + 1) / 3, 4)
    assert low <= value <= high


def test_equal_durations_count_as_one_and_a_wrong_value_counts_twice() -> None:
    figures = score(OUTCOMES).entities
    assert figures["en duration"] == {"precision": Share(1, 1), "recall": Share(1, 1)}
    assert figures["en amount"] == {"precision": Share(0, 1), "recall": Share(0, 1)}
    assert same_value("duration", "P1Y") == same_value("duration", "P12M") and same_value("amount", "P2W") == "P2W"


def test_rejection_is_read_where_95_in_a_hundred_pass() -> None:
    inside = [outcome("greet", "greet", sure=0.5 + index / 1000) for index in range(100)]
    outside = [outcome("out_of_scope", "greet", sure=0.2), outcome("out_of_scope", "greet", sure=0.9)]
    assert rejection_at_95([*inside, *outside]) == Share(1, 2)


def test_a_later_run_is_compared_sentence_by_sentence() -> None:
    released = as_json(score(OUTCOMES), {}, OUTCOMES, "m")
    now = [outcome("greet", "greet", entities=()), *OUTCOMES[2:]]
    now[1] = Outcome(OUTCOMES[2].case, "greet", 0.9, 0.9, (), 1.0)
    changes = compare(now, json.loads(json.dumps(released)))
    assert [len(changes[name]) for name in ("better", "worse", "unchanged")] == [0, 1, 2]


def test_both_forms_hold_the_figures_and_html_is_escaped() -> None:
    wrong = Outcome(Case("<script>", "greet", "en"), "thank", 0.5, 0.5, (), 1.0)
    rows = [*OUTCOMES, wrong]
    changes = compare(rows, None)
    tables = sections(score(rows), {"en recall": Share(1, 2)}, changes, None)
    assert "1 of 3" in as_text(tables) and "Crisis net" in as_text(tables)
    page = as_html(tables, rows, changes)
    assert "&lt;script&gt;" in page and "<script>" not in page


def test_a_folder_without_sentences_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No held-out sentences in"):
        load_cases(tmp_path)


def test_what_net_and_intent_hear_together_is_counted_by_language() -> None:
    rows = [
        ("en", "a", True, "open"),
        ("en", "b", True, "veiled"),
        ("en", "c", False, "idiom"),
        ("zh", "d", True, "open"),
    ]
    heard = [
        Outcome(case, predicted, 1.0, 0.0, (), 1.0)
        for case, predicted in zip(
            crisis_cases(rows), ("express_distress", "greet", "greet", "express_distress"), strict=True
        )
    ]
    figures = both_nets(rows, heard)
    assert figures["en recall, net or intent"] == Share(1, 2)
    assert figures["en false alarms, net or intent"] == Share(0, 1)
    assert figures["zh recall, net or intent"] == Share(1, 1)
