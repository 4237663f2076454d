"""Invented people: common names, put together by chance. Nobody in particular is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CHINESE_SURNAMES: Sequence[tuple[str, str]] = (
    ("Wang", "王"), ("Li", "李"), ("Zhang", "张"), ("Liu", "刘"), ("Chen", "陈"), ("Yang", "杨"), ("Zhao", "赵"),
    ("Huang", "黄"), ("Zhou", "周"), ("Wu", "吴"), ("Xu", "徐"), ("Sun", "孙"), ("Hu", "胡"), ("Zhu", "朱"),
    ("Gao", "高"), ("Lin", "林"), ("He", "何"), ("Guo", "郭"), ("Ma", "马"), ("Luo", "罗"), ("Liang", "梁"),
    ("Song", "宋"), ("Zheng", "郑"), ("Xie", "谢"), ("Han", "韩"), ("Tang", "唐"), ("Feng", "冯"), ("Yu", "于"),
    ("Dong", "董"), ("Xiao", "萧"), ("Cheng", "程"), ("Cao", "曹"), ("Yuan", "袁"), ("Deng", "邓"),
)  # fmt: skip
CHINESE_GIVEN: Sequence[tuple[str, str]] = (
    ("Wei", "伟"), ("Min", "敏"), ("Lei", "磊"), ("Juan", "娟"), ("Qiang", "强"), ("Yan", "艳"), ("Jie", "杰"),
    ("Na", "娜"), ("Tao", "涛"), ("Xia", "霞"), ("Bin", "斌"), ("Hui", "慧"), ("Peng", "鹏"), ("Ting", "婷"),
    ("Guiying", "桂英"), ("Xiuying", "秀英"), ("Jianhua", "建华"), ("Guohua", "国华"), ("Xiaoming", "晓明"),
    ("Yulan", "玉兰"), ("Chunmei", "春梅"), ("Zhiqiang", "志强"), ("Haiyan", "海燕"), ("Wenjun", "文军"),
    ("Xuemei", "雪梅"), ("Jiahui", "佳慧"), ("Yifan", "一凡"), ("Zihan", "子涵"), ("Meiling", "美玲"), ("Dawei", "大伟"),
    ("Lihua", "丽华"), ("Junjie", "俊杰"), ("Xiaoli", "晓丽"), ("Yongsheng", "永生"),
)  # fmt: skip
INDIAN_GIVEN: Sequence[str] = (
    "Anita", "Sunita", "Rekha", "Savitri", "Lakshmi", "Geeta", "Kavita", "Shabnam", "Farida", "Meena", "Pushpa", "Radha",
    "Manju", "Usha", "Nirmala", "Kamala", "Shanti", "Rukhsana", "Mamta", "Sarita", "Suresh", "Ramesh", "Vijay", "Imran",
    "Deepak", "Manoj", "Arjun", "Ganesh", "Salim", "Prakash",
)  # fmt: skip
INDIAN_FAMILY: Sequence[str] = (
    "Devi", "Kumari", "Das", "Yadav", "Khatun", "Mondal", "Patel", "Reddy", "Pillai", "Naidu", "Singh", "Sahu", "Joshi",
    "Ansari", "Gowda", "Bibi", "Rao", "Verma", "Chauhan", "Murmu",
)  # fmt: skip
KENYAN_GIVEN: Sequence[str] = (
    "Mary", "Jane", "Faith", "Mercy", "Esther", "Brian", "Kevin", "Joseph", "Peter", "Samuel", "Akinyi", "Atieno",
    "Wambui", "Nyambura", "Chebet", "Kiprono", "Mwende", "Mutua", "Halima", "Juma", "Wafula", "Naliaka", "Odhiambo",
)  # fmt: skip
KENYAN_FAMILY: Sequence[str] = (
    "Kamau", "Mwangi", "Otieno", "Omondi", "Kiplagat", "Cheruiyot", "Mutiso", "Kilonzo", "Wekesa", "Barasa", "Hassan",
    "Njuguna", "Kariuki", "Owino", "Rotich", "Muthoni", "Moraa", "Nyong",
)  # fmt: skip
AMERICAN_GIVEN: Sequence[str] = (
    "Linda", "Robert", "Patricia", "Carlos", "Denise", "Anthony", "Gloria", "Kevin", "Rosa", "Tyrone", "Sandra", "Miguel",
    "Brenda", "Walter", "Keisha", "Dale", "Teresa", "Hector", "Joyce", "Curtis", "Angela", "Luis", "Donna", "Marcus",
)  # fmt: skip
AMERICAN_FAMILY: Sequence[str] = (
    "Johnson", "Williams", "Hernandez", "Brown", "Nguyen", "Davis", "Ramirez", "Wilson", "Taylor", "Jackson", "Torres",
    "Harris", "Lewis", "Robinson", "Rivera", "Young", "Scott", "Baker", "Flores", "Mitchell",
)  # fmt: skip
OTHERS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "in": (INDIAN_GIVEN, INDIAN_FAMILY),
    "ke": (KENYAN_GIVEN, KENYAN_FAMILY),
    "us": (AMERICAN_GIVEN, AMERICAN_FAMILY),
}
