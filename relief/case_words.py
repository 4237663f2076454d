"""Hears that somebody asks how a case stands: "any news on my fraud case?", 我的投诉处理得怎么样了. Plain patterns, both languages."""

from __future__ import annotations

import re

_STATUS = (
    r"(?:\b(?:status|progress|news|updates?|how far|what(?:'s| is|s)? (?:happened to|happening (?:to|with)|up with|going on with)|"
    r"any (?:answer|decision|result)s?|heard back|outcome|decided?|where (?:is|are|does)|how (?:is|are)|how's|looked (?:at|into)|"
    r"still (?:open|pending))\b|进展|进度|状态|怎么样(?!才)|咋样|怎样了|结果|到哪|办到|查得|查到|查清|处理(?:完|好|得|了)|"
    r"有(?:回复|消息|答复|回音|信)|什么情况|几时有|多久有|受理)"
)
_CASE = {
    "fraud": r"\b(?:fraud|identity theft|identity fraud|impersonation) (?:case|report|claim)s?\b|"
    r"(?:诈骗|盗用|冒用|冒名|被骗).{0,8}案|(?:报|举报).{0,8}(?:诈骗|盗用|冒用|冒名)",
    "complaint": r"\bcomplaints?\b|投诉|申诉",
    "dispute": r"\b(?:dispute|objection)s?\b|异议|争议",
    "data": r"\b(?:data|erasure|deletion) request\b|(?:copy of|erasure of|deletion of) my (?:personal )?data|(?:数据|信息)的?(?:副本|删除|申请)",
    "": r"(?<!in )(?<!just in )(?<!that )\bcases?\b(?! of)|\bticket\b|案子|案件|个案|工单|报案|单号|编号",
}
"""How people name a case, by its kind; any kind last."""
_QUESTION = re.compile(
    r"[?？]|^\W*(?:what|any|how|where|is|has|did|status)\b|[吗呢了没]\W*$|怎么样|进展|进度|结果|到哪", re.I
)
_NOT_YET = re.compile(
    r"\b(how (?:do|can|to)|i want to|i wish to|make a|file a|open a)\b|怎么投诉|我要投诉|要投诉|想投诉|我要报案|想报案|要举报",
    re.I,
)


def kind_asked_about(text: str) -> str | None:
    """The kind of case whose status the words ask for; "" for any; None when they ask for none."""
    if _NOT_YET.search(text):
        return None
    for kind, named in _CASE.items():
        if re.search(rf"(?:{named}).{{0,30}}{_STATUS}|{_STATUS}.{{0,30}}(?:{named})", text, re.I):
            return kind
    return None


def is_question(text: str) -> bool:
    """Whether the words ask, rather than tell."""
    return _QUESTION.search(text) is not None
