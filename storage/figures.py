"""Count cases by queue, place and kind, without reading one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import case
from storage.transaction import Tx
from triage.figures import Counts, GroupedBy
from triage.routing import Queue
from triage.standing import LIVE, MERGED, OPEN, WITHDRAWN

_VERIFIED = ("verified", "handed_over", "concluded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From *since* up to *until*, and how things stand *now*."""

    since: datetime
    until: datetime
    now: datetime


_COLUMNS = {
    GroupedBy.QUEUE: case.c.queue,
    GroupedBy.TERRITORY: case.c.subdistrict,
    GroupedBy.CATEGORY: case.c.category,
}


async def counted(
    tx: Tx, by: GroupedBy, span: Span, queues: Collection[Queue]
) -> dict[str | None, Counts]:
    """Return the counts of each group of the cases in *queues*, merged ones left out."""
    group = _COLUMNS[by]
    received = sa.and_(case.c.opened_at >= span.since, case.c.opened_at < span.until)
    live = case.c.state.in_(LIVE)
    counts = {
        "received": received,
        "open": case.c.state == OPEN,
        "claimed": sa.and_(live, case.c.state != OPEN),
        "overdue": sa.and_(live, case.c.due_at < span.now),
        "answered": sa.and_(received, case.c.answered_at.is_not(None)),
        "on_time": sa.and_(received, case.c.answered_at <= case.c.first_due_at),
        "closed": sa.and_(received, sa.not_(live), case.c.state != WITHDRAWN),
        "verified": sa.and_(received, case.c.state.in_(_VERIFIED)),
    }
    query = (
        sa.select(
            group.label("name"),
            *(sa.func.count().filter(where).label(name) for name, where in counts.items()),
        )
        .where(case.c.queue.in_(queues), case.c.state != MERGED, sa.or_(received, live))
        .group_by(group)
    )
    return {
        row.name: Counts(**{name: getattr(row, name) for name in counts})
        for row in await tx.execute(query)
    }
