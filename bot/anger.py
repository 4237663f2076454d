"""Does a line show that somebody has had enough of the assistant? Plain signs in both languages; twice in a few lines calls a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

WITHIN = 4
"""So many of the borrower's last lines are looked at, the present one included."""
ENOUGH = 2

_SIGNS = re.compile(
    r"""
    (?:^|\b(?:this|that|it|you|bot|chat|service)(?:'?s|'?re)?\s+(?:(?:is|are|so|just|really|completely|absolutely|totally)\s+){0,3})
      (?:useless|ridiculous|pathetic|pointless|infuriating|outrageous|hopeless)\b
    | \b(?:stupid|dumb|idiotic|bloody|damn(?:ed)?|crap(?:py)?)\s+(?:bot|robot|machine|thing|computer|assistant|chat\w*|program\w*)
    | \b(?:this\s+is|what\s+a)\s+(?:a\s+)?(?:joke|nonsense|bullshit|crap|waste\s+of\s+(?:my\s+)?time)
    | \b(?:fuck|f\*+k|bullshit|wtf|shut\s+up|for\s+god'?s\s+sake)
    | \b(?:i'?m|i\s+am|you'?re\s+making\s+me|getting)\s+(?:so\s+|really\s+|very\s+|absolutely\s+)*(?:angry|furious|fed\s+up|pissed)
    | \b(?:sick|tired|fed\s+up)\s+(?:of|with)\s+(?:this|you|your|the\s+bot)
    | \byou\s+(?:just\s+)?(?:don'?t|do\s+not|never)\s+(?:listen|understand\s+anything|help)
    | \bi(?:'ve| have)?\s+already\s+(?:told|said|answered)\b | \bstop\s+(?:asking|repeating)
    | 废物|垃圾(?:机器人|客服|系统|东西|公司)|智障|傻[逼比x叉]|脑残|没用的东西|什么破|破机器人|破系统
    | 气死|火大|烦死|恼火|生气了|很生气|真生气|受不了(?:你|你们|这个机器)|够了没|有完没完|别再?问了|别废话|少废话|滚|妈的|他妈|操你
    | 听不懂人话|答非所问|都?说了(?:多少|好几|几)遍|说过(?:很多|好多|几)[次遍]了
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_angry(line: str) -> bool:
    return _SIGNS.search(line.replace("’", "'")) is not None


def has_had_enough(last_lines: Iterable[str]) -> bool:
    """`last_lines` are the borrower's, the newest last; it takes the newest and one before."""
    lines = list(last_lines)[-WITHIN:]
    return bool(lines) and is_angry(lines[-1]) and sum(map(is_angry, lines)) >= ENOUGH
