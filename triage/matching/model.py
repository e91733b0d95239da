"""From factors to a probability: a logistic model whose weights are data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

# In spreads; one strange factor may not outvote all others.
_FARTHEST = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How one factor counts: *weight* for each *spread* above its *mean*."""

    name: str
    mean: float
    spread: float
    weight: float

    def scaled(self, value: float) -> float:
        """Return *value* in spreads from the mean, cut at five."""
        return max(-_FARTHEST, min(_FARTHEST, (value - self.mean) / self.spread))


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The weights by which factors become the probability of one incident."""

    terms: tuple[Term, ...]
    intercept: float

    def logit(self, factors: Sequence[float]) -> float:
        """Return the log-odds of a pair with these *factors*, in the order of terms.

        A model without terms knows nothing but how rare a match is.
        """
        total = self.intercept
        # As `scaled` does, written out: it runs a thousand times for one report.
        for term, value in zip(self.terms, factors, strict=False):
            if weight := term.weight:
                scaled = (value - term.mean) / term.spread
                if scaled > _FARTHEST:
                    scaled = _FARTHEST
                elif scaled < -_FARTHEST:
                    scaled = -_FARTHEST
                total += weight * scaled
        return total

    def probability(self, factors: Sequence[float]) -> float:
        """Return how likely two reports with these *factors* are one incident."""
        return sigmoid(self.logit(factors))

    def stretched(self, scale: float, shift: float) -> Self:
        """Return the model whose log-odds are *scale* times these, plus *shift*."""
        terms = tuple(
            Term(name=t.name, mean=t.mean, spread=t.spread, weight=scale * t.weight)
            for t in self.terms
        )
        return type(self)(terms=terms, intercept=scale * self.intercept + shift)


def sigmoid(logit: float) -> float:
    """Return the probability of log-odds, without overflow."""
    if logit < 0:
        odds = math.exp(max(logit, -700.0))
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-min(logit, 700.0)))
