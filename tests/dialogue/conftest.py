"""Conversations with the running product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.dialogue.driver import Borrower, Bot, Conversation, WebChannel
from tests.product import Product
from words.model import Language


@pytest.fixture()
def talk(product: Product) -> Iterator[Callable[..., tuple[Borrower, Bot]]]:
    """Opens a conversation: `borrower, bot = talk("zh")`."""
    channels: list[WebChannel] = []

    def begin(language: Language | None = "en") -> tuple[Borrower, Bot]:
        channel = WebChannel(product.url)
        channels.append(channel)
        conversation = Conversation(channel, language)
        return conversation.borrower, conversation.bot

    yield begin
    for channel in channels:
        channel.close()


@pytest.fixture(scope="session")
def people(product: Product) -> dict[str, dict[str, Any]]:
    return product.people()
