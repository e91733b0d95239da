"""Take in a report: from the first words to the card, one answer at a time."""

from dataclasses import replace
from datetime import timedelta

from casework import answering, drafts, events, files, pressing, reading, steps, talks
from casework.answering import Heard, Note
from casework.files import FileKind, SentFile
from casework.steps import Step
from casework.work import Resident, Work
from triage import drafts as rules
from triage import pieces, places, words
from triage.drafts import Draft, Piece, Ticket
from triage.errors import Invalid, Outdated
from triage.questions import Question

# What is done to a file, and what it may give away, differs with what it is.
_RECEIVED = {
    FileKind.PHOTO: Note.PHOTO,
    FileKind.ANIMATION: Note.PHOTO,
    FileKind.VOICE: Note.VOICE,
    FileKind.AUDIO: Note.VOICE,
    FileKind.VIDEO: Note.VIDEO,
    FileKind.VIDEO_NOTE: Note.VIDEO,
}
# After so long a rest what somebody writes may be another matter: they are asked.
_REST = timedelta(hours=1)


class NothingToRead(Invalid):
    """A message without a single letter or digit."""

    text_key = "error.nothing_to_read"


async def current(work: Work, resident: Resident) -> Step | None:
    """Return where this resident's draft stands, or None if there is none."""
    draft = await drafts.of(work, resident)
    return None if draft is None else steps.at(work, resident, Heard(draft=draft))


async def begin(work: Work, resident: Resident, code: str) -> Step:
    """Begin a report of the kind *code*, or go on with the one that is there.

    Raises:
        Outdated: If the data no longer has that kind.
    """
    before = await drafts.of(work, resident)
    if work.house.data.categories.category(code) is None:
        raise Outdated("button of a category that is gone")
    if before is not None:
        return steps.at(work, resident, Heard(draft=before))
    draft = rules.with_answer(drafts.fresh(), Question.KIND, category=code)
    return await steps.kept(work, resident, Heard(draft=draft), is_new=True)


async def write(work: Work, resident: Resident, piece: Piece, *, is_story: bool = False) -> Step:
    """Take *piece* for the answer to what was asked, or for more of the story.

    What *is_story* is no answer whatever is asked, as somebody's contact card.

    Raises:
        NothingToRead: If there is nothing in it.
        AnswerTooLong: If it is too long for a short answer.
        StoryTooLong: If the story would become too long.
    """
    _demand_words(piece)
    before = await drafts.of(work, resident)
    rested = before is not None and bool(before.pieces) and await _has_rested(work, resident)
    draft = before or await _begun(work, resident)
    if draft.follows:
        heard = Heard(draft=pieces.with_pending(draft, piece))
    else:
        heard = answering.heard(
            draft, piece, steps.reader(work), has_rested=rested, is_story=is_story
        )
    return await steps.kept(work, resident, heard, words_=piece.text, is_new=before is None)


async def edit(work: Work, resident: Resident, piece: Piece) -> Step | None:
    """Change a message of the story; None if neither draft nor a report sent can have it.

    Raises:
        NothingToRead: If nothing would be left of it.
        StoryTooLong: If the story would become too long.
    """
    draft = await drafts.of(work, resident)
    if draft is None or draft.corrects:
        return await _corrected(work, resident, draft, piece)
    changed = pieces.with_edit(draft, piece)
    if changed is None:
        return None
    _demand_words(piece)
    heard = Heard(draft=steps.reader(work).read_again(changed), note=Note.CHANGED)
    return await steps.kept(work, resident, heard, words_=piece.text)


async def attach(
    work: Work, resident: Resident, sent: SentFile, piece: Piece | None, album: str | None
) -> Step | None:
    """Take a file into the draft, its caption as words; None if its album was answered.

    Raises:
        BridgeError: If the file cannot be taken; see `files.attach`.
        StoryTooLong: If the caption does not fit.
    """
    before = await drafts.of(work, resident)
    draft = before or await _begun(work, resident)
    await files.attach(work, resident, draft.id, sent)
    heard = Heard(draft=draft)
    if piece is not None and draft.follows:
        heard = Heard(draft=pieces.with_pending(draft, piece))
    elif piece is not None:
        heard = answering.heard(draft, piece, steps.reader(work), is_story=True)
    is_answered = album is not None and album == draft.album and piece is None
    after = rules.with_found(heard.draft, files=draft.files + 1, album=album)
    note = heard.note
    if note in {Note.NONE, Note.ADDED}:
        note = _RECEIVED.get(sent.kind, Note.FILE)
    step = await steps.kept(
        work,
        resident,
        replace(heard, draft=after, note=note),
        words_=piece.text if piece else "",
        is_new=before is None,
    )
    return None if is_answered else step


async def locate(work: Work, resident: Resident, latitude: float, longitude: float) -> Step:
    """Take a shared location for where it happens; the nearest places are offered.

    It also settles which of several places of one name is meant, and says so.
    """
    before = await drafts.of(work, resident)
    namesakes = _namesakes(before) if before else ()
    draft = rules.reopened(before or await _begun(work, resident), Question.SUBDISTRICT)
    gazetteer = work.house.data.gazetteer
    pinned = rules.with_found(draft, pin=(latitude, longitude))
    if places.is_outside(latitude, longitude, gazetteer):
        heard = Heard(draft=pinned, note=Note.OUTSIDE)
    else:
        near = places.nearest(latitude, longitude, gazetteer)
        # Few communities have a point of their own, but their sub-district has some.
        towns = {one.subdistrict for one in near}
        meant = [code for code in namesakes if reading.town_of(code, work.house.data) in towns]
        codes = tuple(dict.fromkeys([*meant, *(one.community for one in near if one.community)]))
        town = None if codes else near[0].subdistrict
        found = rules.with_found(pinned, place_choices=codes, subdistrict=town)
        heard = Heard(draft=found, note=Note.PINNED if namesakes else Note.NONE)
    return await steps.kept(work, resident, heard, is_new=before is None)


async def press(work: Work, resident: Resident, ticket: Ticket, verb: str, value: str) -> Step:
    """Do what a button of the draft stands for.

    Raises:
        Outdated: If the button belongs to an earlier version of the draft.
    """
    draft = await _pressed_for(work, resident, ticket, verb)
    heard = pressing.pressed(draft, verb, value, steps.reader(work))
    if (verb, value) == (Question.PENDING, pressing.INSTEAD):
        await files.drop(work, draft.id)
    return await steps.kept(work, resident, heard)


async def remove_files(work: Work, resident: Resident, ticket: Ticket) -> Step:
    """Take the files off the draft, and erase them.

    All of them: nothing says which of an album came last, and the right ones can be
    sent again.

    Raises:
        Outdated: If the button belongs to an earlier version of the draft.
    """
    draft = await demand(work, resident, ticket)
    await files.drop(work, draft.id)
    return await steps.kept(work, resident, Heard(draft=rules.with_found(draft, files=0)))


async def discard(work: Work, resident: Resident) -> bool:
    """Erase the draft and its files; return whether there was one."""
    draft = await drafts.of(work, resident)
    if draft is None:
        return False
    await files.drop(work, draft.id)
    await drafts.erase(work, resident)
    await events.record(work, "draft.discarded", actor=events.RESIDENT, subject="draft")
    return True


async def demand(work: Work, resident: Resident, ticket: Ticket) -> Draft:
    """Return the draft that *ticket* belongs to.

    Raises:
        Outdated: If the draft is gone or has moved on.
    """
    draft = await drafts.of(work, resident)
    if draft is None or rules.ticket_of(draft) != ticket:
        raise Outdated("button of an earlier state")
    return draft


async def _pressed_for(work: Work, resident: Resident, ticket: Ticket, verb: str) -> Draft:
    """Return the draft that a button of *ticket* is about.

    Who has no more to say has none after one more line either.
    """
    draft = await drafts.of(work, resident)
    if draft and verb == pressing.ENOUGH and rules.ticket_of(draft).draft == ticket.draft:
        asked = reading.question(draft, work.house.data)
        return draft if asked is Question.DETAIL else await demand(work, resident, ticket)
    return await demand(work, resident, ticket)


async def begin_with(work: Work, resident: Resident, aside: tuple[Piece, ...]) -> Step:
    """Begin a report with what was set aside while another was written."""
    draft = rules.with_found(drafts.fresh(), pieces=aside)
    heard = Heard(draft=steps.reader(work).understood(draft))
    story = pieces.whole_story(draft)
    return await steps.kept(work, resident, heard, words_=story, is_new=True)


def _namesakes(draft: Draft) -> tuple[str, ...]:
    """Return the places of one name between which nobody has chosen yet."""
    is_open = draft.community is None and Question.COMMUNITY not in draft.settled
    return draft.place_choices if is_open and draft.pin is None else ()


async def _corrected(
    work: Work, resident: Resident, before: Draft | None, piece: Piece
) -> Step | None:
    """Keep a message that was changed after Send, to be added if its writer wants that."""
    sent = None if before else await talks.to_correct(work, resident)
    is_command = piece.text.startswith("/")
    if is_command or not _has_words(piece) or (before or sent) is None:
        return None
    # What to do was said when it was first told: only another danger is answered.
    draft = before or rules.with_found(
        drafts.fresh(),
        follows=sent.reference if sent else None,
        corrects=True,
        dangers=(sent.danger,) if sent and sent.danger else (),
        is_safe=True,
    )
    if draft.pending and draft.pending.message == piece.message:
        draft = rules.with_found(draft, pending=None)
    heard = Heard(draft=pieces.with_pending(draft, piece))
    return await steps.kept(work, resident, heard, words_=piece.text, is_new=before is None)


async def _begun(work: Work, resident: Resident) -> Draft:
    """Return a draft that begins; soon after Send it may belong to what was sent."""
    sent = await talks.just_sent(work, resident)
    return rules.with_found(drafts.fresh(), follows=sent.reference) if sent else drafts.fresh()


def _demand_words(piece: Piece) -> None:
    if not _has_words(piece):
        raise NothingToRead("empty message")


def _has_words(piece: Piece) -> bool:
    return any(character.isalnum() for character in words.plain(piece.text))


async def _has_rested(work: Work, resident: Resident) -> bool:
    changed_at = await drafts.changed_at(work, resident)
    return changed_at is not None and work.now - changed_at >= _REST
