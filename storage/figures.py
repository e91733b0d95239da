"""Count cases by queue, place and kind, without reading one."""

from collections.abc import Collection, Mapping
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
    live = case.c.state.in_(LIVE)
    now = {
        "open": case.c.state == OPEN,
        "claimed": case.c.state != OPEN,
        "overdue": case.c.due_at < span.now,
    }
    received = sa.and_(case.c.opened_at >= span.since, case.c.opened_at < span.until)
    then = {
        "received": sa.true(),
        "answered": case.c.answered_at.is_not(None),
        "on_time": case.c.answered_at <= case.c.first_due_at,
        "closed": sa.and_(sa.not_(live), case.c.state != WITHDRAWN),
        "verified": case.c.state.in_(_VERIFIED),
    }
    # Each question from its own index: both in one would read every case there ever was.
    found = await _counted(tx, by, now, live, case.c.queue.in_(queues))
    unmerged = (received, case.c.state != MERGED, case.c.queue.in_(queues))
    for name, counts in (await _counted(tx, by, then, *unmerged)).items():
        found[name] = found.get(name, Counts()) + counts
    return found


async def _counted(
    tx: Tx,
    by: GroupedBy,
    counts: Mapping[str, sa.ColumnElement[bool]],
    *where: sa.ColumnElement[bool],
) -> dict[str | None, Counts]:
    group = _COLUMNS[by]
    columns = (sa.func.count().filter(what).label(name) for name, what in counts.items())
    query = sa.select(group.label("name"), *columns).where(*where).group_by(group)
    return {
        row.name: Counts(**{name: getattr(row, name) for name in counts})
        for row in await tx.execute(query)
    }
