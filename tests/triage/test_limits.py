from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import limits
from triage.limits import Copies, Kind

# Without daylight saving, with it, with it at midnight itself, and with half an hour.
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe")
# 2000 to 2039, in seconds.
MOMENTS = st.integers(946_684_800, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(MOMENTS, st.integers(1, 60))
def test_a_slot_of_minutes_holds_its_moment(now: datetime, minutes: int) -> None:
    slot = limits.minutes_around(now, minutes)

    assert slot.begin <= now < slot.end
    assert slot.end - slot.begin == timedelta(minutes=minutes)


@given(MOMENTS, zones)
def test_a_day_holds_its_moment_and_begins_where_the_one_before_ends(
    now: datetime, zone: ZoneInfo
) -> None:
    day = limits.day_around(now.astimezone(zone))
    before = limits.day_around((day.begin - timedelta(seconds=1)).astimezone(zone))

    assert day.begin <= now < day.end
    assert before.end == day.begin
    assert timedelta(hours=22) < day.end - day.begin < timedelta(hours=26)


@given(st.sampled_from(Kind), st.integers(1, 500), st.integers(1, 500))
def test_words_are_taken_up_to_the_limit_and_the_rest_twice_as_long(
    kind: Kind, count: int, most: int
) -> None:
    taken = limits.is_taken(kind, count, most)

    assert taken == (count <= (most if kind is Kind.WORDS else 2 * most))


@pytest.mark.parametrize(
    ("own", "others", "copied"),
    [(0, 0, False), (1, 4, False), (2, 0, True), (0, 5, True), (0, 4, False)],
)
def test_a_third_time_and_a_sixth_chat_make_a_mass_message(
    own: int, others: int, copied: bool
) -> None:
    assert limits.is_copied(Copies(own=own, others=others), 5) is copied


def test_short_texts_are_never_copies() -> None:
    assert not limits.can_be_copied("老公打我")
    assert limits.can_be_copied("坂田雪象村有人用面包车卖没有合格证的煤气瓶")
