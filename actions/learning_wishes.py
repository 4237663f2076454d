"""Small wishes in the middle of a lesson, in people's own words: go on, why, an example, later. The whole line must be one."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Wish = Literal["go_on", "why", "example", "mine", "later", "again"]

_MARKS = re.compile(r"[\s.,!?;:~…·。，！？；：、“”\"']+")
_SOFT = re.compile(
    r"^(?:(?:ok|okay|well|so|and|yes|please|hm+|um+) )+|(?: (?:please|pls|plz|thanks|thank you|then|now|tho|though))+$|"
    r"^(?:好的|好|嗯+|那就|那|请|麻烦|可以|行)\s?|\s?(?:吧|呗|呢|啊|呀|啦|谢谢|好吗|可以吗)+$"
)
_WISHES: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    ("go_on", re.compile(
        r"go on|next|next (?:one|step|please)|continue|carry on|keep going|proceed|and then|what(?:s| is) next|more|ready|"
        r"go on with (?:the|my) lesson|continue (?:the|my) lesson|back to (?:the|my) lesson|"
        r"下一步|下一个|继续|继续吧|继续学|接着|接着来|接着讲|接着说|往下|往下讲|然后呢|讲下去|再来|回到(?:课程|刚才)|继续上次的?(?:小?课程?)?|接着上次的?(?:小?课程?|往下)?|继续(?:上|看|那个?)?小?课程?"
    )),
    ("why", re.compile(
        r"why|why is that|why so|how come|why not|but why|tell me why|what for|为什么|为啥|怎么会|为何|为什么呢|为什么这样|什么道理|凭什么"
    )),
    ("example", re.compile(
        r"(?:an? |for |one )?example|(?:give|show|tell) me (?:an? )?example|(?:can|could) (?:you|u) (?:give|show) (?:me |us )?(?:an? )?example|for instance|"
        r"例子|举个例子|举例|举例说明|比如|比如说|比如呢|有例子吗|来个例子|给个例子|能举个例子吗"
    )),
    ("mine", re.compile(
        r"(?:with |in |use |for |show me )?(?:my (?:own )?(?:loan|figures|numbers|case|account))|"
        r"(?:用|按|拿)?我(?:自己)?的(?:贷款|数字|情况|账户)(?:算|算算|算一下|呢)?"
    )),
    ("later", re.compile(
        r"later|not now|another (?:time|day)|some other time|maybe later|do it later|i(?:ll| will) (?:do it|go on|continue) later|"
        r"enough(?: for (?:now|today))?|stop (?:the|this) lesson|lets stop here|i have to go|cancel|quit|"
        r"回头再说|以后再说|改天|改天再说|下次|下次再说|等会儿?再说|晚点再说|先这样|先到这|先到这里|不学了|今天就到这|有事先走了|待会再学|取消"
    )),
    ("again", re.compile(
        r"again|once more|repeat(?: that)?|say (?:that|it) again|say it more simply|再说一遍|再讲一遍|重复|没看懂|再说一次"
    )),
)  # fmt: skip


def wish_of(text: str) -> Wish | None:
    """The wish that the whole line is; None when it is anything else."""
    plain = _MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold().replace("’", "").replace("'", "")).strip()
    core = _SOFT.sub("", plain).strip()
    for line in (plain, core, _SOFT.sub("", core).strip()):
        for wish, pattern in _WISHES:
            if pattern.fullmatch(line):
                return wish
    return None


_ASKS_FOR_LESSON = re.compile(
    r"\b(?:lessons?|course|teach me|learn|learning|class)\b|课|教我|教教我|学一下|学学|学点|想学|讲讲", re.IGNORECASE
)


def asks_for_lesson(text: str) -> bool:
    """Wants to be taught, not just told."""
    return _ASKS_FOR_LESSON.search(text) is not None
