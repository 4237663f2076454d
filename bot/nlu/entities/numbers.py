"""Numbers as people write them, in digits, English words and Chinese characters, with the places where they stand.

``cn2an`` reads well-formed Chinese numerals only; borrowers write 一千二, 2万3千, 三千来, 1w2, so the grammar is our own.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_ZH_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "俩": 2, "仨": 3, "幺": 1}  # fmt: skip
_ZH_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "亿": 100_000_000}
ZH_NUMERAL = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅"

_ONES = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "hundreds": 100, "thousand": 1_000, "thousands": 1_000, "grand": 1_000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000, "million": 1_000_000, "mil": 1_000_000, "crore": 10_000_000, "crores": 10_000_000}  # fmt: skip
_NUMBER_WORD = "|".join(sorted([*_ONES, *_TENS, *_SCALES], key=len, reverse=True))
EN_NUMBER = rf"(?:(?:half|quarter of) a (?:million|lakh|crore)|(?:an? (?:couple (?:of )?)?|couple (?:of )?|a few )?(?:{_NUMBER_WORD})(?:(?:[ -]+|[ ]+and[ ]+)(?:{_NUMBER_WORD}))*(?:[ ]+and (?:a )?half(?:[ ](?:hundred|thousand|grand|lakhs?|lacs?|million|crores?))?|[ ]+point (?:one|two|three|four|five|six|seven|eight|nine)[ ](?:lakhs?|lacs?|million|crores?|thousand|k))?)"  # fmt: skip

# 1,200.50  1,20,000  1.200,50  1200  12.5 ; a blank as thousands separator only in well-formed groups of three
DIGITS = r"(?:\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,4},\d{2}(?![\d,号日月个天周期]|th\b|st\b|nd\b|rd\b)|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"

# A figure may follow a currency code without a blank (RM300), otherwise no letter.
_GLUED_CODES = (
    "p",
    "n",
    "r",
    "rm",
    "rs",
    "rp",
    "sh",
    "ksh",
    "kes",
    "inr",
    "php",
    "ngn",
    "usd",
    "sgd",
    "cny",
    "rmb",
    "eur",
    "gbp",
    "hkd",
    "zar",
    "idr",
    "thb",
    "myr",
    "twd",
    "aud",
    "cad",
    "kshs",
)
_MAY_START = (
    "(?:(?<![a-z\\d_.])"
    + "".join(rf"|(?<=\b{code})|(?<=\b{code}\.)" for code in _GLUED_CODES)
    + r"|(?<=\dx))(?<!\d[.,])(?<!\d)"
)
_DIGITS_AND_SCALE = re.compile(
    rf"{_MAY_START}(?<![\d][/:])(?P<digits>{DIGITS})(?:"
    r"(?P<zh>(?:[ ]?[百千万亿](?:\d+(?:\.\d+)?(?=[百千])|\d{1,4}(?![\d.])|[零一二两三四五六七八九](?![十百千万])|[多几来余])?)+)"
    r"|[ ]?(?P<k>[kw])(?P<tail>\d{1,3})?(?![a-z\d])"
    r"|[ ]?(?P<m>m|mn|mio)(?![a-z\d])"
    r"|[ ]?(?P<l>l|cr)(?![a-z\d])"
    r"|(?P<half> and (?:a )?half)[ ](?P<halfscale>lakhs?|lacs?|million|crores?|thousand)\b"
    r"|[ -]?(?P<scale>hundred|thousand|grand|lakhs?|lacs?|million|mil|crores?)\b(?:[ ]+(?P<rest>\d{1,3})(?![\d.,%]| ?(?:hundred|thousand|k\b)))?"
    r")?",
    re.ASCII,
)
_ENGLISH = re.compile(rf"(?<![a-z\d'-]){EN_NUMBER}(?![a-z\d'-])", re.ASCII)
_GLUED_THOUSAND = re.compile(r" ?k(?![a-z\d])", re.ASCII)
# The 一 after a figure that begins the next word: 八万一次性, 三百一个月.
_NEXT_WORD = re.compile(r"(?:次|起|下|口|共|并|笔|个月|个星期|个礼拜|周|天|年|期|定|直)", re.ASCII)
_ZH_RUN = re.compile(rf"(?<![第初几数])[{ZH_NUMERAL}]+(?:点[零一二两三四五六七八九]+[百千万亿]?)?", re.ASCII)
_ZH_ABOUT_TENS = re.compile(r"(?P<tens>[一二两三四五六七八九]?十)[来多几余](?P<unit>[百千万])", re.ASCII)
_ZH_ABOUT_UNIT = re.compile(
    r"(?<![一二两三四五六七八九十几好数上成\d])(?P<unit>[百千万])(?:把|来)(?=块|元|吧|$)", re.ASCII
)
_ZH_APPROXIMATE = re.compile(
    rf"(?P<tens>[一二三四五六七八九]?十)?(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])(?P<unit>[十百千万亿]+)(?![{ZH_NUMERAL}])",
    re.ASCII,
)

# 一万二三 is twelve or thirteen thousand.
_ZH_APPROXIMATE_REST = re.compile(
    rf"(?P<head>[一二两三四五六七八九])(?P<unit>[百千万])(?P<low>[一二三四五六七八])(?P<high>[二三四五六七八九])(?![{ZH_NUMERAL}\d个天月年号点])",
    re.ASCII,
)


@dataclass(frozen=True)
class Number:
    """A number in the folded text. ``form`` says how it was written; ``scaled`` that a unit such as 千, k or lakh was said."""

    value: Decimal
    start: int
    end: int
    form: str
    scaled: bool = False


def parse_chinese(numeral: str) -> Decimal | None:
    """一千二 → 1200, 一千零二 → 1002, 两万三 → 23000, 三点五万 → 35000, 二零二六 → 2026; None when it is no number."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "点" in numeral:
        whole, _, fraction = numeral.partition("点")
        scale = Decimal(_ZH_UNITS.get(fraction[-1:], 1))
        digits = "".join(str(_ZH_DIGITS[c]) for c in fraction if c in _ZH_DIGITS)
        left = parse_chinese(whole)
        return None if left is None or not digits else (left + Decimal("0." + digits)) * scale
    if not any(c in _ZH_UNITS for c in numeral):
        if not all(c in _ZH_DIGITS for c in numeral):
            return None
        return Decimal("".join(str(_ZH_DIGITS[c]) for c in numeral)) if numeral else None
    total, section, digit, last_unit, zero = 0, 0, None, 1, False
    for character in numeral:
        if character in _ZH_DIGITS:
            if digit not in (None, 0):
                return None
            digit = _ZH_DIGITS[character]
            zero = zero or digit == 0
            continue
        unit = _ZH_UNITS[character]
        if unit >= 10_000:
            section += digit or 0
            if section == 0:
                return None
            total, section = (total + section) * unit, 0
        else:
            if (digit is None and unit != 10) or (section and last_unit <= unit):
                return None  # 三百五百 is two figures
            section += (1 if digit in (None, 0) else digit) * unit
        digit, last_unit, zero = None, unit, False
    if digit:
        section += digit * (last_unit // 10 if last_unit >= 100 and not zero else 1)
    return Decimal(total + section)


def parse_english(words: str) -> Decimal | None:
    """ "one thousand two hundred" → 1200, "fifteen hundred" → 1500, "a couple hundred" → 200, "half a million" → 500000."""
    words = words.strip()
    if words.startswith(("half a ", "quarter of a ")):
        share = Decimal("0.5") if words.startswith("half") else Decimal("0.25")
        return share * _SCALES[words.rsplit(" ", 1)[1]]
    pointed = re.fullmatch(r"(.+) point ([a-z]+) ([a-z]+)", words)
    if pointed:
        whole = parse_english(pointed[1])
        return None if whole is None else (whole + Decimal(_ONES[pointed[2]]) / 10) * _SCALES.get(pointed[3], 1_000)
    mixed = re.fullmatch(r"(.+) and (?:a )?half ([a-z]+)", words)
    if mixed:
        whole = parse_english(mixed[1])
        return None if whole is None else (whole + Decimal("0.5")) * _SCALES[mixed[2]]
    whole, half_said, _ = re.sub(r" +", " ", words).partition(" and half")
    if not half_said:
        whole, half_said, _ = whole.partition(" and a half")
    half = bool(half_said)
    parts = [part for part in re.split(r"[ -]+", whole) if part != "and"]
    if parts[:2] == ["a", "few"]:
        return None
    if parts[:1] == ["couple"]:
        parts = ["a", *parts]
    if len(parts) > 1 and parts[0] in ("a", "an") and (parts[1] in _ONES or parts[1] in _TENS):
        parts = parts[1:]  # "a six-month plan"
    if parts[:2] == ["a", "couple"]:
        parts = ["two", *[part for part in parts[2:] if part != "of"]]
    total, current, started, last_scale = Decimal(0), Decimal(0), False, 1
    for part in parts:
        if part in ("a", "an"):
            current, started = Decimal(1), True
        elif part in _ONES or part in _TENS:
            value = _ONES.get(part, _TENS.get(part, 0))
            if started and 0 < current < 10 and total == 0 and part in _TENS and last_scale == 1:
                current = current * 100 + value  # "two fifty" is 250
                continue
            if started and current % 100 and not (current % 100 >= 20 and current % 10 == 0 and 0 < value < 10):
                return None  # "twelve fifty" is no number we can be sure of
            current, started = current + value, True
        else:
            scale = _SCALES[part]
            if not started and not total and part.endswith("s"):
                return None  # "thousands" names no figure, "hundred" does
            if scale == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * scale, Decimal(0)
            last_scale = scale
    if half:
        current += Decimal("0.5") * last_scale if last_scale > 1 else Decimal("0.5")
    return total + current


def _scaled_digits(match: re.Match[str]) -> Number | None:
    raw = match["digits"]
    value = (
        Decimal(raw.replace(".", "").replace(",", "."))
        if re.fullmatch(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}", raw)
        else Decimal(re.sub(r"[ ,]", "", raw))
    )
    end = match.end()
    if match["zh"]:
        value, used = _digits_with_chinese_units(value, match["zh"])
        end = match.start("zh") + used
        return Number(value, match.start(), end, "digits", True)
    if match["k"]:
        scale = Decimal(1_000 if match["k"] == "k" else 10_000)
        tail = match["tail"]
        value = value * scale + (Decimal(tail) * scale / 10 ** len(tail) if tail else 0)
        return Number(value, match.start(), end, "digits", True)
    if match["m"]:
        return Number(value * 1_000_000, match.start(), end, "digits", True)
    if match["l"]:
        return Number(value * (100_000 if match["l"] == "l" else 10_000_000), match.start(), end, "digits", True)
    if match["half"]:
        return Number((value + Decimal("0.5")) * _SCALES[match["halfscale"]], match.start(), end, "digits", True)
    if match["scale"]:
        scale_word = Decimal(_SCALES[match["scale"]])
        rest = Decimal(match["rest"]) if match["rest"] and Decimal(match["rest"]) < scale_word else Decimal(0)
        return Number(value * scale_word + rest, match.start(), end, "digits", True)
    return Number(value, match.start(), end, "digits")


def _digits_with_chinese_units(value: Decimal, tail: str) -> tuple[Decimal, int]:
    """2万3千, 1万2, 5千多, 3百5: what follows the digits; gives the value and how many characters of the tail belong to it."""
    total, pending, last_unit, used, small = Decimal(0), value, Decimal(1), 0, False
    for match in re.finditer(r"[ ]?([百千万亿])|(\d+(?:\.\d+)?)|([零一二两三四五六七八九])|[多几来余]", tail):
        if match[1]:
            unit = Decimal(_ZH_UNITS[match[1]])
            if unit >= 10_000 and total and small:
                total, pending = (total + pending) * unit, Decimal(0)
            else:
                total, pending = total + pending * unit, Decimal(0)
            small = unit < 10_000
            last_unit, used = unit, match.end()
        elif match[2] or match[3]:
            pending = Decimal(match[2]) if match[2] else Decimal(_ZH_DIGITS[match[3]])
            used = match.end()
    if pending:
        total += pending * last_unit / 10 if pending < 10 else pending
    return total, used


def find_numbers(text: str) -> list[Number]:
    """Every number in the folded ``text``, left to right, without overlap; single Chinese digits included."""
    found: list[Number] = []
    for match in _DIGITS_AND_SCALE.finditer(text):
        number = _scaled_digits(match)
        if number is not None:
            found.append(number)
    covered = [(number.start, number.end) for number in found]

    def free(start: int, end: int) -> bool:
        return all(end <= first or last <= start for first, last in covered)

    for match in _ENGLISH.finditer(text):
        value = parse_english(match.group())
        if value is not None and free(*match.span()):
            scaled = any(re.search(rf"\b{scale}\b", match.group()) for scale in _SCALES)
            thousand = _GLUED_THOUSAND.match(text, match.end())
            if thousand and not scaled:  # "four k"
                found.append(Number(value * 1_000, match.start(), thousand.end(), "words", True))
            else:
                found.append(Number(value, match.start(), match.end(), "words", scaled))
    for match in _ZH_APPROXIMATE.finditer(text):
        low, high = _ZH_DIGITS[match["low"]], _ZH_DIGITS[match["high"]]
        before = text[match.start() - 1 : match.start()]
        tens = parse_chinese(match["tens"]) if match["tens"] else Decimal(0)
        if (
            (high == low + 1 or (low, high) == (3, 5))
            and tens is not None
            and not (before and before in ZH_NUMERAL + "点第")
        ):
            unit = parse_chinese("一" + match["unit"]) if match["unit"][0] != "十" else parse_chinese(match["unit"])
            if unit is not None and free(*match.span()):
                found.append(Number((tens + low) * unit, match.start(), match.end(), "range", True))
                found.append(Number((tens + high) * unit, match.start("high"), match.end(), "range", True))
                covered.append(match.span())
    for match in _ZH_APPROXIMATE_REST.finditer(text):
        low, high = _ZH_DIGITS[match["low"]], _ZH_DIGITS[match["high"]]
        if high == low + 1 and free(*match.span()):
            unit = Decimal(_ZH_UNITS[match["unit"]])
            head = _ZH_DIGITS[match["head"]] * unit
            found.append(Number(head + low * unit / 10, match.start(), match.end(), "range", True))
            found.append(Number(head + high * unit / 10, match.start("high"), match.end(), "range", True))
            covered.append(match.span())
    for match in _ZH_ABOUT_TENS.finditer(text):
        tens = parse_chinese(match["tens"])
        if tens is not None and free(*match.span()):
            found.append(Number(tens * _ZH_UNITS[match["unit"]], match.start(), match.end(), "chinese", True))
            covered.append(match.span())
    for match in _ZH_ABOUT_UNIT.finditer(text):
        if free(*match.span()):
            found.append(Number(Decimal(_ZH_UNITS[match["unit"]]), match.start(), match.end(), "chinese", True))
            covered.append(match.span())
    for match in _ZH_RUN.finditer(text):
        if free(*match.span()):
            run, end = match.group(), match.end()
            if len(run) > 2 and run[-1] == "一" and run[-2] not in "十点" and _NEXT_WORD.match(text, end):
                run, end = run[:-1], end - 1
            value = parse_chinese(run)
            if value is not None:
                scaled = any(c in "百千万亿佰仟" for c in run)
                found.append(Number(value, match.start(), end, "chinese", scaled))
    return _joined(sorted(found, key=lambda number: (number.start, number.end)), text)


def _joined(numbers: list[Number], text: str) -> list[Number]:
    """ "2 lakh 50 thousand" is one figure, as is "1 and a half lakh"."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        between = text[last.end : number.start] if last else ""
        if (
            last
            and last.scaled
            and number.scaled
            and re.fullmatch(r" (?:and )?", between)
            and number.value * 2 <= last.value
            and last.form != "range"
            and number.form != "range"
        ):
            joined[-1] = Number(last.value + number.value, last.start, number.end, last.form, True)
        else:
            joined.append(number)
    return joined
