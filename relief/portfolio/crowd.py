"""The many: borrowers drawn by the shares of the demo's books, lateness and habits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from relief.books import BOOKS
from relief.portfolio import names
from relief.portfolio.batch import Batch
from relief.portfolio.histories import CAUSES
from relief.portfolio.lender import make_borrower, make_contact
from relief.store.records import Borrower

BOOK_SHARES: Mapping[str, int] = {
    "CN-CONS": 35, "CN-FLEX": 10, "CN-FARM": 7, "IN-JLG": 18, "IN-BIZ": 5, "KE-DIGI": 10, "KE-BODA": 3, "US-PL": 8, "US-CARD": 4,
}  # fmt: skip
WORKLIST_SHARES: Mapping[str, int] = {"current": 30, "1-29": 32, "30-59": 16, "60-89": 9, "90+": 13}
BOOK_STATES: Mapping[str, Sequence[float]] = {
    "CN-CONS": (94.1, 2.3, 0.8, 0.6, 2.2),
    "CN-FLEX": (94.1, 2.3, 0.8, 0.6, 2.2),
    "CN-FARM": (96.4, 2.1, 0.5, 0.3, 0.7),
    "IN-JLG": (91.3, 3.5, 1.2, 0.8, 3.2),
    "IN-BIZ": (91.3, 3.5, 1.2, 0.8, 3.2),
    "KE-DIGI": (68.3, 10.9, 3.2, 2.2, 15.4),
    "KE-BODA": (68.3, 10.9, 3.2, 2.2, 15.4),
    "US-PL": (90.7, 5.2, 1.1, 0.6, 2.3),
    "US-CARD": (90.7, 5.2, 1.1, 0.6, 2.3),
}
"""The steady state of each book over current, 1-29, 30-59, 60-89, 90+: what second loans are drawn from. First loans follow
the worklist, because the people of the demo are those that somebody works with."""
SECOND_LOAN = 8
AREA_CODES: Sequence[tuple[int, str]] = (
    (512, "America/Chicago"), (713, "America/Chicago"), (312, "America/Chicago"), (504, "America/Chicago"),
    (212, "America/New_York"), (305, "America/New_York"), (404, "America/New_York"), (617, "America/New_York"),
    (303, "America/Denver"), (505, "America/Denver"), (602, "America/Phoenix"), (213, "America/Los_Angeles"),
    (415, "America/Los_Angeles"), (206, "America/Los_Angeles"), (702, "America/Los_Angeles"),
)  # fmt: skip
ZONES: Mapping[str, str] = {"cn": "Asia/Shanghai", "in": "Asia/Kolkata", "ke": "Africa/Nairobi"}
MINIMUM_SURPLUS: Mapping[str, Sequence[int]] = {
    "CNY": (200_00, 300_00, 500_00),
    "INR": (400_00, 500_00, 1000_00),
    "KES": (300_00, 500_00),
    "USD": (50_00, 100_00, 150_00),
}
DAYS_LATE: Mapping[str, tuple[int, int]] = {"1-29": (1, 29), "30-59": (30, 59), "60-89": (60, 89), "90+": (90, 260)}


@dataclass(frozen=True)
class Product:
    """What loans of a book look like: principal from, to (minor units, in steps), rates, terms, rhythm, instalments paid."""

    principal: tuple[int, int, int, int]
    rates: Sequence[str]
    terms: Sequence[int]
    frequency: str
    paid: tuple[int, int]


PRODUCTS: Mapping[str, Product] = {
    "CN-CONS": Product((3000_00, 8000_00, 30_000_00, 100_00), ("0.154", "0.168", "0.18", "0.198", "0.216", "0.24"),
                       (12, 12, 18, 24), "monthly", (5, 20)),
    "CN-FLEX": Product((500_00, 1800_00, 5000_00, 100_00), ("0.198", "0.216", "0.2388", "0.24"), (3, 4, 6, 6), "monthly", (1, 4)),
    "CN-FARM": Product((30_000_00, 45_000_00, 80_000_00, 1000_00), ("0.0435",), (24,), "monthly", (6, 18)),
    "IN-JLG": Product((15_000_00, 30_000_00, 45_000_00, 1000_00), ("0.22", "0.23", "0.24"), (50,), "biweekly", (13, 38)),
    "IN-BIZ": Product((40_000_00, 60_000_00, 100_000_00, 5000_00), ("0.20", "0.21", "0.22"), (24,), "monthly", (6, 18)),
    "KE-DIGI": Product((1000_00, 4000_00, 12_000_00, 100_00), ("0.60",), (4, 5, 6, 8), "weekly", (1, 6)),
    "KE-BODA": Product((30_000_00, 55_000_00, 90_000_00, 1000_00), ("0.30",), (40,), "weekly", (9, 30)),
    "US-PL": Product((1000_00, 3500_00, 8000_00, 50_00), ("0.18", "0.1999", "0.2149", "0.22"), (52,), "biweekly", (13, 40)),
    "US-CARD": Product((2400_00, 6200_00, 11_800_00, 1_00), ("0.22", "0.2199"), (36,), "monthly", (6, 24)),
}  # fmt: skip


def quota(count: int, shares: Mapping[str, int], taken: Counter[str]) -> list[str]:
    """`count` names by their shares (largest remainder), less those that are taken already."""
    total = count + sum(taken.values())
    weight = sum(shares.values())
    exact = {name: total * share / weight - taken[name] for name, share in shares.items()}
    result = {name: max(0, int(value)) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: (result[name] - exact[name], name))
    at = 0
    while sum(result.values()) < count:
        result[by_rest[at % len(by_rest)]] += 1
        at += 1
    while sum(result.values()) > count:
        result[max(result, key=lambda name: result[name])] -= 1
    return [name for name, times in result.items() for _ in range(times)]


def days_late(rng: Random, bucket: str) -> int:
    """Days leaning to the beginning of the bucket; half of 1-29 are 1 to 5."""
    if bucket == "current":
        return 0
    if bucket == "1-29" and rng.random() < 0.5:
        return rng.randint(1, 5)
    low, high = DAYS_LATE[bucket]
    if bucket == "1-29":
        low = 6
    return low + int((high - low + 1) * rng.random() ** 1.6)


def book_state(rng: Random, book: str) -> str:
    return rng.choices(list(WORKLIST_SHARES), BOOK_STATES[book])[0]


class Crowd:
    """Makes borrowers. Phone numbers are from ranges kept for fiction where a country has one (United States: 555-01xx)."""

    def __init__(self, batch: Batch, today: date) -> None:
        self.batch = batch
        self.rng = batch.rng
        self.today = today
        self._causes: list[str] = []

    def cause(self) -> str:
        """Why somebody fell behind, dealt from a pack that holds each cause as often as its share in percent."""
        if not self._causes:
            self._causes = [cause for cause, share, _ in CAUSES for _ in range(share)]
            self.rng.shuffle(self._causes)
        return self._causes.pop()

    def borrower(self, book: str, instalment: int, frequency: str, due: date, since: date) -> Borrower:
        """Somebody whose income has to do with the instalment (minor units), and who is paid shortly before it is due."""
        rng, rules = self.rng, BOOKS[book]
        full_name, native_name = self.name(rules.jurisdiction)
        phone, zone = self.phone(rules.jurisdiction)
        age_days = int(rng.triangular(20, 79, 31) * 365.25)
        every = {"weekly": "weekly", "biweekly": rng.choice(("biweekly", "weekly"))}.get(
            frequency, rng.choice(("monthly", "monthly", "monthly", "biweekly"))
        )
        per_pay = {"weekly": 1, "biweekly": 2}.get(every, 4.33) / {"weekly": 1, "biweekly": 2}.get(frequency, 4.33)
        step = 10_00 if rules.currency in ("CNY", "USD") else 50_00
        income = max(step, int(instalment * per_pay * rng.uniform(2.4, 6.5)) // step * step)
        monthly = income * {"weekly": 52, "biweekly": 26}.get(every, 12) // 12
        borrower = make_borrower(
            self.batch,
            reference=self.batch.unique("EK-{}", 100_000, 999_999),
            full_name=full_name,
            native_name=native_name,
            date_of_birth=self.today - timedelta(days=age_days),
            language="zh" if rules.jurisdiction == "cn" and rng.random() < 0.96 else "en",
            timezone=zone,
            jurisdiction=rules.jurisdiction,
            currency=rules.currency,
            pay_day=self.pay_day(every, due),
            minimum_surplus=rng.choice(MINIMUM_SURPLUS[rules.currency]),
            income=income,
            income_every=every,
            essentials=int(monthly * rng.uniform(0.5, 0.93)) // step * step,
            since=since,
        )
        mail = f"{full_name.lower().replace(' ', '.')}.{borrower.reference[-4:]}@example.org"
        phone_first = rng.random() < 0.85
        self.batch.add(
            borrower,
            make_contact(self.batch, borrower, "phone", phone, primary=phone_first, confirmed=rng.random() < 0.9),
            make_contact(self.batch, borrower, "email", mail, primary=not phone_first, confirmed=rng.random() < 0.7),
        )
        return borrower

    def name(self, jurisdiction: str) -> tuple[str, str | None]:
        rng = self.rng
        if jurisdiction == "cn":
            (family, family_zh), (given, given_zh) = rng.choice(names.CHINESE_SURNAMES), rng.choice(names.CHINESE_GIVEN)
            return f"{family} {given}", family_zh + given_zh
        given_names, family_names = names.OTHERS[jurisdiction]
        return f"{rng.choice(given_names)} {rng.choice(family_names)}", None

    def phone(self, jurisdiction: str) -> tuple[str, str]:
        """A number that no other borrower of the batch has, and the time zone where it is."""
        if jurisdiction == "us":
            code, zone = self.rng.choice(AREA_CODES)
            return self.batch.unique(f"+1{code}55501{{:02d}}", 0, 99), zone
        template = {"cn": "+861990000{:04d}", "in": "+91900000{:04d}", "ke": "+25470000{:04d}"}[jurisdiction]
        return self.batch.unique(template, 200, 9999), ZONES[jurisdiction]

    def pay_day(self, every: str, due: date) -> dict[str, Any]:
        paid = due - timedelta(days=self.rng.randint(1, 4))
        if every == "monthly":
            return {"rule": "monthly", "day": paid.day}
        if every == "weekly":
            return {"rule": "weekly", "weekday": paid.isoweekday()}
        return {"rule": "biweekly", "known_pay_day": paid.isoformat()}

    def principal(self, product: Product) -> int:
        low, mode, high, step = product.principal
        return max(low, int(self.rng.triangular(low, high, mode)) // step * step)
