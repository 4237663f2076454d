"""The payments of offers, drawn on one time line: a lane for each offer, a bar for each payment."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from xml.sax.saxutils import escape

from relief.money import Money
from relief.policy.outcome import Offer
from words import format as render
from words.charts import MARGIN, WIDTH
from words.compose import Writer
from words.decision import KINDS, offer_summary
from words.model import Both, Chart

LABEL, TALLEST, GAP, AXIS = 36, 34, 12, 18
BAR = 6

TEXTS: dict[str, Both] = {
    "title": Both(en="When you would pay what", zh="什么时候还多少"),
    "offer": Both(en="Option", zh="办法"),
    "day": Both(en="Day", zh="日期"),
    "amount": Both(en="Amount", zh="金额"),
    "numbered": Both(en="{n}. {kind}", zh="{n}. {kind}"),
    "most": Both(en="at most {amount}", zh="最多{amount}"),
}


def schedule(writer: Writer, offers: Sequence[Offer]) -> Chart | None:
    """None where there is nothing to compare: one payment says everything."""
    if len(offers) < 2 and all(len(offer.payments) < 2 for offer in offers):
        return None
    first = min(offer.first_due for offer in offers)
    span = max((max(offer.ends_on for offer in offers) - first).days, 1)
    largest = max(offer.largest for offer in offers)
    many = len(offers) > 1
    title, said = writer.say(TEXTS["title"]), " ".join(offer_summary(writer, offer) for offer in offers)
    name = "chart-" + hashlib.sha256(f"{title}{said}".encode()).hexdigest()[:8]
    lane = LABEL + TALLEST + GAP
    height = lane * len(offers) + AXIS
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(said)}</desc>',
        '<g fill="currentColor" font-size="12">',
    ]
    rows: list[tuple[str, ...]] = []
    for k, offer in enumerate(offers):
        kind = writer.show(KINDS[offer.kind])
        label = writer.say(TEXTS["numbered"], n=k + 1, kind=kind) if many else kind
        floor = lane * k + LABEL + TALLEST
        amount = render.money(Money(offer.largest, offer.currency), writer.language)
        most = writer.say(TEXTS["most"], amount=amount)
        parts.append(f'<text class="chart-label" x="{MARGIN}" y="{floor - TALLEST - 22}">{escape(label)}</text>')
        parts.append(
            f'<text class="chart-value" x="{MARGIN}" y="{floor - TALLEST - 6}" fill-opacity="0.75">{escape(most)}</text>'
        )
        parts.append(f'<rect x="{MARGIN}" y="{floor}" width="{WIDTH - 2 * MARGIN}" height="1" fill-opacity="0.3"/>')
        for payment in offer.payments:
            x = MARGIN + (payment.due - first).days * (WIDTH - 2 * MARGIN - BAR) // span
            tall = max(payment.amount * TALLEST // max(largest, 1), 2)
            parts.append(
                f'<rect class="chart-more" x="{x}" y="{floor - tall}" width="{BAR}" height="{tall}" rx="1" fill-opacity="0.75"/>'
            )
            money = render.money(Money(payment.amount, offer.currency), writer.language)
            day = render.short_date(payment.due, writer.language)
            rows.append((label, day, money) if many else (day, money))
    last = max(offer.ends_on for offer in offers)
    for day_of, x, anchor in ((first, MARGIN, "start"), (last, WIDTH - MARGIN, "end")):
        text = escape(render.short_date(day_of, writer.language))
        parts.append(f'<text class="chart-label" x="{x}" y="{height - 4}" text-anchor="{anchor}">{text}</text>')
    parts.append("</g></svg>")
    heads = ("offer", "day", "amount") if many else ("day", "amount")
    table = (tuple(writer.say(TEXTS[key]) for key in heads), *rows)
    return Chart(title=title, svg="".join(parts), table=table)
