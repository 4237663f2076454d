"""What a short answer means for an open question. Plain Python, no Rasa; the component is ``context.py``."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.intents import HEADING_OF, INFORM
from bot.nlu.normalise import normalise

CONFIDENT = 0.95
# These may stand in an answer without being the answer's own wish.
_MAY_GIVE_WAY = frozenset({"affirm", "deny", INFORM, "greet", "thank", "out_of_scope", "ask_clarify", "ask_help", "goodbye", "cancel", "nlu_fallback", "promise_to_pay", "make_payment", "request_extension", "request_installments", "request_settlement", "explain_hardship", "check_balance", "report_payment", "refuse_to_pay", "ask_due_date", "change_plan", "learn_budgeting", "ask_plan_status"})  # fmt: skip
_VALUES = ("amount", "date", "duration", "ordinal")

_YES = re.compile(
    r"(?:yes|yes please|ok|ok then|sure|of course|right|correct|exactly|fine|agreed|agree|deal|alright|all right|go ahead|do it|please do|sounds good|that works|works for me|let's do (?:it|that)|confirm(?:ed)?|absolutely|definitely|i do|i am|i'm in|i accept|accept|accepted|i agree|that's right|true|yes sir|yes i (?:do|am|can|will|want|would|agree|accept)|please|perfect|good|great|can|can can|ok la|ok lah|oo|opo|haan|ji|ndiyo|sawa|cool|thumbs up|y|"
    r"好|好的|好啊|好吧|好呀|好嘞|行|行啊|行吧|可以|可以的|可以啊|嗯|嗯嗯|恩|是|是的|是啊|对|对的|对啊|没错|没问题|同意|接受|确认|确定|成|成交|要|要的|需要|愿意|能|当然|就这样|就这么办|就这样吧|中|得|得啦|系|系啊|没意见|好滴|好哒|妥|ok的|就它了?|就按这个|按这个来|有|会)"
)
_NO = re.compile(
    r"(?:no|no thanks|no thank you|not now|not really|never|no way|not yet|don't|i don't|i'm not|no i (?:don't|can't|am not|won't|do not)|not interested|disagree|i decline|decline|reject|refuse|not ok|not this|neither|none|none of (?:them|these|those)|no need|i can't|can't|cannot|n|no lah|nahi|hapana|hindi|wrong|incorrect|not correct|no not that|later|not today|maybe later|skip|rather not|i'd rather not|"
    r"不|不了|不要|不行|不可以|不用|不用了|不是|不对|不同意|不接受|不需要|不想|不愿意|不能|没有|没|没空|算了|算了吧|先不|先不了|暂时不|暂时不用|以后再说|再说吧|不好|别|否|唔要|唔系|唔得|不必|拒绝|都不要|都不行|都不是|不合适|下次吧|还没|没呢|跳过|不会)"
)
_SOFT = re.compile(
    r"^(?:(?:oh|well|um|uh|hmm|so|and|then|just|actually|thanks|thank you|please|sorry|dear|sir|madam|那|那就|哦|噢|额|呃|嗯|唉|谢谢|麻烦|谢谢你)[,. ]*)+|(?:[,. ]*(?:thanks|thank you|please|sir|madam|la|lah|ah|man|bro|dear|then|now|for now|谢谢|吧|啊|呀|了|哈|呢|啦|嘛|哦|的|噢|喔|谢谢你))+$"
)
_MARKS = re.compile(r"[!.,?;:~。,!?、…\s]+")
_THAT = re.compile(
    r"(?:that one|that|this one|this|it|the (?:one|option|plan) you (?:said|suggested|showed|offered|recommend(?:ed)?)|the (?:last|only) one|same|the same|那个|这个|就那个|就这个|那种|这种|这样|那样|就这|就它|第一个就行|你说的那个|刚才那个|前面那个|上面那个|这个方案|那个方案|这个就行|那个就行|按你说的|听你的|照你说的)"
)
_MORE = re.compile(
    r"(?:(?:show |tell |give )?(?:me )?(?:some |any )?(?:more|others?|other options?|other ones|something else|anything else|next|more please|what else|another one|different ones?)|还有吗|还有别的吗|还有没有别的|别的呢|其他的?(?:呢|吗)?|更多|下一个|换一个|再看看|多看几个|继续|还有呢|还有其他(?:方案|选择)?吗?|有别的吗)"
)
# Somebody who hesitates has answered neither yes nor no, and asks for nothing else: the question stays open.
_HESITATES = re.compile(
    r"(?:wait|wait wait|wait a (?:sec|second|minute|moment|bit)|hold on|hang on|hmm+|hm|um+|uh+|er+|not sure|i'm not sure|unsure|let me think|one (?:sec|second|minute|moment)|just a (?:sec|second|minute|moment)|maybe|perhaps|dunno|i don't know|等|等等|等一下|等下|等会|等会儿|等一等|稍等|稍等一下|慢着|慢点|我想想|我想一下|想想|想一想|让我想想|再想想|不确定|不知道|不好说|也许|可能吧|额|呃|唔知|等阵)",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:the )?(?:last one|last|bottom one)|最后一个|最后那个|末尾那个")


@dataclass(frozen=True)
class Answer:
    """The intent that an open question settles; ``entities`` when they change as well."""

    intent: str
    confidence: float = CONFIDENT
    entities: list[dict[str, Any]] | None = None


def interpret(
    text: str, expecting: Sequence[str], intent: str | None, confidence: float, entities: list[dict[str, Any]]
) -> Answer | None:
    """What ``text`` answers, or None when it is no answer to what was expected and keeps its own meaning."""
    if intent is not None and HEADING_OF.get(intent) == "protection":
        return None
    plain = _MARKS.sub(" ", normalise(text)).strip()
    core = _core(plain)
    wanted = [kind for kind in expecting if kind in _VALUES]
    if core and _MORE.fullmatch(core) and ("ordinal" in expecting or "more" in expecting):
        return Answer(INFORM)
    if "yes_no" in expecting:
        settled = _yes_or_no(core, plain, intent)
        if settled:
            return Answer(settled)
        if _HESITATES.fullmatch(plain):
            return Answer(INFORM)
    values = _values(entities, wanted)
    if values and _is_bare(text, entities, intent, confidence):
        return Answer(INFORM, entities=values)
    if "ordinal" in expecting:
        if core and (_THAT.fullmatch(core)):
            return Answer("affirm")
        if core and _LAST.fullmatch(core):
            return Answer(INFORM)
        number = re.fullmatch(r"(?:no\.? ?|number )?([1-9])|([一二两三四五六七八九])", core)
        if number:
            value = number.group(1) or str("一二三四五六七八九".find(number.group(2).replace("两", "二")) + 1)
            return Answer(INFORM, entities=[_entity("ordinal", value, text)])
    bare = _bare_number(core, expecting)
    if bare is not None:
        kind, value = bare
        return Answer(INFORM, entities=[_entity(kind, value, text)])
    if "yes_no" in expecting and core and _THAT.fullmatch(core):
        return Answer("affirm")
    if ("text" in expecting and intent in ("out_of_scope", "nlu_fallback", INFORM, "greet", None)) or (
        "text" in expecting and confidence < 0.4 and (intent is None or intent in _MAY_GIVE_WAY)
    ):
        return Answer(INFORM)
    return None


def _core(plain: str) -> str:
    """The answer without what is said around it: "oh ok then, thanks" → "ok"."""
    if _YES.fullmatch(plain) or _NO.fullmatch(plain):
        return plain
    previous, core = "", plain
    while core != previous:
        previous = core
        core = _SOFT.sub("", core).strip() or core
    return core


def _yes_or_no(core: str, plain: str, intent: str | None) -> str | None:
    for phrase in (plain, core):
        if _NO.fullmatch(phrase):
            return "deny"
        if _YES.fullmatch(phrase):
            return "affirm"
    return None if intent not in ("cancel", "stop") or not re.fullmatch(r"no .{0,12}|不.{0,4}", plain) else "deny"


def _values(entities: list[dict[str, Any]], wanted: list[str]) -> list[dict[str, Any]]:
    kept = [entity for entity in entities if entity.get("entity") in wanted]
    return [entity for entity in entities if entity.get("entity") in (*wanted, "currency")] if kept else []


def _is_bare(text: str, entities: list[dict[str, Any]], intent: str | None, confidence: float) -> bool:
    """Whether the message is little more than its values, or its own intent is one that an answer may wear."""
    covered = sum(
        int(entity.get("end", 0)) - int(entity.get("start", 0))
        for entity in entities
        if entity.get("entity") in _VALUES
    )
    if covered >= 0.45 * max(len(text.strip()), 1):
        return intent is None or intent in _MAY_GIVE_WAY or confidence < 0.8
    return intent in (INFORM, "affirm", "out_of_scope", "nlu_fallback", None) or (
        intent in _MAY_GIVE_WAY
        and intent
        not in (
            "change_plan",
            "report_payment",
            "refuse_to_pay",
            "cancel",
            "ask_plan_status",
            "check_balance",
            "ask_due_date",
            "make_payment",
        )
        and "?" not in text
        and "？" not in text
        and len(text) <= 60
    )


def _bare_number(core: str, expecting: Sequence[str]) -> tuple[str, str] | None:
    """A naked number takes the kind that was asked for."""
    if "amount" in expecting and (match := re.fullmatch(r"(\d{1,9}(?:\.\d{1,2})?)", core)):
        return "amount", _plain(match.group(1))
    if "amount" in expecting and re.fullmatch(r"(?:zero|nothing|none|nil|没有|没|零|一分没有|一分都没有)", core):
        return "amount", "0"
    if "duration" in expecting and (match := re.fullmatch(r"(\d{1,2})", core)):
        return "duration", f"P{int(match.group(1))}M"
    return None


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _entity(kind: str, value: str, text: str) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": 0, "end": len(text), "extractor": "ContextInterpreter"}
