"""The linear model by itself: what is kept, how it is calibrated, how long messages are read."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.clauses import clauses, combine, weights, wishes
from bot.nlu.concepts import ConceptHit, concept_features, read_forms
from bot.nlu.features import surface_features
from bot.nlu.linear import LinearModel, Weighting, hash_features, softmax

ROWS = [
    surface_features(text)
    for text in [
        "how much do i owe",
        "what do i owe you",
        "my balance please",
        "so what is my balance",
        "i will pay friday",
        "i will pay you monday",
        "pay on friday ok",
        "will pay friday",
    ]
]
LABELS = ["balance"] * 4 + ["promise"] * 4


def test_one_message_scores_as_it_does_among_many() -> None:
    model = LinearModel.fit(hash_features(ROWS), LABELS, folds=2)
    together = model.probabilities(hash_features(ROWS))
    alone = np.vstack([model.probabilities(hash_features([row])) for row in ROWS])
    assert np.allclose(together, alone, atol=1e-5)
    assert [model.labels[index] for index in together.argmax(axis=1)] == LABELS


def test_a_saved_model_is_the_same_and_holds_no_pickle() -> None:
    model = LinearModel.fit(hash_features(ROWS), LABELS, folds=2)
    again = LinearModel.load(model.dump())
    assert np.array_equal(model.probabilities(hash_features(ROWS)), again.probabilities(hash_features(ROWS)))
    assert again.report == model.report and again.coefficients.dtype == np.float32


def test_what_only_one_message_holds_is_no_column() -> None:
    counts = hash_features([["a", "b"], ["a", "c"], ["a"]])
    assert len(Weighting.fit(counts, minimum=2).kept) == 1
    assert len(Weighting.fit(counts, minimum=1).kept) == 3
    assert len(Weighting.fit(counts, minimum=1, limit=2).kept) == 2


def test_a_message_of_unknown_words_still_gets_chances() -> None:
    model = LinearModel.fit(hash_features(ROWS), LABELS, folds=2)
    chances = model.probabilities(hash_features([["w:never-seen"]]))
    assert chances.shape == (1, 2) and np.isclose(chances.sum(), 1.0)


def test_dense_vectors_count_beside_the_words() -> None:
    dense = np.array([[1, 0]] * 4 + [[0, 1]] * 4, dtype=np.float32)
    model = LinearModel.fit(hash_features(ROWS), LABELS, dense, folds=2)
    blank = hash_features([["w:never-seen"]])
    assert model.labels[int(model.probabilities(blank, np.array([[0, 1]], dtype=np.float32)).argmax())] == "promise"


def test_one_intent_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two intents, found \\['greet'\\]"):
        LinearModel.fit(hash_features(ROWS[:2]), ["greet", "greet"])


def test_softmax_bears_large_numbers() -> None:
    assert np.allclose(softmax(np.array([[1000.0, 1000.0]])), [[0.5, 0.5]])


def test_a_long_message_is_cut_at_marks_and_where_the_wish_begins() -> None:
    assert clauses("My shop flooded and the kids are sick. Sorry for the late reply, could I pay half this month?") == [
        "My shop flooded and the kids are sick",
        "Sorry for the late reply",
        "could I pay half this month",
    ]
    assert clauses("上个月厂子倒闭了一直在找工作，能不能先缓一个月再还") == [
        "上个月厂子倒闭了一直在找工作",
        "能不能先缓一个月再还",
    ]
    assert clauses("can i pay later") == []


def test_the_wish_outweighs_the_background() -> None:
    labels = ["explain_hardship", "request_extension", "express_distress"]
    whole = np.array([0.5, 0.4, 0.1])
    parts = np.array([[0.9, 0.05, 0.05], [0.1, 0.85, 0.05]])
    assert labels[int(combine(whole, parts, weights(labels)).argmax())] == "request_extension"


def test_distress_in_one_clause_outweighs_what_else_is_asked() -> None:
    labels = ["check_balance", "express_distress"]
    mixed = combine(np.array([0.5, 0.5]), np.array([[0.9, 0.1], [0.1, 0.9]]), weights(labels))
    assert mixed[1] > mixed[0]


def test_concepts_become_features_alone_and_in_order() -> None:
    hits = [ConceptHit("NOT_ABLE", "can't", 0, 1), ConceptHit("PAY", "pay", 1, 2), ConceptHit("LATER", "later", 2, 3)]
    features = concept_features(hits)
    assert {"k:PAY", "k2:NOT_ABLE>PAY", "k2:NOT_ABLE>LATER", "k3:NOT_ABLE>PAY>LATER"} <= set(features)
    assert "k2:PAY>NOT_ABLE" not in features


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "expected concepts at the top"),
        ("A: [x]\n", "concept A: expected 'en' and 'zh' lists"),
        ("A: {en: [1]}\n", "concept A: 'en' and 'zh' must be lists of quoted words"),
        ("A: {en: []}\n", "concept A"),
    ],
)
def test_a_malformed_lexicon_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_forms(text, "concepts.yml")


def test_two_wishes_in_one_message_are_both_named_the_more_urgent_first() -> None:
    labels = ["check_balance", "complain", "explain_hardship"]
    parts = np.array([[0.1, 0.1, 0.8], [0.9, 0.05, 0.05], [0.1, 0.7, 0.2], [0.4, 0.3, 0.3]])
    found = wishes(labels, parts, ["lost my job", "how much is it", "and stop shouting at my mother", "well"])
    assert found == [("complain", 0.7, "and stop shouting at my mother"), ("check_balance", 0.9, "how much is it")]
