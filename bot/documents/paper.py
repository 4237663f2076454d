"""What a paper says, apart from how it looks: the page and the PDF are made from the same blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from words.model import Language


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Labels and what belongs to them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under headings; the last column holds amounts and stands to the right. `total` is the last row, if any."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None


Block = Heading | Text | Points | Facts | Table


@dataclass(frozen=True)
class Paper:
    """One document in one language. `name` is the file's name without its ending; `foot` stands on every page. `data`: the same for
    programs, as JSON."""

    name: str
    title: str
    language: Language
    blocks: tuple[Block, ...]
    foot: str
    data: Mapping[str, Any] | None = None

    @property
    def lang(self) -> str:
        """The language as HTML and PDF name it."""
        return "zh-Hans" if self.language == "zh" else "en"

    def html(self, static: Callable[[str], str], *, pdf: str, other: str) -> str:
        """The page to read and to print. `static` gives the address of a static file, `pdf` is the address of the PDF,
        `other` that of the same page in the other language."""
        from bot.documents.page import render

        return render(self, static, pdf=pdf, other=other)

    def pdf(self) -> bytes:
        """The same as a PDF with selectable text. Takes some tenths of a second: call it in a thread."""
        from bot.documents.pdf import render

        return render(self)
