"""A paper as a page: one column, no script, a style sheet of its own that prints in black on white."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.documents.paper import Paper
from words import my_data, payment
from words.relief_papers import TEXTS

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("paper.html")


def render(paper: Paper, static: Callable[[str], str], *, pdf: str, other: str) -> str:
    blocks = [(type(block).__name__, block) for block in paper.blocks]
    return _template().render(
        paper=paper,
        blocks=blocks,
        static=static,
        pdf=pdf,
        json=pdf.replace(".pdf", ".json", 1),
        other=other,
        other_lang="en" if paper.language == "zh" else "zh-Hans",
        t={
            key: both.in_language(paper.language)
            for key, both in {
                **TEXTS,
                "page_json": my_data.TEXTS["page_json"],
                "other_language": payment.TEXTS["other_language"],
            }.items()
        },
    )
