"""A report in the making, and the one question to ask next.

A draft is a value: every answer gives another draft with a higher version.
`next_question` looks only at what is missing, so a story that already says it
all is asked almost nothing.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from triage import questions
from triage.errors import CannotDoThat
from triage.questions import FIELDS, Matter, Question

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One message of the story, with the number Telegram gave it in its chat."""

    message: int = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to one of a category's own questions; None if it was skipped."""

    question: str
    words: str | None = field(repr=False)


ENOUGH = "enough"
"""Stands in the place of a question: all further ones of the category are skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when it happened, as read out of the words: ISO 8601 with offset.

    What recurs may do so at some hours of the day alone, as HH:MM.
    """

    earliest: str
    latest: str
    recurring: bool
    daily_from: str = ""
    daily_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report not yet confirmed.

    `settled` holds the questions answered or skipped by the reporter, in that
    order; what was read out of the story is not in it. `pending` waits for the
    answer whether it belongs here, `aside` for the next report. `dangers` are
    the triggers answered so far, the most urgent first. `follows` is the reference
    of a report just sent, which all of this may belong to; with `corrects` it is a
    message of it that was changed.
    """

    id: bytes
    version: int = 1
    pieces: tuple[Piece, ...] = ()
    pending: Piece | None = None
    aside: tuple[Piece, ...] = ()
    follows: str | None = None
    corrects: bool = False
    files: int = 0
    album: str | None = None
    category: str | None = None
    subkind: str | None = None
    dangers: tuple[str, ...] = ()
    is_safe: bool = False
    subdistrict: str | None = None
    community: str | None = None
    place_choices: tuple[str, ...] = ()
    place_words: str | None = None
    nearer_words: str | None = None
    pin: tuple[float, float] | None = None
    when: When | None = None
    when_words: str | None = None
    interval: Span | None = None
    answers: tuple[Answer, ...] = ()
    mode: Mode | None = None
    name: str | None = None
    reach: str | None = None
    settled: tuple[Question, ...] = ()

    @property
    def danger(self) -> str | None:
        """The most urgent danger it speaks of, None if it speaks of none."""
        return self.dangers[0] if self.dangers else None

    @property
    def kind(self) -> str | None:
        """The code of what it is about: the nearer one, where that is known."""
        return self.subkind or self.category


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


def next_question(draft: Draft, matter: Matter) -> Question:
    """Return what to ask next; Question.CARD once nothing is missing."""
    return next(q for q in Question if _is_open(draft, q, matter))


def next_detail(draft: Draft, matter: Matter) -> str | None:
    """Return the key of the own question to ask next, None if none is left."""
    said = {answer.question for answer in draft.answers}
    if ENOUGH in said:
        return None
    return next((key for key in matter.details if key not in said), None)


def with_answer(draft: Draft, question: Question, **fields: object) -> Draft:
    """Return *draft* with *question* answered by the given *fields*."""
    return _next(draft, settled=(*_without(draft, question), question), **fields)


def with_detail(draft: Draft, key: str, words: str | None) -> Draft:
    """Return *draft* with one of the category's own questions answered or skipped."""
    answer = Answer(question=key, words=words)
    settled = (*draft.settled, Question.DETAIL)
    return _next(draft, answers=(*draft.answers, answer), settled=settled)


def with_found(draft: Draft, **fields: object) -> Draft:
    """Return *draft* with what was read out of its words; nothing counts as asked."""
    return _next(draft, **fields)


def skipped(draft: Draft, question: Question) -> Draft:
    """Return *draft* with *question* left open for good.

    Raises:
        CannotDoThat: If *question* needs an answer.
    """
    if not questions.may_skip(question):
        raise CannotDoThat(f"{question} cannot be skipped")
    return with_answer(draft, question)


def one_back(draft: Draft) -> Draft:
    """Return *draft* with the last answer taken back, or the same if there is none."""
    if not draft.settled:
        return draft
    last = draft.settled[-1]
    if last is Question.DETAIL:
        return _next(draft, settled=draft.settled[:-1], answers=draft.answers[:-1])
    return _next(draft, settled=draft.settled[:-1], **_emptied(last))


def reopened(draft: Draft, question: Question) -> Draft:
    """Return *draft* with *question* to be asked once more, its answer forgotten."""
    if question is Question.DETAIL:
        return _next(draft, settled=_without(draft, question), answers=())
    also = {
        Question.KIND: (Question.SUBKIND,),
        Question.SUBDISTRICT: (Question.COMMUNITY,),
        Question.MODE: (Question.NAME, Question.REACH),
    }
    again = {question, *also.get(question, ())}
    settled = tuple(one for one in draft.settled if one not in again)
    emptied = {name: value for one in again for name, value in _emptied(one).items()}
    return _next(draft, settled=settled, **emptied)


def place_said(draft: Draft) -> str:
    """Return what was typed when asked for the place, empty if nothing was."""
    return "\n".join(part for part in (draft.place_words, draft.nearer_words) if part)


def _next(draft: Draft, **fields: object) -> Draft:
    # mypy knows no types for **fields of replace(); each caller names fields of Draft.
    changed: Draft = replace(draft, version=draft.version + 1, **fields)  # type: ignore[arg-type]
    return changed


def _emptied(question: Question) -> dict[str, object]:
    empty = Draft(id=b"")
    return {name: getattr(empty, name) for name in FIELDS[question]}


def _without(draft: Draft, question: Question) -> tuple[Question, ...]:
    return tuple(settled for settled in draft.settled if settled is not question)


def _is_open(draft: Draft, question: Question, matter: Matter) -> bool:
    if question is Question.CARD:
        return True
    if question in draft.settled and question is not Question.DETAIL:
        return False
    if not questions.is_asked(question, matter):
        return False
    return {
        # A voice message or a photo tells it too.
        Question.STORY: not (draft.pieces or draft.files or draft.pending or draft.follows),
        Question.PENDING: draft.pending is not None or draft.follows is not None,
        Question.SAFE: bool(draft.dangers) and not draft.is_safe,
        Question.KIND: draft.category is None,
        Question.SUBKIND: draft.subkind is None and matter.has_subkinds,
        Question.SUBDISTRICT: not (draft.subdistrict or draft.place_choices),
        # Only a sub-district or a handful of namesakes lead on to a community.
        Question.COMMUNITY: draft.community is None
        and bool(draft.subdistrict or draft.place_choices),
        Question.WHEN: not (draft.when or draft.interval),
        Question.DETAIL: next_detail(draft, matter) is not None,
        Question.MODE: draft.mode is None,
        Question.NAME: draft.mode is Mode.NAMED and draft.name is None,
        Question.REACH: draft.mode is Mode.NAMED and draft.reach is None,
    }[question]
