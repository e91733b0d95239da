from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from bot.limits import Pace
from settings.model import Limits

# Moments are sums of fractions: two that are meant to be equal differ by this much.
_ROUNDING = 1e-6

PEOPLE = st.integers(1, 12)
GROUPS = st.integers(-2, -1)
WAITS = st.sampled_from((0.0, 0.0, 0.0, 0.01, 0.2, 1.0, 7.0))

# The fourth message of 1 waits a second, and is counted in that second with the others.
_ONE_WAITS_FOR_HIS_PACE = [*[(1, 0.0)] * 4, (2, 1.0), *[(other, 0.0) for other in (3, 4, 5, 6)]]


def _limits(**changes: int) -> Limits:
    return Limits(
        **{
            "messages_per_second": 5,
            "per_chat_per_second": 1,
            "per_chat_burst": 3,
            "per_group_per_minute": 20,
            **changes,
        }
    )


def _sent(pace: Pace, steps: Sequence[tuple[int, float]]) -> list[tuple[float, int]]:
    """Return when a message to which chat goes, each asked for some time after the last."""
    now, sent = 1000.0, []
    for chat_id, pause in steps:
        now += pause
        sent.append((now + pace.reserve(chat_id, now), chat_id))
    return sorted(sent)


def _most_in(times: Sequence[float], seconds: float) -> int:
    end = seconds - _ROUNDING
    return max(sum(start <= time < start + end for time in times) for start in times)


@given(st.lists(st.tuples(PEOPLE | GROUPS, WAITS), min_size=1, max_size=120), st.integers(1, 30))
@example(_ONE_WAITS_FOR_HIS_PACE, 5)
def test_no_second_ever_holds_more_messages_than_allowed(
    steps: list[tuple[int, float]], most: int
) -> None:
    sent = _sent(Pace(_limits(messages_per_second=most)), steps)

    assert _most_in([time for time, _ in sent], 1.0) <= most


@given(st.lists(st.tuples(PEOPLE, WAITS), min_size=1, max_size=80), st.integers(1, 3))
def test_one_chat_gets_its_burst_and_then_its_pace(
    steps: list[tuple[int, float]], rate: int
) -> None:
    sent = _sent(Pace(_limits(per_chat_per_second=rate, messages_per_second=1000)), steps)

    for chat_id in {chat_id for _, chat_id in sent}:
        times = [time for time, other in sent if other == chat_id]
        for seconds in (1, 2, 5):
            assert _most_in(times, seconds) <= 3 + rate * seconds


@given(st.lists(st.tuples(GROUPS, WAITS), min_size=1, max_size=120), st.integers(1, 25))
def test_no_minute_of_a_group_holds_more_messages_than_allowed(
    steps: list[tuple[int, float]], most: int
) -> None:
    limits = _limits(per_group_per_minute=most, per_chat_burst=30, messages_per_second=1000)
    sent = _sent(Pace(limits), steps)

    for group in {chat_id for _, chat_id in sent}:
        assert _most_in([time for time, other in sent if other == group], 60.0) <= most


@given(st.lists(st.tuples(PEOPLE | GROUPS, WAITS), min_size=1, max_size=80))
def test_messages_to_one_chat_keep_their_order(steps: list[tuple[int, float]]) -> None:
    pace, now = Pace(_limits()), 1000.0
    last: dict[int, float] = {}

    for chat_id, pause in steps:
        now += pause
        at = now + pace.reserve(chat_id, now)
        assert at >= last.get(chat_id, now)
        last[chat_id] = at


def test_somebody_new_is_answered_at_once_while_another_waits_for_their_pace() -> None:
    pace = Pace(_limits(messages_per_second=30))
    waits = [pace.reserve(1, 1000.0) for _ in range(10)]

    assert waits[-1] > 5
    assert pace.reserve(2, 1000.5) == 0


def test_nobody_waits_after_a_pause() -> None:
    pace = Pace(_limits())
    for _ in range(10):
        pace.reserve(1, 1000.0)

    assert [pace.reserve(1, 1020.0 + step) for step in (0, 0.3, 0.6)] == [0, 0, 0]


@given(st.lists(st.tuples(PEOPLE | GROUPS, WAITS), max_size=80), PEOPLE | GROUPS)
def test_asking_for_the_wait_of_a_chat_takes_no_place(
    steps: list[tuple[int, float]], chat_id: int
) -> None:
    pace = Pace(_limits(messages_per_second=1000))
    _sent(pace, steps)
    now = 2000.0

    wait = pace.wait_of(chat_id, now)

    assert wait == pace.wait_of(chat_id, now) <= pace.reserve(chat_id, now)


def test_what_waited_for_a_moment_is_made_up_for() -> None:
    pace = Pace(_limits(messages_per_second=30))

    waits = [pace.reserve(person, 1000.0) for person in range(1, 11)]

    # A third of a second's messages leave in less than that.
    assert waits[0] == 0
    assert waits[-1] < 1 / 4
