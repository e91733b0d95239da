"""Where a text says that something is, by the pattern of names and by numbers.

A name of a place is what stands before a word that says what it is (泉星小区,
第三小学, 3栋). Nobody has a list of all of them, least of all for another city,
so the pattern is read and not only the gazetteer.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from triage.matching import syllables


class Level(StrEnum):
    """What kind of place a name is of; two places contradict on one level only."""

    AREA = "area"
    ESTATE = "estate"
    ROAD = "road"
    HOUSE = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A name of a place, *start* to *end* in the normal form with its suffix."""

    level: Level
    stem: str
    key: str
    start: int
    end: int


_SUFFIXES = {
    Level.AREA: "街道办?|居委会?|村委会?|社区|新村|老村|[乡镇村]|开发区|新区|片区"
    "|工业[园区]|产业园|[老旧]?圩",
    Level.ESTATE: "小区|花园|家园|公寓|大厦|大楼|豪庭|华庭|华府|名苑|公馆|雅苑|嘉园|佳园|新城"
    "|国际城?|楼盘|广场|安置[房区]|别墅|山庄|[苑湾邸府庭园](?![区林艺长丁])"
    "|城(?![市管镇乡区建中关])",
    Level.ROAD: "大道|大街|公路|高速|路口|路|街(?!道)|巷|大桥|[桥弄]|立交|隧道|地铁站|车站|站",
    Level.HOUSE: "有限公司|公司|集团|医院|学校|小学|中学|[一二三四五六七八九]中|幼儿园|学院|大学"
    "|工业?厂|[场厂矿]|ktv|酒吧|网吧|饭店|餐馆|酒店|宾馆|会所|超市|市场|商场|商城|公园|水库"
    "|派出所|卫生院|敬老院|培训|驾校|银行|[店馆档吧]|项目",
}
# Characters that join words and are hardly ever part of a name.
_STOP = (
    "的在到是和与及从由对向把被给将于位我你他她它们这那本该有个请问为了因等让住去来说就也都还又很"
    "上下里内外旁边前后处附近每天日年月号至往离跟同着过会要能可以没不已经再只最多少些各其且而但所无"
    "何什么怎一二两"
)
_STEM = rf"[^\W_{_STOP}]{{1,6}}"
_NAMES = re.compile(
    "|".join(rf"(?P<{level.value}>(?:{words}))" for level, words in _SUFFIXES.items())
)
_TAIL = re.compile(rf"{_STEM}$")
_LONGEST_STEM = 6
_TELLING = 4
_SHORTEST = 2
# Names of regions as they are made anonymous: A市, A3区.
_REGION = re.compile(r"(?<![a-z\d])([a-z])(\d{0,2})(?:市(?:([a-z])(\d{1,2})[市区县])?|[区县])")
_NUMBER = re.compile(r"(\d{1,4}|(?<![a-z])[a-z]\d{0,2})(栋|巷|弄|组|期|单元|楼|层|号|室|路|线|区)")
NOISE = re.compile(
    r"尊敬的?|敬爱的?|领导|书记|市长|县长|区长|局长|您好|你好|您|投诉|反映|反应|举报|咨询|请求|恳请|恳求"
    r"|希望|建议|关于|有关|强烈|要求|求助|急求|解决|问题|处理|情况|谢谢|感谢|部门|政府|相关|百姓|市民"
    r"|居民|群众|业主|第[一二三四五六七八九十\d]+次|再次|一直|现在|目前|多次|严重|帮忙|麻烦|我们|大家"
)
"""Forms of politeness and of complaint, which tell nothing of the matter."""
# What is no name before such a word: 我们小区, 全镇.
_EMPTY = frozenset("小本全大新老农乡城各村某医学县市区镇街") | {
    *("当地", "整个", "居住", "住宅", "附近")
}


def names(text: str) -> Iterator[Spot]:
    """Yield the names in *text*, a normal form."""
    cleared = NOISE.sub(lambda match: " " * len(match.group()), text)
    begin = 0
    for match in _NAMES.finditer(cleared):
        level = Level(match.lastgroup or Level.AREA)
        lead = max(begin, match.start() - _LONGEST_STEM)
        region = max(
            (one.end() for one in _REGION.finditer(cleared, lead, match.start())), default=lead
        )
        tail = _TAIL.search(cleared[max(lead, region) : match.start()])
        begin = match.end()
        if tail is None or tail.group() in _EMPTY:
            continue
        stem = tail.group()[-_TELLING:]
        if len(stem) < _SHORTEST and level is not Level.AREA:
            continue
        yield Spot(
            level=level,
            stem=stem,
            key=syllables.key(
                stem[-_SHORTEST:] if len(stem) >= _SHORTEST else stem + match.group()
            ),
            start=match.start() - len(tail.group()),
            end=match.end(),
        )


def regions(text: str) -> frozenset[str]:
    """Return the codes of anonymised regions in *text*, such as a3 for A3区."""
    found = set()
    for match in _REGION.finditer(text):
        found.add(match.group(1) + match.group(2))
        if match.group(3):
            found.add(match.group(3) + match.group(4))
    return frozenset(found)


def numbers(text: str) -> dict[str, frozenset[str]]:
    """Return the numbers in *text* that say which house, lane, floor or line."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _NUMBER.finditer(text):
        found[match.group(2)].add(match.group(1))
    return {unit: frozenset(values) for unit, values in found.items()}
