"""Cases as desks see them: what is next, who has what, and how one is changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

import sqlalchemy as sa

from storage import sights
from storage.desk_tables import case_officer
from storage.sights import Sight
from storage.tables import case, report
from storage.transaction import Tx
from triage.cases import DeskCase
from triage.categories import CaseKind, Severity
from triage.routing import Queue
from triage.rules import Terms
from triage.standing import LIVE, OPEN

_STRINGS = {"terms": Terms.written}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Who ever had a case, and who may do nothing with it any more."""

    had_it: frozenset[bytes]
    barred: frozenset[bytes]


_FIRST = (
    sa.select(report.c.reference)
    .where(report.c.case_id == case.c.id)
    .order_by(report.c.arrival)
    .limit(1)
    .scalar_subquery()
    .label("reference")
)
# One that was merged goes by the case it went to, and is not listed.
_SELECT = sa.select(case, _FIRST)
_MOST = 100


async def one(tx: Tx, case_id: bytes) -> DeskCase | None:
    """Return the case *case_id*, None if there is none or all its reports went elsewhere."""
    row = (await tx.execute(_SELECT.where(case.c.id == case_id))).one_or_none()
    return _row(row) if row is not None and row.reference is not None else None


async def by_reference(tx: Tx, reference: str) -> bytes | None:
    """Return the case that holds the report with this reference now."""
    query = sa.select(report.c.case_id).where(report.c.reference == reference)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def waiting(
    tx: Tx, sight: Sight, officer_id: bytes, now: datetime, limit: int
) -> list[DeskCase]:
    """Return the open cases in *sight* that nobody has put aside, the most pressing first.

    The most severe are the most pressing, among them those due first. Cases from
    which the officer is barred are left out.
    """
    mine = (case_officer.c.officer_id == officer_id, case_officer.c.barred)
    barred = sa.exists().where(case_officer.c.case_id == case.c.id, *mine)
    free = sa.or_(case.c.snoozed_until.is_(None), case.c.snoozed_until <= now)
    here = (case.c.state == OPEN, free, sights.allows(sight), sa.not_(barred))
    # Queue by queue, so that each question is answered from its index.
    found: list[DeskCase] = []
    for queue in sight.kinds:
        if sight.kinds[queue]:
            found += await _waiting_in(tx, sa.and_(case.c.queue == queue, *here), limit)
    found.sort(key=lambda one: (one.severity, one.due_at or one.opened_at, one.id))
    return found[:limit]


async def of_officer(tx: Tx, officer_id: bytes, limit: int = _MOST) -> list[DeskCase]:
    """Return the cases that an officer has, those due first."""
    query = _SELECT.where(case.c.claimant == officer_id, case.c.state.in_(LIVE))
    query = query.order_by(case.c.severity, case.c.due_at, case.c.id).limit(limit)
    return [_row(row) for row in await tx.execute(query) if row.reference is not None]


async def expired(tx: Tx, now: datetime, limit: int) -> list[DeskCase]:
    """Return cases whose officer's time with them is over."""
    over = (case.c.claimant.is_not(None), case.c.claimed_until <= now, case.c.state.in_(LIVE))
    rows = await tx.execute(_SELECT.where(*over).order_by(case.c.id).limit(limit))
    return [_row(row) for row in rows if row.reference is not None]


async def to_look_at(tx: Tx, now: datetime, limit: int) -> list[DeskCase]:
    """Return live cases one of whose clocks has come further, the earliest first."""
    due = (case.c.look_at <= now, case.c.state.in_(LIVE))
    rows = await tx.execute(_SELECT.where(*due).order_by(case.c.look_at, case.c.id).limit(limit))
    return [_row(row) for row in rows if row.reference is not None]


async def charges_over(tx: Tx, today: date, limit: int) -> list[DeskCase]:
    """Return live cases that somebody took upon themselves until a day that has passed."""
    over = (case.c.charge_on < today, case.c.state.in_(LIVE))
    rows = await tx.execute(_SELECT.where(*over).order_by(case.c.id).limit(limit))
    return [_row(row) for row in rows if row.reference is not None]


async def live_of_desk(tx: Tx, queue: Queue, desk: str, limit: int = _MOST) -> list[bytes]:
    """Return the live cases of a desk in a queue, the most pressing first."""
    here = (case.c.queue == queue, case.c.desk == desk, case.c.state.in_(LIVE))
    query = sa.select(case.c.id).where(*here).order_by(case.c.severity, case.c.due_at, case.c.id)
    return list((await tx.execute(query.limit(limit))).scalars())


async def save(tx: Tx, before: DeskCase, after: DeskCase) -> bool:
    """Let a case be *after*; return False if it is no longer as *before*, and change nothing."""
    values = {
        one.name: _STRINGS.get(one.name, lambda value: value)(getattr(after, one.name))
        for one in fields(DeskCase)
        if getattr(before, one.name) != getattr(after, one.name)
    }
    here = (case.c.id == before.id, case.c.version == before.version)
    changed = sa.update(case).where(*here).values(values | {"version": case.c.version + 1})
    return bool((await tx.execute(changed)).rowcount)


async def bump(tx: Tx, case_ids: Collection[bytes]) -> None:
    """Count a change of cases that is not in their own row, such as another report."""
    here = case.c.id.in_(case_ids)
    await tx.execute(sa.update(case).where(here).values(version=case.c.version + 1))


async def history(tx: Tx, case_id: bytes) -> History:
    """Return who ever had a case, and who may do nothing with it."""
    rows = (
        await tx.execute(sa.select(case_officer).where(case_officer.c.case_id == case_id))
    ).all()
    return History(
        had_it=frozenset(row.officer_id for row in rows if row.had_it),
        barred=frozenset(row.officer_id for row in rows if row.barred),
    )


async def put_history(tx: Tx, case_id: bytes, known: History) -> None:
    """Keep who had a case and who is barred from it."""
    rows: Sequence[dict[str, object]] = [
        {
            "case_id": case_id,
            "officer_id": id_,
            "had_it": id_ in known.had_it,
            "barred": id_ in known.barred,
        }
        for id_ in sorted(known.had_it | known.barred)
    ]
    for row in rows:
        put = tx.insert(case_officer).values(row)
        said = {"had_it": put.excluded.had_it, "barred": put.excluded.barred}
        keys = ["case_id", "officer_id"]
        await tx.execute(put.on_conflict_do_update(index_elements=keys, set_=said))


async def _waiting_in(tx: Tx, here: sa.ColumnElement[bool], limit: int) -> list[DeskCase]:
    query = _SELECT.where(here).order_by(case.c.severity, case.c.due_at, case.c.id).limit(limit)
    return [_row(row) for row in await tx.execute(query) if row.reference is not None]


def _row(row: sa.Row[tuple[object, ...]]) -> DeskCase:
    known = {one.name: getattr(row, one.name) for one in fields(DeskCase)}
    known |= {
        "kind": CaseKind(row.kind),
        "queue": Queue(row.queue),
        "severity": Severity(row.severity),
        "category": row.category or "",
        "terms": Terms.read(row.terms or ""),
    }
    return DeskCase(**known)
