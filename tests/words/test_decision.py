"""Decisions in words: nothing without words, both languages alike, figures only from the decision."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relief.policy.engine import decide
from relief.policy.invented import accounts
from relief.policy.model import Wishes
from relief.policy.outcome import Decision
from relief.policy.resolve import Packs, load
from relief.policy.specs import REASONS as REASON_CODES
from relief.policy.specs import SPECS
from relief.policy.specs import STATES as STATE_CODES
from tests.relief.policy import people
from tests.relief.policy.people import EVERYBODY, NO_WISH, T
from words import decision as words
from words.compose import Writer
from words.model import Language

SOURCES = Path(__file__).parents[2] / "relief" / "policy"
WISHES = (
    NO_WISH,
    Wishes("instalments", n=3),
    Wishes("instalments", amount=100),
    Wishes("extension", months=9),
    Wishes("promise", amount=1),
    Wishes("settlement"),
    Wishes("settlement", lump_sum=1),
)


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load()


def test_every_key_that_the_engine_can_say_has_words() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    lines = set(re.findall(r'Line\(\s*"([a-z_.]+)"', source)) | set(
        re.findall(r'"((?:plan|promise)\.[a-z_]+)"', source)
    )
    rules = {"plans", "promise.broken", "promise.horizon"}
    assert lines - set(SPECS) - rules <= set(words.LINES)
    changes = set(re.findall(r'Change\(\s*"([a-z_]+)"', source))
    assert {f"change.{key}" for key in changes} <= set(words.LINES)
    refusals = set(re.findall(r'refuse\(\s*(?:KIND|"[a-z_]+"),\s*"([a-z_]+)"', source))
    assert len(refusals) > 15 and {f"refused.{code}" for code in refusals} <= set(words.LINES)


def test_every_reason_and_state_has_words() -> None:
    assert set(words.REASONS) == set(REASON_CODES)
    assert set(STATE_CODES) - set(words.STATES) == {"plan_active_and_kept", "sensitive_event_hold"}


@pytest.mark.parametrize("key", sorted(words.TEXTS))
def test_both_languages_have_the_same_places_to_fill(key: str) -> None:
    text = words.TEXTS[key]
    places = [set(re.findall(r"{(\w+)}", half)) for half in (text.en, text.zh)]
    # A sentence may leave a figure out in one language only where the other says it in another word.
    assert places[0] == places[1], key
    assert text.zh and not re.search(r"[A-Za-z]{3,}", re.sub(r"{\w+}", "", text.zh)), "Chinese is written in Chinese"


def spoken(decision: Decision, currency: str, language: Language) -> Writer:
    writer = Writer(language)
    for offer in decision.offers:
        assert 3 <= len(words.because_lines(writer, decision, offer, currency)) <= 6
        assert words.offer_summary(writer, offer)
        card = words.offer_card(writer, decision, offer)
        assert card.kind == "offer" and len(card.schedule) == len(offer.payments) and card.because
        if offer.needs:
            assert words.needs_person(writer, offer.needs)
    for refusal in decision.refusals:
        assert words.refusal(writer, decision, refusal, currency)
        assert 3 <= len(words.because_lines(writer, decision, refusal, currency)) <= 6
        if refusal.needs:
            assert words.needs_person(writer, refusal.needs)
    if decision.nothing_fits:
        assert words.because_lines(writer, decision, decision.nothing_fits, currency)
    assert words.account_rows(writer, decision)
    return writer


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", sorted(EVERYBODY))
def test_everything_decided_about_the_people_can_be_said(packs: Packs, key: str, language: Language) -> None:
    for wishes in WISHES:
        account, situation = EVERYBODY[key]()
        decision = decide(account, situation, wishes, packs, T)
        spoken(decision, account.loan.currency, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_decided_about_invented_accounts_can_be_said(packs: Packs, language: Language) -> None:
    for number, (account, situation) in enumerate(accounts(150, 7, T)):
        decision = decide(account, situation, WISHES[number % len(WISHES)], packs, T)
        spoken(decision, account.loan.currency, language)


def test_the_summary_of_p1_states_amounts_and_dates(packs: Packs) -> None:
    decision = decide(*people.p1(), NO_WISH, packs, T)
    writer = Writer("zh")
    text = words.offer_summary(writer, decision.offers[0])
    assert (
        text
        == "逾期部分分期还：共4期，第一期2026年11月27日还550.08元，最后一期2027年3月5日还550.08元，合计2,200.32元。"
    )
    figures = writer.message(text).figures
    for figure in re.findall(r"\d[\d,.]*元|\d{4}年\d+月\d+日", text):
        assert figure in figures


def test_p2_hears_the_smallest_change(packs: Packs) -> None:
    decision = decide(*people.p2(), NO_WISH, packs, T)
    refusal = decision.refusal("instalments")
    assert refusal
    text = words.refusal(Writer("en"), decision, refusal, "CNY")
    assert text.endswith("With CNY 616.02 more a month it would be possible.")
