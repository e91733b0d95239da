"""What a group of words about time comes to, reckoned from now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from triage import clock_words, daycounts
from triage.moments import MINUTES_A_DAY, Days, Hours, Precision
from triage.timegroups import Group

_NOON = 12 * 60
_MORNING = 6
_LATE = 23 * 60
_FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From *earliest* up to *latest*.

    An *open* one says since when, a *long* one is more than a day, and *daily*
    are the hours named without a day.
    """

    earliest: datetime
    latest: datetime
    precision: Precision
    open: bool = False
    long: bool = False
    daily: Hours | None = None


def of(group: Group, now: datetime) -> Span | None:
    """Return what *group* means, None if it makes no sense together."""
    if group.till is not None:
        return _stretch(group, group.till, now)
    if group.instant is not None:
        one = group.instant
        return Span(
            earliest=one.earliest, latest=one.latest, precision=one.precision, open=one.open
        )
    if group.days is None:
        return None if group.hours is None else _of_hours(group.hours, now)
    return _of_days(group.days, group.hours, now)


def until(span: Span, now: datetime) -> Span:
    """Return the time since the beginning of *span*."""
    return replace(span, latest=now, open=True)


def fortnight_before(span: Span) -> Span:
    """Return the two weeks before *span*: 过年前."""
    earliest = span.earliest - _FORTNIGHT
    return replace(span, earliest=earliest, latest=span.earliest, precision=Precision.WEEK)


def clipped(span: Span, now: datetime) -> Span:
    """Return *span* without what has not come yet."""
    return replace(span, latest=min(span.latest, now))


def _of_hours(hours: Hours, now: datetime) -> Span:
    """Return the last time that these *hours* were."""
    halves = [0, _NOON] if hours.half else [0]
    daily = clock_words.by_custom(hours)
    options = [_last(clock_words.moved(hours, half), now) for half in halves]
    earliest, latest = max(options)
    return Span(earliest=earliest, latest=latest, precision=hours.precision, daily=daily)


def _last(hours: Hours, now: datetime) -> tuple[datetime, datetime]:
    """Return the last *hours* that began before *now*; a night reaches into the day after."""
    for back in (0, 1, 2):
        day = daycounts.plus(now.date(), -back)
        begin = daycounts.at(day, hours.begin, now.tzinfo)
        if begin <= now:
            break
    return begin, begin + timedelta(minutes=hours.until - hours.begin)


def _of_days(days: Days, hours: Hours | None, now: datetime) -> Span:
    if hours is not None:
        hours = clock_words.by_custom(hours)
    begin = hours.begin if hours else 0
    back = _days_back(days, begin, now)
    first, last = daycounts.plus(days.first, -back), daycounts.plus(days.last, -back)
    single = days.first == days.last
    return Span(
        earliest=daycounts.at(first, begin, now.tzinfo),
        latest=now if days.open else _end(last, hours, now),
        precision=hours.precision if hours and single else days.precision,
        open=days.open,
        long=not single,
        daily=None if single else hours,
    )


def _end(last: date, hours: Hours | None, now: datetime) -> datetime:
    return daycounts.at(last, hours.until if hours else MINUTES_A_DAY, now.tzinfo)


def _days_back(days: Days, begin: int, now: datetime) -> int:
    """Return by how many days an hour still to come lies before: 周二晚上 on a Tuesday."""
    if daycounts.at(days.first, begin, now.tzinfo) <= now:
        return 0
    if days.back and days.first <= now.date():
        return days.back
    is_today = days.first == now.date() == days.last
    return 1 if is_today and (begin >= _LATE or now.hour < _MORNING) else 0


def _stretch(group: Group, till: Group, now: datetime) -> Span | None:
    """Return the time from *group* up to *till*: 昨晚十点到今早两点."""
    alone = replace(group, till=None)
    if till.instant is not None:
        span = of(alone, now)
        return None if span is None else until(span, now)
    if group.hours is not None and till.hours is not None and till.days is None:
        return _of_one_day(alone, _both_ends(group.hours, till.hours), now)
    end = of(till, now)
    if end is None:
        return None
    if group.days is None and group.hours is not None:
        earliest = max(_last_before(group.hours, end.earliest))
        return Span(earliest=earliest, latest=_stop(till, end), precision=end.precision)
    begin = of(alone, now)
    if begin is None:
        return None
    if end.earliest < begin.earliest:
        return begin
    return replace(begin, latest=max(_stop(till, end), begin.earliest), long=True)


def _of_one_day(group: Group, hours: Hours, now: datetime) -> Span | None:
    return of(replace(group, hours=hours), now)


def _both_ends(first: Hours, second: Hours) -> Hours:
    """Return the hours from *first* to *second*; a clock ends when it strikes."""
    if first.half and not second.half and second.clock:
        first = min(
            (clock_words.moved(first, half) for half in (0, _NOON)),
            key=lambda one: (second.begin - one.begin) % MINUTES_A_DAY or MINUTES_A_DAY,
        )
    end = clock_words.after(second, first)
    return replace(first, until=max(end.begin, end.until - 60) if second.clock else end.until)


def _last_before(hours: Hours, end: datetime) -> list[datetime]:
    halves = [0, _NOON] if hours.half else [0]
    return [_last(clock_words.moved(hours, half), end)[0] for half in halves]


def _stop(till: Group, end: Span) -> datetime:
    return end.earliest if till.hours is not None and till.hours.clock else end.latest
