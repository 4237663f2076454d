"""Why a class of words is forbidden, and a kinder way to say what is meant. Shown to people while they write."""

from __future__ import annotations

from words.model import Both

ADVICE: dict[str, tuple[Both, Both]] = {
    "THREAT_FORCE": (
        Both(en="It threatens somebody's safety.", zh="这是在威胁对方的人身安全。"),
        Both(en="Can we find a time to talk about what you can manage?", zh="什么时候方便聊聊，看看您能承受多少？"),
    ),
    "THREAT_LEGAL": (
        Both(
            en="It threatens with the law: false, not decided, or no longer possible.",
            zh="用不实或未决定的法律后果施压。",
        ),
        Both(
            en="Nobody is arrested for this. I'll tell you what the next step is.",
            zh="不会因此被抓。下一步是什么，我如实告诉您。",
        ),
    ),
    "FALSE_IDENTITY": (
        Both(en="It pretends to be somebody else.", zh="冒充了别的身份。"),
        Both(en="I write for the lender.", zh="我代表贷款机构与您联系。"),
    ),
    "SHAME_DISCLOSE": (
        Both(en="It tells others, or threatens to.", zh="把情况告诉别人，或以此施压。"),
        Both(en="This stays between you and us.", zh="这件事只有您和我们知道。"),
    ),
    "INSULT": (
        Both(en="It belittles.", zh="这是在贬低对方。"),
        Both(en="That must be hard. What happened?", zh="这一定不容易，发生了什么？"),
    ),
    "PRESSURE": (
        Both(en="It presses: a false hurry, everything at once, or guilt.", zh="制造紧迫感、要求一次付清或让人内疚。"),
        Both(en="Take your time. What would work for you?", zh="您慢慢考虑，怎样安排对您合适？"),
    ),
    "BORROW_TO_PAY": (
        Both(en="It drives somebody into new debt or to sell what they need.", zh="让人借新还旧或变卖必需品。"),
        Both(
            en="Please don't borrow for this. Let's see what fits your income.",
            zh="请不要为此再借钱，我们看看怎样适合您的收入。",
        ),
    ),
    "MISSTATE_DEBT": (
        Both(en="It names a sum that no ledger or contract shows.", zh="说了账上或合同里没有的金额。"),
        Both(en="Insert the sum from the account.", zh="请直接引用账户里的金额。"),
    ),
    "CREDIT_FALSE": (
        Both(en="It says something untrue about credit records.", zh="关于征信的说法不实。"),
        Both(en="A missed payment can stay on record for some years.", zh="逾期记录会保留一定年限。"),
    ),
    "OVERPROMISE": (
        Both(en="It promises what isn't decided.", zh="承诺了尚未决定的事。"),
        Both(en="I'll ask; you'll hear by the day that I give you.", zh="我去申请，会在约定日期前答复您。"),
    ),
    "OFFCHANNEL": (
        Both(en="It leads money or data past the lender's own channel.", zh="引导到官方渠道以外付款或提供信息。"),
        Both(en="Please use only the payment page in this chat.", zh="请只用聊天里的官方付款页面。"),
    ),
    "RIGHTS_BLOCK": (
        Both(en="It talks somebody out of a right.", zh="阻止对方行使权利。"),
        Both(en="You may complain or dispute; nothing gets worse by it.", zh="您可以投诉或提出异议，不会因此不利。"),
    ),
    "KIN_LIABILITY": (
        Both(en="It makes the family pay.", zh="让家人承担。"),
        Both(en="Only whoever signed is asked.", zh="只与签约人本人有关。"),
    ),
    "EXPLOIT_VULN": (
        Both(en="It uses or brushes aside distress, illness or grief.", zh="利用或轻视对方的痛苦、疾病或哀伤。"),
        Both(en="I'm sorry to hear that. Payments can wait.", zh="听到这些我很难过，还款可以先放一放。"),
    ),
    "SURVEIL": (
        Both(en="It shows that somebody is being watched.", zh="让人觉得被监视。"),
        Both(en="Tell me what you want me to know.", zh="您愿意说什么，就告诉我什么。"),
    ),
    "DISCRIM": (
        Both(en="It judges by origin, belief, sex, age or the like.", zh="按地域、信仰、性别、年龄等评价人。"),
        Both(en="Speak only about this account.", zh="只谈这个账户的事。"),
    ),
    "CONDITION_HELP": (
        Both(en="It makes help depend on paying first.", zh="先付款才肯帮忙。"),
        Both(en="We can talk about help at any time.", zh="随时都可以谈帮助。"),
    ),
    "DECOY": (
        Both(en="It lures with something that isn't true.", zh="用虚假的事由引人联系。"),
        Both(en="It is about your account with us.", zh="请直接说明是账户的事。"),
    ),
}
