"""Paying: from the link in the chat over the page and the provider back into the chat, once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot import keys, pay
from bot.assembly import full_app
from bot.payments.provider import Order
from bot.payments.sandbox import Sandbox
from relief.money import Money
from relief.states import enter
from tests.bot.conftest import LISTENS, Gateway, Talk
from tests.bot.standin import Server
from tests.bot.test_identity import P, code_for, text_of

LINK = re.compile(r"https?://\S+/pay/\S+")
CNY = "CNY"


def verified(gateway: Gateway, person: str = "P1", language: str = "en") -> Talk:
    who = P[person]
    talk = gateway.open(language, timezone=who.timezone)
    talk.say(f"{who.reference} {who.date_of_birth}")
    assert talk.send(code_for(gateway, who.code_to or "")).json()["verified"] is True
    return talk


def link_in(messages: list[dict[str, Any]]) -> str:
    found = LINK.search(text_of(messages))
    assert found, text_of(messages)
    return found.group(0)


class Browser:
    """A browser without script: keeps cookies, follows redirects, fills in forms."""

    def __init__(self, url: str, language: str = "en") -> None:
        self.http = httpx.Client(timeout=20, follow_redirects=True, headers={"Accept-Language": language})
        self.at(self.http.get(url))

    def at(self, response: httpx.Response) -> httpx.Response:
        self.page = response
        return response

    @property
    def text(self) -> str:
        return self.page.text

    def submit(self, **fields: str) -> httpx.Response:
        action = re.search(r'<form method="post"(?: action="([^"]*)")?', self.text)
        assert action, self.text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        target = self.page.url.join((action[1] or str(self.page.url)).replace("&amp;", "&"))
        return self.at(self.http.post(target, data={**({"csrf_token": csrf[1]} if csrf else {}), **fields}))


def opened(link: str, born: str = "14 March 1992", language: str = "en") -> Browser:
    browser = Browser(link, language)
    browser.submit(birth=born)
    return browser


def payments(gateway: Gateway, person: str = "P1") -> list[Any]:
    def work(uow: Any) -> list[Any]:
        borrower = uow.borrowers.by_reference(P[person].reference)
        return [payment for payment in uow.payments.of_borrower(borrower.id) if payment.channel == "online"]

    return list(gateway.store(work))


def until(what: Callable[[], Any], seconds: float = 8) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found


def test_the_whole_way_from_the_chat_to_the_chat(whole: Gateway) -> None:
    talk = verified(whole)
    browser = opened(link_in(talk.say("I want to pay")))
    assert "CNY 2,231.67" in browser.text
    browser.submit(amount="due")
    assert "Sandbox" in browser.text and "CNY 2,231.67" in browser.text
    browser.submit(outcome="succeeded")
    assert "Your payment has arrived" in browser.text
    (payment,) = payments(whole)
    assert (payment.amount, payment.currency, payment.status) == (223167, CNY, "booked")
    (line,) = until(lambda: [line for line in talk.history() if "has arrived" in line["text"]])
    assert "CNY 2,231.67" in line["text"] and "Nothing is overdue now" in line["text"]
    assert line["from"] == "bot"


def test_the_same_in_chinese(whole: Gateway) -> None:
    talk = verified(whole, language="zh")
    talk.say("您好")
    browser = opened(link_in(talk.say("我想pay")), "1992年3月14日", "zh")
    assert "您想付多少" in browser.text and "2,231.67元" in browser.text
    browser.submit(amount="own", own="五百")
    assert "这个金额没认出来" in browser.text
    browser.submit(amount="own", own="500元")
    assert "沙盒支付机构" in browser.text
    browser.submit(outcome="succeeded")
    assert "付款已到账" in browser.text
    assert until(lambda: [line for line in talk.history() if "500.00元" in line["text"]])


def test_a_stranger_with_the_link_sees_nothing_of_a_debt(whole: Gateway) -> None:
    page = Browser(link_in(verified(whole).say("pay")))
    for word in ("CNY", "2,231", "Li Wei", "EK-", "overdue", "loan", "due now"):
        assert word not in page.text
    page.submit(birth="13 March 1992")
    assert page.page.status_code == 422 and "fit this link" in page.text and "CNY" not in page.text
    page.submit(birth="long ago")
    assert page.page.status_code == 422 and "read that as a date" in page.text


def test_five_wrong_dates_close_the_page_for_half_an_hour(whole: Gateway) -> None:
    link = link_in(verified(whole).say("pay"))
    page = Browser(link)
    for day in range(1, 6):
        page.submit(birth=f"{day} March 1992")
    assert "stops asking until 10:" in page.text
    assert "stops asking" in opened(link).text
    whole.clock.forward(minutes=30, seconds=5)
    assert "CNY" in opened(link).text


def test_another_browser_has_to_show_the_date_again(whole: Gateway) -> None:
    link = link_in(verified(whole).say("pay"))
    assert "CNY" in opened(link).text
    assert "CNY" not in Browser(link).text


def test_the_cookie_of_one_link_opens_no_other(whole: Gateway) -> None:
    mine = opened(link_in(verified(whole).say("pay")))
    other = link_in(verified(whole, "P2").say("pay"))
    mine.at(mine.http.get(other))
    assert "CNY" not in mine.text and "Your date of birth" in mine.text


def test_the_link_works_up_to_two_hours(whole: Gateway) -> None:
    link = link_in(verified(whole).say("pay"))
    whole.clock.forward(hours=1, minutes=59, seconds=50)
    assert Browser(link).page.status_code == 200
    whole.clock.forward(seconds=11)
    page = Browser(link)
    assert page.page.status_code == 404 and "no longer works" in page.text


@pytest.mark.parametrize("change", [lambda u: u + "x", lambda u: u[:-4] + "abcd", lambda u: u.rsplit("/", 1)[0] + "/x"])
def test_a_changed_link_opens_nothing(whole: Gateway, change: Callable[[str], str]) -> None:
    page = Browser(change(link_in(verified(whole).say("pay"))))
    assert page.page.status_code == 404 and "no longer works" in page.text


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "Please write how much"),
        ("   ", "Please write how much"),
        ("a lot", "read that amount"),
        ("1,50", "read that amount"),
        ("-5", "read that amount"),
        ("1e3", "read that amount"),
        ("0", "above zero"),
        ("0.00", "above zero"),
        ("10.005", "more digits behind the point"),
        ("999999", "more than everything that is left"),
        ("９９９９９９９９９９９９９９９９９９９９９９", "read that amount"),
        ("<script>alert(1)</script>", "read that amount"),
    ],
)
def test_an_own_amount_that_cannot_be_is_refused_kindly(whole: Gateway, own: str, said: str) -> None:
    browser = opened(link_in(verified(whole).say("pay")))
    browser.submit(amount="own", own=own)
    assert browser.page.status_code == 422
    assert said in browser.text
    assert "<script>alert" not in browser.text
    assert 'aria-invalid="true"' in browser.text


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("500", 50000),
        ("500.5", 50050),
        ("1,100.16", 110016),
        ("¥ 500", 50000),
        ("500 元", 50000),
        ("CNY 0.01", 1),
        ("５００", 50000),
    ],
)
def test_an_own_amount_is_read_as_people_write_it(text: str, minor: int) -> None:
    assert pay.own_amount(text, Money(10**7, CNY)) == Money(minor, CNY)


def test_all_of_it_may_be_paid_and_not_one_unit_more() -> None:
    full = Money(725910, CNY)
    assert pay.own_amount("7259.10", full) == full
    assert pay.own_amount("7259.11", full) == "too_much"
    assert pay.own_amount("4,00,000", Money(10**9, "INR")) == Money(40000000, "INR")


def test_no_choice_at_all_is_asked_for_again(whole: Gateway) -> None:
    browser = opened(link_in(verified(whole).say("pay")))
    browser.submit(amount="everything")
    assert browser.page.status_code == 422 and "choose one of the amounts" in browser.text


def test_who_is_not_late_is_offered_the_next_instalment(whole: Gateway) -> None:
    browser = opened(link_in(verified(whole, "P4").say("pay")), "30 September 1985")
    assert "CNY 1,198.18" in browser.text and "2 December 2026" in browser.text
    assert "What is due now" not in browser.text


@pytest.mark.parametrize(("outcome", "said"), [("failed", "did not go through"), ("cancelled", "stopped the payment")])
def test_what_did_not_work_books_nothing_and_may_be_tried_again(whole: Gateway, outcome: str, said: str) -> None:
    talk = verified(whole)
    browser = opened(link_in(talk.say("pay")))
    browser.submit(amount="due")
    browser.submit(outcome=outcome)
    assert said in browser.text and "nothing was taken" in browser.text
    assert payments(whole) == []
    browser.submit(amount="own", own="300")
    browser.submit(outcome="succeeded")
    assert "has arrived" in browser.text
    assert [payment.amount for payment in payments(whole)] == [30000]


def test_the_form_needs_its_token(whole: Gateway) -> None:
    link = link_in(verified(whole).say("pay"))
    browser = Browser(link)
    answer = browser.http.post(link, data={"birth": "14 March 1992"})
    assert answer.status_code == 403 and "CNY" not in answer.text
    stranger = httpx.Client(follow_redirects=True)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', browser.text)
    assert csrf
    answer = stranger.post(link, data={"csrf_token": csrf[1], "birth": "14 March 1992"})
    assert answer.status_code == 403 and "CNY" not in answer.text
    proven = opened(link)
    answer = proven.http.post(link, data={"csrf_token": csrf[1], "amount": "due"})
    assert answer.status_code == 403 and payments(whole) == []


def test_the_page_allows_nothing_from_elsewhere(whole: Gateway) -> None:
    page = Browser(link_in(verified(whole).say("pay"))).page
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/pay" in cookie
    assert "<script" not in page.text and "style=" not in page.text


def test_a_body_that_is_no_form_is_no_accident(whole: Gateway) -> None:
    link = link_in(verified(whole).say("pay"))
    path = urlsplit(link).path
    for kind, body in (
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 20_000),
        ("application/x-www-form-urlencoded", b"birth=%ff%fe"),
    ):
        answer = whole.http.post(path, content=body, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, (kind, answer.status_code)


def test_an_account_under_protection_gets_no_link_and_no_page(whole: Gateway) -> None:
    talk = verified(whole)
    link = link_in(talk.say("pay"))
    borrower = whole.conversation(talk).verified_borrower_id
    whole.store(lambda uow: enter(uow, borrower, "dispute", now=whole.clock.now(), source="test"))
    assert "Payments are paused" in text_of(talk.say("pay"))
    page = opened(link)
    assert "Payments are paused" in page.text and "CNY" not in page.text


def test_a_link_for_the_loan_of_somebody_else_is_not_made(whole: Gateway) -> None:
    talk = verified(whole)
    foreign = whole.store(lambda uow: uow.loans.of_borrower(uow.borrowers.by_reference("EK-517306").id)[0].reference)
    links = pay.PaymentLinks(pay.PaymentTokens("x" * 40, "http://x"), "sandbox")
    message = whole.store(
        lambda uow: links.offer(uow, uow.conversations.require(talk.id), foreign, None, whole.clock.now())
    )
    assert "couldn't find that loan" in message.text and "http" not in message.text


def test_an_amount_named_in_the_chat_stands_in_the_form(whole: Gateway, rasa: Any) -> None:
    from tests.bot.standin import custom

    talk = verified(whole)
    rasa.answers(custom(directive="pay_link", loan=None, amount="500.00"))
    browser = opened(link_in(talk.say("I'd like to pay 500")))
    assert 'value="500.00"' in browser.text
    assert re.search(r'id="amount-own" value="own" checked', browser.text)


# -- the call-back -------------------------------------------------------------------------------------------------


def sandbox_of(gateway: Gateway) -> Sandbox:
    import hashlib
    import hmac

    key = keys.load(gateway.settings.keys)
    secret = hmac.new(key.encode(), b"evenkeel.sandbox", hashlib.sha256).hexdigest()
    return Sandbox(secret, gateway.settings.public_url)


def started(gateway: Gateway, talk: Talk, amount: str = "500") -> str:
    """A request whose browser is at the provider; its id."""
    browser = opened(link_in(talk.say("pay")))
    browser.submit(amount="own", own=amount)
    token = str(browser.page.url).rsplit("/", 1)[1]
    found = sandbox_of(gateway).order(token, gateway.clock.now())
    assert found
    return found[0].request_id


def call_back(
    gateway: Gateway,
    request_id: str,
    *,
    amount: str = "500.00",
    currency: str = CNY,
    reference: str = "sb_1",
    outcome: Any = "succeeded",
    at: datetime | None = None,
    headers: dict[str, str] | None = None,
    spoil: Callable[[bytes], bytes] = lambda body: body,
) -> httpx.Response:
    order = Order(request_id, Money.parse(amount, currency), "http://x", "en")
    body, signed = sandbox_of(gateway).callback(order, reference, outcome, at or gateway.clock.now())
    return gateway.http.post("/payments/sandbox/callback", content=spoil(body), headers={**signed, **(headers or {})})


def test_the_same_report_again_changes_nothing(whole: Gateway) -> None:
    talk = verified(whole)
    request_id = started(whole, talk)
    assert [call_back(whole, request_id).json()["status"] for _ in range(3)] == ["booked", "repeated", "repeated"]
    assert len(payments(whole)) == 1
    until(lambda: [line for line in talk.history() if "has arrived" in line["text"]])
    time.sleep(1.2)
    assert len([line for line in talk.history() if "has arrived" in line["text"]]) == 1


def test_reports_at_the_same_moment_book_once(whole: Gateway) -> None:
    from concurrent.futures import ThreadPoolExecutor

    request_id = started(whole, verified(whole))
    with ThreadPoolExecutor(8) as pool:
        said = [answer.json()["status"] for answer in pool.map(lambda _: call_back(whole, request_id), range(8))]
    assert sorted(said) == ["booked"] + ["repeated"] * 7
    assert len(payments(whole)) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"X-Evenkeel-Signature": "v1=" + "0" * 64}},
        {"headers": {"X-Evenkeel-Signature": ""}},
        {"headers": {"X-Evenkeel-Timestamp": "soon"}},
        {"headers": {"X-Evenkeel-Timestamp": "1"}},
        {"spoil": lambda body: body.replace(b"500.00", b"900.00")},
        {"spoil": lambda body: body + b" "},
    ],
)
def test_a_wrong_signature_is_401_and_books_nothing(whole: Gateway, options: dict[str, Any]) -> None:
    request_id = started(whole, verified(whole))
    answer = call_back(whole, request_id, **options)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert payments(whole) == []


@pytest.mark.parametrize(("minutes", "status"), [(4.9, 200), (5.1, 401)])
def test_a_recorded_report_counts_for_five_minutes(whole: Gateway, minutes: float, status: int) -> None:
    request_id = started(whole, verified(whole))
    assert call_back(whole, request_id, at=whole.clock.now() - timedelta(minutes=minutes)).status_code == status


def test_another_amount_than_shown_is_booked_as_reported_and_said(whole: Gateway) -> None:
    talk = verified(whole)
    assert call_back(whole, started(whole, talk), amount="450.00").json() == {"status": "booked"}
    assert [payment.amount for payment in payments(whole)] == [45000]
    (line,) = until(lambda: [line for line in talk.history() if "has arrived" in line["text"]])
    assert "CNY 450.00" in line["text"] and "You had chosen CNY 500.00" in line["text"]


def test_another_currency_is_refused_and_noted(whole: Gateway) -> None:
    request_id = started(whole, verified(whole))
    answer = call_back(whole, request_id, currency="USD")
    assert answer.status_code == 400 and payments(whole) == []
    assert whole.store(lambda uow: [line for line in uow.audit.lines() if line.action == "payment_refused"])


def test_a_report_for_no_request_is_404_and_noted(whole: Gateway) -> None:
    assert call_back(whole, "r_unknown").status_code == 404
    assert whole.store(lambda uow: [line for line in uow.audit.lines() if line.action == "payment_unmatched"])


def test_a_second_payment_by_the_same_link_is_booked_and_told_as_well(whole: Gateway) -> None:
    talk = verified(whole)
    request_id = started(whole, talk)
    call_back(whole, request_id, reference="sb_1")
    assert call_back(whole, request_id, reference="sb_2", amount="200.00").json() == {"status": "booked"}
    assert sorted(payment.amount for payment in payments(whole)) == [20000, 50000]
    until(lambda: len([line for line in talk.history() if "has arrived" in line["text"]]) == 2)


def test_a_late_failure_does_not_undo_a_payment(whole: Gateway) -> None:
    request_id = started(whole, verified(whole))
    call_back(whole, request_id)
    assert call_back(whole, request_id, outcome="failed").json() == {"status": "noted"}
    assert len(payments(whole)) == 1
    assert whole.store(lambda uow: uow.payment_requests.require(request_id)).status == "completed"


def test_money_that_arrives_after_the_link_is_over_is_booked(whole: Gateway) -> None:
    request_id = started(whole, verified(whole))
    whole.clock.forward(hours=5)
    assert call_back(whole, request_id).json() == {"status": "booked"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"event": 5}', b"[" * 5000])
def test_a_signed_report_that_cannot_be_read_is_400(whole: Gateway, body: bytes) -> None:
    from bot import webhook

    headers = webhook.signed(sandbox_of(whole).secret, body, whole.clock.now())
    answer = whole.http.post("/payments/sandbox/callback", content=body, headers=headers)
    assert answer.status_code == 400
    assert whole.http.post("/payments/nobody/callback", content=body, headers=headers).status_code == 404


def test_whoever_is_not_verified_any_more_is_told_without_figures(whole: Gateway) -> None:
    talk = verified(whole)
    request_id = started(whole, talk)
    whole.clock.forward(minutes=40)
    call_back(whole, request_id)
    line = until(lambda: [line for line in talk.history() if "gone through" in line["text"]])[0]
    assert "CNY" not in line["text"] and line["buttons"]
    assert not [line for line in talk.history() if "has arrived" in line["text"]]


def test_an_account_in_distress_is_thanked_without_figures(whole: Gateway) -> None:
    talk = verified(whole)
    request_id = started(whole, talk)
    borrower = whole.conversation(talk).verified_borrower_id
    whole.store(lambda uow: enter(uow, borrower, "distress", now=whole.clock.now(), source="test"))
    call_back(whole, request_id)
    line = until(lambda: [line for line in talk.history() if "has arrived" in line["text"]])[0]
    assert "CNY" not in line["text"]


def test_no_card_field_anywhere(whole: Gateway) -> None:
    browser = opened(link_in(verified(whole).say("pay")))
    pages = [browser.text, browser.submit(amount="due").text]
    for page in pages:
        assert "cc-number" not in page and 'name="card' not in page.lower()


def test_an_old_order_of_the_sandbox_is_gone(whole: Gateway) -> None:
    browser = opened(link_in(verified(whole).say("pay")))
    browser.submit(amount="due")
    address = str(browser.page.url)
    whole.clock.forward(hours=1, seconds=5)
    assert httpx.get(address).status_code == 404
    assert httpx.get(address[:-3] + "abc").status_code == 404


def test_the_record_names_no_card_and_no_person(whole: Gateway) -> None:
    call_back(whole, started(whole, verified(whole)))
    lines = whole.store(lambda uow: [line for line in uow.audit.lines() if "payment" in line.action])
    assert {"payment_link_made", "payment_started", "payment.booked"} <= {line.action for line in lines}
    assert "Li Wei" not in json.dumps([dict(line.data) for line in lines])


def test_a_provider_of_ones_own_is_named_in_the_environment(whole: Gateway) -> None:
    app = full_app(
        whole.settings,
        clock=whole.clock,
        engine=whole.engine,
        environ={"EVENKEEL_PAYMENTS": "tests.bot.test_pay:make_provider"},
        listens=LISTENS,
    )
    server = Server(app)
    server.start()
    try:
        answer = httpx.post(f"{server.url}/payments/own/callback", content=b"{}")
        assert answer.status_code == 401
    finally:
        server.stop()


def make_provider(environ: Any, public_url: str) -> Sandbox:
    return Sandbox("s" * 32, public_url, name="own", origins=("https://pay.example",))
