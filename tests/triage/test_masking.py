import itertools
from collections.abc import Iterator
from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage import masking
from triage.masking import Count, Published

numbers = st.one_of(st.integers(0, 7), st.integers(0, 7), st.integers(0, 60))
tables = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda size: st.lists(
        st.lists(numbers, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
tiny = st.sampled_from([(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2)]).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 6), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)
Table = list[list[int]]
Seen = list[list[Count]]


def whole(counts: Table) -> Table:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def seen(published: Published) -> Seen:
    rows = [[*row, total] for row, total in zip(published.cells, published.row_totals, strict=True)]
    return [*rows, [*published.column_totals, published.total]]


def lines(table: Seen) -> Iterator[list[Count]]:
    yield from table
    yield from (list(column) for column in zip(*table, strict=True))


def subtracted(table: Seen) -> bool:
    """Whether any line has exactly one masked number, which is the rest of its total."""
    return any(sum(count is None for count in line) == 1 for line in lines(table))


def solved(table: Seen) -> int:
    """How many masked numbers follow from all lines together, by elimination."""
    hidden = [
        (row, column)
        for row, numbers in enumerate(table)
        for column, count in enumerate(numbers)
        if count is None
    ]
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    signs = [-1 if (row == last_row) != (column == last_column) else 1 for row, column in hidden]
    system = [
        [Fraction(sign * (cell[axis] == line)) for cell, sign in zip(hidden, signs, strict=True)]
        for axis, length in ((0, len(table)), (1, len(table[0])))
        for line in range(length)
    ]
    return sum(sum(map(bool, row)) == 1 for row in reduced(system))


def reduced(system: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form of *system*."""
    done = 0
    for column in range(len(system[0])):
        pivot = next((at for at in range(done, len(system)) if system[at][column]), None)
        if pivot is None:
            continue
        system[done], system[pivot] = system[pivot], system[done]
        system[done] = [value / system[done][column] for value in system[done]]
        for at, row in enumerate(system):
            if at != done and row[column]:
                pairs = zip(row, system[done], strict=True)
                system[at] = [value - row[column] * other for value, other in pairs]
        done += 1
    return system


def explanations(table: Seen) -> list[Table]:
    """Every table that comes to what is published, masked numbers from 1 to 8."""
    inner = [row[:-1] for row in table[:-1]]
    choices = [range(1, 9) if count is None else (count,) for row in inner for count in row]
    width = len(inner[0])
    found = []
    for flat in itertools.product(*choices):
        guess = whole([list(flat[at : at + width]) for at in range(0, len(flat), width)])
        pairs = zip(itertools.chain(*guess), itertools.chain(*table), strict=True)
        if all(real == shown or (shown is None and real) for real, shown in pairs):
            found.append(guess)
    return found


@given(tables)
def test_what_is_published_is_true_and_small_groups_are_not(counts: Table) -> None:
    for real, shown in zip(whole(counts), seen(masking.masked(counts)), strict=True):
        for number, count in zip(real, shown, strict=True):
            assert count in {None, number}
            assert count is None or not 0 < count < masking.SMALL
            if number == 0:
                assert count == 0


@given(tables)
def test_nothing_masked_is_found_by_subtraction_along_a_line(counts: Table) -> None:
    assert not subtracted(seen(masking.masked(counts)))


@given(tables)
def test_nothing_masked_is_found_from_all_lines_together(counts: Table) -> None:
    assert solved(seen(masking.masked(counts))) == 0


@given(tables)
def test_nothing_is_masked_where_no_group_is_small(counts: Table) -> None:
    if not any(0 < number < masking.SMALL for row in whole(counts) for number in row):
        assert seen(masking.masked(counts)) == whole(counts)


@given(tiny)
@example([[1, 1]])
@example([[1, 6]])
@example([[1, 1], [0, 6]])
def test_every_masked_number_could_be_another_one(counts: Table) -> None:
    shown = seen(masking.masked(counts))
    found = explanations(shown)

    assert whole(counts) in found
    for row, column in itertools.product(range(len(shown)), range(len(shown[0]))):
        if shown[row][column] is None:
            assert len({guess[row][column] for guess in found}) > 1


def test_the_next_smallest_is_masked_beside_a_small_one() -> None:
    published = masking.masked([[2, 9, 30], [40, 50, 60], [20, 8, 70]])

    assert published.cells == ((None, None, 30), (40, 50, 60), (None, None, 70))
    assert published.row_totals == (41, 150, 98)
    assert published.column_totals == (62, 67, 160)
    assert published.total == 289


def test_a_total_is_masked_where_nothing_else_can_hide_the_cell() -> None:
    published = masking.masked([[3, 0], [0, 20], [30, 40]])

    assert published.row_totals[0] is None
    assert published.cells[0] == (None, 0)
    assert published.total == 93


def test_two_ones_that_a_total_would_settle_are_hidden_further() -> None:
    # 12 = 10 + two numbers that are 1 at least.
    published = masking.masked([[1, 1, 10], [1, 1, 10]])

    assert published.cells == ((None, None, None), (None, None, None))
    assert published.row_totals == (12, 12)


def test_a_cell_between_two_groups_does_not_follow_from_both() -> None:
    # In every line more than one is small; yet the 3 is what the upper groups leave.
    counts = [[2, 2, 50, 50], [2, 2, 3, 50], [50, 50, 2, 2], [50, 50, 2, 2]]
    small_only: Seen = [[None if 0 < one < 5 else one for one in row] for row in whole(counts)]

    assert not subtracted(small_only)
    assert solved(small_only) == 1
    assert solved(seen(masking.masked(counts))) == 0


@pytest.mark.parametrize("counts", [[[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(counts: Table) -> None:
    with pytest.raises(ValueError, match="rows of equal length"):
        masking.masked(counts)


def test_an_empty_table_has_a_total_of_nothing() -> None:
    assert masking.masked([]) == Published(cells=(), row_totals=(), column_totals=(), total=0)


def test_all_communities_by_all_kinds_take_a_moment() -> None:
    counts = [[(row * 7 + column * 5) % 11 % 6 for column in range(45)] for row in range(111)]
    began = perf_counter()

    published = masking.masked(counts)

    assert perf_counter() - began < 10
    assert published.total == sum(map(sum, counts))
