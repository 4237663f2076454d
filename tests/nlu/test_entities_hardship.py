"""The reason for trouble: the main cause in the borrower's own account."""

from __future__ import annotations

import pytest

from tests.nlu.entity_cases import rows, values

REASONS = """
lost my job in march | job_loss
got laid off last week | job_loss
they let me go on monday, would half do for now | job_loss
i've been out of work since june | job_loss
my contract ended and they didn't renew | job_loss
company retrenched 200 of us | job_loss
factory shut down and i'm jobless now | job_loss
grab deactivated my account so no income | job_loss
my boss sacked me | job_loss
still looking for a job | job_loss
they cut my hours | reduced_income
my hours got cut in half | reduced_income
not getting enough shifts | reduced_income
orders are few these days, i ride all day for nothing | reduced_income
salary was reduced 30% | reduced_income
no overtime anymore | reduced_income
tips dried up since summer | reduced_income
work is slow this season | reduced_income
maize prices fell so bad | reduced_income
pay cut | reduced_income
my wife is in hospital | illness
i got sick and can't ride | illness
had surgery on my knee | illness
my son has dengue | illness
mum's cancer treatment took everything | illness
broke my leg at the site | illness
medical bills are killing our budget | illness
had an accident with the bike | illness
i was diagnosed with diabetes | illness
my father passed away last week | bereavement
we buried my mother on saturday | bereavement
funeral costs finished my savings | bereavement
lost my husband in june | bereavement
my late wife used to handle the payments | bereavement
husband left me with two kids | family_change
going through a divorce | family_change
wife just gave birth | family_change
we have a new baby | family_change
i'm a single mother now | family_change
flood took everything | disaster
the typhoon destroyed our house | disaster
my stall burned down | disaster
drought, the crops failed | disaster
somebody stole my motorbike | disaster
two cows died | disaster
my shop closed down | business_failure
business is very slow | business_failure
nobody buys kerosene any more | business_failure
customers haven't paid me | business_failure
sales dropped a lot | business_failure
had to close the restaurant | business_failure
gambling again, i'm ashamed | overspending
i overspent on my card | overspending
lost it all in crypto | overspending
too many loans | other_debts
i have five other loan apps to pay | other_debts
borrowing from one to pay another, debts piled up | other_debts
the app keeps crashing | payment_problem
salary is delayed | payment_problem
my boss hasn't paid me yet | payment_problem
i forgot the due date | payment_problem
auto debit failed | payment_problem
my account is frozen | payment_problem
rent went up | other
school fees are due | other
everything is so expensive now, cost of living | other
i got scammed | other
失业三个月了 | job_loss
被公司裁了 | job_loss
上个月被辞退，现在没收入 | job_loss
公司倒闭了 | job_loss
厂子关门了没活干 | job_loss
工作丢了 | job_loss
一直没找到工作 | job_loss
给优化了 | job_loss
没班上了 | job_loss
工资降了一半 | reduced_income
没什么单跑 | reduced_income
单子少了好多 | reduced_income
这个月提成没了 | reduced_income
收入不稳定 | reduced_income
淡季没什么活 | reduced_income
老板降薪了 | reduced_income
活少，挣不到钱 | reduced_income
菜价跌得厉害 | reduced_income
老婆住院了 | illness
我摔断了腿 | illness
孩子生病花了好多钱 | illness
我爸中风了 | illness
刚做完手术 | illness
出车祸了 | illness
查出癌症 | illness
我妈去世了 | bereavement
家里老人走了，办丧事 | bereavement
父亲上个月过世 | bereavement
刚离婚 | family_change
老公跟人跑了，我一个人带孩子 | family_change
老婆刚生孩子 | family_change
发大水庄稼全毁了 | disaster
电动车被偷了 | disaster
家里着火了 | disaster
台风把棚子吹没了，绝收 | disaster
店关了 | business_failure
生意不好做 | business_failure
做生意亏了 | business_failure
客户拖欠货款 | business_failure
工程款一直没给 | business_failure
餐馆开不下去了 | business_failure
赌博输光了 | overspending
花钱大手大脚 | overspending
炒股亏了 | overspending
以贷养贷 | other_debts
欠了好几个平台 | other_debts
还有别的网贷要还 | other_debts
忘了还 | payment_problem
工资还没发 | payment_problem
老板拖欠工资 | payment_problem
银行卡被冻结了 | payment_problem
转账失败 | payment_problem
app打不开还不了 | payment_problem
孩子要交学费 | other
房租涨了 | other
被骗了钱 | other
疫情那会儿 | other
失業了 | job_loss
lost my job because i got sick | illness
my mom died and then i lost my job | bereavement
被裁了，房贷也还不上 | job_loss
生病了没法上班，收入也没了 | illness
离婚以后一个人带娃，工资又低 | family_change
公司 layoff 了我 | job_loss
hospital fees, 没钱 | illness
"""

NO_REASONS = """
how much do I owe |
i want to pay |
what if I lose my job |
i did not lose my job |
can i get a discount |
when is my next payment |
please stop calling my family |
is this a scam |
hello |
how do i reduce my interest |
can i speak to someone |
i want to learn to save |
what happens if i don't pay |
我欠多少钱 |
我没失业 |
能分期吗 |
什么时候还款 |
别再打我家人电话 |
利息能减免吗 |
你好 |
还款日是几号 |
我要投诉 |
征信怎么修复 |
怎么存钱 |
转人工 |
"""


@pytest.mark.parametrize(("message", "expected"), rows(REASONS))
def test_the_main_cause_is_named(message: str, expected: list[str]) -> None:
    assert values(message, ["hardship_reason"]) == expected


@pytest.mark.parametrize(("message", "expected"), rows(NO_REASONS))
def test_a_question_or_a_wish_is_no_reason(message: str, expected: list[str]) -> None:
    assert values(message, ["hardship_reason"]) == expected
