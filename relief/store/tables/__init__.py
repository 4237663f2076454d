"""Every table of Evenkeel, by topic. Money is whole minor units, times are aware UTC instants."""

from relief.store.tables.agreements import approvals
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
from relief.store.tables.desk import (
    canned_replies,
    handoffs,
    onlookers,
    private_notes,
    refused_drafts,
    staff_sessions,
    surveys,
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
from relief.store.tables.help_desk import help_desk_events
from relief.store.tables.learning import lesson_answers, lesson_offers, lesson_progress
from relief.store.tables.lending import adjustments, freezes, instalments, loan_events, loans, payments
from relief.store.tables.office import audit, audit_head, case_notes, cases, counters, notices, staff
from relief.store.tables.people import borrower_contacts, borrowers
from relief.store.tables.practice import practice_runs
from relief.store.tables.rights import data_requests
from relief.store.tables.telegram import telegram_chats, telegram_links, telegram_parts, telegram_updates

__all__ = [
    "adjustments",
    "approvals",
    "audit",
    "audit_head",
    "borrower_contacts",
    "borrower_states",
    "borrowers",
    "budgets",
    "buttons",
    "canned_replies",
    "case_notes",
    "cases",
    "channel_links",
    "codes",
    "consents",
    "contact_preferences",
    "contacts_log",
    "conversations",
    "counters",
    "data_requests",
    "decisions",
    "dialogue",
    "freezes",
    "handoffs",
    "help_desk_events",
    "instalments",
    "lesson_answers",
    "lesson_offers",
    "lesson_progress",
    "loan_events",
    "loans",
    "messages",
    "metadata",
    "notices",
    "onlookers",
    "payment_requests",
    "payments",
    "plan_instalments",
    "plans",
    "practice_runs",
    "private_notes",
    "promises",
    "refused_drafts",
    "situations",
    "staff",
    "staff_sessions",
    "surveys",
    "telegram_chats",
    "telegram_links",
    "telegram_parts",
    "telegram_updates",
    "uploads",
    "used_tokens",
    "verification_locks",
]
