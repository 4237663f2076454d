"""Rasa and the action server die (-9) at each step of verifying and paying; nothing is lost, nothing is answered twice.

The gateway's own deaths are in tests/bot. Here the three real processes run, and everything goes over HTTP.
"""

from __future__ import annotations

import re
import time
from typing import Any

import httpx
import pytest

from tests.product import Product

pytestmark = [pytest.mark.system, pytest.mark.rasa]
BACK_WITHIN_S = 90


class Borrower:
    """One person in one conversation, who writes over the chat interface."""

    def __init__(self, product: Product, person: dict[str, Any], language: str) -> None:
        self.product = product
        self.person = person
        self.client = httpx.Client(base_url=product.url, timeout=30)
        opened = self.client.post("/api/v1/conversations", json={"language": language}).json()
        self.path = f"/api/v1/conversations/{opened['conversation']}/messages"
        self.headers = {"Authorization": f"Bearer {opened['token']}"}
        self.count = 0

    def says(self, text: str, name: str | None = None) -> httpx.Response:
        self.count += 1
        return self.client.post(self.path, headers=self.headers, json={"id": name or f"m{self.count}", "text": text})

    def code(self) -> str:
        inbox = self.client.get("/demo/inbox.json", params={"to": self.person["contact"]}).json()
        return str(inbox["messages"][0]["code"])

    def answers_to(self, name: str) -> list[dict[str, Any]]:
        """Everything that was said in answer to the message that the client called `name`."""
        lines = self.client.get(self.path, headers=self.headers, params={"after": 0}).json()["messages"]
        own = next(line["seq"] for line in lines if line["id"] == name)
        following: list[dict[str, Any]] = []
        for line in lines:
            if line["seq"] > own:
                if line["from"] == "borrower":
                    break
                following.append(line)
        return following


def wait_for_answer(borrower: Borrower, name: str, pattern: str) -> str:
    """Until the kept message is answered with something like `pattern`."""
    end = time.monotonic() + BACK_WITHIN_S
    said = ""
    while time.monotonic() < end:
        said = "\n".join(line["text"] for line in borrower.answers_to(name))
        if re.search(pattern, said):
            return said
        time.sleep(0.3)
    raise AssertionError(f"no answer like {pattern!r} to {name!r}; there is: {said!r}")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from tests.product import require_model

    require_model()
    instance = Product(tmp_path_factory.mktemp("killed"))
    instance.prepare()
    instance.start()
    try:
        instance.wait_ready()
        yield instance
    finally:
        instance.stop()


def dies_and_comes_back(product: Product, victim: str, borrower: Borrower, text: str, pattern: str) -> None:
    """`victim` is dead while `text` is written; the message is kept, and answered once when it is back."""
    product.kill(victim)
    name = f"while {victim} is dead: {borrower.count}"
    refused = borrower.says(text, name)
    assert refused.status_code == 503, refused.text
    assert refused.headers["retry-after"]
    assert refused.json()["detail"]
    product.start(victim)
    said = wait_for_answer(borrower, name, pattern)
    again = borrower.says(text, name)
    assert again.status_code == 200
    assert said.count("\n") <= "\n".join(line["text"] for line in again.json()["messages"]).count("\n") + 1
    time.sleep(2)
    assert len([line for line in borrower.answers_to(name) if re.search(pattern, line["text"])]) == 1


@pytest.mark.parametrize("victim", ["actions", "rasa"])
def test_a_process_dies_at_each_step_of_verifying_and_paying(alone: Product, victim: str) -> None:
    borrower = Borrower(alone, alone.people()["P1" if victim == "actions" else "P9"], "en")
    person = borrower.person

    dies_and_comes_back(alone, victim, borrower, "how much do I owe", "date of birth")
    # Particulars and codes are the gateway's own affair: whoever else is dead, this step goes on.
    alone.kill(victim)
    kept = borrower.says(f"{person['reference']}, {person['date_of_birth']}")
    assert kept.status_code == 200
    assert "code" in kept.text
    alone.start(victim)
    alone.wait_ready()

    code = borrower.code()
    alone.kill(victim)
    borrower.says(code, "the code")
    alone.start(victim)
    owed = "2,231\\.67" if victim == "actions" else "10,866\\.24"
    wait_for_answer(borrower, "the code", owed)

    alone.wait_ready()
    dies_and_comes_back(alone, victim, borrower, "how do i pay now", "/pay/")
    alone.wait_ready()
