from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from triage.figures import SMALL, Counts, masked

# Small ones above all: these are what is masked.
counts_ = st.integers(0, 6) | st.integers(0, 40)
tables = st.dictionaries(st.text("abcdef", min_size=1, max_size=1), counts_, max_size=6)


def possible(counts: dict[str, int | None], total: int) -> dict[str, set[int]]:
    """Return what each masked count could be, for somebody who knows counts and total."""
    left = total - sum(count for count in counts.values() if count is not None)
    hidden = [name for name, count in counts.items() if count is None]
    # They may know as well that those masked are small, all but the last to go with them.
    splits = {split for split in product(range(1, SMALL), repeat=len(hidden)) if sum(split) == left}
    for at in range(len(hidden)):
        rest = product(range(1, SMALL), repeat=len(hidden) - 1)
        for split in (list(one) for one in rest):
            if (last := left - sum(split)) >= SMALL:
                splits.add((*split[:at], last, *split[at:]))
    return {name: {split[at] for split in splits} for at, name in enumerate(hidden)}


@given(tables)
def test_no_small_count_can_be_worked_out_from_what_is_shown(counts: dict[str, int]) -> None:
    shown, total = masked(counts, sum(counts.values()))

    for name, count in counts.items():
        if 0 < count < SMALL:
            assert shown[name] is None
    if total is not None:
        for name, could_be in possible(dict(shown), total).items():
            assert len(could_be) > 1, (name, counts, shown)


@given(tables)
def test_nothing_is_masked_where_no_group_is_small(counts: dict[str, int]) -> None:
    large = {name: count * SMALL for name, count in counts.items()}

    assert masked(large, sum(large.values())) == (large, sum(large.values()))


def test_nothing_is_said_to_be_nothing() -> None:
    assert masked({"a": 0, "b": 12}, 12) == ({"a": 0, "b": 12}, 12)


def test_ones_and_fours_are_not_told_by_their_sum() -> None:
    assert masked({"a": 1, "b": 1, "c": 20, "d": 30}, 52)[0] == {
        "a": None,
        "b": None,
        "c": None,
        "d": 30,
    }
    assert masked({"a": 4, "b": 4, "c": 4}, 12)[1] is None


def test_a_small_count_alone_takes_its_total_along() -> None:
    assert masked({"a": 3, "b": 0}, 3) == ({"a": None, "b": 0}, None)


def test_counts_of_two_groups_add_up() -> None:
    both = Counts(received=2, open=1) + Counts(received=3, verified=1)

    assert both == Counts(received=5, open=1, verified=1)
