"""First words where somebody needs protection: in a crisis, in a dispute, after a death, when it is the wrong person.

Nothing here shows that there is a debt, or whose; what a person decides is not promised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from relief.money import Money
from relief.policy.packs import Helpline
from relief.policy.yaml_lines import PackError
from relief.protection_rules import SUNDAY, crisis_help, packs, place
from relief.store.records import Case
from words.compose import Value, Writer
from words.model import Both, Button, Language, Message

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
    "line": Both(en="{name}: {number} ({hours})", zh="{name}：{number}（{hours}）"),
    "someone_listens": Both(en="Somebody who listens:", zh="可以马上倾诉的热线："),
    "danger": Both(
        en="If you are in danger now, or a line does not answer: {numbers}.",
        zh="如果现在有危险，或者热线打不通，请拨打：{numbers}。",
    ),
    "danger_any": Both(
        en="If you might be in danger, call your local emergency number now, or go to someone near you.",
        zh="如果您有危险，请马上拨打当地的急救或报警电话，或者去找身边的人。",
    ),
    "elsewhere": Both(
        en="findahelpline.com lists people who listen, country by country.",
        zh="findahelpline.com上有各国可以倾诉的热线。",
    ),
    "glad": Both(
        en="I'm glad you told me. A person is still on the way to you, and nothing else has to happen now. I'm here if you "
        "want to talk.",
        zh="谢谢您告诉我。同事还是会来联系您，现在别的什么都不用做。想说话的时候，我都在。",
    ),
    "here": Both(
        en="I'm here. Take your time; nothing has to be done now.",
        zh="我在。您慢慢来，现在什么都不用做。",
    ),
    "not_safe": Both(
        en="Then please call one of the numbers now, or go to somebody near you. The person called to you knows that it is urgent.",
        zh="那请现在就拨打上面的电话，或者到身边的人那里去。已经告诉同事情况很紧急。",
    ),
    "what": Both(en="When you're ready: what happened, in your own words?", zh="您方便的时候，可以说说发生了什么吗？"),
    "since": Both(en="Since when, roughly?", zh="大概从什么时候开始的？"),
    "proof": Both(
        en="Is there anything that shows it, such as a letter, a receipt or a screenshot? You can send a photo or a PDF here. "
        "“No” is fine too.",
        zh="有没有能说明情况的东西，比如信件、凭证或截图？可以把照片或PDF发到这里。没有也没关系，说“没有”就行。",
    ),
    "skip": Both(en="Not now", zh="先不说"),
    "noted": Both(
        en="Thank you, it's all under {number}. You'll have an answer by {due}. Ask me about it at any time.",
        zh="谢谢，都记在{number}里了，最晚{due}答复您。随时可以问我进展。",
    ),
    "status_open": Both(
        en="{number}: a person is working on it; the answer comes by {due}.",
        zh="{number}：同事正在处理，最晚{due}答复。",
    ),
    "status_none": Both(
        en="I see no such case here. What you opened in another chat I can only show once I know that it's you. A person can look as well.",
        zh="这里没有查到这一件。如果是在别的聊天里提交的，确认是您本人后就能看到。也可以请同事帮您查。",
    ),
    "status_closed": Both(en="{number}: answered.", zh="{number}：已经答复。"),
    "rests": Both(
        en="Until it is answered everything rests: no reminders, no new penalty, and nobody asks you to pay.",
        zh="答复之前全部暂停：不提醒、不产生新的罚息，也不会让您先还款。",
    ),
    "payment_matched": Both(
        en="I found your payment of {amount} from {date}. It now counts from that day. The late charges of the days since, "
        "{back}, are taken back.",
        zh="查到了您{date}付的{amount}，现在从那天起算。之后产生的逾期费用{back}已经退回。",
    ),
    "payment_matched_plain": Both(
        en="I found your payment of {amount} from {date}. It now counts from that day, and no late charge comes from it.",
        zh="查到了您{date}付的{amount}，现在从那天起算，不会因此产生逾期费用。",
    ),
    "started": Both(
        en="Understood. We may write to you again. Say STOP at any time.",
        zh="好的，已恢复接收消息。随时说“停止”就不再发。",
    ),
    "stopped_channel": Both(
        en="Understood. Nothing more will come from us by {channel}. You can still write here; I will only answer.",
        zh="明白了，不会再通过{channel}主动联系您。您随时可以在这里写，我只会回复。",
    ),
    "when": Both(
        en="Which hours suit you, and how should we reach you: by text message, e-mail or phone? For example: “after 18:00, by "
        "text message”.",
        zh="什么时间方便？希望用短信、邮件还是电话联系？比如：“18:00以后，短信”。",
    ),
    "channel_sms": Both(en="text message", zh="短信"),
    "channel_email": Both(en="e-mail", zh="邮件"),
    "channel_phone": Both(en="phone", zh="电话"),
    "channel_telegram": Both(en="Telegram", zh="Telegram聊天"),
    "wish_from": Both(en="from {opens}", zh="{opens}以后"),
    "wish_to": Both(en="until {closes}", zh="{closes}以前"),
    "wish_between": Both(en="between {opens} and {closes}", zh="{opens}到{closes}"),
    "wish_by": Both(en="by {channel}", zh="用{channel}"),
    "wish_on": Both(en="on {days}", zh="{days}"),
    "wish_is": Both(en="What I keep: {wish}.", zh="记下的是：{wish}。"),
    "wish_sundays": Both(
        en="On Sundays and public holidays we never write first, whatever is asked.",
        zh="周日和节假日我们本来就不会主动联系。",
    ),
    "day_1": Both(en="Mondays", zh="周一"),
    "day_2": Both(en="Tuesdays", zh="周二"),
    "day_3": Both(en="Wednesdays", zh="周三"),
    "day_4": Both(en="Thursdays", zh="周四"),
    "day_5": Both(en="Fridays", zh="周五"),
    "day_6": Both(en="Saturdays", zh="周六"),
    "day_7": Both(en="Sundays", zh="周日"),
    "held_what": Both(
        en="What we hold about you: your name, date of birth and contacts (to know who you are); your agreement, instalments and "
        "payments (to keep the account right); what you told us about your situation, and what was agreed (to find help that "
        "fits); this conversation (to answer you, and as proof); your wishes about contact (to keep them).",
        zh="我们保存的信息：姓名、出生日期和联系方式（确认身份）；合同、分期和付款记录（保证账目正确）；您说过的情况和商定的安排（找到合适的帮助）；"
        "这里的对话（回复您，也作为凭据）；您对联系方式的要求（照办）。",
    ),
    "held_rights": Both(
        en="You can have a copy, have mistakes corrected, or ask for erasure. What the law makes a lender keep, such as the account "
        "and payments, stays as long as it says; you'll be told what stays, why and until when.",
        zh="您可以要一份副本、更正错误，或要求删除。法律要求保留的，比如账目和付款记录，要留到规定期限；留下什么、为什么、到什么时候，都会告诉您。",
    ),
    "advice": Both(en="This isn't legal advice. Free and independent help:", zh="以上不是法律意见。可以免费咨询："),
    "too_old": Both(
        en="A claim can become too old for a court: where you are, as a rule after {years} years. A payment or a written promise can "
        "start the time again, so ask for advice first.",
        zh="时间太久的债权，法院可能不再支持：您所在地一般是{years}年。付一部分或书面承诺可能让时间重新计算，请先咨询。",
    ),
    "refuse_rights": Both(
        en="That is yours to decide, and nobody may threaten you for it. You have the right to ask for proof, to dispute it, to "
        "complain, and to get free advice first. Saying nothing doesn't stop the time, so I'd rather find out with you what is "
        "wrong.",
        zh="这由您决定，谁都不能因此威胁您。您有权要求出示依据、提出异议、投诉，也可以先免费咨询。不过放着不管，时间还在走，我更愿意和您一起看看问题在哪里。",
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
    "deceased_who": Both(
        en="So that nobody troubles you: is it the person whose account this is who has died?",
        zh="为了不打扰您，想确认一下：去世的是这个账户的本人吗？",
    ),
    "deceased_owner": Both(en="Yes, the account's owner", zh="是账户本人"),
    "deceased_other": Both(en="Somebody else", zh="是其他亲人"),
    "deceased_rests": Both(
        en="From the day of the death everything rests: no interest and no charges, and what came since is taken off. No messages go out.",
        zh="从去世当天起一切暂停：不计利息和费用，之后产生的都会去掉，也不再发任何消息。",
    ),
    "deceased_papers": Both(
        en="When you have the strength for it, a photo of the death certificate can be sent here. Being a relative makes nobody "
        "liable; a person explains what the estate has to do with it.",
        zh="等您方便的时候，可以把死亡证明拍照发到这里。亲属不会因为是亲属就要替还；和遗产有关的部分，会有同事向您说明。",
    ),
    "bereaved": Both(
        en="I'm so sorry. We leave you in peace for the next thirty days: nobody writes to you first. When you want to talk, I'm here, and "
        "a loss counts when we look for something that fits.",
        zh="请您节哀。接下来三十天，我们不会主动联系您。想谈您自己的账户时，我都在；找办法时也会考虑这件事。",
    ),
    "acts_for": Both(
        en="It is kind of you to help. I can't say anything about anybody else here, not even whether we know them.",
        zh="谢谢您帮忙。不过关于其他人的事，我在这里什么都不能说，包括是否认识对方。",
    ),
    "acts_for_how": Both(
        en="If you act for somebody with their written consent, a person checks it first and then speaks with you. They may also write here "
        "themselves at any time.",
        zh="如果您有对方的书面委托，会先由同事核对，再和您沟通。对方也可以随时自己来这里。",
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
        en="Here is what can follow where you are, in order, without threats.",
        zh="按您所在地的规定，按先后顺序说，不吓唬您：",
    ),
    "first_talk": Both(
        en="We ask how you are and look for something that fits.", zh="我们先了解您的情况，一起找合适的办法。"
    ),
    "step": Both(en="{number}. {text}", zh="{number}. {text}"),
    "told_otherwise": Both(
        en="If somebody tells you otherwise, let me know: that is a reason to complain.",
        zh="有人拿这些吓您，请告诉我，这可以投诉。",
    ),
    "ask_legitimacy": Both(
        en="It's right to check. I'm an automated assistant and speak only in the lender's own chat. To be sure, leave this chat, open "
        "the lender's website yourself or call the number in your contract, and ask whether this conversation is theirs.\n"
        "I never ask for a password, a PIN, a full card number, remote access to your phone, gift cards, or money to a private "
        "account, and I never call your family or employer.\n"
        "A suspicious message: don't press its links, don't answer it, keep a picture of it and show it to us here.",
        zh="核实一下是对的。我是自动助手，只在贷款机构自己的聊天里说话。想放心的话，请离开这里，自己打开官网，或拨打合同上的电话，"
        "问问这段对话是不是他们的。\n"
        "我从不索要密码、完整卡号，不要求远程控制手机，不要礼品卡，不让您往私人账户转钱，也不会联系您的家人和单位。\n"
        "收到可疑信息：别点链接、别回复，截图留好，发到这里给我们看。",
    ),
    "person": Both(en="Talk to a person", zh="找人工客服"),
}


def crisis(
    language: Language, *, again: bool = False, jurisdiction: str | None = None, timezone: str | None = None
) -> tuple[Message, ...]:
    """The protective block. No amounts, no debt; the lines of the borrower's own place, from its policy pack, with the
    emergency number where a line is not open all day. The pack failing never keeps the words back."""
    writer = Writer(language)
    said = [writer.say(TEXTS["crisis_again" if again else "crisis"]), *_lines(writer, jurisdiction, timezone)]
    if not again:
        said.append(writer.say(TEXTS["safe"]))
    return (writer.message(*said),)


def _lines(writer: Writer, jurisdiction: str | None, timezone: str | None) -> list[str]:
    try:
        found = crisis_help(jurisdiction, timezone)
        known = place(jurisdiction, None) is not None
    except (PackError, OSError):
        return [writer.say(TEXTS["danger_any"]), writer.say(TEXTS["elsewhere"])]
    said: list[str] = []
    if found.emergency:
        said.append(writer.say(TEXTS["someone_listens"]))
        said += [helpline(writer, line) for line in found.lines]
        numbers = " / ".join(dict.fromkeys(line.number for line in found.emergency))
        said.append(writer.say(TEXTS["danger"], numbers=numbers))
    else:
        said.append(writer.say(TEXTS["danger_any"]))
    if not known or not found.emergency:
        said.append(writer.say(TEXTS["elsewhere"]))
    return said


def helpline(writer: Writer, line: Helpline) -> str:
    english = writer.language == "en"
    name, hours = (line.en, line.hours_en) if english else (line.zh, line.hours_zh)
    return writer.say(TEXTS["line"], name=name, number=line.number, hours=hours)


STEPS = ("record", "court", "taken")
"""Consequences that follow one another; the others are what never follows."""


def consequences(
    language: Language, jurisdiction: str | None, timezone: str | None, *, years: int | None = None
) -> Message:
    """What may follow, in order, in the words of the place's pack; what never does; how old is too old; and who helps for nothing."""
    writer = Writer(language)
    code = place(jurisdiction, timezone) or "base"
    told = packs().consequences(code)
    steps = [TEXTS["first_talk"], *(Both(one.en, one.zh) for one in told if one.kind in STEPS)]
    said = [writer.say(TEXTS["ask_consequences"])]
    said += [writer.say(TEXTS["step"], number=str(at), text=text) for at, text in enumerate(steps, start=1)]
    said += [writer.show(Both(one.en, one.zh)) for one in told if one.kind not in STEPS]
    said.append(writer.say(TEXTS["told_otherwise"]))
    return _with_advice(writer, said, code, years)


def with_advice(key: str, language: Language, jurisdiction: str | None, timezone: str | None) -> Message:
    """A right, and where to ask about it for nothing; never legal advice."""
    writer = Writer(language)
    return _with_advice(writer, [writer.say(TEXTS[key])], place(jurisdiction, timezone) or "base", None)


def _with_advice(writer: Writer, said: list[str], code: str, years: int | None) -> Message:
    if years:
        said.append(writer.say(TEXTS["too_old"], years=years))
    said.append(writer.say(TEXTS["advice"]))
    said += [helpline(writer, line) for line in packs().helplines(code, "advice")]
    return writer.message(*said, buttons=[writer.button(TEXTS["person"], "/request_human")], discloses=bool(years))


def paragraphs(language: Language, *keys: str, **values: Value) -> Message:
    writer = Writer(language)
    return writer.message(*(writer.say(TEXTS[key], **values) for key in keys))


def asked(language: Language, key: str, question_id: str) -> Message:
    """A question of the intake, which may be left open."""
    writer = Writer(language)
    skip = Button(TEXTS["skip"].in_language(language), f'/deny{{"question": "{question_id}"}}')
    return writer.message(writer.say(TEXTS[key]), buttons=[skip])


def yes_or_no(key: str, language: Language, question_id: str, *, yes: str, no: str) -> Message:
    writer = Writer(language)
    answers = [
        Button(TEXTS[title].in_language(language), f'/{intent}{{"question": "{question_id}"}}')
        for title, intent in ((yes, "affirm"), (no, "deny"))
    ]
    return writer.message(writer.say(TEXTS[key]), buttons=answers)


def statuses(language: Language, cases: Sequence[Case]) -> Message:
    writer = Writer(language)
    said = [
        writer.say(TEXTS["status_closed"], number=case.number)
        if case.status == "closed"
        else writer.say(TEXTS["status_open"], number=case.number, due=case.due_on)
        for case in cases
    ]
    return writer.message(*said, buttons=[writer.button(TEXTS["person"], "/request_human")])


def matched(language: Language, amount: Money, day: dt.date, back: Money | None) -> Message:
    writer = Writer(language)
    if back is None:
        said = writer.say(TEXTS["payment_matched_plain"], amount=amount, date=day)
    else:
        said = writer.say(TEXTS["payment_matched"], amount=amount, date=day, back=back)
    return writer.message(said, discloses=True)


def wish_kept(
    language: Language, *, opens: str | None, closes: str | None, days: Sequence[int], channel: str | None
) -> Message:
    """What was understood, so that a misunderstanding shows at once."""
    writer = Writer(language)
    parts: list[str] = []
    if opens and closes:
        parts.append(writer.say(TEXTS["wish_between"], opens=opens, closes=closes))
    elif opens:
        parts.append(writer.say(TEXTS["wish_from"], opens=opens))
    elif closes:
        parts.append(writer.say(TEXTS["wish_to"], closes=closes))
    if days:
        names = [TEXTS[f"day_{day}"].in_language(language) for day in days]
        parts.append(writer.say(TEXTS["wish_on"], days=(", " if language == "en" else "、").join(names)))
    if channel:
        parts.append(writer.say(TEXTS["wish_by"], channel=TEXTS[f"channel_{channel}"]))
    wish = (", " if language == "en" else "，").join(parts)
    said = [writer.say(TEXTS["set_contact_preference"]), writer.say(TEXTS["wish_is"], wish=wish)]
    if SUNDAY in days:
        said.append(writer.say(TEXTS["wish_sundays"]))
    return writer.message(*said)


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def with_person(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=[writer.button(TEXTS["person"], "/request_human")])
