"""Amounts and currencies, in digits and words, with what is no amount left alone."""

from __future__ import annotations

import pytest

from bot.nlu.entities import extract
from tests.nlu.entity_cases import MONDAY, rows, values

AMOUNTS = """
1,200 yuan | 1200
I can pay 500 a week | 500
I can manage 50 a month | 50
could do 20 quid a week no more | 20
about five hundred | 500
fifteen hundred pesos | 1500
two hundred and fifty dollars | 250
one thousand two hundred | 1200
two and a half thousand | 2500
half a million naira | 500000
a hundred bucks | 100
couple of hundred is all i got | 200
two grand | 2000
5k | 5000
2.5k now | 2500
1k5 | 1500
3-5k | 3000 5000
15 thousand | 15000
2.5 lakh | 250000
1,20,000 rupees | 120000
1 crore | 10000000
two lakhs | 200000
Rs. 5000 | 5000
Rs5,000/- only | 5000
5000/- | 5000
INR 4500 | 4500
₹12,500.50 | 12500.5
₦50,000 | 50000
N20000 | 20000
KSh 3,000 | 3000
ksh1500 per week | 1500
3000 bob | 3000
1500/= | 1500
P2000 | 2000
₱2,500.00 | 2500
Php 800 na lang | 800
RM300 | 300
S$300 | 300
SGD 450.20 | 450.2
£40 a month | 40
40 pounds | 40
€ 99,50 | 99.5
$200 | 200
200$ | 200
USD 200 | 200
not 3000 but 300 | 300
3000, sorry 300 | 300
i owe 5000 no wait 500 | 500
I meant 700 not 7000 | 700
make it 400 instead of 600 | 400
300 to 500 | 300 500
between 300 and 500 dollars | 300 500
anywhere from 100 to 150 a month | 100 150
I earn 4000 and can pay 300 | 4000 300
salary is 18000, rent 9000, can give 1500 | 18000 9000 1500
paid 2,000 yesterday ref 99887766 | 2000
I owe 4,500.75 | 4500.75
the balance says 3127 but i only borrowed 2000 | 3127 2000
max 75 | 75
50 | 50
only 20 | 20
can settle for 60000 one time | 60000
1 200 yuan | 1200
600 kuai | 600
i got 3k rn, rest later | 3000
first 1000 then 500 every month | 1000 500
why 850 penalty?? | 850
over 10,000 already paid | 10000
less than 500 | 500
一千二 | 1200
一千二百 | 1200
一千零二十块 | 1020
三百五 | 350
两千五 | 2500
一万三 | 13000
十五万 | 150000
1.5万 | 15000
2万3千 | 23000
1万2 | 12000
2w | 20000
1w2 | 12000
3千 | 3000
5百块 | 500
八百来块 | 800
三千多 | 3000
5000多块钱 | 5000
一千块左右吧 | 1000
四五百块 | 400 500
两三千 | 2000 3000
十三四万 | 130000 140000
三到五百 | 300 500
两千到三千 | 2000 3000
3000到5000元 | 3000 5000
不是3000是300 | 300
三千，不对，三百 | 300
我能还800吧 | 800
每月1500 | 1500
一个月三百 | 300
一个月最多还五百 | 500
月供2380.5元 | 2380.5
工资3500，能还500 | 3500 500
先还一千，剩下的下个月 | 1000
人民币三千元整 | 3000
叁仟元 | 3000
￥1,200.50 | 1200.5
两块五 | 2.5
五毛 | 0.5
两千美元 | 2000
500港币 | 500
五十 | 50
还有一万八没还 | 18000
罚息怎么有326块8 | 326.8
打折一次性给你们两万行不行 | 20000
欠了十来万 | 100000
就剩兜里这二百块 | 200
可以还5百,月底再还1千 | 500 1000
１２００元 | 1200
五仟块 | 5000
兩千塊 | 2000
我 salary 8000，每月可以 pay 1k | 8000 1000
can 还 600 first 吗 | 600
"""

NOT_AMOUNTS = """
I have 3 kids |
3 people in my house |
I'm 45 years old |
i am 62 and retired |
two jobs and still broke |
called me 20 times today |
call me at 5pm |
after 6 please |
10:30 works |
13800138000 |
my number is 138-0013-8000 |
+254 712 345 678 |
09171234567 |
account number 4471203 |
loan ref LN-2026-0001 |
code is 482913 |
otp 3344 |
card ending 4321 |
30% |
can u cut 50 percent |
interest is 24% per year |
I took it in 2023 |
since 2019 i paid on time |
in 12 instalments |
3 payments |
split it into 6 |
score went from 720 to 640 |
24/7 |
one moment |
100 times i told you |
option 2 |
room 1204 |
5 different loans |
2 weeks |
section 138 |
a million thanks |
hundreds of calls |
i have one question |
sixty days late |
我45岁了 |
家里5口人 |
打了20次电话 |
下午3点 |
3点半以后 |
尾号4321 |
账号是6222021234567 |
身份证11010519491231002X |
验证码 482913 |
百分之三十 |
打八折 |
三成 |
2024年借的 |
九八年的 |
千万别告诉我家人 |
万一还不上 |
我一分钱都没有 |
一点都不懂 |
等一下 |
分12期 |
三个月 |
第二次了 |
逾期60天 |
借了5个平台 |
芝麻分600 |
一万个不愿意 |
几千块 |
好几万 |
上万块 |
欠了三家银行 |
两个孩子上学 |
一直在还 |
说了一百遍了 |
五一 |
11号 |
12月5号 |
1号楼 |
转人工 1 次都没成功 |
"""

CURRENCIES = """
1,200 yuan | CNY
￥300 | CNY
300 rmb | CNY
RMB300 | CNY
人民币三千 | CNY
两千元 | CNY
三千块 |
$200 |
200 dollars |
200 bucks |
US$200 | USD
200 usd | USD
两百美金 | USD
S$300 | SGD
300 sing dollars | SGD
HK$500 | HKD
五百港币 | HKD
NT$900 | TWD
九百台币 | TWD
Rs 500 | INR
500 rupees | INR
五百卢比 | INR
KSh 200 | KES
200 bob | KES
2000 naira | NGN
₦2000 | NGN
P500 | PHP
500 pesos | PHP
RM20 | MYR
20 ringgit | MYR
£20 | GBP
20 quid | GBP
20 euros | EUR
R500 | ZAR
3000-5000 CNY | CNY
1000 rupees now and 500 rupees later | INR INR
"""


@pytest.mark.parametrize(("message", "expected"), rows(AMOUNTS))
def test_an_amount_comes_out_as_a_plain_decimal(message: str, expected: list[str]) -> None:
    assert values(message, ["amount"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NOT_AMOUNTS))
def test_a_number_that_is_no_money_gives_no_amount(message: str, expected: list[str]) -> None:
    assert values(message, ["amount"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(CURRENCIES))
def test_a_currency_that_is_said_comes_out_as_its_code(message: str, expected: list[str]) -> None:
    assert values(message, ["currency"]) == expected


def test_the_place_of_an_amount_is_its_own_text() -> None:
    message = "ＯＫ, I can pay Ｒｓ 1,500 on friday"
    amount = next(found for found in extract(message, MONDAY) if found.entity == "amount")
    assert message[amount.start : amount.end] == "1,500"
