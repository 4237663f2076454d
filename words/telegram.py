"""What is said in the messenger only: the menu, answers to what cannot be read there, linking, and the thread that goes on."""

from __future__ import annotations

from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    # One borrower, two channels
    "thread_here": Both(
        en="You began this somewhere else. We can go on here; this is where we were:",
        zh="这件事您刚才在别处已经开始了，我们可以在这里接着来。刚才说到：",
    ),
    "thread_person": Both(
        en="A person has already been asked to help you. They'll see what you write here as well.",
        zh="您之前已经找了人工客服，您在这里写的内容他们也能看到。",
    ),
    # Privacy
    "for_you": Both(en="This is only for you.", zh="以下内容仅供您本人查看。"),
    "not_here": Both(
        en="Thank you, that's you. But Telegram can't be used for your account: it would take your details to another country. "
        "Please go on at {url}; everything works there as well. Nothing on your account has changed.",
        zh="谢谢，已经确认是您本人。不过您的账户不能通过Telegram办理，因为这会让您的个人信息传到境外。请在{url}继续，功能都一样。您的账户没有任何变化。",
    ),
    "unlinked": Both(
        en="Done: this chat no longer belongs to anybody. I've forgotten who you are here, and I won't send anything to it. If you "
        "write again, we start from the beginning.",
        zh="好了，这个聊天已经解除绑定。我在这里不再知道您是谁，也不会再往这里发消息。您再写的话，我们从头开始。",
    ),
    "unlinked_by_us": Both(
        en="We have disconnected this chat from the account, to be on the safe side. If you'd like to go on here, just write.",
        zh="为了安全起见，我们已经把这个聊天与账户解除绑定。如果您想在这里继续，直接写就行。",
    ),
    "waiting_elsewhere": Both(
        en="An answer is waiting for you at {url}, because it could not be delivered. To get no more of these, write STOP there.",
        zh="有一条给您的回复没能送达，您可以在{url}查看。不想再收到这类提醒，请在那里回复“退订”。",
    ),
    # What else can arrive in a chat
    "edited": Both(
        en="I saw that a message was edited. I've kept its first version, so nothing has changed. Please write it again if it should "
        "be different.",
        zh="我看到您修改了之前的一条消息。我以最先收到的内容为准，所以什么都没有变。如果意思不同，请作为新消息再发一次。",
    ),
    "sticker": Both(
        en="Thank you for the picture. I can only read words, so please tell me what you'd like.",
        zh="谢谢您的表情。我只能看文字，您想做什么，写几个字给我就好。",
    ),
    "voice": Both(
        en="I can't listen to recordings yet, and nobody else has heard it. Could you write it in a few words? Or I can bring in a "
        "person.",
        zh="我还听不了语音，其他人也没有听到。可以写几个字吗？也可以找人工客服。",
    ),
    "video": Both(
        en="I can't watch videos. If it shows a document, please send it as a photo or a PDF; otherwise a few words are enough.",
        zh="我看不了视频。如果拍的是文件，请发照片或PDF；别的事情写几个字就行。",
    ),
    "location": Both(
        en="I don't need to know where you are, and I haven't kept it. What can I do for you?",
        zh="我不需要知道您在哪里，也没有保存。有什么可以帮您？",
    ),
    "poll": Both(
        en="I can't take part in polls or games here. Please just write what you'd like.",
        zh="我在这里参加不了投票和游戏。您想做什么，直接写给我就好。",
    ),
    "other": Both(
        en="I can't read that kind of message. I can read text, and take photos and PDF files. What would you like to tell me?",
        zh="这种消息我看不了。我能看文字，也能收照片和PDF文件。您想告诉我什么？",
    ),
    "forwarded": Both(
        en="That message was forwarded, so I don't take it as your own words and nothing has been done because of it. If somebody "
        "claims to write for us, I can tell you how to check that. If you'd like me to act on it, please write it yourself.",
        zh="这是一条转发的消息，我不会把它当作您本人说的话，也没有因此做任何处理。如果有人自称是我们的人，我可以告诉您怎么核实。需要我处理的话，请您自己写一遍。",
    ),
    "contact_other": Both(
        en="That contact belongs to somebody else, so I haven't used it or kept it. To share yours, use the button below; or write "
        "your reference.",
        zh="这是别人的联系方式，我没有使用，也没有保存。要分享您自己的号码，请用下面的按钮；也可以直接写您的账户编号。",
    ),
    "contact_not_asked": Both(
        en="I already know that it's you, so I don't need your number, and I haven't kept it.",
        zh="已经确认是您本人了，不需要您的号码，我也没有保存。",
    ),
    "download_failed": Both(
        en="I couldn't fetch that file from Telegram, so nothing was kept. Please send it once more.",
        zh="这个文件没能从Telegram取下来，所以没有保存。请再发一次。",
    ),
    "too_fast": Both(
        en="Your messages are coming faster than I can read them. None is lost: I'll take them one after the other.",
        zh="消息来得有点快。一条都不会丢，我会按顺序一条条来。",
    ),
    "group": Both(
        en="I only write in private chats, so I'm leaving this one.",
        zh="我不在群组和频道里说话，所以先退出了。",
    ),
    "legitimate": Both(en="Is it really you?", zh="怎么确认是你们？"),
    "person": Both(en="Talk to a person", zh="找人工客服"),
    # Linking
    "share_phone": Both(en="Share my phone number", zh="分享本机号码"),
    "share_hint": Both(en="Reference and date of birth", zh="账户编号和出生日期"),
    "chosen": Both(en="You chose: {title}", zh="您选了：{title}"),
    "total": Both(en="Total", zh="合计"),
    # The menu
    "command_start": Both(en="Begin", zh="开始"),
    "command_help": Both(en="What I can do for you", zh="我能帮您做什么"),
    "command_balance": Both(en="See what is open", zh="看看还有多少没还"),
    "command_plan": Both(en="How my agreement is going", zh="我的还款安排进展"),
    "command_pay": Both(en="Make a payment", zh="付款"),
    "command_learn": Both(en="Learn about money, step by step", zh="学点理财知识"),
    "command_person": Both(en="Talk to a person", zh="找人工客服"),
    "command_language": Both(en="English or Chinese", zh="切换中文或英文"),
    "command_stop": Both(en="No more messages from us", zh="不再收到我们的消息"),
    "command_mydata": Both(en="My data: see, correct, delete", zh="我的数据：查看、更正、删除"),
    "description": Both(
        en="The lender's automated assistant, in English and Chinese. It shows nothing of an account before it knows that it's you. "
        "It never asks for a PIN, a password or a card number. To disconnect this chat, send /unlink.",
        zh="贷款机构的自动助手，中英文都可以。在确认是您本人之前，不会显示任何账户信息；也绝不会索要密码、PIN或银行卡号。要解除绑定，请发送 /unlink。",
    ),
    "about": Both(
        en="Automated assistant. Private, free, a person is one word away.",
        zh="自动助手，私密、免费，随时可转人工客服。",
    ),
    # The lender's page
    "page_title": Both(en="Go on in Telegram", zh="在Telegram继续"),
    "page_what": Both(
        en="Scan the code with your phone, or open the link on the device where you have Telegram. The link works once, for {minutes} "
        "minutes, and shows nothing by itself: the assistant then asks for your date of birth and a one-time code.",
        zh="用手机扫码，或者在装有Telegram的设备上打开链接。链接只能用一次，{minutes}分钟内有效，本身不显示任何信息：之后助手还会问您的出生日期和验证码。",
    ),
    "page_open": Both(en="Open in Telegram", zh="在Telegram中打开"),
    "page_qr": Both(en="QR code of the link", zh="链接的二维码"),
    "page_choose": Both(en="Who are you today? All people are invented.", zh="今天您是谁？人物均为虚构。"),
    "page_show": Both(en="Make a link", zh="生成链接"),
    "page_away": Both(
        en="Telegram is not connected at the moment. Everything works on this page as well.",
        zh="Telegram暂时没有连上。在网页上同样可以办理。",
    ),
    "page_back": Both(en="Back", zh="返回"),
}

MENU: tuple[tuple[str, str], ...] = (
    ("start", ""),
    ("help", "/ask_help"),
    ("balance", "/check_balance"),
    ("plan", "/ask_plan_status"),
    ("pay", "/make_payment"),
    ("learn", "/learn_money"),
    ("person", "/request_human"),
    ("language", "/change_language"),
    ("stop", "/stop_contact"),
    ("mydata", "/request_privacy"),
)
"""The commands in the order of the menu, and the payload that each stands for."""


def text(key: str, language: Language, **values: str) -> str:
    """One of the texts with its values put in. Raises KeyError for an unknown key."""
    return TEXTS[key].in_language(language).format(**values)


def message(key: str, language: Language, **values: str) -> Message:
    """One of the texts as a line; a value counts as a figure."""
    return Message(text=text(key, language, **values), language=language, figures=tuple(values.values()))


def unreadable(key: str, language: Language) -> Message:
    """An answer to something that cannot be read, with a way to a person where words alone may not do."""
    buttons: tuple[Button, ...] = ()
    if key in ("voice", "other"):
        buttons = (Button(text("person", language), "/request_human"),)
    if key == "forwarded":
        buttons = (
            Button(text("legitimate", language), "/ask_legitimacy"),
            Button(text("person", language), "/request_human"),
        )
    return Message(text=text(key, language), language=language, buttons=buttons)


def menu(language: Language) -> list[tuple[str, str]]:
    """Each command and what it is for."""
    return [(name, text(f"command_{name}", language)) for name, _ in MENU]
