"""The word after a name that says what the name is: 社区, 村, street, station."""

import re
from dataclasses import dataclass
from enum import StrEnum

from triage.placenames import COMMUNITY_ENDINGS, STATION_ENDINGS, TOWN_ENDINGS


class Ending(StrEnum):
    """What the word after a name says that the place is."""

    NONE = ""
    COMMUNITY = "community"
    VILLAGE = "village"
    ESTATE = "estate"
    TOWN = "town"
    STATION = "station"
    PART = "part"
    BUILDING = "building"
    ROAD = "road"

    @property
    def tries(self) -> tuple[str, ...]:
        """The endings of full names that it may stand for."""
        return _TRIES.get(self, ())


_TRIES = {
    Ending.COMMUNITY: COMMUNITY_ENDINGS,
    Ending.VILLAGE: ("村", " village", *COMMUNITY_ENDINGS),
    Ending.TOWN: TOWN_ENDINGS,
    Ending.STATION: STATION_ENDINGS,
}
_HAN = re.compile(
    r"(?P<community>社区|居委会?|村委|工作站)"
    r"|(?P<town>街道|镇(?!上))"
    r"|(?P<station>地铁站|地铁口|高铁站|站)"
    r"|(?P<road>[东南西北中]?[一二三四五六七八九]?(?:路(?!口)|大道|大街)|立交)"
    r"|(?P<village>[老旧]?村(?!务)|[老旧新]围)"
    r"|(?P<estate>新村|片区|小区|工业[区园城]|综合市场|市场|路口|股份|[老新旧]屋)"
    r"|(?P<part>[嗰呢果][边头度里带便]|[那这][边头里]|那一带|附近|一带"
    r"|(?=有人|有个|有班|有一|楼下|门口|里面|入面|隔壁|旁边|后面|对面))"
    r"|(?P<building>(?=[0-9a-z一二三四五六七八九十]{1,3}(?:号楼|[栋座楼层期])))"
)
_LATIN = re.compile(
    r"(?P<community> ?(?:residential )?(?:communit(?:y|ies)|comunity|she ?qu)\b| ?社区| ?居委)"
    r"|(?P<town> (?:sub-?district|street office|town|jie ?dao|zhen)\b| ?街道)"
    r"|(?P<station> (?:(?:metro|subway|mtr|train) )?(?:station|exit|ditie ?zhan|di tie zhan|zhan)\b"
    r"| (?:metro|subway)\b| ?地铁| ?站)"
    r"|(?P<road> (?:[东南西北]|east |west |north |south |middle )?"
    r"(?:road|rd|avenue|ave|lu|da ?dao|street|st)\b)"
    r"|(?P<village> ?(?:urban |new |old )?(?:village|vilage|xin ?cun|lao ?cun|cun|lao ?wei)\b"
    r"| ?[老旧]?村)"
    r"|(?P<estate> (?:industrial (?:zone|park|area)|garden|residential|area"
    r"|gong ?ye ?qu|xiao ?qu)\b)"
)
_GLUED = re.compile(
    r"(?:(?P<community>shequ|community)|(?P<town>jiedao)|(?P<village>(?:xin|lao)?cun|village)"
    r"|(?P<station>ditiezhan|zhan))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The ending that follows a name, and where it ends itself."""

    ending: Ending
    end: int


def after(plain: str, at: int, *, latin: bool) -> After:
    """Return what follows a name that ends *at*."""
    match = (_LATIN if latin else _HAN).match(plain, at)
    if match is None and not latin:
        match = _LATIN.match(plain, at)
    if match is None or match.lastgroup is None:
        return After(ending=Ending.NONE, end=at)
    return After(ending=Ending(match.lastgroup), end=match.end())


def glued(letters: str) -> tuple[str, Ending] | None:
    """Return the name and the ending written in one with it, as in dakangcun."""
    match = _GLUED.search(letters, 2)
    if match is None or match.lastgroup is None:
        return None
    return letters[: match.start()], Ending(match.lastgroup)


def places_of_endings(plain: str) -> list[tuple[int, Ending]]:
    """Return where in *plain* an ending of a Chinese name stands, roads left out."""
    return [
        (match.start(), Ending(match.lastgroup))
        for match in _HAN.finditer(plain)
        if match.lastgroup not in {None, Ending.ROAD, Ending.STATION}
    ]
