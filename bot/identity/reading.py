"""What else is in a line that shows who somebody is: a question beside the particulars, or the wish for a new code."""

from __future__ import annotations

import re

from bot import particulars

_LABELS = (
    r"(?:(?:and|so|it's|its|it is|here is|here are|this is|hi|hello|pls|please|ok|okay|sure|i'm|im|i am|i was|was|am)\s+)*"
    r"(?:my|the|our)?\s*"
    r"(?:account|acct|a/c|loan|customer|client|phone|mobile|cell|tel|contact)?\s*"
    r"(?:reference|ref|number|no\.?|num|id|account|phone|mobile|dob|d\.o\.b\.?|date of birth|birth ?date|birthday|birth|born)?"
    r"\s*(?:number|no\.?|on|in|is|was|are|:|=|-|#)*\s*"
)
_HAN_LABELS = (
    r"(?:你好|您好)?[，,。\s]*(?:我|这是|那个|给你)?(?:的)?(?:账户|账号|帐户|帐号|贷款|客户|合同|手机|电话|联系)?"
    r"(?:编号|号码|号|手机|电话|出生日期|出生年月|生日|出生于|生于|出生)?(?:是|为|在|:|:)*\s*"
)
_BEHIND = (
    r"(?:\s*(?:出生的?|生的|\bborn\b|\b(?:is|was|=)\s*(?:my|the)\s*(?:account|loan|customer|phone|mobile)?\s*"
    r"(?:reference|ref|number|no\b|id\b|account|phone|mobile|date of birth|dob|birth ?date|birthday)(?:\s*number)?))?"
)
_WITH_LABEL = re.compile(rf"(?:{_HAN_LABELS}|\b{_LABELS}){re.escape(particulars.MASK)}{_BEHIND}", re.I)
_JOINTS = re.compile(
    r"^(?:[\s,.;:，。；：、/\-–]|\b(?:and|thanks|thank you|pls|please|ok)\b|和|谢谢|麻烦了?)+|[\s,;，；、/\-–]+$", re.I
)
_DOUBLE = re.compile(r"(\s*[,，;；、]\s*){2,}")
_WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")

_NONE = r"(?:did ?n[o']?t|have ?n[o']?t|has ?n[o']?t|had ?n[o']?t|not|never|no|nothing|still)"
_CAME = r"(?:got|gotten|get|getting|received?|receiving|come|came|coming|arrived?|seen|see|here|sent)"
_CODE_WORD = r"(?:code|one|otp|pin|sms|text|message|msg|e-?mail|it|any(?:thing)?|nothing)"
_SENT_THING = r"(?:code|otp|sms|text|message|e-?mail)"
_RESEND = re.compile(
    r"\bre-?send\b|\bsend\b.{0,20}\b(?:again|new|another)\b"
    r"|\b(?:new|another|fresh) (?:code|one|otp|pin)\b|\bcode (?:again|has expired|expired)\b"
    rf"|\b{_NONE}\b(?: (?:yet|got|have|has|still|been|i))*(?: {_CAME})+(?: (?:the|my|any|a|this|that|your))?(?: {_CODE_WORD})?"
    r"(?: (?:yet|code|so far|at all|here|message|to me|on my phone))*\s*[.!?]*$"
    rf"|^\W*(?:i )?(?:still )?(?:got |have |there is |there's )?(?:no|where(?:'s| is)?)(?: (?:the|my))? {_SENT_THING}\b"
    rf"|\b{_SENT_THING}\b.{{0,12}}\b{_NONE}\b.{{0,6}}\b(?:come|came|here|arrived?|reach(?:ed)?|received|sent)\b"
    r"|\bnothing (?:yet|came|has come|arrived|here|received)\b"
    r"|(?:没有?|未|沒有?)收到(?!.{0,3}(?:工[资資]|[钱錢货貨款薪]|补助))|收不到|没到|还没来|重新?发|再发|再来一[个条次]|换一?个"
    r"|新的?(?:验证)?码|(?:码|已经?)(?:过期|失效)|没有?(?:验证码|短信)|重發|再發|重新發",
    re.I,
)
_INTRODUCTION = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|你好|您好)[\s,，。!！.]*)?"
    r"(?:(?:i'?m|i am|my name is|my name|this is|name|我是|我叫|本人|姓名)[\s:：]*\S+(?: \S+){0,2})?",
    re.I,
)
_LONGEST_RESEND = 80


def wants_new_code(text: str) -> bool:
    """ "didn't get it", "new code", "没收到": only in a short line, a story is for Rasa."""
    plain = particulars.plain(text).replace("\u2019", "'")
    return len(plain) <= _LONGEST_RESEND and _RESEND.search(plain) is not None


def beside(text: str, spans: tuple[tuple[int, int], ...]) -> str | None:
    """The words that are left without the particulars and their labels; None when nothing of substance is left.

    What is left is a borrower's words and stays that: it never starts with "/", which would make it a payload.
    """
    rest = _WITH_LABEL.sub(" ", particulars.mask(text, spans))
    rest = _DOUBLE.sub(", ", rest)
    before = None
    while before != rest:
        before, rest = rest, re.sub(r"\s+", " ", _JOINTS.sub("", rest)).strip()
    return None if len(_WORD.findall(rest)) < 2 or _INTRODUCTION.fullmatch(rest.rstrip("., 。")) else rest


def looks_like_an_attempt(text: str) -> bool:
    """Mostly digits, and no words to speak of: somebody tried to give a number or a date that could not be read."""
    plain = particulars.plain(text)
    digits = sum(character.isdigit() for character in plain)
    return digits >= 4 and len(_WORD.findall(plain)) <= 2
