"""Files that residents sent: where each stands, and whose it is.

A file belongs to a draft first (`draft_id`) and to a report once that is sent
(`report_id`). Its bytes are in storage/file_chunks.py.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.keys import KeyName
from storage.tables import draft, file, report
from storage.transaction import Box, Tx


class FileState(StrEnum):
    """How far a file has come."""

    # To be fetched from Telegram.
    WAITING = "waiting"
    # To be sealed anew from the SOURCE that has its id for a draft.
    MOVING = "moving"
    SOURCE = "source"
    # Clean copy and original are there, or the original alone.
    READY = "ready"
    ORIGINAL_ONLY = "original_only"
    # Could not be taken: its key is gone.
    FAILED = "failed"
    # Its key is gone, its pieces will be.
    ERASED = "erased"


_TO_DO = (FileState.WAITING, FileState.MOVING)
_GONE = (FileState.FAILED, FileState.ERASED)
KEPT = (FileState.READY, FileState.ORIGINAL_ONLY)
"""The states of files whose bytes are here."""

_IN_ORDER = sa.select(file).order_by(file.c.due_at, file.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file; `sealed_about` is under its data key, and that under `wrapped_by`."""

    id: bytes
    draft_id: bytes | None = None
    report_id: bytes | None = None
    kind: str
    state: FileState
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_about: bytes = field(repr=False)
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The report of a file: the key that wraps its own, and its reporter unless anonymous."""

    wrapped_by: KeyName
    reporter_id: bytes | None


async def add(tx: Tx, new: FileRow, due_at: datetime) -> None:
    """Keep a file that is to be fetched or sealed anew, from *due_at* on."""
    values = {name: getattr(new, name) for name in FileRow.__dataclass_fields__}
    await tx.execute(sa.insert(file).values(**values, due_at=due_at))
    tx.wake(Box.FILES)


async def one(tx: Tx, file_id: bytes) -> FileRow | None:
    """Return a file, held against changes until the transaction ends; None if it is gone."""
    query = sa.select(file).where(file.c.id == file_id).with_for_update()
    row = (await tx.execute(query)).one_or_none()
    return _row(row) if row else None


async def of_draft(tx: Tx, draft_id: bytes) -> list[FileRow]:
    """Return the files of a draft that are still there, held until the transaction ends."""
    query = _IN_ORDER.where(file.c.draft_id == draft_id, file.c.state.not_in(_GONE))
    return [_row(row) for row in await tx.execute(query.with_for_update())]


async def of_report(tx: Tx, report_id: bytes) -> list[FileRow]:
    """Return all files of a report, those that could not be taken too."""
    return [_row(row) for row in await tx.execute(_IN_ORDER.where(file.c.report_id == report_id))]


async def due(tx: Tx, now: datetime, limit: int) -> list[FileRow]:
    """Return what is to be fetched or sealed anew, oldest first."""
    query = _IN_ORDER.where(file.c.state.in_(_TO_DO), file.c.due_at <= now).limit(limit)
    return [_row(row) for row in await tx.execute(query)]


async def next_due(tx: Tx) -> datetime | None:
    """Return when the next file is due, None if there is none."""
    query = sa.select(sa.func.min(file.c.due_at)).where(file.c.state.in_(_TO_DO))
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found


async def change(tx: Tx, file_id: bytes, values: dict[str, Any]) -> None:
    """Write *values*, by the names of columns."""
    await tx.execute(sa.update(file).where(file.c.id == file_id).values(**values))


async def end(
    tx: Tx, ids: Collection[bytes], now: datetime, state: FileState = FileState.ERASED
) -> None:
    """Destroy the keys of files and what is known of them; their pieces go with the next sweep."""
    values: dict[str, Any] = {"state": state, "sealed_data_key": b"", "sealed_about": b""}
    values |= {"draft_id": None, "due_at": now}
    if state is FileState.ERASED:
        values["report_id"] = None
    await tx.execute(sa.update(file).where(file.c.id.in_(list(ids))).values(**values))


async def without_draft(tx: Tx) -> list[bytes]:
    """Return the ids of files whose draft is gone and which came into no report."""
    query = sa.select(file.c.id).where(
        file.c.draft_id.is_not(None),
        file.c.state != FileState.SOURCE,
        file.c.draft_id.not_in(sa.select(draft.c.id)),
    )
    return [row.id for row in await tx.execute(query)]


async def to_clear(tx: Tx, limit: int) -> list[bytes]:
    """Return erased files whose pieces and row are still to be dropped."""
    query = sa.select(file.c.id).where(file.c.state == FileState.ERASED).limit(limit)
    return [row.id for row in await tx.execute(query)]


async def remove(tx: Tx, file_id: bytes) -> None:
    """Drop the row of an erased file that has no pieces any more."""
    erased = (file.c.id == file_id, file.c.state == FileState.ERASED)
    await tx.execute(sa.delete(file).where(*erased))


async def owner(tx: Tx, report_id: bytes) -> Owner:
    """Return to whom the files of a report belong."""
    query = sa.select(report.c.wrapped_by, report.c.reporter_id).where(report.c.id == report_id)
    row = (await tx.execute(query)).one()
    return Owner(wrapped_by=KeyName(row.wrapped_by), reporter_id=row.reporter_id)


async def report_called(tx: Tx, reference: str) -> bytes | None:
    """Return the id of the report with this *reference*, if there is one."""
    query = sa.select(report.c.id).where(report.c.reference == reference)
    found: bytes | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def count_by_state(tx: Tx) -> dict[FileState, int]:
    """Return how many files stand how."""
    query = sa.select(file.c.state, sa.func.count().label("files")).group_by(file.c.state)
    return {FileState(row.state): row.files for row in await tx.execute(query)}


def _row(row: sa.Row[Any]) -> FileRow:
    return FileRow(
        id=row.id,
        draft_id=row.draft_id,
        report_id=row.report_id,
        kind=row.kind,
        state=FileState(row.state),
        wrapped_by=KeyName(row.wrapped_by),
        sealed_data_key=row.sealed_data_key,
        sealed_about=row.sealed_about,
        tries=row.tries,
    )
