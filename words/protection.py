"""First words where somebody needs protection: in a crisis, in a dispute, after a death, when it is the wrong person.

Nothing here shows that there is a debt, or whose; what a person decides is not promised.
"""

from __future__ import annotations

from words.compose import Writer
from words.model import Both, Language, Message

TEXTS: dict[str, Both] = {
    "crisis": Both(
        en="What you've just written worries me. You matter far more than any money, and nothing about money has to be settled "
        "now. A person here is being called to you.",
        zh="您刚才说的让我很担心。您比任何钱都重要，钱的事现在都可以放下。我正在请同事来和您联系。",
    ),
    "crisis_again": Both(
        en="I'm still here, and a person has been called to you. You don't have to carry this alone.",
        zh="我还在，已经请同事来联系您了。这件事不用您一个人扛。",
    ),
    "lines_cn": Both(
        en="In mainland China you can call the psychological support line 12356; in danger, 120 or 110.",
        zh="您可以拨打心理援助热线12356；有危险时请马上拨打120或110。",
    ),
    "lines_us": Both(
        en="In the US you can call or text 988 at any hour; in danger, call 911.",
        zh="在美国可以随时拨打988，或给988发短信；有危险时请拨打911。",
    ),
    "lines_uk": Both(
        en="In the UK you can call Samaritans free on 116 123 at any hour; in danger, call 999.",
        zh="在英国可以随时免费拨打Samaritans热线116 123；有危险时请拨打999。",
    ),
    "lines_in": Both(
        en="In India you can call Tele-MANAS free on 14416 at any hour; in danger, call 112.",
        zh="在印度可以随时免费拨打Tele-MANAS热线14416；有危险时请拨打112。",
    ),
    "lines_any": Both(
        en="If you might be in danger, call your local emergency number now, or go to someone near you. findahelpline.com lists "
        "people who listen, country by country.",
        zh="如果您有危险，请马上拨打当地的急救或报警电话（中国大陆：120、110；心理援助热线：12356），或者去找身边的人。"
        "findahelpline.com上有各国可以倾诉的热线。",
    ),
    "safe": Both(en="Are you safe at this moment?", zh="您现在安全吗？"),
    "person_coming": Both(en="Of course.", zh="好的，没问题。"),
    "person_waiting": Both(
        en="A person has been called already and will write to you here. Whatever you write until then reaches them.",
        zh="已经在为您转接人工客服，会在这里回复您。这段时间您写的，他们都能看到。",
    ),
    "complain": Both(
        en="I'm sorry that it came to this. Nobody should be threatened, shouted at or shown up in front of others, and you have a "
        "right to complain. It costs you nothing and is never held against you.",
        zh="很抱歉让您有这样的经历。谁都不该被威胁、辱骂，或者在别人面前难堪。您有权投诉，不收费，也不会因此对您不利。",
    ),
    "dispute_debt": Both(
        en="Thank you for saying so. If something is wrong, it has to be put right. I've written down that you dispute it.",
        zh="谢谢您提出来。如果有错，就应该改正。我已经记下您有异议。",
    ),
    "report_fraud": Both(
        en="That is serious, and you were right to say it. If you can, keep any letters, messages and a police report, and give "
        "nobody your codes or documents.",
        zh="这件事很严重，您说出来是对的。请尽量保留信件、短信和报案回执，不要把验证码和证件给任何人。",
    ),
    "wrong_person": Both(
        en="I'm sorry to have disturbed you. I can't say whom we wanted to reach or why. We'll check this contact, and you need do "
        "nothing.",
        zh="抱歉打扰您了。我不能透露要找的是谁、为了什么事。我们会核实这个联系方式，您什么都不用做。",
    ),
    "report_deceased": Both(
        en="I'm very sorry for your loss. Please don't worry about any of this now: nothing is asked of you, and nobody will press "
        "you.",
        zh="请节哀。这些事现在都不用操心：我们不会向您提任何要求，也不会有人催您。",
    ),
    "report_insolvency": Both(
        en="Thank you for telling me. If somebody acts for you, such as a court, a lawyer or a counsellor, we deal with them. A name "
        "and a file number help, when you have them to hand.",
        zh="谢谢您告诉我。如果有法院、律师或顾问在为您处理，我们会与他们联系。方便的话，请告诉我们对方的名称和案号。",
    ),
    "stop_contact": Both(
        en="Understood. I've noted that you don't want messages or calls from us. You can still write here whenever you like; I "
        "will only answer.",
        zh="明白了。我已记下：不再主动给您发消息、打电话。您随时可以在这里写，我只会回复您。",
    ),
    "set_contact_preference": Both(
        en="Thank you, I've written down how you'd like to be reached.", zh="谢谢，我已记下您希望的联系方式。"
    ),
    "request_privacy": Both(
        en="Your data is yours to ask about: you can see it, have it corrected, take a copy, or ask for it to be deleted, as far as "
        "the law lets us.",
        zh="您的信息您有权过问：可以查看、更正、复制，也可以在法律允许的范围内要求删除。",
    ),
    "ask_consequences": Both(
        en="You deserve a straight answer, without threats. What can follow depends on the law where you live and on what was "
        "agreed, and I'd rather have a person tell you what is certain than guess. If anybody threatens you with police or with "
        "telling your family, let me know: that is a reason to complain.",
        zh="您应该得到一个实在的答复，不带任何威胁。会有什么后果，取决于当地的法律和合同约定。我不想猜，会请同事告诉您确定的情况。"
        "如果有人用报警、告诉家人来吓您，请告诉我，这可以投诉。",
    ),
    "ask_legitimacy": Both(
        en="It's right to check. I only speak in the lender's own chat. I never ask for a password, a card number, or money to a "
        "private account. To be sure, leave this chat and go to the lender's website or call the number in your contract, "
        "and ask about us there.",
        zh="核实一下是对的。我只在贷款机构自己的聊天里说话，不会问密码和银行卡号，也不会让您往私人账户转钱。"
        "想放心的话，请先离开这里，从官网进入，或拨打合同上的电话，问问是不是我们。",
    ),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}

REGIONS = frozenset({"cn", "us", "uk", "in"})


def crisis(language: Language, *, again: bool = False, jurisdiction: str | None = None) -> tuple[Message, ...]:
    """The protective block. No amounts, no dates, no debt; the lines of the borrower's own country when it is known."""
    writer = Writer(language)
    region = (jurisdiction or "").lower()
    lines = [TEXTS["lines_any"]] if region not in REGIONS else [TEXTS[f"lines_{region}"]]
    said = [writer.say(TEXTS["crisis_again" if again else "crisis"]), *(writer.say(line) for line in lines)]
    if not again:
        said.append(writer.say(TEXTS["safe"]))
    return (writer.message(*said),)


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def with_person(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=[writer.button(TEXTS["person"], "/request_human")])
