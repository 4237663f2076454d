"""The words in which people speak of their month: income, groups of spending, rhythms, cash. Data; the reading is in `learning_figures`."""

# ruff: noqa: E501 - one group a line reads better than wrapped ones

from __future__ import annotations

import re

from relief.policy.model import Every

INCOME = re.compile(
    r"\b(?:earn\w*|income|salary|wages?|paid|make|making|get|bring (?:in|home)|take home|comes? in|coming in|pension|benefits?|stipend|allowance|commissions?|tips|"
    r"takings|turnover|sell|sold|sales|harvest)\b|卖|工资|收入|挣|赚|到手|发薪|发工资|进账|入账|养老金|退休金|补助|低保|跑单",
    re.IGNORECASE,
)
GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("debts", re.compile(r"\b(?:loans?|debts?|credit cards?|lenders?|emis?|chama)\b|别的贷款|其他贷款|网贷|信用卡|欠款|贷款|花呗|借呗|白条", re.IGNORECASE)),
    ("home", re.compile(r"\b(?:rent|mortgage|housing|room|hostel|lodging|landlord|flat|apartment|dorm\w*)\b|房租|租金|房贷|租房|住宿|宿舍|物业", re.IGNORECASE)),
    ("utilities", re.compile(r"\b(?:electric\w*|power|water|gas|heating|utilities|bills?|kerosene|cylinder|cooking fuel)\b|水电|燃气|煤气|电费|水费|取暖|暖气", re.IGNORECASE)),
    ("school", re.compile(r"\b(?:school\w*|tuition|college|exams?|nursery)\b|学费|上学|学校|补习|幼儿园|教育", re.IGNORECASE)),
    ("care_health", re.compile(r"\b(?:medic\w*|meds|doctor|health|care|hospital|pills|dialysis|insulin|treatment|clinic|pharmacy)\b|药|看病|医|住院|透析", re.IGNORECASE)),
    ("food", re.compile(r"\b(?:foods?|groceries|grocery|meals?|eat\w*|rations?|rice|provisions|feeding|chop money)\b|吃|伙食|买菜|菜钱|饭|米面|口粮", re.IGNORECASE)),
    ("transport", re.compile(r"\b(?:transport\w*|bus|petrol|diesel|fuel|commut\w*|car|fares?|train|metro|mrt|boda|matatu|okada|jeepney|auto|rickshaw|scooter|bike|parking)\b|交通|油费|油钱|加油|车费|路费|坐车|地铁|公交|打车|充电", re.IGNORECASE)),
    ("children", re.compile(r"\b(?:child\w*|kids?|bab(?:y|ies)|diapers?|nappies|day ?care|crèche|creche)\b|孩子|小孩|奶粉|尿布|尿不湿|娃", re.IGNORECASE)),
    ("communications", re.compile(r"\b(?:phone|internet|mobile|airtime|wi-?fi|broadband|data bundles?|recharge|top-?ups?)\b|话费|手机|电话|宽带|网费|流量", re.IGNORECASE)),
    ("personal", re.compile(r"\b(?:cloth\w*|hair\w*|toiletries|shoes|soap)\b|衣服|理发|洗漱|日用|鞋", re.IGNORECASE)),
    ("leisure", re.compile(r"\b(?:leisure|cinema|streaming|subscriptions?|smok\w*|cigarettes|beer|drinks|club|gym|going out)\b|娱乐|会员|烟|酒|电影|聚会", re.IGNORECASE)),
    ("other_essential", re.compile(r"\b(?:spend\w*|expenses?|living costs?|cost of living|essentials|necessities|household|outgoings|send home|upkeep)\b|生活费|开销|花销|开支|花费|花|日常|寄回|给家里|给爸妈", re.IGNORECASE)),
)  # fmt: skip
EVERY: tuple[tuple[Every, re.Pattern[str]], ...] = (
    ("biweekly", re.compile(r"\b(?:(?:every|each) (?:two|2|second|other) (?:weeks?|\w+day)|fortnight\w*|bi-?weekly)\b|每两周|两周|隔周", re.IGNORECASE)),
    ("weekly", re.compile(r"\bweek(?:ly)?\b|\bp\.?w\b|每周|一周|每星期|一星期|一个星期|每礼拜|一个?礼拜", re.IGNORECASE)),
    ("semimonthly", re.compile(r"\b(?:twice|two times|2 times) a month\b|\bsemi-?monthly\b|半个月|半月|一个?月[发拿]?两次", re.IGNORECASE)),
    ("quarterly", re.compile(r"\b(?:every (?:three|3) months|quarter(?:ly)?)\b|每季度?|三个月一次", re.IGNORECASE)),
    ("yearly", re.compile(r"\b(?:a|per|each|every|once a) (?:year|harvest|season)\b|\byearly\b|每年|一年", re.IGNORECASE)),
)  # fmt: skip
SEASONAL = re.compile(r"\b(?:harvest\w*|crops?)\b|收成|秋收|夏收|卖粮|一季", re.IGNORECASE)
DAILY = re.compile(r"\b(?:a|per|each|every) day\b|\bdaily\b|/ ?day\b|每天|一天|每日|天天|日薪", re.IGNORECASE)
DAYS_WORKED = re.compile(r"\b(?P<en>[1-7]) ?days? (?:a|per|each|every) week\b|(?:一|每)个?(?:周|星期|礼拜)(?:干|做|上|跑|出工)?(?P<zh>[1-7一二两三四五六七])天", re.IGNORECASE)  # fmt: skip
WORKING_DAYS = 5
"""Days a week that pay by the day is counted for where nobody said how many: rather too few than a plan that cannot be kept."""
CUT = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[;，；。、]| and (?=\D)|(?<!\d)\.(?!\d)|\n")
OTHER_FIGURE = re.compile(r"\bnot (?P<en>[\d,]+)|不是(?P<zh>[\d,]+)|(?P<was>[\d,]+) (?:is wrong|was wrong)")
ONE_FIGURE = re.compile(
    r"[^\d]*(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?) ?(?:元|块钱?|yuan|rs\.?|rupees?|pesos?|bob|shillings?|dollars?|bucks)?"
    r"(?: ?(?:/|(?:a|per|each|every)\b) ?(?:day|week|month|mth|fortnight|year|quarter)| ?(?:daily|weekly|monthly|yearly|p\.?w|p\.?m)\b| ?(?:left|左右|上下|多|的样子|了|啦|max|or so|ish|only|roughly|maybe))*",
    re.IGNORECASE,
)
CASH = re.compile(
    r"\b(?:in (?:my|the) (?:account|bank|purse|wallet)|i have|there is|there are|right now|today i have|balance|cash)\b|"
    r"手头|卡里|账户里|手里|余额|现在有|现金|身上",
    re.IGNORECASE,
)
ADDS = re.compile(r"\b(?:more|also|another|plus|as well)\b|另外|还有|再加|加上|也", re.IGNORECASE)
VARIES = re.compile(
    r"\b(?:between|irregular\w*|varies|vary|changes|up and down|sometimes|to)\b|[-–~]|不固定|不稳定|不一定|有时|看情况|到|至",
    re.IGNORECASE,
)
A_MONTH = re.compile(r"\bmonth(?:ly)?\b|每月|一个?月|月薪|月入", re.IGNORECASE)
ONCE = re.compile(r"\b(?:once|one-off|one time)\b|一次性|就一次", re.IGNORECASE)
PAID = re.compile(
    r"\b(?:paid|pay-?day|wages?|salary|income|comes? in)\b|发工资|发薪|工资|到账|收入|发钱", re.IGNORECASE
)
EARNS = re.compile(
    r"\b(?:earn\w*|income|salary|wages?|pension|benefits?|takings|stipend|allowance|take home|bring (?:in|home)|com(?:es?|ing) in|get paid)\b|工资|收入|挣|赚|到手|发薪|养老金|退休金|补助|低保|进账|入账",
    re.IGNORECASE,
)
NO_INCOME = re.compile(
    r"\b(?:no|zero|without(?: any)?|don'?t have (?:any|an)|dont have (?:any|an)) (?:income|salary|wages?|earnings|money coming in)\b|\bnothing (?:is )?com(?:es|ing) in\b|\b(?:earn|earning|make|making) nothing\b|"
    r"(?:没有?|没了|断了|失去)(?:任何|什么|一点)?(?:收入|工资|进账)|(?:收入|工资)(?:没了|断了|是零|为零|为0)|零收入",
    re.IGNORECASE,
)
OFFERS = re.compile(
    r"\b(?:can|could|will|would|only) (?:\w+ )?(?:pay|manage|afford|do|give|put)\b|\bafford\b|\boffer\b|能还|还得起|可以还|能给|先还|每次还|只能还|愿意还",
    re.IGNORECASE,
)
"""What somebody offers to pay is no line of their month."""
OWN_INCOME = re.compile(
    r"\bi(?:'m| am)? (?:(?:now|only|just|can|still|usually|maybe|normally) )*(?:make|making|earn|earning|get|getting|bring)\b|收入|工资|挣|赚",
    re.IGNORECASE,
)
TAIL = re.compile(
    r" ?(?:元|块钱?|yuan|rs\.?|rupees?|pesos?|bob|shillings?|dollars?|bucks)?"
    r"(?: ?(?:/|(?:a|per|each|every)\b) ?(?:other |two |2 |second )?(?:day|weeks?|month|mth|fortnight|year|quarter)\b| ?(?:daily|weekly|monthly|yearly|p\.?w|p\.?m)\b| ?(?:左右|上下|多|的样子|or so|ish))*",
    re.IGNORECASE,
)
