"""What the gateway itself says: the greeting, and the notices when something is in the way."""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    "greeting": Both(
        en="Hello, I'm Evenkeel, the lender's automated assistant. I can look at your account with you, explain things in plain "
        "words, and look for a way when money is tight. You can write in English or Chinese, and a person is one word away. "
        "What would you like to start with?",
        zh="您好，我是稳渡，贷款机构的智能助手。我可以陪您看账户、用大白话解释各种问题，手头紧的时候也可以一起想办法。"
        "中文、英文都可以；想找人工客服，说一声就行。您想先看什么？",
    ),
    "nothing_to_read": Both(
        en="I couldn't read anything in that message, so nothing has changed. Could you write it again?",
        zh="刚才那条消息里我没看到内容，所以什么都没有变。可以再发一次吗？",
    ),
    "too_long": Both(
        en="That message is too long for me: I can read up to 2,000 characters. Could you send it in shorter parts?",
        zh="这条消息太长了，我一次最多能看2000个字符。可以分成几条短一点的发给我吗？",
    ),
    "away": Both(
        en="I can't answer at this moment because something on our side isn't working. Your message is kept, and I'll answer "
        "it here as soon as I can. You don't need to send it again. Nothing on your account has been changed because of it.",
        zh="我们这边暂时出了点问题，我现在没法回答。您的消息已经收好，一恢复我就在这里回复您，不用重发。您的账户没有因此发生任何变化。",
    ),
    "not_kept": Both(
        en="I can't answer at this moment, and I couldn't keep your message either. Please send it again in a few minutes. "
        "Nothing on your account has been changed.",
        zh="我们这边暂时出了点问题，没能回答，您的消息也没能保存下来。请过几分钟再发一次。您的账户没有任何变化。",
    ),
    "gave_up": Both(
        en="I'm sorry, I tried several times and couldn't answer your message. That's our fault, not yours. You can say it in "
        "other words, or I can bring in a person. Your error number is {error}.",
        zh="抱歉，您的消息我试了几次都没能处理好，这是我们的问题。您可以换个说法再发一次，也可以让我转人工客服。错误编号：{error}。",
    ),
    "slow_down": Both(
        en="Your messages are coming faster than I can read them. Nothing is lost. Please wait a few seconds and send the next one.",
        zh="消息来得有点快，我一时看不过来。已经收到的都不会丢，请等几秒再发下一条。",
    ),
    "button_gone": Both(
        en="That button no longer counts, and nothing has been changed. Please use the latest buttons, or just write what you'd like.",
        zh="这个按钮已经失效了，什么都没有变。请用最新的按钮，或者直接打字告诉我。",
    ),
    "card_masked": Both(
        en="That looked like a card number, so I've hidden it at once: I never need one here. If you'd like to pay, I can give "
        "you a link to a secure payment page.",
        zh="刚才那个像是银行卡号，我已经马上隐去了。在这里任何时候都不需要卡号。想还款的话，我可以给您安全付款页面的链接。",
    ),
    "confirm_identity_first": Both(
        en="I'll show that once I know that it's really you. That protects your details from anyone else.",
        zh="确认是您本人之后，我才能显示这个。这样您的信息别人就看不到。",
    ),
    "figure_withheld": Both(
        en="I was about to show a figure that I can't vouch for, so I'm leaving it out. A person can check it for you. "
        "Would you like that?",
        zh="刚才有个数字我没法确认是对的，所以没有显示。可以请人工客服帮您核对一下，需要吗？",
    ),
    "tone_withheld": Both(
        en="I started to say something that wasn't worded well, so I'm leaving it out. Could you ask me again, or would you "
        "rather talk to a person?",
        zh="刚才那句话措辞不合适，我没有发出来。您可以再问一次，或者让我转人工客服？",
    ),
    "handed_over": Both(
        en="I'm passing you to a person. They'll see what we've said so far, so you won't have to repeat it, and they'll write "
        "to you here. Until then you can go on writing to me.",
        zh="我正在为您转人工客服。他们能看到我们刚才的对话，您不用重复，之后会在这里回复您。这段时间您可以继续跟我说。",
    ),
    "handed_back": Both(
        en="I'm the automated assistant again. What you agreed with our colleague stands. What else can I do for you?",
        zh="现在由我这个自动助手继续为您服务。您和同事说好的都算数。还有什么可以帮您？",
    ),
    "person_here": Both(
        en="You're talking with a person now.",
        zh="现在由人工客服为您服务。",
    ),
    "closed": Both(
        en="This conversation is closed for now. If anything else comes up, just write here.",
        zh="这次对话先到这里。之后有任何事，直接在这里发消息就行。",
    ),
    "file_kept": Both(
        en="I've received your file and kept it safe. A person will look at it; I can't read files myself. What is it about?",
        zh="文件收到了，已经妥善保存。我自己看不了文件，会有人工客服来看。可以说一下这是关于什么的吗？",
    ),
    "file_kept_waiting": Both(
        en="I've received your file and kept it safe with this conversation.",
        zh="文件收到了，已经和这次对话保存在一起。",
    ),
    "file_in_case": Both(
        en="I've received your file; it's with {number} now. A person looks at it; I can't read files myself. You can send more, or go on.",
        zh="文件收到了，已经放进{number}。我自己看不了文件，会有人工客服来看。还可以接着发，或者继续往下说。",
    ),
    "file_too_large": Both(
        en="That file is too large: up to {limit} MB can be sent here. Could you send a smaller one, such as a photo of each page?",
        zh="这个文件太大了，这里最多能传{limit}MB。可以发小一点的吗？比如一页拍一张照片。",
    ),
    "file_type": Both(
        en="I can take photos (JPEG, PNG, WebP, HEIC) and PDF files here, and that one is something else. Could you send it as "
        "one of these?",
        zh="这里可以收照片（JPEG、PNG、WebP、HEIC）和PDF文件，刚才那个不是。可以换成其中一种再发吗？",
    ),
    "verification_away": Both(
        en="To show you account details I first need to know that it's you, and I can't check that right now. I can bring in a "
        "person instead. Just say so.",
        zh="显示账户信息之前，我要先确认是您本人，但现在没法核实。可以为您转人工客服，您说一声就行。",
    ),
    "payment_link_away": Both(
        en="I can't make a payment link right now, and nothing has been paid. Please try again a little later, or say that you'd "
        "like a person.",
        zh="现在没法生成付款链接，也没有付任何款。请稍后再试，或者告诉我您要人工客服。",
    ),
    "button_balance": Both(en="See my account", zh="看看我的账户"),
    "button_hard": Both(en="Money is tight right now", zh="我现在手头紧"),
    "button_pay": Both(en="Make a payment", zh="我要付款"),
    "button_person": Both(en="Talk to a person", zh="找人工客服"),
    "file_name": Both(en="[File: {name}]", zh="[文件：{name}]"),
}


def text(key: str, language: Language, **values: str) -> str:
    """One of the texts, with its values put in. Raises KeyError for an unknown key."""
    return TEXTS[key].in_language(language).format(**values)


def message(key: str, language: Language, **values: str) -> Message:
    """One of the texts as a message. Its numbers are part of the reviewed text; a value is a figure."""
    return Message(text=text(key, language, **values), language=language, figures=tuple(values.values()))


def greeting(language: Language) -> Message:
    """The first line of a new conversation. It says what this is and shows nothing of any account."""
    buttons = (
        ("button_balance", "/check_balance"),
        ("button_hard", "/explain_hardship"),
        ("button_pay", "/make_payment"),
        ("button_person", "/request_human"),
    )
    return Message(
        text=text("greeting", language),
        language=language,
        buttons=tuple(Button(text(title, language), payload) for title, payload in buttons),
    )


def gave_up(language: Language, error_id: str) -> Message:
    """After several attempts that failed: an apology with the number under which the fault is logged, and a way on."""
    person = Button(text("button_person", language), "/request_human")
    said = message("gave_up", language, error=error_id)
    return Message(text=said.text, language=language, figures=said.figures, buttons=(person,))


def person_offered(key: str, language: Language) -> Message:
    """A notice with a button to a person under it."""
    person = Button(text("button_person", language), "/request_human")
    return Message(text=text(key, language), language=language, buttons=(person,))


def file_in_case(language: Language, number: str) -> Message:
    """A file that went to an open case."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["file_in_case"], number=number))
