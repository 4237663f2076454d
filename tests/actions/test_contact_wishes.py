"""When and how somebody wants to be reached, in free words."""

from __future__ import annotations

import pytest

from actions.contact_wishes import Wish, days_in, read
from actions.protection_contact import channels_in


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("only at weekends", (6, 7)),
        ("weekends only please", (6, 7)),
        ("not on weekdays", (6, 7)),
        ("don't call me on weekdays", (6, 7)),
        ("not at the weekend", (1, 2, 3, 4, 5)),
        ("Mondays and Thursdays are fine", (1, 4)),
        ("please never on Friday", (1, 2, 3, 4, 6, 7)),
        ("on weekdays after 6 pm", (1, 2, 3, 4, 5)),
        ("平日别打", (6, 7)),
        ("只在周末联系我", (6, 7)),
        ("周末不要打扰", (1, 2, 3, 4, 5)),
        ("工作日可以", (1, 2, 3, 4, 5)),
        ("星期三和周五方便", (3, 5)),
        ("平日别打电话，周末10点以后发短信", (6, 7)),
        ("not on Mondays, but Tuesday and Sunday are fine", (2, 7)),
        ("after 6 pm", ()),
        ("any day", ()),
        ("下午6点以后", ()),
        ("the sun is shining", ()),
    ],
)
def test_days_of_the_week(text: str, days: tuple[int, ...]) -> None:
    assert days_in(text) == days


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("after 6 pm by text message", Wish("18:00", None, (), "sms")),
        ("between 9 and 11:30", Wish("09:00", "11:30")),
        ("from 10 to 12", Wish("10:00", "12:00")),
        ("before 5 pm, e-mail is best", Wish(None, "17:00", (), "email")),
        ("下午6点以后发短信", Wish("18:00", None, (), "sms")),
        ("晚上七点以后", Wish("19:00")),
        ("上午九点到十一点打电话", Wish("09:00", "11:00", (), "phone")),
        ("周末10点到4点", Wish("10:00", "16:00", (6, 7))),
        ("only on Saturdays, by e-mail", Wish(None, None, (6,), "email")),
        ("I would rather not say", Wish()),
    ],
)
def test_hours_days_and_channel(text: str, wish: Wish) -> None:
    assert read(text, channels_in(text)) == wish
