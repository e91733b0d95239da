"""`maplebridge routing explain --case`: what the rules of today say of a case that is there."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from bot import console, runtime
from bot.console import fail
from bot.routing import Asked
from casework.work import House
from storage import desk, dossiers
from triage import references
from triage.cases import DeskCase
from triage.routing import Queue


def of_case(config: Path, typed: str) -> tuple[Asked, list[str]]:
    """Return what explain is asked for the case of a reference, and how that case stands.

    The words of its report are not read, so rules that ask for signs or words do not
    take it here.
    """
    settings = console.prepared(config)

    async def found() -> tuple[Asked, list[str]]:
        async with runtime.opened(settings) as house:
            return await _of_case(house, typed)

    return asyncio.run(found())


async def _of_case(house: House, typed: str) -> tuple[Asked, list[str]]:
    reference = references.parse(typed, house.settings.district.prefix)
    async with house.database.read() as tx:
        case_id = await desk.by_reference(tx, reference) if reference else None
        case = await desk.one(tx, case_id) if case_id else None
        if case is None:
            fail("No report has this reference.")
        first, *_ = await dossiers.reports(tx, case.id)
    local = house.settings.district.local(first.received_at)
    asked = Asked(
        text=None,
        category=first.category,
        danger=first.danger,
        subdistrict=first.subdistrict,
        community=first.community,
        official=case.queue is Queue.INTEGRITY,
        at=local.replace(tzinfo=None),
    )
    return asked, list(_stands(case))


def _stands(case: DeskCase) -> Iterator[str]:
    yield f"stands now: queue {case.queue}, desk {case.desk}, {case.severity}, {case.state}"
    yield f"terms it was given: {case.terms.written().replace(',', ' ').strip() or 'none'}"
    yield "its words are not read here: rules that ask for signs or words are passed over"
