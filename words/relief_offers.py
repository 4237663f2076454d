"""Hardship heard, the budget asked for and shown, offers beside each other, the summary before a yes, what was booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from relief.agreements import Progress
from relief.money import Money
from relief.policy.model import Budget, Every
from relief.policy.outcome import Decision, Line, NeedsPerson, Offer, Refusal
from relief.policy.what_if import Longer
from relief.store.records import Promise
from words import decision as said
from words import format as render
from words.answers import yes_or_no
from words.compose import Value, Writer
from words.model import Both, Button, Language, Message
from words.relief_charts import schedule

HEARD: dict[str, Both] = {
    "job_loss": Both(
        en="Losing your job is hard, and the bills don't wait. I'm sorry.",
        zh="丢了工作，开销却停不下来，这很不容易。",
    ),
    "reduced_income": Both(
        en="Earning less while everything costs the same is hard.", zh="收入少了，开销却没少，确实不容易。"
    ),
    "illness": Both(en="I'm sorry about the illness. Health comes first.", zh="生病的事，听了很难过。身体最要紧。"),
    "bereavement": Both(en="I'm very sorry for your loss.", zh="亲人离世，请您节哀。"),
    "family_change": Both(
        en="A change like that in the family turns a lot upside down.", zh="家里有这样的变化，很多事都要重新安排。"
    ),
    "disaster": Both(en="I'm sorry about what happened to you.", zh="遇到这样的事，真的不容易。"),
    "business_failure": Both(en="I'm sorry that business is so hard right now.", zh="生意难做，辛苦您了。"),
    "overspending": Both(
        en="Things add up quickly. It's good that you look at it now.", zh="开支很容易就多了，现在来理一理正好。"
    ),
    "other_debts": Both(en="Several debts at once are a heavy load.", zh="同时还几笔钱，负担确实重。"),
    "payment_problem": Both(en="That's annoying when you did mean to pay.", zh="本来想还却没还成，确实让人着急。"),
    "other": Both(en="Thank you for telling me. That sounds hard.", zh="谢谢您告诉我，这确实不容易。"),
}

TEXTS: dict[str, Both] = {
    **{f"heard.{key}": text for key, text in HEARD.items()},
    "keep_reason": Both(
        en="May I keep the reason with your account, so that you needn't explain it again?",
        zh="这个原因可以记在您的账户里吗？这样以后不用再说一遍。",
    ),
    "known": Both(
        en="This is what I have: income {income}, essentials {spending}. Is that still right?",
        zh="目前记录的是：收入{income}，必要开支{spending}。现在还是这样吗？",
    ),
    "next_on": Both(en="{what} (next on {day})", zh="{what}（下次在{day}）"),
    "first_this": Both(en="I'll look at that for you. One thing first:", zh="好，我帮您看。先确认一件事："),
    "budget": Both(
        en="Tell me roughly what comes in and when, what you need for rent, food and the like, and what goes to other loans. "
        "One message is enough. You can also say “skip”.",
        zh="请大致说说：收入多少、几号到账，房租、吃饭等必要开支多少，别的贷款要还多少。一句话说完就行，也可以说“跳过”。",
    ),
    "budget_income": Both(
        en="I've noted {spending} for essentials. What comes in, and how often?",
        zh="必要开支{spending}，记下了。收入有多少，多久发一次？",
    ),
    "budget_essentials": Both(
        en="I've noted {income} coming in. What do you need for rent, food and other essentials?",
        zh="收入{income}，记下了。房租、吃饭等必要开支大概多少？",
    ),
    "budget_rest": Both(
        en="I've noted {spending} for that. What do you need for rent, food and the rest? If that's everything, say “that's all”.",
        zh="这项{spending}，记下了。房租、吃饭这些另外大概要多少？没有别的，就说“就这些”。",
    ),
    "corrected": Both(
        en="I've changed that: income {income}, essentials {spending}. With these figures:",
        zh="已经改好：收入{income}，必要开支{spending}。按新的数字算：",
    ),
    "odd": Both(
        en="{amount} seems very little for that. Did you mean {meant}?", zh="{amount}好像太少了，您是想说{meant}吗？"
    ),
    "when": Both(
        en="From which day does more money come in again, as far as you know? A rough date is enough.",
        zh="您估计哪天起会有新的收入？大概的日子就行。",
    ),
    "which_loan": Both(en="Which loan is it about?", zh="您说的是哪一笔贷款？"),
    "gently": Both(
        en="Only if it helps, and only if you want it: this is what I could offer today. Leaving it is fine too.",
        zh="如果对您有帮助、您也愿意的话，今天可以这样办。不办也没关系。",
    ),
    "lead_one": Both(en="This is possible:", zh="可以这样办："),
    "lead": Both(en="These are possible, the one that helps most first:", zh="有下面几种办法，最有帮助的排在最前："),
    "why": Both(en="Why:", zh="原因："),
    "take_one": Both(en="Would you like that? Nothing is booked yet.", zh="您看这样可以吗？现在还没有办理。"),
    "take": Both(
        en="Which one would you like? Say a number, or ask me anything about them. Nothing is booked yet.",
        zh="您想选哪一个？说序号就行，也可以先问清楚。现在还没有办理。",
    ),
    "pick": Both(en="{kind}", zh="{kind}"),
    "confirm": Both(
        en="To be sure: {summary} Shall I book exactly this? It needs a clear yes.",
        zh="请您确认：{summary}就按这个办理吗？需要您明确说“是”。",
    ),
    "booked": Both(
        en="It's agreed. {summary} The next payment is {amount} on {due}. If something comes in between, tell me before that day: "
        "changing it costs nothing.",
        zh="办好了。{summary}下一笔是{due}还{amount}。如果有变化，在那之前告诉我，更改不收费。",
    ),
    "promised": Both(
        en="Noted: {amount} on {day}. You can change it until that day.",
        zh="记下了：{day}还{amount}。到期之前都可以改。",
    ),
    "stale": Both(
        en="Your account has changed since I showed you that, so I haven't booked it: {what} Here is what is possible now.",
        zh="刚才展示之后您的账户有变化，所以没有办理：{what}下面是现在可行的办法。",
    ),
    "expired": Both(
        en="That offer has run out, so I haven't booked it. Here is what is possible now.",
        zh="那个方案已经过期，没有办理。下面是现在可行的办法。",
    ),
    "held": Both(
        en="Something else about your account has to be settled first, so I'm not offering a plan now. A person is on it.",
        zh="您的账户有别的事情要先处理，所以现在不谈方案，由同事跟进。",
    ),
    "to_person": Both(
        en="Nothing is booked until then, and you don't have to explain it again.",
        zh="在那之前不会办理任何手续，您也不用再说一遍。",
    ),
    "waits": Both(
        en="Until then nothing is added to what you owe, and I'll write to you here as soon as they have decided.",
        zh="在那之前不会增加任何费用。有了结果，我马上在这里告诉您。",
    ),
    "waiting": Both(
        en="Waiting for a person's yes: {summary} Its number is {number}; an answer comes by {due}.",
        zh="正在等人工批准：{summary}编号{number}，{due}前答复。",
    ),
    "agreed_to": Both(
        en="A person has looked at what you asked for and said yes. You can take it until {until}.",
        zh="您申请的方案，人工已经同意。您可以在{until}之前决定要不要办。",
    ),
    "news_approved": Both(
        en="There is an answer: a person has said yes to what you asked for. {summary} You can take it until {until}. Nothing is booked yet.",
        zh="有结果了：您申请的方案人工已经同意。{summary}您可以在{until}之前决定。现在还没有办理。",
    ),
    "news_refused": Both(
        en="There is an answer, and I'm sorry: a person looked at what you asked for ({kind}) and couldn't agree to it. That doesn't count "
        "against you. We can look at what else is possible, or you can ask them about it.",
        zh="有结果了，很抱歉：您申请的“{kind}”人工没有同意。这不会对您不利。我们可以看看还有什么办法，也可以请人工说明原因。",
    ),
    "news_expired": Both(
        en="I'm sorry: nobody decided in time about what you asked for ({kind}), so that offer has run out. That is our fault. Let's look again "
        "at what is possible.",
        zh="很抱歉：您申请的“{kind}”我们没能按时答复，那个方案已经过期，是我们的问题。我们重新看看有哪些办法。",
    ),
    "news_stranger": Both(
        en="There is an answer to something that was asked here. I'll show it once I know that it's you.",
        zh="之前在这里问的事有结果了。确认是您本人之后，我就给您看。",
    ),
    "see": Both(en="Show it", zh="给我看"),
    "not_that": Both(en="About {kind}:", zh="关于{kind}："),
    "no_thanks": Both(
        en="All right, nothing has been booked. Tell me what doesn't fit, or propose something yourself.",
        zh="好的，什么都没有办理。哪里不合适可以告诉我，也可以说说您自己的想法。",
    ),
    "in_order": Both(
        en="Nothing is overdue, so there is nothing to arrange right now. If a payment will be hard, tell me which and until when.",
        zh="目前没有逾期，不需要安排什么。要是哪一期会有困难，可以告诉我是哪一期、要缓到什么时候。",
    ),
    "no_plan": Both(en="There is no plan running at the moment.", zh="目前没有正在进行的还款方案。"),
    "status": Both(
        en="Your plan is running. Next: {amount} on {due}. Still open in it: {left}.",
        zh="您的方案正在进行。下一笔：{due}还{amount}。方案里还剩{left}。",
    ),
    "status_promise": Both(en="You said you would pay {amount} on {day}.", zh="您约定{day}还{amount}。"),
    "changing": Both(
        en="It's good that you say so before it gets harder. The plan you have stays until a new one is agreed.",
        zh="您早点说出来很好。新方案定下来之前，现在的方案不变。",
    ),
    "leave": Both(
        en="If you leave the plan, the {left} that is left of it stays due on its days, and nothing extra is charged for leaving. Shall I end it?",
        zh="退出方案的话，剩下的{left}仍按原来的日期还，退出不收费。要退出吗？",
    ),
    "leave_back": Both(
        en="If you leave the plan, the {left} that is left of it stays due on its days, and exactly the {back} of late charges that were "
        "dropped come back, nothing more. Changing it instead would keep them dropped. Shall I end it?",
        zh="退出方案的话，剩下的{left}仍按原来的日期还，之前减免的{back}会恢复，不会多加。如果改方案而不退出，减免就还在。要退出吗？",
    ),
    "stays": Both(
        en="Then the plan stays as it is. Tell me what doesn't fit and I'll see what can be changed.",
        zh="好，方案照旧。哪里不合适可以告诉我，看看怎么改。",
    ),
    "left_plan": Both(
        en="The plan has ended, as you asked. That counts against nobody. When you'd like another way, just say so.",
        zh="方案已按您的意思结束，不会对您不利。以后想换个办法，随时告诉我。",
    ),
    "options": Both(en="See what is possible", zh="看看有哪些办法"),
    "change": Both(en="Change it", zh="更改方案"),
    "skip": Both(en="Skip", zh="跳过"),
    "total_answer": Both(
        en="Option {n}: you pay {total} in all on the loan; as agreed it would be {contract}, and if nothing were paid until then {nothing}.",
        zh="第{n}种：这笔贷款总共还{total}；按原约定是{contract}，如果到那时一直不还会变成{nothing}。",
    ),
    "longer": Both(
        en="It could run longer. I put the shortest one first that your month carries, since it ends soonest:",
        zh="可以再长一些。我先给的是您每月负担得起的最短方案，这样最早还清：",
    ),
    "longer_pause": Both(
        en="It could be longer. I put the shortest one first that reaches the day on which money is back:",
        zh="可以再久一些。我先给的是刚好等到您有钱那天的最短方案：",
    ),
    "longer_row": Both(
        en="{n} × {each} at most, until {last}; {total} to pay on the loan in all.",
        zh="{n}期，每期最多{each}，到{last}；这笔贷款总共还{total}。",
    ),
    "longer_pause_row": Both(
        en="{n} months, the first payment on {first}; {total} to pay on the loan in all.",
        zh="缓{n}个月，第一期在{first}；这笔贷款总共还{total}。",
    ),
    "longer_say": Both(
        en="The rule here is {most} at most. If you'd like one of these, say how many.",
        zh="这里的规定是最长{most}。想要哪一种，告诉我几个就行。",
    ),
    "longest": Both(
        en="That is already the longest that is possible here: the rule is {most}.",
        zh="这已经是最长的了：规定最多{most}。",
    ),
    "longest_here": Both(
        en="The rule allows up to {most}, but with your account and your month nothing longer works than what I showed.",
        zh="规定最多{most}，但按您的账户和每月情况，没有比刚才更长又可行的。",
    ),
    "longer_once": Both(
        en="That is one payment, so there is nothing to stretch. If you'd like it in parts, just say so.",
        zh="这个办法只付一笔，没有期限可拉长。想分期的话，直接告诉我就行。",
    ),
}


def heard(language: Language, reason: str | None) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(HEARD.get(reason or "other", HEARD["other"])))


def plain(key: str, language: Language, *, discloses: bool = False) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), discloses=discloses)


def yes_no(key: str, language: Language, question_id: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS[key]), buttons=yes_or_no(writer, question_id))


def known(language: Language, budget: Budget, currency: str, question_id: str) -> Message:
    writer = Writer(language)
    text = writer.say(TEXTS["known"], **_sums(writer, budget, currency))
    return writer.message(text, buttons=yes_or_no(writer, question_id), discloses=True)


def budget(language: Language, have: Budget, currency: str, question_id: str, *, rest: bool = False) -> Message:
    """Asks for what is missing; never again for what was said. `rest`: some essentials were named, the others are asked for."""
    writer = Writer(language)
    skip = Button(writer.say(TEXTS["skip"]), f'/deny{{"question": "{question_id}"}}')
    key = (
        "budget_rest"
        if rest
        else "budget"
        if not have.income and not have.spending
        else "budget_essentials"
        if have.income
        else "budget_income"
    )
    values = _sums(writer, have, currency) if key != "budget" else {}
    return writer.message(writer.say(TEXTS[key], **values), buttons=[skip], discloses=key != "budget")


def corrected(language: Language, now: Budget, currency: str) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["corrected"], **_sums(writer, now, currency)), discloses=True)


def odd(language: Language, amount: Money, meant: Money, question_id: str) -> Message:
    writer = Writer(language)
    text = writer.say(TEXTS["odd"], amount=amount, meant=meant)
    return writer.message(text, buttons=yes_or_no(writer, question_id))


def _sums(writer: Writer, have: Budget, currency: str) -> dict[str, str]:
    joint = ", " if writer.language == "en" else "、"

    def one(amount: int, every: Every, next_on: dt.date | None = None) -> str:
        money, often = writer.show(Money(amount, currency)), writer.show(said.EVERY[every])
        text = f"{money} {often}" if writer.language == "en" else f"{often}{money}"
        return writer.say(TEXTS["next_on"], what=text, day=next_on) if next_on else text

    return {
        "income": joint.join(one(item.amount, item.every, item.next_on) for item in have.income),
        "spending": joint.join(one(item.amount, item.every) for item in have.spending),
    }


def which_loan(language: Language, references: Sequence[str], question_id: str) -> Message:
    writer = Writer(language)
    buttons = [
        Button(reference, f'/inform{{"question": "{question_id}", "ordinal": "{k}"}}')
        for k, reference in enumerate((writer.show(reference) for reference in references), start=1)
    ]
    return writer.message(writer.say(TEXTS["which_loan"]), buttons=buttons, discloses=True)


def offers(language: Language, decision: Decision, refused: Refusal | None, currency: str) -> list[Message]:
    """What was asked for and is not possible, then what is: one line an offer, its reasons, and a card each."""
    out: list[Message] = []
    if refused is not None:
        writer = Writer(language)
        lines = said.because_lines(writer, decision, refused, currency)
        head = writer.say(TEXTS["not_that"], kind=said.KINDS[refused.kind])
        out.append(writer.message(head, *lines, buttons=[_person(writer)], discloses=True))
    if decision.offers:
        writer = Writer(language)
        many = len(decision.offers) > 1
        paragraphs = [writer.say(TEXTS["lead" if many else "lead_one"])]
        for k, offer in enumerate(decision.offers, start=1):
            summary = said.offer_summary(writer, offer)
            paragraphs.append(f"{writer.show(k)}. {summary}" if many else summary)
            paragraphs += [f"- {line}" for line in said.because_lines(writer, decision, offer, currency)]
            if offer.needs:
                paragraphs.append("- " + said.needs_person(writer, offer.needs))
        cards = [said.offer_card(writer, decision, offer) for offer in decision.offers]
        chart = schedule(writer, decision.offers)
        out.append(writer.message(*paragraphs, cards=cards, charts=[chart] if chart else (), discloses=True))
    return out


def nothing_fits(language: Language, decision: Decision, currency: str) -> Message | None:
    if decision.nothing_fits is None:
        return None
    writer = Writer(language)
    lines = said.because_lines(writer, decision, decision.nothing_fits, currency)
    return writer.message(*lines, buttons=[_person(writer)], discloses=True)


def choose(language: Language, kinds: Sequence[str], question_id: str) -> Message:
    writer = Writer(language)
    if len(kinds) == 1:
        return writer.message(writer.say(TEXTS["take_one"]), buttons=yes_or_no(writer, question_id))
    buttons = [
        Button(writer.show(said.KINDS[kind]), f'/inform{{"question": "{question_id}", "ordinal": "{k}"}}')
        for k, kind in enumerate(kinds, start=1)
    ]
    return writer.message(writer.say(TEXTS["take"]), buttons=buttons)


def confirm(language: Language, offer: Offer, question_id: str) -> Message:
    writer = Writer(language)
    text = writer.say(TEXTS["confirm"], summary=said.offer_summary(writer, offer))
    return writer.message(text, buttons=yes_or_no(writer, question_id), discloses=True)


def agreed_to(language: Language, until: dt.date) -> Message:
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["agreed_to"], until=until), discloses=True)


def stale(language: Language, changed: Sequence[Line], currency: str) -> Message:
    """Why nothing was booked: what is different from what was shown."""
    writer = Writer(language)
    what = _space(language).join(said.line(writer, one, currency) for one in changed)
    return writer.message(writer.say(TEXTS["stale"], what=what), discloses=True)


def needs_person(language: Language, needs: NeedsPerson) -> Message:
    writer = Writer(language)
    return writer.message(said.needs_person(writer, needs), discloses=True)


def waiting(language: Language, offer: Offer, number: str, due: dt.date) -> Message:
    writer = Writer(language)
    text = writer.say(TEXTS["waiting"], summary=said.offer_summary(writer, offer), number=number, due=due)
    return writer.message(text, buttons=[_person(writer)], discloses=True)


def news(language: Language, status: str, offer: Offer, until: dt.date) -> Message:
    """How it came out, for somebody who is known to be the borrower."""
    writer = Writer(language)
    if status == "approved":
        text = writer.say(TEXTS["news_approved"], summary=said.offer_summary(writer, offer), until=until)
        return writer.message(text, buttons=[writer.button(TEXTS["see"], "/ask_plan_status")], discloses=True)
    text = writer.say(TEXTS[f"news_{status}"], kind=said.KINDS[offer.kind])
    buttons = [writer.button(TEXTS["options"], "/ask_options"), _person(writer)]
    return writer.message(text, buttons=buttons, discloses=True)


def news_stranger(language: Language) -> Message:
    """Says nothing of an account."""
    writer = Writer(language)
    return writer.message(writer.say(TEXTS["news_stranger"]), buttons=[writer.button(TEXTS["see"], "/ask_plan_status")])


def booked(language: Language, offer: Offer) -> Message:
    writer = Writer(language)
    first = offer.payments[0]
    money = Money(first.amount, offer.currency)
    text = writer.say(TEXTS["booked"], summary=said.offer_summary(writer, offer), amount=money, due=first.due)
    return writer.message(text, discloses=True)


def promised(language: Language, promise: Promise, key: str = "promised") -> Message:
    writer = Writer(language)
    money = Money(promise.amount, promise.currency)
    return writer.message(writer.say(TEXTS[key], amount=money, day=promise.promised_for), discloses=True)


def status(language: Language, progress: Progress) -> Message:
    writer = Writer(language)
    following, currency = progress.next, progress.plan.currency
    if following is None:
        return no_plan(language)
    text = writer.say(
        TEXTS["status"],
        amount=Money(following.left, currency),
        due=following.due,
        left=Money(progress.left, currency),
    )
    return writer.message(text, buttons=[writer.button(TEXTS["change"], "/change_plan")], discloses=True)


def leave(language: Language, left: Money, back: Money, question_id: str) -> Message:
    """What follows from leaving a plan, before the yes."""
    writer = Writer(language)
    text = writer.say(TEXTS["leave_back"], left=left, back=back) if back else writer.say(TEXTS["leave"], left=left)
    return writer.message(text, buttons=yes_or_no(writer, question_id), discloses=True)


def left_plan(language: Language) -> Message:
    writer = Writer(language)
    buttons = [writer.button(TEXTS["options"], "/ask_options"), _person(writer)]
    return writer.message(writer.say(TEXTS["left_plan"]), buttons=buttons, discloses=True)


def no_plan(language: Language) -> Message:
    writer = Writer(language)
    buttons = [writer.button(TEXTS["options"], "/ask_options"), _person(writer)]
    return writer.message(writer.say(TEXTS["no_plan"]), buttons=buttons, discloses=True)


def totals(language: Language, all_offers: Sequence[Offer]) -> Message:
    writer = Writer(language)
    lines = [
        writer.say(
            TEXTS["total_answer"],
            n=k,
            total=Money(offer.costs.offer, offer.currency),
            contract=Money(offer.costs.contract, offer.currency),
            nothing=Money(offer.costs.nothing, offer.currency),
        )
        for k, offer in enumerate(all_offers, start=1)
    ]
    return writer.message(*lines, discloses=True)


def longer(language: Language, found: Longer, currency: str) -> Message:
    """Longer forms of the offer, each with its last day and its cost, and the rule that sets the longest."""
    writer = Writer(language)
    if found.limit is None:
        return writer.message(writer.say(TEXTS["longer_once"]), discloses=True)
    months = int(str(found.limit.value))
    most = writer.show(render.duration(f"P{months}M", language))
    pause = found.kind == "extension"
    if not found.longer:
        reached = pause and found.now.n >= months
        return writer.message(writer.say(TEXTS["longest" if reached else "longest_here"], most=most), discloses=True)
    lines = [writer.say(TEXTS["longer_pause" if pause else "longer"])]
    for one in found.longer:
        values: dict[str, Value] = {"n": one.n, "each": Money(one.each, currency), "total": Money(one.total, currency)}
        row = writer.say(
            TEXTS["longer_pause_row" if pause else "longer_row"],
            **values,
            **{"first" if pause else "last": one.first if pause else one.last},
        )
        lines.append(f"- {row}" + (_space(language) + said.needs_person(writer, one.needs) if one.needs else ""))
    lines.append(writer.say(TEXTS["longer_say"], most=most))
    return writer.message(*lines, discloses=True)


def _space(language: Language) -> str:
    return " " if language == "en" else ""


def _person(writer: Writer) -> Button:
    return writer.button(Both(en="Talk to a person", zh="找人工客服"), "/request_human")
