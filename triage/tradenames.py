"""Names of shops and firms: 老王便利店, 鑫达科技有限公司, Blue Moon Bar."""

import re
from collections.abc import Iterator

from triage import marks
from triage.marks import Identifier, IdentifierKind

_SHOP_ENDS = (
    "便利店|士多店|士多|小卖部|超市|商店|商行|网吧|网咖|ktv|酒吧|会所|足浴城|足浴店|足浴|足疗|沐足|按摩店|养生馆|美容院"
    "|发廊|理发店|饭店|茶餐厅|餐厅|餐馆|酒楼|酒店|宾馆|旅馆|麻将馆|棋牌室|茶楼|茶馆|奶茶店|烧烤店|烧烤|大排档|面馆"
    "|肠粉店|药店|药房|诊所|五金店|修车行|汽修店|汽修厂|煤气站|液化气站|快餐店|火锅店|花店|典当行|手机店|烟酒店|水果店"
    "|歌厅|夜总会|游戏厅|台球室|桌球室|门诊部"
)
_FIRM_ENDS = (
    "(?:有限责任|股份有限|有限|股份)公司|(?:物业|劳务|装修|贷款|科技|贸易|搬家|金融|运输|物流|安保|投资|建筑)"
    "(?:管理)?公司|集团(?!军)"
)
_SHOP_END = re.compile(_SHOP_ENDS)
_FIRM_END = re.compile(_FIRM_ENDS)
# A name ends, read backwards, where one of these stands; or where Chinese does.
_BEFORE = re.compile(
    r"^.*(?:[^一-鿿a-z0-9&]|[的在是叫了到去有从和跟个家间那这哪某旁边近面口楼门路街村号栋喺嘅入开进找把被给向往对住])"
    r"(?P<name>[一-鿿a-z0-9&]{0,12})$"
)
_COMMON = re.compile(
    r"^(?:无证|非法|地下|黑心|我们|他们|你们|人家|公司|小区|社区|工业区|经营|大型|连锁|很多|许多|这些|那些|所有|几家|自助|上面|下面"
    r"|隔壁|附近|对面|外面|里面|家里|一些|各种|天然气?|燃气|物业|装修|搬家|贷款|投资|建筑|劳务)$"
)
_SHORTEST = 2
_LONGEST = 14
_ENGLISH_SHOP = re.compile(
    r"\b(?:called|named|name is) (?:the )?[\"'“]?(?P<name>(?:[a-z0-9'&]{1,15} ){1,4}?"
    r"(?:bar|ktv|shop|store|restaurant|supermarket|club|hotel|cafe|salon|spa|market|massage))\b"
)
_ENGLISH_FIRM = re.compile(
    r"(?<![a-z])(?P<name>(?:[a-z&]{2,20} ){1,4}?(?:co\.?,? ?ltd\b|company limited|limited|inc)\b)"
)


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the names of shops and firms in *plain*; what is only a kind is none."""
    yield from _named(plain, _SHOP_END, IdentifierKind.SHOP)
    yield from _named(plain, _FIRM_END, IdentifierKind.COMPANY)
    for hit in _ENGLISH_SHOP.finditer(plain):
        yield marks.of(IdentifierKind.SHOP, hit["name"], hit, "name")
    for hit in _ENGLISH_FIRM.finditer(plain):
        yield marks.of(IdentifierKind.COMPANY, hit["name"], hit, "name")


def _named(plain: str, ends: re.Pattern[str], kind: IdentifierKind) -> Iterator[Identifier]:
    for end in ends.finditer(plain):
        before = " " + plain[max(0, end.start() - _LONGEST) : end.start()]
        hit = _BEFORE.search(before)
        name = hit["name"] if hit else ""
        if len(name) >= _SHORTEST and not _COMMON.match(name):
            start = end.start() - len(name)
            value = plain[start : end.end()]
            yield Identifier(kind=kind, value=value, start=start, end=end.end())
