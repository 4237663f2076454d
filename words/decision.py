"""What a decision says: reasons, refusals with the smallest change, offers and their effects, in both languages.

Everything here speaks about an account, so messages made of it must `disclose`. Amounts of a `Line` are minor units of the
currency that is passed along.
"""

from __future__ import annotations

from collections.abc import Iterable

from relief.money import Money
from relief.policy.explain import because
from relief.policy.outcome import Change, Decision, Line, NeedsPerson, NothingFits, Offer, Refusal
from words.compose import Value, Writer
from words.model import Both, Button, Card, Due, Row

LINES: dict[str, Both] = {
    # the plan itself
    "plan.beside_running": Both(
        en="{n} × {amount} {every}, beside your usual instalment.",
        zh="在正常分期款之外，{every}{amount}，共{n}期。",
    ),
    "plan.beside_running_last": Both(
        en="{n} payments, {amount} {every} and {last} the last time, beside your usual instalment.",
        zh="在正常分期款之外，{every}{amount}，共{n}期，最后一期{last}。",
    ),
    "plan.amounts": Both(en="{n} × {amount} {every}, {total} in all.", zh="{every}{amount}，共{n}期，合计{total}。"),
    "plan.on_pay_days": Both(
        en="Each payment falls right on a pay-day of yours, the first on {first}.",
        zh="每期都安排在您发钱的日子，第一期是{first}。",
    ),
    "plan.waived": Both(
        en="The late charges of {charges} are dropped while you keep to it. If it breaks, exactly this comes back, nothing more.",
        zh="按方案还款期间，{charges}的罚息和逾期费全免。如果中断，只恢复这部分，不会多加。",
    ),
    "plan.charges_stay": Both(
        en="The late charges of {charges} are part of it; nothing is added while you keep to it.",
        zh="其中包含已有的罚息和费用{charges}；按方案还款期间不再增加。",
    ),
    "plan.number": Both(
        en="This is plan number {n} on this loan in the last twelve months.",
        zh="这是这笔贷款近十二个月内的第{n}个方案。",
    ),
    "plan.last": Both(
        en="It is plan number {n}, the last one we can agree here for now. After it a person looks for another way with you.",
        zh="这是第{n}个方案，也是目前在这里能定的最后一个；之后由人工和您一起想办法。",
    ),
    "month.room": Both(
        en="Of {income} a month, {spending} goes to essentials, {running} to the running instalment, and {kept} stays with you: "
        "{room} is left.",
        zh="每月收入{income}，减去必要支出{spending}、正常分期款{running}，再给您留{kept}，还剩{room}。",
    ),
    "month.short": Both(
        en="Of {income} a month, {spending} goes to essentials, {running} to the running instalment, and {kept} stays with you: "
        "{short} is missing.",
        zh="每月收入{income}，减去必要支出{spending}、正常分期款{running}，再给您留{kept}，还差{short}。",
    ),
    "month.short_sum": Both(
        en="Of {income} a month, {spending} goes to essentials, {other} to other loans, {running} to the running instalment, and "
        "{kept} stays with you: {short} is missing.",
        zh="每月收入{income}，减去必要支出{spending}、其他贷款{other}、正常分期款{running}，再给您留{kept}，还差{short}。",
    ),
    "month.sum": Both(
        en="Of {income} a month, {spending} goes to essentials, {other} to other loans, {running} to the running instalment, and "
        "{kept} stays with you. Of the {left} left, up to {room} can go into this.",
        zh="每月收入{income}，减去必要支出{spending}、其他贷款{other}、正常分期款{running}，再给您留{kept}，还剩{left}，其中最多{room}用来还这笔。",
    ),
    "interest.stops_at_principal": Both(
        en="Interest stops growing: it can never go above the principal you owe, {limit}.",
        zh="利息有封顶：总额不会超过您所欠的本金{limit}。",
    ),
    "cap.charges_dropped": Both(
        en="The late charges of {charges} are dropped, because with them the loan would cost more than the limit allows.",
        zh="{charges}的罚息和费用全部取消，因为加上它们就超过了成本上限。",
    ),
    # the borrower's own proposal
    "wish.fits": Both(en="It is what you proposed, and it fits.", zh="这就是您提的方案，可行。"),
    "wish.fewer_do_not_fit": Both(
        en="In {n} payments each would be above the {room} that your budget leaves, so there are more of them.",
        zh="分{n}期的话，每期会超过您能拿出的{room}，所以多分了几期。",
    ),
    "wish.too_many": Both(
        en="{n} payments are more than policy allows; {most} is the longest.",
        zh="{n}期超过了规定，最多可以分{most}期。",
    ),
    "wish.more_than_is_left": Both(
        en="{wish} is more than the {room} your budget leaves. This is the nearest that fits, so you needn't cut what you live on.",
        zh="{wish}超过了您能拿出的{room}。这是最接近又不挤占生活费的方案。",
    ),
    "wish.too_little": Both(
        en="With {wish} each time it would take longer than policy allows ({most} payments). {least} is the least that works.",
        zh="每期{wish}的话，时间会超过规定的{most}期。每期至少要{least}。",
    ),
    "wish.start": Both(en="It begins when you said: from {start}.", zh="按您说的，从{start}开始。"),
    "wish.start_too_late": Both(
        en="You asked to begin on {start}; policy allows a start by {latest} at the latest.",
        zh="您希望{start}开始，按规定最晚要在{latest}开始。",
    ),
    "wish.holiday_shorter": Both(
        en="You asked for {wish} months; {months} is what policy allows here.",
        zh="您希望缓{wish}个月，按规定这里可以缓{months}个月。",
    ),
    "wish.day_too_late": Both(
        en="{wish} is further ahead than policy allows; {latest} is the last possible day.",
        zh="{wish}超出了规定的范围，最晚可以到{latest}。",
    ),
    # holiday
    "holiday.gap": Both(
        en="Nothing to pay until {first}; then it goes on as before.", zh="{first}之前不用还，之后照原来的继续。"
    ),
    "holiday.after_income": Both(
        en="The first payment waits until your money comes in on {income}.", zh="第一笔等{income}您的钱到手以后再还。"
    ),
    "holiday.frozen": Both(en="No interest is added for the pause.", zh="暂停期间不计利息。"),
    "holiday.deferred_simple": Both(
        en="Interest for the pause is {interest}. It is paid later, without interest on it.",
        zh="暂停期间的利息是{interest}，以后补交，不再对它计息。",
    ),
    "holiday.capitalised": Both(
        en="Interest for the pause, {interest}, is added to what you owe.", zh="暂停期间的利息{interest}会加到欠款里。"
    ),
    "holiday.overdue_moves_along": Both(
        en="The overdue {overdue} moves along to the new dates; you don't have to catch up first.",
        zh="已逾期的{overdue}跟着一起往后移，不用先补上。",
    ),
    "holiday.looked_at_again": Both(
        en="Before {date} we look together at whether your new income carries the instalment.",
        zh="{date}之前，我们会和您一起看看新的收入够不够还。",
    ),
    "holiday.same_instalment": Both(
        en="The instalment stays {amount}; the last one moves to {last}.",
        zh="每期金额不变，还是{amount}；最后一期移到{last}。",
    ),
    # promise
    "promise.all": Both(
        en="You pay the whole {due} on {day}, and it is settled.", zh="您在{day}还清{due}，就处理好了。"
    ),
    "promise.part": Both(en="You pay {amount} of the {due} on {day}.", zh="应还{due}，您在{day}先还{amount}。"),
    "promise.move_it": Both(
        en="You can move it until the day itself, and {grace} days of grace come after it.",
        zh="到期之前都可以改；到期后还有{grace}天宽限。",
    ),
    # waiver on its own
    "waiver.because_of": Both(
        en="The late charges of {charges} can be dropped, because of {reason}.",
        zh="因为{reason}，{charges}的罚息和费用可以免掉。",
    ),
    "waiver.pay_the_rest": Both(en="What remains is {amount}, by {day}.", zh="只需在{day}前还{amount}。"),
    "waiver.comes_back": Both(
        en="If it isn't paid by {day}, exactly these {charges} come back, nothing more.",
        zh="如果{day}前没有还，只恢复这{charges}，不会多加。",
    ),
    # moving a date
    "move.from_to": Both(
        en="The due date moves from {old} to {new}, and the later ones with it.",
        zh="还款日从{old}改到{new}，后面的也跟着改。",
    ),
    "move.to_pay_day": Both(
        en="It is the first pay-day of yours after the old date.", zh="这是原还款日之后您第一个发钱的日子。"
    ),
    "move.costs_nothing": Both(en="It costs nothing and no reason is needed.", zh="不收费，也不用说明原因。"),
    "move.left": Both(
        en="After this you can move it {left} more times within a year.", zh="一年内之后还可以再改{left}次。"
    ),
    # settlement
    "settlement.pays": Both(
        en="With {amount} by {day}, the whole debt of {owed} is closed.", zh="{day}前付{amount}，{owed}的欠款全部结清。"
    ),
    "settlement.forgiven": Both(
        en="{forgiven} is forgiven: penalty {penalty}, fees {fees}, interest {interest}, principal {principal}.",
        zh="免除{forgiven}：罚息{penalty}、费用{fees}、利息{interest}、本金{principal}。",
    ),
    "settlement.floor": Both(en="The least that policy allows is {floor}.", zh="按规定最低要还{floor}。"),
    "settlement.person": Both(
        en="A person decides about it; until they say yes nothing is agreed.", zh="要由人工批准，批准之前不算定下来。"
    ),
    "settlement.own_money": Both(
        en="Please only use money that is really yours to use, never a new loan.",
        zh="请只用确实可以动用的钱，不要为此再借款。",
    ),
    # nothing fits
    "nothing.fits": Both(
        en="Right now no plan fits that I could honestly offer you.", zh="目前没有我能负责任地推荐给您的方案。"
    ),
    "nothing.month": Both(
        en="{income} comes in a month and {spending} goes to what you need to live; with the instalments, {short} is missing. So no "
        "plan would hold, and I won't ask for one.",
        zh="每月收入{income}，生活必需要{spending}，加上分期款还差{short}。任何方案都撑不住，所以我不会让您硬还。",
    ),
    "nothing.pause": Both(en="Until {until} nothing is asked of you.", zh="{until}之前不需要您还款。"),
    "nothing.person": Both(
        en="A person looks at your case and comes back to you.", zh="会有人工专门看您的情况，再联系您。"
    ),
    "nothing.advice": Both(
        en="Free and independent debt advice can look at everything with you.",
        zh="您也可以找免费、中立的债务咨询，一起看看全部情况。",
    ),
    # what it costs
    "cost.same": Both(
        en="In all you pay {total}, the same as agreed; doing nothing would come to {nothing}.",
        zh="总共还{total}，和原来约定的一样；什么都不做的话会变成{nothing}。",
    ),
    "cost.less": Both(
        en="In all you pay {total}: {less} less than as agreed, and doing nothing would come to {nothing}.",
        zh="总共还{total}，比原来约定的少{less}；什么都不做的话会变成{nothing}。",
    ),
    "cost.more": Both(
        en="In all you pay {total}: {more} more than as agreed; doing nothing would come to {nothing}.",
        zh="总共还{total}，比原来约定的多{more}；什么都不做的话会变成{nothing}。",
    ),
    "cost.dearer": Both(
        en="To be clear: this costs {more} more than doing nothing over the same time. In all you pay {total}.",
        zh="要说明的是：这比同样时间里什么都不做多花{more}。总共还{total}。",
    ),
    # refusals
    "refused.not_offered": Both(en="Policy doesn't provide for this here.", zh="按规定，这里没有这一项。"),
    "refused.nothing_overdue": Both(
        en="Nothing is overdue, so there is nothing to spread.", zh="目前没有逾期，不需要这样安排。"
    ),
    "refused.not_needed": Both(
        en="Your month leaves {room}, enough to clear it in one payment. A plan would only make it longer.",
        zh="您每月还剩{room}，一次就能还清，做分期反而拖长。",
    ),
    "refused.cool_down": Both(en="The last plan broke only a few days ago.", zh="上一个方案几天前才中断。"),
    "refused.plans_used_up": Both(
        en="This loan has had as many plans as I may agree to in a year. That isn't a no: a person can look further.",
        zh="这笔贷款一年内的方案次数已经用完，我不能再定。但不是没有办法，人工可以继续想办法。",
    ),
    "refused.above_cap": Both(
        en="It would cost more in a year than the limit allows, so I may not offer it.",
        zh="这样一年的总成本会超过上限，我不能提供。",
    ),
    "refused.money_not_there_yet": Both(
        en="Over the year it would add up, but on those dates the money isn't there yet.",
        zh="按全年算够，但那些日子钱还没到手。",
    ),
    "refused.debts_too_large": Both(
        en="All your instalments together would take too large a part of your income.",
        zh="所有还款加起来占收入的比例太高。",
    ),
    "refused.nothing_left_over": Both(
        en="After what you need to live, nothing is left for it. A plan would not hold, so I'm not offering one.",
        zh="扣除生活必需之后没有余钱，方案撑不住，所以我不推荐。",
    ),
    "refused.not_affordable": Both(
        en="Even the longest plan asks for more than your month leaves.",
        zh="就算分到最长，每期也超过您每月能拿出的钱。",
    ),
    "refused.nothing_open": Both(en="There is nothing open on this loan to move.", zh="这笔贷款没有需要改期的款项。"),
    "refused.holiday_used_up": Both(
        en="The pauses that policy allows in a year are used up.", zh="一年内可以缓的时间已经用完。"
    ),
    "refused.no_end_in_sight": Both(
        en="A pause helps over a gap with an end. I don't know yet when more money comes in.",
        zh="暂停适合度过一段有尽头的难关。我还不知道您什么时候会有更多收入。",
    ),
    "refused.would_not_help": Both(
        en="After the pause the same instalment of {running} would come, and it wouldn't fit then either.",
        zh="暂停过后还是同样的每期{running}，到时一样还不上。",
    ),
    "refused.too_far_off": Both(
        en="The money comes later than I may let payments wait.", zh="钱到手的时间超过了我能缓的期限。"
    ),
    "refused.more_than_is_left": Both(
        en="{amount} at once is more than the {room} your month leaves.",
        zh="一次还{amount}，超过您每月能拿出的{room}。",
    ),
    "refused.promise_open": Both(en="There is a promise to pay open already.", zh="已经有一个还款约定还没到期。"),
    "refused.promises_not_kept": Both(
        en="Earlier promises couldn't be kept. Something that fits your month better will help more.",
        zh="之前的约定没能做到，换个更合适的办法会更好。",
    ),
    "refused.no_charges": Both(en="No late charges are open on this loan.", zh="这笔贷款没有罚息或逾期费。"),
    "refused.with_a_plan_only": Both(
        en="On my own authority I can drop the charges as part of a plan, not by themselves.",
        zh="我能在方案里免掉罚息和费用，但不能单独免。",
    ),
    "refused.waived_before": Both(
        en="Charges were dropped before and came back when that plan broke. A second time needs a person.",
        zh="之前免过一次，方案中断后恢复了；再次减免要由人工决定。",
    ),
    "refused.overdue_first": Both(
        en="Moving the date works while nothing is overdue. For what is overdue, another kind of help fits better.",
        zh="没有逾期时才能改还款日；已经逾期的部分，用别的办法更合适。",
    ),
    "refused.moved_before": Both(
        en="The date was moved as often as policy allows in a year.", zh="一年内改期的次数已经用完。"
    ),
    "refused.no_other_day": Both(en="I don't know which day you'd like instead.", zh="我还不知道您想改到哪天。"),
    "refused.only_when_asked": Both(
        en="Closing a loan with one lower payment is something only you can bring up; nobody here will press for it.",
        zh="少还一部分结清，只在您自己提出时才谈，我们不会催您这么做。",
    ),
    "refused.too_early": Both(
        en="Policy allows talking about this only when a loan is late for longer.", zh="按规定，逾期更久才能谈这个。"
    ),
    "refused.pays_everything": Both(
        en="With that sum you'd pay everything, {amount}, so nothing has to be settled.",
        zh="这个金额够还清全部{amount}，不需要协商。",
    ),
    "refused.below_floor": Both(
        en="{amount} is below the {floor} that policy sets as the least.", zh="{amount}低于规定的最低{floor}。"
    ),
    "refused.held": Both(
        en="While {state} is open, I don't talk about plans or payments.", zh="在{state}处理期间，我们不谈方案和还款。"
    ),
    # why an offer that was on the table is gone
    "changed.paid": Both(en="{amount} has come in meanwhile.", zh="这期间到账了{amount}。"),
    "changed.taken_back": Both(
        en="A payment of {amount} was taken back meanwhile.", zh="这期间有{amount}的付款被退回。"
    ),
    "changed.fell_due": Both(en="The instalment of {amount} fell due on {due}.", zh="{due}有一期{amount}到期了。"),
    "changed.charges_more": Both(
        en="Late charges of {amount} were added meanwhile.", zh="这期间新增罚息和费用{amount}。"
    ),
    "changed.charges_less": Both(
        en="Late charges of {amount} are gone meanwhile.", zh="这期间罚息和费用少了{amount}。"
    ),
    "changed.agreement": Both(en="Something else was agreed meanwhile.", zh="这期间有了别的约定。"),
    "changed.other": Both(en="Something on the account is different now.", zh="账户情况和刚才不一样了。"),
    # the smallest change
    "change.ask": Both(en="If you'd still like it in parts, just say so.", zh="如果还是想分期，说一声就行。"),
    "change.person": Both(en="A person can look at it.", zh="可以请人工看看。"),
    "change.from_date": Both(en="It is possible again from {date}.", zh="从{date}起就可以了。"),
    "change.more_a_month": Both(en="With {amount} more a month it would be possible.", zh="每月再多{amount}就可以了。"),
    "change.longer": Both(
        en="Over {n} instead of {instead} payments it would fit; that needs a person.",
        zh="分{n}期（而不是{instead}期）就够，但要人工同意。",
    ),
    "change.pause_running": Both(
        en="With the running instalment paused, {room} a month would be free.",
        zh="如果正常分期款先停，每月能拿出{room}。",
    ),
    "change.after_income": Both(
        en="From {date}, when your money comes in, it is possible.", zh="{date}钱到手之后就可以。"
    ),
    "change.return_date": Both(
        en="Tell me from when on more money comes in, and I can look again.",
        zh="告诉我什么时候会有更多收入，我再看一次。",
    ),
    "change.earlier": Both(en="If the money came by {date}, it would be possible.", zh="如果{date}之前有钱，就可以。"),
    "change.plan_instead": Both(en="A plan in instalments is possible instead.", zh="可以改用分期方案。"),
    "change.with_a_plan": Both(
        en="As part of a plan that you keep, {charges} would be dropped.", zh="如果按方案还款，{charges}可以免掉。"
    ),
    "change.overdue_first": Both(
        en="Once the {amount} is paid or in a plan, the date can be moved.", zh="{amount}还清或纳入方案后，就能改期。"
    ),
    "change.name_a_day": Both(en="Name a day, and I'll see.", zh="说一个日子，我来看看。"),
    "change.name_a_sum": Both(
        en="If you have such a sum of your own, tell me how much.", zh="如果您手头有一笔可以动用的钱，告诉我多少。"
    ),
    "change.pay_off": Both(en="{amount} pays off everything.", zh="{amount}可以全部还清。"),
    "change.more_at_once": Both(
        en="With {amount} more, {floor} in all, I could put it to a person.",
        zh="再多{amount}、一共{floor}，我就能提交给人工。",
    ),
    "change.once_settled": Both(en="Once {state} is settled, we look at it again.", zh="等{state}处理完，我们再看。"),
    # what comes next
    "next.other_offers": Both(en="There are other ways that work: {n}.", zh="还有{n}种办法可行。"),
    "next.person": Both(
        en="The next step is a person, who gets what you told me.", zh="下一步由人工接手，您说过的不用再说。"
    ),
    "always.person": Both(en="You can speak to a person at any time.", zh="您随时可以找人工客服。"),
    "always.ask_again": Both(
        en="If something changes, tell me and I'll look again.", zh="情况有变就告诉我，我再看一次。"
    ),
}

KINDS: dict[str, Both] = {
    "promise": Both(en="A day to pay", zh="约定一天还款"),
    "move_date": Both(en="Another due date", zh="更改还款日"),
    "instalments": Both(en="What is overdue, in instalments", zh="逾期部分分期还"),
    "extension": Both(en="A pause", zh="先缓一缓"),
    "waiver": Both(en="Late charges dropped", zh="减免罚息和费用"),
    "settlement": Both(en="Closing the debt with one lower sum", zh="协商少还一部分结清"),
}

EFFECTS: dict[str, Both] = {
    "interest.none_on_plan": Both(en="none on the instalments", zh="分期部分不计息"),
    "interest.stops_at_principal": Both(
        en="none on the instalments; never above the principal", zh="分期部分不计息，总额不超过本金"
    ),
    "interest.frozen": Both(en="frozen in the pause", zh="暂停期间停止计息"),
    "interest.deferred_simple": Both(en="goes on in the pause, paid later", zh="暂停期间照计，以后补交"),
    "interest.capitalised": Both(en="goes on in the pause, added to the debt", zh="暂停期间照计，计入欠款"),
    "interest.as_agreed": Both(en="as agreed", zh="按原约定"),
    "interest.ends": Both(en="ends", zh="不再计息"),
    "penalty.waived_while_kept": Both(en="dropped while you keep to it", zh="按方案还款期间全免"),
    "penalty.no_more_while_kept": Both(en="none added while you keep to it", zh="按方案还款期间不再增加"),
    "penalty.goes_on": Both(en="goes on", zh="继续产生"),
    "penalty.goes_on_until_paid": Both(en="goes on until it is paid", zh="还清前继续产生"),
    "penalty.waived_when_paid": Both(en="dropped when it is paid", zh="还清后全免"),
    "penalty.none": Both(en="none", zh="没有"),
    "penalty.ends": Both(en="ends", zh="不再产生"),
    "credit_record.late_stays_plan_noted": Both(
        en="The late payment stays on record, the plan may be shown", zh="逾期记录仍在，方案可能会显示"
    ),
    "credit_record.not_late_while_kept": Both(en="Not reported late while you keep to it", zh="按约定还款期间不报逾期"),
    "credit_record.late_until_paid": Both(en="Shown late until it is paid", zh="还清前显示逾期"),
    "credit_record.not_late": Both(en="No effect", zh="没有影响"),
    "credit_record.settled_for_less": Both(en="May be shown as settled for less", zh="可能显示为协商结清"),
}

ROLES: dict[str, Both] = {
    "assistant": Both(en="the assistant", zh="自动助手"),
    "collector": Both(en="a colleague", zh="专员"),
    "supervisor": Both(en="a supervisor", zh="主管"),
}

WHY_PERSON: dict[str, Both] = {
    "amount": Both(en="the amount is above what I may agree", zh="金额超过我能同意的范围"),
    "waiver": Both(en="dropping this much is for a person to decide", zh="这样的减免要由人工决定"),
    "term": Both(en="it runs longer than I may agree", zh="时间超过我能同意的范围"),
    "debts": Both(en="your instalments together take a large part of your income", zh="所有还款占收入的比例较高"),
    "other_currency": Both(en="you have loans in two currencies", zh="您有两种货币的贷款"),
    "holiday": Both(en="a pause of this kind is for a person to agree", zh="这样的缓还要由人工批准"),
    "settlement": Both(en="closing a debt for less is always for a person to agree", zh="协商结清都要由人工批准"),
    "not_offered": Both(en="it is outside what I may offer", zh="这不在我能提供的范围内"),
    "plans_used_up": Both(en="the plans that I may agree are used up", zh="我能定的方案次数已用完"),
    "holiday_used_up": Both(en="the pauses that I may agree are used up", zh="我能给的缓还次数已用完"),
    "too_far_off": Both(en="it is further ahead than I may agree", zh="时间超过我能同意的范围"),
    "above_cap": Both(en="the cost is above the limit", zh="成本超过上限"),
    "cash": Both(en="the money comes at other times", zh="钱到手的时间对不上"),
    "nothing_fits": Both(en="nothing fits that I may offer", zh="没有我能提供的合适方案"),
    "held": Both(en="something else has to be settled first", zh="有别的事情要先处理"),
}

STATES: dict[str, Both] = {
    "distress": Both(en="what you're going through", zh="您目前的困难"),
    "crisis": Both(en="what you're going through", zh="您目前的困难"),
    "bankruptcy": Both(en="the insolvency", zh="破产程序"),
    "insolvent": Both(en="the insolvency", zh="破产程序"),
    "moratorium": Both(en="the breathing space", zh="债务暂缓期"),
    "breathing_space": Both(en="the breathing space", zh="债务暂缓期"),
    "deceased": Both(en="the estate", zh="身后事务"),
    "capacity_hold": Both(en="the support you need", zh="您需要的协助"),
    "represented": Both(en="your representative's case", zh="您委托的代理事务"),
    "ceased": Both(en="your wish for no contact", zh="停止联系的要求"),
    "identity_unverified": Both(en="the identity check", zh="身份核实"),
    "wrong_person": Both(en="the identity check", zh="身份核实"),
    "fraud": Both(en="the fraud report", zh="冒名举报"),
    "dispute": Both(en="the dispute", zh="异议"),
    "complaint": Both(en="the complaint", zh="投诉"),
    "servicemember": Both(en="the military-service check", zh="服役核实"),
    "vulnerable": Both(en="the support you need", zh="您需要的协助"),
    "plan_in_preparation": Both(en="the plan in preparation", zh="正在准备的方案"),
    "bereavement": Both(en="the bereavement", zh="丧事"),
    "disaster": Both(en="the disaster", zh="灾害"),
}

REASONS: dict[str, Both] = {
    "job_loss": Both(en="the lost job", zh="失业"),
    "reduced_income": Both(en="the lower income", zh="收入减少"),
    "illness": Both(en="the illness", zh="生病"),
    "bereavement": Both(en="the bereavement", zh="亲人去世"),
    "family_change": Both(en="the change in your family", zh="家庭变故"),
    "disaster": Both(en="what happened to you", zh="灾害或意外损失"),
    "business_failure": Both(en="the trouble in your business", zh="生意困难"),
    "overspending": Both(en="the higher costs", zh="开支变大"),
    "other_debts": Both(en="your other debts", zh="其他债务"),
    "payment_problem": Both(en="the payment problem", zh="付款故障"),
    "other": Both(en="your situation", zh="您的情况"),
}

EVERY: dict[str, Both] = {
    "weekly": Both(en="a week", zh="每周"),
    "biweekly": Both(en="every two weeks", zh="每两周"),
    "semimonthly": Both(en="twice a month", zh="每半个月"),
    "monthly": Both(en="a month", zh="每月"),
    "quarterly": Both(en="every three months", zh="每季度"),
    "yearly": Both(en="a year", zh="每年"),
    "once": Both(en="once", zh="一次"),
}

ROWS: dict[str, Both] = {
    "payments": Both(en="Payments", zh="期数"),
    "each": Both(en="Each, at most", zh="每期最多"),
    "first": Both(en="First payment", zh="第一期"),
    "last": Both(en="Last payment", zh="最后一期"),
    "total": Both(en="Total to pay on the loan", zh="这笔贷款总共还"),
    "contract": Both(en="If you paid as agreed", zh="按原约定还"),
    "nothing": Both(en="If you did nothing until then", zh="到那时什么都不做"),
    "interest": Both(en="Interest", zh="利息"),
    "penalty": Both(en="Late charges", zh="罚息和费用"),
    "credit": Both(en="Credit record", zh="征信"),
    "valid": Both(en="Stands until", zh="有效期至"),
    "person": Both(en="Needs a yes from", zh="需要批准"),
}

TEXTS: dict[str, Both] = {
    **LINES,
    **{f"kind.{key}": text for key, text in KINDS.items()},
    **{f"effect.{key}": text for key, text in EFFECTS.items()},
    **{f"role.{key}": text for key, text in ROLES.items()},
    **{f"why.{key}": text for key, text in WHY_PERSON.items()},
    **{f"state.{key}": text for key, text in STATES.items()},
    **{f"reason.{key}": text for key, text in REASONS.items()},
    **{f"every.{key}": text for key, text in EVERY.items()},
    **{f"row.{key}": text for key, text in ROWS.items()},
    "needs_person": Both(en="This needs a yes from {who}, since {why}.", zh="这要由{who}批准，因为{why}。"),
    "summary": Both(
        en="{kind}: {n} payments, the first {first_amount} on {first}, the last {last_amount} on {last}, {total} in all.",
        zh="{kind}：共{n}期，第一期{first}还{first_amount}，最后一期{last}还{last_amount}，合计{total}。",
    ),
    "summary_once": Both(en="{kind}: {total} on {first}.", zh="{kind}：{first}还{total}。"),
    "step.yes": Both(en="passed", zh="通过"),
    "step.no": Both(en="not passed", zh="未通过"),
    "step.note": Both(en="noted", zh="记录"),
}
_CODES = {"every": EVERY, "state": STATES, "reason": REASONS}


def line(writer: Writer, what: Line | Change, currency: str) -> str:
    """One reason or change as a sentence. Raises KeyError for a key without words."""
    key = f"change.{what.key}" if isinstance(what, Change) else what.key
    values: dict[str, Value] = {name: Money(amount, currency) for name, amount in what.amounts.items()}
    values.update(what.dates)
    values.update(what.counts)
    for name, code in what.codes.items():
        values[name] = _CODES[name][code]
    return writer.say(LINES[key], **values)


def because_lines(
    writer: Writer, decision: Decision, about: Offer | Refusal | NothingFits, currency: str
) -> tuple[str, ...]:
    """The because-card: three to six sentences."""
    return tuple(line(writer, item, currency) for item in because(decision, about))


def needs_person(writer: Writer, needs: NeedsPerson) -> str:
    """Whose yes is needed, and why."""
    why = WHY_PERSON.get(needs.why) or STATES.get(needs.why) or WHY_PERSON["held"]
    return writer.say(TEXTS["needs_person"], who=ROLES[needs.role], why=why)


def offer_summary(writer: Writer, offer: Offer) -> str:
    """The amounts and dates that a yes stands for, in one sentence."""
    first, last = offer.payments[0], offer.payments[-1]
    total = Money(offer.total, offer.currency)
    if len(offer.payments) == 1:
        return writer.say(TEXTS["summary_once"], kind=KINDS[offer.kind], total=total, first=first.due)
    return writer.say(
        TEXTS["summary"],
        kind=KINDS[offer.kind],
        n=len(offer.payments),
        first=first.due,
        first_amount=Money(first.amount, offer.currency),
        last=last.due,
        last_amount=Money(last.amount, offer.currency),
        total=total,
    )


def refusal(writer: Writer, decision: Decision, what: Refusal, currency: str) -> str:
    """A refusal: its reason and the smallest change, in two sentences."""
    lines: Iterable[Line | Change] = [*what.because, *what.changes[:1]]
    return (
        " ".join(line(writer, item, currency) for item in lines)
        if writer.language == "en"
        else "".join(line(writer, item, currency) for item in lines)
    )


def offer_card(writer: Writer, decision: Decision, offer: Offer, button: Button | None = None) -> Card:
    """An offer beside the others: figures, what it does to interest, charges and credit record, schedule, reasons."""
    money = offer.currency

    def row(key: str, value: Value) -> Row:
        return writer.row(ROWS[key], value)

    rows = [row("first", offer.first_due), row("total", Money(offer.costs.offer, money))]
    if len(offer.payments) > 1:
        rows.insert(0, row("payments", len(offer.payments)))
        rows.insert(1, row("each", Money(offer.largest, money)))
        rows.insert(3, row("last", offer.ends_on))
    rows += [
        row("contract", Money(offer.costs.contract, money)),
        row("nothing", Money(offer.costs.nothing, money)),
        row("interest", EFFECTS[f"interest.{offer.interest}"]),
        row("penalty", EFFECTS[f"penalty.{offer.penalty}"]),
        row("credit", EFFECTS[f"credit_record.{offer.credit_record}"]),
        row("valid", offer.valid_until),
    ]
    if offer.needs:
        rows.append(row("person", ROLES[offer.needs.role]))
    return Card(
        kind="offer",
        title=writer.show(KINDS[offer.kind]),
        rows=tuple(rows),
        offer=offer.id,
        schedule=tuple(
            Due(item.due.isoformat(), Money(item.amount, money).to_decimal_string(), money) for item in offer.payments
        ),
        total=Money(offer.total, money).to_decimal_string(),
        currency=money,
        because=because_lines(writer, decision, offer, money),
        valid_until=offer.valid_until.isoformat(),
        button=button,
    )


def account_rows(writer: Writer, decision: Decision) -> tuple[tuple[str, ...], ...]:
    """The collector's full account as a table: every step, then every parameter with its pack, date, status and source."""
    steps = [
        (
            step.kind,
            step.rule,
            writer.show(TEXTS[f"step.{step.outcome}"]),
            ", ".join(f"{name}={value}" for name, value in step.inputs.items()),
            ", ".join(step.parameters),
        )
        for step in decision.trace
    ]
    versions = [
        (
            version.pack,
            version.name,
            str(version.to_json()["value"]),
            f"{version.status}, {version.starts.isoformat()}",
            version.source + ("" if version.verified else " (unverified)"),
        )
        for version in decision.versions
    ]
    return (*steps, *versions)
