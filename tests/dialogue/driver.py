"""Conversations that read as sentences: what a borrower says, what the assistant answers, over a real channel.

    borrower.says("how much do i owe")
    bot.asks_who_is_there()
    borrower.proves_to_be(people["P1"])
    bot.replies_with("account.late")
    bot.mentions("CNY 2,231.67")

A channel is anything that opens a conversation and carries a line or a pressed button; `WebChannel` speaks the chat
interface over HTTP, `TelegramChannel` writes to the bot through a stand-in for Telegram. What is looked for are texts by
name (`words.catalog`, or `utter_…` of the domain), never sentences copied into a test, so wording may change without a
test changing.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
import yaml
from sqlalchemy.engine import Engine

from relief.store.uow import UnitOfWork
from tests.telegram.botapi import BotApi, Sent
from tests.telegram.phone import Phone
from words.catalog import all_texts
from words.model import Language

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
MAX_WAIT_S = 30.0


@dataclass(frozen=True)
class Line:
    """One line of the assistant as a channel shows it."""

    text: str
    language: str
    buttons: Mapping[str, str] = field(default_factory=dict)
    cards: Sequence[Mapping[str, Any]] = ()
    charts: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Heard:
    """What came back for one line of the borrower. `status` is the transport's own (200: answered)."""

    lines: tuple[Line, ...]
    state: str
    verified: bool
    language: str
    status: int = 200
    detail: str = ""


class Channel(Protocol):
    """How a borrower reaches the assistant."""

    def open(self, language: Language | None, link: str | None = None) -> Heard:
        """`link` is the token of a signed link, which proves who comes."""
        ...

    def say(self, text: str, message_id: str) -> Heard: ...

    def press(self, token: str, message_id: str) -> Heard: ...

    def code_sent_to(self, contact: str) -> str:
        """The newest one-time code in the demo's inbox."""
        ...


class WebChannel:
    """The chat interface over HTTP."""

    def __init__(self, base_url: str, *, timezone: str = "Asia/Shanghai") -> None:
        self._client = httpx.Client(base_url=base_url, timeout=MAX_WAIT_S)
        self._timezone = timezone
        self._path = ""
        self._last: Heard | None = None

    def open(self, language: Language | None, link: str | None = None) -> Heard:
        given = {"timezone": self._timezone, "language": language, "link": link}
        body = {name: value for name, value in given.items() if value}
        answer = self._client.post("/api/v1/conversations", json=body)
        answer.raise_for_status()
        data = answer.json()
        self._path = f"/api/v1/conversations/{data['conversation']}/messages"
        self._client.headers["Authorization"] = f"Bearer {data['token']}"
        return self._heard(answer)

    def say(self, text: str, message_id: str) -> Heard:
        return self._heard(self._client.post(self._path, json={"id": message_id, "text": text}))

    def press(self, token: str, message_id: str) -> Heard:
        return self._heard(self._client.post(self._path, json={"id": message_id, "button": token}))

    def code_sent_to(self, contact: str) -> str:
        messages = self._client.get("/demo/inbox.json", params={"to": contact}).json()["messages"]
        return str(next(message["code"] for message in messages if "code" in message))

    def close(self) -> None:
        self._client.close()

    def _heard(self, answer: httpx.Response) -> Heard:
        data = answer.json()
        if answer.status_code >= 400:
            last = self._last or Heard((), "bot", False, "en")
            return Heard((), last.state, last.verified, last.language, answer.status_code, data.get("detail", ""))
        lines = tuple(_line(one) for one in data["messages"] if one["from"] != "borrower")
        self._last = Heard(lines, data["state"], data["verified"], data["language"], answer.status_code)
        return self._last


class TelegramChannel:
    """A private chat with the bot. What was sent there is what is looked at; of the database only the structure of cards
    is taken, after everything on them was seen in the chat."""

    def __init__(self, api: BotApi, engine: Engine, base_url: str, now: Callable[[], datetime]) -> None:
        self.phone = Phone(api, engine)
        self._engine = engine
        self._now = now
        self._http = httpx.Client(base_url=base_url, timeout=MAX_WAIT_S)
        self._updates: dict[str, dict[str, Any]] = {}

    def open(self, language: Language | None, link: str | None = None) -> Heard:
        """`link` is the token of a deep link; it says whom to expect, and the proof is still asked for."""
        self.phone.language = "zh-hans" if language == "zh" else "en"
        self.phone.writes(f"/start {link}" if link else "/start")
        return self._heard_after(0)

    def say(self, text: str, message_id: str) -> Heard:
        if not text.strip("\u200b\u0000 "):
            pytest.skip("Telegram itself refuses a message with nothing in it")
        if message_id in self._updates:  # the network brings it a second time
            self.phone.gets_again(self._updates[message_id])
        else:
            self.phone.writes(text)
            self._updates[message_id] = self.phone.last
        return self._heard(f"tg{self._updates[message_id]['message']['message_id']}")

    def press(self, token: str, message_id: str) -> Heard:
        title, sent = next(
            (title, one) for one in reversed(self.phone.seen) for title, kept in one.buttons.items() if kept == token
        )
        self.phone.presses(title, under=sent)
        return self._heard(f"tgc{self.phone.query}")

    def code_sent_to(self, contact: str) -> str:
        messages = self._http.get("/demo/inbox.json", params={"to": contact}).json()["messages"]
        return str(next(message["code"] for message in messages if "code" in message))

    @property
    def events(self) -> list[str | Sent]:
        """Everything in the chat in its order: what the borrower did, and what they were sent."""
        return self.phone.events

    def close(self) -> None:
        self._http.close()

    def _heard(self, sender_message_id: str) -> Heard:
        with UnitOfWork(self._engine, readonly=True) as uow:
            asked = uow.messages.from_sender(self._conversation(uow).id, sender_message_id)
        assert asked is not None, "the line did not arrive"
        return self._heard_after(asked.seq)

    def _heard_after(self, seq: int) -> Heard:
        with UnitOfWork(self._engine, readonly=True) as uow:
            conversation = self._conversation(uow)
            said = [line for line in uow.messages.after(conversation.id, seq) if line.sender != "borrower"]
        verified = conversation.verified_as(self._now()) is not None
        return Heard(tuple(self._shown(line) for line in said), conversation.state, verified, conversation.language)

    def _conversation(self, uow: UnitOfWork) -> Any:
        chats = uow.telegram_chats.of_chat(str(self.phone.user))
        return uow.conversations.require(chats[-1].conversation_id)

    def _shown(self, line: Any) -> Line:
        """The line as it was sent, with the buttons that stood under it."""
        with UnitOfWork(self._engine, readonly=True) as uow:
            numbers = {part.message_id for part in uow.telegram_parts.of_line(line.id).values()}
        sent = [one for one in self.phone.seen if one.message_id in numbers]
        text = "\n".join(one.text for one in sent)
        plain = "".join(text.split())
        for paragraph in line.text.split("\n"):
            assert "".join(paragraph.split()) in plain, f"{paragraph!r} was not sent: {text!r}"
        for card in line.payload.get("cards", ()):
            for piece in (card["title"], *(row["value"] for row in card["rows"])):
                assert "".join(piece.split()) in plain, f"{piece!r} of a card was not sent: {text!r}"
        assert all(one.protected for one in sent if one.kind != "document") or not line.payload.get("discloses"), (
            "figures can be passed on"
        )
        buttons = {title: token for one in sent for title, token in one.first_buttons.items()}
        return Line(line.text, line.language, buttons, line.payload.get("cards", ()), line.payload.get("charts", ()))


def _line(data: Mapping[str, Any]) -> Line:
    buttons = {button["title"]: button["token"] for button in data.get("buttons") or ()}
    return Line(data["text"], data["language"], buttons, data.get("cards") or (), data.get("charts") or ())


@dataclass
class Conversation:
    """A borrower and the assistant on one channel."""

    channel: Channel
    language: Language | None = "en"
    link: str | None = None
    heard: Heard = field(init=False)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heard = self.channel.open(self.language, self.link)
        self._note(self.heard)
        self.borrower = Borrower(self)
        self.bot = Bot(self)

    def _note(self, heard: Heard) -> None:
        self.heard = heard
        self.log += [f"bot: {line.text}" for line in heard.lines] or [f"bot: ({heard.status} {heard.detail})"]

    def told(self, said: str, heard: Heard) -> None:
        self.log.append(f"borrower: {said}")
        self._note(heard)

    def story(self) -> str:
        """Everything so far, for the message of a failed test."""
        return "\n" + "\n".join(self.log)


@dataclass
class Borrower:
    """What somebody does on their side of the chat."""

    talk: Conversation
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def says(self, text: str, *, message_id: str | None = None) -> None:
        self.talk.told(text, self.talk.channel.say(text, message_id or self._id()))

    def presses(self, title: str) -> None:
        """Press the button with this title under the latest lines."""
        for line in reversed(self.talk.heard.lines):
            if title in line.buttons:
                self.talk.told(f"[{title}]", self.talk.channel.press(line.buttons[title], self._id()))
                return
        raise AssertionError(f"there is no button {title!r}{self.talk.story()}")

    def presses_button_of(self, key: str) -> None:
        """Press the button whose title is a text by name, such as "account.pay"."""
        self.presses(_text(key, self.talk.heard.language))

    def proves_to_be(self, person: Mapping[str, Any]) -> None:
        """Reference and date of birth, then the code from the demo's inbox."""
        self.says(f"{person['reference']}, {person['date_of_birth']}")
        self.says(self.talk.channel.code_sent_to(person["contact"]))
        assert self.talk.heard.verified, f"not verified{self.talk.story()}"

    def follows_the_deep_link_of(self, person: Mapping[str, Any]) -> None:
        """The chat was opened by a link: the date of birth and the code are still needed."""
        self.talk.bot.replies_with("identity.ask_birth")
        self.says(str(person["date_of_birth"]))
        self.says(self.talk.channel.code_sent_to(person["contact"]))

    def _id(self) -> str:
        return f"{next(self._ids)}-{uuid.uuid4().hex[:8]}"


@dataclass
class Bot:
    """What the assistant is expected to have answered."""

    talk: Conversation

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.talk.heard.lines

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def replies_with(self, *keys: str) -> None:
        """Each named text is in the answer, in the language of the conversation."""
        for key in keys:
            wanted = _pattern(key, self.talk.heard.language)
            assert any(wanted.search(line.text) for line in self.lines), f"no {key} in the answer{self.talk.story()}"

    def does_not_reply_with(self, *keys: str) -> None:
        for key in keys:
            unwanted = _pattern(key, self.talk.heard.language)
            assert not any(unwanted.search(line.text) for line in self.lines), f"{key} was said{self.talk.story()}"

    def ends_with(self, key: str) -> None:
        """The last line holds the named text."""
        wanted = _pattern(key, self.talk.heard.language)
        assert self.lines and wanted.search(self.lines[-1].text), f"the end is not {key}{self.talk.story()}"

    def asks_who_is_there(self) -> None:
        self.replies_with("identity.ask")
        assert not self.talk.heard.verified, self.talk.story()

    def mentions(self, *pieces: str) -> None:
        for piece in pieces:
            assert piece in self.text, f"no {piece!r} in the answer{self.talk.story()}"

    def does_not_mention(self, *pieces: str) -> None:
        for piece in pieces:
            assert piece.lower() not in self.text.lower(), f"{piece!r} was said{self.talk.story()}"

    def offers(self, *keys: str) -> None:
        """There are buttons with these titles (texts by name)."""
        titles = {title for line in self.lines for title in line.buttons}
        for key in keys:
            title = _text(key, self.talk.heard.language)
            assert title in titles, f"no button {title!r}, only {sorted(titles)}{self.talk.story()}"

    def shows_card(self, kind: str) -> Mapping[str, Any]:
        for line in self.lines:
            for card in line.cards:
                if card["kind"] == kind:
                    return card
        raise AssertionError(f"no card of kind {kind!r}{self.talk.story()}")

    def speaks(self, language: Language) -> None:
        assert self.lines and all(line.language == language for line in self.lines), self.talk.story()

    def is_in_state(self, state: str) -> None:
        assert self.talk.heard.state == state, f"state is {self.talk.heard.state}{self.talk.story()}"


@lru_cache(maxsize=1)
def _fixed() -> dict[str, dict[str, str]]:
    """The fixed replies of the domain by language."""
    found: dict[str, dict[str, str]] = {}
    for name, variants in yaml.safe_load(DOMAIN.read_text())["responses"].items():
        found[name] = {
            variant["condition"][0]["value"]: variant["text"] for variant in variants if "condition" in variant
        }
    return found


def _text(key: str, language: str) -> str:
    if key.startswith("utter_"):
        return _fixed()[key][language]
    return all_texts()[key].in_language("zh" if language == "zh" else "en")


def _pattern(key: str, language: str) -> re.Pattern[str]:
    """The text with anything where its values go."""
    return re.compile(
        ".+?".join(re.escape(piece) for piece in re.split(r"\{[^{}]*\}", _text(key, language))), re.DOTALL
    )
