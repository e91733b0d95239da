"""Cases: one incident each, with the reports that belong to it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import case, report
from storage.transaction import Tx
from triage.categories import CaseKind
from triage.routing import Queue


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
    # The closed case that it is a repeat of.
    repeat_of: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as it stands."""

    id: bytes
    kind: CaseKind
    queue: Queue
    state: str
    severity: str
    opened_at: datetime
    absorbed_into: bytes | None
    repeat_of: bytes | None


async def one(tx: Tx, case_id: bytes) -> CaseRow | None:
    """Return the case *case_id*, if there is one."""
    row = (await tx.execute(sa.select(case).where(case.c.id == case_id))).one_or_none()
    if row is None:
        return None
    return CaseRow(
        id=row.id,
        kind=CaseKind(row.kind),
        queue=Queue(row.queue),
        state=row.state,
        severity=row.severity,
        opened_at=row.opened_at,
        absorbed_into=row.absorbed_into,
        repeat_of=row.repeat_of,
    )


async def add(tx: Tx, new: NewCase) -> None:
    """Open a case."""
    values = {name: getattr(new, name) for name in NewCase.__dataclass_fields__}
    await tx.execute(sa.insert(case).values(values))


async def last_heard(tx: Tx, case_id: bytes) -> datetime | None:
    """Return when the latest report of a case came in, None if it has none."""
    query = sa.select(sa.func.max(report.c.received_at)).where(report.c.case_id == case_id)
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found
