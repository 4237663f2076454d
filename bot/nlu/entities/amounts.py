"""Amounts of money as decimal strings, and the currency where it is said.

A figure with a currency, a scale word (k, 千, lakh) or three digits is money unless it is counted, timed or corrected away; a
smaller one only where the words beside it speak of paying. "Not 3000 but 300" gives 300, "300 to 500" gives both ends.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal

from bot.nlu.entities import currencies
from bot.nlu.entities.model import Entity, Reading
from bot.nlu.entities.numbers import ZH_NUMERAL, Number, find_numbers

_COUNTED_EN = re.compile(
    r"[ -]?(?:more |other |different |small |young |little |missed |late |new |old |active |whole |full |easy |equal |separate |school |personal |monthly |weekly |unpaid |working |business |phone |missed |online )*"
    r"(?:days?|weeks?|wks?|months?|mths?|years?|yrs?|hours?|hrs?|minutes?|mins?|seconds?|times?|kids?|child(?:ren)?|sons?|daughters?|babies|people|persons?|workers?|staff|employees?|members?|of us|of them|mouths|"
    r"loans?|cards?|apps?|lenders?|banks?|debts?|accounts?|payments?|instal?l?ments?|instal?ments?|emis?|parts?|pieces?|portions?|terms?|goes|calls?|texts?|messages?|emails?|letters?|sms|jobs?|shifts?|agents?|numbers?|"
    r"options?|offers?|plans?|questions?|steps?|things?|reasons?|ways?|orders?|rides?|trips?|cows?|goats?|sheep|pigs?|chickens?|acres?|bags?|shops?|stalls?|cars?|bikes?|trucks?|rooms?|bedrooms?|houses?|surgeries|operations?|doctors?|patients?|students?|friends?|"
    r"houses|percent|points?|degrees?|miles?|am|pm|nights?|mornings?|meals?|lessons?|pages?|lines?|words?|digits?|chances?|occasions?|customers?|clients?|visits?|visitors?|men|women|guys|police|officers?|lawyers?|half|th)\b| ?of ?(?:the )?\d",
    re.ASCII,
)
_COUNTED_ZH = re.compile(
    r"(?:多|来|几)?(?:个|次|人|口|天|日|周|年|月|期|岁|回|遍|家|张|条|封|通|位|名|份|笔|台|辆|头|只|间|套|件|顿|班|节|步|点|分钟|小时|星期|礼拜|秒|号|楼|层|户|桌|亩|斤|公里|里|平|本|部|双|瓶|包|箱|场|趟|句|字|页|代|种|项|样|款|类|批|轮|下(?!个|周|月|星期|礼拜|次|午)|倍|成|折|度|公斤|吨|米(?!饭)|级|步|岁|届|门|把|室|座|栋|单元|块(?=地|田)|分(?!期|钱|[一二两三四五六七八九十半几\d])|后|前|多?号|套)",
    re.ASCII,
)
_MONEY_BEFORE = re.compile(
    r"(?:\b(?:pay|paid|paying|repay|afford|send|sent|give|gave|offer|offering|owe|owed|owes|owing|earn|earning|make|making|made|spare|manage|put|settle|settle for|only|just|about|around|abt|maybe|roughly|approx(?:imately)?|almost|nearly|at least|at most|up to|max|maximum|minimum|min|balance|amount|salary|income|wage|wages|rent|total|fee|fees|interest|penalty|charge[ds]?|deposit|deposited|transfer(?:red)?|between|than|like|say|do|did|got|get|have|cost|costs|bill|for|with|of|is|was|be|to|or|by|even|another|extra|spend|instead of|not|it's|its|charging|cleared|remaining|left|reduce|lower|cut|down|near|another|then|first)"
    r"(?: (?:you|them|u|it|me|him|her|in|off|out|the|a|my|is|was|of|to|at|about|around|only|just|like|maybe|back|up|down|down to|exactly|say|monthly|now|today|for|rent))*"
    r"|还|付|给|交|转|出|凑|拿|有|只有|就|才|能|月供|工资|挣|赚|收入|欠|差|剩|大概|大约|差不多|最多|最少|至少|不到|超过|每月|每个月|一个月|每周|先|到|是|共|约|借|扣|收|罚|减|免|加|打|发|了|款|金|费|息|元|或|或者|改成|改为|要|花|租)[ :,]*$",
    re.ASCII,
)
_MONEY_AFTER = re.compile(
    r" ?(?:a|per|each|every|/) ?(?:month|mth|week|wk|day|fortnight|pay ?day|instal)| ?(?:monthly|weekly|now|today|only|for now|upfront|down|left|short|max|tops|at most|maybe|first|each|more|bucks|cash|tomorrow|on|by|then)\b|(?:一个月|每月|每个月|行|可以|左右|上下|吧|以内|以下|以上|封顶)|[/-]",
    re.ASCII,
)
_ONLY_FIGURE = re.compile(
    r"^[^a-z\d\u4e00-\u9fff]*(?:(?:ok|okay|yes|about|around|maybe|only|just|like|hmm|um|uh|the amount is|it's|its|it is|say|let's say|好|嗯|大概|差不多|就|是|约|大约|那就|先|能还|可以还|我能还)[^a-z\d\u4e00-\u9fff]*)*$",
    re.ASCII,
)
_AFTER_FIGURE = re.compile(
    r"^[^a-z\d\u4e00-\u9fff]*(?:(?:please|pls|ok|only|maybe|max|i think|or so|ish|is fine|吧|左右|行吗|可以吗|好吗|呢|哈|的样子|上下)[^a-z\d\u4e00-\u9fff]*)*$",
    re.ASCII,
)
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|to|or|and|到|至|或者?|、)\s*(?:[$¥￥€£₹₱₦]|rs\.? ?|rm ?|ksh ?)?$", re.ASCII)
_RANGE_STRICT = re.compile(r"\s*(?:-|–|—|~|～|to|or|到|至|或者?)\s*$", re.ASCII)
_REFUSED = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bisn'?t|\bwasn'?t|\bit'?s not|\bnever|\bforget|不是|并非|而不是|而非|不能是|可不是|哪是)\s*(?:about |the |just |only |for |要还|欠|还|有)?(?:[$¥￥€£₹₱₦]|rs\.? ?|rm ?|ksh ?|人民币)?\s*$",
    re.ASCII,
)
_CORRECTED = re.compile(
    r"^[^\d]{0,12}?(?:\b(?:no|nope|sorry|oops|i mean|i meant|i mean to say|wait|scratch that|correction|actually|make (?:it|that)|typo|my bad|rather)\b|不对|不是|哦不|啊不|呸|说错|打错|写错|错了|应该是|改成|更正|不不|噢不|口误)[^\d]{0,14}$",
    re.ASCII,
)
_IDIOM = re.compile(
    r"(?<![一二两三四五六七八九十百千\d])万一|千万(?![元块\d])|一分钱|一毛钱|一毛不拔|一分不差|一分没有|\bnot (?:one|a|another)(?: single)? (?:more )?(?:shilling|cent|penny|rupee|peso|dollar|naira|bob|paisa|centavo)\b|一块儿|一点|一下|一些|一直|一样|一起|一定|一切|一般|一方面|百姓|千辛万苦|百般|一百个不|一万个不|(?<![百千万])五一|十一月|(?<=[你个是真像])二百五(?!十|块|元)|七七八八|三三两两|乱七八糟|四五线|一五一十|九死一生|三心二意|半斤八两|万分|百分百|一千零一夜|百万富翁|十万火急|千万别|几千|几百|几万|好几[百千万]|上[百千万]|成千上万|千百|数[百千万]|\b(?:one|two) (?:more|last) thing|\ba hundred (?:times|percent)|\ba million (?:times|thanks|things)|\ba thousand times|\bhundreds of|\bthousands of|\bmillions of|\b911\b|\b999\b|\b110\b(?=报警)|\bcatch 22\b",
    re.ASCII,
)
_ZH_COIN = re.compile(
    rf"块(?:(?P<d>[{ZH_NUMERAL}]|\d)(?:毛|角)?(?:(?P<f>\d|[{ZH_NUMERAL}])分?(?![个天月期次块元]))?(?![{ZH_NUMERAL}\d个天月次年期笔半周日号起]))?",
    re.ASCII,
)
# Before tens without a unit that are money: 先给五十, 再七十五.
_ZH_PAYS = re.compile(
    r"(?:给|还|付|交|转|出|凑|拿|再|欠|收|扣)(?:个|了|我|你们?|上)?$|每(?:个?月|个?星期|个?礼拜|周|天|期)$", re.ASCII
)
_ZH_WILL_DO = re.compile(r"(?:行不|行吗|可以吗|可以不|成不|成吗|够不)", re.ASCII)
_UNIT_SCALE = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "k": 1_000,
    "w": 10_000,
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "lac": 100_000,
    "crore": 10_000_000,
    "million": 1_000_000,
}
_ZH_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}


def find_amounts(reading: Reading) -> None:
    """Adds the amounts and currencies of ``reading.text``; everything else that holds digits must be claimed already."""
    text = reading.text
    for match in _IDIOM.finditer(text):
        if reading.is_free(*match.span()):
            reading.claim(*match.span())
    numbers = _share_scale([number for number in find_numbers(text) if _still_free(reading, number)], text)
    money = [
        (number, start, end, currency)
        for number in numbers
        if (placed := _as_money(number, numbers, text))
        for start, end, currency in [placed]
    ]
    kept = _without_corrected(money, text)
    seen: set[tuple[int, int]] = set()
    coins_end = 0
    for number, start, end, currency in kept:
        if number.start < coins_end:
            continue  # the 毛 of the figure before it
        value = _coins(number, text)
        reading.found.append(Entity("amount", _plain(value), number.start, number.end))
        coins = None if number.scaled and number.value % 10 == 0 else _ZH_COIN.match(text, number.end)
        coins_end = coins.end() if coins and coins["d"] else 0
        reading.claim(start, max(end, coins_end))
        if currency and currency[0] and currency[1:] not in seen:
            seen.add(currency[1:])
            reading.found.append(Entity("currency", currency[0], currency[1], currency[2]))


def _still_free(reading: Reading, number: Number) -> bool:
    return reading.is_free(number.start, number.end)


def _share_scale(numbers: list[Number], text: str) -> list[Number]:
    """In "3-5k" and 两到三千 the unit said once belongs to both ends."""
    shared = list(numbers)
    for index, (left, right) in enumerate(itertools.pairwise(numbers)):
        if (
            left.scaled
            or not right.scaled
            or not (_RANGE_STRICT.match(text[left.end : right.start]) or _between(left, right, text))
            or left.form == "range"
        ):
            continue
        unit = re.search(r"([百千万kw]|[a-z]+)(?:多|来|余)?$", text[right.start : right.end])
        scale = _UNIT_SCALE.get(unit[1]) if unit else None
        if scale and left.value < 1_000 and left.value * scale < right.value:
            shared[index] = replace(left, value=left.value * scale, scaled=True)
    return shared


def _between(left: Number, right: Number, text: str) -> bool:
    """Whether the two stand as in "between 5 and 7 thousand"."""
    return text[left.end : right.start].strip() == "and" and text[: left.start].rstrip().endswith("between")


def _as_money(
    number: Number, numbers: list[Number], text: str
) -> tuple[int, int, tuple[str | None, int, int] | None] | None:
    """The place a figure takes with its currency, or None where it is no money."""
    start, end = number.start, number.end
    if number.value <= 0 or number.value >= Decimal(10) ** 12:
        return None
    approximate = re.match(r"(?:多|来|几|余|好几)(?=块|元|人民币|吧|左右|[,.。]|$)", text[end:])
    tail = end + (approximate.end() if approximate else 0)
    ahead, behind = currencies.before(text, start), currencies.after(text, tail)
    currency = behind if ahead is None or (ahead[0] is None and behind is not None and behind[0]) else ahead
    if currency and currency[1] >= end and text[currency[1] : currency[2]] == "won" and number.form == "words":
        currency = None
    if currency is None:
        currency = _currency_of_range(number, numbers, text)
    if currency is not None:
        if (
            number.form == "chinese"
            and number.value == 1
            and re.match(r"元(?!钱|[,.。 ]|$|左右)|块(?:儿|地|去|来|走)", text[end:])
        ):
            return None
        return min(start, currency[1]), max(end, currency[2]), currency
    if _COUNTED_EN.match(text, end) or (_COUNTED_ZH.match(text, end) and not approximate):
        return None
    coin = re.match(r"(?:毛|角)钱?", text[end:])
    if coin:
        return start, end + coin.end(), None
    if _sounds_like_money(number, text) or _replaces_another(number, numbers, text):
        return start, end, None
    return None


def _replaces_another(number: Number, numbers: list[Number], text: str) -> bool:
    """Whether a small figure stands in for one that was taken back: "not 900, 90", "800, sorry, 80"."""
    index = numbers.index(number)
    if index == 0 or number.form == "chinese":
        return False
    last = numbers[index - 1]
    between = text[last.end : number.start]
    if last.value < 100 and not last.scaled:
        return False
    refused = _REFUSED.search(text[: last.start]) and re.fullmatch(r"[ ,.]*(?:but|it'?s|just|only|是)?[ ,.]*", between)
    return bool(refused or _CORRECTED.match(between))


def _currency_of_range(number: Number, numbers: list[Number], text: str) -> tuple[str | None, int, int] | None:
    """In "3000 to 5000 yuan" the currency of one end is that of the other."""
    index = numbers.index(number)
    for other in numbers[index + 1 : index + 2]:
        if _RANGE.match(text[number.end : other.start]):
            return currencies.after(text, other.end)
    for other in numbers[max(0, index - 1) : index]:
        if _RANGE.match(text[other.end : number.start]):
            return currencies.before(text, other.start)
    return None


def _sounds_like_money(number: Number, text: str) -> bool:
    before, after = text[: number.start], text[number.end :]
    if _ONLY_FIGURE.match(before) and _AFTER_FIGURE.match(after):
        return (
            number.form == "digits"
            or number.scaled
            or (number.value >= 10 and (number.form == "words" or "十" in text[number.start : number.end]))
        )
    if number.form == "chinese" and not number.scaled:
        return "十" in text[number.start : number.end] and bool(_ZH_PAYS.search(before) or _ZH_WILL_DO.match(after))
    if number.scaled or number.form == "range":
        return True
    if number.form == "words":
        return number.value >= 20 and bool(_MONEY_BEFORE.search(before[-40:]) or _MONEY_AFTER.match(after))
    if number.value >= 100:
        return True
    return bool(
        re.search(
            r"(?:\b(?:pay|repay|afford|send|give|offer|spare|manage|owe|max|maximum|minimum|min|at most|at least|up to|more than|less than|under|over|above|below|only|just|paid|pay back|put in|do|it be|make it|charged|deducted|debited|billed|refunded?|(?:bits|payments?|instal\w+|parts|fees?|charges?|penalty|interest|amounts?|sum) (?:of|is|was))(?: (?:you|only|just|about|maybe|around|like|up to|at least|at most|u|in|back|is|the|them))*|还|付|给|交|出|凑|拿|转|只有|最多|每月|每个月)[ :]*$",
            before[-40:],
        )
        or re.match(r" ?(?:a|per|/|every|each) ?(?:month|week|day|fortnight|pay)|一个月|每月", after)
    )


def _without_corrected(
    money: list[tuple[Number, int, int, tuple[str | None, int, int] | None]], text: str
) -> list[tuple[Number, int, int, tuple[str | None, int, int] | None]]:
    """Drops a figure that is taken back: "not 3000 but 300", "3000, sorry, 300", 不是3000是300."""
    kept = []
    for index, row in enumerate(money):
        later = money[index + 1] if index + 1 < len(money) else None
        if len(money) > 1 and _REFUSED.search(text[: row[1]]):
            continue
        if later and _CORRECTED.match(text[row[2] : later[1]]) and not _RANGE_STRICT.match(text[row[2] : later[1]]):
            continue
        kept.append(row)
    return kept


def _coins(number: Number, text: str) -> Decimal:
    """三块五 is 3.50 and 5毛 0.5."""
    if re.match(r"(?:毛|角)", text[number.end :]):
        return number.value / 10
    match = _ZH_COIN.match(text, number.end)
    if match and match["d"] and (not number.scaled or number.value % 10):
        digit = match["d"]
        fen = match["f"] if match["f"] and "毛" in match.group() + "角" else None
        return number.value + Decimal(_digit(digit)) / 10 + (Decimal(_digit(fen)) / 100 if fen else 0)
    return number.value


def _digit(character: str) -> int:
    return int(character) if character.isdigit() else _ZH_DIGIT.get(character, 0)


def _plain(value: Decimal) -> str:
    """A decimal string without separators, exponent or idle zeros: 1200, 780.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
