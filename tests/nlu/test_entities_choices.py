"""Ordinals, languages and channels: what is chosen and wanted, not what is refused or told of."""

from __future__ import annotations

import pytest

from tests.nlu.entity_cases import rows, values

ORDINALS = """
the second one | 2
second one pls | 2
the first | 1
first option | 1
I'd like the third | 3
i'll take the 2nd | 2
2nd one | 2
3rd plan please | 3
option b | 2
Option 2 | 2
option two | 2
plan A | 1
choice c | 3
number 3 | 3
no. 2 | 2
#2 | 2
B | 2
b. | 2
C please | 3
i prefer the second option | 2
the latter | 2
the former | 1
lets go with number one | 1
the second plan looks better | 2
go for the first one then | 1
the fourth | 4
offer 1 | 1
can i have the 1st one | 1
the first one is ok but the date is bad | 1
第二个 | 2
第二个吧 | 2
第1个 | 1
选第三个 | 3
第一种方案 | 1
第二种 | 2
就第一个 | 1
方案二 | 2
方案B | 2
选项2 | 2
选A | 1
选二 | 2
我选b | 2
第二项 | 2
二号方案 | 2
第三条 | 3
后者 | 2
前者吧 | 1
要第二個 | 2
第2个方案 ok | 2
B方案 | 2
"""

NO_ORDINALS = """
the second time you called |
my second child |
first of all sorry |
at first i thought |
wait a second |
one second |
second month in a row |
my first job |
on the first |
by the 1st |
a third of it |
the first payment is late |
second hand car |
the 15th |
plan to pay |
no 2 ways about it |
i got a b c |
第一次逾期 |
第二天 |
第二次打电话了 |
第三个月 |
第二期 |
万一 |
第一时间通知我 |
第三方催收 |
第一个月 |
"""

LANGUAGES = """
english please | en
English | en
can we talk in chinese | zh
speak mandarin | zh
I don't understand English, chinese pls | zh
my english is bad, can you use chinese | zh
switch to english | en
中文 | zh
说中文 | zh
能用英文吗 | en
讲普通话 | zh
我看不懂英文，用中文 | zh
英语不好，麻烦说中文 | zh
別講英文，講國語 | zh
please 用英文 reply | en
not chinese, english | en
"""

NO_LANGUAGES = """
swahili please |
can you speak hindi |
粤语可以吗 |
i don't understand english |
我不懂英文 |
chinese new year |
en |
"""

CHANNELS = """
by email please | email
email me | email
send it to my email | email
can you email me the details | email
drop me an email | email
email is better for me | email
via sms | sms
text me instead, don't call | sms
just text me | sms
send me a text | sms
sms only | sms
prefer texts over calls | sms
text is fine | sms
please text, i'm at work | sms
contact me on telegram | telegram
telegram | telegram
tg pls | telegram
message me on telegram not by phone | telegram
call me after 6 | phone
call me at 5pm | phone
give me a call tomorrow | phone
phone is better | phone
ring me in the evening | phone
can someone call me | phone
i prefer phone calls | phone
reach me by phone | phone
please phone me | phone
through the website | web
on this chat only | web
use the web chat | web
no calls, only emails | email
stop calling, send emails instead | email
don't text me, call | phone
发邮件 | email
邮件联系我 | email
发到我邮箱 | email
用邮箱吧 | email
短信就行 | sms
发短信给我 | sms
别打电话，发短信 | sms
以后短信通知 | sms
有事发短信 | sms
不要打电话了，发个短信就好 | sms
电话联系吧 | phone
打电话给我 | phone
给我打个电话 | phone
晚上给我打电话 | phone
打我电话 | phone
3点半打给我 | phone
电话说吧 | phone
用电报联系我 | telegram
tg联系我 | telegram
发 telegram 给我 | telegram
网页上聊 | web
在网站上联系 | web
就在这里聊 | web
別打電話，傳簡訊 | sms
email 我就可以 | email
改成 email 通知 | email
"""

NO_CHANNELS = """
stop calling my mother |
they called my office |
you keep calling me |
your people call my family every day |
don't call me |
no more texts |
i got 20 texts from you |
my phone is broken |
my phone number changed |
whatsapp me |
call the police |
微信联系我 |
你们天天打电话 |
别打电话了 |
不要再发短信 |
收到一条短信说我逾期 |
电话被打爆了 |
他们给我公司打电话 |
换电话号码了 |
给我家里人打电话 |
骚扰电话 |
接到你们的电话 |
"""


@pytest.mark.parametrize(("message", "expected"), rows(ORDINALS))
def test_which_of_those_shown(message: str, expected: list[str]) -> None:
    assert values(message, ["ordinal"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NO_ORDINALS))
def test_what_counts_or_dates_is_no_choice(message: str, expected: list[str]) -> None:
    assert values(message, ["ordinal"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(LANGUAGES + NO_LANGUAGES))
def test_the_language_that_is_asked_for(message: str, expected: list[str]) -> None:
    assert values(message, ["language"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(CHANNELS))
def test_the_channel_that_is_wanted(message: str, expected: list[str]) -> None:
    assert values(message, ["channel"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NO_CHANNELS))
def test_a_channel_refused_or_told_of_is_none(message: str, expected: list[str]) -> None:
    assert values(message, ["channel"]) == expected
