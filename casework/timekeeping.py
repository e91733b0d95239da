"""The clocks of a case: when they are next looked at, and what their coming further means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.work import House, Work
from storage import questions
from triage import clocks
from triage.cases import DeskCase
from triage.clocks import Clock, ClockKind, Progress, Stage
from triage.rules import Terms

# A case that no rule gives a clock stands among the others by this.
_WITHOUT = timedelta(days=30)
_STOPPED = frozenset({Stage.KEPT, Stage.BROKEN})
_ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the next clock of a case is over, and when one comes further; None for never."""

    due_at: datetime
    look_at: datetime | None
    first_due_at: datetime | None


def first(house: House, terms: Terms, opened_at: datetime) -> Times:
    """Return the times of a case that is opened."""
    running = clocks.clocks(terms, Progress(opened_at=opened_at), house.calendar(), opened_at)
    return times(running, opened_at)


def times(running: Sequence[Clock], opened_at: datetime) -> Times:
    """Return the times of a case with these clocks."""
    left = [clock for clock in running if clock.stage not in _STOPPED]
    due = min((clock.due_at for clock in left), default=opened_at + _WITHOUT)
    looks = [moment for clock in left if (moment := _next_look(clock)) is not None]
    return Times(
        due_at=due,
        look_at=min(looks, default=None),
        first_due_at=next(
            (clock.due_at for clock in running if clock.kind is ClockKind.FIRST_ANSWER), None
        ),
    )


def furthest(running: Sequence[Clock]) -> Clock | None:
    """Return the clock that has come furthest of those still running, None if there is none."""
    left = [clock for clock in running if clock.stage not in _STOPPED]
    return max(left, key=lambda clock: _ORDER.index(clock.stage), default=None)


async def of_case(work: Work, found: DeskCase) -> list[Clock]:
    """Return the clocks of a case as they stand now."""
    asked = await questions.of_case(work.tx, found.id)
    progress = Progress(
        opened_at=found.opened_at,
        answered_at=found.answered_at,
        stepped_at=found.stepped_at,
        done_at=found.done_at,
        questions=tuple(
            clocks.Question(asked_at=one.asked_at, answered_at=one.answered_at) for one in asked
        ),
    )
    return clocks.clocks(found.terms, progress, work.house.calendar(), work.now)


async def set_anew(work: Work, found: DeskCase) -> DeskCase:
    """Return a case with its times as they are after what was just done; nothing is written."""
    if not found.is_live:
        return replace(found, look_at=None)
    reckoned = times(await of_case(work, found), found.opened_at)
    return replace(found, due_at=reckoned.due_at, look_at=reckoned.look_at)


def _next_look(clock: Clock) -> datetime | None:
    """Return when *clock* comes further; while it is paused, that is found out by looking."""
    moments = {
        Stage.RUNNING: clock.warns_at,
        Stage.WARNED: clock.due_at,
        Stage.ESCALATED: clock.second_at,
    }
    return moments.get(clock.stage)
