"""Figures in which no small group can be told: counts below five, and what gives them away.

A count of 1 to 4 may be somebody whom a neighbour can name, so it is not published,
whether it is a cell or a total. Whoever knows the other cells of a row and its total
would have it by subtraction, so more is left out: the next smallest cell of the
row or column, and so on, until no masked number follows from what is published.
Zero stays zero.

All relations of a table are used, not single rows alone: its rows and columns are
the nodes of a network whose arcs are the masked cells, and a number is settled
exactly if it lies on no cycle along which one cell may rise while the next falls
(Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput.
17, 1988). That masked numbers are at least 1 is taken as known to everybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SMALL = 5
"""Counts from 1 up to this, itself left out, are masked."""

Count = int | None
"""A number that is published; None is one that is masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A table as it may be seen; None stands for a masked number.

    It is shown by one sign, whether it is small itself or hides a small one: "<5" in
    the place of 20 would be wrong, and two signs would tell which is which.
    """

    cells: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count


def masked(counts: Sequence[Sequence[int]]) -> Published:
    """Return *counts*, rows of equal length, with totals and with small groups masked.

    Mask after summing, never before: a week is the sum of its days as they were. A
    figure that is published both by day and by week, or in two tables with a common
    row, is not guarded by this.

    Raises:
        ValueError: If a count is negative or the rows differ in length.
    """
    if len({len(row) for row in counts}) > 1 or any(count < 0 for row in counts for count in row):
        raise ValueError("a table has rows of equal length and counts of 0 or more")
    sheet = _Sheet(_with_totals(counts))
    sheet.mask()
    *rows, totals = [sheet.row(at) for at in range(len(sheet.numbers))]
    return Published(
        cells=tuple(row[:-1] for row in rows),
        row_totals=tuple(row[-1] for row in rows),
        column_totals=totals[:-1],
        total=totals[-1],
    )


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return *counts* with a last column and a last row of totals."""
    rows = [[*row, sum(row)] for row in counts]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[at] for row in rows) for at in range(width)]]


class _Sheet:
    """A table with its totals while it is being masked.

    With the totals of rows and of columns taken as negative, and the grand total as
    positive, every row and every column adds up to 0.
    """

    def __init__(self, numbers: list[list[int]]) -> None:
        self.numbers = numbers
        self._last_row, self._last_column = len(numbers) - 1, len(numbers[0]) - 1
        # The masked cells, by row and by column.
        self._in_row: list[set[int]] = [set() for _ in numbers]
        self._in_column: list[set[int]] = [set() for _ in numbers[0]]

    def row(self, row: int) -> tuple[Count, ...]:
        """Return what is published of *row*."""
        hidden = self._in_row[row]
        return tuple(
            None if at in hidden else number for at, number in enumerate(self.numbers[row])
        )

    def mask(self) -> None:
        """Mask what is small, then what gives it away.

        A number that is free stays free when more is masked, so no cell is taken up again.
        """
        doubtful = [cell for cell in self._cells() if 0 < self._number(cell) < SMALL]
        for cell in doubtful:
            self._hide(cell)
        # The latest first: it looks for company in its own line, which closes a way round.
        while doubtful:
            if self._is_settled(doubtful[-1]):
                another = self._smallest_beside(doubtful[-1])
                self._hide(another)
                doubtful.append(another)
            else:
                doubtful.pop()

    def _cells(self) -> Iterator[tuple[int, int]]:
        for row, numbers in enumerate(self.numbers):
            yield from ((row, column) for column in range(len(numbers)))

    def _number(self, cell: tuple[int, int]) -> int:
        return self.numbers[cell[0]][cell[1]]

    def _hide(self, cell: tuple[int, int]) -> None:
        self._in_row[cell[0]].add(cell[1])
        self._in_column[cell[1]].add(cell[0])

    def _is_settled(self, cell: tuple[int, int]) -> bool:
        """Return whether the number in a masked *cell* follows from what is published."""
        row, column = cell
        rises = self._may(cell, rise=True) and self._leads(column, row, cell, rise=False)
        falls = self._may(cell, rise=False) and self._leads(row, column, cell, rise=True)
        return not (rises or falls)

    def _leads(self, start: int, end: int, without: tuple[int, int], *, rise: bool) -> bool:
        """Return whether a way of cells that rise and fall by turns leads to *end*.

        It begins in the row *start* with one that rises, or in the column *start*
        with one that falls, and does not use the cell *without*.
        """
        goal = (not rise, end)
        seen = {(rise, start)}
        ways = [(rise, start)]
        while ways:
            in_row, line = ways.pop()
            for other in self._in_row[line] if in_row else self._in_column[line]:
                cell = (line, other) if in_row else (other, line)
                to = (not in_row, other)
                if to in seen or cell == without or not self._may(cell, rise=in_row):
                    continue
                if to == goal:
                    return True
                seen.add(to)
                ways.append(to)
        return False

    def _may(self, cell: tuple[int, int], *, rise: bool) -> bool:
        """Return whether *cell* may change by one and still hold 1 at least.

        A total is negative here, so it rises by becoming smaller.
        """
        is_total = (cell[0] == self._last_row) != (cell[1] == self._last_column)
        return rise != is_total or self._number(cell) > 1

    def _smallest_beside(self, cell: tuple[int, int]) -> tuple[int, int]:
        """Return what is to be masked next, for the sake of *cell*.

        The smallest in its row and column; totals, which most readers look for, only
        where there is nothing else. Where *cell* is the only masked one of a line,
        the other is found there.
        """
        row, column = cell
        beside = [(row, at) for at in range(self._last_column + 1)]
        across = [(at, column) for at in range(self._last_row + 1)]
        lonely = [
            line
            for line, hidden in ((beside, self._in_row[row]), (across, self._in_column[column]))
            if len(hidden) == 1
        ]
        alone = [one for line in lonely for one in line]
        # Where all that is not zero is masked nothing is settled, so one of them has some left.
        open_ones = filter(None, map(self._open, (alone, beside + across, self._cells())))
        return min(next(open_ones), key=lambda one: (self._is_sum(one), self._number(one), one))

    def _open(self, cells: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return those of *cells* that are published and not zero."""
        return [one for one in cells if self._number(one) and one[1] not in self._in_row[one[0]]]

    def _is_sum(self, cell: tuple[int, int]) -> bool:
        return cell[0] == self._last_row or cell[1] == self._last_column
