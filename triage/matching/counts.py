"""How common each feature is, and so how much it says."""

import math
from collections import Counter
from collections.abc import Iterable


class _Weights(dict[str, float]):
    """Weights by feature, made when first asked for: they are asked for very often."""

    __slots__ = ("by_feature", "reports")

    def __init__(self) -> None:
        super().__init__()
        self.reports = 0
        self.by_feature: Counter[str] = Counter()

    def __missing__(self, feature: str) -> float:
        seen = self.by_feature.get(feature, 0)
        weight = max(math.log((self.reports + 1.0) / (seen + 0.5)), 0.0)
        self[feature] = weight
        return weight


class Counts:
    """The number of reports that hold each feature."""

    __slots__ = ("_weights", "weight")

    def __init__(self) -> None:
        self._weights = _Weights()
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

    def total(self, features: Iterable[str]) -> float:
        """Return the weight of all *features* together."""
        return sum(map(self.weight, features))
