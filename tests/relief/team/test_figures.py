"""The team's figures: what counts as in time, what is left out, and what may be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.team import figures
from relief.team.figures import FEWEST_TO_COMPARE, FIGURES, MEDIANS, SHARES, Balance, worse
from relief.team.model import DIMENSIONS, UNKNOWN, Item, Span

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)
SPAN = Span(NOW - timedelta(days=7), NOW + timedelta(days=1))
MINUTE = timedelta(minutes=1)


def talk(**more: Any) -> Item:
    at = more.pop("at", NOW - timedelta(hours=3))
    known = {name: more.pop(name, UNKNOWN) for name in DIMENSIONS}
    due = {"reply_due": at + 30 * MINUTE, "resolve_due": at + 540 * MINUTE}
    return Item("talk", more.pop("id", "h"), at, known, **{**due, **more})


def agreed(kind: str, status: str, **more: Any) -> Item:
    known = {name: more.pop(name, UNKNOWN) for name in DIMENSIONS}
    return Item(kind, "p", more.pop("at", NOW - timedelta(days=2)), known, status=status, **more)


@pytest.mark.parametrize(("late", "verdict"), [(-1, "met"), (0, "met"), (1, "missed")])
def test_a_first_reply_at_the_very_end_of_its_time_is_in_time(late: int, verdict: str) -> None:
    item = talk()
    assert item.reply_due is not None
    replied = replace(item, replied_at=item.reply_due + timedelta(seconds=late))
    assert figures.reply(replied, NOW) == verdict


@pytest.mark.parametrize(("late", "verdict"), [(-1, "open"), (0, "open"), (1, "missed")])
def test_somebody_who_still_waits_counts_as_too_late_once_the_time_is_over(late: int, verdict: str) -> None:
    item = talk()
    assert item.reply_due is not None
    assert figures.reply(item, item.reply_due + timedelta(seconds=late)) == verdict


def test_what_the_borrower_called_off_is_neither_in_time_nor_late() -> None:
    item = talk(ended_at=NOW, how="cancelled")
    assert (figures.reply(item, NOW), figures.settled(item, NOW)) == ("none", "none")
    assert figures.row([item], SPAN, NOW).shares["reply_share"] is None


def test_what_has_ended_stays_as_it_was_however_much_time_goes_by() -> None:
    item = talk(ended_at=NOW, how="closed")
    assert figures.settled(item, NOW) == figures.settled(item, NOW + timedelta(days=400)) == "met"


def test_the_first_instant_of_the_span_counts_and_the_end_does_not() -> None:
    for at, counted in ((SPAN.start, 1), (SPAN.start - MINUTE, 0), (SPAN.end - MINUTE, 1), (SPAN.end, 0)):
        assert figures.row([talk(at=at)], SPAN, NOW).counts["asked"] == counted


def test_a_promise_counts_as_made_when_it_was_made_and_as_kept_when_it_was_kept() -> None:
    made_before = agreed("promise", "kept", at=SPAN.start - timedelta(days=9), ended_at=NOW)
    counts = figures.row([made_before], SPAN, NOW).counts
    assert (counts["promises"], counts["promises_kept"]) == (0, 1)
    kept_later = agreed("promise", "kept", ended_at=SPAN.end)
    counts = figures.row([kept_later], SPAN, NOW).counts
    assert (counts["promises"], counts["promises_kept"]) == (1, 0)


def test_the_usual_time_is_the_median_so_that_one_long_wait_does_not_hide_the_rest() -> None:
    at = NOW - timedelta(hours=3)
    items = [talk(at=at, replied_at=at + minutes * MINUTE) for minutes in (1, 2, 600)]
    assert figures.row(items, SPAN, NOW).usual["usual_reply"] == 2 * MINUTE


@given(
    st.lists(
        st.builds(
            lambda reason, replied, ended, how: talk(
                reason=reason,
                replied_at=NOW - timedelta(hours=3) + replied * MINUTE if replied else None,
                ended_at=NOW - timedelta(hours=3) + ended * MINUTE if ended else None,
                how=how if ended else None,
            ),
            st.sampled_from(["asked", "case", UNKNOWN]),
            st.none() | st.integers(1, 90),
            st.none() | st.integers(1, 900),
            st.sampled_from(["closed", "returned", "cancelled"]),
        ),
        max_size=12,
    )
)
def test_the_groups_add_up_to_the_whole_and_every_number_opens_as_many_lines(items: list[Item]) -> None:
    total = figures.row(items, SPAN, NOW)
    rows = figures.by(items, "reason", SPAN, NOW)
    for name in FIGURES:
        assert sum(one.counts[name] for one in rows) == total.counts[name]
        assert len(figures.listed(items, name, SPAN, NOW)) == total.counts[name]
        for one in rows:
            inside = figures.among(items, "reason", one.value)
            assert len(figures.listed(inside, name, SPAN, NOW)) == one.counts[name]
    for name, (good, bad) in SHARES.items():
        share = total.shares[name]
        marks = [counts for _, counts in figures.shared(items, name, SPAN, NOW)]
        assert share == (Fraction(sum(marks), len(marks)) if marks else None)
        assert (share is None) == (total.counts[good] + total.counts[bad] == 0)
    for name in MEDIANS:
        pairs = figures.timed(items, name, SPAN, NOW)
        marked = [pairs[place][1] for place in figures.middle(len(pairs))]
        assert total.usual[name] == (sum(marked, timedelta()) / len(marked) if marked else None)
    ends = figures.outcomes(items, SPAN)
    assert sum(count for _, count in ends) == sum(item.ended_at is not None for item in items)
    for name, count in ends:
        assert len(figures.ended_so(items, name, SPAN)) == count


def _served(language: str, in_time: int, late: int) -> list[Item]:
    at = NOW - timedelta(hours=3)
    return [talk(at=at, language=language, replied_at=at + MINUTE) for _ in range(in_time)] + [
        talk(at=at, language=language, replied_at=at + 60 * MINUTE) for _ in range(late)
    ]


def test_a_gap_between_languages_names_who_is_served_worse() -> None:
    found = figures.gap([*_served("en", 9, 1), *_served("zh", 5, 5)], "reply_share", "language", SPAN, NOW)
    assert (found.best, found.worst, found.points) == ("en", "zh", Fraction(2, 5))


@pytest.mark.parametrize(("few", "comparable"), [(FEWEST_TO_COMPARE - 1, False), (FEWEST_TO_COMPARE, True)])
def test_a_group_that_is_too_small_is_not_compared(few: int, comparable: bool) -> None:
    found = figures.gap([*_served("en", 20, 0), *_served("zh", 0, few)], "reply_share", "language", SPAN, NOW)
    assert (found.points is not None) == comparable


def test_more_money_at_the_cost_of_promises_complaints_or_fairness_is_said() -> None:
    before = Balance(100, Fraction(8, 10), 2, Fraction(1, 10))
    bad = Balance(101, Fraction(7, 10), 3, Fraction(2, 10))
    assert worse(bad, before) == ["kept", "complaints", "gap"]
    assert worse(replace(bad, received=100), before) == []
    assert worse(replace(before, received=101), before) == []
    assert worse(Balance(101, None, 2, None), before) == []
