"""What officers write about a case, sealed under a data key of its own."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.desk_tables import note
from storage.keys import KeyName
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note; `officer` is the number of whoever wrote it, `seq` its place in the record."""

    id: bytes
    case_id: bytes
    seq: int
    officer: str
    kind: str
    wrapped_by: KeyName
    sealed_data_key: bytes = field(repr=False)
    sealed_body: bytes = field(repr=False)
    written_at: datetime


async def add(tx: Tx, new: NoteRow) -> None:
    """Keep a note."""
    values = {name: getattr(new, name) for name in NoteRow.__dataclass_fields__}
    await tx.execute(sa.insert(note).values(values))


async def of_cases(tx: Tx, case_ids: Collection[bytes]) -> list[NoteRow]:
    """Return the notes of a case and of those merged into it, the earliest first."""
    query = sa.select(note).where(note.c.case_id.in_(case_ids)).order_by(note.c.seq)
    return [
        NoteRow(**row._asdict() | {"wrapped_by": KeyName(row.wrapped_by)})
        for row in await tx.execute(query)
    ]


async def count(tx: Tx, case_ids: Collection[bytes], kind: str) -> int:
    """Return how many notes of a kind there are of these cases."""
    here = (note.c.case_id.in_(case_ids), note.c.kind == kind)
    query = sa.select(sa.func.count()).select_from(note).where(*here)
    return int((await tx.execute(query)).scalar_one())
