"""The shape of everything that is said to a borrower, and its JSON form.

A message is complete in its `text`; buttons, cards, charts and files add to it. `figures` are the rendered numbers and
dates that came from data, so that the gate can refuse a line with a number from anywhere else. `discloses` marks a
line that shows something of an account: it may only be sent while the conversation is verified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def as_language(value: object, default: Language = "en") -> Language:
    """The language code behind any input ("zh-CN" counts as "zh"); `default` when it is neither."""
    text = str(value or "").lower()
    if text.startswith("zh"):
        return "zh"
    if text.startswith("en"):
        return "en"
    return default


@dataclass(frozen=True)
class Both:
    """One thing to say in both languages, with the same `{placeholders}` in each."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Button:
    """A quick reply. `payload` (such as `/check_balance`) stays on the server; the client only ever gets a token."""

    title: str
    payload: str

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "payload": self.payload}


@dataclass(frozen=True)
class Row:
    """One line of a card: a label and a rendered value."""

    label: str
    value: str

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "value": self.value}


@dataclass(frozen=True)
class Due:
    """One line of a schedule: an ISO date and a decimal string with its ISO 4217 currency."""

    due: str
    amount: str
    currency: str

    def to_json(self) -> dict[str, Any]:
        return {"due": self.due, "amount": self.amount, "currency": self.currency}


@dataclass(frozen=True)
class Card:
    """A titled list of figures. The members after `rows` are for offers; `total` is a decimal string in `currency`."""

    kind: str
    title: str
    rows: tuple[Row, ...] = ()
    offer: str | None = None
    schedule: tuple[Due, ...] = ()
    total: str | None = None
    currency: str | None = None
    because: tuple[str, ...] = ()
    valid_until: str | None = None
    button: Button | None = None

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"kind": self.kind, "title": self.title, "rows": [row.to_json() for row in self.rows]}
        for name in ("offer", "total", "currency", "valid_until"):
            value = getattr(self, name)
            if value is not None:
                out[name] = value
        if self.schedule:
            out["schedule"] = [row.to_json() for row in self.schedule]
        if self.because:
            out["because"] = list(self.because)
        if self.button is not None:
            out["button"] = self.button.to_json()
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Card:
        button = data.get("button")
        return cls(
            kind=data["kind"],
            title=data["title"],
            rows=tuple(Row(**row) for row in data.get("rows", ())),
            offer=data.get("offer"),
            schedule=tuple(Due(**row) for row in data.get("schedule", ())),
            total=data.get("total"),
            currency=data.get("currency"),
            because=tuple(data.get("because", ())),
            valid_until=data.get("valid_until"),
            button=Button(**button) if button else None,
        )


@dataclass(frozen=True)
class Chart:
    """A server-drawn SVG and the same figures as a table (first row: headings)."""

    title: str
    svg: str
    table: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "svg": self.svg, "table": [list(row) for row in self.table]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Chart:
        return cls(title=data["title"], svg=data["svg"], table=tuple(tuple(row) for row in data["table"]))


@dataclass(frozen=True)
class File:
    """A file to download: its name, media type and address."""

    name: str
    type: str
    url: str

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "type": self.type, "url": self.url}


@dataclass(frozen=True)
class Message:
    """One line of the assistant in one language."""

    text: str
    language: Language
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    charts: tuple[Chart, ...] = ()
    files: tuple[File, ...] = ()
    figures: tuple[str, ...] = ()
    discloses: bool = False
    private: bool = False
    """Somebody's own figures, which need no proof of who it is, but are not for a locked screen or for passing on either."""

    def extras(self) -> dict[str, Any]:
        """All but text and buttons, as it travels from an action to the gateway; empty when there is nothing more."""
        out: dict[str, Any] = {}
        if self.cards:
            out["cards"] = [card.to_json() for card in self.cards]
        if self.charts:
            out["charts"] = [chart.to_json() for chart in self.charts]
        if self.files:
            out["files"] = [file.to_json() for file in self.files]
        if self.figures:
            out["figures"] = list(self.figures)
        if self.discloses:
            out["discloses"] = True
        if self.private:
            out["private"] = True
        return out

    def to_json(self) -> dict[str, Any]:
        """The whole message with button payloads: for storage on the server, never for a client."""
        return {
            "text": self.text,
            "language": self.language,
            "buttons": [button.to_json() for button in self.buttons],
            **self.extras(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Message:
        """The inverse of `to_json`. Raises KeyError when `text` or `language` is missing."""
        return cls(
            text=data["text"],
            language=as_language(data["language"]),
            buttons=_buttons(data.get("buttons") or ()),
            cards=tuple(Card.from_json(card) for card in data.get("cards") or ()),
            charts=tuple(Chart.from_json(chart) for chart in data.get("charts") or ()),
            files=tuple(File(**file) for file in data.get("files") or ()),
            figures=tuple(data.get("figures") or ()),
            discloses=bool(data.get("discloses", False)),
            private=bool(data.get("private", False)),
        )


def _buttons(items: Sequence[Mapping[str, Any]]) -> tuple[Button, ...]:
    return tuple(Button(title=cast(str, item["title"]), payload=cast(str, item["payload"])) for item in items)
