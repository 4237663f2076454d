"""Notices leave the house: through a real SMTP conversation, a real webhook, with retries, once, and through kill -9."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import particulars, webhook
from bot.database import Database
from bot.identity.codes import KEY_PREFIX
from bot.notices import CLAIM, WAITS_S, NoticeWorker
from bot.senders import DemoInbox, NotSent, Sender, SmsWebhook, Smtp, from_environment
from bot.settings import SettingsError
from relief.store.records import Notice
from relief.store.uow import UnitOfWork
from tests.bot.standin import Server

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
SECRET = "a secret of sixteen or more"
PROJECT = Path(__file__).resolve().parents[2]


def notice(number: int = 1, *, channel: str = "sms", to: str = "+8613800138000", code: bool = False) -> Notice:
    text = "482913 is your code for the Evenkeel chat. It works for 5 minutes. Give it to nobody."
    key = f"{KEY_PREFIX}o_{number}" if code else f"test:{number}"
    return Notice(f"n_{number}", to, channel, text, NOW, "waiting", 0, None, key)


@dataclass
class MailServer:
    """Speaks just enough SMTP over a socket. `refuse` answers RCPT with this code."""

    port: int = 0
    letters: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: str | None = None
    offers_tls: bool = False

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: Any) -> None:
        def say(line: str) -> None:
            stream.write(line.encode() + b"\r\n")
            stream.flush()

        say("220 ready")
        while line := stream.readline():
            word = line.decode().strip()
            if word.upper().startswith("EHLO"):
                say("250-here")
                if self.offers_tls:
                    say("250-STARTTLS")
                say("250 SMTPUTF8")
            elif word.upper().startswith("RCPT"):
                if self.refuse:
                    say(self.refuse)
                    continue
                self.recipients.append(word)
                say("250 ok")
            elif word.upper() == "DATA":
                say("354 go on")
                letter = []
                while (part := stream.readline()) != b".\r\n":
                    letter.append(part.decode())
                self.letters.append("".join(letter))
                say("250 taken")
            elif word.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture()
def mail() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@dataclass
class SmsGateway:
    """The lender's side of the SMS webhook; `answers` are the status codes to give, the last one for ever."""

    answers: list[int] = field(default_factory=lambda: [200])
    got: list[dict[str, Any]] = field(default_factory=list)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        self.server = Server(Starlette(routes=[Route("/sms", self._take, methods=["POST"])]))

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.got.append({"headers": dict(request.headers), "body": body, "json": json.loads(body)})
        return JSONResponse({}, status_code=status)


@pytest.fixture()
def sms() -> Iterator[SmsGateway]:
    gateway = SmsGateway()
    gateway.server.start()
    yield gateway
    gateway.server.stop(force=True)


class Worker:
    """The notices worker over a database, with a clock that stands where a test puts it."""

    def __init__(self, engine: Engine, senders: dict[str, Sender]) -> None:
        self.engine, self.now = engine, NOW
        self.database = Database(engine)
        self.worker = NoticeWorker(self.database, senders, lambda: self.now)

    def add(self, *notices: Notice) -> None:
        with UnitOfWork(self.engine) as uow:
            for one in notices:
                uow.notices.add(one)
            uow.commit()

    def look(self) -> int:
        return asyncio.run(self.worker.look())

    def notice(self, number: int = 1) -> Notice:
        with UnitOfWork(self.engine, readonly=True) as uow:
            return uow.notices.require(f"n_{number}")


def sms_sender(gateway: SmsGateway) -> SmsWebhook:
    return SmsWebhook(f"{gateway.server.url}/sms", SECRET)


def smtp_sender(server: MailServer, **options: Any) -> Smtp:
    return Smtp("127.0.0.1", server.port, "Evenkeel <help@lender.example>", **{"starttls": False, **options})


def test_a_letter_reaches_the_mail_server_whole(mail: MailServer) -> None:
    letter = notice(channel="email", to="li.wei@example.org")
    asyncio.run(smtp_sender(mail).send(letter, NOW))
    assert mail.recipients == ["rcpt TO:<li.wei@example.org>"]
    (text,) = mail.letters
    read = message_from_string(text, policy=policy.default)
    assert (read["To"], read["Subject"]) == ("li.wei@example.org", "Your Evenkeel chat")
    assert read["Message-ID"] == f"<{letter.id}@lender.example>"
    assert read.get_content().strip() == letter.text  # type: ignore[attr-defined]


def test_a_chinese_letter_has_a_chinese_subject(mail: MailServer) -> None:
    letter = replace(
        notice(channel="email", to="li.wei@example.org"),
        text="482913是您的稳渡聊天验证码，5分钟内有效，请勿告诉任何人。",
    )
    asyncio.run(smtp_sender(mail).send(letter, NOW))
    read = message_from_string(mail.letters[0], policy=policy.default)
    assert read["Subject"] == "您的稳渡聊天"
    assert read.get_content().strip() == letter.text  # type: ignore[attr-defined]


def test_a_mail_server_without_encryption_gets_nothing_when_it_is_asked_for(mail: MailServer) -> None:
    with pytest.raises(NotSent):
        asyncio.run(smtp_sender(mail, starttls=True).send(notice(channel="email", to="a@example.org"), NOW))
    assert mail.letters == []


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such person", True), ("451 later", False)])
def test_a_refused_address_is_given_up_only_when_the_server_says_so(
    mail: MailServer, answer: str, for_good: bool
) -> None:
    mail.refuse = answer
    with pytest.raises(NotSent) as refused:
        asyncio.run(smtp_sender(mail).send(notice(channel="email", to="a@example.org"), NOW))
    assert refused.value.for_good is for_good


def test_a_mail_server_that_is_not_there_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(NotSent) as refused:
        asyncio.run(Smtp("127.0.0.1", port, "a@b.example", starttls=False).send(notice(), NOW))
    assert not refused.value.for_good


def test_the_webhook_gets_a_signed_body_that_it_can_check(sms: SmsGateway) -> None:
    asyncio.run(sms_sender(sms).send(notice(), NOW))
    (got,) = sms.got
    assert got["json"] == {"id": "n_1", "to": "+8613800138000", "text": notice().text}
    assert got["headers"]["idempotency-key"] == "n_1"
    headers = {name.title(): value for name, value in got["headers"].items()}
    assert webhook.holds(SECRET, headers, got["body"], NOW)
    assert not webhook.holds("another secret here", headers, got["body"], NOW)
    assert not webhook.holds(SECRET, headers, got["body"] + b" ", NOW)


@pytest.mark.parametrize(("seconds", "fine"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_signature_counts_for_five_minutes_either_way(seconds: int, fine: bool) -> None:
    headers = webhook.signed(SECRET, b"body", NOW)
    assert webhook.holds(SECRET, headers, b"body", NOW + timedelta(seconds=seconds)) is fine


def test_a_notice_goes_out_once_and_its_code_is_covered_afterwards(sqlite_engine: Engine, sms: SmsGateway) -> None:
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice(code=True))
    assert worker.look() == 1
    assert worker.look() == 0
    assert len(sms.got) == 1
    kept = worker.notice()
    assert kept.status == "sent" and "482913" not in kept.text


def test_in_the_demo_the_text_stays_for_the_inbox(sqlite_engine: Engine) -> None:
    worker = Worker(sqlite_engine, {"sms": DemoInbox()})
    worker.add(notice(code=True))
    worker.look()
    assert "482913" in worker.notice().text


def test_what_could_not_be_sent_is_tried_again_later_and_later(sqlite_engine: Engine, sms: SmsGateway) -> None:
    sms.answers = [503, 503, 200]
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice())
    assert worker.look() == 0
    assert worker.look() == 0, "not before its time"
    worker.now += timedelta(seconds=WAITS_S[0])
    assert worker.look() == 0
    worker.now += timedelta(seconds=WAITS_S[1])
    assert worker.look() == 1
    assert len(sms.got) == 3
    assert {got["headers"]["idempotency-key"] for got in sms.got} == {"n_1"}


def test_in_the_end_it_is_given_up(sqlite_engine: Engine, sms: SmsGateway) -> None:
    sms.answers = [500]
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice())
    for _ in range(len(WAITS_S) + 3):
        worker.look()
        worker.now += timedelta(hours=1)
    assert len(sms.got) == len(WAITS_S) + 1
    kept = worker.notice()
    assert kept.status == "failed" and "482913" not in kept.text


def test_a_refusal_for_good_is_not_tried_again(sqlite_engine: Engine, sms: SmsGateway) -> None:
    sms.answers = [422]
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice())
    worker.look()
    assert worker.notice().status == "failed"


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(minutes=4, seconds=59), "sent"), (timedelta(minutes=5), "expired")]
)
def test_a_code_that_no_longer_works_is_not_sent(
    sqlite_engine: Engine, sms: SmsGateway, age: timedelta, status: str
) -> None:
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice(code=True))
    worker.now += age
    worker.look()
    assert worker.notice().status == status
    assert "482913" not in worker.notice().text


def test_two_workers_send_one_notice_once(sqlite_engine: Engine, sms: SmsGateway) -> None:
    one, other = (Worker(sqlite_engine, {"sms": sms_sender(sms)}) for _ in range(2))
    one.add(*(notice(number) for number in range(1, 9)))

    async def both() -> list[int]:
        return await asyncio.gather(one.worker.look(), other.worker.look())

    assert sum(asyncio.run(both())) == 8
    assert sorted(got["json"]["id"] for got in sms.got) == [f"n_{number}" for number in range(1, 9)]


def test_without_a_sender_it_waits_and_a_channel_of_its_own_does_not(sqlite_engine: Engine, sms: SmsGateway) -> None:
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice(1, channel="email"), notice(2))
    assert worker.look() == 1
    assert (worker.notice(1).status, worker.notice(2).status) == ("waiting", "sent")


KILLED = """
import asyncio, sys
from datetime import datetime
from bot.database import Database
from bot.faults import Faults
from bot.notices import NoticeWorker
from bot.senders import SmsWebhook
from relief.store.engine import make_engine

url, address, secret, now = sys.argv[1:]
database = Database(make_engine(url))
worker = NoticeWorker(database, {"sms": SmsWebhook(address, secret)}, lambda: datetime.fromisoformat(now), faults=Faults("sent"))
asyncio.run(worker.look())
"""


def test_killed_after_sending_it_comes_again_under_the_same_name(sqlite_engine: Engine, sms: SmsGateway) -> None:
    worker = Worker(sqlite_engine, {"sms": sms_sender(sms)})
    worker.add(notice())
    address = f"{sms.server.url}/sms"
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(sqlite_engine.url), address, SECRET, NOW.isoformat()],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    assert len(sms.got) == 1
    assert worker.look() == 0, "somebody may still be at it"
    worker.now += CLAIM
    assert worker.look() == 1
    assert [got["headers"]["idempotency-key"] for got in sms.got] == ["n_1", "n_1"]


def test_settings_say_what_is_wrong_and_never_the_secret() -> None:
    good = {"SMTP_URL": "smtp://user:p%40ss@mail.example:2525", "SMTP_FROM": "help@lender.example"}
    smtp = from_environment(good, demo=False)["email"]
    assert isinstance(smtp, Smtp)
    assert (smtp.host, smtp.port, smtp.user, smtp.password, smtp.starttls) == (
        "mail.example",
        2525,
        "user",
        "p@ss",
        True,
    )
    assert "p@ss" not in repr(smtp)
    for bad, key in (
        ({"SMTP_URL": "http://x:geheim@y", "SMTP_FROM": "a@b"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://x:geheim@y"}, "SMTP_FROM"),
        ({"SMS_WEBHOOK_URL": "https://x.example", "SMS_WEBHOOK_SECRET": "geheim"}, "SMS_WEBHOOK_SECRET"),
        ({"SMS_WEBHOOK_URL": "ftp://x.example", "SMS_WEBHOOK_SECRET": SECRET}, "SMS_WEBHOOK_URL"),
    ):
        with pytest.raises(SettingsError, match=key) as refused:
            from_environment(bad, demo=False)
        assert "geheim" not in str(refused.value)


def test_in_the_demo_nothing_can_leave_whatever_the_environment_says() -> None:
    senders = from_environment({"SMS_WEBHOOK_URL": "https://x.example", "SMS_WEBHOOK_SECRET": SECRET}, demo=True)
    assert all(isinstance(sender, DemoInbox) for sender in senders.values())


def test_verification_sends_by_the_channel_that_there_is(start_whole: Any, mail: MailServer) -> None:
    gateway = start_whole(
        with_settings={"demo": False},
        environ={"SMTP_URL": f"smtp://127.0.0.1:{mail.port}?starttls=off", "SMTP_FROM": "help@lender.example"},
    )
    talk = gateway.open()
    talk.say("EK-482913 14 March 1992")
    deadline = time.monotonic() + 10
    while not mail.letters:
        assert time.monotonic() < deadline, "no letter came"
        time.sleep(0.05)
    code = particulars.code(mail.letters[0].partition("\n\n")[2] or mail.letters[0].partition("\r\n\r\n")[2])
    assert code is not None
    assert talk.send(code).json()["verified"] is True
