"""What is read of a case: its reports with their messages, sealed as they lie there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.keys import KeyName
from storage.tables import contact, message, report
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReport:
    """A report as it lies there; `sealed_details` is under its data key."""

    id: bytes
    reference: str
    arrival: int
    mode: str
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_details: bytes = field(repr=False)
    category: str
    danger: str | None
    subdistrict: str | None
    community: str | None
    received_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMessage:
    """A message of a report, under its data key; *direction* is `in` or `out`."""

    id: bytes
    report_id: bytes
    arrival: int
    direction: str
    sealed_body: bytes = field(repr=False)
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedContact:
    """Who told a report by name, under a data key of its own."""

    report_id: bytes
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_name: bytes = field(repr=False)
    sealed_reach: bytes = field(repr=False)


async def reports(tx: Tx, case_id: bytes) -> Sequence[SealedReport]:
    """Return the reports of a case in the order of their arrival."""
    query = sa.select(report).where(report.c.case_id == case_id).order_by(report.c.arrival)
    return [
        SealedReport(
            id=row.id,
            reference=row.reference,
            arrival=row.arrival,
            mode=row.mode,
            wrapped_by=KeyName(row.wrapped_by),
            sealed_data_key=row.sealed_data_key,
            sealed_details=row.sealed_details,
            category=row.category,
            danger=row.danger,
            subdistrict=row.subdistrict,
            community=row.community,
            received_at=row.received_at,
            is_withdrawn=row.withdrawn_on is not None,
        )
        for row in await tx.execute(query)
    ]


async def messages(tx: Tx, report_ids: Collection[bytes]) -> Sequence[SealedMessage]:
    """Return the messages of these reports, the earliest first."""
    query = sa.select(message).where(message.c.report_id.in_(report_ids))
    return [
        SealedMessage(
            id=row.id,
            report_id=row.report_id,
            arrival=row.arrival,
            direction=row.direction,
            sealed_body=row.sealed_body,
            written_at=row.written_at,
        )
        for row in await tx.execute(query.order_by(message.c.arrival, message.c.id))
    ]


async def contact_of(tx: Tx, report_id: bytes) -> SealedContact | None:
    """Return who told a report by name, None if nobody did."""
    query = sa.select(contact).where(contact.c.report_id == report_id)
    row = (await tx.execute(query)).one_or_none()
    return SealedContact(**row._asdict() | {"wrapped_by": KeyName(row.wrapped_by)}) if row else None
