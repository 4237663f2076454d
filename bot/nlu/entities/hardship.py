"""Why paying is hard, as one of eleven reasons: the main cause in the borrower's own account.

A phrase grammar in both languages. Where several reasons are named, the one that is given as the cause ("because", 因为) wins, then
what happened over what followed from it (a lost job over less income or other debts), then the first one named.
"""

# ruff: noqa: E501 - one expression or row a line reads better than wrapped ones

from __future__ import annotations

import re

from bot.nlu.entities.hardship_told import TOLD
from bot.nlu.entities.model import Entity, Reading

_KIN = r"(?:mother|mom|mum|mama|father|dad|papa|wife|husband|hubby|son|daughter|child|kid|baby|brother|sister|grand(?:ma|pa|mother|father)|parents?|nanay|tatay|amma|uncle|aunt(?:ie|y)?|partner|mother[- ]in[- ]law|father[- ]in[- ]law|family member|nephew|niece|cousin|spouse|boy|girl|old man)"
_ZH_KIN = r"(?:我?[妈爸爹娘]妈?爸?|父亲|母亲|父母|老婆|老公|爱人|媳妇儿?|妻子|丈夫|孩子|儿子|女儿|闺女|娃儿?|宝宝|小孩|爷爷|奶奶|外公|外婆|姥姥|姥爷|老人|老人家|家里?人|家里|哥哥?|弟弟?|姐姐?|妹妹?|岳父|岳母|公公|婆婆|老爸|老妈|老爷子|老太太|亲人|伴侣|男人|阿妈|阿爸|爸妈|叔叔|舅舅|姑姑|先生|太太)"

# Each line one expression of English and one of Chinese (folded text: lower case, Simplified).
_REASONS: dict[str, tuple[str, str]] = {
    "bereavement": (
        rf"\bmy (?:\w+ )?{_KIN}(?:'s)? (?:has |have |had |just |sadly |recently |also |who supported \w+ |unfortunately )*(?:died|passed(?: away| on)?|death|funeral|burial|is dead|is no more|expired|is gone forever)\b|\b(?:lost|buried|burying|mourning|bury) my (?:late )?(?:\w+ )?{_KIN}\b|\b(?:death|funeral|burial|demise|passing|wake) (?:in the family|of my|expenses|costs?|of our)\b|\bbereave\w*|\bmy late (?:{_KIN})\b|\bfuneral\b|(?<!engine )(?<!phone )(?<!battery )(?<!motor )\b(?:died|passed away) (?:last|this|in|on|suddenly)\b|\bdeath in (?:my|the|our) family\b",
        rf"(?:{_ZH_KIN}|亲人|人)[^,。;!?没跟]{{0,6}}(?:去世|过世|走了(?!之)|离世|没了(?!工作|收入|钱)|病逝|不在了|逝世|离开了人世|撒手人寰|病故|仙逝|往生)|(?:办|料理|操办)[^,。]{{0,4}}(?:丧事|后事|白事)|丧事|白事|奔丧|丧葬|葬礼|刚?送走了?{_ZH_KIN}|家[父母]刚?(?:走|过世|去世)|守孝|丧亲|丧偶",
    ),
    "illness": (
        rf"\b(?:i|{_KIN}|she|he|we)(?:'m|'s| am| is| was| were| got| get| fell| have been| has been| had been| been|'ve been)? (?:\w+ )??(?:sick|ill|hospitali[sz]ed|injured|bedridden|unwell|in (?:the |a )?hospital|in icu|diagnosed|disabled|admitted|confined|on dialysis|on chemo|in a coma|hurt(?! (?:my|him|her)self)|paraly[sz]ed|recovering|on sick leave|pregnant and sick)\b|\b(?:hospital|medical|doctor'?s?|medicine|treatment|clinic|surgery|operation|dialysis|chemo(?:therapy)?|health|maternity) (?:bills?|fees?|costs?|expenses?|treatment|emergency|problems?|issues?|charges)\b|\b(?:cancer|stroke|dialysis|chemo|kidney (?:failure|disease)|heart (?:attack|surgery|operation|failure)|dengue|malaria|tuberculosis|fever|covid|typhoid|diabet\w+|surgery|c-?section|miscarriage|broken (?:leg|arm|bone|hip|wrist)|broke (?:my|his|her) (?:leg|arm|back|hip|wrist|ankle|foot)|back injury|slipped disc|icu|icu bill|depression|long covid|sick leave|medicines?)\b|\b(?:accident|(?:car|bike|road|motor\w*) crash|crashed (?:my|the|his|her) (?:car|bike|van|truck|motor\w*)|fell off|injury|injured|operated|operation)\b|\b(?:fell|fallen|falling|been|got|getting|is|am|was|very|so|too|be|taken|taking) (?:ill|sick|unwell)\b|\bsick (?:{_KIN}|child)\b|\bcan'?t work (?:because|due to|since)? ?(?:of )?(?:my )?(?:health|back|injury|illness|leg|arm)\b|\bin and out of (?:the )?hospital\b|\b(?:medical|under|getting|his|her|my|ongoing) treatment\b|\bcar(?:ing|e) for my (?:sick|ill|disabled) ",
        r"(?:生|得|患|害|大|重|看|治|查出|犯|有|养|得了场|一身)(?:了|着|过|场|个)?(?:一场)?(?:大|重|急|慢性|心脏|这个|老)?病(?!毒|房费)|住院|住了?(?:[一二三四五六七八九十几两半\d]+[天周个]+月?)?院|手术|开刀|做化疗|化疗|放疗|透析|癌|肿瘤|白血病|中风|脑梗|脑溢血|心梗|骨折|摔(?:断|伤|坏)|车祸|受(?:了)?(?:工)?伤|工伤|医药费|医疗费|治疗费|看病|病倒|病重|病了|病危|重症|确诊|瘫痪|卧床|尿毒症|糖尿病|抑郁症?|新冠|阳了|icu|伤了(?:腰|腿|手|脚)|腰伤|腿断|手断|流产|出(?:了)?(?:交通)?事故|动(?:了)?手术|进了?医院|躺在?(?:医院|床上)|残疾|吃药|药费|养病|养伤|被车撞|身体(?:不好|垮|出)|伤残|肺炎|登革热|腰椎|腰间盘|买药|病假",
    ),
    "disaster": (
        r"\b(?:flood\w*|typhoon|earthquake|drought|cyclone|hurricane|tornado|landslide|bagyo|wildfire|tsunami|storm|locusts?|no rain|rains? failed|pests?|hail(?:storm)?|monsoon)\b|\b(?:house|home|shop|stall|store|kitchen|farm|warehouse|market) (?:\w+ )?(?:burn(?:t|ed)(?: down)?|caught fire|collapsed|washed away|destroyed|on fire|was robbed|got robbed|gutted)\b|\bfire (?:destroyed|burnt|burned|broke|at my|in my|took|gutted|in the|outbreak)|\bhouse fire\b|\b(?:crops?|harvest|maize|rice|cows?|cattle|livestock|goats?|pigs?|chickens?|buffalo|animals?) (?:\w+ )?(?:failed|died|destroyed|were lost|dried|is dead|are dead|washed|got sick and died|was stolen|stolen)\b|(?<!id )(?<!identity )(?<!documents )(?<!papers )(?<!details )(?<!card )(?<!name )\b(?:(?:was |were |is |got |been )?(?:stole(?! my (?:id|identity|documents|papers|details|phone))|stolen(?! and used| id| identity))|robbed|(?<!identity )theft|burgl\w+|thieves|snatched|break-?in|mugged|carjacked)\b|\bharvest (?:failed|was bad|was lost|poor)|\bcrop (?:failure|loss)|\blost (?:my|the|our|all) (?:crops?|harvest|house|home|cow|cattle|livestock|animals)\b",
        r"洪水|大水|水灾|台风|地震|旱灾|干旱|大旱|火灾|失火|着火|起火|(?<![退发低高])烧(?:光|没|毁|了(?!吗|就|三天|两天|一天))|泥石流|山体滑坡|冰雹|雪灾|暴雨|涝|淹了?|受灾|遭灾|灾害|天灾|绝收|歉收|颗粒无收|减产|猪瘟|鸡瘟|禽流感|牛死|猪死|羊死|死了[一二三两几\d]*头|[牛羊猪鸡鸭]死了|(?<!身份证)(?<!身份)(?<!信息)(?<!资料)(?:被偷|被盗(?!用|刷|贷)|被盜(?!用))|遭贼|遭水|虫子?(?:把|吃|咬)|进贼|被抢|遭抢|失窃|房子(?:塌|倒|烧)|庄稼(?:没|毁|都|被)|虫灾|霜冻|冻死|塌了",
    ),
    "business_failure": (
        r"\b(?:my|our|the|his|her|small|family)? ?(?:\w+ )?(?:business|shop|store|restaurant|stall|startup|salon|cafe|canteen|boutique|sari[- ]sari|duka|kiosk|eatery|bakery|workshop|enterprise|food cart|online store) (?:\w+ ){0,2}?(?:closed?(?: down)?|closing|failed|failing|collapsed|bankrupt|went under|shut(?:ting)?(?: down)?|folded|losing money|lost money|not doing well|is slow|has been slow|very slow|slow|(?:is|was|went|going|gone) down|is dead|died|struggling|dying|poor|bad|no customers|is not moving|making a loss|low|dull|flopped|demolished|sold off|wound up|going down|gone bust|went bust|quiet)\b|\bmy (?:company|factory|firm) (?:\w+ ){0,2}?(?:closed?|failed|collapsed|bankrupt|went under|folded|shut)|\b(?:closed|close|shut|shut down|closing|lost|had to close|closed down|sold) (?:down )?(?:my|our|the) (?:small |little |own |family )?(?:business|shop|store|restaurant|stall|company|salon|cafe|boutique|firm|workshop|kiosk|duka|eatery|bakery)\b|\b(?:customers?|clients?|buyers?|client) (?:\w+ ){0,3}?(?:owe|owes|not paying|haven'?t paid|hasn'?t paid|did ?n'?t pay|don'?t pay|delayed|pay late|paid late|paying late|ran away|cancelled|refuse to pay|not paid|have not paid|has not paid|never paid|stopped (?:coming|buying|ordering)|gone|left|bounced)\b|\bno (?:one|body) (?:is )?(?:buy(?:s|ing)|comes?|coming|shop)|\bnobody (?:is )?(?:buy(?:s|ing)|comes?|coming)|\b(?:no|few|fewer|less|poor|low|slow|bad) (?:sales|customers|footfall|clients|buyers|foot traffic|market)\b|\bsales (?:\w+ ){0,2}?(?:dropped|fell|down|low|slow|dead|bad|poor|collapsed|dried up|halved|zero)|\bbusiness (?:failure|loss|losses|problems?|trouble|went bad|is bad|no good|down)\b|\bmarket is (?:slow|dead|down|bad)\b|\bpartner (?:ran away|cheated|ran off|took the money)\b|\bstock (?:expired|spoil\w*|went bad|is stuck|not moving)\b|\bwent out of business\b|\binvoices? (?:\w+ )?(?:unpaid|not paid|overdue)\b",
        r"(?:生意|买卖|店|店铺|铺子|档口|摊子?|饭馆|餐馆|餐厅|(?:我的|自己的?|我开的|自家的?|开的|办的)(?:小)?(?:公司|厂子?|工厂)|工作室|作坊|网店|淘宝店|小店|门面|民宿|养殖场?|创业|投资|项目|超市|奶茶店|理发店|美容院)[^,。;!?]{0,6}?(?:倒闭|关(?:了|门|张|停)|黄了|亏|赔|破产|做不下去|不好做?|难做|惨淡|不行|失败|没(?:人|生意|客人)|转让|倒了|垮|差|冷清|干不下去|开不下去|停业|歇业|淡|凉了|撑不住|血本|不景气)|创业失败|做生意(?:亏|赔|失败|赔了)|亏(?:了本|本|损|空|光|惨)|赔(?:了本|本|光|了个精光|惨)|货款[^,。]{0,6}(?:没|收不|拖|要不|压|未)|(?:客户|甲方|对方|买家|下家|工程款|尾款)[^,。]{0,8}(?:拖欠|不给钱|没给|没结|不结|欠(?:我|着)|跑路|不付|压款|没付|未结|结不)|工程款|没(?:什么)?(?:客人|顾客|客户|客源|生意|人买|人来)|没人(?:买|来|吃|光顾|进店)|压货|货(?:卖不|压|砸)|合伙人[^,。]{0,4}(?:跑|卷)|应收账款|资金(?:链)?断|项目款|执(?:咗|了)?笠|客(?:人|户)?(?:全|都)?跑(?:了|光)|卖不(?:出|动|掉)|摆(?:不成|不了)|没人报名|柜台[^,。]{0,6}卖不",
    ),
    "job_loss": (
        r"\b(?:lost|lose|losing|loss of|loosing|lossed) (?:my |the |his |her |our |both |a )?(?:\w+ )?(?:jobs?|work|position|employment|contract|livelihood|gig)\b|\bjob loss\b|\b(?:laid[- ]off|layoffs?|lay ?off|fired|sacked|retrenched|retrenchment|terminated|made redundant|redundant|redundancy|unemployed|jobless|out of (?:a )?(?:work|job)|let go|let me go|got the sack|downsized|dismissed|kicked out of work|between jobs|no job|not working|don'?t have (?:a |any )?(?:job|work)|company went under|no longer (?:have a job|employed|working)|without (?:a )?(?:job|work)|no work|axed|endo|end of contract|furloughed|suspended from work|haven'?t (?:found|got) (?:a |any )?(?:job|work)|can'?t find (?:a |any )?(?:job|work)|looking for (?:a |new |another |any )?(?:job|work)|company (?:closed|shut|let|laid|fired|folded|went bankrupt|cut staff|terminated|removed)|factory (?:closed|shut|laid)|job(?:'s| is| was) gone|job ended|contract (?:ended|was not renewed|not renewed|expired|finished|wasn'?t renewed|terminated|got cut)|(?:quit|resigned|left) (?:from )?my job|had to resign|had to quit|deactivated|(?:account|app) (?:banned|blocked|suspended|deactivated) (?:by|from) (?:the )?(?:grab|uber|gojek|ola|bolt|platform))\b|\bi (?:got|was|been) (?:cut|canned|booted)\b|\b(?:plant|office|mill|hotel|mine|site) (?:has |had |was |is |just )*(?:closed|shut)\b",
        r"失业|下岗|丢了?(?:工作|饭碗|活)|没(?:有|了)?(?:一份)?(?:工作|活干|活儿|工作了|班上|事做|工开|工做)|(?:被|给|让)[^,。]{0,6}?(?:裁|辞退|开除|炒|优化|劝退|解雇|遣散|开了(?!单|庭)|毕业了)|裁员|裁掉|裁了|炒鱿鱼|优化(?:了|掉)|失去(?:了)?(?:工作|岗位)|工作(?:没|丢|黄)了?|工作(?:不|没)保|辞职|离职|待业|找不到(?:工作|活|事)|没找到(?:工作|活)|还没找到|找工作|没(?:地方)?上班|不上班|(?:公司|单位|厂子|工厂|厂里|厂)[^,。]{0,4}?(?:倒闭|关门|破产|解散|散伙|搬走|黄了|关了|跑路|停产)|合同(?:到期|没续|不续)|封号|被停工|停工|无业|饭碗(?:没|砸)|没活(?:干|做|儿)?|没得活路|[没冇](?:有)?(?:得)?开工|老板让我回家|机构散|散伙",
    ),
    "family_change": (
        r"\b(?:divorc\w*|separated|separation|split (?:up )?(?:with|from)|broke up with|break-?up|breakup|my (?:husband|wife|partner|spouse|ex) (?:has |just )?(?:left|abandoned|ran (?:off|away)|walked out|moved out|is in (?:jail|prison)|went to (?:jail|prison)|got arrested|was arrested)|(?:husband|wife|partner) left(?: me| us)?|custody|alimony|child support|maintenance for the (?:kids?|child)|new ?born|new baby|had a baby|just gave birth|gave birth|giving birth|wife (?:is )?(?:pregnant|expecting|delivered|gave birth)|i'?m pregnant|i am pregnant|pregnant|pregnancy|maternity leave|single (?:mother|mom|mum|parent|father|dad)|domestic (?:violence|abuse)|took in my|moved in with (?:me|us)|(?:supporting|look(?:ing)? after|taking care of|caring for|care of|support) my (?:parents?|mother|father|siblings|brothers?|sisters?|grand\w+|elderly|aging|old)|got married|wedding)\b",
        r"离(?:了)?婚|离异|家变|分居|分手|老[公婆][^,。]{0,4}(?:跑|走了之|不管|离家|出轨|进去|坐牢|入狱)|(?:老公|老婆|妻子|丈夫|媳妇)(?:跟人)?跑了|怀孕|怀上|生(?:了)?(?:孩子|小孩|二胎|三胎|娃|宝宝|二宝|双胞胎)|刚生|坐月子|产假|添(?:了)?(?:丁|人|口|孩子)|单亲|抚养费|家暴|独自(?:带|养)|一个人带(?:着)?(?:孩子|娃|两个|俩)|赡养|照顾(?:老人|父母|孩子|家里|我[爸妈])|带娃|结婚(?!证)|彩礼|家庭变故|家里变故|奶粉钱",
    ),
    "payment_problem": (
        r"\b(?:app|website|site|system|payment link|link|gateway|upi|gcash|m-?pesa|paynow|bank app|e-?wallet|page|server|net ?banking|mandate|auto[- ]?(?:pay|debit)|autopay|standing order|direct debit|nach|transfer|payment|transaction|card) (?:\w+ ){0,3}?(?:not working|doesn'?t work|didn'?t work|failed|fails|failing|crash(?:ed|es|ing)|error|declined|bounced|rejected|down|stuck|blocked|frozen|expired|won'?t (?:load|open|go through)|did ?n'?t go (?:through|out)|keeps? (?:failing|crashing)|was not deducted|not deducted|hung|froze|cancelled|bounc\w+)\b|\b(?:forgot(?! (?:my )?(?:password|pin|login|it|about))|forgotten|slipped my mind|missed the (?:date|due date|reminder)|lost track|got the date(?:s)? wrong|mixed up the date|wrong (?:date|account)|didn'?t (?:see|get) the (?:reminder|bill|message|notification|statement|sms)|oversight)\b|\b(?:pay ?day|salary|payroll|wages?|pension|paycheck|(?:my|our|the) pay) (?:\w+ ){0,2}?(?:moved|changed|delayed|late|delay|held up|not (?:yet )?(?:credited|come|in|released|arrived|received|paid)|hasn'?t (?:come|arrived|been)|came late|is late|postponed|pending|stuck|pushed|didn'?t come|on hold)\b|\b(?:account|card|bank account) (?:\w+ ){0,2}?(?:frozen|blocked|locked|froze|hacked|on hold|expired|restricted|closed)\b|\bbank (?:\w+ )?(?:froze|blocked|holiday|problem|error|glitch|mistake|was closed)|\btechnical (?:issue|problem|error|glitch)|\bnetwork (?:issue|problem|down)|\blost my (?:phone|sim|card|wallet)\b|\bchanged (?:my )?(?:bank|card|number|phone)\b|\bnew (?:card|bank account)\b|\bboss (?:has ?n'?t|did ?n'?t|has not|not|hasnt|didnt) (?:yet )?(?:paid?|pay(?:ing)?)\b|\bemployer (?:\w+ )?(?:late|owes me|did ?n'?t pay|has ?n'?t paid|not paid|not paying|delayed)\b",
        r"忘(?:了|记|掉)(?!密码|你|我是|账号|登录|怎么|吧|它|这|问|说)|记错(?:了)?(?:日期|日子|还款日|时间)?|没(?:看到|收到|注意)(?:短信|账单|提醒|通知)|(?:系统|app|软件|网银|支付宝|微信|银行卡?|页面|链接|转账|支付|付款|扣款|自动扣款|代扣|卡)[^,。;!?]{0,6}?(?:崩|出错|出问题|打不开|失败|故障|报错|卡住|不了|没成功|不成功|没扣|扣不|没划|付不|限额|冻结|被冻|过期|登不|用不|没到账|延迟|闪退|维护|不能用|挂失|丢了|消磁)|工资[^,。;!?]{0,8}?(?:晚|拖|没发|还没|未发|推迟|延期|没到|压|改|不发|未到|迟|延后|没下来)|发工资(?:推迟|晚|改|延|拖|日子?改)|没发工资|不发工资|拖(?:欠|着)?[^,。]{0,4}工资|欠薪|欠着?[^,。]{0,4}(?:工资|绩效|薪水)|薪水(?:延迟|晚|拖)|打工[^,。]{0,3}拖欠|网银[^,。]{0,4}(?:坏|用不)|公积金取不|压(?:了)?[^,。]{0,4}工资|发薪日(?:改|推|变|晚)|换(?:了)?(?:银行)?卡|换(?:了)?手机|手机丢|银行卡(?:丢|冻结|被冻)|卡(?:被)?冻|账户(?:被)?冻结|冻卡|老板[^,。]{0,4}(?:没发|不发|欠薪|拖|没给钱|没结)|还没结(?:工资|账|钱)",
    ),
    "reduced_income": (
        r"\b(?:less|lower|reduced?|reducing|cut|cutting|fewer|slashed|halved|half|decreased?|no|not enough|little|small(?:er)?|low|poor|irregular|unstable|unsteady|zero|only half|drop in|loss of|lost|losing|slow|part of my|not much|not getting|shorter) (?:my |in |the |our |of |me |of my |much |enough |down )*(?:income|pay|salary|wages?|hours|shifts|orders?|trips?|rides?|bookings?|overtime|ot|tips?|commissions?|gigs?|earnings?|working hours|workdays|days|work hours|jobs (?:coming|this)|deliveries|passengers|fares|allowance|money coming|paycheck|season|students|tuition|duty|duties)\b|\b(?:income|salary|pay|wages?|hours|shifts|orders|earnings|milk money|crop money|money coming in|commissions?|trips|rides|bookings|overtime|tips|takings|pension|allowance|deliveries|passengers|paycheck|work|gigs|remittance\w*|money from abroad) (?:\w+ ){0,3}?(?:cut|reduced|dropped|drop|fell|halved|down|less|lower|few|slow|decreased|slashed|dried up|shrunk|shrank|reduce|stopped|low|irregular|half|gone|went down|fallen|not enough|has gone down|so few|very few|deducted|frozen|dwindl\w+|came down|crashed|unstable|not stable|isn'?t enough)\b|\b(?:cut|slashed|reduced|halved|lowered|docked) (?:my|our|the|his|her) (?:\w+ )?(?:pay|salary|hours|wages?|shifts|overtime|commission|income)\b|\bpay ?cut|\bsalary cut|\bhalf pay|\bhalf salary|\bunpaid leave\b|\bno (?:orders?|overtime|ot|gigs|tourists?|bookings|passengers|market days?)\b|\boff[- ]season|\blow season|\bfewer (?:\w+ )?(?:hours|orders|customers|shifts|rides|jobs|days)|\bearn(?:ing|s)? (?:much )?(?:less|half|so little|very little|little|not enough|barely)|\bmak(?:e|ing) (?:much )?(?:less|half|very little|barely anything)|\bincome (?:is |has )?(?:not|been) (?:steady|regular|stable|enough)|\bonly (?:work|working|get|getting|got) (?:\w+ )?(?:days?|hours|shifts)|\bpart[- ]time only|\b(?:crop|onion|potato|fish|milk|maize|coffee|tea|rice|milk|onion|tomato|copra|cocoa|rubber) prices? (?:\w+ )?(?:fell|dropped|low|down|crashed|collapsed)|\bmarket days?\b|\bwork is (?:slow|less|scarce|irregular|dry)|\bhardly any (?:work|orders|jobs)|\bnot (?:much|enough) (?:work|orders|rides)\b",
        r"(?:收入|工资|薪水|薪资|提成|奖金|绩效|业绩|单量|订单|单子|活儿?|加班费?|小费|退休金|补贴|跑单|客流|生活费|营业额|流水|底薪)[^,。;!?]{0,7}?(?:少|降|减|砍|打了?折|挂零|取消|缩水|腰斩|下滑|不稳|低|不够|打折|没(?:以前|之前|了)|断|差|不多|微薄|锐减|跌|停了|下来)|(?:降|减|调|扣)(?:了)?薪|(?:扣|砍|降|减)(?:了)?[^,。]{0,3}(?:工资|绩效|奖金|提成)|没(?:什么|多少)?(?:单|订单|活|收入|提成|加班|生意可做|单子|进账)(?!干|做)|没收入|没有收入|收入(?:为零|归零)|到手(?:更|就)少|零工(?:都)?难|等(?:了)?[^,。]{0,4}活|等活|禁渔|跌价|烂市|单都?不派|抢不到单|没人请我?|以前[^,。]{1,4}现在(?:才|只|就)?[一二三四五六七八九十\d]|断了?收入|挣(?:得|的)?(?:少|不多|不到|不了)|赚(?:得|的)?(?:少|不多|不到|不了)|跑不(?:到|出|了)|停薪|轮休|放(?:长)?假没|淡季|只发(?:一半|基本|底薪|\d)|半薪|行情(?:不好|差)|(?:菜|粮|猪|果|油|橡胶|水果|玉米|稻谷|苹果)价[^,。]{0,4}(?:跌|低|便宜)|卖不(?:上|起|出)价|价钱低|没(?:排|上)班|少排班|排班(?:少|减)|接不到(?:单|活)|没有?单|活(?:少|不多)|到手(?:少|才|只)",
    ),
    "overspending": (
        r"\b(?:overspen[dt]\w*|over ?spent|spent too much|spend too much|shopping (?:too much|addiction|spree)|bad (?:with|at) money|gambl\w*|betting|lost (?:\w+ )?(?:at|in) (?:the )?(?:casino|betting|sports ?bet|slots|lottery|crypto)|casino|sportpesa|online (?:betting|casino|sabong)|sabong|impulse buy\w*|live beyond|beyond my means|can'?t control my spending|wasted (?:the|all|my) money|lavish|blew (?:it|all|my|the)|splurged?|careless with (?:my )?money|bought too (?:much|many)|too many purchases|invested and lost|lost (?:it all )?(?:in|on) (?:crypto|stocks|forex)|trading loss\w*|crypto)\b",
        r"花(?:钱)?(?:太多|超了|大手|多了|光了|冒了|没节制|没数|得?太猛)|乱花|大手大脚|花钱(?:没|无)|没(?:有)?节制|消费(?:太|过|超)|超前消费|过度消费|买(?:太多|多了)|剁手|赌|打牌输|炒股(?:亏|赔|被套)?|炒币|股票(?:亏|跌|套)|打赏|充游戏|月光|冲动消费|网购|挥霍|败家|输(?:了|光|掉)",
    ),
    "other_debts": (
        r"(?:\b(?:other|too many|so many|multiple)|\b(?:pay|paying|repaying|owe|owing|servicing|juggling|due on|behind on|also have) (?:\w+ )?(?:\d+|two|three|four|five|six|seven|eight|ten|several|more|other)) (?:\w+ )?(?:loans?|debts?|lenders?|credit cards?|cards|apps|loan apps|emis?|online loans?|lending apps?|creditors|olas?)\b|\bborrow(?:ed|ing)? (?:money )?(?:from )?(?:everywhere|everyone|everybody|all over)|\bdebts? (?:piled|piling|everywhere|all over|trap|elsewhere|to others|to other)|\b(?:loans?|debts?) (?:from|with|to|at) (?:other|different|several|many|five|four|three) |\bowe (?:\w+ )?(?:other|many|everyone|everybody|money to|others|several|a lot of people)|\bloan shark|\b5-?6\b|\bborrow(?:ed|ing)? (?:from one )?to pay|\brob(?:bing)? peter|\bmaxed out|\bother (?:bank|lender|loan|bills to pay)\w*|\bdebts? (?:\w+ )?(?:snowball\w*|out of control)|\bpaying (?:off )?(?:other|another|several)|\bloans? on top of loans?|\bmortgage and\b|\bcar loan (?:and|too|as well)",
        r"(?:别的|其他|其它|另外)(?:家|几家|平台|网贷|贷款|信用卡|债|债务|借款|账单|银行|小贷|欠款|的)[^,。?]{0,8}(?:要还|也|在催|都|催|逾期|压|等着)|(?:欠|还有|背着|背了|同时|压着|要还|养着)[^,。?]{0,5}(?:好几|多|几|好多|很多|一堆|[两三四五六七八九十\d]+)(?:家|个|张|笔)?[^,。?]{0,3}(?:平台|网贷|贷款|信用卡|债|债务|借款|小贷|欠款|口子)|债(?:太)?多|信用卡也在?催|以贷养贷|拆东墙|借新还旧|到处(?:借|欠)|欠(?:了)?(?:好多|很多|一屁股|别人|朋友|亲戚|一堆)|多头|撸(?:了)?(?:口子|网贷|贷)|债务(?:太多|缠身|很重|压身|爆雷?)|负债(?:太|累累|高|很|\d|几)|网贷(?:太多|爆|还|全|都)|高利贷|(?:房贷|车贷)(?:压|也|和|都|还|要)|还别(?:家|的|人)|一堆(?:贷|债|账)|全面?逾期|全爆|卡(?:都|全)(?:爆|逾期|刷)|外债",
    ),
    "other": (
        r"\b(?:rent|food|fuel|petrol|gas|school|tuition|living|electricity|utility|utilities|bills?|price|prices|cost of living|inflation|fertili[sz]er|everything|expenses|fees) (?:\w+ ){0,2}?(?:went up|gone up|increased|rising|rose|too (?:high|expensive)|expensive|more expensive|doubled|keeps? (?:rising|going up)|costs?|due|is up|high|higher|hike|skyrocket\w*|up)\b|\bcost of living\b|\binflation\b|\bschool fees?\b|\btuition(?: fees?)?\b|\bscammed\b|\bcheated (?:of|by|out)|\bgot (?:scammed|cheated|conned)|\b(?:was|been|is|got) (?:in (?:jail|prison)|arrested|detained)\b|\bevict\w*|\bmoved? (?:house|cities|city|abroad)\b|\blegal (?:fees|case|trouble)|\bcar (?:broke down|repair)|\b(?:motorbike|bike|tricycle|truck|phone|laptop|machine|taxi|boda) (?:\w+ )?(?:broke(?: down)?|is broken|needs repair|breakdown)|\bvisa\b|\bunexpected (?:expenses?|bills?|costs?)|\bemergency (?:expense|at home|in the family)\b|\bfamily emergency\b|\blockdown\b|\b(?:electric(?:ity)?|water|power|gas) bills? (?:\w+ ){0,2}?(?:triple\w*|doubled?|huge|high|shock)",
        r"(?:房租|物价|学费|油价|菜价|肥料|饲料|水电|什么都|生活成本|开销|补课费|电费)[^,。]{0,5}?(?:涨|贵|高|上调|大|太多)|学费|交学费|开学|房租(?![\d一二两三四五六七八九])|被骗|受骗|诈骗了|上当|(?:我|他|老公|老婆|儿子)(?:刚)?(?:坐牢|进去了|被拘留|被抓了)|刚(?:放)?出狱|打官司|搬家|拆迁|车(?:坏|修|抛锚)|修车|电动车坏|机器坏|疫情|封城|封控|突发|急事|家里(?:出事|有急事|出了点事|有事)|通货膨胀|随礼|份子钱|装修|生活压力|开支(?:大|太)|花销(?:大|太)|供(?:孩子|娃|弟弟|妹妹)?(?:上学|读书|上大学)",
    ),
}  # fmt: skip
_PATTERNS = {reason: re.compile("|".join((*usual, *TOLD[reason])), re.ASCII) for reason, usual in _REASONS.items()}
# The borrower has died: no reason of the one who writes.
_BORROWER_DIED = re.compile(
    r"\b(?:his|her|their) (?:\w+ )?(?:loan|debt|account|name)\b|\bhad (?:a|an?other|your|\w+) (?:\w+ )?loan|\b(?:he|she) (?:took|borrowed|owed)|\bborrower\b|'s (?:\w+ )?(?:loan|account|debt)\b|\bloan (?:here|with you)\b|\ba loan with you\b|\bon your paper|\b(?:found|saw) your messages"
    r"|借款人|名下|(?:他|她)(?:的)?(?:手机里|贷|借|欠|债|账单|这笔)|贷款是(?:他|她)|的贷款.{0,3}(?:是|在)(?:他|她)|债要我还|绑着你们|户口(?:已经)?注销|人(?:都|已经)?没了还?催|人都没了",
    re.ASCII,
)
_QUESTION_AFTER = re.compile(r"[^,。;!?]{0,8}(?:吗|好不好|好唔好|怎么|哪个|哪家|顺序|会怎|合成)", re.ASCII)
# "Can I pay half": to pay, not the pay.
_PAY_IS_DONE = re.compile(
    r"\b(?:to|i|can|will|could|may|we|you|u|me|us|i'll|please|pls|would|still|and|or|i'd|should) $", re.ASCII
)
_CONSEQUENCES = ("reduced_income", "other_debts", "overspending", "payment_problem", "other")
_DENIED = re.compile(
    r"(?:\b(?:not|never|didn'?t|haven'?t|hasn'?t|wasn'?t|isn'?t|no|without|nobody)(?: \w+)? |(?:没有?|不是|未|并没|又没|还没|不会|从不|不)(?:因为|是)?)$",
    re.ASCII,
)
_DENIAL_INSIDE = ("no ", "not ", "can't", "cant", "don't", "没", "不", "haven't")
_CAUSE = re.compile(
    r"(?:\b(?:because(?: of)?|cos|cuz|coz|due to|since|as|after|reason is|caused by|thanks to|owing to|on account of|ever since|bcoz|bc)(?: (?:my|i|the|of|that|is|was|he|she|we|our|a|an|got|been|had|have|in))* ?|(?:因为|由于|是因为|自从|都怪|原因是|怪|因)[^,。;!?]{0,6})$",
    re.ASCII,
)
_ASKED = re.compile(
    r"\b(?:what if|if i|if my|in case|would|should i)\b[^,.;?]{0,20}$|(?:如果|要是|万一|假如|会不会)[^,。]{0,8}$",
    re.ASCII,
)


def find_hardship(reading: Reading) -> None:
    """Adds the one reason that is given for trouble in ``reading.text``; claims nothing, since a reason may hold an amount."""
    text = reading.text
    found: list[tuple[str, int, int, bool]] = []
    for reason, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()]
            if (_DENIED.search(before) and not match.group().startswith(_DENIAL_INSIDE)) or _ASKED.search(before):
                continue
            if match.group().startswith("pay ") and _PAY_IS_DONE.search(before):
                continue
            if reason == "bereavement" and _BORROWER_DIED.search(text):
                continue
            if reason == "other_debts" and _QUESTION_AFTER.match(text, match.end()):
                continue
            found.append((reason, match.start(), match.end(), _CAUSE.search(before) is not None))
            break
    if not found:
        return
    causes = [row for row in found if row[3]] or found
    events = (
        [row for row in causes if row[0] not in _CONSEQUENCES] or [row for row in causes if row[0] != "other"] or causes
    )
    if not any(row[3] for row in found):
        events = (
            [row for row in found if row[0] not in _CONSEQUENCES]
            or [row for row in found if row[0] != "other"]
            or found
        )
    reason, start, end, _ = min(events, key=lambda row: row[1])
    reading.found.append(Entity("hardship_reason", reason, start, end))
