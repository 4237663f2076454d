"""The vocabulary of tone: words that stand for the same thing, so that the tone guard learns from few drafts.

A draft that names a cousin, a boss and a pawnshop shares no word with one that names an aunt, a foreman and a loan app; it shares "kin", "work",
"lender". English words are written in their base; `*` stands for any ending, `_` for a space. Chinese ones are looked for anywhere.
None of them is forbidden by itself.
"""

# ruff: noqa: E501 - the words of a concept read better on one line

from __future__ import annotations

import re
from functools import lru_cache

CONCEPTS: dict[str, tuple[str, str]] = {
    "you": ("you your yours yourself you're you've you'll you'd", "你 您"),
    "you all": (
        "you_people you_lot people_like_you your_sort your_kind the_likes_of_you your_type",
        "你们 你这种 您这种 这类人 这种人 像你 像您",
    ),
    "i": ("i i'm i've i'll i'd me my myself", "我"),
    "we": ("we we're we've we'll we'd us our ours ourselves", "我们 咱们 本公司 我司 我方"),
    "they": ("they them he she him her they'll somebody someone anyone nobody no_one", "他 她 有人 别人 谁"),
    "not": (
        "not no never don't doesn't didn't can't cannot won't wouldn't isn't aren't wasn't haven't hasn't hadn't couldn't shouldn't nothing none neither nor without needn't",
        "不 没 别 无 未 勿 莫 甭",
    ),
    "if": (
        "if unless until provided otherwise or_else in_case as_long_as",
        "如果 要是 除非 否则 不然 只要 只有 的话 若",
    ),
    "first": (
        "first before after once then only_then as_soon_as right_after up_front upfront beforehand",
        "先 才 再说 之后 以后 之前 前提 了再",
    ),
    "question": (
        "? do does did have_you are_you is_it why how what would_you could_you isn't_it don't_you haven't_you",
        "吗 呢 吧 怎么 为什么 什么 是不是 ?",
    ),
    "must": (
        "must have_to has_to need_to got_to had_better you'd_better ought should owe_it",
        "必须 一定要 得 应该 非得 务必 只能",
    ),
    "may": ("may can could might would perhaps maybe possible possibly likely", "可以 可能 能 也许 或许 大概 不一定"),
    "want": ("want would_like like prefer choose suit* wish whenever whichever", "想 愿意 选 适合 方便 随时 需要"),
    "please": (
        "please thank* sorry apolog* excuse glad happy welcome",
        "请 谢谢 抱歉 不好意思 对不起 辛苦 感谢 麻烦 欢迎",
    ),
    "friendly advice": (
        "as_a_friend between_us honestly frankly to_be_frank if_i_were_you trust_me believe_me look just_saying no_offence with_respect",
        "为你好 为您好 说实话 老实说 私下 我劝你 我劝您 相信我 信我 听我的 当你是朋友 要我说 实话",
    ),
    "never": (
        "never ever forever for_ever always every_time life lifetime rest_of_your until_you_die the_grave permanent* all_your_days",
        "永远 一辈子 这辈子 终身 终生 从来 从不 到死 永久 永不 下半辈子",
    ),
    "sure": (
        "guarantee* promise* swear certain* definitely surely sure absolutely assure* my_word cross_my_heart a_hundred_percent done_deal formality no_doubt consider_it as_good_as",
        "保证 肯定 绝对 一定 包 担保 发誓 百分百 百分之百 放心 板上钉钉 打包票 必过 稳 没跑 走个过场",
    ),
    "everything": (
        "all everything whole full entire* everybody everyone every nothing_less in_full all_of_it lump",
        "全部 全额 一次性 一次 所有 整 全 统统 都",
    ),
    "hurry": (
        "now today tonight immediately at_once hurry quick* urgent* minute* minutes hour hours noon midnight clock deadline last_chance straight_away this_instant right_away asap final soon tick* before_lunch expires within",
        "马上 立刻 立即 今天 今晚 现在 赶紧 赶快 快 分钟 小时 中午 零点 过时 最后 抓紧 当场 尽快 马上 秒 即刻 截止 务必",
    ),
    "calm": (
        "take_your_time no_rush no_hurry whenever isn't_urgent any_time any_day rest worry wait can_wait",
        "不急 不着急 慢慢 放一放 等 随时 别担心 不用担心 哪天",
    ),
    "pay": (
        "pay pays paid paying payment* settle* settling clear cleared clears repay* transfer* instalment* installment* deposit* money cash remit* cough_up hand_over",
        "还款 还钱 付款 付 还 交 转 打款 钱 款 结清 缴 汇 入账 到账 清",
    ),
    "debt": (
        "debt* debts loan* owe* owed owing balance arrears overdue account bill bills late outstanding default* missed contract agreement",
        "债 欠 贷款 逾期 账 余额 欠款 账单 合同 贷 月供",
    ),
    "sum": (
        "# hundred hundreds thousand thousands dollars pounds pence euro* rupee* percent half double",
        "# 百 千 万 元 块 成 倍 一半",
    ),
    "vague sum": (
        "about around roughly or_so give_or_take estimate* guess maybe somewhere bits_and_pieces all_in rounded round reckon ballpark more_or_less",
        "大概 左右 上下 差不多 估计 估摸 粗略 凑整 整数 杂七杂八 算你 就算 吧 来块 多块",
    ),
    "fee": (
        "fee fees charge* surcharge* cost costs penalt* interest commission expense* rate rates service_charge handling compound*",
        "费 罚息 滞纳金 违约金 利息 手续费 佣金 利率 收费 罚 利滚利 计息",
    ),
    "exact": (
        "exact* ledger statement breakdown section point clause schedule contract agreement listed shown attached page as_of",
        "明细 合同 条款 第 账上 页面 附上 表 依据 按",
    ),
    "borrow": (
        "borrow* lend* loan_app apps payday_loan payday_lender refinanc* credit_line line_of_credit another_loan second_loan new_loan cash_advance advance overdraft moneylender* loan_shark* co-sign* cosign* top_up swipe microloan bridge",
        "借 网贷 贷一笔 垫 周转 凑 套现 取现 预支 拆东 高利贷 花呗 白条 平台 授信 信用卡 刷卡 刷 放款 倒腾 过桥 额度",
    ),
    "sell": (
        "sell* sold pawn* pawnshop part_with fetch* mortgag* collateral cash_in rid_of auction",
        "卖 当了 当铺 典当 抵押 押 变现 闲鱼 二手 出手 处理掉",
    ),
    "belongings": (
        "car van phone laptop television tv ring gold jewel* watch bike motorbike motorcycle house home land cow tools furniture savings pension insurance retirement fridge camera guitar sofa rent groceries scooter",
        "车 手机 电脑 电视 戒指 金 首饰 手表 电动车 摩托 房 地 牛 工具 家具 存款 养老 保险 公积金 冰箱 房租 积蓄 嫁妆 压岁钱 彩礼",
    ),
    "kin": (
        "mother father mum mom dad parent* wife husband spouse partner son sons daughter* child children kid kids brother* sister* uncle aunt* cousin* nephew niece grand* family relative* in-law* widow* household ex girlfriend boyfriend fiancé* baby next_of_kin heirs",
        "妈 爸 父 母 爹 娘 老婆 老公 妻 丈夫 爱人 太太 先生 配偶 儿 女儿 孩子 娃 哥 弟 姐 妹 叔 舅 姑 姨 表 爷 奶 家人 亲戚 亲属 家属 家里 一家 前妻 前夫 媳妇 岳 婆 遗孀 子女 闺女 亲家 对象",
    ),
    "others": (
        "friend* colleague* coworker* neighbo* landlord boss employer manager team_leader supervisor hr reception office workplace company classmates teacher school village community church pastor club followers contacts contact references public everyone_know group customers",
        "朋友 同事 邻居 房东 老板 领导 单位 公司 上司 主管 前台 人事 同学 老师 学校 村 小区 社区 粉丝 通讯录 联系人 群 工友 厂里 家长 业主 熟人 街坊 班主任",
    ),
    "tell": (
        "tell* told inform* notif* let_know know knows hear* publish* post* poster* announce* call* ring phone* ask message leave_a_message spread show share* mention* find_out copied",
        "告诉 通知 知道 公布 曝光 贴 发到 群发 打给 打电话 联系 转告 留言 说 宣传 公示 张贴 传 挂 晒 @",
    ),
    "shame": (
        "photo* picture* shame* ashamed embarrass* online facebook instagram notice_board board list face name_and envelope door reputation dignity pride disgrac* look_good pity",
        "照片 丢人 丢脸 脸 名声 面子 公告 网上 抖音 朋友圈 名单 信封 门上 抬不起头 羞 臊 难看 好看 大家 光彩",
    ),
    "court": (
        "court* judge* judgment lawsuit sue* sued suing attorney* lawyer* solicitor* legal* proceedings warrant summons subpoena bailiff* sheriff* writ garnish* enforcement prosecut* file filed case tribunal",
        "法院 法庭 法官 起诉 诉讼 传票 律师 判 开庭 强制执行 执行 立案 拘传 法警 仲裁 司法 告你 告您 失信 老赖名单 限高 公证",
    ),
    "police": (
        "police* officer* constable sergeant inspector detective arrest* jail prison cell handcuff* crime criminal* fraud theft thief offence offense patrol custody lock* squad cops charge_you record passport border immigration",
        "警 公安 派出所 抓 拘留 坐牢 牢 监狱 手铐 犯罪 诈骗 刑 违法 犯法 案底 看守所 判刑 经侦 报案 骗贷 护照 出境 限制",
    ),
    "authority": (
        "government ministry ministr* state federal national central_bank agency authority tax revenue council department regulator official* officially bureau registry prosecutor ombudsman charity reserve_bank customs commission",
        "政府 国家 央行 人民银行 银监 税务 部门 监管 检察 司法局 居委 街道 财政 民政 社保 征信中心 官方 机关 中心 局 消协 授权 指定",
    ),
    "i am": (
        "i'm i_am this_is speaking here my_name represent* on_behalf appointed instructed you've_reached you_have_reached calling_from from_the writing_from",
        "我是 这里是 我代表 受 委托 我们是 这边是 来电 我姓",
    ),
    "human": (
        "human person real_person robot* bot machine computer software flesh typed living automated assistant program",
        "真人 机器人 大活人 人工 电脑 程序 软件 活人 自动 助手",
    ),
    "seize": (
        "seize* take_away taken take freeze* frozen garnish* confiscat* repossess* evict* wages salary block* bar barred collect",
        "冻结 查封 扣 没收 搬 收走 拿走 工资 划 拉走 限制 列入 收房 清退",
    ),
    "visit": (
        "visit* come_by come_round coming drop_by outside door doorstep front_of your_house your_home waiting wait street address knock guys lads boys men team field people_will",
        "上门 门口 家门 拜访 去你家 去您家 你家 您家 楼下 守 蹲 堵 地址 过去 来人 带人 兄弟 弟兄 外访 家里 找上",
    ),
    "harm": (
        "hurt* harm* break* broken beat* hit* kill* die dies dying dead brick fire burn* accident* happen* pain teeth dentist hospital* legs leg arm stick knife blood bruise* suffer* regret* careful consequence* worse lose lost safe safety unpleasant ugly",
        "打断 砸 揍 收拾 弄死 杀 烧 出事 意外 疼 腿 刀 血 后果 小心 后悔 不客气 动手 废 砍 教训 好看 安全 当心 自负 吃苦头 弄 泼",
    ),
    "dark": (
        "night nights dark alone asleep sleep locks street at_night late_at midnight walk",
        "晚上 半夜 夜路 黑 一个人 睡 锁 路上 出门 走夜",
    ),
    "insult": (
        "stupid* idiot* loser* liar* lazy* useless shame scum parasite* pathetic clown joke worthless disgust* fool* moron freeloader* trash rubbish coward* brain* dumb deadbeat* cheat* crook* whin* spineless leech* disgrace",
        "傻 蠢 笨 废物 老赖 骗子 懒 没用 人渣 寄生虫 可悲 小丑 笑话 恶心 垃圾 脑子 猪 贱 不要脸 无赖 活该 穷 怂 窝囊 没出息 丢人现眼 混 败类 厚脸皮",
    ),
    "compare": (
        "even than like_a any_child toddler* my_dog everyone_else others other_people decent normal honest grown kind_of what_sort what_kind",
        "连 都比 比你 比您 别人 人家 正常人 三岁 也就 但凡 什么人 就你 就您 还不如",
    ),
    "guilt": (
        "guilt* conscience sleep_at let_down disappoint* my_job target bonus cared care word keep_your decent people_wait promise_you favour favor selfish think_of waste* wasted trouble because_of_you depend",
        "良心 忍心 对得起 失望 饭碗 指标 信用 做人 说话算话 守信 自私 睡得着 责任 为难 连累 因为你 因为您 害 耗 担着 体谅",
    ),
    "do without": (
        "skip* meals rice eat food meal cancel* party holiday cut heating coffee shoes netflix tighten give_up do_without live_on go_without",
        "少吃 省 吃饭 粥 馒头 取消 奶茶 暖气 新鞋 会员 勒紧 饿 两顿 旅游 不买",
    ),
    "ill": (
        "ill illness sick cancer chemo* depress* anxi* disab* hospital* doctor* therap* pregnan* nerves medicine pills surgery diagnosis panic stress* memory treatment health mental* breakdown miscarriage operation",
        "病 癌 化疗 抑郁 焦虑 残疾 住院 医 怀孕 药 手术 崩溃 身体 流产 心理 精神 诊断 治疗 压力 难受",
    ),
    "death": (
        "suicid* end_it ending_things kill_yourself jump death died die dying funeral* grave passed grief griev* widow late_husband late_wife late_mother late_father mourning loss estate inherit*",
        "死 自杀 不想活 跳 去世 过世 走了 丧 葬 哀 遗 寻死 想不开 没了 继承 后事 节哀 抚恤",
    ),
    "feelings": (
        "cry* crying tears sad lonely alone afraid fear* frighten* ashamed hopeless tired exhausted drama story stories excuse* cope edge weak shaken upset",
        "哭 难过 孤 怕 惨 可怜 累 戏 借口 装 矫情 故事 撑不住 别来这套 挡箭牌 闹 卖惨 委屈",
    ),
    "watch": (
        "saw see seen seeing watch* noticed notice track* follow* profile instagram facebook posted post online status active location gps camera know_where we_know aware your_bus shopping pictures car_in_front likes checked_in spotted lights",
        "看到 看见 盯 跟踪 定位 朋友圈 主页 头像 在线 晒 发的 动态 知道你 知道您 清楚 摸清 几路 点赞 监控 查到 掌握 我们的人 门口 灯 行踪 步数",
    ),
    "group": (
        "woman women men girl* foreign* immigrant* migrant* refugee* country tribe religion muslim* christian* hindu* jew* black white skin accent age old pensioner* young* generation gay caste culture background village region north south rural farmer* mothers divorced education people_from nationality race gender community citizens locals roma neighbourhood neighborhood postcode",
        "外地 农村 女人 女的 男的 男人 老年 年轻人 民族 少数民族 教 口音 籍 户口 本地 学历 外国 地方的人 同性 离婚 单亲 岁数 年纪 属 种地 打工 老家 那边的人 皮肤 北方 南方 出身 地域 这把年纪 素质 八零 九零 零零后 那个县",
    ),
    "generalize": (
        "always never all_the_same every_one typical known_for no_wonder of_course what_do_you_expect expect in_my_experience as_usual well_known they_all alike",
        "都一样 都一个样 难怪 果然 出了名 当然 没一个 十个 从来 就是 历来 一贯 都这样 这种",
    ),
    "credit": (
        "credit score scores rating report record history file blacklist* bureau black-list* entry listed mark marked defaulters mortgage lease clean* wipe* erase* delet* remove* repair* restore* spotless polish*",
        "征信 信用 记录 分数 评分 黑名单 报告 污点 黑户 房贷 车贷 洗白 洗 抹 消除 删 修复 清零 上报 标红 失信",
    ),
    "future": (
        "again future career job* employ* university college exam visa flat apartment landlord hire marry school government_job army",
        "以后 将来 工作 录用 考公 考编 政审 参军 上学 大学 签证 租房 高铁 飞机 买房 结婚",
    ),
    "promise": (
        "waive* waiver write_off written_off forgiv* forget discount reduction approved approve* approval vanish* disappear* gone drop cancelled free_of debt_free zero zero_rate seventy freeze",
        "减免 免 免除 批 通过 核销 勾销 打折 优惠 没了 零利率 不用还 上岸 作废 免息 审批 申请 搞定",
    ),
    "undecided": (
        "decide* decision ask request apply application depends don't_know can't_promise colleague committee review answer by_friday by_thursday in_writing",
        "审核 决定 申请 答复 不知道 不能保证 同事 结果 书面 再看 核实 核对 查清",
    ),
    "private channel": (
        "wallet whatsapp telegram paypal bitcoin crypto* gift_card* voucher* personal_account private my_account my_own cousin wire western_union mobile_money friends_and_family link scan qr code codes pin password login otp digits cvv card_number screen install app cash guard courier hand_it receipt",
        "微信 支付宝 私人 我卡 我的卡 个人 红包 比特币 虚拟币 充值卡 卡密 验证码 密码 六位 账号 扫 码 链接 共享屏幕 现金 保安 我收 转我 发我 收据 加我 远程 软件 别跟 亲友 三位数 网银",
    ),
    "official channel": (
        "website official_page this_page this_chat payment_page hotline statement our_site branch in_this_chat",
        "官网 官方 这个页面 这个聊天 付款页面 对公 客服 网点 官方页面 本页",
    ),
    "rights": (
        "complain* complaint* dispute* object* objection* ombudsman regulator adviser advice charity lawyer unsubscribe opt_out stop data copy contract terms read withdraw* cooling-off right rights appeal question consumer_office supervisor human manager reporter",
        "投诉 异议 申诉 监管 咨询 律师 退订 停 个人信息 复印件 条款 反悔 冷静期 权利 质疑 消协 经理 12378 举报 合同 撤 调解 维权 信访 查",
    ),
    "useless": (
        "useless pointless waste no_use no_point don't_bother no_need forget_about save_yourself too_late worse won't_help never_helped laugh*",
        "没用 白费 浪费 省省 别想 没必要 没意义 不用看 晚了 更差 更糟 帮不了 轮不到 没资格 别费",
    ),
    "help": (
        "help* plan plans pause* extension hardship relief support options form discuss* listen* talk* consider* look_at reduced instalments review assist*",
        "帮 方案 分期 延期 暂停 困难 减免 表 材料 商量 谈 听 考虑 登记 人工 回访 帮扶 处理 办",
    ),
    "good will": (
        "good_will goodwill gesture proof prove serious sincerity effort show_me cooperate* deposit token commitment",
        "诚意 表示 配合 证明 定金 态度 意思意思 诚意金 有诚意",
    ),
    "lure": (
        "parcel package delivery courier voucher prize won winnings refund rebate gift reward survey job position interview vacancy cheque inheritance flowers upgrade lottery selected congratulations lucky keys wallet passport application insurance_policy school_reunion friend_request photos documents present customs",
        "包裹 快递 中奖 红包 退款 退税 礼物 奖 问卷 面试 支票 遗产 花 升级 恭喜 选中 钥匙 捡到 护照 同学 照片 礼品 免费 领 理赔 骑手 签收 补贴",
    ),
    "call back": (
        "call_me ring_me call_back phone_back call_us ring_back get_in_touch contact_me call_this give_me_a_ring text_me reply this_number confirm return_this reach_me ring_this",
        "回电 来电 打给我 打回来 联系我 回个电话 回我 回话 打这个 核实 确认 速回 回拨 请回复",
    ),
}
"""What a set of words is called, in English and in Chinese."""


def concepts(text: str) -> list[str]:
    """The concepts of a text in the order in which they come, each place once. `text` is lower case."""
    found: dict[tuple[int, str], None] = {}
    for name, pattern in _patterns():
        for hit in pattern.finditer(text):
            found[hit.start(), name] = None
    return [name for _, name in sorted(found)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = []
    for name, (english, chinese) in CONCEPTS.items():
        words = "|".join(
            re.escape(word).replace(r"\*", "[a-z]*").replace("_", r"\s+")
            for word in sorted(english.split(), key=len, reverse=True)
        )
        han = "|".join(re.escape(word) for word in sorted(chinese.split(), key=len, reverse=True))
        rows.append((name, re.compile(rf"(?<![a-z'])(?:{words})(?![a-z])|{han}")))
    return tuple(rows)
