import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from triage import references

YEARS = st.integers(2000, 2099)
NUMBERS = st.integers(0, 999_999)


def test_a_reference_has_prefix_year_number_and_letter() -> None:
    # The letter of 12345678 is Z: the textbook example of the Spanish number.
    assert references.compose("LG", 2012, 345678) == "LG-12-345678-Z"


@given(YEARS, NUMBERS)
def test_every_reference_is_read_back(year: int, number: int) -> None:
    reference = references.compose("LG", year, number)

    assert references.parse(reference, "LG") == reference


@given(YEARS, NUMBERS, st.integers(0, 7), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(year: int, number: int, at: int, other: str) -> None:
    bare = references.compose("LG", year, number).replace("-", "")
    typo = bare[: 2 + at] + other + bare[3 + at :]

    assert (references.parse(typo, "LG") is None) == (typo != bare)


@given(YEARS, NUMBERS, st.integers(2, 8))
def test_two_swapped_neighbours_are_always_noticed(year: int, number: int, at: int) -> None:
    bare = references.compose("LG", year, number).replace("-", "")
    swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    assume(swapped != bare)

    assert references.parse(swapped, "LG") is None


@given(YEARS, NUMBERS, st.sampled_from(references.LETTERS))
def test_a_wrong_letter_is_always_noticed(year: int, number: int, letter: str) -> None:
    reference = references.compose("LG", year, number)
    typo = reference[:-1] + letter

    assert (references.parse(typo, "LG") is None) == (typo != reference)


@pytest.mark.parametrize(
    "typed", ["lg12345678z", "LG 12 345678 Z", " ＬＧ－１２－３４５６７８－Ｚ ", "lg–12–345678–z"]
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert references.parse(typed, "LG") == "LG-12-345678-Z"


@pytest.mark.parametrize("typed", ["", "12-345678-Z", "NS-12-345678-Z", "LG-12-34567-Z", "黑煤气"])
def test_what_is_no_reference_of_the_district_is_none(typed: str) -> None:
    assert references.parse(typed, "LG") is None


@pytest.mark.parametrize(("year", "number"), [(1999, 1), (2100, 1), (2026, -1), (2026, 1_000_000)])
def test_a_number_that_does_not_fit_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="six digits"):
        references.compose("LG", year, number)
