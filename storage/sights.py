"""Which cases an officer may do something with, as a condition that every query carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.desk_tables import opening
from storage.tables import case
from triage.categories import CaseKind
from triage.routing import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The queues and kinds, places and desks of somebody, for one act.

    No *territories* is the whole district, no *desks* all of them. Whoever has
    territories sees a case without a known place only in the queues of *unplaced*. Where an act
    needs it, a case of integrity is seen once two units have *opened* it.
    """

    kinds: Mapping[Queue, frozenset[CaseKind]]
    territories: frozenset[str] = field(default_factory=frozenset)
    desks: frozenset[str] = field(default_factory=frozenset)
    unplaced: frozenset[Queue] = field(default_factory=frozenset)
    opened: bool = False


def allows(sight: Sight) -> sa.ColumnElement[bool]:
    """Return the condition that a row of `case` is in *sight*."""
    parts = [_in_queue(sight, queue) for queue, kinds in sight.kinds.items() if kinds]
    if not parts:
        return sa.false()
    return sa.and_(sa.or_(*parts), *_in_place(sight), *_at_desk(sight))


def _in_queue(sight: Sight, queue: Queue) -> sa.ColumnElement[bool]:
    here: list[sa.ColumnElement[bool]] = [case.c.queue == queue]
    if sight.kinds[queue] != frozenset(CaseKind):
        here.append(case.c.kind.in_(sight.kinds[queue]))
    if queue is Queue.INTEGRITY and sight.opened:
        units = sa.select(sa.func.count(sa.distinct(opening.c.unit)))
        here.append(units.where(opening.c.case_id == case.c.id).scalar_subquery() > 1)
    return sa.and_(*here)


def _in_place(sight: Sight) -> list[sa.ColumnElement[bool]]:
    if not sight.territories:
        return []
    here: list[sa.ColumnElement[bool]] = [
        case.c.subdistrict.in_(sight.territories),
        case.c.community.in_(sight.territories),
    ]
    if sight.unplaced:
        nowhere = (case.c.subdistrict.is_(None), case.c.community.is_(None))
        here.append(sa.and_(*nowhere, case.c.queue.in_(sight.unplaced)))
    return [sa.or_(*here)]


def _at_desk(sight: Sight) -> list[sa.ColumnElement[bool]]:
    return [case.c.desk.in_(sight.desks)] if sight.desks else []
