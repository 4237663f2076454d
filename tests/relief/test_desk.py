"""The pure desk: order, hours, promises, waiting times."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from relief import desk
from relief.desk import Hours, Place
from relief.refusals import Refused

SHANGHAI = Hours(ZoneInfo("Asia/Shanghai"))
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)  # 10:00 in Shanghai


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A time in Shanghai, as UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        (at(8, 59), False),
        (at(9), True),
        (at(17, 59), True),
        (at(18), False),
        (at(12, day=28), False),
        (at(12, day=29), False),
    ],
)
def test_the_desk_is_open_from_the_first_minute_until_before_the_last(when: datetime, is_open: bool) -> None:
    assert SHANGHAI.open_at(when) is is_open


def test_after_hours_people_are_back_on_the_next_working_day() -> None:
    assert SHANGHAI.next_opening(at(8)) == at(9)
    assert SHANGHAI.next_opening(at(18)) == at(9, day=24)
    assert SHANGHAI.next_opening(at(20, day=27)) == at(9, day=30)  # Friday evening
    assert SHANGHAI.next_opening(at(11)) == at(11)


def test_open_minutes_run_over_the_night_and_the_weekend() -> None:
    assert SHANGHAI.after(at(17), 60) == at(18)
    assert SHANGHAI.after(at(17), 61) == at(9, 1, day=24)
    assert SHANGHAI.after(at(17, day=27), 120) == at(10, day=30)


def test_hours_are_read_from_text_and_refused_when_they_make_no_sense() -> None:
    read = desk.hours_from_text("Mon-Sat 08:30-20:00", ZoneInfo("Europe/London"))
    assert (read.days, read.opens, read.closes) == (frozenset(range(1, 7)), time(8, 30), time(20))
    assert desk.hours_from_text("Mon,Wed 10:00-16:00", ZoneInfo("UTC")).days == {1, 3}
    for text in ("", "Mon-Fri", "Mon-Fri 18:00-09:00", "Fri-Mon 09:00-18:00", "Xyz 09:00-18:00", "Mon 9-18"):
        with pytest.raises(Refused):
            desk.hours_from_text(text, ZoneInfo("UTC"))


def test_a_crisis_does_not_wait_for_the_morning() -> None:
    night = at(3)
    reply, _ = desk.due("crisis", night, SHANGHAI)
    assert reply == night + timedelta(minutes=5)
    assert desk.due("urgent", night, SHANGHAI)[0] == at(9, 30)
    assert desk.due("normal", at(17), SHANGHAI)[0] == at(10, day=24)


def test_before_the_first_terms_nothing_is_promised() -> None:
    with pytest.raises(LookupError):
        desk.terms_on(date(2025, 12, 31))
    assert desk.terms_on(date(2026, 1, 1)).reply_minutes["normal"] == 120


def test_crisis_before_urgent_before_the_longest_waiting() -> None:
    keys = [("normal", at(9)), ("crisis", at(11)), ("urgent", at(10, 30)), ("normal", at(8)), ("urgent", at(10))]
    assert sorted(keys, key=lambda one: desk.order(*one)) == [keys[1], keys[4], keys[2], keys[3], keys[0]]


def test_a_clock_runs_comes_close_and_is_over_and_what_is_done_stays_as_it_was() -> None:
    asked, due = at(10), at(11, 40)
    assert desk.clock(asked, due, None, at(11, 19)) == "running"
    assert desk.clock(asked, due, None, at(11, 20)) == "close"
    assert desk.clock(asked, due, None, at(11, 40)) == "close"
    assert desk.clock(asked, due, None, at(11, 41)) == "over"
    assert desk.clock(asked, due, at(11, 40), at(20)) == "met"
    assert desk.clock(asked, due, at(11, 41), at(20)) == "missed"


def test_the_waiting_time_follows_how_many_wait_how_many_are_there_and_how_long_it_takes() -> None:
    assert desk.expected_minutes(ahead=0, people=1, busy=0, usual=10) == 5
    assert desk.expected_minutes(ahead=3, people=1, busy=0, usual=10) == 5
    assert desk.expected_minutes(ahead=4, people=1, busy=0, usual=10) == 10
    assert desk.expected_minutes(ahead=5, people=1, busy=0, usual=10) == 20
    assert desk.expected_minutes(ahead=5, people=2, busy=0, usual=10) == 5
    assert desk.expected_minutes(ahead=0, people=1, busy=4, usual=13) == 15
    with pytest.raises(ValueError, match="nobody is there"):
        desk.expected_minutes(ahead=0, people=0, busy=0, usual=10)


def test_how_long_things_take_is_learnt_from_five_and_not_from_fewer() -> None:
    assert desk.usual_minutes([timedelta(minutes=30)] * 4) == desk.USUAL_MINUTES
    assert desk.usual_minutes([timedelta(minutes=m) for m in (5, 30, 30, 31, 300)]) == 30


def place(name: str, priority: str, asked: datetime, language: str, reply_due: datetime) -> Place:
    return Place(name, priority, asked, reply_due, language)


def test_of_equally_urgent_ones_somebody_gets_whom_they_can_read_unless_another_waited_too_long() -> None:
    queue = [place("zh", "normal", at(9), "zh", at(11)), place("en", "normal", at(10), "en", at(12))]
    assert desk.first_for(queue, ["en"], at(10, 30)) == queue[1]
    assert desk.first_for(queue, ["en", "zh"], at(10, 30)) == queue[0]
    assert desk.first_for(queue, ["en"], at(11, 1)) == queue[0]
    urgent = place("u", "urgent", at(10, 20), "zh", at(10, 50))
    assert desk.first_for([*queue, urgent], ["en"], at(10, 30)) == urgent
    assert desk.first_for([], ["en"], at(9)) is None
