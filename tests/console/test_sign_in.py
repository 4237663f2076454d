"""Who gets in, who does not, and when a session ends."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import httpx
import pytest

import bot.console
from bot.console import accounts
from bot.console.demo_staff import LOGINS, seed_staff
from bot.console.navigation import NAVIGATION
from bot.console.texts import TEXTS
from relief.store.records import Staff
from relief.store.uow import UnitOfWork
from tests.bot.conftest import Gateway
from tests.console.conftest import Hire
from words.model import Both

MEI = LOGINS[0]


def sign_in(http: httpx.Client, login: str, password: str, next_page: str = "") -> httpx.Response:
    page = http.get("/console/sign-in", params={"next": next_page} if next_page else {}).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "login": login, "password": password, "next": next_page}
    return http.post("/console/sign-in", data=data)


@pytest.fixture(scope="module")
def accounts_made() -> list[Staff]:
    """Filled by the first test: six hashes of passwords are most of what such a test costs."""
    return []


@pytest.fixture()
def desk(whole: Gateway, accounts_made: list[Staff]) -> Gateway:
    if accounts_made:
        whole.store(lambda uow: uow.staff.add_all(accounts_made))
    else:
        seed_staff(whole.engine, whole.clock.now())
        demo = {one.login for one in LOGINS}
        accounts_made += [one for one in whole.store(lambda uow: uow.staff.all()) if one.login in demo]
    return whole


def test_login_and_password_open_the_console(desk: Gateway) -> None:
    answer = sign_in(desk.http, MEI.login, MEI.password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/queue")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert MEI.name in desk.http.get("/console/welcome").text


def test_a_wrong_password_opens_nothing_and_says_the_same_as_an_unknown_login(desk: Gateway) -> None:
    wrong = sign_in(desk.http, MEI.login, "not-the-password")
    unknown = sign_in(desk.http, "nobody-here", "not-the-password")
    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "do not fit together" in answer.text
        assert "evenkeel_staff=" not in str(answer.headers)
    assert desk.http.get("/console/welcome").headers["location"].startswith("/console/sign-in")


def test_after_five_misses_the_login_is_locked_for_half_an_hour_even_for_the_right_password(desk: Gateway) -> None:
    answers = [sign_in(desk.http, MEI.login, "not-the-password").status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    assert sign_in(desk.http, MEI.login, MEI.password).status_code == 429
    desk.clock.forward(minutes=29)
    assert sign_in(desk.http, MEI.login, MEI.password).status_code == 429
    desk.clock.forward(minutes=2)
    assert sign_in(desk.http, MEI.login, MEI.password).status_code == 303


def test_a_session_ends_after_half_an_hour_without_use(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole)
    whole.clock.forward(minutes=29)
    assert mei.get("/console/welcome").status_code == 200
    whole.clock.forward(minutes=31)
    assert mei.get("/console/welcome").status_code == 303


def test_a_page_that_is_merely_open_keeps_nobody_signed_in(whole: Gateway, hire: Hire) -> None:
    idle, busy = hire(whole, "Idle"), hire(whole, "Busy")
    for _ in range(2):
        whole.clock.forward(minutes=16)
        idle.get("/console/queue", headers={"X-Evenkeel-Fragment": "open"})
        busy.get("/console/queue", headers={"X-Evenkeel-Fragment": "active"})
    assert idle.get("/console/welcome").status_code == 303
    assert busy.get("/console/welcome").status_code == 200


def test_many_logins_tried_from_one_place_close_it_for_a_while(desk: Gateway) -> None:
    def miss(uow: UnitOfWork) -> None:
        for number in range(accounts.MISSES_OF_AN_ADDRESS):
            accounts.sign_in(uow, None, f"guess-{number}", False, "en", "127.0.0.1", desk.clock.now())

    desk.store(miss)
    assert sign_in(desk.http, MEI.login, MEI.password).status_code == 429


def test_a_session_ends_after_ten_hours_however_much_it_is_used(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole)
    for _ in range(24):
        whole.clock.forward(minutes=24)
        assert mei.get("/console/welcome").status_code == 200
    whole.clock.forward(minutes=25)
    assert mei.get("/console/welcome").status_code == 303


def test_signing_out_ends_the_session_on_the_server(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole)
    assert mei.post("/console/sign-out").status_code == 303
    kept = httpx.Client(base_url=whole.server.url, cookies={"evenkeel_staff": mei.token})
    assert kept.get("/console/welcome").status_code == 303


def test_an_account_that_is_switched_off_is_out_at_once(whole: Gateway, hire: Hire) -> None:
    mei = hire(whole)
    assert mei.get("/console/welcome").status_code == 200
    whole.store(lambda uow: accounts.switch(uow, mei.staff, False, whole.clock.now()))
    assert mei.get("/console/welcome").status_code == 303


def test_a_form_without_the_token_of_the_session_changes_nothing(whole: Gateway, hire: Hire) -> None:
    mei, tom = hire(whole, "Mei"), hire(whole, "Tom")
    tom.post("/console/away", {"away": "0"})
    for token in ("", "x.y", tom.__dict__["csrf"]):
        answer = mei.http.post("/console/away", data={"away": "1", "csrf_token": token})
        assert answer.status_code == 403
    with UnitOfWork(whole.engine, readonly=True) as uow:
        assert not any(session.away for session in uow.staff_sessions.open_at(whole.clock.now()))


def test_after_signing_in_nobody_is_led_out_of_the_console(desk: Gateway) -> None:
    for wanted in ("https://example.com/", "//example.com", "/console/../pay", "/\\example.com", "/chat"):
        with httpx.Client(base_url=desk.server.url) as http:
            answer = sign_in(http, MEI.login, MEI.password, wanted)
            assert answer.headers["location"] == "/console/queue", wanted


def test_demo_logins_open_nothing_outside_the_demo(desk: Gateway, start_whole, hire: Hire) -> None:  # type: ignore[no-untyped-def]
    serious = start_whole(with_settings={"demo": False, "home": desk.settings.home})
    assert sign_in(serious.http, MEI.login, MEI.password).status_code == 422


def test_pages_of_the_console_come_with_a_strict_policy_and_are_kept_nowhere(whole: Gateway, hire: Hire) -> None:
    answer = hire(whole).get("/console/welcome")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"\sstyle=|<script(?![^>]*src=)|\son[a-z]+=", answer.text)


def test_every_page_of_the_navigation_is_closed_to_every_role_that_it_does_not_name(whole: Gateway, hire: Hire) -> None:
    for role in accounts.ROLES:
        person = hire(whole, role, roles=(role,))
        shown = person.page("/console/welcome")
        for entry in NAVIGATION:
            mine = not entry.roles or role in entry.roles
            assert (f'href="{entry.path}"' in shown) is mine, (role, entry.key)
            assert person.get(entry.path).status_code == (200 if mine else 403), (role, entry.key)


def all_texts() -> dict[str, Both]:
    found = dict(TEXTS)
    for module in pkgutil.iter_modules(bot.console.__path__):
        loaded = importlib.import_module(f"bot.console.{module.name}")
        for name, value in vars(loaded).items():
            if isinstance(value, dict):
                found |= {f"{module.name}.{name}.{key}": both for key, both in value.items() if isinstance(both, Both)}
    return found


def test_every_label_exists_in_both_languages_with_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text) if field is not None}

    texts = all_texts()
    assert len(texts) > 300
    wrong = [
        key
        for key, both in texts.items()
        if not both.en.strip() or not both.zh.strip() or places(both.en) != places(both.zh)
    ]
    assert wrong == []


def test_templates_hold_no_words_of_their_own() -> None:
    """A word between tags would be in one language only."""
    folder = Path(bot.console.__file__).parent / "templates"
    for path in folder.glob("*.html"):
        page = re.sub(r"\{% block (width|live) %\}.*?\{% endblock %\}", "", path.read_text())
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>|&[a-z]+;", " ", page, flags=re.DOTALL)
        assert not re.search(r"[A-Za-z一-鿿]{2,}", text), (path.name, re.findall(r"[A-Za-z一-鿿]{2,}", text)[:5])
