"""The lessons as they stand in `lessons/`: whole, in both languages, every figure computed or sourced; and what an editor is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from relief.learning import reading
from relief.learning.loading import LESSONS, problems
from relief.learning.model import Answer, Fact, Lesson, Text, Value
from relief.money import Money
from relief.protection_rules import packs
from words.compose import Writer
from words.lessons import fill, library, objects
from words.model import Language, as_language
from words.tone import check

TODAY = date(2026, 11, 23)
SIX = ("budget", "interest", "credit", "savings", "order", "scams")


def lesson(key: str) -> Lesson:
    found = library(TODAY).get(key)
    assert found is not None
    return found


def value(key: str, name: str) -> Value:
    owner, _, member = name.partition(".")
    return lesson(key).examples[owner].values[member]


def texts(part: object, own: dict[str, Value] | None = None) -> Iterator[tuple[Text, object, dict[str, Value]]]:
    """Every text of a lesson with what it stands in and the values of that."""
    if isinstance(part, Text):
        return
    if is_dataclass(part) and not isinstance(part, type):
        values = dict(getattr(part, "values", None) or {}) or (own or {})
        for field in fields(part):
            inside = getattr(part, field.name)
            if isinstance(inside, Text):
                yield inside, part, values
            elif not isinstance(inside, Fact):
                yield from texts(inside, values)
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one, own)
    elif isinstance(part, dict) or hasattr(part, "items"):
        for one in dict(part).values():  # type: ignore[call-overload]
            yield from texts(one, own) if not isinstance(one, Fact) else _of_fact(one)


def _of_fact(fact: Fact) -> Iterator[tuple[Text, object, dict[str, Value]]]:
    yield fact.text, fact, dict(fact.values)


def test_there_are_six_lessons_in_the_order_of_the_curriculum() -> None:
    assert tuple(one.id for one in library(TODAY).lessons) == SIX


def test_nothing_is_wrong_with_them() -> None:
    assert problems(packs(), TODAY, objects) == []


@pytest.mark.parametrize("key", SIX)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_in_every_text_comes_from_a_computation_or_a_source(key: str, language: Language) -> None:
    """Whatever a borrower reads: digits stand there because an example computed them, or a fact with its source holds them."""
    this = lesson(key)
    for text, where, values in texts(this):
        writer = Writer(language)
        said = fill(writer, this, text, values)
        computed = {digits for figure in writer.message("").figures for digits in re.findall(r"[0-9][0-9,.]*", figure)}
        sourced = isinstance(where, Fact)
        typed = "" if not sourced else reading.PLACEHOLDER.sub(" ", text.in_language(language))
        for digits in re.findall(r"[0-9][0-9,.]*", said):
            known = digits.rstrip(".,") in {one.rstrip(".,") for one in computed}
            assert known or digits in typed, f"{key}: {digits!r} in {said!r} comes from nowhere"
        assert check(said, language) == [], said


@pytest.mark.parametrize("key", SIX)
def test_every_fact_has_a_place_a_source_a_page_and_a_day(key: str) -> None:
    for fact in lesson(key).facts.values():
        assert fact.source and fact.link.startswith("http") and fact.as_of <= TODAY


@pytest.mark.parametrize("key", SIX)
@pytest.mark.parametrize("place", ["cn", "uk", "us", "in", "ke", None])
def test_every_step_says_something_everywhere(key: str, place: str | None) -> None:
    this = lesson(key)
    for step in this.steps:
        assert this.example_for(step.example, place).values
        assert all(fact.where in ("all", place) for fact in this.facts_for(step.facts, place))


@pytest.mark.parametrize("key", SIX)
def test_each_wrong_choice_has_its_own_reason(key: str) -> None:
    for item in lesson(key).items:
        reasons = [choice.because.en for choice in item.choices]
        assert len(set(reasons)) == len(reasons) and sum(choice.right for choice in item.choices) == 1


@pytest.mark.parametrize("key", SIX)
def test_no_two_choices_of_a_question_read_the_same(key: str) -> None:
    for item in lesson(key).items:
        said = [fill(Writer("en"), lesson(key), choice.text) for choice in item.choices]
        assert len(set(said)) == len(said)


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


@pytest.mark.parametrize(
    ("key", "name", "figure"),
    [
        ("budget", "month.left", cny("1900")),
        ("budget", "weekly.a_month", cny("1950")),
        ("budget", "yearly.a_month", cny("100")),
        ("budget", "phone.a_year", cny("720")),
        ("budget", "gap.short", cny("450")),
        ("interest", "daily.interest", cny("150")),
        ("interest", "penalty.penalty", cny("45")),
        ("interest", "penalty.plain", cny("30")),
        ("interest", "minimum.small_months", 99),
        ("interest", "minimum.small_total", usd("6878.71")),
        ("interest", "minimum.middle_total", usd("4993.24")),
        ("interest", "minimum.large_total", usd("3869.64")),
        ("interest", "flat.each", cny("1090")),
        ("interest", "long_plan.each", cny("667.33")),
        ("interest", "short_plan.each", cny("996.43")),
        ("interest", "free_plan.each", cny("500")),
        ("credit", "paid.gone", date(2031, 3, 15)),
        ("credit", "paid_us.begins", date(2024, 7, 30)),
        ("credit", "paid_us.gone", date(2031, 7, 30)),
        ("credit", "paid_uk.gone", date(2029, 6, 10)),
        ("savings", "fund.target", cny("13500")),
        ("savings", "fund.one_month_after", 30),
        ("savings", "fund.all_after", 90),
        ("savings", "weekly.weeks", 20),
        ("savings", "repair.each", usd("60.28")),
        ("savings", "fund_in.one_month_after", 18),
        ("order", "three.cost_months", 21),
        ("order", "three.cost_first_month", 17),
        ("order", "three.size_first_month", 5),
        ("order", "three.none_months", 37),
        ("scams", "fee.sum", cny("4500")),
        ("scams", "fee.payments", 9),
        ("scams", "card.payments", 12),
        ("scams", "settle.total", usd("8400")),
        ("scams", "settle.difference", usd("1600")),
    ],
)
def test_computed_examples_agree_with_figures_worked_out_elsewhere(key: str, name: str, figure: Value) -> None:
    assert value(key, name) == figure


def test_the_order_of_debts_agrees_to_a_few_cents_with_an_unrounded_calculation() -> None:
    for name, exact in (("cost_interest", "1977.67"), ("size_interest", "2401.14"), ("order_saves", "423.47")):
        found = value("order", f"three.{name}")
        assert isinstance(found, Money) and abs(found.minor - cny(exact).minor) <= 3


# --- what an editor is told ------------------------------------------------------------------------------------------


@pytest.fixture()
def edited(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """Change one piece of the budget lesson and check it."""

    def change(old: str, new: str) -> list[str]:
        text = (LESSONS / "budget.yml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "budget.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(one) for one in problems(packs(), TODAY, objects, tmp_path)]

    return change


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("en: Rent\n", "en: Rent 2000\n", "the figure '2' is typed"),
        ("zh: 房租\n        right", "zh: 房租三百元\n        right", "is typed"),
        ("{weekly.a_year}，平均", "{weekly.nothing}，平均", "nothing is known as {weekly.nothing}"),
        (
            "because:\n          en: It can be stopped for a while without harm.",
            "because:\n          en: That's irresponsible.",
            "puts blame",
        ),
        ("en: A club fee", "en: Take another loan", "the tone guard objects"),
        (
            "        right: true\n        because:\n          en: Losing",
            "        because:\n          en: Losing",
            "exactly one choice is right",
        ),
        ("    source: StepChange, reduced income guide\n", "", "'source' is missing"),
        ("date: 2026-11-23", "date: 2030-01-01", "has not come yet"),
        ("where: uk", "where: mars", "'mars' is no place"),
        ("compute: cheaper", "compute: magic", "there is no computation 'magic'"),
        ("with: {before: 150, after: 90}", "with: {before: 150}", "'after' is missing"),
        ("with: {before: 150, after: 90}", "with: {before: 150, after: 90, later: 1}", "'later' is not used"),
        ("with: {before: 150, after: 90}", "with: {before: much, after: 90}", "'much' is no amount in CNY"),
        ("example: phone\n", "example: telephone\n", "there is no example 'telephone'"),
        ("facts: [rhythm]\n  - id: yearly", "facts: [rythm]\n  - id: yearly", "there is no fact 'rythm'"),
        ("lesson: budget", "lesson: money", "its file 'budget.yml'"),
        ("  en: A budget that holds\n", "  en: A budget that holds\n  en: Twice\n", "second time"),
        ("zh: 视频会员\n", "zh: film\n", "no Chinese characters"),
    ],
)
def test_an_editor_is_told_the_file_the_line_and_what_to_do(
    edited: Callable[[str, str], list[str]], old: str, new: str, told: str
) -> None:
    found = edited(old, new)
    assert any(told in one and re.match(r"lessons/budget\.yml, line \d+: .+\. .+", one) for one in found), found


def test_a_long_message_and_a_long_sentence_are_told_apart() -> None:
    short = "One short sentence. " * 21
    assert "at most 60" in (reading.length_problem(short, "en") or "")
    assert "a sentence has 23" in (reading.length_problem("word " * 22 + "word.", "en") or "")
    assert reading.length_problem("word " * 21 + "word.", "en") is None
    assert reading.length_problem("字" * 48 + "。", "zh") is None
    assert reading.length_problem("字" * 49 + "。", "zh") is not None


def test_a_rendered_text_is_chosen_by_language() -> None:
    answer: Answer = lesson("credit").answers[0]
    assert answer.say.in_language(as_language("zh")).startswith("会的")


@pytest.mark.parametrize(("language", "said"), [("en", "150 percent of that rate"), ("zh", "合同利率的150%")])
def test_the_most_of_penalty_interest_is_said_with_its_unit(language: Language, said: str) -> None:
    fact = lesson("interest").facts["penalty_cap"]
    assert said in fill(Writer(language), lesson("interest"), fact.text, dict(fact.values))


def test_a_lesson_written_today_is_read_where_it_is_still_yesterday(edited: Callable[[str, str], list[str]]) -> None:
    newest = max(fact.as_of for one in library(TODAY).lessons for fact in one.facts.values())
    assert len(library(newest - timedelta(days=1)).lessons) == len(SIX)
    told = edited("date: 2026-11-23", f"date: {TODAY + timedelta(days=2)}")
    assert any("has not come yet" in one for one in told)
    assert edited("date: 2026-11-23", f"date: {TODAY + timedelta(days=1)}") == []
