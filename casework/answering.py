"""What a written line means to a draft: an answer, more of the story, or another matter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casework import reading
from settings.datafiles import DistrictData
from triage import danger, pieces, places, words
from triage import drafts as rules
from triage.danger import Danger
from triage.drafts import Draft, Piece, When
from triage.errors import Invalid
from triage.questions import Question


class AnswerTooLong(Invalid):
    """A name or an address that is too long to be one."""

    text_key = "error.answer_too_long"


class Note(StrEnum):
    """What to say before the next question."""

    NONE = ""
    ADDED = "added"
    CHANGED = "changed"
    FILE = "file"
    PHOTO = "file_photo"
    VOICE = "file_voice"
    VIDEO = "file_video"
    LATER = "later"
    PLACE_UNKNOWN = "place_unknown"
    PINNED = "pinned"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A draft after a line was written, and what to say about it."""

    draft: Draft
    note: Note = Note.NONE
    # The place outside the district that was named.
    outside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What lines are read with: the district's data and its time."""

    data: DistrictData
    now: datetime

    def understood(self, draft: Draft) -> Draft:
        """Return *draft* with what its story tells."""
        return reading.understood(draft, self.data, self.now)

    def read_again(self, draft: Draft) -> Draft:
        """Return *draft* with what its story tells now that it says something else."""
        return self.understood(reading.unread(draft))

    def asked(self, draft: Draft) -> Question:
        """Return what is asked about *draft*."""
        return reading.question(draft, self.data)


# Nobody is asked when these happen. Others may have gone on for long.
_PRESENT = {Danger.FIRE, Danger.GAS, Danger.TRAPPED, Danger.WEAPON, Danger.ASSAULT}
# The questions a typed line is an answer to; at any other it adds to the story.
_TYPED = {Question.SUBDISTRICT, Question.COMMUNITY, Question.WHEN, Question.DETAIL}
_PLACES = {Question.SUBDISTRICT, Question.COMMUNITY}
# Shorter than that is an answer, whatever it sounds like.
_STORY = 20
_NAMES = {Question.NAME: "name", Question.REACH: "reach"}


def heard(
    draft: Draft,
    piece: Piece,
    reader: Reader,
    *,
    has_rested: bool = False,
    is_story: bool = False,
) -> Heard:
    """Return *draft* after *piece* was written.

    Args:
        draft: What is known so far.
        piece: What was written.
        reader: The data to read it with.
        has_rested: Whether the draft lay untouched for so long that what comes
            now may be something else.
        is_story: Whether it tells more of the story whatever is asked, as the
            words under a photo do.

    Raises:
        AnswerTooLong: If it is too long for a short answer.
        StoryTooLong: If the story would become too long.
    """
    asked = reader.asked(draft)
    # Also while danger is asked about: what came later must not get ahead of it.
    if draft.pending is not None:
        return Heard(draft=pieces.with_pending(draft, piece), note=Note.ADDED)
    if is_story:
        return _told(draft, piece, reader)
    # Even after a rest a short line is a name here: in the story officers would read it.
    if asked in _NAMES and (not has_rested or len(piece.text) <= rules.SHORT_ANSWER):
        return _named(draft, asked, piece.text)
    # People go on telling while they are asked: a long line is story, not an answer.
    other = reading.tells_another_matter(draft, piece.text, reader.data)
    is_other = other and len(piece.text) >= _STORY
    is_answer = asked in _TYPED and _is_answer(draft, asked, piece.text)
    if is_answer and not (has_rested or is_other or _is_time(asked, piece.text, reader)):
        return _typed(draft, asked, piece.text, reader)
    if has_rested or other:
        return Heard(draft=pieces.with_pending(draft, piece))
    return _told(draft, piece, reader)


def warned(draft: Draft, text: str, data: DistrictData) -> tuple[Draft, tuple[Danger, ...]]:
    """Return *draft* knowing the dangers *text* speaks of, and those to answer now.

    Each trigger is answered once in a draft. A new one closes the gate again.
    """
    triggers = danger.triggers(text, data.lexicon)
    new = tuple(one for one in triggers if one not in draft.dangers)
    if not new:
        return draft, ()
    ranked = [one for one in Danger if one in new or one in draft.dangers]
    now = {"when": When.NOW} if _is_now(draft, new) else {}
    return rules.with_found(draft, dangers=tuple(ranked), is_safe=False, **now), new


def _is_now(draft: Draft, new: tuple[Danger, ...]) -> bool:
    """Return whether a danger tells when it is: words of what is over are no danger."""
    is_told = draft.when or draft.when_words or draft.interval
    return not is_told and Question.WHEN not in draft.settled and bool(_PRESENT & set(new))


def _is_answer(draft: Draft, asked: Question, text: str) -> bool:
    """Return whether *text* may be an answer: short, and what is typed fits together."""
    if asked is Question.DETAIL:
        return words.units(text) <= rules.LONGEST_ANSWER
    whole = rules.place_said(draft) + text
    return len(text) <= rules.SHORT_ANSWER and words.units(whole) < rules.LONGEST_ANSWER


def _is_time(asked: Question, text: str, reader: Reader) -> bool:
    """Return whether *text* tells a time and no place where the place is asked."""
    return (
        asked in _PLACES
        and not reading.place_in(text, reader.data)
        and reading.span_in(text, reader.data, reader.now) is not None
    )


def _told(draft: Draft, piece: Piece, reader: Reader) -> Heard:
    longer = reader.understood(pieces.with_piece(draft, piece))
    note = Note.ADDED if draft.pieces else Note.NONE
    if reading.subdistrict(longer, reader.data) is None and not draft.pieces:
        outside = places.find(piece.text, reader.data.gazetteer).outside
        if outside:
            return Heard(draft=longer, note=Note.OUTSIDE, outside=outside)
    return Heard(draft=longer, note=note)


def _named(draft: Draft, asked: Question, text: str) -> Heard:
    if words.units(text) > rules.LONGEST_ANSWER:
        raise AnswerTooLong("answer too long", longest=rules.LONGEST_ANSWER)
    return Heard(draft=rules.with_answer(draft, asked, **{_NAMES[asked]: text}))


def _typed(draft: Draft, asked: Question, text: str, reader: Reader) -> Heard:
    match asked:
        case Question.SUBDISTRICT:
            return _place_typed(draft, text, reader.data)
        case Question.COMMUNITY:
            return Heard(draft=_nearer_typed(draft, text, reader.data))
        case Question.WHEN:
            return Heard(draft=_time_typed(draft, text, reader))
        case _:
            key = rules.next_detail(draft, reading.matter(draft, reader.data))
            return Heard(draft=rules.with_detail(draft, key or rules.ENOUGH, text))


def _time_typed(draft: Draft, text: str, reader: Reader) -> Draft:
    span = reading.span_in(text, reader.data, reader.now)
    return rules.with_answer(draft, Question.WHEN, when_words=text, interval=span)


def _place_typed(draft: Draft, text: str, data: DistrictData) -> Heard:
    """Keep the words whatever they are; ask on only if they lead somewhere."""
    known = _behind(draft.place_words, text)
    found = reading.place_in(text, data)
    if found:
        return Heard(
            draft=rules.with_answer(draft, Question.SUBDISTRICT, place_words=known, **found)
        )
    outside = places.find(text, data.gazetteer).outside
    after = rules.with_found(draft, place_words=known)
    if outside:
        return Heard(draft=after, note=Note.OUTSIDE, outside=outside)
    return Heard(draft=after, note=Note.PLACE_UNKNOWN)


def _nearer_typed(draft: Draft, text: str, data: DistrictData) -> Draft:
    """Take what was typed when asked for the community.

    Namesakes are asked for once more, another sub-district for its communities;
    any other words are the answer as they are.
    """
    known = _behind(draft.nearer_words, text)
    found = reading.nearer_place_in(text, draft, data)
    if "community" in found:
        community = found["community"]
        return rules.with_answer(draft, Question.COMMUNITY, community=community, nearer_words=known)
    if "place_choices" in found:
        return rules.with_found(draft, nearer_words=known, **found)
    if found.get("subdistrict", draft.subdistrict) != draft.subdistrict:
        words_before = _behind(draft.place_words, text)
        return rules.with_answer(
            draft, Question.SUBDISTRICT, place_words=words_before, place_choices=(), **found
        )
    return rules.with_answer(draft, Question.COMMUNITY, nearer_words=known)


def _behind(before: str | None, text: str) -> str:
    return f"{before}\n{text}" if before else text
