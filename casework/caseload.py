"""Find cases: the most pressing, one's own, and one by its reference."""

from casework import deeds
from casework.deeds import NotInTheHouse
from casework.officers import NoSuchCase, Officer
from casework.work import Work
from storage import cases, desk
from triage import references
from triage.cases import DeskCase
from triage.permissions import Act

SHOWN = 10
"""Cases in a list: what a phone shows without scrolling far."""


async def next_of(work: Work, officer: Officer) -> DeskCase | None:
    """Return the most pressing case that *officer* may take, None if there is none."""
    return next(iter(await waiting(work, officer, 1)), None)


async def waiting(work: Work, officer: Officer, limit: int = SHOWN) -> list[DeskCase]:
    """Return the open cases that *officer* may take, the most pressing first."""
    return await desk.waiting(work.tx, officer.sight(Act.LIST), officer.id, work.now, limit)


async def mine(work: Work, officer: Officer) -> list[DeskCase]:
    """Return the cases that *officer* has, the most pressing first."""
    return await desk.of_officer(work.tx, officer.id)


async def called(work: Work, officer: Officer, typed: str) -> DeskCase:
    """Return the case that holds the report with the reference *typed* now.

    Raises:
        NoSuchCase: If there is none, or it is not theirs.
    """
    reference = references.parse(typed, work.house.settings.district.prefix)
    case_id = await desk.by_reference(work.tx, reference) if reference else None
    if case_id is None:
        raise NoSuchCase("no report has this reference")
    return await current(work, officer, case_id)


async def current(work: Work, officer: Officer, case_id: bytes) -> DeskCase:
    """Return a case as it is now, or the one that it was merged into.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
    """
    try:
        return await deeds.look(work, officer, await cases.current(work.tx, case_id), Act.LIST)
    except NotInTheHouse:
        raise NoSuchCase("a case without reports") from None
