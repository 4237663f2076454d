from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from relief.policy.engine import decide
from relief.policy.resolve import load
from tests.relief.policy import people
from words import charts
from words.compose import Writer
from words.model import Language
from words.relief_charts import schedule

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: charts.Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def waterfall() -> charts.Chart:
    return charts.waterfall(
        "How it changed",
        "From 100 to 130.",
        ("What", "Amount"),
        ("16 Nov", "100", 100),
        [("penalty", "+50", 50), ("payment", "−20", -20)],
        ("23 Nov", "130", 130),
    )


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = drawn(waterfall())
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == "How it changed"
    assert description is not None and description.text == "From 100 to 130."
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_the_table_has_the_same_figures() -> None:
    assert waterfall().table == (
        ("What", "Amount"), ("16 Nov", "100"), ("penalty", "+50"), ("payment", "−20"), ("23 Nov", "130")
    )  # fmt: skip


def test_each_change_begins_where_the_one_before_ended() -> None:
    bars = [(int(r.get("x", "")), int(r.get("width", ""))) for r in drawn(waterfall()).iter(f"{SVG}rect")]
    first, more, less, last = bars
    assert more[0] == first[0] + first[1]
    assert less[0] + less[1] == more[0] + more[1]
    assert last[0] == first[0]
    assert last[0] + last[1] == less[0]


def test_changes_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="lead to 150"):
        charts.waterfall("t", "d", ("a", "b"), ("x", "100", 100), [("y", "50", 50)], ("z", "151", 151))


def test_nothing_in_it_needs_script_or_style() -> None:
    for element in drawn(waterfall()).iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.tag not in {f"{SVG}script", f"{SVG}style"}
        assert element.get("fill", "currentColor") == "currentColor"


def test_every_bar_stays_inside_the_picture() -> None:
    chart = charts.bars(
        "t", "d", ("a", "b"), [charts.Bar("x", "-5", -5), charts.Bar("y", "10", 10), charts.Bar("z", "0", 0)]
    )
    root = drawn(chart)
    _, _, width, height = map(int, root.get("viewBox", "").split())
    for rect in root.iter(f"{SVG}rect"):
        left, top = int(rect.get("x", "")), int(rect.get("y", ""))
        assert 0 <= left and left + int(rect.get("width", "")) <= width
        assert top + int(rect.get("height", "")) <= height


def test_labels_with_markup_stay_text() -> None:
    chart = charts.bars("<t>", "a & b", ("a", "b"), [charts.Bar("<x>", "&", 1)])
    assert [text.text for text in drawn(chart).iter(f"{SVG}text")] == ["<x>", "&"]


def days(*amounts: int) -> charts.Chart:
    points = [charts.Point(str(at), str(amount), amount) for at, amount in enumerate(amounts)]
    rows = [(point.label, point.written) for point in points]
    return charts.line("t", "d", ("Day", "Evening"), points, [(0, "first", points[0].written)], rows)


def test_days_below_nothing_have_a_band_and_no_others_have() -> None:
    bands = [rect for rect in drawn(days(5, 0, -1, -7, 3, -2)).iter(f"{SVG}rect") if rect.get("class") == "chart-dry"]
    assert len(bands) == 2
    first, second = ((int(b.get("x", "")), int(b.get("width", ""))) for b in bands)
    assert first[1] > second[1] and first[0] + first[1] < second[0]
    assert not list(drawn(days(5, 0, 1)).iter(f"{SVG}rect"))


def test_a_line_stays_inside_the_picture_and_lists_what_it_draws() -> None:
    chart = days(5, -100, 30)
    root = drawn(chart)
    _, _, width, height = map(int, root.get("viewBox", "").split())
    path = next(root.iter(f"{SVG}path")).get("d", "")
    xs, ys = [int(x) for x in re.findall(r"[MH](-?\d+)", path)], [int(y) for y in re.findall(r"V(-?\d+)", path)]
    assert all(0 <= x <= width for x in xs) and all(0 <= y <= height for y in ys)
    assert chart.table == (("Day", "Evening"), ("0", "5"), ("1", "-100"), ("2", "30"))


def test_one_day_is_no_line() -> None:
    with pytest.raises(ValueError, match="two points"):
        days(5)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_payments_of_offers_stand_on_one_time_line(language: Language) -> None:
    decision = decide(*people.p9(), people.NO_WISH, load(), people.T)
    chart = schedule(Writer(language), decision.offers)
    assert chart and len(decision.offers) == 2
    root = drawn(chart)
    _, _, width, height = map(int, root.get("viewBox", "").split())
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class")]
    assert len(bars) == sum(len(offer.payments) for offer in decision.offers) == len(chart.table) - 1
    for rect in bars:
        left, top = int(rect.get("x", "")), int(rect.get("y", ""))
        assert 0 <= left and left + int(rect.get("width", "")) <= width
        assert 0 <= top and top + int(rect.get("height", "")) <= height
    first = [offer.first_due for offer in decision.offers]
    starts = [int(bars[0].get("x", "")), int(bars[len(decision.offers[0].payments)].get("x", ""))]
    assert (starts[0] < starts[1]) == (first[0] < first[1])
    for element in root.iter():
        assert "style" not in element.attrib


def test_one_single_payment_is_not_drawn() -> None:
    decision = decide(*people.p6(), people.NO_WISH, load(), people.T)
    assert schedule(Writer("en"), decision.offers[:1]) is None


def test_a_share_of_half_is_half_as_wide_as_the_whole_even_when_it_is_the_largest() -> None:
    widths = [
        int(re.findall(r'<rect[^>]* width="(\d+)"', charts.bars("t", "d", ("a", "b"), [charts.Bar("x", "50%", 500)], full=full).svg)[0])
        for full in (0, 1000)
    ]  # fmt: skip
    assert widths[1] == widths[0] // 2
