"""Which debt first, with debts that a borrower names: what is asked, both orders drawn and listed, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from relief.learning.comparison import Comparison, Owing
from relief.learning.debts import PayDown
from relief.money import Money
from words import format as render
from words.charts import Bar, bars
from words.compose import Writer
from words.model import Both, Card, Chart, Language, Message, Row

KINDS: dict[str, Both] = {
    "later": Both(en="Pay-later account", zh="消费账单"),
    "family": Both(en="Family", zh="亲戚"),
    "friend": Both(en="Friend", zh="朋友"),
    "mortgage": Both(en="Mortgage", zh="房贷"),
    "car": Both(en="Car loan", zh="车贷"),
    "student": Both(en="Student loan", zh="助学贷款"),
    "card": Both(en="Card", zh="信用卡"),
    "online": Both(en="Online loan", zh="线上贷款"),
    "bank": Both(en="Bank loan", zh="银行贷款"),
    "other": Both(en="Other debt", zh="另一笔"),
}
"""No brand stands here: the tone guard takes every line that names a lender's product for an invitation to borrow."""

TEXTS: dict[str, Both] = {
    **{f"kind.{key}": text for key, text in KINDS.items()},
    "begin": Both(
        en="I can work out both orders. Which debts are there? Say what is owed and the rate, such as “card 6000 at 24%” or “my cousin "
        "2000, no interest”. One by one or all at once.",
        zh="两种顺序我都可以算。有哪些欠款？说欠多少、利率多少就行，比如“信用卡6000，年化24%”，或者“欠表哥2000，没利息”。一笔一笔说或一起说都可以。",
    ),
    "begin_more": Both(
        en="Are there other debts too? Say what is owed and the rate, such as “card 6000 at 24%”. Or say “no”.",
        zh="还有别的欠款吗？说欠多少、利率多少就行，比如“信用卡6000，年化24%”。没有就说“没有”。",
    ),
    "budget_names": Both(
        en="Your budget has {amount} a month for other debts.", zh="您的预算里每月有{amount}还其他欠款。"
    ),
    "not_kept": Both(en="I use these figures for this sum only.", zh="这些数字只用来算这一次。"),
    "noted": Both(en="Noted: {debts}.", zh="记下了：{debts}。"),
    "debt": Both(en="{name} {amount} at {rate} a year", zh="{name}{amount}，年利率{rate}"),
    "debt_unknown": Both(en="{name} {amount}, rate not known", zh="{name}{amount}，利率不清楚"),
    "debt_free": Both(en="{name} {amount} without interest", zh="{name}{amount}，没有利息"),
    "and_more": Both(en="Is there another one? If not, say “no”.", zh="还有别的吗？没有就说“就这些”。"),
    "rate": Both(
        en="What is the rate of this one: {name}, {amount}? A year, a month or a day is fine. It stands in the contract or the app. "
        "You can say “don't know”.",
        zh="{name}{amount}这笔，利率是多少？年、月、日利率都行，合同或App里有。不清楚就说“不知道”。",
    ),
    "month": Both(
        en="And how much a month can go to all of them together, roughly, after home, power and food? You can say “skip”.",
        zh="付完住房、水电和吃饭，每月大概能拿出多少还这些欠款？一共多少就行，也可以说“跳过”。",
    ),
    "month_ours": Both(
        en="Your loans here ask for {amount} a month of that.", zh="其中您在这里的贷款每月要还{amount}。"
    ),
    "that_is_all": Both(en="That's all", zh="就这些"),
    "dont_know": Both(en="Don't know", zh="不知道"),
    "skip": Both(en="Skip", zh="跳过"),
    "add_ours": Both(en="Add my loans here", zh="加上我在这里的贷款"),
    "by_cost": Both(en="Dearest first", zh="最贵的先还"),
    "by_size": Both(en="Smallest first", zh="最小的先还"),
    "result": Both(
        en="With {a_month} a month for all. Dearest first: {cost_months}, {cost_interest} of interest. Smallest first: {size_months}, "
        "{size_interest}.",
        zh="每月一共还{a_month}。最贵的先还：{cost_months}还清，利息{cost_interest}。最小的先还：{size_months}还清，利息{size_interest}。",
    ),
    "saved": Both(
        en="The dearest first saves {saved}. The smallest first gives a quick win. Both work; the choice is yours.",
        zh="最贵的先还能省{saved}；最小的先还，能早点清掉一笔。两种都行，您来选。",
    ),
    "no_difference": Both(
        en="Both orders cost the same here, so take the one that you like better.",
        zh="这里两种顺序花的利息一样，选您喜欢的就行。",
    ),
    "unknown": Both(
        en="I've left out what has no known rate: {debts}. If its rate is above {rate}, it would come first in the dearest-first order.",
        zh="利率不清楚的没有算进去：{debts}。如果它的年利率高过{rate}，按最贵先还就该排第一。",
    ),
    "unknown_aside": Both(
        en="Of your monthly sum, {amount} stays set aside for it.", zh="每月的钱里，先给它留出{amount}。"
    ),
    "gone": Both(en="gone in month {month}", zh="第{month}个月还清"),
    "no_rates": Both(
        en="Without a rate I can't say which costs most. By size it would be as listed below. The contract or the lender tells the rate.",
        zh="没有利率，算不出哪笔最贵。按大小排就是下面这样，利率可以看合同，或问贷款方。",
    ),
    "order_only": Both(
        en="Without a monthly sum I can say the order, but not how long it takes.",
        zh="没有每月的数，只能排顺序，算不出要多久。",
    ),
    "too_little": Both(
        en="{a_month} a month doesn't bring these debts down, so no order helps yet. Ask each lender for a pause, less interest or a "
        "plan first; free advice helps too.",
        zh="每月{a_month}还不足以让这些欠款变少，所以先不用排顺序。可以先向每家申请暂缓、降息或分期，免费咨询也能帮忙。",
    ),
    "first": Both(
        en="Home, power and food come before all of them, and so do the smallest payments that are asked.",
        zh="住房、水电和吃饭排在所有欠款前面，每笔的最低还款也要先顾上。",
    ),
    "told_only": Both(
        en="That is worked out only from what you told me.", zh="以上只按您说的数字算。"
    ),
    "again": Both(
        en="Another debt, or another sum a month? Say it and I'll work it out again. Or say “done”.",
        zh="还有别的欠款，或者想换个每月的数？说一声我再算。不用了就说“好了”。",
    ),
    "done": Both(en="Done", zh="好了"),
    "bye": Both(en="Good.", zh="好的。"),
    "no_figures": Both(
        en="There is nothing to compare yet. With the sums and rates I can work it out at any time.",
        zh="现在还没有可以比较的。有了金额和利率，随时可以算。",
    ),
    "options": Both(en="Ask for relief", zh="看看有什么帮扶"),
    "chart": Both(en="Interest in each order", zh="两种顺序各付多少利息"),
    "chart_desc": Both(
        en="One bar for each order: the interest until everything is paid.", zh="每种顺序一条，表示全部还清前要付的利息。"
    ),
    "order": Both(en="Order", zh="顺序"),
    "interest": Both(en="Interest", zh="利息"),
}  # fmt: skip


def name_of(kind: str, language: Language) -> str:
    return KINDS[kind].in_language(language)


def ask_debts(
    language: Language,
    currency: str,
    question_id: str,
    told: Sequence[Owing],
    *,
    known: bool,
    ours: bool,
    shown: bool,
    aside: int,
) -> Message:
    """The debts, one or more at a time. `ours`: loans here are counted in; `aside` is what a kept budget has for other debts."""
    writer = Writer(language)
    press = f'/inform{{"question": "{question_id}", "ask": "all"}}'
    if shown:
        return writer.message(writer.say(TEXTS["again"]), buttons=[writer.button(TEXTS["done"], press)])
    if told:
        noted = writer.say(TEXTS["noted"], debts=_debts(writer, currency, told))
        return writer.message(
            noted, writer.say(TEXTS["and_more"]), buttons=[writer.button(TEXTS["that_is_all"], press)]
        )
    lines = []
    if aside:
        lines.append(writer.say(TEXTS["budget_names"], amount=Money(aside, currency)))
    lines.append(writer.say(TEXTS["begin_more" if ours else "begin"]))
    lines.append(writer.say(TEXTS["not_kept"]))
    buttons = [] if known else [writer.button(TEXTS["add_ours"], '/learn_debt_priority{"own": "all"}')]
    if ours:
        buttons.append(writer.button(TEXTS["that_is_all"], press))
    return writer.message(*lines, buttons=buttons, discloses=bool(aside))


def ask_rate(language: Language, currency: str, question_id: str, debt: Owing) -> Message:
    writer = Writer(language)
    button = writer.button(TEXTS["dont_know"], f'/inform{{"question": "{question_id}", "ask": "skip"}}')
    return writer.message(
        writer.say(TEXTS["rate"], name=debt.name, amount=Money(debt.balance, currency)), buttons=[button]
    )


def ask_month(language: Language, currency: str, question_id: str, ours: int) -> Message:
    """`ours` is what the loans here ask for a month; 0 where none is counted."""
    writer = Writer(language)
    button = writer.button(TEXTS["skip"], f'/inform{{"question": "{question_id}", "ask": "skip"}}')
    more = writer.say(TEXTS["month_ours"], amount=Money(ours, currency)) if ours else ""
    return writer.message(writer.say(TEXTS["month"]), more, buttons=[button], discloses=bool(ours))


def result(language: Language, currency: str, found: Comparison, *, ours: bool) -> Message:
    """Both orders: in a sentence, drawn, and listed debt by debt."""
    writer = Writer(language)

    def money(minor: int) -> Money:
        return Money(minor, currency)

    cost, size = found.by_cost, found.by_size
    lines = [
        writer.say(
            TEXTS["result"], a_month=money(found.a_month), cost_months=_months(cost.months, language),
            cost_interest=money(cost.interest), size_months=_months(size.months, language), size_interest=money(size.interest),
        ),
        writer.say(TEXTS["saved"], saved=money(found.saved)) if found.saved else writer.say(TEXTS["no_difference"]),
    ]  # fmt: skip
    if found.unknown:
        debts = _debts(writer, currency, found.unknown)
        lines.append(writer.say(TEXTS["unknown"], debts=debts, rate=found.dearest))
        if found.aside:
            lines.append(writer.say(TEXTS["unknown_aside"], amount=money(found.aside)))
    lines.append(writer.say(TEXTS["first"]))
    if not ours:
        lines.append(writer.say(TEXTS["told_only"]))
    cards = [_card(writer, currency, found, key, done) for key, done in (("by_cost", cost), ("by_size", size))]
    chart = _chart(writer, currency, cost, size)
    return writer.message(*lines, cards=cards, charts=[chart] if chart else [], discloses=ours)


def order_only(
    language: Language, currency: str, by_cost: Sequence[Owing], by_size: Sequence[Owing], *, rates: bool, ours: bool
) -> Message:
    """Where no sum a month is known, or no rate: what can be said without either."""
    writer = Writer(language)
    cards = []
    for key, debts in (("by_cost", by_cost), ("by_size", by_size)):
        if key == "by_cost" and not rates:
            continue
        rows = [
            Row(f"{writer.show(at)}. {writer.show(one.name)}", _rate(writer, currency, one))
            for at, one in enumerate(debts, start=1)
        ]
        cards.append(Card("orders", writer.say(TEXTS[key]), tuple(rows)))
    text = writer.say(TEXTS["order_only" if rates else "no_rates"])
    return writer.message(text, writer.say(TEXTS["first"]), cards=cards, discloses=ours)


def too_little(language: Language, currency: str, a_month: int, *, ours: bool) -> Message:
    writer = Writer(language)
    button = writer.button(TEXTS["options"], "/ask_options")
    return writer.message(
        writer.say(TEXTS["too_little"], a_month=Money(a_month, currency)), writer.say(TEXTS["first"]),
        buttons=[button], discloses=ours,
    )  # fmt: skip


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]))


def _card(writer: Writer, currency: str, found: Comparison, key: str, done: PayDown) -> Card:
    places = sorted(range(len(found.counted)), key=lambda at: (done.ends[at], at))
    rows = []
    for n, at in enumerate(places, start=1):
        debt = found.counted[at]
        rows.append(Row(f"{writer.show(n)}. {writer.show(debt.name)}", writer.say(TEXTS["gone"], month=done.ends[at])))
    return Card("orders", writer.say(TEXTS[key]), tuple(rows))


def _chart(writer: Writer, currency: str, cost: PayDown, size: PayDown) -> Chart | None:
    """None where nothing costs interest."""
    if not max(cost.interest, size.interest):
        return None
    rows = [
        Bar(writer.say(TEXTS[key]), writer.show(Money(done.interest, currency)), done.interest, tone="total")
        for key, done in (("by_cost", cost), ("by_size", size))
    ]
    headings = (writer.say(TEXTS["order"]), writer.say(TEXTS["interest"]))
    return bars(writer.say(TEXTS["chart"]), writer.say(TEXTS["chart_desc"]), headings, rows)


def _debts(writer: Writer, currency: str, told: Sequence[Owing]) -> str:
    return ("; " if writer.language == "en" else "；").join(_debt(writer, currency, one) for one in told)


def _debt(writer: Writer, currency: str, one: Owing) -> str:
    amount = Money(one.balance, currency)
    if one.annual_rate is None:
        return writer.say(TEXTS["debt_unknown"], name=one.name, amount=amount)
    if not one.annual_rate:
        return writer.say(TEXTS["debt_free"], name=one.name, amount=amount)
    return writer.say(TEXTS["debt"], name=one.name, amount=amount, rate=one.annual_rate)


def _rate(writer: Writer, currency: str, one: Owing) -> str:
    rate: Fraction | None = one.annual_rate
    amount = writer.show(Money(one.balance, currency))
    return amount if rate is None else f"{amount}, {writer.show(rate)}"


def _months(count: int, language: Language) -> str:
    return render.duration(f"P{count}M", language)
