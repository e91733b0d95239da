import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import pieces
from triage.drafts import Draft, Piece
from triage.pieces import StoryTooLong

EMPTY = Draft(id=bytes(16))


def told(*texts: str) -> Draft:
    draft = EMPTY
    for number, text in enumerate(texts, start=1):
        draft = pieces.with_piece(draft, Piece(message=number, text=text))
    return draft


@given(st.lists(st.text(min_size=1, max_size=5000), max_size=8, unique=True))
def test_a_story_grows_in_order_up_to_its_limit_and_loses_nothing(parts: list[str]) -> None:
    draft = EMPTY
    kept: list[str] = []
    for number, part in enumerate(parts):
        piece = Piece(message=number, text=part)
        if sum(map(len, kept)) + len(part) > pieces.LONGEST_STORY:
            with pytest.raises(StoryTooLong):
                pieces.with_piece(draft, piece)
        else:
            draft = pieces.with_piece(draft, piece)
            kept.append(part)

    assert pieces.whole_story(draft) == "\n".join(kept)


def test_a_message_that_was_sent_twice_in_a_row_counts_once() -> None:
    assert pieces.whole_story(told("gas", "gas", "noise", "gas")) == "gas\nnoise\ngas"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5, unique=True), st.data())
def test_an_edit_changes_its_own_message_and_no_other(
    texts: list[str], data: st.DataObject
) -> None:
    draft = told(*texts)
    number = data.draw(st.integers(1, len(texts)))

    after = pieces.with_edit(draft, Piece(message=number, text="changed"))

    assert after
    expected = ["changed" if at == number else text for at, text in enumerate(texts, start=1)]
    assert [piece.text for piece in after.pieces] == expected


def test_an_edit_of_a_message_that_is_not_there_changes_nothing() -> None:
    assert pieces.with_edit(told("gas"), Piece(message=99, text="changed")) is None


def test_an_edit_cannot_make_the_story_longer_than_it_may_be() -> None:
    draft = told("a" * 9_000, "b" * 7_000)

    with pytest.raises(StoryTooLong):
        pieces.with_edit(draft, Piece(message=2, text="c" * 7_001))


def test_what_waits_for_a_decision_can_be_taken_in_or_set_aside() -> None:
    draft = pieces.with_pending(told("gas"), Piece(message=2, text="noise"))
    longer = pieces.with_pending(draft, Piece(message=3, text="at night"))

    assert pieces.whole_story(longer) == "gas"
    assert pieces.whole_story(pieces.taken_in(longer)) == "gas\nnoise\nat night"
    aside = pieces.set_aside(longer)
    assert pieces.whole_story(aside) == "gas"
    assert [piece.text for piece in aside.aside] == ["noise\nat night"]
    assert pieces.taken_in(longer).pending is aside.pending is None


def test_what_is_set_aside_counts_for_the_length_too() -> None:
    draft = pieces.set_aside(pieces.with_pending(told("gas"), Piece(message=2, text="x" * 15_990)))

    with pytest.raises(StoryTooLong):
        pieces.with_piece(draft, Piece(message=3, text="more than is left"))
