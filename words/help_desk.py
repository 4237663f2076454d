"""What a help desk elsewhere reads of a case before anything of an account is shared: what it is about, without figures."""

from __future__ import annotations

from words.model import Both, Language

TEXTS: dict[str, Both] = {
    "crisis": Both(
        en="Somebody may be in danger. Please look now; do not speak about money.",
        zh="对方可能有危险。请立即查看，不要谈钱。",
    ),
    "handoff": Both(en="The borrower would like to speak with a person.", zh="客户希望与人工沟通。"),
    "request": Both(en="The borrower asks for something that a person decides.", zh="客户有一项请求需要人工决定。"),
    "dispute": Both(
        en="The borrower disputes the debt or part of it. Collection rests until it is answered.",
        zh="客户对债务有异议。答复之前暂停催收。",
    ),
    "fraud": Both(
        en="The borrower says that somebody else took the loan in their name.", zh="客户称贷款是他人冒名办理的。"
    ),
    "complaint": Both(en="The borrower complains and gets an answer by a day.", zh="客户提出投诉，需按期答复。"),
    "harassment": Both(
        en="The borrower complains about how they were contacted. Please look today.",
        zh="客户投诉催收方式，请当天查看。",
    ),
    "wrong_person": Both(en="We may have reached somebody who is not the borrower.", zh="联系到的可能不是借款人本人。"),
    "deceased": Both(en="We were told of a death. Please answer with care.", zh="收到借款人过世的消息，请谨慎答复。"),
    "insolvency": Both(en="The borrower speaks of insolvency proceedings.", zh="客户提到破产程序。"),
    "hardship": Both(en="The borrower cannot pay and needs a person.", zh="客户还款有困难，需要人工帮助。"),
    "approval": Both(en="A proposal waits for a person's yes.", zh="有一项方案等待人工审批。"),
    "settlement": Both(en="A settlement is asked for.", zh="客户希望协商结清。"),
    "payment": Both(en="A payment has to be looked for.", zh="有一笔付款需要核对。"),
    "documents": Both(en="Documents came in and have to be read.", zh="收到材料，需要审阅。"),
    "data": Both(en="The borrower asks about their own data.", zh="客户提出个人信息请求。"),
    "other": Both(en="A case for a person.", zh="有一件需要人工处理的事。"),
}


def summary(kind: str, language: Language) -> str:
    """One sentence about a kind of case; never a figure."""
    return TEXTS.get(kind, TEXTS["other"]).in_language(language)
