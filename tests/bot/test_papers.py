"""Written copies: what a plan says on paper, and who may open it."""

from __future__ import annotations

import re
import zlib
from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.documents import Facts, Paper, Points, Table, Text, plan_copy
from bot.documents.pdf import _Sheet
from relief import agreements
from relief.policy import resolve
from relief.policy.model import Wishes
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway, Talk
from tests.bot.standin import custom, say
from tests.bot.test_identity import P, text_of
from tests.bot.test_pay import Browser, verified
from words.model import Language

LINK = re.compile(r"https?://\S+/papers/\S+")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)


def agreed(engine: Engine, person: str = "P1", kind: str = "instalments") -> str:
    """A plan that the borrower has said yes to; its id."""
    with UnitOfWork(engine) as uow:
        borrower = uow.borrowers.by_reference(P[person].reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        decided = agreements.decide_for(uow, borrower.id, loan.id, Wishes(), resolve.load(), NOW)
        offer = decided.decision.offer(kind)
        assert offer
        plan = agreements.propose(uow, decided, offer, key=f"paper-{person}", now=NOW)
        assert isinstance(agreements.accept(uow, plan.id, shown=offer.fingerprint, now=NOW), agreements.Booked)
        uow.commit()
    return plan.id


def copy_of(engine: Engine, plan_id: str, language: Language = "en") -> Paper:
    with UnitOfWork(engine, readonly=True) as uow:
        paper = plan_copy(uow, plan_id, language, NOW)
    assert paper
    return paper


def words_of(paper: Paper) -> str:
    said: list[str] = [paper.title]
    for block in paper.blocks:
        if isinstance(block, Facts):
            said += [" ".join(row) for row in block.rows]
        elif isinstance(block, Table):
            said += [" ".join(row) for row in (block.head, *block.rows, block.total or ())]
        elif isinstance(block, Points):
            said += block.items
        else:
            said.append(block.text)
    return "\n".join(said)


def text_in(pdf: bytes) -> str:
    """The selectable text, by the character map in the file: what a reader copies out."""
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(found[1]))
        except zlib.error:  # the map of characters is not compressed
            streams.append(found[1])
    names = {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for stream in streams
        if b"beginbfchar" in stream
        for glyph, text in re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", stream)
    }
    lines = []
    for stream in streams:
        for shown in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", stream, re.DOTALL):
            raw = re.sub(
                rb"\\(.)", lambda m: {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(m[1], m[1]), shown, flags=re.S
            )
            lines.append("".join(names.get(raw[k] << 8 | raw[k + 1], "�") for k in range(0, len(raw), 2)))
    return "\n".join(lines)


def test_the_copy_states_every_amount_date_and_condition(lender: Engine) -> None:
    said = words_of(copy_of(lender, agreed(lender)))
    for part in (
        "Your payment plan", "For Li Wei", "Agreed on 23 November 2026, 10:00",
        "1 Friday 27 November 2026 CNY 550.08", "4 Friday 5 March 2027 CNY 550.08", "In all CNY 2,200.32",
        "Penalty CNY 31.35", "CNY 31.35 is dropped for as long as the plan is kept",
        "5 days after its day", "exactly what was dropped comes back, CNY 31.35, and nothing more",
        "Late charges dropped while you keep to it", "The late payment stays on record",
        "Changing it costs nothing", "“I want a person”", "independent debt advice",
    ):  # fmt: skip
        assert part in said


def test_the_same_in_chinese_with_the_name_as_it_is_written_there(lender: Engine) -> None:
    said = words_of(copy_of(lender, agreed(lender), "zh"))
    for part in ("您的还款方案", "李伟", "2026年11月27日星期五 550.08元", "合计 2,200.32元", "只恢复之前减免的31.35元"):
        assert part in said


def test_a_paper_that_lies_around_opens_no_account(lender: Engine) -> None:
    said = words_of(copy_of(lender, agreed(lender)))
    with UnitOfWork(lender, readonly=True) as uow:
        borrower = uow.borrowers.by_reference(P["P1"].reference)
        assert borrower
        references = [loan.reference for loan in uow.loans.of_borrower(borrower.id)]
    assert references[0][-4:] in said
    for secret in (*references, borrower.reference, "1992", "14 March"):
        assert secret not in said


@pytest.mark.parametrize(
    ("language", "part"), [("en", "CNY 2,200.32"), ("zh", "按方案还款期间免除31.35元；方案完成后永久免除。")]
)
def test_the_pdf_holds_selectable_text_and_names_its_language(lender: Engine, language: Language, part: str) -> None:
    pdf = copy_of(lender, agreed(lender), language).pdf()
    assert pdf.startswith(b"%PDF-1.")
    assert part in text_in(pdf) and "�" not in text_in(pdf)
    assert (b"/Lang (zh-Hans)" if language == "zh" else b"/Lang (en)") in pdf


def test_nobody_has_agreed_to_a_proposal(lender: Engine) -> None:
    with UnitOfWork(lender) as uow:
        borrower = uow.borrowers.by_reference(P["P1"].reference)
        assert borrower
        loan = uow.loans.of_borrower(borrower.id)[0]
        decided = agreements.decide_for(uow, borrower.id, loan.id, Wishes(), resolve.load(), NOW)
        plan = agreements.propose(uow, decided, decided.decision.offers[0], key="only-proposed", now=NOW)
        assert plan_copy(uow, plan.id, "en", NOW) is None


def test_lines_break_between_words_and_never_inside_a_figure_or_before_a_full_stop() -> None:
    sheet = _Sheet(Paper("n", "t", "zh", (Text(""),), ""))
    sheet.set_font("paper", size=10)
    lines = sheet.lines("每期一千二百三十四元，合计CNY1,234,567.89，到期前告诉我们。" * 3, 38)
    assert len(lines) > 3 and all(sheet.get_string_width(line) <= 38 for line in lines)
    assert "".join(lines).count("1,234,567.89") == 3
    assert sum("CNY1,234,567.89" in line for line in lines) == 3
    assert not [line for line in lines if line[0] in "，。"]


# -- who may open it -----------------------------------------------------------------------------------------------


def offered(gateway: Gateway, talk: Talk, rasa: Any, plan_id: str) -> dict[str, Any]:
    rasa.answers(say("Agreed."), custom(directive="paper", kind="plan", subject=plan_id))
    lines = talk.say("where is my plan?")
    return next(line for line in lines if line["files"])


def test_the_link_asks_for_the_date_of_birth_and_then_shows_the_plan(whole: Gateway, rasa: Any) -> None:
    line = offered(whole, verified(whole), rasa, agreed(whole.engine))
    link = LINK.search(line["text"])
    assert link
    page = Browser(link[0])
    for word in ("CNY", "Li Wei", "plan", "loan"):
        assert word not in page.text
    page.submit(birth="13 March 1992")
    assert page.page.status_code == 422 and "fit this link" in page.text
    page.submit(birth="14 March 1992")
    assert "CNY 550.08" in page.text and "Li Wei" in page.text
    policy = page.page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "<script" not in page.text
    assert "style=" not in page.text and "<style" not in page.text
    pdf = page.http.get(link[0] + ".pdf")
    assert pdf.headers["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "CNY" not in Browser(link[0]).text, "another browser shows it first"
    chinese = page.http.get(link[0] + "?lang=zh")
    assert "您的还款方案" in chinese.text and 'lang="zh-Hans"' in chinese.text


def test_in_the_chat_the_pdf_opens_while_the_conversation_is_verified(whole: Gateway, rasa: Any) -> None:
    talk = verified(whole)
    (file,) = offered(whole, talk, rasa, agreed(whole.engine))["files"]
    key = {"Authorization": f"Bearer {talk.token}"}
    assert whole.http.get(file["url"]).status_code == 401
    answer = whole.http.get(file["url"], headers=key)
    assert answer.content.startswith(b"%PDF") and "attachment" in answer.headers["Content-Disposition"]
    whole.clock.forward(minutes=31)
    assert whole.http.get(file["url"], headers=key).status_code == 404


def test_five_wrong_dates_close_it_for_half_an_hour(whole: Gateway, rasa: Any) -> None:
    found = LINK.search(offered(whole, verified(whole), rasa, agreed(whole.engine))["text"])
    assert found
    page = Browser(found[0])
    for day in range(1, 6):
        page.submit(birth=f"{day} March 1992")
    assert page.page.status_code == 429 and "stops asking until" in page.text
    page = Browser(found[0])
    page.submit(birth="14 March 1992")
    assert page.page.status_code == 429
    whole.clock.forward(minutes=31)
    page = Browser(found[0])
    page.submit(birth="14 March 1992")
    assert "CNY 550.08" in page.text


@pytest.mark.parametrize(("days", "status"), [(2, 200), (3, 404)])
def test_the_link_runs_out_after_three_days(whole: Gateway, rasa: Any, days: int, status: int) -> None:
    found = LINK.search(offered(whole, verified(whole), rasa, agreed(whole.engine))["text"])
    assert found
    whole.clock.forward(days=days)
    assert Browser(found[0]).page.status_code == status


def test_a_changed_link_opens_nothing(whole: Gateway, rasa: Any) -> None:
    found = LINK.search(offered(whole, verified(whole), rasa, agreed(whole.engine))["text"])
    assert found
    assert Browser(found[0][:-2]).page.status_code == 404


def test_whoever_is_not_verified_is_offered_nothing(whole: Gateway, rasa: Any) -> None:
    talk = whole.open("en")
    rasa.answers(say("Hello."), custom(directive="paper", kind="plan", subject=agreed(whole.engine)))
    lines = talk.say("where is my plan?")
    assert text_of(lines) and not [line for line in lines if line["files"]]


def test_the_plan_of_somebody_else_is_not_offered(whole: Gateway, rasa: Any) -> None:
    plan_id = agreed(whole.engine)
    talk = verified(whole, "P2")
    rasa.answers(say("Agreed."), custom(directive="paper", kind="plan", subject=plan_id))
    lines = talk.say("where is my plan?")
    assert not [line for line in lines if line["files"]] and "can't make the written copy" in text_of(lines)
