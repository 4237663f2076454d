"""What the stand-in says. Figures are made up; only their shape matters here."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 150" class="themed"><title>Owed by week</title>'
    '<g fill="currentColor" font-size="12"><text x="60" y="138" text-anchor="middle">2 Nov</text>'
    '<text x="160" y="138" text-anchor="middle">9 Nov</text><text x="260" y="138" text-anchor="middle">16 Nov</text></g>'
    '<g fill="#4c9a9a"><rect x="36" y="40" width="48" height="80" rx="4"/><rect x="136" y="34" width="48" height="86" rx="4"/>'
    '<rect x="236" y="26" width="48" height="94" rx="4"/></g><path d="M8 120h304" stroke="currentColor" fill="none"/></svg>'
)

HOSTILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 320 150" '
    'onload="window.stolen=1" style="color:red"><script>window.stolen=1</script><style>*{display:none}</style>'
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'
    '<a xlink:href="javascript:window.stolen=1"><text x="4" y="20">go</text></a>'
    '<image href="https://example.com/spy.png" width="10" height="10"/><use href="#x"/>'
    '<rect x="20" y="40" width="40" height="80" rx="4" onclick="window.stolen=1" fill="url(https://example.com/#p)"/>'
    '<text x="40" y="138" href="javascript:alert(1)">2 Nov</text></svg>'
)


def greeting(language: str) -> Json:
    if language == "zh":
        text = "您好，我是稳渡，自动助手。您可以随时找真人。今天想了解什么？"
        return {"text": text, "buttons": ["查看欠款", "这个月还不上", "找真人"]}
    text = "Hello, I'm Evenkeel, an automated assistant. A person is one word away. What can I help you with?"
    return {"text": text, "buttons": ["Check my balance", "I can't pay this month", "Talk to a person"]}


def language_of(text: str) -> str | None:
    return {"English": "en", "中文": "zh"}.get(text)


def too_long(language: str) -> str:
    return (
        "请分几条发送，每条不超过2000字。" if language == "zh" else "Please send it in parts of up to 2,000 characters."
    )


def gone(language: str) -> str:
    return "这个选项已经失效。" if language == "zh" else "That choice no longer stands. Please ask again."


def answers(text: str, language: str) -> list[Json]:
    zh = language == "zh"
    low = text.lower()
    if text in ("English", "中文"):
        return [_bot("好的，接下来用中文。" if zh else "Of course. I'll write in English from now on.")]
    if "balance" in low or "欠款" in low:
        return _balance(zh)
    if "can't pay" in low or "还不上" in low:
        return _offers(zh)
    if "person" in low or "真人" in low:
        return [
            _bot(
                "我已经请同事过来，他会在这里回复您。"
                if zh
                else "I've asked a colleague to join. They will write to you here."
            )
        ]
    if "letter" in low:
        return [_bot("Here is your letter.", files=[{"name": "letter.pdf", "type": "application/pdf", "url": ""}])]
    if "hostile" in low:
        table = [["Week", "Owed"], ["2 Nov", "CNY 2,208.67"]]
        charts = [
            {"title": "Drawing", "svg": HOSTILE, "table": table},
            {"title": "Broken", "svg": "<svg", "table": table},
        ]
        return [_bot("Two drawings.", charts=charts)]
    if "two" in low:
        return [_bot("First answer."), _bot("Second answer.")]
    if "link" in low:
        return [_bot("Pay here: https://pay.example.com/p/abc. It works for 30 minutes.")]
    if "long" in low:
        return [_bot("\n".join(f"Line {number} of a long answer that goes on." for number in range(1, 40)))]
    if low.endswith(".png") or low.endswith(".pdf"):
        return [_bot("谢谢，文件收到了。" if zh else "Thank you, I have the file.")]
    if "plan" in low or "方案" in low or low in ("choose this", "选这个"):
        return [
            _bot(
                "好的，我把要点再说一遍。" if zh else "Good. Here it is once more before you agree.",
                buttons=["是", "否"] if zh else ["Yes", "No"],
            )
        ]
    return [_bot("明白了。" if zh else f"I see: {text}")]


def change_state(text: str, conversation: Any) -> None:
    if "person" in text.lower() or "真人" in text:
        conversation.state = "waiting"
    if "verify" in text.lower():
        conversation.verified = True


def _bot(text: str, **parts: Any) -> Json:
    return {"sender": "bot", "text": text, **parts}


def _balance(zh: bool) -> list[Json]:
    card = {
        "kind": "balance",
        "title": "贷款 HB-2201" if zh else "Loan HB-2201",
        "rows": [
            {"label": "逾期本息", "value": "2,200.32元"}
            if zh
            else {"label": "Overdue instalments", "value": "CNY 2,200.32"},
            {"label": "罚息", "value": "31.35元"} if zh else {"label": "Penalty interest", "value": "CNY 31.35"},
            {"label": "逾期天数", "value": "44天"} if zh else {"label": "Days late", "value": "44 days"},
        ],
        "total": "2231.67",
        "currency": "CNY",
    }
    chart = {
        "title": "每周欠款" if zh else "Owed, week by week",
        "svg": CHART,
        "table": [
            ["周" if zh else "Week", "欠款" if zh else "Owed"],
            ["2 Nov", "CNY 2,208.67"],
            ["9 Nov", "CNY 2,216.37"],
            ["16 Nov", "CNY 2,224.07"],
        ],
    }
    text = (
        "截至今天，您共需还 2,231.67元：两期逾期款 2,200.32元，加罚息 31.35元。"
        if zh
        else "As of today CNY 2,231.67 is due: two missed instalments of CNY 2,200.32 and CNY 31.35 in penalty interest."
    )
    buttons = (
        ["为什么是这个数", "怎么还款", "这个月还不上"]
        if zh
        else ["Why this much?", "How do I pay?", "I can't pay this month"]
    )
    return [_bot(text, cards=[card], charts=[chart], buttons=buttons)]


def _offers(zh: bool) -> list[Json]:
    dues = ["2026-12-25", "2027-01-25", "2027-02-25", "2027-03-25"]
    schedule = [{"due": due, "amount": "550.08", "currency": "CNY"} for due in dues]
    long = [{"due": f"2027-{month:02d}-25", "amount": "366.72", "currency": "CNY"} for month in range(1, 7)]
    first = {
        "kind": "offer",
        "offer": "o_1",
        "title": "分4期还清逾期款" if zh else "Pay the arrears in 4 instalments",
        "rows": [
            {"label": "每期", "value": "550.08元"} if zh else {"label": "Each instalment", "value": "CNY 550.08"},
            {"label": "首期", "value": "2026年12月25日"}
            if zh
            else {"label": "First payment", "value": "25 December 2026"},
            {"label": "罚息", "value": "按时还就免除"}
            if zh
            else {"label": "Penalty", "value": "Waived while you keep to it"},
        ],
        "schedule": schedule,
        "total": "2200.32",
        "currency": "CNY",
        "because": ["您每周发工资，月底最宽裕"]
        if zh
        else ["You are paid weekly and have most left at the end of the month"],
        "valid_until": "2026-11-30",
        "button": "选这个" if zh else "Choose this",
    }
    second = {
        **first,
        "offer": "o_2",
        "title": "分6期还清逾期款" if zh else "Pay the arrears in 6 instalments",
        "rows": [{"label": "每期", "value": "366.72元"} if zh else {"label": "Each instalment", "value": "CNY 366.72"}],
        "schedule": long,
    }
    text = (
        "有两种安排：分4期，每期550.08元；或分6期，每期366.72元。罚息都免除。您想选哪一种？"
        if zh
        else "Two arrangements fit: 4 instalments of CNY 550.08, or 6 of CNY 366.72. The penalty is waived in both. Which suits you?"
    )
    return [_bot(text, cards=[first, second])]
