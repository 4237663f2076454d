"""The conversations that go to protection and not to a plan: ten of two hundred borrowers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from relief.cases import open_case
from relief.portfolio.lender import local
from relief.portfolio.lives import Life
from relief.states import enter
from relief.store.uow import UnitOfWork

KINDS: Sequence[tuple[str, str, str]] = (
    ("distress", "crisis", "chat"),
    ("distress", "crisis", "call"),
    ("dispute", "dispute", "chat"),
    ("dispute", "dispute", "letter"),
    ("fraud", "fraud", "chat"),
    ("wrong_person", "wrong_person", "call"),
    ("deceased", "deceased", "family"),
    ("insolvent", "insolvency", "court"),
    ("complaint", "harassment", "chat"),
    ("complaint", "harassment", "letter"),
)
"""State, kind of case, source."""
EVERY = 20


def protect(uow: UnitOfWork, rng: Random, lives: Sequence[Life], borrowers: int, now: datetime) -> int:
    """Enter the states and open the cases, one for every twenty borrowers; gives back how many."""
    late = [life for life in lives if life.oldest]
    chosen = rng.sample(late, min(len(late), borrowers // EVERY))
    for at, life in enumerate(chosen):
        state, kind, source = KINDS[at % len(KINDS)]
        borrower = life.story.borrower
        day = life.payer.today - timedelta(days=rng.randint(1, 12))
        at_instant = min(local(day, time(10, rng.randint(0, 59)), borrower.timezone), now)
        enter(uow, borrower.id, state, now=at_instant, source=source, evidence=None)
        open_case(
            uow,
            kind,
            idempotency_key=f"demo:{borrower.id}:{kind}",
            now=at_instant,
            borrower_id=borrower.id,
            loan_id=life.story.loan.id,
            summary={"source": source},
            actor="demo",
        )
    return len(chosen)
