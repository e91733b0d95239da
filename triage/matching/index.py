"""Which earlier reports to look at: those that share the rarest handles.

In memory, for a file; an installation asks its database the same.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from triage.matching.counts import Counts

MOST = 15
BUDGET = 3000
"""Postings that are looked through for one report."""

# A long report shares something with everything, so its weight counts less.
_LENGTH_COUNTS = 0.25
_SHORT = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An earlier report, and the weight of what it has in common, by its length."""

    at: int
    weight: float


def breadth(total: float) -> float:
    """Return by what the weight in common is divided for a report with *total* in all."""
    return float((_SHORT + total) ** _LENGTH_COUNTS)


class Index:
    """Reports by handle; the cost of a question does not grow with their number."""

    __slots__ = ("_breadths", "_postings")

    def __init__(self) -> None:
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        self._breadths: dict[int, float] = {}

    def add(self, at: int, handles: Sequence[str], counts: Counts) -> None:
        """Put report number *at* under its *handles*."""
        self._breadths[at] = breadth(counts.total(handles))
        for handle in handles:
            self._postings[handle].append(at)

    def nearest(
        self, handles: Sequence[str], counts: Counts, most: int = MOST, budget: int = BUDGET
    ) -> list[Near]:
        """Return the reports with the most weight in common, best first.

        *handles* are looked up in their order, rarest first, until *budget*
        postings are spent; of a handle that has more, the latest count.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        left = budget
        for handle in handles:
            postings = self._postings.get(handle, ())
            weight = counts.weight(handle)
            for at in postings[-left:]:
                weights[at] += weight
            left -= len(postings)
            if left <= 0:
                break
        breadths = self._breadths
        near = heapq.nlargest(most, ((weight / breadths[at], at) for at, weight in weights.items()))
        return [Near(at=at, weight=weight) for weight, at in near]
