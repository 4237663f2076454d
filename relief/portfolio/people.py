"""The twelve people and five situations of the demo. All of them are invented.

Figures are exact on the reference day; for another day the same people live on that calendar: their dates move along, the
day of the month stays a day of the month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

REFERENCE_DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Person:
    """One person with what verifies them. Amounts are minor units of `currency`.

    `code_to` is the contact that one-time codes go to; `payment` and `paid` say how far the loan has come; `next_due` is the
    next due date on the reference day. S3 has no account: the phone number used to be P7's. S5 writes about her father's loan,
    whose reference and date of birth she knows.
    """

    key: str
    name: str
    story: str
    language: str
    jurisdiction: str
    timezone: str
    date_of_birth: date | None
    reference: str | None
    phone: str
    email: str | None
    code_to: str | None
    borrower_name: str | None = None
    native_name: str | None = None
    book: str | None = None
    currency: str = ""
    principal: int = 0
    annual_rate: str = "0"
    n: int = 0
    frequency: str = "monthly"
    paid: int = 0
    missed: int = 0
    next_due: date | None = None
    income: int = 0
    income_every: str = "monthly"
    income_next_on: date | None = None
    essentials: int = 0
    minimum_surplus: int = 0
    pay_day: Mapping[str, Any] | None = None
    cause: str | None = None


def _at(name: str) -> str:
    return f"{name}@example.org"


CN = {"language": "zh", "jurisdiction": "cn", "timezone": "Asia/Shanghai", "currency": "CNY"}
US = {"language": "en", "jurisdiction": "us", "timezone": "America/Chicago", "currency": "USD"}
IN = {"language": "en", "jurisdiction": "in", "timezone": "Asia/Kolkata", "currency": "INR"}
KE = {"language": "en", "jurisdiction": "ke", "timezone": "Africa/Nairobi", "currency": "KES"}


def _person(base: Mapping[str, str], key: str, name: str, mail: str, phone: str, **rest: Any) -> Person:
    return Person(key=key, name=name, phone=phone, email=_at(mail), **{"code_to": phone, **base, **rest})


PEOPLE: tuple[Person, ...] = (
    _person(
        CN, "P1", "Li Wei 李伟", "li.wei", "+8619900000101",
        borrower_name="Li Wei", native_name="李伟", reference="EK-482913", date_of_birth=date(1992, 3, 14),
        story="Delivery rider in Chengdu, paid by the week; a new algorithm cut his hours. Writes Chinese mixed with English.",
        book="CN-CONS", principal=12_000_00, annual_rate="0.18", n=12, paid=5, missed=2, next_due=date(2026, 12, 10),
        income=1450_00, income_every="weekly", essentials=4300_00, minimum_surplus=200_00,
        pay_day={"rule": "weekly", "weekday": 5}, cause="less_income",
    ),
    _person(
        CN, "P2", "Wang Fang 王芳", "wang.fang", "+8619900000102",
        borrower_name="Wang Fang", native_name="王芳", reference="EK-517306", date_of_birth=date(1997, 6, 21),
        story="Shop assistant, laid off on the 1st; benefit of 1,680 a month; a new job from the 15th of the month after next.",
        book="CN-FLEX", principal=3600_00, annual_rate="0.2388", n=6, paid=2, missed=1, next_due=date(2026, 12, 15),
        income=1680_00, essentials=1500_00, minimum_surplus=100_00, pay_day={"rule": "monthly", "day": 10}, cause="lost_job",
    ),
    _person(
        CN, "P3", "Zhang Jianguo 张建国", "zhang.jianguo", "+8619900000103",
        borrower_name="Zhang Jianguo", native_name="张建国", reference="EK-360842", date_of_birth=date(1974, 2, 8),
        story="Pig and rice farmer; sells before the Spring Festival, 62,000 a year and nothing in between.",
        book="CN-FARM", principal=50_000_00, annual_rate="0.0435", n=24, paid=9, missed=2, next_due=date(2026, 12, 19),
        income=62_000_00, income_every="yearly", income_next_on=date(2027, 2, 5), essentials=2200_00,
        minimum_surplus=300_00, cause="season",
    ),
    _person(
        CN, "P4", "Chen Jing 陈静", "chen.jing", "+8619900000104",
        borrower_name="Chen Jing", native_name="陈静", reference="EK-905127", date_of_birth=date(1985, 9, 30),
        story="Nurse, not late: pays later each month, the last time in two parts on the last evening.",
        book="CN-CONS", principal=24_000_00, annual_rate="0.18", n=24, paid=11, missed=0, next_due=date(2026, 12, 2),
        income=6800_00, essentials=4900_00, minimum_surplus=300_00, pay_day={"rule": "monthly", "day": 28},
    ),
    _person(
        CN, "P5", "Liu Yang 刘洋", "liu.yang", "+8619900000105",
        borrower_name="Liu Yang", native_name="刘洋", reference="EK-274681", date_of_birth=date(1988, 1, 19),
        story="After a divorce: accepted six instalments, paid two, then it broke and the waived penalty came back.",
        book="CN-CONS", principal=18_000_00, annual_rate="0.18", n=18, paid=7, missed=4, next_due=date(2026, 12, 10),
        income=5900_00, essentials=3900_00, minimum_surplus=300_00, pay_day={"rule": "monthly", "day": 25}, cause="family",
    ),
    _person(
        US, "P6", "Maria Gomez", "maria.gomez", "+15125550106",
        borrower_name="Maria Gomez", reference="EK-638250", date_of_birth=date(1981, 5, 2),
        story="Warehouse worker in Texas with a hospital bill; paid every second Friday; a promise for pay-day is all she needs.",
        book="US-PL", principal=4200_00, annual_rate="0.2199", n=52, frequency="biweekly", paid=20, missed=2,
        next_due=date(2026, 11, 27), income=1480_00, income_every="biweekly", essentials=2650_00, minimum_surplus=100_00,
        pay_day={"rule": "biweekly", "known_pay_day": "2026-11-27"}, cause="illness",
    ),
    _person(
        US, "P7", "James Carter", "james.carter", "+15125550107",
        borrower_name="James Carter", reference="EK-193574", date_of_birth=date(1967, 8, 11), code_to=_at("james.carter"),
        story="Pensioner, prices went up; 96 days late; offers a lump sum from his sister. His old number has a new owner.",
        book="US-CARD", principal=6523_00, annual_rate="0.2199", n=36, paid=10, missed=4, next_due=date(2026, 12, 19),
        income=2050_00, essentials=1880_00, minimum_surplus=50_00, pay_day={"rule": "monthly", "day": 3}, cause="costs",
    ),
    _person(
        IN, "P8", "Priya Sharma", "priya.sharma", "+919000000108",
        borrower_name="Priya Sharma", reference="EK-746019", date_of_birth=date(1995, 10, 5),
        story="Tailor in Bihar, her husband is in hospital; the group meets tomorrow.",
        book="IN-JLG", principal=45_000_00, annual_rate="0.24", n=50, frequency="biweekly", paid=14, missed=1,
        next_due=date(2026, 11, 24), income=2900_00, income_every="weekly", essentials=9000_00, minimum_surplus=500_00,
        pay_day={"rule": "weekly", "weekday": 6}, cause="illness",
    ),
    _person(
        IN, "P9", "Ravi Kumar", "ravi.kumar", "+919000000109",
        borrower_name="Ravi Kumar", reference="EK-821465", date_of_birth=date(1982, 4, 27),
        story="Kirana shop; a customer pays in 60 days, so he is 62 days late.",
        book="IN-BIZ", principal=65_000_00, annual_rate="0.22", n=24, paid=8, missed=3, next_due=date(2026, 12, 22),
        income=19_000_00, essentials=13_500_00, minimum_surplus=1000_00, cause="business",
    ),
    _person(
        KE, "P10", "Wanjiku Njoroge", "wanjiku.njoroge", "+254700000110",
        borrower_name="Wanjiku Njoroge", reference="EK-459738", date_of_birth=date(1999, 7, 16),
        story="Market stall in Nakuru; three bad weeks; pays by M-Pesa and writes short messages.",
        book="KE-DIGI", principal=8500_00, annual_rate="0.60", n=8, frequency="weekly", paid=3, missed=3,
        next_due=date(2026, 11, 25), income=3900_00, income_every="weekly", essentials=11_000_00, minimum_surplus=500_00,
        pay_day={"rule": "weekly", "weekday": 6}, cause="less_income",
    ),
    _person(
        KE, "P11", "Otieno Ouma", "otieno.ouma", "+254700000111",
        borrower_name="Otieno Ouma", reference="EK-682093", date_of_birth=date(2002, 2, 28),
        story="Boda-boda rider; the motorcycle was stolen, he has a police report, and he spends more than he earns.",
        book="KE-BODA", principal=45_000_00, annual_rate="0.30", n=40, frequency="weekly", paid=16, missed=11,
        next_due=date(2026, 11, 29), income=6000_00, essentials=7500_00, minimum_surplus=0, cause="asset_lost",
    ),
    _person(
        IN, "P12", "Aisha Begum", "aisha.begum", "+919000000112",
        borrower_name="Aisha Begum", reference="EK-135926", date_of_birth=date(1990, 1, 12),
        story="Has paid 30 times in order; her pay-day moved from the 2nd to the 9th and she wants her date to move along.",
        book="IN-JLG", principal=30_000_00, annual_rate="0.24", n=50, frequency="biweekly", paid=30, missed=0,
        next_due=date(2026, 12, 2), income=2600_00, income_every="weekly", essentials=8200_00, minimum_surplus=400_00,
        pay_day={"rule": "biweekly", "known_pay_day": "2026-12-09"}, cause="technical",
    ),
    _person(
        CN, "S1", "Sun Lei 孙磊", "sun.lei", "+8619900000113",
        borrower_name="Sun Lei", native_name="孙磊", reference="EK-570218", date_of_birth=date(1993, 4, 4),
        story="Writes that he cannot go on, after the third reminder. Protection before everything.",
        book="CN-CONS", principal=15_000_00, annual_rate="0.216", n=12, paid=4, missed=1, next_due=date(2026, 12, 4),
        income=4100_00, essentials=3700_00, minimum_surplus=200_00, cause="lost_job",
    ),
    _person(
        KE, "S2", "Grace Achieng", "grace.achieng", "+254700000114",
        borrower_name="Grace Achieng", reference="EK-308657", date_of_birth=date(1991, 12, 9),
        story="Says that she never took this loan.",
        book="KE-DIGI", principal=5000_00, annual_rate="0.60", n=6, frequency="weekly", paid=0, missed=2,
        next_due=date(2026, 11, 25), income=3200_00, income_every="weekly", essentials=9800_00, minimum_surplus=500_00,
    ),
    Person(
        key="S3", name="The new owner of James Carter's number", language="en", jurisdiction="us", timezone="America/Chicago",
        date_of_birth=None, reference=None, phone="+15125550107", email=None, code_to=None,
        story="Asks who Carter is. There is no account, and nothing is disclosed.",
    ),
    _person(
        IN, "S4", "Meera Nair", "meera.nair", "+919000000115",
        borrower_name="Meera Nair", reference="EK-714390", date_of_birth=date(1989, 3, 23),
        story="Paid on the due date by UPI; the payment is there, but not matched, so she still shows as late.",
        book="IN-JLG", principal=40_000_00, annual_rate="0.23", n=50, frequency="biweekly", paid=11, missed=1,
        next_due=date(2026, 12, 6), income=3100_00, income_every="weekly", essentials=9400_00, minimum_surplus=500_00,
    ),
    _person(
        CN, "S5", "Chen Daming's daughter 陈大明的女儿", "chen.daming", "+8619900000116",
        borrower_name="Chen Daming", native_name="陈大明", reference="EK-926841", date_of_birth=date(1958, 5, 17),
        story="Her father, whose loan it is, has died. Condolence, freeze, documents, no demand on her.",
        book="CN-CONS", principal=9000_00, annual_rate="0.154", n=18, paid=9, missed=2, next_due=date(2026, 12, 16),
        income=3900_00, essentials=2600_00, minimum_surplus=300_00,
    ),
)  # fmt: skip
