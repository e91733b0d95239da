"""Reports that can be found: what is kept of each to compare it again, sealed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage import sights
from storage.keys import KeyName
from storage.matching_tables import indexed
from storage.sights import Sight
from storage.tables import case, report
from storage.transaction import Tx
from triage.realms import Realm

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIndexed:
    """A report as it is made findable; `sealed_reading` is under its data key."""

    arrival: int
    report_id: bytes
    realm: Realm
    version: int
    breadth: float
    sealed_reading: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report that was found, with the case that holds it now."""

    arrival: int
    report_id: bytes
    reporter_id: bytes | None = field(repr=False)
    reference: str
    category: str
    received_at: datetime
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_reading: bytes = field(repr=False)
    breadth: float
    version: int
    case_id: bytes
    state: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides whether a report that was found is looked at nearer."""

    arrival: int
    breadth: float
    case_id: bytes


_COLUMNS = (
    indexed.c.arrival,
    indexed.c.report_id,
    indexed.c.sealed_reading,
    indexed.c.breadth,
    indexed.c.version,
    report.c.reporter_id,
    report.c.reference,
    report.c.category,
    report.c.received_at,
    report.c.wrapped_by,
    report.c.sealed_data_key,
    report.c.case_id,
    case.c.state,
)
_JOINED = indexed.join(report, report.c.id == indexed.c.report_id).join(
    case, case.c.id == report.c.case_id
)
_SELECT = sa.select(*_COLUMNS).select_from(_JOINED)
_SHAPES = (
    sa.select(indexed.c.arrival, indexed.c.breadth, report.c.case_id)
    .join(report, report.c.id == indexed.c.report_id)
    .where(indexed.c.arrival.in_(sa.bindparam("these", expanding=True)))
)
_THESE = _SELECT.where(indexed.c.arrival.in_(sa.bindparam("these", expanding=True)))


async def add(tx: Tx, new: NewIndexed) -> None:
    """Keep what is needed to compare a report again."""
    values = {name: getattr(new, name) for name in NewIndexed.__dataclass_fields__}
    await tx.execute(sa.insert(indexed).values(values))


async def shapes(tx: Tx, arrivals: Collection[int]) -> list[Shape]:
    """Return the shapes of the reports with these numbers."""
    rows = await tx.execute(_SHAPES, {"these": list(arrivals)})
    return [Shape(arrival=row.arrival, breadth=row.breadth, case_id=row.case_id) for row in rows]


async def these(tx: Tx, arrivals: Collection[int]) -> Mapping[int, Kept]:
    """Return the reports with these numbers, those that are there."""
    rows = await tx.execute(_THESE, {"these": list(arrivals)})
    return {row.arrival: _kept(row) for row in rows}


async def within(tx: Tx, arrivals: Collection[int], sight: Sight) -> frozenset[int]:
    """Return which reports with these numbers are in cases in *sight*."""
    here = (indexed.c.arrival.in_(arrivals), sights.allows(sight))
    query = sa.select(indexed.c.arrival).select_from(_JOINED).where(*here)
    return frozenset((await tx.execute(query)).scalars())


async def of_report(tx: Tx, report_id: bytes) -> Kept | None:
    """Return what is kept of a report, None if it cannot be found."""
    rows = await tx.execute(_SELECT.where(indexed.c.report_id == report_id))
    row = rows.one_or_none()
    return _kept(row) if row else None


async def of_case(tx: Tx, case_id: bytes) -> list[Kept]:
    """Return the reports of a case that can be found, in the order of their arrival."""
    query = _SELECT.where(report.c.case_id == case_id).order_by(indexed.c.arrival)
    return [_kept(row) for row in await tx.execute(query)]


async def with_latest(
    tx: Tx, realm: Realm, report_ids: Collection[bytes], latest: int
) -> list[Kept]:
    """Return these reports of *realm* and its *latest* others, in the order of their arrival."""
    here = _SELECT.where(indexed.c.realm == realm)
    newest = here.order_by(indexed.c.arrival.desc()).limit(latest)
    found = {row.arrival: _kept(row) for row in await tx.execute(newest)}
    wanted = sorted(set(report_ids) - {one.report_id for one in found.values()})
    for at in range(0, len(wanted), _AT_ONCE):
        these = here.where(indexed.c.report_id.in_(wanted[at : at + _AT_ONCE]))
        found |= {row.arrival: _kept(row) for row in await tx.execute(these)}
    return [found[arrival] for arrival in sorted(found)]


async def renew(tx: Tx, new: NewIndexed) -> None:
    """Put what is kept of a report anew, under another version."""
    values = {"version": new.version, "breadth": new.breadth, "sealed_reading": new.sealed_reading}
    here = indexed.c.arrival == new.arrival
    await tx.execute(sa.update(indexed).where(here).values(values))


async def remove(tx: Tx, arrival: int) -> None:
    """Let a report be found no more."""
    await tx.execute(sa.delete(indexed).where(indexed.c.arrival == arrival))


async def outdated(tx: Tx, realm: Realm, version: int, after: int, limit: int) -> list[Kept]:
    """Return reports of *realm* under another version than this, after the number *after*."""
    query = _SELECT.where(
        indexed.c.realm == realm, indexed.c.version != version, indexed.c.arrival > after
    )
    rows = await tx.execute(query.order_by(indexed.c.arrival).limit(limit))
    return [_kept(row) for row in rows]


async def count_outdated(tx: Tx, realm: Realm, version: int) -> int:
    """Return how many reports of *realm* are under another version than this."""
    query = sa.select(sa.func.count()).select_from(indexed)
    query = query.where(indexed.c.realm == realm, indexed.c.version != version)
    return int((await tx.execute(query)).scalar_one())


def _kept(row: sa.Row[tuple[object, ...]]) -> Kept:
    fields = row._asdict()
    return Kept(**fields | {"wrapped_by": KeyName(row.wrapped_by)})
