"""Is this a clear yes or a clear no? Whatever the model thinks: a yes to money is never guessed.

A clear yes says yes and nothing else. "ok?", "wait", "yes but later", "yes, 300" are none: they ask, wait, or change
what was shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Reading = Literal["yes", "no", "unclear"]

_YES = (
    "yes yeah yep yup ya sure ok okay okey k alright correct right exactly agreed agree accept accepted confirm confirmed "
    "absolutely definitely certainly fine perfect great proceed"
).split()
_YES_PHRASES = (
    "of course",
    "go ahead",
    "go for it",
    "do it",
    "do that",
    "book it",
    "book that",
    "book this",
    "set it up",
    "sign me up",
    "let's do it",
    "lets do it",
    "let's do that",
    "sounds good",
    "that's right",
    "thats right",
    "that is right",
    "that works",
    "works for me",
    "please do",
    "i do",
    "all right",
    "no problem",
    "why not",
)
_FILLERS = (
    "please thanks thank you i we it that this is it's its the to do yes with that's very much indeed and good will am "
    "you can me for so then let's lets go offer plan book just now exactly sir madam ma'am la lah bro"
).split()
_NO = "no nope nah never cancel stop don't dont not decline refuse reject negative".split()
_YES_ZH = (
    "没有问题 没问题 不错 就这么办 就这样办 按这个办 照这个办 办理吧 办吧 就办 就这样 就这个 当然可以 我同意 我确认 我接受 我愿意 "
    "是的 对的 好的 好呀 好啊 行的 可以的 同意 确认 接受 愿意 当然 没错 可以 对 是 好 行 嗯 要 中 成"
).split()
_FILLERS_ZH = "谢谢您 谢谢你 谢谢 办理 安排 方案 给我 麻烦了 麻烦 请 那就 就 那 吧 呀 啊 哦 呢 了 的 啦 哈 我 您 你 办 做 来 帮我 按这个 这样 这个".split()
_NOT_NO = re.compile("没有?问题|没错|不错")
_NO_ZH = "不 别 没有 算了 取消 停 拒绝 否 无".split()
_HEDGES = re.compile(
    r"[?？]|\b(but|if|wait|hold on|hmm+|maybe|perhaps|unless|later|not sure|unsure|first|instead|how|what|why|when|which|who|"
    r"guess|suppose|think about)\b|但|不过|如果|要是|等|先|想想|考虑|可能|也许|再说|吗|么|为什么|怎么|什么|多少|哪"
)
_YES_SIGNS = "👍👌✅🆗✔"
_NO_SIGNS = "👎❌🚫"
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PUNCTUATION = re.compile(r"[\s.,!;:~\-_\"()、。，！；：～…“”‘’（）·]+")


_UNSURE = re.compile(
    r"\b(not (so |quite |really )?sure|unsure|(don'?t|dont|do not) know|no idea)\b|不确定|不知道|不清楚|说不准|没想好"
)


def is_unsure(text: str) -> bool:
    """Says in so many words that it is no answer yet, whatever "not" or 不 stands in it."""
    return _UNSURE.search(unicodedata.normalize("NFKC", text).casefold().replace("’", "'")) is not None


def reading(text: str) -> Reading:
    """What the whole text says as an answer to "shall I?"."""
    plain = unicodedata.normalize("NFKC", _SKIN.sub("", text)).casefold().replace("’", "'").strip()
    if not plain or is_unsure(plain) or _HEDGES.search(plain) or any(character.isdigit() for character in plain):
        return "unclear"
    yes_signs = any(sign in plain for sign in _YES_SIGNS)
    no_signs = any(sign in plain for sign in _NO_SIGNS)
    rest = "".join(character for character in plain if character not in _YES_SIGNS + _NO_SIGNS)
    if yes_signs and no_signs:
        return "unclear"
    said = _words(rest)
    if said == "nothing":
        return "yes" if yes_signs else "no" if no_signs else "unclear"
    if said == "yes" and not no_signs:
        return "yes"
    if said == "no" and not yes_signs:
        return "no"
    return "unclear"


def _words(text: str) -> Literal["yes", "no", "unclear", "nothing"]:
    text = _PUNCTUATION.sub(" ", text).strip()
    if not text:
        return "nothing"
    phrased = sum(phrase in text for phrase in _YES_PHRASES)
    for phrase in _YES_PHRASES:
        text = text.replace(phrase, " ")
    latin = [word for word in _HAN.sub(" ", text).split()]
    han = "".join(_HAN.findall(text))
    if set(latin) & set(_NO) or any(word in _NOT_NO.sub("", han) for word in _NO_ZH):
        return "no" if not phrased and not set(latin) & set(_YES) else "unclear"
    yes = phrased + len(set(latin) & set(_YES))
    rest = [word for word in latin if word not in _YES and word not in _FILLERS]
    for word in sorted(_YES_ZH, key=len, reverse=True):
        if word in han:
            yes, han = yes + 1, han.replace(word, "")
    for word in sorted(_FILLERS_ZH, key=len, reverse=True):
        han = han.replace(word, "")
    return "yes" if yes and not rest and not han else "unclear"
