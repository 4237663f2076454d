"""Conversations that read as sentences: what a borrower says, what the assistant answers, over a real channel.

    borrower.says("how much do i owe")
    bot.asks_who_is_there()
    borrower.proves_to_be(people["P1"])
    bot.replies_with("account.late")
    bot.mentions("CNY 2,231.67")

A channel is anything that opens a conversation and carries a line or a pressed button; `WebChannel` speaks the chat
interface over HTTP. What is looked for are texts by name (`words.catalog`, or `utter_…` of the domain), never sentences
copied into a test, so wording may change without a test changing.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import httpx
import yaml

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
