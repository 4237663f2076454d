"""Numbers that are no amounts: telephone and account numbers, codes, times, ages, years, percentages, scores, counts.

Their places are claimed before amounts are looked for. A figure with a currency beside it is money all the same, so only what a
currency never stands beside is claimed here; counts are decided in ``amounts``, where the neighbours are known.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re

from bot.nlu.entities.model import Reading
from bot.nlu.entities.numbers import ZH_NUMERAL

_N = rf"(?:\d+(?:\.\d+)?|[{ZH_NUMERAL}]{{1,6}})"
_EN_SMALL = r"(?:\d{1,3}(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
_NOISE: list[re.Pattern[str]] = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
        r"https?://\S+|www\.\S+",
        r"(?<![\d.,])\+\d[\d \-()]{6,}\d",
        r"(?<![\d.,])(?:\(?0\d{1,4}\)?[ \-]?)?\d{3,4}[ \-]\d{3,4}[ \-]\d{3,4}(?:[ \-]\d{2,4})*(?![\d.,])(?! ?(?:yuan|rmb|元|块|rs))",
        r"(?<![\d.,])0\d{1,3}[ \-]\d{5,8}(?![\d])",
        r"(?<![\d.,])0\d{5,}(?![\d])",
        r"\b\d{17}[\dx]\b",
        # references such as LN-2026-0001, abc123456
        r"\b(?!(?:rs|rm|p|n|r|ksh|kes|inr|php|ngn|usd|sgd|rp|cny|rmb|eur|gbp|hkd)\d)[a-z]{1,6}[-_]?\d{2,}(?:[-_/]\d+)+\b|\b(?!(?:rs|rm|p|n|r|ksh|kes|inr|php|ngn|usd|sgd|rp|cny|rmb|eur|gbp|hkd|shs?|b|zar|idr|thb|myr|k|w|only|pay|just|about|abt|need|owe)\d)[a-z]{2,8}\d{4,}\b|\b\d+[a-z]{2,}\d+\w*\b",
        r"\b(?:account|acc(?:oun)?t?|a/c|card|loan|contract|case|ticket|invoice|customer|room|phone|mobile|cell|policy|agreement)(?: (?:number|no\.?|num|id|code|ending(?: in| with)?|ends(?: in| with)?)| ?#)(?: (?:is|was))?[ :#.]{0,3}\d[\d\-]*\b(?![.,]\d)",
        r"\b(?:phone|mobile|cell|tel|number|ref(?:erence)?|id|otp|pin|code|passport|nric|aadhaar|ext|extension)(?: (?:number|no\.?|num|id|code))?(?: (?:is|was|ending|ends)(?: in| with)?)?[ :#.]{1,3}#?\d[\d\-]{2,}\b(?![.,]\d)(?! ?(?:yuan|rmb|dollars|rupees|pesos|%))",
        r"(?:ending|ends|end|last (?:four|4)(?: digits)?)(?: in| with| are| is)? \d{3,4}\b",
        r"(?:尾号|卡号|账号|帐号|账户|手机号?码?|电话|号码|编号|单号|订单号?|工号|合同号?|身份证号?|验证码|密码|qq|微信号?|邮编|房号|车牌|学号|流水号?|借据号?|尾数)(?:是|为|后四位|末四位|:|叫|)?(?:是|:)? ?[a-z]{0,3}\d[\d\- ]{1,}\d",
        # times of day
        r"\b\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)|\b\d{1,2}:\d{2}(?::\d{2})?|\b\d{1,2} ?(?:[ap]\.?m\b\.?|o'?clock|noon)|\b\d{1,2}(?: ?(?:-|to|and) ?\d{1,2}) ?(?:[ap]\.?m\b\.?|o'?clock)",
        r"\b(?:between|from) \d{1,2} ?(?:am|pm)? ?(?:and|to|-) ?\d{1,2} ?(?:am|pm|in the|o'?clock)",
        r"\b(?:at|after|before|past|around) (?:half past |quarter (?:past|to) )?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= (?:in the|at night|tonight|every|o'?clock|please|daily)|[.!?]?$)",
        rf"(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|半夜|早|晚|今晚|明早)?(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})点(?!五?[{ZH_NUMERAL}]*[百千万亿]|利|五[万千]|\d+[万千])(?:钟|半|整|多|左右|一刻|三刻|(?:\d{{1,2}}|[{ZH_NUMERAL}]{{1,3}})分?)?",
        r"\b(?:19[6-9]\d|20[0-3]\d)\b(?= (?:was|is|has|had|when|did)\b)|[*#]\d+(?:[*#]\d+)*#|\b(?:post ?code|pin ?code|zip(?: code)?|postal code)(?: is| was)?[ :]*\d+|\b[a-z]{1,4}-\d{3,}\b|邮编[^\d]{0,3}\d+|\b\d+[a-z]\b(?<![klmw])|(?<!\d)(?:12306|12315|12345|12363|12378|12356|96110)(?!\d)|(?:打|拨|报警|call(?:ed)? )(?:110|119|120|911|999)|24/7|7x24|7\*24|996|007|(?<!\d)(?:985|211)(?=大学|毕业|学校)",
        r"\b(?:at|around|before|after|by|till|until|from|past|about) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:fifteen|thirty|forty[- ]five)\b(?! (?:dollars|bucks|pesos|rupees|shillings|naira|ringgit|yuan|quid|pounds))",
        r"\bhours (?:\w+ )?(?:to|from|at|of) \d{1,3}(?: to \d{1,3})?\b",
        # shares
        rf"{_N} ?[%％]|百分之[{ZH_NUMERAL}点\d]+(?:到[{ZH_NUMERAL}\d]+)?|{_N}(?:个?百分点|成(?!年|家|本|了|功|交|立|绩|员|就|都|天)|折(?!磨|腾|旧|返|叠))",
        rf"\b{_EN_SMALL} ?(?:percent|per ?cent|pct|percentage|basis points?|bps)\b|\b{_EN_SMALL} ?(?:-|to) ?{_EN_SMALL} ?(?:%|percent|per ?cent)",
        rf"[{ZH_NUMERAL}\d]+分之[{ZH_NUMERAL}\d]+|\b\d/\d\b|\b(?:one|two|three)[ -](?:third|quarter|half|fourth|fifth)s?\b",
        rf"(?:利率|年化|日息|月息|年利率|apr|interest rate|rate)(?: ?(?:is|of|是|为|高达|:))? ?{_N}(?![\d.]*[元块万千])",
        rf"{_N}(?:厘|倍|度|平米?|平方|公里|里路|斤|公斤|吨|亩|米(?!饭)|层|楼|级)",
        rf"\b{_N} ?(?:km|kms|kg|kgs|miles?|acres?|metres?|meters?|degrees?|times|x|th|nd|rd|st)\b|\bx ?\d{{1,2}}\b",
        # scores
        r"(?:score|cibil|fico|crb|points)(?: (?:is|was|of|now|dropped|went|fell|down|at|only|about|around|from|to|just|has|have|my|gone))*[ :]*\d{2,3}\b(?: to \d{3})?|\b\d{2,3} (?:credit )?(?:score|points?)\b",
        r"(?:芝麻分?|信用分|评分|征信分|分数)(?:只有|是|有|才|降到|掉到|到|:|从)?\d{2,3}分?(?:到\d{3}分?)?|\d{2,3}分(?![期之钟钱成批次几])",
        # ages and years
        rf"(?:\d{{1,3}}|[{ZH_NUMERAL}]{{1,4}})(?:多|来|几)?(?:周?岁|岁数)|\b(?:i'?m|i am|aged?|she'?s|he'?s|she is|he is|turning|turned|age of|is) (?:only |already |now |just |almost |nearly |over )?\d{{1,2}}\b(?! ?(?:k|%|short|yuan|dollars|pesos|rs|bucks|days|weeks|months|years (?!old)|late|behind|overdue|payments?|instal))(?:[ -]?(?:years?|yrs?)[ -]old|yo\b|(?= |[,.!?]|$))",
        r"\b\d{1,3}[ -]?(?:years?|yrs?|months?|mths?|weeks?|days?)[ -](?:old|of age)\b|\b(?:\w+teen|\w+ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -](?:years?|months?|weeks?)[ -]old\b|\b\d{1,3} ?y/?o\b|\bin my (?:\d0'?s|twenties|thirties|forties|fifties|sixties|seventies)\b",
        r"(?:19|20)\d\d ?年(?:代|初|底|的|度|份|\d{1,2}月份?)?|(?<!\d)\d{2}年的?(?=贷|借|生|毕业|开始|到|买)|[零〇一二三四五六七八九]{4}年|\d0后|[5-9零0]0后",
        r"\b(?:(?:in|since|year|back in|during|born(?: in)?|class of|early|late|mid) (?:19[4-9]\d|20[0-4]\d)|(?:from|of|until|till|before|after|around|by) (?:19[4-9]\d|20[1-3]\d))\b(?! ?(?:yuan|rmb|dollars|rupees|rs|pesos|naira|a month|per|each|a week|monthly|to \d|and \d|-))",
        r"\b(?:19[4-9]\d|20[0-4]\d)[-–/](?:19[4-9]\d|20[0-4]\d|\d\d)\b",
        r"\b(?:may|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?) (?:19|20)\d\d\b",
        r"(?:covid|form|article|section|act|chapter|rule|room|gate|platform|terminal|iphone|windows|version|v)[ -]?\d+\b|第\d+(?:条|章|款|页|次|期|号|届|名)?|\d+号(?:楼|线|店|院|公馆|床|机|客服|员工|窗口)",
    )
]  # fmt: skip
_LONG = re.compile(
    r"(?<![\d.,])\d{7,}(?![\d]|[.,]\d)(?! ?(?:元|块|yuan|rmb|rupiah|idr|vnd|dong|ugx|naira|won|rp|rs))", re.ASCII
)
_CODE_CONTEXT = re.compile(r"(?:code|otp|pin|password|验证码|密码|口令|code is|is)[ :]*$", re.ASCII)


def claim_noise(reading: Reading) -> None:
    """Claims what is plainly no amount in ``reading.text``."""
    from bot.nlu.entities import currencies

    for pattern in _NOISE:
        for match in pattern.finditer(reading.text):
            if reading.is_free(*match.span()):
                reading.claim(*match.span())
    for match in _LONG.finditer(reading.text):
        digits = match.group()
        phone = len(digits) >= 9 or (len(digits) == 8 and digits[0] in "689") or int(digits) % 100 != 0
        if phone and reading.is_free(*match.span()) and currencies.before(reading.text, match.start()) is None:
            reading.claim(*match.span())
