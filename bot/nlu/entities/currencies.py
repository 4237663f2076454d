"""Currencies by sign, word and code. A bare "$", "dollars", 块 and 刀 name none: they are several."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re

# Sign or code directly before the figure (Latin codes may also follow it).
_BEFORE: list[tuple[str, str]] = [
    (r"us ?\$|usd ?\$?", "USD"), (r"s ?\$|sgd ?\$?", "SGD"), (r"hk ?\$|hkd ?\$?", "HKD"), (r"nt ?\$|twd ?\$?", "TWD"), (r"au?\$|aud ?\$?", "AUD"),
    (r"ca?\$|cad ?\$?", "CAD"), (r"nz ?\$|nzd ?\$?", "NZD"), (r"[¥￥]|cny|rmb|cnh|人民币", "CNY"), (r"€|eur", "EUR"), (r"£|gbp", "GBP"),
    (r"₹|inr|rs\.?|re\.|rupees?", "INR"), (r"₱|php|p", "PHP"), (r"₦|ngn|n", "NGN"), (r"ksh\.?|kshs\.?|kes|shs?\.?", "KES"), (r"rm|myr", "MYR"),
    (r"rp\.?|idr", "IDR"), (r"฿|thb", "THB"), (r"₫|vnd", "VND"), (r"zar|r", "ZAR"), (r"gh₵|₵|ghs", "GHS"), (r"ugx|ush\.?", "UGX"), (r"tzs|tsh\.?", "TZS"),
    (r"bdt|৳|tk\.?", "BDT"), (r"pkr", "PKR"), (r"lkr", "LKR"), (r"aed", "AED"), (r"jpy|日元|日币", "JPY"), (r"krw|₩", "KRW"), (r"mxn", "MXN"), (r"brl|r\$", "BRL"),
    (r"美元|美金", "USD"), (r"港币|港元|港纸", "HKD"), (r"新台币|台币", "TWD"), (r"新币|坡币", "SGD"), (r"令吉|马币", "MYR"), (r"欧元", "EUR"), (r"英镑", "GBP"),
]  # fmt: skip
_AFTER: list[tuple[str, str]] = [
    (r"人民币|元人民币|块人民币|元整?|圆整?|yuan|rmb|cny|renminbi|kuai(?: qian)?", "CNY"),
    (r"美元|美金|美刀|us ?dollars?|usd|american dollars?|us ?\$", "USD"), (r"新币|新加坡元|新元|坡币|sgd|sing(?:apore)? ?dollars?|s\$", "SGD"), (r"港币|港元|港纸|hkd|hong kong dollars?|hk dollars?", "HKD"),
    (r"新台币|台币|twd|ntd", "TWD"), (r"澳元|澳币|aud|aussie dollars?|australian dollars?", "AUD"), (r"加元|加币|cad|canadian dollars?", "CAD"), (r"欧元|euros?|eur|€", "EUR"), (r"英镑|pounds?(?: sterling)?|quid|gbp|£", "GBP"),
    (r"卢比|印度卢比|rupees?|rs\.?(?![a-z])|inr|₹|/-", "INR"), (r"比索|pesos?|php|piso|₱", "PHP"), (r"奈拉|naira|ngn|₦", "NGN"), (r"肯尼亚先令|先令|(?:kenyan? )?shillings?|bob|kes|kshs?|/=", "KES"),
    (r"令吉|林吉特|马币|ringgits?|rm|myr", "MYR"), (r"印尼盾|rupiahs?|idr", "IDR"), (r"泰铢|baht|thb|฿", "THB"), (r"越南盾|dong|vnd|₫", "VND"), (r"兰特|rands?|zar", "ZAR"),
    (r"cedis?|ghs", "GHS"), (r"ugx|uganda(?:n)? shillings?", "UGX"), (r"tzs", "TZS"), (r"takas?|bdt", "BDT"), (r"pkr", "PKR"), (r"lkr", "LKR"), (r"迪拉姆|dirhams?|aed", "AED"), (r"日元|日币|yen|jpy", "JPY"), (r"韩元|won(?! t)|krw", "KRW"), (r"mxn", "MXN"), (r"brl|reais", "BRL"),
]  # fmt: skip


def _compile(rows: list[tuple[str, str]], behind: bool) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"(?<![a-z])(?:{words}) ?$" if behind else rf" ?(?P<c>{words})(?![a-z])", re.ASCII), code)
        for words, code in rows
    ]


_BEFORE_PATTERNS = _compile(_BEFORE, behind=True)
_AFTER_PATTERNS = _compile(_AFTER, behind=False)
# These letters are a currency only when the figure follows at once: "P500", never "plan p 500".
_NEEDS_FIGURE = ("p ", "n ", "r ")
# Money, but not whose.
_UNNAMED_BEFORE = re.compile(r"\$ ?$", re.ASCII)
_UNNAMED_AFTER = re.compile(
    r" ?(?P<c>dollars?|bucks?|块(?:钱|大洋)?|蚊|刀|\$|大洋|(?:元|块)?钱(?!包))(?![a-z])", re.ASCII
)


def before(text: str, position: int) -> tuple[str | None, int, int] | None:
    """The currency that ends at ``position``: (code or None for an unnamed one, start, end); None where there is none."""
    offset = max(0, position - 9)
    window = text[offset:position]
    for pattern, code in _BEFORE_PATTERNS:
        match = pattern.search(window)
        if match and match.group() not in _NEEDS_FIGURE:
            return code, offset + match.start(), offset + match.start() + len(match.group().rstrip())
    match = _UNNAMED_BEFORE.search(window)
    return (None, offset + match.start(), offset + match.start() + 1) if match else None


def after(text: str, position: int) -> tuple[str | None, int, int] | None:
    """The currency that begins at ``position``; as :func:`before`."""
    best: tuple[str | None, int, int] | None = None
    for pattern, code in _AFTER_PATTERNS:
        match = pattern.match(text, position)
        if match and (best is None or match.end() > best[2]):
            best = (code, match.start("c"), match.end("c"))
    unnamed = _UNNAMED_AFTER.match(text, position)
    if unnamed and (best is None or unnamed.end() > best[2]):
        best = (None, unnamed.start("c"), unnamed.end("c"))
    return best
