from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import all_tables
from storage.comparing import Digest, hash_of

ZONES = st.builds(lambda hours: timezone(timedelta(hours=hours)), st.integers(-12, 12))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
VALUES = st.none() | st.binary() | st.text() | st.integers() | st.dates() | MOMENTS
ROWS = st.lists(VALUES)


@given(ROWS, ROWS)
def test_rows_hash_alike_when_they_are_equal_and_only_then(
    one: list[object], other: list[object]
) -> None:
    assert (hash_of(one) == hash_of(other)) == (one == other)


@given(MOMENTS, ZONES)
def test_a_moment_hashes_alike_in_every_time_zone(moment: datetime, zone: timezone) -> None:
    assert hash_of([moment.astimezone(zone)]) == hash_of([moment])


@given(MOMENTS)
def test_a_microsecond_makes_another_hash(moment: datetime) -> None:
    assert hash_of([moment]) != hash_of([moment + timedelta(microseconds=1)])


@given(st.text(), st.text())
def test_words_do_not_move_from_one_column_to_the_next(one: str, two: str) -> None:
    assert (hash_of([one, two]) == hash_of([one + two, ""])) == (not two)


@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_value_is_the_number_that_sqlite_keeps(truth: bool) -> None:
    assert hash_of([truth]) == hash_of([int(truth)])


@given(
    st.lists(ROWS, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows)))
)
def test_the_order_of_rows_and_pages_makes_no_difference(
    both: tuple[list[list[object]], list[list[object]]],
) -> None:
    rows, shuffled = both
    paged = Digest()
    for row in shuffled:
        paged = paged.plus([row])

    assert Digest().plus(rows) == paged


@given(st.lists(ROWS, min_size=1), st.data())
def test_a_row_that_is_missing_or_comes_twice_is_noticed(
    rows: list[list[object]], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(rows))
    without = list(rows)
    without.remove(one)

    whole = Digest().plus(rows)
    assert Digest().plus(without) != whole
    assert Digest().plus([*rows, one]) != whole


def test_what_no_column_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="a complex"):
        hash_of([1j])


def test_every_column_has_values_that_can_be_compared() -> None:
    known = {bytes, str, int, bool, float, date, datetime}

    for table in all_tables.everything.sorted_tables:
        for column in table.columns:
            plain = getattr(column.type, "impl", column.type)
            assert plain.python_type in known, column


def test_every_table_can_be_read_by_its_key_and_filled_in_its_order() -> None:
    for table in all_tables.everything.sorted_tables:
        assert table.primary_key.columns, table
        # Rows go in in the order of their key: one must not need a later one.
        assert all(key.column.table is not table for key in table.foreign_keys), table
