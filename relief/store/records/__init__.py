"""What the repositories give back: one frozen record a row, members in the order of the table's columns.

Amounts are whole minor units (`int`) beside their currency, times are aware UTC datetimes.
"""

from relief.store.records.agreements import Approval
from relief.store.records.chat import (
    Button,
    ChannelLink,
    Code,
    Conversation,
    Dialogue,
    Message,
    PaymentRequest,
    Upload,
    UsedToken,
    VerificationLock,
)
from relief.store.records.desk import CannedReply, Handoff, Onlooker, PrivateNote, RefusedDraft, StaffSession, Survey
from relief.store.records.help import (
    BorrowerState,
    Budget,
    Consent,
    Contacted,
    ContactPreference,
    Decision,
    Plan,
    PlanInstalment,
    Promise,
    Situation,
)
from relief.store.records.help_desk import HelpDeskEvent
from relief.store.records.learning import LessonAnswer, LessonOffer, LessonProgress
from relief.store.records.lending import Adjustment, Freeze, Instalment, Loan, LoanEvent, Payment
from relief.store.records.office import AuditLine, Case, CaseNote, Notice, Staff
from relief.store.records.people import Borrower, Contact
from relief.store.records.practice import PracticeRun
from relief.store.records.rights import DataRequest
from relief.store.records.telegram import TelegramChat, TelegramLink, TelegramPart, TelegramUpdate

__all__ = [
    "Adjustment",
    "Approval",
    "AuditLine",
    "Borrower",
    "BorrowerState",
    "Budget",
    "Button",
    "CannedReply",
    "Case",
    "CaseNote",
    "ChannelLink",
    "Code",
    "Consent",
    "Contact",
    "ContactPreference",
    "Contacted",
    "Conversation",
    "DataRequest",
    "Decision",
    "Dialogue",
    "Freeze",
    "Handoff",
    "HelpDeskEvent",
    "Instalment",
    "LessonAnswer",
    "LessonOffer",
    "LessonProgress",
    "Loan",
    "LoanEvent",
    "Message",
    "Notice",
    "Onlooker",
    "Payment",
    "PaymentRequest",
    "Plan",
    "PlanInstalment",
    "PracticeRun",
    "PrivateNote",
    "Promise",
    "RefusedDraft",
    "Situation",
    "Staff",
    "StaffSession",
    "Survey",
    "TelegramChat",
    "TelegramLink",
    "TelegramPart",
    "TelegramUpdate",
    "Upload",
    "UsedToken",
    "VerificationLock",
]
