from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot import wiping

KNOWN = st.sets(st.integers(1, 5000), max_size=60)


@given(KNOWN)
def test_only_unknown_numbers_between_known_ones_are_tried(known: set[int]) -> None:
    tried = wiping.gaps(known)

    assert len(tried) == len(set(tried)) <= 1000
    assert not set(tried) & known
    assert all(min(known) < number < max(known) for number in tried)


@given(st.sets(st.integers(1, 900), max_size=60))
def test_a_chat_with_few_messages_is_swept_whole(known: set[int]) -> None:
    narrow = {
        number
        for low, high in pairwise(sorted(known))
        if high - low <= 201
        for number in range(low + 1, high)
    }

    assert narrow <= set(wiping.gaps(known)) or len(wiping.gaps(known)) == 1000


def test_of_a_wide_gap_both_ends_are_tried() -> None:
    tried = wiping.gaps([1, 1_000_000])

    assert sorted(tried) == [*range(2, 102), *range(999_900, 1_000_000)]


def test_nothing_known_leaves_nothing_to_try() -> None:
    assert wiping.gaps([]) == wiping.gaps([7]) == []
