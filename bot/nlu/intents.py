"""The intents by heading, and how the headings rank: distress over protection over relief over account over learning over talk."""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

DISTRESS = "express_distress"
OUT_OF_SCOPE = "out_of_scope"
INFORM = "inform"

HEADINGS: dict[str, tuple[str, ...]] = {
    "conversation": ("greet", "goodbye", "thank", "affirm", "deny", INFORM, "ask_help", "ask_clarify", "cancel", "change_language", "bot_challenge", "ask_legitimacy", OUT_OF_SCOPE),
    "account": ("check_balance", "ask_due_date", "ask_charges", "ask_payment_history", "report_payment", "make_payment"),
    "relief": ("explain_hardship", "ask_options", "request_extension", "request_installments", "request_waiver", "request_settlement", "promise_to_pay", "ask_plan_status", "change_plan", "refuse_to_pay"),
    "protection": (DISTRESS, "request_human", "complain", "dispute_debt", "report_fraud", "wrong_person", "report_deceased", "report_insolvency", "stop_contact", "set_contact_preference", "request_privacy", "ask_consequences"),
    "learning": ("learn_money", "learn_budgeting", "learn_credit", "learn_interest", "learn_saving", "learn_debt_priority", "learn_scams"),
}  # fmt: skip
HEADING_OF = {intent: heading for heading, intents in HEADINGS.items() for intent in intents}

# What is said on the way to a wish, seldom the wish itself.
BACKGROUND = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", INFORM, "explain_hardship", OUT_OF_SCOPE, "ask_clarify", "ask_help"}
)
URGENCY = {"protection": 5, "relief": 4, "account": 3, "learning": 2, "conversation": 1}


def urgency(intent: str) -> int:
    """How pressing an intent is, from 1 (talk) to 6 (distress); an unknown one counts as talk."""
    return 6 if intent == DISTRESS else URGENCY.get(HEADING_OF.get(intent, "conversation"), 1)
