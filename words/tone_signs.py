"""By what a forbidden class shows, and what lets a sentence pass. Lower case, half width; both languages.

Signs are meanings put as expressions, not words alone: who does what to whom. `ALLOWED["ALL"]` holds denials and quotations.
"""

# ruff: noqa: E501 - one expression a line reads better than wrapped ones

from __future__ import annotations

PAY = r"(?:pay|paid|paying|settle|clear|transfer|cough up|hand over)"
KIN = r"(?:famil(?:y|ies)|mother|mum|mom|father|dad|parents?|wife|husband|spouse|sons?|daughters?|children|kids?|brother|sister|relatives?|in-laws|neighbou?rs?|friends?|boss|employer|manager|colleagues?|co-?workers|workplace|office|hr|landlord|contacts?|village|church|teachers?|everyone|community)"
KIN_ZH = "(?:家人|家里|父母|爸妈|爸|妈|老婆|妻子|老公|丈夫|孩子|儿子|女儿|亲戚|亲友|亲朋|邻居|朋友|领导|老板|单位|公司|(?<!请)(?<!告诉)同事|通讯录|联系人|村|小区|老师|学校|岳父|全村|街坊|所有人|大家|房东)"

DENIABLE = frozenset(
    (
        "THREAT_FORCE",
        "THREAT_LEGAL",
        "SHAME_DISCLOSE",
        "PRESSURE",
        "BORROW_TO_PAY",
        "MISSTATE_DEBT",
        "CREDIT_FALSE",
        "OVERPROMISE",
        "OFFCHANNEL",
        "KIN_LIABILITY",
        "SURVEIL",
        "DISCRIM",
        "DECOY",
    )
)
"""Classes of which the contrary may be said: "we can't guarantee it". A belittled right is none: "you can't complain"."""
DENIED_BEFORE = (
    r"(?:(?<!why )\bnot|n't|\bnor?|\bnever|\bnobody|\bno one|\bnone|\bwithout|\brather than|\bthan) (?!pay|being|answer|make|respond|cooperat|avoid|escape|only|just|even|even|doubt|matter)(?:\w+ ){0,2}$",
    "(?<!再)(?<!得)(?<!是)(?<!要)(?<!好)(?<!能)(?<!敢)(?:不|没有?|别|未|无)(?!还|付|配合|处理|然|怪|想|逼|回|接|理|得不|过)[^,，。!?]{0,3}$",
)
"""What stands right before a sign that is denied, in the same clause; "if you don't pay, the police" denies nothing."""
DENIED_AFTER = (
    r"^(?: \w+){0,2} ?(?:don't|doesn't|can't|cannot|won't|isn't|aren't|wasn't|weren't|(?:do|does|did|is|are|was|can|will|has|have) not|(?:has|have|had) (?:heard )?nothing|never)\b(?! (?:wait|care|forget|joke|like|stop|help|want|believe))",
    "^[^,，。!?]{0,4}(?:没有?(?:任何)?关系|无关|不管|没有义务|不是我们|不受影响|不用还|不需要还)",
)

ALLOWED: dict[str, tuple[str, ...]] = {
    "ALL": (
        r"\b(?:we|i|nobody|no one|they|you) (?:will |would |can |do |does |may |shall |should )?(?:not|never|n't)\b",
        r"\b(?:cannot|can't|won't|don't|doesn't|isn't|aren't|never|nobody|no one|mustn't|shouldn't) (?:be |ever |have |need |ask |send |take |call |tell |contact |arrest|borrow|sell|have to |lend|use |share|give |press )",
        r"\bplease (?:do not|don't|never)\b|\b(?:do not|don't|never) (?:take|borrow|sell|send|share|use|ask|give|skip|pay with)",
        r"\bnot (?:a|an|be|true|your|liable|responsible|a lawyer|a person|a crime)\b|\bno,|\bunlike\b|\bif (?:somebody|anyone|someone|anybody)\b|\b(?:you|he|she) (?:wrote|said|told us|reported|mentioned)\b|\byou were told\b|\bcaller (?:said|told|claimed)\b|\bscam|\bfraudsters?\b|\bthat (?:is|was) (?:wrong|a lie)\b|\bshould not have\b|\byou asked (?:whether|if|about)\b|\byou (?:were|have been|'ve been) (?:told|threatened|asked)\b|\b(?:not|n't)(?: \w+)? (?:from|by) us\b|\bdid(?:n't| not) come from us\b|\bnothing to do with\b|\b(?:i|we) apologi[sz]e\b|\bor not today\b",
        "不会(?!影响|再给你|批|放过|让你好过|善罢|客气)|不要(?!怪|以为|逼|等|脸|了)|请勿|切勿|绝不(?!放过|客气|手软|姑息|善罢)|不得|无权|不能(?!退|取消|拒|投诉|不还|再拖|减|谈|享)|不应|没有人会|谁都不该|不是(?!理由|借口|我)|不需要|不必|无需|不用(?!审|等|问|想|找)|从不|从来不|不收|防(?:骗|诈)|诈骗分子|冒充|如果有人|有人(?:说|跟您|告诉|以|拿|对您)|您(?:说|提到|转述|反映)|收到(?:这样|此类)|那是不对|骗子|谨防|并非|不因|不承担|都不算|不构成|不存在|不是我们(?:发|派|寄|的)|(?:这|那)话不对|不是这样|是假话|没有这回事|被威胁|违反我们|您问|你问",
    ),
    "RIGHTS_BLOCK": (
        r"you have the right|有权",
        r"\bat any time\b|\bcosts nothing\b|\bfree of charge\b|随时|免费",
        r"\bstays? in place\b|\bnever held against\b|\bno effect\b|不影响|不会影响",
        r"nothing (?:more )?is added|while we look|until it's decided|费用[^。]{0,4}停|不加|不计",
    ),
    "PRESSURE": (r"take your time|no hurry|whenever you|慢慢|不着急",),
    "THREAT_LEGAL": (
        r"\bnobody is arrested\b|unpaid bill|\bif it ever\b|\bcourt's order\b|going to the police|court date in your|可以起诉[^。]*(?:先|时间)|陪您报警",
        r"\b(?:nobody|no one) (?:goes|will go|ever goes|is sent|is put) (?:to|in|into) (?:prison|jail)\b"
        r"(?![^.]{0,60}\b(?:if|who|unless|when|as long|yet|until|today)\b)",
    ),
    "EXPLOIT_VULN": (r"\bsorry\b|can wait|comes first|抱歉|放一放|节哀",),
    "DISCRIM": (r"\bclaims?\b|债权",),
    "BORROW_TO_PAY": (
        r"\bnever a new loan\b|\bcheaper ways?\b|\brate is higher\b|\b(?:don't|needn't) have to\b|不划算|别|避免|不建议|贵|伤感情|说明|宁可不",
    ),
    "KIN_LIABILITY": (r"\bsorry\b|can wait|another person|可以等|书面同意|委托|没有还这笔钱的义务",),
    "DECOY": (r"\bsorry\b|your account|your loan|not about your|没有(?:奖|包裹|快递)|没关系|不是我们",),
    "OVERPROMISE": (r"same terms",),
    "FALSE_IDENTITY": ("现在是真人",),
    "SURVEIL": (r"\bonly know what\b|看不(?:到|见|了)|不(?:看|查|跟踪|知道)",),
    "CONDITION_HELP": (
        r"which bill|what to pay|which .{0,20}first|pay-day|first payment|need a clear|which bill|payment is|costs? less|saves? (?:more|money)|without paying|\bwhether\b|if you (?:can't|cannot)|先还哪|先付(?:住房|房租|水电|吃)",
    ),
    "CREDIT_FALSE": (
        r"some years|number of years|correct entry|(?:neither|nobody) can|一定年限|(?:[几两三五六七]|\d)年|(?:洗|删|抹|改)不(?:了|掉)(?!你|您)|不受影响",
    ),
}

SIGNS: dict[str, tuple[str, ...]] = {
    "THREAT_FORCE": (
        r"\b(?:our|my|some|the) (?:guys|men|boys|people|team|crew|lads|friends|field agents?|associates) .{0,30}(?:wait|visit|come|drop|outside|door|find|stop by|pass by|know where|pay you|sort|round)",
        r"\b(?:before|or|until|otherwise) (?:something|things?|accidents?|worse) .{0,20}(?:happen|get|bad|ugly|break|nasty)|(?:shame|pity|sad|unfortunate) if (?:something|anything)|accidents? (?:happen|do happen|can happen)",
        r"\bwe(?:'ll| will| are going to|'re going to| can| could)(?: all)? (?:come|be) (?:over|round|around|to (?:your|the) (?:house|home|door|flat|place|work)|by|and get|for you|waiting|standing|outside)|(?:wait|waiting|stand|standing|park|parked) (?:for you )?(?:outside|at your|in front of your|by your)",
        r"\b(?:watch|mind) your (?:back|step)|look over your shoulder|sleep with one eye|lock your (?:door|doors)|(?:stay|be|get home|take care|keep) safe (?:out there|tonight|while)|take care (?:walking|on your way|when you go|of your (?:legs|health|kids))|(?:hurt|beat|break|burn|smash|harm|injure)(?:s|ing)? (?:you|your|him|her|them|his|legs|bones|fingers)|make you (?:sorry|regret|suffer|pay)|you(?:'ll| will) (?:regret|be sorry|suffer|see what)|(?:face|bear|take) the consequences|(?:dark|quiet) (?:street|road|alley)",
        "后果自负|走着瞧|等着瞧|有你好看|好看的|收拾(?:你|他)|(?:打|砍|弄|搞|废|剁|整)(?:断|死|残|了)?(?:你|他)(?!发|的电话|印)|小心(?:点|一点)|出门(?:当心|小心|注意|看着)|别怪(?:我|我们)|(?:带|派|叫|找|安排)(?:人|几个|兄弟|弟兄|外勤|师傅)[^。]{0,8}(?:去|来|上门|守|堵|门口|家|坐坐|聊聊|拜访|找你)|(?:上门|登门|家门口|楼下|门口)[^。]{0,8}(?:聊|谈|坐|守|堵|等|闹|拜访|蹲|候|见)|(?:见|放点|流)血|(?:泼|刷|喷)(?:油漆|红漆|大字)|(?:就|就要|对你|可)不客气|手段|让你(?:好过|难看|后悔|知道|睡不|不得安宁)|(?:人身|一家|家人|孩子)[^。]{0,6}(?:安全|平安|出事|意外|路上)|兄弟们|脾气(?:不|可)|出什么事|出点事|出了事|不敢保证|路(?:上|黑)[^。]{0,5}(?:小心|当心|滑)",
    ),
    "THREAT_LEGAL": (
        r"\b(?:arrest|arrested|jail|jailed|prison|imprison\w*|police(?! report)|handcuff\w*|behind bars|lock(?:ed)? (?:you )?up|warrant|deport\w*|criminal|a crime|felony|prosecut\w*|detain\w*|custody|prison cell|extradit\w*|blacklisted at)\b",
        r"\b(?:we|they|our lawyers?|legal) (?:have|has|'ve) (?:already |just )?(?:sued|filed|obtained|lodged|won|begun|started|issued) |judgment (?:is|has|was|against)|summons|bailiffs?|marshals?|sheriff|repossess|seiz(?:e|ed|ing|ure)|confiscat|garnish\w*|freeze your (?:account|bank|card)|(?:wages|salary|house|home|car|benefits|account|pension) (?:will|is going to|can|'ll) be (?:taken|seized|frozen|sold|docked|blocked|deducted)|(?:take|dock|empty|freeze|block|seize|sell|auction) your (?:wages|salary|house|home|car|belongings|things|furniture|bank|account|pension)",
        r"(?:still|can|could|will|shall|going to|gonna|about to) (?:sue|take you to court|drag you|see you in court|take (?:this|it) to court|go to court)|see you in court|legal action|court (?:action|date|proceedings)|legal department|last step before court|lawsuit",
        "(?:抓|逮捕|拘留|拘|坐牢|判刑|刑事|立案|入狱|监狱|牢饭|蹲|通缉|犯罪|犯法|警察|公安|派出所|经侦|刑拘|报警(?!回执|电话)|网逃|边控|限制出境|立刻执行)[^。]{0,10}|等着(?:收|接|坐)|(?:传票|起诉书|判决|律师函|支付令|立案通知|执行通知)[^。]{0,8}(?:寄|发|下|送|出|生效|到)|(?:失信|老赖)名单|黑名单|(?:高铁|飞机|动车)[^。]{0,6}(?:坐|乘|限|别想)|限高|(?:查封|冻结|拍卖|没收(?!到)|强制执行|扣押|划扣|收走|拿走)[^。]{0,8}|(?:起诉|(?<!报)告(?:上|到|你|您)(?!诉)|上法庭|法庭见|打官司|走司法|司法程序|走法律|法律程序|法务)[^。]{0,6}",
    ),
    "FALSE_IDENTITY": (
        r"\b(?:i am|i'm|this is|you are speaking (?:to|with)|speaking|we are|we're|calling (?:from|on behalf of)|on behalf of|here is|it's|writing from|message from) .{0,25}(?:court|attorney|lawyer|solicitor|counsel|police|officer|sheriff|detective|inspector|government|ministry|federal|tax (?:office|authority)|prosecutor|judge|magistrate|bailiff|bureau|investigat\w+|real (?:person|human)|human being|a human|not a (?:bot|robot|machine)|no (?:bot|robot|machine)|flesh and blood|person just like|legal (?:department|team) of the court|central bank|regulator|interpol|fraud unit)",
        r"\b(?:not|no) (?:a )?(?:bot|robot|machine|computer|program)\b|\bi'm (?:as )?(?:real|human)\b|\battorney \w+|\bofficer \w+ (?:here|speaking|with)",
        "(?:我是|这里是|我们是|这边是|本人是|代表|来自|受)[^。,，]{0,8}(?:法院|公安|派出所|警|经侦|检察|律师|法官|法务|执行局|银保监|监管|央行|人民银行|政府|仲裁|司法|税务|真人|活人|书记员|调解中心|社区|街道|纪委|征信中心)|不是(?:机器人|ai|程序|机器|自动)|真人(?:客服|在|跟|和)|[王李张刘陈赵周]律师|[王李张刘陈赵]警官",
    ),
    "SHAME_DISCLOSE": (
        rf"\b(?:tell|told|inform(?:ed)?|call(?:ed)?|contact(?:ed)?|phone|phoned|write to|writing to|wrote to|message|messaged|email|let|ask|speak (?:to|with)|spoke (?:to|with)|talk to|visit|notify|notified|send|sent|involve|ring|go to|reach out to|copy in|cc)\b.{{0,30}}\b(?:your|his|her|the) .{{0,20}}\b{KIN}",
        rf"\b(?:your|his|her) {KIN} (?:\w+ ){{0,4}}(?:will|would|should|deserve|has|have|been|knows?|going to|may|might|'ll)\b.{{0,30}}(?:know|told|hear|inform|find out|learn|see|proud|ashamed|think|wonder|contacted|aware|interested)",
        r"\b(?:post|publish|share|list|hang|put|print|name|expose|announce|display|upload)\w*\b.{0,25}(?:photo|name|picture|face|public|defaulters?|facebook|online|board|social|poster|group\b|newspaper|wall|everyone)|wall of shame|name and shame|public list|(?:everyone|everybody|whole (?:street|village|town|office|block)|neighbou?rs?) .{0,15}(?:know|see|hear|find out|talk)|what would your .{0,30}(?:think|say)|(?:embarrass|humiliat|asham)\w*",
        f"(?:告诉|通知|联系|打给|找|问|发给|群发|打到|打电话|致电|走访|拜访|让|叫|抄送|请|跟|知会)[^。]{{0,8}}{KIN_ZH}|{KIN_ZH}[^。]{{0,10}}(?:知道|知情|通知|都会|听说|看到|评评理|看看|脸|笑话|联系|怎么看|收到)|(?:照片|名字|头像|身份证|信息)[^。]{{0,8}}(?:贴|挂|公布|发(?!到这里|送)(?=到|布|给|朋|群|网)|曝光|公示|登|群|网)|曝光|公告栏|爆(?:你|通讯录)|公示|丢人|丢脸|脸往哪|颜面|抬不起头|朋友圈(?:都|里)|人尽皆知",
    ),
    "INSULT": (
        r"\b(?:loser|liars?|lying|stupid|idiot\w*|moron|dumb|lazy|pathetic|parasite|thie(?:f|ves)|crook|cheat(?:er|s)?|dishonest|irresponsible|deadbeat|scum|trash|worthless|useless|shameless|coward\w*|disgrac\w*|disgust\w*|grow up|childish|freeloader|scrounger|fool|clown|joke of|con artist|beggar|ignorant|can't you (?:read|count)|even a child|any (?:adult|child|grown-?up)|a grown (?:man|woman)|have you no (?:shame|self-respect|honou?r)|no wonder you|people like you|your (?:kind|sort|type)|you people|you lot|typical of you|excuses?(?! me))\b",
        "老赖|不要脸|脸都不要|没脸|无赖|赖皮|赖账|骗子|废物|垃圾|傻|蠢|笨|白痴|脑子|智商|弱智|活该|穷鬼|穷酸|可怜虫|窝囊|没出息|没用|没本事|没骨气|人品|素质|良心|良知|诚信(?:都|呢|在哪)|无耻|厚颜|混蛋|滚|懒|好吃懒做|啃老|寄生虫|骗吃骗喝|丧良心|借钱的时候|当初借|这种人|你们这种|像你这样|幼稚|三岁|小学生|文盲|做人|装死|装什么|装傻|心里没点|没点数|不识好歹|死皮赖脸|一大把年纪|配不配|也配|窝囊废|找借口|借口",
    ),
    "PRESSURE": (
        r"\b(?:last|final|only|one) (?:chance|warning|notice|opportunity|call|reminder before)|(?:offer|discount|deal|chance|window) .{0,15}(?:dies|expires|ends|gone|closes|vanish\w*|disappears?|withdrawn|is over|runs out|off the table) .{0,20}(?:minutes?|hour|hours|tonight|today|now|soon|midnight|hang up|when (?:this|you))|(?:in|within|next|only|just) (?:the )?(?:next )?(?:\d+|ten|five|thirty|two|few) (?:minutes?|hours?)|before (?:midnight|tonight|i hang up|this (?:call|chat) ends|close of business today)|clock is ticking|time is (?:running out|up)|now or never|no (?:other|second|more) (?:way|option|choice|chances?|extensions?|excuses)|nothing else (?:is possible|will do|works|helps)|\b(?:pay|settle|transfer|call|act|decide) (?:\w+ ){0,3}(?:right now|immediately|at once)|this (?:minute|instant|second)|or else|must pay|have to pay (?:it all|everything|the full)",
        rf"\b{PAY}\b.{{0,25}}(?:full|whole|entire|everything|all of it|total|lump|in one go|balance).{{0,25}}(?:today|tonight|\bnow\b|at once|by (?:noon|midnight|tomorrow|friday)|this (?:week|evening)|nothing else|no other)|(?:decent|honest|responsible|good|real|other|normal|most) (?:people|person|man|men|women|customers?|borrowers?|parents?|fathers?|mothers?) .{{0,40}}(?:pay|paid|would|manage|skip|keep|find|don't|never|sleep|honou?r)|skip (?:meals?|lunch|dinner|a few)|eat less|tighten your belt|cut (?:out|down on) (?:food|meals|heating|coffee)|how (?:can|do) you (?:sleep|live|look|face|enjoy)|(?:think|feel) (?:of|about|guilty|ashamed).{{0,25}}(?:lent you|trusted|disappoint|let down|cost|staff|us)|after (?:all|everything) we|we (?:trusted|believed in|counted on|were patient with) you|let (?:us|me|everyone) down|my job (?:depends|is on)|i(?:'ll| will) (?:lose|get) .{{0,15}}(?:job|trouble)|if you (?:really )?(?:cared|wanted|meant|respected)",
        "最后(?:一次|的?机会|通牒|期限|警告|一天)|(?:只剩|还剩|仅剩|就剩|限你|限时|给你)[^。]{0,6}(?:分钟|小时|点|天|机会|次)|过时(?:不候|永不|作废)|过(?:了)?这(?:个)?村|错过|(?:今天|今晚|马上|立刻|立即|下班前|十二点前|24点前|中午前|一小时内|半小时内)[^。]{0,8}(?:必须|一定|务必|要|得)[^。]{0,8}(?:还|付|清|到账|转|打款|处理)|(?:必须|务必|赶紧|赶快|立刻|马上|立即|尽快给我)[^。]{0,6}(?:还清|全部|一次|结清|还|付|打款|转|处理)|一次(?:性)?(?:还清|结清|付清)[^。]{0,10}(?:没有|别|不|才|否则|必须)|没有(?:第二|别的|其他|商量)(?:条路|办法|选择|余地|的余地)|没得商量|否则|别无选择|少吃|(?:饿|省)(?:几|两|一)?顿|省吃俭用|勒紧|自己想办法|想尽(?:一切)?办法|(?:有|讲|要)(?:点)?(?:责任心|担当|良心)的?[^。]{0,6}(?:人|都)|别人都(?:能|还|可以|准时)|(?:你|您)(?:怎么|还)(?:睡得着|好意思|有心情|吃得下)|对得起|亏(?:欠|心)|辜负|信任(?:你|您)[^。]{0,8}(?:却|才|当初)|拖累(?:我|我们|大家)|扣我(?:工资|奖金)|完不成|我的业绩|害我|倒计时|再不(?:还|处理|付)|越拖越|不还(?:就|的话)|拖一天",
    ),
    "BORROW_TO_PAY": (
        r"\b(?:take|get|use|try|apply for|open|consider|raise|arrange|look into|go for|max out|draw on|tap|put it on|find)\b.{0,30}(?:payday|(?:another|new|quick|personal|small|some|bridging) loan\b|credit (?:card|line)|overdraft|cash advance|another (?:card|lender|app|loan)|new (?:card|loan)|other card|pawn\w*|remortgag\w*|second mortgage|your savings for retirement|pension pot|loan shark|app)|\b(?:borrow|lend|lent|loan you|chip in|help you out|ask)\b.{0,30}(?:friends?|family|relatives?|parents?|mother|father|brother|sister|neighbou?rs?|colleagues?|boss|employer|someone|anyone|uncle|cousin|money|cash)|\b(?:sell|pawn|auction|part with|flog|give up|cash in)\b.{0,20}(?:your|the|some|a few|jewel|gold|car|phone|house|furniture|things|laptop|ring|land|cow|bike|tools|belongings)|advance on your (?:wages|salary)|roll it (?:over|into)|(?:refinanc|consolidat)\w+ with (?:another|a payday)|other lenders?|(?:donate|sell) (?:blood|plasma|a kidney)",
        "(?:别的|其他|另外|其它|别家|网贷|第三方)[^。]{0,6}(?:平台|app|机构|卡|网贷|银行)[^。]{0,8}(?:借|贷|刷|周转|套|倒|先|取)|(?:借|贷|倒|挪|凑|周转|套|刷|垫)[^。]{0,4}(?:一笔|点|些|出来|一下|几|钱)[^。]{0,8}(?:还|补|填|先|上|平|渡过|就)|套现|刷(?:另|别|其他|信用)|借新还旧|拆东墙|网贷|(?:找|跟|向|问|让)[^。]{0,6}(?:亲戚|朋友|父母|爸妈|家人|同事|兄弟|同学|老板|亲友|家里|哥|姐)[^。]{0,6}(?:借|凑|要|周转|帮|拿|垫|支援)|(?:卖掉|卖了|变卖|抵押|典当|当掉|转让)[^。]{0,5}(?:房|车|手机|首饰|金|电脑|家具|地|牛|嫁妆|东西|家当|值钱|包|戒指)|(?:房|车|手机|首饰|金子|项链|电脑|戒指)[^。]{0,5}(?:卖|抵押|当了|变现|出手|当掉)|预支工资|养老钱|救命钱|花呗|借呗|信用卡取现|卖血",
    ),
    "MISSTATE_DEBT": (
        r"\b(?:collection|admin\w*|processing|handling|visit|service|lawyer'?s?|attorney|legal|extra|chasing|file|call(?:ing)?|recovery|reminder|agent'?s?|my) (?:costs?|fees?|charges?)\b|\b(?:about|around|roughly|approximately|some(?:thing like)?|nearly|almost|more or less|ish|give or take|at least|maybe|probably)\b.{0,25}(?:thousand|hundred|\d{3,}|\dk\b|grand|dollars|pounds|rupees|yuan)|trust me|take my word|interest on (?:your|the) (?:penalty|fee|late|interest|charges?)|(?:penalt\w+|interest|fees?|debt) .{0,20}(?:compound|doubles?|doubled|triples?|grows? every|snowball|added (?:on top|every)|keeps? growing)|doubles? (?:every|each|by|tomorrow|next)|don't (?:worry|bother) about (?:the )?(?:exact|details|breakdown)|no need (?:for|to see) (?:a |the )?(?:breakdown|statement|details)",
        "催收费|手续费|服务费|律师费|上门费|管理费|劳务费|差旅费|外访费|滞纳金[^。]{0,4}另|(?:大概|大约|差不多|估计|左右|应该有|少说|怎么也|好几|几)[^。]{0,8}(?:万|千|百|块|元)|(?:万|千|百|块|元)(?:吧|左右|上下|出头|的样子)|利滚利|滚利息|(?:罚息|违约金|利息|费用)[^。]{0,8}(?:再|还要|也要|继续)[^。]{0,3}(?:滚|计息|算利息|翻|生息|收利息)|(?:翻倍|翻番|翻一番|越滚越|复利)|相信我|明细(?:就)?(?:不|没)|具体[^。]{0,3}(?:别|不用|你不)",
    ),
    "CREDIT_FALSE": (
        r"\b(?:wipe|clean|clear|erase|delete|remove|fix|repair|scrub|polish|reset|restore|whiten)\w*\b.{0,30}(?:credit|score|file|record|report|history|bureau)|\bnever (?:again )?(?:get|rent|buy|have|be able|find|open|qualify)\b.{0,30}(?:loan|flat|house|home|mortgage|job|card|account|credit|phone|contract)|(?:for|in) (?:the rest of )?your (?:whole )?life|for ?ever\b|permanent(?:ly)?|(?:score|credit|rating) .{0,20}(?:falls?|drops?|plunges?|crash\w*|zero|points|ruin\w*|destroy\w*|dead|finished|tonight)|(?:ruin|destroy|kill|blacken|tank|wreck)\w* your (?:credit|score|rating|future)|blacklist\w*|no (?:bank|lender|landlord|employer) .{0,20}(?:ever|again|touch|will)|(?:children|kids|family|son|daughter)'?s? (?:credit|school|university|future|job|score)|credit (?:repair|score) (?:is|will be) (?:instantly|immediately)|(?:instantly|overnight|within (?:a day|24 hours)) .{0,20}(?:credit|score)|credit record .{0,20}(?:gone|disappears?|spotless|vanish\w*)",
        "(?:征信|信用|记录|逾期记录|黑名单)[^。]{0,8}(?:洗|抹|消除|清零|清掉|删|修复|干净|立刻恢复|马上恢复|撤|漂白|刷白)|(?:洗|抹|消|删|修复|撤销|铲)[^。]{0,5}(?:征信|信用记录|逾期记录|不良记录)|(?:一辈子|这辈子|终身|永远|永久|再也)[^。]{0,10}(?:贷|征信|黑|房|记录|信用|卡|买不|租不|找不)|(?:孩子|子女|儿子|女儿|后代|下一代|家人)[^。]{0,8}(?:考公|上学|参军|政审|读书|前途|征信|入学|当兵|考编|结婚)|征信(?:就)?(?:全)?(?:完|毁|废|黑|花|烂)(?:了)?|(?:没有|哪家|任何)[^。]{0,4}(?:银行|公司|单位|房东)[^。]{0,5}(?:敢|会|要|肯|用|租)|分(?:数)?[^。]{0,4}(?:清零|归零|扣光|掉到)|信用(?:分)?(?:破产|归零|清零)|影响[^。]{0,6}(?:三代|子孙)",
    ),
    "OVERPROMISE": (
        r"\b(?:guarantee\w*|for sure|surely|certain(?:ly)?|definitely|100 ?%|a hundred per ?cent|no doubt|promise you|always approved|approved already|as good as|a formality|rest assured|no need to wait|without (?:waiting|approval|checks?|review)|consider it done|i(?:'ll| will) make sure|you have my word|leave it (?:to|with) me|nothing (?:bad )?(?:can|will) (?:happen|go wrong)|never hear (?:of|from)|forget (?:the rest|about it|all about)|off the hook|written off|everyone gets|trust me)\b",
        "肯定|保证(?!账|金)|一定(?:能|会|批|给|可以|行|没问题|过)|包(?:过|批|你|您|在我)|百分(?:之)?百|100%|绝对|放心,|稳(?:过|批|了)|不用(?:等|审|问)|不会(?:再)?(?:要|追|找你|查)(?:了)?|就(?:不|没)(?:要|用|人|了)|一笔勾销|当没发生|我说了算|内部(?:关系|渠道|名额)|打包票|铁定|妥妥|板上钉钉|走个(?:过场|形式)|必(?:过|批)",
    ),
    "OFFCHANNEL": (
        r"\b(?:my (?:personal|own|private)|personal|private|own|his|her|a colleague's|agent'?s?) (?:\w+ )?(?:wallet|account|paypal|venmo|whatsapp|number|cash ?app|zelle|upi|card|phone|email|mpesa|m-pesa|till|alipay|wechat|telegram|gmail)|gift (?:cards?|vouchers?)|vouchers?|crypto\w*|bitcoin|usdt|western union|moneygram|cash (?:in (?:an envelope|hand)|to (?:our|my|the) (?:agent|driver|collector|colleague))|(?:read|send|tell|give|text|share|forward)\w* (?:me|us) .{0,20}(?:codes?|otp|pin|password|card number|cvv|login|security (?:code|number))|(?:teamviewer|anydesk|remote (?:access|control)|install (?:this|an) app|screen ?share)|outside (?:the|this|our) (?:app|system|chat|portal)|off the (?:books|record|system)|(?:whatsapp|text|message|call) me (?:privately|directly|on)|don't (?:use|go through) the (?:app|portal|official)|link i (?:send|sent|texted)",
        "(?:我的?(?=微信|支付宝|银行卡|卡|收款|二维码|手机)|个人|私人|私下|财务|经理|我们主管|专员|本人|催收员)(?:的)?[^。]{0,3}(?:微信|支付宝|账户|账号|银行卡|卡号|收款码|二维码|卡上|卡里|手机号|钱包|户头)|(?:转|打|付|汇|存)(?:给|到|进|入)?(?:我(?!们)|我们主管|这个人|个人|私人|他)|礼品卡|充值卡|点卡|京东卡|购物卡|比特币|虚拟币|usdt|泰达币|现金(?:给|交|带|放|当面)|验证码[^。]{0,5}(?:发(?:给|来|过来|我)|告诉我|报|念|给我|读)|(?:发|报|告诉|提供|念|给)(?:我|过来|一下)[^。]{0,6}(?:验证码|密码|卡号|cvv|支付密码|动态码)|(?:远程|共享屏幕|屏幕共享|下载[^。]{0,6}(?:软件|app)|会议软件)|(?:加|私)(?:我|你)(?:个)?(?:微信|qq|好友|信)|私聊|(?:不|别)(?:用|走)(?:官方|app|平台|系统|公司)|借[^。]{0,6}(?:银行卡|账户|身份证)|银行卡来收|不走(?:公|系统|平台)|私了",
    ),
    "RIGHTS_BLOCK": (
        r"\b(?:disput|complain|ombudsman|regulator|appeal|opt(?:ing)?[ -]?out|unsubscrib|lawyer|attorney|advis|counsell|charit|stop(?:ping)? (?:the |these )?(?:messages|calls)|right to|rights|cfpb|fca|rbi|stepchange|citizens advice|debt advice|objection|proof|statement|review)\w*\b.{0,45}(?:useless|pointless|no (?:use|point|effect|right|good)|waste|won't (?:help|change|work)|can't|cannot|don't|not (?:possible|allowed|apply|available|help|worth)|cancel\w*|worse|after you|pay first|first pay|lose|forfeit|void|instead|nothing|slow|delay\w*|cost you|only (?:makes?|make)|withdraw\w*|consequences|annoy|ends? (?:your|the))",
        r"\b(?:don't|do not|no (?:need|point|use)|why (?:bother|would)|cannot|can't|stop|better not|not (?:wise|smart)|instead of|before|forget|drop|withdraw|no right to|not allowed to|not entitled|waive|give up|wouldn't|useless|pointless|waste of time|without)\b.{0,35}(?:disput|complain|ombudsman|regulator|opt out|unsubscrib|lawyer|attorney|debt (?:advi|charit)|charit(?:y|ies)|advis[eo]r|counsell|proof|rights|appeal|stepchange|cfpb|objection|stop (?:the|these) (?:messages|calls))",
        "(?:投诉|异议|举报|申诉|退订|12378|12363|12348|银保监|律师|法律援助|咨询|监管|信访|消协|查明细|要证据|凭证)[^。]{0,12}(?:没用|白|作废|取消|无效|不(?:受理|管用|能|会管|起作用|给|再|予|帮)|后果|先(?:把|还)|晚了|别想|也(?:没|不)|浪费|更(?:糟|麻烦|严重)|停|失效|不了|耽误|骗|帮不|就不|加|得罪|撤)|(?:别|不要|不用|不必|没必要|不能|不准|不许|无权|没有权利|没资格|先别|撤(?:销|回|掉)|放弃)[^。]{0,8}(?:投诉|异议|举报|退订|申诉|找律师|请律师|咨询|维权|12378|查|质疑|拒收|取消接收)|不能(?:退订|取消|拒收|拒绝)|必须接收|先(?:把)?(?:钱|款|账)[^。]{0,4}(?:还|付|清)[^。]{0,6}(?:再|才)[^。]{0,4}(?:说|谈异议|查|核|投诉|提)|维权",
    ),
    "KIN_LIABILITY": (
        r"\b(?:your|his|her|the) (?:\w+ )?(?:children|kids?|sons?|daughters?|wife|husband|spouse|partner|parents?|mother|father|mum|mom|dad|family|brother|sister|widow|heirs?|relatives?|in-laws)\b.{0,25}(?:inherit|must|have to|has to|will (?:have|pay|owe|be|carry|answer|inherit)|should pay|owes?|liable|responsible|on the hook|can (?:pay|settle)|answer for|take over|pays?|step in|'ll|next|stuck with|left with|burden|carry)|(?:inherit|passes? (?:on )?to|falls? (?:on|to)|transfer\w* to|land(?:s|ed)? (?:on|with)|come after|go after|turn to|collect from|ask)\b.{0,20}(?:children|kids?|sons?|daughters?|wife|husband|spouse|parents?|mother|father|family|next of kin|relatives?)|family debt|debts? (?:run|stay)s? in the family",
        "父债子|子债父|夫债妻|(?:老婆|妻子|老公|丈夫|配偶|儿子|女儿|孩子|子女|父母|爸妈|爸|妈|家人|家里人|家属|兄弟|哥|姐|弟|亲属|爹|媳妇)[^。]{0,8}(?:跑不|来还|替|还(?!有|没|在)|背|承担|连带|负责|也得|也要|逃不|继承|兜底|脱不了|有义务|有责任|扛|顶上|偿还|买单|垫|摊)|(?:你|您)(?:死了|走了|不在了|没了)[^。]{0,8}(?:孩子|家|儿子|老婆)|(?:找|追|问|向)(?:你|您)?(?:的)?(?:老婆|妻子|老公|丈夫|儿子|女儿|孩子|父母|爸妈|家人|家属)[^。]{0,4}(?:要|还|追|讨|偿)|一家人(?:就|都)|家人(?:共同|一起)",
    ),
    "EXPLOIT_VULN": (
        r"\b(?:ill(?:ness)?|sick|cancer|depress\w*|grief|griev\w*|mourn\w*|funeral|death|dead|died|pregnan\w*|baby|disab\w*|divorce\w*|hospital|surgery|suicid\w*|crying|cry|tears|anxi\w*|mental|lonely|widow\w*|bereave\w*|despair|end it|kill yourself|job loss|unemploy\w*|sad|panic|medication|doctor|sob)\b.{0,40}(?:not an? (?:excuse|reason)|no (?:excuse|reason)|excuse|but (?:you|the|we|bills|first|pay)|still (?:owe|pay|due|have)|clear|pay|doesn't (?:change|matter|stop|pay)|don't (?:stop|change|pay)|won't pay|everyone|nobody cares|not our|all the more|a good (?:time|reason)|then|insurance)|(?:then|first|but) (?:clear|pay|settle) .{0,20}(?:first|then|before)|(?:life insurance|payout|inheritance|sick pay|compensation) .{0,20}(?:use|pay|cover|clear|settle|can)|(?:use|pay (?:it )?from|out of) (?:your|the) (?:sick pay|disability|funeral|insurance|maternity|child)|pull yourself together|stop (?:crying|whining|complaining|being)|everyone (?:gets|has|is) (?:ill|sick|problems|tired)|not my problem|play(?:ing)? the victim|sob stor",
        "(?:病|抑郁|住院|手术|怀孕|离婚|丧|去世|过世|残疾|失业|难过|哭|崩溃|死|自杀|跳|医院|癌|孩子小|老人|情绪|药|孕|伤|焦虑|眼泪)[^。]{0,10}(?:不是理由|不是借口|借口|也(?:得|要|没用|不能|逃)|(?:先|还是)(?:把|得|要|还)|还清|就(?:能|可以)不|谁没|关我|跟我|不影响(?:你)?还|才更|正好|赔偿|理赔|保险|抚恤|别装|没用|再(?:说|死|跳)|照样)|谁没(?:病|难|困难|点)|(?:想死|要死|去死)[^。]{0,6}(?:先|也|还)|(?:丧葬费|抚恤金|理赔款|救助金|低保|病假工资|慰问金|赔偿款|保险金|治病的钱|药费|医药费)[^。]{0,8}(?:还|先|拿|抵|用|付|正好)|少(?:看|吃)[^。]{0,4}(?:病|药)|卖惨|装可怜|装病|矫情|哭(?:也)?(?:没用|什么)|别(?:跟我)?(?:哭|诉苦|卖惨)|与我(?:们)?无关|不关我",
    ),
    "SURVEIL": (
        r"\b(?:we|i)(?:'ve| have|'re| are| do|'m| am)? (?:\w+ )?(?:saw|seen|watch\w*|track\w*|follow\w*|know where|know (?:which|what|when|who)|notic\w*|monitor\w*|checked|looked (?:at|up)|spotted|observ\w*|found your|have (?:your )?(?:photos?|location|pictures?|eyes)|keep\w* an eye)\b.{0,40}(?:you|your|instagram|facebook|tiktok|car|daughter|son|house|home|holiday|online|school|live|work|shop\w*|restaurant|photos?|profile|phone|gps|location|kids|last|gym|posts?|wife)|(?:nice|lovely|pretty|new) (?:car|house|holiday|photos?|shoes|phone|kitchen|garden|family|tv|watch)\b|your (?:instagram|facebook|posts?|stories|location|phone) (?:shows?|says?|tells?|looks?)|(?:you were|you've been) (?:seen|online|at the|spotted|shopping)|last (?:seen )?online|(?:lights?|car) (?:was|were|is|are) (?:on|in|outside|parked)",
        "(?:看|刷|翻|查|盯|监控|定位|跟踪|留意|关注|注意|发现|见)(?:到|了|过|着)?[^。]{0,3}(?:你|您)[^。]{0,10}(?:朋友圈|抖音|微博|照片|旅游|吃饭|消费|车|定位|行踪|位置|在线|出门|家|动态|购物|住|账单|步数|发了|买|孩子|视频)|(?:朋友圈|抖音|微博|微信步数|快手|小红书|定位|监控)[^。]{0,10}(?:看|显示|还|发|天天|装|明明|挺|晒|有钱)|(?:知道|清楚|掌握|查到|了解)[^。]{0,3}(?:你|您)?[^。]{0,8}(?:哪所|哪个学校|住哪|住在|上班|几点|幼儿园|哪栋|车牌|老家|作息|行程|位置|在哪|接孩子|学校)|(?:你|您)(?:昨天|昨晚|刚才|今天|上周|刚刚)[^。]{0,6}(?:在|去|买|逛|吃|还在)[^。]{0,8}(?:商场|饭店|餐厅|酒店|超市|手机|购物|在线|打游戏|买)|手机定位|实时位置|一举一动|(?:人脸|摄像头)|灯(?:还)?亮着|车(?:还)?停",
    ),
    "DISCRIM": (
        r"\b(?:people|women|men|folks?|those|you|immigrants?|foreigners?|muslims?|christians?|jews|hindus|africans?|asians?|indians?|blacks?|whites?|latinos?|migrants?|gays?|old|young|single mothers?|disabled|poor|students?|pensioners?|refugees?|farmers|gypsies|northerners|southerners|your (?:kind|race|tribe|religion|caste|country|community|generation|nationality|age|people|culture)|villagers|uneducated|at your age|for a woman|a woman like|someone your age)\b.{0,45}(?:never pay|don't pay|always (?:late|lie|cheat|the same|like)|can't (?:be trusted|manage|handle)|are (?:all|always|bad|lazy|known|not)|not (?:reliable|trust|good)|typical|go (?:back|home)|shouldn't|too (?:old|young) to|born|bad with money|rip|default\w*|get no|not for|no (?:help|plans?)|know how you|(?:cannot|can't) be)|people (?:from|like|of) (?:your|that|there|those)|your (?:kind|sort|people|lot|race|tribe|caste)\b|where you(?:'re| are) from|(?:too old|too young|a woman|a foreigner|an immigrant) .{0,15}(?:to|for|understand|so)|women (?:are|can't|never|always)|(?:we )?don't (?:help|serve|lend to|give plans to)",
        "(?:你们|这|那)(?:那|这)?(?:个|种|些)?(?:地方|省|民族|村|外地|农村|乡下|山区|年纪|女人|男人|女的|老年人|年轻人|学历|打工|外国|宗教|信教|穷地方|城市|县|族|北方|南方|東北|东北)[^。]{0,5}(?:的)?(?:人)?[^。]{0,6}(?:都|就|不|没|最|爱|总|只会|也|难怪|果然|穷|懒|特别|一贯|出了名)|(?:女人|女的|男人|农民工|外地人|农村人|乡下人|残疾人|老人|单亲|穷人|少数民族|河南人|东北人|打工的|没文化的|同性恋|外国人|年轻人|90后|00后|单身妈妈|老年人)[^。]{0,4}(?:就是|都|总是|果然|不(?:能|可靠|讲|守|适合|懂|给)|没(?:信用|一个)|最|信不过|难怪|靠不住|只会|不配|脑子|管不好)|地域|素质低|没文化|(?:一个|身为)(?:女人|女的|大男人|男人)|这个年纪|一把年纪|(?:不给|拒绝给)[^。]{0,6}(?:人|地区|民族)",
    ),
    "CONDITION_HELP": (
        rf"\b(?:only|not|no|won't|first|unless|until|can't|cannot|before|then|as soon as|once|after|if)\b.{{0,40}}(?:talk|discuss|help|consider|look at|offer|plan|pause|extension|listen|review|see|freeze|speak|negotiat\w*|waive\w*|open)\b.{{0,40}}(?:after|once|until|unless|when|if|as soon as|before) (?:you |we |i )?(?:have |'ve |get |see |receive |'ve got )?(?:{PAY}|a (?:first |small )?(?:payment|deposit)|something|half|money|\$?\d|the first)|\b{PAY}\b(?!-day| until|\?).{{0,25}}(?:first\b(?! on| pay|,)|then (?:we|i)\b(?! can look)|and (?:then )?(?:we|i)(?:'ll| will| can)|in advance|up ?front|deposit|as a sign|good faith|goodwill).{{0,35}}|before (?:we|i) (?:talk|help|look|discuss) .{{0,30}}\b{PAY}|no (?:payment|money|deposit), no (?:help|plan|talk|extension)|(?:good ?will|good faith|token of|show(?:s|ing)? (?:us )?(?:good|your|some)) .{{0,20}}(?:payment|faith|will|pay|sincer\w*|money)|sign (?:this|here|first)|drop (?:the|your) complaint",
        "(?:先|必须先|得先|要先|至少先|除非|只有先)[^。]{0,6}(?:还|付|交|打|转|存|缴|表示|拿出|给)[^。]{0,12}(?:才|再|然后|否则|之后|后|不然|我们|就|帮|,|，)[^。]{0,14}(?:谈|申请|考虑|办|给|帮|延|减|说|分期|方案|聊|审|报|提|商量|协商|看|开)|(?:不|没)(?:先)?(?:还|付|交|打)[^。]{0,8}(?:就)?(?:不|没|别|免)(?:给|帮|谈|能|会|想|办|予|用谈|可能)|(?:诚意|诚意金|保证金|押金|定金|首付|头款|意向金)[^。]{0,10}|(?:撤|删)[^。]{0,6}(?:投诉|评论|帖)[^。]{0,8}(?:才|再|就|给)|(?:还|付|交)(?:了|完|够|上|到账)[^。]{0,8}(?:才|再)[^。]{0,6}(?:谈|给|帮|办|考虑|说|申请|商量|提)",
    ),
    "DECOY": (
        r"\b(?:parcel|package|delivery|courier|prize|winner|won|refund|gift|reward|lottery|inheritance|job offer|interview|survey|bonus|tax rebate|cashback|voucher|sweepstakes|beneficiary|compensation|your order|congratulations|lucky)\b.{0,60}(?:call|ring|collect|claim|click|contact|reply|waiting|confirm|awaits?|phone|pick up|link|back|respond|dial|held|number|ready|available)|\b(?:family|personal|urgent|private|important|confidential|emergency|medical|school|legal|serious) (?:\w+ )?(?:matter|emergency|news|business|issue|message|document)|(?:about|regarding|concerning) your (?:mother|father|son|daughter|child|children|family|parents|order|parcel|wife|husband|application for)|(?:old (?:friend|school ?mate|classmate|colleague)|long time no see|guess who|remember me)|accident (?:involving|with)|from (?:the )?(?:hospital|school|clinic|post office|nursery)|(?:ring|call) (?:me )?back (?:urgently|at once|quickly|now)|urgent(?:ly)? call",
        "(?:快递|包裹)[^。]{0,12}(?:待|取|签收|确认|来电|回电|联系(?!快递)|在您|到了)|中奖|奖品|礼品|礼物|领取|退税|补贴|退款到|红包|面试|录用|招聘|老同学|老朋友|家里出事|家里有急事|家事|急事|重要(?:文件|私事|家事|事情|信函)|(?:孩子|父母|爸|妈|儿子|女儿|家人)[^。]{0,6}(?:学校|医院|出事|摔|受伤|车祸|住院|急)[^。]{0,8}|社保(?:卡)?[^。]{0,6}(?:异常|停)|医保[^。]{0,6}(?:异常|停)|(?:速|尽快|马上|请立即|立刻)(?:回电|回拨|联系)|猜猜我是谁|私事|有人找你|有您的(?:信|件|货|礼|奖|文件|快递|包裹)|恭喜[^。]{0,6}(?:中|获|被|抽|选|领)|同学聚会|(?:物业|水电|燃气|学校|医院|社区)(?:通知|来电|这边)",
    ),
}
