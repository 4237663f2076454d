"""Short, honest first answers about money. No figures, no product names, no "should have"."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "learn_money": Both(
        en="Good that you want to know more. The parts that help most people are a budget, how interest works, credit records, "
        "a small safety fund, which debt comes first, and how to spot a scam. Which one interests you?",
        zh="想多了解一点是好事。对大多数人最有用的是：做预算、利息怎么算、征信、应急储备金、先还哪一笔，以及怎么识别骗局。您想先看哪个？",
    ),
    "learn_budgeting": Both(
        en="A budget begins with the money that really comes in. Take off rent, food, power and other things you cannot do without; "
        "spread bills that come once a year over the months. What is left shows what you can spare. If nothing is left, "
        "that is no failure: it is the reason to ask for help.",
        zh="做预算从真正到手的钱开始。减去房租、吃饭、水电这些必要支出，一年一次的账单摊到每个月。剩下的就是能动用的钱。"
        "如果没有剩余，这不是失败，而是该求助的信号。",
    ),
    "learn_credit": Both(
        en="A credit record shows what was borrowed and how it was paid back, late payments too. True entries fade with time after "
        "things are put right; wrong ones are corrected free of charge when you object. Nobody can delete true entries for a "
        "fee, whatever they promise. You can ask the credit bureau for your own report.",
        zh="征信记录的是借过什么、怎么还的，也包括逾期。真实的记录在还清之后会随时间消除，错误的可以免费提异议更正。"
        "没有人能花钱删掉真实记录，不管怎么承诺。您可以向征信机构查询自己的报告。",
    ),
    "learn_interest": Both(
        en="Interest is the price of borrowed money: the amount, times the rate, times the time. Penalty interest is extra, and only "
        "for the part that is late. To compare offers, look at the yearly rate with all costs in it.",
        zh="利息是借钱的价格：金额乘以利率，再乘以时间。罚息是额外的，只针对逾期的那部分。比较不同的产品，要看包含所有费用的年化综合成本。",
    ),
    "learn_saving": Both(
        en="Start very small: the first goal is one repair or one doctor's visit, not months of wages. Put it aside on pay-day, before "
        "other spending, where you can reach it but don't see it every day. Rent, power and food come first.",
        zh="从很小的数目开始：第一个目标是一次维修或一次看病的钱，不用一下子存几个月的工资。发工资当天先存，放在随时能取、"
        "又不会天天看到的地方。房租、水电和吃饭要排在前面。",
    ),
    "learn_debt_priority": Both(
        en="First comes what hurts most if it isn't paid: home, power, tax, maintenance. After that, keep up the smallest amounts that "
        "are asked everywhere, and put what is left on the debt with the highest rate. Borrowing to repay usually makes it "
        "dearer. Ask each lender for relief before you choose.",
        zh="先付不付后果最严重的：住房、水电、税、抚养费。其他的都先付最低要求，余下的钱用来还利率最高的那笔。"
        "以贷养贷往往越还越多。选择之前，先向每家机构问问有没有帮扶。",
    ),
    "learn_scams": Both(
        en="Be wary of anybody who wants a fee first, promises success, tells you to stop talking to your lender, or asks for your "
        "documents, card or codes. You can get the same help from us free of charge, and from charities and public advice "
        "lines.",
        zh="先收费、包成功、让您别跟贷款机构联系，或者要您的证件、银行卡、验证码的，都要当心。同样的帮助我们免费提供，公益机构和官方热线也可以免费咨询。",
    ),
    "more": Both(
        en="Longer lessons are on their way. If you'd like to talk it through, a person can help.",
        zh="更完整的课程还在准备中。想细聊的话，可以找人工客服。",
    ),
    "budget": Both(en="A budget", zh="做预算"),
    "interest": Both(en="Interest", zh="利息"),
    "credit": Both(en="Credit records", zh="征信"),
    "saving": Both(en="A safety fund", zh="应急储备金"),
    "priority": Both(en="Which debt first", zh="先还哪一笔"),
    "scams": Both(en="Scams", zh="骗局"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}

_LESSONS = {
    "budget": "/learn_budgeting",
    "interest": "/learn_interest",
    "credit": "/learn_credit",
    "saving": "/learn_saving",
    "priority": "/learn_debt_priority",
    "scams": "/learn_scams",
}


def short_answer(topic: str, language: Language) -> Message:
    """`topic` is the intent's name."""
    writer = Writer(language)
    if topic == "learn_money":
        buttons = [writer.button(TEXTS[key], payload) for key, payload in _LESSONS.items()]
        return writer.message(writer.say(TEXTS[topic]), buttons=buttons)
    person = writer.button(TEXTS["person"], "/request_human")
    return writer.message(writer.say(TEXTS[topic]), writer.say(TEXTS["more"]), buttons=[person])
