"""Names by which an officer might introduce themselves: 我是王警官, "Officer Wang".

A reporter has to do with an office. A name can be followed home, and a reporter
who knows one is asked for it.
"""

import re
import unicodedata
from collections.abc import Iterator

from triage import words

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方白邹孟熊秦邱江尹薛侯雷龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤温"
)
_TITLES = (
    "警官|警员|警长|民警|辅警|督察|指导员|教导员|所长|副所|队长|科长|处长|局长|主任|书记|干事"
    "|调解员|网格员|咨询师|法官|检察官|同志|阿sir|sir|[Ss]ir"
)
# 对方民警 and 地方民警 hold no surname.
_TITLED = re.compile(rf"(?<![对地双各官一])[{_SURNAMES}][一-鿿]?(?:{_TITLES})")
_NO_NAME = "马上|高兴|方便|万一|许多|向您|向你|白天|任何|金额"
_INTRODUCED = re.compile(
    rf"我(?:是|叫|姓|系|名叫|的名字是|嘅名系)(?!{_NO_NAME})[{_SURNAMES}][一-鿿]{{0,2}}"
    r"(?=[,。!?;、.的\s]|$)"
)
_PINYIN = (
    "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|lin|gao|liang|zheng|luo|xie"
    "|tang|cao|deng|xiao|feng|zeng|cheng|cai|peng|pan|yuan|dong|jiang|wei|ding|shen|lai|zhong"
    "|wong|chan|cheung|lau|leung|kwok|lam|chow|tsang|mak|yip|cheng|tsui|kwan"
)
_RANKS = (
    "officer|inspector|sergeant|constable|captain|detective|lieutenant|superintendent|director"
    "|mediator|counsellor|mr|mrs|ms|miss|madam"
)
_ENGLISH = re.compile(
    rf"\b(?:{_RANKS})\.? (?:{_PINYIN})\b|\b(?:i am|i'm|this is|ask for) (?:{_PINYIN})\b"
    r"|\bmy name(?: is|'s) [a-z]+|\b(?:i am|i'm) called [a-z]+"
)
# Any surname at all, where a capital tells it from "the officer on your case".
_CAPITAL = re.compile(rf"\b(?i:{_RANKS})\.? [A-Z][a-z]+")


def scan(text: str) -> Iterator[str]:
    """Yield the names of staff that *text*, one line, tells."""
    plain = words.plain(text)
    for pattern in (_INTRODUCED, _TITLED, _ENGLISH):
        yield from (hit[0] for hit in pattern.finditer(plain))
        plain = pattern.sub(" ", plain)
    for hit in _CAPITAL.finditer(unicodedata.normalize("NFKC", text)):
        if not _ENGLISH.search(words.plain(hit[0])):
            yield words.plain(hit[0])
