"""Puts values into phrases and remembers every figure that came from data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from relief.money import Money
from words import format as render
from words.model import Both, Button, Card, Chart, File, Language, Message, Row

Value = str | int | Decimal | Fraction | dt.date | dt.datetime | dt.timedelta | Money | Both


class Writer:
    """Writes one message: renders values for people and collects them as `figures`.

    Money, dates, `timedelta` (whole days) and fractions (percent) are rendered by type; strings stay as they are. A
    rendered value with a digit in it counts as a figure, so never pass in what a borrower typed.
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._figures: dict[str, None] = {}

    def show(self, value: Value) -> str:
        """One rendered value, remembered as a figure when it has a digit."""
        text = self._render(value)
        if render.has_figure(text):
            self._figures[text] = None
        return text

    def say(self, phrase: Both, **values: Value) -> str:
        """The phrase in this writer's language with the values put in. Raises KeyError when one is missing."""
        return phrase.in_language(self.language).format(**{name: self.show(value) for name, value in values.items()})

    def row(self, label: Both, value: Value) -> Row:
        return Row(label=label.in_language(self.language), value=self.show(value))

    def button(self, title: Both, payload: str, **values: Value) -> Button:
        return Button(title=self.say(title, **values), payload=payload)

    def message(
        self,
        *paragraphs: str,
        buttons: Sequence[Button] = (),
        cards: Sequence[Card] = (),
        charts: Sequence[Chart] = (),
        files: Sequence[File] = (),
        discloses: bool = False,
        private: bool = False,
    ) -> Message:
        """The finished message: non-empty paragraphs, one below the other, with all figures shown so far."""
        return Message(
            text="\n".join(part for part in paragraphs if part),
            language=self.language,
            buttons=tuple(buttons),
            cards=tuple(cards),
            charts=tuple(charts),
            files=tuple(files),
            figures=tuple(self._figures),
            discloses=discloses,
            private=private,
        )

    def _render(self, value: Value) -> str:
        if isinstance(value, Both):
            return value.in_language(self.language)
        if isinstance(value, str):
            return value
        if isinstance(value, dt.datetime):
            return render.date_and_time(value, self.language)
        if isinstance(value, dt.date):
            return render.date(value, self.language)
        if isinstance(value, dt.timedelta):
            return render.days(value.days, self.language)
        if isinstance(value, Fraction):
            return render.percent(value, self.language)
        if isinstance(value, int | Decimal):
            return render.number(value, self.language)
        self._figures[value.to_decimal_string()] = None
        return render.money(value, self.language)
