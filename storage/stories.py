"""What was told of reports that cannot be found yet, sealed as it lies there."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.keys import KeyName
from storage.matching_tables import indexed
from storage.tables import case, message, report
from storage.transaction import Tx
from triage.categories import CaseKind
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The first words of a report and its details, under its data key."""

    report_id: bytes
    arrival: int
    reporter_id: bytes | None = field(repr=False)
    category: str
    received_at: datetime
    kind: CaseKind
    queue: Queue
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_details: bytes = field(repr=False)
    message_id: bytes
    sealed_body: bytes = field(repr=False)


_COLUMNS = (
    report.c.id.label("report_id"),
    report.c.arrival,
    report.c.reporter_id,
    report.c.category,
    report.c.received_at,
    report.c.wrapped_by,
    report.c.sealed_data_key,
    report.c.sealed_details,
    case.c.kind,
    case.c.queue,
    message.c.id.label("message_id"),
    message.c.sealed_body,
)
# What was added later has a number of its own.
_FIRST = sa.and_(message.c.report_id == report.c.id, message.c.arrival == report.c.arrival)
_FOUND = sa.exists().where(indexed.c.report_id == report.c.id)
_UNINDEXED = (
    sa.select(*_COLUMNS)
    .select_from(report.join(case, case.c.id == report.c.case_id).join(message, _FIRST))
    .where(sa.not_(_FOUND), report.c.arrival > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(report.c.arrival)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


async def unindexed(tx: Tx, after: int, limit: int) -> list[Story]:
    """Return reports that cannot be found yet, behind the number *after*, the oldest first."""
    rows = await tx.execute(_UNINDEXED, {"after": after, "most": limit})
    return [_story(row) for row in rows]


def _story(row: sa.Row[tuple[object, ...]]) -> Story:
    told = {
        "wrapped_by": KeyName(row.wrapped_by),
        "kind": CaseKind(row.kind),
        "queue": Queue(row.queue),
    }
    return Story(**row._asdict() | told)
