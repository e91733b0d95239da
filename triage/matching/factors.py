"""All factors of a pair, by name and with the direction in which each may count."""

import math
from collections import Counter
from collections.abc import Sequence

from triage.matching import overlaps, placing
from triage.matching.counts import Counts
from triage.matching.weighed import Weighed

_TOLD_FOR = ("told.same_user", "told.month", "told.year")
_TOLD_AGAINST = ("told.days", "told.other_category")
_ALONE = ("alone.head", "alone.share", "alone.problem", "alone.of_new", "alone.margin")

NAMES = (*overlaps.NAMES, *placing.NAMES, *_TOLD_FOR, *_TOLD_AGAINST, *_ALONE)
_AGAINST = {*placing.AGAINST, *_TOLD_AGAINST}
SIGNS = tuple(-1 if name in _AGAINST else 1 for name in NAMES)
"""+1 where a factor may only speak for a match, -1 where only against it."""

_DAY = 86_400.0
_MONTH_DAYS = 60.0
_YEAR_DAYS = 400.0
_LEAST_SECOND = 5.0


def of_candidates(
    new: Weighed, found: Sequence[Weighed], weights: Sequence[float], counts: Counts
) -> list[tuple[float, ...]]:
    """Return the factors of *new* with each of the reports *found*.

    *weights* are those by which they were found. A word that *new* shares with
    one of them alone says more than one it shares with all: 补课 stands in each
    of ten complaints about schools, the name of the school in one.
    """
    shared = [new.reading.whole.grams & one.reading.whole.grams for one in found]
    holders = Counter(gram for grams in shared for gram in grams)
    return [
        (
            *of_pair(new, one, counts),
            *_alone(new, one, shared[at], holders, counts),
            _margin(weights, at),
        )
        for at, one in enumerate(found)
    ]


def of_pair(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    """Return the factors that need no other report; they are symmetric."""
    return (*overlaps.factors(a, b, counts), *placing.factors(a, b, counts), *_told(a, b))


def _told(a: Weighed, b: Weighed) -> tuple[float, ...]:
    one, other = a.reading.source, b.reading.source
    days = abs((one.time - other.time).total_seconds()) / _DAY
    both = bool(one.category and other.category)
    return (
        float(bool(one.user) and one.user == other.user),
        math.exp(-days / _MONTH_DAYS),
        math.exp(-days / _YEAR_DAYS),
        math.log1p(days),
        float(both and one.category != other.category),
    )


def _alone(
    new: Weighed, one: Weighed, shared: frozenset[str], holders: Counter[str], counts: Counts
) -> tuple[float, ...]:
    """Return the weight of what both share and few of the other candidates have."""
    own = {gram: counts.weight(gram) / holders[gram] for gram in shared}
    a, b = new.reading, one.reading
    every = sum(own.values())
    return (
        math.log1p(sum(own[gram] for gram in shared & (a.head.grams | b.head.grams))),
        every / (one.totals.grams + 1.0),
        math.log1p(sum(own[gram] for gram in shared & a.whole.rest & b.whole.rest)),
        every / (new.totals.grams + 1.0),
    )


def _margin(weights: Sequence[float], at: int) -> float:
    best = max((weight for other, weight in enumerate(weights) if other != at), default=0.0)
    return math.log((weights[at] + 1.0) / (best + _LEAST_SECOND))
