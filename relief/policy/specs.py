"""The registry of policy parameters: what each may hold, and which of two values is the stricter one.

A parameter that is not listed here is refused in a pack; one that is listed must have a value in the base pack.
Stricter means: leaves less room to whoever applies it. `lower` and `higher` order numbers, `true` and `false` name the
strict flag, `first` orders choices from strict to lax, `narrower` is for windows, `all` for required lists (more is
stricter), `free` has no order and no law behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["days", "months", "count", "minutes", "percent", "rate", "flag", "choice", "list", "money", "window"]
Stricter = Literal["lower", "higher", "true", "false", "first", "narrower", "all", "free"]

ROLES = ("assistant", "collector", "supervisor")
"""Who may say yes, from the least authority to the most."""

REASONS = (
    "job_loss", "reduced_income", "illness", "bereavement", "family_change", "disaster", "business_failure",
    "overspending", "other_debts", "payment_problem", "other",
)  # fmt: skip
"""The reasons of hardship that a borrower's words are read as."""

SPENDING_GROUPS = (
    "home", "utilities", "care_health", "transport", "school", "insurance", "other_essential",
    "communications", "food", "personal", "children",
)  # fmt: skip
"""The groups of a budget, after the UK Standard Financial Statement."""

DISCLOSURES = (
    "D-AI", "D-ID", "D-PURPOSE", "D-COLLECTOR", "D-VALIDATION", "D-DISPUTE", "D-OPTOUT", "D-FREEADVICE",
    "D-CREDITIMPACT", "D-COST", "D-TIMEBAR", "D-PENAL", "D-RECORD", "D-DATA", "D-COMPLAINT", "D-HUMAN", "D-CRISIS",
)  # fmt: skip

PLAN_FIELDS = (
    "total", "dates", "amounts", "structure", "currency", "interest_and_fees", "no_new_card", "rights_and_breach",
    "credit_record", "penal_charges",
)  # fmt: skip

STATES = (
    "distress", "crisis", "bankruptcy", "insolvent", "moratorium", "breathing_space", "deceased", "capacity_hold",
    "represented", "ceased", "identity_unverified", "wrong_person", "dispute", "fraud", "complaint", "servicemember",
    "vulnerable", "plan_active_and_kept", "plan_in_preparation", "bereavement", "disaster", "sensitive_event_hold",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spec:
    """What a parameter may hold. `decides` marks those that the engine reads; `optional` allows `none` (no limit)."""

    unit: Unit
    stricter: Stricter = "free"
    choices: tuple[str, ...] = ()
    optional: bool = False
    decides: bool = False


def _engine(unit: Unit, stricter: Stricter = "free", choices: tuple[str, ...] = (), optional: bool = False) -> Spec:
    return Spec(unit, stricter, choices, optional, decides=True)


SPECS: Mapping[str, Spec] = {
    # Plans in general
    "plans.max_in_period": _engine("count", "lower"),
    "plans.period_months": _engine("months", "higher"),
    "plans.cool_down_days": _engine("days", "higher"),
    "plans.notice_days": _engine("days", "higher"),
    "plans.offset_days": _engine("days"),
    "plans.offer_valid_days": _engine("days"),
    "plans.grace_days": _engine("days", "higher"),
    "plans.freeze_while_kept": _engine("flag", "true"),
    "plans.collection_stops": Spec("flag", "true"),
    "plans.fee_allowed": Spec("flag", "false"),
    "plans.review_months": Spec("months", "lower"),
    "plans.fields": Spec("list", "all", PLAN_FIELDS),
    # Instalments
    "instalments.allowed": _engine("flag"),
    "instalments.max_months": _engine("months", "lower"),
    "instalments.assistant_max_months": _engine("months", "lower"),
    "instalments.min_amount": _engine("money", "free"),
    "instalments.rhythm": _engine("choice", "free", ("monthly", "loan", "pay_day")),
    "instalments.remainder": _engine("choice", "free", ("last", "first", "spread_first")),
    "instalments.without_budget_max_months": _engine("months", "lower"),
    # Extension and payment holiday
    "extension.allowed": _engine("flag"),
    "extension.max_months": _engine("months", "lower"),
    "extension.interest": _engine("choice", "first", ("frozen", "deferred_simple", "capitalised")),
    "extension.deferred_due": _engine("choice", "free", ("spread", "last")),
    "extension.approver": _engine("choice", "free", ROLES),
    "extension.to_income": _engine("flag"),
    "extension.to_income_max_months": _engine("months", "lower"),
    "extension.without_return_max_months": _engine("months", "lower"),
    "extension.first_wage_days": _engine("days"),
    # Moving a due date
    "move_date.allowed": _engine("flag"),
    "move_date.max_days": _engine("days", "lower"),
    "move_date.max_in_period": _engine("count", "lower"),
    "move_date.max_days_past_due": _engine("days", "lower"),
    # Waiver
    "waiver.penalty_percent": _engine("percent"),
    "waiver.fees_percent": _engine("percent"),
    "waiver.interest_percent": _engine("percent"),
    "waiver.cap": _engine("money", "free", optional=True),
    "waiver.condition": _engine("choice", "free", ("plan_kept",)),
    "waiver.when_broken": _engine("choice", "free", ("reinstated",)),
    "waiver.again_after_break": _engine("flag"),
    "waiver.alone_reasons": _engine("list", "free", REASONS),
    # Settlement
    "settlement.allowed": _engine("flag"),
    "settlement.principal_floor_percent": _engine("percent"),
    "settlement.total_floor_percent": _engine("percent"),
    "settlement.min_days_past_due": _engine("days", "higher"),
    "settlement.max_instalments": _engine("count", "lower"),
    "settlement.approver": _engine("choice", "free", ROLES),
    "settlement.pay_within_days": _engine("days"),
    # Promise to pay
    "promise.allowed": _engine("flag"),
    "promise.max_days": _engine("days", "lower"),
    "promise.max_open": _engine("count", "lower"),
    "promise.max_broken": _engine("count", "lower"),
    "promise.period_months": _engine("months", "higher"),
    "promise.grace_days": _engine("days", "higher"),
    "promise.free_moves": Spec("count", "higher"),
    "promise.auto_debit": Spec("flag", "false"),
    # Affordability
    "affordability.essentials": Spec("list", "all", SPENDING_GROUPS),
    "affordability.min_surplus": _engine("money", "higher"),
    "affordability.min_surplus_percent": _engine("percent", "higher"),
    "affordability.safety_share_percent": _engine("percent", "lower"),
    "affordability.buffer_percent": _engine("percent", "higher"),
    "affordability.buffer_cap": _engine("money", "free", optional=True),
    "affordability.debt_service_warn_percent": _engine("percent", "lower", optional=True),
    "affordability.debt_service_person_percent": _engine("percent", "lower", optional=True),
    "affordability.debt_service_max_percent": _engine("percent", "lower", optional=True),
    "affordability.no_new_borrowing": Spec("flag", "true"),
    # Caps on what credit may cost
    "cap.basis": _engine("choice", "free", ("fixed", "reference_multiple")),
    "cap.yearly_cost": _engine("rate", "lower", optional=True),
    "cap.reference_rate": _engine("rate", "lower", optional=True),
    "cap.reference_multiple": _engine("count", "lower", optional=True),
    "cap.older_line": Spec("rate", "lower", optional=True),
    "cap.interest_of_principal_percent": _engine("percent", "lower", optional=True),
    "cap.penalty_of_contract_percent": Spec("count", "lower", optional=True),
    "cap.penalty_bears_interest": Spec("flag", "false"),
    "cap.short_term_daily": Spec("rate", "lower", optional=True),
    "cap.short_term_total_percent": Spec("percent", "lower", optional=True),
    # Who may say yes
    "approval.assistant_amount": _engine("money", "lower"),
    "approval.collector_amount": _engine("money", "lower"),
    "approval.assistant_waiver": _engine("money", "lower"),
    "approval.collector_waiver": _engine("money", "lower"),
    "approval.four_eyes_waiver": _engine("money", "lower", optional=True),
    "approval.offer_stands_days": _engine("days", "higher"),
    # When nothing fits
    "pause.days": _engine("days", "free"),
    "pause.stops_penalty": _engine("flag", "true"),
    # Moratoria, holds and freezes
    "hold.precedence": _engine("list", "free", STATES),
    "hold.moratorium_days": Spec("days", "higher", optional=True),
    "hold.moratorium_stops_interest": Spec("flag", "true"),
    "hold.plan_in_preparation_days": Spec("days", "higher"),
    "hold.crisis_days": Spec("days", "higher"),
    "hold.deceased_from_death": Spec("flag", "true"),
    "hold.servicemember_rate": Spec("rate", "lower", optional=True),
    # Answers to what a borrower files; calendar days
    "answer.dispute": Spec("days", "lower"),
    "answer.complaint": Spec("days", "lower"),
    "answer.credit_record": Spec("days", "lower"),
    "answer.data_request": Spec("days", "lower"),
    "answer.fraud": Spec("days", "lower"),
    "answer.approval": Spec("days", "lower"),
    # Writing or calling first
    "contact.window": Spec("window", "narrower"),
    "contact.sundays": Spec("flag", "false"),
    "contact.holidays": Spec("list", "all"),
    "contact.calls_in_7_days": Spec("count", "lower"),
    "contact.days_without_calls_after_talk": Spec("days", "higher"),
    "contact.talks_a_day": Spec("count", "lower"),
    "contact.tries_a_day": Spec("count", "lower"),
    "contact.all_in_7_days": Spec("count", "lower"),
    "contact.messages_a_day": Spec("count", "lower"),
    "contact.channel_confirmed_days": Spec("days", "lower"),
    "contact.opt_out_minutes": Spec("minutes", "lower"),
    "contact.footer": Spec("flag", "true"),
    "contact.notices_after_cease": Spec("count", "lower"),
    "contact.third_parties": Spec("flag", "false"),
    "contact.private_only": Spec("flag", "true"),
    "contact.telegram": Spec("flag", "false"),
    "contact.bereavement_days": Spec("days", "higher"),
    "contact.disaster_days": Spec("days", "higher"),
    "contact.voice_needs_consent": Spec("flag", "true"),
    "contact.reminder_days": Spec("days", "free"),
    "contact.promise_reminder_days": Spec("days", "free"),
    "contact.limitation_years": Spec("count", "free", optional=True),
    # How long records stay
    "retention.account_years": Spec("count", "higher"),
    "retention.dealings_years": Spec("count", "higher"),
    # What must be said
    "disclosures.first_message": Spec("list", "all", DISCLOSURES),
    "disclosures.every_message": Spec("list", "all", DISCLOSURES),
    "disclosures.before_plan": _engine("list", "all", DISCLOSURES),
    "disclosures.reminder": Spec("list", "all", DISCLOSURES),
    "disclosures.credit_record_years": Spec("count", "free", optional=True),
}
