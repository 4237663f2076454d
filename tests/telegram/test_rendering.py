"""How a line looks in the chat: whole, escaped, in tables that fit a phone, in pictures with the same facts beside them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image

from bot import pictures
from bot.telegram import render, tables
from tests.telegram.botapi import CAPTION_LIMIT, TEXT_LIMIT, units, visible
from words import charts
from words import telegram as words


def offer(n: int = 4, **members: Any) -> dict[str, Any]:
    schedule = [
        {"due": f"20{27 + month // 12}-{month % 12 + 1:02d}-27", "amount": "550.08", "currency": "CNY"}
        for month in range(n)
    ]
    rows = [{"label": "What you pay each time", "value": "CNY 550.08"}, {"label": "Dropped", "value": "CNY 31.35"}]
    return {"kind": "offer", "title": "Four parts", "rows": rows, "schedule": schedule, **members}


def chart(language: str = "en") -> dict[str, Any]:
    return charts.waterfall(
        "Why it is this much", "from a to b", ("What", "How much"), ("Overdue", "CNY 2,200.32", 220032),
        [("Penalty interest", "CNY 31.35", 3135)], ("Today", "CNY 2,231.67", 223167),
    ).to_json()  # fmt: skip


@pytest.mark.parametrize("length", [1, TEXT_LIMIT - 2, TEXT_LIMIT - 1, TEXT_LIMIT, TEXT_LIMIT + 1, 3 * TEXT_LIMIT + 7])
@pytest.mark.parametrize("character", ["a", "&", "还", "😀"])
def test_a_text_of_any_length_arrives_whole_within_telegrams_limit(length: int, character: str) -> None:
    made = render.parts(character * length, {}, "en")
    shown = [visible(part.text, "HTML") for part in made]
    assert all(0 < units(text) <= TEXT_LIMIT for text in shown)
    assert "".join(shown) == character * length
    assert [part.plain for part in made] == shown


def test_a_long_text_is_cut_between_paragraphs_then_sentences_then_words() -> None:
    paragraphs = ["First thing. " * 100, "Second thing. " * 100, "Third thing. " * 200]
    made = render.parts("\n".join(paragraphs), {}, "en")
    assert len(made) == 2
    assert all(part.plain.endswith("thing.") for part in made)
    words_only = "word " * 2000
    assert all(part.plain.endswith("word") for part in render.parts(words_only, {}, "en"))


@pytest.mark.parametrize("extra", [0, 2000])
def test_a_caption_keeps_to_its_own_limit(extra: int) -> None:
    made = render.parts("x" * extra or "Two ways.", {"cards": [offer(4)]}, "en")
    for part in made:
        limit = CAPTION_LIMIT if part.kind == "photo" else TEXT_LIMIT
        assert units(visible(part.text, "HTML")) <= limit
    assert [part.kind for part in made] == (["text", "photo"] if extra else ["photo"])
    assert all("550.08" in part.text for part in made if part.kind == "photo")


def test_everything_is_escaped() -> None:
    card = offer(2, title="<Your> & mine", rows=[{"label": "a<b", "value": "&amp;"}])
    text = render.parts("1 < 2 & 3 > 2 <b>", {"cards": [card]}, "en")[0].text
    shown = visible(text, "HTML")
    for piece in ("1 < 2 & 3 > 2 <b>", "<Your> & mine", "a<b", "&amp;"):
        assert piece in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_fit_a_phone_and_lose_nothing(language: Any) -> None:
    long = "Interest that would have been charged in the months of the holiday / 缓还期间本来要收的利息"
    card = offer(4, rows=[{"label": long, "value": "CNY 1,234,567.89"}, {"label": "短", "value": "1元"}])
    lines = tables.offer_table(card, language)
    assert all(tables.columns(line) <= tables.WIDTH for line in lines)
    joined = "".join("".join(lines).split())
    assert "".join(long.split()) in joined and "1,234,567.89" in joined
    assert joined.count("550.08") == 4


def test_no_line_ends_with_an_opening_or_begins_with_a_closing_sign() -> None:
    text = "2026年11月17日：2026年10月10日那一期7天的罚息（1,100.16元按每天0.05%计），共四天，一二三四五六七八九十一二三四五。"
    for width in range(14, 29):
        lines = tables.wrapped(text, width)
        assert "".join(lines) == text
        assert not any(line.endswith("（") or line[0] in "，。）：" for line in lines), lines
        assert all(tables.columns(line) <= width for line in lines), lines


def test_a_table_of_three_columns_says_what_they_are() -> None:
    drawn = charts.line(
        "Each evening",
        "a month",
        ("Day", "In and out", "Left"),
        [charts.Point("23 Nov", "CNY 5.00", 5), charts.Point("24 Nov", "CNY 4.00", 4)],
        [(1, "lowest", "CNY 4.00")],
        [("23 Nov", "-7.00", "5.00")],
    ).to_json()
    (part,) = render.parts("A month.", {"charts": [drawn], "private": True}, "en")
    assert part.protect and part.plain.startswith(words.text("for_you", "en"))
    assert part.plain.endswith("Day  In and out         Left\n23 Nov  -7.00           5.00")


def test_a_long_plan_is_summed_up_with_its_first_and_last_day() -> None:
    lines = tables.schedule_lines(offer(24), "en")
    assert len(lines) <= 3
    assert "24 ×" in lines[0] and "27 Jan 2027" in "".join(lines) and "27 Dec 2028" in "".join(lines)
    assert len(tables.schedule_lines(offer(6), "en")) == 6


def test_the_first_line_of_figures_says_nothing() -> None:
    made = render.parts("CNY 5.00 is due.", {"discloses": True}, "zh")
    assert made[0].plain.split("\n")[0] == words.text("for_you", "zh")
    assert made[0].protect


def test_buttons_stand_under_the_last_message_short_ones_side_by_side() -> None:
    payload = {
        "cards": [offer(4, button={"title": "Choose this", "token": "b_1"})],
        "buttons": [
            {"title": "Yes", "token": "b_2"},
            {"title": "No", "token": "b_3"},
            {"title": "x" * 70, "token": "b_4"},
        ],
    }
    made = render.parts("y" * 3000, payload, "en")
    assert [bool(part.buttons) for part in made] == [False] * (len(made) - 1) + [True]
    rows = render.rows(made[-1].buttons)
    assert [[token for _, token in row] for row in rows] == [["b_1", "b_2"], ["b_3"], ["b_4"]]
    assert rows[2][0][0].endswith("…")


def test_a_picture_carries_the_same_facts_in_its_caption() -> None:
    (part,) = render.parts("This is why.", {"charts": [chart()], "discloses": True}, "en")
    assert part.kind == "photo" and part.protect
    for label, value in (row for row in chart()["table"][1:]):
        assert label in part.plain and value in part.plain


def test_facts_that_the_text_has_already_are_not_said_twice() -> None:
    text = "Overdue CNY 2,200.32, penalty interest CNY 31.35, today CNY 2,231.67."
    rows = [{"label": row[0], "value": row[1]} for row in chart()["table"][1:]]
    card = {"kind": "charges", "title": "Made of", "rows": rows}
    (part,) = render.parts(text, {"charts": [chart()], "cards": [card]}, "en")
    assert part.plain.count("Penalty interest") == 1


def test_the_same_line_always_becomes_the_same_parts() -> None:
    payload = {
        "charts": [chart()],
        "cards": [offer(), offer(12)],
        "files": [{"name": "a.pdf", "type": "x", "url": "/x"}],
    }
    first = render.parts("text", payload, "en")
    assert first == render.parts("text", payload, "en")
    assert [part.kind for part in first] == ["photo", "document"]


LEFT = (50, 20, -30, -10, 90)
MONTH = charts.line(
    "What is left each evening",
    "a month",
    ("Day", "Left"),
    [charts.Point(f"day {day}", f"CNY {left}.00", left) for day, left in enumerate(LEFT)],
    [(2, "The lowest evening", "CNY -30.00"), (4, "Pay day", "CNY 90.00")],
    [("3", "CNY -30.00"), ("5", "CNY 90.00")],
).to_json()

SUBJECTS = [
    {"chart": MONTH},
    {"chart": chart()},
    {"schedules": [offer(4), offer(60, title="还款缓到收成之后，再按月还")], "language": "zh"},
    {"budget": {"title": "Your month", "rows": [{"label": "Income", "value": "CNY 6,200.00"}, {"label": "Left", "value": "1,900.00元"}]}},
]  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: next(iter(subject)))
def test_pictures_are_light_and_readable_at_320_px(subject: dict[str, Any]) -> None:
    image = Image.open(io.BytesIO(pictures.draw(subject))).convert("L")
    assert image.width == 3 * 320  # sharp on a phone whose screen is 320 points wide
    assert image.width + image.height < 10_000 and image.height / image.width < 20  # what Telegram takes as a photo
    histogram = image.histogram()
    light = sum(histogram[240:]) / (image.width * image.height)
    assert light > 0.7  # a light background
    assert sum(histogram[:70]) > 1000  # and dark ink on it


def test_chinese_is_drawn_and_not_boxes() -> None:
    """Two different characters give two different pictures; two missing ones would give the same box."""
    first, second = (
        pictures.draw({"schedules": [offer(2, title=title)], "language": "zh"}) for title in ("还款缓期", "分期减免")
    )
    assert first != second


def test_what_cannot_be_drawn_says_so() -> None:
    for subject in ({"map": {}}, {"budget": {"title": "x", "rows": [{"label": "a", "value": "none"}]}},
                    {"chart": {"title": "x", "svg": "<svg/>", "table": []}}, {"chart": {"title": "x", "svg": "<", "table": []}}):  # fmt: skip
        with pytest.raises(pictures.NothingToDraw):
            pictures.draw(subject)


def test_nothing_is_said_in_markdown() -> None:
    source = "".join(
        path.read_text() for path in sorted((__import__("pathlib").Path(render.__file__).parent).glob("*.py"))
    )
    assert not re.search(r"MARKDOWN|Markdown", source)
