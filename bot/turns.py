"""Answers stored messages, each conversation's in order, by asking Rasa."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.database import Database, DatabaseUnavailable
from bot.delivery import Delivered, Delivery
from bot.directives import Directive, Reply, UnreadableAnswer, read
from bot.faults import Faults
from bot.hub import Event, Hub
from bot.intake import Context, Taken, context_of
from bot.lines import state_of, view
from bot.logging import fault
from bot.metrics import Metrics
from bot.rasa import Rasa, RasaUnavailable
from relief.store.uow import UnitOfWork
from words import gateway
from words.model import as_language

GIVE_UP_AFTER = 4
"""Attempts at a message that fails although Rasa and the action server are up, before the borrower gets an apology."""

GIVE_UP_AFTER_ERRORS = 8
"""The same when Rasa takes too long or answers with an error, which more often passes."""

LONGEST_WAIT_S = 30
KNOWN_LANGUAGES = 10_000

log = structlog.get_logger()


class NoAnswer(RuntimeError):
    """Rasa is up, but said nothing: an action failed."""


@dataclass(frozen=True)
class Kept:
    """The message could not be answered now; it stays, and the answer follows."""

    trouble: str


Outcome = Delivered | Kept


@dataclass
class _Job:
    seq: int
    context: Context | None
    done: asyncio.Future[Outcome] = field(repr=False)


class Turns:
    """One queue a conversation. `behind` are the conversations with kept messages."""

    def __init__(
        self,
        database: Database,
        rasa: Rasa,
        delivery: Delivery,
        hub: Hub,
        now: Callable[[], datetime],
        metrics: Metrics,
        faults: Faults,
    ) -> None:
        self._database = database
        self._rasa = rasa
        self._delivery = delivery
        self._hub = hub
        self._now = now
        self._metrics = metrics
        self._faults = faults
        self._queues: dict[str, list[_Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: OrderedDict[str, str] = OrderedDict()
        self.behind: set[str] = set()

    async def answer(self, taken: Taken) -> asyncio.Future[Outcome]:
        """Queue a message that was just taken in, after older ones that are still kept."""
        conversation_id = taken.conversation.id
        if taken.first and taken.context is not None:
            self._remember(conversation_id, taken.conversation.language)
        if conversation_id in self.behind:
            await self.catch_up(conversation_id)
        # Whoever comes second, or after others, is looked up again when its turn comes.
        fresh = not taken.repeated and conversation_id not in self._queues
        context = taken.context if fresh else None
        return self._queue(conversation_id, taken.message.seq, context)

    def read_along(self, conversation_id: str, seq: int, text: str) -> None:
        """Let Rasa read a line that a person answers, so that intent and entities stand beside it. No turn; best effort."""
        task = asyncio.create_task(self._read_along(conversation_id, seq, text))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read_along(self, conversation_id: str, seq: int, text: str) -> None:
        understood = await self._rasa.understand(text)
        if understood is None:
            return

        def note(uow: UnitOfWork) -> None:
            line = uow.messages.at_seq(conversation_id, seq)
            if line is not None:
                uow.messages.change(line.id, understood=understood)

        try:
            await self._database.write(note)
        except DatabaseUnavailable:
            log.warning("reading_not_kept", conversation=conversation_id, seq=seq)

    async def catch_up(self, conversation_id: str) -> None:
        """Queue the kept messages of a conversation. Raises DatabaseUnavailable."""
        for line in await self._database.read(lambda uow: uow.messages.unanswered_in(conversation_id)):
            self._queue(conversation_id, line.seq, None)

    async def idle(self) -> None:
        """Until nothing is being answered."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def stop(self) -> None:
        """Let go of what is being answered: it is stored, and answered after the next start."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _queue(self, conversation_id: str, seq: int, context: Context | None) -> asyncio.Future[Outcome]:
        queue = self._queues.get(conversation_id)
        for job in queue or ():
            if job.seq == seq:
                return job.done
        job = _Job(seq, context, asyncio.get_running_loop().create_future())
        if queue is None:
            self._queues[conversation_id] = [job]
            task = asyncio.create_task(self._work(conversation_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            queue.append(job)
            queue[1:] = sorted(queue[1:], key=lambda job: job.seq)
        return job.done

    async def _work(self, conversation_id: str) -> None:
        queue = self._queues[conversation_id]
        kept: Kept | None = None
        try:
            while queue:
                job = queue[0]
                # Once one message is kept, those behind it wait too: nothing is answered out of order.
                outcome = kept or await self._attempt(conversation_id, job)
                if isinstance(outcome, Kept):
                    kept = outcome
                    self.behind.add(conversation_id)
                queue.pop(0)
                job.done.set_result(outcome)
            if kept is None:
                self.behind.discard(conversation_id)
        finally:
            del self._queues[conversation_id]
            for job in queue:
                self.behind.add(conversation_id)
                job.done.set_result(Kept("stopping"))

    async def _attempt(self, conversation_id: str, job: _Job) -> Outcome:
        started = time.perf_counter()
        timings: dict[str, float] = {}
        trouble: str | None = None
        outcome: Outcome
        try:
            outcome = await self._turn(conversation_id, job, timings)
        except RasaUnavailable as error:
            trouble = error.trouble
        except DatabaseUnavailable:
            trouble = "database"
        except (NoAnswer, UnreadableAnswer) as error:
            trouble = "silence" if isinstance(error, NoAnswer) else "unreadable"
        except Exception as error:  # one broken turn must not end the queue of a conversation
            log.error("turn_broken", conversation=conversation_id, seq=job.seq, **fault(error))
            trouble = "broken"
        if trouble is not None:
            outcome = await self._failed(conversation_id, job.seq, trouble)
        total = time.perf_counter() - started
        self._metrics.turn_seconds.observe(total)
        result = trouble or ("dropped" if isinstance(outcome, Delivered) and outcome.dropped else "answered")
        self._metrics.turns.labels(result).inc()
        for refusal in outcome.refusals if isinstance(outcome, Delivered) else ():
            self._metrics.refused_lines.labels(refusal).inc()
        log.info(
            "turn",
            conversation=conversation_id,
            seq=job.seq,
            result=result,
            lines=len(outcome.fresh) if isinstance(outcome, Delivered) else 0,
            refused=list(outcome.refusals) if isinstance(outcome, Delivered) else [],
            total_ms=round(total * 1000, 1),
            **{name: round(seconds * 1000, 1) for name, seconds in timings.items()},
        )
        return outcome

    async def _turn(self, conversation_id: str, job: _Job, timings: dict[str, float]) -> Delivered:
        context = job.context or await self._database.read(lambda uow: self._context(uow, conversation_id, job.seq))
        if context is None or context.conversation.state == "person":
            delivered = await self._deliver(conversation_id, job.seq, Reply(()))
            if context is not None:
                self.read_along(conversation_id, job.seq, context.ask)
            return delivered
        self._publish_typing(conversation_id, True)
        try:
            language = context.conversation.language
            if self._told.get(conversation_id) != language:
                await self._rasa.tell_language(conversation_id, language)
                self._remember(conversation_id, language)
            clock = time.perf_counter()
            parts = await self._rasa.ask(conversation_id, context.ask, context.metadata)
            timings["rasa_ms"] = time.perf_counter() - clock
            self._faults.at("asked")
            reply = read(parts, as_language(language))
            if not reply.steps:
                raise NoAnswer
            clock = time.perf_counter()
            delivered = await self._deliver(conversation_id, job.seq, reply)
            timings["store_ms"] = time.perf_counter() - clock
        finally:
            self._publish_typing(conversation_id, False)
        if delivered.erase_tracker:
            await self._erase(conversation_id)
        return delivered

    def _context(self, uow: UnitOfWork, conversation_id: str, seq: int) -> Context | None:
        line = uow.messages.at_seq(conversation_id, seq)
        if line is None or line.status != "received":
            return None
        return context_of(uow, uow.conversations.require(conversation_id), line, self._now())

    async def _deliver(self, conversation_id: str, seq: int, reply: Reply) -> Delivered:
        now = self._now()
        delivered = await self._database.write(
            lambda uow: self._delivery.deliver(uow, conversation_id, seq, reply, now)
        )
        self._faults.at("answered")
        conversation = delivered.conversation
        for line in delivered.fresh:
            self._hub.publish(Event(conversation_id, "message", view(line, conversation.timezone), line.seq))
        if any(isinstance(step, Directive) for step in reply.steps):
            self._hub.publish(Event(conversation_id, "state", state_of(conversation, now)))
        return delivered

    async def _failed(self, conversation_id: str, seq: int, trouble: str) -> Outcome:
        """Keep the message; when it alone is what fails, apologise after some attempts."""
        if trouble in ("unreachable", "database", "stopping"):
            return Kept(trouble)
        try:
            if not (await self._rasa.is_up() and await self._rasa.actions_are_up()):
                return Kept(trouble)
            now = self._now()
            attempts = await self._database.write(lambda uow: _count_attempt(uow, conversation_id, seq, now))
            if attempts < (GIVE_UP_AFTER if trouble in ("silence", "unreadable", "broken") else GIVE_UP_AFTER_ERRORS):
                return Kept(trouble)
            error_id = secrets.token_hex(4)
            log.error("gave_up", conversation=conversation_id, seq=seq, trouble=trouble, error_id=error_id)
            return await self._give_up(conversation_id, seq, error_id)
        except DatabaseUnavailable:
            return Kept("database")

    async def _give_up(self, conversation_id: str, seq: int, error_id: str) -> Delivered:
        conversation = await self._database.read(lambda uow: uow.conversations.require(conversation_id))
        apology = gateway.gave_up(as_language(conversation.language), error_id)
        return await self._deliver(conversation_id, seq, Reply((apology,)))

    async def _erase(self, conversation_id: str) -> None:
        try:
            await self._rasa.erase(conversation_id)
        except RasaUnavailable as error:
            log.error("tracker_not_erased", conversation=conversation_id, trouble=error.trouble)
        self._told.pop(conversation_id, None)

    def _remember(self, conversation_id: str, language: str) -> None:
        self._told[conversation_id] = language
        self._told.move_to_end(conversation_id)
        if len(self._told) > KNOWN_LANGUAGES:
            self._told.popitem(last=False)

    def _publish_typing(self, conversation_id: str, typing: bool) -> None:
        self._hub.publish(Event(conversation_id, "typing", {"from": "bot", "typing": typing}))


def _count_attempt(uow: UnitOfWork, conversation_id: str, seq: int, now: datetime) -> int:
    """Note that an attempt at a message failed, and when the next one is due. The attempts so far."""
    line = uow.messages.at_seq(conversation_id, seq)
    if line is None or line.status != "received":
        return 0
    attempts = line.attempts + 1
    wait = timedelta(seconds=min(2**attempts, LONGEST_WAIT_S))
    uow.messages.change(line.id, attempts=attempts, next_attempt_at=now + wait)
    return attempts
