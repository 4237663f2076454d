"""The budget workshop: what is asked, the month in words and in pictures, changes with what they bring, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from relief.learning.changes import Change, PayDayPlan
from relief.learning.guides import Unusual
from relief.learning.month import Calendar, Day, Entry, Household
from relief.money import Money
from words import format as render
from words.answers import yes_or_no
from words.charts import Bar, Point, bars, line
from words.compose import Value, Writer
from words.decision import EVERY
from words.model import Both, Button, Chart, Language, Message

GROUPS: dict[str, Both] = {
    "home": Both(en="Home", zh="住房"),
    "utilities": Both(en="Power & water", zh="水电燃气"),
    "food": Both(en="Food", zh="吃饭"),
    "transport": Both(en="Transport", zh="交通"),
    "school": Both(en="School", zh="上学"),
    "children": Both(en="Children", zh="孩子"),
    "care_health": Both(en="Health", zh="看病"),
    "communications": Both(en="Phone & internet", zh="话费和网费"),
    "personal": Both(en="Clothes & personal", zh="衣物和个人"),
    "leisure": Both(en="Leisure", zh="休闲"),
    "debts": Both(en="Other debts", zh="其他欠款"),
    "other_essential": Both(en="Other", zh="其他"),
}

TEXTS: dict[str, Both] = {
    **{f"group.{key}": text for key, text in GROUPS.items()},
    "begin": Both(
        en="Let's look at your own month. Tell me what comes in and on which day, and what goes out: home, power, food, fares, "
        "phone, other debts. In one message or bit by bit, roughly is fine. For example: “wages 6000 on the 10th, rent 2000, food "
        "1500, phone 100”.",
        zh="我们来算算您自己的这个月。请告诉我收入多少、几号到账，以及住房、水电、吃饭、车费、话费、别的欠款各多少。一句说完或分几次都行，大概就可以。"
        "比如：“工资6000，10号发，房租2000，吃饭1500，话费100”。",
    ),
    "not_kept": Both(en="I keep none of it unless you ask me to.", zh="您不让我保存，我就不会留下这些数字。"),
    "need_income": Both(
        en="I've noted {spending} going out a month. What comes in, how often, and on which day?",
        zh="每月支出{spending}，记下了。收入有多少，多久一次，几号到账？",
    ),
    "need_spending": Both(
        en="I've noted {income} coming in a month. What goes out: home, power, food, fares, phone, other debts?",
        zh="每月收入{income}，记下了。支出呢：住房、水电、吃饭、车费、话费、别的欠款？",
    ),
    "need_day": Both(
        en="On which day does the money come next? A date is enough, or say “skip”.",
        zh="下一次到账是哪天？说个日期就行，也可以说“跳过”。",
    ),
    "need_cash": Both(
        en="And how much is there today, roughly? Then I can see each day until the money comes. You can say “skip”.",
        zh="今天手头大概有多少？知道了我就能一天一天算到发钱那天，也可以说“跳过”。",
    ),
    "known": Both(
        en="This is your budget from {day}: {income} coming in and {spending} going out a month. Is that still right?",
        zh="这是您{day}的预算：每月收入{income}，支出{spending}。现在还是这样吗？",
    ),
    "sum": Both(
        en="A month brings {income}, and {spending} goes out. That leaves {left}.",
        zh="每月收入{income}，支出{spending}，剩下{left}。",
    ),
    "sum_short": Both(
        en="A month brings {income}, and {spending} goes out. {short} is missing. That's information, not failure.",
        zh="每月收入{income}，支出{spending}，缺{short}。这是一个信息，不是失败。",
    ),
    "item": Both(en="{group}: {amount}", zh="{group}：{amount}"),
    "days_assumed": Both(
        en="I counted pay by the day for five days a week, to be on the safe side. If it is more or fewer, say it like this: “800 a day, 6 days a week”.",
        zh="按天算的收入，我先按一周干五天来算，这样稳妥些。不是五天的话，可以这样说：“一天200，一周六天”。",
    ),
    "lower": Both(
        en="For income that changes I count the lower figure, so that nothing breaks in a weak month.",
        zh="收入不固定的，我按低的那个数算，这样遇到少的月份也不会断。",
    ),
    "bars_title": Both(en="Where a month's money goes", zh="一个月的钱花在哪里"),
    "bars_desc": Both(en="Income, spending by group, and what is left.", zh="收入、各项支出和剩余。"),
    "income": Both(en="Income", zh="收入"),
    "left": Both(en="Left", zh="剩余"),
    "missing": Both(en="Missing", zh="缺口"),
    "what": Both(en="What", zh="项目"),
    "a_month": Both(en="A month", zh="每月"),
    "days": Both(
        en="Day by day from {start}: the lowest point is {lowest} on {day}.",
        zh="从{start}起一天一天看，最低的是{day}，{lowest}。",
    ),
    "dry": Both(en="{count} run dry, the first is {first}.", zh="有{count}钱不够，第一天是{first}。"),
    "never_dry": Both(en="No day runs dry.", zh="没有哪一天钱不够。"),
    "assumed": Both(
        en="I've put {groups} on the first of the month, since I don't know the day.",
        zh="{groups}不知道几号付，我先按每月一号算。",
    ),
    "line_title": Both(en="What is there each evening", zh="每天晚上还有多少"),
    "line_desc": Both(en="From {start} to {end}. Shaded days run dry.", zh="从{start}到{end}。有底色的日子钱不够。"),
    "line_desc_fine": Both(en="From {start} to {end}. No day runs dry.", zh="从{start}到{end}，没有哪一天钱不够。"),
    "day": Both(en="Day", zh="日期"),
    "came": Both(en="In", zh="收入"),
    "went": Both(en="Out", zh="支出"),
    "moves": Both(en="In − out", zh="收−支"),
    "balance": Both(en="Evening, {unit}", zh="余额（{unit}）"),
    "mark_lowest": Both(en="lowest, {day}", zh="最低，{day}"),
    "mark_end": Both(en="at the end, {day}", zh="最后，{day}"),
    "much": Both(
        en="{group}: {amount} a month. That is above the usual {edge}. Is it right?",
        zh="{group}每月{amount}，比常见的{edge}多，是这样吗？",
    ),
    "little": Both(
        en="{group}: {amount} a month. That is below the usual {edge}. Is something missing?",
        zh="{group}每月{amount}，比常见的{edge}少，是不是漏了什么？",
    ),
    "changes": Both(en="What could change, and what it brings:", zh="可以改的，和能带来的："),
    "change.relief": Both(
        en="{amount} is missing each month. Cutting alone won't close that: ask for relief, and for free advice. It costs nothing.",
        zh="每月缺{amount}，光靠省补不上。可以申请帮扶，也可以找免费咨询，都不花钱。",
    ),
    "change.move_bills": Both(
        en="Ask for these to be due on {on}, the day after the money comes: {groups}. Then {days} fewer run dry.",
        zh="请对方把这几项的扣款日改到{on}，也就是到账后一天：{groups}。钱不够的日子少{days}。",
    ),
    "change.trim": Both(
        en="{group} down to the usual: {amount} a month, {year} a year.",
        zh="{group}降到常见水平：每月{amount}，一年{year}。",
    ),
    "change.spread": Both(
        en="Put aside {amount} each month for bills that come seldom ({group}), so none of them is a shock.",
        zh="给不常来的账单（{group}）每月留{amount}，到时候就不慌。",
    ),
    "change.set_aside": Both(
        en="Put aside {amount} on pay-day: after a year that is {year} against surprises.",
        zh="到账当天先存{amount}，一年就有{year}应急。",
    ),
    "pay_day": Both(
        en="On {on}, {comes} comes in. Keep {bills} for bills until {until}. The rest is {a_week} a week for everything else.",
        zh="{on}到账{comes}。先留出{bills}付{until}前的账单，余下的平均每周{a_week}。",
    ),
    "pay_day_short": Both(
        en="On {on}, {comes} comes in, but bills until {until} need {bills}. {short} is missing: home, power and food first, and tell "
        "the others early.",
        zh="{on}到账{comes}，{until}前的账单要{bills}，缺{short}。先付住房、水电和吃饭，其他的提前说一声。",
    ),
    "menu": Both(
        en="Shall I keep this budget? You can also change a line (“phone is 90”), compare, get it as a file, or delete it.",
        zh="要保存这份预算吗？也可以改一项（“话费改成90”）、对比上次、导出，或者删除。",
    ),
    "menu_kept": Both(
        en="Your budget is kept. You can change a line (“phone is 90”), compare, get it as a file, or delete it.",
        zh="预算已经保存。可以改一项（“话费改成90”）、对比上次、导出，或者删除。",
    ),
    "keep": Both(en="Keep it", zh="保存"),
    "change": Both(en="Change a line", zh="改一项"),
    "compare": Both(en="Compare with last time", zh="对比上次"),
    "export": Both(en="As a file", zh="导出"),
    "delete": Both(en="Delete it", zh="删除"),
    "done": Both(en="Done", zh="不用了"),
    "options": Both(en="Ask for relief", zh="看看有什么帮扶"),
    "skip": Both(en="Skip", zh="跳过"),
    "change_how": Both(
        en="Say the line and the new figure, such as “food 1200” or “paid on the 15th”.",
        zh="说出哪一项和新的数就行，比如“吃饭1200”，或者“15号发工资”。",
    ),
    "consent": Both(
        en="May I use it when we look for relief, so that you needn't tell it again? You can say no; it is kept either way.",
        zh="找帮扶办法时，可以直接用这份预算吗？这样不用再说一遍。不同意也照样保存。",
    ),
    "kept": Both(
        en="Kept. You can see, change or delete it at any time: say “my budget”.",
        zh="保存好了。随时说“我的预算”，就能看、能改、能删。",
    ),
    "consented": Both(en="Good, I'll use it then.", zh="好的，到时候就用它。"),
    "not_consented": Both(en="All right, I'll ask you each time.", zh="好的，到时候再问您。"),
    "deleted": Both(
        en="It's deleted, all versions of it. Decisions that were made keep their own figures.",
        zh="已经删除，所有版本都删了。之前的决定里用过的数字会保留。",
    ),
    "nothing_kept": Both(en="There is no budget of yours kept here.", zh="这里没有保存您的预算。"),
    "sure_delete": Both(en="Shall I delete your budget, all versions of it?", zh="要删除您的预算吗？所有版本都会删。"),
    "compared": Both(
        en="Against {day}: income {income}, spending {spending}, left {left}.",
        zh="和{day}比：收入{income}，支出{spending}，剩余{left}。",
    ),
    "more": Both(en="{amount} more", zh="多{amount}"),
    "less": Both(en="{amount} less", zh="少{amount}"),
    "same": Both(en="the same", zh="不变"),
    "nothing_before": Both(en="There is no earlier budget to compare with yet.", zh="还没有之前的预算可以对比。"),
    "exported": Both(en="Here is your budget, line by line:", zh="这是您的预算，逐项列出："),
    "bye": Both(en="Good. Say “my budget” whenever you want to look again.", zh="好的。想再看，说“我的预算”就行。"),
    "bye_unkept": Both(en="Good. I've kept none of it.", zh="好的，这些数字我没有留下。"),
    "noted": Both(en="Changed.", zh="改好了。"),
    "how_often": Both(en="How often", zh="多久一次"),
    "amount": Both(en="Amount", zh="金额"),
    "foot": Both(en="As told on {day}.", zh="按{day}说的记录。"),
    "card": Both(en="My budget", zh="我的预算"),
    "row": Both(en="{amount} {every}", zh="{every}{amount}"),
    "row_on": Both(en="{amount} {every}, {on}", zh="{every}{amount}，{on}"),
}


def begin(language: Language, question_id: str, *, kept: bool) -> Message:
    """`kept` says that somebody is known, so that keeping is possible without more ado."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["begin"]), writer.say(TEXTS["not_kept"]) if not kept else "")


def known(language: Language, household: Household, day: date, question_id: str) -> Message:
    writer = Writer(language)
    text = writer.say(TEXTS["known"], day=day, **_sums(household))
    return writer.message(text, buttons=yes_or_no(writer, question_id), discloses=True)


def missing(language: Language, key: str, household: Household, question_id: str) -> Message:
    """Asks for one thing that is missing: need_income, need_spending, need_day or need_cash."""
    writer = Writer(language)
    values = _sums(household)
    wanted = {"need_income": {"spending": values["spending"]}, "need_spending": {"income": values["income"]}}
    buttons = []
    if key in ("need_day", "need_cash"):
        buttons = [
            Button(TEXTS["skip"].in_language(language), f'/inform{{"question": "{question_id}", "ask": "skip"}}')
        ]
    return writer.message(writer.say(TEXTS[key], **wanted.get(key, {})), buttons=buttons, private=key in wanted)


def result(
    language: Language, household: Household, month: Calendar, odd: Sequence[Unusual], found: Sequence[Change],
    plan: PayDayPlan | None, *, lower: bool,
) -> list[Message]:  # fmt: skip
    """What is left, the days, what is unusual, changes, and the next pay-day: listed as well as drawn."""
    return [
        _left(language, household, lower),
        _days(language, household, month),
        _advice(language, household, odd, found, plan),
    ]


def _left(language: Language, household: Household, lower: bool) -> Message:
    writer = Writer(language)
    sums = _sums(household)
    if household.left < 0:
        head = writer.say(
            TEXTS["sum_short"],
            income=sums["income"],
            spending=sums["spending"],
            short=_money(household, -household.left),
        )
    else:
        head = writer.say(TEXTS["sum"], **sums)
    groups = [
        "- " + writer.say(TEXTS["item"], group=GROUPS[group], amount=_money(household, amount))
        for group, amount in household.by_group()
    ]
    return writer.message(
        head, *groups, writer.say(TEXTS["lower"]) if lower else "", charts=[_bars(writer, household)], private=True
    )


def _bars(writer: Writer, household: Household) -> Chart:
    """Income as one bar, below it what each group takes of it, at the end what is left."""

    def money(amount: int) -> str:
        return writer.show(_money(household, amount))

    rows = [Bar(writer.say(TEXTS["income"]), money(household.comes_in), household.comes_in, tone="total")]
    running = household.comes_in
    for group, amount in household.by_group():
        rows.append(Bar(writer.say(GROUPS[group]), money(amount), -amount, start=running, tone="more"))
        running -= amount
    key = "left" if running >= 0 else "missing"
    rows.append(Bar(writer.say(TEXTS[key]), money(abs(running)), running, tone="less" if running >= 0 else "more"))
    headings = (writer.say(TEXTS["what"]), writer.say(TEXTS["a_month"]))
    return bars(writer.say(TEXTS["bars_title"]), writer.say(TEXTS["bars_desc"]), headings, rows)


def _days(language: Language, household: Household, month: Calendar) -> Message:
    writer = Writer(language)
    lowest = month.lowest
    lines = [
        writer.say(TEXTS["days"], start=month.days[0].day, lowest=_money(household, lowest.balance), day=lowest.day),
        _dry(writer, month),
    ]
    if month.assumed:
        lines.append(writer.say(TEXTS["assumed"], groups=_names(writer, month.assumed)))
    return writer.message(*lines, charts=[_line(writer, household, month)], private=True)


def _dry(writer: Writer, month: Calendar) -> str:
    if not month.dry:
        return writer.say(TEXTS["never_dry"])
    return writer.say(TEXTS["dry"], count=render.days(len(month.dry), writer.language), first=month.dry[0])


def _line(writer: Writer, household: Household, month: Calendar) -> Chart:
    language = writer.language

    def money(amount: int) -> str:
        return writer.show(_money(household, amount))

    def day(one: Day) -> str:
        return render.day_month(one.day, language)

    def bare(amount: int) -> str:
        return render.amount(_money(household, amount), language)

    points = [Point(day(one), money(one.balance), one.balance) for one in month.days]
    table = [(day(one), bare(one.came - one.went), bare(one.balance)) for one in month.days]
    lowest, last = month.days.index(month.lowest), len(month.days) - 1
    marks = [(lowest, writer.say(TEXTS["mark_lowest"], day=day(month.lowest)), money(month.lowest.balance))]
    if lowest != last:
        marks.append((last, writer.say(TEXTS["mark_end"], day=day(month.days[last])), money(month.closing)))
    key = "line_desc" if month.dry else "line_desc_fine"
    description = writer.say(TEXTS[key], start=month.days[0].day, end=month.days[-1].day)
    unit = render.unit(household.currency, language)
    headings = (writer.say(TEXTS["day"]), writer.say(TEXTS["moves"]), writer.say(TEXTS["balance"], unit=unit))
    return line(writer.say(TEXTS["line_title"]), description, headings, points, marks, table)


def _advice(
    language: Language, household: Household, odd: Sequence[Unusual], found: Sequence[Change], plan: PayDayPlan | None
) -> Message:
    writer = Writer(language)
    lines = [
        writer.say(
            TEXTS[one.what],
            group=GROUPS[one.group],
            amount=_money(household, one.amount),
            edge=_money(household, one.edge),
        )
        for one in odd[:2]
    ]
    if found:
        lines.append(writer.say(TEXTS["changes"]))
        lines += [f"{at}. {_change(writer, household, change)}" for at, change in enumerate(found, start=1)]
    if plan is not None:
        key = "pay_day_short" if plan.short else "pay_day"
        values: dict[str, Value] = {
            "on": plan.on, "until": plan.until, "comes": _money(household, plan.comes), "bills": _money(household, plan.bills),
            **({"short": _money(household, plan.short)} if plan.short else {"a_week": _money(household, plan.a_week)}),
        }  # fmt: skip
        lines.append(writer.say(TEXTS[key], **values))
    buttons = [writer.button(TEXTS["options"], "/ask_options")] if household.left < 0 else []
    return writer.message(*lines, buttons=buttons, private=True)


def _change(writer: Writer, household: Household, change: Change) -> str:
    amount, groups = _money(household, change.amount), _names(writer, change.groups)
    year = _money(household, change.amount * 12)
    if change.kind == "move_bills" and change.on:
        days = render.days(change.days, writer.language)
        return writer.say(TEXTS["change.move_bills"], on=change.on, groups=groups, days=days)
    if change.kind == "trim":
        return writer.say(TEXTS["change.trim"], group=groups, amount=amount, year=year)
    if change.kind == "spread":
        return writer.say(TEXTS["change.spread"], amount=amount, group=groups)
    if change.kind == "set_aside":
        return writer.say(TEXTS["change.set_aside"], amount=amount, year=year)
    return writer.say(TEXTS["change.relief"], amount=amount)


def menu(language: Language, question_id: str, *, kept: bool, before: bool) -> Message:
    """What can be done with it. `before` says that there is an earlier one to compare with."""
    writer = Writer(language)
    keys = [
        *([] if kept else ["keep"]),
        "change",
        *(["compare"] if before else []),
        "export",
        *(["delete"] if kept else []),
        "done",
    ]
    buttons = [
        Button(TEXTS[key].in_language(language), f'/inform{{"question": "{question_id}", "ask": "{key}"}}')
        for key in keys
    ]
    return writer.message(writer.say(TEXTS["menu_kept" if kept else "menu"]), buttons=buttons)


def yes_no(key: str, language: Language, question_id: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=yes_or_no(writer, question_id))


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def compared(language: Language, now: Household, before: Household, day: date) -> Message:
    """Each sum against the earlier one."""
    writer = Writer(language)

    def difference(new: int, old: int) -> Both | str:
        if new == old:
            return TEXTS["same"]
        return writer.say(TEXTS["more" if new > old else "less"], amount=_money(now, abs(new - old)))

    text = writer.say(
        TEXTS["compared"],
        day=day,
        income=difference(now.comes_in, before.comes_in),
        spending=difference(now.goes_out, before.goes_out),
        left=difference(now.left, before.left),
    )
    return writer.message(text, discloses=True)


def listed(language: Language, household: Household) -> Message:
    """Line by line, as text that can be copied; nobody needs an account for it."""
    writer = Writer(language)
    lines = [f"- {_entry(writer, household, entry)}" for entry in household.entries]
    return writer.message(writer.say(TEXTS["exported"]), *lines)


def entry_text(language: Language, household: Household, entry: Entry) -> str:
    return _entry(Writer(language), household, entry)


def _entry(writer: Writer, household: Household, entry: Entry) -> str:
    name = TEXTS["income"] if entry.side == "income" else GROUPS[entry.group]
    values: dict[str, Value] = {"amount": _money(household, entry.amount), "every": EVERY[entry.every]}
    amount = writer.say(TEXTS["row_on"], **values, on=entry.on) if entry.on else writer.say(TEXTS["row"], **values)
    return writer.say(TEXTS["item"], group=name, amount=amount)


def _names(writer: Writer, groups: Sequence[str]) -> str:
    names = [GROUPS[group].in_language(writer.language) for group in groups]
    return render.listing([name.lower() if writer.language == "en" else name for name in names], writer.language)


def _sums(household: Household) -> dict[str, Money]:
    return {
        "income": _money(household, household.comes_in),
        "spending": _money(household, household.goes_out),
        "left": _money(household, household.left),
    }


def _money(household: Household, amount: int) -> Money:
    return Money(amount, household.currency)
