"""Words of the pages around the widget, in both languages. The demo lender is invented."""

from __future__ import annotations

from words.model import Both

PAGE: dict[str, Both] = {
    "chat_title": Both(en="Help with your account", zh="账户帮助"),
    "plain_title": Both(en="Help with your account", zh="账户帮助"),
    "plain_text": Both(
        en="Write to us day or night, in English or Chinese. Press the button at the bottom of the page.",
        zh="随时可以用中文或英文留言给我们，请点击页面底部的按钮。",
    ),
    "no_script": Both(
        en="The chat needs JavaScript. Please switch it on, or call your lender.",
        zh="在线对话需要启用 JavaScript。请启用后重试，或致电您的贷款机构。",
    ),
    "other_language": Both(en="中文", zh="English"),
}

LENDER: dict[str, Both] = {
    "lender": Both(en="Harbour Lending", zh="港湾消费金融"),
    "skip": Both(en="Skip to content", zh="跳到正文"),
    "demo": Both(
        en="This is a demonstration. The lender and its customers are invented.",
        zh="这是演示页面，贷款机构和客户均为虚构。",
    ),
    "demo_people": Both(en="Try it as …", zh="以谁的身份试用"),
    "demo_telegram": Both(en="In Telegram", zh="用Telegram"),
    "demo_inbox": Both(en="One-time codes", zh="查看验证码"),
    "nav": Both(en="Main", zh="主导航"),
    "nav_check": Both(en="Is this chat genuine?", zh="核实对话真伪"),
    "nav_loans": Both(en="Loans", zh="贷款"),
    "nav_pay": Both(en="Ways to pay", zh="还款方式"),
    "nav_help": Both(en="Help", zh="帮助"),
    "hero": Both(en="Borrowing that leaves room to live", zh="借得明白，还得从容"),
    "hero_text": Both(
        en="Fixed instalments, every cost in writing, and somebody to talk to when life takes a turn.",
        zh="每期金额固定，所有费用写清楚；生活有变化时，随时有人商量。",
    ),
    "hero_help": Both(en="Talk to us now", zh="现在就聊聊"),
    "hero_more": Both(en="How we help", zh="我们怎么帮您"),
    "help_title": Both(en="Paying is hard this month?", zh="这个月还款有困难？"),
    "help_text": Both(
        en="It happens to many people. Write to us before the due date or after it. You will not be blamed, and "
        "asking costs nothing.",
        zh="很多人都会遇到。还款日之前或之后都可以联系我们，不会责怪您，咨询也不收费。",
    ),
    "step_one": Both(en="See where you stand", zh="看清现在的情况"),
    "step_one_text": Both(
        en="What is due, since when, and how each amount came about.",
        zh="该还多少、从哪天开始、每一笔怎么来的，一目了然。",
    ),
    "step_two": Both(en="Find what fits", zh="找到合适的办法"),
    "step_two_text": Both(
        en="More time, smaller instalments or a pause, worked out from what you can spare.",
        zh="延期、减少每期金额或暂停还款，按您实际能拿出的钱来算。",
    ),
    "step_three": Both(en="Agree in writing", zh="书面确认"),
    "step_three_text": Both(
        en="Dates and amounts as you saw them, kept where you can read them again.",
        zh="日期和金额与您看到的一致，以后随时可以再查。",
    ),
    "person_title": Both(en="A person is one word away", zh="随时可以找真人"),
    "person_text": Both(
        en="Say so in the chat at any time, or call 400 000 0000, Monday to Friday, 9:00 to 18:00.",
        zh="对话中任何时候说一声即可，也可以拨打 400 000 0000，周一至周五 9:00–18:00。",
    ),
    "safe_title": Both(en="Your money stays safe", zh="资金安全"),
    "safe_text": Both(
        en="We never ask for your card number, password or PIN in the chat. Payments only go through our payment page.",
        zh="我们绝不会在对话中索要银行卡号、密码或支付密码，还款只通过我们的付款页面进行。",
    ),
    "footer": Both(
        en="Harbour Lending is an invented company that shows Evenkeel at work.",
        zh="港湾消费金融是虚构的公司，用于演示稳渡。",
    ),
}
