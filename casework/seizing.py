"""Write down gas cylinders that were seized; the lines add up to the counter."""

from casework import deeds, events
from casework.officers import Officer
from casework.work import Work
from storage import cases, checked
from storage.checked import SeizureRow
from triage import seizures
from triage.cases import DeskCase
from triage.permissions import Act
from triage.seizures import Line, Size, State, Total


async def seize(work: Work, officer: Officer, case_id: bytes, text: str) -> DeskCase:
    """Keep the lines that *text* says, one to a line of it, and return the case.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        Unreadable: If a line does not say how many of what.
        BelowZero: If more is taken back than was seized.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    there = await seized(work, case_id)
    for new in seizures.read_all(text):
        there = seizures.added(there, new)
        seq = await events.record(
            work,
            "cylinders.seized",
            actor=officer.number,
            subject="case",
            subject_id=case_id,
            exact=True,
        )
        row = SeizureRow(
            seq=seq,
            case_id=case_id,
            officer=officer.number,
            size=new.size,
            state=new.state,
            count=new.count,
            at=work.now,
        )
        await checked.seize(work.tx, row)
    return found


async def seized(work: Work, case_id: bytes) -> Total:
    """Return what was seized in a case; the caller has asked who may know."""
    rows = await checked.seized(work.tx, await cases.absorbed_by(work.tx, case_id))
    return seizures.total(
        Line(size=Size(row.size), state=State(row.state), count=row.count) for row in rows
    )
