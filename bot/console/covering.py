"""Covers in free text what belongs to others than the borrower: for what leaves the house on a data request. Pure.

Nothing that reads names is sure. This one would rather cover a word too many than one too few, so what it makes must be read through by a
person, who may cover more (`also`). Numbers and addresses go through `bot.nlu.masking`; names by lists that are known (other borrowers,
colleagues), by words that stand before or after a name in both languages, by Chinese family names, and in English by capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.nlu.masking import mask
from relief.store.records import Borrower, Contact

NAME, COLLEAGUE, BY_HAND = "[name]", "[colleague]", "[covered]"
MARK = re.compile(r"\[(?:name|colleague|covered|phone|email|id|number|card|link|contact)\]")

_KIN = (
    r"wife|husband|partner|spouse|fianc[eé]e?|boyfriend|girlfriend|ex|son|daughter|child|kid|baby|mother|father|mum|mom|mama|dad|papa|brother|"
    r"sister|friend|boss|manager|supervisor|employer|neighbou?r|uncle|aunt(?:ie|y)?|cousin|niece|nephew|grand(?:ma|pa|mother|father|son|daughter)|"
    r"(?:mother|father|sister|brother|son|daughter)-in-law|step(?:mother|father|son|daughter|brother|sister)|in-laws?|colleague|coworker|"
    r"co-worker|workmate|roommate|flatmate|landlord|landlady|lawyer|doctor|nurse|teacher|pastor|guarantor|co-signer|cosigner|debtor|customer|client|guy"
)
_TITLE = r"mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|madame|uncle|aunty|auntie|aunt|pastor|father|sister|brother|chief|mama|baba|officer|judge"
_PLAIN = frozenset(
    """a about after again against all also always am an and another any are as ask asked asks at away back be because been before both but by came
    can cannot can't could couldn't did didn't died do does doesn't don't down each earns fell for from gave get gets go goes got had has hasn't have
    he help helps her here him his how i if ill in into is isn't it its just knows last left lives look looks lost made makes may me might more must
    my need needs never no not now of off on once one only or our out over owes own paid pay pays phone number please said says sees she should sick
    since so still supports takes tell tells than that the their them then there they this to today told too took two under until up us very wants
    was wasn't we went were what when where which while who whose why will with won't work works would yes yesterday you your called named name
    passed helped asked borrowed lent promised stopped started moved away died earned""".split()
)
"""Words that follow "my wife" and are no name."""
_OPENERS = _PLAIN | frozenset(
    """okay ok hello hi hey dear good thanks thank sorry sure well maybe perhaps first second third next finally monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december english chinese mandarin hindi swahili
    spanish telegram whatsapp wechat evenkeel rasa china india kenya america britain singapore christmas easter ramadan diwali eid money rent food
    school work salary wages income loan loans bank interest everything nothing something nobody everybody most many some few half every until
    during without within between these those let's let i'm i've i'll i'd it's that's there's he's she's we're we've they're you're what's who's
    see show send give tell call explain change stop start begin make take write read check look think feel want wish hope try talk speak move
    cancel confirm agree accept borrow lend keep leave wait listen believe understand remember forget find put set pick choose plan split reduce
    lower stay open close sign answer reply having being getting paying trying losing working please kindly honestly actually currently recently
    sometimes usually still already later soon nobody's everything's business harvest shop market farm hospital medicine rain drought
    morning afternoon evening night week month year days day new year's""".split()
)
"""What may begin with a capital and be no name."""
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪"
    "汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅"
    "盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄封芮储靳邴松井段富巫乌焦巴弓牧谷车侯班仰秋仲"
    "伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索赖卓蔺屠蒙池乔阴翟谭贡劳逄姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温庄晏柴瞿阎连茹习艾容向古易"
    "廖庾终居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂关荆司马游竺权盖益桓公闫仝覃佟简饶曾沙鞠丰查后岳帅"
)
_DOUBLE = r"欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|长孙|宇文|轩辕|南宫"
_HAN = r"[\u4e00-\u9fff]"
_ZH_NAME = rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}|[{_SURNAMES}]{_HAN}{{1,2}})"
_ZH_KIN = (
    r"老公|老婆|妻子|丈夫|爱人|媳妇|对象|男朋友|女朋友|男友|女友|未婚夫|未婚妻|前夫|前妻|儿子|女儿|孩子|妈妈|爸爸|母亲|父亲|爸|妈|哥哥|弟弟|姐姐|妹妹|哥|弟|姐|妹|爷爷|奶奶|"
    r"外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|叔叔|阿姨|舅舅|姑姑|表哥|表弟|表姐|表妹|堂哥|堂弟|侄子|外甥|女婿|儿媳|朋友|同学|老板|领导|经理|主管|组长|邻居|同事|房东|室友|"
    r"律师|医生|老师|担保人|联系人|债主|客户|亲戚|战友|工友|老乡"
)
_ZH_TITLE = (
    r"先生|女士|小姐|太太|夫人|老师|医生|律师|总|经理|主任|主管|队长|班长|师傅|老板|同学|大哥|大姐|"
    r"哥|姐|叔|伯|姨|婶|阿姨|叔叔|奶奶|爷爷|书记|警官|法官|会计|校长"
)
_ZH_BEFORE = (
    r"(?:给|跟|和|与|找|问|叫|让|替|帮|由|是|向|对|被|借|欠|陪|请|同|及|还|把|为|托|姓名|名字|名"
    r"|，|,|、|。|；|;|：|:|！|!|？|\?|\s|“|\"|\(|（|^)"
)
_ZH_AFTER = (
    r"(?=的|在|说|要|会|也|把|给|去|来|是|和|跟|与|借|欠|帮|打|死|病|生病|住院|还|有|没|不|都|又|就|能|可以|想|叫|让|电话|手机|微信|做|已|今|明|昨|上|下|出|"
    r"，|,|、|。|；|;|：|:|！|!|？|\?|\s|”|\"|\)|）|$)"
)
_ZH_WORDS = frozenset(
    """时间 时候 时常 高兴 高利 方便 方案 方式 方面 方法 金额 金融 安排 安全 安心 马上 常常 平时 平台 平均 平安 白天 明天 明白 明年 明确
    都要 都会 都没 都是 都有 和我 和你 和他 和她 和孩 和家 于是 经常 经济 经理 经过 应该 应付 成功 成本 管理 管家 单位 单子 包括 包月
    解决 解释 计划 计算 强制 强行 万一 万元 支付 支持 支出 关系 关于 关心 利息 利率 通过 通知 通话 连续 连累 温和 居然 居住 国家 文件
    公司 公积 公平 公公 从来 从今 向你 向我 易于 应当 容易 曾经 后来 后面 后天 后果 查询 查看 查一 简单 简直 费用 路上 路费 危机 危险
    项目 席位 麻烦 麻木 童年 花费 花了 花钱 水电 水费 云南 任何 任务 余额 余下 元旦 顾虑 顾客 黄金 房贷 房子 房租 房东 干活 干什 丁点
    宣布 单独 左右 石家 吉林 程度 荣幸 封城 储蓄 松一 井里 段时 富余 车贷 车费 车子 班上 秋天 秋收 宁愿 印象 白白 怀孕 从没 劳动 劳务
    申请 申诉 扶贫 通常 边上 尚未 农村 农民 农业 连带 习惯 古怪 终于 步骤 都不 满意 广东 广西 东西 师傅 简历 许多 何时 何必 何况 严重
    严格 华为 施工 张罗 孔子 曹操 金钱 章程 苏州 范围 彭湃 鲁莽 马路 苗头 凤凰 方向 俞允 柳州 史上 唐突 廉价 雷雨 汤药 罗列 毕竟 毕业
    安装 常年 乐意 时期 皮肤 齐全 康复 卜卦 孟买 穆斯 毛病 米饭 贝壳 成为 成年 戴着 谈谈 谈话 谈判 宋体 祝您 祝你 祝好 梁柱 杜绝 蓝色
    季度 季节 强迫 江苏 颜色 梅雨 盛夏 林业 钟头 高中 高考 夏天 夏季 田地 田里 胡说 万分 莫名 经营 应对 宗旨 洪水 诸多 包工 左边 石油
    陆续 羊毛 甄别 巫婆 焦虑 牧场 谷子 车间 仲裁 宫外 甘愿 厉害 祖父 祖母 武汉 景区 束手 龙头 叶子 幸好 幸亏 司机 薄弱 宿舍 蒙古 池塘
    乔迁 阴天 桑叶 桂林 牛奶 寿命 燕窝 温度 庄稼 柴米 阎王 艾滋 欧元 权利 权益 盖房 益处 沙发 丰收 岳父 岳母 帅气 水果 水灾 明细 明显
    元钱 元以 元左 元多 万块 万多 万左 安慰 高血 高额 高昂 方才 白跑 金子 和您 和银 和利 和同 平静 平日 成绩 游戏 游客 习俗 关门 关闭
    关注 关照 支撑 任性 解封 管我 管不 管用 应急 储备 都还 都在 都能 都快 都很 经手 经他 师范 封控 连我 连饭 干脆 干净 强调 万事 利润
    利滚 文化 文字 文书 公开 公布 公共 公安 国内 国庆 国外 东北 东莞 通融 通讯 边远 满了 满足 查清 查账 查到 后续 曾有 曾在 曾说 都说
    都想 都给 老公 小时 大方 大都 大连 小费 大米 小米 小康 大安 大关 小路 大路 大水 老干 大麻 小包 大包 小单 大单 小计 大于 小于 小白
    小农 小车 大车 老宅 老从 大厉 小井 小富 大富""".split()
)
"""Words that begin with what is a family name as well."""
_OWN = re.compile(r"[\w.+\-]+@[\w\-.]+\w|\+?[0-9][0-9 \-()]{5,}[0-9]|[A-Z]{2}-?[0-9]{4,}")
_WORD = r"[^\W\d_][\w'’\-]*"


@dataclass(frozen=True)
class Cover:
    """Made once for one export. `others` are names of other borrowers that occur, `colleagues` of the people who work here, `also` what a
    person wants covered beside it; all of them anywhere, whatever their case."""

    borrower: Borrower
    contacts: Iterable[Contact]
    others: Iterable[str] = ()
    colleagues: Iterable[str] = ()
    also: Iterable[str] = ()
    _numbers: frozenset[str] = field(init=False)
    _names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        own = [*(one.value for one in self.contacts), self.borrower.reference]
        object.__setattr__(self, "_numbers", frozenset(re.sub(r"\W", "", value).lower() for value in own))
        names = [self.borrower.full_name, self.borrower.native_name or ""]
        parts = {part.lower() for name in names for part in [name, *re.split(r"[\s·]+", name)] if part}
        object.__setattr__(self, "_names", frozenset(parts))

    def text(self, text: str, *, free: bool = True) -> str:
        """`text` with what is not the borrower's covered. `free` is what somebody typed; the assistant's own reviewed lines keep their
        capitals, except in what they quote."""
        kept: dict[str, str] = {}

        def keep(match: re.Match[str]) -> str:
            plain = re.sub(r"\W", "", match.group()).lower()
            known = match.group().lower() in self._names
            if not known and (
                len(plain) < 5 or not any(plain.endswith(own[-9:]) or own == plain for own in self._numbers)
            ):
                return match.group()
            mark = f"\ue000{chr(0xE100 + len(kept))}\ue001"
            kept[mark] = match.group()
            return mark

        covered = text
        for name in sorted((one for one in self.also if one.strip()), key=len, reverse=True):
            covered = _anywhere(name.strip(), whole=False).sub(BY_HAND, covered)
        for name in (self.borrower.full_name, self.borrower.native_name):
            if name:
                covered = _own_name(name).sub(keep, covered)
        covered = mask(_OWN.sub(keep, covered))
        for names, label in ((self.others, NAME), (self.colleagues, COLLEAGUE)):
            for name in sorted(
                {one for one in names if len(one) > 1 and one.lower() not in self._names}, key=len, reverse=True
            ):
                covered = _anywhere(name, whole=name.isascii()).sub(label, covered)
        covered = self._named(covered, capitals=free)
        if not free:
            covered = re.sub(r"“([^”]*)”", lambda quoted: f"“{self._named(quoted[1], capitals=True)}”", covered)
        for mark, value in kept.items():
            covered = covered.replace(mark, value)
        return re.sub(r"(\[name\])(?:[ \-]*\[name\])+", r"\1", covered)

    def _named(self, text: str, *, capitals: bool) -> str:
        for pattern in _ENGLISH:
            text = pattern.sub(self._after(lambda word: word.lower() not in _PLAIN), text)
        if capitals:
            text = self._capitals(text)
        for pattern in _CHINESE:
            text = pattern.sub(self._after(_may_be_chinese_name), text)
        return text

    def _after(self, is_name: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
        """Covers the group `name` of a match unless it is the borrower's own, or a word that is none."""

        def cover(match: re.Match[str]) -> str:
            name = match["name"]
            if name.lower() in self._names or not is_name(name):
                return match.group()
            start, end = match.start("name") - match.start(), match.end("name") - match.start()
            return match.group()[:start] + NAME + match.group()[end:]

        return cover

    def _capitals(self, text: str) -> str:
        letters = [one for one in text if one.isascii() and one.isalpha()]
        if sum(one.isupper() for one in letters) > 0.6 * len(letters) and len(letters) > 3:
            return text  # written in capitals throughout: they say nothing here

        def cover(match: re.Match[str]) -> str:
            word = match.group()
            bare = re.sub(r"['’]s$", "", word).lower()
            if bare in self._names or bare in _OPENERS or word.lower() in _OPENERS or word.isupper():
                return word
            if re.search(r"\[$", text[: match.start()]):
                return word
            return NAME + word[len(bare) :]

        return re.sub(r"(?<![\w\[@.])[A-Z][\w'’\-]*", cover, text)


def _own_name(name: str) -> re.Pattern[str]:
    """A name that goes on is somebody else's: 李伟强 is not 李伟."""
    end = r"(?!\w)" if name.isascii() else _ZH_AFTER
    return re.compile(rf"(?<![A-Za-z]){re.escape(name)}{end}", re.IGNORECASE)


def _anywhere(name: str, *, whole: bool) -> re.Pattern[str]:
    inside = re.escape(name)
    return re.compile(rf"(?<!\w){inside}(?!\w)" if whole else inside, re.IGNORECASE)


def _may_be_chinese_name(word: str) -> bool:
    return word[:2] not in _ZH_WORDS


_ENGLISH = (
    re.compile(
        rf"\b(?:my|his|her|their|our|the|a|your)\s+(?:\w+\s+)?(?:{_KIN})s?(?:'s name)?\s*(?:,|is called|is named|called|named|is|:)?\s+(?P<name>{_WORD})", re.I
    ),
    re.compile(rf"\b(?:{_TITLE})\.?\s+(?P<name>{_WORD}(?:\s+[A-Z][\w'’\-]*)?)", re.I),
    re.compile(rf"\b(?:named|called|names? (?:is|are|was)|known as)\s+(?P<name>{_WORD}(?:\s+[A-Z][\w'’\-]*)?)", re.I),
)  # fmt: skip
_CHINESE = (
    re.compile(rf"(?:{_ZH_KIN})(?:的名字|名字|的姓名)?(?:叫做|名叫|叫|是|姓|：|:)(?P<name>{_HAN}{{2,3}}?){_ZH_AFTER}"),
    re.compile(rf"(?:{_ZH_KIN})(?P<name>{_ZH_NAME}){_ZH_AFTER}"),
    re.compile(rf"(?:{_ZH_KIN})(?P<name>[{_SURNAMES}]{_HAN})(?={_HAN})"),
    re.compile(rf"(?:名叫|叫做|名字叫|名字是|姓名是|姓名|我叫|他叫|她叫)[:： ]?(?P<name>{_HAN}{{2,4}}?){_ZH_AFTER}"),
    re.compile(rf"(?P<name>(?:{_DOUBLE}|[{_SURNAMES}]){_HAN}{{0,2}}?)(?:{_ZH_TITLE}){_ZH_AFTER}"),
    re.compile(rf"(?P<name>[小老阿大][{_SURNAMES}]){_ZH_AFTER}"),
    re.compile(rf"(?P<name>阿(?!姨|里|拉)[\u4e00-\u9fff]){_ZH_AFTER}"),
    re.compile(rf"{_ZH_BEFORE}(?P<name>{_ZH_NAME}){_ZH_AFTER}", re.M),
)
