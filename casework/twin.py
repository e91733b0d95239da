"""A case of integrity opens when two officers of different units want it opened."""

from casework import deeds, events
from casework.officers import Officer
from casework.work import Work
from storage import openings
from triage.errors import CannotDoThat
from triage.permissions import Act
from triage.routing import Queue

_UNITS = 2


class NotSealed(CannotDoThat):
    """The case is no sealed one."""

    text_key = "desk.not_sealed"


class NoUnit(CannotDoThat):
    """An officer without a unit cannot be one of two of different units."""

    text_key = "desk.no_unit"


async def confirm(work: Work, officer: Officer, case_id: bytes) -> bool:
    """Say that a sealed case may be opened; return whether it is open now.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        NotSealed: If it is of another queue.
        NoUnit: If the officer belongs to no unit.
    """
    found = await deeds.look(work, officer, case_id, Act.LIST)
    if found.queue is not Queue.INTEGRITY:
        raise NotSealed("a case that is not sealed")
    if not officer.unit:
        raise NoUnit("an officer without a unit")
    await openings.confirm(work.tx, case_id, officer.id, officer.unit)
    await events.record(
        work,
        "case.confirmed",
        actor=officer.number,
        subject="case",
        subject_id=case_id,
        exact=True,
    )
    return len(await openings.units(work.tx, case_id)) >= _UNITS
