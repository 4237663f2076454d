"""One transaction: repositories on one connection, kept by `commit()` and undone otherwise."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import Any

from sqlalchemy.engine import Connection, Engine

from relief.store.repositories.agreements import Approvals
from relief.store.repositories.chat import Buttons, Conversations, Dialogues, Messages
from relief.store.repositories.desk import (
    CannedReplies,
    Handoffs,
    Onlookers,
    PrivateNotes,
    RefusedDrafts,
    StaffSessions,
    Surveys,
)
from relief.store.repositories.help import (
    Budgets,
    Consents,
    ContactsLog,
    Decisions,
    Plans,
    Promises,
    Situations,
    States,
)
from relief.store.repositories.help_desk import HelpDeskEvents
from relief.store.repositories.learning import LessonAnswers, LessonOffers, LessonProgresses
from relief.store.repositories.lending import Loans, Payments
from relief.store.repositories.office import Audit, Cases, Notices, PaymentRequests, StaffMembers, Uploads
from relief.store.repositories.people import Borrowers
from relief.store.repositories.practice import PracticeRuns
from relief.store.repositories.proof import Codes, UsedTokens, VerificationLocks
from relief.store.repositories.rights import DataRequests
from relief.store.repositories.telegram import TelegramChats, TelegramLinks, TelegramParts, TelegramUpdates


class UnitOfWork:
    """`with UnitOfWork(engine) as uow: …; uow.commit()`. Leaving without `commit()` rolls everything back.

    It takes SQLite's write lock at once, so keep it short and wait for nothing in it. `readonly=True` neither waits
    for writers nor keeps them waiting, and refuses to commit.
    """

    connection: Connection

    def __init__(self, engine: Engine, *, readonly: bool = False) -> None:
        self._engine = engine
        self._readonly = readonly

    def __enter__(self) -> UnitOfWork:
        connection = self._engine.connect()
        try:
            self.connection = connection.execution_options(readonly=self._readonly)
            self._transaction: Any = self.connection.begin()
        except BaseException:
            connection.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._transaction.is_active:
                self._transaction.rollback()
        finally:
            self.connection.close()

    def commit(self) -> None:
        """Keep what was done. The unit of work is over then."""
        if self._readonly:
            raise RuntimeError("this unit of work was opened for reading only; open one without readonly=True to write")
        self._transaction.commit()

    @cached_property
    def borrowers(self) -> Borrowers:
        return Borrowers(self.connection)

    @cached_property
    def loans(self) -> Loans:
        return Loans(self.connection)

    @cached_property
    def payments(self) -> Payments:
        return Payments(self.connection)

    @cached_property
    def payment_requests(self) -> PaymentRequests:
        return PaymentRequests(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.connection)

    @cached_property
    def buttons(self) -> Buttons:
        return Buttons(self.connection)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self.connection)

    @cached_property
    def locks(self) -> VerificationLocks:
        return VerificationLocks(self.connection)

    @cached_property
    def used_tokens(self) -> UsedTokens:
        return UsedTokens(self.connection)

    @cached_property
    def dialogue(self) -> Dialogues:
        return Dialogues(self.connection)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.connection)

    @cached_property
    def states(self) -> States:
        return States(self.connection)

    @cached_property
    def situations(self) -> Situations:
        return Situations(self.connection)

    @cached_property
    def budgets(self) -> Budgets:
        return Budgets(self.connection)

    @cached_property
    def lesson_progress(self) -> LessonProgresses:
        return LessonProgresses(self.connection)

    @cached_property
    def lesson_answers(self) -> LessonAnswers:
        return LessonAnswers(self.connection)

    @cached_property
    def lesson_offers(self) -> LessonOffers:
        return LessonOffers(self.connection)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self.connection)

    @cached_property
    def plans(self) -> Plans:
        return Plans(self.connection)

    @cached_property
    def approvals(self) -> Approvals:
        return Approvals(self.connection)

    @cached_property
    def promises(self) -> Promises:
        return Promises(self.connection)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self.connection)

    @cached_property
    def contacts_log(self) -> ContactsLog:
        return ContactsLog(self.connection)

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.connection)

    @cached_property
    def uploads(self) -> Uploads:
        return Uploads(self.connection)

    @cached_property
    def data_requests(self) -> DataRequests:
        return DataRequests(self.connection)

    @cached_property
    def staff(self) -> StaffMembers:
        return StaffMembers(self.connection)

    @cached_property
    def staff_sessions(self) -> StaffSessions:
        return StaffSessions(self.connection)

    @cached_property
    def handoffs(self) -> Handoffs:
        return Handoffs(self.connection)

    @cached_property
    def onlookers(self) -> Onlookers:
        return Onlookers(self.connection)

    @cached_property
    def private_notes(self) -> PrivateNotes:
        return PrivateNotes(self.connection)

    @cached_property
    def canned_replies(self) -> CannedReplies:
        return CannedReplies(self.connection)

    @cached_property
    def surveys(self) -> Surveys:
        return Surveys(self.connection)

    @cached_property
    def refused_drafts(self) -> RefusedDrafts:
        return RefusedDrafts(self.connection)

    @cached_property
    def help_desk_events(self) -> HelpDeskEvents:
        return HelpDeskEvents(self.connection)

    @cached_property
    def practice_runs(self) -> PracticeRuns:
        return PracticeRuns(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    @cached_property
    def telegram_chats(self) -> TelegramChats:
        return TelegramChats(self.connection)

    @cached_property
    def telegram_updates(self) -> TelegramUpdates:
        return TelegramUpdates(self.connection)

    @cached_property
    def telegram_parts(self) -> TelegramParts:
        return TelegramParts(self.connection)

    @cached_property
    def telegram_links(self) -> TelegramLinks:
        return TelegramLinks(self.connection)
