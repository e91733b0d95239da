"""A reading with the weights of its pieces, made once for all comparisons."""

from dataclasses import dataclass

from triage.matching.counts import Counts
from triage.matching.reading import Reading

# A text of 4,000 characters is found by its 400 rarest features.
_MOST_FEATURES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A reading and the weight of all in each of its parts, in nats.

    *rarest* are the features by which it is found, rarest first.
    """

    reading: Reading
    rarest: tuple[str, ...]
    grams: float
    squares: float
    sounds: float
    rest: float
    head: float
    head_rest: float
    names: float


def weigh(reading: Reading, counts: Counts) -> Weighed:
    """Return *reading* with its weights, as things are counted now."""
    by_weight = sorted(sorted(reading.features), key=counts.weight, reverse=True)
    return Weighed(
        reading=reading,
        rarest=tuple(by_weight[:_MOST_FEATURES]),
        grams=counts.total(reading.whole.grams),
        squares=sum(counts.weight(one) ** 2 for one in reading.whole.grams),
        sounds=counts.total(reading.sounds),
        rest=counts.total(reading.whole.rest),
        head=counts.total(reading.head.grams),
        head_rest=counts.total(reading.head.rest),
        names=counts.total(reading.whole.names),
    )
