"""Take in a report: from the first words to the card, one answer at a time."""

from dataclasses import dataclass
from enum import StrEnum

from casework import drafts, events, reading
from casework.work import Resident, Work
from settings.datafiles import DistrictData
from triage import danger, words
from triage import drafts as rules
from triage.drafts import Draft, Mode, Question, Ticket, When
from triage.errors import Invalid, Outdated


class NothingToRead(Invalid):
    """A message without a single letter or digit."""

    text_key = "error.nothing_to_read"


class AnswerTooLong(Invalid):
    """A name or an address that is too long to be one."""

    text_key = "error.answer_too_long"


class Note(StrEnum):
    """What to say before the next question."""

    NONE = ""
    DANGER = "danger"
    ADDED = "added"
    PLACE_UNKNOWN = "place_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a draft stands after an answer: what to ask next, and what to say first."""

    draft: Draft
    question: Question
    note: Note = Note.NONE


async def current(work: Work, resident: Resident) -> Step | None:
    """Return where this resident's draft stands, or None if there is none."""
    draft = await drafts.of(work, resident)
    return None if draft is None else _step(draft, work.house.data)


async def write(work: Work, resident: Resident, text: str) -> Step:
    """Take *text* for the answer to what was asked, or for more of the story.

    Raises:
        NothingToRead: If there is nothing in it.
        AnswerTooLong: If it is too long for a short answer.
        StoryTooLong: If the story would become too long.
    """
    if not words.plain(text):
        raise NothingToRead("empty message")
    before = await drafts.of(work, resident)
    draft = before or drafts.fresh()
    draft, note = _written(draft, text, work.house.data)
    await drafts.keep(work, resident, draft, is_new=before is None)
    verb = "draft.opened" if before is None else "draft.changed"
    await events.record(work, verb, actor=events.RESIDENT, subject="draft")
    return _step(draft, work.house.data, note)


async def press(work: Work, resident: Resident, ticket: Ticket, verb: str, value: str) -> Step:
    """Do what a button of the draft stands for.

    Raises:
        Outdated: If the button belongs to an earlier version of the draft.
    """
    draft = await demand(work, resident, ticket)
    after = _pressed(draft, reading.question(draft, work.house.data), verb, value, work.house.data)
    await drafts.keep(work, resident, after)
    await events.record(work, "draft.changed", actor=events.RESIDENT, subject="draft")
    return _step(after, work.house.data)


async def discard(work: Work, resident: Resident) -> bool:
    """Erase the draft; return whether there was one."""
    if await drafts.of(work, resident) is None:
        return False
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


# The questions a typed line is an answer to; at any other it adds to the story.
_TYPED = {
    Question.SUBDISTRICT,
    Question.COMMUNITY,
    Question.WHEN,
}
_NAMES = {Question.NAME, Question.REACH}


def _step(draft: Draft, data: DistrictData, note: Note = Note.NONE) -> Step:
    return Step(draft=draft, question=reading.question(draft, data), note=note)


def _written(draft: Draft, text: str, data: DistrictData) -> tuple[Draft, Note]:
    asked = reading.question(draft, data)
    # People go on telling while they are asked: a long line is story, not an answer.
    answers = asked in _NAMES or (asked in _TYPED and _is_short(draft, text))
    after, note = _typed(draft, asked, text, data) if answers else _told(draft, text, data)
    trigger = draft.danger or danger.trigger(text, data.lexicon)
    if trigger and not draft.danger:
        return rules.with_found(after, danger=trigger), Note.DANGER
    return after, note


def _is_short(draft: Draft, text: str) -> bool:
    """Return whether *text* may be a place or a time, and fits behind what was typed before."""
    whole = rules.place_said(draft) + text
    return len(text) <= rules.SHORT_ANSWER and words.units(whole) < rules.LONGEST_ANSWER


def _told(draft: Draft, text: str, data: DistrictData) -> tuple[Draft, Note]:
    longer = reading.understood(rules.with_story(draft, text), data)
    return longer, Note.ADDED if draft.story else Note.NONE


def _typed(draft: Draft, asked: Question, text: str, data: DistrictData) -> tuple[Draft, Note]:
    if words.units(text) > rules.LONGEST_ANSWER:
        raise AnswerTooLong("answer too long", longest=rules.LONGEST_ANSWER)
    if asked is Question.SUBDISTRICT:
        return _place_typed(draft, text, data)
    if asked is Question.COMMUNITY:
        return _nearer_typed(draft, text, data), Note.NONE
    field = {Question.WHEN: "when_words", Question.NAME: "name", Question.REACH: "reach"}[asked]
    return rules.with_answer(draft, asked, **{field: text}), Note.NONE


def _place_typed(draft: Draft, text: str, data: DistrictData) -> tuple[Draft, Note]:
    """Keep the words whatever they are; ask on only if they lead somewhere."""
    known = _behind(draft.place_words, text)
    found = reading.place_in(text, data)
    if found:
        return rules.with_answer(draft, Question.SUBDISTRICT, place_words=known, **found), Note.NONE
    return rules.with_found(draft, place_words=known), Note.PLACE_UNKNOWN


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


def _pressed(draft: Draft, asked: Question, verb: str, value: str, data: DistrictData) -> Draft:
    if verb == "back":
        return rules.one_back(draft)
    if verb == "skip":
        return rules.skipped(draft, asked)
    if verb != asked.value:
        raise Outdated("button of another question")
    try:
        return rules.with_answer(draft, asked, **_chosen(asked, value, data))
    except (KeyError, ValueError):
        raise Outdated("button with an unknown value") from None


def _chosen(asked: Question, value: str, data: DistrictData) -> dict[str, object]:
    match asked:
        case Question.KIND:
            return {"category": data.categories.by_code[value].code}
        case Question.SUBDISTRICT:
            if data.gazetteer.subdistrict(value) is None:
                raise KeyError(value)
            return {"subdistrict": value}
        case Question.COMMUNITY:
            community = data.gazetteer.community(value)
            if community is None:
                raise KeyError(value)
            return {"community": community.code}
        case Question.WHEN:
            return {"when": When(value)}
        case Question.MODE:
            return {"mode": Mode(value)}
        case _:
            raise KeyError(value)
