"""Pictures of a whole conversation with the running demo: `python -m tests.browser.shots URL FOLDER`.

One person proves who they are, sees what they owe and why, and asks for help; in English and Chinese, on a phone and on a
desk, light and dark. The one-time code is read from the demo's inbox. Prints the name of each picture.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chat import Chat
from tests.browser.conftest import ARGUMENTS, executable

ANSWER_MS = 30_000
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Play:
    """What is typed, in one language. `{…}` are the person's particulars and the code."""

    person: str
    locale: str
    timezone: str
    lines: tuple[tuple[str, str], ...]  # (name of the picture, what is said before it is taken)


PLAYS = {
    "en": Play(
        "P6",
        "en-US",
        "America/Chicago",
        (
            ("2-who", "How much do I owe?"),
            ("3-code", "{reference}, born {date_of_birth}"),
            ("4-balance", "{code}"),
            ("5-why", "Why is it this much?"),
            ("6-pay", "How do I pay?"),
            ("7-help", "I can't pay this month"),
            ("8-person", "I want to talk to a person"),
        ),
    ),
    "zh": Play(
        "P1",
        "zh-CN",
        "Asia/Shanghai",
        (
            ("2-who", "我欠多少钱？"),
            ("3-code", "{reference}，生日 {date_of_birth}"),
            ("4-balance", "{code}"),
            ("5-why", "为什么是这么多？"),
            ("6-pay", "怎么还款？"),
            ("7-help", "这个月还不上"),
            ("8-person", "我想找真人"),
        ),
    ),
}


class DemoApi:
    """The two addresses of the demo that a play needs."""

    def __init__(self, base: str) -> None:
        self._http = httpx.Client(base_url=base, timeout=10)

    def person(self, key: str) -> dict[str, Any]:
        people = self._http.get("/demo/people.json").raise_for_status().json()["people"]
        for person in people:
            if person["id"] == key:
                return dict(person)
        raise SystemExit(f"/demo/people.json has no person {key!r}")

    def codes(self, contact: str) -> list[str]:
        """Every one-time code sent to a contact, the latest first."""
        answer = self._http.get("/demo/inbox.json", params={"to": contact}).raise_for_status().json()
        messages = sorted(answer["messages"], key=lambda one: one["at"], reverse=True)
        return [message["code"] for message in messages if message.get("code")]


def picture(page: Page, path: Path) -> None:
    page.wait_for_timeout(400)  # the fade of the last line
    page.screenshot(path=path)
    print(path.name)


def play(page: Page, base: str, language: str, prefix: Path) -> None:
    """One conversation, one picture after each step."""
    demo, acts = DemoApi(base), PLAYS[language]
    person = demo.person(acts.person)
    known = set(demo.codes(person["contact"]))
    chat = Chat(page, base).visit(f"/?lang={language}")
    expect(chat.launcher).to_be_visible()
    picture(page, prefix.with_name(f"{prefix.name}-0-lender.png"))
    chat.launcher.click()
    expect(chat.replies.first).to_be_visible(timeout=ANSWER_MS)
    picture(page, prefix.with_name(f"{prefix.name}-1-hello.png"))
    for name, said in acts.lines:
        code = ""
        if "{code}" in said:
            fresh = [one for one in demo.codes(person["contact"]) if one not in known]
            if not fresh:
                raise SystemExit(
                    f"no one-time code has arrived for {acts.person}; the last line was {chat.texts()[-1]!r}"
                )
            code = fresh[0]
        before = chat.replies.count()
        chat.say(said.format(**person, code=code))
        expect(chat.replies.nth(before)).to_be_visible(timeout=ANSWER_MS)
        expect(page.locator(".pending")).to_have_count(0, timeout=ANSWER_MS)
        picture(page, prefix.with_name(f"{prefix.name}-{name}.png"))
        below = page.locator(".down")
        if below.is_visible():  # the cards and drawings that stand under a long answer
            below.click()
            picture(page, prefix.with_name(f"{prefix.name}-{name}-below.png"))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="address of a gateway that runs in demo mode")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", default="", help="only pictures whose name begins like this, such as phone-dark-zh")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                for language, acts in PLAYS.items():
                    name = f"{size}-{scheme}-{language}"
                    if not name.startswith(chosen.only):
                        continue
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                        locale=acts.locale,
                        timezone_id=acts.timezone,
                    )
                    context.set_default_timeout(ANSWER_MS)
                    play(context.new_page(), chosen.url.rstrip("/"), language, chosen.folder / name)
                    context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
