import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.matching_play import CROWD, read
from triage.matching import factors, fit, learning
from triage.matching.fit import Row
from triage.matching.learning import Labelled, Sample
from triage.matching.model import Model

NAMES = ("for", "against", "noise")
SIGNS = (1, -1, 1)
NOTHING = Model(terms=(), intercept=0.0)


def rows() -> list[Row]:
    return [
        Row(factors=(float(at % 10), float((at * 7) % 5), float(at % 3)), same=at % 10 > 7)
        for at in range(400)
    ]


def test_fitting_finds_what_decides() -> None:
    model = fit.fitted(rows(), NAMES, SIGNS)

    assert model.probability((9.0, 2.0, 1.0)) > 0.8
    assert model.probability((1.0, 2.0, 1.0)) < 0.1


@given(st.permutations(SIGNS))
def test_no_weight_has_the_forbidden_sign(signs: list[int]) -> None:
    model = fit.fitted(rows()[:60], NAMES, signs)

    assert all(t.weight * sign >= 0 for t, sign in zip(model.terms, signs, strict=True))


def test_a_fitted_model_means_its_probabilities() -> None:
    model = fit.fitted(rows(), NAMES, SIGNS)

    mean = sum(model.probability(row.factors) for row in rows()) / len(rows())

    assert mean == pytest.approx(0.2, abs=0.02)


def test_nothing_is_learned_from_one_kind_of_pairs() -> None:
    with pytest.raises(ValueError, match="matching pairs"):
        fit.fitted([replace(row, same=True) for row in rows()], NAMES, SIGNS)


def test_worse_weights_are_known_as_worse() -> None:
    wrong = tuple(Row(factors=(0.0,) * len(factors.NAMES), same=at % 2 == 0) for at in range(20))
    right = tuple(replace(row, same=not row.same) for row in wrong[:11])
    sure = Model(terms=(), intercept=-0.2)

    outcome = learning.learned(Sample(train=wrong[:5], kept_back=right), sure)

    assert not outcome.better


def test_the_pairs_of_one_incident_are_kept_back_together() -> None:
    readings = [read(text, at) for at, text in enumerate(CROWD)]
    ids = [one.id for one in readings]
    chain = [Labelled(one=a, other=b, same=True) for a, b in itertools.pairwise(ids)]

    found = learning.sample(readings, chain)

    assert not (found.train and found.kept_back)
    assert len(found.train) + len(found.kept_back) == len(chain)
