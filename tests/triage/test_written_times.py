from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import written_times

HERE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T08:30:00Z", "2026-11-23T08:30+00:00"),
        ("2026-11-23 08:30", "2026-11-23T08:30+08:00"),
        ("2026-11-23T00:00:00", "2026-11-23T00:00+08:00"),
        ("2026/1/3", "2026-01-03T00:00+08:00"),
        ("2026.1.3 9:05", "2026-01-03T09:05+08:00"),
        ("2026/1/3 9:05:59", "2026-01-03T09:05+08:00"),
        ("２０２６年１１月２３日", "2026-11-23T00:00+08:00"),
        ("2026年11月23日 21时05分", "2026-11-23T21:05+08:00"),
        ("2026年11月23日下午3点", "2026-11-23T15:00+08:00"),
        ("2026/11/23 上午 10:20", "2026-11-23T10:20+08:00"),
        ("2026/11/23 3:05 PM", "2026-11-23T15:05+08:00"),
        ("20261123", "2026-11-23T00:00+08:00"),
        ("202611230830", "2026-11-23T08:30+08:00"),
    ],
)
def test_a_time_is_read_as_sheets_write_it(text: str, expected: str) -> None:
    assert written_times.moment(text, HERE) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "昨天", "3/4/2026", "2026-13-01", "2026-02-30", "26-1-3", "12:30"]
)
def test_what_may_mean_two_days_or_none_is_no_time(text: str) -> None:
    assert written_times.moment(text, HERE) is None


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = written_times.moment(text, HERE)

    assert found is None or found.tzinfo is not None


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_a_time_in_iso_is_itself(time: datetime) -> None:
    whole = time.replace(tzinfo=UTC)

    assert written_times.moment(whole.isoformat(), HERE) == whole
