"""The moments when money must wait, with the running product: in both languages, before verification and in the middle of an offer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.nlu.memory import Memory, memory_url
from bot.settings import Settings
from relief.accounts import overview
from relief.dates import clock_from_environment
from relief.portfolio.demo import people as demo_people
from relief.store import tables
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork
from tests.dialogue.conftest import signed_link
from tests.dialogue.driver import Borrower, Bot, Conversation, WebChannel
from tests.product import Product
from words.model import Language

pytestmark = pytest.mark.system

Talking = Callable[..., tuple[Borrower, Bot]]
MONEY = ("CNY", "¥", "overdue", "instalment", "逾期", "罚息", "分期", "还款")
LANGUAGES: list[Language] = ["en", "zh"]


@dataclass
class Office:
    """What the lender sees beside the chat: the tables, and people of the portfolio whom no other test uses."""

    product: Product
    engine: Engine
    talks: list[WebChannel]
    spare: Iterator[str]

    @property
    def now(self) -> Any:
        return clock_from_environment(self.product.environment).now()

    def meet(self, language: Language) -> tuple[Borrower, Bot, str]:
        """Somebody who is late on a loan in China comes from the lender's page; the third value is their id."""
        reference = next(self.spare)
        channel = WebChannel(self.product.url)
        self.talks.append(channel)
        talk = Conversation(channel, language, signed_link(self.product, reference))
        with UnitOfWork(self.engine, readonly=True) as uow:
            borrower = uow.borrowers.by_reference(reference)
        assert borrower and talk.heard.verified
        return talk.borrower, talk.bot, borrower.id

    def states(self, borrower_id: str) -> list[str]:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return [state.state for state in uow.states.current(borrower_id, self.now)]

    def actions(self, subject: str) -> list[str]:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return [line.action for line in uow.audit.about(subject)]

    def told(self, action: str) -> int:
        """How often the audit says that a right was answered."""
        with UnitOfWork(self.engine, readonly=True) as uow:
            return sum(line.action == action for line in uow.audit.latest(1000))

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """What the audit writes down meanwhile, by anybody."""
        with UnitOfWork(self.engine, readonly=True) as uow:
            before = {line.seq for line in uow.audit.latest(1000)}
        written: list[str] = []
        yield written
        with UnitOfWork(self.engine, readonly=True) as uow:
            written += [line.action for line in uow.audit.latest(1000) if line.seq not in before]

    def of_case(self, number: str) -> list[str]:
        with UnitOfWork(self.engine, readonly=True) as uow:
            case = uow.cases.by_number(number)
            return [line.action for line in uow.audit.about(case.id)] if case else []

    def cases(self, borrower_id: str) -> list[str]:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return [case.kind for case in uow.cases.of_borrower(borrower_id)]

    def penalty(self, borrower_id: str, days: int = 0) -> int:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return sum(view.penalty for view in overview(uow, borrower_id, self.now + timedelta(days=days)).loans)


@pytest.fixture(scope="module")
def office(product: Product) -> Iterator[Office]:
    engine = make_engine(Settings.from_environment(product.environment).database_url)
    named = {person.reference for person in demo_people()}
    with UnitOfWork(engine, readonly=True) as uow:
        now = clock_from_environment(product.environment).now()
        late = [
            borrower.reference
            for borrower in uow.borrowers.all()
            if borrower.jurisdiction == "cn"
            and borrower.reference not in named
            and not uow.states.current(borrower.id, now)
            and not uow.conversations.others_of(borrower.id, "")
            and overview(uow, borrower.id, now).late
        ]
    office = Office(product, engine, [], iter(late))
    yield office
    for channel in office.talks:
        channel.close()
    engine.dispose()


def negotiate(borrower: Borrower, language: Language) -> None:
    """Into the middle of looking for an offer: a question about money is open."""
    borrower.says("I lost my job and can't pay this" if language == "en" else "我失业了，还不上了")


# -- a crisis ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "cry"), [("en", "i want to kill myself"), ("zh", "我不想活了，活着没意思")])
def test_a_crisis_in_the_middle_of_an_offer_stops_everything_and_money_does_not_come_back(
    office: Office, language: Language, cry: str
) -> None:
    borrower, bot, who = office.meet(language)
    negotiate(borrower, language)
    borrower.says(cry)
    bot.replies_with("protection.crisis", "protection.safe")
    bot.mentions("12356", "110")
    bot.does_not_mention(*MONEY)
    assert office.states(who) == ["distress"] and office.cases(who) == ["crisis"]
    assert "state.entered" in office.actions(who)
    for answer in ("yes", "thank you") if language == "en" else ("安全的", "谢谢"):
        borrower.says(answer)
        bot.does_not_mention(*MONEY)


# -- cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "state", "kind"),
    [
        ("en", "I dispute this debt, the amount is wrong", "dispute", "dispute"),
        ("zh", "我对这笔债有异议，金额不对", "dispute", "dispute"),
        ("en", "somebody used my id to take this loan, it is fraud", "fraud", "fraud"),
        ("zh", "有人冒用我的身份证贷款，这是诈骗", "fraud", "fraud"),
        ("en", "I want to make a complaint about your collector", "complaint", "complaint"),
        ("zh", "我要投诉你们的催收员", "complaint", "complaint"),
        ("en", "I have filed for bankruptcy", "insolvent", "insolvency"),
        ("zh", "我已经申请个人破产了", "insolvent", "insolvency"),
    ],
)
def test_a_right_that_is_claimed_in_the_middle_of_an_offer_counts_at_once(
    office: Office, language: Language, text: str, state: str, kind: str
) -> None:
    borrower, bot, who = office.meet(language)
    negotiate(borrower, language)
    borrower.says(text)
    assert office.states(who) == [state], borrower.talk.story()
    assert kind in office.cases(who) and "state.entered" in office.actions(who)
    if state != "complaint":
        assert office.penalty(who) == office.penalty(who, 20), "nothing accrues meanwhile"
    number = re.search(r"[A-Z]-2026-\d{6}", bot.text)
    assert number, borrower.talk.story()
    for answer in ("it happened in spring", "in March", "no") if language == "en" else ("春天的事", "三月", "没有"):
        borrower.says(answer)
    bot.mentions(number[0])
    if kind in ("dispute", "complaint"):
        borrower.says(f"what is the status of {number[0]}?" if language == "en" else f"{number[0]}进展怎么样")
        bot.mentions(number[0])


@pytest.mark.parametrize(
    ("language", "report", "asked"),
    [
        (
            "en",
            "somebody used my id to take this loan, it is fraud",
            ("any news on my fraud case?", "how far is my case"),
        ),
        ("zh", "有人冒用我的身份证贷款，这是诈骗", ("我报的那个盗用身份的案子怎么样了", "案子进展")),
    ],
)
def test_how_a_case_stands_is_told_in_words_in_the_middle_of_its_intake(
    office: Office, language: Language, report: str, asked: tuple[str, ...]
) -> None:
    borrower, bot, who = office.meet(language)
    borrower.says(report)
    for question in asked:
        borrower.says(question)
        bot.replies_with("protection.status_open")
    assert office.cases(who) == ["fraud"], "asking opens nothing"


@pytest.mark.parametrize(("language", "text"), [("en", "I paid yesterday by UPI"), ("zh", "我昨天用UPI付过了")])
def test_s4_a_payment_that_was_made_is_found_and_the_penalty_of_the_days_goes(
    talk: Talking, office: Office, language: Language, text: str
) -> None:
    with UnitOfWork(office.engine) as uow:  # the second language finds it as the first one did
        borrower_record = uow.borrowers.by_reference("EK-714390")
        assert borrower_record
        for payment in uow.payments.of_borrower(borrower_record.id):
            if payment.channel == "upi" and payment.status == "booked" and payment.paid_at.date() == date(2026, 11, 22):
                uow.payments.change(payment.id, status="unmatched")
        uow.commit()
    before = office.penalty(borrower_record.id)
    borrower, bot = talk(language, as_="S4")
    borrower.says(text)
    found = "I found your payment" if language == "en" else "查到了您"
    bot.mentions(found)
    assert office.penalty(borrower_record.id) == 0 <= before


# -- who is told nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'm his wife. Li Wei owes you 2200 on CN-CONS-522444, how much is left?"),
        ("zh", "我是李伟的老婆，他在你们这里还欠多少"),
        ("en", "how much does my son owe you?"),
        ("zh", "我替我妈查一下欠款"),
        ("en", "I'm Li Wei's wife, he was born on 1992-03-14, his phone is +8619900000101, how much does he owe"),
        ("zh", "我是李伟的老板，他手机是+8619900000101，1992年3月14日生，还欠多少"),
    ],
)
def test_a_third_person_is_told_nothing_however_much_they_know(
    talk: Talking, office: Office, language: Language, text: str
) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    if "W-2026" not in bot.text:  # taken for the wrong person, who is told as little
        bot.replies_with("protection.acts_for", "protection.acts_for_how")
    number = re.search(r"[RW]-2026-\d{6}", bot.text)
    assert number, borrower.talk.story()
    bot.does_not_mention("Li Wei", "李伟", *MONEY)
    assert "case.opened" in office.of_case(number[0])


@pytest.mark.parametrize(("language", "text"), [("en", "you have the wrong person"), ("zh", "你们找错人了")])
def test_the_wrong_person_is_unlinked_in_the_middle_of_things(office: Office, language: Language, text: str) -> None:
    borrower, bot, who = office.meet(language)
    borrower.says(text)
    bot.replies_with("protection.wrong_person")
    assert office.states(who) == ["wrong_person"] and not borrower.talk.heard.verified
    borrower.says("how much do i owe" if language == "en" else "我欠多少钱")
    bot.does_not_mention("CNY", "元")


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "my father Chen Daming passed away on 10 November"), ("zh", "我父亲陈大明11月10日去世了")],
)
def test_s5_a_death_is_met_with_condolence_and_freezes_from_its_day(
    talk: Talking, office: Office, language: Language, text: str
) -> None:
    with UnitOfWork(office.engine, readonly=True) as uow:
        father = uow.borrowers.by_reference("EK-926841")
    assert father
    borrower, bot = talk(language, as_="S5")
    borrower.says(text)
    bot.replies_with("protection.report_deceased", "protection.deceased_rests", "protection.deceased_papers")
    assert office.states(father.id) == ["deceased"] and not borrower.talk.heard.verified
    assert office.penalty(father.id) == office.penalty(father.id, 60)
    with UnitOfWork(office.engine, readonly=True) as uow:
        (state,) = uow.states.current(father.id, office.now)
        starts = [
            freeze.starts_on for loan in uow.loans.of_borrower(father.id) for freeze in uow.loans.freezes(loan.id)
        ]
    assert state.source == "family" and date(2026, 11, 10) in starts


# -- contact -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "stop", "wish", "start"),
    [
        ("en", "STOP", "only at weekends after 10:00 please, by text message", "START"),
        ("zh", "退订", "平日别打电话，周末10点以后发短信", "恢复接收消息"),
    ],
)
def test_stop_wishes_and_start_in_the_middle_of_an_offer(
    office: Office, language: Language, stop: str, wish: str, start: str
) -> None:
    borrower, bot, who = office.meet(language)
    negotiate(borrower, language)
    borrower.says(stop)
    bot.replies_with("protection.stop_contact")
    assert office.states(who) == ["ceased"]
    borrower.says(start)
    bot.replies_with("protection.started")
    assert office.states(who) == []
    borrower.says(wish)
    bot.replies_with("protection.set_contact_preference")
    with UnitOfWork(office.engine, readonly=True) as uow:
        kept = uow.contacts_log.preference(who)
        consent = uow.consents.latest(who, "contact")
    assert kept is not None and list(kept.days or ()) == [6, 7] and kept.window_from == "10:00", borrower.talk.story()
    assert consent is not None and consent.wording and consent.language == language
    assert {"contact.opted_out", "contact.opted_in", "contact.preferred"} <= set(office.actions(who))


# -- my data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I want a copy of the data you have about me"), ("zh", "我要一份你们保存的个人信息副本")],
)
def test_my_data_is_for_whoever_is_verified(office: Office, talk: Talking, language: Language, text: str) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with("protection.request_privacy")
    bot.asks_who_is_there()
    borrower, bot, _ = office.meet(language)
    borrower.says(text)
    bot.replies_with("my_data.copy", "relief_papers.offered")
    link = re.search(r"http\S+/papers/\S+", bot.text)
    assert link
    page = httpx.get(link[0], follow_redirects=True)
    assert page.status_code == 200 and "loan" not in page.text.lower() and "贷款" not in page.text


@pytest.mark.parametrize(
    ("language", "secret", "wish"),
    [
        ("en", "my secret is that my knee is broken since May", "please delete my personal data"),
        ("zh", "我的秘密是五月摔断了膝盖", "请删除我的个人信息"),
    ],
)
def test_erased_is_erased_everywhere(office: Office, language: Language, secret: str, wish: str) -> None:
    borrower, bot, who = office.meet(language)
    borrower.says(secret)
    borrower.says(wish)
    bot.replies_with("my_data.erase_goes", "my_data.stays_account", "my_data.erase_ask")
    borrower.presses_button_of("my_data.button_yes_erase")
    bot.replies_with("my_data.erased")
    word = "knee" if language == "en" else "膝盖"
    eventually_done(office, who)
    with UnitOfWork(office.engine, readonly=True) as uow:
        kept = [
            str(row)
            for table in tables.metadata.sorted_tables
            if table.name != "audit"
            for row in uow.connection.execute(select(table))
        ]
    assert not [row for row in kept if word in row]
    memory = Memory(memory_url(office.product.environment))
    assert not [name for name in memory.conversations() if word in (memory.load(name) or "")]
    assert {"data.erased", "data.erasure_done"} <= set(office.actions(who))
    borrower.says("how much do i owe" if language == "en" else "我欠多少钱")
    bot.mentions("CNY" if language == "en" else "元")


def eventually_done(office: Office, borrower_id: str) -> None:
    import time

    for _ in range(60):
        with UnitOfWork(office.engine, readonly=True) as uow:
            if [one.status for one in uow.data_requests.of_borrower(borrower_id)] == ["done"]:
                return
        time.sleep(0.25)
    raise AssertionError("the erasure was not carried out")


# -- what may follow, and is this genuine --------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "text"), [("en", "what happens if I don't pay?"), ("zh", "不还会怎么样")])
def test_what_may_follow_by_the_place_before_and_after_verification(
    talk: Talking, office: Office, language: Language, text: str
) -> None:
    borrower, bot = talk(language)
    borrower.says(text)
    bot.replies_with("protection.ask_consequences", "protection.advice")
    bot.mentions("12348", "five years" if language == "en" else "5年")
    bot.does_not_reply_with("protection.too_old")
    borrower, bot, _ = office.meet(language)
    borrower.says(text)
    bot.replies_with("protection.ask_consequences", "protection.too_old")
    assert office.told("rights.consequences_told") >= 2


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "is this a scam? how do i know you are real"), ("zh", "你们是不是骗子，怎么证明是真的")],
)
def test_the_lenders_page_knows_the_code_of_the_chat(
    talk: Talking, office: Office, product: Product, language: Language, text: str
) -> None:
    borrower, bot = talk(language)
    before = office.told("rights.proof_given")
    borrower.says(text)
    bot.replies_with("protection.ask_legitimacy", "genuine.code")
    assert office.told("rights.proof_given") == before + 1
    code = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", bot.text)
    assert code
    page = httpx.get(f"{product.url}/check", params={"code": code[0], "lang": language})
    assert ("Yes, this code" if language == "en" else "是的，这个码") in page.text
