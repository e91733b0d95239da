"""How common each feature is, and so how much it says."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

# The weights were learned among so many reports. In any other number a feature says
# what it would say there, so that a score means the same in a small archive and a large one.
_AMONG = 5_000.0


class _Weights(dict[str, float]):
    """Weights by feature, made when first asked for: they are asked for very often."""

    __slots__ = ("by_feature", "reports")

    def __init__(self, reports: int, by_feature: Mapping[str, int]) -> None:
        super().__init__()
        self.reports = reports
        self.by_feature = Counter(by_feature)

    def __missing__(self, feature: str) -> float:
        share = self.by_feature.get(feature, 0) / max(self.reports, 1)
        weight = max(math.log((_AMONG + 1.0) / (_AMONG * share + 0.5)), 0.0)
        self[feature] = weight
        return weight


class Counts:
    """The number of reports that hold each feature.

    Args:
        reports: How many were counted before.
        by_feature: In how many of these each feature stands.
    """

    __slots__ = ("_weights", "weight")

    def __init__(self, reports: int = 0, by_feature: Mapping[str, int] | None = None) -> None:
        self._weights = _Weights(reports, by_feature or {})
        self.weight = self._weights.__getitem__
        """Return what it says that two reports share a feature, in nats.

        The logarithm of how rare it is; a feature that stands in every report
        says nothing.
        """

    @property
    def reports(self) -> int:
        """How many reports were counted."""
        return self._weights.reports

    def add(self, features: Iterable[str]) -> None:
        """Count one more report with *features*, each once."""
        self._weights.clear()
        self._weights.reports += 1
        self._weights.by_feature.update(features)

    def of(self, features: Iterable[str]) -> Self:
        """Return these counts, with nothing but *features*."""
        known = self._weights.by_feature
        return type(self)(self.reports, {one: known[one] for one in features if one in known})

    def held(self, least: int) -> list[tuple[str, int]]:
        """Return the features that *least* reports hold, and how many do, in order."""
        known = self._weights.by_feature
        return sorted((one, held) for one, held in known.items() if held >= least)

    def with_more(self, reports: int, by_feature: Mapping[str, int]) -> Self:
        """Return these counts and those of *reports* others together."""
        both = self._weights.by_feature + Counter(by_feature)
        return type(self)(self.reports + reports, both)

    def total(self, features: Iterable[str]) -> float:
        """Return the weight of all *features* together."""
        return sum(map(self.weight, features))
