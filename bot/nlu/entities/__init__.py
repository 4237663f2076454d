"""Entities of a message, normalised: ``extract(text, today)``. Plain Python, no Rasa.

Order matters, since a place in the text is spoken for once: dates before ordinals, then numbers that are no amounts, then
durations and amounts. 0.3 to 1 ms a message.
"""

from __future__ import annotations

import re
from datetime import date

from bot.nlu.entities.amounts import find_amounts
from bot.nlu.entities.choices import find_channels, find_languages
from bot.nlu.entities.dates import find_dates
from bot.nlu.entities.durations import find_durations
from bot.nlu.entities.hardship import find_hardship
from bot.nlu.entities.model import Entity, Reading
from bot.nlu.entities.noise import claim_noise
from bot.nlu.entities.ordinals import find_ordinals
from bot.nlu.normalise import fold

# Messages without any of these hold no number, length or amount; testing once saves a hundred expressions.
_MAY_COUNT = re.compile(
    r"[\d%@零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖半俩仨]|www|http|\ban?\b|one|two|three|four|five|six|seven|eight|nine|\bten|eleven|twelve|teen|ty\b|hundred|thousand|grand|lakh|lac|million|\bmil\b|crore|half|couple|fortnight|other|score",
    re.ASCII,
)
_ENDLESS = re.compile(r"[\d.,]{30,}")

__all__ = ["Entity", "extract"]


def extract(text: str, today: date, timezone: str | None = None) -> list[Entity]:
    """The entities of ``text`` in the order of their places; ``today`` is the borrower's own day, ``timezone`` an IANA name."""
    # No figure has so many digits, and patterns that look for one would try every part of it.
    folded = _ENDLESS.sub(lambda match: "\u25a1" * len(match.group()), fold(text))
    reading = Reading(folded, today, timezone)
    find_dates(reading)
    find_ordinals(reading)
    if _MAY_COUNT.search(folded):
        claim_noise(reading)
        find_durations(reading)
        find_amounts(reading)
    find_hardship(reading)
    find_languages(reading)
    find_channels(reading)
    unique = dict.fromkeys(reading.found)
    return sorted(unique, key=lambda entity: (entity.start, entity.end, entity.entity))
