"""Reads `lessons/*.yml`, computes every worked example, and checks structure, parity, sources, reading level and tone.

Each problem says which file, which line, what is wrong and what to do. `problems` finds them all, `load` refuses the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from relief.learning import reading
from relief.learning.examples import COMPUTATIONS
from relief.learning.inputs import POLICY, Inputs
from relief.learning.model import (
    PLACES,
    Answer,
    Choice,
    Example,
    Fact,
    Item,
    Lesson,
    Library,
    Mistake,
    Step,
    Text,
    Value,
)
from relief.policy.resolve import Packs
from relief.policy.yaml_lines import Items, PackError, Place, Scalar, Table, parse

LESSONS = Path(__file__).parents[2] / "lessons"
ORDER = ("budget", "interest", "credit", "savings", "order", "scams")
FEWEST = {"aims": 2, "steps": 4, "quiz": 4, "mistakes": 3, "facts": 3}
SHORTEST_MINUTES, LONGEST_MINUTES = 2.5, 6.5
"""Three to six, rounded."""
CHOICE_MINUTES = 0.25
A_DAY_AHEAD = timedelta(days=1)
"""`today` is the reader's own day, which may lie behind that of whoever wrote the lesson."""

Objects = Callable[[str, str], Sequence[str]]
"""The tone guard: a text and its language; what it objects to."""


def no_objection(text: str, language: str) -> Sequence[str]:
    return ()


def load(packs: Packs, today: date, objects: Objects = no_objection, folder: Path = LESSONS) -> Library:
    """Every lesson of the folder. Raises PackError for the first problem."""
    lessons, found = _read(packs, today, objects, folder)
    if found:
        raise found[0]
    return Library(tuple(sorted(lessons, key=_place_in_menu)))


def problems(packs: Packs, today: date, objects: Objects = no_objection, folder: Path = LESSONS) -> list[PackError]:
    """Everything that is wrong with the lessons of the folder, by file and line."""
    return _read(packs, today, objects, folder)[1]


def _place_in_menu(lesson: Lesson) -> tuple[int, str]:
    return (ORDER.index(lesson.id) if lesson.id in ORDER else len(ORDER), lesson.id)


def _read(packs: Packs, today: date, objects: Objects, folder: Path) -> tuple[list[Lesson], list[PackError]]:
    lessons: list[Lesson] = []
    found: list[PackError] = []
    for path in sorted(folder.glob("*.yml")):
        reader = _Reader(path.name, packs, today, objects)
        try:
            lessons.append(reader.lesson(parse(path.read_text(encoding="utf-8"), f"lessons/{path.name}")))
        except PackError as error:
            found.append(error)
        found += reader.problems
    if not lessons and not found:
        found.append(PackError(str(folder), 1, "there is no lesson here.", "Add a file such as budget.yml."))
    seen: dict[str, str] = {}
    for lesson in lessons:
        if lesson.intent in seen:
            what = f"the intent {lesson.intent!r} has a lesson already ({seen[lesson.intent]})."
            found.append(PackError(f"lessons/{lesson.id}.yml", 1, what, "Give each lesson an intent of its own."))
        seen[lesson.intent] = lesson.id
    return lessons, sorted(found, key=lambda error: (error.file, error.line))


class _Reader:
    """Reads one file; structural problems are raised, problems of content collected."""

    def __init__(self, name: str, packs: Packs, today: date, objects: Objects) -> None:
        self.name, self.today = name, today
        self._packs, self._objects = packs, objects
        self.problems: list[PackError] = []
        self._values: dict[str, Mapping[str, Value]] = {}
        self._used: set[str] = set()
        self._read_minutes = {"en": 0.0, "zh": 0.0}

    def lesson(self, top: Table) -> Lesson:
        top.only(
            "lesson", "intent", "title", "invite", "aims", "facts", "examples", "steps", "quiz", "mistakes", "answers",
            "closing",
        )  # fmt: skip
        top.require(
            "lesson", "intent", "title", "invite", "aims", "facts", "examples", "steps", "quiz", "mistakes", "closing"
        )
        key = top.text("lesson")
        if f"{key}.yml" != self.name:
            self._wrong(
                top.keys["lesson"], f"the lesson is called {key!r}, its file {self.name!r}.", "Call both the same."
            )
        facts = {fact.id: fact for fact in self._facts(top.table("facts"))}
        examples = {example.id: example for example in self._examples(top.table("examples"))}
        self._enough(top, "facts", len(facts))
        steps = self._steps(top.items("steps"), facts, examples)
        self._enough(top, "steps", len(steps))
        items = tuple(self._item(table) for table in self._tables(top.items("quiz")))
        self._enough(top, "quiz", len(items))
        if sum(item.measures for item in items) != 1:
            self._wrong(
                top.keys["quiz"],
                "exactly one question measures what the lesson teaches.",
                "Write measures: true below one.",
            )
        mistakes = tuple(self._mistake(table) for table in self._tables(top.items("mistakes")))
        self._enough(top, "mistakes", len(mistakes))
        aims = tuple(self._text_of(table, "an aim") for table in self._tables(top.items("aims")))
        self._enough(top, "aims", len(aims))
        answers = (
            tuple(self._answer(table, facts) for table in self._tables(top.items("answers")))
            if "answers" in top.members
            else ()
        )
        lesson = Lesson(
            key, top.text("intent"), 0, self._text(top, "title"), self._text(top, "invite"), aims, facts, examples,
            steps, items, mistakes, answers, self._text(top, "closing"),
        )  # fmt: skip
        self._all_used(top, lesson)
        return self._with_minutes(top, lesson)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _facts(self, table: Table) -> Iterator[Fact]:
        for key, row in table.tables():
            row.only("where", "en", "zh", "source", "link", "date", "verified", "values")
            row.require("where", "en", "zh", "source", "link", "date", "verified")
            where = self._where(row)
            values = dict(self._pack_values(row))
            link, as_of = row.text("link"), self._day(row, "date")
            if not link.startswith("https://") and not link.startswith("http://"):
                self._wrong(
                    row.keys["link"], f"{link!r} is no address.", "Write the page where the fact stands: https://…"
                )
            verified = row.text("verified")
            if verified not in ("true", "false"):
                self._wrong(
                    row.keys["verified"],
                    f"{verified!r} says neither yes nor no.",
                    "Write true when a person has compared the fact with its source, else false.",
                )
            self._values[key] = values
            text = self._pair(row, sourced=True, own=values)
            yield Fact(key, where, text, row.text("source"), link, as_of, verified == "true", values)

    def _examples(self, table: Table) -> Iterator[Example]:
        for key, row in table.tables():
            row.only("where", "currency", "compute", "with", "en", "zh")
            row.require("where", "currency", "compute", "with")
            where, name = self._where(row), row.text("compute")
            compute = COMPUTATIONS.get(name)
            if compute is None:
                raise row.keys["compute"].error(
                    f"there is no computation {name!r}.", f"Use one of: {', '.join(COMPUTATIONS)}."
                )
            given = Inputs(row.table("with"), row.text("currency"), self._from_pack)
            try:
                out = dict(compute(given))
            except PackError:
                raise
            except (LookupError, ValueError) as error:  # what the computation itself refuses
                raise row.keys["with"].error(f"this cannot be computed: {error}.", "Look at the inputs.") from error
            given.nothing_else()
            values = {**given.used, **out}
            self._values[key] = values
            text = self._pair(row, own=values) if "en" in row.members or "zh" in row.members else None
            yield Example(key, where, name, text, values)

    def _steps(self, items: Items, facts: Mapping[str, Fact], examples: Mapping[str, Example]) -> tuple[Step, ...]:
        out = []
        for table in self._tables(items):
            table.only("id", "say", "why", "example", "facts")
            table.require("id", "say", "why", "example")
            example = table.text("example")
            if example not in examples or examples[example].text is None:
                self._wrong(
                    table.keys["example"],
                    f"there is no example {example!r} with a text.",
                    f"Use one of: {', '.join(key for key, one in examples.items() if one.text)}.",
                )
            self._used.add(example)
            say, why = self._text(table, "say"), self._text(table, "why")
            for language in ("en", "zh"):
                self._read_minutes[language] += reading.minutes(say.in_language(language), language)
            out.append(Step(table.text("id"), say, why, example, self._fact_keys(table, facts)))
        return tuple(out)

    def _item(self, table: Table) -> Item:
        table.only("id", "ask", "choices", "measures")
        table.require("id", "ask", "choices")
        choices = []
        for row in self._tables(table.items("choices")):
            row.only("en", "zh", "right", "because")
            row.require("en", "zh", "because")
            right = "right" in row.members and row.text("right") == "true"
            choices.append(Choice(self._pair(row), right, self._text(row, "because")))
        if sum(choice.right for choice in choices) != 1:
            self._wrong(table.keys["choices"], "exactly one choice is right.", "Write right: true below one.")
        if not 2 <= len(choices) <= 4:
            self._wrong(
                table.keys["choices"], f"there are {len(choices)} choices.", "Two to four can be pressed with ease."
            )
        ask = self._text(table, "ask")
        for language in ("en", "zh"):
            said = [ask, *(choice.because for choice in choices if choice.right)]
            minutes = sum(reading.minutes(text.in_language(language), language) for text in said)
            self._read_minutes[language] += minutes + CHOICE_MINUTES
        measures = "measures" in table.members and table.text("measures") == "true"
        return Item(table.text("id"), ask, tuple(choices), measures)

    def _mistake(self, table: Table) -> Mistake:
        table.only("believed", "really")
        table.require("believed", "really")
        return Mistake(self._text(table, "believed"), self._text(table, "really"))

    def _answer(self, table: Table, facts: Mapping[str, Fact]) -> Answer:
        table.only("id", "when", "say", "facts")
        table.require("id", "when", "say")
        when = table.table("when")
        when.only("en", "zh")
        when.require("en", "zh")
        words = {language: tuple(self._alternatives(when.items(language))) for language in ("en", "zh")}
        return Answer(table.text("id"), words, self._text(table, "say"), self._fact_keys(table, facts))

    def _alternatives(self, items: Items) -> Iterator[tuple[str, ...]]:
        """`late + record` means: both words stand in what was asked."""
        for item in items.items:
            if not isinstance(item, Scalar) or not item.text.strip():
                raise items.at.error("each alternative is a line of words.", "Write it like: late + record")
            yield tuple(part.strip().casefold() for part in item.text.split("+"))

    def _fact_keys(self, table: Table, facts: Mapping[str, Fact]) -> tuple[str, ...]:
        if "facts" not in table.members:
            return ()
        keys = []
        for item in table.items("facts").items:
            if not isinstance(item, Scalar) or item.text not in facts:
                name = item.text if isinstance(item, Scalar) else "this"
                self._wrong(item.at, f"there is no fact {name!r}.", f"Use one of: {', '.join(facts)}.")
                continue
            keys.append(item.text)
            self._used.add(item.text)
        return tuple(keys)

    # --- texts -----------------------------------------------------------------------------------------------------

    def _text(self, table: Table, key: str) -> Text:
        return self._text_of(table.table(key), key)

    def _text_of(self, table: Table, what: str) -> Text:
        table.only("en", "zh")
        return self._pair(table)

    def _pair(self, table: Table, *, sourced: bool = False, own: Mapping[str, Value] | None = None) -> Text:
        """The members `en` and `zh`, checked: length, sentences, tone, figures, placeholders."""
        table.require("en", "zh")
        texts = {language: table.text(language) for language in ("en", "zh")}
        wanted = {language: set(reading.PLACEHOLDER.findall(text)) for language, text in texts.items()}
        if wanted["en"] != wanted["zh"]:
            only = ", ".join(sorted(wanted["en"] ^ wanted["zh"]))
            self._wrong(table.keys["zh"], f"only one language has {{{only}}}.", "Put the same figures into both.")
        for language, text in texts.items():
            place = table.keys[language]
            for name in wanted[language]:
                self._placeholder(place, name, own)
            if problem := reading.length_problem(text, language):
                self._wrong(place, f"{problem}.", "Say it shorter, or make two of it.")
            if problem := reading.punctuation_problem(text, language):
                self._wrong(place, f"{problem}.", "Write each language in its own characters and marks.")
            if word := reading.blame(text):
                self._wrong(place, f"{word!r} puts blame on somebody.", "Say what helps from now on.")
            if objections := list(self._objects(text, language)):
                self._wrong(place, f"the tone guard objects: {', '.join(objections)}.", "Say it without that.")
            if not sourced and (found := list(reading.figures(text))):
                self._wrong(
                    place,
                    f"the figure {found[0]!r} is typed.",
                    "Let an example compute it and write {example.name}, or move it into a fact with its source.",
                )
        return Text(texts["en"], texts["zh"])

    def _placeholder(self, place: Place, name: str, own: Mapping[str, Value] | None) -> None:
        owner, dot, value = name.partition(".")
        known = self._values.get(owner) if dot else own
        if dot:
            self._used.add(owner)
        if known is None or (value if dot else owner) not in known:
            names = ", ".join(sorted(known)) if known else ", ".join(sorted(self._values))
            self._wrong(place, f"nothing is known as {{{name}}}.", f"There is: {names}.")

    # --- smaller things --------------------------------------------------------------------------------------------

    def _pack_values(self, row: Table) -> Iterator[tuple[str, Value]]:
        if "values" not in row.members:
            return
        table = row.table("values")
        for key in table.members:
            name = table.text(key)
            try:
                yield key, self._from_pack(name.removeprefix(POLICY))
            except LookupError as error:
                raise table.keys[key].error(
                    f"there is no parameter {name!r}.", "Write it like policy:cn/cap.yearly_cost."
                ) from error

    def _from_pack(self, name: str) -> Value:
        code, _, parameter = name.partition("/")
        known = self._packs.pack(code).parameters.get(parameter) if code else None
        dated = known.on(self.today) if known else None
        if dated is None or isinstance(dated.value, bool) or not isinstance(dated.value, Fraction | int):
            raise LookupError(name)
        return Fraction(dated.value) / 100 if known and known.spec.unit == "percent" else dated.value

    def _where(self, row: Table) -> str:
        where = row.text("where")
        if where not in PLACES:
            self._wrong(row.keys["where"], f"{where!r} is no place.", f"Use one of: {', '.join(PLACES)}.")
        return where

    def _day(self, row: Table, key: str) -> date:
        text = row.text(key)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise row.keys[key].error(f"{text!r} is no day.", "Write it like 2026-11-23.") from None
        if day > self.today + A_DAY_AHEAD:
            self._wrong(row.keys[key], f"{text} has not come yet.", "Write the day on which the source was read.")
        return day

    def _tables(self, items: Items) -> Iterator[Table]:
        for item in items.items:
            if not isinstance(item, Table):
                raise items.at.error("each entry is a table of keys.", "Begin it with a dash and indent its members.")
            yield item

    def _enough(self, top: Table, key: str, count: int) -> None:
        if count < FEWEST[key]:
            self._wrong(top.keys[key], f"there are {count} {key}.", f"A lesson needs {FEWEST[key]} at least.")

    def _all_used(self, top: Table, lesson: Lesson) -> None:
        variants = {f"{key}_{place}" for key in lesson.examples for place in PLACES}
        for name, table in (("facts", top.table("facts")), ("examples", top.table("examples"))):
            for key, place in table.keys.items():
                if key not in self._used and key not in variants:
                    self._wrong(
                        place, f"{key!r} is used nowhere.", f"Name it in a step or an answer, or take it out of {name}."
                    )

    def _with_minutes(self, top: Table, lesson: Lesson) -> Lesson:
        """How long it takes in the slower language; the first question is asked twice."""
        longest = max(self._read_minutes.values()) + CHOICE_MINUTES
        if not SHORTEST_MINUTES <= longest <= LONGEST_MINUTES:
            self._wrong(
                top.at, f"the lesson takes {longest:.1f} minutes.", "Three to six are right: split it or add a step."
            )
        return Lesson(
            lesson.id, lesson.intent, max(3, min(6, round(longest))), lesson.title, lesson.invite, lesson.aims,
            lesson.facts, lesson.examples, lesson.steps, lesson.items, lesson.mistakes, lesson.answers, lesson.closing,
        )  # fmt: skip

    def _wrong(self, place: Place, what: str, do: str) -> None:
        self.problems.append(place.error(what, do))
