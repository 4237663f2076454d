"""The whole gateway with the demo portfolio, and people who are signed in to its console."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.console import accounts
from relief.store.ids import new_id
from relief.store.records import Staff, StaffSession
from tests.bot.conftest import Gateway, lender, rasa, seeded_sqlite, settings, stand_in, start_whole, whole

__all__ = ["lender", "rasa", "seeded_sqlite", "settings", "stand_in", "start_whole", "whole"]

_TOKEN = re.compile(r'data-csrf="([^"]+)"')


@dataclass
class Person:
    """Somebody at the console, as their browser has it."""

    staff: Staff
    http: httpx.Client
    token: str

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.http.get(path, **options)

    def page(self, path: str) -> str:
        """A page that must be there."""
        response = self.get(path, follow_redirects=True)
        assert response.status_code == 200, response.text
        return response.text

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """A form of this session, with its token."""
        if "csrf" not in self.__dict__:
            found = _TOKEN.search(self.page("/console/welcome"))
            assert found
            self.__dict__["csrf"] = found[1]
        data = {"csrf_token": self.__dict__["csrf"], **(fields or {})}
        return self.http.post(path, data=data, **options)


Hire = Callable[..., Person]


@pytest.fixture()
def hire() -> Iterator[Hire]:
    """`hire(gateway, "Mei", roles=…, languages=…)`: an account with a session; its password opens nothing, which saves time."""
    clients: list[httpx.Client] = []

    def one(
        gateway: Gateway,
        name: str = "Mei",
        roles: tuple[str, ...] = ("collector",),
        languages: tuple[str, ...] = ("en", "zh"),
        language: str = "en",
    ) -> Person:
        now = gateway.clock.now()
        token = new_id("t")
        staff = Staff(
            new_id("u"), f"{name.lower()}-{new_id('')[-6:]}", name, "!", list(roles), list(languages), True, now
        )
        session = StaffSession(
            accounts.session_id(token), staff.id, now, now, now + accounts.LASTS, None, language, "127.0.0.1", False
        )  # fmt: skip

        def make(uow: Any) -> None:
            uow.staff.add(staff)
            uow.staff_sessions.add(session)

        gateway.store(make)
        http = httpx.Client(base_url=gateway.server.url, timeout=20, cookies={"evenkeel_staff": token})
        clients.append(http)
        return Person(staff, http, token)

    yield one
    for client in clients:
        client.close()
