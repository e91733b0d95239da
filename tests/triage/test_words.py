import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("黑煤氣", "黑煤气"),
        ("  Gas\t\nLEAK ", "gas leak"),
        ("ＧＡＳ　１２", "gas 12"),
        ("煤\u200b气\u202e罐\ufeff", "煤气罐"),
        ("屋裡 屋裏 屋里", "屋里 屋里 屋里"),
        ("He’ao", "he'ao"),
        ("\x00\x07", ""),
    ],
)
def test_texts_are_looked_up_in_one_form(typed: str, plain: str) -> None:
    assert words.plain(typed) == plain


@given(st.text())
def test_plain_is_plain_already(text: str) -> None:
    assert words.plain(words.plain(text)) == words.plain(text)


@given(st.text())
def test_plain_has_no_invisible_characters_and_no_double_spaces(text: str) -> None:
    plain = words.plain(text)

    assert plain == " ".join(plain.split())
    assert not set(plain) & {"\u200b", "\u202e", "\x00", "\ufeff"}
