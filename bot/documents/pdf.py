"""A paper as a PDF: A4, selectable text, the font embedded, so that Chinese reads on a machine without one."""

from __future__ import annotations

import logging
import re

from fpdf import FPDF

from bot.documents.paper import Block, Facts, Heading, Paper, Points, Table, Text
from bot.fonts import REGULAR

FONT = "paper"
MARGIN = 20.0
BODY, SMALL, SECTION, TITLE = 10.5, 8.5, 13.0, 19.0
LEADING = 1.55
POINT_MM = 25.4 / 72
INK, SOFT, LINE = (23, 41, 44), (79, 101, 104), (201, 216, 216)

_PIECE = re.compile(
    r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+"
)
_NOT_FIRST = frozenset("，。、；：？！）》”’％…,.;:?!)")
_NOT_LAST = frozenset("（《“‘(")


def render(paper: Paper) -> bytes:
    """The whole document. Deterministic but for the day on which it is made."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table of the font
    sheet = _Sheet(paper)
    sheet.paragraph(paper.title, TITLE)
    sheet.ln(3)
    for block in paper.blocks:
        sheet.block(block)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """Pages with the foot and the page number below."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self._paper = paper
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4)
        self.set_lang(paper.lang)
        self.set_title(paper.title)
        self.set_author("Evenkeel")
        self.set_display_mode("fullwidth")
        self.add_font(FONT, fname=REGULAR)
        self.set_font(FONT, size=BODY)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-MARGIN + 4)
        self.set_font(FONT, size=SMALL)
        self.set_text_color(*SOFT)
        self.cell(self.epw - 20, 5, self._paper.foot)
        self.cell(20, 5, str(self.page_no()), align="R")

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.room(SECTION * LEADING * POINT_MM * 3)
            self.ln(4)
            self.paragraph(block.text, SECTION)
            self.ln(1)
        elif isinstance(block, Text):
            self.paragraph(block.text)
            self.ln(1.5)
        elif isinstance(block, Points):
            for item in block.items:
                self.paragraph(item, indent=5, mark="•")
                self.ln(1)
        elif isinstance(block, Facts):
            for label, value in block.rows:
                self.row((label, value), (0.36, 0.64), last_right=False)
        else:
            self.table_of(block)

    def table_of(self, table: Table) -> None:
        shares = tuple([0.12, *([0.88 / (len(table.head) - 1)] * (len(table.head) - 1))])
        self.row(table.head, shares, soft=True)
        for cells in table.rows:
            before = self.page
            self.room(BODY * LEADING * POINT_MM + 2)
            if self.page != before:
                self.row(table.head, shares, soft=True)
            self.row(cells, shares)
        if table.total:
            self.row(table.total, shares)

    def row(
        self, cells: tuple[str, ...], shares: tuple[float, ...], *, soft: bool = False, last_right: bool = True
    ) -> None:
        """Cells beside each other, each broken into lines, with a rule below."""
        self.set_font(FONT, size=BODY)
        step = BODY * LEADING * POINT_MM
        widths = [share * self.epw for share in shares]
        lines = [self.lines(text, width - 2) for text, width in zip(cells, widths, strict=True)]
        height = step * max(len(one) for one in lines) + 1.6
        self.room(height)
        top, left = self.get_y() + 0.8, self.l_margin
        for column, (broken, width) in enumerate(zip(lines, widths, strict=True)):
            last = column == len(widths) - 1
            self.set_text_color(*(SOFT if soft or (not last_right and column == 0) else INK))
            for k, text in enumerate(broken):
                self.set_xy(left, top + k * step)
                self.cell(width - (0 if last else 2), step, text, align="R" if last and last_right else "L")
            left += width
        self.set_draw_color(*LINE)
        self.line(self.l_margin, top + height - 0.8, self.l_margin + self.epw, top + height - 0.8)
        self.set_xy(self.l_margin, top + height - 0.8)

    def paragraph(self, text: str, size: float = BODY, *, indent: float = 0, mark: str = "") -> None:
        """A paragraph in lines of our own breaking: fpdf breaks Chinese inside a figure."""
        self.set_font(FONT, size=size)
        self.set_text_color(*INK)
        step = size * LEADING * POINT_MM
        for k, line in enumerate(self.lines(text, self.epw - indent)):
            self.room(step)
            if mark and not k:
                self.cell(indent, step, mark)
            self.set_x(self.l_margin + indent)
            self.cell(self.epw - indent, step, line, new_x="LMARGIN", new_y="NEXT")

    def room(self, height: float) -> None:
        """A new page where this height would not fit on the one that is begun."""
        if self.will_page_break(height):
            self.add_page()

    def lines(self, text: str, width: float) -> list[str]:
        """Break at spaces and between Chinese characters, never inside a word or a figure, and never before a full stop.

        A word that is longer than a line is cut."""
        out: list[str] = []
        line = ""
        for piece in _pieces(text):
            if self.get_string_width(line + piece.rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                out.append(line.strip())
            line = piece.lstrip()
            while self.get_string_width(line) > width and len(line) > 1:
                cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or self.get_string_width(line[:n]) <= width)
                out.append(line[:cut])
                line = line[cut:]
        out.append(line.strip())
        return out


def _pieces(text: str) -> list[str]:
    """What stays together: a word, a figure, a character with the punctuation behind it."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
