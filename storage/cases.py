"""Cases: one incident each, with the reports that belong to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage import sights
from storage.sights import Sight
from storage.tables import case, report
from storage.transaction import Tx
from triage.categories import CaseKind, Severity
from triage.grouping import Shape
from triage.routing import Queue
from triage.rules import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case as it is opened."""

    id: bytes
    kind: str
    queue: str
    desk: str
    state: str
    severity: str
    opened_at: datetime
    category: str
    subdistrict: str | None
    community: str | None
    terms: Terms
    # When the first of its clocks is over, and when to look at them.
    due_at: datetime
    look_at: datetime | None
    first_due_at: datetime | None = None
    # The closed case that it is a repeat of.
    repeat_of: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as it stands."""

    id: bytes
    kind: CaseKind
    queue: Queue
    desk: str
    state: str
    severity: Severity
    opened_at: datetime
    absorbed_into: bytes | None
    repeat_of: bytes | None

    @property
    def shape(self) -> Shape:
        """What of it changes with its reports."""
        return Shape(
            state=self.state,
            queue=self.queue,
            desk=self.desk,
            severity=self.severity,
            absorbed_into=self.absorbed_into,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A report as it counts in a case."""

    id: bytes
    case_id: bytes
    arrival: int
    reference: str
    reporter_id: bytes | None = field(repr=False)
    received_at: datetime
    is_withdrawn: bool


async def one(tx: Tx, case_id: bytes) -> CaseRow | None:
    """Return the case *case_id*, if there is one."""
    row = (await tx.execute(sa.select(case).where(case.c.id == case_id))).one_or_none()
    if row is None:
        return None
    return CaseRow(
        id=row.id,
        kind=CaseKind(row.kind),
        queue=Queue(row.queue),
        desk=row.desk,
        state=row.state,
        severity=Severity(row.severity),
        opened_at=row.opened_at,
        absorbed_into=row.absorbed_into,
        repeat_of=row.repeat_of,
    )


async def add(tx: Tx, new: NewCase) -> None:
    """Open a case."""
    values = {name: getattr(new, name) for name in NewCase.__dataclass_fields__}
    values |= {"terms": new.terms.written(), "version": 0}
    await tx.execute(sa.insert(case).values(values))


async def is_in(tx: Tx, case_id: bytes, sight: Sight) -> bool:
    """Return whether a case is in *sight*."""
    query = sa.select(sa.func.count()).select_from(case)
    query = query.where(case.c.id == case_id, sights.allows(sight))
    return bool((await tx.execute(query)).scalar_one())


async def last_heard(tx: Tx, case_id: bytes) -> datetime | None:
    """Return when the latest report of a case came in, None if it has none."""
    query = sa.select(sa.func.max(report.c.received_at)).where(report.c.case_id == case_id)
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found


async def reshape(tx: Tx, case_id: bytes, shape: Shape) -> None:
    """Let a case be *shape*."""
    values = {name: getattr(shape, name) for name in Shape.__dataclass_fields__}
    values |= {"version": case.c.version + 1}
    await tx.execute(sa.update(case).where(case.c.id == case_id).values(values))


async def reports_in(tx: Tx, case_id: bytes) -> Sequence[bytes]:
    """Return the reports of a case in the order of their arrival."""
    query = sa.select(report.c.id).where(report.c.case_id == case_id).order_by(report.c.arrival)
    return (await tx.execute(query)).scalars().all()


async def held(tx: Tx, case_id: bytes) -> list[Held]:
    """Return the reports of a case in the order of their arrival, as they count."""
    return await _held(tx, report.c.case_id == case_id)


async def within(tx: Tx, report_ids: Collection[bytes], queues: Collection[Queue]) -> list[Held]:
    """Return those of the reports whose cases are in *queues*, as they count in any case."""
    return await _held(tx, report.c.id.in_(report_ids), case.c.queue.in_(queues))


async def put(tx: Tx, report_ids: Collection[bytes], case_id: bytes) -> None:
    """Let these reports belong to a case, with all that hangs on them."""
    here = report.c.id.in_(report_ids)
    await tx.execute(sa.update(report).where(here).values(case_id=case_id))


async def stands(tx: Tx, case_id: bytes) -> bool:
    """Return whether a report of this case was not withdrawn."""
    here = (report.c.case_id == case_id, report.c.withdrawn_on.is_(None))
    query = sa.select(sa.func.count()).select_from(report).where(*here)
    return bool((await tx.execute(query)).scalar_one())


async def absorbed_by(tx: Tx, case_id: bytes) -> list[bytes]:
    """Return a case and all that were merged into it, one after another."""
    found = [case_id]
    waiting = [case_id]
    while waiting:
        query = sa.select(case.c.id).where(case.c.absorbed_into.in_(waiting))
        waiting = [id_ for id_ in (await tx.execute(query)).scalars() if id_ not in found]
        found += waiting
    return found


async def current(tx: Tx, case_id: bytes) -> bytes:
    """Return the case that *case_id* was merged into by now, or itself."""
    seen = {case_id}
    while True:
        query = sa.select(case.c.absorbed_into).where(case.c.id == case_id)
        into = (await tx.execute(query)).scalar_one_or_none()
        if into is None or into in seen:
            return case_id
        seen.add(into)
        case_id = into


async def _held(tx: Tx, *where: sa.ColumnElement[bool]) -> list[Held]:
    query = sa.select(report).join(case, case.c.id == report.c.case_id).where(*where)
    rows = await tx.execute(query.order_by(report.c.arrival))
    return [
        Held(
            id=row.id,
            case_id=row.case_id,
            arrival=row.arrival,
            reference=row.reference,
            reporter_id=row.reporter_id,
            received_at=row.received_at,
            is_withdrawn=row.withdrawn_on is not None,
        )
        for row in rows
    ]
