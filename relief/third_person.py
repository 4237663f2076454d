"""Hears that somebody speaks for somebody else: a spouse, a parent, a boss, a friend. Plain patterns, both languages."""

from __future__ import annotations

import re

_KIN = (
    r"(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?|mother|mum|mom|father|dad|parent|son|daughter|brother|sister|"
    r"uncle|aunt|cousin|nephew|niece|grand(?:son|daughter|mother|father)|boss|employer|manager|colleague|friend|neighbou?r|flatmate|"
    r"roommate|landlord|carer|guardian|guarantor|lawyer|attorney|assistant|secretary)"
)
_ZH_KIN = (
    r"(?:老婆|妻子|爱人|媳妇|太太|老公|丈夫|先生|妈妈?|母亲|爸爸?|父亲|父母|儿子|女儿|哥哥?|弟弟?|姐姐?|妹妹?|家人|家属|亲戚|朋友|同事|老板|领导|邻居|室友|"
    r"房东|律师|代理人|监护人|女朋友|男朋友)"
)
_SELF = re.compile(
    rf"(?:^|[.!?,;]\s*)\W*(?:hi|hello|hey|good (?:morning|afternoon|evening))?\W*(?:i am|i'm|im|this is|it's|speaking is)\s+"
    rf"(?:an? |actually |just )*(?:(?:his|her|their|your (?:client|customer|borrower)'s)\s+{_KIN}|the {_KIN} of (?!mine\b|my\b)"
    rf"|(?:(?!my\b)[\w.]+ ){{0,2}}(?!my\b|it's\b)\w+[’']s {_KIN}\b)"
    rf"|\bi(?: am|'m) (?:calling|writing|asking|here|messaging|chatting)? ?(?:on behalf of|in place of|instead of)\b"
    rf"|\bon behalf of (?:my|the|mr|mrs|ms|a)\b|\bi (?:have|hold) (?:a )?power of attorney\b"
    rf"|我是(?:他|她)的?{_ZH_KIN}|我是[\u4e00-\u9fff]{{2,4}}的{_ZH_KIN}|(?:我)?(?:替|代替|帮|代表|代)(?:我)?{_ZH_KIN}(?:来)?(?:问|查|咨询|办|处理|还|联系|说)"
    rf"|(?:替|帮|代)(?:他|她)(?:来)?(?:问|查|咨询|办|处理)|(?:本人|我)受.{{0,8}}委托",
    re.I,
)
_THEIRS = re.compile(
    rf"\bmy {_KIN}(?:'s|s') (?:\w+ )?(?:loan|account|debt|balance|bill|card|payment|instal?ments?|reference)\b"
    rf"|\b(?:how much|what) does (?:my {_KIN}|he|she|mr|mrs|ms)\b.{{0,20}}\bowe\b|\b(?:his|her) (?:loan|account|debt|balance|instal?ments?)\b"
    rf"|(?:我)?{_ZH_KIN}的(?:贷款|账户|账号|欠款|借款|账单|分期|债)|(?:我)?{_ZH_KIN}(?:还)?(?:欠|借)(?:了)?(?:你们)?(?:多少|的)|(?:他|她)(?:还)?欠(?:了)?(?:你们)?多少"
    rf"|(?:他|她)的(?:贷款|账户|账号|欠款|借款|账单)",
    re.I,
)


def speaks_as_another(text: str) -> bool:
    """The words say that who writes is not the borrower: "I'm his wife", 我替我妈问."""
    return _SELF.search(text) is not None


def asks_about_another(text: str) -> bool:
    """The words are about the account of somebody else: "my husband's loan", 他欠你们多少."""
    return speaks_as_another(text) or _THEIRS.search(text) is not None
