"""A report in the making, and the one question to ask next.

A draft is a value: every answer gives another draft with a higher version.
`next_question` looks only at what is missing, so a story that already says it
all is asked almost nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from triage.errors import CannotDoThat

# Four of Telegram's longest messages: more than that is a file, not a story.
LONGEST_STORY = 16_000
LONGEST_ANSWER = 500
# Longer than any name of a place or a time: whoever writes more goes on telling.
SHORT_ANSWER = 60


class Mode(StrEnum):
    """How the person behind a report is to be known."""

    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"
    NAMED = "named"


class When(StrEnum):
    """The buttons for the time of what happened."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"
    EARLIER = "earlier"
    AGAIN = "again"


class Question(StrEnum):
    """What can be asked, in the order it is asked."""

    STORY = "story"
    KIND = "kind"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    WHEN = "when"
    MODE = "mode"
    NAME = "name"
    REACH = "reach"
    CARD = "card"


# The fields a question fills, and no others: Back empties them.
_FIELDS: dict[Question, tuple[str, ...]] = {
    Question.STORY: ("story",),
    Question.KIND: ("category",),
    Question.SUBDISTRICT: (
        "subdistrict",
        "place_choices",
        "place_words",
        "community",
        "nearer_words",
    ),
    Question.COMMUNITY: ("community", "nearer_words"),
    Question.WHEN: ("when", "when_words"),
    Question.MODE: ("mode", "name", "reach"),
    Question.NAME: ("name",),
    Question.REACH: ("reach",),
}

# Where there is one sensible way on, "skip" is no answer.
_NEVER_SKIPPED = frozenset({Question.STORY, Question.KIND, Question.MODE, Question.CARD})


class StoryTooLong(CannotDoThat):
    """A draft cannot take so much text."""

    text_key = "error.story_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report not yet confirmed.

    `settled` holds the questions answered or skipped by the reporter, in that
    order; what was read out of the story is not in it.
    """

    id: bytes
    version: int = 1
    story: tuple[str, ...] = ()
    category: str | None = None
    danger: str | None = None
    subdistrict: str | None = None
    community: str | None = None
    place_choices: tuple[str, ...] = ()
    place_words: str | None = None
    nearer_words: str | None = None
    when: When | None = None
    when_words: str | None = None
    mode: Mode | None = None
    name: str | None = None
    reach: str | None = None
    settled: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Which state of which draft a button belongs to.

    `draft` is the first 8 bytes of its id: with all 16 the longest buttons
    would not fit the 64 bytes that Telegram allows.
    """

    draft: bytes
    version: int


TICKET_BYTES = 8


def ticket_of(draft: Draft) -> Ticket:
    """Return the ticket that buttons for *draft* carry."""
    return ticket(draft.id, draft.version)


def ticket(draft_id: bytes, version: int) -> Ticket:
    """Return the ticket of a version of a draft."""
    return Ticket(draft=draft_id[:TICKET_BYTES], version=version)


def next_question(draft: Draft, *, needs_place: bool) -> Question:
    """Return what to ask next; Question.CARD once nothing is missing.

    Args:
        draft: What is known so far.
        needs_place: False for matters without a place, as when somebody wants
            to talk: those are not asked where and when.
    """
    return next(q for q in Question if _is_open(draft, q, needs_place=needs_place))


def may_skip(question: Question) -> bool:
    """Return whether *question* may be left without an answer."""
    return question not in _NEVER_SKIPPED


def with_story(draft: Draft, text: str) -> Draft:
    """Return *draft* with *text* added to what was told so far.

    Raises:
        StoryTooLong: If the whole would be longer than LONGEST_STORY characters.
    """
    if sum(map(len, draft.story)) + len(text) > LONGEST_STORY:
        raise StoryTooLong("story too long", longest=LONGEST_STORY)
    return _next(draft, story=(*draft.story, text))


def with_answer(draft: Draft, question: Question, **fields: object) -> Draft:
    """Return *draft* with *question* answered by the given *fields*."""
    return _next(draft, settled=(*_without(draft, question), question), **fields)


def with_found(draft: Draft, **fields: object) -> Draft:
    """Return *draft* with what was read out of its words; nothing counts as asked."""
    return _next(draft, **fields)


def skipped(draft: Draft, question: Question) -> Draft:
    """Return *draft* with *question* left open for good.

    Raises:
        CannotDoThat: If *question* needs an answer.
    """
    if not may_skip(question):
        raise CannotDoThat(f"{question} cannot be skipped")
    return with_answer(draft, question)


def one_back(draft: Draft) -> Draft:
    """Return *draft* with the last answer taken back, or the same if there is none."""
    if not draft.settled:
        return draft
    last = draft.settled[-1]
    empty = Draft(id=draft.id)
    emptied = {field: getattr(empty, field) for field in _FIELDS[last]}
    return _next(draft, settled=draft.settled[:-1], **emptied)


def whole_story(draft: Draft) -> str:
    """Return what was told, in the order it was told."""
    return "\n".join(draft.story)


def place_said(draft: Draft) -> str:
    """Return what was typed when asked for the place, empty if nothing was."""
    return "\n".join(part for part in (draft.place_words, draft.nearer_words) if part)


def _next(draft: Draft, **fields: object) -> Draft:
    # mypy knows no types for **fields of replace(); each caller names fields of Draft.
    changed: Draft = replace(draft, version=draft.version + 1, **fields)  # type: ignore[arg-type]
    return changed


def _without(draft: Draft, question: Question) -> tuple[Question, ...]:
    return tuple(settled for settled in draft.settled if settled is not question)


def _is_open(draft: Draft, question: Question, *, needs_place: bool) -> bool:
    if question is Question.CARD:
        return True
    if question in draft.settled:
        return False
    if question in {Question.SUBDISTRICT, Question.COMMUNITY, Question.WHEN} and not needs_place:
        return False
    return {
        Question.STORY: not draft.story,
        Question.KIND: draft.category is None,
        Question.SUBDISTRICT: not (draft.subdistrict or draft.place_choices),
        # Only a sub-district or a handful of namesakes lead on to a community.
        Question.COMMUNITY: draft.community is None
        and bool(draft.subdistrict or draft.place_choices),
        Question.WHEN: draft.when is None,
        Question.MODE: draft.mode is None,
        Question.NAME: draft.mode is Mode.NAMED and draft.name is None,
        Question.REACH: draft.mode is Mode.NAMED and draft.reach is None,
    }[question]
