"""What is told into a draft: messages one after another, and what is changed in them."""

from dataclasses import replace

from triage.drafts import Draft, Piece, with_found
from triage.errors import CannotDoThat

# Four of Telegram's longest messages: more than that is a file, not a story.
LONGEST_STORY = 16_000


class StoryTooLong(CannotDoThat):
    """A draft cannot take so much text."""

    text_key = "error.story_too_long"


def with_piece(draft: Draft, piece: Piece) -> Draft:
    """Return *draft* with *piece* added to what was told so far.

    A text that repeats the one before it was sent twice: it counts once.

    Raises:
        StoryTooLong: If the whole would be longer than LONGEST_STORY characters.
    """
    _demand_room(draft, piece)
    if draft.pieces and draft.pieces[-1].text == piece.text:
        return with_found(draft)
    return with_found(draft, pieces=(*draft.pieces, piece))


def with_pending(draft: Draft, piece: Piece) -> Draft:
    """Return *draft* with *piece* waiting for the answer whether it belongs here.

    Raises:
        StoryTooLong: If the whole would be longer than LONGEST_STORY characters.
    """
    _demand_room(draft, piece)
    before = f"{draft.pending.text}\n" if draft.pending else ""
    whole = Piece(message=piece.message, text=before + piece.text)
    return with_found(draft, pending=whole)


def with_edit(draft: Draft, piece: Piece) -> Draft | None:
    """Return *draft* with the message of *piece* changed, None if it has no such message.

    Raises:
        StoryTooLong: If the whole would be longer than LONGEST_STORY characters.
    """
    others = tuple(known for known in draft.pieces if known.message != piece.message)
    if len(others) == len(draft.pieces):
        return None
    _demand_room(replace(draft, pieces=others), piece)
    after = (piece if known.message == piece.message else known for known in draft.pieces)
    return with_found(draft, pieces=tuple(after))


def set_aside(draft: Draft) -> Draft:
    """Return *draft* with what was pending kept for a report of its own."""
    assert draft.pending is not None, "only asked for while something is pending"  # noqa: S101
    return with_found(draft, pending=None, aside=(*draft.aside, draft.pending))


def taken_in(draft: Draft) -> Draft:
    """Return *draft* with what was pending as a part of its story."""
    assert draft.pending is not None, "only asked for while something is pending"  # noqa: S101
    return with_piece(replace(draft, pending=None), draft.pending)


def whole_story(draft: Draft) -> str:
    """Return what was told, in the order it was told."""
    return "\n".join(piece.text for piece in draft.pieces)


def _demand_room(draft: Draft, piece: Piece) -> None:
    waiting = () if draft.pending is None else (draft.pending,)
    told = sum(len(known.text) for known in (*draft.pieces, *draft.aside, *waiting))
    if told + len(piece.text) > LONGEST_STORY:
        raise StoryTooLong("story too long", longest=LONGEST_STORY)
