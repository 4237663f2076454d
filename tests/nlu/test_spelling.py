"""What a mistyped word was meant to be, by its letters in English and by its sound in Chinese."""

from __future__ import annotations

import pytest

from bot.nlu.features import message_features
from bot.nlu.sounds import sound
from bot.nlu.spelling import Speller

SEEN = [
    *["i lost my employment", "when is the installment due", "waive the penalty"] * 3,
    *["我逾期了", "利息能不能减免", "什么时候还款"] * 8,
    "rarely seen words here",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(SEEN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("waive the penlty", "waive the penalty"),  # a letter missing
        ("waive the peanalty", "waive the penalty"),  # one too many
        ("waive the penelty", "waive the penalty"),  # a wrong one
        ("waive the pneatly", "waive the pneatly"),  # two slips are too many to be sure
        ("my emplyoment", "my employment"),  # two exchanged
        ("余期了", "逾期了"),
        ("利西能不能减勉", "利息能不能减免"),
    ],
)
def test_one_slip_from_what_was_often_seen_is_corrected(speller: Speller, written: str, meant: str) -> None:
    assert speller.correct(written) == meant


@pytest.mark.parametrize(
    "written", ["waive the penalty", "rarely", "rarelly", "penal", "due dua", "我逾期了", "余下的", "hello", "", "???"]
)
def test_what_was_seen_or_is_short_or_far_from_everything_stays(speller: Speller, written: str) -> None:
    assert speller.correct(written) == written


def test_a_correction_is_read_beside_what_was_written(speller: Speller) -> None:
    plain, _ = message_features("waive the penlty")
    both, _ = message_features("waive the penlty", speller=speller)
    assert set(plain) < set(both)
    assert "w:penlty" in both and "w:penalty" in both


def test_a_speller_comes_back_as_it_was_kept(speller: Speller) -> None:
    again = Speller.load(speller.dump())
    assert again == speller
    assert again.correct("余期 penlty") == "逾期 penalty"


@pytest.mark.parametrize(
    ("character", "syllable"),
    [("啊", "a"), ("座", "zuo"), ("还", "huan"), ("中", "zong"), ("零", "nin"), ("龘", None), ("a", None), ("", None)],
)
def test_an_everyday_character_has_its_syllable_near_sounds_as_one(character: str, syllable: str | None) -> None:
    assert sound(character) == syllable


def test_characters_that_are_dictated_alike_sound_alike() -> None:
    for pair in ("逾余", "息西", "减简", "免勉", "催崔", "款宽", "账帐", "是四", "您宁"):
        assert sound(pair[0]) == sound(pair[1]), pair
