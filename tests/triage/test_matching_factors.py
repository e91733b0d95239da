from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import matchfiles
from settings.matchfiles import Weights
from tests.triage.matching_play import CROWD, read
from triage.matching import factors, placing
from triage.matching.counts import Counts
from triage.matching.model import sigmoid
from triage.matching.weighed import Weighed, weigh

WEIGHTS = matchfiles.load(Path(__file__).parents[2] / "data" / matchfiles.FILE)
TEXTS = st.text(st.sampled_from("泉星小区7栋A3区二楼夜里噪音太大垃圾车位，。"), max_size=60)
VALUES = st.lists(st.floats(0, 10), min_size=len(factors.NAMES), max_size=len(factors.NAMES))


def counted(*texts: str) -> tuple[list[Weighed], Counts]:
    counts = Counts()
    readings = [read(text) for text in texts]
    for one in (*readings, *(read(text) for text in CROWD)):
        counts.add(one.features)
    return [weigh(one, counts) for one in readings], counts


@given(TEXTS, TEXTS)
def test_a_pair_scores_alike_from_either_side(one: str, other: str) -> None:
    (a, b), counts = counted(one, other)

    assert factors.of_pair(a, b, counts) == pytest.approx(factors.of_pair(b, a, counts))


@given(TEXTS, TEXTS, st.floats(0, 1))
def test_contradiction_is_mutual_and_never_with_oneself(
    one: str, other: str, shared: float
) -> None:
    a, b = read(one), read(other)

    assert placing.contradiction(a, b, shared) == placing.contradiction(b, a, shared)
    assert not placing.contradiction(a, a, shared)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城市花园地下车库入口被一台报废的奥迪堵了", "长江花园地下车库入口被一台报废的奔驰堵了"),
        ("炳坑村的球场本来是集体的", "赤石岗村的球场本来是集体的"),
        ("德兴城C座20楼的人把鞋柜摆走廊", "德兴城C座22楼的人把鞋柜摆走廊"),
    ],
)
def test_copied_words_of_another_place_contradict(one: str, other: str) -> None:
    assert placing.contradiction(read(one), read(other), 0.5)
    assert not placing.contradiction(read(one), read(one), 0.5)


@given(VALUES, st.integers(0, len(factors.NAMES) - 1), st.floats(0, 10))
def test_agreement_never_lowers_and_contradiction_never_raises_a_score(
    values: list[float], at: int, more: float
) -> None:
    before = WEIGHTS.model.probability(values)
    values[at] += more

    after = WEIGHTS.model.probability(values)

    assert (after - before) * factors.SIGNS[at] >= 0


@given(st.floats(-1e6, 1e6))
def test_every_score_is_a_probability(logit: float) -> None:
    assert 0.0 <= sigmoid(logit) <= 1.0


def test_a_word_that_one_candidate_alone_has_says_more() -> None:
    texts = ["泉星小区学校补课", "泉星小区停车", "青山学校补课", "长江学校补课", "东湖学校补课"]
    (new, *found), counts = counted(*texts)

    rows = factors.of_candidates(new, found, [1.0] * len(found), counts)

    alone = factors.NAMES.index("alone.of_new")
    assert rows[0][alone] > rows[1][alone]


def test_the_shipped_weights_use_place_problem_words_and_time() -> None:
    used = {term.name.split(".")[0] for term in WEIGHTS.model.terms if term.weight}

    assert used >= {"place", "problem", "text", "head", "sound", "told", "alone"}


def test_weights_are_written_as_they_are_read(tmp_path: Path) -> None:
    matchfiles.save(tmp_path / "w.csv", WEIGHTS)

    again: Weights = matchfiles.load(tmp_path / "w.csv")

    assert again == WEIGHTS


def test_every_mistake_in_a_file_of_weights_is_named(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text(
        "name,mean,spread,weight,note\n"
        "intercept,,,x,\nthreshold.link,,,0.1,\nthreshold.suggest,,,0.5,\n"
        "nonsense,0,1,1,\nplace.town,0,0,-1,\n"
    )

    with pytest.raises(matchfiles.WeightMistakes) as caught:
        matchfiles.load(file)

    assert len(caught.value.mistakes) == 5
