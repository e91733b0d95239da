from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import quiet

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe")
# 2000 to 2039, in seconds.
MOMENTS = st.integers(946_684_800, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SHANGHAI = ZoneInfo("Asia/Shanghai")
zones = st.sampled_from(ZONES).map(ZoneInfo)
TEN, EIGHT = time(22), time(8)


@given(MOMENTS, zones, CLOCKS, CLOCKS)
def test_nothing_is_due_at_night_and_nothing_waits_more_than_one_night(
    now: datetime, zone: ZoneInfo, begins: time, ends: time
) -> None:
    due = quiet.by_day(now.astimezone(zone), begins, ends)

    assert now <= due <= now + timedelta(hours=25)
    assert not quiet.is_night(due.astimezone(zone), begins, ends)


@given(MOMENTS, zones, CLOCKS, CLOCKS)
def test_by_day_nothing_waits(now: datetime, zone: ZoneInfo, begins: time, ends: time) -> None:
    local = now.astimezone(zone)

    assert (quiet.by_day(local, begins, ends) == now) != quiet.is_night(local, begins, ends)


@given(MOMENTS, zones, CLOCKS)
def test_a_night_that_ends_as_it_begins_never_comes(
    now: datetime, zone: ZoneInfo, clock: time
) -> None:
    assert quiet.by_day(now.astimezone(zone), clock, clock) == now


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        ("20 21:59:59", "20 21:59:59"),
        ("20 22:00:00", "21 08:00:00"),
        ("21 00:00:00", "21 08:00:00"),
        ("21 07:59:59", "21 08:00:00"),
        ("21 08:00:00", "21 08:00:00"),
    ],
)
def test_the_night_of_shenzhen(clock: str, due: str) -> None:
    local, wanted = (
        datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
        for text in (clock, due)
    )

    assert quiet.by_day(local, TEN, EIGHT) == wanted


def test_an_hour_that_comes_twice_is_waited_for_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    # 25 October 2026: at three the clock goes back to two.
    again = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=berlin)

    due = quiet.by_day(again, TEN, time(2, 30))

    assert due - again.astimezone(UTC) == timedelta(minutes=20)
