"""The whole path with the real product, in both languages: by a link into the chat, proof, hardship, offers, a yes, the picture, the
written copy, and no more messages. What both sides saw is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.settings import Settings
from relief.dates import clock_from_environment
from relief.store.engine import make_engine
from tests.dialogue.conftest import deep_link
from tests.dialogue.driver import Conversation, TelegramChannel, WebChannel
from tests.product import Product
from words.model import Language

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def fresh(product: Product) -> Iterator[Product]:
    """The demo as on its first day, before and afterwards: plans are agreed on here."""
    product.reset()
    yield product
    product.reset()


@pytest.fixture()
def telegram(fresh: Product) -> Iterator[Callable[..., TelegramChannel]]:
    engine = make_engine(Settings.from_environment(fresh.environment).database_url)
    opened: list[TelegramChannel] = []

    def begin() -> TelegramChannel:
        assert fresh.telegram is not None
        channel = TelegramChannel(fresh.telegram, engine, fresh.url, clock_from_environment(fresh.environment).now)
        opened.append(channel)
        return channel

    yield begin
    for channel in opened:
        channel.close()
    engine.dispose()


def show(title: str, channel: TelegramChannel, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that stood in the chat, as both sides saw it."""
    out = [f"\n\n════ {title} ════"]
    for event in channel.events:
        if isinstance(event, str):
            out.append(f"  › {event}")
            continue
        mark = {"photo": "[picture] ", "document": "[file] "}.get(event.kind, "")
        mark += f"({event.file_name}, {len(event.content):,} bytes) " if event.content else ""
        out.append(("🔒" if event.protected else "  ") + (mark + event.text).replace("\n", "\n    "))
        if event.first_buttons:
            out.append("    " + "  ".join(f"[{name}]" for name in event.first_buttons))
    with capsys.disabled():
        print("\n".join(out))


PATHS: dict[Language, tuple[str, str]] = {
    "en": ("P9", "what options do I have? a customer pays me on 22 January"),
    "zh": ("P1", "最近hours被cut了，收入少了很多，还不上这个loan"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_the_link_to_the_plan_and_out(
    fresh: Product, telegram: Callable[..., TelegramChannel], language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    key, hardship = PATHS[language]
    person = fresh.people()[key]
    channel = telegram()
    talk = Conversation(channel, language, deep_link(fresh, person["reference"]))
    borrower, bot = talk.borrower, talk.bot
    try:
        borrower.follows_the_deep_link_of(person)
        assert talk.heard.verified
        borrower.says("/balance")
        bot.replies_with("account.late")
        borrower.says(hardship)
        if language == "zh":
            borrower.presses_button_of("answers.no")
        borrower.presses_button_of("answers.yes")
        offer = bot.shows_card("offer")
        assert len(offer["schedule"]) > 1
        pictures = [one for one in channel.phone.seen if one.kind == "photo"]
        assert pictures and pictures[-1].content.startswith(b"\x89PNG") and pictures[-1].protected
        assert all(row["amount"] in pictures[-1].text.replace(",", "") for row in offer["schedule"])
        if language == "en":
            borrower.says("the instalments")
        else:
            borrower.presses_button_of("answers.yes")
        bot.replies_with("relief_offers.confirm")
        borrower.presses_button_of("answers.yes")
        bot.replies_with("relief_offers.booked")
        (copy,) = [one for one in channel.phone.seen if one.kind == "document"]
        assert copy.content.startswith(b"%PDF-") and copy.file_name.endswith(".pdf")
        assert not copy.protected  # a copy is there to be kept
        borrower.says("/plan")
        bot.replies_with("relief_offers.status")
        borrower.says("/stop")
        bot.replies_with("protection.stop_contact")
        assert all(not one.previews for one in channel.phone.seen if one.kind == "text")
    finally:
        show(f"{language}: {person['name']} in Telegram", channel, capsys)


def test_what_began_on_the_web_goes_on_in_telegram_and_back(
    fresh: Product, telegram: Callable[..., TelegramChannel], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each channel proves for itself who is there; the question that is open moves to where the borrower is."""
    person = fresh.people()["P10"]
    web = WebChannel(fresh.url)
    page = Conversation(web, "en")
    page.borrower.says("can i pay in small parts")
    page.bot.asks_who_is_there()
    page.borrower.proves_to_be(person)
    page.bot.replies_with("relief_offers.known")

    channel = telegram()
    chat = Conversation(channel, "en", deep_link(fresh, person["reference"]))
    chat.borrower.says("how much do i owe")
    chat.bot.does_not_mention("KES")
    assert not chat.heard.verified and page.heard.verified  # proven there is not proven here
    chat.borrower.says("cancel")
    chat.borrower.says(f"{person['reference']}, {person['date_of_birth']}")
    chat.borrower.says(channel.code_sent_to(person["contact"]))
    chat.bot.replies_with("telegram.thread_here", "relief_offers.known")
    chat.borrower.presses_button_of("answers.yes")
    chat.bot.shows_card("offer")

    page.borrower.says("yes")  # back at the page: the offers are what a yes is about now
    page.bot.does_not_reply_with("answers.nothing_open_yes")
    page.bot.replies_with("relief_offers.confirm")
    page.borrower.says("cancel")
    page.bot.replies_with("answers.stopped")
    show("from the page into Telegram", channel, capsys)
    web.close()
