"""Conversations with the running product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import keys
from bot.links import PAGE, Links
from bot.settings import Settings
from bot.telegram import linking
from relief.dates import clock_from_environment
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork
from tests.dialogue.driver import Borrower, Bot, Conversation, TelegramChannel, WebChannel
from tests.product import Product
from words.model import Language


@pytest.fixture(scope="session", params=["web", "telegram"])
def channel(request: pytest.FixtureRequest, product: Product) -> str:
    """Every conversation is held on the web first, then, with the demo as on its first day, in Telegram."""
    if request.param == "telegram":
        product.reset()
    return str(request.param)


@pytest.fixture
def first_day(product: Product, channel: str) -> None:
    """The demo as on its first day, for people whom other conversations have met before."""
    product.reset()


@pytest.fixture()
def talk(product: Product, channel: str) -> Iterator[Callable[..., tuple[Borrower, Bot]]]:
    """Opens a conversation: `borrower, bot = talk("zh")`, or as somebody whom the lender's page has sent by a signed link:
    `talk("zh", as_="P1")`. On the web such a link proves who it is; in Telegram it says whom to expect, and the borrower proves it.
    """
    opened: list[WebChannel | TelegramChannel] = []
    engine = make_engine(Settings.from_environment(product.environment).database_url)

    def begin(language: Language | None = "en", *, as_: str | None = None) -> tuple[Borrower, Bot]:
        person = product.people()[as_] if as_ else None
        if channel == "web":
            web = WebChannel(product.url)
            opened.append(web)
            conversation = Conversation(web, language, signed_link(product, person["reference"]) if person else None)
        else:
            assert product.telegram is not None
            chat = TelegramChannel(
                product.telegram, engine, product.url, clock_from_environment(product.environment).now
            )
            opened.append(chat)
            conversation = Conversation(chat, language, deep_link(product, person["reference"]) if person else None)
            if person:
                conversation.borrower.follows_the_deep_link_of(person)
        assert conversation.heard.verified is (as_ is not None), conversation.story()
        return conversation.borrower, conversation.bot

    yield begin
    for one in opened:
        one.close()
    engine.dispose()


def signed_link(product: Product, reference: str) -> str:
    """The token that the lender's page puts into its link, made with the running product's own key and clock."""
    settings = Settings.from_environment(product.environment)
    engine = make_engine(settings.database_url)
    with UnitOfWork(engine) as uow:
        now = clock_from_environment(product.environment).now()
        made = Links(keys.load(settings.keys), settings.public_url).make_for(uow, reference, PAGE, now, actor="tests")
        uow.commit()
    engine.dispose()
    assert made is not None, f"nobody has the reference {reference}"
    return made[0]


def deep_link(product: Product, reference: str) -> str:
    """The token of a link into Telegram, as the lender's page gives it out."""
    engine = make_engine(Settings.from_environment(product.environment).database_url)
    with UnitOfWork(engine) as uow:
        borrower = uow.borrowers.by_reference(reference)
        assert borrower is not None, f"nobody has the reference {reference}"
        now = clock_from_environment(product.environment).now()
        token, _ = linking.make(uow, borrower.id, now, made_by="tests")
        uow.commit()
    engine.dispose()
    return token


@pytest.fixture(scope="session")
def people(product: Product) -> dict[str, dict[str, Any]]:
    return product.people()
