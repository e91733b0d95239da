from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import kinds
from triage.kinds import Guess

CODES = st.sampled_from(["gas", "gas.storage", "gas.filling", "city", "dispute.noise"])
SHARES = st.lists(st.tuples(CODES, st.floats(0.01, 0.3)), max_size=3)


def guess(code: str, p: float) -> Guess:
    return Guess(code=code, group=code.split(".", maxsplit=1)[0], p=p)


def test_a_specific_kind_beats_its_group(data: DistrictData) -> None:
    found = kinds.guesses("煤气瓶、液化气，私自充装", data.lexicon, data.categories)

    assert [one.code for one in found] == ["gas.filling"]


def test_a_term_counts_once_however_often_it_is_said(data: DistrictData) -> None:
    once = kinds.guesses("噪音，占道", data.lexicon, data.categories)

    assert kinds.guesses("噪音，占道，噪音，噪音", data.lexicon, data.categories) == once


def test_a_term_inside_a_longer_one_says_nothing(data: DistrictData) -> None:
    found = kinds.guesses("收停车费的黑保安", data.lexicon, data.categories)

    assert [one.code for one in found] == ["lead.gang.construction_transport"]


def test_a_figure_of_speech_hides_the_word_inside_it(data: DistrictData) -> None:
    assert kinds.guesses("看场电影", data.lexicon, data.categories) == ()


def test_a_weak_word_alone_is_not_sure(data: DistrictData) -> None:
    found = kinds.guesses("我大哥在物业", data.lexicon, data.categories)

    assert {one.code for one in found} == {"lead.gang", "dispute.property"}
    assert kinds.sure(found) is None


def test_nothing_is_guessed_from_nothing(data: DistrictData) -> None:
    assert kinds.guesses("你好", data.lexicon, data.categories) == ()
    assert kinds.sure(()) is None


def test_the_best_guess_is_sure_when_it_stands_out() -> None:
    assert kinds.sure((guess("gas.storage", 0.6), guess("city", 0.2))) == "gas.storage"
    assert kinds.sure((guess("gas.storage", 0.59), guess("city", 0.2))) is None


def test_guesses_torn_inside_a_group_give_the_group() -> None:
    assert kinds.sure((guess("gas.storage", 0.4), guess("gas.filling", 0.35))) == "gas"
    assert kinds.sure((guess("gas.storage", 0.4), guess("city", 0.35))) is None


@given(SHARES)
def test_what_is_sure_was_guessed(shares: list[tuple[str, float]]) -> None:
    found = tuple(guess(code, p) for code, p in sorted(shares, key=lambda one: -one[1]))

    assert kinds.sure(found) in {None, *(g.code for g in found), *(g.group for g in found)}


@given(st.text(st.sampled_from("煤气罐囤噪音物业收保护费出租屋 gas"), max_size=60))
def test_shares_are_sorted_and_at_most_one_together(data: DistrictData, text: str) -> None:
    shares = [one.p for one in kinds.guesses(text, data.lexicon, data.categories)]

    assert shares == sorted(shares, reverse=True)
    assert all(share > 0 for share in shares)
    assert sum(shares) <= 1
