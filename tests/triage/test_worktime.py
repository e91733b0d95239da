from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import worktime
from triage.holidays import DayKind, SpecialDays
from triage.worktime import (
    Calendar,
    Measure,
    Period,
    Shift,
    Stretch,
    UnreadablePeriod,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPLIT = (Shift(begins=time(9), ends=time(12)), Shift(begins=time(14), ends=time(18)))
SPECIAL = SpecialDays(
    kinds={date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
    | {date(2026, 10, 10): DayKind.WORKDAY, date(2026, 9, 20): DayKind.WORKDAY},
    years=frozenset({2026}),
)
OCTOBER = Calendar(shifts=SPLIT, special=SPECIAL, zone=SHANGHAI)

# Hypothesis wants bounds without a zone, and adds one.
FIRST, LAST = datetime(2026, 9, 1), datetime(2026, 11, 30)  # noqa: DTZ001
moments = st.datetimes(FIRST, LAST, timezones=st.sampled_from([SHANGHAI, UTC]))
spans = st.timedeltas(timedelta(), timedelta(days=20))
periods = st.builds(Period, n=st.integers(1, 30), measure=st.sampled_from(Measure))
worktimes = st.builds(
    Period, n=st.integers(1, 30), measure=st.sampled_from([Measure.WORKHOURS, Measure.WORKDAYS])
)
stretches = st.builds(
    lambda begin, lasts: Stretch(begin=begin, end=begin + lasts), begin=moments, lasts=spans
)
pauses = st.lists(stretches, max_size=4)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar with shifts and special days of its own."""
    clocks = draw(st.lists(st.times(), min_size=2, max_size=6, unique=True))
    ordered = sorted({clock.replace(second=0, microsecond=0) for clock in clocks})
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    shifts = tuple(Shift(begins=begins, ends=ends) for begins, ends in pairs) or SPLIT
    days = st.dates(date(2026, 9, 1), date(2026, 12, 31))
    kinds = draw(st.dictionaries(days, st.sampled_from(DayKind), max_size=30))
    return Calendar(shifts=shifts, special=SpecialDays(kinds=kinds), zone=SHANGHAI)


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("15min", ("2026-09-30", "23:50"), ("2026-10-01", "00:05")),
        ("2h", ("2026-09-30", "17:00"), ("2026-09-30", "19:00")),
        ("7d", ("2026-09-30", "17:00"), ("2026-10-07", "17:00")),
        ("2wh", ("2026-09-28", "11:00"), ("2026-09-28", "15:00")),
        ("1wh", ("2026-09-28", "11:00"), ("2026-09-28", "12:00")),
        ("1wd", ("2026-09-28", "10:00"), ("2026-09-29", "10:00")),
        ("1wd", ("2026-09-28", "20:00"), ("2026-09-29", "18:00")),
        # National Day is a week off, and the Saturday after it is worked.
        ("1wd", ("2026-09-30", "17:00"), ("2026-10-08", "17:00")),
        ("3wd", ("2026-09-30", "18:00"), ("2026-10-10", "18:00")),
    ],
)
def test_a_period_ends_when_the_calendar_says(
    written: str, start: tuple[str, str], end: tuple[str, str]
) -> None:
    assert worktime.due(at(*start), Period.read(written), OCTOBER) == at(*end)


def test_the_calendar_of_2026_is_that_of_the_notice(data: DistrictData) -> None:
    kinds = data.special_days.kinds
    days = {
        kind: [day for day, found in kinds.items() if found is kind and day.year == 2026]
        for kind in DayKind
    }

    # Adding up what the notice says: 3 + 9 + 3 + 5 + 3 + 3 + 7 days off.
    assert len(days[DayKind.HOLIDAY]) == 33
    assert all(day.weekday() >= 5 for day in days[DayKind.WORKDAY])
    assert len(days[DayKind.WORKDAY]) == 6
    assert data.special_days.unpublished == {2027}
    # New Year 1, Spring Festival 4, Qingming 1, Labour 2, Dragon Boat 1, Mid-Autumn 1, National 3.
    assert len([day for day in kinds if day.year == 2027]) == 13


@given(calendars(), moments, periods, pauses)
def test_what_is_due_has_passed_by_then_and_not_before(
    calendar: Calendar, start: datetime, period: Period, paused: list[Stretch]
) -> None:
    end = worktime.due(start, period, calendar, paused)

    measure, length = period.measure, worktime.length(period, calendar)
    earlier = end - timedelta(microseconds=1)
    assert end > start
    assert end.tzinfo is UTC
    assert worktime.passed(start, end, measure, calendar, paused) == length
    assert worktime.passed(start, earlier, measure, calendar, paused) < length


@given(calendars(), moments, worktimes)
def test_a_period_of_working_time_never_ends_outside_a_shift(
    calendar: Calendar, start: datetime, period: Period
) -> None:
    end = worktime.due(start, period, calendar)

    assert calendar.is_open(end - timedelta(microseconds=1))


@given(calendars(), moments, spans, periods, pauses)
def test_who_begins_later_is_never_due_earlier(
    calendar: Calendar, start: datetime, later: timedelta, period: Period, paused: list[Stretch]
) -> None:
    first = worktime.due(start, period, calendar, paused)

    assert first <= worktime.due(start + later, period, calendar, paused)
    assert first < worktime.due(start, period.times(2), calendar, paused)


@given(calendars(), moments, periods, pauses)
def test_one_period_after_the_other_is_both_together(
    calendar: Calendar, start: datetime, period: Period, paused: list[Stretch]
) -> None:
    half = worktime.due(start, period, calendar, paused)

    whole = worktime.due(start, period.times(2), calendar, paused)

    assert worktime.due(half, period, calendar, paused) == whole


@given(calendars(), moments, spans, spans, pauses)
def test_working_time_adds_up(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta, paused: list[Stretch]
) -> None:
    middle, end = start + first, start + first + second

    parts = (
        worktime.worked(start, middle, calendar, paused),
        worktime.worked(middle, end, calendar, paused),
    )

    assert sum(parts, timedelta()) == worktime.worked(start, end, calendar, paused)
    assert all(timedelta() <= part for part in parts)
    assert parts[0] <= first


@given(moments, periods, pauses, stretches)
def test_another_pause_never_brings_the_end_nearer(
    start: datetime, period: Period, paused: list[Stretch], another: Stretch
) -> None:
    before = worktime.due(start, period, OCTOBER, paused)

    after = worktime.due(start, period, OCTOBER, [*paused, another])

    # What lies between the two ends is at most what the pause takes away.
    taken = worktime.passed(another.begin, another.end, period.measure, OCTOBER, paused)
    assert before <= after
    assert worktime.passed(before, after, period.measure, OCTOBER, paused) <= taken
    if another.begin >= before or another.end <= start:
        assert after == before


@given(periods)
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert Period.read(str(period)) == period


@pytest.mark.parametrize("written", ["", "2", "wd", "0h", "1001d", "2 h", "-1h", "1.5h", "٣h"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(UnreadablePeriod):
        Period.read(written)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    known = at("2026-09-28", "10:00")
    naive = known.replace(tzinfo=None)

    for start, end in ((naive, known), (known, naive)):
        with pytest.raises(ValueError, match="without a time zone"):
            worktime.worked(start, end, OCTOBER)
