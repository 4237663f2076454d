"""Progress in lessons, answers to their questions, offers and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select, update

from relief.store import tables
from relief.store.records.learning import LessonAnswer, LessonOffer, LessonProgress
from relief.store.repositories.base import Repository


class LessonProgresses(Repository[LessonProgress]):
    table = tables.lesson_progress
    record = LessonProgress

    def of(self, borrower_id: str | None, conversation_id: str | None) -> list[LessonProgress]:
        """What the borrower did on any channel, and what was done in this conversation; the latest first."""
        c = self.table.c
        whose = []
        if borrower_id:
            whose.append(c.borrower_id == borrower_id)
        if conversation_id and borrower_id:
            # Another borrower's progress stays theirs, even in a conversation that both have used.
            whose.append((c.conversation_id == conversation_id) & c.borrower_id.is_(None))
        elif conversation_id:
            whose.append(c.conversation_id == conversation_id)
        return self._all(or_(*whose), order=(c.updated_at.desc(), c.id)) if whose else []

    def due_for_repeat(self, now: datetime) -> list[LessonProgress]:
        c = self.table.c
        return self._all(c.repeat_on <= now, c.repeated_at.is_(None), c.borrower_id.isnot(None), order=c.repeat_on)

    def adopt(self, progress_id: str, borrower_id: str, owner: str) -> None:
        """What was done before somebody was known now belongs to them."""
        self.change(progress_id, borrower_id=borrower_id, owner=owner)

    def counts(self) -> list[tuple[str, int, int]]:
        """Lesson, begun, finished."""
        c = self.table.c
        done = func.sum(case((c.finished_at.isnot(None), 1), else_=0))
        query = select(c.lesson, func.count(), done).group_by(c.lesson).order_by(c.lesson)
        return [(row[0], int(row[1]), int(row[2] or 0)) for row in self.connection.execute(query)]


class LessonAnswers(Repository[LessonAnswer]):
    table = tables.lesson_answers
    record = LessonAnswer

    def of_progress(self, progress_id: str) -> list[LessonAnswer]:
        return self._all(self.table.c.progress_id == progress_id, order=(self.table.c.at, self.table.c.id))

    def first_counts(self) -> list[tuple[str, str, int, int]]:
        """Lesson, moment, first answers, right ones among them."""
        c, p = self.table.c, tables.lesson_progress.c
        right = func.sum(case((c.right.is_(True), 1), else_=0))
        query = (
            select(p.lesson, c.moment, func.count(), right)
            .join(tables.lesson_progress, p.id == c.progress_id)
            .where(c.attempt == 1)
            .group_by(p.lesson, c.moment)
            .order_by(p.lesson, c.moment)
        )
        return [(row[0], row[1], int(row[2]), int(row[3] or 0)) for row in self.connection.execute(query)]


class LessonOffers(Repository[LessonOffer]):
    table = tables.lesson_offers
    record = LessonOffer

    def of(self, borrower_id: str | None, conversation_id: str | None) -> list[LessonOffer]:
        """What was offered to the borrower, or in this conversation."""
        c = self.table.c
        whose: list[Any] = []
        if borrower_id:
            whose.append(c.borrower_id == borrower_id)
        if conversation_id:
            whose.append(c.conversation_id == conversation_id)
        return self._all(or_(*whose), order=(c.offered_at, c.id)) if whose else []

    def answered(self, offers: Iterable[LessonOffer], answer: str, now: datetime) -> None:
        ids = [offer.id for offer in offers]
        if ids:
            query = update(self.table).where(self.table.c.id.in_(ids))
            self.connection.execute(query.values(answer=answer, answered_at=now))

    def counts(self) -> list[tuple[str, int, int, int]]:
        """Lesson, offered, taken, declined."""
        c = self.table.c

        def said(answer: str) -> Any:
            return func.sum(case((c.answer == answer, 1), else_=0))

        query = select(c.lesson, func.count(), said("yes"), said("no")).group_by(c.lesson).order_by(c.lesson)
        return [(row[0], int(row[1]), int(row[2] or 0), int(row[3] or 0)) for row in self.connection.execute(query)]
