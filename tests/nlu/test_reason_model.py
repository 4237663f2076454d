"""Reasons that no phrase gives: what the model learns from, what it hears, and how that is weighed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.nlu.entities import Entity
from bot.nlu.features import message_features
from bot.nlu.reason_model import NONE, REASONS, WITHOUT_REASON_AT_MOST, fit, hear, labels, read_reasons
from bot.nlu.reasons import weigh_reason

LIST = Path(__file__).resolve().parents[2] / "data" / "nlu" / "reasons.yml"


def test_every_reason_of_the_contract_has_sentences_in_both_languages() -> None:
    labelled = read_reasons(LIST)
    counts = Counter((reason, any("\u4e00" <= c <= "\u9fff" for c in text)) for text, reason in labelled.items())
    assert set(labelled.values()) == {*REASONS, NONE}
    assert min(counts.values()) >= 10, counts.most_common()[-3:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a list", "expected reasons at the top"),
        ("hunger:\n  - no food", "'hunger' is no reason"),
        ("illness:\n  - 3", "expected quoted sentences"),
        ("illness:\n  - same\nother:\n  - same", "stands under illness and under other"),
    ],
)
def test_a_malformed_list_says_what_is_wrong(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "reasons.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_reasons(file)


def test_an_absent_list_is_empty(tmp_path: Path) -> None:
    assert read_reasons(tmp_path / "none.yml") == {}


def test_what_is_learnt_from() -> None:
    texts = ["my hands shake", "i lost my job, wait please", "give me a week", "hard times", "what is the weather"]
    intents = ["explain_hardship", "request_extension", "request_extension", "explain_hardship", "out_of_scope"]
    assert labels(texts, intents, {"my hands shake": "illness"}) == ["illness", "job_loss", NONE, None, None]


def test_requests_without_a_reason_are_capped() -> None:
    many = [f"please{n}x" for n in range(WITHOUT_REASON_AT_MOST + 50)]
    assert labels(many, ["request_extension"] * len(many), {}).count(NONE) == WITHOUT_REASON_AT_MOST


def test_a_reason_is_heard_and_none_counts_less_where_hardship_is_explained() -> None:
    sentences = {
        "illness": ["my hands shake", "doctor keeps me in bed", "the ward again", "大夫让我躺着", "手抖"],
        "disaster": ["the river took it", "wind took the roof", "rats in the rice", "河水进屋", "瓦都飞了"],
        NONE: ["it is hard", "no money", "times are tough", "没钱", "太难了"],
    }
    rows = [(text, reason) for reason, texts in sentences.items() for text in texts]
    model = fit([message_features(text)[0] for text, _ in rows], [reason for _, reason in rows])
    assert model is not None
    from bot.nlu.linear import hash_features

    chances = model.probabilities(hash_features([message_features("my hands shake so")[0]]))[0]
    assert hear(model, chances, "request_extension")[0] == "illness"
    as_request = hear(model, chances, "request_extension")[1]
    assert hear(model, chances, "explain_hardship")[1] > as_request


def test_one_kind_of_reason_makes_no_model() -> None:
    assert fit([["a"], ["b"]], ["illness", "illness"]) is None


@pytest.mark.parametrize(
    ("intent", "reason", "chance", "expected"),
    [
        ("explain_hardship", "illness", 0.5, ["illness"]),
        ("explain_hardship", "illness", 0.49, []),
        ("request_extension", "illness", 0.7, ["illness"]),
        ("request_extension", "illness", 0.69, []),
        ("explain_hardship", NONE, 1.0, []),
        ("check_balance", "illness", 1.0, []),
        (None, "illness", 1.0, []),
    ],
)
def test_what_is_heard_counts_from_its_chance_on_and_only_where_relief_is_meant(
    intent: str | None, reason: str, chance: float, expected: list[str]
) -> None:
    found = weigh_reason("my hands shake", [], intent, 0.9, [], (reason, chance))
    assert [entity.value for entity in found] == expected


def test_a_phrase_counts_more_than_what_is_heard_and_a_sure_none_more_than_a_word() -> None:
    told = Entity("hardship_reason", "disaster", 0, 5)
    assert weigh_reason("flood", [told], "explain_hardship", 0.9, [], ("illness", 1.0)) == [told]
    assert weigh_reason("so ill", [], "explain_hardship", 0.9, [("ILL", "ill")], (NONE, 0.9)) == []
    assert weigh_reason("so ill", [], "explain_hardship", 0.9, [("ILL", "ill")], (NONE, 0.89)) != []
