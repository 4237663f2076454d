"""One decision while it is being made: the facts looked at once, and the steps written down as they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from relief.arithmetic.rounding import percent_of
from relief.dates import add_months
from relief.policy import cash
from relief.policy.costs import as_contracted, doing_nothing, inside_cap, interest_limit, owed_parts
from relief.policy.model import Account, Kind, Situation, Wishes
from relief.policy.outcome import Change, Costs, Line, Month, NeedsPerson, Parts, Payment, Refusal, Role, Step
from relief.policy.parameters import Rules
from relief.policy.room import debts_of, month_of
from relief.policy.specs import ROLES


class Case:
    """What every kind of relief looks at. Lives for one decision; `steps` is the trace."""

    def __init__(self, account: Account, situation: Situation, wishes: Wishes, rules: Rules, today: date) -> None:
        self.account, self.situation, self.wishes, self.rules, self.today = account, situation, wishes, rules, today
        self.loan = loan = account.loan
        self.fees, self.penalty, self.interest, self.principal = owed_parts(loan.overdue)
        self.arrears = self.interest + self.principal
        self.charges = self.fees + self.penalty
        late = next((owed.due for owed in loan.overdue if owed.contract), None)
        self.days_past_due = (today - late).days if late else 0
        self.contract = as_contracted(loan)
        self.upcoming_total = self.contract - self.arrears - self.charges
        self.clears_at_once = False
        self.other_currency = any(other.currency != loan.currency for other in account.loans)
        self.steps: list[Step] = []
        self.valid_until = today + timedelta(days=rules.plans_offer_valid_days)
        budget = situation.budget
        self.month: Month | None = month_of(account, budget, rules) if budget else None
        self.irregular = budget is not None and budget.irregular
        if self.month:
            self.note("affordability.month", (
                "affordability.min_surplus", "affordability.min_surplus_percent", "affordability.buffer_percent",
                "affordability.buffer_cap", "affordability.safety_share_percent",
            ), left_beside=self.month.left_beside, left_paused=self.month.left_paused, beside=self.month.beside,
                paused=self.month.paused)  # fmt: skip

    def note(self, rule: str, parameters: tuple[str, ...] = (), kind: str = "", /, **inputs: int | str) -> None:
        self.steps.append(Step(rule, "note", kind, parameters, inputs))

    def holds(
        self, passed: bool, rule: str, kind: str, parameters: tuple[str, ...] = (), /, **inputs: int | str
    ) -> bool:
        """Write a rule's outcome down and give it back."""
        self.steps.append(Step(rule, "yes" if passed else "no", kind, parameters, inputs))
        return passed

    # --- refusing --------------------------------------------------------------------------------------------------

    def refuse(
        self, kind: Kind, code: str, *changes: Change, needs: NeedsPerson | None = None, **amounts: int
    ) -> Refusal:
        """A refusal whose first line is its code, with the figures that it rests on."""
        self.steps.append(Step(f"{kind}.refused", "no", kind, (), {"code": code}))
        return Refusal(kind, code, changes, (Line(f"refused.{code}", amounts),), needs)

    # --- earlier agreements ----------------------------------------------------------------------------------------

    def plan_number(self) -> int:
        """How many plans count against this loan's limit already; those changed in time or running now do not."""
        since = add_months(self.today, -self.rules.plans_period_months)
        return sum(
            plan.loan == self.loan.id and plan.kind == "instalments" and plan.agreed_on > since
            and plan.status in ("kept", "broken", "cancelled")
            for plan in self.account.plans
        )  # fmt: skip

    def barred(self, kind: Kind) -> Refusal | None:
        """Whether the number of plans, or the wait after a broken one, stands in the way."""
        plans = [plan for plan in self.account.plans if plan.loan == self.loan.id]
        if not plans:
            return None
        rules = self.rules
        broken = [plan.ended_on for plan in plans if plan.status == "broken" and plan.ended_on]
        if broken:
            free_on = max(broken) + timedelta(days=rules.plans_cool_down_days)
            if not self.holds(free_on <= self.today, "plans.cool_down", kind, ("plans.cool_down_days",)):
                return self.refuse(kind, "cool_down", Change("from_date", dates={"date": free_on}))
        if kind == "extension":
            return None
        number = self.plan_number()
        if self.holds(
            number < rules.plans_max_in_period, "plans.number", kind,
            ("plans.max_in_period", "plans.period_months"), plans=number,
        ):  # fmt: skip
            return None
        return self.refuse(kind, "plans_used_up", Change("person"), needs=NeedsPerson("collector", "plans_used_up"))

    # --- charges ---------------------------------------------------------------------------------------------------

    def waiver(self, kind: str) -> Parts:
        """What is waived while a plan is kept: percentages of what is overdue, principal never, up to the cap.

        Where interest stops at the principal, what is above that is dropped as well."""
        rules = self.rules
        broke_one = any(
            plan.loan == self.loan.id and plan.status == "broken" and plan.waived for plan in self.account.plans
        )
        names = ("waiver.penalty_percent", "waiver.fees_percent", "waiver.interest_percent", "waiver.cap")
        if broke_one and not rules.waiver_again_after_break:
            self.holds(False, "waiver.again_after_break", kind, ("waiver.again_after_break",))
            return Parts(interest=self._above_interest_limit())
        left = rules.waiver_cap if rules.waiver_cap is not None else self.arrears + self.charges
        penalty = min(percent_of(self.penalty, rules.waiver_penalty_percent, "HALF_UP"), left)
        fees = min(percent_of(self.fees, rules.waiver_fees_percent, "HALF_UP"), left - penalty)
        interest = min(percent_of(self.interest, rules.waiver_interest_percent, "HALF_UP"), left - penalty - fees)
        parts = Parts(fees, penalty, max(interest, self._above_interest_limit()))
        if parts.total:
            self.note("waiver.while_kept", names, kind, fees=fees, penalty=penalty, interest=parts.interest)
        return parts

    def _above_interest_limit(self) -> int:
        limit = interest_limit(self.loan, self.rules.cap_interest_of_principal_percent)
        if limit is None:
            return 0
        upcoming = sum(owed.interest + owed.deferred for owed in self.loan.upcoming)
        return min(max(self.interest + upcoming - limit, 0), self.interest)

    # --- who may agree ---------------------------------------------------------------------------------------------

    def approver(
        self, kind: str, amount: int, waived: int, least: str = "assistant", why: str = ""
    ) -> NeedsPerson | None:
        """Whose authority an offer needs; None when the assistant's is enough."""
        rules = self.rules
        role: Role = "assistant"
        above_amount = False
        if amount > rules.approval_collector_amount or waived > rules.approval_collector_waiver:
            role, above_amount = "supervisor", amount > rules.approval_collector_amount
        elif amount > rules.approval_assistant_amount or waived > rules.approval_assistant_waiver:
            role, above_amount = "collector", amount > rules.approval_assistant_amount
        if self.other_currency and least == "assistant":
            least, why = "collector", "other_currency"
        if least != "assistant" and ROLES.index(least) >= ROLES.index(role):
            role = "supervisor" if least == "supervisor" else "collector"
        else:
            why = "amount" if above_amount else "waiver"
        self.steps.append(Step("approval.role", "yes" if role == "assistant" else "no", kind, (
            "approval.assistant_amount", "approval.collector_amount", "approval.assistant_waiver",
            "approval.collector_waiver", "approval.four_eyes_waiver",
        ), {"role": role, "amount": amount, "waived": waived}))  # fmt: skip
        four_eyes = rules.approval_four_eyes_waiver is not None and waived > rules.approval_four_eyes_waiver
        return None if role == "assistant" else NeedsPerson(role, why, 2 if four_eyes else 1)

    # --- money -----------------------------------------------------------------------------------------------------

    def costs(self, offer_total: int, ends_on: date) -> Costs:
        return Costs(offer_total, self.contract, doing_nothing(self.loan, self.today, ends_on, self.contract))

    def within_cap(self, payments: list[Payment], added: int, kind: str) -> bool:
        """Whether these payments, all that are left on the loan, stay inside the yearly cap.

        `added` is what they hold beyond the contract's own interest (charges, interest of a holiday). Where that is
        nothing and the contract is inside, paying the same later is inside too."""
        cap = self.rules.yearly_cap
        if cap is None:
            return True
        plain = not added and self.loan.annual_rate <= cap
        return self.holds(
            plain or inside_cap(self.loan, payments, cap), "cap.yearly_cost", kind,
            ("cap.basis", "cap.yearly_cost", "cap.reference_rate", "cap.reference_multiple"), cap=str(cap),
        )  # fmt: skip

    def first_shortfall(self, payments: list[Payment], kind: str) -> date | None:
        """Where income is not regular: the first day on which the money is not there (other loans counted in)."""
        budget = self.situation.budget
        if budget is None or self.month is None or not self.irregular:
            return None
        keep = self.month.kept_back + self.month.buffer + self.month.other_loans - debts_of(budget)
        day = cash.first_shortfall(budget, keep, payments, self.today)
        inputs: Mapping[str, int | str] = {"day": day.isoformat() if day else "none"}
        self.holds(day is None, "affordability.cash_calendar", kind, ("affordability.min_surplus",), **inputs)
        return day

    def running(self) -> list[Payment]:
        """What falls due on the loan as agreed."""
        return [Payment(owed.due, owed.total) for owed in self.loan.upcoming]
