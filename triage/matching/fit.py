"""Making the weights from labelled pairs, in pure Python.

Ridge logistic regression in which a factor that speaks for a match can get no
weight against it, and the other way round. With few labelled pairs that is
worth more than any further factor, and it makes a promise: agreement never
lowers a score, contradiction never raises one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from triage.matching.model import Model, Term, sigmoid

_ROUNDS = 14
_SWEEPS = 60
_CAREFUL_ROUNDS = 2
_STEP = 0.7
_STILL = 1e-3
_FLATTEST = 1e-4
_EDGE = 1e-6
# Ridge for each matching pair: found by cross-validation, flat from 0.5 to 3.
_RIDGE_A_PAIR = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The factors of a pair and whether it is one incident.

    *weight*: for how many pairs it stands, where others were left out.
    """

    factors: tuple[float, ...]
    same: bool
    weight: float = 1.0


def fitted(rows: Sequence[Row], names: Sequence[str], signs: Sequence[int]) -> Model:
    """Return the model that explains *rows* best, each weight of its sign.

    Raises:
        ValueError: If *rows* do not hold both matching and other pairs.
    """
    same = sum(row.weight for row in rows if row.same)
    every = sum(row.weight for row in rows)
    if not 0 < same < every:
        raise ValueError("needs matching pairs and others")
    columns = [list(column) for column in zip(*(row.factors for row in rows), strict=True)]
    terms = [_term(name, column) for name, column in zip(names, columns, strict=True)]
    scaled = [
        [term.scaled(value) for value in column]
        for term, column in zip(terms, columns, strict=True)
    ]
    weights = [0.0] * len(terms) + [math.log(same / (every - same))]
    scaled.append([1.0] * len(rows))
    ridge = [_RIDGE_A_PAIR * same] * len(terms) + [_EDGE]
    for turn in range(_ROUNDS):
        better = _step(scaled, rows, weights, ridge, (*signs, 0))
        moved = max(abs(new - old) for new, old in zip(better, weights, strict=True))
        step = _STEP if turn < _CAREFUL_ROUNDS else 1.0
        weights = [old + step * (new - old) for new, old in zip(better, weights, strict=True)]
        if moved < _STILL:
            break
    return straightened(Model(terms=_weighted(terms, weights), intercept=weights[-1]), rows)


def loss(model: Model, rows: Sequence[Row]) -> float:
    """Return the mean surprise of *model* at *rows*, in nats (log loss)."""
    total = 0.0
    for row in rows:
        p = min(max(model.probability(row.factors), _EDGE), 1.0 - _EDGE)
        total -= row.weight * math.log(p if row.same else 1.0 - p)
    return total / max(sum(row.weight for row in rows), _EDGE)


def _term(name: str, column: Sequence[float]) -> Term:
    mean = sum(column) / len(column)
    spread = math.sqrt(sum((value - mean) ** 2 for value in column) / len(column))
    return Term(name=name, mean=mean, spread=spread or 1.0, weight=0.0)


def _weighted(terms: Sequence[Term], weights: Sequence[float]) -> tuple[Term, ...]:
    return tuple(
        Term(name=term.name, mean=term.mean, spread=term.spread, weight=weight)
        for term, weight in zip(terms, weights, strict=False)
    )


def _step(
    columns: Sequence[Sequence[float]],
    rows: Sequence[Row],
    weights: Sequence[float],
    ridge: Sequence[float],
    signs: Sequence[int],
) -> list[float]:
    """Return the weights that are best where the loss is taken as a parabola."""
    logits = [0.0] * len(rows)
    for weight, column in zip(weights, columns, strict=True):
        if weight:
            logits = [logit + weight * value for logit, value in zip(logits, column, strict=True)]
    chances = [sigmoid(logit) for logit in logits]
    errors = [row.weight * (p - row.same) for p, row in zip(chances, rows, strict=True)]
    bends = [
        row.weight * max(p * (1.0 - p), _FLATTEST) for p, row in zip(chances, rows, strict=True)
    ]
    slope = [
        sum(map(mul, column, errors)) + pull * weight
        for column, pull, weight in zip(columns, ridge, weights, strict=True)
    ]
    return _descended(_curvature(columns, bends, ridge), slope, weights, signs)


def _curvature(
    columns: Sequence[Sequence[float]], bends: Sequence[float], ridge: Sequence[float]
) -> list[list[float]]:
    many = len(columns)
    table = [[0.0] * many for _ in range(many)]
    for at, column in enumerate(columns):
        bent = list(map(mul, column, bends))
        for other in range(at, many):
            table[at][other] = table[other][at] = sum(map(mul, bent, columns[other]))
        table[at][at] += ridge[at]
    return table


def _descended(
    table: Sequence[Sequence[float]],
    slope: list[float],
    start: Sequence[float],
    signs: Sequence[int],
) -> list[float]:
    """Return the lowest point of a parabola within the signs, one weight at a time."""
    weights = list(start)
    for _ in range(_SWEEPS):
        moved = 0.0
        for at, sign in enumerate(signs):
            aim = weights[at] - slope[at] / table[at][at]
            aim = max(aim, 0.0) if sign > 0 else min(aim, 0.0) if sign < 0 else aim
            change = aim - weights[at]
            if change:
                weights[at] = aim
                slope = [old + bend * change for old, bend in zip(slope, table[at], strict=True)]
                moved = max(moved, abs(change))
        if moved < _FLATTEST:
            break
    return weights


def straightened(model: Model, rows: Sequence[Row]) -> Model:
    """Return *model* with its log-odds stretched until they are what they say.

    A strong ridge makes a model too modest; two numbers set that right.
    """
    logits = [[model.logit(row.factors) for row in rows], [1.0] * len(rows)]
    scale_and_shift = [1.0, 0.0]
    for _ in range(_ROUNDS):
        scale_and_shift = _step(logits, rows, scale_and_shift, [1.0, _EDGE], (1, 0))
    return model.stretched(*scale_and_shift)
