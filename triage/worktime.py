"""Working time: when the offices of the district are open, and counting in it.

Periods are counted around the clock or in working time. A working day is as much
working time as a full day has: one that begins on Monday at ten ends on Tuesday at
ten, one that begins in the night ends when the next day closes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from triage.errors import Invalid
from triage.holidays import DayKind, SpecialDays

_SATURDAY = 5
_MOST = 1000
_PERIOD = re.compile(r"(\d{1,4})(min|h|d|wh|wd)", re.ASCII)


class Measure(StrEnum):
    """What a period is counted in: the first three run day and night."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKHOURS = "wh"
    WORKDAYS = "wd"

    @property
    def is_worktime(self) -> bool:
        """Return whether it stands still while the offices are closed."""
        return self in {Measure.WORKHOURS, Measure.WORKDAYS}


class UnreadablePeriod(Invalid):
    """A period is not written as a number and what it is counted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """So many of a measure, at least one and at most a thousand; written `15min` or `2wd`."""

    n: int
    measure: Measure

    @classmethod
    def read(cls, written: str) -> "Period":
        """Return the period that *written* stands for.

        Raises:
            UnreadablePeriod: If it stands for none.
        """
        found = _PERIOD.fullmatch(written)
        if found is None or not 1 <= int(found[1]) <= _MOST:
            raise UnreadablePeriod("period that cannot be read")
        return cls(n=int(found[1]), measure=Measure(found[2]))

    def times(self, factor: int) -> "Period":
        """Return *factor* times this period."""
        return Period(n=self.n * factor, measure=self.measure)

    def __str__(self) -> str:
        return f"{self.n}{self.measure}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A stretch of a working day, by the clock of the district."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From *begin* up to *end*: two moments with a time zone."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The working calendar of one district.

    *shifts* are in order and do not touch each other; there is at least one.
    """

    shifts: tuple[Shift, ...]
    special: SpecialDays
    zone: ZoneInfo

    def is_workday(self, day: date) -> bool:
        """Return whether the offices open on *day*."""
        kind = self.special.kinds.get(day)
        return kind is DayKind.WORKDAY if kind else day.weekday() < _SATURDAY

    def is_open(self, moment: datetime) -> bool:
        """Return whether *moment* is working time; a shift's last moment is not."""
        local = _aware(moment).astimezone(self.zone)
        open_now = any(shift.begins <= local.time() < shift.ends for shift in self.shifts)
        return open_now and self.is_workday(local.date())

    def workday(self) -> timedelta:
        """Return how much working time one working day has."""
        return sum((_length(shift) for shift in self.shifts), timedelta())

    def stretches(self, start: datetime) -> Iterator[Stretch]:
        """Yield the working time from *start* on, in UTC, without end."""
        day = start.astimezone(self.zone).date()
        while True:
            for shift in self.shifts if self.is_workday(day) else ():
                begin, end = self._moment(day, shift.begins), self._moment(day, shift.ends)
                if end > start:
                    yield Stretch(begin=max(begin, start), end=end)
            day += timedelta(days=1)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def due(
    start: datetime, period: Period, calendar: Calendar, pauses: Sequence[Stretch] = ()
) -> datetime:
    """Return the moment at which *period* is over that began at *start*, in UTC.

    Nothing counts while one of *pauses* lasts. A period of working time ends inside
    a shift or with its last moment, never outside.

    Raises:
        ValueError: If a moment has no time zone.
    """
    return due_after(start, length(period, calendar), period.measure, calendar, pauses)


def due_after(
    start: datetime,
    left: timedelta,
    measure: Measure,
    calendar: Calendar,
    pauses: Sequence[Stretch] = (),
) -> datetime:
    """Return the moment at which *left* of what *measure* counts has passed since *start*.

    Raises:
        ValueError: If a moment has no time zone, or there is no such moment.
    """
    for stretch in _running(start, measure, calendar, pauses):
        if left <= stretch.end - stretch.begin:
            return stretch.begin + left
        left -= stretch.end - stretch.begin
    raise ValueError("the calendar has no such moment")


def worked(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Stretch] = ()
) -> timedelta:
    """Return how much working time lies between *start* and *end*, pauses left out.

    Raises:
        ValueError: If a moment has no time zone.
    """
    return passed(start, end, Measure.WORKHOURS, calendar, pauses)


def passed(
    start: datetime,
    end: datetime,
    measure: Measure,
    calendar: Calendar,
    pauses: Sequence[Stretch] = (),
) -> timedelta:
    """Return how much of what *measure* counts lies between *start* and *end*.

    Raises:
        ValueError: If a moment has no time zone.
    """
    total, end = timedelta(), _aware(end)
    for stretch in _running(start, measure, calendar, pauses):
        if stretch.begin >= end:
            break
        total += min(stretch.end, end) - stretch.begin
    return total


def length(period: Period, calendar: Calendar) -> timedelta:
    """Return how long *period* is in what it counts."""
    units = {
        Measure.MINUTES: timedelta(minutes=1),
        Measure.HOURS: timedelta(hours=1),
        Measure.DAYS: timedelta(days=1),
        Measure.WORKHOURS: timedelta(hours=1),
        Measure.WORKDAYS: calendar.workday(),
    }
    return period.n * units[period.measure]


def _running(
    start: datetime, measure: Measure, calendar: Calendar, pauses: Sequence[Stretch]
) -> Iterator[Stretch]:
    """Yield when a clock of *measure* runs from *start* on."""
    start = _aware(start).astimezone(UTC)
    open_ = calendar.stretches(start) if measure.is_worktime else _always(start)
    return _without(open_, _merged(pauses))


def _always(start: datetime) -> Iterator[Stretch]:
    yield Stretch(begin=start, end=datetime.max.replace(tzinfo=UTC))


def _without(stretches: Iterator[Stretch], pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield *stretches* with *pauses*, which are in order and apart, cut out."""
    for stretch in stretches:
        begin = stretch.begin
        for pause in pauses:
            if begin < pause.end and pause.begin < stretch.end:
                if begin < pause.begin:
                    yield Stretch(begin=begin, end=pause.begin)
                begin = pause.end
        if begin < stretch.end:
            yield Stretch(begin=begin, end=stretch.end)


def _merged(pauses: Sequence[Stretch]) -> list[Stretch]:
    """Return *pauses* in UTC and in order, those that overlap as one, empty ones left out."""
    merged: list[Stretch] = []
    for begin, end in sorted(_in_utc(pause) for pause in pauses):
        if end <= begin:
            continue
        if merged and begin <= merged[-1].end:
            last = merged.pop()
            merged.append(Stretch(begin=last.begin, end=max(last.end, end)))
        else:
            merged.append(Stretch(begin=begin, end=end))
    return merged


def _in_utc(pause: Stretch) -> tuple[datetime, datetime]:
    return _aware(pause.begin).astimezone(UTC), _aware(pause.end).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def _length(shift: Shift) -> timedelta:
    return timedelta(
        hours=shift.ends.hour - shift.begins.hour,
        minutes=shift.ends.minute - shift.begins.minute,
    )
