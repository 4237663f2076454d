"""Lessons with the borrower's own figures: only for somebody who is known."""

from __future__ import annotations

from collections.abc import Sequence

from relief.learning.own import ADay, BothOrders, DayByDay, Fund, MissedWeek, More
from relief.money import Money
from words import format as render
from words.compose import Value, Writer
from words.model import Both, Card, Language, Message, Row

TEXTS: dict[str, Both] = {
    "loan": Both(en="With your loan {reference}:", zh="您的贷款{reference}："),
    "interest_a_day": Both(
        en="Interest is about {amount} a day now, on what is still to be paid back.",
        zh="利息现在每天约{amount}，按还没还的本金算。",
    ),
    "penalty_a_day": Both(
        en="Penalty interest is {amount} a day, on the part that is late, {so_far} so far.",
        zh="罚息每天{amount}，只按逾期的部分算，到目前一共{so_far}。",
    ),
    "days": Both(en="From today until the evening of …", zh="从今天到当天晚上"),
    "day_row": Both(en="{interest} interest, {penalty} penalty", zh="利息{interest}，罚息{penalty}"),
    "day_row_interest": Both(en="{interest} interest", zh="利息{interest}"),
    "fee_each": Both(
        en="For each late instalment there is a fee of {amount}, {so_far} so far.",
        zh="每逾期一期收{amount}，到目前一共{so_far}。",
    ),
    "nothing_late": Both(en="Nothing is late, so no penalty runs.", zh="没有逾期，所以没有罚息。"),
    "more_late": Both(
        en="{extra} more this month go to the late part first: penalty interest falls by {a_day} a day.",
        zh="这个月多还{extra}，会先抵逾期的部分，罚息每天少{a_day}。",
    ),
    "more_late_fee": Both(
        en="{extra} more this month go to the late part first, so less of it stays late.",
        zh="这个月多还{extra}，会先抵逾期的部分，逾期就少一些。",
    ),
    "more_early": Both(
        en="{extra} more this month, if it goes to the principal, save {interest} of interest over the rest of the loan.",
        zh="这个月多还{extra}，如果抵本金，后面一共少付{interest}利息。",
    ),
    "missed_week": Both(
        en="The instalment of {amount} due on {due}, paid a week late, costs {cost} more.",
        zh="{due}到期的{amount}，晚一周还，会多{cost}。",
    ),
    "missed_nothing": Both(
        en="The instalment of {amount} due on {due} costs nothing more when it is a week late, but it stands in your account as late.",
        zh="{due}到期的{amount}，晚一周不会多收钱，但账户里会显示逾期。",
    ),
    "orders": Both(
        en="Your loans here, with {extra} more a month. Dearest first: {cost_months}, {cost_interest} of interest, the first one "
        "({cost_first}) done in month {cost_month}.",
        zh="您在这里的贷款，每月多还{extra}。最贵的先还：{cost_months}，利息{cost_interest}，第{cost_month}个月还清第一笔（{cost_first}）。",
    ),
    "orders_size": Both(
        en="Smallest first: {size_months}, {size_interest}, the first one ({size_first}) done in month {size_month}.",
        zh="最小的先还：{size_months}，利息{size_interest}，第{size_month}个月还清第一笔（{size_first}）。",
    ),
    "orders_both": Both(
        en="Both work. The difference is {saved}. What suits you better is yours to choose.",
        zh="两种都行，相差{saved}，选哪种看您自己。",
    ),
    "one_debt": Both(
        en="You have one loan here, so there is no order to choose. With {extra} more a month it takes {months}.",
        zh="您在这里只有一笔贷款，不用排顺序。每月多还{extra}，要{months}。",
    ),
    "others": Both(
        en="These are only your loans with us. Home, power and food come before all of them.",
        zh="这里只算了您在本机构的贷款。住房、水电、吃饭要排在它们前面。",
    ),
    "no_debts": Both(en="There is no loan here that this could be worked out with.", zh="这里没有可以用来计算的贷款。"),
    "fund_first": Both(
        en="From your budget: with {a_month} a month, a first goal of {first} (a week of essentials) is there after {after}.",
        zh="按您的预算：每月存{a_month}，第一个目标{first}（一周的必要开支）要{after}。",
    ),
    "fund_all": Both(
        en="{months} of essentials would be {target}; that takes {all_after}, so the first goal comes first.",
        zh="{months}的必要开支是{target}，要{all_after}，所以先完成第一个目标。",
    ),
    "fund_none": Both(
        en="Your budget leaves nothing to put aside now. That's fine: home, power and food come first, and relief may change it.",
        zh="现在的预算没有余钱可存，没关系：先顾住房、水电和吃饭，帮扶之后可能就不一样了。",
    ),
    "no_budget": Both(
        en="For that I'd need your budget. Shall we make one? It takes a few minutes.",
        zh="这个要用到您的预算。我们做一份吗？几分钟就好。",
    ),
    "workshop": Both(en="Make my budget", zh="做预算"),
}


def day_by_day(
    language: Language, reference: str, currency: str, found: DayByDay, days: Sequence[ADay] = ()
) -> Message:
    """What a day costs now; the days to come are listed beside it."""
    writer = Writer(language)
    lines = [writer.say(TEXTS["loan"], reference=reference)]
    if found.interest_a_day:
        lines.append(writer.say(TEXTS["interest_a_day"], amount=Money(found.interest_a_day, currency)))
    so_far = Money(found.penalty_so_far, currency)
    if found.penalty_a_day:
        lines.append(writer.say(TEXTS["penalty_a_day"], amount=Money(found.penalty_a_day, currency), so_far=so_far))
    elif found.penalty_so_far and found.fee_each:
        lines.append(writer.say(TEXTS["fee_each"], amount=Money(found.fee_each, currency), so_far=so_far))
    else:
        lines.append(writer.say(TEXTS["nothing_late"]))
    rows = [
        Row(
            writer.show(one.day),
            writer.say(
                TEXTS["day_row" if one.penalty else "day_row_interest"],
                **{"interest": Money(one.interest, currency)},
                **({"penalty": Money(one.penalty, currency)} if one.penalty else {}),
            ),
        )
        for one in days
    ]
    cards = [Card("days", writer.say(TEXTS["days"]), tuple(rows))] if rows else []
    return writer.message(*lines, cards=cards, discloses=True)


def what_if(language: Language, currency: str, more: More | None, missed: MissedWeek) -> Message | None:
    """A little more this month, and a week missed; None where neither says anything."""
    writer = Writer(language)
    lines = []
    if more is not None:
        extra = Money(more.extra, currency)
        if not more.overdue:
            lines.append(writer.say(TEXTS["more_early"], extra=extra, interest=Money(more.interest, currency)))
        elif more.penalty_a_day:
            lines.append(writer.say(TEXTS["more_late"], extra=extra, a_day=Money(more.penalty_a_day, currency)))
        else:
            lines.append(writer.say(TEXTS["more_late_fee"], extra=extra))
    if missed.due is not None:
        key = "missed_week" if missed.cost else "missed_nothing"
        values: dict[str, Value] = {"amount": Money(missed.amount, currency), "due": missed.due}
        if missed.cost:
            lines.append(writer.say(TEXTS[key], **values, cost=Money(missed.cost, currency)))
        else:
            lines.append(writer.say(TEXTS[key], **values))
    return writer.message(*lines, discloses=True) if lines else None


def orders(language: Language, currency: str, found: BothOrders | None, count: int) -> Message:
    writer = Writer(language)
    if found is None:
        return writer.message(writer.say(TEXTS["no_debts"]), discloses=True)
    extra = Money(found.extra, currency)
    if count == 1:
        text = writer.say(TEXTS["one_debt"], extra=extra, months=_months(found.by_cost.months, language))
        return writer.message(text, writer.say(TEXTS["others"]), discloses=True)
    cost, size = found.by_cost, found.by_size
    return writer.message(
        writer.say(
            TEXTS["orders"], extra=extra, cost_months=_months(cost.months, language), cost_interest=Money(cost.interest, currency),
            cost_first=cost.first, cost_month=cost.first_month,
        ),
        writer.say(
            TEXTS["orders_size"], size_months=_months(size.months, language), size_interest=Money(size.interest, currency),
            size_first=size.first, size_month=size.first_month,
        ),
        writer.say(TEXTS["orders_both"], saved=Money(abs(size.interest - cost.interest), currency)),
        writer.say(TEXTS["others"]),
        discloses=True,
    )  # fmt: skip


def fund(language: Language, currency: str, found: Fund | None, *, budget: bool) -> Message:
    """How long a safety fund takes; `budget` says that there is a budget to work with."""
    writer = Writer(language)
    if not budget:
        button = writer.button(TEXTS["workshop"], '/learn_budgeting{"do": "workshop"}')
        return writer.message(writer.say(TEXTS["no_budget"]), buttons=[button])
    if found is None:
        return writer.message(writer.say(TEXTS["fund_none"]), discloses=True)
    return writer.message(
        writer.say(
            TEXTS["fund_first"], a_month=Money(found.a_month, currency), first=Money(found.first_goal, currency),
            after=_months(found.first_after, language),
        ),
        writer.say(
            TEXTS["fund_all"], months=_months(found.months, language), target=Money(found.target, currency), all_after=_months(found.all_after, language)
        ),
        discloses=True,
    )  # fmt: skip


def _months(count: int, language: Language) -> str:
    return render.duration(f"P{count}M", language)


def plain(key: str, language: Language) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), discloses=True)
