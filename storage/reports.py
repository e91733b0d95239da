"""Confirmed reports, their messages, their reporters, and what is kept apart."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.keys import KeyName
from storage.tables import case, contact, message, report, reporter
from storage.transaction import Tx
from triage.categories import Severity
from triage.drafts import Mode
from triage.languages import Language
from triage.standing import WITHDRAWN, Standing

_ID = 16
_SHOWN = (
    report.c.id,
    report.c.reporter_id,
    report.c.reference,
    report.c.category,
    report.c.danger,
    report.c.received_at,
    report.c.withdrawn_on,
    report.c.mode,
)
_OF_CASE = (case.c.state, case.c.severity, case.c.queue)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report as it is written down; what a person said is sealed."""

    id: bytes
    case_id: bytes
    reference: str
    arrival: int
    mode: Mode
    reporter_id: bytes | None
    receipt_hash: bytes = field(repr=False)
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_details: bytes = field(repr=False)
    language: Language
    category: str
    danger: str | None
    subdistrict: str | None
    community: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """One message of a report."""

    report_id: bytes
    arrival: int
    direction: str
    visibility: str
    sealed_body: bytes = field(repr=False)
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Name and way to be reached of a report by name, under a key of their own."""

    report_id: bytes
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_name: bytes = field(repr=False)
    sealed_reach: bytes = field(repr=False)


def new_id() -> bytes:
    """Return a fresh random id of 128 bits."""
    return secrets.token_bytes(_ID)


async def add(tx: Tx, new: NewReport) -> None:
    """Write a confirmed report down."""
    await tx.execute(sa.insert(report).values(_values(new)))


async def add_message(tx: Tx, id_: bytes, new: NewMessage) -> None:
    """Write down a message of a report under the id *id_*."""
    await tx.execute(sa.insert(message).values(_values(new) | {"id": id_}))


async def body_of(tx: Tx, message_id: bytes) -> bytes | None:
    """Return the sealed words of a message, None if it is gone."""
    query = sa.select(message.c.sealed_body).where(message.c.id == message_id)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def add_contact(tx: Tx, new: Contact) -> None:
    """Keep how the reporter of a report by name can be reached."""
    await tx.execute(sa.insert(contact).values(_values(new)))


async def reference_is_free(tx: Tx, reference: str) -> bool:
    """Return whether no report has *reference* yet."""
    query = sa.select(sa.func.count()).where(report.c.reference == reference)
    return not (await tx.execute(query)).scalar_one()


async def add_reporter(
    tx: Tx, *, id_: bytes, lookup: bytes, sealed_chat: bytes, language: Language
) -> None:
    """Keep a reporter whom the bot can reach and no officer can see."""
    values = {"id": id_, "lookup": lookup, "sealed_chat": sealed_chat, "language": language}
    await tx.execute(sa.insert(reporter).values(values))


async def speak(tx: Tx, lookups: Sequence[bytes], language: Language) -> None:
    """Write to the reporter behind *lookups* in *language* from now on."""
    mine = reporter.c.lookup.in_(lookups)
    await tx.execute(sa.update(reporter).where(mine).values(language=language))


async def chat_of(tx: Tx, reporter_id: bytes) -> bytes | None:
    """Return the sealed chat of a reporter, or None if the way there was burnt."""
    query = sa.select(reporter.c.sealed_chat).where(reporter.c.id == reporter_id)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def with_receipt(tx: Tx, receipt_hash: bytes) -> Standing | None:
    """Return how the report with this receipt stands, if there is one."""
    rows = await _standings(tx, report.c.receipt_hash == receipt_hash, 1)
    return rows[0] if rows else None


async def with_reference(tx: Tx, reference: str) -> Standing | None:
    """Return how the report with this reference stands, if there is one."""
    rows = await _standings(tx, report.c.reference == reference, 1)
    return rows[0] if rows else None


async def with_id(tx: Tx, id_: bytes) -> Standing | None:
    """Return how the report *id_* stands, if there is one."""
    rows = await _standings(tx, report.c.id == id_, 1)
    return rows[0] if rows else None


async def of_reporter(tx: Tx, lookups: Sequence[bytes], limit: int = 10) -> list[Standing]:
    """Return the reports of the person behind one of these *lookups*, newest first."""
    return await _standings(tx, reporter.c.lookup.in_(lookups), limit)


async def _standings(tx: Tx, where: sa.ColumnElement[bool], limit: int) -> list[Standing]:
    joined = report.join(case).outerjoin(reporter)
    query = sa.select(*_SHOWN, *_OF_CASE).select_from(joined).where(where)
    rows = await tx.execute(query.order_by(report.c.arrival.desc()).limit(limit))
    return [
        Standing(
            id=row.id,
            reporter_id=row.reporter_id,
            reference=row.reference,
            category=row.category,
            severity=Severity(row.severity),
            queue=row.queue,
            danger=row.danger,
            state=WITHDRAWN if row.withdrawn_on else row.state,
            received_at=row.received_at,
            withdrawn_on=row.withdrawn_on,
            mode=Mode(row.mode),
        )
        for row in rows
    ]


def _values(new: NewReport | NewMessage | Contact) -> dict[str, object]:
    return {name: getattr(new, name) for name in type(new).__dataclass_fields__}
