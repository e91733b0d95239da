"""Gas cylinders seized: lines that add up to the counter of the district.

Sizes and states are those of seizure records (50, 15, 10, 5 and 4 kg; full, empty,
expired, without a code).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.errors import CannotDoThat, Invalid

SIZES = ("50", "15", "10", "5", "4", "other")
MOST = 10_000
"""Cylinders of one line: more is a slip of the finger."""


class CylinderState(StrEnum):
    """In what state a cylinder was found."""

    FULL = "full"
    EMPTY = "empty"
    EXPIRED = "expired"
    NO_CODE = "no_code"


class UnreadableSeizure(Invalid):
    """A line that does not say how many of what."""

    text_key = "seizure.unreadable"


class BelowZero(CannotDoThat):
    """More would be taken back than was seized."""

    text_key = "seizure.below_zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many cylinders of a size (kg, or `other`) and state; below zero to take some back."""

    size: str
    state: CylinderState
    count: int


_STATES = {
    CylinderState.FULL: r"满|滿|实瓶|實瓶|full",
    CylinderState.EMPTY: r"空|empty",
    CylinderState.EXPIRED: r"过期|過期|超期|报废|報廢|expired",
    CylinderState.NO_CODE: r"无码|無碼|没码|沒碼|无二维码|無二維碼|no ?code",
}
_SIZE = re.compile(r"(\d{1,3})\s*(?:kg|公斤|千克)", re.IGNORECASE)
_COUNT = re.compile(r"(?<![\d.])(-?\d{1,5})(?![\d.])")


def read(text: str) -> Line:
    """Return the line that *text* says, such as `15kg 空 3` or `50 公斤 满 -2`.

    Raises:
        UnreadableSeizure: If it does not say how many of what.
    """
    size = _SIZE.search(text)
    rest = _SIZE.sub(" ", text, count=1)
    states = [state for state, words in _STATES.items() if re.search(words, rest, re.IGNORECASE)]
    counts = [int(found) for found in _COUNT.findall(rest)]
    if size is None or len(states) != 1 or len(counts) != 1 or not 0 < abs(counts[0]) <= MOST:
        raise UnreadableSeizure("a line of cylinders that cannot be read")
    known = size[1] if size[1] in SIZES else "other"
    return Line(size=known, state=states[0], count=counts[0])


def totals(lines: Iterable[Line]) -> Mapping[tuple[str, CylinderState], int]:
    """Return how many cylinders there are of each size and state."""
    counted: Counter[tuple[str, CylinderState]] = Counter()
    for line in lines:
        counted[line.size, line.state] += line.count
    return {key: count for key, count in counted.items() if count}


def total(lines: Iterable[Line]) -> int:
    """Return how many cylinders there are."""
    return sum(line.count for line in lines)


def demand_fits(before: Iterable[Line], new: Line) -> None:
    """Return if *new* takes back no more than is there.

    Raises:
        BelowZero: If it does.
    """
    there = totals(before).get((new.size, new.state), 0)
    if there + new.count < 0:
        raise BelowZero("more taken back than seized")
