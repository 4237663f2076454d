"""The language that is asked for (en, zh) and the channel that is wanted: what is refused ("don't call, text me") counts for nothing."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.model import Reading

_LANGUAGES = [
    ("zh", r"\b(?:chinese(?! new year)|mandarin|zhongwen|simplified chinese|putonghua|hanyu)\b|中文|汉语|普通话|国语|华语|简体|繁体"),
    ("en", r"\b(?:english|inglis|ingles|yingwen|angrezi|engish|englsh|englis|eng)\b|英文|英语|鸟语"),
]  # fmt: skip
_LANGUAGE_REFUSED = re.compile(
    r"(?:\b(?:not|no|don'?t|do not|can'?t|cannot|never|stop|without|poor|bad|hate|isn'?t)\b[^,.;!?]{0,30}|\bmy (?:broken )?$|\b(?:teach|learn|learning|study|translate|lessons? in|class)\b[^,.;!?]{0,12}|(?:教|学|学习|翻译|考)(?:我|一下|成)?|\binstead of (?:\w+ )?|\brather than (?:\w+ )?|[不没别](?:是|要|会|懂|想|太懂|太会|大懂|说|讲|用|识)?(?:看|说|讲|懂|用|得懂|识|来)?(?:太|得)?(?:懂|明白|会)?(?:我的)?|看不懂|听不懂|不懂)$",
    re.ASCII,
)
_LANGUAGE_REFUSED_AFTER = re.compile(
    r"(?: (?:is|are) (?:not|no|bad|poor|hard|weak|difficult|rusty)| isn'?t|[^,.;!?,。]{0,4}(?:不好|不行|看不懂|听不懂|不懂|太差|不太|差|读不))",
    re.ASCII,
)

_CHANNELS = [
    ("telegram", r"\b(?:telegram|telgram|telegarm|telegrm|tlgrm|telegrams|tg|(?<=on )tele|(?<=via )tele|(?<=my )tele)\b|电报|飞机(?=群|号|联系|上)|纸飞机"),
    ("sms", r"\b(?:sms(?:es)?|text messages?|texts?|txts?|texting|(?<=to be )texted)\b|短信|短讯|简讯|讯息(?=联系|通知)|信息(?=联系|通知我|就行)"),
    ("email", r"\b(?:e-?mails?|emial|emal|e mail|eamil|mail|gmail|(?<=to be )emailed)\b|邮件|邮箱|电邮|电子邮件|伊妹儿"),
    ("phone", r"\b(?:phone(?: ?calls?)?|calls?|ring|telephone|calling|voice call|mobile|(?<=to be )(?:phoned|rung)|(?<=rather be )(?:called|phoned))\b|电话|来电|通话|打给我|打我手机"),
    ("web", r"\b(?:web ?(?:site|page|chat)?|online chat|webchat|browser|live ?chat|(?<=on )this chat|(?<=in )this chat)\b|网页|网站|官网|在线聊天|网上聊|这里聊|这个聊天"),
]  # fmt: skip
# What stands before a channel that is wanted, at the end of what was said so far.
_WANTED_BEFORE = re.compile(
    r"(?:\b(?:by|via|over|through|thru|using|use|on|prefer|rather|switch to|change to|move to|want|like|send|with|reach me|contact me|talk|better|drop|shoot|give|get|only|just|instead|in|or|please|pls|(?:can|could|would|will|should) (?:you|u|we|someone|somebody|anyone|he|she|an? \w+)|let'?s|to my|at my)"
    r"(?: (?:me|us|the|my|a|an|it|to|you|use|by|on|via|please|pls|be|get|just|only|this|your|normal|have|someone|quick|is|work|personal))*|"
    r"(?:发|传|寄|打|回|用|走|通过|换成|换|改成|改为|改用|改|只要|只用|只接受|接受|在|上|首选|选|宁愿|宁可|请|只|麻烦|希望|最好|还是|优先|以|或者?|和|有事)(?:到|给|个|我|封|条|一|下|些|成|用|发|打|通过|的)*)[ ]*$",
    re.ASCII,
)
_WANTED_AFTER = re.compile(
    r" (?:me|us)\b| (?:works|wud be|will do|suits me|ok|okay)\b(?! (?:but|for you))| can\b(?! (?:i|you|u|we|he|she|they)\b)| (?:pe|par|karo|kar|bhejo|lang|na lang)\b| (?:is|are|works|would be|will be)(?: a bit| much| also| way)? (?:fine|ok|okay|best|better|good|easier|preferred|enough)|[, ]*(?:instead|only|please|pls)[ .!]*$"
    r"| ?我|(?:上|里)?(?:联系|通知|沟通|找我?|就行|就好|比较|方便|吧|可以|提醒|聊|回复|好了|最好|谈|告诉|说(?!我|你|是|要|了))",
    re.ASCII,
)
# Said in so many words, wherever they stand.
_PLAINLY_WANTED: list[tuple[str, re.Pattern[str]]] = [
    ("web", re.compile(
        r"\b(?:keep (?:it|this|us|everything|talking|on) (?:here|(?:in|on|to) (?:the|this) chat|here in the chat)|(?:stick|stay) (?:to|with|on|in) (?:this|the) chat|(?:messages?|chat(?:ting)?|writing|talking|typing) here (?:is|are|works?|suits)|(?:prefer|rather|want|like) (?:to )?(?:chat|talk|write|message|type) here|(?:reply|answer|contact|write|message|reach) (?:to )?me (?:here|on here|in here)|only (?:(?:on|in) )?here)\b"
        r"|用这个?网页|在(?:这儿|这里|这)(?:上面)?(?:说|聊|讲|谈|回复?)|(?:这儿|这里)(?:说|聊|讲|谈)(?:就行|吧|就好|可以|好了)|(?:网站|网页|官网)(?:上|里)?(?:在线)?(?:聊|说|联系|沟通|谈)|网上(?:谈|聊|说|联系|沟通)",
        re.ASCII)),
    ("sms", re.compile(r"(?:我(?:只|都|会|一般)?|只能|可以|能)看短信(?!了|说|里)|短信(?:我)?(?:看得到|能看到|会看)|短信(?:改到|请?改在|挪到)|\bsms (?:works|ok|okay|can|will do|(?:is )?better)\b|\btexts? (?:mi|na lang|is (?:good|fine)|are (?:good|fine))\b|\btext's (?:good|fine|better)\b|\byou (?:could |can |would )?text(?:ed)? (?:me )?instead\b", re.ASCII)),
    ("email", re.compile(
        r"\b(?:rather|wish|prefer|better if|fine if) you (?:used?|sent|send) (?:my )?(?:private |personal |an? )?e-?mails?\b|\be-?mails? (?:as|is) my (?:preferred|main)|\b(?:come|go|goes|sent|send (?:it|that|this|them|everything)|write|everything|all) to (?:my|this) (?:\w+ )?e-?mail(?! address (?:is )?wrong)|\bin my mailbox\b|\belectronic mail\b|\b(?:e-?)?mails? (?:reach(?:es)? me|i can read|i read)\b|\be-?mails? instead of\b|\buse (?:my|the) (?:\w+ )?(?:e-?mail|inbox)\b|\bto my inbox\b|\bi'?ve an? e-?mail\b"
        r"|发(?:到|去|往|给|私人|我)[^,。;!?]{0,10}(?:邮箱|email|e-mail)|(?:设为|设成|改为|改成|选|换成)(?:电子)?邮件|(?:电子)?邮件(?:最稳|最好|最方便|就行|更|我(?:能|都|会)看)|收到的是(?:电子)?邮件|(?:改|就|请|都|两周|以后|期间)发(?:电子)?邮件", re.ASCII)),
    ("telegram", re.compile(r"\b(?:telegram|tg) (?:yes|works|ok|is (?:fine|ok|better|best))\b|发 ?(?:telegram|tg)(?![a-z])|用 ?(?:telegram|telegeram|tg)|\btelegeram\b", re.ASCII)),
    ("phone", re.compile(r"\b(?:call|ring|phone|telephone|dial|reach|try) (?:me )?(?:on |at )?(?:my|this|the|mine)(?: \w+)? ?(?:mobile|cell|cellphone|phone|landline|number|line)\b(?! (?:is|was))|\b(?:ring|phone|telephone) (?:me )?(?:after|before|around|from|between|in the|at|only|instead|on)\b|\b(?:would|could|should|can|kindly|rather|please) (?:you )?(?:kindly )?(?:telephone|ring|phone)\b|\b(?:time|times|hours?|timings?) (?:\w+ ){0,3}(?:to|for) call(?:ing)?\b|\bcalling time\b|\bconvenient for call(?:s|ing)\b|\bnumber for calls\b|\b(?:fine|ok|okay) with (?:being called|you calling|calls)\b|\bdon'?t mind (?:you calling|calls|a call)\b|\b(?:kindly|only|pls|please) call\b(?! (?:back )?(?:off|my (?:mother|wife|boss|family)|the police))|\bplus can call\b|\bmy (?:mobile|cell)(?:'s| is) (?:fine|ok|best|better)\b|\bcall (?:in the )?(?:night|evening|afternoon|morning)s?\b"
        r"|打(?:我)?(?:的)?(?:这个)?(?:手机|新(?:的)?(?:电话|号))|打我(?:家里?|本人|私人|个人|自己)的|(?:再|能|可以|中午|晚上|下午)(?:打电话来|通电话|打电话(?:给我|过来))|语音电话(?:行|可以|好)|(?<!不)(?<!别)用[^,。]{0,6}电话(?:联系|找)|直接打(?:电话|过来)|给我打电话说|(?<!别)"
        r"(?<!在)(?<!你们)电话里?(?:上)?(?:讲|聊|谈|沟通)(?:吧|就好|可以|清楚|好吗|行吗|比较|方便|更|最好)|(?:来|回)个电话(?:吧|给我|行|可以|好吗|$)|(?:语音)?(?:通话|电话)(?:好|方便)(?:啲|些|点|一点)", re.ASCII)),
]  # fmt: skip
# What stands before a channel that is refused.
_REFUSED_BEFORE = re.compile(
    r"(?:\b(?:don'?t|do not|dont|not|no|stop|never|without|instead of|rather than|hate|quit|avoid|can'?t|cannot|won'?t|no more|enough|nor|off|tired of|neither|isn't|over|before)\b[^,.;!?]{0,28}|"
    r"(?:不要|别|勿|请勿|关掉|关闭|取消|停掉|不想|不能|不方便|不用|别再|不接|不许|禁止|停止|少|不看|没法|不喜欢|讨厌|不愿|拒绝|不是|而不是|没有|不再|甭|不)(?:再|给我|打|用|发|接|看|通过|我|老|总|一直|要|收|天天|到|走|的|在|来|传)*)$",
    re.ASCII,
)
_OVER_WANTED = re.compile(
    r"\b(?:reach|contact|talk|speak|message|chat|discuss|do (?:it|this)|tell|inform|notify|update)[^,.;!?]{0,14} over (?:the )?$",
    re.ASCII,
)
# Somebody else's calls and messages, of which the borrower tells.
_TOLD_BEFORE = re.compile(
    r"(?:(?<!can )(?<!could )(?<!would )(?<!will )(?<!should )(?<!let )(?<!have )\b(?:you|they|he|she|who|someone|somebody|agents?|people|guy|collectors?|your (?:agents?|people|team|guys|staff|men))(?: (?:guys|people|all|keep|kept|always|just|even|also|have|has|had|been|are|is|were|was|did|still|then|from))*"
    r"|\bkeeps?|(?<!to )(?<!on )(?<!by )(?<!via )(?<!use )(?<!through )(?<!thru )(?<!using )(?<!over )(?<!in )(?<!at )\b(?:the|your|my)|\bthese|\bthose|\bso many|\bmany|\bgot|\bgetting|\breceived?|\bmissed|\bevery|\bany|\bunknown|\bscary|\brude|\bmore|\d+)(?: (?:an?|the|your|my|their|more|such|those|these))* *$"
    r"|(?:他们|你们|催收|对方|平台|人家|有人|别人|总有人|天天|每天|整天|一直|老是|老|总|收到|接到|接了|来了|骚扰|陌生|轰炸|被|那|这)[^,。;!?]{0,7}$|(?:\d|几|多|好|无数|十|百)(?:个|通|条|封) ?$|给(?:我的?)?(?:家|公司|单位|爸|妈|老|同事|朋友|亲|父|领导|村)[^,。]{0,6}$",
    re.ASCII,
)
_TOLD_BUT_WANTED = re.compile(r"(?:联系)?(?:我)?(?:吧|就行|就好|好吗|行吗|可以吗|可以|好了|好么)", re.ASCII)
_NOT_CHANNEL = re.compile(
    r"\bphone (?:number|bill|book|contacts|is (?:broken|dead|off|lost|gone|not|stolen|spoil\w*|cut|dying)|was|broke|died|screen|got)|\bcall(?:ed|s)? (?:my|me (?:names|a\b|stupid)|the (?:police|cops)|them|her|him|his|every|everyone|at work|it|cent(?:er|re)s?|off|you)|\b(?:text|mail) ?book|\b(?:email|mail|web|website) ?(?:address|link|hacked|password)|\b(?:texts?|emails?|sms) (?:from(?! now)|saying|says|said|that)\b|\bcalls? (?:from|to my|at my)\b|(?<!to )(?<!on )(?<!via )(?<!at )(?<!through )(?<!by )(?<!use )(?<!using )\bmy (?:phone|email|mail)\b(?! (?:is )?(?:best|please|instead|better))"
    r"|\b(?:sat|shouted|shouting|said|screamed|rude|man|woman|someone|somebody|voice|up|set|wife|husband)\b[^,.;!?]{0,20} on (?:the|my) phone|钓鱼网站|(?:看|看了|看到|一看|没看到|扣款|银行)短信|(?:打|来)电话(?=说|骂|来|给(?!我(?!们?家|孩|公司|妈|爸|老|同|朋|亲))|催|威胁|要|跟|问|叫)|发短信给我(?=孩|家|老|爸|妈|公司|同|朋|亲)|(?:接|打)电话(?:我紧张|室友|同事都|别人|家里人|老婆|不方便|等于白)|电话(?:号码?|本|费|卡|单|轰炸|骚扰|里|中|响|被|诈骗|多|催|打到|打给)|短信(?:轰炸|骚扰|验证码|里|说我|诈骗|链接|上说|催)|网页(?:打不开|崩)|网站(?:打不开|崩)",
    re.ASCII,
)
_FILLER = r"[^a-z\d\u4e00-\u9fff]*(?:(?:yes|ok|please|pls|maybe|just|only|the|i'd say|instead|better|by|via|on|a|or|me|then|so|and|but|can|you|好|就|用|那就|还是|嗯|改|或者|只|发|打|请)[^a-z\d\u4e00-\u9fff]*)*"
_LONE = re.compile(f"^{_FILLER}$", re.ASCII)
_LONE_AFTER = re.compile(
    r"^[^a-z\d\u4e00-\u9fff]*(?:(?:please|pls|instead|only|me|is (?:fine|best|better|ok|good)|works|then|ok|later|now|吧|就行|就好|可以|好了|联系|方便|我|给我|即可)[^a-z\d\u4e00-\u9fff]*)*$",
    re.ASCII,
)
# "Call only after six", 电话 after 6: an order at the head of a clause.
_ORDER = re.compile(
    r"^[^a-z\d\u4e00-\u9fff]*(?:(?:please|pls|just|only|so|then|and|but|ok|you can|u can|can|better|always|kindly|abeg)[ ,]+)*$",
    re.ASCII,
)
_WHEN_AFTER = re.compile(
    r" ?(?:only|after|before|between|on|in|at|from|anytime|any time|tomorrow|tonight|later|around|when|during|once|every)\b",
    re.ASCII,
)
_SET_TO = re.compile(r"\b(?:set|change|switch|move)\b[^,.;!?]{0,24} (?:to|into) (?:my )?$", re.ASCII)
_MARK = re.compile(r"[,.;!?。，；！？\n]")


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
    for code, pattern in _PLAINLY_WANTED:
        for match in pattern.finditer(text):
            # A time of day behind the channel is spoken for already; only the channel's own place must be free.
            if not reading.is_free(match.start(), match.start() + 2):
                continue
            if not _REFUSED_BEFORE.search(text[max(0, match.start() - 16) : match.start()]):
                reading.add("channel", code, *match.span())
    banned = [match.span() for match in _NOT_CHANNEL.finditer(text)]
    for code, start, end in _mentions(_CHANNELS, text):
        if (
            reading.is_free(start, end)
            and not any(first <= start < last for first, last in banned)
            and _is_wanted(text, start, end)
        ):
            reading.add("channel", code, start, end)


def _is_wanted(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 44) : start], text[end:]
    if _REFUSED_BEFORE.search(before) and not _OVER_WANTED.search(before):
        return False
    if text[start:end] in ("打给我", "打我手机"):
        return True
    marks = [match.end() for match in _MARK.finditer(text, 0, start)]
    ahead = _MARK.search(text, end)
    clause_before, clause_after = (
        text[marks[-1] if marks else 0 : start],
        text[end : ahead.start() if ahead else len(text)],
    )
    if _LONE.match(clause_before) and _LONE_AFTER.match(clause_after):
        return True
    if text[start:end] == "this chat":
        return bool(
            re.search(
                r"\b(?:only|just|prefer|keep|stay|rather|better|contact|reach|reply|message|here)\b",
                clause_before + clause_after,
            )
        )
    if _ORDER.match(clause_before) and _WHEN_AFTER.match(clause_after):
        return True
    if _TOLD_BEFORE.search(clause_before):
        return bool(_TOLD_BUT_WANTED.match(after))
    return bool(_WANTED_AFTER.match(after) or _SET_TO.search(before) or _WANTED_BEFORE.search(before))


def _mentions(rows: list[tuple[str, str]], text: str) -> Iterator[tuple[str, int, int]]:
    for code, pattern in rows:
        for match in re.finditer(pattern, text, re.ASCII):
            yield code, match.start(), match.end()
