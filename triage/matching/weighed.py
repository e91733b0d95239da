"""A reading with the weights of its pieces, made once for all comparisons."""

from dataclasses import dataclass

from triage.matching.counts import Counts
from triage.matching.reading import Reading

# A text of 4,000 characters is found by its 400 rarest handles.
_MOST_HANDLES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The weight of all that stands in each part of a report, in nats."""

    grams: float
    squares: float
    sounds: float
    rest: float
    head: float
    head_rest: float
    names: float
    concepts: float
    handles: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A reading and the weight of its parts."""

    reading: Reading
    totals: Totals


def weigh(reading: Reading, counts: Counts) -> Weighed:
    """Return *reading* with its weights, as things are counted now."""
    whole, head = reading.whole, reading.head
    totals = Totals(
        grams=counts.total(whole.grams),
        squares=sum(counts.weight(one) ** 2 for one in whole.grams),
        sounds=counts.total(reading.sounds),
        rest=counts.total(whole.rest),
        head=counts.total(head.grams),
        head_rest=counts.total(head.rest),
        names=counts.total(whole.names),
        concepts=counts.total(reading.concepts),
        handles=counts.total(rarest(reading, counts)),
    )
    return Weighed(reading=reading, totals=totals)


def rarest(reading: Reading, counts: Counts) -> tuple[str, ...]:
    """Return the handles by which *reading* is found, rarest first."""
    by_weight = sorted(sorted(reading.handles), key=counts.weight, reverse=True)
    return tuple(by_weight[:_MOST_HANDLES])
