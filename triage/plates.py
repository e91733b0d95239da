"""Number plates of cars, whole or only their last figures.

A plate is a province, a letter and five figures or letters, six for new
energy (GA 36-2018); cars from Hong Kong and Macau end in 港 or 澳.
"""

import re
from collections.abc import Iterator

from triage import marks, numerals
from triage.marks import Identifier, IdentifierKind

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_FIGURE = "[a-z0-9〇零一二三四五六七八九]"
_GAP = r"[-\s·.•_]{0,3}"
_PLATE = re.compile(
    rf"[{_PROVINCES}]{_GAP}[a-z]{_GAP}(?:{_FIGURE}{{5,6}}|{_FIGURE}{{4}}[港澳])(?!{_FIGURE})"
)
_LED = re.compile(
    r"(?:车牌号?码?|车号|牌号|\b(?:licen[cs]e )?plate(?: number| no\.?| is)?)[是为:\s]{0,3}"
    rf"(?P<plate>[a-z]{_GAP}{_FIGURE}{{5,6}})(?!{_FIGURE})"
)
_TAIL = re.compile(
    rf"(?P<before>车牌?号?的?|手机号?的?|电话号?码?的?)?尾号(?:是|为|:)?\s?(?P<tail>{_FIGURE}{{3,5}})(?!{_FIGURE})"
    r"(?P<after>的?[^,。的]{0,4}?(?:车|手机|电话|号码))?"
)
_ENGLISH_TAIL = re.compile(
    r"\b(?P<before>plate|car|phone|mobile|number)\b(?: number)? (?:that )?"
    r"end(?:ing|s)?(?: in| with)? "
    r"(?P<tail>[a-z0-9]{3,5})\b"
)
_SHORT = 3


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the plates in *plain*, in capitals and without gaps."""
    for hit in _PLATE.finditer(plain):
        plate = _spelled(hit[0])
        if any(c.isdigit() for c in plate):
            yield marks.of(IdentifierKind.PLATE, plate, hit)
    for hit in _LED.finditer(plain):
        plate = _spelled(hit["plate"])
        if any(c.isdigit() for c in plate):
            yield marks.of(IdentifierKind.PLATE, plate, hit, "plate")
    for pattern in (_TAIL, _ENGLISH_TAIL):
        for hit in pattern.finditer(plain):
            yield marks.of(_kind_of_tail(hit), _spelled(hit["tail"]), hit)


def _kind_of_tail(hit: re.Match[str]) -> IdentifierKind:
    """Return whose last figures they are; four figures alone are a phone's."""
    around = f"{hit['before'] or ''} {hit.groupdict().get('after') or ''}"
    if re.search(r"车|plate|\bcar\b", around):
        return IdentifierKind.PLATE_TAIL
    if re.search(r"手机|电话|phone|mobile", around):
        return IdentifierKind.PHONE_TAIL
    tail = hit["tail"]
    short = len(tail) == _SHORT or not numerals.digits(tail).isdecimal()
    return IdentifierKind.PLATE_TAIL if short else IdentifierKind.PHONE_TAIL


def _spelled(text: str) -> str:
    return numerals.digits("".join(c for c in text if c.isalnum())).upper()
