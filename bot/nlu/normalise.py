"""Writes a message in one way, so that what was learnt from one spelling serves the others.

Two steps. :func:`fold` keeps every character in its place (an entity's offsets stay true), :func:`normalise` goes on and may
change the length. Neither is ever shown to anyone: borrowers and colleagues see what was written.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RUNS_OF_LETTERS = re.compile(r"([a-z])\1{2,}")
_RUNS_OF_HAN = re.compile("([\u4e00-\u9fff])\\1{2,}")
_RUNS_OF_MARKS = re.compile(r"([^\w\s])\1+")
_SPACES = re.compile(r"\s+")
_SPELT_OUT = re.compile(r"\b(?:[a-z][.\-]){3,}[a-z]\b\.?")
_WORD = re.compile(r"(?<![a-z0-9'])(?:[a-z]+(?:'[a-z]+)?|a/c|w/o|2moro|2mrw|2day|2nite|b4)(?![a-z0-9])")
# "ill pay friday" is a promise, "i am ill" a reason.
_I_WILL = re.compile(
    r"(?<!am )(?<!was )(?<!is )(?<!been )(?<!fell )(?<!so )(?<!very )\bill(?= (?:be|pay|do|try|send|have|get|give|go|take|let|see|come|need|never"
    r"|not|make|settle|clear|call|wait|transfer|put|start|tell|ask|want|choose|pick|keep|still|manage|deposit|sort|find|drop|bring|use|talk|just|only|definitely|probably)\b)"
)
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "\u2032": "'"})

# What people type on a phone. Only spellings that are not words of their own.
ABBREVIATIONS: dict[str, str] = {
    "u": "you",
    "ur": "your",
    "urs": "yours",
    "r": "are",
    "y": "why",
    "pls": "please",
    "plz": "please",
    "plss": "please",
    "pleez": "please",
    "plis": "please",
    "thx": "thanks",
    "tnx": "thanks",
    "thnx": "thanks",
    "tks": "thanks",
    "ty": "thank you",
    "tq": "thank you",
    "tysm": "thank you so much",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tmw": "tomorrow",
    "tomoro": "tomorrow",
    "tommorow": "tomorrow",
    "tomorow": "tomorrow",
    "tommorrow": "tomorrow",
    "2moro": "tomorrow",
    "2mrw": "tomorrow",
    "tdy": "today",
    "2day": "today",
    "ystd": "yesterday",
    "ytd": "yesterday",
    "yest": "yesterday",
    "nxt": "next",
    "wk": "week",
    "wks": "weeks",
    "mth": "month",
    "mths": "months",
    "mnth": "month",
    "mnths": "months",
    "yr": "year",
    "yrs": "years",
    "cant": "can't",
    "cannot": "can't",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "wont": "won't",
    "isnt": "isn't",
    "arent": "aren't",
    "wasnt": "wasn't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "couldnt": "couldn't",
    "wouldnt": "wouldn't",
    "shouldnt": "shouldn't",
    "im": "i'm",
    "ive": "i've",
    "thats": "that's",
    "whats": "what's",
    "hows": "how's",
    "whos": "who's",
    "wheres": "where's",
    "theyre": "they're",
    "youre": "you're",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "gimme": "give me",
    "lemme": "let me",
    "dunno": "don't know",
    "idk": "i don't know",
    "kinda": "kind of",
    "cuz": "because",
    "coz": "because",
    "bcoz": "because",
    "bcz": "because",
    "bc": "because",
    "becoz": "because",
    "cos": "because",
    "becuase": "because",
    "becase": "because",
    "abt": "about",
    "bt": "but",
    "bal": "balance",
    "balence": "balance",
    "ballance": "balance",
    "amt": "amount",
    "acc": "account",
    "acct": "account",
    "a/c": "account",
    "pmt": "payment",
    "pymt": "payment",
    "paymnt": "payment",
    "payement": "payment",
    "msg": "message",
    "msgs": "messages",
    "txt": "text",
    "asap": "as soon as possible",
    "info": "information",
    "b4": "before",
    "2nite": "tonight",
    "tonite": "tonight",
    "ppl": "people",
    "smth": "something",
    "sth": "something",
    "smtg": "something",
    "w/o": "without",
    "hw": "how",
    "wat": "what",
    "wht": "what",
    "wen": "when",
    "whn": "when",
    "whr": "where",
    "wud": "would",
    "cud": "could",
    "shud": "should",
    "hv": "have",
    "hav": "have",
    "gud": "good",
    "gd": "good",
    "frm": "from",
    "da": "the",
    "dis": "this",
    "dat": "that",
    "dey": "they",
    "thru": "through",
    "tho": "though",
    "btw": "by the way",
    "omg": "oh my god",
    "rn": "right now",
    "atm": "at the moment",
    "nvm": "never mind",
    "np": "no problem",
    "k": "ok",
    "kk": "ok",
    "okay": "ok",
    "oki": "ok",
    "okie": "ok",
    "yeah": "yes",
    "yea": "yes",
    "yep": "yes",
    "yup": "yes",
    "ya": "yes",
    "yah": "yes",
    "nope": "no",
    "nah": "no",
    "recieve": "receive",
    "recieved": "received",
    "intrest": "interest",
    "intereset": "interest",
    "interst": "interest",
    "installement": "installment",
    "instalment": "installment",
    "instalments": "installments",
    "instalment's": "installments",
    "emis": "emi",
    "extention": "extension",
    "extenstion": "extension",
    "settelment": "settlement",
    "settlment": "settlement",
    "loosing": "losing",
    "harrass": "harass",
    "harrassing": "harassing",
    "harrassment": "harassment",
    "harasment": "harassment",
    "wavie": "waive",
    "waiveoff": "waive off",
    "penalities": "penalties",
    "penaltys": "penalties",
    "penality": "penalty",
    "budjet": "budget",
    "budgetting": "budgeting",
    "sallary": "salary",
    "salery": "salary",
    "hosptial": "hospital",
    "hospitel": "hospital",
    "bussiness": "business",
    "buisness": "business",
    "busines": "business",
    "bankrupcy": "bankruptcy",
    "colections": "collections",
    "agant": "agent",
    "agants": "agents",
    "lawer": "lawyer",
    "loyer": "lawyer",
    "postpond": "postponed",
    "deadline": "deadline",
    "overdew": "overdue",
    "exteend": "extend",
    "adn": "and",
    "teh": "the",
    "definately": "definitely",
    "seperate": "separate",
    "alot": "a lot",
    "pay-ment": "payment",
    "rupee": "rupees",
    "gov": "government",
    "govt": "government",
    "hubby": "husband",
    "mum": "mother",
    "mom": "mother",
    "dad": "father",
    "sry": "sorry",
    "srry": "sorry",
    "soz": "sorry",
}

# Initials of pinyin that borrowers' forums write; only where the line has Chinese characters as well, or is nothing else.
PINYIN_INITIALS: dict[str, str] = {
    "yq": "逾期",
    "yql": "逾期了",
    "zx": "征信",
    "hk": "还款",
    "hkr": "还款日",
    "xyk": "信用卡",
    "hb": "花呗",
    "jb": "借呗",
    "bj": "本金",
    "lx": "利息",
    "fq": "分期",
    "dk": "贷款",
    "kf": "客服",
    "wd": "网贷",
    "cs": "催收",
    "csdh": "催收电话",
    "yh": "银行",
    "zdr": "账单日",
    "mq": "没钱",
    "sy": "失业",
    "gz": "工资",
    "xs": "协商",
    "xshk": "协商还款",
    "txgz": "停息挂账",
    "wyj": "违约金",
    "fx": "罚息",
    "znj": "滞纳金",
    "yhk": "银行卡",
    "qk": "欠款",
    "hbq": "还不起",
    "hbs": "还不上",
    "dbq": "对不起",
    "mf": "麻烦",
    "zm": "怎么",
    "wsm": "为什么",
    "srz": "什么",
    "zd": "知道",
    "bzd": "不知道",
    "rg": "人工",
    "zrg": "转人工",
    "qs": "起诉",
    "fy": "法院",
    "bdb": "爆通讯录",
    "txl": "通讯录",
    "btxl": "爆通讯录",
}

# Colloquial, net and Cantonese ways of writing, as people write them, to the common one.
COLLOQUIAL: dict[str, str] = {
    "木有": "没有", "米有": "没有", "么有": "没有", "冇": "没有", "肿么": "怎么", "咋整": "怎么办", "咋弄": "怎么弄", "咋办": "怎么办", "咋": "怎么", "啥": "什么", "神马": "什么",
    "虾米": "什么", "介个": "这个", "酱紫": "这样子", "造吗": "知道吗", "不造": "不知道", "滴": "的", "捏": "呢", "银家": "人家", "乜嘢": "什么", "乜野": "什么",
    "点解": "为什么", "为啥": "为什么", "为毛": "为什么", "点样": "怎么样", "几时": "什么时候", "啥时候": "什么时候", "啥时": "什么时候", "多咱": "什么时候", "边个": "谁", "边度": "哪里", "而家": "现在", "依家": "现在", "宜家": "现在",
    "唔该": "谢谢", "唔系": "不是", "唔得": "不行", "唔": "不", "系咪": "是不是", "佢": "他", "哋": "们", "嘅": "的", "咗": "了", "喺": "在", "啲": "些", "畀": "给", "俾": "给", "睇": "看",
    "揾": "找", "搵": "找", "嗰": "那", "咁": "这样", "噶": "的", "嘢": "东西", "返工": "上班", "冇钱": "没有钱", "侬": "你", "俺": "我", "咱": "我们", "恁": "你", "中不": "行不",
    "弗": "不", "勿要": "不要", "甭": "不用", "表打": "不要打", "木钱": "没钱", "么钱": "没钱", "逾其": "逾期", "预期了": "逾期了", "余期": "逾期", "征心": "征信", "正信": "征信", "利息息": "利息", "罚席": "罚息",
    "分其": "分期", "分妻": "分期", "还宽": "还款", "还欠": "还钱", "催受": "催收", "崔收": "催收", "摧收": "催收", "客户服务": "客服", "转人公": "转人工", "帐单": "账单", "帐户": "账户", "帐号": "账号", "对帐": "对账", "划帐": "划账", "入帐": "入账",
    "肿麽": "怎么", "虾咪": "什么", "贷宽": "贷款", "代款": "贷款", "带款": "贷款", "欠宽": "欠款",
}  # fmt: skip


@lru_cache(maxsize=1)
def _traditional_to_simplified() -> dict[int, str]:
    """The character table of OpenCC, one to one. Matching needs no phrase rules, and one character for one keeps offsets."""
    table: dict[int, str] = {}
    text = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        source, _, targets = line.partition("\t")
        first = targets.split(" ")[0]
        if len(source) == 1 and len(first) == 1:
            table[ord(source)] = first
    # OpenCC leaves these alone since both are Simplified as well; in our texts they always mean the other.
    table.update(
        {
            ord("著"): "着",
            ord("徵"): "征",
            ord("乾"): "干",
            ord("麽"): "么",
            ord("妳"): "你",
            ord("瞭"): "了",
            ord("裡"): "里",
            ord("裏"): "里",
        }
    )
    return table


@lru_cache(maxsize=1)
def _colloquial_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form) for form in sorted(COLLOQUIAL, key=len, reverse=True)))


def has_han(text: str) -> bool:
    """Whether any Chinese character is in ``text``."""
    return _HAN.search(text) is not None


def fold(text: str) -> str:
    """``text`` in lower case, half width and Simplified characters, of exactly the same length."""
    folded: list[str] = []
    for character in text.translate(_APOSTROPHES).translate(_traditional_to_simplified()):
        plain = character
        if character > "\x7f":
            compatible = unicodedata.normalize("NFKC", character)
            plain = compatible if len(compatible) == 1 else character
        lower = plain.lower()
        folded.append(lower if len(lower) == 1 else plain)
    return "".join(folded)


def normalise(text: str) -> str:
    """``text`` as the classifier and the concept lexicon read it: folded, with one spelling for what has many."""
    folded = _SPACES.sub(" ", fold(text)).strip()
    folded = _SPELT_OUT.sub(lambda match: re.sub(r"[.\-]", "", match.group()), folded)
    folded = _RUNS_OF_MARKS.sub(r"\1", _RUNS_OF_HAN.sub(r"\1\1", _RUNS_OF_LETTERS.sub(r"\1", folded)))
    chinese = has_han(folded)

    def one_spelling(match: re.Match[str]) -> str:
        word = match.group()
        if word in PINYIN_INITIALS and (chinese or len(folded) <= len(word) + 1) and word not in ("k", "ok"):
            return PINYIN_INITIALS[word]
        return ABBREVIATIONS.get(word, word)

    folded = _I_WILL.sub("i'll", _WORD.sub(one_spelling, folded))
    return _colloquial_pattern().sub(lambda match: COLLOQUIAL[match.group()], folded) if chinese else folded
