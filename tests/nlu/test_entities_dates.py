"""Dates against Monday 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tests.nlu.entity_cases import rows, values

DATES = """
Friday | 2026-11-27
this friday | 2026-11-27
on friday i get paid | 2026-11-27
by fri | 2026-11-27
monday | 2026-11-30
this monday | 2026-11-30
next Friday | 2026-12-04
next monday | 2026-11-30
next tues pls | 2026-12-01
coming sunday | 2026-11-29
friday next week | 2026-12-04
next week friday | 2026-12-04
last friday i paid | 2026-11-20
thurs maybe | 2026-11-26
by wednesday latest | 2026-11-25
today | 2026-11-23
tonight | 2026-11-23
tomorrow | 2026-11-24
tmrw | 2026-11-24
tmr can | 2026-11-24
2moro | 2026-11-24
day after tomorrow | 2026-11-25
i paid yesterday | 2026-11-22
the day before yesterday | 2026-11-21
3 days ago | 2026-11-20
two weeks ago | 2026-11-09
in two weeks | 2026-12-07
in 10 days | 2026-12-03
a week from today | 2026-11-30
two weeks from now | 2026-12-07
in a fortnight | 2026-12-07
in three months | 2027-02-23
in a month's time | 2026-12-23
10 days later | 2026-12-03
the 15th | 2026-12-15
on the 25th | 2026-11-25
by the 23rd | 2026-12-23
31st | 2026-12-31
before the 5th | 2026-12-05
i get paid on the 1st | 2026-12-01
on the first | 2026-12-01
by the thirtieth | 2026-11-30
salary comes the 28th | 2026-11-28
5 Dec | 2026-12-05
Dec 5 | 2026-12-05
5th of December | 2026-12-05
December 5th, 2027 | 2027-12-05
3rd Jan | 2027-01-03
jan 15 i will clear it | 2027-01-15
20 november | 2027-11-20
5/12 | 2026-12-05
05/12/2026 | 2026-12-05
25/12 | 2026-12-25
12.12.2026 | 2026-12-12
2026-12-05 | 2026-12-05
2026/12/5 | 2026-12-05
end of the month | 2026-11-30
end of month | 2026-11-30
month end | 2026-11-30
end of next month | 2026-12-31
end of december | 2026-12-31
end of jan | 2027-01-31
end of the year | 2026-12-31
last day of this month | 2026-11-30
the 5th of next month | 2026-12-05
next month on the 10th | 2026-12-10
next month 10th | 2026-12-10
20th of this month | 2026-11-20
christmas | 2026-12-25
before xmas | 2026-12-25
after new year's day | 2027-01-01
chinese new year | 2027-02-06
before Diwali | 2027-10-29
eid | 2027-03-10
easter | 2027-03-28
good friday | 2027-03-26
mid-autumn festival | 2027-09-15
this weekend | 2026-11-28
星期五 | 2026-11-27
周五 | 2026-11-27
这周五 | 2026-11-27
本周日 | 2026-11-29
下周五 | 2026-12-04
下周一 | 2026-11-30
下下周三 | 2026-12-09
下个星期二 | 2026-12-01
礼拜天 | 2026-11-29
下礼拜六 | 2026-12-05
上周五还了 | 2026-11-20
今天 | 2026-11-23
今晚 | 2026-11-23
明天 | 2026-11-24
明儿个 | 2026-11-24
聽日 | 2026-11-24
后天 | 2026-11-25
大后天 | 2026-11-26
昨天 | 2026-11-22
前天转的 | 2026-11-21
三天前 | 2026-11-20
两周后 | 2026-12-07
两个星期之后 | 2026-12-07
10天后 | 2026-12-03
再过一周 | 2026-11-30
半个月后 | 2026-12-08
三个月后 | 2027-02-23
一个月以后 | 2026-12-23
15号 | 2026-12-15
十五号 | 2026-12-15
25日 | 2026-11-25
二十五号发工资 | 2026-11-25
10号之前 | 2026-12-10
三十一号 | 2026-12-31
下个月5号 | 2026-12-05
下月5号 | 2026-12-05
下个月十号左右 | 2026-12-10
这个月28号 | 2026-11-28
本月30日 | 2026-11-30
12月5号 | 2026-12-05
十二月五号 | 2026-12-05
1月15日 | 2027-01-15
明年3月5号 | 2027-03-05
2027年1月8日 | 2027-01-08
月底 | 2026-11-30
这个月底 | 2026-11-30
月底前 | 2026-11-30
下月底 | 2026-12-31
下个月底 | 2026-12-31
12月底 | 2026-12-31
四月底 | 2027-04-30
年底 | 2026-12-31
今年年底 | 2026-12-31
春节 | 2027-02-06
过完春节 | 2027-02-06
大年初一 | 2027-02-06
除夕 | 2027-02-05
元旦 | 2027-01-01
中秋 | 2027-09-15
国庆 | 2027-10-01
五一 | 2027-05-01
端午节 | 2027-06-09
圣诞节前 | 2026-12-25
周末 | 2026-11-28
下週五發薪 | 2026-12-04
friday 可以吗 | 2026-11-27
下个月 the 5th 可以吗 | 2026-12-05
我15号发工资，20号还你 | 2026-12-15 2026-12-20
from monday or tuesday | 2026-11-30 2026-11-24
"""

NO_DATES = """
next month |
when I'm paid |
after harvest |
soon |
later this year |
in spring |
every friday |
each monday |
mondays only |
monday to friday |
24/7 |
half 1/2 of it |
i may pay 5 |
sat in the office |
the second one |
first of all |
the sun is hot |
march against it |
may i ask |
second loan |
下个月 |
年后 |
过完年 |
秋收以后 |
发工资的时候 |
过几天 |
每周五 |
周一到周五 |
3号楼 |
第二个 |
三天两头 |
有一天 |
十一个月 |
星期 |
"""


@pytest.mark.parametrize(("message", "expected"), rows(DATES))
def test_a_date_is_resolved_against_the_borrowers_own_today(message: str, expected: list[str]) -> None:
    assert values(message, ["date"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NO_DATES))
def test_what_names_no_day_gives_no_date(message: str, expected: list[str]) -> None:
    assert values(message, ["date"]) == expected


@pytest.mark.parametrize(
    ("message", "today", "expected"),
    [
        ("31号", date(2027, 1, 31), "2027-03-31"),  # February lacks it
        ("the 30th", date(2027, 1, 30), "2027-03-30"),
        ("the 15th", date(2026, 11, 15), "2026-12-15"),  # strictly after today
        ("the 15th", date(2026, 11, 14), "2026-11-15"),
        ("monday", date(2026, 11, 22), "2026-11-23"),
        ("next monday", date(2026, 11, 22), "2026-11-23"),  # Sunday is the last day of this week
        ("next sunday", date(2026, 11, 22), "2026-11-29"),
        ("月底", date(2028, 2, 10), "2028-02-29"),
        ("一个月后", date(2027, 1, 31), "2027-02-28"),
        ("29 Feb", date(2026, 11, 23), "2028-02-29"),
        ("christmas", date(2026, 12, 25), "2027-12-25"),
        ("下下个月5号", date(2026, 11, 23), "2027-01-05"),
        ("春节", date(2030, 1, 1), "2030-02-03"),
        ("diwali", date(2034, 1, 1), "2034-11-10"),
    ],
)
def test_the_edges_of_the_calendar(message: str, today: date, expected: str) -> None:
    assert values(message, ["date"], today) == [expected]


@pytest.mark.parametrize(
    ("zone", "expected"), [("America/New_York", "2027-05-12"), ("Asia/Kolkata", "2026-12-05"), (None, "2026-12-05")]
)
def test_a_numeric_date_is_month_first_only_where_americans_live(zone: str | None, expected: str) -> None:
    assert values("5/12", ["date"], timezone=zone) == [expected]


def test_a_festival_beyond_its_table_gives_no_date() -> None:
    assert values("holi", ["date"], date(2036, 6, 1)) == []


@pytest.mark.parametrize("year", range(2026, 2036))
def test_every_festival_of_the_tables_serves_for_ten_years(year: int) -> None:
    for name in (
        "春节",
        "中秋节",
        "端午节",
        "清明",
        "国庆",
        "diwali",
        "eid",
        "holi",
        "easter",
        "christmas",
        "vesak day",
    ):
        assert len(values(name, ["date"], date(year, 1, 1))) == 1, (name, year)
