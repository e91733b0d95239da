"""How much of the words two reports share; all factors speak for a match."""

import math

from rapidfuzz import fuzz

from triage.matching.counts import Counts
from triage.matching.weighed import Weighed

NAMES = (
    "text.shared", "text.contained", "text.cosine", "text.rarest", "text.three_rarest",
    "text.eight_rarest", "sound.shared", "sound.contained", "sound.rarest", "sound.three_rarest",
    "head.shared", "head.contained", "head.weight", "head.least", "head.most", "head.alike",
    "problem.shared", "problem.contained", "problem.head", "problem.head_least",
    "problem.concepts", "problem.concepts_share",
    "across.scripts", "across.sound", "across.concepts", "across.place",
)  # fmt: skip


def factors(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    """Return the factors of `NAMES`; shares from 0 to 1, weights in nats."""
    return (
        *_text(a, b, counts),
        *_sound(a, b, counts),
        *_head(a, b, counts),
        *_problem(a, b, counts),
        *_across(a, b, counts),
    )


def share(both: float, a: float, b: float) -> float:
    """Return *both* as a share of all that one or the other says (Jaccard)."""
    return both / (a + b - both + 1.0)


def contained(both: float, a: float, b: float) -> float:
    """Return *both* as a share of the one that says less."""
    return both / (min(a, b) + 1.0)


def _text(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    weights = sorted(
        map(counts.weight, a.reading.whole.grams & b.reading.whole.grams), reverse=True
    )
    both = sum(weights)
    squares = sum(weight * weight for weight in weights)
    return (
        share(both, a.totals.grams, b.totals.grams),
        contained(both, a.totals.grams, b.totals.grams),
        squares / math.sqrt(a.totals.squares * b.totals.squares + 1.0),
        sum(weights[:1]),
        sum(weights[:3]) / 3,
        sum(weights[:8]) / 8,
    )


def _sound(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    weights = sorted(map(counts.weight, a.reading.sounds & b.reading.sounds), reverse=True)
    both = sum(weights)
    return (
        share(both, a.totals.sounds, b.totals.sounds),
        contained(both, a.totals.sounds, b.totals.sounds),
        sum(weights[:1]),
        sum(weights[:3]) / 3,
    )


def _head(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    one, other = a.reading.head, b.reading.head
    both = counts.total(one.grams & other.grams)
    there = counts.total(one.grams & b.reading.whole.grams) / (a.totals.head + 1.0)
    here = counts.total(other.grams & a.reading.whole.grams) / (b.totals.head + 1.0)
    return (
        share(both, a.totals.head, b.totals.head),
        contained(both, a.totals.head, b.totals.head),
        math.log1p(both),
        min(there, here),
        max(there, here),
        fuzz.ratio(one.text, other.text) / 100,
    )


def _problem(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    """Return how alike the problems are, names of places and politeness left out."""
    one, other = a.reading, b.reading
    both = counts.total(one.whole.rest & other.whole.rest)
    heads = counts.total(one.head.rest & other.head.rest)
    there = counts.total(one.head.rest & other.whole.rest) / (a.totals.head_rest + 1.0)
    here = counts.total(other.head.rest & one.whole.rest) / (b.totals.head_rest + 1.0)
    concepts = counts.total(one.concepts & other.concepts)
    return (
        share(both, a.totals.rest, b.totals.rest),
        contained(both, a.totals.rest, b.totals.rest),
        share(heads, a.totals.head_rest, b.totals.head_rest),
        min(there, here),
        concepts,
        concepts / (a.totals.concepts + b.totals.concepts - concepts + 1.0),
    )


def _across(a: Weighed, b: Weighed, counts: Counts) -> tuple[float, ...]:
    """Return what can still agree where one writes Chinese and the other does not.

    All zero for two texts of one script, whose letters can agree.
    """
    one, other = a.reading, b.reading
    if one.latin == other.latin:
        return 0.0, 0.0, 0.0, 0.0
    weights = sorted(map(counts.weight, one.sounds & other.sounds), reverse=True)
    return (
        1.0,
        sum(weights[:3]) / 3,
        counts.total(one.concepts & other.concepts),
        float(bool(one.hints.communities & other.hints.communities)),
    )
