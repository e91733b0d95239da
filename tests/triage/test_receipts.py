import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from triage import receipts

BODIES = st.text("0123456789", min_size=15, max_size=15)


def test_a_receipt_is_shown_in_groups_of_four() -> None:
    assert receipts.shown("1234567890123456") == "1234 5678 9012 3456"


def test_the_check_digit_is_the_one_damm_computes() -> None:
    assert receipts.complete("000000000000572") == "0000000000005724"


@given(BODIES)
def test_every_receipt_is_read_back(body: str) -> None:
    receipt = receipts.complete(body)

    assert receipts.parse(receipts.shown(receipt)) == receipt


@given(BODIES, st.integers(0, 15), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(body: str, at: int, other: str) -> None:
    receipt = receipts.complete(body)
    typo = receipt[:at] + other + receipt[at + 1 :]

    assert (receipts.parse(typo) is None) == (typo != receipt)


@given(BODIES, st.integers(0, 14))
def test_two_swapped_neighbours_are_always_noticed(body: str, at: int) -> None:
    receipt = receipts.complete(body)
    swapped = receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2 :]
    assume(swapped != receipt)

    assert receipts.parse(swapped) is None


@pytest.mark.parametrize(
    "typed",
    [
        "0000 0000 0000 5724",
        " 0000-0000-0000-5724\n",
        "0000\u00a00000\u00a00000\u00a05724",
        "００００　００００　００００　５７２４",
        "0000\u200b0000–0000—5724",
    ],
)
def test_a_receipt_is_read_however_it_is_typed(typed: str) -> None:
    assert receipts.parse(typed) == "0000000000005724"


@pytest.mark.parametrize("typed", ["", "0000 0000 0000 572", "0000 0000 0000 5724 1", "煤气"])
def test_what_is_no_receipt_does_not_look_like_one(typed: str) -> None:
    assert receipts.parse(typed) is None
    assert not receipts.looks_like_one(typed)


def test_a_mistyped_receipt_still_looks_like_one() -> None:
    assert receipts.parse("0000 0000 0000 5725") is None
    assert receipts.looks_like_one("0000 0000 0000 5725")


def test_a_body_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="15 digits"):
        receipts.complete("123")


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert receipts.parse(text) is None or receipts.looks_like_one(text)
