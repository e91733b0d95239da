"""Whether one text is another with a place, a number or a name exchanged.

Such a text tells of the next estate in the words of the first: whoever copies
a complaint keeps all of it but that.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Indel

# An exchange stands between so many characters that both texts share.
_AROUND = 8
# Longer than any name: that is another sentence.
_LONGEST = 12
# How far behind what was exchanged the word may stand that makes a place of it (尚景欣|园).
_BEHIND = 2
_PLACE = re.compile(
    "小区|花园|公园|工业区|园|村|城|苑|庭|湾|府|阁|厦|楼|栋|座|室|号|巷|弄|路|街|道|站|广场|市场|商场"
    "|学校|中学|小学|幼儿园|医院|厂|店|馆|网吧|酒吧|ktv|会所|超市|社区|estate|garden|village"
    "|building|block|road|street|market|school|shop"
)
# What both share in one piece; less is chance.
_SHARED = 2
_SAYS_NOTHING = re.compile(r"\W")
# What stands before a name or a number.
_NAMED = re.compile(r"(?:叫|姓|尾号|车牌|牌号|电话|外号|called|named|plate)\W?$")
_BEFORE = 6


def is_exchanged(one: str, other: str) -> bool:
    """Return whether *one* copies *other* but for a place, a number or a name.

    Both are normal forms (`normal`). The order of both does not matter.
    """
    spots = _spots(one, other)
    return any(_tells((one, mine), (other, theirs)) for mine, theirs in spots)


def _spots(one: str, other: str) -> Iterator[tuple[slice, slice]]:
    """Yield where both differ between pieces that they share."""
    shared = [op for op in Indel.opcodes(one, other) if op.tag == "equal"]
    shared = [op for op in shared if op.src_end - op.src_start >= _SHARED]
    for left, right in pairwise(shared):
        around = (left.src_end - left.src_start) + (right.src_end - right.src_start)
        mine = _whole_number(one, left.src_end, right.src_start)
        theirs = _whole_number(other, left.dest_end, right.dest_start)
        if around >= _AROUND and all(0 < at.stop - at.start <= _LONGEST for at in (mine, theirs)):
            yield mine, theirs


def _whole_number(text: str, begin: int, end: int) -> slice:
    """Return a piece of *text*, with all of a number that it cuts."""
    while begin and text[begin - 1].isdigit():
        begin -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return slice(begin, end)


def _tells(mine: tuple[str, slice], theirs: tuple[str, slice]) -> bool:
    """Return whether what differs is the name of a place, a number of one, or a name."""
    (one, here), (other, there) = mine, theirs
    if _SAYS_NOTHING.sub("", one[here]) == _SAYS_NOTHING.sub("", other[there]):
        return False
    if _NAMED.search(one[max(0, here.start - _BEFORE) : here.start]):
        return True
    behind = (
        one[here.start : here.stop + _BEHIND],
        other[there.start : there.stop + _BEHIND],
    )
    return all(_PLACE.search(piece) for piece in behind)
