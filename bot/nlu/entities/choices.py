"""The language that is asked for (en, zh) and the channel that is wanted: what is refused ("don't call, text me") counts for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.model import Reading

_LANGUAGES = [
    ("zh", r"\b(?:chinese(?! new year)|mandarin|zhongwen|simplified chinese|putonghua|hanyu)\b|中文|汉语|普通话|国语|华语|简体|繁体"),
    ("en", r"\b(?:english|inglis|ingles|yingwen|angrezi|engish|englsh)\b|英文|英语|鸟语"),
]  # fmt: skip
_LANGUAGE_REFUSED = re.compile(
    r"(?:\b(?:not|no|don'?t|do not|can'?t|cannot|never|stop|without|poor|bad|hate|isn'?t)\b[^,.;!?]{0,30}|\bmy (?:broken )?$|\binstead of (?:\w+ )?|\brather than (?:\w+ )?|[不没别](?:是|要|会|懂|想|太懂|太会|大懂|说|讲|用|识)?(?:看|说|讲|懂|用|得懂|识|来)?(?:太|得)?(?:懂|明白|会)?(?:我的)?|看不懂|听不懂|不懂)$", re.ASCII
)
_LANGUAGE_REFUSED_AFTER = re.compile(r"(?: (?:is|are) (?:not|no|bad|poor|hard|weak|difficult|rusty)| isn'?t|[^,.;!?,。]{0,4}(?:不好|不行|看不懂|听不懂|不懂|太差|不太|差|读不))", re.ASCII)

_CHANNELS = [
    ("telegram", r"\b(?:telegram|telgram|tg)\b|电报|飞机(?=群|号|联系|上)|纸飞机"),
    ("sms", r"\b(?:sms(?:es)?|text messages?|texts?|txt|texting)\b|短信|简讯|讯息(?=联系|通知)|信息(?=联系|通知我|就行)"),
    ("email", r"\b(?:e-?mails?|mail|gmail)\b|邮件|邮箱|电邮|电子邮件|伊妹儿"),
    ("phone", r"\b(?:phone(?: ?calls?)?|calls?|ring|telephone|calling|voice call)\b|电话|来电|通话|打给我"),
    ("web", r"\b(?:web ?(?:site|page|chat)?|online chat|webchat|browser|live ?chat|this chat|chat here)\b|网页|网站|官网|在线聊天|网上聊|这里聊|这个聊天"),
]  # fmt: skip
_ME = r"(?: ?(?:only|please|pls))?"
_WANTED_BEFORE = re.compile(
    r"(?:\b(?:by|via|over|through|using|use|on|prefer|rather|switch to|change to|move to|want|like|only|just|send|with|to|me an?|an?|instead,?|please|pls|reach me|contact me|talk|better|(?:can|could) (?:you|u|we)|in|or|and)(?: (?:me|the|my|a|an|it|to|you|use|by|on|via|please|be|get|just|only|this|your|normal|have))*|发|用|走|通过|改成|改为|换成|换|改|以|给我发|发个|发我|发到|改用|只用|只要|要|只接受|接受|在|上|首选|选|宁愿|宁可|请|只|打|回|或|或者|和|麻烦|希望|最好|还是|优先)[ ]*$", re.ASCII
)
_ME_AFTER = re.compile(r" (?:me|us)\b| (?:is|works|would be|will be) (?:fine|ok|best|better|good|easier)|(?:联系|通知|发|沟通|就行|就好|比较|方便|吧|可以|我|提醒|说|聊|回复|好了|最好|谈|告诉)", re.ASCII)
_REFUSED_BEFORE = re.compile(
    r"(?:\b(?:don'?t|do not|dont|not|no|stop|never|without|instead of|rather than|hate|quit|avoid|can'?t|cannot|won'?t|no more|enough|nor|rather than a|but not|off|tired of|neither|isn't)\b[^,.;!?]{0,28}|(?:不要|别|勿|请勿|不想|不能|不方便|不用|别再|不接|不许|禁止|停止|少|不看|没法|不喜欢|讨厌|不愿|拒绝|不是|而不是|没有|不再|甭|不)(?:再|给我|打|用|发|接|看|通过|我|老|总|一直|要|收|天天|到|走|的|在)*)$", re.ASCII
)
_THEY = re.compile(r"(?:\b(?:you|they|he|she|who|someone|somebody|agent|agents|people|guy|your (?:agent|people|team|guys|staff)|collectors?)(?: (?:guys|people|all|keep|kept|always|just|even|also|have|has|had|been|are|is|were|was|did|still|then|people|people keep))*|\bkeeps?|\bthe|\byour|\bmy|\bthese|\bthose|\bthis|\bso many|\bmany|\bgot|\bget|\bgetting|\breceive|\bmissed|\bevery|\bany|\byesterday'?s|\bunknown|\bscary|\brude|\bmore|\d)(?: (?:a|an|the|your|my|their))? *$|(?:他们|你们|老|天天|一直|总|催收|总是|整天|又|还|就|收到|接到|接了|来了|的|个|通|骚扰|陌生|条|封|被|轰炸|每天|这|那)(?:给我)?(?:打|发|来)?(?:了)?$", re.ASCII)
_NOT_CHANNEL = re.compile(r"\bphone (?:number|bill|book|contacts|is|was|broke|died|screen|got)|\bcall(?:ed|s)? (?:my|me (?:names|a\b|stupid)|the (?:police|cops)|them|her|him|his|every|everyone|at work|it|center|centre|centers|off|you)|\b(?:text|mail) ?(?:book)|\b(?:email|mail|web|website) ?(?:address|link|hacked|password)|电话(?:号码|本|费|卡|单|轰炸|骚扰|里|中|响|被|费|诈骗|多)|短信(?:轰炸|骚扰|验证码|里|说|诈骗|链接|上说)|\btexts? (?:from|saying|says|said|that)\b|\bemails? (?:from|saying|says|said|that)\b|\bcalls? (?:from|to my|at my)\b|\bmy (?:phone|email|mail)\b(?! (?:is )?(?:best|please|instead|better))", re.ASCII)
_LONE = re.compile(r"^[^a-z\d\u4e00-\u9fff]*(?:(?:yes|ok|please|pls|maybe|just|only|the|i'd say|好|就|用|那就|还是|by|via|on|嗯)[^a-z\d\u4e00-\u9fff]*)*$", re.ASCII)
_LONE_AFTER = re.compile(r"^[^a-z\d\u4e00-\u9fff]*(?:(?:please|pls|instead|only|is (?:fine|best|better|ok|good)|works|then|ok|吧|就行|就好|可以|好了|联系|方便)[^a-z\d\u4e00-\u9fff]*)*$", re.ASCII)


def find_languages(reading: Reading) -> None:
    """Adds the languages asked for in ``reading.text``."""
    text = reading.text
    for code, start, end in _mentions(_LANGUAGES, text):
        refused = _LANGUAGE_REFUSED.search(text[max(0, start - 40) : start]) or _LANGUAGE_REFUSED_AFTER.match(text, end)
        if not refused and reading.is_free(start, end):
            reading.add("language", code, start, end)


def find_channels(reading: Reading) -> None:
    """Adds the channels wanted in ``reading.text``."""
    text = reading.text
    banned = [match.span() for match in _NOT_CHANNEL.finditer(text)]
    for code, start, end in _mentions(_CHANNELS, text):
        before, after = text[max(0, start - 44) : start], text[end:]
        if any(first <= start < last for first, last in banned) or not reading.is_free(start, end):
            continue
        if _REFUSED_BEFORE.search(before):
            continue
        alone = _LONE.match(text[:start]) and _LONE_AFTER.match(after)
        if text[start:end] == "打给我" or alone or _ME_AFTER.match(after) and not _THEY.search(before) or (_WANTED_BEFORE.search(before) and not _THEY.search(before)):
            reading.add("channel", code, start, end)


def _mentions(rows: list[tuple[str, str]], text: str) -> Iterator[tuple[str, int, int]]:
    for code, pattern in rows:
        for match in re.finditer(pattern, text, re.ASCII):
            yield code, match.start(), match.end()
