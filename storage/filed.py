"""What happens to reports after they were filed: withdrawn, opened anew, forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from storage.keys import KeyName
from storage.tables import case, report, reporter
from storage.transaction import Tx
from triage.routes import Route
from triage.standing import OPEN, WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """What is needed to add to a report."""

    id: bytes
    case_id: bytes
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_details: bytes = field(repr=False)
    danger: str | None
    subdistrict: str | None
    community: str | None


async def one(tx: Tx, id_: bytes) -> FiledReport | None:
    """Return the report *id_*, if there is one."""
    row = (await tx.execute(sa.select(report).where(report.c.id == id_))).one_or_none()
    if row is None:
        return None
    return FiledReport(
        id=row.id,
        case_id=row.case_id,
        wrapped_by=KeyName(row.wrapped_by),
        sealed_data_key=row.sealed_data_key,
        sealed_details=row.sealed_details,
        danger=row.danger,
        subdistrict=row.subdistrict,
        community=row.community,
    )


async def renew_receipt(tx: Tx, id_: bytes, receipt_hash: bytes) -> None:
    """Let another receipt open the report *id_*; the one before opens nothing from now on."""
    here = report.c.id == id_
    await tx.execute(sa.update(report).where(here).values(receipt_hash=receipt_hash))


async def withdraw(tx: Tx, id_: bytes, today: date) -> None:
    """Mark the report *id_* as withdrawn, and its open case if none of its reports is left."""
    here = (report.c.id == id_, report.c.withdrawn_on.is_(None))
    await tx.execute(sa.update(report).where(*here).values(withdrawn_on=today))
    case_id = sa.select(report.c.case_id).where(report.c.id == id_).scalar_subquery()
    stands = sa.exists().where(report.c.case_id == case.c.id, report.c.withdrawn_on.is_(None))
    empty = (case.c.id == case_id, case.c.state == OPEN, sa.not_(stands))
    gone = {"state": WITHDRAWN, "version": case.c.version + 1}
    await tx.execute(sa.update(case).where(*empty).values(gone))


async def endanger(tx: Tx, filed: FiledReport, *, danger: str, route: Route) -> None:
    """Note that a report speaks of *danger*, and move its case to where danger waits."""
    here = (report.c.id == filed.id, report.c.danger.is_(None))
    await tx.execute(sa.update(report).where(*here).values(danger=danger))
    moved = {
        "queue": route.queue,
        "desk": route.desk,
        "severity": route.severity,
        "terms": route.terms.written(),
        # Whoever put it aside did so before there was danger.
        "snoozed_until": None,
        "version": case.c.version + 1,
    }
    await tx.execute(sa.update(case).where(case.c.id == filed.case_id).values(moved))


async def burn_ways(tx: Tx, lookups: Sequence[bytes]) -> int:
    """Erase the way to the chat of whoever is behind *lookups*; return how many there were."""
    mine = reporter.c.lookup.in_(lookups)
    nothing = {"lookup": None, "sealed_chat": None}
    return (await tx.execute(sa.update(reporter).where(mine).values(nothing))).rowcount


async def is_way_of(tx: Tx, reporter_id: bytes, lookups: Sequence[bytes]) -> bool:
    """Return whether the reporter *reporter_id* is the person behind *lookups*."""
    mine = (reporter.c.id == reporter_id, reporter.c.lookup.in_(lookups))
    query = sa.select(sa.func.count()).select_from(reporter).where(*mine)
    return bool((await tx.execute(query)).scalar_one())
