"""Why a class of words is forbidden, and a kinder way to say what is meant. Shown to people while they write.

The kinder way is a line that can be sent as it stands: it names no sum and promises nothing that depends on the account.
"""

from __future__ import annotations

from words.model import Both

ADVICE: dict[str, tuple[Both, Both]] = {
    "THREAT_FORCE": (
        Both(en="It threatens somebody's safety.", zh="这是在威胁对方的人身安全。"),
        Both(
            en="Nobody will come to your door. When would be a good time to write about what you can manage?",
            zh="不会有人上门。什么时候方便聊聊，看看您能承受多少？",
        ),
    ),
    "THREAT_LEGAL": (
        Both(
            en="It threatens with the law: false, not decided, or no longer possible.",
            zh="用不实或未决定的法律后果施压。",
        ),
        Both(
            en="You can't be arrested for being behind on a loan. If there is ever a next step, I'll tell you beforehand.",
            zh="贷款逾期不会被抓。以后如果有下一步，我会提前告诉您。",
        ),
    ),
    "FALSE_IDENTITY": (
        Both(en="It pretends to be somebody else.", zh="冒充了别的身份。"),
        Both(
            en="I work for the lender's service team, and you can check that on our website.",
            zh="我是贷款机构的客服，您可以在官网核实。",
        ),
    ),
    "SHAME_DISCLOSE": (
        Both(en="It tells others, or threatens to.", zh="把情况告诉别人，或以此施压。"),
        Both(
            en="This stays between you and us. I won't contact anybody else about it.",
            zh="这件事只有您和我们知道，我不会联系其他人。",
        ),
    ),
    "INSULT": (
        Both(en="It belittles.", zh="这是在贬低对方。"),
        Both(
            en="That sounds hard, and it can happen to anybody. Would you like to tell me what has changed?",
            zh="这一定不容易，谁都可能遇到。愿意跟我说说发生了什么吗？",
        ),
    ),
    "PRESSURE": (
        Both(en="It presses: a false hurry, everything at once, or guilt.", zh="制造紧迫感、要求一次付清或让人内疚。"),
        Both(
            en="Take your time, you don't have to decide today. What would you be able to pay?",
            zh="您慢慢考虑，不用今天决定。怎样安排对您合适？",
        ),
    ),
    "BORROW_TO_PAY": (
        Both(en="It drives somebody into new debt or to sell what they need.", zh="让人借新还旧或变卖必需品。"),
        Both(
            en="Please don't borrow or sell anything for this. Let's look for an amount that your income carries.",
            zh="请不要为这个去借钱或卖东西。我们一起找一个收入能承受的数目。",
        ),
    ),
    "MISSTATE_DEBT": (
        Both(en="It names a sum that no ledger or contract shows.", zh="说了账上或合同里没有的金额。"),
        Both(
            en="The exact amount is shown on your account page, and I can explain every line of it.",
            zh="准确的金额在您的账户页面上，每一项我都可以给您解释。",
        ),
    ),
    "CREDIT_FALSE": (
        Both(en="It says something untrue about credit records.", zh="关于征信的说法不实。"),
        Both(
            en="A missed payment can stay on a credit report for some years; I can't say how your score will change.",
            zh="逾期记录会在征信报告上保留一定年限，分数会怎么变我说不准。",
        ),
    ),
    "OVERPROMISE": (
        Both(en="It promises what isn't decided.", zh="承诺了尚未决定的事。"),
        Both(
            en="I'll pass on your request. I can't say yet how it will be decided.",
            zh="我替您提交申请，结果现在还说不准。",
        ),
    ),
    "OFFCHANNEL": (
        Both(en="It leads money or data past the lender's own channel.", zh="引导到官方渠道以外付款或提供信息。"),
        Both(
            en="Please pay only on the page that this chat opens, and don't give a code or password to anybody.",
            zh="请只在这个聊天打开的付款页面付款，验证码和密码不要给任何人。",
        ),
    ),
    "RIGHTS_BLOCK": (
        Both(en="It talks somebody out of a right.", zh="阻止对方行使权利。"),
        Both(
            en="You may complain, dispute the amount or ask an adviser at any time, and your plan stays as it is.",
            zh="您随时可以投诉、提出异议或找人咨询，方案不会受影响。",
        ),
    ),
    "KIN_LIABILITY": (
        Both(en="It makes the family pay.", zh="让家人承担。"),
        Both(
            en="Only the person who signed the contract is asked to pay, your family isn't.",
            zh="只有签合同的本人需要还，您的家人不用还。",
        ),
    ),
    "EXPLOIT_VULN": (
        Both(en="It uses or brushes aside distress, illness or grief.", zh="利用或轻视对方的痛苦、疾病或哀伤。"),
        Both(
            en="I'm sorry to hear that. Please look after yourself first, payments can wait.",
            zh="听到这些我很难过。请先照顾好自己，还款可以先放一放。",
        ),
    ),
    "SURVEIL": (
        Both(en="It shows that somebody is being watched.", zh="让人觉得被监视。"),
        Both(
            en="I only know what you tell me here. Would you like to tell me how things are at the moment?",
            zh="我只知道您在这里告诉我的。愿意说说现在的情况吗？",
        ),
    ),
    "DISCRIM": (
        Both(en="It judges by origin, belief, sex, age or the like.", zh="按地域、信仰、性别、年龄等评价人。"),
        Both(
            en="We help everybody in the same way. Let's look at what suits you.",
            zh="我们对每个人都一样。一起看看怎样安排适合您。",
        ),
    ),
    "CONDITION_HELP": (
        Both(en="It makes help depend on paying first.", zh="先付款才肯帮忙。"),
        Both(
            en="You can ask for help at any time, nothing needs to be paid first. What would make it easier?",
            zh="随时可以申请帮助，不用先付款。怎样会让您轻松一点？",
        ),
    ),
    "DECOY": (
        Both(en="It lures with something that isn't true.", zh="用虚假的事由引人联系。"),
        Both(
            en="I'm writing about your account with us, nothing else has happened.",
            zh="我联系您是为您在我们这里的账户，没有别的事。",
        ),
    ),
}
