"""One's own data: what is held and why, a copy, a correction, an erasure, and what stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from relief.erasure import Stays
from words.compose import Writer
from words.model import Both, Button, Language, Message

TEXTS: dict[str, Both] = {
    "choose": Both(en="What would you like?", zh="您想怎么处理？"),
    "button_copy": Both(en="A copy of my data", zh="要一份副本"),
    "button_correct": Both(en="Correct something", zh="更正信息"),
    "button_erase": Both(en="Erase my data", zh="删除我的信息"),
    "copy": Both(
        en="Here is a copy of what we hold about you: to read, as a PDF, and as a file that programs can read (JSON). Other people's "
        "particulars are covered in it.",
        zh="这是我们保存的您的信息副本：可以在线看、存PDF，也有程序可读的文件（JSON）。其中别人的信息已经隐去。",
    ),
    "what_wrong": Both(
        en="What is wrong, and what would be right? For example: “my e-mail is ana@example.com” or “my time zone is Asia/Singapore”.",
        zh="哪里不对，正确的是什么？比如：“邮箱改成ana@example.com”，或“时区是Asia/Singapore”。",
    ),
    "what_right": Both(en="And what would be right?", zh="那正确的应该是什么？"),
    "corrected_language": Both(en="Done: from now on we write to you in English.", zh="改好了，以后用中文和您联系。"),
    "corrected_timezone": Both(
        en="Done: your time zone is {zone}. Days and hours follow it.",
        zh="改好了，您的时区是{zone}，日期和时间都按它来。",
    ),
    "corrected_contact": Both(
        en="I've added it. It counts as yours as soon as you confirm it with a code; until then nothing is sent there. A person "
        "checks which one we use first: number {number}, by {due}.",
        zh="已经添加。用验证码确认后才算您的，确认前不会往那里发任何内容。同事会核对以后先用哪一个：编号{number}，最晚{due}。",
    ),
    "corrected_later": Both(
        en="Thank you. A person checks it and puts it right: number {number}, answer by {due}. Until then nothing is held against you "
        "because of it.",
        zh="谢谢。同事会核对并更正：编号{number}，最晚{due}答复。在此之前，不会因此对您不利。",
    ),
    "erase_goes": Both(
        en="Erased at once: what was said in our conversations, photos and files, what you told us about your life and your budget, "
        "and what the assistant remembers.",
        zh="马上删除：对话内容、照片和文件、您说过的生活和收支情况，以及助手记住的内容。",
    ),
    "erase_stays": Both(en="What stays, and why:", zh="会保留的，以及原因："),
    "stays_account": Both(
        en="Your account with its payments and agreements, your name and contacts: so that they can be shown when somebody asks, "
        "until {years} years after the account is closed.",
        zh="账户、还款和约定记录，以及姓名和联系方式：账目要能查证，到账户结清后{years}年为止。",
    ),
    "stays_dealings": Both(
        en="Your wishes about contact, consents, and the list of cases: so that they are kept, and as proof of how you were treated, "
        "until {years} years after the account is closed.",
        zh="您对联系方式的要求、同意记录和事项清单：为了照办，也作为处理经过的凭据，到账户结清后{years}年为止。",
    ),
    "stays_open_cases": Both(
        en="What belongs to open cases ({cases}): until they are answered.",
        zh="还没答复的事项（{cases}）的材料：到答复为止。",
    ),
    "stays_record": Both(
        en="One line that says that you asked for this, and when. It holds none of your words.",
        zh="一条记录，说明您在什么时候提出过删除，不含您说过的话。",
    ),
    "erase_source": Both(en="Ground: {source}", zh="依据：{source}"),
    "erase_ask": Both(en="Shall I erase it now? It cannot be undone.", zh="现在删除吗？删除后无法恢复。"),
    "button_yes_erase": Both(en="Yes, erase it", zh="是的，删除"),
    "button_no": Both(en="No, keep it", zh="不，先留着"),
    "erased": Both(
        en="It is erased. What was said before is gone here too, also from what I remember. Your agreements and your account stand as "
        "they were.",
        zh="已经删除。之前的对话在这里也没有了，我也不再记得。您的约定和账户不受影响。",
    ),
    "erased_later": Both(
        en="The conversation that a person is working on goes as soon as they have finished.",
        zh="有同事正在处理的那段对话，处理完就删除。",
    ),
    "not_erased": Both(en="All right, everything stays as it is.", zh="好的，都保持不变。"),
    # the copy on paper
    "name": Both(en="My data", zh="我的信息"),
    "title": Both(en="What we hold about you", zh="我们保存的您的信息"),
    "why": Both(
        en="Your name, date of birth and contacts: to know who you are. Your account and payments: to keep it right, and because the law "
        "says so. What you told us and what was agreed: to find help that fits. Conversations: to answer you, and as proof. Your "
        "wishes about contact: to keep them.",
        zh="姓名、出生日期和联系方式：确认身份。账户和还款：保证账目正确，法律也要求保留。您说过的情况和商定的安排：找到合适的帮助。对话：回复您，也作为凭据。"
        "对联系方式的要求：照办。",
    ),
    "rights": Both(
        en="You can have mistakes corrected, and ask for erasure: in the chat, or through a person. It costs nothing.",
        zh="错误可以更正，也可以申请删除，在聊天里或通过人工客服都行，不收费。",
    ),
    "you": Both(en="You", zh="您本人"),
    "person_full_name": Both(en="Name", zh="姓名"),
    "person_native_name": Both(en="Name in Chinese", zh="中文姓名"),
    "person_date_of_birth": Both(en="Date of birth", zh="出生日期"),
    "person_reference": Both(en="Customer reference, its end", zh="客户编号（末尾）"),
    "person_language": Both(en="Language", zh="语言"),
    "person_timezone": Both(en="Time zone", zh="时区"),
    "person_contact": Both(en="Contact", zh="联系方式"),
    "loans": Both(en="Loans and payments", zh="贷款和还款"),
    "loan_head": Both(
        en="Loan ending in {ending}: {principal}, since {since}", zh="编号末尾{ending}的贷款：{principal}，{since}发放"
    ),
    "col_number": Both(en="No.", zh="序号"),
    "col_day": Both(en="Day", zh="日期"),
    "col_what": Both(en="What", zh="事项"),
    "col_amount": Both(en="Amount", zh="金额"),
    "payment": Both(en="Payment", zh="还款"),
    "reversal": Both(en="Taken back", zh="退回"),
    "agreements": Both(en="Agreements and promises", zh="约定和承诺"),
    "told": Both(en="What you told us", zh="您告诉我们的"),
    "contact": Both(en="Wishes, consents, and when we wrote first", zh="联系要求、同意，以及我们主动联系的时间"),
    "granted": Both(en="agreed", zh="同意"),
    "withdrawn": Both(en="withdrawn", zh="撤回"),
    "cases": Both(en="Cases", zh="事项"),
    "states": Both(en="What was noted for your protection", zh="为保护您而记录的状态"),
    "conversations": Both(en="Conversations", zh="对话"),
    "conversation_head": Both(en="Conversation of {day}", zh="{day}的对话"),
    "from_borrower": Both(en="You", zh="您"),
    "from_bot": Both(en="Assistant", zh="助手"),
    "from_person": Both(en="A person of the lender", zh="人工客服"),
    "from_system": Both(en="Assistant", zh="助手"),
    "nothing": Both(en="Nothing.", zh="没有。"),
    "foot": Both(en="Made on {day} · only for you", zh="{day}生成·仅供本人"),
    "kind_crisis": Both(en="Crisis", zh="危机"),
    "kind_handoff": Both(en="Talk with a person", zh="转人工"),
    "kind_request": Both(en="Request", zh="请求"),
    "kind_dispute": Both(en="Dispute", zh="债务异议"),
    "kind_fraud": Both(en="Fraud", zh="冒名或诈骗"),
    "kind_complaint": Both(en="Complaint", zh="投诉"),
    "kind_harassment": Both(en="Complaint about pressure", zh="催收投诉"),
    "kind_wrong_person": Both(en="Wrong person", zh="找错人"),
    "kind_deceased": Both(en="News of a death", zh="去世通知"),
    "kind_insolvency": Both(en="Insolvency", zh="破产"),
    "kind_hardship": Both(en="Hardship", zh="还款困难"),
    "kind_approval": Both(en="Approval of a plan", zh="方案审批"),
    "kind_settlement": Both(en="Settlement", zh="协商结清"),
    "kind_payment": Both(en="Payment looked for", zh="查找还款"),
    "kind_documents": Both(en="Documents", zh="材料"),
    "kind_data": Both(en="Own data", zh="个人信息"),
    "is_distress": Both(en="Protected after a crisis", zh="危机保护"),
    "is_crisis": Both(en="Protected after a crisis", zh="危机保护"),
    "is_bankruptcy": Both(en="Bankruptcy", zh="破产"),
    "is_insolvent": Both(en="Insolvency", zh="破产"),
    "is_moratorium": Both(en="Breathing space", zh="债务暂缓"),
    "is_breathing_space": Both(en="Breathing space", zh="债务暂缓"),
    "is_deceased": Both(en="Deceased", zh="去世"),
    "is_capacity_hold": Both(en="Only a person deals with it", zh="只由人工处理"),
    "is_represented": Both(en="A lawyer or adviser speaks", zh="由律师或顾问代表"),
    "is_ceased": Both(en="No contact wished", zh="要求停止联系"),
    "is_identity_unverified": Both(en="Identity not known", zh="身份不明"),
    "is_wrong_person": Both(en="Wrong person", zh="找错人"),
    "is_dispute": Both(en="Disputed", zh="有异议"),
    "is_fraud": Both(en="Fraud reported", zh="举报冒名"),
    "is_complaint": Both(en="Complaint open", zh="投诉处理中"),
    "is_servicemember": Both(en="Military service", zh="服役"),
    "is_vulnerable": Both(en="A burden was told", zh="告知困难"),
    "is_plan_active_and_kept": Both(en="A plan is kept", zh="按方案还款"),
    "is_plan_in_preparation": Both(en="A plan is being prepared", zh="准备方案"),
    "is_bereavement": Both(en="Bereavement", zh="丧亲"),
    "is_disaster": Both(en="Disaster", zh="灾害"),
    "is_sensitive_event_hold": Both(en="A feast or another event", zh="节庆等事件"),
    "case_open": Both(en="open", zh="处理中"),
    "case_closed": Both(en="answered", zh="已答复"),
    "by_sms": Both(en="text message", zh="短信"),
    "by_email": Both(en="e-mail", zh="邮件"),
    "by_phone": Both(en="phone", zh="电话"),
    "by_telegram": Both(en="Telegram", zh="Telegram聊天"),
    "by_all": Both(en="all ways", zh="各种方式"),
    "by_preference": Both(en="when and how", zh="时间和方式"),
    "language_en": Both(en="English", zh="英文"),
    "language_zh": Both(en="Chinese", zh="中文"),
    "page_json": Both(en="Save as JSON", zh="保存为JSON"),
}


def overview(language: Language, *paragraphs: str) -> Message:
    """What can be done, as buttons below what was said."""
    writer = Writer(language)
    wishes = [
        writer.button(TEXTS[f"button_{wish}"], f'/request_privacy{{"wish": "{wish}"}}')
        for wish in ("copy", "correct", "erase")
    ]
    return writer.message(*paragraphs, writer.say(TEXTS["choose"]), buttons=wishes)


def before_erasure(language: Language, stays: Sequence[Stays]) -> Message:
    """What goes, what stays, why, and until when: said before the question."""
    writer = Writer(language)
    said = [writer.say(TEXTS["erase_goes"]), writer.say(TEXTS["erase_stays"])]
    for one in stays:
        joint = ", " if language == "en" else "、"
        said.append("- " + writer.say(TEXTS[f"stays_{one.what}"], years=one.years or 0, cases=joint.join(one.cases)))
    ground = next((one.source for one in stays if one.what == "account" and one.source), "")
    if ground:
        said.append(writer.say(TEXTS["erase_source"], source=ground))
    return writer.message(*said, discloses=True)


def ask_erase(language: Language, question_id: str) -> Message:
    writer = Writer(language)
    answers = [
        Button(TEXTS[key].in_language(language), f'/{intent}{{"question": "{question_id}"}}')
        for key, intent in (("button_yes_erase", "affirm"), ("button_no", "deny"))
    ]
    return writer.message(writer.say(TEXTS["erase_ask"]), buttons=answers)


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def zone_changed(language: Language, zone: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["corrected_timezone"], zone=zone))


def in_case(key: str, language: Language, number: str, due: dt.date) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key], number=number, due=due))


def erased(language: Language, *, later: bool) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["erased"]), *([writer.say(TEXTS["erased_later"])] if later else []))
