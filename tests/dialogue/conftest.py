"""Conversations with the running product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import keys
from bot.links import PAGE, Links
from bot.settings import Settings
from relief.dates import clock_from_environment
from relief.store.engine import make_engine
from relief.store.uow import UnitOfWork
from tests.dialogue.driver import Borrower, Bot, Conversation, WebChannel
from tests.product import Product
from words.model import Language


@pytest.fixture()
def talk(product: Product) -> Iterator[Callable[..., tuple[Borrower, Bot]]]:
    """Opens a conversation: `borrower, bot = talk("zh")`, or as somebody who comes from the lender's page by a signed link:
    `talk("zh", as_="P1")`. Codes go out only a few times an hour to one contact, links as often as one likes."""
    channels: list[WebChannel] = []

    def begin(language: Language | None = "en", *, as_: str | None = None) -> tuple[Borrower, Bot]:
        channel = WebChannel(product.url)
        channels.append(channel)
        link = signed_link(product, product.people()[as_]["reference"]) if as_ else None
        conversation = Conversation(channel, language, link)
        assert conversation.heard.verified is (as_ is not None), conversation.story()
        return conversation.borrower, conversation.bot

    yield begin
    for channel in channels:
        channel.close()


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


@pytest.fixture(scope="session")
def people(product: Product) -> dict[str, dict[str, Any]]:
    return product.people()
