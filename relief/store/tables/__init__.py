"""Every table of Evenkeel, by topic. Money is whole minor units, times are aware UTC instants."""

from relief.store.tables.base import metadata
from relief.store.tables.chat import (
    buttons,
    channel_links,
    codes,
    conversations,
    dialogue,
    messages,
    payment_requests,
    uploads,
    used_tokens,
    verification_locks,
)
from relief.store.tables.help import (
    borrower_states,
    budgets,
    consents,
    contact_preferences,
    contacts_log,
    decisions,
    plan_instalments,
    plans,
    promises,
    situations,
)
from relief.store.tables.lending import adjustments, freezes, instalments, loan_events, loans, payments
from relief.store.tables.office import audit, audit_head, case_notes, cases, counters, notices, staff
from relief.store.tables.people import borrower_contacts, borrowers

__all__ = [
    "adjustments",
    "audit",
    "audit_head",
    "borrower_contacts",
    "borrower_states",
    "borrowers",
    "budgets",
    "buttons",
    "case_notes",
    "cases",
    "channel_links",
    "codes",
    "consents",
    "contact_preferences",
    "contacts_log",
    "conversations",
    "counters",
    "decisions",
    "dialogue",
    "freezes",
    "instalments",
    "loan_events",
    "loans",
    "messages",
    "metadata",
    "notices",
    "payment_requests",
    "payments",
    "plan_instalments",
    "plans",
    "promises",
    "situations",
    "staff",
    "uploads",
    "used_tokens",
    "verification_locks",
]
