"""Gas cylinders that were seized: lines of an inventory, and what they add up to.

A line is a size, a state and a count. Nobody rewrites a line: what was counted wrongly
is put right by a later one with a negative count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from triage import numerals, words
from triage.errors import CannotDoThat, Invalid

MOST = 9_999
"""The largest count of one line; whoever types more has slipped."""


class Size(StrEnum):
    """What a cylinder holds, in kilograms."""

    KG50 = "50"
    KG15 = "15"
    KG10 = "10"
    KG5 = "5"
    KG4 = "4"
    OTHER = "other"


class State(StrEnum):
    """How a cylinder was found; each is counted under one."""

    FULL = "full"
    EMPTY = "empty"
    EXPIRED = "expired"
    NO_CODE = "no_code"


class BelowZero(CannotDoThat):
    """A correction takes away more cylinders than there are."""

    text_key = "seizure.below_zero"


class Unreadable(Invalid):
    """What was typed is no line of size, state and count."""

    text_key = "seizure.unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many cylinders of one size and state; a negative count corrects."""

    size: Size
    state: State
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What lines add up to; a size and state with none has no entry."""

    counts: Mapping[tuple[Size, State], int] = field(default_factory=dict)

    @property
    def cylinders(self) -> int:
        """Return how many there are in all."""
        return sum(self.counts.values())

    def count_of(self, size: Size | None = None, state: State | None = None) -> int:
        """Return how many have *size* and *state*; None is for any."""
        return sum(
            count
            for (its_size, its_state), count in self.counts.items()
            if size in {None, its_size} and state in {None, its_state}
        )


def total(lines: Iterable[Line]) -> Total:
    """Return what *lines* add up to, in whatever order.

    Raises:
        BelowZero: If more of one size and state is taken away than was counted.
    """
    counts: Counter[tuple[Size, State]] = Counter()
    for line in lines:
        counts[line.size, line.state] += line.count
    if min(counts.values(), default=0) < 0:
        raise BelowZero("a correction takes a size and state of cylinders below zero")
    order = [(size, state) for size in Size for state in State]
    return Total(counts={kind: counts[kind] for kind in order if counts[kind]})


def added(before: Total, line: Line) -> Total:
    """Return *before* with one more *line*.

    Raises:
        BelowZero: If it takes away more than there is.
    """
    known = [
        Line(size=size, state=state, count=count) for (size, state), count in before.counts.items()
    ]
    return total([*known, line])


_HAN = "〇零一二两三四五六七八九十百千廿卅"
_SIZE = re.compile(
    rf"(?<![\d.])(?P<figure>\d{{1,3}}(?:\.\d+)?|[{_HAN}]{{1,4}})"
    r"[ -]?(?:kgs?|kilos?|kilograms?|公斤|千克)(?![a-z])[装的]?"
    r"|其[他它](?:规格)?|\bother(?: sizes?)?\b"
)
_STATES = {
    State.FULL: re.compile(r"[满实]|有气|\bfull\b"),
    State.EMPTY: re.compile(r"[空吉]|[没无冇]气|\bempt(?:y|ies)\b"),
    State.EXPIRED: re.compile(r"已?过期|[超到]期|报废|\bexpired\b|\bout[ -]of[ -]date\b"),
    State.NO_CODE: re.compile(
        r"(?:没有|[没无冇])(?:二维)?码|\b(?:no|without)(?: a)?[ _-](?:qr[ -])?codes?\b"
    ),
}
# A dash that touches what is before it parts two words and takes nothing away.
_PARTING = re.compile(r"\S[-−–—]")
_FILLING = re.compile(
    r"(?:煤?气|钢)?[瓶罐樽]|[个支只条共的]|\b(?:gas )?(?:bottle|cylinder|tank)s?\b"
    r"|(?<![a-z])[x×*](?![a-z])|[|,:;、()。]"
)
_COUNT = re.compile(
    r"(?P<minus>[-−–—]|(?:负|减去?|少|扣除?|minus|less) ?)?"
    rf"(?P<figure>\d{{1,6}}|[{_HAN}]{{1,7}}|[a-z]+)"
)


def read(text: str) -> Line:
    """Return the line in *text*, such as `15kg 空 3`, `3x15kg expired`, 五十公斤满瓶两个.

    Size with its unit, state and count stand in any order, script and language. A
    size that is none of the usual ones is `other`; a minus corrects. Whoever finds a
    cylinder both empty and expired has to say which it is counted as.

    Raises:
        Unreadable: If one of them is missing or told in two ways, if anything else
            stands there, or if the count is 0 or above 9,999.
    """
    plain = words.plain(text)
    sizes = {_size(hit) for hit in _SIZE.finditer(plain)}
    rest = _SIZE.sub("|", plain)
    states = [state for state, pattern in _STATES.items() if pattern.search(rest)]
    if len(sizes) != 1 or len(states) != 1:
        raise Unreadable(f"a line of a seizure with {len(sizes)} sizes, {len(states)} states")
    count = _count(_STATES[states[0]].sub("|", rest))
    if count is None:
        raise Unreadable("a line of a seizure without a count")
    return Line(size=sizes.pop(), state=states[0], count=count)


def read_all(text: str) -> tuple[Line, ...]:
    """Return the lines in *text*, one in each line of it that is not empty.

    Raises:
        Unreadable: If one of them is no line, or there is none; its parameter `line`
            says which, from 1.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(read(line))
            except Unreadable as problem:
                raise Unreadable(str(problem), line=number) from None
    if not found:
        raise Unreadable("a seizure without a line", line=1)
    return tuple(found)


def _size(hit: re.Match[str]) -> Size:
    figure = hit["figure"]
    if figure is None:
        return Size.OTHER
    kilograms = Decimal(figure) if figure[0].isdecimal() else Decimal(numerals.value(figure) or 0)
    return next((size for size in Size if size.value == f"{kilograms.normalize():f}"), Size.OTHER)


def _count(rest: str) -> int | None:
    """Return the one number that *rest* holds besides words for cylinders, else None."""
    if _PARTING.search(rest):
        return None
    found = _COUNT.fullmatch(_FILLING.sub(" ", rest).strip())
    if found is None:
        return None
    number = numerals.between(found["figure"])
    if number is None or number.low != number.high or not 0 < number.low <= MOST:
        return None
    return -number.low if found["minus"] else number.low
