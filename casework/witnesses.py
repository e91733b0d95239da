"""Who tells of a case, and in which order they came."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from casework import officers
from casework.officers import Officer
from casework.work import Work
from storage import cases, links
from storage.cases import Held
from storage.links import Link
from triage import witnesses
from triage.links import LinkState
from triage.matching.decide import COPY
from triage.permissions import Act
from triage.witnesses import Voice, Witnesses


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A report of a case by its place in the order of arrival.

    `seq` is the number of its event in the record, whose chain nobody can
    reorder: that is what proves who came first. Of an anonymous report the time
    is cut to the hour.
    """

    seq: int
    report_id: bytes
    reference: str
    received_at: datetime
    is_provisional: bool


async def arrivals(work: Work, officer: Officer, case_id: bytes) -> list[Arrived]:
    """Return the reports of a case, the first to arrive first, withdrawn ones too.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
    """
    await officers.demand(work, officer, case_id, Act.READ)
    found = await _links(work, case_id)
    return [
        Arrived(
            seq=one.arrival,
            report_id=one.id,
            reference=one.reference,
            received_at=one.received_at,
            is_provisional=_is_provisional(one, found),
        )
        for one in await cases.held(work.tx, case_id)
    ]


async def of_case(work: Work, officer: Officer, case_id: bytes) -> Witnesses:
    """Return how many people tell of a case; what was withdrawn counts no more.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
    """
    await officers.demand(work, officer, case_id, Act.READ)
    found = await _links(work, case_id)
    copies: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for one in found:
        if one.alike >= COPY and one.beside_id:
            copies[one.report_id].add(one.beside_id)
    here = await cases.held(work.tx, case_id)
    inside = {one.id for one in here}
    # One text may have been sent so often that the later ones were not put here.
    elsewhere = [id_ for id_ in copies if id_ not in inside]
    outside = await cases.within(work.tx, elsewhere, officer.queues(Act.READ))
    return witnesses.count(
        Voice(
            id=one.id,
            reporter=one.reporter_id,
            copies=frozenset(copies[one.id]),
            counts=one.id in inside and not _is_provisional(one, found),
        )
        for one in (*here, *outside)
        if not one.is_withdrawn
    )


async def _links(work: Work, case_id: bytes) -> list[Link]:
    return await links.to_cases(work.tx, await cases.absorbed_by(work.tx, case_id))


def _is_provisional(report: Held, found: list[Link]) -> bool:
    states = {one.state for one in found if one.report_id == report.id}
    return LinkState.PROVISIONAL in states and LinkState.CONFIRMED not in states
