"""Words about time that stand together and mean one time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from triage import clock_words
from triage.moments import Again, Days, Hours, Instant, Piece

_FILLER = re.compile(
    r"[\s,的嘅]*(?:大约|大概|约|差不多|那天|当天|当晚|是|在|喺|于)?[\s,的]*"
    r"(?:(?:around|about|at|on|in the|in|by|of|the|approximately|~)\s*){0,2}"
)
_TO = re.compile(
    r"\s*(?:开始|起)?\s*(?:一直|[吵嘈闹做唱打搞])*(?:到|至|-|~|—|–|\bto\b|\buntil\b|\btill?\b|\bthrough\b)\s*"
)
_AND = re.compile(r"\s*and\s*")
_BETWEEN = re.compile(r"\b(?:between|from) $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A day, a time of day, or both; *till* is where a stretch of time ends.

    *start* and *end* say where it stands in the plain text.
    """

    start: int
    end: int
    days: Days | None = None
    hours: Hours | None = None
    instant: Instant | None = None
    till: "Group | None" = None


def groups(pieces: Iterable[Piece], plain: str) -> list[Group]:
    """Return what the *pieces* of *plain* mean together, in order."""
    found: list[Group] = []
    for group in _together(pieces, plain):
        if found and found[-1].till is None and _leads_to(found[-1], group, plain):
            found[-1] = replace(found[-1], end=group.end, till=group)
        else:
            found.append(group)
    return found


def _leads_to(first: Group, second: Group, plain: str) -> bool:
    gap = plain[first.end : second.start]
    if _TO.fullmatch(gap):
        return True
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(plain[: first.start][-9:]))


def _together(pieces: Iterable[Piece], plain: str) -> Iterator[Group]:
    group: Group | None = None
    for piece in pieces:
        if isinstance(piece, Again):
            continue
        added = None
        if group is not None and _FILLER.fullmatch(plain, group.end, piece.start):
            added = _with(group, piece)
        if added is None:
            if group is not None:
                yield group
            added = _with(Group(start=piece.start, end=piece.start), piece)
        group = added
    if group is not None:
        yield group


def _with(group: Group | None, piece: Days | Hours | Instant) -> Group | None:
    """Return *group* with *piece*, None if it means another time."""
    if group is None or group.instant is not None:
        return None
    whole = replace(group, end=piece.end)
    match piece:
        case Instant():
            empty = group.days is None and group.hours is None
            return replace(whole, instant=piece) if empty else None
        case Days():
            if group.days is None:
                return replace(whole, days=piece)
            return _closer(whole, group.days, piece)
        case Hours():
            hours = piece if group.hours is None else _both(group.hours, piece)
            return None if hours is None else replace(whole, hours=hours)


def _closer(whole: Group, one: Days, other: Days) -> Group | None:
    """Return the group with the nearer of two days where one lies in the other."""
    if one.open or other.open:
        return None
    inner, outer = (one, other) if one.last - one.first < other.last - other.first else (other, one)
    within = outer.first <= inner.first and inner.last <= outer.last
    return replace(whole, days=inner) if within else None


def _both(one: Hours, other: Hours) -> Hours | None:
    """Return one time of day from two: a clock in its part, or the narrower part."""
    if one.clock and other.clock:
        return None
    if not (one.clock or other.clock):
        inner = other if other.until - other.begin <= one.until - one.begin else one
        outer = one if inner is other else other
        return clock_words.moved(inner, 24 * 60) if _is_morning_after(inner, outer) else inner
    clock, part = (one, other) if one.clock else (other, one)
    return clock_words.in_part(clock, part)


def _is_morning_after(inner: Hours, outer: Hours) -> bool:
    return inner.begin == 0 and outer.until > 24 * 60
