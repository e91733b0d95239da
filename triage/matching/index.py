"""Which earlier reports to look at: those that share the rarest features."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from triage.matching.counts import Counts

MOST = 15
_BUDGET = 3000
# A long report shares something with everything, so its weight counts less.
_LENGTH_COUNTS = 0.25
_SHORT = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An earlier report, and the weight of what it has in common, by its length."""

    at: int
    weight: float


class Index:
    """Reports by feature; the cost of a question does not grow with their number."""

    __slots__ = ("_lengths", "_postings")

    def __init__(self) -> None:
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        self._lengths: dict[int, float] = {}

    def add(self, at: int, features: Sequence[str], counts: Counts) -> None:
        """Put report number *at* under its *features*."""
        self._lengths[at] = (_SHORT + counts.total(features)) ** _LENGTH_COUNTS
        for feature in features:
            self._postings[feature].append(at)

    def nearest(
        self, features: Sequence[str], counts: Counts, most: int = MOST, budget: int = _BUDGET
    ) -> list[Near]:
        """Return the reports with the most weight in common, best first.

        *features* are looked up in their order, rarest first, until *budget*
        postings are spent; of a feature that has more, the latest count.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        left = budget
        for feature in features:
            postings = self._postings.get(feature, ())
            weight = counts.weight(feature)
            for at in postings[-left:]:
                weights[at] += weight
            left -= len(postings)
            if left <= 0:
                break
        near = [Near(at=at, weight=weight / self._lengths[at]) for at, weight in weights.items()]
        return sorted(near, key=lambda one: (-one.weight, -one.at))[:most]
