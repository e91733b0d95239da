"""From words that belong together to the time they mean, and to one answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from triage import clock_words, daycounts, timespans
from triage.moments import Again, Days, Hours, Precision, When
from triage.timegroups import Group
from triage.timespans import Span

_SINCE_BEFORE = re.compile(
    r"(?:自从|打从|自|从|由|\b(?:since|from|starting|started|began|begun|after)) ?"
    r"(?:from |about |around |the |大约|大概)?$"
)
_SINCE_AFTER = re.compile(
    r" ?(?:的时候|那天)?就?(?:已经)?(?:开始(?!前|之前)|起(?![来床火诉码])|以来|至今|之后|以后|过后"
    r"|后(?![天来面门巷座排院])|到(?:现在|而家|今天|目前|今)"
    r"|\bonwards?\b|(?:un)?till? now\b|\bto now\b)"
)
_BEFORE_AFTER = re.compile(r" ?(?:之前|以前|前(?![天面后台])|内|之内|以内)")
_BEFORE_BEFORE = re.compile(r"\b(?:before|by|prior to|until|within) (?:the )?$")
_CLAUSE = re.compile(r"[。;!?\n,]")
_REQUEST = re.compile(
    r"请|希望|麻烦|能否|能不能|可否|可不可以|有空|方便|回复|尽快|务必|限你|拜托"
    r"|\b(?:please|pls|plz|can you|could you|would you|hope|want you|need you)\b"
)
_ANNOUNCED = re.compile(
    r"[要会将]|准备|打算|扬言|威胁|再来|还来|过来|约了|约好|说|话"
    r"|\b(?:will|'ll|going to|gonna|plans?|planning|coming|come|threat\w*|said|says?)\b"
)
_ENDS = re.compile(r"(?:[到至]|\b(?:un)?till? )$")
_NEAR = 14
_ORDER = list(Precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One time that a text tells. An *open* one lasts until now."""

    start: int
    end: int
    span: Span
    open: bool = False
    weak: bool = False


def told(groups: Sequence[Group], plain: str, now: datetime) -> list[Told]:
    """Return the times that *groups* mean, deadlines and what is to come left out."""
    found: list[Told] = []
    day: Days | None = None
    part: Hours | None = None
    for each in groups:
        group = _in_part(each, part)
        if found and group.days is None and _ENDS.search(plain[: group.start][-6:]):
            continue
        if group.days is None and group.hours is not None and day is not None:
            found += _told(replace(group, days=day), plain, now)
        else:
            found += _told(group, plain, now)
        day, part = _day_for_later(group), _part_for_later(group) or part
    return found


def _in_part(group: Group, part: Hours | None) -> Group:
    """Return *group* in the part of the day told before it: 晚上经常吵，由十点吵到两点."""
    hours = group.hours
    if part is None or group.days is not None or hours is None or not hours.half:
        return group
    return replace(group, hours=clock_words.in_part(hours, part))


def _part_for_later(group: Group) -> Hours | None:
    hours = group.hours
    return hours if group.days is None and hours and not hours.clock else None


def _day_for_later(group: Group) -> Days | None:
    """Return the day that a time of day told later belongs to: 昨天来过，晚上八点又来."""
    days = group.days
    if days is None or group.hours is not None or days.open or days.first != days.last:
        return None
    return days


def _told(group: Group, plain: str, now: datetime) -> Iterator[Told]:
    before, after = plain[max(0, group.start - _NEAR) : group.start], group.end
    earlier = bool(_BEFORE_AFTER.match(plain, after) or _BEFORE_BEFORE.search(before))
    loose = group.days is not None and group.days.loose
    if (loose and _is_asked_before(group, plain)) or (earlier and _is_asked(group, plain)):
        return
    span = timespans.of(group, now)
    if span is None:
        return
    since = bool(_SINCE_AFTER.match(plain, after) or _SINCE_BEFORE.search(before))
    if span.earliest > now:
        if _is_announced(group, plain) and not _is_asked(group, plain):
            yield Told(start=group.start, end=group.end, span=span)
        return
    if earlier and group.days is not None and group.hours is None and group.till is None:
        span = timespans.fortnight_before(span)
    elif since and group.till is None and not _is_clock_only(group):
        span = timespans.until(span, now)
    span = timespans.clipped(span, now)
    weak = group.instant is not None and group.instant.weak
    yield Told(start=group.start, end=group.end, span=span, open=span.latest == now, weak=weak)


def _is_clock_only(group: Group) -> bool:
    return group.days is None and group.instant is None


def _is_asked(group: Group, plain: str) -> bool:
    return bool(_REQUEST.search(_clause(group, plain)))


def _is_asked_before(group: Group, plain: str) -> bool:
    clause = _clause(group, plain)
    asked = _REQUEST.search(clause)
    return asked is not None and asked.start() < clause.find(plain[group.start : group.end])


def _clause(group: Group, plain: str) -> str:
    """Return the words from the mark before *group* up to the next mark."""
    marks = [hit.end() for hit in _CLAUSE.finditer(plain, max(0, group.start - 60), group.start)]
    end = _CLAUSE.search(plain, group.end, group.end + 60)
    begin = marks[-1] if marks else max(0, group.start - 60)
    return plain[begin : end.start() if end else group.end + 60]


def _is_announced(group: Group, plain: str) -> bool:
    clause = _clause(group, plain)
    at = clause.find(plain[group.start : group.end])
    near = clause[max(0, at - _NEAR) : at], clause[at + group.end - group.start :][: 2 * _NEAR]
    return any(_ANNOUNCED.search(part) for part in near)


def joined(every: Sequence[Told], again: Sequence[Again], now: datetime) -> When | None:
    """Return the one time that several words tell together."""
    past = [one for one in every if one.span.earliest <= now]
    if again:
        return _recurring(past, again, now)
    every = past or every
    strong = [one for one in every if not one.weak]
    finite = [one for one in strong if not _is_spell(one, now)] or strong or list(every)
    if not finite:
        return None
    best = min(_ORDER.index(one.span.precision) for one in finite)
    chosen = [one for one in finite if _ORDER.index(one.span.precision) == best]
    return When(
        earliest=min(one.span.earliest for one in chosen),
        latest=max(one.span.latest for one in chosen),
        recurring=False,
        precision=_ORDER[best],
        start=min(one.start for one in chosen),
        end=max(one.end for one in chosen),
    )


def _is_spell(one: Told, now: datetime) -> bool:
    """Return whether *one* only says since when; today and this hour are more."""
    return one.span.open and one.span.latest == now


def _recurring(every: Sequence[Told], again: Sequence[Again], now: datetime) -> When:
    habits = [one for one in every if one.span.daily is not None]
    daily = min(habits, key=lambda one: _ORDER.index(one.span.precision), default=None)
    spells = [one for one in every if one.span.open] or [one for one in every if one.span.long]
    earliest = daycounts.at(daycounts.plus(now.date(), -30), 0, now.tzinfo)
    latest = now
    if spells:
        earliest = min(one.span.earliest for one in spells)
        latest = max(one.span.latest for one in spells)
    used = [*spells, *([daily] if daily else [])]
    starts = [*(one.start for one in used), *(one.start for one in again)]
    ends = [*(one.end for one in used), *(one.end for one in again)]
    hours = daily.span.daily if daily else None
    return When(
        earliest=earliest,
        latest=max(earliest, latest),
        recurring=True,
        precision=hours.precision
        if hours
        else min((one.precision for one in again), key=_ORDER.index),
        start=min(starts),
        end=max(ends),
        daily_from=None if hours is None else _time(hours.begin),
        daily_to=None if hours is None else _time(hours.until),
    )


def _time(minutes: int) -> time:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return time(hour, minute)
