"""What a borrower gives to show who they are: an account reference or a phone, a date of birth, a one-time code.

Pure functions over one line of text. A date that can be read in two ways (05/03/1992) gives both: the reading is settled
by comparing with what the lender holds, never by guessing.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

import phonenumbers

MASK = "•••"
YOUNGEST, OLDEST = 16, 110
"""Years of age between which a date is taken for a date of birth."""
REGIONS = ("CN", "IN", "KE", "US", "GB")
"""Where a number without its country code may be from: the lender's markets."""
REGION_OF_ZONE = {"Asia/Shanghai": "CN", "Asia/Kolkata": "IN", "Africa/Nairobi": "KE", "Europe/London": "GB"}

_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9])(?:([A-Za-z]{2,6}(?:[-‐–][A-Za-z]{2,6})?)[-‐–]?(\d{4,10})|([A-Za-z]{2,3}) (\d{6,10}))(?![A-Za-z0-9])"
)
"""Letters and digits joined, or few letters, a space and many digits: "pay 5000" is no reference."""
_PARTS = re.compile(r"([A-Z]+)([0-9]+)")
_NOT_A_PREFIX = frozenset(
    "born dob code phone tel number no ref id call since year age about from date on in is of the and at to by mobile cell "
    "am pm rs usd cny rmb inr kes gbp eur ksh sms pay owe get for need have "
    "do can did does give send me you my we us it an or if so by now only just up ok yes got had has was are be all out off as but not "
    "may per sum max min add via pls his her our new old one two six ten jan feb mar apr may jun jul aug sep sept oct nov dec".split()
)
_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,2})(?!\d)[日号]?")
_SHORT_YEAR_HAN = re.compile(r"(?<!\d)(\d{2})年(\d{1,2})月(\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{8})(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<![\w])(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]*({_MONTH})\.?,?[\s\-]*(\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE)
_CODE = re.compile(r"(?<![\d.,])(\d{3})[\s\-·]?(\d{3})(?![\d.,]\d|\d)")
_HAN_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_HAN_CODE = re.compile(r"[零〇一二三四五六七八九幺]{6}")


@dataclass(frozen=True)
class Particulars:
    """What was found. `spans` are the places in the (NFKC) text that must not be stored."""

    references: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    births: tuple[dt.date, ...] = ()
    spans: tuple[tuple[int, int], ...] = field(default=())

    @property
    def identifies(self) -> bool:
        return bool(self.references or self.phones)

    def __bool__(self) -> bool:
        return bool(self.references or self.phones or self.births)


def plain(text: str) -> str:
    """The form in which all functions here read a line (full-width digits become ordinary ones)."""
    return unicodedata.normalize("NFKC", text)


def find(text: str, *, today: dt.date, timezone: str | None = None, spaced: bool = True) -> Particulars:
    """References, phone numbers and dates of birth in `text`, in any order. `today` bounds the ages that are believed.

    Without `spaced`, "EK 482913" and "covid2019" are no references, "EK-4829" and "EK482913" are: for a line that nobody asked for.
    """
    text = plain(text)
    births, birth_spans = _births(text, today)
    rest = _blank(text, birth_spans)
    references, reference_spans = _references(rest, spaced)
    rest = _blank(rest, reference_spans)
    phones, phone_spans = _phones(rest, timezone)
    return Particulars(references, phones, births, tuple(sorted(birth_spans + reference_spans + phone_spans)))


def code(text: str) -> str | None:
    """The six digits of a one-time code, if there is exactly one such number in the line."""
    text = plain(text)
    found = {first + second for first, second in _CODE.findall(text)}
    found |= {match.translate(_HAN_DIGITS) for match in _HAN_CODE.findall(text)}
    return found.pop() if len(found) == 1 else None


def mask(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The line with those places covered: what may be stored and passed on."""
    text = plain(text)
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + MASK + text[end:]
    return text


def mask_code(text: str) -> str:
    """The line without any six-digit number."""
    return _HAN_CODE.sub(MASK, _CODE.sub(MASK, plain(text)))


def normal_reference(reference: str) -> str:
    """Letters and digits only, upper case: how references are compared."""
    return re.sub(r"[^A-Z0-9]", "", plain(reference).upper())


def spellings(normal: str) -> list[str]:
    """How a reference of these letters and digits may stand in the books: EK482913 as EK-482913, CN-CONS-1234 and so on."""
    parts = _PARTS.fullmatch(normal)
    if parts is None:
        return [normal]
    letters, digits = parts.groups()
    heads = [letters, *(f"{letters[:cut]}-{letters[cut:]}" for cut in range(2, len(letters) - 1))]
    return [f"{head}{joint}{digits}" for head in heads for joint in ("-", "")]


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The same length with those places blank, so that nothing is read twice and offsets stay."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _references(text: str, spaced: bool) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    found: dict[str, tuple[int, int]] = {}
    for match in _REFERENCE.finditer(text):
        plain_enough = spaced or (match[3] is None and (not match[0].isalnum() or len(match[2]) >= 6))
        if (match[1] or match[3]).lower() not in _NOT_A_PREFIX and plain_enough:
            found.setdefault(normal_reference(match.group(0)), match.span())
    return tuple(found), list(found.values())


def _phones(text: str, timezone: str | None) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    own = REGION_OF_ZONE.get(timezone or "")
    regions = [own] * bool(own) + [region for region in REGIONS if region != own]
    found: dict[str, None] = {}
    spans: dict[tuple[int, int], None] = {}
    for region in regions:
        # POSSIBLE, not VALID: whether it is somebody's number is for the comparison with the lender's records to say.
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
            if sum(character.isdigit() for character in match.raw_string) < 7:
                continue
            found.setdefault(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
            spans.setdefault((match.start, match.end))
    return tuple(found), _merged(list(spans))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _births(text: str, today: dt.date) -> tuple[tuple[dt.date, ...], list[tuple[int, int]]]:
    found: dict[dt.date, None] = {}
    spans: list[tuple[int, int]] = []

    def take(span: tuple[int, int], readings: list[tuple[int, int, int]]) -> None:
        if any(start < span[1] and span[0] < end for start, end in spans):
            return
        dates = [date for reading in readings if (date := _plausible(*reading, today=today))]
        if dates:
            spans.append(span)
            found.update(dict.fromkeys(dates))

    for match in _YEAR_FIRST.finditer(text):
        year, a, b = (int(part) for part in match.groups())
        take(match.span(), [(year, a, b)])
    for match in _SHORT_YEAR_HAN.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        take(match.span(), [(_century(year, today), month, day)])
    for match in _DAY_MONTH.finditer(text):
        take(match.span(), [(_century(int(match[3]), today), _MONTHS[match[2].lower()], int(match[1]))])
    for match in _MONTH_DAY.finditer(text):
        take(match.span(), [(_century(int(match[3]), today), _MONTHS[match[1].lower()], int(match[2]))])
    for match in _YEAR_LAST.finditer(text):
        a, b, year = (int(part) for part in match.groups())
        full = _century(year, today)
        take(match.span(), [(full, b, a), (full, a, b)])
    for match in _COMPACT.finditer(text):
        digits = match[1]
        take(
            match.span(),
            [
                (int(digits[:4]), int(digits[4:6]), int(digits[6:])),
                (int(digits[4:]), int(digits[2:4]), int(digits[:2])),
                (int(digits[4:]), int(digits[:2]), int(digits[2:4])),
            ],
        )
    return tuple(found), spans


def _century(year: int, today: dt.date) -> int:
    """A two-digit year is the latest one in which a grown-up can have been born."""
    if year > 99:
        return year
    full = today.year - today.year % 100 + year
    return full if today.year - full >= YOUNGEST else full - 100


def _plausible(year: int, month: int, day: int, *, today: dt.date) -> dt.date | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if YOUNGEST <= today.year - year <= OLDEST else None
