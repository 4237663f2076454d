"""Every right, heard at two moments, in both languages: by somebody whom nobody knows yet, and in the middle of looking for an offer.

What each leads to in full is told in `test_rights.py`; here each is looked at for the same three things: it is answered as itself, it
shows nothing to a stranger, and it leaves its trace.
"""

from __future__ import annotations

import pytest

from tests.dialogue.test_rights import Office, Talking, negotiate, office
from words.model import Language

__all__ = ["office"]  # the fixture

pytestmark = pytest.mark.system

SHOWS_A_DEBT = ("CNY", "¥", "overdue", "逾期", "罚息")
RIGHTS: dict[str, tuple[str, str, str]] = {
    "protection.crisis": ("honestly i would rather be dead than go on like this", "活着太累了，我想一死了之", "state.entered"),
    "protection.person_coming": ("let me speak with somebody from your team please", "帮我接个真人客服", "handed_off"),
    "protection.complain": ("your agent shouted at my mother, i want to complain", "你们的人吼我妈，我要投诉", "state.entered"),
    "protection.dispute_debt": ("this amount is wrong, i never agreed to it", "这个金额不对，我不认", "state.entered"),
    "protection.report_fraud": ("someone opened this with my id card without me knowing", "有人偷用我身份证办的，不是我办的", "state.entered"),
    "protection.wrong_person": ("wrong number, i am not the one you want", "你打错了，我不是你要找的人", "identity_forgotten"),
    "protection.report_insolvency": ("i filed for bankruptcy last week", "我上周申请了个人破产", "state.entered"),
    "protection.stopped_channel": ("stop texting me", "别再给我发信息了", "contact.opted_out"),
    "protection.report_deceased": ("my father passed away, the loan was in his name", "我爸去世了，这笔贷款是他名下的", ""),
    "protection.set_contact_preference": ("call me only after 6pm please", "请晚上六点以后再打电话给我", "contact"),
    "protection.ask_consequences": ("can i go to jail for this", "还不上会坐牢吗", "rights.consequences_told"),
    "protection.ask_legitimacy": ("how can i tell this isn't a scam", "我怎么知道你们不是骗子", "rights.proof_given"),
    "protection.refuse_rights": ("i am not going to pay, do what you like", "我就是不还，随便你们", ""),
}  # fmt: skip
"""The text that answers it, how it may be said in either language, and what the audit then holds about a known borrower's talk."""

NEEDS_IDENTITY = {"protection.set_contact_preference": "identity.ask"}
"""What is kept with an account is for whoever it belongs to; a stop needs nobody's name."""


def said(key: str, language: Language) -> str:
    return RIGHTS[key][0 if language == "en" else 1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", RIGHTS)
def test_a_right_of_somebody_whom_nobody_knows_yet(talk: Talking, key: str, language: Language) -> None:
    borrower, bot = talk(language)
    borrower.says(said(key, language))
    bot.replies_with(NEEDS_IDENTITY.get(key, key))
    bot.does_not_mention(*(word for word in SHOWS_A_DEBT if key != "protection.ask_consequences"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", RIGHTS)
def test_a_right_in_the_middle_of_looking_for_an_offer(office: Office, key: str, language: Language) -> None:
    borrower, bot, _ = office.meet(language)
    negotiate(borrower, language)
    with office.watching() as written:
        borrower.says(said(key, language))
    bot.replies_with(key)
    trace = RIGHTS[key][2]
    assert not trace or any(action.startswith(trace) for action in written), (trace, written)
