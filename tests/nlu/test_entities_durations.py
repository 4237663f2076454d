"""Durations, with rates, ages and counts left alone."""

from __future__ import annotations

import pytest

from tests.nlu.entity_cases import rows, values

DURATIONS = """
three months | P3M
3 months pls | P3M
give me a month | P1M
another week | P1W
two more weeks | P2W
a couple of weeks | P2W
a couple months | P2M
10 days | P10D
90 days | P90D
6 mths | P6M
2 wks | P2W
half a year | P6M
half a month | P15D
a fortnight | P2W
1 year | P1Y
two years | P2Y
eighteen months | P18M
for the last 3 months | P3M
within 5 days | P5D
spread over 12 months | P12M
six to eight weeks | P6W P8W
2-3 months | P2M P3M
a year and a half | P18M
late by 45 days | P45D
i need about four weeks | P4W
24 month plan | P24M
a six-month plan | P6M
just one week | P1W
三个月 | P3M
3个月 | P3M
两周 | P2W
两个星期 | P2W
俩月 | P2M
仨月没开工 | P3M
一个礼拜 | P1W
十天 | P10D
半个月 | P15D
半年 | P6M
半年多没上班 | P6M
一年 | P1Y
两年 | P2Y
一年半 | P18M
一个半月 | P45D
分12期 | P12M
十二期 | P12M
分三期 | P3M
36期 | P36M
三到六个月 | P3M P6M
两三个月 | P2M P3M
宽限一个月 | P1M
缓一个月行吗 | P1M
逾期两个月了 | P2M
停息挂账60期 | P60M
再给我一周 | P1W
最近三个月 | P3M
三個月 | P3M
延 2 个月 please | P2M
分 six months 可以吗 | P6M
能不能拖一个月再还 | P1M
"""

NO_DURATIONS = """
50 a week |
300 per month |
500 every two weeks |
i earn 4000 a month |
I'm 45 years old |
my 3 year old son |
12 instalments |
3 payments |
in two weeks |
two weeks ago |
one day i will |
these days |
a few weeks |
a few months |
all day |
next month |
this week |
march |
every day they call |
each month |
the first year of school |
每月1500 |
一个月三百 |
一个月工资才四千 |
一个月最多还五百 |
每两周发一次 |
两周后 |
三天前 |
三月份 |
12月 |
2024年 |
45岁 |
过几天 |
几个月 |
有一天 |
第二天 |
第三个月 |
三天两头打电话 |
一年到头 |
下个月 |
上期 |
这一期 |
第二期 |
"""


@pytest.mark.parametrize(("message", "expected"), rows(DURATIONS))
def test_a_length_of_time_keeps_the_unit_that_was_said(message: str, expected: list[str]) -> None:
    assert values(message, ["duration"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NO_DURATIONS))
def test_a_rate_an_age_and_a_day_are_no_durations(message: str, expected: list[str]) -> None:
    assert values(message, ["duration"]) == expected
