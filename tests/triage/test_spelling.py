import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.spelling import NO_SPELLING, Spelling

KNOWN = Spelling.of(["knife", "stuck", "smoke", "waving", "running", "button", "fire", "doesn't"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a knfe", "a knife"),
        ("stuk", "stuck"),
        ("waveing", "waving"),
        ("runing", "running"),
        ("smokr", "smoke"),
        ("着火了 smoek", "着火了 smoke"),
    ],
)
def test_a_slip_in_a_known_word_is_mended(typed: str, meant: str) -> None:
    assert KNOWN.mended(typed) == meant


@pytest.mark.parametrize("word", ["fires", "wire", "doesn't", "fir", "着火", "apartment", "7777"])
def test_other_words_stay(word: str) -> None:
    assert KNOWN.mended(word) == word


@given(st.text())
def test_where_nothing_is_known_nothing_is_mended(text: str) -> None:
    assert NO_SPELLING.mended(text) == text
