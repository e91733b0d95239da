"""The clocks of a case: first answer, next step, done, and how far each has run.

A clock warns when a quarter of its term is left, escalates when the term is over
and once more at three times the term. All of them stand still while the reporter
is asked something, for 14 days at most; then the reporter counts as not reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from triage import worktime
from triage.rules import Terms
from triage.worktime import Calendar, Period, Stretch

PATIENCE = timedelta(days=14)
"""How long clocks wait for an answer of the reporter; our own measure."""
_SECOND = 3
_WARN = 0.75


class ClockKind(StrEnum):
    """What a clock waits for.

    IDLE is that of a rule with a time of its own for escalation: it runs from the
    last step, whatever the other terms are.
    """

    FIRST_ANSWER = "first_answer"
    NEXT_STEP = "next_step"
    DONE = "done"
    IDLE = "idle"


class Stage(StrEnum):
    """How far a clock is; KEPT and BROKEN are stopped, in time and too late."""

    RUNNING = "running"
    WARNED = "warned"
    ESCALATED = "escalated"
    ESCALATED_TWICE = "escalated_twice"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the reporter; *answered_at* is None as long as nothing came."""

    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What has happened to a case: moments with a time zone, None for not yet.

    *stepped_at* is the last step of an officer that residents would call one.
    """

    opened_at: datetime
    answered_at: datetime | None = None
    stepped_at: datetime | None = None
    done_at: datetime | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock as it stands; the moments are in UTC.

    While it is *paused* they are those that it would have if the pause ended now.
    """

    kind: ClockKind
    stage: Stage
    warns_at: datetime
    due_at: datetime
    second_at: datetime
    paused: bool


def clocks(terms: Terms, progress: Progress, calendar: Calendar, now: datetime) -> list[Clock]:
    """Return the clocks of a case under *terms*, those that have no term left out.

    The next step and idleness count from the last step, the others from the start.

    Raises:
        ValueError: If a moment has no time zone.
    """
    since = progress.stepped_at or progress.opened_at
    wanted = (
        (ClockKind.FIRST_ANSWER, terms.first_answer, progress.opened_at, _answered(progress)),
        (ClockKind.NEXT_STEP, terms.next_step, since, progress.done_at),
        (ClockKind.DONE, terms.done, progress.opened_at, progress.done_at),
        (ClockKind.IDLE, terms.escalate_after, since, progress.done_at),
    )
    return [
        _clock(kind, period, (start, end), progress, calendar, now=now)
        for kind, period, start, end in wanted
        if period is not None
    ]


def is_waiting(questions: Sequence[Question], now: datetime) -> bool:
    """Return whether the reporter is asked something and may still answer."""
    return any(_is_open(question, now) and not _is_lost(question, now) for question in questions)


def not_reached(questions: Sequence[Question], now: datetime) -> bool:
    """Return whether a question was left without an answer for 14 days."""
    return any(_is_open(question, now) and _is_lost(question, now) for question in questions)


def pauses(questions: Sequence[Question], now: datetime) -> list[Stretch]:
    """Return when clocks stood still for *questions* up to *now*."""
    found = []
    for question in questions:
        end = min(question.answered_at or now, question.asked_at + PATIENCE, now)
        if question.asked_at < end:
            found.append(Stretch(begin=question.asked_at, end=end))
    return found


def is_broken(clock: Clock) -> bool:
    """Return whether the term is over and was not kept: somebody owes an apology."""
    return clock.stage in {Stage.ESCALATED, Stage.ESCALATED_TWICE, Stage.BROKEN}


def _clock(
    kind: ClockKind,
    period: Period,
    lasts: tuple[datetime, datetime | None],
    progress: Progress,
    calendar: Calendar,
    *,
    now: datetime,
) -> Clock:
    start, end = lasts
    still = pauses(progress.questions, now)
    due_at = worktime.due(start, period, calendar, still)
    second_at = worktime.due(start, period.times(_SECOND), calendar, still)
    warns_at = worktime.due_after(
        start, _WARN * worktime.length(period, calendar), period.measure, calendar, still
    )
    stage = _stage(warns_at, due_at, second_at, now)
    if end is not None and end <= now:
        stage = Stage.KEPT if end <= due_at else Stage.BROKEN
    return Clock(
        kind=kind,
        stage=stage,
        warns_at=warns_at,
        due_at=due_at,
        second_at=second_at,
        paused=end is None and is_waiting(progress.questions, now),
    )


def _stage(warns_at: datetime, due_at: datetime, second_at: datetime, now: datetime) -> Stage:
    """Return how far a clock is that nothing has stopped; a term is kept to its last moment."""
    if now > second_at:
        return Stage.ESCALATED_TWICE
    if now > due_at:
        return Stage.ESCALATED
    return Stage.WARNED if now > warns_at else Stage.RUNNING


def _answered(progress: Progress) -> datetime | None:
    """Return when the reporter first heard from somebody: a question is an answer too."""
    heard = [question.asked_at for question in progress.questions]
    heard += [moment for moment in (progress.answered_at, progress.done_at) if moment]
    return min(heard, default=None)


def _is_open(question: Question, now: datetime) -> bool:
    asked = question.asked_at <= now
    return asked and (question.answered_at is None or question.answered_at > now)


def _is_lost(question: Question, now: datetime) -> bool:
    return now >= question.asked_at + PATIENCE
