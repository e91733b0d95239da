"""Buildings, stairs, floors and rooms: 3栋二单元501, Block C, 5/F, 负一楼."""

import re
from collections.abc import Iterator

from triage import marks, numerals, words
from triage.marks import Identifier, IdentifierKind

_HAN = numerals.HAN
_MIXED = r"[a-z]?\d{1,3}[a-z]?|(?<![a-z])[a-z]"
_BUILDING = re.compile(
    rf"(?:第)?(?<![\d.])(?:(?P<number>{_MIXED}|[{_HAN}]{{1,3}}) ?(?:栋|幢|号楼|#楼|#栋)"
    rf"|(?P<seat>{_MIXED}) ?座(?![机位椅谈桥山]))"
)
# In urban villages a house bears the number of its lane and its own.
_LANE = re.compile(
    rf"(?<![\d{_HAN}])(?P<lane>\d{{1,3}}|[{_HAN}]{{1,3}})巷"
    rf"(?P<house>\d{{1,3}}|[{_HAN}]{{1,3}})号(?!楼|铺)"
)
_COUNTED = re.compile(r"(?:楼(?!下|上|顶|道|梯)|房子|别墅|大楼)")
_ENGLISH_BUILDING = re.compile(
    r"\b(?:block|blk|building|bldg|tower)\.? ?(?:no\.? ?)?"
    r"(?P<number>[a-z]?\d{1,3}[a-z]?|[b-z]|a(?=$|[,.;]| \d| flat| room))(?![\w'])"
)
_UNIT = re.compile(
    rf"(?<![\d{_HAN}])(?P<number>\d{{1,2}}|(?<![a-z])[a-z]|[{_HAN}]{{1,3}}) ?单元"
    r"|\bunit (?P<english>\d{1,2}[a-z]?)\b"
)

_FLOOR = re.compile(
    rf"(?:第)?(?P<below>负|(?<!\d)-)?(?<![\d.{_HAN}])(?P<number>\d{{1,3}}|[{_HAN}]{{1,3}}) ?"
    r"(?:楼(?![盘市价])|层(?!高|楼高|楼的|的楼|次|皮|面))"
)
_IN_ALL = re.compile(r"(?:[共高]|总共?|一共|盖了|加了|整整)(?:有|是)?$")
_CELLAR = re.compile(
    rf"(?:地下|负)(?P<number>[{_HAN}\d])层?(?!楼|层|单)|(?<![a-z\d])b(?P<letter>[1-4])(?=层|楼|停车|车库|f\b|$|[\s,。的])"
    r"(?:层|楼|f)?|地下室|地下停车场|地下车库|地库|\bbasement\b"
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_ENGLISH_FLOOR = re.compile(
    r"(?<![\w/.])(?P<short>\d{1,2}) ?/ ?f\b|(?<![\w/.])(?P<f>\d{1,2})f\b"
    r"|\b(?P<ground>g ?/ ?f|ground floor)\b"
    rf"|\b(?:(?P<th>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)})) floor\b"
    r"|\bfloor (?P<after>\d{1,2})\b"
)

_ROOM = re.compile(
    rf"(?<![\da-z{_HAN}.])(?P<number>[a-z]?-?\d{{3,4}}[a-z]?|[{_HAN}]{{3,4}}) ?号?"
    r"(?:房(?![租东价])间?|室)"
    r"|(?<=[栋座幢元楼])[-\s]?(?P<bare>[a-z]?\d{3,4}[a-z]?)(?![\d.个人块元瓶年万千])"
    r"|(?<=[楼层])[-\s]?(?P<letter>[a-h]) ?(?:室|房|单位)"
    r"|(?<!\d)(?P<shop>\d{1,4})号(?:铺|档口?|店铺|商铺)"
)
_ENGLISH_ROOM = re.compile(
    r"\b(?:room|rm|flat|apt|apartment|suite)\.? ?(?:no\.? ?)?"
    r"(?P<number>[a-z]?\d{1,4}[a-z]?|[b-h])(?![\w'])"
)


def find(text: str) -> tuple[Identifier, ...]:
    """Return the buildings, units, floors and rooms in *text*, in order."""
    return marks.apart(scan(words.plain(text)))


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the doors in *plain*; readings may overlap."""
    yield from _buildings(plain)
    for hit in _UNIT.finditer(plain):
        yield from _numbered(IdentifierKind.UNIT, hit["number"] or hit["english"], hit)
    yield from _floors(plain)
    for hit in _ROOM.finditer(plain):
        number = (hit["number"] or hit["bare"] or hit["letter"] or hit["shop"]).replace("-", "")
        yield marks.of(IdentifierKind.ROOM, numerals.digits(number).upper(), hit)
    for hit in _ENGLISH_ROOM.finditer(plain):
        yield marks.of(IdentifierKind.ROOM, hit["number"].upper(), hit)


def _buildings(plain: str) -> Iterator[Identifier]:
    for hit in _BUILDING.finditer(plain):
        # 两栋 and 一栋楼 count buildings; a number on one is 二栋.
        counted = hit["number"] == "一" and _COUNTED.match(plain, hit.end())
        if hit["number"] == "两" or counted:
            continue
        yield from _numbered(IdentifierKind.BUILDING, hit["number"] or hit["seat"], hit)
    for hit in _LANE.finditer(plain):
        lane, house = numerals.value(hit["lane"]), numerals.value(hit["house"])
        yield marks.of(IdentifierKind.BUILDING, f"{lane}巷{house}号", hit)
    for hit in _ENGLISH_BUILDING.finditer(plain):
        yield from _numbered(IdentifierKind.BUILDING, hit["number"], hit)


def _floors(plain: str) -> Iterator[Identifier]:
    for hit in _FLOOR.finditer(plain):
        if not _IN_ALL.search(plain[max(0, hit.start() - 4) : hit.start()]):
            prefix = "B" if hit["below"] else ""
            yield from _numbered(IdentifierKind.FLOOR, hit["number"], hit, prefix)
    for hit in _CELLAR.finditer(plain):
        yield from _numbered(IdentifierKind.FLOOR, hit["number"] or hit["letter"] or "1", hit, "B")
    for hit in _ENGLISH_FLOOR.finditer(plain):
        if hit["ground"]:
            yield marks.of(IdentifierKind.FLOOR, "G", hit)
        elif hit["word"]:
            number = str(_ORDINALS.index(hit["word"]) + 1)
            yield marks.of(IdentifierKind.FLOOR, number, hit)
        else:
            number = hit["short"] or hit["f"] or hit["th"] or hit["after"]
            yield from _numbered(IdentifierKind.FLOOR, number, hit)


def _numbered(
    kind: IdentifierKind, number: str, hit: re.Match[str], prefix: str = ""
) -> Iterator[Identifier]:
    """Yield the door with *number*; a vague one (五六楼) is none."""
    if any(c.isascii() and c.isalpha() for c in number):
        yield marks.of(kind, prefix + number.upper(), hit)
        return
    known = numerals.between(number)
    if known is not None and known.low == known.high:
        yield marks.of(kind, f"{prefix}{known.low}", hit)
