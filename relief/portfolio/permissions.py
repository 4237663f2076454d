"""What the demo's borrowers allowed: reminders at the time of the contract, and a few who want none."""

from __future__ import annotations

from datetime import date, time, timedelta

from relief.portfolio.batch import Batch
from relief.portfolio.lender import local
from relief.store.records import Borrower, Consent, ContactPreference

WORDING = {
    "en": "You may remind me of due dates by text message and e-mail. I can stop this at any time.",
    "zh": "可以用短信和邮件提醒我还款日。我随时可以取消。",
}
OPTED_OUT = 0.05
EVENINGS_ONLY = 0.06


def permissions(batch: Batch, today: date) -> None:
    """A consent for everybody; one in twenty has opted out since, some want to be written to in the evening only."""
    for borrower in batch.records[Borrower]:
        wording = WORDING[borrower.language]
        batch.add(
            Consent(
                batch.id("v"),
                borrower.id,
                None,
                "reminders",
                "all",
                True,
                wording,
                borrower.language,
                borrower.created_at,
            )
        )
        chance = batch.rng.random()
        since = local(today - timedelta(days=batch.rng.randint(20, 90)), time(15), borrower.timezone)
        if chance < OPTED_OUT:
            batch.add(ContactPreference(borrower.id, ["all"], None, None, None, {}, since))
        elif chance < OPTED_OUT + EVENINGS_ONLY:
            batch.add(ContactPreference(borrower.id, [], "17:00", "19:00", None, {}, since))
