"""A line as Telegram shows it: HTML in which everything is escaped, split on paragraphs, tables that fit a phone, buttons.

Pure: the same line always becomes the same parts, so that a part that was sent before a crash is known afterwards.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.telegram.tables import offer_table, rows_table, schedule_lines
from words import telegram as words
from words.model import Language, as_language

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TITLE = 60
BESIDE = 16
"""Two buttons stand beside each other when both titles are at most so wide."""

Kind = Literal["text", "photo", "document"]
Buttons = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One message to send. `text` is HTML (the caption of a picture or file); `plain` the same without marks, in case Telegram
    cannot read the HTML. `subject` is what a picture is drawn from or where a file comes from."""

    kind: Kind
    text: str
    plain: str
    buttons: Buttons = ()
    protect: bool = False
    subject: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Block:
    """A paragraph or a table. `lines` are its visible lines; a table is split between lines only."""

    lines: tuple[str, ...]
    table: bool = False
    bold: bool = False

    @property
    def plain(self) -> str:
        return "\n".join(self.lines)

    @property
    def html(self) -> str:
        escaped = html.escape(self.plain, quote=False)
        if self.table:
            return f"<pre>{escaped}</pre>"
        return f"<b>{escaped}</b>" if self.bold else escaped


def parts(text: str, payload: Mapping[str, Any], language: str) -> list[Part]:
    """The messages that a line becomes, in order; the buttons stand under the last."""
    said = as_language(language)
    protect = bool(payload.get("discloses") or payload.get("private"))
    blocks = list(_text_blocks(text, said, protect)) + list(_card_blocks(payload.get("cards") or (), said))
    pictures = list(_pictures(payload, said))
    files = list(payload.get("files") or ())
    out: list[Part] = []
    whole = _pack(_with_facts(blocks, pictures[0][0]) if len(pictures) == 1 else blocks, LONGEST_CAPTION)
    if len(pictures) == 1 and len(whole) == 1:  # one message instead of two: the text is the caption
        out.append(Part("photo", *_joined(whole[0]), protect=protect, subject=pictures[0][1]))
    else:
        out += [Part("text", *_joined(packed), protect=protect) for packed in _pack(blocks, LONGEST_TEXT)]
        for caption, subject in pictures:
            first, *rest = _pack(caption, LONGEST_CAPTION)
            out.append(Part("photo", *_joined(first), protect=protect, subject=subject))
            out += [Part("text", *_joined(packed), protect=protect) for packed in rest]
    # A copy is there to be kept, so a file is never protected.
    out += [Part("document", html.escape(file["name"]), file["name"], subject=file) for file in files]
    if not out:
        return []
    last = out[-1]
    return [*out[:-1], Part(last.kind, last.text, last.plain, buttons_of(payload), last.protect, last.subject)]


def buttons_of(payload: Mapping[str, Any]) -> Buttons:
    """Title and token of every button of a line, those of its cards included, in order."""
    shown = [card["button"] for card in payload.get("cards") or () if card.get("button")]
    shown += payload.get("buttons") or ()
    return tuple((button["title"], button["token"]) for button in shown)


def rows(buttons: Buttons) -> list[list[tuple[str, str]]]:
    """The keyboard: short titles two in a row, long ones alone, so that nothing is cut off on a phone."""
    out: list[list[tuple[str, str]]] = []
    for title, token in buttons:
        title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
        if out and len(out[-1]) == 1 and max(_width(title), _width(out[-1][0][0])) <= BESIDE:
            out[-1].append((title, token))
        else:
            out.append([(title, token)])
    return out


def _text_blocks(text: str, language: Language, protect: bool) -> Iterator[_Block]:
    if protect:  # what a locked screen shows first says nothing
        yield _Block((words.text("for_you", language),))
    for paragraph in text.split("\n"):
        if paragraph.strip():
            yield _Block((paragraph.strip(),))


def _card_blocks(cards: Sequence[Mapping[str, Any]], language: Language) -> Iterator[_Block]:
    for card in cards:
        yield _Block((card["title"],), bold=True)
        lines = offer_table(card, language) if card["kind"] == "offer" else rows_table(card.get("rows") or ())
        if lines:
            yield _Block(tuple(lines), table=True)


def _pictures(payload: Mapping[str, Any], language: Language) -> Iterator[tuple[list[_Block], Mapping[str, Any]]]:
    """What is drawn, each with the same facts in words: charts, the schedules of offers, a budget."""
    timed = [card for card in payload.get("cards") or () if len(card.get("schedule") or ()) > 1]
    for chart in () if timed else payload.get("charts") or ():  # a drawing of a schedule shows what ours shows
        headings, *rows = chart["table"]
        shown = rows if len(headings) == 2 else [headings, *rows]  # of two columns everybody sees what they are
        facts = rows_table([{"label": "  ".join(row[:-1]), "value": row[-1]} for row in shown])
        yield [_Block((chart["title"],), bold=True), _Block(tuple(facts), table=True)], {"chart": chart}
    if timed:
        caption: list[_Block] = []
        for card in timed:
            caption += [_Block((card["title"],), bold=True), _Block(tuple(schedule_lines(card, language)), table=True)]
        yield caption, {"schedules": timed, "language": language}
    for card in payload.get("cards") or ():
        if card["kind"] == "budget":
            facts = rows_table(card.get("rows") or ())
            yield [_Block((card["title"],), bold=True), _Block(tuple(facts), table=True)], {"budget": card}


def _with_facts(blocks: list[_Block], facts: list[_Block]) -> list[_Block]:
    """The text, and what the picture shows unless all of it is said already."""
    said = " ".join("".join(block.plain.split()) for block in blocks)
    missing = [line for block in facts if block.table for line in block.lines if "".join(line.split()) not in said]
    return [*blocks, *facts] if missing else blocks


def _pack(blocks: Iterable[_Block], limit: int) -> list[list[_Block]]:
    """The blocks in messages of at most `limit` characters as Telegram counts them (UTF-16 units, without the marks)."""
    out: list[list[_Block]] = []
    used = 0
    for block in (piece for whole in blocks for piece in _cut(whole, limit)):
        size = _units(block.plain) + 2
        if not out or used + size > limit:
            out.append([])
            used = 0
        out[-1].append(block)
        used += size
    return out


def _cut(block: _Block, limit: int) -> Iterator[_Block]:
    """A block that is too long for a message of its own, in pieces: between lines, sentences or words, in this order."""
    if _units(block.plain) + 2 <= limit:
        yield block
        return
    pieces = [line + "\n" for line in block.lines]
    for pattern in (r"(?<=[.!?。！？])\s*", r"(?<=\s)"):
        if any(_units(piece) > limit - 2 for piece in pieces):
            pieces = [bit for piece in pieces for bit in re.split(pattern, piece) if bit]
    room = (limit - 2) // 2  # two units a character at most
    pieces = [
        piece[at : at + room] if _units(piece) > limit - 2 else piece
        for piece in pieces
        for at in range(0, len(piece) if _units(piece) > limit - 2 else 1, room)
    ]
    held = ""
    for piece in pieces:
        if held and _units(held + piece) > limit - 2:
            yield _Block(tuple(held.strip("\n").rstrip().split("\n")), block.table, block.bold)
            held = ""
        held += piece
    if held.strip():
        yield _Block(tuple(held.strip("\n").rstrip().split("\n")), block.table, block.bold)


def _joined(blocks: Sequence[_Block]) -> tuple[str, str]:
    """HTML and plain text of one message. A table stands directly under its title."""
    marked, plain = "", ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        gap = "" if before is None else "\n" if block.table else "\n\n"
        marked += gap + block.html
        plain += gap + block.plain
    return marked, plain


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
